"""Entries valid from a date until another: of one member no two may hold on the same day."""

from __future__ import annotations

from sqlalchemy import Connection, and_, func, select

from data.definitions import Dataset
from data.intake.read.chunk import FileRefused
from data.store.tables import LAST_DAY, TABLES, day_number


def refuse_overlaps(connection: Connection, dataset: Dataset) -> None:
    """Raise FileRefused where two entries of one member hold on one day.

    Asked inside the transaction, of what the store would then have: so a file may end one entry and
    begin the next. Half a list of limits would move due dates, so the file is refused whole.
    """
    if dataset.valid is None:
        return
    since, until = dataset.valid
    members = [name for name in dataset.key if name != since]
    first, second = TABLES[dataset.id].alias(), TABLES[dataset.id].alias()
    ends = func.coalesce(first.c[until], day_number(LAST_DAY))
    same = and_(*(first.c[name] == second.c[name] for name in members))
    overlap = (
        select(
            *(first.c[name] for name in members), first.c[since], first.c[until], second.c[since]
        )
        .where(same, first.c[since] < second.c[since], second.c[since] <= ends)
        .order_by(second.c[since])
        .limit(1)
    )
    row = connection.execute(overlap).first()
    if row is None:
        return
    *member, begins, ended, next_begins = tuple(row)
    named = ", ".join(f"{name} {value}" for name, value in zip(members, member, strict=True))
    holds = f"until {ended}" if ended else f"with no {until}"
    raise FileRefused(
        f"{named}: the entry from {next_begins} begins while the one from {begins} still holds "
        f"({holds}); give that one an end before {next_begins} 有效期重叠"
    )
