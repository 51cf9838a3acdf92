"""The simulated hall as a whole: all lives that begin on given days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from demo.lives import deferred, disclosure, ratings, reviews, terms
from demo.lives.cases import Cases, horizon
from demo.lives.clean_up import CleanUp
from demo.lives.deferred import Deferred
from demo.lives.disclosure import Disclosure
from demo.lives.inspections import Inspections
from demo.lives.promises import Promises
from demo.lives.ratings import Ratings
from demo.lives.reviews import Reviews
from demo.lives.statements import Statements
from demo.lives.visitors import hotline
from demo.lives.visitors.appointments import Appointments
from demo.lives.visitors.assisted import Assisted
from demo.lives.visitors.hotline import Hotline
from demo.lives.visitors.stuck import Stuck
from demo.world.references import read, references
from demo.world.seasons import Seasons, number


class SimulatedHall:
    """A hall that opened its books on `start`; what it does is fixed by the seed (≥ 0).

    `frames` are the reference lists by dataset id, as `demo.world.references.read` gives them; by
    default the ones that ship.
    """

    def __init__(
        self, seed: int, start: date, frames: dict[str, pl.DataFrame] | None = None
    ) -> None:
        self.seed, self.start = seed, start
        self.frames = frames or read()
        refs, seasons = references(self.frames), Seasons()
        self._cases = Cases(seed, refs, seasons)
        self._ratings = Ratings(seed, refs, seasons)
        self._disclosure = Disclosure(seed, refs, seasons)
        self._reviews = Reviews(seed, refs, seasons)
        self._statements = Statements(seed, start, refs, self._disclosure)
        self._clean_up = CleanUp(seed, start, refs, seasons)
        self._promises = Promises(start, refs)
        self._inspections = Inspections(seed, refs, seasons)
        self._deferred = Deferred(seed, refs, seasons)
        self._hotline = Hotline(seed, refs, seasons)
        self._appointments = Appointments(seed, refs, seasons)
        self._stuck = Stuck(seed, refs, seasons)
        self._assisted = Assisted(seed, start, refs, seasons)
        # Calendar days after which whatever began has come to its end.
        self.longest_life = max(
            horizon(refs) + ratings.LONGEST_FOLLOW_UP,
            disclosure.LONGEST,
            reviews.LONGEST,
            deferred.LONGEST,
            hotline.LONGEST,
        )

    def lives(self, days: Iterable[date]) -> dict[str, pl.DataFrame]:
        """Everything that begins on the days, by dataset id: whole lives, to be cut by `states`."""
        numbers = sorted(number(day) for day in set(days) if day >= self.start)
        cases, counts = self._cases.lives(numbers)
        requests, events = self._disclosure.lives(numbers)
        combed, changes = self._clean_up.lives(numbers)
        granted, owed = self._deferred.lives(numbers)
        calls, answers = self._hotline.lives(cases, numbers)
        terminals, terminal_days, assisted = self._assisted.lives(cases, numbers)
        return {
            "case-stops": terms.stops(cases),  # first: else each file of them renews its cases
            "cases": cases,
            "evaluations": self._ratings.lives(cases, numbers, counts),
            "disclosure-requests": requests,
            "disclosure-events": events,
            "disclosure-reviews": self._reviews.lives(numbers),
            "disclosure-statements": self._statements.lives(numbers),
            "item-reviews": combed,
            "item-changes": changes,
            "time-commitments": self._promises.lives(numbers),
            "joint-inspections": self._inspections.lives(numbers),
            "deferred-papers": owed,
            "deferred-approvals": granted,
            "hotline-calls": calls,
            "hotline-follow-ups": answers,
            "appointments": self._appointments.lives(cases, numbers),
            "stuck-matters": self._stuck.lives(numbers),
            "terminals": terminals,
            "terminal-days": terminal_days,
            "assisted-services": assisted,
        }

    def cases_accepted_on(self, day: date) -> pl.DataFrame:
        """The cases accepted on a day, with their whole life."""
        return self.lives([day])["cases"]
