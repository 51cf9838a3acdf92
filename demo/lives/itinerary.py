"""The course of one simulated disclosure request: dated steps from receipt to the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from demo.world.seasons import Seasons
from demo.world.topics import COURSES, OUTCOMES

EPOCH = date(1970, 1, 1)
LATE, STUCK = 0.035, 0.015  # answered past the limit; left lying
LIMIT = 20  # working days
OPINION = 15  # working days for somebody who was asked
SILENT, FORGOTTEN = 0.15, 0.2  # never replies; a request due to be closed that nobody closes


@dataclass(frozen=True)
class Step:
    """Something that happened to a request: `received`, an event's kind, or `ended`."""

    kind: str
    at: datetime
    limit_on: date | None = None

    @property
    def on(self) -> date:
        return self.at.date()


@dataclass(frozen=True)
class Itinerary:
    """The steps in order of time, and how the request ends."""

    steps: list[Step]
    outcome: str
    extension_days: int


def itinerary(rng: np.random.Generator, day: int, working: bool, seasons: Seasons) -> Itinerary:
    """Draw the course of a request received on the day (number)."""
    plan = _Plan(rng, day, seasons)
    course = str(rng.choice(list(COURSES), p=np.array([*COURSES.values()]) / sum(COURSES.values())))
    getattr(plan, course)()
    return plan.finished(working)


class _Plan:
    """Collects (day, kind); `start` is where the count begins, `used` the working days it takes."""

    def __init__(self, rng: np.random.Generator, day: int, seasons: Seasons) -> None:
        self.rng, self.day, self.seasons = rng, day, seasons
        self.start, self.excluded, self.limit = day, 0, LIMIT
        self.days: list[tuple[int, str]] = []
        self.used = int(rng.choice([rng.integers(0, 6), rng.integers(6, 15), rng.integers(13, 21)],
                                   p=[0.14, 0.30, 0.56]))  # fmt: skip
        self.outcome = ""
        self.end: int | None = None
        self.extra = 0
        self.limits: dict[int, int] = {}  # day of a correction notice → the limit that it sets

    def _after(self, day: int, low: int, high: int) -> int:
        """A working day `low` to `high` working days after the day."""
        return self.seasons.add(day, int(self.rng.integers(low, high + 1)))

    def plain(self) -> None:
        """Nothing but the answer."""

    def correction(self) -> None:
        """Unclear: one notice, as a rule in 7 working days; the term restarts when corrected."""
        late = self.rng.random() < 0.08
        notice_day = self._after(self.day, 8, 10) if late else self._after(self.day, 1, 6)
        self._notice(notice_day)
        if self.rng.random() < 0.2:
            self.outcome, self.end = "r21", self._closed(self.limits[notice_day])
            return
        self.start = self._after(notice_day, 2, 14)
        self.days.append((self.start, "corrected"))
        if self.rng.random() < 0.12:
            self.outcome = "r15"

    def late_notice(self) -> None:
        """A correction asked for when the term had run out: it restarts nothing."""
        notice_day = self._after(self.day, 22, 26)
        self._notice(notice_day)
        corrected = self._after(notice_day, 2, 8)
        self.days.append((corrected, "corrected"))
        self.used = self.seasons.count(self.day, corrected) + int(self.rng.integers(3, 15))

    def twice(self) -> None:
        """Two correction notices: only the first restarts the term."""
        self.start = self._after(self.day, 4, 8)
        again = self._after(self.start, 3, 8)
        self._notice(self._after(self.day, 1, 3))
        self._notice(again)
        self.days += [(self.start, "corrected"), (self._after(again, 2, 6), "corrected")]
        self.used = max(self.used, 16)

    def _notice(self, notice_day: int) -> None:
        self.days.append((notice_day, "correction_asked"))
        self.limits[notice_day] = self.seasons.add(notice_day, 15)

    def _closed(self, limit: int) -> int:
        """When a request is closed whose applicant let a limit pass; now and then long after it."""
        if self.rng.random() < FORGOTTEN:
            return self._after(limit, 25, 80)
        return self._after(limit, 1, 5)

    def third_party(self) -> None:
        """A third party is asked and has 15 working days."""
        self._stop("third_party", 2, 5)

    def agency(self) -> None:
        """Another agency is asked; now and then a third party at the same time."""
        self._stop("agency", 1, 4)
        if self.rng.random() < 0.25:
            self._stop("third_party", 2, 5)

    def _stop(self, who: str, low: int, high: int) -> None:
        request_day = self._after(self.day, low, high)
        served = self._after(request_day, 0, 2)
        latest = self.seasons.add(served, OPINION)
        replied = self._after(served, 3, 15)
        self.days += [(request_day, f"{who}_asked"), (served, f"{who}_served")]
        if self.rng.random() < SILENT:
            replied = latest
        else:
            self.days.append((replied, f"{who}_replied"))
        self.excluded += self.seasons.count(request_day, min(replied, latest))
        self.used = max(self.used, high + 1)

    def fee(self) -> None:
        """A fee notice; unpaid after 20 working days the request ends, else the term restarts."""
        notified = self._after(self.day, 3, 8)
        self.days.append((notified, "fee_notified"))
        if self.rng.random() < 0.3:
            self.outcome, self.end = "r22", self._closed(self.seasons.add(notified, LIMIT))
            return
        self.start = self._after(notified, 1, 15)
        self.days.append((self.start, "fee_paid"))

    def extension(self) -> None:
        """Up to 20 working days more; without approval and notice it does not count."""
        approved = self._after(self.day, 14, 18)
        notified = self.seasons.add(approved, int(self.rng.integers(0, 2)))
        draw = self.rng.random()
        if draw >= 0.12:
            self.days.append((approved, "extension_approved"))
        if draw < 0.12 or draw >= 0.24:
            self.days.append((notified, "extension_notified"))
        self.extra = int(self.rng.choice([10, 15, 20], p=[0.2, 0.2, 0.6]))
        self.limit += self.extra
        self.used = 20 + int(self.rng.integers(1, self.extra + 1))

    def _limit(self, kind: str, day: int) -> date | None:
        return EPOCH + timedelta(days=self.limits[day]) if kind == "correction_asked" else None

    def finished(self, working: bool) -> Itinerary:
        """Add the end and turn days into moments of the office's hours, in order."""
        fate = self.rng.random()
        if fate < STUCK:
            self.used = self.limit + int(self.rng.integers(25, 70))
        elif fate < STUCK + LATE:
            self.used = self.limit + int(self.rng.integers(1, 9))
        if self.end is None:
            self.end = self.seasons.add(self.start, self.used + self.excluded)
        self.days.sort(key=lambda entry: entry[0])
        last = max([self.day, *(d for d, _ in self.days)])
        if self.end <= last and (self.days or self.end < last):
            self.end = self.seasons.add(last, 1)
        hour = 9 * 3600 if working else 8 * 3600
        moments = [(self.day, "received"), *self.days, (self.end, "ended")]
        # Within a day, a step comes after those before it: the hours are drawn in rising order.
        times = np.sort(self.rng.integers(hour, 17 * 3600, len(moments)))
        steps = [
            Step(
                kind,
                datetime.combine(EPOCH, datetime.min.time()) + timedelta(days=d, seconds=int(t)),
                self._limit(kind, d),
            )
            for (d, kind), t in zip(moments, times, strict=True)
        ]
        outcomes = np.array([*OUTCOMES.values()]) / sum(OUTCOMES.values())
        outcome = self.outcome or str(self.rng.choice(list(OUTCOMES), p=outcomes))
        return Itinerary(steps, outcome, self.extra)
