"""The simulated training: sixty sessions in every year. All of it is invented.

Now and then more are said to have come than were invited, which intake refuses; a day later it is put right.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl

from demo.lives.itinerary import EPOCH
from demo.lives.people.months import SESSIONS, Months, moment
from demo.world import draws
from demo.world.columns import INSTANT
from demo.world.seasons import WORKDAY, Seasons, number

A_YEAR = 60
KINDS = {
    "process": 0.3, "law": 0.22, "conduct": 0.16, "manners": 0.13, "language": 0.1, "seminar": 0.09,
}  # fmt: skip
ORGANISERS = {"hall": 0.55, "department": 0.33, "society": 0.12}
INVITED = {"hall": (60, 220), "department": (12, 45), "society": (30, 90)}
COMES, WRONG = 0.925, 0.03
LIVES = {
    "session_no": pl.String, "held_on": pl.Date, "kind": pl.String, "organiser": pl.String,
    "hours": pl.Float64, "invited": pl.Int64, "attended": pl.Int64, "recorded_at": INSTANT,
}  # fmt: skip


def fields_at(_: datetime) -> list[pl.Expr]:
    return [pl.col(*(name for name in LIVES if name != "recorded_at"))]


class Sessions:
    """Draws the sessions of whole years, spread over their working days."""

    def __init__(self, seed: int, start: date, seasons: Seasons) -> None:
        self.months, self.seasons = Months(seed, start, seasons), seasons

    def lives(self, days: list[int]) -> pl.DataFrame:
        within = self.months.within(days)
        years = sorted({(EPOCH + timedelta(days=day)).year for day in within})
        rows = [
            row for year in years for day, each in self._of(year) if day in within for row in each
        ]
        return pl.DataFrame(rows, LIVES, orient="row")

    def _of(self, year: int) -> list[tuple[int, list[tuple]]]:
        first = number(date(year, 1, 1))
        rng = draws.generator(self.months.seed + SESSIONS, first, draws.PEOPLE)
        days = np.arange(first, number(date(year, 12, 31)) + 1)
        worked = days[self.seasons.kind(days) == WORKDAY]
        chosen = [int(rng.choice(part)) for part in np.array_split(worked, A_YEAR)]
        return [
            (day, self._session(f"PX{year}-{n:02d}", day, rng)) for n, day in enumerate(chosen, 1)
        ]

    @staticmethod
    def _session(code: str, day: int, rng: np.random.Generator) -> list[tuple]:
        kind = str(rng.choice(list(KINDS), p=list(KINDS.values())))
        organiser = str(rng.choice(list(ORGANISERS), p=list(ORGANISERS.values())))
        if kind == "seminar":
            organiser = "society"
        hours = float(rng.integers(2, 9)) / 2
        invited = int(rng.integers(*INVITED[organiser]))
        came = int(rng.binomial(invited, COMES))
        at = moment(day, rng).replace(hour=17, minute=30)
        row = (code, EPOCH + timedelta(days=day), kind, organiser, hours, invited)
        if rng.random() < WRONG:
            return [(*row, invited + 3, at), (*row, came, at + timedelta(days=1))]
        return [(*row, came, at)]
