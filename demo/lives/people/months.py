"""Months that end on the days asked for, and when something is written about them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import numpy as np

from demo.lives.itinerary import EPOCH
from demo.world import draws
from demo.world.seasons import Seasons, number

# Numbers of their own for each system, so that they do not move together.
ASSESSED, COMMENDED, POSTS, SESSIONS, CHECKS = range(31, 36)


class Months:
    """The books are older than the hall's: they begin with the year before its first and come with its first day."""

    def __init__(self, seed: int, start: date, seasons: Seasons) -> None:
        self.seed, self.seasons, self.first = seed, seasons, number(start)
        self.oldest = date(start.year - 1, 1, 1)

    def within(self, days: Iterable[int]) -> set[int]:
        """The days, and with the hall's first all those before it that the books have."""
        within = set(days)
        return (
            within | set(range(number(self.oldest), self.first)) if self.first in within else within
        )

    def of(self, days: Iterable[int]) -> list[date]:
        """The first days of the months that end on the days."""
        ends = (EPOCH + timedelta(days=day) for day in sorted(self.within(days)))
        return [end.replace(day=1) for end in ends if (end + timedelta(days=1)).day == 1]

    def rng(self, month: date, system: int) -> np.random.Generator:
        return draws.generator(self.seed + system, number(month), draws.PEOPLE)

    def written(self, month: date, working_days: int, rng: np.random.Generator) -> datetime:
        """On so-and-so-many working days after the month's end, while the offices are open."""
        return moment(self.seasons.add(number(following(month)) - 1, working_days), rng)


def following(month: date) -> date:
    """The first day of the next month."""
    return (month + timedelta(days=31)).replace(day=1)


def moment(day: int, rng: np.random.Generator) -> datetime:
    midnight = datetime.combine(EPOCH + timedelta(days=day), datetime.min.time())
    return midnight + timedelta(minutes=int(rng.integers(9 * 60, 17 * 60)))
