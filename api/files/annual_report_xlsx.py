"""The annual disclosure report as a workbook in the official layout, made of its document."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data.definitions import Text
from data.disclosure import layout

Document = Mapping[str, Any]
FIRST = 3  # row of the first header cell, below title and note
LABELS = 3  # columns of row labels in table 三: item, heading, sub-item
WIDTHS = (9, 15, 46)  # of these, in characters
LINE = 17  # height of a line of text, in points
_SHEETS = {
    "table3": Text("表三 申请办理", "Table 3 Requests"),
    "table4": Text("表四 复议诉讼", "Table 4 Reviews"),
    "table2": Text("表二 主动公开", "Table 2 Published"),
    "fees": Text("信息处理费", "Fees"),
    "identities": Text("勾稽关系", "Identities"),
    "about": Text("说明", "About"),
}


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
        made = _Book(book, report, lang)
        made.table3()
        made.table4()
        if data["table2"]:
            made.table2()
        if data["fees"]:
            made.fees()
        made.identities()
        made.about()
    return target.getvalue()


def _lines(text: str, width: int) -> int:
    """Lines that a text takes in a column; a Chinese character is as wide as two others."""
    return ceil(sum(2 if ord(c) > 0x2E80 else 1 for c in text) / width)


class _Book:
    """The sheets of one workbook."""

    def __init__(self, book: Workbook, report: Document, lang: str) -> None:
        self.book, self.data, self.meta, self.lang = book, report["data"], report["meta"], lang
        base: dict[str, Any] = {"font_name": "宋体" if lang == "zh" else "Calibri", "font_size": 11}
        cell = base | {"border": 1, "text_wrap": True, "valign": "vcenter"}
        self.title = book.add_format(base | {"bold": True, "font_size": 15, "align": "center"})
        self.note = book.add_format(base | {"align": "right", "font_color": "#5b6b78"})
        self.head = book.add_format(cell | {"bold": True, "align": "center"})
        self.label = book.add_format(cell | {"align": "left"})
        self.number = book.add_format(cell | {"align": "center", "num_format": "#,##0"})
        self.amount = book.add_format(cell | {"align": "center", "num_format": "#,##0.##"})
        self.failed = book.add_format(cell | {"bold": True, "font_color": "#c8361d"})

    def _sheet(self, id: str, title: str, width: int) -> Worksheet:
        """A sheet with its title and a note on the state of the data over `width` columns."""
        sheet = self.book.add_worksheet(_SHEETS[id][self.lang])
        sheet.set_landscape()
        sheet.center_horizontally()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.merge_range(0, 0, 0, width - 1, title, self.title)
        sheet.merge_range(1, 0, 1, width - 1, self._said(), self.note)
        sheet.set_row(0, 26)
        return sheet

    def _said(self) -> str:
        data, version = self.data, self.meta["data_version"]
        who = data["department_label"] or ""
        zh = [who, f"{data['year']} 年", f"数据截至 {data['as_of']}", f"版本 {version}"]
        en = [who, str(data["year"]), f"data as of {data['as_of']}", f"version {version}"]
        if self.meta["demo"]:
            zh, en = [*zh, "演示数据"], [*en, "demo data"]
        return " · ".join(part for part in (zh if self.lang == "zh" else en) if part)

    def _cell(
        self, sheet: Worksheet, at: tuple[int, int, int, int], text: str, form: Format
    ) -> None:
        """A cell, or a merged one: first row, first column, last row, last column."""
        if at[:2] == at[2:]:
            sheet.write(at[0], at[1], text, form)
        else:
            sheet.merge_range(*at, text, form)

    # --- table 三 -------------------------------------------------------------------------------

    def table3(self) -> None:
        table, top = self.data["table3"], FIRST + 3
        sheet = self._sheet("table3", table["title"], LABELS + len(layout.COLUMNS))
        for i, width in enumerate(WIDTHS):
            sheet.set_column(i, i, width)
        sheet.set_column(LABELS, LABELS + len(layout.COLUMNS) - 1, 13)
        self._heads3(sheet, table["column_labels"])
        sheet.freeze_panes(top, LABELS)
        sheet.repeat_rows(FIRST, top - 1)
        handled = [i for i, row in enumerate(table["rows"]) if row["handled"]]
        span = (top + handled[0], 0, top + handled[-1], 0)
        self._cell(sheet, span, layout.HANDLED[self.lang], self.label)
        at = top
        for group, members in groupby(table["rows"], key=lambda row: row["group"]):
            rows = list(members)
            if group:
                self._cell(sheet, (at, 1, at + len(rows) - 1, 1), group, self.label)
            for row in rows:
                first = 2 if group else 1 if row["handled"] else 0
                label = self._noted(row["label"], row["note"])
                self._cell(sheet, (at, first, at, LABELS - 1), label, self.label)
                sheet.set_row(at, LINE * _lines(label, sum(WIDTHS[first:])))
                for i, count in enumerate(row["cells"]):
                    self._known(sheet, at, LABELS + i, count, self.number)
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
            self._cell(sheet, at, text, self.head)
        for i, lines in enumerate((1, 1, 2 if lang == "zh" else 3)):
            sheet.set_row(FIRST + i, LINE * lines)

    # --- table 四 -------------------------------------------------------------------------------

    def table4(self) -> None:
        table, n = self.data["table4"], len(layout.REVIEW_COLUMNS)
        sheet = self._sheet("table4", table["title"], n * len(layout.GROUPS))
        sheet.set_column(0, n * len(layout.GROUPS) - 1, 10)
        labels = table["group_labels"]
        for i, group in enumerate(layout.GROUPS):
            deep = FIRST + 1 if i == 0 else FIRST
            at = (FIRST if i == 0 else FIRST + 1, i * n, FIRST + 1, (i + 1) * n - 1)
            self._cell(sheet, at, labels[group], self.head)
            if i == 1:
                end = n * len(layout.GROUPS) - 1
                self._cell(
                    sheet, (deep, n, deep, end), layout.LITIGATION_TITLE[self.lang], self.head
                )
            for j, column in enumerate(layout.REVIEW_COLUMNS):
                sheet.write(FIRST + 2, i * n + j, table["column_labels"][column], self.head)
                sheet.write_number(FIRST + 3, i * n + j, table["cells"][i][j], self.number)

    # --- what departments state, identities, source ---------------------------------------------

    def table2(self) -> None:
        table = self.data["table2"]
        heads = Text("条款,信息内容,填报项目,数值", "Article,Information,Figure,Value")[self.lang]
        sheet = self._sheet("table2", table["title"], 4)
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
                self._known(sheet, at, 3, figure["value"], self.amount)
                at += 1

    def fees(self) -> None:
        table = self.data["fees"]
        sheet = self._sheet("fees", table["title"], 2)
        sheet.set_column(0, 1, 40)
        for at, figure in enumerate(table["figures"], FIRST):
            sheet.write(at, 0, figure["label"], self.label)
            self._known(sheet, at, 1, figure["value"], self.amount)

    def _known(
        self, sheet: Worksheet, row: int, column: int, value: float | None, form: Format
    ) -> None:
        """A number, or an empty cell where it is not known."""
        if value is None:
            sheet.write_blank(row, column, None, form)
        else:
            sheet.write_number(row, column, value, form)

    def identities(self) -> None:
        heads = Text("勾稽关系,左边,右边,成立", "Identity,Left,Right,Holds")[self.lang].split(",")
        sheet = self._sheet("identities", _SHEETS["identities"][self.lang], len(heads))
        sheet.set_column(0, 0, 80)
        sheet.set_column(1, 2, 12)
        sheet.set_column(3, 3, 28)
        for i, head in enumerate(heads):
            sheet.write(FIRST, i, head, self.head)
        for at, one in enumerate(self.data["identities"], FIRST + 1):
            failed = one["holds"] is False
            form = self.failed if failed else self.number
            sheet.write(at, 0, one["title"], self.failed if failed else self.label)
            self._known(sheet, at, 1, one["left"], form)
            self._known(sheet, at, 2, one["right"], form)
            if one["holds"] is None:
                sheet.write(at, 3, one["reason_text"], self.label)
            else:
                sheet.write_boolean(at, 3, one["holds"], form)

    def about(self) -> None:
        sheet = self._sheet("about", self.data["title"], 2)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 90)
        period = self.data["period"]
        rows = [
            (Text("格式", "Format"), self.data["format"]),
            (Text("年度", "Period"), f"{period['from']} – {period['to']}"),
            (Text("数据截至", "Data as of"), self.data["as_of"]),
            (Text("记录起自", "Records since"), self.data["since"]),
            (Text("数据版本", "Data version"), str(self.meta["data_version"])),
            (Text("许可", "Licence"), self.meta["licence"]),
        ]
        for at, (name, value) in enumerate(rows, FIRST):
            sheet.write(at, 0, name[self.lang], self.label)
            sheet.write_string(at, 1, value, self.label)
