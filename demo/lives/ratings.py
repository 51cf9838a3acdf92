"""The simulated ratings of completed cases, and what becomes of the bad ones.

A rating never carries its case: it has a number of its own, scattered over a wide range, and the
exports list ratings by the time they were given.
"""

from __future__ import annotations

from datetime import datetime

import numpy as np
import numpy.typing as npt
import polars as pl

from demo.lives.cases import APPOINTMENT, DAY, HALL, MORNING
from demo.world import draws, shape
from demo.world.columns import coded, instants
from demo.world.references import References
from demo.world.seasons import Seasons

LONGEST_FOLLOW_UP = 60  # calendar days from rating to the last step
VERIFIED = ("upheld", "not_upheld")
DATASPAN = 10**10
Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
WHETHER, SILENT, PAUSE, SCORE, NAMED, VERDICT, VERIFY, RECTIFY, CALL, REPLY, AFTER = range(11)
DRAWN = 11


def fields_at(instant: datetime) -> list[pl.Expr]:
    """The exported fields at the instant."""
    bad = (pl.col("score") <= 2) & ~pl.col("is_default")
    verified = pl.when(pl.col("verified_at") <= instant).then(pl.col("verdict").cast(pl.String))
    return [
        pl.col("evaluation_no", "department", "window", "channel", "score", "is_default", "named"),
        pl.col("rated_at").dt.date().alias("rated_on"),
        pl.col("rated_at"),
        pl.when(bad).then(verified.fill_null(pl.lit("pending"))).alias("verified"),
        (pl.col("turned_down") & (pl.col("verified_at") <= instant).fill_null(False)).alias(
            "set_aside"
        ),
        pl.when(pl.col("called_back_at") <= instant)
        .then("callback_satisfied")
        .alias("callback_satisfied"),
        *(
            pl.when(pl.col(step) <= instant).then(pl.col(step).dt.date()).alias(field)
            for step, field in (
                ("replied_at", "replied_on"),
                ("rectified_at", "rectified_on"),
                ("called_back_at", "called_back_on"),
            )
        ),
    ]


class Ratings:
    """Draws the ratings of given cases."""

    def __init__(self, seed: int, refs: References, seasons: Seasons) -> None:
        self.seed, self.refs, self.seasons = seed, refs, seasons
        rng = draws.generator(seed, 0, draws.HABITS)
        spread = np.exp(0.5 * rng.standard_normal(len(refs.departments)))
        self._bad = shape.BAD * spread / (spread @ refs.department_shares)
        # An affine step modulo 10¹⁰: different numbers stay different, neighbours end far apart.
        self._factor = int(rng.integers(10**7, 9 * 10**7)) * 10 + 7
        self._offset = int(rng.integers(DATASPAN))

    def lives(self, cases: pl.DataFrame, days: list[int], counts: list[int]) -> pl.DataFrame:
        """Ratings of the cases accepted on the days (`counts` of them each), by the time given."""
        _, u = draws.day_by_day(self.seed, days, draws.RATINGS, DRAWN, counts, [])
        rated = np.flatnonzero(u[WHETHER] < shape.RATED)
        u, cases = u[:, rated], cases[rated]
        silent = u[SILENT] < shape.BY_SILENCE
        rated_at = self._rated_at(cases, silent, u[PAUSE])
        department = cases.get_column("department").to_physical().to_numpy().astype(np.int64)
        score = np.where(silent, 5, self._scores(department, u[SCORE]))
        bad = (score <= 2) & ~silent
        steps = self._follow_up(rated_at, bad, u)
        named = ~silent & (u[NAMED] < np.where(bad, shape.NAMED[1], shape.NAMED[0]))
        called = np.where(named & (u[CALL] >= shape.NOT_CALLED_BACK), steps["called_back_at"], -1)
        frame = cases.select("department", "window", "channel").with_columns(
            self._numbers(days, counts, rated),
            pl.Series("score", score.astype(np.int8)),
            pl.Series("is_default", silent),
            pl.Series("named", named),
            coded("verdict", np.where(u[VERDICT] < shape.NOT_UPHELD, 1, 0), VERIFIED),
            pl.Series("turned_down", self._turned_down(bad, u)),
            self._satisfied(called, steps["rectified_at"], u[AFTER]),
            instants("rated_at", rated_at),
            instants("replied_at", steps["replied_at"]),
            instants("verified_at", steps["verified_at"]),
            instants("rectified_at", steps["rectified_at"]),
            instants("called_back_at", called),
        )
        return frame.sort("rated_at", "evaluation_no")

    def _rated_at(self, cases: pl.DataFrame, silent: npt.NDArray[np.bool_], u: Floats) -> Integers:
        """At the window right away, elsewhere within hours; by silence days after completion."""
        completed = cases.get_column("completed_at").to_physical().to_numpy() // 1000
        channel = cases.get_column("channel").to_physical().to_numpy()
        here = (channel == HALL) | (channel == APPOINTMENT)
        pause = np.where(here, 10 + u * 110, np.minimum(-np.log1p(-u) * 4 * 3600, 4 * DAY) + 30)
        midnight = (completed // DAY + 1 + shape.SILENCE_DAYS) * DAY + u * 3600
        return np.where(silent, midnight, completed + pause).astype(np.int64)

    def _scores(self, department: Integers, u: Floats) -> Integers:
        bad = self._bad[department]
        edges = np.stack([bad * 0.3, bad, bad + 0.021, bad + 0.08])
        return 1 + (u >= edges).sum(axis=0)

    def _follow_up(
        self, rated_at: Integers, bad: npt.NDArray[np.bool_], u: Floats
    ) -> dict[str, Integers]:
        """Verified within days, rectified mostly in time, then called back; −1 = never."""
        verified = np.full(len(rated_at), -1)
        rectified, called = verified.copy(), verified.copy()
        rows = np.flatnonzero(bad)
        day, v = rated_at[rows] // DAY, u[:, rows]
        upheld = v[VERDICT] >= shape.NOT_UPHELD
        is_verified = v[VERDICT] < 1 - shape.NEVER_VERIFIED
        check = 1 + (v[VERIFY] * 3).astype(np.int64)
        late = v[RECTIFY] >= 1 - shape.RECTIFIED_LATE - shape.NEVER_RECTIFIED
        done = is_verified & upheld & (v[RECTIFY] < 1 - shape.NEVER_RECTIFIED)
        right = np.where(late, 16 + v[VERIFY] * 8, check + 1 + v[RECTIFY] * 9).astype(np.int64)
        replied = is_verified & (v[REPLY] >= shape.NOT_REPLIED)
        answer = check + (v[REPLY] * 2).astype(np.int64)
        back = np.where(upheld, right, check) + 1 + (v[CALL] * 4).astype(np.int64)
        verified[rows] = np.where(is_verified, self._office_time(day, check, v[VERIFY]), -1)
        rectified[rows] = np.where(done, self._office_time(day, right, v[RECTIFY]), -1)
        called[rows] = np.where(
            is_verified & (done | ~upheld), self._office_time(day, back, v[CALL]), -1
        )
        reply = np.full(len(rated_at), -1)
        reply[rows] = np.where(replied, self._office_time(day, answer, v[VERIFY]), -1)
        return {
            "verified_at": verified,
            "replied_at": reply,
            "rectified_at": rectified,
            "called_back_at": called,
        }

    @staticmethod
    def _turned_down(bad: npt.NDArray[np.bool_], u: Floats) -> npt.NDArray[np.bool_]:
        """Of the bad ratings found not upheld, those set aside as mistaken or malicious."""
        not_upheld = bad & (u[VERDICT] < shape.NOT_UPHELD)
        return not_upheld & (u[VERDICT] < shape.NOT_UPHELD * shape.SET_ASIDE)

    @staticmethod
    def _satisfied(called: Integers, rectified: Integers, u: Floats) -> pl.Series:
        """Whether who was called back is satisfied with what was put right."""
        is_asked = pl.Series((called >= 0) & (rectified >= 0))
        satisfied = pl.Series(u < shape.SATISFIED_AFTER)
        return pl.select(pl.when(is_asked).then(satisfied).alias("callback_satisfied")).to_series()

    def _office_time(self, day: Integers, working_days: Integers, u: Floats) -> Integers:
        """A moment of a morning, some working days after the day."""
        later = self.seasons.workdays[self.seasons.index(day) + working_days]
        return later * DAY + MORNING + ((u * 997) % 1 * 3 * 3600).astype(np.int64)

    def _numbers(self, days: list[int], counts: list[int], rated: Integers) -> pl.Series:
        """Numbers of ten digits in two groups, unique, that tell nothing of day or order."""
        starts = np.cumsum([0, *counts])[:-1]
        base = np.repeat(np.array(days, np.int64) * 100_000 - starts, counts)
        plain = base[rated] + rated
        scattered = pl.Series((plain * self._factor + self._offset) % DATASPAN)
        digits = pl.select(scattered.cast(pl.String).str.zfill(10).alias("n"))
        return digits.select(
            pl.concat_str(
                pl.lit("PJ"), pl.col("n").str.head(5), pl.lit("-"), pl.col("n").str.tail(5)
            ).alias("evaluation_no")
        ).to_series()
