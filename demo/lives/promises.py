"""The limits that the simulated hall cut: two rounds over its items, and two figures of their own.

The first round halves the legal limits, the second takes 40 % of what was left: over the items of the
list the sums are such that both together are 70 %. Where a hall's own list gives other sums, its list
goes before.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import polars as pl

from demo.lives.itinerary import EPOCH
from demo.world.columns import INSTANT
from demo.world.references import References
from demo.world.seasons import number

FIRST_ROUND, SECOND_ROUND = date(2009, 7, 1), date(2013, 5, 1)
HALVED = 0.5
SETTLED_AFTER = 1, 12  # calendar days from the first day: entered, one entry put right
LIVES = {
    "commitment_no": pl.String, "title_zh": pl.String, "title_en": pl.String, "item": pl.String,
    "scheme": pl.String, "department": pl.String, "round": pl.String, "effective_on": pl.Date,
    "limit_unit": pl.String, "limit_value": pl.Float64, "legal_days": pl.Float64,
    "before_days": pl.Float64, "promised_days": pl.Float64, "basis": pl.String,
    "recorded_at": INSTANT,
}  # fmt: skip
# By schemes of their own: title, item, scheme, department, legal limit and promise, basis.
OF_THEIR_OWN = (
    ("企业设立登记并联审批", "Parallel approval of setting up an enterprise", None, "enterprise",
     "scjg", 119.0, 34.0, "企业设立涉及的各审批事项法定时限合计"),
    ("娱乐场所联合踏勘", "Joint inspection of entertainment venues", "wgl-01", None, "wgl", 30.0,
     3.5, "各部门分别踏勘时限合计"),
)  # fmt: skip


def fields_at(_: datetime) -> list[pl.Expr]:
    """The exported fields."""
    return [pl.col(*(name for name in LIVES if name != "recorded_at"))]


def halved(limits: list[tuple[float, float]]) -> list[float]:
    """A limit between the legal and the promised one for each, in halves; together half the legal.

    Where half the legal limit is less than what is promised today, the promise stands, and the days
    are taken from the limits that have most to spare.
    """
    between = [max(round(legal) * HALVED, promised) for legal, promised in limits]
    over = sum(between) - HALVED * sum(legal for legal, _ in limits)
    while over > 0:
        spare = [b - promised for b, (_, promised) in zip(between, limits, strict=True)]
        most = max(range(len(spare)), key=spare.__getitem__)
        if spare[most] < 0.5:
            break
        between[most] -= 0.5
        over -= 0.5
    return between


class Promises:
    """Draws nothing: the books of limits are there from the hall's first day."""

    def __init__(self, start: date, refs: References) -> None:
        self.first, self.refs = number(start), refs

    def lives(self, days: list[int]) -> pl.DataFrame:
        """The books, if the hall's first day is among the days."""
        rows = self._rows() if self.first in days else []
        return pl.DataFrame(rows, LIVES, orient="row")

    def _rows(self) -> list[tuple]:
        entered, put_right = (
            datetime.combine(EPOCH, datetime.min.time())
            + timedelta(days=self.first + days, hours=10)
            for days in SETTLED_AFTER
        )
        items = self._items()
        limits = [(float(row["legal_days"]), float(row["promised_days"])) for row in items]
        rows: list[tuple] = []
        for row, (legal, promised), between in zip(items, limits, halved(limits), strict=True):
            worded = (row.get("limit_unit"), _number(row.get("limit_value")), legal)
            about = (row["title_zh"], row.get("title_en"), row["item"], None, row["department"])
            basis = row.get("article") or row.get("basis")
            rows += [
                (*about, "r2009", FIRST_ROUND, *worded, legal, between, basis),
                (*about, "r2013", SECOND_ROUND, *worded, between, promised, basis),
            ]
        for zh, en, item, scheme, department, legal, promised, basis in OF_THEIR_OWN:
            if department in self.refs.departments:
                about = (zh, en, item if item in self.refs.items else None, scheme, department)
                worded = ("workday", legal, legal, legal)
                rows.append((*about, "later", SECOND_ROUND, *worded, promised, basis))
        numbered = [(f"SX-{n:04d}", *row) for n, row in enumerate(rows, 1)]
        # The first is entered without its basis, and put right.
        wrong: list[tuple] = [(*row[:-1], None, entered) for row in numbered[:1]]
        right = [(*row, put_right) for row in numbered[:1]]
        return wrong + right + [(*row, entered) for row in numbered[1:]]

    def _items(self) -> list[dict]:
        """Approval items with both limits, the promised one no longer than the legal."""
        eligible = (pl.col("kind") == "approval") & (
            pl.col("promised_days").cast(pl.Float64) <= pl.col("legal_days").cast(pl.Float64)
        )
        return self.refs.frames["items"].filter(eligible.fill_null(False)).to_dicts()


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)
