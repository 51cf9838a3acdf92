"""What /satisfaction asks, and what it can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from api.answer.answers import Values
from dashboard.asking import time_span
from dashboard.asking.ask import Ask
from dashboard.asking.first_record import begun
from dashboard.asking.parameters import NO_SUCH_CODE, Arguments, Refused, choice, code
from dashboard.asking.time_span import Span
from dashboard.words import Lang
from data.definitions import Text

Document = dict[str, Any]
PATH = "satisfaction"
BREAKDOWNS = ("department", "window")
PARAMETERS = (*time_span.parameters("90d"), code("department"), choice("by", BREAKDOWNS))
# Shown as numbers over the whole time.
TOTALS = (
    "ratings", "default-ratings", "good-rating-rate", "satisfied-rating-rate", "mean-score", "bad-ratings",
    "bad-ratings-verified", "bad-ratings-upheld", "bad-ratings-rectified", "rectification-rate",
    "call-back-rate",
)  # fmt: skip
NOTHING = {"value": None, "numerator": None, "denominator": None}


@dataclass(frozen=True)
class Ratings:
    """The documents whose rows the page shows; `named`: the time with its first day, in words."""

    span: Span
    named: Span
    grain: str
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
        names = dict(self.departments)
        dates = time_span.dates(self.named, lang)
        if not self.department:
            return dates
        name = names.get(self.department, self.department)
        return f"{name}{Text('，', ', ')[lang]}{dates}"

    def cell(self, indicator: str) -> dict[str, Any]:
        rows = self.totals[indicator]["data"]
        return rows[0] if rows else NOTHING


def gather(ask: Ask, arguments: Arguments, span: Span) -> Ratings:
    """Everything the page shows; raises `Refused` for a department that does not exist."""
    grain, department = time_span.grain(arguments, span, daily=31), arguments["department"]
    every = ask(Values("ratings", None, None, "total", ("department",)))["data"]
    known = [row["department"] for row in every]
    if department and department not in known:
        raise Refused("department", NO_SUCH_CODE, known)
    where = (("department", (department,)),) if department else ()
    by = arguments["by"] or ("window" if department else "department")
    first, last = span.first, span.last
    beside = where if by != "department" else ()
    return Ratings(
        span,
        begun(ask, span, "evaluations", "rated_on"),
        grain,
        department,
        by,
        [(r["department"], r["department_label"]) for r in every if r["value"]],
        {id: ask(Values(id, first, last, "total", (), where)) for id in TOTALS},
        ask(Values("ratings", first, last, "total", ("score",), where)),
        ask(Values("ratings", first, last, grain, ("score",), where)),
        ask(Values("good-rating-rate", first, last, grain, (), where)),
        ask(Values("good-rating-rate", first, last, "total", (by,), beside)),
    )
