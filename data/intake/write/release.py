"""Rows that have waited for a step go into the store: with rollups, reference codes and what looks at them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from sqlalchemy import Connection, delete, not_, select, tuple_

from data.definitions import Dataset
from data.intake.write.merge import READ_ROWS, stored_frame, touch
from data.intake.write.recompute import renew, renewed_by, rows_anew
from data.intake.write.reference_codes import list_waiting
from data.intake.write.rollup_buffer import Sums
from data.intake.write.rollup_deltas import Deltas
from data.intake.write.stage import encode
from data.rollups.frames import frame_of
from data.store.backend import backend_of
from data.store.tables import LEFT_WAITING, ROW_ID, TABLES, WAITING, WAITS_VOID

# Keys named in one query: SQLite takes some tens of thousands of parameters.
_KEYS_AT_A_TIME = 5_000


def release(connection: Connection, dataset: Dataset, staying: Sequence[int]) -> int:
    """Store what waits of a dataset but the rows `staying`, by their numbers; how many rows.

    Inside a transaction. They are derived anew: what they are computed from may have come since.
    """
    waiting = WAITING | LEFT_WAITING
    table = waiting[dataset.id]
    going = table.c[ROW_ID].not_in(staying)
    void = connection.scalars(
        select(table.c[ROW_ID]).where(going, table.c[WAITS_VOID].is_(True))
    ).all()
    fresh = frame_of(connection, dataset.id, going & not_(table.c[WAITS_VOID]), waiting)
    if fresh.is_empty() and not void:
        return 0
    rows = backend_of(connection).waiting_batch(connection, dataset)
    rows.mark(void, staying)
    touched: dict[str, set[Any]] = {need.field: set() for _, need in renewed_by(dataset.id)}
    sums = Sums()
    deltas = Deltas(dataset, sums)
    changes = [(encode(fresh, dataset), 1)]
    changes += [(stored_frame(dataset, piece), -1) for piece in rows.replaced(READ_ROWS)]
    for frame, weight in changes:
        deltas.add(frame, weight)
        touch(touched, dataset, frame)
    deltas.finish()
    rows.withdraw(batch_id=0)
    rows.write(fresh=False, all_of_it=False)
    rows.reinstate()
    rows.release()
    sums.add(connection, dataset)
    connection.execute(delete(table).where(going))
    list_waiting(connection, dataset)
    _derive(connection, dataset, fresh)
    renew(connection, dataset.id, touched)
    return len(fresh) + len(void)


def _derive(connection: Connection, dataset: Dataset, rows: pl.DataFrame) -> None:
    key = tuple_(*(TABLES[dataset.id].c[name] for name in dataset.key))
    for some in rows.select(dataset.key).iter_slices(_KEYS_AT_A_TIME):
        rows_anew(connection, dataset, frame_of(connection, dataset.id, key.in_(some.rows())))
