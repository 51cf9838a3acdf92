"""A batch of rows in a stage, and how it goes into the store.

The stage lies beside the store, table by table; SQL here reads both and moves what is to be moved.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, text

from data.definitions import Dataset
from data.store.shared_sql.waiting import Waiting
from data.store.tables import INDEXES, ROW_ID, TABLES, VOID_BIT

Row = tuple[Any, ...]
StageType = TypeVar("StageType")
# What a stage is attached as.
SCHEMA = "batch"


def _among(kind: str) -> str:
    """Whether a staged row `b` has been marked as one of a kind."""
    return f'b."{ROW_ID}" in (select "row" from batch_{kind})'


# Whether it withdraws a record, and whether its version is not to be stored.
_VOID, _LOST = _among("void"), _among("loser")
WITHDRAWING, STORING = f"{_VOID} and not {_LOST}", f"not {_VOID} and not {_LOST}"


class SqlBatch(ABC, Generic[StageType]):
    """A batch of one dataset on a writer's connection: a `data.store.protocol.StagedBatch`.

    In SQL `b` is a row of the batch and `c` one of the store with the same key.
    """

    def __init__(
        self, connection: Connection, dataset: Dataset, stage: StageType | None = None
    ) -> None:
        """Without a stage the batch is what waits in the store."""
        self.connection, self.dataset = connection, dataset
        self.table = f'"{TABLES[dataset.id].name}"'
        self.names = [f'"{field.id}"' for field in dataset.fields]
        self.is_waiting = stage is None
        waiting = Waiting(dataset, self.as_object) if dataset.steps or self.is_waiting else None
        self.waiting = waiting
        self.recorded = any(field.id == "recorded_at" for field in dataset.fields)
        if stage is not None:
            self.rows = self.attach(stage)
        elif waiting:
            self.rows = waiting.table

    def release(self) -> None:
        """Take the stage away again."""
        if not self.is_waiting:
            self.detach()

    # --- words in which databases differ --------------------------------------------------------

    @abstractmethod
    def attach(self, stage: StageType) -> str:
        """Let the stage be read on the connection; gives the name of the dataset's table in it."""

    @abstractmethod
    def detach(self) -> None:
        """Let go of what was attached."""

    @abstractmethod
    def write(self, fresh: bool, all_of_it: bool) -> None:
        """Store the rows that are to be stored: see `data.store.protocol.StagedBatch`."""

    @abstractmethod
    def as_object(self, alias: str) -> str:
        """The fields of a row as a JSON object, truth as 1 or 0."""

    @abstractmethod
    def bit(self, condition: str, bit: int) -> str:
        """A whole number with this bit set where the condition is true."""

    @abstractmethod
    def differs(self, name: str) -> str:
        """Whether the store's row and the batch's differ in a column; nothing is like nothing."""

    @abstractmethod
    def fill(self, table: str, numbers: Sequence[int]) -> None:
        """Write numbers into the one column, `row`, of a temporary table."""

    # --- what all understand --------------------------------------------------------------------

    def store_is_empty(self) -> bool:
        return not self._any(self.table)

    def mark(self, void: Sequence[int] = (), losers: Sequence[int] = ()) -> None:
        self._mark("void", void)
        self._mark("loser", losers)

    def _mark(self, kind: str, numbers: Sequence[int]) -> None:
        self.run(f'create temp table if not exists batch_{kind} ("row" integer primary key)')
        self.run(f"delete from batch_{kind}")
        if len(numbers):
            self.fill(f"batch_{kind}", numbers)

    def stored_versions(self, fresh: bool) -> list[Row]:
        parts = []
        # Of what waits, the version that waits is the newest.
        settled = f"where not {self.waiting.has_key}" if self.waiting else ""
        chosen = f'select b."{ROW_ID}", {self._recorded("c")}'
        any_withdrawn = self._any("withdrawn")
        withdrawn = f"w.dataset = '{self.dataset.id}' and w.key = {self._key_text()}"
        if not fresh:
            # A code of a list that was withdrawn stands there again, unlisted, once a row bears it: the
            # version to beat is the withdrawn one.
            nor = f"{'and' if settled else 'where'} not exists(select 1 from withdrawn w where {withdrawn})"
            parts.append(
                f"{chosen}, {self._difference()} from {self.rows} b "
                f"join {self.table} c on {self.key_match()} {settled} {nor if any_withdrawn else ''}"
            )
        brought_back = self.bit(f"not {_VOID}", VOID_BIT)
        if any_withdrawn:
            parts.append(
                f'select b."{ROW_ID}", w.recorded_at, {brought_back} '
                f"from {self.rows} b join withdrawn w on {withdrawn} {settled}"
            )
        if self.waiting:
            is_void = self.waiting.is_void("c")
            parts.append(
                f"{chosen}, case when {is_void} then {brought_back} else {self._difference()} end "
                f"from {self.rows} b join {self.waiting.table} c on {self.key_match()}"
            )
        return [tuple(row) for row in self.run(" union all ".join(parts))] if parts else []

    def _difference(self) -> str:
        bits = [
            self.bit(self.differs(name), number)
            for number, name in enumerate(self.names)
            if name != '"recorded_at"'
        ]
        return " | ".join([*bits, self.bit(_VOID, VOID_BIT)])

    def awaited(self, since: int) -> list[int]:
        if not self.waiting:
            return []
        day = self.waiting.day
        stored = f"select 1 from {self.table} c where {self.key_match()} and c.{day} >= {since}"
        sql = (
            f'select b."{ROW_ID}" from {self.rows} b where not {_LOST} '
            f"and (b.{day} >= {since} or {self.waiting.has_key} or exists({stored}))"
        )
        return [row[0] for row in self.run(sql)]

    def hold(self, numbers: Sequence[int], batch_id: int) -> None:
        if self.waiting and len(numbers):
            self._mark("held", numbers)
            self.run(self.waiting.holding(self.rows, _among("held"), _VOID, batch_id))

    def stamp(self, stamps: Sequence[tuple[int, int]]) -> None:
        if stamps:
            self.connection.execute(
                text(f'update {self.rows} set recorded_at = :seconds where "{ROW_ID}" = :row'),
                [{"row": row, "seconds": seconds} for row, seconds in stamps],
            )

    def keys(self, at_a_time: int) -> Iterator[list[Row]]:
        return self._pieces(
            f'select b."{ROW_ID}", {self._key_text()} from {self.rows} b', at_a_time
        )

    def lost(self, at_a_time: int) -> Iterator[list[Row]]:
        chosen = self.columns("b")
        return self._pieces(
            f"select {chosen} from {self.rows} b where not {_VOID} and {_LOST}", at_a_time
        )

    def replaced(self, at_a_time: int) -> Iterator[list[Row]]:
        return self._pieces(
            f"select {self.columns('c')} from {self.rows} b "
            f"join {self.table} c on {self.key_match()} where not {_LOST}",
            at_a_time,
        )

    def withdraw(self, batch_id: int) -> None:
        whole = f"case when c.{ROW_ID} is null then null else {self.as_object('c')} end"
        batch = str(batch_id)
        if self.is_waiting and self.waiting:
            whole, batch = f"coalesce({self.waiting.record}, {whole})", self.waiting.batch
        self.run(
            f"insert into withdrawn (dataset, key, recorded_at, record, batch) "
            f"select '{self.dataset.id}', {self._key_text()}, {self._recorded('b')}, {whole}, {batch} "
            f"from {self.rows} b left join {self.table} c on {self.key_match()} where {WITHDRAWING} "
            "on conflict (dataset, key) do update set recorded_at = excluded.recorded_at, "
            "record = excluded.record, batch = excluded.batch"
        )
        self.run(
            f"delete from {self.table} where {ROW_ID} in (select c.{ROW_ID} from {self.rows} b "
            f"join {self.table} c on {self.key_match()} where {WITHDRAWING})"
        )

    def reinstate(self) -> None:
        if self._any("withdrawn"):
            self.run(
                f"delete from withdrawn where dataset = '{self.dataset.id}' and key in "
                f"(select {self._key_text()} from {self.rows} b where {STORING})"
            )

    # --- parts of statements --------------------------------------------------------------------

    def run(self, sql: str) -> Any:
        return self.connection.exec_driver_sql(sql)

    def columns(self, alias: str) -> str:
        return ", ".join(f"{alias}.{name}" for name in self.names)

    def key_match(self) -> str:
        return " and ".join(f'c."{key}" = b."{key}"' for key in self.dataset.key)

    def drop_indexes(self) -> None:
        """Built once at the end they take a fraction of the time that they take row by row."""
        for index in INDEXES[self.dataset.id]:
            index.drop(self.connection, checkfirst=True)

    def make_indexes(self) -> None:
        for index in INDEXES[self.dataset.id]:
            index.create(self.connection)

    def _any(self, table: str) -> bool:
        return bool(self.run(f"select exists(select 1 from {table})").scalar())

    def _recorded(self, alias: str) -> str:
        return f"{alias}.recorded_at" if self.recorded else "cast(null as bigint)"

    def _pieces(self, sql: str, at_a_time: int) -> Iterator[list[Row]]:
        result = self.run(sql)
        while rows := result.fetchmany(at_a_time):
            yield [tuple(row) for row in rows]

    def _key_text(self) -> str:
        parts = (f'cast(b."{key}" as text)' for key in self.dataset.key)
        return " || '\x1f' || ".join(parts)
