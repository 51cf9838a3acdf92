"""A batch in temporary tables, from which it goes into the store."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from data.store.postgres.stage import FrameStage, attach, copy, detach, staged_name
from data.store.shared_sql.batch import SCHEMA, STORING, SqlBatch
from data.store.tables import ROW_ID, TABLES


class StagedBatch(SqlBatch[FrameStage]):
    """PostgreSQL's words: its stage is temporary tables."""

    def attach(self, stage: FrameStage) -> str:
        attach(self.connection, stage, SCHEMA)
        staged = f'"{staged_name(SCHEMA, TABLES[self.dataset.id].name)}"'
        if not self.store_is_empty():
            self.run(f"analyze {staged}")  # it is joined with what is stored
        return staged

    def detach(self) -> None:
        detach(self.connection, SCHEMA)

    def as_object(self, alias: str) -> str:
        columns = ", ".join(
            f'{alias}."{f.id}"::int as "{f.id}"' if f.type == "boolean" else f'{alias}."{f.id}"'
            for f in self.dataset.fields
        )
        return f"(select row_to_json(r)::text from (select {columns}) r)"

    def bit(self, condition: str, bit: int) -> str:
        return f"(({condition})::int::bigint << {bit})"

    def differs(self, name: str) -> str:
        return f"c.{name} is distinct from b.{name}"

    def fill(self, table: str, numbers: Sequence[int]) -> None:
        copy(self.connection, table, pl.DataFrame({"row": list(numbers)}))

    def write(self, fresh: bool, all_of_it: bool) -> None:
        if not fresh:
            rest = ", ".join(f"{n} = b.{n}" for n in self.names if n[1:-1] not in self.dataset.key)
            self.run(
                f"update {self.table} c set {rest or self._no_change()} from {self.rows} b "
                f"where {self.key_match()} and {STORING}"
            )
            self._insert(f"and not exists(select 1 from {self.table} c where {self.key_match()})")
            return
        self.drop_indexes()
        self._insert("")
        self.make_indexes()
        # Until the server's own turn comes, it would know nothing of a table that has just been filled.
        self.run(f"analyze {self.table}")

    def _insert(self, condition: str) -> None:
        """New rows in their order, numbered on from the newest, without gaps, as SQLite does."""
        self.run(
            f"insert into {self.table} ({ROW_ID}, {', '.join(self.names)}) "
            f"select (select coalesce(max({ROW_ID}), 0) from {self.table}) "
            f'+ row_number() over (order by b."{ROW_ID}"), {self.columns("b")} '
            f"from {self.rows} b where {STORING} {condition}"
        )
        self.run(
            f"select setval(pg_get_serial_sequence('{self.table}', '{ROW_ID}'), "
            f"greatest(1, (select max({ROW_ID}) from {self.table})))"
        )

    def _no_change(self) -> str:
        name = f'"{self.dataset.key[0]}"'
        return f"{name} = b.{name}"
