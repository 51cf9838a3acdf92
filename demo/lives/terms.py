"""What happens to a simulated case beside its course: papers missing, stops, extension, delivery."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
import polars as pl

from demo.world import shape
from demo.world.columns import coded, instants, optional
from demo.world.seasons import Seasons

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
DAY, MORNING = 86_400, 9 * 3600
LONGEST_DELIVERY = 30  # calendar days from the decision
ONLINE = shape.CHANNELS.index("online")
DEPTHS = ("0", "1", "2")
# Rows of the drawn uniforms, by what they decide.
SUBMIT, MISSING, EXTEND, EXTENT, JOINT, DELIVER, STOP_KIND, STOP_START, TOLD, DEPTH = range(10)
DRAWN = 10


def extension(instant: Booleans, u: Floats) -> Integers:
    """Working days by which the term of a few promised cases is extended, else 0."""
    return np.where(
        ~instant & (u[EXTEND] < shape.EXTENDED), 4 + (u[EXTENT] * 7).astype(np.int64), 0
    )


@dataclass(frozen=True)
class Terms:
    """Of cases accepted on the days (by number), by drawn uniforms."""

    seasons: Seasons
    day: Integers
    instant: Booleans
    u: Floats

    def _workday(self, n: Integers) -> Integers:
        """The n-th working day after acceptance (0: that day itself); before it, if n is negative."""
        day = self.seasons.workdays[self.seasons.index(self.day) + n]
        return np.where(n < 0, day, np.maximum(day, self.day))

    def online_depth(self, channel: Integers) -> pl.Series:
        fully = np.where(self.u[DEPTH] < shape.FULLY_ONLINE, 2, 1)
        return coded("online_depth", np.where(channel == ONLINE, fully, 0), DEPTHS)

    def handing_in(self) -> tuple[pl.Series, ...]:
        """Of promised cases: when the papers came, and when it was told what is missing."""
        u, promised = self.u, ~self.instant
        missing = promised & (u[MISSING] < shape.TOLD_WHAT_IS_MISSING)
        late = promised & (u[MISSING] >= 1 - shape.FIRST_LOOK_LATE)
        before = (u[SUBMIT] ** 3 * 4.9).astype(np.int64)
        before = np.where(missing, 4 + (u[SUBMIT] * 9).astype(np.int64), before)
        before = np.where(late, 6 + (u[SUBMIT] * 4).astype(np.int64), before)
        submitted = np.where(before > 0, self._workday(-before), self.day)
        notified = self._workday(-before + 1 + (u[JOINT] * 3).astype(np.int64))
        joint = promised & (u[JOINT] < shape.JOINT)
        return (
            _dates("submitted_on", np.where(promised, submitted, -1)),
            _dates("notified_on", np.where(missing, notified, -1)),
            _stated("joint_handling", joint, promised),
        )

    def extended(
        self, promised: Integers, extension: Integers, entered: Integers
    ) -> tuple[pl.Series, ...]:
        """Approved within the promise, mostly told the same day."""
        on = self._workday((self.u[STOP_START] * promised).astype(np.int64))
        has_extension = extension > 0
        is_notified = has_extension & (self.u[TOLD] >= shape.EXTENSION_NOT_TOLD)
        at = np.maximum(on * DAY + MORNING, entered)
        return (
            optional("extension_days", np.where(has_extension, extension, -1)),
            _dates("extension_approved_on", np.where(has_extension, on, -1)),
            _dates("extension_notified_on", np.where(is_notified, on, -1)),
            instants("extended_at", np.where(has_extension, at, -1)),
        )

    def stops(self, length: Integers, halves: Integers) -> tuple[pl.Series, ...]:
        """The one stop that a case may have, within its course; told as it begins, late, or never."""
        u, has_stop = self.u, length > 0
        first = (u[STOP_START] * (halves // 2)).astype(np.int64)
        late = u[TOLD] < shape.TOLD_LATE
        notified = np.where(late, first + 1 + length // 3, first)
        never = u[TOLD] >= shape.TOLD_OF_STOP
        kinds = np.cumsum([*shape.STOP_KINDS.values()])
        kind = np.minimum(np.searchsorted(kinds, u[STOP_KIND]), len(kinds) - 1)
        return (
            coded("stop_kind", np.where(has_stop, kind, -1), [*shape.STOP_KINDS]),
            _dates("stop_from", np.where(has_stop, self._workday(first), -1)),
            _dates("stop_until", np.where(has_stop, self._workday(first + length), -1)),
            _dates("stop_told", np.where(has_stop & ~never, self._workday(notified), -1)),
        )

    def delivered(self, completed: Integers, approved: Booleans, entered: Integers) -> pl.Series:
        """At once in an instant case; else fetched or sent within days, seldom late."""
        u = self.u[DELIVER]
        after = np.where(
            u < shape.PICKED_UP, 1 + (u * 3).astype(np.int64), 3 + (u * 6).astype(np.int64)
        )
        after = np.where(u >= 1 - shape.DELIVERED_LATE, 12, after)
        index = self.seasons.index(completed // DAY)
        later = self.seasons.workdays[index + after] * DAY + MORNING
        at = np.maximum(np.where(self.instant, completed, later), entered)
        return instants("delivered_at", np.where(approved, at, -1))


def stops(cases: pl.DataFrame) -> pl.DataFrame:
    """The stops of cases as lives of their own: begun, told of, over."""

    def at(name: str) -> pl.Expr:
        morning = pl.col(name).cast(pl.Datetime("ms")) + pl.duration(hours=MORNING // 3600)
        return pl.max_horizontal(morning, "entered_at")

    return cases.filter(pl.col("stop_kind").is_not_null()).select(
        "case_no",
        pl.col("stop_kind").alias("kind"),
        pl.col("stop_from").alias("from_on"),
        pl.col("stop_until").alias("until_on"),
        pl.col("stop_told").alias("notified_on"),
        at("stop_from").alias("began_at"),
        pl.when(pl.col("stop_told").is_not_null()).then(at("stop_told")).alias("told_at"),
        at("stop_until").alias("ended_at"),
    )


def fields_at(instant: datetime) -> list[pl.Expr]:
    """The exported fields of a stop at the instant."""
    return [
        pl.col("case_no", "kind", "from_on"),
        pl.when(pl.col("ended_at") <= instant).then("until_on").alias("until_on"),
        pl.when(pl.col("told_at") <= instant).then("notified_on").alias("notified_on"),
    ]


def _dates(name: str, days: Integers) -> pl.Series:
    """Day numbers as dates; −1 is missing."""
    dates = pl.Series(days.astype("datetime64[D]")).cast(pl.Date)
    return pl.select(pl.when(pl.Series(days) >= 0).then(dates).alias(name)).to_series()


def _stated(name: str, values: Booleans, where: Booleans) -> pl.Series:
    return pl.select(pl.when(pl.Series(where)).then(pl.Series(values)).alias(name)).to_series()
