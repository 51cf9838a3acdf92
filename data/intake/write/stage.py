"""A batch's rows on their way into the store: their columns as the store keeps them."""

from __future__ import annotations

import polars as pl

from data.definitions import Dataset
from data.store.tables import ROW_ID

# A line's place in the batch, from 1, and the number of its row where a table is loaded at once.
ROW = ROW_ID
VOID = "__void"


def encode(frame: pl.DataFrame, dataset: Dataset) -> pl.DataFrame:
    """The columns of `dataset` as the store keeps them (see `data.store.tables`): numbers and text."""
    columns = []
    for field in dataset.fields:
        column = pl.col(field.id)
        match field.type:
            case "date":
                column = column.cast(pl.Date).cast(pl.Int32)
            case "instant":
                column = column.dt.epoch("s")
            case "boolean":
                column = column.cast(pl.Int8)
        columns.append(column)
    return frame.select(*columns)
