"""The newest year that is published of a dataset about few, and figures of one breakdown of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.answer.answers import Values
from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.parts import bars, downloads
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.words import MISSING, Lang, Unit
from data.catalog import INDICATORS, OWNERS
from data.definitions import Text

Row = Mapping[str, Any]
NOT_SHOWN = Text("不公布", "not published")
NONE: Row = {"period": "", "value": None, "numerator": None, "denominator": None}


@dataclass(frozen=True)
class Year:
    """What is published of an indicator's newest year: the answer, the year, its cells by code."""

    document: Mapping[str, Any]
    year: str
    cells: Mapping[str, Row]

    def __getitem__(self, code: str) -> Row:
        return self.cells.get(code, NONE)

    @property
    def whole(self) -> Row:
        """Of an answer without breakdown, its one cell."""
        return self[""]


def newest(ask: Ask, indicator: str, by: str = "") -> Year:
    """The newest year; no cells where none was ever answered."""
    document = ask(Values(indicator, grain="year", by=(by,) if by else ()))
    rows = document["data"]
    year = rows[-1]["period"] if rows else ""
    cells = {row[by] if by else "": row for row in rows if row["period"] == year}
    return Year(document, year, cells)


def when(year: str, lang: Lang) -> str:
    return words.year(year, lang)


def printed(row: Row, lang: Lang, unit: Unit) -> str:
    """A count with its unit, or that it is not published."""
    return words.counted(row["value"], unit, lang) if row["value"] is not None else NOT_SHOWN[lang]


def days(row: Row, lang: Lang) -> str:
    """A median that is of enough: 12个工作日; else nothing. The API marks one of too few."""
    if row["value"] is None or not words.enough(row["denominator"]):
        return ""
    return words.counted(row["value"], words.WORKING_DAYS, lang)


def rate(row: Row, unit: Unit, lang: Lang) -> str:
    """A share in words: 全部17个 · 23个中18个 · 93%; that it is not published."""
    if not row["denominator"]:
        return NOT_SHOWN[lang]
    return words.in_title(row, Text(unit.zh, unit.many))[lang]


def breakdown(
    ask: Ask,
    id: str,
    counted: tuple[str, str],
    finding: tuple[str, str],
    unit: Unit,
    lang: Lang,
    notes_of: Mapping[str, str] | None = None,
) -> View:
    """A figure of one count by one dimension: a bar for each code in the order of its list.

    Of what is withheld there is no bar; the table says why. A code that no row has is not told from one.
    """
    indicator, dimension = counted
    answer = newest(ask, indicator, dimension)
    shown = answer.cells
    most = max((row["value"] or 0 for row in shown.values()), default=0)
    beside = notes_of or {}
    dataset = OWNERS[indicator]
    return bars.view(
        id,
        finding=finding,
        bars=[
            Bar(
                row[f"{dimension}_label"],
                words.number(row["value"]),
                row["value"] / most if row["value"] else None,
                note=beside.get(code, "") if row["value"] is not None else NOT_SHOWN[lang],
            )
            for code, row in shown.items()
        ],
        columns=[dataset.dimension(dimension).title[lang], INDICATORS[indicator].title[lang], *_also(beside, lang)],
        rows=_rows(shown, dimension, beside, unit, lang),
        downloads=downloads.of_answer(answer.document, indicator, lang),
        as_of=_all_of(answer.year, lang),
    )  # fmt: skip


def _all_of(year: str, lang: Lang) -> str:
    """Up to when the numbers are: a year is published when it is over."""
    return Text(f"{when(year, 'zh')}全年数据", f"data of all of {when(year, 'en')}")[lang]


def _also(beside: Mapping[str, str], lang: Lang) -> list[str]:
    return [Text("用时中位数", "Median days")[lang]] if any(beside.values()) else []


def _rows(
    shown: Mapping[str, Row], dimension: str, beside: Mapping[str, str], unit: Unit, lang: Lang
) -> Sequence[Sequence[str]]:
    extra = any(beside.values())
    return [
        [
            row[f"{dimension}_label"],
            printed(row, lang, unit),
            *([beside.get(code) or MISSING] if extra else []),
        ]
        for code, row in shown.items()
    ]
