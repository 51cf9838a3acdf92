"""What each kind of measure finds: values by period and code, from sums of additive parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from data.catalog import OWNERS
from data.definitions import Indicator, Quantile, Quotient, Stock, Unused
from data.measures.unused import months_before, unmet_codes
from data.periods import ONE_DAY, Period, periods
from data.questions import Values
from data.rollups.coverage import Coverage
from data.rollups.plan import Part
from data.rollups.sums import counts, part_of, sums
from data.store.tables import day_number

NO_DATA, TOO_SHORT = "no-data", "history-too-short"
Number = int | float
Codes = tuple[str, ...]
# Value, numerator, denominator, and the reason for which a value is missing.
Cell = tuple[Number | None, Number | None, Number | None, str | None]
_NOTHING: Cell = (None, None, None, NO_DATA)


@dataclass
class Question:
    """A query with all that its answer depends on."""

    connection: Connection
    query: Values
    indicator: Indicator
    today: date
    span: Coverage
    known: Coverage

    @property
    def grain(self) -> str:
        return self.query.grain

    @property
    def end(self) -> date:
        """The last day that the last period is about; the total without `to` goes on until today.

        Dues go on falling after the newest event, so this is later than what the data covers.
        """
        if self.query.to:
            return self.query.to
        if self.grain == "total":
            return max(self.span.last, self.today)
        (period,) = periods(self.span.last, self.span.last, self.grain)
        return period.last

    @property
    def last_counted(self) -> date:
        """The last day whose rows count: an indicator over settled rows leaves today out."""
        return min(self.end, self.today - ONE_DAY) if self.indicator.settled else self.end

    def start(self, period: Period) -> int:
        """How sums name a period: the number of its first day, 0 for the total."""
        return 0 if self.grain == "total" else day_number(period.first)

    def sums(self, wanted: list[Part], first: int, last: int, grain: str) -> list[tuple]:
        return sums(self.connection, wanted, first, last, grain, self.query.by, self.query.where)

    def counted(self, indicator: str, *names: str) -> list[tuple]:
        """The sums of an indicator's parts over the time that counts, period by period."""
        dataset = OWNERS[indicator].id
        wanted = [p for n in names if (p := part_of(dataset, indicator, n))]
        first, last = day_number(self.span.first), day_number(self.last_counted)
        return self.sums(wanted, first, last, self.grain)


@dataclass(frozen=True)
class Found:
    """The cells of a period, one for each of the codes given; and the codes that occur.

    `cells` must be asked period by period, in order: a stock runs on.
    """

    cells: Callable[[Period, list[Codes]], list[Cell]]
    codes: set[Codes]


# Period's start → codes → what was summed.
Sums = dict[int, dict[Codes, tuple[Number, ...]]]


def by_period(rows: Iterable[tuple], width: int) -> Sums:
    """Rows `(period, code …, sum …)` with `width` codes."""
    found: Sums = {}
    for row in rows:
        at = found.get(row[0])
        if at is None:
            at = found[row[0]] = {}
        at[row[1 : 1 + width]] = row[1 + width :]
    return found


def codes_of(found: Sums) -> set[Codes]:
    return set().union(*found.values()) if found else set()


def ratio(question: Question) -> Found:
    """Counts, shares and ratios of sums."""
    indicator, width = question.indicator, len(question.query.by)
    if indicator.is_count:
        return _counts_by_one(question) if width == 1 else _counts(question)
    found = by_period(question.counted(indicator.id, "numerator", "denominator"), width)

    def cells(period: Period, codes: list[Codes]) -> list[Cell]:
        get, none = found.get(question.start(period), {}).get, (0, 0)
        return [divided(*get(code, none)) for code in codes]

    return Found(cells, codes_of(found))


def _counts(question: Question) -> Found:
    found = by_period(question.counted(question.indicator.id, "value"), len(question.query.by))

    def cells(period: Period, codes: list[Codes]) -> list[Cell]:
        get, none = found.get(question.start(period), {}).get, (0,)
        return [(get(code, none)[0], None, None, None) for code in codes]

    return Found(cells, codes_of(found))


def _counts_by_one(question: Question) -> Found:
    """The counts most often asked for, those of one dimension, without a detour over rows."""
    part = part_of(OWNERS[question.indicator.id].id, question.indicator.id, "value")
    assert part
    first, last = day_number(question.span.first), day_number(question.last_counted)
    (by,), where = question.query.by, question.query.where
    found = counts(question.connection, part, first, last, question.grain, by, where)

    def cells(period: Period, codes: list[Codes]) -> list[Cell]:
        get = found.get(question.start(period), {}).get
        return [(get(code, 0), None, None, None) for (code,) in codes]

    return Found(cells, {(code,) for at in found.values() for code in at})


def divided(numerator: Number, denominator: Number) -> Cell:
    if not denominator:
        return (None, numerator, denominator, NO_DATA)
    return (numerator / denominator, numerator, denominator, None)


def _quantile(question: Question) -> Found:
    measure, width = question.indicator.measure, len(question.query.by)
    assert isinstance(measure, Quantile)
    histograms: dict[int, dict[Codes, dict[Number, int]]] = {}
    for row in question.counted(question.indicator.id, "value"):
        histogram = histograms.setdefault(row[0], {}).setdefault(row[1 : 1 + width], {})
        histogram[row[1 + width]] = histogram.get(row[1 + width], 0) + row[2 + width]

    def cell(histogram: dict[Number, int] | None) -> Cell:
        if not histogram:
            return _NOTHING
        # numerator stays empty: a quantile is no ratio; the denominator says over how many.
        return (quantile(histogram, measure.q), None, sum(histogram.values()), None)

    def cells(period: Period, codes: list[Codes]) -> list[Cell]:
        get = histograms.get(question.start(period), {}).get
        return [cell(get(code)) for code in codes]

    return Found(cells, {codes for found in histograms.values() for codes in found})


def quantile(histogram: dict[Number, int], q: float) -> Number:
    """The smallest value v with at least q·N of N observations ≤ v (Hyndman & Fan 1996, type 1)."""
    total, seen = sum(histogram.values()), 0
    for value in sorted(histogram):
        seen += histogram[value]
        if seen >= q * total:
            return value
    raise ValueError("an empty histogram has no quantile")


def _stock(question: Question) -> Found:
    """Running Σ inflow − Σ outflow up to a period's end, or up to today in the current one."""
    dataset, id = OWNERS[question.indicator.id].id, question.indicator.id
    width = len(question.query.by)
    first, last = day_number(question.span.first), day_number(min(question.end, question.today))
    levels: dict[Codes, Number] = {}
    changes: dict[int, dict[Codes, Number]] = {}
    for name, sign in (("inflow", 1), ("outflow", -1)):
        part = part_of(dataset, id, name)
        assert part
        for row in question.sums([part], 0, first - 1, "total"):
            codes = row[1 : 1 + width]
            levels[codes] = levels.get(codes, 0) + sign * row[-1]
        for row in question.sums([part], first, last, question.grain):
            at, codes = changes.setdefault(row[0], {}), row[1 : 1 + width]
            at[codes] = at.get(codes, 0) + sign * row[-1]

    def cells(period: Period, codes: list[Codes]) -> list[Cell]:
        for code, change in changes.get(question.start(period), {}).items():
            levels[code] = levels.get(code, 0) + change
        return [(levels.get(code, 0), None, None, None) for code in codes]

    met = set(levels).union(*changes.values())
    return Found(cells, met)


def _quotient(question: Question) -> Found:
    """One count over another; each with its own date and dataset, the same dimensions."""
    measure, width = question.indicator.measure, len(question.query.by)
    assert isinstance(measure, Quotient)
    sides = [
        by_period(question.counted(id, "value"), width)
        for id in (measure.numerator, measure.denominator)
    ]

    def cells(period: Period, codes: list[Codes]) -> list[Cell]:
        over, under = (side.get(question.start(period), {}) for side in sides)
        none = (0,)
        return [divided(over.get(code, none)[0], under.get(code, none)[0]) for code in codes]

    return Found(cells, codes_of(sides[0]) | codes_of(sides[1]))


def _unused(question: Question) -> Found:
    """Members of the list that were not met in the months before the end of each period."""
    measure = question.indicator.measure
    assert isinstance(measure, Unused)

    def cells(period: Period, codes: list[Codes]) -> list[Cell]:
        end = min(period.last, question.span.last, question.known.last)
        if months_before(end, measure.months) < question.known.first:
            return [(None, None, None, TOO_SHORT) for _ in codes]
        unmet = len(unmet_codes(question.connection, measure, end))
        return [(unmet, None, None, None) for _ in codes]

    return Found(cells, {()})


_MEASURES: dict[type, Callable[[Question], Found]] = {
    Quantile: _quantile, Stock: _stock, Quotient: _quotient, Unused: _unused,
}  # fmt: skip


def found_by(question: Question) -> Found:
    """What the question's kind of measure finds."""
    return _MEASURES.get(type(question.indicator.measure), ratio)(question)
