"""The totals of each date once more, in blocks of 64 days: what is open now is a sum over all time.

With them such a sum reads a row for each block and those of the two cut ones, so that it costs after
ten years what it costs after one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    FromClause,
    Integer,
    Numeric,
    Select,
    Table,
    bindparam,
    func,
    literal_column,
    select,
    union_all,
)

from data.rollups.plan import ROLLUP_TABLES, ROLLUPS, Rollup
from data.store.backend import backend_of
from data.store.tables import METADATA, SETTINGS, quoted

BLOCK_DAYS = 64


def _table(rollup: Rollup) -> Table:
    first = Column("first_day", Integer, primary_key=True)
    sums = [Column(quoted(p.name), Numeric(asdecimal=False), nullable=False) for p in rollup.parts]
    return Table(f"{rollup.name}__blocks", METADATA, first, *sums, sqlite_with_rowid=False)


_TOTALS = tuple(rollup for rollup in ROLLUPS if rollup.key_names == ("day",))
BLOCK_TABLES: dict[str, Table] = {rollup.name: _table(rollup) for rollup in _TOTALS}


def add(connection: Connection, rollup: Rollup, staged: FromClause) -> None:
    """Add a batch's sums (a table like the rollup's) to its blocks, if the rollup has any."""
    if rollup.name in BLOCK_TABLES:
        by_block = _by_block(rollup, staged)
        backend_of(connection).add_sums(connection, BLOCK_TABLES[rollup.name], by_block)


def refill(connection: Connection, rollup: Rollup) -> None:
    """Make a rollup's blocks anew from its days, if it has any."""
    if rollup.name not in BLOCK_TABLES:
        return
    table = BLOCK_TABLES[rollup.name]
    table.drop(connection, checkfirst=True)  # an older one may lack a sum
    table.create(connection)
    names = [column.name for column in table.columns]
    connection.execute(
        table.insert().from_select(names, _by_block(rollup, ROLLUP_TABLES[rollup.name]))
    )


def begin(connection: Connection) -> None:
    """Fill blocks that a store of an earlier release does not have."""
    mark = SETTINGS.c.name == "blocks"
    stored = connection.execute(SETTINGS.select().where(mark)).first()
    if stored is not None and stored.value == str(BLOCK_DAYS):
        return
    for rollup in _TOTALS:
        refill(connection, rollup)
    connection.execute(SETTINGS.delete().where(mark))
    connection.execute(SETTINGS.insert().values(name="blocks", value=str(BLOCK_DAYS)))


@cache
def _by_block(rollup: Rollup, days: FromClause) -> Select[*tuple[Any, ...]]:
    """SELECT first day of a block, sum of each part: a block table's columns in their order."""
    day = days.c.day
    block = (day - day % literal_column(str(BLOCK_DAYS))).label("first_day")
    return select(block, *(func.sum(days.c[part.name]) for part in rollup.parts)).group_by(block)


def inside(first: int, last: int) -> tuple[int, int]:
    """The whole blocks between two days: first day of the first one, and of the one after."""
    return -(-first // BLOCK_DAYS) * BLOCK_DAYS, (last + 1) // BLOCK_DAYS * BLOCK_DAYS


def total(rollup: Rollup, parts: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """SELECT 0, sum of each part; day numbers `first`, `block`, `after`, `last` are its parameters.

    From `first` to before `block` and from `after` to `last` from the days, between from the blocks.
    """
    days, blocks = ROLLUP_TABLES[rollup.name], BLOCK_TABLES[rollup.name]
    block, after = bindparam("block"), bindparam("after")
    day, first_day = days.c.day, blocks.c.first_day
    of_days, of_blocks = ([table.c[part] for part in parts] for table in (days, blocks))
    pieces = union_all(
        select(*of_days).where(day >= bindparam("first"), day < block),
        select(*of_blocks).where(first_day >= block, first_day < after),
        select(*of_days).where(day >= after, day <= bindparam("last")),
    ).subquery()
    return select(literal_column("0"), *(func.sum(pieces.c[part]) for part in parts))
