"""The simulated reconsiderations and lawsuits over disclosure (复议、诉讼): a handful a year."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import polars as pl

from demo.lives.itinerary import EPOCH
from demo.world import draws
from demo.world.columns import INSTANT
from demo.world.references import References
from demo.world.seasons import WORKDAY, Seasons
from demo.world.topics import TOPIC_WEIGHTS, TOPICS

A_YEAR = 19
LONGEST = 240  # calendar days from filing to conclusion
# Kind → (share, shortest and longest way to the end in calendar days).
WAYS = {
    "reconsideration": (0.63, 25, 90),
    "direct_litigation": (0.11, 80, LONGEST),
    "litigation_after_reconsideration": (0.26, 70, LONGEST),
}
RESULTS = {"upheld": 0.68, "corrected": 0.12, "other": 0.20}
LIVES = {
    "review_no": pl.String,
    "department": pl.String,
    "kind": pl.String,
    "filed_at": INSTANT,
    "concluded_at": INSTANT,
    "verdict": pl.String,
}


def fields_at(instant: datetime) -> list[pl.Expr]:
    """The exported fields at the instant."""
    over = pl.col("concluded_at") <= instant
    return [
        pl.col("review_no", "department", "kind"),
        pl.col("filed_at").dt.date().alias("filed_on"),
        pl.when(over).then(pl.col("concluded_at").dt.date()).alias("concluded_on"),
        pl.when(over).then(pl.col("verdict")).alias("result"),
    ]


class Reviews:
    """Draws the reviews filed on given days."""

    def __init__(self, seed: int, refs: References, seasons: Seasons) -> None:
        self.seed, self.refs, self.seasons = seed, refs, seasons
        weights = np.array(TOPIC_WEIGHTS)
        self._topics = weights / weights.sum()
        self._departments = [department for department, _ in TOPICS.values()]

    def lives(self, days: list[int]) -> pl.DataFrame:
        """The reviews filed on the days, with their end."""
        rows: list[tuple] = []
        for day in days:
            if self.seasons.kind(np.array([day]))[0] != WORKDAY:
                continue
            rng = draws.generator(self.seed, day, draws.REVIEWS)
            rows += [self._life(rng, day, n) for n in range(rng.poisson(A_YEAR / 250))]
        return pl.DataFrame(rows, LIVES, orient="row")

    def _life(self, rng: np.random.Generator, day: int, n: int) -> tuple:
        kind = str(rng.choice(list(WAYS), p=[share for share, *_ in WAYS.values()]))
        _, shortest, longest = WAYS[kind]
        department = self._departments[rng.choice(len(self._departments), p=self._topics)]
        if department not in self.refs.departments:
            department = self.refs.departments[rng.integers(len(self.refs.departments))]
        end = self.seasons.add(day + int(rng.integers(shortest, longest - 10)), 0)
        filed, concluded = (
            datetime.combine(EPOCH, datetime.min.time())
            + timedelta(days=d, seconds=int(rng.integers(9 * 3600, 17 * 3600)))
            for d in (day, end)
        )
        number = f"FYSS{EPOCH + timedelta(days=day):%Y%m%d}-{n + 1}"
        verdict = str(rng.choice(list(RESULTS), p=list(RESULTS.values())))
        return number, department, kind, filed, concluded, verdict
