"""The simulated hall's businesses: visits and problems, projects, files, cards, linked reviews.

The same in every calendar year: 45 visits to as many businesses, 65 problems, 17 projects that the press
report gives; 24 linked reviews and what the rest is made of are this demo's own. The books are older than
the hall's: they begin with the year before its first, and come with its first day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import numpy as np
import polars as pl

from demo.lives.itinerary import EPOCH
from demo.world import draws
from demo.world.columns import INSTANT
from demo.world.references import References
from demo.world.seasons import WORKDAY, Seasons, number

VISITS, PROBLEMS, PROJECTS, REVIEWS, FIRMS = 45, 65, 17, 24, 160
LONGEST = 400  # calendar days from a beginning to the last entry
# Days with numbers of their own, beyond all that a calendar has: one for each year.
_YEARS = 1_000_000
ZONES, ZONE_SHARES = ("jkq", "hgy", "sqy", "gpy", "jly"), (0.22, 0.18, 0.2, 0.19, 0.21)
INDUSTRIES = {
    "jkq": ("vehicles", "electronics", "electronics"),
    "hgy": ("chemicals",),
    "sqy": ("silk", "food"),
    "gpy": ("silk", "food", "materials"),
    "jly": ("vehicles", "vehicles", "food"),
}
KINDS = {
    "land": ("zrzy", 0.16), "infrastructure": ("zjj", 0.19), "finance": ("rmyh", 0.17), "approval": ("zwfw", 0.11),
    "labour": ("jyj", 0.16), "utility": ("jxj", 0.12), "tax": ("tax", 0.06), "other": ("swu", 0.03),
}  # fmt: skip
ENDS, END_SHARES = ("solved", "explained", "cannot"), (0.66, 0.2, 0.14)
PHASES = ("land", "land", "works", "works", "works", "start", "start", "finish", "finish")
SIZES, SIZE_SHARES = ("lt100m", "to500m", "ge500m"), (0.42, 0.35, 0.23)


def day_of(begin: str) -> pl.Expr:
    return pl.col(begin).dt.date()


def known_by(instant: datetime, column: str) -> pl.Expr:
    """A day that is known at the instant."""
    return pl.when(pl.col(column) <= instant).then(pl.col(column).dt.date())


def moment(day: int, rng: np.random.Generator) -> datetime:
    midnight = datetime.combine(EPOCH + timedelta(days=day), datetime.min.time())
    return midnight + timedelta(minutes=int(rng.integers(9 * 60, 17 * 60)))


def generator(seed: int, year: int, part: int) -> np.random.Generator:
    """The numbers of one system in one year."""
    return draws.generator(seed, _YEARS + year * 10 + part, draws.REFORM)


class Years:
    """Which years begin with the days asked for, and their working days."""

    def __init__(self, start: date, seasons: Seasons) -> None:
        self.first, self.seasons = number(start), seasons
        self.oldest = start.year - 1

    def of(self, days: Iterable[int]) -> tuple[list[int], set[int]]:
        """The years that the days lie in, and the days; with the hall's first all that came before."""
        within = set(days)
        if self.first in within:
            within |= set(range(number(date(self.oldest, 1, 1)), self.first))
        return sorted({(EPOCH + timedelta(days=day)).year for day in within}), within

    def drawn(self, year: int, many: int, rng: np.random.Generator) -> list[int]:
        """So many working days of a year, spread over it, in their order."""
        days = np.arange(number(date(year, 1, 1)), number(date(year, 12, 31)) + 1)
        worked = days[self.seasons.kind(days) == WORKDAY]
        return [int(rng.choice(part)) for part in np.array_split(worked, many)]


VISIT_LIVES = {
    "visit_no": pl.String, "zone": pl.String, "industry": pl.String, "visitor": pl.String,
    "enterprise_ref": pl.String, "visited_at": INSTANT,
}  # fmt: skip
PROBLEM_LIVES = {
    "problem_no": pl.String, "visit_no": pl.String, "kind": pl.String, "department": pl.String,
    "ended_as": pl.String, "due_on": pl.Date, "raised_at": INSTANT, "ended_at": INSTANT,
    "confirmed_at": INSTANT,
}  # fmt: skip


def visits_shown(instant: datetime) -> list[pl.Expr]:
    names = ("visit_no", "zone", "industry", "visitor", "enterprise_ref")
    return [pl.col(*names), day_of("visited_at").alias("visited_on")]


def problems_shown(instant: datetime) -> list[pl.Expr]:
    ended = pl.when(pl.col("ended_at") <= instant).then(pl.col("ended_as"))
    return [
        pl.col("problem_no", "visit_no", "kind", "department", "due_on"),
        day_of("raised_at").alias("raised_on"),
        known_by(instant, "ended_at").alias("ended_on"),
        ended.alias("ended_as"),
        known_by(instant, "confirmed_at").alias("confirmed_on"),
    ]


class Visits:
    """Visits of whole years, each to another business, and the problems raised on them."""

    def __init__(self, seed: int, start: date, refs: References, seasons: Seasons) -> None:
        self.seed, self.refs, self.seasons = seed, refs, seasons
        self.years = Years(start, seasons)

    def lives(self, days: list[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
        years, within = self.years.of(days)
        visits, problems = [], []
        for year in years:
            rng = generator(self.seed, year, 0)
            firms = rng.choice(FIRMS, VISITS, replace=False)
            raised = _spread(PROBLEMS, VISITS, rng)
            for n, day in enumerate(self.years.drawn(year, VISITS, rng)):
                visit = self._visit(f"ZF{year}-{n + 1:03d}", int(firms[n]), day, rng)
                owed = [
                    self._problem(visit, f"WT{year}-{n + 1:03d}-{k + 1}", day, rng)
                    for k in range(raised[n])
                ]
                if day in within:
                    visits.append(visit)
                    problems += owed
        return (
            pl.DataFrame(visits, VISIT_LIVES, orient="row"),
            pl.DataFrame(problems, PROBLEM_LIVES, orient="row"),
        )  # fmt: skip

    def _visit(self, code: str, firm: int, day: int, rng: np.random.Generator) -> tuple:
        """A business keeps its zone and its industry."""
        own = draws.generator(self.seed, 2 * _YEARS + firm, draws.REFORM)
        zone = str(own.choice(ZONES, p=ZONE_SHARES))
        industry = str(own.choice(INDUSTRIES[zone]))
        visitor = "leader" if rng.random() < 0.35 else "section"
        return (code, zone, industry, visitor, f"QY{firm:04d}", moment(day, rng))

    def _problem(self, visit: tuple, code: str, day: int, rng: np.random.Generator) -> tuple:
        kind = str(rng.choice(list(KINDS), p=[share for _, share in KINDS.values()]))
        department = KINDS[kind][0]
        department = department if department in self.refs.departments else None
        limit = int(rng.choice((15, 30, 60), p=(0.4, 0.4, 0.2)))
        late = rng.random() < 0.1
        took = limit + int(rng.integers(1, 15)) if late else int(rng.integers(2, limit + 1))
        ended = moment(self.seasons.add(day, took), rng)
        confirmed = ended + timedelta(days=int(rng.integers(1, 20)))
        if rng.random() < 0.04:
            confirmed = None
        due = EPOCH + timedelta(days=self.seasons.add(day, limit))
        end = str(rng.choice(ENDS, p=END_SHARES))
        return (code, visit[0], kind, department, end, due, visit[5], ended, confirmed)


def _spread(many: int, over: int, rng: np.random.Generator) -> list[int]:
    """So many problems over so many visits: none on some, on none more than four."""
    counts = [1] * over
    for at in rng.choice(over, 8, replace=False):
        counts[int(at)] = 0
    while sum(counts) < many:
        at = int(rng.integers(over))
        if 0 < counts[at] < 4:
            counts[at] += 1
    return counts
