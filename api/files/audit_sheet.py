"""The work sheet of an audit sample: a workbook to be printed on A4 and filled in by hand, and a CSV."""

from __future__ import annotations

import io
from typing import Any

from xlsxwriter import Workbook

from api.documents.proof.audit import METHOD
from data.catalog import DATASETS
from data.definitions import Field, Text

SHEET, BOUNDS = Text("核查表", "Work sheet"), Text("结论", "Result")
CHECKED = (
    Text("与档案一致（是／否）", "Agrees with the file (yes/no)"),
    Text("差异说明", "What differs"),
)
SIGNED = Text(
    "核查人：            日期：            ", "Audited by:                  Date:            "
)
ABOUT = Text(
    "数据集{dataset}，{first}至{last}，总体{population}条，抽{n}条，种子“{seed}”，数据版本{version}",
    "Dataset {dataset}, {first} to {last}, {population} records, {n} drawn, seed “{seed}”, data version {version}",
)
ERRORS = Text("样本中有误的条数", "Errors in the sample")
LOW, HIGH = (
    Text("总体差错率下限", "At least, of the whole"),
    Text("总体差错率上限", "At most, of the whole"),
)
RULE = Text(
    "95%置信，克洛珀-皮尔逊精确法；适用于不分层的样本，分层的按层另算。",
    "With 95 % confidence, exact (Clopper–Pearson); of a sample without strata, with strata each by itself.",
)
# As many columns as a page across holds beside those to be filled in.
COLUMNS_MOST = 7


def columns_of(dataset: str) -> tuple[Field, ...]:
    """The key and the first fields of a record, as far as a page goes."""
    definition = DATASETS[dataset]
    fields = [f for f in definition.public_fields if f.id in definition.key]
    fields += [
        f for f in definition.public_fields if f.id not in definition.key and f.id != "recorded_at"
    ]
    dates = [f for f in fields if f.type == "date"]
    rest = [f for f in fields if f.type != "date"]
    return tuple((rest[: COLUMNS_MOST - min(len(dates), 4)] + dates[:4])[:COLUMNS_MOST])


def work_sheet(document: dict[str, Any], lang: str) -> bytes:
    """The workbook of a sample's document."""
    data, target = document["data"], io.BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        framed = book.add_format({"border": 1, "text_wrap": True, "valign": "top", "font_size": 9})
        head = book.add_format({"border": 1, "bold": True, "text_wrap": True, "font_size": 9})
        bold, share = (
            book.add_format({"bold": True}),
            book.add_format({"border": 1, "num_format": "0.00%"}),
        )
        sheet = book.add_worksheet(SHEET[lang])
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(4)
        said = ABOUT[lang].format(
            dataset=DATASETS[data["dataset"]].title[lang], first=data["from"] or "…", last=data["to"] or "…",
            population=f"{data['population']:,}", n=data["n"], seed=data["seed"],
            version=document["meta"]["data_version"],
        )  # fmt: skip
        for at, text in enumerate((said, METHOD[lang], SIGNED[lang])):
            sheet.write_string(at, 0, text, bold if not at else None)
        fields = columns_of(data["dataset"])
        titles = ["№", *(f.title[lang] for f in fields), *(text[lang] for text in CHECKED)]
        for at, text in enumerate(titles):
            sheet.write_string(4, at, text, head)
        sheet.set_column(0, 0, 4)
        sheet.set_column(1, len(fields), 15)
        sheet.set_column(len(fields) + 1, len(fields) + 1, 14)
        sheet.set_column(len(fields) + 2, len(fields) + 2, 30)
        for i, one in enumerate(data["records"]):
            row = 5 + i
            sheet.write_number(row, 0, i + 1, framed)
            for at, field in enumerate(fields):
                value = one["record"].get(field.id)
                sheet.write_string(row, at + 1, "" if value is None else str(value), framed)
            sheet.write_blank(row, len(fields) + 1, None, framed)
            sheet.write_blank(row, len(fields) + 2, None, framed)
        _bounds(book, data, head, framed, share, lang)
    return target.getvalue()


def _bounds(book: Any, data: dict[str, Any], head: Any, framed: Any, share: Any, lang: str) -> None:
    sheet = book.add_worksheet(BOUNDS[lang])
    sheet.set_paper(9)
    sheet.set_column(0, 2, 24)
    for at, text in enumerate((ERRORS, LOW, HIGH)):
        sheet.write_string(0, at, text[lang], head)
    for at, one in enumerate(data["bounds"], start=1):
        sheet.write_number(at, 0, one["errors"], framed)
        sheet.write_number(at, 1, one["low"], share)
        sheet.write_number(at, 2, one["high"], share)
    sheet.write_string(len(data["bounds"]) + 2, 0, RULE[lang])
