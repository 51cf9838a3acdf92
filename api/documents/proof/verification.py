"""One number with all that is needed to check it: value, parts, definition, recipe, addresses (核验)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypedDict

from api.documents import links, public_address
from api.documents.json_types import Count, Day, IndicatorId, Link
from api.documents.proof.recipe import Amount, Recipe, recipe
from data.answers.records.behind_values import dataset_of_proof
from data.catalog import INDICATORS, OWNERS, owner
from data.definitions import Indicator, Text
from data.questions import Values, Where

# So many rows of a part, and no more, come as a workbook: each cell of it is written by Python.
SHEET_ROWS_MOST = 20_000
PARTS = ("numerator", "denominator")
SHEETS = {"numerator": Text("分子", "Numerator"), "denominator": Text("分母", "Denominator")}
_WORD = re.compile(r"[a-z][a-z0-9_]*")


class PartDocument(TypedDict):
    """Rows that a number is made of."""

    part: str
    rows: Annotated[Count | None, Text("行数", "how many")]
    csv: Link
    json: Link


class VerificationDocument(TypedDict):
    """One number of one period, and how anybody recomputes it from the rows that are published."""

    indicator: IndicatorId
    title: str
    formula: str
    version: Annotated[Day, Text("现行定义自何日起", "since when the definition holds")]
    value: float | None
    numerator: float | None
    denominator: float | None
    reason: str | None
    parts: list[PartDocument]
    script: Annotated[str | None, Text("重算脚本（Python）", "a script that recomputes it")]
    sheet: Annotated[str | None, Text("电子表格公式", "the formula of a spreadsheet")]
    page: Annotated[Link, Text("核验页", "the page that shows this")]


def question(indicator: str, first: date | None, last: date | None, where: Where) -> Values:
    """One value of a period; of a list, which has no periods, of the list as it is."""
    if INDICATORS[indicator].of_list:
        return Values(indicator, where=where, grain=owner(INDICATORS[indicator]).usual_grain)
    return Values(indicator, first, last, "total", (), where)


def parts_of(indicator: Indicator) -> tuple[str, ...]:
    """Which parts have rows: of a count one, of a rate or of two indicators both, of figures alone none."""
    if not OWNERS[indicator.id].records:
        return ()
    single = indicator.is_count and not indicator.measure.builds_on()
    made = recipe(indicator.id)
    return PARTS[:1] if single or (made and made.denominator is None) else PARTS


def rows_address(query: Values, part: str, suffix: str = "", fields: str = "") -> str:
    """Where the rows of a part are; of what tells only its month, those of the whole months."""
    first, last = links.span_of_rows(query.indicator, query.from_, query.to)
    pairs = [("part", None if part == "numerator" else part), ("from", first), ("to", last)]
    pairs += [(name, ",".join(codes)) for name, codes in query.where]
    tail = links.query_string([*pairs, ("fields", fields)])
    return f"{links.indicator(query.indicator)}/rows{suffix}{tail}"


def page_address(query: Values, lang: str) -> str:
    """The page that verifies it."""
    pairs = [("indicator", query.indicator), ("from", query.from_), ("to", query.to)]
    pairs += [(name, ",".join(codes)) for name, codes in query.where]
    start = f"{links.ROOT}/en" if lang == "en" else links.ROOT
    return f"{start}/verify{links.query_string(pairs)}"


def verification(
    query: Values, row: Mapping[str, Any] | None, rows: Mapping[str, int | None], lang: str
) -> VerificationDocument:
    """The document of a question, from its one value (None: there is none) and how many rows it has."""
    indicator = INDICATORS[query.indicator]
    made = recipe(indicator.id)
    row = row or {}
    return {
        "indicator": indicator.id,
        "title": indicator.title[lang],
        "formula": indicator.formula[lang],
        "version": indicator.versions[-1].since.isoformat(),
        "value": row.get("value"),
        "numerator": row.get("numerator"),
        "denominator": row.get("denominator"),
        "reason": row.get("reason") if row else "no-data",
        "parts": [
            {
                "part": part,
                "rows": rows.get(part),
                "csv": rows_address(query, part, ".csv"),
                "json": rows_address(query, part),
            }
            for part in parts_of(indicator)
        ],
        "script": script(query, made, public_address.address()) if made else None,
        "sheet": formula(made, lang, rows) if made else None,
        "page": page_address(query, lang),
    }


# --- as a script --------------------------------------------------------------------------------


def script(query: Values, made: Recipe, origin: str) -> str:
    """Some ten lines of Python, standard library only, that print the value; `origin`: the site's."""
    at = rows_address(query, "numerator", ".csv", _fields(made))
    joined = "&" if "?" in at else "?"
    imports = (
        "import csv, io, math, urllib.request"
        if "quantile" in made.numerator.kind
        else ("import csv, io, urllib.request")
    )
    lines = [
        imports,
        f'AT = "{origin}{at}{joined}bom=0"',
        "def rows(part):",
        '    with urllib.request.urlopen(AT + "&part=" + part) as answer:',
        '        return list(csv.DictReader(io.TextIOWrapper(answer, "utf-8-sig")))',
        *_named(made.numerator),
    ]
    if made.denominator is None:
        return "\n".join([*lines, "print(numerator)"])
    times = f" * {made.per}" if made.per != 1 else ""
    end = f"print(numerator, denominator, numerator / denominator{times})"
    return "\n".join([*lines, *_named(made.denominator), end])


def _fields(made: Recipe) -> str:
    """The key and what counts, where both parts are rows of one dataset; "": all columns."""
    one, other = (dataset_of_proof(id) for id in made.of)
    if one is not other:
        return ""
    below = made.denominator.columns if made.denominator else ()
    return ",".join(dict.fromkeys((*one.key, *made.numerator.columns, *below)))


def _named(amount: Amount) -> list[str]:
    part = amount.part
    first = f'{part}_rows = rows("{part}")'
    match amount.kind:
        case "count":
            return [f'{part} = len(rows("{part}"))']
        case "sum":
            term = _WORD.sub(lambda word: f'float(r["{word.group()}"])', amount.term)
            return [f'{part} = sum({term} for r in rows("{part}"))']
        case "distinct":
            name = amount.term
            return [f'{part} = len({{r["{name}"] for r in rows("{part}") if r["{name}"]}})']
    return [
        first,
        f'values = sorted(float(r["{amount.term}"]) for r in {part}_rows)',
        f"{part} = values[math.ceil({amount.q} * len(values)) - 1]",
    ]


# --- as a spreadsheet ---------------------------------------------------------------------------


def formula(made: Recipe, lang: str, rows: Mapping[str, int | None]) -> str:
    """The value's formula over sheets with the rows of each part, as the workbook has them; `rows`: how many."""
    top = amount_formula(made.numerator, lang, rows.get(made.numerator.part))
    if made.denominator is None:
        return f"={top}"
    times = f"*{made.per}" if made.per != 1 else ""
    return (
        f"={top}/{amount_formula(made.denominator, lang, rows.get(made.denominator.part))}{times}"
    )


def amount_formula(amount: Amount, lang: str, rows: int | None = None) -> str:
    """What is taken of a part's sheet: column A holds the keys, B and on the columns that count.

    Without `rows` the ranges reach to the end of what a sheet is likely to hold.
    """
    sheet, last = SHEETS[amount.part][lang], max((SHEET_ROWS_MOST if rows is None else rows) + 1, 2)

    def span(column: str) -> str:
        return f"{sheet}!${column}$2:${column}${last}"

    places = {name: span(chr(ord("B") + i)) for i, name in enumerate(amount.columns)}
    match amount.kind:
        case "count":
            return f"COUNTA({span('A')})"
        case "sum":
            if amount.term in places:
                return f"SUM({places[amount.term]})"
            term = _WORD.sub(lambda word: places[word.group()], amount.term)
            return f"SUMPRODUCT({term})"
        case "distinct":
            at = places[amount.term]
            return f'SUMPRODUCT(({at}<>"")/COUNTIF({at},{at}&""))'
    at = places[amount.term]
    return f"SMALL({at},ROUNDUP({amount.q}*COUNT({at}),0))"
