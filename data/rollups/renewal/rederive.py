"""Rows of an earlier release derived anew, where what is derived from the same rows has changed.

A source's own statements may then have to be told from what was computed: a field that gets a column
`source_…` beside it is taken for stated where the derivation alone gives something else.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping

import polars as pl
from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    func,
    inspect,
    select,
)  # fmt: skip

from data.calendar import calendar
from data.catalog import DATASETS
from data.definitions import Dataset
from data.derive.frames import NO_CALENDAR, Context
from data.hall import settings_of, today
from data.rollups import hall_settings
from data.rollups.frames import frame_of, needed_of
from data.store.tables import CALENDAR_YEARS, NOTICE_DAYS, ROW_ID, SETTINGS, TABLES, from_day_number

log = logging.getLogger(__name__)
_ROWS = 50_000
# The setting that says that what follows from other rows is to be made anew.
FOLLOWING, DUE = "following", "due"


def rederive(connection: Connection, new_columns: Collection[str]) -> list[str]:
    """Bring derived rows up to date, once per `derivation` and after a change of the hall's settings.

    The datasets whose rows changed.
    """
    _move_days(connection)
    marks = dict(connection.execute(SETTINGS.select()).fetchall())  # type: ignore[arg-type]
    changed = []
    for dataset in DATASETS.values():
        if is_derived(marks, dataset):
            continue
        before = marks.get(hall_settings.name_of(dataset))
        reset = before is not None and before != hall_settings.mark_of(dataset)
        if _anew(connection, dataset, new_columns, all_rows=reset):
            changed.append(dataset.id)
            _let_follow(connection, dataset)
            why = "the hall's settings" if reset else "its rules"
            log.warning("computed %s anew: %s changed", dataset.id, why)
        for name, mark in _marks(dataset).items():
            connection.execute(SETTINGS.delete().where(SETTINGS.c.name == name))
            connection.execute(SETTINGS.insert().values(name=name, value=mark))
    return changed


def _let_follow(connection: Connection, dataset: Dataset) -> None:
    """Note that rows which follow from the dataset's are to be made anew: intake does, when it next writes."""
    if any(f.dataset == dataset.id for other in DATASETS.values() for f in other.follows):
        connection.execute(SETTINGS.delete().where(SETTINGS.c.name == FOLLOWING))
        connection.execute(SETTINGS.insert().values(name=FOLLOWING, value=DUE))


def _marks(dataset: Dataset) -> dict[str, str]:
    """By which a store says how the dataset's rows were derived."""
    marks = {f"derivation:{dataset.id}": str(dataset.derivation)} if dataset.derivation > 1 else {}
    if dataset.settings:
        marks[hall_settings.name_of(dataset)] = hall_settings.mark_of(dataset)
    return marks


def is_derived(settings: Mapping[str, str], dataset: Dataset) -> bool:
    """Whether a store with these settings has the dataset's rows by the derivation of today."""
    return all(settings.get(name) == mark for name, mark in _marks(dataset).items())


def _anew(
    connection: Connection, dataset: Dataset, new_columns: Collection[str], *, all_rows: bool
) -> int:
    table = TABLES[dataset.id]
    last = connection.scalar(select(func.max(table.c[ROW_ID])))
    if last is None or dataset.derive is None:
        return 0
    rows = {need.dataset: needed_of(connection, need) for need in dataset.needs if need.renews}
    titles = hall_settings.publishes_titles(connection)
    settings = settings_of(dataset.settings)
    context = Context(calendar(connection), today(), rows, titles, settings=settings)
    fresh = [
        field.id.removeprefix("source_")
        for field in dataset.fields
        if field.id.startswith("source_") and f"{table.name}.{field.id}" in new_columns
    ]
    changed = 0
    for first in range(0, last + 1, _ROWS):
        within = table.c[ROW_ID].between(first, first + _ROWS - 1)
        if dataset.rederives is not None and not all_rows:
            within &= dataset.rederives(table.c)
        frame = frame_of(connection, dataset.id, within)
        if not frame.is_empty():
            changed += _rewrite(
                connection, dataset, frame, _derived(dataset, frame, context, fresh)
            )
    return changed


def _derived(
    dataset: Dataset, frame: pl.DataFrame, context: Context, fresh: Collection[str]
) -> pl.DataFrame:
    assert dataset.derive
    marked = _without_calendar(frame, context)
    blank = marked.with_columns(
        pl.lit(None, frame.schema[name]).alias(name) for name in dataset.restores
    )
    computed = context.derived(dataset.derive, blank)
    stated = [
        pl.when(frame[name].is_not_null() & frame[name].ne_missing(computed[name]))
        .then(frame[name])
        .alias(f"source_{name}")
        for name in fresh
    ]
    return context.derived(dataset.derive, blank.with_columns(stated))


def _without_calendar(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Rows that lacked a year which is loaded came from a source that names no calendar."""
    if "due_reason" not in frame.columns:
        return frame
    lacked = pl.col("due_reason").str.strip_prefix("calendar-").cast(pl.Int64, strict=False)
    loaded = lacked.is_in(sorted(context.calendar.years)).fill_null(False)
    return frame.with_columns(
        calendar=pl.when(loaded).then(pl.lit(NO_CALENDAR)).otherwise("calendar")
    )


def _rewrite(
    connection: Connection, dataset: Dataset, before: pl.DataFrame, after: pl.DataFrame
) -> int:
    """Store the rows that differ; how many."""
    after = after.select(before.columns)
    differs = pl.any_horizontal(pl.col(name).ne_missing(after[name]) for name in before.columns)
    rows = after.filter(before.select(differs).to_series()).to_dicts()
    table = TABLES[dataset.id]
    update = table.update().values(
        {name: bindparam(f"to_{name}") for name in before.columns if name not in dataset.key}
    )
    for key in dataset.key:
        update = update.where(table.c[key] == bindparam(f"to_{key}"))
    if rows:
        connection.execute(update, [{f"to_{k}": v for k, v in row.items()} for row in rows])
    return len(rows)


def _move_days(connection: Connection) -> None:
    """Days of earlier releases, which did not keep which notice had brought them."""
    if not inspect(connection).has_table("calendar_days"):
        return
    complete = frozenset(connection.scalars(select(CALENDAR_YEARS.c.year)))
    columns = (Column("day", Integer), Column("kind", Text), Column("notice", Text))
    former = Table("calendar_days", MetaData(), *columns)
    for number, kind, notice in connection.execute(select(former)).fetchall():
        day = from_day_number(number)
        year = day.year if day.month < 12 or day.year + 1 not in complete else day.year + 1
        row = {"year": year, "day": day, "kind": kind, "notice": notice}
        connection.execute(NOTICE_DAYS.insert().values(row))
    former.drop(connection)
