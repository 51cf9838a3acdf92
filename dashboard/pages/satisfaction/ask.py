"""What /satisfaction asks, and what it can be asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from api.answer.answers import Values
from dashboard.asking import time_span
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import NO_SUCH_CODE, Arguments, Refused, choice, code
from dashboard.asking.time_span import Span
from dashboard.words import Lang
from data.catalog import DATASETS
from data.definitions import Text
from data.periods import ONE_DAY, next_start

Document = dict[str, Any]
PATH = "satisfaction"
BREAKDOWNS = {
    name: DATASETS["evaluations"].dimension(name).title for name in ("department", "window")
}
DEFAULT = "90d"
PARAMETERS = (*time_span.parameters(DEFAULT), code("department"), choice("by", BREAKDOWNS))
# Shown as numbers over the whole time.
TOTALS = (
    "ratings", "default-ratings", "good-rating-rate", "satisfied-rating-rate", "mean-score", "bad-ratings",
    "bad-ratings-rectified", "bad-ratings-pending", "rectification-rate",
    "call-back-rate", "active-rating-rate",
)  # fmt: skip
NOTHING = {"value": None, "numerator": None, "denominator": None}


@dataclass(frozen=True)
class Ratings:
    """The documents whose rows the page shows; `named`: the time with its first day, in words.

    Of one department, as by department or window, ratings are published by the month: the time is
    then that of the whole months in which the one asked for lies, `months` of those compared.
    """

    span: Span
    named: Span
    months: Span
    grain: str
    grains: tuple[str, ...]
    department: str
    by: str
    departments: list[tuple[str, str]]
    totals: dict[str, Document]
    levels: Document
    series: Document
    rates: Document
    compared: Document

    def when(self, lang: Lang) -> str:
        """What all numbers of the page are of: the department chosen, and the time."""
        return self._of(self.named, self.department, lang)

    def when_compared(self, lang: Lang) -> str:
        """What those compared, and their overall rate, are of: whole months, and of departments all."""
        return self._of(self.months, self.department if self.by != "department" else "", lang)

    def _of(self, span: Span, department: str, lang: Lang) -> str:
        dates = time_span.dates(span, lang)
        if not department:
            return dates
        name = dict(self.departments).get(department, department)
        return f"{name}{Text('，', ', ')[lang]}{dates}"

    def cell(self, indicator: str) -> dict[str, Any]:
        rows = self.totals[indicator]["data"]
        return rows[0] if rows else NOTHING


def gather(ask: Ask, arguments: Arguments, span: Span) -> Ratings:
    """Everything the page shows; raises `Refused` for a department that does not exist."""
    department = arguments["department"]
    every = ask(Values("ratings", None, None, "total", ("department",)))["data"]
    known = {row["department"]: row["department_label"] for row in every}
    if department and department not in known:
        raise Refused("department", NO_SUCH_CODE, known)
    where = (("department", (department,)),) if department else ()
    by = arguments["by"] or ("window" if department else "department")
    begin, end = time_span.whole_months(span)
    first, last = (begin, end) if department else (span.first, span.last)
    grain = "month" if department else time_span.grain(arguments, span, daily=31)
    grains = ("month",) if department else time_span.grains(span)
    beside = where if by != "department" else ()
    named = _begun(ask, span)
    months = replace(
        named, first=_begun(ask, replace(span, first=begin)).first, last=min(end, span.anchor)
    )
    return Ratings(
        span,
        months if department else named,
        months,
        grain,
        grains,
        department,
        by,
        [(r["department"], r["department_label"]) for r in every if r["value"]],
        {id: ask(Values(id, first, last, "total", (), where)) for id in TOTALS},
        ask(Values("ratings", first, last, "total", ("score",), where)),
        ask(Values("ratings", first, last, grain, ("score",), where)),
        ask(Values("good-rating-rate", first, last, grain, (), where)),
        ask(Values("good-rating-rate", begin, end, "total", (by,), beside)),
    )


def _begun(ask: Ask, span: Span) -> Span:
    """The time with its first day: where it has no beginning, that of the first rating."""
    if span.first is not None:
        return span
    months = ask(Values("ratings", None, span.last, "month"))["data"]
    if not months:
        return span
    first = date.fromisoformat(f"{months[0]['period']}-01")
    last = next_start(first, "month") - ONE_DAY
    days = [
        row["period"]
        for id in ("ratings", "default-ratings")
        for row in ask(Values(id, first, last, "day"))["data"]
        if row["value"]
    ]
    return replace(span, first=date.fromisoformat(min(days)) if days else first)


def over(place: Place) -> dict[str, str]:
    """What the page's numbers are over, as the pages of their indicators take it."""
    asked = {name: text for name, text in place.query if name in _OVER and text}
    return asked if {"period", "from", "to"} & set(asked) else {"period": DEFAULT} | asked


_OVER = ("period", "from", "to", "department")
