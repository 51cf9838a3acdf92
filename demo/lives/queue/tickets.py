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
    "on": pl.Date, "floor": pl.String, "hour": pl.Int64, "quarter": pl.String,
    "taken": pl.Int64, "served": pl.Int64, "left": pl.Int64, "waiting": pl.Int64,
    "windows_open": pl.Int64, "reported_at": INSTANT, "put_right_at": INSTANT,
}  # fmt: skip
STATES = {
    "state": pl.String, "on": pl.Date, "floor": pl.String, "stated_at": INSTANT,
    "waiting": pl.Int64, "windows_open": pl.Int64, "recorded_at": INSTANT,
}  # fmt: skip
WAITS = {
    "on": pl.Date, "hour": pl.Int64, "wait_up_to": pl.Int64, "n": pl.Int64, "recorded_at": INSTANT,
}  # fmt: skip


def queue_shown(instant: datetime) -> list[pl.Expr]:
    """The exported fields of a quarter hour; one that is wrong lacks a ticket."""
    wrong = pl.col("put_right_at").is_not_null() & (pl.col("put_right_at") > instant)
    taken = pl.when(wrong).then(pl.col("taken") - 1).otherwise("taken")
    shown = ("on", "floor", "hour", "quarter", "served", "left", "waiting", "windows_open")
    return [pl.col(*shown), taken.alias("taken")]


def states_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of the queue as last stated."""
    return [pl.col("on", "floor", "stated_at", "waiting", "windows_open")]


def waits_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of an hour's waits."""
    return [pl.col("on", "hour", "wait_up_to", "n")]


class Queue:
    """Draws the tickets of given days around the cases accepted at the hall."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def lives(
        self, cases: pl.DataFrame, days: list[int]
    ) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        """Quarter hours by floor, the states they end in, and waits by hour."""
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
                self._day(
                    draws.generator(self.seed, day, draws.QUEUE), on, by_day[on], queue, waits
                )
        states = [_state(row) for row in queue]
        return (
            pl.DataFrame(queue, QUEUE, orient="row"),
            pl.DataFrame(states, STATES, orient="row"),
            pl.DataFrame(waits, WAITS, orient="row"),
        )

    @staticmethod
    def _day(
        rng: np.random.Generator,
        on: date,
        quarters: list[tuple[datetime, int]],
        queue: list[tuple],
        waits: list[tuple],
    ) -> None:
        """A day's rows. What waits as the last quarter begins is served or leaves in it."""
        shares = np.array([share for share, _ in FLOORS.values()])
        morning = datetime.combine(on, datetime.min.time()) + NEXT_MORNING
        cut_off = [
            int(rng.integers(len(quarters))) if rng.random() < SILENT else len(quarters)
            for _ in FLOORS
        ]
        waiting = np.zeros(len(FLOORS), np.int64)
        called: dict[int, Counter[int]] = {}
        for i, (at, n) in enumerate(quarters):
            taken = rng.multinomial(n + int(rng.poisson(n * WITHOUT_CASE)), shares)
            for f, (floor, (_, windows)) in enumerate(FLOORS.items()):
                there = int(waiting[f] + taken[f])
                left = int(rng.binomial(there, LEFT))
                rest = 0 if i == len(quarters) - 1 else int(rng.binomial(there - left, 0.3))
                served = there - left - rest
                is_open = max(3, int(rng.binomial(windows, BUSY)))
                mean = WAIT[0] + WAIT[1] * there / is_open
                drawn = np.minimum(rng.exponential(mean, served), BINS[-1])
                bins = np.searchsorted(BINS, drawn)
                called.setdefault(at.hour, Counter()).update(BINS[b] for b in bins)
                silent = i >= cut_off[f]
                reported = morning if silent else at + QUARTER + STATED_AFTER
                wrong = taken[f] > 0 and rng.random() < WRONG
                put_right = morning + QUARTER if wrong else None
                waiting[f] = rest
                queue.append((
                    on, floor, at.hour, f"q{at.minute // 15 + 1}", int(taken[f]), served, left,
                    rest, is_open, reported, put_right,
                ))  # fmt: skip
        for hour, counted in called.items():
            over = datetime.combine(on, datetime.min.time()) + timedelta(hours=hour + 1)
            waits += [(on, hour, up, counted[up], over + STATED_AFTER) for up in sorted(counted)]


def _state(row: tuple) -> tuple:
    """What a floor states as a quarter hour ends."""
    on, floor, hour, quarter, *_, waiting, windows, reported, _ = row
    ended = timedelta(hours=hour) + int(quarter[1]) * QUARTER
    stated = datetime.combine(on, datetime.min.time()) + ended
    # Reports that come together the next morning are entered in their order.
    entered = max(stated + STATED_AFTER, reported + ended / 1000)
    return (f"{on} {floor}", on, floor, stated, waiting, windows, entered)
