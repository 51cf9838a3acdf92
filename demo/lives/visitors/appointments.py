"""The simulated appointments: those kept are the cases of that channel; visits at home some of the others."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import numpy.typing as npt
import polars as pl

from demo.lives.cases import DAY, NOON, pick
from demo.world import draws, visitors
from demo.world.columns import coded, instants, optional
from demo.world.references import References
from demo.world.seasons import Seasons

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
KINDS = ("hall", "home")
SLOTS = ("morning", "afternoon")
OUTCOMES = ("kept", *visitors.NOT_KEPT_AS)
LISTED_AT = 300  # seconds after midnight: the day's list is exported
NOTED_AT, PUT_RIGHT_AFTER = 18 * 3600, 16 * 3600  # who did not come; from then on, in seconds
LONGEST = 3  # calendar days from the day to the last entry
# Rows of the drawn uniforms, by what they decide.
HOME, LOST, OF, AS, CHANNEL, AHEAD, WAIT, WRONG = range(8)
DRAWN = 8


def fields_at(instant: datetime) -> list[pl.Expr]:
    """The exported fields at the instant: who came is known once it is noted."""
    noted = pl.col("noted_at") <= instant
    wrong = pl.col("put_right_at").is_not_null() & (pl.col("put_right_at") > instant)
    outcome = pl.when(wrong).then(pl.lit("no_show")).otherwise(pl.col("outcome").cast(pl.String))
    came = pl.col("outcome") == "kept"
    return [
        pl.col(
            "appointment_no", "kind", "booked_on", "for_on", "slot", "item", "window", "channel"
        ),
        pl.when(noted).then(outcome).alias("outcome"),
        pl.when(noted).then(came).alias("served"),
        pl.when(noted & came).then("wait_minutes").alias("wait_minutes"),
    ]


class Appointments:
    """Draws the appointments of given days around the cases that came by appointment."""

    def __init__(self, seed: int, refs: References, seasons: Seasons) -> None:
        self.seed, self.refs, self.seasons = seed, refs, seasons

    def lives(self, cases: pl.DataFrame, days: list[int]) -> pl.DataFrame:
        """All that are booked for the days, by day, those that were kept first."""
        cases = cases.filter(pl.col("channel").is_in(["appointment", "other"]))
        day_of = cases.get_column("accepted_at").to_physical().to_numpy() // (1000 * DAY)
        other = (cases.get_column("channel") == "other").to_numpy()
        rows, kept, drawn = [], [], []
        for day in days:
            first, last = np.searchsorted(day_of, [day, day + 1])
            if first < last:
                rng = draws.generator(self.seed + 2, day, draws.VISITORS)
                picked, u, is_kept = self._of_day(rng, np.arange(first, last), other)
                rows.append(picked)
                kept.append(is_kept)
                drawn.append(u)
        if rows:
            at, u = np.concatenate(rows), np.concatenate(drawn, axis=1)
            is_kept = np.concatenate(kept)
        else:
            at, u, is_kept = np.zeros(0, np.int64), np.empty((DRAWN, 0)), np.zeros(0, np.bool_)
        return self._frame(cases[at], other[at], is_kept, u)

    @staticmethod
    def _of_day(
        rng: np.random.Generator, cases: Integers, other: npt.NDArray[np.bool_]
    ) -> tuple[Integers, Floats, npt.NDArray[np.bool_]]:
        """The positions of cases that were booked, then those that stand for what was not kept."""
        u = rng.random((DRAWN, len(cases)))
        at_home = other[cases]
        booked = ~at_home | (u[HOME] < visitors.AT_HOME)
        lost = ~at_home & (u[LOST] < visitors.NOT_KEPT)
        rows = np.concatenate([cases[booked], cases[lost]])
        again = np.concatenate([u[:, booked], (u[:, lost] * 5.7 + 0.31) % 1], axis=1)
        return rows, again, np.arange(len(rows)) < booked.sum()

    def _frame(
        self,
        cases: pl.DataFrame,
        other: npt.NDArray[np.bool_],
        kept: npt.NDArray[np.bool_],
        u: Floats,
    ) -> pl.DataFrame:
        at = cases.get_column("accepted_at").to_physical().to_numpy() // 1000
        day = at // DAY
        ahead = np.minimum(-np.log1p(-u[AHEAD]) * visitors.AHEAD, 20).astype(np.int64)
        booked = self.seasons.workdays[self.seasons.index(day) - ahead]
        booked = np.where(~kept & (u[WRONG] >= 1 - visitors.BROKEN_APPOINTMENT), day + 1, booked)
        outcome = np.where(kept, 0, 1 + pick(np.cumsum([*visitors.NOT_KEPT_AS.values()]), u[AS]))
        cancelled = outcome > OUTCOMES.index("no_show")
        midnight = day * DAY
        noted = np.where(kept, at, np.where(cancelled, midnight + LISTED_AT, midnight + NOTED_AT))
        wrong = (outcome == OUTCOMES.index("cancelled_by_applicant")) & (
            u[WRONG] < visitors.PUT_RIGHT / 0.09
        )
        noted = np.where(wrong, midnight + NOTED_AT, noted)
        wait = np.minimum(-np.log1p(-u[WAIT]) * visitors.ARRIVAL_WAIT, 40).astype(np.int64)
        return pl.DataFrame(
            [
                self._numbers(cases, kept),
                coded("kind", other.astype(np.int64), KINDS),
                _dates("booked_on", booked),
                _dates("for_on", day),
                coded("slot", (at % DAY >= NOON).astype(np.int64), SLOTS),
                cases.get_column("item"),
                cases.get_column("window"),
                coded("channel", pick(np.cumsum([*visitors.BOOKED_BY.values()]), u[CHANNEL]),
                      [*visitors.BOOKED_BY]),
                coded("outcome", outcome, OUTCOMES),
                optional("wait_minutes", wait),
                instants("listed_at", midnight + LISTED_AT),
                instants("noted_at", noted),
                instants("put_right_at", np.where(wrong, noted + PUT_RIGHT_AFTER, -1)),
            ]
        )  # fmt: skip

    @staticmethod
    def _numbers(cases: pl.DataFrame, kept: npt.NDArray[np.bool_]) -> pl.Series:
        """Of the appointments' own system; what is kept and what stands for another differ in it."""
        words = pl.Series(np.where(kept, "YY", "YX"))
        numbers = cases.get_column("case_no").str.slice(2)
        return (words + numbers).alias("appointment_no")


def _dates(name: str, days: Integers) -> pl.Series:
    return pl.Series(name, days.astype("datetime64[D]")).cast(pl.Date)
