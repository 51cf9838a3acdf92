"""How often the simulated knowledge base is asked: counts by entry, day and channel, invented in size.

More is asked on working days, four in ten questions come whatever the day; of some entries more in
their season: insurance of residents is paid in autumn, annual reports are due in June.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import polars as pl

from demo.lives.guidance.knowledge_base import KnowledgeBase
from demo.lives.itinerary import EPOCH
from demo.world import draws, shape
from demo.world.columns import INSTANT
from demo.world.seasons import WORKDAY, Seasons

# Channel → questions in a year.
A_YEAR = {"knowledge_base": 60_000, "site": 9_000}
WHATEVER_THE_DAY = 0.4  # of the questions
UNMATCHED = 0.08  # of the questions
ANSWERED = (0.84, 0.98)  # of those that matched an entry, from entry to entry
PASSED_ON = 0.6  # of those not answered
RATED, HELPFUL = 0.13, (0.80, 0.96)
OUT_OF_HOURS = 0.47  # on a working day
TAIL = 0.9
# The entries asked for most, in their order; the others follow as they are listed.
_MOST = """
K39 K01 K55 K40 K48 K54 K56 K20 K07 K59 K50 K44 K57 K47 K02 K41 K38 K21 K58 K61 K45 K49 K43 K26 K14 K60 K03 K27 K09
"""
# Entry → how many times as much in its months.
SEASONS = {"K47": (3.5, (9, 10, 11, 12)), "K26": (4.0, (5, 6)), "K44": (1.6, (1, 2))}
BROKEN = 0.02  # of the days: a line with more answers than questions, which nobody puts right
PUT_RIGHT, AFTER = 0.01, 4  # of the lines; calendar days
LIVES = {
    "faq": pl.String, "on": pl.Date, "channel": pl.String, "asked": pl.Int64,
    "answered_by_machine": pl.Int64, "passed_to_person": pl.Int64, "helpful": pl.Int64,
    "not_helpful": pl.Int64, "out_of_hours": pl.Int64, "miscounted": pl.Int64,
    "reported_at": INSTANT, "put_right_at": INSTANT,
}  # fmt: skip


def fields_at(instant: datetime) -> list[pl.Expr]:
    """The exported fields at the instant."""
    right = pl.col("put_right_at") <= instant
    asked = pl.when(right.fill_null(False)).then(0).otherwise(pl.col("miscounted"))
    return [
        pl.col("faq", "on", "channel"),
        (pl.col("asked") + asked).alias("asked"),
        pl.col("answered_by_machine", "passed_to_person", "helpful", "not_helpful", "out_of_hours"),
    ]


class Questions:
    """Draws the counts of given days, which are reported in the night after."""

    def __init__(self, seed: int, base: KnowledgeBase, seasons: Seasons) -> None:
        self.seed, self.base, self.seasons = seed, base, seasons
        names = [course.entry["faq"] for course in base.courses]
        rng = draws.beside(seed, len(names), draws.HABITS)
        self.names = np.array([*names, "unmatched"])
        most = _MOST.split()
        ranks = [
            most.index(name) if name in most else len(most) + n for n, name in enumerate(names)
        ]
        self.weights = np.append((np.array(ranks) + 2.0) ** -TAIL, 0.0)
        self.answered = np.append(rng.uniform(*ANSWERED, len(names)), 0.0)
        self.helpful = np.append(rng.uniform(*HELPFUL, len(names)), 0.5)

    def lives(self, days: list[int]) -> pl.DataFrame:
        """The lines of the days."""
        lines = [line for day in days for line in self._day(day)]
        return pl.DataFrame(lines, LIVES, orient="row")

    def _day(self, day: int) -> list[tuple]:
        rng = draws.beside(self.seed, day, draws.CASES)
        at_work = self.seasons.kind(np.array([day]))[0] == WORKDAY
        usual = shape.CASES_A_YEAR / 365
        busy = WHATEVER_THE_DAY + (1 - WHATEVER_THE_DAY) * self.seasons.expected(day) / usual
        shares = self._shares(day)
        lines: list[tuple] = []
        for channel, a_year in A_YEAR.items():
            asked = rng.poisson(a_year / 365 * busy * shares)
            answered = rng.binomial(asked, self.answered)
            outside = rng.binomial(asked, OUT_OF_HOURS) if at_work else asked
            passed = rng.binomial(asked - answered, PASSED_ON)
            rated = rng.binomial(answered, RATED)
            helpful = rng.binomial(rated, self.helpful)
            put_right = rng.random(len(asked)) < PUT_RIGHT
            counts = np.column_stack((asked, answered, passed, helpful, rated - helpful, outside))
            lines += self._lines(day, channel, counts, put_right)
        if rng.random() < BROKEN and lines:
            first, *rest = lines
            lines = [(*first[:4], first[3] + 5, *first[5:9], None, *first[10:]), *rest]
        return lines

    def _shares(self, day: int) -> np.ndarray:
        """Of all questions of a day those for each entry, and those that match none."""
        month = (EPOCH + timedelta(days=day)).month
        live = [course.is_live(day) for course in self.base.courses]
        more = [
            times if (times := SEASONS.get(str(name))) and month in times[1] else (1.0, ())
            for name in self.names
        ]
        weights = self.weights * [*live, False] * np.array([times for times, _ in more])
        shares = weights / max(weights.sum(), 1e-12) * (1 - UNMATCHED)
        shares[-1] = UNMATCHED
        return shares

    def _lines(
        self, day: int, channel: str, counts: np.ndarray, put_right: np.ndarray
    ) -> list[tuple]:
        on = EPOCH + timedelta(days=day)
        reported = datetime.combine(on, datetime.min.time()) + timedelta(days=1, minutes=20)
        lines = []
        for n in np.flatnonzero(counts[:, 0]):
            asked, answered, passed, helpful, not_helpful, outside = counts[n].tolist()
            # This site neither asks what an answer was worth nor sees who then calls.
            beyond = (passed, helpful, not_helpful) if channel != "site" else (None, None, None)
            corrected = reported + timedelta(days=AFTER) if put_right[n] else None
            name = str(self.names[n])
            lines.append(
                (name, on, channel, asked, answered, *beyond, outside,
                 2 if put_right[n] else 0, reported, corrected)
            )  # fmt: skip
        return lines
