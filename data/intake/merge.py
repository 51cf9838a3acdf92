"""A staged batch into the store: rows, rollups and reference codes, inside one transaction."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
from sqlalchemy import Connection

from data.definitions import Dataset
from data.intake import deltas
from data.intake.stage import ROW, VOID, Stage
from data.intake.versions import Decision, decide
from data.rollups import of_dataset
from data.store import INDEXES, ROW_ID, TABLES, transaction

# Rows of the store read back at a time to be taken off the rollups.
_READ_ROWS = 50_000


@dataclass
class Batch:
    """A batch being staged: the scratch files and what is known of its lines so far."""

    dataset: Dataset
    folder: Path
    rows: Stage
    lines: list[pl.DataFrame] = field(default_factory=list)

    @property
    def sums_path(self) -> Path:
        return self.folder / "sums.sqlite"


@contextmanager
def staged(dataset: Dataset) -> Iterator[Batch]:
    """A batch with scratch files that go when it ends."""
    with tempfile.TemporaryDirectory(prefix="intake-") as name:
        folder = Path(name)
        batch = Batch(dataset, folder, Stage(folder / "rows.sqlite"))
        try:
            yield batch
        finally:
            batch.rows.close()


def _key_match(dataset: Dataset, left: str, right: str) -> str:
    return " and ".join(f'{left}."{k}" = {right}."{k}"' for k in dataset.key)


def _key_text(dataset: Dataset, alias: str) -> str:
    return " || char(31) || ".join(f'{alias}."{k}"' for k in dataset.key)


@dataclass(frozen=True)
class Merged:
    """What a merge changed."""

    duplicates: int
    changed: bool


class Merge:
    """Moves one staged batch into the store. Use inside `attached`, which opens the transaction."""

    def __init__(self, connection: Connection, batch: Batch, batch_id: int, force: bool) -> None:
        self.connection, self.batch, self.batch_id, self.force = connection, batch, batch_id, force
        self.dataset = batch.dataset
        self.table = f'main."{TABLES[self.dataset.id].name}"'
        self.names = [f'"{f.id}"' for f in self.dataset.fields]

    def run(self) -> Merged:
        """Decide, then write rows and rollups; rollup sums are computed beside the writing of rows."""
        if not self.batch.lines:
            return Merged(0, changed=False)
        fresh = self.connection.exec_driver_sql(f"select not exists(select 1 from {self.table})").scalar()
        lines = pl.concat(self.batch.lines)
        decision = Decision(pl.Series(ROW, [], pl.Int64), 0)
        if not self.force:
            decision = decide(lines, self._stored(fresh=bool(fresh)))
        if len(decision.losers) == len(lines):
            return Merged(decision.duplicates, changed=False)
        self._mark(decision.losers)
        voids = bool(lines[VOID].max())
        old = [] if fresh else list(self._replaced())
        work = _Background(lambda: self._sums(decision.losers, old))
        if voids:
            self._withdraw()
        self._write_rows(fresh=bool(fresh))
        self._reinstate()
        tables = work.join()
        deltas.add(self.connection, of_dataset(self.dataset.id), "sums", tables)
        return Merged(decision.duplicates, changed=True)

    def _sums(self, losers: pl.Series, old: list[pl.DataFrame]) -> frozenset[str]:
        sums = Stage(self.batch.sums_path)
        try:
            deltas.compute(self.dataset, self.batch.rows.path, losers, old, sums)
            return sums.tables()
        finally:
            sums.close()

    def _stored(self, fresh: bool) -> pl.DataFrame:
        schema = {ROW: pl.Int64, "stored_recorded": pl.Int64, "identical": pl.Boolean}
        dated = any(f.id == "recorded_at" for f in self.dataset.fields)
        recorded = "c.recorded_at" if dated else "null"
        same = " and ".join(f'c."{f.id}" is b."{f.id}"' for f in self.dataset.fields if f.id != "recorded_at")
        parts = []
        if not fresh:
            parts.append(
                f'select b."{ROW}", {recorded}, ({same}) and b."{VOID}" = 0 from batch.batch b '
                f"join {self.table} c on {_key_match(self.dataset, 'c', 'b')}"
            )
        if self._any_withdrawn():
            parts.append(
                f'select b."{ROW}", w.recorded_at, b."{VOID}" = 1 from batch.batch b join withdrawn w '
                f"on w.dataset = '{self.dataset.id}' and w.key = {_key_text(self.dataset, 'b')}"
            )
        rows = self.connection.exec_driver_sql(" union all ".join(parts)).fetchall() if parts else []
        return pl.DataFrame([tuple(r) for r in rows], schema=schema, orient="row")

    def _mark(self, losers: pl.Series) -> None:
        self.connection.exec_driver_sql("create temp table if not exists loser(row integer primary key)")
        self.connection.exec_driver_sql("delete from temp.loser")
        if len(losers):
            self.connection.exec_driver_sql("insert into temp.loser values (?)", [(r,) for r in losers])

    def _winners(self, void: int) -> str:
        return f'b."{VOID}" = {void} and b."{ROW}" not in (select row from temp.loser)'

    def _replaced(self) -> Iterator[pl.DataFrame]:
        """Stored rows that the batch replaces or withdraws, as they are now."""
        names = [f.id for f in self.dataset.fields if f.type != "instant"]
        chosen = ", ".join(f'c."{n}"' for n in names)
        found = self.connection.exec_driver_sql(
            f'select {chosen} from batch.batch b join {self.table} c on {_key_match(self.dataset, "c", "b")} '
            f'where b."{ROW}" not in (select row from temp.loser)'
        )
        types = {"date": pl.Int32, "boolean": pl.Int8, "integer": pl.Int64, "number": pl.Float64}
        schema = {n: types.get(self.dataset.field(n).type, pl.String) for n in names}
        while rows := found.fetchmany(_READ_ROWS):
            yield pl.DataFrame([tuple(r) for r in rows], schema=schema, orient="row")

    def _write_rows(self, fresh: bool) -> None:
        names = ", ".join(self.names)
        chosen = ", ".join(f"b.{n}" for n in self.names)
        insert = (
            f"insert into {self.table} ({names}) select {chosen} from batch.batch b "
            f"where {self._winners(void=0)}"
        )
        indexes = INDEXES[self.dataset.id]
        if fresh:  # indexes are built once at the end, several times faster than row by row
            for index in indexes:
                index.drop(self.connection, checkfirst=True)
            self.connection.exec_driver_sql(insert)
            for index in indexes:
                index.create(self.connection)
            return
        keys = ", ".join(f'"{k}"' for k in self.dataset.key)
        rest = [f"{n} = excluded.{n}" for n in self.names if n.strip('"') not in self.dataset.key]
        self.connection.exec_driver_sql(f"{insert} on conflict ({keys}) do update set {', '.join(rest)}")

    def _withdraw(self) -> None:
        """A withdrawn record leaves its dataset and stays, whole, among the withdrawn."""
        record = ", ".join(f"'{f.id}', c.\"{f.id}\"" for f in self.dataset.fields)
        key = _key_text(self.dataset, "b")
        match = _key_match(self.dataset, "c", "b")
        recorded = "b.recorded_at" if any(f.id == "recorded_at" for f in self.dataset.fields) else "null"
        self.connection.exec_driver_sql(
            f"insert or replace into withdrawn (dataset, key, recorded_at, record, batch) "
            f"select '{self.dataset.id}', {key}, {recorded}, "
            f"case when c.{ROW_ID} is null then null else json_object({record}) end, {self.batch_id} "
            f"from batch.batch b left join {self.table} c on {match} where {self._winners(void=1)}"
        )
        self.connection.exec_driver_sql(
            f"delete from {self.table} where {ROW_ID} in (select c.{ROW_ID} from batch.batch b "
            f"join {self.table} c on {match} where {self._winners(void=1)})"
        )

    def _any_withdrawn(self) -> bool:
        return bool(self.connection.exec_driver_sql("select exists(select 1 from withdrawn)").scalar())

    def _reinstate(self) -> None:
        """A newer version of a withdrawn record brings it back."""
        if self._any_withdrawn():
            self.connection.exec_driver_sql(
                f"delete from withdrawn where dataset = '{self.dataset.id}' and key in "
                f"(select {_key_text(self.dataset, 'b')} from batch.batch b where {self._winners(void=0)})"
            )


class _Background:
    """One piece of work on another thread; `join` waits for what it gives, or raises what it raised."""

    def __init__(self, work: Callable[[], frozenset[str]]) -> None:
        self._pool = ThreadPoolExecutor(1)
        self._future = self._pool.submit(work)

    def join(self) -> frozenset[str]:
        self._pool.shutdown()
        return self._future.result()


@contextmanager
def attached(connection: Connection, batch: Batch) -> Iterator[None]:
    """The batch's scratch files attached (`batch`, `sums`), and the write transaction open."""
    batch.rows.close()
    connection.exec_driver_sql("attach ? as batch", (str(batch.rows.path),))
    connection.exec_driver_sql("attach ? as sums", (str(batch.sums_path),))
    try:
        with transaction(connection):
            yield
    finally:
        connection.exec_driver_sql("detach batch")
        connection.exec_driver_sql("detach sums")


