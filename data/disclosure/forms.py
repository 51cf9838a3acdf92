"""The two forms of the annual report: that of 2019, for reports up to 2020, and that of 2021."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from data.catalog.disclosure.figures import STATED_2019, cell
from data.definitions import Text
from data.disclosure import layout
from data.disclosure.layout import COLUMNS, FEES, GROUPS, REVIEW_COLUMNS, ROWS, Row

OTHERWISE = "r21_23"
"""Row 三（六）of the form of 2019, which that of 2021 has as three."""
OTHERWISE_PARTS = ("r21", "r22", "r23")
Entries = tuple[tuple[Text, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Form:
    """A form: its rows of table 三, and table 二 as article → (what, figures by column)."""

    id: str
    title: Text
    rows: tuple[Row, ...]
    table2: tuple[tuple[Text, Entries], ...]

    @property
    def row_ids(self) -> tuple[str, ...]:
        return tuple(row.id for row in self.rows)

    @property
    def outcomes(self) -> tuple[str, ...]:
        return tuple(row.id for row in self.rows if row.is_outcome)

    @property
    def request_cells(self) -> tuple[str, ...]:
        """The ids of the cells of table 三, row by row."""
        return tuple(cell(row, column) for row in self.row_ids for column in COLUMNS)

    @property
    def stated(self) -> tuple[str, ...]:
        """The figures of table 二."""
        return tuple(id for _, entries in self.table2 for _, ids in entries for id in ids)

    @property
    def cells(self) -> tuple[str, ...]:
        """All figures of a report in this form."""
        return (*self.request_cells, *REVIEW_CELLS, *self.stated, *FEES)


REVIEW_CELLS = tuple(cell(group, column) for group in GROUPS for column in REVIEW_COLUMNS)
FORM_2021 = Form("2021", layout.FORMAT, ROWS, layout.STATEMENTS)
FORM_2019 = Form(
    "2019",
    Text(
        "《中华人民共和国政府信息公开工作年度报告格式（试行）》（国办公开办函〔2019〕60号）",
        "Format of the annual report on government information disclosure, on trial "
        "(General Office of the State Council, letter 60 of 2019)",
    ),
    (
        *(row for row in ROWS if row.id < "r21"),
        Row(OTHERWISE, Text("（六）其他处理", "(vi) Handled otherwise")),
        *(row for row in ROWS if row.id > "r23"),
    ),
    (
        (
            Text("第二十条第（一）项", "Art. 20 (1)"),
            (
                (
                    Text("规章", "Government rules"),
                    ("rules_written", "rules_opened", "rules_public"),
                ),
                (
                    Text("规范性文件", "Normative documents"),
                    ("normative_written", "normative_opened", "normative_public"),
                ),
            ),
        ),
        (
            Text("第二十条第（五）项", "Art. 20 (5)"),
            (
                (
                    Text("行政许可", "Administrative licences"),
                    ("licences_before", "licences_change", "licences"),
                ),
                (
                    Text("其他对外管理服务事项", "Other services"),
                    ("services_before", "services_change", "services"),
                ),
            ),
        ),
        (
            Text("第二十条第（六）项", "Art. 20 (6)"),
            (
                (
                    Text("行政处罚", "Administrative penalties"),
                    ("penalties_before", "penalties_change", "penalties"),
                ),
                (
                    Text("行政强制", "Administrative coercion"),
                    ("coercion_before", "coercion_change", "coercion"),
                ),
            ),
        ),
        (
            Text("第二十条第（八）项", "Art. 20 (8)"),
            (
                (
                    Text("行政事业性收费", "Administrative charges"),
                    ("charges_before", "charges_change"),
                ),
            ),
        ),
        (
            Text("第二十条第（九）项", "Art. 20 (9)"),
            (
                (
                    Text("政府集中采购", "Central procurement"),
                    ("procurement_items", "procurement_amount"),
                ),
            ),
        ),
    ),
)
LAST_OF_2019 = 2020
_ONLY_2019 = {*(code.id for code in STATED_2019), *(cell(OTHERWISE, c) for c in COLUMNS)}
_ONLY_2021 = {cell(row, column) for row in OTHERWISE_PARTS for column in COLUMNS} | {
    id for id in FORM_2021.stated if id not in FORM_2019.stated
}


def form_of(year: int) -> Form:
    """The form in which a year is to be reported."""
    return FORM_2019 if year <= LAST_OF_2019 else FORM_2021


def form_of_print(year: int, figures: Iterable[str]) -> Form:
    """The form that a print has, by the figures in it; where they do not say, that of its year."""
    printed = set(figures)
    if bool(printed & _ONLY_2019) == bool(printed & _ONLY_2021):
        return form_of(year)
    return FORM_2019 if printed & _ONLY_2019 else FORM_2021
