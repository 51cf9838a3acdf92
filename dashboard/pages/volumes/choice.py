"""What /volumes can be asked for, and what of it goes together. No answers here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dashboard.asking import time_span, year_before
from dashboard.asking.parameters import Arguments, Parameter, Refused, choice, code
from dashboard.asking.time_span import Span
from dashboard.words import CASES, PER_CENT
from data.catalog import DATASETS, INDICATORS
from data.definitions import Text
from data.measures import Quantile

PATH = "volumes"
DIMENSIONS = ("department", "item", "channel", "window", "item_kind")
TITLES = {name: DATASETS["cases"].dimension(name).title for name in DIMENSIONS}
Kind = Literal["count", "stock", "rate", "days"]
Where = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Measure:
    """One of the numbers of the page. `dated`: the date by which its records fall into a period."""

    id: str
    indicator: str
    title: Text
    kind: Kind
    dated: str | None = None

    @property
    def unit(self) -> Text:
        units = {"rate": PER_CENT, "days": Text("工作日", "working days")}
        return units.get(self.kind, Text(CASES.zh, CASES.many))

    @property
    def noun(self) -> Text:
        """What a number of it is, after its unit: 件办结 · %按时办结 · （用时中位数）."""
        if self.is_sum:
            return Text(self.title.zh, f" {self.title.en.lower()}")
        return _NOUNS[self.id]

    @property
    def past_limit(self) -> bool:
        """Whether it counts what is past its limit, which is drawn in the colour of that."""
        return INDICATORS[self.indicator].past_limit

    @property
    def is_sum(self) -> bool:
        """Whether the parts add up to the whole."""
        return self.kind in ("count", "stock")


_NOUNS = {
    "on-time": Text("按时办结", " on time"),
    "median": Text("（用时中位数）", " (median time)"),
    "p90": Text("（九成办件用时不超过）", " (9 in 10 took no longer)"),
}
MEASURES = {
    measure.id: measure
    for measure in (
        Measure("completed", "cases-completed", Text("办结", "Completed"), "count", "completed_on"),
        Measure("accepted", "cases-accepted", Text("受理", "Accepted"), "count", "accepted_on"),
        Measure("in-progress", "cases-in-progress", Text("在办", "In progress"), "stock"),
        Measure("overdue", "cases-overdue", Text("超期在办", "Overdue"), "stock"),
        Measure("on-time", "on-time-rate", Text("按时办结率", "On time"), "rate", "completed_on"),
        Measure(
            "median",
            "handling-days-median",
            Text("用时中位数", "Median time"),
            "days",
            "completed_on",
        ),
        Measure(
            "p90",
            "handling-days-p90",
            Text("九成用时不超过", "9 in 10 within"),
            "days",
            "completed_on",
        ),
    )
}

PARAMETERS: tuple[Parameter, ...] = (
    choice("measure", {id: one.title for id, one in MEASURES.items()}, "completed"),
    *time_span.parameters(),
    *(code(name) for name in DIMENSIONS),
    choice("by", TITLES),
    choice("compare", {"year": Text("与去年同期比较", "Beside the year before")}),
)


def combinable(measure: Measure, names: frozenset[str]) -> bool:
    """Whether a measure can be asked for by, or limited to, all of these at once.

    One dimension always; two where the catalogue declares the pair, so that sums of it are kept.
    """
    if not names <= _dimensions(measure):
        return False
    if len(names) < 2:
        return True
    pairs = {frozenset(pair) for pair in DATASETS["cases"].pairs}
    return names in pairs and not isinstance(INDICATORS[measure.indicator].measure, Quantile)


def _dimensions(measure: Measure) -> frozenset[str]:
    return frozenset(INDICATORS[measure.indicator].dimensions)


def why_not(measure: Measure, names: frozenset[str]) -> Text:
    """Why a measure cannot be limited by these, in a word or two."""
    lacking = [name for name in DIMENSIONS if name in names - _dimensions(measure)]
    if lacking:
        title = TITLES[lacking[0]]
        return Text(f"不按{title.zh}统计", f"not counted by {title.en.lower()}")
    if isinstance(INDICATORS[measure.indicator].measure, Quantile):
        return Text("只能按一项条件看", "by one condition only")
    return Text("不能同时按这些条件看", "not by these conditions together")


@dataclass(frozen=True)
class Choice:
    """A view as it was asked for: measure, time, cut, filters, breakdown, comparison."""

    measure: Measure
    span: Span
    grain: str
    filters: dict[str, str]
    by: str
    compare: bool

    @property
    def where(self) -> Where:
        return where(self.filters)

    @property
    def before(self) -> Span | None:
        """The time that is drawn beside, where that is asked for."""
        return year_before.drawn(self.span, self.grain) if self.compare else None

    @property
    def hourly(self) -> bool:
        """One day of the hall as a whole is shown by the hour."""
        one = self.span.first == self.span.last
        return one and not self.filters and self.measure.kind == "count"

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """What the measure can be broken down by beside these filters.

        A filter on the dimension itself is set aside: its code is marked among the others.
        """
        return tuple(d for d in DIMENSIONS if combinable(self.measure, self.beside(d) | {d}))

    def beside(self, dimension: str) -> frozenset[str]:
        return frozenset(self.filters) - {dimension}


def where(filters: dict[str, str]) -> Where:
    """Filters as a question has them."""
    return tuple(sorted((name, (value,)) for name, value in filters.items()))


def read(arguments: Arguments, on: date) -> Choice:
    """The choice that an address makes, seen from the day `on`; raises `Refused`."""
    measure = MEASURES[arguments["measure"]]
    filters = {name: arguments[name] for name in DIMENSIONS if arguments[name]}
    if not combinable(measure, frozenset(filters)):
        several = len(filters) > 1
        raise Refused(
            list(filters)[-1],
            Text("不能与其他条件同时使用", "cannot be combined with the other conditions")
            if several
            else Text("不适用于这个指标", "does not apply to this measure"),
        )
    span = time_span.span(arguments, on)
    # How long cases took is a distribution, and that of a day has too few.
    grain = time_span.grain(arguments, span, daily=20 if measure.kind == "days" else 92)
    chosen = Choice(measure, span, grain, filters, "", bool(arguments["compare"]))
    free = [d for d in chosen.breakdowns if d not in filters]
    fallback = (*free, *chosen.breakdowns, "department")[0]
    by = arguments["by"] if arguments["by"] in chosen.breakdowns else fallback
    return Choice(measure, span, chosen.grain, filters, by, chosen.compare)
