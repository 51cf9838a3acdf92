"""The simulated approvals granted before all papers were in: eight in every calendar year."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl

from demo.lives.itinerary import EPOCH
from demo.world import draws
from demo.world.columns import INSTANT
from demo.world.references import References
from demo.world.seasons import WORKDAY, Seasons, number

A_YEAR = 8
GROUNDS = ("mutual", "mutual", "mutual", "mutual", "mutual", "above", "above", "above")
# Which papers are owed, by ground.
OWED = {
    "mutual": ("planning_permit", "works_permit", "environment", "energy", "water_soil", "fire_design",
               "air_defence", "site_opinion"),
    "above": ("land_approval", "higher_reply", "forest", "flood", "capital"),
}  # fmt: skip
ITEMS = (
    ("fgw-01", "fgw"), ("fgw-02", "fgw"), ("zjj-01", "zjj"), ("zrzy-03", "zrzy"), ("zrzy-02", "zrzy"),
)  # fmt: skip
LIMIT = (30, 60)  # working days for the papers
LATE, REVOKED = 0.10, 0.02  # of the papers; of the approvals
LONGEST = 200  # calendar days from the approval to the last entry
APPROVAL_LIVES = {
    "approval_no": pl.String,
    "item": pl.String,
    "department": pl.String,
    "ground": pl.String,
    "granted_at": INSTANT,
    "limit_on": pl.Date,
    "revoked_at": INSTANT,
}
PAPER_LIVES = {
    "approval_no": pl.String,
    "paper": pl.String,
    "due_on": pl.Date,
    "asked_at": INSTANT,
    "received_at": INSTANT,
    "entered_at": INSTANT,
}


def approvals_shown(instant: datetime) -> list[pl.Expr]:
    """The exported fields of the approvals at the instant."""
    revoked = pl.when(pl.col("revoked_at") <= instant).then(pl.col("revoked_at").dt.date())
    return [
        pl.col("approval_no", "item", "department", "ground"),
        pl.col("granted_at").dt.date().alias("granted_on"),
        pl.col("limit_on").alias("papers_limit_on"),
        revoked.alias("revoked_on"),
    ]


def papers_shown(instant: datetime) -> list[pl.Expr]:
    """The exported fields of the papers at the instant."""
    came = pl.when(pl.col("entered_at") <= instant).then(pl.col("received_at").dt.date())
    return [pl.col("approval_no", "paper", "due_on"), came.alias("received_on")]


class Deferred:
    """Draws the approvals of whole years, so that each has the same number."""

    def __init__(self, seed: int, refs: References, seasons: Seasons) -> None:
        self.seed, self.refs, self.seasons = seed, refs, seasons

    def lives(self, days: list[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The approvals granted on the days, and the papers owed for them."""
        within = set(days)
        years = sorted({(EPOCH + timedelta(days=day)).year for day in within})
        approvals, papers = [], []
        for year in years:
            for n, (day, rng) in enumerate(self._granted(year), 1):
                approval, owed = self._approval(rng, f"XB{year}-{n:02d}", day, n)
                if day in within:
                    approvals.append(approval)
                    papers += owed
        return (
            pl.DataFrame(approvals, APPROVAL_LIVES, orient="row"),
            pl.DataFrame(papers, PAPER_LIVES, orient="row"),
        )

    def _granted(self, year: int) -> list[tuple[int, np.random.Generator]]:
        """The working days of a year on which one is granted, in eight parts of the year."""
        first = number(date(year, 1, 1))
        rng = draws.generator(self.seed, first, draws.REFORM)
        days = np.arange(first, number(date(year, 12, 31)) + 1)
        worked = days[self.seasons.kind(days) == WORKDAY]
        chosen = [int(rng.choice(part)) for part in np.array_split(worked, A_YEAR)]
        return [(day, rng) for day in chosen]

    def _approval(
        self, rng: np.random.Generator, code: str, day: int, n: int
    ) -> tuple[tuple, list[tuple]]:
        ground = GROUNDS[n - 1]
        item, department = ITEMS[int(rng.integers(len(ITEMS)))]
        item = item if item in self.refs.items else None
        department = department if department in self.refs.departments else None
        granted = _at(day, rng)
        due = self.seasons.add(day, int(rng.integers(*LIMIT)))
        names = rng.choice(OWED[ground], size=int(rng.integers(2, 4)), replace=False)
        revoked = _at(self.seasons.add(due, 15), rng) if rng.random() < REVOKED else None
        papers = []
        for name in names:
            late = rng.random() < LATE
            ahead = int(rng.integers(1, 12)) if late else -int(rng.integers(1, 20))
            came = _at(self.seasons.add(due, ahead), rng)
            entered = came + timedelta(days=int(rng.integers(0, 4)))
            dates = (EPOCH + timedelta(days=due), granted)
            missing = revoked is not None and name == names[0]
            end = (None, None) if missing else (came, entered)
            papers.append((code, str(name), *dates, *end))
        limit = EPOCH + timedelta(days=due)
        return (code, item, department, ground, granted, limit, revoked), papers


def _at(day: int, rng: np.random.Generator) -> datetime:
    midnight = datetime.combine(EPOCH + timedelta(days=day), datetime.min.time())
    return midnight + timedelta(minutes=int(rng.integers(9 * 60, 17 * 60)))
