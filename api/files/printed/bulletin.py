"""A month's bulletin as a workbook: a sheet for each section, numbers as the API has them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from api.bulletin.reading import Reading
from api.documents import public_address
from api.files.printed.book import PrintedBook
from data.catalog import PUBLISHED_INDICATORS
from data.definitions import Text
from data.hall import hall

_HEADS = Text("指标,单位", "Indicator,Unit")
_PARTS = Text("数值,分子,分母或 N", "value,numerator,denominator or N")
_CHANGES = Text("更正和变化", "Changes")
_CHANGED = Text("数字,月份,原为,现为,情形", "Number,Month,Then,Now,When")
_BY_EDITION, _SINCE = Text("本版更正", "by this edition"), Text("发布后", "since it was published")
_ABOUT = Text("说明", "About")
_NAMES_MOST = 31
_FORBIDDEN = str.maketrans("[]:*?/\\", "       ")


def workbook(reading: Reading, lang: str, address: str) -> bytes:
    """XLSX of a reading: sections, what changed, and where it is from. The same reading gives the same bytes."""
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        content = reading.edition.content if reading.edition else None
        created = content["made_on"] if content else f"{reading.month}-01T00:00:00"
        book.set_properties({"created": datetime.fromisoformat(created)})
        made = _Book(book, reading, lang)
        made.about(address)
        for section in reading.bulletin["sections"]:
            made.section(section)
        made.changes()
    return target.getvalue()


class _Book(PrintedBook):
    def __init__(self, book: Workbook, reading: Reading, lang: str) -> None:
        super().__init__(book, lang)
        self.reading = reading
        self.months = [one["month"] for one in reading.bulletin["months"]]

    def _sheet(self, name: str, title: str) -> Worksheet:
        sheet = self.book.add_worksheet(name.translate(_FORBIDDEN)[:_NAMES_MOST])
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 10)
        sheet.set_column(2, 40, 12)
        sheet.write_string(0, 0, title, self.bold)
        return sheet

    def about(self, address: str) -> None:
        reading, lang = self.reading, self.lang
        title = Text(
            f"{hall().name.zh}月报 {reading.month}",
            f"{hall().name.en}: bulletin of {reading.month}",
        )
        sheet = self._sheet(_ABOUT[lang], title[lang])
        sheet.set_column(1, 1, 90)
        content = reading.edition.content if reading.edition else None
        lines = [
            (Text("版次", "Edition"), str(content["number"]) if content else Text("当前数据，未发布", "the numbers of now")[lang]),
            (Text("发布时间", "Published"), content["made_on"] if content else ""),
            (Text("数据版本", "Data version"), str(content["data_version"]) if content else ""),
            (Text("更正原因", "Reason"), (content["reason"] or "") if content else ""),
            ("SHA-256", reading.edition.sha256 if reading.edition else ""),
            (Text("发布机构", "Publisher"), hall().publisher[lang]),
            (Text("许可", "Licence"), f"{hall().licence_title[lang]} {hall().licence_url}"),
            (Text("地址", "Address"), (public_address.address() if public_address.is_set() else "") + address),
        ]  # fmt: skip
        if content and content["demo"]:
            lines.append(
                (
                    Text("演示数据", "Demonstration"),
                    Text("模拟数据，不是真实统计", "simulated, no real cases")[lang],
                )
            )
        for at, (name, value) in enumerate(lines, 2):
            sheet.write_string(at, 0, name if isinstance(name, str) else name[lang], self.text)
            sheet.write_string(at, 1, value, self.text)
        for at, one in enumerate(reading.bulletin["months"], len(lines) + 3):
            days = one["working_days"]
            sheet.write_string(at, 0, one["month"], self.text)
            said = Text(f"{days}个工作日", f"{days} working {'day' if days == 1 else 'days'}")[lang]
            sheet.write_string(at, 1, "—" if days is None else said, self.text)

    def section(self, section: Mapping[str, Any]) -> None:
        """A table: a line for each number, with value, numerator and denominator of each month."""
        lang = self.lang
        title = section["title"][lang]
        sheet, at = self._sheet(f"{section['number']} {title}", f"{section['number']} {title}"), 2
        if section["absent"]:
            sheet.write_string(at, 0, section["absent"][lang], self.text)
        parts = _PARTS[lang].split(",")
        for table in section["tables"]:
            sheet.write_string(at, 0, table["title"][lang], self.bold)
            for column, head in enumerate(_HEADS[lang].split(",")):
                sheet.write_string(at + 1, column, head, self.head)
            heads = [f"{month} {part}" for month in self.months for part in parts]
            for column, head in enumerate(heads, 2):
                sheet.write_string(at + 1, column, head, self.head)
            at += 2
            for row in table["rows"]:
                for number in row["numbers"]:
                    self._number(sheet, at, self._named(table, row, number), number)
                    at += 1
            at += 1

    def _named(
        self, table: Mapping[str, Any], row: Mapping[str, Any], number: Mapping[str, Any]
    ) -> str:
        label = row["label"][self.lang]
        if "by" not in table:
            return f"　{label}" if row["part"] else label
        known = PUBLISHED_INDICATORS.get(number["indicator"])
        return f"{label} · {known.title[self.lang] if known else number['indicator']}"

    def _number(self, sheet: Worksheet, at: int, name: str, number: Mapping[str, Any]) -> None:
        sheet.write_string(at, 0, name, self.text)
        sheet.write_string(at, 1, number["counted"][self.lang], self.text)
        form = self.per_cent if number["unit"] == "fraction" else self.number
        for n, cell in enumerate(number["cells"]):
            for m, part in enumerate(("value", "numerator", "denominator")):
                column = 2 + 3 * n + m
                if cell[part] is None:
                    sheet.write_blank(at, column, None, self.number)
                else:
                    sheet.write_number(at, column, cell[part], self.number if m else form)

    def changes(self) -> None:
        """What the edition corrected, and what has changed since; no sheet where nothing has."""
        corrected = self.reading.edition.content["changes"] if self.reading.edition else []
        listed = [(one, _BY_EDITION) for one in corrected]
        listed += [(one, _SINCE) for one in self.reading.since]
        if not listed:
            return
        sheet = self._sheet(_CHANGES[self.lang], _CHANGES[self.lang])
        for column, head in enumerate(_CHANGED[self.lang].split(",")):
            sheet.write_string(2, column, head, self.head)
        for at, (one, when) in enumerate(listed, 3):
            sheet.write_string(at, 0, one["label"][self.lang], self.text)
            sheet.write_string(at, 1, one["month"], self.text)
            for column, key in ((2, "then"), (3, "now")):
                value = one[key] and one[key]["value"]
                if value is None:
                    sheet.write_blank(at, column, None, self.number)
                else:
                    form = self.per_cent if one["unit"] == "fraction" else self.number
                    sheet.write_number(at, column, value, form)
            sheet.write_string(at, 4, when[self.lang], self.text)
