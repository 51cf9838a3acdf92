"""Reports as tables on sheets, in the layout of either form, as they are printed and as our XLSX has them.

Tables are found by the heads of their columns, rows by their labels. What a grid does not have itself
stands anywhere on the sheets as a label and, in the next cell, its value: 年度, 机关编码, and where known
机关名称 and 公布网址.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from data.catalog.disclosure.figures import cell
from data.disclosure.layout import COLUMNS, GROUPS, REVIEW_COLUMNS
from data.intake.read.chunk import FileRefused
from data.intake.reports import labels
from data.intake.reports.labels import bare, figure_of, row_of, stated_figure
from data.intake.reports.printed import Print, check_whole, text_of

Grid = Sequence[Sequence[Any]]
_INNER = ("company", "research")
_RESULTS = REVIEW_COLUMNS * len(GROUPS)


def is_report(grids: Sequence[Grid]) -> bool:
    """Whether any of the sheets has table 三 or 四."""
    return any(_is_head3(row) or _is_head4(row) for grid in grids for row in grid)


def read_grids(grids: Sequence[Grid], name: str) -> list[Print]:
    """The one report of a file's sheets; raises FileRefused, naming what is missing or unknown."""
    properties = dict(pair for grid in grids for pair in _properties(grid))
    for needed, label in (("year", "年度 / year"), ("department", "机关编码 / department")):
        if needed not in properties:
            raise FileRefused(
                f"{name}: whose report of which year? A cell with {label} and its value in the next "
                f"cell is missing 缺少“{label}”"
            )
    one = Print(
        properties["year"][:4],
        properties["department"],
        properties.get("organ"),
        properties.get("source_url"),
    )
    tables = []
    for grid in grids:
        for at, row in enumerate(grid):
            if _is_head3(row):
                _table3(one, grid, at)
                tables.append("3")
            elif _is_head4(row):
                _table4(one, grid, at)
                tables.append("4")
        _stated(one, grid)
    try:
        check_whole(one, tables)
    except FileRefused as refusal:
        raise FileRefused(f"{name}: {refusal}") from None
    return [one]


def _properties(grid: Grid) -> Iterator[tuple[str, str]]:
    for row in grid:
        for at, label in enumerate(row[:-1]):
            name = labels.PROPERTIES.get(bare(label))
            if name and text_of(row[at + 1]):
                yield name, str(row[at + 1]).strip() if name == "organ" else text_of(row[at + 1])


# --- table 三 -----------------------------------------------------------------------------------


def _is_head3(row: Sequence[Any]) -> bool:
    names = {labels.APPLICANTS.get(bare(text)) for text in row}
    return names.issuperset(_INNER)


def _columns3(grid: Grid, at: int) -> dict[str, int]:
    """Column → its place: the inner heads are in row `at`, the outer ones there or above."""
    places: dict[str, int] = {}
    for i, text in enumerate(grid[at]):
        if applicant := labels.APPLICANTS.get(bare(text)):
            places.setdefault(applicant, i)
    for row in reversed(grid[max(0, at - 3) : at]):
        for i, text in enumerate(row):
            applicant = labels.APPLICANTS.get(bare(text))
            if applicant in ("person", "total"):
                places.setdefault(applicant, i)
    if missing := [column for column in COLUMNS if column not in places]:
        raise FileRefused(f"table 3, row {at + 1}: no column {', '.join(missing)} 表三缺少列")
    return places


def _table3(one: Print, grid: Grid, at: int) -> None:
    places = _columns3(grid, at)
    first = min(places.values())
    for number, row in enumerate(grid[at + 1 :], at + 2):
        written = [str(text) for text in row[:first] if text_of(text)]
        printed = {column: _at(row, i) for column, i in places.items()}
        if not written:
            continue
        id = row_of(written[-1])
        if id is None:
            if any(text_of(value) for value in printed.values()):
                label = written[-1][:40]
                raise FileRefused(f"table 3, row {number}: {label!r} is no row of it 表三无此行")
            continue
        for column, value in printed.items():
            one.add(cell(id, column), f"row {number}", value)
        if id == "r25":
            return


def _at(row: Sequence[Any], i: int) -> Any:
    return row[i] if i < len(row) else None


# --- table 四 -----------------------------------------------------------------------------------


def _is_head4(row: Sequence[Any]) -> bool:
    names = [labels.RESULTS.get(bare(text)) for text in row]
    return names.count(REVIEW_COLUMNS[0]) == len(GROUPS)


def _table4(one: Print, grid: Grid, at: int) -> None:
    heads = [
        (i, labels.RESULTS.get(bare(text))) for i, text in enumerate(grid[at]) if text_of(text)
    ]
    if tuple(name for _, name in heads) != _RESULTS:
        raise FileRefused(
            f"table 4, row {at + 1}: three times five results are expected 表四列名有误"
        )
    row = _at(grid, at + 1) or ()
    for n, (i, name) in enumerate(heads):
        group = GROUPS[n // len(REVIEW_COLUMNS)]
        one.add(cell(group, str(name)), f"row {at + 2}", _at(row, i))


# --- table 二 and the fees ----------------------------------------------------------------------


def _stated(one: Print, grid: Grid) -> None:
    heads: dict[int, Any] = {}
    for number, row in enumerate(grid, 1):
        for i, text in enumerate(row):
            if (figure := figure_of(text)) and "." not in figure and i + 1 < len(row):
                one.add(figure, f"row {number}", row[i + 1])
        fresh = {i: text for i, text in enumerate(row) if labels.is_head(text)}
        label = next((text for text in row if labels.is_label(text)), None)
        if fresh and label is None:
            heads = fresh
        elif label is not None:
            for i, head in heads.items():
                if (figure := stated_figure(label, head)) and figure not in one.cells:
                    one.add(figure, f"row {number}", _at(row, i))
