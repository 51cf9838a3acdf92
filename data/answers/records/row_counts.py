"""How many rows match: from the days' sums where they know it at little cost; else counted."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, and_, true

from data.answers.records.behind_values import one_side, rows_behind
from data.answers.records.pages import count
from data.answers.records.selection import Selection
from data.catalog import DATASETS, INDICATORS, OWNERS
from data.definitions import Part
from data.definitions.guard import ROWS
from data.definitions.part import Behind, InPeriod, LastStated, NotMet, Remaining, UpTo
from data.periods import ONE_DAY
from data.questions import Proof
from data.rollups.plan import find, parts
from data.rollups.sums import sums
from data.store.identity import Mark, stored_mark
from data.store.tables import FIRST_DAY, LAST_DAY, day_number


def behind(connection: Connection, query: Proof, selection: Selection, today: date) -> int:
    """How many rows stand behind a value. `selection` is that of the same query."""
    rows = _summed(connection, query, today)
    return _counted(connection, selection) if rows is None else rows


# Of a state of the store: numerator and denominator of amounts are often of the same rows, and both are shown.
_known: dict[tuple[Mark | None, str], int] = {}
_KNOWN_MOST = 64


def _counted(connection: Connection, selection: Selection) -> int:
    """The number counted from the rows, once for each state of the store."""
    mark, compiled = stored_mark(connection), and_(true(), *selection.shape).compile()
    key = mark, f"{selection.dataset.id} {compiled} {compiled.params} {selection.values}"
    number = _known.get(key)
    if number is None:
        number = count(connection, selection)
        if mark and stored_mark(connection) == mark:  # not committed to while it was counted
            if len(_known) >= _KNOWN_MOST:
                _known.clear()
            _known[key] = number
    return number


def _summed(connection: Connection, query: Proof, today: date) -> int | None:
    """The number by the sums; None where they are of amounts, not of rows, or are not kept."""
    indicator = INDICATORS[query.indicator]
    match rows_behind(query.indicator, query.part):
        case Behind() as side:
            return _summed(connection, one_side(connection, query, side, today), today)
        case NotMet() | UpTo() | LastStated():
            return None
        case Remaining(inflow, outflow):
            on = min(query.to or today, today)
            came_in = _rows(connection, inflow, query, FIRST_DAY, on)
            went_out = _rows(connection, outflow, query, FIRST_DAY, on)
            return None if came_in is None or went_out is None else came_in - went_out
        case InPeriod(part):
            part = _counting(query.indicator, part)
            last = query.to or LAST_DAY
            if part.dated != (DATASETS[part.dataset].listed_from or part.dated):
                return None
            if next_day := DATASETS[part.dataset].next_day:
                if part.dated != next_day:
                    return None
                last = min(last, today - ONE_DAY)
            if indicator.settled:
                last = min(last, today - ONE_DAY)
            if indicator.matured:
                last = min(last, today)
            return _rows(connection, part, query, query.from_ or FIRST_DAY, last)


def _counting(indicator: str, part: Part) -> Part:
    """The part that counts the rows which a part sums: one that has an amount has it beside it."""
    if part.amount is None:
        return part
    return parts(INDICATORS[indicator], OWNERS[indicator]).get(ROWS, part)


def _rows(connection: Connection, part: Part, query: Proof, first: date, last: date) -> int | None:
    if part.dated is None or part.amount is not None:
        return None
    keys = frozenset(name for name, _ in query.where)
    if find(part.dataset, part.dated, keys, part.histogram) is None:
        return None
    days = day_number(first), day_number(last)
    rows = sums(connection, [part], *days, "total", (), query.where)
    return int(sum(row[-1] for row in rows))
