"""A workbook that recomputes one number: its rows, and formulas over them that stay alive."""

from __future__ import annotations

import io
from typing import Any

from xlsxwriter import Workbook

from api.answer import answers
from api.documents.proof.recipe import Amount, Recipe, recipe
from api.documents.proof.verification import (
    SHEET_ROWS_MOST,
    SHEETS,
    amount_formula,
    page_address,
    parts_of,
)
from data.answers.records.behind_values import dataset_of_proof
from data.catalog import INDICATORS
from data.definitions import Text
from data.questions import Page, Proof, Unanswerable, Values, Withheld

NAME = Text("核验", "Verify")
TOO_MANY = Text(
    f"工作簿每部分至多{SHEET_ROWS_MOST:,}行，这里更多：请缩短时期、加筛选条件，或下载 CSV",
    f"a workbook holds at most {SHEET_ROWS_MOST:,} rows of a part, and here are more: take a shorter period, a "
    "filter, or the CSV",
)
NO_ROWS = Text(
    "这个数的逐条记录不公布，或不能由记录的列直接算出",
    "this number's rows are not published, or no columns give it",
)
LABELS = {
    "title": Text("指标", "Indicator"),
    "formula": Text("计算公式", "Formula"),
    "from": Text("起", "From"),
    "to": Text("止", "To"),
    "numerator": Text("分子（由“分子”表重算）", "Numerator, from its sheet"),
    "denominator": Text("分母（由“分母”表重算）", "Denominator, from its sheet"),
    "value": Text("重算的数", "Recomputed"),
    "published": Text("公布的数", "Published"),
    "difference": Text("相差", "Difference"),
    "version": Text("数据版本", "Data version"),
    "page": Text("核验页", "Page"),
}


def proof_book(query: Values, lang: str) -> bytes:
    """The workbook of a question about one value. Raises `Unanswerable` where there are too many rows."""
    indicator, made = INDICATORS[query.indicator], recipe(query.indicator)
    if made is None or not parts_of(indicator):
        raise Withheld("id", NO_ROWS)
    document = answers.answer(query, lang)
    amounts = [one for one in (made.numerator, made.denominator) if one]
    sheets = {one.part: _rows(query, one) for one in amounts}
    return _book(query, made, document, sheets, lang)


def _rows(query: Values, amount: Amount) -> list[list[Any]]:
    """The key and the columns that count of each row of a part, under a head of their ids."""
    key = dataset_of_proof(query.indicator, amount.part).key
    fields = tuple(dict.fromkeys((*key, *amount.columns)))
    proof = Proof(
        query.indicator, amount.part, query.from_, query.to, query.where, fields,
        Page(SHEET_ROWS_MOST + 1),
    )  # fmt: skip
    rows = answers.answer(proof)["data"]
    if len(rows) > SHEET_ROWS_MOST:
        raise Unanswerable("to", TOO_MANY)
    head = ["+".join(key), *amount.columns]
    return [
        head,
        *([" ".join(str(r[k]) for k in key), *(r[c] for c in amount.columns)] for r in rows),
    ]


def _book(
    query: Values, made: Recipe, document: dict[str, Any], sheets: dict[str, Any], lang: str
) -> bytes:
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        first = book.add_worksheet(NAME[lang])
        first.set_column(0, 0, 32)
        first.set_column(1, 1, 60)
        first.set_paper(9)
        row = document["data"][0] if document["data"] else {}
        indicator = INDICATORS[query.indicator]
        lines: list[tuple[str, Any]] = [
            ("title", indicator.title[lang]),
            ("formula", indicator.formula[lang]),
            ("from", str(query.from_ or "")),
            ("to", str(query.to or "")),
            ("version", document["meta"]["data_version"]),
            ("page", page_address(query, lang)),
        ]
        for at, (name, value) in enumerate(lines):
            first.write_string(at, 0, LABELS[name][lang])
            first.write(at, 1, value)
        _formulas(first, len(lines), made, row, {p: len(r) - 1 for p, r in sheets.items()}, lang)
        for part, rows in sheets.items():
            sheet = book.add_worksheet(SHEETS[part][lang])
            sheet.set_column(0, 0, 28)
            sheet.freeze_panes(1, 0)
            for at, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    sheet.write(at, column, cell)
    return target.getvalue()


def _formulas(
    sheet: Any, at: int, made: Recipe, row: dict[str, Any], rows: dict[str, int], lang: str
) -> None:
    """Numerator, denominator, value, and what is published beside it."""
    names, cells = [], {}
    for amount in (made.numerator, made.denominator):
        if amount:
            names.append((amount.part, amount_formula(amount, lang, rows[amount.part])))
            cells[amount.part] = f"B{at + len(names)}"
    value = cells["numerator"]
    if made.denominator:
        value += f"/{cells['denominator']}" + (f"*{made.per}" if made.per != 1 else "")
    end = at + len(names)
    names += [("value", value), ("difference", f"B{end + 1}-B{end + 3}")]
    known = {"numerator": row.get("numerator"), "denominator": row.get("denominator")}
    if known["numerator"] is None:
        known["numerator"] = row.get("value")
    known |= {"value": row.get("value"), "difference": 0}
    for i, (name, text) in enumerate(names):
        sheet.write_string(at + i, 0, LABELS[name][lang])
        # The result stands in the file as well, for readers that do not compute.
        sheet.write_formula(at + i, 1, f"={text}", None, known.get(name) or 0)
    sheet.write_string(at + len(names), 0, LABELS["published"][lang])
    sheet.write(at + len(names), 1, row.get("value"))
