"""The rows behind an indicator's value: those that it counts, or considers, in a period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, literal_column, or_, select, true, tuple_
from sqlalchemy.sql.elements import ColumnElement

from data.answers.question import span_asked, unmet_codes
from data.answers.records.selection import (
    NO_INDEX,
    SHAPES,
    Conditions,
    Selection,
    chosen_fields,
    equal,
    indexed_columns,
    named_values,
    of_days_over,
    places,
    with_records,
    without_index,
)
from data.answers.whole_periods import check_whole
from data.catalog import DATASETS, INDICATORS, OWNERS
from data.definitions import Dataset, Grain, Indicator, Part, Text
from data.definitions.part import Behind, InPeriod, LastStated, NotMet, Remaining, Rows, UpTo
from data.periods import period_start
from data.questions import ROWS_TOMORROW, Proof
from data.rollups.coverage import coverage
from data.rollups.plan import NONE, coded, condition, parts
from data.store.tables import ROW_ID, TABLES, day_number, stored


def dataset_of_proof(indicator: str, part: str = "numerator") -> Dataset:
    """The dataset whose records stand behind an indicator (of a derived one: behind one side)."""
    match rows_behind(indicator, part):
        case Behind(other):
            return dataset_of_proof(other)
    return OWNERS[indicator]


def rows_behind(indicator: str, part: str = "numerator") -> Rows:
    """Which rows stand behind an indicator's value: of its numerator, or of its denominator."""
    definition = INDICATORS[indicator]
    return definition.measure.rows(part, parts(definition, OWNERS[indicator]))


def one_side(connection: Connection, query: Proof, side: Behind, today: date) -> Proof:
    """The question about the indicator on the side of a derived one that is asked for.

    It is about the days of the derived one: cases that fell due before the first card are in neither
    side of cards per case.
    """
    days = span_asked(connection, query.indicator, query.from_, query.to, today)
    first = days.first if days else query.from_
    if (grain := proof_grain(side.indicator)) != "day" and first and not query.from_:
        first = period_start(first, grain)
    return replace(query, indicator=side.indicator, part="numerator", from_=first)


def proof_grain(indicator: str, part: str = "numerator") -> Grain:
    """The periods of which the rows behind a value can be listed: a row may not tell its day."""
    match rows_behind(indicator, part):
        case Behind(other):
            return proof_grain(other)
        case InPeriod(counted) | LastStated(counted):
            counts = (counted,)
        case Remaining(
            inflow, outflow
        ):  # of two days in turn: who came in or went out on the second
            counts = (inflow, outflow)
        case UpTo(moving):
            counts = moving
        case _:
            return "day"
    dates = [DATASETS[one.dataset].field(one.dated) for one in counts if one.dated]
    return "month" if any(field.precision == "month" for field in dates) else "day"


def _why_whole(query: Proof, today: date) -> Text:
    """Why rows are not listed by the day; of the running day there are none at all yet."""
    if query.from_ and query.from_ >= today:
        return Text(
            f"当日的记录次日才列出（{ROWS_TOMORROW}），且只按月列出",
            f"rows of the running day come tomorrow ({ROWS_TOMORROW}), and are listed by the month",
        )
    return Text("记录只公布到月", "rows are published to the month")


def of_proof(connection: Connection, query: Proof, today: date) -> Selection:
    """The rows that an indicator counts (numerator) or considers (denominator) in a period."""
    rows = rows_behind(query.indicator, query.part)
    if isinstance(rows, Behind):
        return of_proof(connection, one_side(connection, query, rows, today), today)
    if (grain := proof_grain(query.indicator, query.part)) != "day":
        check_whole(query.from_, query.to, grain, _why_whole(query, today))
    dataset = with_records(OWNERS[query.indicator])
    values: dict[str, Any] = {"today": day_number(today)}
    values |= {"from": stored(query.from_), "to": stored(query.to)}
    values["on"] = day_number(min(query.to or today, today))
    unmet: list[str] = []
    if isinstance(rows, NotMet):
        covered = coverage(connection, OWNERS[rows.of])
        last = min(query.to or today, covered.last) if covered else today
        unmet = sorted(unmet_codes(connection, rows, last))
        values |= named_values("unmet", unmet)
    where = tuple((name, len(codes), NONE in codes) for name, codes in query.where)
    for name, codes in query.where:
        values |= named_values(name, codes)
    ends = query.from_ is not None, query.to is not None
    now = values["on"] == values["today"]
    of_shape = query.indicator, query.part, ends, where, len(unmet), now
    dated = INDICATORS[query.indicator].dated
    columns = [(dataset.dimension(name).column(dated), *rest) for name, *rest in where]
    for (_, codes), (column, *_) in zip(query.where, columns, strict=True):
        values |= named_values(column, codes)
    return Selection(
        dataset, chosen_fields(dataset, query.fields), _proof_shape(*of_shape), values,
        _proof_shape(*of_shape, in_order=True), indexed_columns(dataset, columns),
        by_row=_proof_shape(*of_shape, by_row=True), days=_days(rows, values),
    )  # fmt: skip


def _days(rows: Rows, values: dict[str, Any]) -> tuple[str, Any, Any] | None:
    """The date of which an index would give the rows, with the first and last day."""
    if not isinstance(rows, InPeriod) or not rows.part.dated:
        return None
    return rows.part.dated, values["from"], values["to"]


@lru_cache(SHAPES)
def _proof_shape(
    id: str,
    part: str,
    ends: tuple[bool, bool],
    where: tuple[tuple[str, int, bool], ...],
    unmet: int,
    now: bool,
    in_order: bool = False,
    by_row: bool = False,
) -> Conditions:
    dataset, indicator = OWNERS[id], INDICATORS[id]
    conditions: list[ColumnElement[bool]] = []
    for name, count, missing in where:
        column = dataset.dimension(name).column(indicator.dated)
        plain = not missing and dataset.field(column).type in ("text", "code")
        code = TABLES[dataset.id].c[column] if plain else coded(dataset.id, column)
        code = without_index(code) if in_order else code
        conditions.append(equal(code, places(name, count)))
    match rows_behind(id, part):
        case InPeriod(counted):
            conditions += _in_period(counted, indicator, ends, by_row)
        case Remaining(inflow, outflow):
            conditions += [_moved(inflow), _not_moved(outflow, now)]
        case UpTo(flows):
            conditions.append(or_(*(_moved(flow) for flow in flows)))
        case LastStated(stated, reporter):
            conditions.append(_last_stated(stated, reporter, indicator, ends))
        case NotMet(of, by):
            key = TABLES[str(OWNERS[of].field(by).refers)].c[by]
            conditions.append(equal(key, places("unmet", unmet)))
        case Behind(other):
            raise ValueError(f"{id} is made of {other}: its rows are behind that")
    return (*conditions, *of_days_over(dataset))


def _in_period(
    part: Part, indicator: Indicator, ends: tuple[bool, bool], by_row: bool = False
) -> Iterator[ColumnElement[bool]]:
    if part.dated:
        day = TABLES[part.dataset].c[part.dated]
        # Almost all rows have the day: looking each of them up in its index would take longer.
        yield (day + NO_INDEX).is_not(None)
        day = day + NO_INDEX if by_row else day
        if ends[0]:
            yield day >= bindparam("from")
        if ends[1]:
            yield day <= bindparam("to")
        if indicator.settled:
            yield day < bindparam("today")
        if indicator.matured:
            yield day <= bindparam("today")
    counted = condition(part)
    if counted is not None:
        yield counted


def _last_stated(
    part: Part, reporter: str, indicator: Indicator, ends: tuple[bool, bool]
) -> ColumnElement[bool]:
    """Of each reporter's last day in the period, whatever else is asked of the rows."""
    columns = TABLES[part.dataset].c
    day, names = columns[str(part.dated)], columns[reporter]
    latest = select(names, func.max(day)).where(*_in_period(part, indicator, ends)).group_by(names)
    counted = condition(part)
    last = tuple_(names, day).in_(latest)
    return last if counted is None else and_(last, counted)


def _moved(part: Part) -> ColumnElement[bool]:
    """In, or out, by the end of the day `on`: most rows, so that no index is to be tried."""
    day = TABLES[part.dataset].c[str(part.dated)]
    moved = (day + NO_INDEX) <= _moved_by(part)
    counted = condition(part)
    return moved if counted is None else and_(moved, counted)


def _not_moved(part: Part, now: bool) -> ColumnElement[bool]:
    """Not out by the end of the day `on`. Of now, those are few: an index finds them first."""
    columns = TABLES[part.dataset].c
    if now and part.where is None:
        day, row = columns[str(part.dated)], columns[ROW_ID]
        return row.in_(select(row).where(or_(day.is_(None), day > _moved_by(part))))
    return func.coalesce(~_moved(part), true())


def _moved_by(part: Part) -> ColumnElement[Any]:
    return bindparam("on") - literal_column(str(part.lag))
