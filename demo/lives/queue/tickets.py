"""The simulated queue: each case accepted at the hall has a ticket of its quarter hour; some are for nothing.

Volumes of tickets without a case, waits and windows are invented.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Final

import numpy as np
import polars as pl

from data.catalog.queue.waits import BINS
from demo.lives.itinerary import EPOCH
from demo.world import draws
from demo.world.columns import INSTANT

FLOORS: Final = {"1": (0.5, 26), "2": (0.32, 22), "3": (0.18, 17)}  # share of tickets, windows
WITHOUT_CASE: Final = 0.14  # tickets for a question or papers that lack something, a case
LEFT: Final = 0.035
WAIT: Final = (4.0, 3.0)  # minutes, mean: with an empty queue; more for each ticket a window
BUSY: Final = 0.85  # of the windows of a floor
SILENT: Final = 0.01  # days of a floor on which its system is cut off and reports the next morning
WRONG: Final = 0.001  # rows with a ticket too few, put right the next morning
QUARTER, STATED_AFTER = timedelta(minutes=15), timedelta(minutes=1)
NEXT_MORNING = timedelta(days=1, hours=7)

QUEUE = {
    "on": pl.Date, "hour": pl.Int64, "quarter": pl.String,
    "taken": pl.Int64, "served": pl.Int64, "left": pl.Int64, "waiting": pl.Int64,
    "windows_open": pl.Int64, "reported_at": INSTANT, "put_right_at": INSTANT,
}  # fmt: skip
STATES = {
    "state": pl.String, "on": pl.Date, "floor": pl.String, "stated_at": INSTANT,
    "waiting": pl.Int64, "windows_open": pl.Int64, "recorded_at": INSTANT,
}  # fmt: skip
WAITS = {
    "on": pl.Date, "hour": pl.Int64, "wait_up_to": pl.Int64, "n": pl.Int64,
    "windows_open": pl.Int64, "recorded_at": INSTANT,
}  # fmt: skip


def queue_shown(instant: datetime) -> list[pl.Expr]:
    """The exported fields of a quarter hour; one that is wrong lacks a ticket."""
    wrong = pl.col("put_right_at").is_not_null() & (pl.col("put_right_at") > instant)
    taken = pl.when(wrong).then(pl.col("taken") - 1).otherwise("taken")
    shown = ("on", "hour", "quarter", "served", "left", "waiting", "windows_open")
    return [pl.col(*shown), taken.alias("taken")]


def states_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of the queue as last stated."""
    return [pl.col("on", "floor", "stated_at", "waiting", "windows_open")]


def waits_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of an hour's waits."""
    return [pl.col("on", "hour", "wait_up_to", "n", "windows_open")]


class Queue:
    """Draws the tickets of given days around the cases accepted at the hall."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def lives(
        self, cases: pl.DataFrame, days: list[int]
    ) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        """Quarter hours of the hall, the states in which floors end them, and waits by hour."""
        at_hall = cases.filter(pl.col("channel").cast(pl.String) == "hall")
        begun = at_hall.group_by(pl.col("accepted_at").dt.truncate("15m").alias("at")).len()
        by_day: dict[date, list[tuple[datetime, int]]] = {}
        for at, n in begun.sort("at").iter_rows():
            by_day.setdefault(at.date(), []).append((at, n))
        queue: list[tuple] = []
        states: list[tuple] = []
        waits: list[tuple] = []
        for day in days:
            on = EPOCH + timedelta(days=day)
            if on in by_day:
                rng = draws.generator(self.seed, day, draws.QUEUE)
                _Day(rng, on, (queue, states, waits)).draw(by_day[on])
        return (
            pl.DataFrame(queue, QUEUE, orient="row"),
            pl.DataFrame(states, STATES, orient="row"),
            pl.DataFrame(waits, WAITS, orient="row"),
        )


class _Day:
    """A day of the hall, quarter hour by quarter hour, into rows of the three datasets."""

    def __init__(self, rng: np.random.Generator, on: date, rows: tuple[list[tuple], ...]) -> None:
        self.rng, self.on = rng, on
        self.queue, self.states, self.waits = rows
        self.midnight = datetime.combine(on, datetime.min.time())
        self.waiting = [0] * len(FLOORS)
        self.called: dict[int, Counter[int]] = {}
        self.most: dict[int, int] = {}  # windows open, by hour

    def draw(self, quarters: list[tuple[datetime, int]]) -> None:
        """What waits as the last quarter begins is served or leaves in it."""
        rng = self.rng
        shares = np.array([share for share, _ in FLOORS.values()])
        morning = self.midnight + NEXT_MORNING
        n_quarters = len(quarters)
        cut_off = [
            int(rng.integers(n_quarters)) if rng.random() < SILENT else n_quarters for _ in FLOORS
        ]
        for i, (at, n) in enumerate(quarters):
            taken = rng.multinomial(n + int(rng.poisson(n * WITHOUT_CASE)), shares)
            stated = at + QUARTER + STATED_AFTER
            told = [morning if i >= cut else stated for cut in cut_off]
            sums = self._floors(at, taken, told, i == n_quarters - 1)
            wrong = taken.sum() > 0 and rng.random() < WRONG
            put_right = morning + QUARTER if wrong else None
            # A quarter hour of the hall is there once all floors have told theirs.
            self.queue.append((
                self.on, at.hour, f"q{at.minute // 15 + 1}", int(taken.sum()), *sums, max(told),
                put_right,
            ))  # fmt: skip
        for hour, counted in self.called.items():
            over = self.midnight + timedelta(hours=hour + 1) + STATED_AFTER
            most = self.most[hour]
            self.waits += [(self.on, hour, up, counted[up], most, over) for up in sorted(counted)]

    def _floors(
        self, at: datetime, taken: np.ndarray, told: list[datetime], is_last: bool
    ) -> list[int]:
        """A quarter hour on each floor: served, left, waiting and windows open of all together."""
        sums, ended = np.zeros(4, np.int64), at + QUARTER
        for f, (floor, (_, windows)) in enumerate(FLOORS.items()):
            there = self.waiting[f] + int(taken[f])
            served, left, rest = _ended(self.rng, there, is_last)
            is_open = max(3, int(self.rng.binomial(windows, BUSY)))
            waits = _waits(self.rng, served, there / is_open)
            self.called.setdefault(at.hour, Counter()).update(waits)
            self.waiting[f] = rest
            sums += (served, left, rest, is_open)
            # Reports that come together the next morning are entered in their order.
            entered = max(ended + STATED_AFTER, told[f] + (ended - self.midnight) / 1000)
            state = (f"{self.on} {floor}", self.on, floor, ended, rest, is_open, entered)
            self.states.append(state)
        self.most[at.hour] = max(self.most.get(at.hour, 0), int(sums[-1]))
        return [int(n) for n in sums]


def _ended(rng: np.random.Generator, there: int, is_last: bool) -> tuple[int, int, int]:
    """Of the tickets of a floor in a quarter hour how many are served, left, and wait at its end."""
    left = int(rng.binomial(there, LEFT))
    rest = 0 if is_last else int(rng.binomial(there - left, 0.3))
    return there - left - rest, left, rest


def _waits(rng: np.random.Generator, served: int, load: float) -> list[int]:
    """The bins in which those served had waited, with so many tickets a window."""
    drawn = np.minimum(rng.exponential(WAIT[0] + WAIT[1] * load, served), BINS[-1])
    return [BINS[b] for b in np.searchsorted(BINS, drawn)]
