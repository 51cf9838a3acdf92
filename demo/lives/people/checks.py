"""The simulated spot checks: a random sample of each month's cases, and one census of the two years before.

Of the press report is that two years' cases were all read, and 27 items found without one; every other number
is invented. How many cases a month had is what the simulated hall accepted in it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import polars as pl

from demo.lives.people.months import CHECKS, Months, following, moment
from demo.world import draws
from demo.world.columns import INSTANT
from demo.world.seasons import Seasons, number

SAMPLE, ERRORS = 300, 0.007
KINDS = {"backdated": 0.46, "wrong_limit": 0.24, "missing_paper": 0.21, "other": 0.09}
SECOND = 0.12  # of the cases with an error, those with a second kind
CENSUS_CASES, CENSUS_ERRORS, ZERO_ITEMS = 1_743_806, 12_318, 27
CENSUS = {
    "backdated": 5_920,
    "wrong_limit": 3_015,
    "missing_paper": 2_741,
    "other": 1_180,
    "zero_case": ZERO_ITEMS,
}
LONGEST = 130  # calendar days from the last case to the last entry
CHECK_LIVES = {
    "check_no": pl.String, "from_on": pl.Date, "to_on": pl.Date, "method": pl.String,
    "joint_with": pl.String, "population_n": pl.Int64, "sampled_n": pl.Int64, "findings_n": pl.Int64,
    "checked_at": INSTANT, "published_at": INSTANT,
}  # fmt: skip
FINDING_LIVES = {
    "check_no": pl.String,
    "kind": pl.String,
    "count": pl.Int64,
    "recorded_at": INSTANT,
}


def checks_shown(instant: datetime) -> list[pl.Expr]:
    published = pl.when(pl.col("published_at") <= instant).then(pl.col("published_at").dt.date())
    return [
        pl.col(*(name for name in CHECK_LIVES if not name.endswith("_at"))),
        pl.col("checked_at").dt.date().alias("checked_on"),
        published.alias("published_on"),
    ]


def findings_shown(_: datetime) -> list[pl.Expr]:
    return [pl.col("check_no", "kind", "count")]


class Checks:
    """Draws the checks of months that end on given days; with the hall's first day the census."""

    def __init__(self, seed: int, start: date, seasons: Seasons) -> None:
        self.months, self.seasons, self.start = Months(seed, start, seasons), seasons, start

    def lives(self, days: list[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
        checks: list[tuple] = []
        findings: list[tuple] = []
        if self.months.first in days:
            self._add(self._census(), checks, findings)
        for month in self.months.of(days):
            if number(month) >= self.months.first:
                self._add(self._sample(month), checks, findings)
        return (
            pl.DataFrame(checks, CHECK_LIVES, orient="row"),
            pl.DataFrame(findings, FINDING_LIVES, orient="row"),
        )

    @staticmethod
    def _add(one: tuple[tuple, dict[str, int]], checks: list[tuple], findings: list[tuple]) -> None:
        check, kinds = one
        checks.append(check)
        findings += [(check[0], kind, n, check[-2]) for kind, n in kinds.items() if n]

    def _census(self) -> tuple[tuple, dict[str, int]]:
        rng = draws.generator(self.months.seed + CHECKS, 1, draws.PEOPLE)
        first = self.start.replace(year=self.start.year - 2, day=1)
        done = moment(self.seasons.add(self.months.first, 44), rng)
        published = moment(self.seasons.add(self.months.first, 58), rng)
        counts = ("all", "both", CENSUS_CASES, CENSUS_CASES, CENSUS_ERRORS)
        last = self.start - timedelta(days=1)
        return ((f"CC{self.start.year}-00", first, last, *counts, done, published), CENSUS)

    def _sample(self, month: date) -> tuple[tuple, dict[str, int]]:
        rng = self.months.rng(month, CHECKS)
        last = following(month) - timedelta(days=1)
        cases = sum(self._accepted(day) for day in range(number(month), number(last) + 1))
        wrong = int(rng.binomial(SAMPLE, ERRORS))
        kinds = dict(
            zip(KINDS, map(int, rng.multinomial(wrong, list(KINDS.values()))), strict=True)
        )
        kinds["backdated"] += int(rng.binomial(wrong - kinds["backdated"], SECOND))
        joint = "supervision" if rng.random() < 0.75 else "alone"
        done = int(rng.integers(6, 14))
        at = self.months.written(month, done, rng)
        published = self.months.written(month, done + int(rng.integers(4, 16)), rng)
        row = (
            f"CC{month:%Y-%m}",
            month,
            last,
            "random",
            joint,
            cases,
            SAMPLE,
            wrong,
            at,
            published,
        )
        return row, kinds

    def _accepted(self, day: int) -> int:
        """As `Cases` draws it."""
        rng = draws.generator(self.months.seed, day, draws.CASES)
        return draws.volume(rng, self.seasons.expected(day))
