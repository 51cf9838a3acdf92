"""The questions that an indicator's page asks, and their answers by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from api.answer.answers import Values
from dashboard.asking import time_span, year_before
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import NO_SUCH_CODE, Arguments, Refused, is_code
from dashboard.asking.time_span import Span
from dashboard.pages.indicators.against import against
from dashboard.pages.indicators.choice import (
    Choice,
    Where,
    combinable,
    cuts,
    finest,
    read,
    readable,
    where,
    whole,
)
from dashboard.parts.printed import NOT_COVERED, is_few
from dashboard.words import YearBefore
from data import periods
from data.catalog import INDICATORS, owner
from data.definitions import Indicator, Text
from data.hall import today
from data.rollups.plan import NONE

Row = Mapping[str, Any]
Document = dict[str, Any]
# So many parts of a breakdown have a chart of their own.
MULTIPLES_MOST = 12
_NOTHING: Row = {"value": None, "numerator": None, "denominator": None, "partial": False}


@dataclass
class Found:
    """Answers: the documents whose rows are shown, and what is read off them.

    `whole` is the value of all of the time; `spread` how many are in each part of a distribution, by
    period; `multiples` the largest parts of the breakdown by period. None is what does not apply.
    """

    choice: Choice
    series: Document
    whole: Row
    before: list[Row] = field(default_factory=list)
    against: YearBefore | Text | None = None
    breakdown: Document | None = None
    multiples: Document | None = None
    spread: Document | None = None
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    options: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    # The first day that there is data of, where it lies in the first period.
    begins: date | None = None

    def covered(self, first: date, last: date) -> tuple[date, date]:
        """What of a time there is data of: from its first day, and until today."""
        begin = max(first, self.begins or first)
        return begin, max(begin, min(last, self.choice.span.anchor))

    @property
    def rows(self) -> list[Row]:
        return self.series["data"]

    @property
    def parts(self) -> list[Row]:
        return self.breakdown["data"] if self.breakdown else []

    @property
    def known(self) -> list[Row]:
        return [row for row in self.rows if row["value"] is not None]


def gather(ask: Ask, indicator: Indicator, arguments: Arguments) -> Found:
    """Everything that the page shows. Raises `Refused` for a code that does not exist."""
    meta = ask(Values(indicator.id, grain="total"))["meta"]
    chosen = read(indicator, arguments, time_span.anchor(ask, meta, today()))
    names, options = _codes(ask, chosen)
    series = _values(ask, chosen, chosen.span, chosen.grain)
    if not arguments.get("grain"):
        chosen, series = _printable(ask, chosen, series)
    totals = series["data"] if indicator.of_list else _total(ask, chosen, chosen.span)
    found = Found(chosen, series, totals[0] if totals else _NOTHING, names=names, options=options)
    found.begins = _first_day(ask, chosen, found.rows)
    if chosen.compare:
        found.before = _before(ask, chosen, found.rows)
        found.against = against(
            chosen, lambda span: _total(ask, chosen, span), _begun(ask, indicator)
        )
    if chosen.by:
        found.breakdown = _broken_down(ask, chosen)
        found.multiples = _multiples(ask, chosen, found.breakdown)
    found.spread = _spread(ask, chosen)
    return found


def _values(
    ask: Ask,
    chosen: Choice,
    span: Span,
    grain: str,
    by: tuple[str, ...] = (),
    filters: Where | None = None,
    of: str = "",
) -> Document:
    first, last = (None, None) if chosen.indicator.of_list else (span.first, span.last)
    at = chosen.where if filters is None else filters
    return ask(Values(of or chosen.indicator.id, first, last, grain, by, at))


def _printable(ask: Ask, chosen: Choice, series: Document) -> tuple[Choice, Document]:
    """The first cut, as coarse as need be, of which most periods may be printed; where there is none,
    the usual one."""
    offered = readable(chosen.indicator, chosen.filters, chosen.span)
    for grain in offered[offered.index(chosen.grain) :] if chosen.grain in offered else ():
        coarser = series if grain == chosen.grain else _values(ask, chosen, chosen.span, grain)
        known = [row for row in coarser["data"] if row["value"] is not None]
        over = [row for row in known if not row["partial"]] or known
        few = sum(is_few(row, chosen.indicator) for row in over)
        if few * 2 <= len(over) and (len(known) > 1 or coarser is series):
            return replace(chosen, grain=grain), coarser
    return chosen, series


def _first_day(ask: Ask, chosen: Choice, rows: list[Row]) -> date | None:
    """The first day that there is data of; None where that is not published by the day."""
    covered = [row for row in rows if row["period"] and row.get("reason") != NOT_COVERED]
    if not covered or finest(chosen.indicator) != "day":
        return None
    first, last = periods.of_name(covered[0]["period"])
    if not covered[0]["partial"] or chosen.grain == "day":
        return first
    days = ask(Values(chosen.indicator.id, first, last, "day"))["data"]
    known = [row["period"] for row in days if row.get("reason") != NOT_COVERED]
    return date.fromisoformat(known[0]) if known else first


def _total(ask: Ask, chosen: Choice, span: Span) -> list[Row]:
    return _values(ask, chosen, span, "total")["data"]


def _codes(
    ask: Ask, chosen: Choice
) -> tuple[dict[str, dict[str, str]], dict[str, list[tuple[str, str]]]]:
    """Per dimension the names of all codes, and those that occur, to choose from."""
    names: dict[str, dict[str, str]] = {}
    options: dict[str, list[tuple[str, str]]] = {}
    for name in chosen.indicator.dimensions:
        rows = ask(Values(chosen.indicator.id, grain="total", by=(name,)))["data"]
        names[name] = {row[name]: row[f"{name}_label"] for row in rows}
        picked = chosen.filters.get(name)
        if picked and picked not in names[name]:
            raise Refused(name, NO_SUCH_CODE, names[name])
        options[name] = [
            (row[name], row[f"{name}_label"])
            for row in rows
            if (occurs(row) and is_code(row[name])) or row[name] == picked
        ]
    return names, options


def occurs(row: Row) -> bool:
    """Whether a part has anything to show: a count of 0 says nothing, a rate of 0 does."""
    return row["value"] is not None and bool(row["value"] or row.get("denominator"))


# --- by period ------------------------------------------------------------------------------------


def _before(ask: Ask, chosen: Choice, rows: list[Row]) -> list[Row]:
    """For each period the one a year before it; days of unlike kinds have none."""
    long = chosen.grain in ("month", "quarter", "year")
    then = year_before.drawn(chosen.span, "month" if long else chosen.grain)
    if then is None:
        return []
    floor = finest(chosen.indicator, chosen.filters)
    answer = _values(ask, chosen, whole(then, floor), chosen.grain)["data"]
    if chosen.grain != "day":
        return [*answer, *[_NOTHING] * len(rows)][: len(rows)]
    by_day = {row["period"]: row for row in answer}
    return [by_day.get(_like(row["period"]), _NOTHING) for row in rows]


def _like(day: str) -> str:
    before = year_before.same_day(date.fromisoformat(day))
    return "" if isinstance(before, Text) else before.isoformat()


def _begun(ask: Ask, indicator: Indicator) -> Row | None:
    """The first period that there is data of."""
    rows = ask(Values(indicator.id, grain=owner(indicator).usual_grain))["data"]
    return rows[0] if rows else None


def _broken_down(ask: Ask, chosen: Choice) -> Document:
    by = chosen.by
    span = chosen.span_by(by)
    return _values(ask, chosen, span, "total", (by,), where(chosen.beside(by)))


def _multiples(ask: Ask, chosen: Choice, breakdown: Document) -> Document | None:
    """The largest parts by period; none where there are no periods, or nothing to compare."""
    by, indicator = chosen.by, chosen.indicator
    if indicator.of_list or owner(indicator).dimension(by).hall_wide:
        return None
    parts = [row for row in breakdown["data"] if occurs(row) and row[by] != NONE]
    largest = sorted(parts, key=lambda row: -(row["denominator"] or row["value"] or 0))
    codes = tuple(row[by] for row in parts if row in largest[:MULTIPLES_MOST])
    offered = cuts(indicator, (*chosen.beside(by), by))
    grain = chosen.grain if chosen.grain in offered else offered[0]
    if len(codes) < 2:
        return None
    at = (*where(chosen.beside(by)), (by, codes))
    document = _values(ask, chosen, chosen.span_by(by), grain, (by,), at)
    return document if len({row["period"] for row in document["data"]}) > 1 else None


def _spread(ask: Ask, chosen: Choice) -> Document | None:
    """How the values of a quantile are spread, where sums of that are kept beside the filters."""
    if chosen.indicator.distribution is None:
        return None
    count, dimension = chosen.indicator.distribution
    of, names = INDICATORS[count], {*chosen.filters, dimension}
    if not combinable(of, names) or not set(chosen.filters) <= set(of.dimensions):
        return None
    return _values(ask, chosen, chosen.span, chosen.grain, (dimension,), of=count)
