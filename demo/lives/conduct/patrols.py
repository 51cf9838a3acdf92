"""The simulated patrols: they walk through the windows as presence has them, and note some of what is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from demo.lives.itinerary import EPOCH
from demo.world import conduct, draws
from demo.world.columns import INSTANT
from demo.world.seasons import WORKDAY, Seasons, number

LONGEST = 45  # calendar days from a finding to the day it is put right
AT = {"am": timedelta(hours=10, minutes=10), "pm": timedelta(hours=15, minutes=20)}
PATROLS = {
    "patrol_no": pl.String, "kind": pl.String, "on": pl.Date, "half": pl.String,
    "windows_seen": pl.Int64, "windows_open": pl.Int64, "findings_n": pl.Int64,
    "first_asked_n": pl.Int64, "first_asked_kept_n": pl.Int64, "recorded_at": INSTANT,
}  # fmt: skip
FINDINGS = {
    "finding_no": pl.String, "kind": pl.String, "window": pl.String, "found_at": INSTANT,
    "put_right_due_on": pl.Date, "put_right_at": INSTANT,
}  # fmt: skip
Windows = Mapping[tuple[date, str], list[dict[str, Any]]]


def patrols_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of a patrol."""
    return [pl.col(*(name for name in PATROLS if name != "recorded_at"))]


def findings_shown(instant: datetime) -> list[pl.Expr]:
    """The exported fields of a finding at the instant."""
    right = pl.when(pl.col("put_right_at") <= instant).then(pl.col("put_right_at").dt.date())
    return [
        pl.col("finding_no", "kind", "window", "put_right_due_on"),
        pl.col("found_at").dt.date().alias("found_on"),
        right.alias("put_right_on"),
    ]


class Patrols:
    """Draws the patrols of given days through the windows of those half days."""

    def __init__(self, seed: int, seasons: Seasons) -> None:
        self.seed, self.seasons = seed, seasons

    def lives(self, attendance: pl.DataFrame, days: list[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The patrols of the days, and what they found."""
        windows: dict[tuple[date, str], list[dict[str, Any]]] = defaultdict(list)
        for row in attendance.filter(~pl.col("closed")).iter_rows(named=True):
            windows[row["on"], row["half"]].append(row)
        unannounced = {
            year: self._unannounced(year)
            for year in {(EPOCH + timedelta(days=day)).year for day in days}
        }
        patrols, findings = [], []
        for day in days:
            rng = draws.generator(self.seed + 1, day, draws.CONDUCT)
            on = EPOCH + timedelta(days=day)
            for n, (kind, half) in enumerate(self._of_day(day, day in unannounced[on.year]), 1):
                patrol, found = self._patrol(rng, f"XC{on:%Y%m%d}-{n}", kind, half, on, windows)
                patrols.append(patrol)
                findings += found
        return (
            pl.DataFrame(patrols, PATROLS, orient="row"),
            pl.DataFrame(findings, FINDINGS, orient="row"),
        )

    def _unannounced(self, year: int) -> set[int]:
        days = np.arange(number(date(year, 1, 1)), number(date(year, 12, 31)) + 1)
        worked = days[self.seasons.kind(days) == WORKDAY]
        rng = draws.generator(self.seed + 2, int(days[0]), draws.CONDUCT)
        chosen = rng.choice(worked, conduct.UNANNOUNCED_A_YEAR, replace=False)
        return {int(day) for day in chosen}

    def _of_day(self, day: int, unannounced: bool) -> Iterator[tuple[str, str]]:
        if self.seasons.kind(np.array([day]))[0] != WORKDAY:
            return
        for half in ("am", "pm"):
            yield "duty", half
            yield "video", half
        if self._leader_comes(day):
            yield "leader", "am"
        if unannounced:
            yield "unannounced", "pm"

    def _leader_comes(self, day: int) -> bool:
        """Once a week, on one of its working days; in a few weeks nobody does."""
        monday = day - (day + 3) % 7
        week = np.arange(monday, monday + 7)
        worked = week[self.seasons.kind(week) == WORKDAY]
        rng = draws.generator(self.seed + 3, monday, draws.CONDUCT)
        missed, chosen = rng.random(), int(rng.choice(worked))
        return missed >= conduct.LEADER_MISSED and chosen == day

    def _patrol(
        self,
        rng: np.random.Generator,
        code: str,
        kind: str,
        half: str,
        on: date,
        windows: Windows,
    ) -> tuple[tuple, list[tuple]]:
        there = windows[on, half]
        share = rng.uniform(*conduct.SEEN[kind])
        seen = [there[i] for i in rng.permutation(len(there))[: max(1, round(share * len(there)))]]
        at = datetime.combine(on, datetime.min.time()) + AT[half]
        at += timedelta(minutes=int(rng.integers(60)))
        noted = [pair for window in seen for pair in self._noted(rng, kind, half, window)]
        findings = [
            self._finding(rng, f"{code}-{n}", what, window, at)
            for n, (what, window) in enumerate(noted, 1)
        ]
        asked = kept = None
        if kind != "video":
            asked = int(rng.integers(*conduct.FIRST_ASKED))
            kept = int(rng.binomial(asked, conduct.FIRST_ASKED_KEPT))
        return (
            (code, kind, on, half, len(seen), len(there), len(findings), asked, kept, at),
            findings,
        )

    @staticmethod
    def _noted(
        rng: np.random.Generator, kind: str, half: str, window: dict[str, Any]
    ) -> Iterator[tuple[str, str]]:
        """What is noted at a window: of what is there some, and what presence does not tell."""
        badge, absent, late, other = rng.random(4)
        noted = conduct.NOTED[kind]
        if window["absent_unposted"] and absent < noted:
            yield "absent", window["window"]
        if half == "am" and window["late"] and late < noted / 2:
            yield "late_start", window["window"]
        if window["badge_ok"] < window["present"] + window["late"] and (
            badge < noted * conduct.BADGE_NOTED
        ):
            yield "badge", window["window"]
        if other < conduct.OTHER_FINDINGS:
            kinds = conduct.OTHER_KINDS
            yield str(rng.choice(list(kinds), p=list(kinds.values()))), window["window"]

    def _finding(
        self, rng: np.random.Generator, code: str, kind: str, window: str, at: datetime
    ) -> tuple:
        limit = conduct.RIGHT_WITHIN.get(kind, conduct.RIGHT_WITHIN_ELSE)
        day, course = number(at.date()), rng.random()
        late = course < conduct.RIGHT_LATE
        after = int(rng.integers(limit + 1, limit + 9) if late else rng.integers(0, limit + 1))
        right = datetime.combine(
            EPOCH + timedelta(days=self.seasons.add(day, after)), datetime.min.time()
        ) + timedelta(hours=16, minutes=int(rng.integers(30, 90)))
        due = EPOCH + timedelta(days=self.seasons.add(day, limit))
        return code, kind, window, at, due, right if course < 1 - conduct.RIGHT_NEVER else None
