"""The simulated reviews that city and districts make side by side: 24 completed in every year."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl

from demo.lives.business.visits import REVIEWS, Years, generator, known_by, moment
from demo.lives.itinerary import EPOCH
from demo.world.columns import INSTANT
from demo.world.references import References
from demo.world.seasons import Seasons

DEPARTMENTS = ("fgw", "zrzy", "zjj", "sthj", "swj")
PROMISED, LATE, TOGETHER = 20, 0.08, 0.72
LINKED_LIVES = {
    "review_no": pl.String, "city_department": pl.String, "district": pl.String, "due_on": pl.Date,
    "trips_saved": pl.Int64, "begun_at": INSTANT, "city_began_on": pl.Date, "district_began_on": pl.Date,
    "city_done_at": INSTANT, "district_done_at": INSTANT, "completed_at": INSTANT,
}  # fmt: skip


def linked_shown(instant: datetime) -> list[pl.Expr]:
    return [
        pl.col("review_no", "city_department", "district", "due_on"),
        pl.col("city_began_on").alias("city_started_on"),
        pl.col("district_began_on").alias("district_started_on"),
        known_by(instant, "city_done_at").alias("city_done_on"),
        known_by(instant, "district_done_at").alias("district_done_on"),
        known_by(instant, "completed_at").alias("completed_on"),
        pl.when(pl.col("completed_at") <= instant).then(pl.col("trips_saved")).alias("trips_saved"),
    ]


class Linked:
    """Reviews by the day on which the first of the two begins."""

    def __init__(self, seed: int, start: date, refs: References, seasons: Seasons) -> None:
        self.seed, self.refs, self.seasons = seed, refs, seasons
        self.years = Years(start, seasons)

    def lives(self, days: list[int]) -> pl.DataFrame:
        years, within = self.years.of(days)
        rows = []
        for year in years:
            rng = generator(self.seed, year, 2)
            # All end in their year: the last begins early in November.
            for n, day in enumerate(self.years.drawn(year, REVIEWS + 4, rng)[:REVIEWS]):
                row = self._review(f"LD{year}-{n + 1:02d}", day, rng)
                if day in within:
                    rows.append(row)
        return pl.DataFrame(rows, LINKED_LIVES, orient="row")

    def _review(self, code: str, day: int, rng: np.random.Generator) -> tuple:
        gap = int(rng.integers(0, 2)) if rng.random() < TOGETHER else int(rng.integers(2, 6))
        second = self.seasons.add(day, gap)
        city_first = rng.random() < 0.6
        city, district = (day, second) if city_first else (second, day)
        city_took, district_took = int(rng.integers(5, 13)), int(rng.integers(4, 11))
        done = self.seasons.add(city, city_took), self.seasons.add(district, district_took)
        end = self.seasons.add(
            max(done), PROMISED if rng.random() < LATE else int(rng.integers(0, 3))
        )
        department = str(rng.choice([d for d in DEPARTMENTS if d in self.refs.departments] or [""]))
        place = self.refs.districts[int(np.searchsorted(self.refs.district_weights, rng.random()))]
        on = [
            EPOCH + timedelta(days=one) for one in (self.seasons.add(day, PROMISED), city, district)
        ]
        ends = [moment(one, rng) for one in done]
        completed = max(moment(end, rng), *ends)
        saved = int(rng.integers(1, 5))
        return (
            code,
            department or None,
            place,
            on[0],
            saved,
            moment(second, rng),
            on[1],
            on[2],
            *ends,
            completed,
        )
