"""The simulated joint inspections: some two hundred a year, with half days, delays and bad lines."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import polars as pl

from demo.lives.itinerary import EPOCH
from demo.world import draws
from demo.world.columns import INSTANT
from demo.world.references import References
from demo.world.seasons import WORKDAY, Seasons

A_YEAR = 220
LONGEST = 45  # calendar days from the request to the last entry
# Kind → share, item, organiser, departments, days one by one, and how long it takes in half days.
KINDS = {
    "venue": (0.42, "wgl-01", "wgl", (4, 6), 30.0, (5, 6, 7, 7, 7, 8, 9)),
    "fire": (0.22, "xfzd-01", "xfzd", (2, 4), 15.0, (4, 5, 6, 6, 7, 8)),
    "site": (0.20, "zjj-01", "zjj", (3, 6), 24.0, (6, 7, 8, 8, 9, 11)),
    "environment": (0.12, "sthj-02", "sthj", (2, 4), 18.0, (5, 6, 7, 8, 9)),
    "other": (0.04, None, "zwfw", (2, 3), 10.0, (3, 4, 5, 6)),
}
OUTCOMES = {"passed": 0.83, "conditions": 0.13, "failed": 0.04}
REPEATED = 0.5  # of those that did not pass at once
ENTERED_LATE = 0.04  # by so many calendar days at most
LATE_BY = 6
EXCLUDED = 0.01
BROKEN = 0.008  # lines that state an outcome and no day of it: they are never put right
WRONG_COUNT = 0.02  # the number of departments, put right within days
LIVES = {
    "inspection_no": pl.String, "item": pl.String, "organiser": pl.String,
    "departments_n": pl.Int64, "kind": pl.String, "requested_at": INSTANT,
    "inspected_on": pl.Date, "concluded_at": INSTANT, "outcome": pl.String,
    "single_days": pl.Float64, "repeated": pl.Boolean, "excluded": pl.Boolean,
    "recorded_at": INSTANT,
}  # fmt: skip


def fields_at(_: datetime) -> list[pl.Expr]:
    """The exported fields."""
    return [
        pl.col(*(name for name in LIVES if name != "recorded_at")),
        pl.col("requested_at").dt.date().alias("requested_on"),
        pl.col("concluded_at").dt.date().alias("concluded_on"),
    ]


class Inspections:
    """Draws the joint inspections requested on given days, each as the versions of its record."""

    def __init__(self, seed: int, refs: References, seasons: Seasons) -> None:
        self.seed, self.refs, self.seasons = seed, refs, seasons

    def lives(self, days: list[int]) -> pl.DataFrame:
        """The versions of the records of inspections requested on the days."""
        rows: list[tuple] = []
        for day in days:
            if self.seasons.kind(np.array([day]))[0] == WORKDAY:
                rng = draws.generator(self.seed, day, draws.REFORM)
                for n in range(rng.poisson(A_YEAR / 250)):
                    rows += self._versions(rng, day, n)
        return pl.DataFrame(rows, LIVES, orient="row")

    def _versions(self, rng: np.random.Generator, day: int, n: int) -> list[tuple]:
        kind = str(rng.choice(list(KINDS), p=[share for share, *_ in KINDS.values()]))
        _, item, organiser, (fewest, most), single, halves = KINDS[kind]
        departments = int(rng.integers(fewest, most + 1))
        outcome = str(rng.choice(list(OUTCOMES), p=list(OUTCOMES.values())))
        repeated = outcome != "passed" and rng.random() < REPEATED
        used = int(rng.choice(halves)) + 4 * repeated
        requested = self._at(day, int(rng.integers(0, 2)), rng)
        half = 2 * day + (requested.hour >= 12)
        end_day, afternoon = self._later(half, used)
        concluded = self._at(end_day, afternoon, rng)
        visited = self.seasons.add(day, max(1, used // 2 - 1))
        about = (
            f"TK{EPOCH + timedelta(days=day):%Y%m%d}-{n + 1:02d}",
            item if item in self.refs.items else None,
            organiser if organiser in self.refs.departments else self.refs.departments[0],
        )
        excluded = bool(rng.random() < EXCLUDED)
        late, broken, wrong = rng.random(3)
        days_late = int(rng.integers(1, LATE_BY)) if late < ENTERED_LATE else 0
        visit = min(EPOCH + timedelta(days=visited), concluded.date())
        open_ = (None, None, single, None, excluded)
        done = (None if broken < BROKEN else concluded, outcome, single, repeated, excluded)
        entered = concluded + timedelta(days=days_late, minutes=30)
        inspected = max(
            datetime.combine(visit, concluded.time()), requested + timedelta(minutes=20)
        )
        reported = min(inspected, entered - timedelta(minutes=5))
        few = departments - 1 if wrong < WRONG_COUNT else departments
        versions = [
            (*about, few, kind, requested, None, *open_, requested + timedelta(minutes=15)),
            (*about, few, kind, requested, visit, *open_, reported),
            (*about, few, kind, requested, visit, *done, entered),
        ]
        if few != departments:
            put_right = entered + timedelta(days=3)
            versions.append((*about, departments, kind, requested, visit, *done, put_right))
        return versions

    def _later(self, half: int, halves: int) -> tuple[int, int]:
        """The day and the half (0 morning, 1 afternoon) so many working half days later."""
        day, afternoon = divmod(half, 2)
        ahead = afternoon + halves
        return self.seasons.add(day, ahead // 2), ahead % 2

    @staticmethod
    def _at(day: int, afternoon: int, rng: np.random.Generator) -> datetime:
        minutes = int(
            rng.integers(13 * 60, 17 * 60) if afternoon else rng.integers(9 * 60, 12 * 60)
        )
        midnight = datetime.combine(EPOCH + timedelta(days=day), datetime.min.time())
        return midnight + timedelta(minutes=minutes)
