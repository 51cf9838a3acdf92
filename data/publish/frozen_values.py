"""The published values of an indicator as a table: by day and week hall-wide; by month and coarser by a dimension.

A day's table is that of the published day before but for what can have changed: the periods from the first
month on in which rows came, changed or went, and those that were not over.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from data.answers import control
from data.answers.question import covered_by, question
from data.answers.values import CELLS_OF_FILE, DAYS_MOST, table
from data.answers.whole_periods import end_of, finest_by
from data.catalog import INDICATORS, OWNERS, owner
from data.definitions import Grain, Indicator, not_finer
from data.periods import period_start
from data.questions import Values
from data.rollups.coverage import Coverage

COLUMNS = (
    "grain", "dimension", "period", "from", "to", "partial", "code", "value", "numerator",
    "denominator", "reason",
)  # fmt: skip
_FIRST, _LAST, _CODE = 3, 4, 6
# Coarser than a week, a value is published by a dimension as well.
BY_DIMENSION: tuple[Grain, ...] = ("month", "quarter", "year", "total")
Line = list[str]
# Stocks count a row some days after its date: one, so far.
_LAG_MOST = 7


@dataclass(frozen=True)
class Asked:
    """One block of a table: the values of a grain, hall-wide or by a dimension."""

    grain: Grain
    by: tuple[str, ...] = ()


def blocks(indicator: Indicator) -> Iterator[Asked]:
    """All blocks in the order in which they are written. What a list holds has no periods."""
    dataset = owner(indicator)
    if indicator.of_list:
        yield Asked("total")
        yield from (Asked("total", (name,)) for name in indicator.dimensions)
        return
    yield from (Asked(grain) for grain in dataset.grains)
    for name in indicator.dimensions:
        allowed = set(not_finer(finest_by(dataset, [name]))) & set(dataset.grains)
        yield from (Asked(grain, (name,)) for grain in BY_DIMENSION if grain in allowed)


def table_of(
    connection: Connection,
    indicator: Indicator,
    today: date,
    before: bytes = b"",
    since: date | None = None,
) -> bytes:
    """All lines, as they are written. With `since`, periods that end before that month are those of `before`.

    `before` is the table of an earlier day; no cell of it may be quoted.
    """
    pieces = [written(())]
    oldest, covered = (
        _oldest(connection, indicator, today),
        covered_by(connection, indicator, today),
    )
    begin = at = len(pieces[0])
    for asked in blocks(indicator):
        start = oldest if asked.grain == "day" else None
        if since:
            begin, at = _stretch(before, asked, at)
        cut = period_start(since, asked.grain) if since and asked.grain != "total" else date.min
        kept, from_ = b"", start
        # Asked for from a day before the first, the answer would begin with that.
        if covered and cut > covered.first:
            first, from_ = start or date.min, max(cut, start or date.min)
            kept = _kept(before[begin:at], first, from_)
        lines = _lines_of(_block(connection, indicator, asked, from_, today))
        if kept and _codes(kept, kept.rfind(b"\n", 0, -1) + 1) != _codes(lines, 0):
            # A code that is on no list has lines where any row of all periods has it.
            kept, lines = b"", _lines_of(_block(connection, indicator, asked, start, today))
        pieces += [kept, lines]
    return b"".join(pieces)


def _stretch(before: bytes, asked: Asked, at: int) -> tuple[int, int]:
    """Where a block's lines begin and end: it is one stretch. `at`: where the block before it ends."""
    head = f"{asked.grain},{''.join(asked.by)},".encode()
    if not before.startswith(head, at):
        at = before.find(b"\n" + head) + 1
    return at, _first_line(before, at, lambda line: not line.startswith(head)) if at else 0


def _kept(block: bytes, first: date, start: date) -> bytes:
    """The lines of a block whose periods begin on `first` or later and end before `start`.

    They are in the order of its periods: the block is cut, and its lines are not read.
    """
    begin = _first_line(block, 0, lambda line: _day(line, _FIRST) >= first.isoformat())
    return block[
        begin : _first_line(block, begin, lambda line: _day(line, _LAST) >= start.isoformat())
    ]


def _codes(lines: bytes, at: int) -> set[bytes]:
    """The codes of the period whose line begins at a place: its lines are all there are of its block's codes."""
    head = b",".join(lines[at:].split(b",", 3)[:3]) + b","
    begin = 0 if lines.startswith(head) else lines.find(b"\n" + head) + 1
    end = lines.index(b"\n", max(lines.rfind(b"\n" + head) + 1, begin)) if lines else 0
    return (
        {line.split(b",", _CODE + 1)[_CODE] for line in lines[begin:end].split(b"\n")}
        if lines
        else set()
    )


def _day(line: bytes, place: int) -> str:
    return line.split(b",", place + 1)[place].decode()


def _first_line(content: bytes, begin: int, holds: Callable[[bytes], bool]) -> int:
    """Where the first line begins, from `begin` on, of which something holds, as it does of all after it."""
    end = len(content)
    while begin < end:
        middle = content.rfind(b"\n", begin, (begin + end) // 2) + 1 or begin
        after = content.index(b"\n", middle) + 1
        if holds(content[middle:after]):
            end = middle
        else:
            begin = after
    return begin


def _oldest(connection: Connection, indicator: Indicator, today: date) -> date | None:
    """The first day of those that anybody may ask for by the day; None where that is all there are."""
    query = Values(indicator.id, grain="day")
    asked = None if indicator.of_list else question(connection, query, today)
    if asked is None or (asked.span.last - asked.span.first).days <= DAYS_MOST:
        return None
    return asked.span.last - timedelta(DAYS_MOST)


def _block(
    connection: Connection, indicator: Indicator, asked: Asked, start: date | None, today: date
) -> Iterator[Sequence[Any]]:
    """Lines whose numbers are no texts yet: as CSV they have the fewest digits that read back as themselves."""
    query = Values(indicator.id, start, None, asked.grain, asked.by)
    answer = table(connection, query, today, CELLS_OF_FILE)
    codes = ["".join(one) for one in answer.codes]
    for (period, partial), cells in zip(answer.periods, answer.cells, strict=True):
        # The total goes on: its ends are no ends of a period.
        ends = period if asked.grain != "total" else None
        head = (
            asked.grain, "".join(asked.by), period.name if period else "",
            ends.first.isoformat() if ends else "", ends.last.isoformat() if ends else "",
            "true" if partial else "false",
        )  # fmt: skip
        for code, (value, numerator, denominator, reason) in zip(codes, cells, strict=True):
            yield (*head, code, value, numerator, denominator, reason)


def written(lines: Iterable[Sequence[Any]], columns: Sequence[str] = COLUMNS) -> bytes:
    """CSV by RFC 4180, in UTF-8."""
    return _lines_of((list(columns), *lines))


def _lines_of(lines: Iterable[Sequence[Any]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(lines)
    return buffer.getvalue().encode()


def rows_of(content: bytes) -> int:
    """How many lines a table has, without its header."""
    return len(read(content)) if b'"' in content else content.count(b"\r\n") - 1


def read(content: bytes) -> list[Line]:
    """The lines of a table, without its header."""
    return list(csv.reader(io.StringIO(content.decode(), newline="")))[1:]


def is_cumulative(indicator: Indicator) -> bool:
    """Whether a value depends on rows of no period of its own in a way that months do not tell.

    Members of a list that were not met, or what is withheld beside another cell: computed anew each day.
    """
    sides = [INDICATORS[id] for id in indicator.measure.builds_on()]
    whole = owner(indicator).control is not None or indicator.measure.counts_rows_of is not None
    return whole or indicator.of_list or any(is_cumulative(side) for side in sides)


def is_over(
    indicator: Indicator, covered: Mapping[str, list[str] | None], before: date, today: date
) -> bool:
    """Whether, if no row came or changed, its values are today what they were on the day `before`.

    So it is if the last period with an event had ended by then, and no row is dated later. `covered`: by
    dataset its first and last day with an event, in ISO 8601.
    """
    sides = [INDICATORS[id] for id in indicator.measure.builds_on()]
    if sides:
        return all(is_over(side, covered, before, today) for side in sides)
    dataset, days = OWNERS[indicator.id], covered.get(owner(indicator).id)
    if indicator.of_list:
        return True
    if (
        days is None
        or indicator.settled
        or indicator.matured
        or dataset.is_kept_up
        or dataset.next_day
    ):
        return False
    dates = indicator.measure.dates(indicator)
    if not dates or not all(n in dataset.newest and not dataset.field(n).scheduled for n in dates):
        return False
    last = date.fromisoformat(days[1])
    if end_of(last, dataset.grains[0]) + timedelta(_LAG_MOST) >= before:
        return False
    span = Coverage(date.fromisoformat(days[0]), last)
    return control.over(span, dataset, before) == control.over(span, dataset, today)
