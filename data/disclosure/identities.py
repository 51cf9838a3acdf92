"""The identities of the annual report, checked with tolerance 0 and shown with both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from data.catalog.disclosure.figures import cell
from data.definitions import Text
from data.disclosure.forms import Form
from data.disclosure.layout import (
    COLUMN_TITLES,
    COLUMNS,
    GROUP_TITLES,
    GROUPS,
    LITIGATION_TITLE,
    REVIEW_COLUMNS,
)
from data.disclosure.published import Printed, Published
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
    left: float | None
    right: float | None

    @property
    def holds(self) -> bool | None:
        return None if self.left is None or self.right is None else self.left == self.right


NOT_CHECKED = Text("无上年记录，不能核对", "no records of the year before; cannot be checked")
"""Why `holds` is None."""
NOT_PRINTED = Text(
    "所需的数未录入或未填，不能核对", "a figure is not loaded or left empty; cannot be checked"
)
"""Likewise of a published report."""


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
PRINT_RULES = RULES | {
    "in_force": Text(
        "上年现行有效 + 本年制发 − 本年废止 = 本年现行有效",
        "in force the year before + made − repealed = in force",
    )
}
"""Of a published report, which has rules and normative documents too."""
_DOCUMENTS = {
    "rules": Text("规章", "Government rules"),
    "normative": Text("行政规范性文件", "Normative documents"),
}


class Blank(Enum):
    """A printed cell without a number: it adds nothing to a sum, and is no 0."""

    BLANK = "blank"


Cell = float | Blank | None
"""None: not known."""
Tables = Mapping[str, Sequence[Cell]]
"""Row or group → its cells."""


def identities(report: Report) -> list[Checked]:
    """Those of the tables counted from records: of table 三 by column and by row, then of table 四."""
    checked = [*_by_column(report.form, report.table3, report.carried, partly=not report.whole)]
    return [*checked, *_by_row(report.form, report.table3), *_by_group(report.table4)]


def print_identities(published: Published) -> list[Checked]:
    """Those of a published report; one that fails is a fault of the print."""
    form, requests = published.form, _table(published.cells, published.form.row_ids, COLUMNS)
    reviews = _table(published.cells, GROUPS, REVIEW_COLUMNS)
    carried = _table(published.before, ("r25",), COLUMNS)["r25"]
    return [
        *_by_column(form, requests, carried),
        *_by_row(form, requests),
        *_by_group(reviews),
        *_in_force(published),
    ]


def _table(cells: Mapping[str, Printed], rows: Iterable[str], columns: Sequence[str]) -> Tables:
    return {row: [_cell(cells.get(cell(row, column))) for column in columns] for row in rows}


def _cell(printed: Printed | None) -> Cell:
    if printed is None:
        return None
    return Blank.BLANK if printed.value is None else printed.value


def _by_column(
    form: Form, table: Tables, carried: Sequence[Cell], partly: bool = False
) -> Iterator[Checked]:
    """`partly`: of row 01 only a part of the year is known, so the balance is not."""
    for rule in ("balance", "outcomes", "carried"):
        for i, column in enumerate(COLUMNS):
            at = {id: cells[i] for id, cells in table.items()}
            left, right = {
                "balance": (
                    None if partly else _sum((at["r01"], at["r02"])),
                    _sum((at["r24"], at["r25"])),
                ),
                "outcomes": (_sum(at[id] for id in form.outcomes), _sum([at["r24"]])),
                "carried": (_sum([carried[i]]), _sum([at["r02"]])),
            }[rule]
            yield _checked(rule, column, COLUMN_TITLES[column], left, right)


def _by_row(form: Form, table: Tables) -> Iterator[Checked]:
    for row in form.rows:
        *six, total = table[row.id]
        yield _checked("applicants", row.id, row.title, _sum(six), _sum([total]))


def _by_group(table: Tables) -> Iterator[Checked]:
    for group in GROUPS:
        *four, total = table[group]
        title = GROUP_TITLES[group]
        if group != "reconsideration":
            title = Text(
                f"{LITIGATION_TITLE.zh}（{title.zh}）", f"{LITIGATION_TITLE.en}, {title.en.lower()}"
            )
        yield _checked("reviews", group, title, _sum(four), _sum([total]))


def _in_force(published: Published) -> Iterator[Checked]:
    """Only the form of 2021 has them, and only the same organs in both years compare."""
    for id, title in _DOCUMENTS.items():
        before, made, repealed, now = (
            cells.get(f"{id}_{what}")
            for cells, what in (
                (published.before, "in_force"),
                (published.cells, "made"),
                (published.cells, "repealed"),
                (published.cells, "in_force"),
            )
        )
        present = [one for one in (before, made, repealed, now) if one is not None]
        left, right = None, _sum([_cell(now)])
        if len(present) == 4 and len({one.organs for one in present}) == 1:
            gone = _sum([_cell(repealed)])
            sum_before = _sum([_cell(before), _cell(made)])
            left = None if sum_before is None else sum_before - (gone or 0)
        yield _checked("in_force", id, title, left, right)


def _sum(cells: Iterable[Cell]) -> float | None:
    """None where one of them is not known, or none is a number."""
    summands = list(cells)
    numbers = [cell for cell in summands if cell is not None and cell is not Blank.BLANK]
    return None if None in summands or not numbers else sum(numbers)


def _checked(rule: str, at: str, where: Text, left: float | None, right: float | None) -> Checked:
    words = PRINT_RULES[rule]
    title = Text(f"{where.zh}：{words.zh}", f"{where.en}: {words.en}")
    return Checked(f"{rule}-{at}", rule, at, title, left, right)
