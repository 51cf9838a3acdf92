"""One round of a survey by others, with all that somebody needs who asks whether a rank says anything.

The organiser's counts are taken as stated; shares, their order and intervals are worked out from them. The
hall's own ratings of the same days stand beside it, by another question to other people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.hall import hall
from data.questions import Page, Query, Records, Values
from data.rules.intervals import Interval, overlap, wilson

DATASET, OVERALL = "survey-results", "overall"
SHARE, SHARE_HALL, OWN, GAP = "survey-share", "survey-share-hall", "good-rating-rate", "survey-gap"
MOST = 1_000  # results of one round, and rounds
Record = Mapping[str, Any]
Ask = Callable[[Query], Mapping[str, Any]]


@dataclass(frozen=True)
class Placed:
    """A department's share with its 95 % interval, and its place among those that can be compared.

    `place` counts those with a larger share, `ties` the others with the same one. From `best` to `worst` lie
    the places that the intervals leave open: only those whose intervals have no value in common are told apart.
    """

    record: Record
    interval: Interval
    place: int
    ties: int
    best: int
    worst: int

    @property
    def share(self) -> dict[str, int]:
        return {"numerator": self.record["satisfied"], "denominator": self.record["responses"]}


@dataclass(frozen=True)
class Evidence:
    """A round: its overall results by place, those of too few answers, those on other questions, and the ratings.

    `own` is the hall's share of good ratings of the same days as the API has it, None without any; `gap` is the
    survey's share less that, in percentage points. `rounds`: id and last day of all, the newest first. `names`:
    what departments are called.
    """

    survey: str
    placed: list[Placed]
    few: list[Record]
    questions: list[Record]
    about: Record
    own: Record | None
    gap: float | None
    rounds: list[tuple[str, str]]
    names: Mapping[str, str]
    meta: Mapping[str, Any]
    links: Mapping[str, str]

    @property
    def span(self) -> tuple[date, date]:
        """The first and last day on which people were asked."""
        return date.fromisoformat(self.about["from_on"]), date.fromisoformat(self.about["to_on"])

    @property
    def hall(self) -> Placed | None:
        """The hall's own place; None where it was not rated, or by too few."""
        return next((one for one in self.placed if one.record["rated"] == "hall"), None)


def evidence(ask: Ask, survey: str) -> Evidence | None:
    """The round of that id; None where there is none."""
    of_round = Records(DATASET, (("survey", (survey,)),), page=Page(MOST))
    document = ask(of_round)
    results = document["data"]
    if not results:
        return None
    overall = [row for row in results if row["question"] == OVERALL]
    about = next((row for row in overall if row["rated"] == "hall"), (overall or results)[0])
    counted = [row for row in overall if row["satisfied"] is not None and row["responses"]]
    compared = [row for row in counted if row["responses"] >= hall().least_n]
    placed = places(compared)
    first, last = (date.fromisoformat(about[end]) for end in ("from_on", "to_on"))
    rated = ask(Values(OWN, first, last, "total"))["data"]
    named = ask(Values(SHARE, first, last, "total", ("department",)))["data"]
    own = rated[0] if rated and rated[0]["denominator"] else None
    mine = next((one for one in placed if one.record["rated"] == "hall"), None)
    return Evidence(
        survey,
        placed,
        [row for row in overall if row not in compared],
        [row for row in results if row["question"] != OVERALL],
        about,
        own,
        _gap(mine, own),
        rounds(ask),
        {row["department"]: row["department_label"] for row in named},
        document["meta"],
        document["links"],
    )


def rounds(ask: Ask) -> list[tuple[str, str]]:
    """The id and the last day of each round, the newest first."""
    page = Page(MOST, sort="to_on", descending=True)
    rows = ask(Records(DATASET, fields=("survey", "to_on"), page=page))["data"]
    return list({row["survey"]: (row["survey"], row["to_on"]) for row in reversed(rows)}.values())[::-1]  # fmt: skip


def places(rows: Sequence[Record]) -> list[Placed]:
    """Shares in their order, the largest first; in the same place by code."""
    known = [(row, wilson(row["satisfied"], row["responses"])) for row in rows]
    made = []
    for row, interval in known:
        others = [(other, bounds) for other, bounds in known if other is not row]
        above = sum(_exceeds(other, row) for other, _ in others)
        ties = sum(not _exceeds(other, row) and not _exceeds(row, other) for other, _ in others)
        apart = [other for other, bounds in others if not overlap(bounds, interval)]
        better = sum(_exceeds(other, row) for other in apart)
        worse = len(apart) - better
        made.append(
            Placed(row, interval or (0.0, 1.0), 1 + above, ties, 1 + better, len(known) - worse)
        )
    return sorted(made, key=lambda one: (one.place, one.record["department"]))


def _exceeds(one: Record, other: Record) -> bool:
    """Whether a share is the larger one, exactly: of whole numbers, not of fractions cut off."""
    return one["satisfied"] * other["responses"] > other["satisfied"] * one["responses"]


def _gap(mine: Placed | None, own: Record | None) -> float | None:
    if mine is None or own is None or own["denominator"] < hall().least_n:
        return None
    one, other = mine.share, own
    over = one["denominator"] * other["denominator"]
    exact = one["numerator"] * other["denominator"] - other["numerator"] * one["denominator"]
    return 100 * exact / over
