"""The clean-up of the list of items: lists handed in and combed, then what became of each item.

It happens once, in the first months of the simulated hall. The numbers of items merged, cancelled,
delegated and managed otherwise are invented; the items kept are those of the hall's list.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl

from demo.lives.itinerary import EPOCH
from demo.world import draws
from demo.world.columns import INSTANT
from demo.world.references import References
from demo.world.seasons import Seasons, number

CUT_ITEMS = Path(__file__).parents[1] / "world" / "cut_items.csv"
# Services of public utilities: they came into the hall with the clean-up.
MOVED_IN = frozenset({"jxj-03", "zjj-11", "swj-03", "wgl-03", "jtj-06", "rmyh-01", "yzj-01"})
DECISION = "市人民政府关于公布行政审批和公共服务事项清理结果的决定"
# Working days from the first day: when lists are handed in, and how long a review takes.
HANDED_IN, REVIEW = (3, 25), (8, 35)
# Three decisions, and what each is about, in working days from the first day.
DECIDED = {
    "cancelled": 66, "changed": 66, "delegated": 86, "merged": 106, "kept": 106, "moved_in": 106,
}  # fmt: skip
IN_FORCE_AFTER = 30  # calendar days
ENTERED_WITHIN = 6  # calendar days from the decision to the books
WRONG_AT_FIRST, PUT_RIGHT_AFTER = 0.03, 9  # of the entries; calendar days
REVIEW_LIVES = {
    "round": pl.String,
    "department": pl.String,
    "submitted_at": INSTANT,
    "reviewed_at": INSTANT,
    "before": pl.Int64,
    "added": pl.Int64,
    "after": pl.Int64,
}
CHANGE_LIVES = {
    "change_no": pl.String, "item": pl.String, "title_zh": pl.String, "title_en": pl.String,
    "department": pl.String, "kind": pl.String, "action": pl.String, "into_item": pl.String,
    "into_district": pl.String, "decided_on": pl.Date, "effective_on": pl.Date,
    "basis": pl.String, "round": pl.String, "joint_with": pl.String, "last_case_on": pl.Date,
    "recorded_at": INSTANT,
}  # fmt: skip


def reviews_shown(instant: datetime) -> list[pl.Expr]:
    """The exported fields of the reviews at the instant."""
    over = pl.col("reviewed_at") <= instant
    return [
        pl.col("round", "department"),
        pl.col("submitted_at").dt.date().alias("submitted_on"),
        pl.when(over).then(pl.col("reviewed_at").dt.date()).alias("reviewed_on"),
        pl.col("before").alias("items_before"),
        pl.when(over).then(pl.col("added")).alias("items_added"),
        pl.when(over).then(pl.col("after")).alias("items_after"),
    ]


def changes_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of the changes."""
    return [pl.col(*(name for name in CHANGE_LIVES if name != "recorded_at"))]


@cache
def cut_items() -> pl.DataFrame:
    """Items that are on the list no more; `zero_months`: of those without a case, since when."""
    return pl.read_csv(CUT_ITEMS, schema_overrides={"into": pl.String})


@dataclass(frozen=True)
class Change:
    """What became of one item."""

    item: str
    title_zh: str
    title_en: str | None
    department: str
    kind: str | None
    action: str
    into: str | None = None
    zero_months: int | None = None


class CleanUp:
    """Draws the one clean-up that begins with the hall."""

    def __init__(self, seed: int, start: date, refs: References, seasons: Seasons) -> None:
        self.seed, self.refs, self.seasons = seed, refs, seasons
        self.first = number(start)
        self.round = f"{start.year}年事项清理"
        self.decided = {act: seasons.add(self.first, days) for act, days in DECIDED.items()}

    def _rng(self) -> np.random.Generator:
        return draws.generator(self.seed, self.first, draws.REFORM)

    def lives(self, days: list[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The reviews of lists that were handed in on the days, and the changes decided on them."""
        within = set(days)
        decided = within.intersection(self.decided.values())
        entries = self._entries(decided) if decided else []
        changes = pl.DataFrame(entries, CHANGE_LIVES, orient="row")
        return pl.DataFrame(self._reviews(within), REVIEW_LIVES, orient="row"), changes

    def _changes(self) -> list[Change]:
        """Every item of the list before the clean-up and of the one after."""
        items = self.refs.frames["items"]
        english = "title_en" if "title_en" in items.columns else "title_zh"
        listed = [
            Change(item, zh, en, department, kind, "moved_in" if item in MOVED_IN else "kept")
            for item, zh, en, department, kind in items.select(
                "item", "title_zh", pl.col(english).alias("en"), "department", "kind"
            ).iter_rows()
        ]
        counts: Counter[str] = Counter()
        gone: list[Change] = []
        for department, kind, action, zh, en, into, months in cut_items().iter_rows():
            if department in self.refs.departments:
                counts[department] += 1
                code = f"{department}-q{counts[department]:02d}"
                gone.append(Change(code, zh, en, department, kind, action, into, months))
        return listed + gone

    def _reviews(self, within: set[int]) -> list[tuple]:
        rng, rows = self._rng(), []
        gone, added, after = (
            Counter(c.department for c in self._changes() if test(c.action))
            for test in (
                lambda action: action not in ("kept", "moved_in"),
                lambda action: action == "moved_in",
                lambda action: action in ("kept", "moved_in"),
            )
        )
        for department in self.refs.departments:
            handed_in = self.seasons.add(self.first, int(rng.integers(*HANDED_IN)))
            reviewed = self.seasons.add(handed_in, int(rng.integers(*REVIEW)))
            minutes = int(rng.integers(9 * 60, 17 * 60))
            if handed_in not in within:
                continue
            before = after[department] - added[department] + gone[department]
            at = (_at(handed_in, minutes), _at(reviewed, minutes))
            rows.append((self.round, department, *at, before, added[department], after[department]))
        return rows

    def _entries(self, within: set[int]) -> list[tuple]:
        """The entries of the decisions of some days, as versions: a few are put right days later."""
        rng, rows = self._rng(), []
        for n, change in enumerate(self._changes(), 1):
            merged = change.action == "merged"
            day = self.decided[change.action]
            decided = _day(day)
            entered = _at(day + int(rng.integers(ENTERED_WITHIN)), 9 * 60 + n)
            wrong = rng.random() < WRONG_AT_FIRST
            last = self._last_case(rng, change, decided)
            row = (
                change.item, change.title_zh, change.title_en, change.department, change.kind,
                change.action, change.into if merged else None, None if merged else change.into,
                decided, decided + timedelta(IN_FORCE_AFTER), DECISION, self.round, "both",
            )  # fmt: skip
            if day not in within:
                continue
            number_of_entry = f"QL-{n:04d}"
            if wrong and last:  # without the date of its last case
                rows.append((number_of_entry, *row, None, entered))
                entered += timedelta(days=PUT_RIGHT_AFTER)
            rows.append((number_of_entry, *row, last, entered))
        return rows

    @staticmethod
    def _last_case(rng: np.random.Generator, change: Change, decided: date) -> date | None:
        """Of an item that goes: before the simulated hall's own books begin."""
        back = int(rng.integers(140, 640))
        if change.action in ("kept", "moved_in"):
            return None
        if change.zero_months is not None:
            back = int(change.zero_months * 30.5) + 5
        return decided - timedelta(days=back)


def _day(day: int) -> date:
    return EPOCH + timedelta(days=day)


def _at(day: int, minutes: int) -> datetime:
    return datetime.combine(_day(day), datetime.min.time()) + timedelta(minutes=minutes)
