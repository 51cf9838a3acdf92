"""Rows that wait for the next step of their dataset's numbers: the newest version of each."""

from __future__ import annotations

from collections.abc import Callable

from data.definitions import Dataset
from data.store.tables import LEFT_WAITING, ROW_ID, WAITING, WAITS_BATCH, WAITS_RECORD, WAITS_VOID


class Waiting:
    """SQL about what waits of a dataset with `steps`, or is left of its steps; `b` is a row of a batch."""

    def __init__(self, dataset: Dataset, as_object: Callable[[str], str]) -> None:
        """`as_object(alias)`: SQL that writes the fields of a row as a JSON object."""
        self._as_object = as_object
        self.table = f'"{(WAITING | LEFT_WAITING)[dataset.id].name}"'
        self.day = f'"{dataset.next_day}"'
        self.names = [f'"{field.id}"' for field in dataset.fields]
        self.keys = [f'"{key}"' for key in dataset.key]
        self.batch, self.record = f'b."{WAITS_BATCH}"', f'b."{WAITS_RECORD}"'
        self._match = " and ".join(f"w.{key} = b.{key}" for key in self.keys)
        self.has_key = f"exists(select 1 from {self.table} w where {self._match})"

    def is_void(self, alias: str) -> str:
        return f'{alias}."{WAITS_VOID}"'

    def holding(self, rows: str, chosen: str, void: str, batch_id: int) -> str:
        """Puts the rows that are `chosen` in the place of other versions that wait.

        A withdrawal keeps the record that it withdraws, if that has waited too.
        """
        waited = (
            f"case when w.{ROW_ID} is null then null when {self.is_void('w')} "
            f'then w."{WAITS_RECORD}" else {self._as_object("w")} end'
        )
        fields = ", ".join(f"b.{name}" for name in self.names)
        own = [f'"{name}"' for name in (WAITS_VOID, WAITS_BATCH, WAITS_RECORD)]
        others = [name for name in (*self.names, *own) if name not in self.keys]
        return (
            f"insert into {self.table} ({', '.join((*self.names, *own))}) "
            f"select {fields}, {void}, {batch_id}, case when {void} then {waited} end "
            f"from {rows} b left join {self.table} w on {self._match} where {chosen} "
            f"on conflict ({', '.join(self.keys)}) do update set "
            + ", ".join(f"{name} = excluded.{name}" for name in others)
        )
