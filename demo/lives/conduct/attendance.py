"""The simulated presence at the windows: counts of each half day that the hall works, drawn for its windows."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl

from demo.lives.itinerary import EPOCH
from demo.world import conduct, draws
from demo.world.columns import INSTANT
from demo.world.references import References
from demo.world.seasons import WORKDAY, Seasons

HALVES = ("am", "pm")
REPORTED_AT = {"am": timedelta(hours=12, minutes=20), "pm": timedelta(hours=17, minutes=30)}
COUNTS = ("rostered", "present", "late", "absent_posted", "absent_unposted", "badge_ok")
LIVES = {
    "window": pl.String, "on": pl.Date, "half": pl.String, **dict.fromkeys(COUNTS, pl.Int64),
    "closed": pl.Boolean, "reported_at": INSTANT, "put_right_at": INSTANT,
}  # fmt: skip


def fields_at(instant: datetime) -> list[pl.Expr]:
    """The exported fields; a report that is wrong has one more on time than there can be."""
    wrong = pl.col("put_right_at").is_not_null() & (pl.col("put_right_at") > instant)
    present = pl.when(wrong).then(pl.col("present") + 1).otherwise("present")
    others = [name for name in LIVES if not name.endswith("_at") and name != "present"]
    return [pl.col(others), present.alias("present")]


def _opened(windows: pl.DataFrame) -> pl.Expr:
    """Since when a window is open; unknown where a hall's list does not say."""
    if "opened_on" not in windows.columns:
        return pl.lit(None, pl.Date).alias("opened_on")
    return pl.col("opened_on").cast(pl.String).str.to_date()


class Attendance:
    """Draws the reports of given days, of the windows that are open then."""

    def __init__(self, seed: int, refs: References, seasons: Seasons) -> None:
        self.seed, self.seasons = seed, seasons
        windows = refs.frames["windows"].select("window", _opened(refs.frames["windows"]))
        self.windows = list(windows.iter_rows())
        rng = draws.generator(seed, 0, draws.CONDUCT)
        sizes, shares = list(conduct.CLERKS), list(conduct.CLERKS.values())
        self.clerks = rng.choice(sizes, len(self.windows), p=shares)

    def lives(self, days: list[int]) -> pl.DataFrame:
        """The reports of the days, by day, half and window."""
        rows: list[tuple] = []
        for day in days:
            if self.seasons.kind(np.array([day]))[0] == WORKDAY:
                rng = draws.generator(self.seed, day, draws.CONDUCT)
                for half in HALVES:
                    rows += self._half(rng, EPOCH + timedelta(days=day), half)
        return pl.DataFrame(rows, LIVES, orient="row")

    def _half(self, rng: np.random.Generator, on: date, half: str) -> list[tuple]:
        rostered = self.clerks - rng.binomial(self.clerks, conduct.OFF_ROSTER)
        rostered = np.maximum(rostered, 1)
        away = rng.binomial(rostered, conduct.AWAY)
        late = rng.binomial(rostered - away, conduct.LATE[half])
        present = rostered - away - late
        posted = rng.binomial(away, conduct.POSTED)
        badge = rng.binomial(present + late, conduct.BADGE)
        silent, wrong = rng.random((2, len(self.windows)))
        reported = datetime.combine(on, datetime.min.time()) + REPORTED_AT[half]
        rows = []
        for n, (window, opened_on) in enumerate(self.windows):
            if silent[n] < conduct.SILENT or (opened_on and opened_on > on):
                continue
            is_wrong = wrong[n] < conduct.REPORT_WRONG
            counts = (rostered[n], present[n], late[n], posted[n], away[n] - posted[n], badge[n])
            rows.append((
                window, on, half, *(int(one) for one in counts), bool(away[n] == rostered[n]),
                reported, reported + timedelta(hours=21) if is_wrong else None,
            ))  # fmt: skip
        return rows
