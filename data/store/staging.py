"""How a batch gets into the store: written outside it, attached, and merged by statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import polars as pl


class Stage(Protocol):
    """A place outside the store that a batch is written to, table by table and column by column."""

    def append(self, table: str, columns: pl.DataFrame) -> None:
        """Add rows; the first call makes the table."""
        ...

    def tables(self) -> frozenset[str]:
        """The tables made so far."""
        ...

    def close(self) -> None:
        """Ends writing: afterwards it may be attached."""
        ...


class StagedBatch(Protocol):
    """A batch of one dataset's rows, numbered from 1, beside the store.

    `mark` says which rows withdraw a record and which are not to be stored; the rest goes by that.
    Rows come in pieces of at most `at_a_time`, values as the store keeps them.
    """

    def store_is_empty(self) -> bool:
        """Whether the store has no row of the dataset."""
        ...

    def mark(self, void: Sequence[int] = (), losers: Sequence[int] = ()) -> None:
        """Say which rows withdraw a record, and which versions are not to be stored."""
        ...

    def awaited(self, since: int) -> list[int]:
        """Of a dataset with `steps`, the rows to be stored that are to wait.

        Those of a day from the day number `since` on, and other versions of rows that wait or are
        stored and of such a day.
        """
        ...

    def hold(self, numbers: Sequence[int], batch_id: int) -> None:
        """Put rows among those that wait, in place of other versions. In a transaction."""
        ...

    def stored_versions(self, fresh: bool) -> list[tuple[Any, ...]]:
        """`(row, recorded_at of the stored version, how it differs)` where there is one.

        0: it is the same; else a bit for each field of the dataset that differs, in their order, and
        `VOID_BIT` where one of the two is withdrawn. `fresh`: the store has no row of the dataset.
        """
        ...

    def stamp(self, stamps: Sequence[tuple[int, int]]) -> None:
        """Give rows of the stage a `recorded_at`: `(row, seconds)`."""
        ...

    def keys(self, at_a_time: int) -> Iterator[list[tuple[Any, ...]]]:
        """`(row, its key as one text)` of all rows."""
        ...

    def lost(self, at_a_time: int) -> Iterator[list[tuple[Any, ...]]]:
        """The fields of rows that are not to be stored and withdraw nothing."""
        ...

    def replaced(self, at_a_time: int) -> Iterator[list[tuple[Any, ...]]]:
        """The fields of the store's rows that are replaced or withdrawn."""
        ...

    def write(self, fresh: bool, all_of_it: bool) -> None:
        """Store the rows; `all_of_it`: none is marked. In a transaction, as all below."""
        ...

    def withdraw(self, batch_id: int) -> None:
        """A withdrawn record leaves its dataset and stays, whole, among the withdrawn."""
        ...

    def reinstate(self) -> None:
        """A newer version of a withdrawn record brings it back."""
        ...

    def release(self) -> None:
        """Let go of the stage, after the transaction."""
        ...
