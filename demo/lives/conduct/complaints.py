"""The simulated complaints: some are letters from the box, some bad ratings, the others come by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from demo.lives.itinerary import EPOCH
from demo.world import conduct, draws
from demo.world.columns import INSTANT
from demo.world.references import References
from demo.world.seasons import WORKDAY, Seasons, number

LONGEST = 150  # calendar days from a rating or the day it came to the last entry
COMPLAINTS = {
    "complaint_no": pl.String, "channel": pl.String, "kind": pl.String, "department": pl.String,
    "named": pl.Boolean, "verdict": pl.String, "measure": pl.String, "received_at": INSTANT,
    "accepted_at": INSTANT, "answered_at": INSTANT, "reopened_at": INSTANT,
}  # fmt: skip
FOLLOW_UPS = {
    "follow_up_no": pl.String, "kind": pl.String, "satisfied": pl.Int64, "followed_up_at": INSTANT,
}  # fmt: skip
OPENINGS = {"box": pl.String, "on": pl.Date, "letters_n": pl.Int64, "recorded_at": INSTANT}
INTEGRITY = {
    "complaint_no": pl.String, "received_on": pl.Date, "passed_on": pl.Boolean, "recorded_at": INSTANT,
}  # fmt: skip


def complaints_shown(instant: datetime) -> list[pl.Expr]:
    """The exported fields of a complaint at the instant."""
    over = pl.col("answered_at") <= instant
    return [
        pl.col("complaint_no", "channel", "kind", "department", "named"),
        *(
            pl.when(pl.col(step) <= instant).then(pl.col(step).dt.date()).alias(field)
            for step, field in (
                ("received_at", "received_on"),
                ("accepted_at", "accepted_on"),
                ("answered_at", "answered_on"),
                ("reopened_at", "reopened_on"),
            )
        ),
        pl.when(over).then("verdict").alias("verdict"),
        pl.when(over).then("measure").alias("measure"),
    ]


def follow_ups_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of an answer."""
    on = pl.col("followed_up_at").dt.date().alias("followed_up_on")
    return [pl.col("follow_up_no", "kind", "satisfied"), on]


def openings_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of an opening of the box."""
    return [pl.col("box", "on", "letters_n")]


def integrity_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of a complaint of integrity."""
    return [pl.col("complaint_no", "received_on", "passed_on")]


def _one_of(rng: np.random.Generator, shares: Mapping[str, float]) -> str:
    return str(rng.choice(list(shares), p=list(shares.values())))


class Complaints:
    """Draws the complaints of given days, and of the ratings that are handed over."""

    def __init__(self, seed: int, refs: References, seasons: Seasons) -> None:
        self.seed, self.refs, self.seasons = seed, refs, seasons

    def lives(self, ratings: pl.DataFrame, days: list[int]) -> dict[str, pl.DataFrame]:
        """Complaints, what is said of their answers, openings of the box, complaints of integrity."""
        openings = [row for day in days for row in self._opening(day)]
        complaints, answers = [], []
        every = (*self._plain(days), *self._letters(openings), *self._rated(ratings))
        for rng, code, channel, department, at in every:
            complaint = self._complaint(rng, code, channel, department, at)
            complaints.append(complaint)
            answers += self._answer(rng, complaint)
        return {
            "complaints": pl.DataFrame(complaints, COMPLAINTS, orient="row"),
            "complaint-follow-ups": pl.DataFrame(answers, FOLLOW_UPS, orient="row"),
            "box-openings": pl.DataFrame(openings, OPENINGS, orient="row"),
            "integrity-complaints": pl.DataFrame(self._integrity(days), INTEGRITY, orient="row"),
        }

    def _worked(self, year: int) -> Any:
        days = np.arange(number(date(year, 1, 1)), number(date(year, 12, 31)) + 1)
        return days[self.seasons.kind(days) == WORKDAY]

    def _of_years(self, days: list[int], a_year: int, seed: int) -> list[tuple[Any, str, int]]:
        """So many of each year of the days, those that fall on them: a generator, a number, the day."""
        within, rows = set(days), []
        for year in sorted({(EPOCH + timedelta(days=day)).year for day in days}):
            rng = draws.generator(seed, number(date(year, 1, 1)), draws.CONDUCT)
            chosen = np.sort(rng.choice(self._worked(year), a_year))
            for n, day in enumerate(chosen, 1):
                if int(day) in within:
                    own = draws.generator(seed + n, int(day), draws.CONDUCT)
                    rows.append((own, f"{year}-{n:04d}", int(day)))
        return rows

    def _plain(self, days: list[int]) -> list[tuple]:
        return [
            (rng, f"TS{code}", _one_of(rng, conduct.CHANNELS), self._department(rng), self._at(day, rng))
            for rng, code, day in self._of_years(days, conduct.COMPLAINTS_A_YEAR, self.seed + 1_000)
        ]  # fmt: skip

    def _integrity(self, days: list[int]) -> list[tuple]:
        drawn = self._of_years(days, conduct.INTEGRITY_A_YEAR, self.seed + 5_000)
        return [
            (f"LJ{code}", EPOCH + timedelta(days=day), bool(rng.random() < conduct.PASSED_ON), self._at(day, rng))
            for rng, code, day in drawn
        ]  # fmt: skip

    def _opening(self, day: int) -> list[tuple]:
        """The box is opened on the first working day of a week, seldom not at all."""
        monday = day - (day + 3) % 7
        week = np.arange(monday, monday + 7)
        worked = week[self.seasons.kind(week) == WORKDAY]
        if not len(worked) or int(worked[0]) != day:
            return []
        rng = draws.generator(self.seed + 4, day, draws.CONDUCT)
        if rng.random() < conduct.BOX_MISSED:
            return []
        at = datetime.combine(EPOCH + timedelta(days=day), datetime.min.time())
        letters = int(rng.poisson(conduct.LETTERS_A_WEEK))
        return [("hall", at.date(), letters, at + timedelta(hours=9, minutes=20))]

    def _letters(self, openings: list[tuple]) -> list[tuple]:
        rows = []
        for _, on, letters, at in openings:
            for n in range(1, letters + 1):
                rng = draws.generator(self.seed + 10 + n, number(on), draws.CONDUCT)
                entered = at + timedelta(minutes=10 * n)
                rows.append((rng, f"XX{on:%Y%m%d}-{n}", "box", self._department(rng), entered))
        return rows

    def _rated(self, ratings: pl.DataFrame) -> list[tuple]:
        """Of the bad ratings found upheld some become complaints, which ones by their scattered number."""
        upheld = ratings.filter(
            (pl.col("verdict") == "upheld")
            & pl.col("verified_at").is_not_null()
            & (pl.col("score") <= 2)
        )
        rows = []
        for code, department, at in upheld.select(
            "evaluation_no", pl.col("department").cast(pl.String), "verified_at"
        ).iter_rows():
            digits = int(code.removeprefix("PJ").replace("-", ""))
            rng = draws.generator(self.seed + 5, digits, draws.CONDUCT)
            if rng.random() < conduct.RATINGS_TURNED:
                rows.append((rng, f"CP{digits}", "rating", department, at + timedelta(minutes=30)))
        return rows

    def _complaint(
        self, rng: np.random.Generator, code: str, channel: str, department: str, at: datetime
    ) -> tuple:
        day, course = number(at.date()), rng.random(3)
        verdict = _one_of(rng, conduct.VERDICTS)
        upheld = verdict in ("upheld", "partly")
        measure = _one_of(rng, conduct.MEASURES) if upheld else "none"
        most, limit = conduct.ACCEPT_WITHIN, conduct.ANSWER_WITHIN
        is_late = course[0] < conduct.ACCEPTED_LATE, course[1] < conduct.ANSWERED_LATE
        accept = int(rng.integers(most + 1, most + 4) if is_late[0] else rng.integers(0, most))
        answer = int(
            rng.integers(limit + 1, limit + 20) if is_late[1] else rng.integers(accept, limit + 1)
        )
        accepted = max(self._at(self.seasons.add(day, accept), rng), at + timedelta(minutes=15))
        answered = max(
            self._at(self.seasons.add(day, max(answer, accept)), rng),
            accepted + timedelta(minutes=15),
        )
        if course[1] > 1 - conduct.NEVER_ANSWERED:
            answered = None
        reopened = None
        if answered and course[2] < conduct.REOPENED:
            reopened = answered + timedelta(days=int(rng.integers(1, 45)))
        kind = _one_of(rng, conduct.KINDS)
        named = bool(rng.random() < conduct.NAMED)
        return code, channel, kind, department, named, verdict, measure, at, accepted, answered, reopened  # fmt: skip

    def _answer(self, rng: np.random.Generator, complaint: tuple) -> list[tuple]:
        code, kind, verdict, answered = complaint[0], complaint[2], complaint[5], complaint[9]
        if answered is None or verdict == "withdrawn" or rng.random() >= conduct.FOLLOWED_UP:
            return []
        stars = int(rng.choice(5, p=conduct.SATISFIED[verdict != "not_upheld"])) + 1
        back = self.seasons.add(number(answered.date()), int(rng.integers(1, 8)))
        return [(f"HF{code}", kind, stars, self._at(back, rng))]

    def _department(self, rng: np.random.Generator) -> str:
        return str(rng.choice(self.refs.departments, p=self.refs.department_shares))

    @staticmethod
    def _at(day: int, rng: np.random.Generator) -> datetime:
        midnight = datetime.combine(EPOCH + timedelta(days=day), datetime.min.time())
        return midnight + timedelta(minutes=int(rng.integers(9 * 60, 17 * 60)))
