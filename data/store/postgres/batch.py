"""A batch of rows in a stage, and how it goes into the store.

The stage becomes a temporary table; SQL here reads it beside the store and moves what is to be moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl
from sqlalchemy import Connection, Table

from data.definitions import Dataset
from data.store.postgres.stage import FrameStage, attach, copy, detach, staged_name
from data.store.postgres.waiting import Waiting, as_object
from data.store.tables import INDEXES, ROW_ID, TABLES, VOID_BIT

_SCHEMA = "batch"
# Of a staged row `b`: whether it withdraws a record, and whether its version is not to be stored.
_VOID = f'b."{ROW_ID}" in (select "row" from batch_void)'
_LOST = f'b."{ROW_ID}" in (select "row" from batch_loser)'
Row = tuple[Any, ...]


class StagedBatch:
    """A batch of one dataset on a writer's connection: a `data.store.protocol.StagedBatch`."""

    def __init__(
        self, connection: Connection, dataset: Dataset, stage: FrameStage | None = None
    ) -> None:
        """Without a stage the batch is what waits in the store."""
        self.connection, self.dataset = connection, dataset
        table: Table = TABLES[dataset.id]
        self.table, self.rows = f'"{table.name}"', f'"{staged_name(_SCHEMA, table.name)}"'
        self.names = [f'"{field.id}"' for field in dataset.fields]
        self.is_waiting = stage is None
        self.waiting = Waiting(dataset) if dataset.steps or self.is_waiting else None
        self.recorded = any(field.id == "recorded_at" for field in dataset.fields)
        if stage:
            attach(connection, stage, _SCHEMA)
        elif self.waiting:
            self.rows = self.waiting.table

    def release(self) -> None:
        if not self.is_waiting:
            detach(self.connection, _SCHEMA)

    def store_is_empty(self) -> bool:
        return not self._any(self.table)

    def mark(self, void: Sequence[int] = (), losers: Sequence[int] = ()) -> None:
        self._mark("void", void)
        self._mark("loser", losers)

    def _mark(self, kind: str, numbers: Sequence[int]) -> None:
        self._run(f'create temp table if not exists batch_{kind} ("row" bigint primary key)')
        self._run(f"delete from batch_{kind}")
        if len(numbers):
            copy(self.connection, f"batch_{kind}", pl.DataFrame({"row": list(numbers)}))

    def stored_versions(self, fresh: bool) -> list[Row]:
        stored = "c.recorded_at" if self.recorded else "null::bigint"
        bits = [
            f"((c.{name} is distinct from b.{name})::int::bigint << {bit})"
            for bit, name in enumerate(self.names)
            if name != '"recorded_at"'
        ]
        differs = " | ".join([*bits, f"(({_VOID})::int::bigint << {VOID_BIT})"])
        brought_back = f"((not {_VOID})::int::bigint << {VOID_BIT})"
        parts = []
        # Of what waits, the version that waits is the newest.
        settled = f"where not {self.waiting.has_key}" if self.waiting else ""
        if not fresh:
            parts.append(
                f'select b."{ROW_ID}", {stored}, {differs} from {self.rows} b '
                f"join {self.table} c on {self._key_match()} {settled}"
            )
        if self._any("withdrawn"):
            parts.append(
                f'select b."{ROW_ID}", w.recorded_at, {brought_back} '
                f"from {self.rows} b join withdrawn w "
                f"on w.dataset = '{self.dataset.id}' and w.key = {self._key_text()} {settled}"
            )
        if self.waiting:
            is_void = self.waiting.is_void("c")
            parts.append(
                f'select b."{ROW_ID}", {stored}, '
                f"case when {is_void} then {brought_back} else {differs} end "
                f"from {self.rows} b join {self.waiting.table} c on {self._key_match()}"
            )
        return [tuple(row) for row in self._run(" union all ".join(parts))] if parts else []

    def awaited(self, since: int) -> list[int]:
        if not self.waiting:
            return []
        day = self.waiting.day
        stored = f"select 1 from {self.table} c where {self._key_match()} and c.{day} >= {since}"
        sql = (
            f'select b."{ROW_ID}" from {self.rows} b where not {_LOST} '
            f"and (b.{day} >= {since} or {self.waiting.has_key} or exists({stored}))"
        )
        return [row[0] for row in self._run(sql)]

    def hold(self, numbers: Sequence[int], batch_id: int) -> None:
        if self.waiting and len(numbers):
            self._mark("held", numbers)
            self._run(self.waiting.holding(self.rows, _VOID, batch_id))

    def stamp(self, stamps: Sequence[tuple[int, int]]) -> None:
        if stamps:
            self.connection.exec_driver_sql(
                f'update {self.rows} set recorded_at = %s where "{ROW_ID}" = %s',
                [(seconds, row) for row, seconds in stamps],
            )

    def keys(self, at_a_time: int) -> Iterator[list[Row]]:
        return self._pieces(
            f'select b."{ROW_ID}", {self._key_text()} from {self.rows} b', at_a_time
        )

    def lost(self, at_a_time: int) -> Iterator[list[Row]]:
        chosen = self._columns("b")
        return self._pieces(
            f"select {chosen} from {self.rows} b where not {_VOID} and {_LOST}", at_a_time
        )

    def replaced(self, at_a_time: int) -> Iterator[list[Row]]:
        return self._pieces(
            f"select {self._columns('c')} from {self.rows} b "
            f"join {self.table} c on {self._key_match()} where not {_LOST}",
            at_a_time,
        )

    def write(self, fresh: bool, all_of_it: bool) -> None:
        if not fresh:
            rest = ", ".join(f"{n} = b.{n}" for n in self.names if n[1:-1] not in self.dataset.key)
            self._run(
                f"update {self.table} c set {rest or self._no_change()} from {self.rows} b "
                f"where {self._key_match()} and {_winners(void=0)}"
            )
            self._insert(f"and not exists(select 1 from {self.table} c where {self._key_match()})")
            return
        # Indexes are built once at the end, several times faster than row by row.
        for index in INDEXES[self.dataset.id]:
            index.drop(self.connection, checkfirst=True)
        self._insert("")
        for index in INDEXES[self.dataset.id]:
            index.create(self.connection)

    def _insert(self, condition: str) -> None:
        """New rows in their order, numbered on from the newest, without gaps, as SQLite does."""
        self._run(
            f"insert into {self.table} ({ROW_ID}, {', '.join(self.names)}) "
            f"select (select coalesce(max({ROW_ID}), 0) from {self.table}) "
            f'+ row_number() over (order by b."{ROW_ID}"), {self._columns("b")} '
            f"from {self.rows} b where {_winners(void=0)} {condition}"
        )
        self._run(
            f"select setval(pg_get_serial_sequence('{self.table}', '{ROW_ID}'), "
            f"greatest(1, (select max({ROW_ID}) from {self.table})))"
        )

    def _no_change(self) -> str:
        name = f'"{self.dataset.key[0]}"'
        return f"{name} = b.{name}"

    def withdraw(self, batch_id: int) -> None:
        recorded = "b.recorded_at" if self.recorded else "null::bigint"
        match, withdrawing = self._key_match(), _winners(void=1)
        whole = f"case when c.{ROW_ID} is null then null else {as_object(self.dataset, 'c')} end"
        batch = str(batch_id)
        if self.is_waiting and self.waiting:
            whole, batch = f"coalesce({self.waiting.record}, {whole})", self.waiting.batch
        self._run(
            f"insert into withdrawn (dataset, key, recorded_at, record, batch) "
            f"select '{self.dataset.id}', {self._key_text()}, {recorded}, {whole}, {batch} "
            f"from {self.rows} b left join {self.table} c on {match} where {withdrawing} "
            "on conflict (dataset, key) do update set recorded_at = excluded.recorded_at, "
            "record = excluded.record, batch = excluded.batch"
        )
        self._run(
            f"delete from {self.table} where {ROW_ID} in (select c.{ROW_ID} from {self.rows} b "
            f"join {self.table} c on {match} where {withdrawing})"
        )

    def reinstate(self) -> None:
        if self._any("withdrawn"):
            self._run(
                f"delete from withdrawn where dataset = '{self.dataset.id}' and key in "
                f"(select {self._key_text()} from {self.rows} b where {_winners(void=0)})"
            )

    def _run(self, sql: str) -> Any:
        return self.connection.exec_driver_sql(sql)

    def _any(self, table: str) -> bool:
        return bool(self._run(f"select exists(select 1 from {table})").scalar())

    def _pieces(self, sql: str, at_a_time: int) -> Iterator[list[Row]]:
        result = self._run(sql)
        while rows := result.fetchmany(at_a_time):
            yield [tuple(row) for row in rows]

    def _columns(self, alias: str) -> str:
        return ", ".join(f"{alias}.{name}" for name in self.names)

    def _key_match(self) -> str:
        return " and ".join(f'c."{key}" = b."{key}"' for key in self.dataset.key)

    def _key_text(self) -> str:
        return " || chr(31) || ".join(f'b."{key}"::text' for key in self.dataset.key)


def _winners(void: int) -> str:
    return f"({_VOID}) = ({void} = 1) and not {_LOST}"
