"""The annual disclosure report as a workbook in the official layout, made of its document."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from api.files import annual_report_rows
from api.files.annual_report_book import SHEETS, Book, Document
from data.definitions import Text
from data.disclosure import layout

FIRST = 3  # row of the first header cell, below title and note
LABELS = 3  # columns of row labels in table 三: item, heading, sub-item
WIDTHS = (9, 15, 46)  # of these, in characters
LINE = 17  # height of a line of text, in points


def workbook(report: Document, lang: str) -> bytes:
    """XLSX of an answer to `AnnualReport`: the tables, their identities, and where it is from.

    Numbers are numbers. The same answer gives the same bytes.
    """
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        data = report["data"]
        book.set_properties(
            {"title": data["title"], "created": datetime.fromisoformat(data["as_of"])}
        )
        made = _Report(book, report, lang)
        made.table3()
        made.table4()
        if data["table2"]:
            made.table2()
        if data["fees"]:
            made.fees()
        made.identities("identities", data["identities"])
        if data["published"]:
            made.published()
            made.identities("print", data["published"]["identities"])
        made.about()
    return target.getvalue()


def _lines(text: str, width: int) -> int:
    """Lines that a text takes in a column; a Chinese character is as wide as two others."""
    return ceil(sum(2 if ord(c) > 0x2E80 else 1 for c in text) / width)


class _Report(Book):
    """The sheets of one report."""

    # --- table 三 -------------------------------------------------------------------------------

    def table3(self) -> None:
        table, top = self.data["table3"], FIRST + 3
        sheet = self.sheet("table3", table["title"], LABELS + len(layout.COLUMNS))
        for i, width in enumerate(WIDTHS):
            sheet.set_column(i, i, width)
        sheet.set_column(LABELS, LABELS + len(layout.COLUMNS) - 1, 13)
        self._heads3(sheet, table["column_labels"])
        sheet.freeze_panes(top, LABELS)
        sheet.repeat_rows(FIRST, top - 1)
        handled = [i for i, row in enumerate(table["rows"]) if row["handled"]]
        span = (top + handled[0], 0, top + handled[-1], 0)
        self.cell(sheet, span, layout.HANDLED[self.lang], self.label)
        at = top
        for group, members in groupby(table["rows"], key=lambda row: row["group"]):
            rows = list(members)
            if group:
                self.cell(sheet, (at, 1, at + len(rows) - 1, 1), group, self.label)
            for row in rows:
                first = 2 if group else 1 if row["handled"] else 0
                label = self._noted(row["label"], row["note"])
                self.cell(sheet, (at, first, at, LABELS - 1), label, self.label)
                sheet.set_row(at, LINE * _lines(label, sum(WIDTHS[first:])))
                for i, count in enumerate(row["cells"]):
                    self.number_or_blank(sheet, at, LABELS + i, count, self.number)
                at += 1

    def _noted(self, label: str, note: str | None) -> str:
        if note is None:
            return label
        return Text(f"{label}（{note}）", f"{label} ({note})")[self.lang]

    def _heads3(self, sheet: Worksheet, labels: Mapping[str, str]) -> None:
        lang, first, last = self.lang, LABELS, LABELS + len(layout.COLUMNS) - 1
        heads = [
            ((FIRST, 0, FIRST + 2, LABELS - 1), layout.RULE_TITLE[lang]),
            ((FIRST, first, FIRST, last), layout.APPLICANTS_TITLE[lang]),
            ((FIRST + 1, first, FIRST + 2, first), labels["person"]),
            ((FIRST + 1, first + 1, FIRST + 1, last - 1), layout.LEGAL_PERSONS_TITLE[lang]),
            ((FIRST + 1, last, FIRST + 2, last), labels["total"]),
        ]
        for i, column in enumerate(layout.COLUMNS[1:-1], first + 1):
            heads.append(((FIRST + 2, i, FIRST + 2, i), labels[column]))
        for at, text in heads:
            self.cell(sheet, at, text, self.head)
        for i, lines in enumerate((1, 1, 2 if lang == "zh" else 3)):
            sheet.set_row(FIRST + i, LINE * lines)

    # --- table 四 -------------------------------------------------------------------------------

    def table4(self) -> None:
        table, n = self.data["table4"], len(layout.REVIEW_COLUMNS)
        sheet = self.sheet("table4", table["title"], n * len(layout.GROUPS))
        sheet.set_column(0, n * len(layout.GROUPS) - 1, 10)
        labels = table["group_labels"]
        for i, group in enumerate(layout.GROUPS):
            deep = FIRST + 1 if i == 0 else FIRST
            at = (FIRST if i == 0 else FIRST + 1, i * n, FIRST + 1, (i + 1) * n - 1)
            self.cell(sheet, at, labels[group], self.head)
            if i == 1:
                end = n * len(layout.GROUPS) - 1
                self.cell(
                    sheet, (deep, n, deep, end), layout.LITIGATION_TITLE[self.lang], self.head
                )
            for j, column in enumerate(layout.REVIEW_COLUMNS):
                sheet.write(FIRST + 2, i * n + j, table["column_labels"][column], self.head)
                self.number_or_blank(sheet, FIRST + 3, i * n + j, table["cells"][i][j], self.number)

    # --- what departments state, identities, source ---------------------------------------------

    def table2(self) -> None:
        table = self.data["table2"]
        heads = Text("条款,信息内容,填报项目,数值", "Article,Information,Figure,Value")[self.lang]
        sheet = self.sheet("table2", table["title"], 4)
        sheet.set_column(0, 1, 24)
        sheet.set_column(2, 2, 46)
        sheet.set_column(3, 3, 16)
        for i, head in enumerate(heads.split(",")):
            sheet.write(FIRST, i, head, self.head)
        at = FIRST + 1
        for row in table["rows"]:
            for figure in row["figures"]:
                for i, text in enumerate((row["article"], row["label"], figure["label"])):
                    sheet.write(at, i, text, self.label)
                self.number_or_blank(sheet, at, 3, figure["value"], self.amount)
                at += 1

    def fees(self) -> None:
        table = self.data["fees"]
        sheet = self.sheet("fees", table["title"], 2)
        sheet.set_column(0, 1, 40)
        for at, figure in enumerate(table["figures"], FIRST):
            sheet.write(at, 0, figure["label"], self.label)
            self.number_or_blank(sheet, at, 1, figure["value"], self.amount)

    def published(self) -> None:
        """Every cell as printed beside what the records give; those that differ stand out."""
        columns, rows = annual_report_rows.table(self.data, "published")
        sheet = self.sheet("published", SHEETS["published"][self.lang], len(columns))
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 8)
        sheet.set_column(2, 2, 60)
        sheet.set_column(3, len(columns) - 1, 12)
        sheet.freeze_panes(FIRST + 1, 3)
        for i, (_, title) in enumerate(columns):
            sheet.write(FIRST, i, title[self.lang], self.head)
        for at, row in enumerate(rows, FIRST + 1):
            differs = row[-1] is True
            for i, value in enumerate(row):
                form = self.failed if differs else self.label if i < 3 else self.number
                sheet.write(at, i, value, form)

    def identities(self, id: str, checked: Sequence[Mapping[str, Any]]) -> None:
        heads = Text("勾稽关系,左边,右边,成立", "Identity,Left,Right,Holds")[self.lang].split(",")
        sheet = self.sheet(id, SHEETS[id][self.lang], len(heads))
        sheet.set_column(0, 0, 80)
        sheet.set_column(1, 2, 12)
        sheet.set_column(3, 3, 28)
        for i, head in enumerate(heads):
            sheet.write(FIRST, i, head, self.head)
        for at, one in enumerate(checked, FIRST + 1):
            failed = one["holds"] is False
            form = self.failed if failed else self.number
            sheet.write(at, 0, one["title"], self.failed if failed else self.label)
            self.number_or_blank(sheet, at, 1, one["left"], form)
            self.number_or_blank(sheet, at, 2, one["right"], form)
            if one["holds"] is None:
                sheet.write(at, 3, one["reason_text"], self.label)
            else:
                sheet.write_boolean(at, 3, one["holds"], form)

    def about(self) -> None:
        sheet = self.sheet("about", self.data["title"], 2)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 90)
        period = self.data["period"]
        rows = [
            (Text("格式", "Format"), self.data["format"]),
            (Text("年度", "Period"), f"{period['from']} – {period['to']}"),
            (Text("数据截至", "Data as of"), self.data["as_of"]),
            (Text("记录起自", "Records since"), self.data["since"] or ""),
            (Text("数据版本", "Data version"), str(self.meta["data_version"])),
            (Text("许可", "Licence"), self.meta["licence"]),
        ]
        for at, (name, value) in enumerate(rows, FIRST):
            sheet.write(at, 0, name[self.lang], self.label)
            sheet.write_string(at, 1, value, self.label)
