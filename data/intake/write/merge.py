"""A staged batch into the store: rows, rollups and reference codes, inside one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import polars as pl
from sqlalchemy import Connection

from data.definitions import Dataset
from data.hall import today
from data.intake.read.chunk import LINE
from data.intake.write.rollup_buffer import Sums
from data.intake.write.rollup_deltas import Deltas
from data.intake.write.stage import ROW, VOID
from data.intake.write.versions import KEY, Decision, decide
from data.settings import scratch
from data.store.backend import Stage, StagedBatch, backend_of
from data.store.engines import transaction
from data.store.tables import TABLES, day_number, from_day_number

# Rows of the store read back at a time to be taken off the rollups.
READ_ROWS = 50_000
# Stored values in columns; what is not named here is text.
_TYPES = {
    "date": pl.Int32, "boolean": pl.Int8, "integer": pl.Int64, "number": pl.Float64,
    "instant": pl.Int64,
}  # fmt: skip


@dataclass
class Batch:
    """A batch being staged: its rows and sums in scratch files, and what its versions are decided by.

    `touched`: field → its values in lines and in the stored rows that these replace, for those fields by
    which rows of other datasets look at ours.
    """

    dataset: Dataset
    columns: tuple[str, ...]
    rows: Stage
    sums: Sums
    deltas: Deltas
    lines: list[pl.DataFrame] = field(default_factory=list)
    touched: dict[str, set[Any]] = field(default_factory=dict)

    def append(self, rows: pl.DataFrame) -> None:
        """Stage encoded rows with their number."""
        # A column that the catalogue no longer has stays in the store, empty.
        chosen = [pl.col(c) if c in rows.columns else pl.lit(None).alias(c) for c in self.columns]
        self.rows.append(TABLES[self.dataset.id].name, rows.select(chosen))


@contextmanager
def staged(connection: Connection, dataset: Dataset) -> Iterator[Batch]:
    """A batch with scratch files that go when it ends.

    Its rows are staged in a table that is the store's in every column and their order: then SQLite
    can copy records as they are, which takes a third of the time.
    """
    table = TABLES[dataset.id]
    backend = backend_of(connection)
    with scratch("intake") as folder:
        rows, columns = backend.stage_like(connection, table, folder, "rows")
        sums = Sums(lambda: backend.stage(folder, "sums"))
        try:
            yield Batch(dataset, columns, rows, sums, Deltas(dataset, sums))
        finally:
            rows.close()
            sums.close()


class Merge:
    """Moves one staged batch into the store. Only one writer at a time may be at work (see `ingest`)."""

    def __init__(self, connection: Connection, batch: Batch, rows: StagedBatch) -> None:
        self.connection, self.batch, self.rows = connection, batch, rows
        self.dataset = batch.dataset
        self.lines = pl.concat(batch.lines)
        self.fresh = False
        self.decision = Decision(pl.Series(ROW, [], pl.Int64), 0)
        self.held: list[int] = []

    @property
    def changes(self) -> bool:
        """Whether any line is to be stored now."""
        return len(self.decision.losers) + len(self.held) < len(self.lines)

    def prepare(self) -> None:
        """Before the transaction: decide versions and settle the sums. Reads the store, writes nothing in it."""
        self.fresh = self.rows.store_is_empty()
        void = self.lines.filter(pl.col(VOID) == 1)[ROW].to_list()
        self.rows.mark(void)
        self.decision = decide(self.lines, self._stored(), self._with_keys)
        losers = self.decision.losers.to_list()
        self.rows.mark(void, losers)
        self.rows.stamp(self.decision.stamps)
        self.held = self.rows.awaited(day_number(today()))
        if self.held:
            self.rows.mark(void, [*losers, *self.held])
        if self.changes:
            for frame in self._discounted():
                self.batch.deltas.add(frame, -1)
                touch(self.batch.touched, self.dataset, frame)

    def line_numbers(self, rows: Sequence[int]) -> dict[int, int]:
        """Row of the batch → line of the file."""
        return dict(self.lines.filter(pl.col(ROW).is_in(list(rows))).select(ROW, LINE).iter_rows())

    def write(self, batch_id: int) -> None:
        """Inside the transaction: rows and, meanwhile in another thread, the sums; then the rollups.

        Lines that wait for a step are put with those that do, and count nothing yet.
        """
        self.rows.hold(self.held, batch_id)
        if not self.changes:
            return
        any_void = bool(self.lines[VOID].max())
        with ThreadPoolExecutor(1) as other:
            summing = other.submit(self.batch.deltas.finish)
            if any_void:
                self.rows.withdraw(batch_id)
            whole = not any_void and not self.held and self.decision.losers.is_empty()
            self.rows.write(self.fresh, all_of_it=whole)
            self.rows.reinstate()
            summing.result()
        self.batch.sums.add(self.connection, self.dataset)

    def _stored(self) -> pl.DataFrame:
        schema = {ROW: pl.Int64, "stored_recorded": pl.Int64, "differs": pl.Int64}
        return pl.DataFrame(self.rows.stored_versions(self.fresh), schema=schema, orient="row")

    def _with_keys(self, lines: pl.DataFrame) -> pl.DataFrame:
        """Lines with their keys in place of the keys' hashes."""
        row_numbers, rows = set(lines[ROW]), []
        for piece in self.rows.keys(READ_ROWS):
            rows += [row for row in piece if row[0] in row_numbers]
        named = pl.DataFrame(rows, schema={ROW: pl.Int64, KEY: pl.String}, orient="row")
        return lines.drop(KEY).join(named, on=ROW, how="left", maintain_order="left")

    def _discounted(self) -> Iterator[pl.DataFrame]:
        """Rows that do not count after all: lines that lost, and stored rows that are replaced."""
        all_win = self.decision.losers.is_empty() and not self.held
        lost = [] if all_win else self.rows.lost(READ_ROWS)
        replaced = [] if self.fresh else self.rows.replaced(READ_ROWS)
        for piece in chain(lost, replaced):
            yield stored_frame(self.dataset, piece)


def touch(touched: dict[str, set[Any]], dataset: Dataset, rows: pl.DataFrame) -> None:
    """Add what encoded rows hold in the fields by which rows of other datasets look at them."""
    for name, values in touched.items():
        date_of = from_day_number if dataset.field(name).type == "date" else None
        values |= {date_of(v) if date_of else v for v in rows[name].drop_nulls().unique()}


def stored_frame(dataset: Dataset, rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    """Rows as the store keeps them, with all fields of the dataset, as `stage.encode` gives them."""
    schema = {f.id: _TYPES.get(f.type, pl.String) for f in dataset.fields}
    return pl.DataFrame(rows, schema=schema, orient="row")


@contextmanager
def merging(connection: Connection, batch: Batch) -> Iterator[Merge]:
    """A prepared merge with the write transaction open: call its `write`, then keep the books."""
    batch.rows.close()
    rows = backend_of(connection).staged_batch(connection, batch.dataset, batch.rows)
    try:
        merge = Merge(connection, batch, rows)
        merge.prepare()
        with transaction(connection):
            yield merge
    finally:  # not possible before the transaction has ended
        batch.sums.release(connection)
        rows.release()
