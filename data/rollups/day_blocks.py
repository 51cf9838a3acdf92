"""The totals of each date once more, in blocks of 64 days: what is open now is a sum over all time.

With them such a sum reads a row for each block and those of the two cut ones, so that it costs after
ten years what it costs after one.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Connection, Integer, Numeric, Table

from data.rollups.plan import ROLLUPS, Rollup
from data.store.tables import METADATA, SETTINGS, quoted

BLOCK_DAYS = 64


def _table(rollup: Rollup) -> Table:
    first = Column("first_day", Integer, primary_key=True)
    sums = [Column(quoted(p.name), Numeric(asdecimal=False), nullable=False) for p in rollup.parts]
    return Table(f"{rollup.name}__blocks", METADATA, first, *sums, sqlite_with_rowid=False)


_TOTALS = tuple(rollup for rollup in ROLLUPS if rollup.key_names == ("day",))
BLOCK_TABLES: dict[str, Table] = {rollup.name: _table(rollup) for rollup in _TOTALS}


def add(connection: Connection, rollup: Rollup, staged: str) -> None:
    """Add a batch's sums (a table like the rollup's) to its blocks, if the rollup has any."""
    if rollup.name not in BLOCK_TABLES:
        return
    names = [f'"{part.name}"' for part in rollup.parts]
    adding = ", ".join(f"{name} = {name} + excluded.{name}" for name in names)
    connection.exec_driver_sql(
        f"{_into(rollup)} {_by_block(rollup, staged)} on conflict (first_day) do update set {adding}"
    )


def refill(connection: Connection, rollup: Rollup) -> None:
    """Make a rollup's blocks anew from its days, if it has any."""
    if rollup.name not in BLOCK_TABLES:
        return
    table = BLOCK_TABLES[rollup.name]
    table.drop(connection, checkfirst=True)  # an older one may lack a sum
    table.create(connection)
    days = f'main."{rollup.name}"'
    connection.exec_driver_sql(f"{_into(rollup)} {_by_block(rollup, days)}")


def begin(connection: Connection) -> None:
    """Fill blocks that a store of an earlier release does not have."""
    mark = SETTINGS.c.name == "blocks"
    kept = connection.execute(SETTINGS.select().where(mark)).first()
    if kept is not None and kept.value == str(BLOCK_DAYS):
        return
    for rollup in _TOTALS:
        refill(connection, rollup)
    connection.execute(SETTINGS.delete().where(mark))
    connection.execute(SETTINGS.insert().values(name="blocks", value=str(BLOCK_DAYS)))


def _into(rollup: Rollup) -> str:
    names = ", ".join(f'"{part.name}"' for part in rollup.parts)
    return f'insert into "{BLOCK_TABLES[rollup.name].name}" (first_day, {names})'


def _by_block(rollup: Rollup, days: str) -> str:
    sums = ", ".join(f'sum("{part.name}")' for part in rollup.parts)
    # `where true`, or SQLite takes ON CONFLICT for the beginning of a join.
    return f"select day - day % {BLOCK_DAYS}, {sums} from {days} where true group by 1"


def inside(first: int, last: int) -> tuple[int, int]:
    """The whole blocks between two days: first day of the first one, and of the one after."""
    return -(-first // BLOCK_DAYS) * BLOCK_DAYS, (last + 1) // BLOCK_DAYS * BLOCK_DAYS


def sum_sql(rollup: Rollup, parts: Sequence[str]) -> str:
    """SELECT 0, sum of each part: parameters first, block, block, after, after, last (day numbers)."""
    names = ", ".join(f'"{part}"' for part in parts)
    sums = ", ".join(f'sum("{part}")' for part in parts)
    days, blocks = f'"{rollup.name}"', f'"{BLOCK_TABLES[rollup.name].name}"'
    return (
        f"select 0, {sums} from ("
        f"select {names} from {days} where day >= ? and day < ? union all "
        f"select {names} from {blocks} where first_day >= ? and first_day < ? union all "
        f"select {names} from {days} where day >= ? and day <= ?)"
    )
