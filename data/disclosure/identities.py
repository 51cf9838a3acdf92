"""The identities of the annual report, checked with tolerance 0 and shown with both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from data.definitions import Text
from data.disclosure.layout import (
    COLUMN_TITLES,
    COLUMNS,
    GROUP_TITLES,
    GROUPS,
    LITIGATION_TITLE,
    ROWS,
)
from data.disclosure.report import Report


@dataclass(frozen=True)
class Checked:
    """One identity of one column, row or group: which (`rule`), and where (`at`).

    A side that needs a cell that cannot be known is None, and whether it holds is not known either.
    """

    id: str
    rule: str
    at: str
    title: Text
    left: int | None
    right: int | None

    @property
    def holds(self) -> bool | None:
        return None if self.left is None or self.right is None else self.left == self.right


NOT_CHECKED = Text("无上年记录，不能核对", "no records of the year before; cannot be checked")
"""Why `holds` is None."""


RULES = {
    "balance": Text(
        "一 + 二 = 三（七）总计 + 四：新收与结转之和等于办结与结转下年之和",
        "I + II = III (vii) + IV: received and carried over = handled and carried on",
    ),
    "outcomes": Text(
        "三（一）至（六）各项之和 = 三（七）总计", "the outcomes (i) to (vi) add up to (vii)"
    ),
    "applicants": Text("六类申请人之和 = 总计", "the six kinds of applicant add up to the total"),
    "carried": Text(
        "上年的四（结转下年）= 本年的二（上年结转）",
        "IV of the year before = II of this year",
    ),
    "reviews": Text(
        "结果维持 + 结果纠正 + 其他结果 + 尚未审结 = 总计",
        "upheld + corrected + other + pending = total",
    ),
}


def identities(found: Report) -> list[Checked]:
    """All of them, those of table 三 by column and by row, then those of table 四."""
    return [*_by_column(found), *_by_row(found), *_by_group(found)]


def _by_column(found: Report) -> Iterator[Checked]:
    table = found.table3
    outcomes = [row.id for row in ROWS if row.is_outcome]
    for rule in ("balance", "outcomes", "carried"):
        for i, column in enumerate(COLUMNS):
            at = {id: cells[i] for id, cells in table.items()}
            left, right = {
                "balance": (_sum((at["r01"], at["r02"])), _sum((at["r24"], at["r25"]))),
                "outcomes": (_sum(at[id] for id in outcomes), at["r24"]),
                "carried": (found.carried[i], at["r02"]),
            }[rule]
            yield _checked(rule, column, COLUMN_TITLES[column], left, right)


def _by_row(found: Report) -> Iterator[Checked]:
    for row in ROWS:
        *six, total = found.table3[row.id]
        yield _checked("applicants", row.id, row.title, _sum(six), total)


def _by_group(found: Report) -> Iterator[Checked]:
    for group in GROUPS:
        *four, total = found.table4[group]
        title = GROUP_TITLES[group]
        if group != "reconsideration":
            title = Text(
                f"{LITIGATION_TITLE.zh}（{title.zh}）", f"{LITIGATION_TITLE.en}, {title.en.lower()}"
            )
        yield _checked("reviews", group, title, _sum(four), total)


def _sum(cells: Iterable[int | None]) -> int | None:
    """None where one of them is."""
    known = list(cells)
    return None if None in known else sum(cell for cell in known if cell is not None)


def _checked(rule: str, at: str, where: Text, left: int | None, right: int | None) -> Checked:
    words = RULES[rule]
    title = Text(f"{where.zh}：{words.zh}", f"{where.en}: {words.en}")
    return Checked(f"{rule}-{at}", rule, at, title, left, right)
