"""The ledger: for each file what became of its lines, and the state that a commit leaves behind."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, Table, func, literal, null, or_, select, union_all

from data.hall import now
from data.intake.read.any_file import Reject
from data.store.identity import keep_changed, renew_state
from data.store.tables import BATCHES, QUARANTINE, SETTINGS, WATERMARKS, setting_of


@dataclass(frozen=True)
class Entry:
    """One file's account: `lines = accepted + rejected + duplicate`; `refused` says why, if it was.

    Of the duplicates, `conflict` have the time of a version that was there before and another
    content; of the accepted, `replaced` were overtaken by a later line of the same file. `notes` are
    what an operator should look at. `waiting`: of a dataset whose numbers move in steps, how many rows
    wait for the next.
    """

    file: str
    sha256: str
    dataset: str
    lines: int = 0
    accepted: int = 0
    rejected: int = 0
    duplicate: int = 0
    conflict: int = 0
    replaced: int = 0
    data_version: int = 0
    waiting: int | None = None
    refused: str | None = None
    notes: tuple[str, ...] = ()

    def document(self) -> dict[str, object]:
        """As printed by `ingest`; `waiting`, `refused` and `notes` only where there are any."""
        return {k: v for k, v in asdict(self).items() if v is not None and v != ()}

    @property
    def exit_code(self) -> int:
        """0 all lines good, 2 some rejected or in conflict, 1 file refused."""
        return 1 if self.refused else 2 if self.rejected or self.conflict else 0


def setting(connection: Connection, name: str) -> str | None:
    return connection.execute(select(SETTINGS.c.value).where(SETTINGS.c.name == name)).scalar()


def keep(connection: Connection, name: str, value: object) -> None:
    _keep(connection, SETTINGS, "name", name, str(value))


def data_version(connection: Connection) -> int:
    return int(setting(connection, "data_version") or 0)


def next_version(connection: Connection, noted: bool = False) -> int:
    """Grows with each batch that changed something, so that caches hold while nothing did.

    `noted`: all that changed are rows, of datasets that are noted (see `changed_months`); else anything may have.
    """
    version = data_version(connection) + 1
    keep(connection, "data_version", version)
    renew_state(connection)
    keep_changed(connection, noted)
    return version


def heartbeat(connection: Connection) -> None:
    """Say that intake is alive: numbers that stand still while this moves are quiet, not stale.

    In real time, whatever the hall's clock says: it is a pulse, not an event.
    """
    keep(connection, "heartbeat", int(time.time()))


def keep_newest(connection: Connection, dataset: str, instant: datetime | None) -> None:
    """The newest event of a dataset, in seconds; only ever moves forward."""
    if instant is None:
        return
    name, seconds = setting_of("newest", dataset), int(instant.timestamp())
    before = setting(connection, name)
    if before is None or int(before) < seconds:
        keep(connection, name, seconds)


def keep_moved(connection: Connection, dataset: str, begin: bool = False) -> None:
    """When what is published of a dataset with steps last changed, whenever its rows came in.

    `begin`: only if that has never been said.
    """
    name = setting_of("moved", dataset)
    if not begin or setting(connection, name) is None:
        keep(connection, name, int(now().timestamp()))


def next_batch(connection: Connection) -> int:
    return (
        int(connection.execute(select(func.coalesce(func.max(BATCHES.c.id), 0))).scalar_one()) + 1
    )


def write(
    connection: Connection, id: int, entry: Entry, profile: str, rejects: Iterable[Reject]
) -> None:
    """Keep the entry and its rejected lines (file, line, reason; never the line's own text)."""
    values = entry.document() | {"id": id, "profile": profile, "committed_at": now()}
    for name in ("notes", "waiting"):
        values.pop(name, None)
    connection.execute(BATCHES.insert().values(**values))
    rows: dict[int, dict[str, object]] = {}
    for r in rejects:  # a line is kept once, with the first reason
        rows.setdefault(r.line, {"batch": id, "line": r.line, "field": r.field, "reason": r.reason})
    if rows:
        connection.execute(QUARANTINE.insert(), list(rows.values()))


def refusal_ending(connection: Connection, sha256: str, ending: str) -> str | None:
    """Why a file of that content was refused before, if the reason ends so (as in SQL's LIKE)."""
    query = select(BATCHES.c.refused).where(
        BATCHES.c.sha256 == sha256, BATCHES.c.refused.like(f"%{ending}")
    )
    return connection.execute(query.limit(1)).scalar()


@dataclass(frozen=True)
class Taken:
    """Content that was taken before: under which name, and whether it stands no more."""

    file: str
    superseded: bool


def taken(
    connection: Connection, dataset: str, sha256: str, file: str, delivered: bool
) -> Taken | None:
    """Whether content was taken in before (not: refused), and whether others have come since.

    Of a file of that name: then it has returned to what it was. Of one that was `delivered` anew: of
    any name, since the newest export of a source may be what it was before the last.
    """
    same = (BATCHES.c.dataset == dataset, BATCHES.c.refused.is_(None))
    newest_first = select(BATCHES.c.file, BATCHES.c.sha256).order_by(BATCHES.c.id.desc()).limit(1)
    before = connection.execute(newest_first.where(*same, BATCHES.c.sha256 == sha256)).first()
    if before is None:
        return None
    others = same if delivered else (*same, BATCHES.c.file == file)
    last = connection.execute(newest_first.where(*others)).first()
    return Taken(before.file, last is not None and last.sha256 != sha256)


def watermark(connection: Connection, source: str) -> str | None:
    return connection.execute(
        select(WATERMARKS.c.value).where(WATERMARKS.c.source == source)
    ).scalar()


def keep_watermark(connection: Connection, source: str, value: str) -> None:
    _keep(connection, WATERMARKS, "source", source, value)


def _keep(connection: Connection, table: Table, key: str, name: str, value: str) -> None:
    """In one transaction, as all that intake writes: nobody else adds the row in between."""
    updated = connection.execute(table.update().where(table.c[key] == name).values(value=value))
    if not updated.rowcount:
        connection.execute(table.insert().values({key: name, "value": value}))


def quarantined(connection: Connection, file: str | None) -> list[dict[str, object]]:
    """Rejected lines with reasons, newest file first; of one file by name or SHA-256 if given.

    A refused file is there as a whole, with line 0.
    """
    b, q = BATCHES.c, QUARANTINE.c
    lines = select(b.id, b.file, b.dataset, q.line, q.field, q.reason).join_from(
        QUARANTINE, BATCHES, q.batch == b.id
    )
    whole = select(b.id, b.file, b.dataset, literal(0), null(), b.refused.label("reason")).where(
        b.refused.is_not(None)
    )
    if file:
        of_file = or_(b.file == file.rsplit("/", 1)[-1], b.sha256 == file)
        lines, whole = lines.where(of_file), whole.where(of_file)
    both = union_all(lines, whole).subquery()
    query = select(*list(both.c)[1:]).order_by(both.c.id.desc(), both.c.line)
    return [dict(row._mapping) for row in connection.execute(query)]
