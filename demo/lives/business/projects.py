"""The simulated projects signed in the zones, their steps, and the files of businesses: 17 a year each."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl

from demo.lives.business.visits import (
    PHASES,
    PROJECTS,
    SIZE_SHARES,
    SIZES,
    ZONE_SHARES,
    ZONES,
    Years,
    day_of,
    generator,
    known_by,
    moment,
)
from demo.lives.itinerary import EPOCH
from demo.world.columns import INSTANT
from demo.world.seasons import Seasons, number

PROJECT_LIVES = {
    "project_ref": pl.String, "zone": pl.String, "size": pl.String, "kind": pl.String, "service": pl.String,
    "secretary_hall": pl.Boolean, "secretary_zone": pl.Boolean, "upward": pl.Boolean, "used_days": pl.Int64,
    "legal_days": pl.Int64, "signed_at": INSTANT, "completed_at": INSTANT,
}  # fmt: skip
STEP_LIVES = {
    "project_no": pl.String, "step": pl.Int64, "phase": pl.String, "due_on": pl.Date,
    "accepted_at": INSTANT, "completed_at": INSTANT,
}  # fmt: skip
FILE_LIVES = {
    "file_ref": pl.String, "entries": pl.Int64, "at_year_end": pl.Int64, "opened_at": INSTANT,
    "counted_at": INSTANT,
}  # fmt: skip
SERVICES = ("agency",) * 11 + ("one_to_one",) * 6
WRONG = 0.02  # of the reports of cards
# The law's limits of a step, in working days, by stage.
LEGAL = {"land": 20, "works": 20, "start": 15, "finish": 20}


def projects_shown(instant: datetime) -> list[pl.Expr]:
    done = pl.col("completed_at") <= instant
    names = (
        "project_ref",
        "zone",
        "size",
        "kind",
        "service",
        "secretary_hall",
        "secretary_zone",
        "upward",
    )
    return [
        pl.col(*names),
        day_of("signed_at").alias("signed_on"),
        known_by(instant, "completed_at").alias("completed_on"),
        *(pl.when(done).then(pl.col(name)).alias(name) for name in ("used_days", "legal_days")),
    ]  # fmt: skip


def steps_shown(instant: datetime) -> list[pl.Expr]:
    return [
        pl.col("project_no", "step", "phase", "due_on"),
        day_of("accepted_at").alias("accepted_on"),
        known_by(instant, "completed_at").alias("completed_on"),
    ]


def files_shown(instant: datetime) -> list[pl.Expr]:
    counted = pl.when(pl.col("counted_at") <= instant).then(pl.col("at_year_end")).otherwise(0)
    return [
        pl.col("file_ref", "entries"),
        day_of("opened_at").alias("opened_on"),
        counted.alias("closed_entries"),
    ]


class Projects:
    """The projects of whole years, each with the same number."""

    def __init__(self, seed: int, start: date, seasons: Seasons) -> None:
        self.seed, self.seasons, self.years = seed, seasons, Years(start, seasons)

    def lives(self, days: list[int]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        """Projects, their steps, and the files opened for businesses."""
        years, within = self.years.of(days)
        projects, steps, files = [], [], []
        for year in years:
            rng = generator(self.seed, year, 1)
            services = rng.permutation(SERVICES)
            for n, day in enumerate(self.years.drawn(year, PROJECTS, rng)):
                own, taken = self._project(f"XM{year}-{n + 1:02d}", str(services[n]), day, rng)
                file = self._file(f"DA{year}-{n + 1:02d}", year, day, rng)
                if day in within:
                    projects.append(own)
                    steps += taken
                    files.append(file)
        return (
            pl.DataFrame(projects, PROJECT_LIVES, orient="row"),
            pl.DataFrame(steps, STEP_LIVES, orient="row"),
            pl.DataFrame(files, FILE_LIVES, orient="row"),
        )

    def _project(
        self, code: str, service: str, day: int, rng: np.random.Generator
    ) -> tuple[tuple, list[tuple]]:
        """A step begins a few days after the one before is done; the last one ends the project."""
        phases = PHASES if rng.random() < 0.25 else PHASES[:-1]
        steps, begin, used = [], self.seasons.add(day, int(rng.integers(3, 15))), 0
        for n, phase in enumerate(phases, 1):
            promised = int(rng.integers(4, 9))
            took = (
                promised + int(rng.integers(1, 4))
                if rng.random() < 0.05
                else int(rng.integers(2, promised + 1))
            )
            done = self.seasons.add(begin, took)
            due = EPOCH + timedelta(days=self.seasons.add(begin, promised))
            steps.append((code, n, phase, due, moment(begin, rng), moment(done, rng)))
            begin, used = self.seasons.add(done, int(rng.integers(1, 6))), used + took
        legal = sum(LEGAL[phase] for phase in phases)
        size, zone = str(rng.choice(SIZES, p=SIZE_SHARES)), str(rng.choice(ZONES, p=ZONE_SHARES))
        kind = "new" if rng.random() < 0.65 else "expansion"
        upward = bool(rng.random() < 0.35)
        project = (
            code,
            zone,
            size,
            kind,
            service,
            True,
            True,
            upward,
            used,
            legal,
            moment(day, rng),
            steps[-1][5],
        )
        return project, steps  # fmt: skip

    def _file(self, code: str, year: int, day: int, rng: np.random.Generator) -> tuple:
        """The entries closed are counted once, at the year's end."""
        entries = int(rng.integers(3, 12))
        whole = rng.random() < 0.6
        closed = entries if whole else int(rng.integers(0, entries))
        last = datetime.combine(date(year, 12, 31), datetime.min.time()) + timedelta(hours=16)
        opened = moment(day, rng)
        return (code, entries, closed, opened, max(last, opened + timedelta(minutes=1)))


CARD_LIVES = {
    "month": pl.Date, "zone": pl.String, "issued": pl.Int64, "contacts": pl.Int64,
    "answered_same_day": pl.Int64, "recorded_at": INSTANT,
}  # fmt: skip


def cards_shown(instant: datetime) -> list[pl.Expr]:
    return [pl.col("month", "zone", "issued", "contacts", "answered_same_day")]


class Cards:
    """Each zone's report of a month, on the third working day of the next.

    Now and then a first one has more answers than contacts, which intake refuses; the right one comes
    a day later.
    """

    def __init__(self, seed: int, start: date, seasons: Seasons) -> None:
        self.seed, self.seasons, self.years = seed, seasons, Years(start, seasons)

    def lives(self, days: list[int]) -> pl.DataFrame:
        _, within = self.years.of(days)
        ends = [EPOCH + timedelta(days=day) for day in sorted(within)]
        rows = [
            row
            for end in ends
            if (end + timedelta(days=1)).day == 1
            for at, zone in enumerate(ZONES)
            for row in self._reports(end.replace(day=1), zone, at)
        ]
        return pl.DataFrame(rows, CARD_LIVES, orient="row")

    def _reports(self, month: date, zone: str, at: int) -> list[tuple]:
        rng = generator(self.seed, month.year * 12 + month.month, 3 + at)
        busy = ZONE_SHARES[at] * len(ZONES)
        contacts = int(rng.poisson(16 * busy))
        same_day, issued = int(rng.binomial(contacts, 0.93)), int(rng.poisson(24 * busy))
        following = number((month + timedelta(days=31)).replace(day=1))
        told = moment(self.seasons.add(following - 1, 3), rng)
        row = (month, zone, issued, contacts, same_day)
        if rng.random() < WRONG:
            wrong = (month, zone, issued, contacts, contacts + 2, told)
            return [wrong, (*row, told + timedelta(days=1))]
        return [(*row, told)]
