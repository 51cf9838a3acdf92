"""Which months of a dataset a batch touches: noted in its transaction, for what freezes the data by months."""

from __future__ import annotations

from functools import cache

import polars as pl
from sqlalchemy import Connection, tuple_

from data.catalog import DATASETS
from data.definitions import Dataset
from data.store.identity import stored_version
from data.store.tables import CHANGED_MONTHS

# That any row of a dataset came, changed or went.
WHOLE = ("", "")


@cache
def _dates(id: str) -> tuple[str, ...]:
    """The dates by which a dataset's rows are filed or fall into the periods of an indicator."""
    dataset = DATASETS[id]
    of_indicators = {d for one in dataset.indicators for d in one.measure.dates(one)}
    return tuple(sorted(of_indicators | ({dataset.filed_by} if dataset.filed_by else set())))


def changed_months(dataset: Dataset, rows: pl.DataFrame) -> set[tuple[str, str]]:
    """(date field, month) of encoded rows; ("", "") says that there were any."""
    if rows.is_empty():
        return set()
    changed: set[tuple[str, str]] = {WHOLE}
    for name in _dates(dataset.id):
        days = rows[name].unique()
        months = pl.from_epoch(days, "d").dt.strftime("%Y-%m").unique()
        changed |= {(name, str(month or "")) for month in months}
    return changed


def note(connection: Connection, dataset: str, changed: set[tuple[str, str]]) -> None:
    """Keep that these months change with the data version that this transaction leaves behind."""
    if not changed:
        return
    c, version = CHANGED_MONTHS.c, stored_version(connection) + 1
    same = tuple_(c.field, c.month).in_(sorted(changed))
    connection.execute(CHANGED_MONTHS.delete().where(c.dataset == dataset, same))
    connection.execute(
        CHANGED_MONTHS.insert(),
        [
            {"dataset": dataset, "field": field, "month": month, "version": version}
            for field, month in sorted(changed)
        ],
    )
