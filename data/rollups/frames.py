"""Stored rows as typed frames, for derivations that are done again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, Table, func, select

from data.catalog import DATASETS
from data.definitions import Dataset, Need
from data.hall import hall
from data.store.tables import TABLES

FRAME_TYPES = {
    "date": pl.Date, "boolean": pl.Boolean, "integer": pl.Int64, "number": pl.Float64,
    "instant": pl.Datetime("us", "UTC"),
}  # fmt: skip


def schema_of(dataset: Dataset) -> dict[str, Any]:
    """The types of a frame with all fields of a dataset."""
    return {f.id: FRAME_TYPES.get(f.type, pl.String) for f in dataset.fields}


def needed_of(
    connection: Connection, need: Need, where: ColumnElement[bool] | None = None
) -> pl.DataFrame:
    """The stored rows that a derivation needs, or how many there are of each kind (`n`)."""
    if not need.counted:
        return frame_of(connection, need.dataset, where)
    columns = [TABLES[need.dataset].c[name] for name in (need.field, *need.counted)]
    query = select(*columns, func.count()).where(columns[0].is_not(None)).group_by(*columns)
    rows = connection.execute(query if where is None else query.where(where)).fetchall()
    types = schema_of(DATASETS[need.dataset])
    schema = {name: types[name] for name in (need.field, *need.counted)} | {"n": pl.Int64}
    return pl.DataFrame([tuple(r) for r in rows], schema=schema, orient="row")


def frame_of(
    connection: Connection,
    dataset: str,
    where: ColumnElement[bool] | None = None,
    tables: Mapping[str, Table] = TABLES,
) -> pl.DataFrame:
    """Stored rows of a dataset as a typed frame (all fields, published or not); of `WAITING`, what waits.

    Instants are the hall's, as those of a batch are its source's: what is derived from the time of
    day comes out the same.
    """
    definition, table = DATASETS[dataset], tables[dataset]
    query = select(*(table.c[f.id] for f in definition.fields))
    rows = connection.execute(query if where is None else query.where(where)).fetchall()
    schema = schema_of(definition)
    frame = pl.DataFrame([tuple(r) for r in rows], schema=schema, orient="row")
    instants = [f.id for f in definition.fields if f.type == "instant"]
    return frame.with_columns(pl.col(instants).dt.convert_time_zone(hall().zone.key))
