"""The parts of `/verify` that show one number: its value, definition, rows, recipes, checks, limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.documents import links, public_address
from api.documents.proof.recipe import recipe
from api.documents.proof.verification import SHEET_ROWS_MOST, SHEETS, formula, rows_address, script
from dashboard import words
from dashboard.asking.address import VERIFY, Place
from dashboard.parts import printed
from dashboard.words import Lang
from data.catalog import INDICATORS, OWNERS
from data.definitions import Dataset, Text
from data.questions import Values

VALUE, HOW = Text("这个数", "The number"), Text("怎样算出", "How it is made")
NUMERATOR, DENOMINATOR = Text("分子", "Numerator"), Text("分母", "Denominator")
PERIOD, FILTER, VERSION = (
    Text("时期", "Period"),
    Text("筛选条件", "Filter"),
    Text("数据版本", "Data version"),
)
AS_OF, SINCE = Text("数据截至", "Data as of"), Text("定义版本", "Version of the definition")
FORMULA = Text("计算公式", "Formula")
NOTHING, ALL = Text("无", "none"), Text("全部", "all there is")
ROWS = Text("背后的记录", "The rows behind it")
FIRST = Text("{part}共{n}条，以下是前{k}条", "{part}: {n} rows, the first {k} of them")
FIELDS = Text("列和代码的含义", "What columns and codes mean")
ALL_CSV, ALL_JSON = Text("全部记录（CSV）", "All rows (CSV)"), Text("JSON", "JSON")
NO_ROWS = Text(
    "逐条记录不公布：少量企业或个人的记录可以被认出。只能核对合计之间的关系。",
    "Single rows are not published, since few firms or people could be recognised. Only sums can be held "
    "against each other.",
)
WIDER = Text(
    "这些记录只公布到月，以下为所涉各整月的记录，条数可能多于上面的数。",
    "These rows are published to the month: here are those of the whole months, which may be more than the number above.",
)
TOMORROW = Text(
    "今天的记录明天才列出，这里没有：现在重算，得数比含今天的少。",
    "The rows of today are listed tomorrow and are not here: what is counted now is less than with today.",
)
RECOUNT = Text("自行重算", "Recompute it yourself")
SCRIPT = Text("脚本（Python，只用标准库）", "A script (Python, standard library only)")
SHEET = Text(
    "电子表格公式（记录分别放在“分子”“分母”工作表）",
    "A spreadsheet's formula (rows on a sheet for each part)",
)
BOOK = Text("下载含公式的工作簿（XLSX）", "Download a workbook with live formulas (XLSX)")
TOO_MANY = Text(
    f"每部分超过{words.number(SHEET_ROWS_MOST)}行的不出工作簿，请缩短时期或加筛选条件。",
    f"There is no workbook of more than {words.number(SHEET_ROWS_MOST)} rows a part: take a shorter period or a filter.",
)
NO_RECIPE = Text(
    "这个数不能由公布的列直接算出。", "No published columns give this number directly."
)
SIDES = Text("它由两个指标算得，请分别核验：", "It is made of two indicators; verify each: ")
LIMITS = Text("不能证明什么", "What this does not prove")
UNPROVABLE = (
    Text(
        "记录齐全：没有录入的件，这里看不到。可用审计抽样从大厅的纸质档案反查。",
        "That all is recorded: what nobody entered is not here. Draw a sample from the hall's paper files and look them up.",
    ),
    Text(
        "记录属实：日期是大厅系统录入的日期，不是亲眼所见。补录、批量办结见公开核对。",
        "That records are true: dates are those the hall's systems hold. Late entries and bulk closings are among the checks.",
    ),
    Text(
        "以前公布过什么：记录只有现行版本，更正以前的数不能由此重算。",
        "What was published before: records have the version in force; a number from before a correction is not recomputed.",
    ),
)
INSTANTS = Text(
    "当天各时段和办理用时的半日：受理、办结的时刻不公布，用时列已经算好。",
    "The hours of a day and halves of days used: times of day are not published; the column with the time used is computed.",
)


def value_block(query: Values, document: Mapping[str, Any], lang: Lang) -> list[Any]:
    """The value, what it is of, and of which state of the data."""
    indicator = INDICATORS[query.indicator]
    row = document["data"][0] if document["data"] else None
    big = printed.valued(row, indicator, lang) if row else words.MISSING
    pairs: list[tuple[Text, Any]] = [(PERIOD, when(query, lang))]
    if row and row.get("numerator") is not None:
        pairs.append((NUMERATOR, words.amount(row["numerator"])))
    if row and row.get("denominator") is not None:
        pairs.append((DENOMINATOR, words.amount(row["denominator"])))
    pairs += [
        (FILTER, filters(query) or NOTHING[lang]),
        (VERSION, words.version(document["meta"]["data_version"])),
        (AS_OF, str(document["meta"]["as_of"] or words.MISSING)[:16].replace("T", " ")),
    ]
    said: list[Any] = []
    if row is None or row["value"] is None:
        reason = (row or {}).get("reason") or "no-data"
        known = printed.REASONS.get(reason)
        said = [html.P(known[lang] if known else reason, className="note")]
    elif certain := printed.certainty(row, indicator, lang):
        said = [html.P(certain, className="note")]
    return [html.P(html.Strong(big, className="n verified")), *said, terms(pairs, lang)]


def definition_block(query: Values, lang: Lang) -> html.Dl:
    indicator = INDICATORS[query.indicator]
    versions = Text("；", "; ")[lang].join(
        f"{words.day(v.since, lang)} {v.note[lang]}" for v in indicator.versions
    )
    title = html.A(indicator.title[lang], href=Place(f"indicators/{indicator.id}", lang).path)
    pairs: list[tuple[Text, Any]] = [
        (Text("指标", "Indicator"), title),
        (FORMULA, indicator.formula[lang]),
        (SINCE, versions),
    ]
    if indicator.reference:
        pairs.append((Text("依据", "Source of the rule"), indicator.reference[lang]))
    return terms(pairs, lang)


def terms(pairs: Sequence[tuple[Text, Any]], lang: Lang) -> html.Dl:
    parts: list[Any] = []
    for title, text in pairs:
        parts += [html.Dt(title[lang]), html.Dd(text)]
    return html.Dl(parts, className="definition")


def when(query: Values, lang: Lang) -> str:
    """The days that a question is about."""
    if INDICATORS[query.indicator].of_list:
        return printed.ALL_TIME[lang]
    if query.from_ is None and query.to is None:
        return ALL[lang]
    if query.to is None:
        return f"{query.from_} –"
    return words.between(query.from_, query.to, lang)


def filters(query: Values) -> str:
    return "&".join(f"{name}={','.join(codes)}" for name, codes in query.where)


def rows_block(
    query: Values, part: str, document: Mapping[str, Any], dataset: Dataset, lang: Lang
) -> list[Any]:
    """The first rows of a part, and all of them as files."""
    rows = document["data"]
    total = document["meta"]["total"]
    name = SHEETS[part][lang]
    said = FIRST[lang].format(part=name, n=words.number(total), k=len(rows))
    linked = html.P(
        [
            html.A(ALL_CSV[lang], href=rows_address(query, part, ".csv")),
            " ",
            html.A(ALL_JSON[lang], href=rows_address(query, part)),
            " ",
            html.A(FIELDS[lang], href=Place(f"data/{dataset.id}", lang).path),
        ],
        className="links",
    )
    if not rows:
        return [html.P(said), linked]
    fields = [f for f in dataset.public_fields if any(row.get(f.id) is not None for row in rows)]
    head = html.Thead(html.Tr([html.Th(f.title[lang], scope="col") for f in fields]))
    body = html.Tbody([html.Tr([html.Td(_cell(row.get(f.id))) for f in fields]) for row in rows])
    # A table that scrolls can be reached and scrolled by the keyboard.
    table = html.Div(dbc.Table([head, body]), className="proof-rows", tabIndex=0)
    return [html.P(said), table, linked]


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return words.MISSING if value is None else str(value)[:40]


def recount_block(query: Values, totals: Mapping[str, int | None], lang: Lang) -> list[Any]:
    """The script, the formula and the workbook; of two indicators, where each is verified."""
    indicator = INDICATORS[query.indicator]
    made = recipe(indicator.id)
    if made is None:
        parts: list[Any] = [html.P(NO_RECIPE[lang])]
        if sides := indicator.measure.builds_on():
            parts.append(html.P([SIDES[lang], *_sides(query, sides, lang)]))
        return parts
    parts = [
        html.H3(SCRIPT[lang]),
        html.Pre(html.Code(script(query, made, origin())), tabIndex=0),
        html.H3(SHEET[lang]),
        html.Pre(html.Code(formula(made, lang, totals)), tabIndex=0),
    ]
    if all(n is not None and n <= SHEET_ROWS_MOST for n in totals.values()):
        parts.append(html.P(html.A(BOOK[lang], href=book_address(query, lang)), className="links"))
    else:
        parts.append(html.P(TOO_MANY[lang], className="note"))
    return parts


def origin() -> str:
    """The site's address; of a site without one, that at which this request asks."""
    return public_address.address() if public_address.is_set() else public_address.asked_at()


def _sides(query: Values, sides: Sequence[str], lang: Lang) -> list[Any]:
    shown: list[Any] = []
    for id in sides:
        shown += [html.A(INDICATORS[id].title[lang], href=address(query, lang, id)), " "]
    return shown


def address(query: Values, lang: Lang, indicator: str = "") -> str:
    """The address of the verification of a question, or of the same about another indicator."""
    pairs = [("indicator", indicator or query.indicator)]
    pairs += [
        (name, day.isoformat()) for name, day in (("from", query.from_), ("to", query.to)) if day
    ]
    pairs += [(name, ",".join(codes)) for name, codes in query.where]
    return Place(VERIFY, lang, tuple(pairs)).url


def book_address(query: Values, lang: Lang) -> str:
    pairs = [("from", query.from_), ("to", query.to)]
    pairs += [(name, ",".join(codes)) for name, codes in query.where]
    pairs += [("lang", None if lang == "zh" else lang)]
    return f"{links.indicator(query.indicator)}/proof.xlsx{links.query_string(pairs)}"


def limits_block(query: Values, lang: Lang) -> html.Ul:
    """What rows cannot show, whoever counts them."""
    texts = [*UNPROVABLE, *([INSTANTS] if OWNERS[query.indicator].id == "cases" else [])]
    return html.Ul([html.Li(text[lang]) for text in texts])
