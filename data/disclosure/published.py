"""What organs published or stated for annual reports: the cells of a year as they are printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select, union

from data.disclosure.cells import REQUESTS, REVIEWS
from data.disclosure.forms import Form, form_of_print
from data.hall import hall
from data.store.tables import TABLES

STATEMENTS = "disclosure-statements"


@dataclass(frozen=True)
class Printed:
    """A cell: its number, or why it has none (`empty`, `na`). `organs`: whose, where several add up."""

    value: float | None
    blank: str | None
    organs: frozenset[str]


Cells = Mapping[str, Printed]
"""By figure; a figure that is not there was not loaded."""


@dataclass(frozen=True)
class Published:
    """The cells of a year, those of the year before, whose they are, and where they were published."""

    form: Form
    cells: Cells
    before: Cells
    organs: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Organs:
    """Organs with lines: of which years each published cells, whose records there are, who is listed.

    Those of the hall are the departments on its list or in its records, and whoever states figures
    without saying where they were published; any other organ's report stands for itself.
    """

    years: Mapping[str, frozenset[int]]
    stating: frozenset[str]
    with_records: frozenset[str]
    listed: frozenset[str]

    def of_hall(self) -> frozenset[str]:
        """The departments whose figures add up to the hall's."""
        ours = {
            one
            for one in {*self.years, *self.stating}
            if one in self.listed or one in self.with_records or one not in self.years
        }
        return frozenset(ours - {hall().report_organ})

    def published_years(self, department: str | None) -> frozenset[int]:
        """The years of which there is a published report of a department, or of the hall."""
        own = hall().report_organ
        chosen = {own, *self.of_hall()} if department in (None, own) else {department}
        return frozenset(year for one in chosen for year in self.years.get(one or "", ()))

    def recorded(self, department: str | None) -> bool:
        """Whether the records are of this department at all; another organ has none here."""
        if department in (None, hall().report_organ):
            return True
        return department in self.listed or department in self.with_records


def organs(connection: Connection) -> Organs:
    """All organs with lines."""
    lines, departments = TABLES[STATEMENTS].c, TABLES["departments"].c
    printed = or_(lines.source_url.is_not(None), lines.figure.like("%.%"))
    years: dict[str, set[int]] = {}
    for code, year in connection.execute(
        select(lines.department, lines.year).where(printed).distinct()
    ):
        years.setdefault(code, set()).add(year)
    recorded = (TABLES[dataset].c.department for dataset in (REQUESTS, REVIEWS))
    return Organs(
        {code: frozenset(of) for code, of in years.items()},
        frozenset(connection.execute(select(lines.department).distinct()).scalars()),
        frozenset(
            connection.execute(union(*(select(column).distinct() for column in recorded))).scalars()
        ),
        frozenset(
            connection.execute(
                select(departments.department).where(departments.listed.is_(True))
            ).scalars()
        ),
    )


def published(
    connection: Connection, department: str | None, year: int, organs: Organs
) -> Published | None:
    """The cells of a department's report, or of the hall's: its own, else those of its departments.

    A cell of tables 三 and 四 is added up only where all departments with records have it, as the
    records are of all of them; figures of table 二 and the fees are what those who stated them stated.
    """
    own = hall().report_organ
    by_year = {
        of: _lines(connection, of, _whose(department, own, organs)) for of in (year - 1, year)
    }
    cells, before = (_added(by_year[of], own, department, organs) for of in (year, year - 1))
    if not cells:
        return None
    whose = sorted({one for printed in cells.values() for one in printed.organs})
    sources = {url for figure, _, _, url, one in by_year[year] if url and one in whose}
    return Published(
        form_of_print(year, cells), cells, before, tuple(whose), tuple(sorted(sources))
    )


_Line = tuple[str, float | None, str | None, str | None, str]


def _whose(department: str | None, own: str | None, organs: Organs) -> frozenset[str]:
    if department in (None, own):
        return organs.of_hall() | ({own} if own else set())
    return frozenset({department or ""})


def _lines(connection: Connection, year: int, whose: Iterable[str]) -> list[_Line]:
    """(figure, value, blank, source, organ)"""
    c = TABLES[STATEMENTS].c
    chosen = select(c.figure, c.value, c.blank, c.source_url, c.department)
    chosen = chosen.where(c.year == year, c.department.in_(sorted(whose)))
    return [tuple(row) for row in connection.execute(chosen)]


def _added(
    lines: list[_Line], own: str | None, department: str | None, organs: Organs
) -> dict[str, Printed]:
    """Figure → cell: the hall's own where it has any, else added up over departments."""
    figures: dict[str, list[_Line]] = {}
    for line in lines:
        figures.setdefault(line[0], []).append(line)
    added = {}
    for figure, of_figure in figures.items():
        of_own = [line for line in of_figure if line[-1] == own]
        stated = of_own or of_figure
        there = frozenset(line[-1] for line in stated)
        whole = of_own or department is not None or "." not in figure
        if whole or organs.with_records - {None} <= there:
            added[figure] = _sum(stated, there)
    return added


def _sum(lines: list[_Line], there: frozenset[str]) -> Printed:
    values = [value for _, value, *_ in lines if value is not None]
    if values:
        total = sum(values)
        return Printed(int(total) if total == int(total) else total, None, there)
    return Printed(None, lines[0][2] or "empty", there)
