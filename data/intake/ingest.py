"""Intake: source file or database → profile → validate → upsert → rollups → data version + 1.

All of a file goes in in one transaction, or nothing of it. One writer at a time: what a batch
is computed from (reference lists, calendar, events) cannot change under it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine

from data.catalog import DATASETS
from data.hall import hall, today
from data.intake import ledger, steps
from data.intake.batch import Intake
from data.intake.from_database import ingest_database
from data.intake.holiday_notices import read_notice, remarks, take_notice
from data.intake.ledger import Entry
from data.intake.profile.model import Profile
from data.intake.read.chunk import Chunk, FileRefused, file_name
from data.intake.read.reader_process import ReaderEnded, limits, read_apart
from data.intake.steps import Released
from data.intake.write.following import refuse_computed
from data.rollups.plan import ROLLUPS
from data.rollups.recounts import differing, refill
from data.store.engines import exclusive, transaction

__all__ = [
    "beat",
    "ingest_calendar",
    "ingest_database",
    "ingest_file",
    "pulse",
    "rebuild",
    "sha256",
]

Progress = Callable[[int], None]


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def ingest_file(
    engine: Engine, dataset: str, path: Path, profile: Profile, progress: Progress = lambda _: None
) -> Entry:
    """Take in one file and return its ledger entry; a refused file leaves nothing but its entry.

    The file is read in another process (see `reader_process`). One that ended it is not tried again.
    """
    name = file_name(path)
    try:
        state, digest = _state(path), sha256(path)
    except OSError as error:
        return Entry(name, "", dataset, refused=f"cannot be read: {error.strerror}")
    blank = Entry(name, digest, dataset)
    with exclusive(engine):
        try:
            refuse_computed(DATASETS[dataset])
            with engine.connect() as connection:
                if before := ledger.refusal_ending(connection, digest, f"({limits()})%"):
                    raise ReaderEnded(before)
            layout = replace(profile.layout(dataset), printed=DATASETS[dataset].printed)
            with closing(read_apart(path, layout, progress)) as chunks:
                unchanged = _unchanged(chunks, path, state)
                return Intake(engine, DATASETS[dataset], profile).run(blank, unchanged)
        except FileRefused as refusal:
            refused = replace(blank, refused=str(refusal))
            with engine.connect() as connection, transaction(connection):
                refused = replace(refused, data_version=ledger.data_version(connection))
                ledger.write(connection, ledger.next_batch(connection), refused, profile.name, ())
            return refused


def _state(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def _unchanged(
    chunks: Iterator[Chunk], path: Path, before: tuple[int, int, int]
) -> Iterator[Chunk]:
    """The chunks, if the file is at the end what it was when its digest was taken."""
    yield from chunks
    try:
        same = _state(path) == before
    except OSError:
        same = False
    if not same:
        raise FileRefused(f"{file_name(path)} changed while it was read 读取期间文件有变动")


def beat(engine: Engine) -> list[Released]:
    """Say that intake is alive though nothing came in, and see to what depends on the time.

    On a new day what depends on the day is renewed; rows that wait for a step are released when it
    has come, which is what is returned. Not while a batch is under way in this process (see `pulse`).
    """
    day, released = today().isoformat(), []
    with engine.connect() as connection:
        idle = ledger.setting(connection, "renewed_on") == day and not steps.due(connection)
    if not idle:
        with exclusive(engine), engine.connect() as connection, transaction(connection):
            released = [*steps.release_left(connection), *steps.advance(connection)]
            renewed = steps.renew_day(connection)
            if renewed or released:
                version = ledger.next_version(connection, noted=not renewed)
                released = [replace(one, data_version=version) for one in released]
    pulse(engine)
    return released


def pulse(engine: Engine) -> None:
    """Say that intake is alive, also while a batch is under way."""
    with engine.connect() as connection, transaction(connection):
        ledger.heartbeat(connection)


def rebuild(engine: Engine) -> dict[str, int]:
    """Count every rollup anew from the rows: table → rows that differed, which should be none."""
    differed: dict[str, int] = {}
    with exclusive(engine), engine.connect() as connection, transaction(connection):
        for rollup in ROLLUPS:
            differed[rollup.name] = differing(connection, rollup)
            if differed[rollup.name]:
                refill(connection, rollup)
        if any(differed.values()):
            ledger.next_version(connection)
    return differed


def ingest_calendar(engine: Engine, path: Path) -> dict[str, object]:
    """Load a notice and compute anew what looks at days that it changes. Raises `NoticeRefused`."""
    notice = read_notice(path)
    with exclusive(engine), engine.connect() as connection, transaction(connection):
        taken_in = take_notice(connection, notice)
        version = ledger.next_version(connection)
    notes = remarks(notice) if hall().calendar == "china" else []
    return {
        "file": path.name,
        "sha256": sha256(path),
        **taken_in,
        "data_version": version,
        **({"notes": notes} if notes else {}),
    }
