"""The simulated terminals and the help at the hall, counted day by day around the day's cases."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl

from demo.lives.itinerary import EPOCH
from demo.world import draws, visitors
from demo.world.columns import INSTANT
from demo.world.references import References
from demo.world.seasons import WORKDAY, Seasons, number

DAY_MINUTES, OPEN_MINUTES = 1440, 420  # the windows' hours
REPORTED_AT, CLOSED_AT = timedelta(days=1, hours=1), timedelta(hours=17, minutes=40)
LONGEST = 6  # calendar days from a day to its last entry
TERMINALS = {
    "terminal": pl.String, "title_zh": pl.String, "title_en": pl.String, "place": pl.String,
    "round_clock": pl.Boolean, "opened_on": pl.Date, "recorded_at": INSTANT,
}  # fmt: skip
DAYS = {
    "terminal": pl.String, "on": pl.Date, "due_minutes": pl.Int64, "up_minutes": pl.Int64,
    "uses": pl.Int64, "cases_n": pl.Int64, "easy_uses": pl.Int64, "faults": pl.Int64,
    "reported_at": INSTANT, "put_right_at": INSTANT,
}  # fmt: skip
HELP = {
    "on": pl.Date, "kind": pl.String, "served_n": pl.Int64, "older_n": pl.Int64,
    "reported_at": INSTANT, "put_right_at": INSTANT,
}  # fmt: skip


def terminals_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of the list of terminals."""
    return [pl.col(*(name for name in TERMINALS if name != "recorded_at"))]


def _wrong(instant: datetime) -> pl.Expr:
    """Whether a report is not put right yet."""
    return pl.col("put_right_at").is_not_null() & (pl.col("put_right_at") > instant)


def days_shown(instant: datetime) -> list[pl.Expr]:
    """The exported fields of a terminal's day; one that is wrong has more minutes up than due."""
    up = pl.when(_wrong(instant)).then(pl.col("due_minutes") + 10).otherwise("up_minutes")
    return [
        pl.col("terminal", "on", "due_minutes", "uses", "cases_n", "easy_uses", "faults"),
        up.alias("up_minutes"),
    ]


def help_shown(instant: datetime) -> list[pl.Expr]:
    """The exported fields of a day's help; one that is wrong lacks some."""
    served = pl.when(_wrong(instant)).then(pl.col("served_n") - 1).otherwise("served_n")
    return [pl.col("on", "kind", "older_n"), served.alias("served_n")]


class Assisted:
    """Draws the reports of given days around the cases of the day."""

    def __init__(self, seed: int, start: date, refs: References, seasons: Seasons) -> None:
        self.seed, self.first, self.refs, self.seasons = seed, number(start), refs, seasons

    def lives(
        self, cases: pl.DataFrame, days: list[int]
    ) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        """The list of terminals, their days, and the help at the hall."""
        counted = cases.group_by(pl.col("accepted_at").dt.date(), "channel").len()
        by_day = {(on, str(channel)): n for on, channel, n in counted.iter_rows()}
        terminals, help_given = [], []
        for day in days:
            on = EPOCH + timedelta(days=day)
            rng = draws.generator(self.seed + 4, day, draws.VISITORS)
            working = self.seasons.kind(np.array([day]))[0] == WORKDAY
            terminals += self._terminals(
                rng, on, bool(working), by_day.get((on, "self_service"), 0)
            )
            if working:
                help_given += self._help(rng, on, by_day.get((on, "hall"), 0))
        listed = self._list() if self.first in days else []
        return (
            pl.DataFrame(listed, TERMINALS, orient="row"),
            pl.DataFrame(terminals, DAYS, orient="row"),
            pl.DataFrame(help_given, HELP, orient="row"),
        )

    def _list(self) -> list[tuple]:
        entered = datetime.combine(EPOCH + timedelta(days=self.first), datetime.min.time())
        return [
            (f"ZD-{n:02d}", zh, en, place, always, date.fromisoformat(since), entered)
            for n, (zh, en, place, always, _, since) in enumerate(visitors.TERMINALS, 1)
        ]

    def _terminals(
        self, rng: np.random.Generator, on: date, working: bool, cases: int
    ) -> list[tuple]:
        """The reports of a day: its cases and other uses go to the terminals that work."""
        every = visitors.TERMINALS
        silent, faults = rng.random(len(every)), rng.poisson(visitors.FAULTS_A_DAY, len(every))
        down = (rng.exponential(70, len(every)) + 5).astype(np.int64) * faults
        open_, weight, due = [], [], []
        for n, (_, _, _, always, share, since) in enumerate(every):
            minutes = DAY_MINUTES if always else OPEN_MINUTES if working else 0
            is_there = silent[n] >= visitors.SILENT and date.fromisoformat(since) <= on
            open_.append(is_there)
            due.append(minutes)
            weight.append(share if is_there and minutes else 0)
        shares = np.array(weight, np.float64)
        if not shares.any():
            return []
        shares /= shares.sum()
        of_each = rng.multinomial(cases, shares)
        others = rng.multinomial(int(cases * (visitors.USES_A_CASE - 1)), shares)
        midnight = datetime.combine(on, datetime.min.time())
        rows = []
        for n, is_there in enumerate(open_):
            uses = int(of_each[n] + others[n])
            easy = int(rng.binomial(uses, visitors.EASY))
            late, wrong = rng.random(2)
            reported = midnight + REPORTED_AT
            reported += timedelta(days=2 if late < visitors.REPORTED_LATE else 0)
            put_right = reported + timedelta(days=1) if wrong < visitors.REPORT_WRONG else None
            up = due[n] - min(int(down[n]), due[n])
            if is_there:
                rows.append((
                    f"ZD-{n + 1:02d}", on, due[n], up, uses, int(of_each[n]), easy, int(faults[n]),
                    reported, put_right,
                ))  # fmt: skip
        return rows

    @staticmethod
    def _help(rng: np.random.Generator, on: date, cases: int) -> list[tuple]:
        reported = datetime.combine(on, datetime.min.time()) + CLOSED_AT
        rows = []
        for kind, (rate, older) in visitors.HELP.items():
            served = int(rng.poisson(cases * rate)) + 1
            of_them = int(rng.binomial(served - 1, older))
            wrong = rng.random() < visitors.HELP_PUT_RIGHT
            put_right = reported + timedelta(hours=16) if wrong else None
            rows.append((on, kind, served, of_them, reported, put_right))
        return rows
