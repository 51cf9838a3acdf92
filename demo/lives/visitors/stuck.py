"""The simulated window for stuck matters: as many in every calendar year."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl

from demo.lives.itinerary import EPOCH
from demo.world import draws, visitors
from demo.world.columns import INSTANT
from demo.world.references import References
from demo.world.seasons import WORKDAY, Seasons, number

LONGEST = 60  # calendar days from the day it is brought to the last entry
LIVES = {
    "matter_no": pl.String, "cause": pl.String, "department": pl.String, "received_at": INSTANT,
    "due_on": pl.Date, "closed_at": INSTANT, "outcome": pl.String, "registered_at": INSTANT,
}  # fmt: skip


def fields_at(instant: datetime) -> list[pl.Expr]:
    """The exported fields at the instant."""
    over = pl.col("closed_at") <= instant
    return [
        pl.col("matter_no", "cause", "department", "due_on"),
        pl.col("received_at").dt.date().alias("received_on"),
        pl.when(over).then(pl.col("closed_at").dt.date()).alias("closed_on"),
        pl.when(over).then("outcome").alias("outcome"),
    ]


class Stuck:
    """Draws the matters of whole years, so that each has the same number."""

    def __init__(self, seed: int, refs: References, seasons: Seasons) -> None:
        self.seed, self.refs, self.seasons = seed, refs, seasons

    def lives(self, days: list[int]) -> pl.DataFrame:
        """The matters brought on the days."""
        within = set(days)
        rows = [
            row
            for year in sorted({(EPOCH + timedelta(days=day)).year for day in within})
            for day, row in self._of_year(year)
            if day in within
        ]
        return pl.DataFrame(rows, LIVES, orient="row")

    def _of_year(self, year: int) -> list[tuple[int, tuple]]:
        first = number(date(year, 1, 1))
        rng = draws.generator(self.seed + 3, first, draws.VISITORS)
        days = np.arange(first, number(date(year, 12, 31)) + 1)
        worked = days[self.seasons.kind(days) == WORKDAY]
        chosen = np.sort(rng.choice(worked, visitors.STUCK_A_YEAR))
        return [
            (int(day), self._matter(rng, f"FY{year}-{n:04d}", int(day)))
            for n, day in enumerate(chosen, 1)
        ]

    def _matter(self, rng: np.random.Generator, code: str, day: int) -> tuple:
        causes, outcomes = visitors.STUCK_CAUSES, visitors.STUCK_OUTCOMES
        cause = str(rng.choice(list(causes), p=list(causes.values())))
        outcome = str(rng.choice(list(outcomes), p=list(outcomes.values())))
        department = str(rng.choice(self.refs.departments, p=self.refs.department_shares))
        limit, course = visitors.STUCK_LIMIT, rng.random()
        late = course < visitors.STUCK_LATE
        after = int(rng.integers(limit + 1, limit + 9) if late else rng.integers(0, limit + 1))
        at = self._at(day, rng)
        closed = None
        if course < 1 - visitors.STUCK_LEFT:
            closed = max(self._at(self.seasons.add(day, after), rng), at + timedelta(minutes=20))
        due = EPOCH + timedelta(days=self.seasons.add(day, limit))
        return (code, cause, department, at, due, closed, outcome, at + timedelta(minutes=10))

    @staticmethod
    def _at(day: int, rng: np.random.Generator) -> datetime:
        midnight = datetime.combine(EPOCH + timedelta(days=day), datetime.min.time())
        return midnight + timedelta(minutes=int(rng.integers(9 * 60, 17 * 60)))
