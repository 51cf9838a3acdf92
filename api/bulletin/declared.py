"""What a bulletin is made of: sections, tables and lines, as declarations over indicators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.definitions import Text


@dataclass(frozen=True)
class Line:
    """An indicator of a table; with `by`, a line below it for each code of that dimension."""

    indicator: str
    by: str | None = None


@dataclass(frozen=True)
class Table:
    """A table of `lines`. With `by` it has a row for each code of that dimension and its lines are columns.

    `weights`: a dated reference list whose rules of the month are printed below it.
    """

    id: str
    title: Text
    lines: tuple[Line, ...] = ()
    by: str | None = None
    weights: str | None = None


@dataclass(frozen=True)
class Section:
    """A numbered section. `absent`: what is said where nothing of it is reported, if that matters;
    without it the section is then left out."""

    id: str
    title: Text
    tables: tuple[Table, ...]
    absent: Text | None = None

    def indicators(self) -> Iterator[str]:
        for table in self.tables:
            for line in table.lines:
                yield line.indicator


def lines(*indicators: str) -> tuple[Line, ...]:
    """Plain lines of some indicators."""
    return tuple(Line(id) for id in indicators)
