"""What intake does when the time has come, whether or not anything comes in.

On a new day it renews what depends on the day. Rows that wait go into the store: in steps while their
day runs, all of them once it is over.
The steps of a day begin at whole multiples of the hall's number of minutes, whenever rows come in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from math import ceil

from sqlalchemy import Connection, exists, func, inspect, select

from data.catalog import DATASETS
from data.definitions import Dataset
from data.hall import hall, now, today
from data.intake import ledger
from data.intake.write.following import follow_all
from data.intake.write.recompute import day_anew
from data.intake.write.release import release
from data.rollups.renewal.rederive import DUE, FOLLOWING
from data.store.backend import backend_of
from data.store.tables import LEFT_WAITING, ROW_ID, TABLES, WAITING, WAITS_VOID, day_number


def renew_day(connection: Connection) -> int:
    """On a new day, what stands still until a day, or waits until one: how many rows changed.

    Besides, on any day, what follows from rows that a release or a setting has changed.
    """
    day, followed = today().isoformat(), 0
    if ledger.setting(connection, FOLLOWING) == DUE:
        ledger.keep(connection, FOLLOWING, "done")
        followed = follow_all(connection)
    if ledger.setting(connection, "renewed_on") == day:
        return followed
    ledger.keep(connection, "renewed_on", day)
    return followed + day_anew(connection)


# A step is made so much after its beginning at most where intake has nothing else to do.
_LATE = timedelta(seconds=15)


@dataclass(frozen=True)
class Released:
    """Rows of a dataset that have waited and are in the store now, and how many still wait."""

    dataset: str
    released: int
    waiting: int
    data_version: int = 0

    def document(self) -> dict[str, object]:
        return asdict(self)


def waiting(connection: Connection, dataset: Dataset) -> int | None:
    """How many rows of a dataset wait for a step; None for one whose numbers move at once."""
    if not dataset.steps:
        return None
    return connection.scalar(select(func.count()).select_from(WAITING[dataset.id])) or 0


def due(connection: Connection) -> bool:
    """Whether the time has come to see to rows that wait."""
    return bool(_left(connection)) or any(_due(connection))


def release_left(connection: Connection) -> list[Released]:
    """What waits of datasets whose numbers move in steps no more, and its tables go. In a transaction.

    Before a batch is decided on: what waits is older than what comes.
    """
    released = []
    for dataset in _left(connection):
        table, backend = LEFT_WAITING[dataset.id], backend_of(connection)
        known = backend.column_names(connection, table)
        for column in (c for c in table.columns if c.name not in known):
            backend.add_column(connection, column)
        if n := release(connection, dataset, ()):
            ledger.keep_moved(connection, dataset.id)
            released.append(Released(dataset.id, n, 0))
        table.drop(connection)
    return released


def _left(connection: Connection) -> list[Dataset]:
    tables = set(inspect(connection).get_table_names())
    return [DATASETS[id] for id, table in LEFT_WAITING.items() if table.name in tables]


def advance(connection: Connection) -> list[Released]:
    """Release what may be, inside a transaction; the caller moves the data version."""
    at, released = now(), []
    for dataset in _due(connection):
        settled = _settled(connection, dataset)
        _settle(connection, dataset, at)
        is_new_day = settled is None or settled.date() != at.date()
        staying = _staying(connection, dataset, at, is_new_day)
        if staying is None:
            continue
        complete_to = _complete_to(connection, dataset, at, staying)
        if n := release(connection, dataset, staying):
            _settle(connection, dataset, _before_next(dataset, at))
            ledger.keep_newest(connection, dataset.id, complete_to)
            ledger.keep_moved(connection, dataset.id)
            released.append(Released(dataset.id, n, waiting(connection, dataset) or 0))
    return released


def _complete_to(
    connection: Connection, dataset: Dataset, at: datetime, staying: Collection[int]
) -> datetime | None:
    """Up to when the numbers are complete once all but `staying` are released: now, or a day's end."""
    rows = WAITING[dataset.id].c
    newest = func.max(rows[str(dataset.next_day)])
    last = connection.scalar(select(newest).where(rows[ROW_ID].not_in(staying)))
    if last is None or last >= at.date():
        return at if last else None
    return datetime.combine(last + timedelta(days=1), time(), at.tzinfo)


def _due(connection: Connection) -> Iterator[Dataset]:
    at = now()
    for dataset in DATASETS.values():
        if dataset.steps and connection.scalar(select(exists().select_from(WAITING[dataset.id]))):
            settled = _settled(connection, dataset)
            if settled is None or settled.date() != at.date() or _step(dataset, at) > settled:
                yield dataset


def _settled(connection: Connection, dataset: Dataset) -> datetime | None:
    """Until when nothing more is done for rows that wait: the first step after it is the next."""
    stored = ledger.setting(connection, f"step:{dataset.id}")
    return datetime.fromisoformat(stored) if stored else None


def _settle(connection: Connection, dataset: Dataset, until: datetime) -> None:
    ledger.keep(connection, f"step:{dataset.id}", until.isoformat())


def _step(dataset: Dataset, at: datetime) -> datetime:
    """The beginning of the step that an instant lies in."""
    midnight = datetime.combine(at.date(), time(), at.tzinfo)
    length = _length(dataset)
    return midnight + (at - midnight) // length * length


def _before_next(dataset: Dataset, at: datetime) -> datetime:
    """After a release: so that the next lies a step's length later, whenever in its step this one was."""
    later = at + _length(dataset) - _LATE
    return later if later.date() == at.date() else datetime.combine(at.date(), time.max, at.tzinfo)


def _length(dataset: Dataset) -> timedelta:
    assert dataset.steps
    return timedelta(minutes=max(1, _threshold(dataset.steps.minutes)))


def _threshold(name: str) -> int:
    return ceil(hall().thresholds[name].value)


def _staying(
    connection: Connection, dataset: Dataset, at: datetime, is_new_day: bool
) -> list[int] | None:
    """The rows that go on waiting; None if all do.

    Of the running day the newest stay, as many as a step has at least: those that the end of the day
    releases are then as many together. Where they are too few for both, all of that day stay.
    """
    assert dataset.steps
    assert dataset.next_day
    rows, stored = WAITING[dataset.id].c, TABLES[dataset.id].c
    same = (rows[name] == stored[name] for name in dataset.key)
    of_today = rows[dataset.next_day] >= day_number(at.date())
    fresh = (
        select(rows[ROW_ID])
        .where(of_today, rows[WAITS_VOID].is_(False), ~exists().where(*same))
        .order_by(rows[ROW_ID].desc())
    )
    newest, least = list(connection.scalars(fresh)), _threshold(dataset.steps.least)
    if len(newest) >= 2 * least:
        return newest[:least]
    if is_new_day:
        return list(connection.scalars(select(rows[ROW_ID]).where(of_today)))
    return None
