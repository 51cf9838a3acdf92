"""The time a page is about: presets and dates of the reader's own, and how finely to cut it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from api.answer.answers import Live
from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments, Parameter, choice, day
from dashboard.words import Lang
from data.definitions import Text
from data.hall import hall
from data.periods import ONE_DAY, next_start, period_start
from data.rules.weekdays import KINDS
from data.rules.workdays import Calendar, CalendarNotLoaded

PRESETS = {
    "today": Text("今天", "Today"),
    "7d": Text("近7天", "7 days"),
    "30d": Text("近30天", "30 days"),
    "90d": Text("近90天", "90 days"),
    "month": Text("本月", "This month"),
    "year": Text("今年", "This year"),
    "last-year": Text("去年", "Last year"),
    "all": Text("全部", "All"),
}
GRAINS = {
    "day": Text("按日", "By day"),
    "week": Text("按周", "By week"),
    "month": Text("按月", "By month"),
}
# With more periods than these a chart can no longer be read.
_MOST_DAYS, _MOST_WEEKS = 800, 2_000
_DAYS = {"7d": 7, "30d": 30, "90d": 90}


def parameters(default: str = "30d") -> tuple[Parameter, ...]:
    """`period`, or `from` and `to`, and `grain`."""
    return (
        choice("period", PRESETS, default),
        day("from"),
        day("to"),
        choice("grain", GRAINS),
    )


@dataclass(frozen=True)
class Span:
    """From `first` to `last`, both included; `first` None: since the data begins.

    `anchor` is the newest day there can be data of. `preset` is None for dates of one's own, which are
    `turned` where they were written the other way round.
    """

    first: date | None
    last: date
    anchor: date
    preset: str | None
    turned: bool = False

    @property
    def days(self) -> int | None:
        return None if self.first is None else (self.last - self.first).days + 1

    def year_before(self) -> Span | None:
        """The same dates a year earlier; None where the time has no beginning."""
        if self.first is None:
            return None
        return Span(earlier(self.first), earlier(self.last), self.anchor, None)


def earlier(on: date) -> date:
    """The same date a year before; of 29 February the 28th."""
    try:
        return on.replace(year=on.year - 1)
    except ValueError:
        return on.replace(year=on.year - 1, day=28)


def anchor(ask: Ask, meta: Mapping[str, Any], today: date) -> date:
    """Today; in an archive the newest day of the answer's dataset on which the hall was at work.

    One record that came late does not move the time that a page is about.
    """
    if not meta.get("as_of"):
        return today
    newest = datetime.fromisoformat(meta["as_of"]).date()
    if newest >= today:
        return today
    shown = ask(Live())["data"]["day"]
    return min(newest, date.fromisoformat(shown)) if shown else newest


def span(arguments: Arguments, on: date) -> Span:
    """The time asked for, seen from the day `on`; one that ends before it begins is turned round."""
    if arguments["from"] or arguments["to"]:
        first = date.fromisoformat(arguments["from"]) if arguments["from"] else None
        last = date.fromisoformat(arguments["to"]) if arguments["to"] else on
        if first and first > last:
            return Span(last, first, on, None, turned=True)
        return Span(first, last, on, None)
    preset = arguments["period"]
    match preset:
        case "today":
            first, last = on, on
        case "month":
            first, last = on.replace(day=1), on
        case "year":
            first, last = on.replace(month=1, day=1), on
        case "last-year":
            first, last = date(on.year - 1, 1, 1), date(on.year - 1, 12, 31)
        case "all":
            return Span(None, on, on, preset)
        case _:
            first, last = on - timedelta(days=_DAYS[preset] - 1), on
    return Span(first, last, on, preset)


def whole_months(of: Span) -> tuple[date | None, date]:
    """First and last day of the months that a time lies in; the last may be still to come."""
    first = of.first and period_start(of.first, "month")
    return first, next_start(period_start(of.last, "month"), "month") - ONE_DAY


def grains(of: Span) -> tuple[str, ...]:
    """The ways to cut a time that leave a chart that can be read."""
    days = of.days
    fine = ["day"] if days and days <= _MOST_DAYS else []
    return (*fine, *(["week"] if days is None or days <= _MOST_WEEKS else []), "month")


def grain(arguments: Arguments, of: Span, daily: int = 92) -> str:
    """The cut asked for if it can be read; else days up to `daily` of them, weeks, months."""
    if arguments["grain"] in grains(of):
        return arguments["grain"]
    days = of.days
    if days is None or days > 400:
        return "month"
    return "day" if days <= daily else "week"


# --- in words -----------------------------------------------------------------------------------


def title(of: Span, lang: Lang) -> str:
    """近30天, or the dates where they are the reader's own."""
    return dates(of, lang) if of.preset is None else PRESETS[of.preset][lang]


def phrase(of: Span) -> str:
    """The time as it ends an English sentence: in 30 days, this year, from … to …."""
    if of.preset is None:
        written = dates(of, "en")
        return f"from {written}" if " to " in written else f"on {written}"
    named = PRESETS[of.preset].en.lower()
    return f"in {named}" if of.preset in _DAYS or of.preset == "all" else named


def dates(of: Span, lang: Lang) -> str:
    """2026年10月26日至11月24日."""
    return words.between(of.first, of.last, lang)


@cache
def calendar() -> Calendar:
    """The hall's calendar as it ships, which is enough for times that are over."""
    return KINDS[hall().calendar]()


def working_days(of: Span) -> int | None:
    """Working days of the time; None where it has no beginning or a year's notice is not known."""
    if of.first is None:
        return None
    try:
        return calendar().count(of.first - timedelta(days=1), of.last)
    except CalendarNotLoaded:
        return None
