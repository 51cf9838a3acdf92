"""The simulated development zone: its table of duties, and some twenty projects a year that go through it.

The press report gives no figure for it; steps, limits and numbers are the simulation's own.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl

from demo.lives.itinerary import EPOCH
from demo.world import draws
from demo.world.columns import INSTANT
from demo.world.references import References
from demo.world.seasons import WORKDAY, Seasons, number

A_YEAR = 20
LONGEST = 240  # calendar days from the table to the last entry
GAP = (1, 8)  # working days until the firm has the papers of its next step
LATE = 0.03  # of the steps
LATE_BY = (1, 6)  # working days
# Code, title, department, limit in working days: in the order of the table.
TABLE = (
    ("ba", "项目备案或核准", "Filing or approval of the project", "fgw", 3),
    ("xz", "用地预审与选址", "Land review and site", "zrzy", 5),
    ("yd", "建设用地规划许可", "Planning permit for the land", "zrzy", 4),
    ("hp", "环境影响评价审批", "Environmental impact approval", "sthj", 10),
    ("sb", "水土保持方案审批", "Soil and water conservation", "swj", 5),
    ("gc", "建设工程规划许可", "Planning permit for the works", "zrzy", 7),
    ("xf", "消防设计审查", "Fire safety design review", "zjj", 6),
    ("rf", "人防工程审查", "Civil air defence review", "rfb", 4),
    ("sg", "建筑工程施工许可", "Construction permit", "zjj", 3),
)
STEP_LIVES = {
    "step": pl.String, "title_zh": pl.String, "title_en": pl.String, "place": pl.Int64,
    "department": pl.String, "limit_days": pl.Int64, "basis": pl.String, "recorded_at": INSTANT,
}  # fmt: skip
LIVES = {
    "project_ref": pl.String, "step": pl.String, "department": pl.String, "limit_days": pl.Int64,
    "listed_at": INSTANT, "started_at": INSTANT, "completed_at": INSTANT, "entered_at": INSTANT,
}  # fmt: skip


def steps_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of the table of duties."""
    return [pl.col(*(name for name in STEP_LIVES if name != "recorded_at"))]


def commitments_shown(instant: datetime) -> list[pl.Expr]:
    """The exported fields of the projects' steps at the instant."""
    began = pl.when(pl.col("started_at") <= instant).then(pl.col("started_at").dt.date())
    ended = pl.when(pl.col("entered_at") <= instant).then(pl.col("completed_at").dt.date())
    return [
        pl.col("project_ref", "step", "department", "limit_days"),
        pl.lit("jkq").alias("zone"),
        pl.col("listed_at").dt.date().alias("listed_on"),
        began.alias("started_on"),
        ended.alias("completed_on"),
    ]


class Zone:
    """Draws the projects of whole years, so that each has the same number."""

    def __init__(self, seed: int, start: date, refs: References, seasons: Seasons) -> None:
        self.seed, self.first, self.refs, self.seasons = seed, number(start), refs, seasons
        self.table = [row for row in TABLE if row[3] in refs.departments]

    def lives(self, days: list[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The table of duties, and the steps of projects whose table was issued on the days."""
        within = set(days)
        rows: list[tuple] = []
        for year in sorted({(EPOCH + timedelta(days=day)).year for day in within}):
            for n, (day, rng) in enumerate(self._listed(year), 1):
                steps = self._steps(rng, f"JK{year}-{n:02d}", day)
                rows += steps if day in within else []
        table = self._table() if self.first in within else []
        return (
            pl.DataFrame(table, STEP_LIVES, orient="row"),
            pl.DataFrame(rows, LIVES, orient="row"),
        )

    def _table(self) -> list[tuple]:
        entered = _at(self.first + 1, 10 * 60)
        return [
            (step, zh, en, place, department, limit, "经开区一表定责、限时办结责任表", entered)
            for place, (step, zh, en, department, limit) in enumerate(self.table, 1)
        ]

    def _listed(self, year: int) -> list[tuple[int, np.random.Generator]]:
        """The working days of a year on which a project's table is issued."""
        first = number(date(year, 1, 1))
        rng = draws.generator(self.seed, first, draws.ZONE)
        days = np.arange(first, number(date(year, 12, 31)) + 1)
        worked = days[self.seasons.kind(days) == WORKDAY]
        chosen = [int(rng.choice(part)) for part in np.array_split(worked, A_YEAR)]
        return [(day, rng) for day in chosen]

    def _steps(self, rng: np.random.Generator, code: str, day: int) -> list[tuple]:
        listed = _at(day, int(rng.integers(9 * 60, 12 * 60)))
        rows: list[tuple] = []
        at = day
        for step, _, _, department, limit in self.table:
            at = self.seasons.add(at, int(rng.integers(*GAP)))
            started = _at(at, int(rng.integers(9 * 60, 16 * 60)))
            late = rng.random() < LATE
            taken = limit + int(rng.integers(*LATE_BY)) if late else int(rng.beta(2, 1.6) * limit)
            at = self.seasons.add(at, taken)
            ended = max(_at(at, 16 * 60 + int(rng.integers(50))), started + timedelta(minutes=20))
            entered = ended + timedelta(days=int(rng.random() < 0.05), minutes=10)
            rows.append((code, step, department, limit, listed, started, ended, entered))
        return rows


def _at(day: int, minutes: int) -> datetime:
    midnight = datetime.combine(EPOCH + timedelta(days=day), datetime.min.time())
    return midnight + timedelta(minutes=minutes)
