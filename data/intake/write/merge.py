"""A staged batch into the store: rows, rollups and reference codes, inside one transaction."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
from sqlalchemy import Connection

from data.definitions import Dataset
from data.intake.write.rollup_buffer import Sums
from data.intake.write.rollup_deltas import Deltas
from data.intake.write.stage import ROW, VOID, Stage
from data.intake.write.versions import KEY, Decision, decide
from data.store.sqlite.engines import sorting, transaction
from data.store.tables import INDEXES, ROW_ID, TABLES

# Rows of the store read back at a time to be taken off the rollups.
_READ_ROWS = 50_000

# Of a staged row `b`: whether it withdraws a record, and whether its version is not to be stored.
_VOID = f'b."{ROW}" in (select row from temp.void)'
_LOST = f'b."{ROW}" in (select row from temp.loser)'


@dataclass
class Batch:
    """A batch being staged: its rows and sums in scratch files, and what its versions are decided by."""

    dataset: Dataset
    columns: tuple[str, ...]
    rows: Stage
    sums: Sums
    deltas: Deltas
    lines: list[pl.DataFrame] = field(default_factory=list)

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
    table = TABLES[dataset.id].name
    made = connection.exec_driver_sql(
        f"select sql from main.sqlite_schema where type = 'table' and name = '{table}'"
    ).scalar_one()
    found = connection.exec_driver_sql(f'pragma main.table_info("{table}")')
    columns = tuple(row[1] for row in found)
    with tempfile.TemporaryDirectory(prefix="intake-") as name:
        rows, sums = Stage(Path(name) / "rows.sqlite"), Sums(Path(name) / "sums.sqlite")
        rows.create(table, made)
        try:
            yield Batch(dataset, columns, rows, sums, Deltas(dataset, sums))
        finally:
            rows.close()
            sums.close()


def _key_match(dataset: Dataset, left: str, right: str) -> str:
    return " and ".join(f'{left}."{k}" = {right}."{k}"' for k in dataset.key)


def _key_text(dataset: Dataset, alias: str) -> str:
    return " || char(31) || ".join(f'{alias}."{k}"' for k in dataset.key)


class Merge:
    """Moves one staged batch into the store. Only one writer at a time may be at work (see `ingest`)."""

    def __init__(self, connection: Connection, batch: Batch) -> None:
        self.connection, self.batch = connection, batch
        self.dataset = batch.dataset
        self.table = f'main."{TABLES[self.dataset.id].name}"'
        self.staged = f'batch."{TABLES[self.dataset.id].name}"'
        self.names = [f'"{f.id}"' for f in self.dataset.fields]
        self.lines = pl.concat(batch.lines)
        self.fresh = False
        self.decision = Decision(pl.Series(ROW, [], pl.Int64), 0)

    @property
    def changes(self) -> bool:
        """Whether any line is to be stored."""
        return len(self.decision.losers) < len(self.lines)

    def prepare(self) -> None:
        """Before the transaction: decide versions and settle the sums. Reads the store, writes nothing in it."""
        self.fresh = not self.connection.exec_driver_sql(
            f"select exists(select 1 from {self.table})"
        ).scalar()
        self._mark("void", self.lines.filter(pl.col(VOID) == 1)[ROW])
        self.decision = decide(self.lines, self._stored(), self._with_keys)
        self._mark("loser", self.decision.losers)
        if self.changes:
            for frame in self._discounted():
                self.batch.deltas.add(frame, -1)

    def write(self, batch_id: int) -> None:
        """Inside the transaction: rows and, meanwhile in another thread, the sums; then the rollups."""
        if not self.changes:
            return
        with ThreadPoolExecutor(1) as other:
            summing = other.submit(self.batch.deltas.finish)
            if self.lines[VOID].max():
                self._withdraw(batch_id)
            self._write_rows()
            self._reinstate()
            summing.result()
        self.batch.sums.add(self.connection, self.dataset)

    def _stored(self) -> pl.DataFrame:
        schema = {ROW: pl.Int64, "stored_recorded": pl.Int64, "identical": pl.Boolean}
        dated = any(f.id == "recorded_at" for f in self.dataset.fields)
        recorded = "c.recorded_at" if dated else "null"
        same = " and ".join(
            f'c."{f.id}" is b."{f.id}"' for f in self.dataset.fields if f.id != "recorded_at"
        )
        parts = []
        if not self.fresh:
            parts.append(
                f'select b."{ROW}", {recorded}, ({same}) and not {_VOID} from {self.staged} b '
                f"join {self.table} c on {_key_match(self.dataset, 'c', 'b')}"
            )
        if self._any_withdrawn():
            parts.append(
                f'select b."{ROW}", w.recorded_at, {_VOID} from {self.staged} b join withdrawn w '
                f"on w.dataset = '{self.dataset.id}' and w.key = {_key_text(self.dataset, 'b')}"
            )
        rows = (
            self.connection.exec_driver_sql(" union all ".join(parts)).fetchall() if parts else []
        )
        return pl.DataFrame([tuple(r) for r in rows], schema=schema, orient="row")

    def _with_keys(self, lines: pl.DataFrame) -> pl.DataFrame:
        """Lines with their keys in place of the keys' hashes."""
        found = self.connection.exec_driver_sql(
            f'select b."{ROW}", {_key_text(self.dataset, "b")} from {self.staged} b'
        )
        wanted, rows = set(lines[ROW]), []
        while some := found.fetchmany(_READ_ROWS):
            rows += [tuple(row) for row in some if row[0] in wanted]
        named = pl.DataFrame(rows, schema={ROW: pl.Int64, KEY: pl.String}, orient="row")
        return lines.drop(KEY).join(named, on=ROW, how="left", maintain_order="left")

    def _mark(self, kind: str, rows: pl.Series) -> None:
        """Keep the numbers of `loser` or `void` rows where SQL finds them."""
        self.connection.exec_driver_sql(
            f"create temp table if not exists {kind}(row integer primary key)"
        )
        self.connection.exec_driver_sql(f"delete from temp.{kind}")
        if len(rows):
            self.connection.exec_driver_sql(
                f"insert into temp.{kind} values (?)", [(row,) for row in rows]
            )

    def _columns(self, alias: str) -> str:
        return ", ".join(f"{alias}.{name}" for name in self.names)

    def _winners(self, void: int) -> str:
        return f"{_VOID} = {void} and not {_LOST}"

    def _discounted(self) -> Iterator[pl.DataFrame]:
        """Rows that do not count after all: lines that lost, and stored rows that are replaced."""
        names = [f.id for f in self.dataset.fields]
        queries = []
        if len(self.decision.losers):
            queries.append(
                f"select {self._columns('b')} from {self.staged} b where not {_VOID} and {_LOST}"
            )
        if not self.fresh:
            queries.append(
                f"select {self._columns('c')} from {self.staged} b "
                f"join {self.table} c on {_key_match(self.dataset, 'c', 'b')} "
                f"where not {_LOST}"
            )
        types = {
            "date": pl.Int32,
            "boolean": pl.Int8,
            "integer": pl.Int64,
            "number": pl.Float64,
            "instant": pl.Int64,
        }
        schema = {n: types.get(self.dataset.field(n).type, pl.String) for n in names}
        for query in queries:
            found = self.connection.exec_driver_sql(query)
            while rows := found.fetchmany(_READ_ROWS):
                yield pl.DataFrame([tuple(r) for r in rows], schema=schema, orient="row")

    def _write_rows(self) -> None:
        names = ", ".join(self.names)
        chosen = ", ".join(f"b.{n}" for n in self.names)
        insert = (
            f"insert into {self.table} ({names}) select {chosen} from {self.staged} b "
            f"where {self._winners(void=0)}"
        )
        # Without names and conditions SQLite copies the records as they are.
        whole = f"insert into {self.table} select * from {self.staged}"
        indexes = INDEXES[self.dataset.id]
        if self.fresh:  # indexes are built once at the end, several times faster than row by row
            for index in indexes:
                index.drop(self.connection, checkfirst=True)
            self.connection.exec_driver_sql(whole if self._all_of_it() else insert)
            with sorting(self.connection):
                for index in indexes:
                    index.create(self.connection)
            return
        keys = ", ".join(f'"{k}"' for k in self.dataset.key)
        rest = [f"{n} = excluded.{n}" for n in self.names if n.strip('"') not in self.dataset.key]
        self.connection.exec_driver_sql(
            f"{insert} on conflict ({keys}) do update set {', '.join(rest)}"
        )

    def _all_of_it(self) -> bool:
        """Whether every line of the batch is to be stored."""
        return not len(self.decision.losers) and not self.lines[VOID].max()

    def _withdraw(self, batch_id: int) -> None:
        """A withdrawn record leaves its dataset and stays, whole, among the withdrawn."""
        record = ", ".join(f"'{f.id}', c.\"{f.id}\"" for f in self.dataset.fields)
        key = _key_text(self.dataset, "b")
        match = _key_match(self.dataset, "c", "b")
        recorded = (
            "b.recorded_at" if any(f.id == "recorded_at" for f in self.dataset.fields) else "null"
        )
        self.connection.exec_driver_sql(
            f"insert or replace into withdrawn (dataset, key, recorded_at, record, batch) "
            f"select '{self.dataset.id}', {key}, {recorded}, "
            f"case when c.{ROW_ID} is null then null else json_object({record}) end, {batch_id} "
            f"from {self.staged} b left join {self.table} c on {match} where {self._winners(void=1)}"
        )
        self.connection.exec_driver_sql(
            f"delete from {self.table} where {ROW_ID} in (select c.{ROW_ID} from {self.staged} b "
            f"join {self.table} c on {match} where {self._winners(void=1)})"
        )

    def _any_withdrawn(self) -> bool:
        return bool(
            self.connection.exec_driver_sql("select exists(select 1 from withdrawn)").scalar()
        )

    def _reinstate(self) -> None:
        """A newer version of a withdrawn record brings it back."""
        if self._any_withdrawn():
            self.connection.exec_driver_sql(
                f"delete from withdrawn where dataset = '{self.dataset.id}' and key in "
                f"(select {_key_text(self.dataset, 'b')} from {self.staged} b where {self._winners(void=0)})"
            )


@contextmanager
def merging(connection: Connection, batch: Batch) -> Iterator[Merge]:
    """A prepared merge with the write transaction open: call its `write`, then keep the books."""
    batch.rows.close()
    connection.exec_driver_sql("attach ? as batch", (str(batch.rows.path),))
    merge = Merge(connection, batch)
    try:
        merge.prepare()
        with transaction(connection):
            yield merge
    finally:  # not possible before the transaction has ended
        batch.sums.release(connection)
        connection.exec_driver_sql("detach batch")
