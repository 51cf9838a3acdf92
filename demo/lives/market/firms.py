"""The simulated firms: names that are plainly invented, some that join later and some that leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import polars as pl

from demo.lives.itinerary import EPOCH
from demo.world.columns import INSTANT
from demo.world.references import References
from demo.world.seasons import number

REQUIRED = Path(__file__).parents[2] / "world" / "required_services.csv"
STEMS = "甲乙丙丁戊己庚辛"
LETTERS = "ABCDEFGH"
# Kind → name in both languages, number of firms, a usual fee in yuan, usual working days.
KINDS = {
    "eia": ("环评机构", "EIA firm", 7, 32_000, 20),
    "survey": ("测绘机构", "surveying firm", 8, 12_000, 10),
    "appraisal": ("评估机构", "appraisal firm", 8, 9_000, 8),
    "safety": ("安评机构", "safety assessment firm", 5, 26_000, 15),
    "argument": ("咨询机构", "consulting firm", 6, 18_000, 12),
    "personnel": ("人事代理机构", "personnel agency", 4, 600, 3),
    "audit": ("会计师事务所", "audit firm", 6, 6_500, 6),
    "other": ("检测机构", "testing firm", 3, 5_000, 8),
}
LICENCES = ("first", "second", "second", "third", "filed", None)
# Firms by number: calendar days from the hall's first day at which they join, or leave.
JOINS, LEAVES = {"ZJ-007": 190, "ZJ-023": 95, "ZJ-034": 400}, {"ZJ-015": 250, "ZJ-047": 330}
BEFORE = 420  # calendar days before the hall's first day at which the others had joined
FIRM_LIVES = {
    "intermediary": pl.String, "title_zh": pl.String, "title_en": pl.String, "kind": pl.String,
    "licence_level": pl.String, "joined_on": pl.Date, "left_on": pl.Date,
    "listed_price": pl.Float64, "promised_days": pl.Float64, "recorded_at": INSTANT,
}  # fmt: skip
SERVICE_LIVES = {
    "item": pl.String, "kind": pl.String, "title_zh": pl.String, "title_en": pl.String,
    "basis": pl.String, "paid_by": pl.String, "recorded_at": INSTANT,
}  # fmt: skip


@dataclass(frozen=True)
class Firm:
    """A firm of the market, listed from day `joined` until day `left` (day numbers)."""

    id: str
    place: int  # among those of its kind
    kind: str
    joined: int
    left: int | None

    @property
    def title(self) -> tuple[str, str]:
        zh, en, *_ = KINDS[self.kind]
        return f"虚构{zh}{STEMS[self.place]}", f"Fictitious {en} {LETTERS[self.place]}"


def firms_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of the firms."""
    return [pl.col(*(name for name in FIRM_LIVES if name != "recorded_at"))]


def services_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of the services that approvals ask for."""
    return [pl.col(*(name for name in SERVICE_LIVES if name != "recorded_at"))]


@cache
def every(first: int) -> tuple[Firm, ...]:
    """All firms of a hall whose books begin on the day."""
    firms: list[Firm] = []
    for kind, (_, _, count, *_) in KINDS.items():
        for place in range(count):
            id = f"ZJ-{len(firms) + 1:03d}"
            joined = first + JOINS[id] if id in JOINS else first - BEFORE + 3 * len(firms)
            left = first + LEAVES[id] if id in LEAVES else None
            firms.append(Firm(id, place, kind, joined, left))
    return tuple(firms)


class Market:
    """Draws nothing: the lists are there from the first day, and change on days of their own."""

    def __init__(self, start: date, refs: References) -> None:
        self.first, self.refs = number(start), refs

    def firms(self, days: list[int]) -> pl.DataFrame:
        """The entries made on the days: the list, who joins, who leaves."""
        within, rows = set(days), []
        for firm in every(self.first):
            entered = max(firm.joined, self.first)
            if entered in within:
                rows.append(_entry(firm, entered))
            if firm.left is not None and firm.left in within:
                rows.append(_entry(firm, firm.left, gone=True))
        return pl.DataFrame(rows, FIRM_LIVES, orient="row")

    def services(self, days: list[int]) -> pl.DataFrame:
        """The list of services, entered on the hall's first day; of items that the hall has."""
        listed = pl.read_csv(REQUIRED).filter(pl.col("item").is_in(self.refs.items))
        rows = listed.rows() if self.first in days else []
        at = _at(self.first, 11)
        return pl.DataFrame([(*row, at) for row in rows], SERVICE_LIVES, orient="row")


def _entry(firm: Firm, day: int, gone: bool = False) -> tuple:
    *_, fee, usual = KINDS[firm.kind]
    fee_of_firm = round(fee * (0.9 + 0.04 * firm.place), -1)
    since = EPOCH + timedelta(days=firm.joined)
    left = EPOCH + timedelta(days=day) if gone else None
    licence = LICENCES[(firm.place + len(firm.kind)) % len(LICENCES)]
    return (
        firm.id, *firm.title, firm.kind, licence, since, left, fee_of_firm,
        float(usual + firm.place % 3), _at(day, 10 if not gone else 17),
    )  # fmt: skip


def _at(day: int, hour: int) -> datetime:
    return datetime.combine(EPOCH + timedelta(days=day), datetime.min.time()) + timedelta(
        hours=hour
    )
