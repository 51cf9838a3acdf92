"""Withdrawals of warnings and cards, counted with their reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.answer.answers import Values
from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.parts import bars, downloads
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.sections.months import Months, total
from dashboard.words import Lang, Unit
from data.catalog import DATASETS
from data.definitions import Text

Row = Mapping[str, Any]
ID, COUNT = "cards-withdrawn", "alerts-withdrawn"
GIVEN = {"warning": "warnings", "yellow": "yellow-cards", "red": "red-cards"}
UNITS = {
    "warning": Unit("次", "warning", "warnings"),
    "yellow": Unit("张", "yellow card", "yellow cards"),
    "red": Unit("张", "red card", "red cards"),
}
HEADS = (
    Text("等级", "Level"), Text("撤销原因", "Why withdrawn"), Text("撤销", "Withdrawn"),
    Text("同期发出", "Given in the same time"),
)  # fmt: skip


def view(ask: Ask, of: Months, lang: Lang) -> View:
    """Of the same months as the numbers of the section."""
    document = ask(Values(COUNT, of.first, of.last, "total", ("level", "withdrawn_reason")))
    rows = [row for row in document["data"] if row["value"]]
    given = {level: total(ask, id, of)["value"] or 0 for level, id in GIVEN.items()}
    most = max([1, *(row["value"] for row in rows)])
    return bars.view(
        ID,
        finding=(_title(rows, lang), _about(of, lang)),
        bars=[
            Bar(
                f"{_code('level', row, lang)} · {_code('withdrawn_reason', row, lang)}",
                words.number(row["value"]),
                row["value"] / most,
                note=f"/ {words.number(given[row['level']])}",
            )
            for row in rows
        ],
        columns=[head[lang] for head in HEADS],
        rows=[
            [
                _code("level", row, lang),
                _code("withdrawn_reason", row, lang),
                words.number(row["value"]),
                words.number(given[row["level"]]),
            ]
            for row in rows
        ],
        downloads=[
            *downloads.of_answer(document, COUNT, lang),
            *downloads.titled(
                HEADS[3], downloads.of_totals(document, list(GIVEN.values()), lang), lang
            ),
        ],
        as_of=of.as_of(lang),
    )


def _code(field: str, row: Row, lang: Lang) -> str:
    codes = DATASETS["alerts"].field(field).codes
    return next(one.title[lang] for one in codes if one.id == row[field])


def _title(rows: Sequence[Row], lang: Lang) -> str:
    sums = {level: sum(r["value"] for r in rows if r["level"] == level) for level in GIVEN}
    if not any(sums.values()):
        return Text("没有撤销预警、黄牌和红牌", "No warning and no card was withdrawn")[lang]
    said = [words.counted(n, UNITS[level], lang) for level, n in sums.items()]
    return Text(
        f"撤销预警{said[0]}、黄牌{said[1]}、红牌{said[2]}",
        f"Withdrawn: {said[0]}, {said[1]}, {said[2]}",
    )[lang]


def _about(of: Months, lang: Lang) -> str:
    return Text(
        f"撤销日期在{of.named('zh')}的，斜线后为同期发出数，两者不全是同一批。发出的保留在册。"
        "补录：发出前已办结，发出后才登记。",
        f"Withdrawn in {of.named('en')}, beside those given in the same time, which are not all the same ones. "
        "What was given stays in the books. Late entry: completed before it was given, entered after.",
    )[lang]
