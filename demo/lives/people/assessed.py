"""The simulated assessments of windows, and the windows and staff commended: 96 and 180 in every year.

The two totals are those of the press report; everything else is invented. Windows are commended among
those with the best scores of the month. Of an assessment that comes after the books were closed intake
refuses the line, and the window stays one that was not assessed.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl

from demo.lives.people.months import ASSESSED, COMMENDED, Months
from demo.world import draws
from demo.world.columns import INSTANT
from demo.world.references import References
from demo.world.seasons import Seasons

# In force from: the weights of volume, on time, ratings, discipline, training.
WEIGHTS = (25, 25, 20, 20, 10), (15, 25, 30, 20, 10)
FIRST_RULES = date(2013, 1, 1)
LEAST = {"a": 92, "b": 85, "c": 0}
PARTS = ("volume", "on_time", "satisfaction", "discipline", "learning")
MEANS, SPREADS = (82, 95, 92, 91, 86), (9, 4, 5, 6, 8)
NOT_ASSESSED, AFTER_CLOSING, PUT_RIGHT, MISSTATED = 0.006, 0.002, 0.01, 0.012
RED_FLAGS, PARTY_WINDOWS, PIONEERS, EXCELLENT = 5, 3, 6, 9  # a month
LONGEST = 90  # calendar days from the end of a month to the last entry
BASIS = "窗口考核办法（演示）"
RULES = {
    "part": pl.String, "since": pl.Date, "until": pl.Date, "weight": pl.Int64, "basis": pl.String,
    "recorded_at": INSTANT,
}  # fmt: skip
BANDS = {
    "band": pl.String, "since": pl.Date, "until": pl.Date, "least": pl.Int64, "basis": pl.String,
    "recorded_at": INSTANT,
}  # fmt: skip
SCORES = {
    "month": pl.Date, "window": pl.String, **dict.fromkeys(PARTS, pl.Int64),
    "stated_score": pl.Float64, "recorded_at": INSTANT,
}  # fmt: skip
WINDOWS = {
    "month": pl.Date,
    "kind": pl.String,
    "number": pl.Int64,
    "window": pl.String,
    "recorded_at": INSTANT,
}
STAFF = {"month": pl.Date, "kind": pl.String, "persons": pl.Int64, "recorded_at": INSTANT}


def rules_shown(_: datetime) -> list[pl.Expr]:
    return [pl.col(*(name for name in RULES if name != "recorded_at"))]


def bands_shown(_: datetime) -> list[pl.Expr]:
    return [pl.col(*(name for name in BANDS if name != "recorded_at"))]


def scores_shown(_: datetime) -> list[pl.Expr]:
    return [pl.col(*(name for name in SCORES if name != "recorded_at"))]


def windows_shown(_: datetime) -> list[pl.Expr]:
    return [pl.col(*(name for name in WINDOWS if name != "recorded_at"))]


def staff_shown(_: datetime) -> list[pl.Expr]:
    return [pl.col(*(name for name in STAFF if name != "recorded_at"))]


class Assessed:
    """Draws the months that end on given days."""

    def __init__(self, seed: int, start: date, refs: References, seasons: Seasons) -> None:
        self.months, self.refs = Months(seed, start, seasons), refs
        # Other weights from the hall's second calendar year on.
        self.changed = date(start.year + 1, 1, 1)
        own = draws.generator(seed + ASSESSED, 1, draws.PEOPLE)
        self.habits = own.normal(0, 2.5, (len(refs.windows), len(PARTS)))

    def lives(self, days: list[int]) -> dict[str, pl.DataFrame]:
        """Rules, bands, assessments, windows and staff commended."""
        begins = self.months.first in days
        scores: list[tuple] = []
        windows: list[tuple] = []
        staff: list[tuple] = []
        for month in self.months.of(days):
            points = self._points(month)
            scores += self._rows(month, points)
            windows += self._commended(month, points)
            staff += self._persons(month)
        tables = {
            "assessment-rules": (self._rules() if begins else [], RULES),
            "assessment-bands": (self._bands() if begins else [], BANDS),
            "assessments": (scores, SCORES),
            "commendations": (windows, WINDOWS),
            "staff-commendations": (staff, STAFF),
        }
        return {id: pl.DataFrame(rows, of, orient="row") for id, (rows, of) in tables.items()}

    def _entered(self) -> datetime:
        return datetime.combine(
            date(1970, 1, 1) + timedelta(self.months.first), datetime.min.time()
        )

    def _rules(self) -> list[tuple]:
        last = self.changed - timedelta(days=1)
        at = self._entered()
        before, after = (dict(zip(PARTS, weights, strict=True)) for weights in WEIGHTS)
        return [
            *((part, FIRST_RULES, last, n, BASIS, at) for part, n in before.items()),
            *((part, self.changed, None, n, BASIS, at) for part, n in after.items()),
        ]

    def _bands(self) -> list[tuple]:
        at = self._entered()
        return [(band, FIRST_RULES, None, n, BASIS, at) for band, n in LEAST.items()]

    def weights(self, month: date) -> tuple[int, ...]:
        return WEIGHTS[1] if month >= self.changed else WEIGHTS[0]

    def _points(self, month: date) -> np.ndarray:
        """Of each window and part, 0 to 100."""
        rng = self.months.rng(month, ASSESSED)
        drawn = rng.normal(MEANS, SPREADS, (len(self.refs.windows), len(PARTS))) + self.habits
        return np.clip(np.rint(drawn), 0, 100).astype(np.int64)

    def _scores(self, month: date, points: np.ndarray) -> np.ndarray:
        return points @ np.array(self.weights(month)) / 100

    def _rows(self, month: date, points: np.ndarray) -> list[tuple]:
        rng = self.months.rng(month, ASSESSED + 10)
        rows = []
        exact = self._scores(month, points)
        for n, window in enumerate(self.refs.windows):
            silent, wrong, stated = rng.random(3)
            at = self.months.written(month, int(rng.integers(3, 9)), rng)
            told = float(exact[n]) + (2.5 if stated < MISSTATED else 0)
            row = (month, window, *map(int, points[n]), min(100.0, round(told, 2)))
            if silent < NOT_ASSESSED:
                continue
            if silent < NOT_ASSESSED + AFTER_CLOSING:
                rows.append((*row, at + timedelta(days=45)))
                continue
            if wrong < PUT_RIGHT:
                first = (month, window, 0, *row[3:])
                rows += [(*first, at), (*row, at + timedelta(days=4))]
                continue
            rows.append((*row, at))
        return rows

    def _commended(self, month: date, points: np.ndarray) -> list[tuple]:
        rng = self.months.rng(month, COMMENDED)
        best = np.argsort(-self._scores(month, points), kind="stable")[:20]
        kinds = ("red_flag",) * RED_FLAGS + ("party_window",) * PARTY_WINDOWS
        # A hall elsewhere may have fewer windows.
        chosen = rng.choice(best, min(len(kinds), len(best)), replace=False)
        at = self.months.written(month, 12, rng)
        return [
            (month, kind, place - kinds.index(kind) + 1, self.refs.windows[int(n)], at)
            for place, (kind, n) in enumerate(zip(kinds, chosen, strict=False))
        ]

    def _persons(self, month: date) -> list[tuple]:
        rng = self.months.rng(month, COMMENDED + 10)
        at = self.months.written(month, 12, rng)
        return [(month, "pioneer", PIONEERS, at), (month, "excellent", EXCELLENT, at)]
