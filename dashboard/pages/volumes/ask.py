"""The questions that /volumes asks, and their answers by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from api.answer.answers import Values
from dashboard.asking.ask import Ask
from dashboard.asking.first_record import begun
from dashboard.asking.parameters import NO_SUCH_CODE, Refused
from dashboard.asking.time_span import Span
from dashboard.pages.volumes.choice import (
    DIMENSIONS,
    MEASURES,
    Choice,
    Measure,
    combinable,
    where,
)
from dashboard.pages.volumes.compare import aligned, compared
from dashboard.parts.drawings import year
from dashboard.words import YearBefore
from data.definitions import Text
from data.hall import now

Cell = dict[str, Any]
Document = dict[str, Any]
COMPLETED = "cases-completed"


@dataclass
class Caseload:
    """Answers: the documents whose rows are shown, and what is read off them."""

    choice: Choice
    series: Document
    before: Document | None
    ranking: Document
    used: Document | None
    # A year of days that ends with the newest, and twelve months by district, of the whole hall.
    year: Document
    districts: Document
    totals: dict[str, Cell | None] = field(default_factory=dict)
    # Against the year before, or why there is no comparison.
    against: YearBefore | Text | None = None
    # Of how long cases took: by period and part the number; None where that is not asked or kept.
    spread: Document | None = None
    # The time as it is named: it begins with the records where nothing else was asked for.
    named: Span | None = None
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    options: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    @property
    def compared(self) -> YearBefore | Text | None:
        """The comparison where the reader asked for one."""
        return self.against if self.choice.compare else None

    @property
    def yearly(self) -> Measure:
        """What the year is drawn of: a count; where the page shows no count, what was completed."""
        return counted(self.choice.measure)

    @property
    def total(self) -> Cell | None:
        return self.totals.get(self.choice.measure.id)


def counted(measure: Measure) -> Measure:
    return measure if measure.kind == "count" else MEASURES["completed"]


def _values(
    indicator: str, span: Span, grain: str, by: tuple[str, ...], filters: dict[str, str]
) -> Values:
    return Values(indicator, span.first, span.last, grain, by, where(filters))


def total(ask: Ask, measure: Measure, span: Span, filters: dict[str, str]) -> Cell | None:
    """A measure over the whole time, or None where it cannot be limited like this."""
    if not combinable(measure, frozenset(filters)):
        return None
    rows = ask(_values(measure.indicator, span, "total", (), filters))["data"]
    return rows[0] if rows else {"value": None, "numerator": None, "denominator": None}


def gather(ask: Ask, choice: Choice) -> Caseload:
    """Everything that the page shows. Raises `Refused` for a code that does not exist."""
    options, names = codes(ask, choice)
    measure, span = choice.measure, choice.span
    cut = ("day", ("hour",)) if choice.hourly else (choice.grain, ())
    before = choice.before
    series = ask(_values(measure.indicator, span, *cut, choice.filters))
    beside_it = ask(_values(measure.indicator, before, *cut, choice.filters)) if before else None
    if beside_it and choice.grain == "day" and not choice.hourly:
        beside_it = aligned(series, beside_it)
    beside = {name: choice.filters[name] for name in choice.beside(choice.by)}
    completed = MEASURES["completed"]
    bucketed = _with_buckets(frozenset(choice.filters))
    caseload = Caseload(
        choice,
        series,
        beside_it,
        ask(_values(measure.indicator, span, "total", (choice.by,), beside)),
        ask(_values(completed.indicator, span, "total", ("used_bucket",), choice.filters))
        if bucketed
        else None,
        ask(_values(counted(measure).indicator, _year(span), "day", (), choice.filters)),
        ask(_values(counted(measure).indicator, _twelve_months(span), "month", ("district",), {})),
    )
    caseload.totals = {id: total(ask, one, span, choice.filters) for id, one in MEASURES.items()}
    if bucketed and measure.kind == "days":
        bucket = ("used_bucket",)
        caseload.spread = ask(
            _values(completed.indicator, span, choice.grain, bucket, choice.filters)
        )
    caseload.against = compared(
        ask,
        choice,
        now(),
        lambda part: total(ask, measure, part, choice.filters),
        lambda day: ask(_values(measure.indicator, day, "day", ("hour",), {})),
    )
    caseload.names, caseload.options = names, options
    caseload.named = begun(ask, span, "cases", "accepted_on")
    return caseload


def _year(span: Span) -> Span:
    return Span(year.first(span.anchor), span.anchor, span.anchor, None)


def _twelve_months(span: Span) -> Span:
    """The month of the newest day and the eleven before it."""
    last = span.anchor
    month = last.year * 12 + last.month - 12
    return Span(date(month // 12, month % 12 + 1, 1), last, last, None)


def _with_buckets(names: frozenset[str]) -> bool:
    return combinable(MEASURES["completed"], names | {"used_bucket"})


def codes(ask: Ask, choice: Choice) -> tuple[Any, dict[str, dict[str, str]]]:
    """Per dimension the codes that occur, with their names; items and windows of the department."""
    options: dict[str, list[tuple[str, str]]] = {}
    names: dict[str, dict[str, str]] = {}
    department = choice.filters.get("department")
    for name in DIMENSIONS:
        inside = {"department": department} if department and name != "department" else {}
        rows = ask(Values("cases-accepted", None, None, "total", (name,), where(inside)))["data"]
        names[name] = {row[name]: row[f"{name}_label"] for row in rows}
        chosen = choice.filters.get(name)
        if chosen and chosen not in names[name]:
            raise Refused(name, NO_SUCH_CODE, names[name])
        options[name] = [
            (row[name], row[f"{name}_label"]) for row in rows if row["value"] or row[name] == chosen
        ]
    return options, names


def newest() -> Values:
    """A cheap question: its answer says how new the data is."""
    return Values(COMPLETED, None, None, "total")
