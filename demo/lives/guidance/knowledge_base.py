"""The simulated knowledge base: its entries, when each was looked at again, and how often it was asked.

Its texts say how things are done in such a hall; how often what is asked is invented. 43 entries are
there first, as many as the press report on the hall has; the others came later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from demo.lives.itinerary import EPOCH
from demo.world import draws
from demo.world.columns import INSTANT
from demo.world.references import References
from demo.world.seasons import number

ENTRIES = Path(__file__).parents[2] / "world" / "faqs.csv"
AT_FIRST = 43
# Calendar days before the hall's first day: when the first entries went live; then the others one by one.
BEGUN, EVERY = 500, 20
# Calendar days from a review to the next; some come after the 365 that are allowed.
AGAIN = (190, 420)
REVISED = 0.3  # of the reviews
ENTERED_AFTER = 1  # calendar days from a review to the books
LAST_YEARS = 12  # of reviews drawn, from the first entry on
_TEXTS = (
    "faq", "title_zh", "title_en", "answer_zh", "answer_en", "similar_zh", "similar_en", "topic",
    "item", "other_items", "department", "basis_zh", "basis_en",
)  # fmt: skip
FAQ_LIVES = {
    **dict.fromkeys(_TEXTS, pl.String),
    "live_from": pl.Date,
    "retired_on": pl.Date,
    "reviewed_on": pl.Date,
    "recorded_at": INSTANT,
}
REVIEW_LIVES = {
    "review_no": pl.String,
    "faq": pl.String,
    "department": pl.String,
    "reviewed_on": pl.Date,
    "result": pl.String,
    "followed_on": pl.Date,
    "recorded_at": INSTANT,
}


def faqs_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of the entries."""
    return [pl.col(*(name for name in FAQ_LIVES if name != "recorded_at"))]


def reviews_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of the reviews."""
    return [pl.col(*(name for name in REVIEW_LIVES if name != "recorded_at"))]


@cache
def entries() -> list[dict[str, Any]]:
    """The texts; `added_after` and `retired_after` are days from the hall's first one."""
    return pl.read_csv(ENTRIES, infer_schema_length=None).to_dicts()


@dataclass(frozen=True)
class Course:
    """An entry with its day numbers: retired (or not), and reviewed with what came of it. The first
    review is that on which it went live."""

    entry: dict[str, Any]
    retired: int | None
    reviews: tuple[tuple[int, str], ...]

    @property
    def live(self) -> int:
        return self.reviews[0][0]

    def is_live(self, day: int) -> bool:
        return self.live <= day and (self.retired is None or day < self.retired)


class KnowledgeBase:
    """Keeps the books of the entries; the hall's first day has all that happened before."""

    def __init__(self, seed: int, start: date, refs: References) -> None:
        self.seed, self.first, self.refs = seed, number(start), refs
        self.courses = [self._course(n, entry) for n, entry in enumerate(entries())]

    def lives(self, days: list[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
        """What was written of entries and reviews on the days, as versions."""
        within = set(days)
        faqs: list[tuple] = [self._unmatched()] if self.first in within else []
        reviews: list[tuple] = []
        for course in self.courses:
            faqs += [row for on, row in self._versions(course) if on in within]
            reviews += [row for on, row in self._reviews(course) if on in within]
        return (
            pl.DataFrame(faqs, FAQ_LIVES, orient="row"),
            pl.DataFrame(reviews, REVIEW_LIVES, orient="row"),
        )

    def _course(self, n: int, entry: dict[str, Any]) -> Course:
        rng = draws.beside(self.seed, n, draws.REFORM)
        live = self.first - BEGUN + EVERY * max(0, n - AT_FIRST + 1)
        if entry["added_after"]:
            live = self.first + int(entry["added_after"])
        retired = entry["retired_after"]
        end = self.first + int(retired) if retired else None
        until = end or live + LAST_YEARS * 365
        reviews = [(live, "unchanged")]
        while (following := reviews[-1][0] + int(rng.integers(*AGAIN))) < until:
            reviews.append((following, "revised" if rng.random() < REVISED else "unchanged"))
        return Course(entry, end, tuple(reviews))

    def _known(self, entry: dict[str, Any]) -> dict[str, Any]:
        """The entry without an item or a department that the hall has not."""
        item, department = entry["item"], entry["department"]
        return entry | {
            "item": item if item in self.refs.items else None,
            "department": department if department in self.refs.departments else None,
        }

    def _versions(self, course: Course) -> Iterator[tuple[int, tuple]]:
        """The entry as it was written on a day: after each review, and when it is retired."""
        texts = [self._known(course.entry)[name] for name in _TEXTS]
        changes: list[tuple[int, int, int | None]] = [(day, day, None) for day, _ in course.reviews]
        if course.retired:
            changes.append((course.retired, course.reviews[-1][0], course.retired))
        for n, (day, reviewed, retired) in enumerate(changes):
            on = max(day + ENTERED_AFTER, self.first)
            dates = _day(course.live), _day(retired) if retired else None, _day(reviewed)
            yield on, (*texts, *dates, _at(on, n))

    def _reviews(self, course: Course) -> Iterator[tuple[int, tuple]]:
        """Each review, and again when the next one is made."""
        faq, department = course.entry["faq"], self._known(course.entry)["department"]
        ends = [*(day for day, _ in course.reviews[1:]), course.retired]
        for n, ((day, result), end) in enumerate(zip(course.reviews, ends, strict=True), 1):
            about = (f"{faq}-{n:02d}", faq, department, _day(day), result)
            on = max(day + ENTERED_AFTER, self.first)
            yield on, (*about, None, _at(on, 0))
            if end is not None:
                on = max(end + ENTERED_AFTER, self.first)
                yield on, (*about, _day(end), _at(on, 1))

    def _unmatched(self) -> tuple:
        """Under this code is counted what matched no entry."""
        texts = {
            "faq": "unmatched",
            "title_zh": "未匹配到条目的提问",
            "title_en": "Questions that matched no entry",
        }
        return (*(texts.get(name) for name in _TEXTS), None, None, None, _at(self.first, 0))


def _day(day: int) -> date:
    return EPOCH + timedelta(days=day)


def _at(on: int, n: int) -> datetime:
    """In the morning of a day; the later of two versions is written later."""
    return datetime.combine(_day(on), datetime.min.time()) + timedelta(hours=9, seconds=n)
