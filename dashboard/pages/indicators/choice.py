"""What an indicator's page can be asked for, and what of it goes together. No answers here.

All of it follows from the catalogue, so that a new indicator has its page with its definition.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from dashboard.asking import time_span
from dashboard.asking.parameters import Arguments, Parameter, Refused, choice, code
from dashboard.asking.time_span import PRESETS, Span
from data.answers.whole_periods import widened
from data.catalog import owner
from data.definitions import GRAINS, Dimension, Grain, Indicator, Text, not_finer

CUTS: dict[str, Text] = {
    **time_span.GRAINS,
    "quarter": Text("按季", "By quarter"),
    "year": Text("按年", "By year"),
}
# The shortest period that a preset holds whole.
_FINE = {"today": "day", "7d": "day", "30d": "day", "90d": "day", "month": "month"}
DEFAULT = "all"
FILTERS_MOST = 2
TOO_MANY = Text("最多同时按两项条件查看", "two conditions at most together")
APART = Text("不能与其他条件同时使用", "cannot be combined with other conditions")
Where = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Choice:
    """A view of an indicator as it was asked for.

    `span` lies in whole periods of what can be asked for with these `filters`. `by` is "" where
    there is nothing to break down by.
    """

    indicator: Indicator
    span: Span
    grain: Grain
    filters: dict[str, str]
    by: str = ""
    compare: bool = False

    @property
    def where(self) -> Where:
        return where(self.filters)

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """The dimensions it can be broken down by; a filter on the same one is set aside."""
        return tuple(
            name
            for name in self.indicator.dimensions
            if combinable(self.indicator, {*self.beside(name), name})
        )

    def beside(self, dimension: str) -> dict[str, str]:
        return {name: code for name, code in self.filters.items() if name != dimension}

    def span_by(self, dimension: str) -> Span:
        """The time of a breakdown, in whole periods of what that is published for."""
        return whole(self.span, finest(self.indicator, (*self.beside(dimension), dimension)))


def where(filters: dict[str, str]) -> Where:
    """Filters as a question has them."""
    return tuple(sorted((name, (code,)) for name, code in filters.items()))


def finest(indicator: Indicator, names: Iterable[str] = ()) -> Grain:
    """The shortest period that numbers are published for by these dimensions."""
    dataset = owner(indicator)
    grains = {dataset.grains[0], *(dataset.dimension(name).grain for name in names)}
    return next(grain for grain in reversed(GRAINS) if grain in grains)


def cuts(indicator: Indicator, names: Iterable[str] = ()) -> tuple[Grain, ...]:
    """How finely a time can be cut."""
    return tuple(grain for grain in not_finer(finest(indicator, names)) if grain in CUTS)


def whole(span: Span, grain: Grain) -> Span:
    """The whole periods that a time lies in."""
    first, last = widened(span.first, span.last, grain)
    return replace(span, first=first, last=last or span.last)


def combinable(indicator: Indicator, names: set[str]) -> bool:
    """Whether an indicator is published by all of these dimensions at once."""
    if len(names) < 2:
        return True
    dataset = owner(indicator)
    alone = dataset.control is not None or any(dataset.dimension(n).hall_wide for n in names)
    return len(names) <= FILTERS_MOST and not alone


def presets(indicator: Indicator) -> dict[str, Text]:
    """The times by name that are not shorter than what it is published for."""
    shortest = GRAINS.index(finest(indicator))
    return {
        id: title
        for id, title in PRESETS.items()
        if GRAINS.index(_FINE.get(id, "year")) >= shortest
    }


def dimensions(indicator: Indicator) -> tuple[Dimension, ...]:
    return tuple(owner(indicator).dimension(name) for name in indicator.dimensions)


def parameters_of(indicator: Indicator) -> tuple[Parameter, ...]:
    """The parameters of an indicator's page."""
    of_time: tuple[Parameter, ...] = ()
    if not indicator.of_list:
        of_time = (
            choice("period", presets(indicator), DEFAULT),
            *(one for one in time_span.parameters() if one.name in ("from", "to")),
            choice("grain", {grain: CUTS[grain] for grain in cuts(indicator)}),
            choice("compare", {"year": Text("去年同期", "Year before")}),
        )
    titles = {one.id: one.title for one in dimensions(indicator)}
    by = (choice("by", titles),) if titles else ()
    return (*of_time, *(code(name) for name in titles), *by)


def read(indicator: Indicator, arguments: Arguments, on: date) -> Choice:
    """The choice that an address makes, seen from the day `on`; raises `Refused`."""
    filters = {name: arguments[name] for name in indicator.dimensions if arguments[name]}
    if len(filters) > FILTERS_MOST:
        raise Refused(list(filters)[-1], TOO_MANY)
    if not combinable(indicator, set(filters)):
        raise Refused(list(filters)[-1], APART)
    if indicator.of_list:
        chosen = Choice(indicator, Span(None, on, on, None), "total", filters)
    else:
        span = whole(time_span.span(arguments, on), finest(indicator, filters))
        compare = bool(arguments["compare"]) and span.first is not None
        grain = _grain(arguments["grain"], readable(indicator, filters, span), span)
        chosen = Choice(indicator, span, grain, filters, compare=compare)
    return replace(chosen, by=_by(chosen, arguments["by"] if indicator.dimensions else ""))


def readable(indicator: Indicator, filters: Iterable[str], span: Span) -> tuple[Grain, ...]:
    """The cuts of a time that leave a chart that can be read."""
    fine = time_span.grains(span)
    offered = cuts(indicator, filters)
    return tuple(grain for grain in offered if grain not in ("day", "week") or grain in fine)


def _grain(wanted: str, offered: tuple[Grain, ...], span: Span) -> Grain:
    """The cut asked for; else days of a quarter, weeks of a year, months, or what there is."""
    days = span.days or 10_000
    usual: Grain = "day" if days <= 92 else "week" if days <= 400 else "month"
    coarse: tuple[Grain, ...] = tuple(grain for grain in offered if grain in not_finer(usual))
    for grain in offered:
        if wanted == grain:
            return grain
    return (coarse or offered)[0]


def _by(chosen: Choice, wanted: str) -> str:
    """The breakdown asked for; else one of which sums are kept beside the filters."""
    offered = chosen.breakdowns
    if wanted in offered:
        return wanted
    pairs = {frozenset(pair) for pair in owner(chosen.indicator).pairs}
    free = [name for name in offered if name not in chosen.filters]
    kept = [name for name in free if {*chosen.filters, name} in pairs or not chosen.filters]
    return next(iter([*kept, *chosen.filters, *offered]), "")
