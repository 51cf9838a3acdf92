"""The simulated orders of intermediary services: some 1,800 a year, of firms listed on the day.

How much is ordered of whom, at what price and how fast is the demo's own: the press report names only
three principles. Two firms are late more often than the others, two are rated worse, so that there is
something to find.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

import numpy as np
import polars as pl

from demo.lives.itinerary import EPOCH
from demo.lives.market.firms import KINDS, Firm, every
from demo.world import draws
from demo.world.columns import INSTANT
from demo.world.seasons import WORKDAY, Seasons, number

A_YEAR = 1_800
LONGEST = 150  # calendar days from the order to its last entry
SHARES = {
    "survey": 0.24, "appraisal": 0.18, "eia": 0.17, "audit": 0.14, "argument": 0.10, "safety": 0.08,
    "personnel": 0.06, "other": 0.03,
}  # fmt: skip
# Way of choosing → share, and the price as a part of its limit, from and to.
WAYS = {
    "draw": (0.34, 0.86, 1.0), "choice": (0.26, 0.80, 0.99), "price": (0.28, 0.62, 0.94),
    "direct": (0.12, 0.93, 1.0),
}  # fmt: skip
BIDDERS = 2.3  # beyond the first, where several may bid
NO_LIMIT, ENDED, RATED, REWORKED = 0.02, 0.02, 0.82, 0.06
LATE, OFTEN_LATE = 0.05, {"ZJ-002": 0.22, "ZJ-018": 0.24}
STARS = (0.01, 0.02, 0.09, 0.33, 0.55)
WORSE = {"ZJ-010": (0.06, 0.12, 0.22, 0.35, 0.25), "ZJ-036": (0.05, 0.14, 0.21, 0.35, 0.25)}
WRONG_PRICE, BEYOND_LIMIT = 0.01, 0.004  # put right within days; never put right
LIVES = {
    "order_no": pl.String, "kind": pl.String, "intermediary": pl.String, "chosen_by": pl.String,
    "bidders": pl.Int64, "price_limit": pl.Float64, "price": pl.Float64, "first_price": pl.Float64,
    "ordered_on": pl.Date, "due_on": pl.Date, "delivered_on": pl.Date, "ended_on": pl.Date,
    "score": pl.Int64, "rework": pl.Boolean, "entered_at": INSTANT, "put_right_at": INSTANT,
    "closed_at": INSTANT, "rated_at": INSTANT,
}  # fmt: skip
AS_ENTERED = (
    "order_no", "kind", "intermediary", "chosen_by", "bidders", "price_limit", "ordered_on", "due_on",
)  # fmt: skip


def fields_at(instant: datetime) -> list[pl.Expr]:
    """The exported fields of the orders at the instant."""
    closed, rated = pl.col("closed_at") <= instant, pl.col("rated_at") <= instant
    wrong = pl.col("put_right_at") > instant
    return [
        pl.col(*AS_ENTERED),
        pl.when(wrong).then("first_price").otherwise("price").alias("price"),
        *(pl.when(closed).then(name).alias(name) for name in ("delivered_on", "ended_on")),
        *(pl.when(rated).then(name).alias(name) for name in ("score", "rework")),
    ]


@dataclass(frozen=True)
class Ended:
    """How an order came to its end: either day, and the stars given for it."""

    delivered: int | None
    ended: int | None
    score: int | None
    rework: bool | None


class Orders:
    """Draws the orders made on given days, each with its whole life."""

    def __init__(self, seed: int, start: date, seasons: Seasons) -> None:
        self.seed, self.first, self.seasons = seed, number(start), seasons

    def lives(self, days: list[int]) -> pl.DataFrame:
        """The orders made on the days."""
        rows: list[tuple] = []
        for day in days:
            if self.seasons.kind(np.array([day]))[0] == WORKDAY:
                rng = self._rng(day)
                rows += [self._order(rng, day, n) for n in range(rng.poisson(A_YEAR / 249))]
        return pl.DataFrame(rows, LIVES, orient="row")

    def _rng(self, day: int) -> np.random.Generator:
        """The day's stream of the reform, from a place that its own draws never reach."""
        bits = draws.generator(self.seed, day, draws.REFORM).bit_generator
        assert isinstance(bits, np.random.Philox)
        return np.random.Generator(bits.jumped())

    def _firm(self, rng: np.random.Generator, kind: str, day: int) -> Firm:
        """One of the firms listed on the day; the first of a kind have most."""
        listed = [
            firm
            for firm in every(self.first)
            if firm.kind == kind and firm.joined <= day and (firm.left is None or day < firm.left)
        ]
        return listed[_drawn(rng, [1 / (1.6 + firm.place) for firm in listed])]

    def _order(self, rng: np.random.Generator, day: int, n: int) -> tuple:
        kind = list(SHARES)[_drawn(rng, SHARES.values())]
        way = list(WAYS)[_drawn(rng, [share for share, *_ in WAYS.values()])]
        firm = self._firm(rng, kind, day)
        *_, fee, usual = KINDS[kind]
        limit = float(round(fee * np.exp(0.45 * rng.standard_normal()), -1))
        _, low, high = WAYS[way]
        price = float(round(limit * rng.uniform(low, high), -1))
        without, wrong = rng.random(2)
        first_price = price
        if wrong < BEYOND_LIMIT:
            price = first_price = limit * 10  # a digit too many, never put right: refused
        elif wrong < WRONG_PRICE + BEYOND_LIMIT:
            first_price = float(round(price / 2, -1))
        bidders = 1 if way == "direct" else 1 + int(rng.poisson(BIDDERS))
        allowed = usual + int(rng.integers(-1, 3))
        due = self.seasons.add(day, allowed)
        end = self._ended(rng, firm, day, due, allowed)
        entered = _at(day, rng)
        last = end.delivered or end.ended or day
        closed = max(_at(last + int(rng.integers(0, 3)), rng), entered + timedelta(hours=2))
        rated = closed + timedelta(days=int(rng.integers(1, 6)))
        return (
            f"ZJ{EPOCH + timedelta(days=day):%Y%m%d}-{n + 1:02d}", kind, firm.id, way, bidders,
            None if without < NO_LIMIT else limit, price, first_price, _on(day), _on(due),
            _on(end.delivered), _on(end.ended), end.score, end.rework, entered,
            entered + timedelta(days=2) if first_price != price else None, closed,
            None if end.rework is None else rated,
        )  # fmt: skip

    def _ended(
        self, rng: np.random.Generator, firm: Firm, day: int, due: int, allowed: int
    ) -> Ended:
        if rng.random() < ENDED:
            return Ended(None, self.seasons.add(day, 1 + allowed // 2), None, None)
        if rng.random() < OFTEN_LATE.get(firm.id, LATE):
            delivered = self.seasons.add(due, int(rng.integers(1, 9)))
        else:
            used = max(1, round(allowed * rng.beta(4.5, 2.4)))
            delivered = self.seasons.add(day, min(used, allowed))
        stars = _drawn(rng, WORSE.get(firm.id, STARS)) + 1
        rework = bool(rng.random() < REWORKED)
        return Ended(delivered, None, stars if rng.random() < RATED else None, rework)


def _drawn(rng: np.random.Generator, weights: Iterable[float]) -> int:
    """The place of one of the weights, each as likely as it is heavy."""
    up_to = list(accumulate(weights))
    return min(bisect(up_to, rng.random() * up_to[-1]), len(up_to) - 1)


def _on(day: int | None) -> date | None:
    return None if day is None else EPOCH + timedelta(days=day)


def _at(day: int, rng: np.random.Generator) -> datetime:
    midnight = datetime.combine(EPOCH + timedelta(days=day), datetime.min.time())
    return midnight + timedelta(minutes=int(rng.integers(9 * 60, 17 * 60)))
