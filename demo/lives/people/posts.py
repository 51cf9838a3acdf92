"""The simulated posts at the windows: who comes and leaves, month by month. All of it is invented.

Temporary posts become fewer: whoever leaves one is mostly followed by somebody under contract.
"""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise

import numpy as np
import polars as pl

from demo.lives.people.months import POSTS, Months, following
from demo.world import draws
from demo.world.columns import INSTANT
from demo.world.references import References
from demo.world.seasons import Seasons

KINDS = ("official", "contract", "seconded", "temporary")
SHARES = (0.44, 0.27, 0.06, 0.23)
OFFICIAL, CONTRACT, SECONDED, TEMPORARY = range(4)
LEAVES = (0.006, 0.012, 0.02, 0.025)  # of each kind, a month
REFILLED, BY_CONTRACT = 0.95, 0.7
A_WINDOW = (2, 7)  # people at each, drawn once
SMALL = 6  # departments with one or two
POST_LIVES = {"month": pl.Date, "post_kind": pl.String, "people": pl.Int64, "recorded_at": INSTANT}
CHANGE_LIVES = {"month": pl.Date, "joined": pl.Int64, "left": pl.Int64, "recorded_at": INSTANT}
DEPARTMENT_LIVES = {
    "month": pl.Date, "department": pl.String, "people": pl.Int64, "recorded_at": INSTANT,
}  # fmt: skip


def posts_shown(_: datetime) -> list[pl.Expr]:
    return [pl.col("month", "post_kind", "people")]


def changes_shown(_: datetime) -> list[pl.Expr]:
    return [pl.col("month", "joined", "left")]


def departments_shown(_: datetime) -> list[pl.Expr]:
    return [pl.col("month", "department", "people")]


class Posts:
    """Goes from month to month: people by department (of those with a window) and kind of post."""

    def __init__(self, seed: int, start: date, refs: References, seasons: Seasons) -> None:
        self.months = Months(seed, start, seasons)
        windows = refs.frames["windows"]
        listed = set(windows.get_column("department").drop_nulls().to_list())
        self.departments = [one for one in refs.departments if one in listed]
        of_each = dict(windows.group_by("department").len().iter_rows())
        own = draws.generator(seed + POSTS, 1, draws.PEOPLE)
        sizes = [int(own.integers(*A_WINDOW, of_each[one]).sum()) for one in self.departments]
        single = [n for n, one in enumerate(self.departments) if of_each[one] == 1]
        for n in own.choice(single, min(SMALL, len(single)), replace=False):
            sizes[int(n)] = int(own.integers(1, 3))
        first = np.array([own.multinomial(n, SHARES) for n in sizes])
        # After each month, from the oldest on: people, how many came, how many left.
        self._course = [(self.months.oldest, first, 0, 0)]

    def _at(self, month: date) -> tuple[np.ndarray, int, int]:
        while self._course[-1][0] < following(month):
            at, people, _, _ = self._course[-1]
            self._course.append((following(at), *self._moved(at, people)))
        return next(
            (p, j, n) for before, (_, p, j, n) in pairwise(self._course) if before[0] == month
        )

    def _moved(self, month: date, people: np.ndarray) -> tuple[np.ndarray, int, int]:
        rng = self.months.rng(month, POSTS)
        gone = rng.binomial(people, LEAVES)
        people, joined = people - gone, 0
        for department, kind in zip(*np.nonzero(gone), strict=True):
            for _ in range(int(gone[department, kind])):
                refilled, contract = rng.random(2)
                small = people[department].sum() == 0
                if refilled < REFILLED or small:
                    to = CONTRACT if kind == TEMPORARY and contract < BY_CONTRACT else int(kind)
                    people[department, to] += 1
                    joined += 1
        return people, joined, int(gone.sum())

    def lives(self, days: list[int]) -> dict[str, pl.DataFrame]:
        """The books of the months that end on the days."""
        posts: list[tuple] = []
        changes: list[tuple] = []
        departments: list[tuple] = []
        for month in self.months.of(days):
            people, joined, left = self._at(month)
            at = self.months.written(month, 4, self.months.rng(month, POSTS + 10))
            by_kind = people.sum(axis=0)
            posts += [(month, kind, int(by_kind[n]), at) for n, kind in enumerate(KINDS)]
            changes.append((month, joined, left, at))
            sizes = people.sum(axis=1)
            departments += [
                (month, one, int(sizes[n]), at) for n, one in enumerate(self.departments)
            ]
        tables = {
            "staffing": (posts, POST_LIVES),
            "staff-changes": (changes, CHANGE_LIVES),
            "department-staffing": (departments, DEPARTMENT_LIVES),
        }
        return {id: pl.DataFrame(rows, of, orient="row") for id, (rows, of) in tables.items()}
