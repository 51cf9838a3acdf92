"""The last twelve months of what is published by whole months, and what stands for nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.answer.answers import Values
from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.parts import notes
from dashboard.parts.sections.months import MONTHS, Months
from dashboard.words import Lang, Unit
from data.hall import today
from data.periods import ONE_DAY, next_start

PEOPLE = Unit("人", "person", "people")
WINDOWS = Unit("个", "window", "windows")
STYLES = ("explore.css", "drawings.css", "service.css")


def last_months(ask: Ask, indicator: str, by: tuple[str, ...] = (), most: int = MONTHS) -> Months:
    """The newest `most` months that have a value, from the first day of one to the last of another."""
    every = [
        row for row in ask(Values(indicator, grain="month"))["data"] if row["value"] is not None
    ]
    names = [row["period"] for row in every][-most:]
    first = _begin(names[0]) if names else today().replace(day=1)
    last = next_start(_begin(names[-1]) if names else first, "month") - ONE_DAY
    document = ask(Values(indicator, first, last, "month", by))
    return Months(
        first, last, [row for row in document["data"] if row["value"] is not None], document
    )


def _begin(period: str) -> date:
    return date.fromisoformat(f"{period}-01")


def until_newest(of: Months, lang: Lang) -> str:
    """Up to when the numbers are: a month is published whole."""
    if not of.rows:
        return words.MISSING
    return notes.to_end_of_month(of.rows[-1]["period"], lang)


def silent(document: Mapping[str, Any], lang: Lang) -> list[str]:
    """Who did not report in the time of an answer."""
    return [str(one["label"]) for one in document["meta"].get("not_reported") or []]
