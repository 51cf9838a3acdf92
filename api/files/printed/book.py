"""What the workbooks that are made to be printed share: their fonts, frames and the form of numbers."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook


class PrintedBook:
    """A workbook with the formats of its cells."""

    def __init__(self, book: Workbook, lang: str) -> None:
        self.book, self.lang = book, lang
        base: dict[str, Any] = {"font_name": "宋体" if lang == "zh" else "Calibri", "font_size": 10}
        self.bold = book.add_format({**base, "bold": True})
        self.head = book.add_format({**base, "bold": True, "border": 1, "text_wrap": True})
        self.text = book.add_format({**base, "border": 1, "text_wrap": True, "valign": "top"})
        self.number = book.add_format({**base, "border": 1})
        self.per_cent = book.add_format({**base, "border": 1, "num_format": "0.00%"})
