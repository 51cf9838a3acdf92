"""The sheets of an annual report's workbook: their looks, titles and cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data.definitions import Text

Document = Mapping[str, Any]
SHEETS = {
    "table3": Text("表三 申请办理", "Table 3 Requests"),
    "table4": Text("表四 复议诉讼", "Table 4 Reviews"),
    "table2": Text("表二 主动公开", "Table 2 Published"),
    "fees": Text("信息处理费", "Fees"),
    "identities": Text("勾稽关系", "Identities"),
    "published": Text("公布与重算", "Published and recomputed"),
    "print": Text("公布数字的勾稽关系", "Identities of the print"),
    "about": Text("说明", "About"),
}


class Book:
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

    def sheet(self, id: str, title: str, width: int) -> Worksheet:
        """A sheet with its title and a note on the state of the data over `width` columns."""
        sheet = self.book.add_worksheet(SHEETS[id][self.lang])
        sheet.set_landscape()
        sheet.center_horizontally()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.merge_range(0, 0, 0, width - 1, title, self.title)
        sheet.merge_range(1, 0, 1, width - 1, self._subtitle(), self.note)
        sheet.set_row(0, 26)
        return sheet

    def _subtitle(self) -> str:
        data, version = self.data, self.meta["data_version"]
        who = data["department_label"] or ""
        zh = [who, f"{data['year']}年", f"数据截至{data['as_of']}", f"版本{version}"]
        en = [who, str(data["year"]), f"data as of {data['as_of']}", f"version {version}"]
        if self.meta["demo"]:
            zh, en = [*zh, "演示数据"], [*en, "demo data"]
        return " · ".join(part for part in (zh if self.lang == "zh" else en) if part)

    def cell(
        self, sheet: Worksheet, at: tuple[int, int, int, int], text: str, form: Format
    ) -> None:
        """A cell, or a merged one: first row, first column, last row, last column."""
        if at[:2] == at[2:]:
            sheet.write(at[0], at[1], text, form)
        else:
            sheet.merge_range(*at, text, form)

    def number_or_blank(
        self, sheet: Worksheet, row: int, column: int, value: float | None, form: Format
    ) -> None:
        """A number, or an empty cell where it is not known."""
        if value is None:
            sheet.write_blank(row, column, None, form)
        else:
            sheet.write_number(row, column, value, form)
