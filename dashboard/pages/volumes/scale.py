"""The values of the series as they are drawn, and the axis that has room for them."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from dashboard.pages.volumes.ask import Caseload, Cell, Document
from dashboard.pages.volumes.cells import is_few
from dashboard.pages.volumes.choice import Choice
from dashboard.parts.drawings import scant
from dashboard.words import Lang


def rows_of(document: Document | None) -> list[Cell]:
    return [row for row in (document or {}).get("data", []) if row.get("hour") != "none"]


def values(document: Document | None, choice: Choice) -> list[float | None]:
    """What is drawn: counts, days, or percentages; of too few, none."""
    measure, rows = choice.measure, rows_of(document)
    scale = 100 if measure.kind == "rate" else 1
    return [
        None if row["value"] is None or is_few(measure, row) else row["value"] * scale
        for row in rows
    ]


def drawn(caseload: Caseload) -> tuple[list[float | None], list[float | None]]:
    """The values of the time, and those of the year before (none: not asked for)."""
    these, then = (_on_axis(one, caseload.choice) for one in (caseload.series, caseload.before))
    return these, (then + [None] * len(these))[: len(these)] if caseload.before else []


def _on_axis(document: Document | None, choice: Choice) -> list[float | None]:
    every, rows = values(document, choice), rows_of(document)
    if choice.measure.is_sum:
        return every
    return scant.drawn(rows, every, [None] * len(every), lambda ends: axis(choice, ends))[0]


def left_out(caseload: Caseload, lang: Lang) -> str:
    """Which periods are not drawn because they are of too few, beside the others."""
    every = values(caseload.series, caseload.choice)
    return scant.left_out(rows_of(caseload.series), every, drawn(caseload)[0], lang)


def axis(choice: Choice, known: Sequence[float]) -> tuple[float, float]:
    """From 0, but of rates, which all lie near the top; days come in halves: at least two of them, so
    that no tick lies between."""
    kind = choice.measure.kind
    low = max(0.0, floor(min(known) - 0.5)) if kind == "rate" and known else 0.0
    return low, max([{"rate": 100.0, "days": 2.0}.get(kind, 1.0), *known])


def lowest(caseload: Caseload) -> float:
    """Where the value axis begins."""
    these, then = drawn(caseload)
    return axis(caseload.choice, [v for v in (*these, *then) if v is not None])[0]
