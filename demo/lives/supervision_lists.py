"""The simulated hall's lists of electronic supervision: its rules, and the halls that are connected.

Warnings and cards themselves are in no file: they are computed from the cases and these rules.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl

from demo.lives.itinerary import EPOCH
from demo.world.columns import INSTANT
from demo.world.seasons import number

WORLD = Path(__file__).parents[1] / "world"
_DAYS = ("days", "promised_from", "promised_to", "cameras")


def _read(name: str) -> pl.DataFrame:
    frame = pl.read_csv(WORLD / f"{name}.csv", infer_schema=False)
    whole = [pl.col(c).cast(pl.Int64) for c in _DAYS if c in frame.columns]
    yes = [pl.col(c) == "true" for c in ("cards", "video") if c in frame.columns]
    return frame.with_columns(*whole, *yes)


def rules_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of the rules."""
    return [pl.exclude("recorded_at")]


halls_shown = rules_shown


class SupervisionLists:
    """Draws nothing: both lists are there on the hall's first day, with what is announced in them."""

    def __init__(self, start: date) -> None:
        self.first = number(start)

    def lives(self, days: list[int]) -> dict[str, pl.DataFrame]:
        """Both lists, if the hall's first day is among the days."""
        at = datetime.combine(EPOCH, datetime.min.time()) + timedelta(days=self.first)
        recorded = pl.lit(at, INSTANT).alias("recorded_at")
        return {
            name: _read(name.replace("-", "_"))
            .with_columns(recorded)
            .filter(pl.lit(self.first in days))
            for name in ("alert-rules", "supervised-halls")
        }
