"""The simulated hall's rules: 22 in force at any time, of which one was made anew. Their names and numbers are invented."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import polars as pl

from demo.lives.itinerary import EPOCH
from demo.world.columns import INSTANT
from demo.world.seasons import number

FILE = Path(__file__).parents[2] / "world" / "hall_rules.csv"
_DATES = ("issued_on", "in_force_from", "repealed_on")
LIVES = {
    **dict.fromkeys(("rule", "title_zh", "title_en", "number", "kind"), pl.String),
    **dict.fromkeys(_DATES, pl.Date),
    "recorded_at": INSTANT,
}


def fields_at(_: datetime) -> list[pl.Expr]:
    return [pl.col(*(name for name in LIVES if name != "recorded_at"))]


@cache
def _rules() -> pl.DataFrame:
    return pl.read_csv(FILE, infer_schema=False).with_columns(pl.col(*_DATES).str.to_date())


class Rulebook:
    """Comes as a whole with the hall's first day."""

    def __init__(self, start: date) -> None:
        self.first = number(start)

    def lives(self, days: list[int]) -> pl.DataFrame:
        if self.first not in days:
            return pl.DataFrame(schema=LIVES)
        entered = datetime.combine(EPOCH + timedelta(days=self.first), datetime.min.time())
        at = pl.lit(entered, INSTANT).alias("recorded_at")
        return _rules().with_columns(at).select(*LIVES)
