"""`/audit` 审计抽样: draw a sample that everybody draws alike, and what errors in it would say.

The seed that a reader types is kept nowhere: the page is drawn for each request.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.answer.answers import Live
from api.parsing.audit import N_USUAL, SEED_MOST
from dashboard import words
from dashboard.asking.address import AUDIT, Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments, Parameter, Refused, choice, day, whole
from dashboard.pages.proof.forms import dated
from dashboard.parts.blocks import View
from dashboard.parts.page import Page, frame
from dashboard.words import Lang
from data.answers.proof.audit import N_MOST, dates_of, strata_of
from data.catalog import DATASETS, WITH_RECORDS
from data.definitions import Text
from data.hall import today
from data.questions import Sample

TITLE = Text("审计抽样", "Audit sample")
LEAD = Text(
    "选数据集和时期，写一个种子（任意文字，最好当众抽定），抽出若干条记录，到大厅调阅档案逐条核对。同一种子、同一批记录，谁抽都是"
    "这几条：票号为 SHA-256（种子,主键），取最小的。种子不保存。",
    "Choose a dataset and a period, write a seed (any text, preferably drawn in public), and some records are drawn, to be held "
    "against the hall's files. With the same seed and records everybody draws the same: the ticket is SHA-256(seed,key), "
    "the smallest are taken. The seed is kept nowhere.",
)
DATASET, SEED, N = Text("数据集", "Dataset"), Text("种子", "Seed"), Text("条数", "How many")
FROM, TO, STRATIFY = (
    Text("起始日期", "From"),
    Text("截止日期", "To"),
    Text("分层（可不选）", "Strata (optional)"),
)
DRAW, NO_STRATA = Text("抽取", "Draw"), Text("不分层", "none")
DRAWN = Text("从{population}条中抽出{n}条", "{n} drawn from {population}")
BOUNDS = Text("发现差错后能说什么", "What errors would say")
BOUNDS_LEAD = Text(
    "样本中查出k条有误，则总体差错率有95%的把握在下列范围内（克洛珀-皮尔逊精确区间；不分层时适用）。",
    "With k errors in the sample, the share of errors in the whole lies between these bounds with 95% confidence (exact, "
    "Clopper–Pearson; without strata).",
)
ERRORS, LOW, HIGH = Text("有误条数", "Errors"), Text("下限", "At least"), Text("上限", "At most")
STRATUM, POPULATION, SAMPLED = (
    Text("层", "Stratum"),
    Text("总体", "Population"),
    Text("抽取", "Drawn"),
)
TICKET = Text("票号（前12位）", "Ticket (first 12)")
SHEET = Text("核查表（XLSX，A4横向打印）", "Work sheet (XLSX, A4)")
CHECKED = Text("与档案一致", "Agrees")
FIELDS_MOST = 6
_STRATA = sorted({field for dataset in WITH_RECORDS.values() for field in strata_of(dataset)})


def _seed(text: str) -> Text | None:
    long = Text(f"最多{SEED_MOST}个字", f"has more than {SEED_MOST} characters")
    return long if len(text) > SEED_MOST else None


PARAMETERS = (
    choice("dataset", {id: d.title for id, d in WITH_RECORDS.items()}, "cases"),
    day("from"),
    day("to"),
    whole("n", 1, N_MOST, N_USUAL),
    Parameter("seed", _seed),
    Parameter("stratify", lambda text: None),  # which fields there are is known with the dataset
)


def view(ask: Ask, lang: Lang, asked: Arguments) -> View:
    _check_stratum(asked)
    document = ask(_question(asked)) if asked["seed"] else None
    return {
        **frame(ask(Live())["meta"]),
        "audit-form": {"children": _form(asked, lang)},
        "audit-drawn": {"children": _drawn(document, lang) if document else []},
    }


def _check_stratum(asked: Arguments) -> None:
    dataset = DATASETS[asked["dataset"]]
    if asked["stratify"] and asked["stratify"] not in strata_of(dataset):
        known = {name: dataset.field(name).title for name in strata_of(dataset)}
        raise Refused("stratify", Text("该数据集没有这个字段", "is no field of the dataset"), known)


def _question(asked: Arguments) -> Sample:
    dataset = DATASETS[asked["dataset"]]
    first, last = (date.fromisoformat(asked[end]) if asked[end] else None for end in ("from", "to"))
    if first and last and first > last:
        raise Refused("to", Text("早于起始日期", "is before the first day"))
    dates = dates_of(dataset)
    dated = dates[0].id if dates else ""
    return Sample(dataset.id, dated, first, last, int(asked["n"]), asked["seed"], asked["stratify"])


def _drawn(document: Mapping[str, Any], lang: Lang) -> list[Any]:
    """The records, the strata, and the bounds."""
    data = document["data"]
    said = DRAWN[lang].format(
        population=words.number(data["population"]), n=words.number(data["n"])
    )
    at = document["links"]
    files = [
        html.A(SHEET[lang], href=at["xlsx"]), " ", html.A("CSV", href=at["csv"]), " ",
        html.A("JSON", href=at["self"]),
    ]  # fmt: skip
    return [
        html.H2(said, id="drawn"),
        html.P(files, className="links"),
        *_strata(data, lang),
        _records(data, lang),
        html.H2(BOUNDS[lang]),
        html.P(BOUNDS_LEAD[lang]),
        _bounds(data, lang),
    ]


def _strata(data: Mapping[str, Any], lang: Lang) -> list[Any]:
    if not data["strata"]:
        return []
    rows = [
        (one["code"], words.number(one["population"]), words.number(one["sampled"]))
        for one in data["strata"]
    ]
    return [_table((STRATUM, POPULATION, SAMPLED), rows, lang)]


def _records(data: Mapping[str, Any], lang: Lang) -> html.Div:
    dataset = DATASETS[data["dataset"]]
    fields = [f for f in dataset.public_fields if f.id in dataset.key]
    fields += [f for f in dataset.public_fields if f.id not in dataset.key and f.type != "instant"]
    fields = fields[:FIELDS_MOST] + [f for f in fields[FIELDS_MOST:] if f.type == "date"][:3]
    heads = (Text("序号", "No."), *(f.title for f in fields), TICKET)
    rows = [
        (
            str(i),
            *(str(one["record"].get(f.id) or words.MISSING) for f in fields),
            one["ticket"][:12],
        )
        for i, one in enumerate(data["records"], start=1)
    ]
    return html.Div(_table(heads, rows, lang), className="proof-rows", tabIndex=0)


def _bounds(data: Mapping[str, Any], lang: Lang) -> dbc.Table:
    rows = [
        (words.number(one["errors"]), *words.share_bounds(one["low"], one["high"]))
        for one in data["bounds"]
    ]
    return _table((ERRORS, LOW, HIGH), rows, lang)


def _table(heads: tuple[Text, ...], rows: list[tuple[str, ...]], lang: Lang) -> dbc.Table:
    head = html.Thead(html.Tr([html.Th(text[lang], scope="col") for text in heads]))
    return dbc.Table([head, html.Tbody([html.Tr([html.Td(cell) for cell in row]) for row in rows])])


def _form(asked: Arguments, lang: Lang) -> html.Form:
    last = today().replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    datasets: list[Any] = [{"label": d.title[lang], "value": id} for id, d in WITH_RECORDS.items()]
    strata: list[Any] = [{"label": NO_STRATA[lang], "value": ""}]
    strata += [{"label": _named(name, lang), "value": name} for name in _STRATA]
    given = asked["seed"]
    fields: list[tuple[Text, str, Any]] = [
        (DATASET, "dataset", dbc.Select(id="audit-dataset", name="dataset", options=datasets, value=asked["dataset"])),
        (FROM, "from", dated("audit-from", "from", asked["from"] if given else first.isoformat())),
        (TO, "to", dated("audit-to", "to", asked["to"] if given else last.isoformat())),
        (N, "n", dbc.Input(id="audit-n", name="n", type="number", min=1, max=N_MOST, value=asked["n"])),
        (STRATIFY, "stratify", dbc.Select(id="audit-stratify", name="stratify", options=strata, value=asked["stratify"])),
        (SEED, "seed", dbc.Input(id="audit-seed", name="seed", type="text", value=given, maxlength=SEED_MOST, required=True)),
    ]  # fmt: skip
    shown = [
        html.Div([dbc.Label(title[lang], html_for=f"audit-{name}"), field], className="audit-field")
        for title, name, field in fields
    ]
    return html.Form(
        [*shown, dbc.Button(DRAW[lang], type="submit")],
        action=Place(AUDIT, lang).path,
        method="get",
        className="search audit-form",
    )


def _named(name: str, lang: Lang) -> str:
    """What a field is called in the first dataset that has it."""
    return next(d.field(name).title[lang] for d in WITH_RECORDS.values() if name in strata_of(d))


def layout(place: Place, view: View) -> html.Main:
    lang = place.lang
    return html.Main(
        [
            html.H1(TITLE[lang], className="plain"),
            html.P(LEAD[lang], className="opening"),
            view["audit-form"]["children"],
            html.Div(view["audit-drawn"]["children"]),
        ],
        id="main",
        className="catalogue verify",
    )


PAGE = Page(
    AUDIT,
    TITLE,
    AUDIT,
    view,
    layout,
    parameters=PARAMETERS,
    charts=False,
    menu=False,
    styles=("data.css", "proof.css"),
    typed=True,
)
