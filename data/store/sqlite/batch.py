"""A batch in a file of its own, attached to the store while it goes in."""

from __future__ import annotations

from collections.abc import Sequence

from data.store.shared_sql.batch import SCHEMA, STORING, SqlBatch
from data.store.sqlite.attached import attach, detach
from data.store.sqlite.engines import sorting
from data.store.sqlite.stage_file import StageFile


class StagedBatch(SqlBatch[StageFile]):
    """SQLite's words: its stage is a file."""

    def attach(self, stage: StageFile) -> str:
        attach(self.connection, stage.path, SCHEMA)
        return f"{SCHEMA}.{self.table}"

    def detach(self) -> None:
        detach(self.connection, SCHEMA)

    def as_object(self, alias: str) -> str:
        fields = ", ".join(f"'{field.id}', {alias}.\"{field.id}\"" for field in self.dataset.fields)
        return f"json_object({fields})"

    def bit(self, condition: str, bit: int) -> str:
        return f"(({condition}) << {bit})"

    def differs(self, name: str) -> str:
        return f"c.{name} is not b.{name}"

    def fill(self, table: str, numbers: Sequence[int]) -> None:
        self.connection.exec_driver_sql(
            f"insert into {table} values (?)", [(number,) for number in numbers]
        )

    def write(self, fresh: bool, all_of_it: bool) -> None:
        insert = (
            f"insert into {self.table} ({', '.join(self.names)}) select {self.columns('b')} "
            f"from {self.rows} b where {STORING}"
        )
        if not fresh:
            keys = [f'"{key}"' for key in self.dataset.key]
            rest = ", ".join(f"{n} = excluded.{n}" for n in self.names if n not in keys)
            self.run(f"{insert} on conflict ({', '.join(keys)}) do update set {rest}")
            return
        self.drop_indexes()
        # Without names and conditions SQLite copies the records as they are.
        whole = f"insert into {self.table} select * from {self.rows}"
        self.run(whole if all_of_it else insert)
        with sorting(self.connection):
            self.make_indexes()
