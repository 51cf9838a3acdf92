"""Intake: source file or database → profile → validate → upsert → rollups → data version + 1.

All of a file goes in in one transaction, or nothing of it. One writer at a time: what a batch
is computed from (reference lists, calendar, events) cannot change under it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Connection, Engine, select
from sqlalchemy.engine import make_url

from data.calendar import calendar
from data.catalog import DATASETS
from data.definitions import Dataset
from data.derive.frames import Context
from data.hall import hall, now, today
from data.intake import ledger
from data.intake.check.validate import validate
from data.intake.holiday_notices import read_notice, take_notice
from data.intake.ledger import Entry
from data.intake.profile.load import Mapping, Profile
from data.intake.read.any_file import Chunk, FileRefused, Reject, read
from data.intake.read.database_reader import read_database
from data.intake.write.merge import Batch, merging, staged
from data.intake.write.recompute import (
    day_anew,
    needed_rows,
    renew,
    renewed_by,
)
from data.intake.write.reference_codes import Codes
from data.intake.write.stage import ROW, VOID, encode
from data.intake.write.validity import refuse_overlaps
from data.intake.write.versions import HASH, KEY, RECORDED
from data.rollups.frames import schema_of
from data.rollups.plan import ROLLUPS
from data.rollups.rekey import OtherKey, check_key
from data.rollups.upgrade import differing, refill
from data.rules import workdays
from data.store.engines import exclusive, transaction
from data.store.tables import BATCHES

Progress = Callable[[int], None]


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def ingest_file(
    engine: Engine, dataset: str, path: Path, profile: Profile, progress: Progress = lambda _: None
) -> Entry:
    """Take in one file and return its ledger entry; a refused file leaves nothing but its entry."""
    try:
        digest = sha256(path)
    except OSError as error:
        return Entry(path.name, "", dataset, refused=f"cannot be read: {error.strerror}")
    blank = Entry(path.name, digest, dataset)
    with exclusive(engine):
        try:
            chunks = read(path, profile.encoding, progress=progress)
            return Intake(engine, DATASETS[dataset], profile).run(blank, chunks)
        except FileRefused as refusal:
            refused = replace(blank, refused=str(refusal))
            with engine.connect() as connection, transaction(connection):
                refused = replace(refused, data_version=ledger.data_version(connection))
                ledger.write(connection, ledger.next_batch(connection), refused, profile.name, ())
            return refused


@dataclass
class Intake:
    """One batch of one dataset under one profile."""

    engine: Engine
    dataset: Dataset
    profile: Profile

    def run(self, entry: Entry, chunks: Iterable[Chunk]) -> Entry:
        """Stage all chunks, then merge them and keep the ledger in one transaction."""
        rejects: list[Reject] = []
        newest: datetime | None = None
        self.touched: dict[str, set[Any]] = {
            need.field: set() for _, need in renewed_by(self.dataset.id)
        }
        with self.engine.connect() as connection, staged(connection, self.dataset) as batch:
            batch.touched = self.touched
            self._check_key(connection)
            self.codes = Codes.load(connection)
            self.context = self._context(connection)
            with ThreadPoolExecutor(1) as other:  # stages one chunk while the next is validated
                staging: Future[None] | None = None
                for chunk in chunks:
                    frame, faults = self._prepare(connection, chunk)
                    rejects += [*chunk.rejects, *faults]
                    newest = _later(newest, newest_event(self.dataset, frame))
                    if staging:
                        staging.result()
                    staging = other.submit(add, batch, frame)
                if staging:
                    staging.result()
            connection.commit()
            lines = sum(len(part) for part in batch.lines) + len(rejects)
            entry = replace(entry, lines=lines, rejected=len(rejects))
            return self._commit(connection, batch, entry, rejects, newest)

    def _check_key(self, connection: Connection) -> None:
        mapping = self.profile.datasets.get(self.dataset.id) or Mapping()
        if mapping.keyed or any(f.keyed for f in self.dataset.fields):
            try:
                check_key(connection)
            except OtherKey as error:
                raise FileRefused(str(error)) from None

    def _commit(
        self,
        connection: Connection,
        batch: Batch,
        entry: Entry,
        rejects: list[Reject],
        newest: datetime | None,
    ) -> Entry:
        if not batch.lines:  # no good line: still an entry
            add(batch, self._empty())
        with merging(connection, batch) as merge:
            id, duplicates = ledger.next_batch(connection), merge.decision.duplicates
            merge.write(id)
            if merge.changes:
                self.codes.add(connection)
            if merge.changes and self.dataset.valid:
                refuse_overlaps(connection, self.dataset)
            if merge.changes and self.touched:
                renew(connection, self.dataset.id, self.touched)
            renewed = _renew(connection)
            ledger.keep_newest(connection, self.dataset.id, newest)
            ledger.heartbeat(connection)
            changed = merge.changes or renewed
            version = (ledger.next_version if changed else ledger.data_version)(connection)
            entry = replace(
                entry,
                duplicate=duplicates,
                accepted=entry.lines - entry.rejected - duplicates,
                data_version=version,
            )
            ledger.write(connection, id, entry, self.profile.name, rejects)
        return entry

    def _empty(self) -> pl.DataFrame:
        return pl.DataFrame(schema=schema_of(self.dataset) | {"__line": pl.Int64, VOID: pl.Boolean})

    def _context(self, connection: Connection) -> Context:
        days = workdays.none() if self.profile.calendar == "none" else calendar(connection)
        titles = hall().publish_titles or ledger.setting(connection, "demo") == "true"
        lists = [need for need in self.dataset.needs if DATASETS[need.dataset].reference]
        rows = needed_rows(connection, lists, pl.DataFrame())
        return Context(days, today(), rows, titles)

    def _prepare(self, connection: Connection, chunk: Chunk) -> tuple[pl.DataFrame, list[Reject]]:
        mapping = self.profile.datasets.get(self.dataset.id) or Mapping()
        validated = validate(self.dataset, mapping, self.profile, chunk, now())
        frame = self.codes.resolve(self.dataset, validated.frame)
        for name, values in self.touched.items():
            values |= set(frame[name].drop_nulls())
        if self.dataset.derive:
            given = frozenset(
                id for id, name in mapping.columns.items() if name in chunk.frame.columns
            )
            looking_at = replace(self._looking_at(connection, frame), given=given)
            frame = self.dataset.derive(frame, looking_at)
        return frame, validated.rejects

    def _looking_at(self, connection: Connection, frame: pl.DataFrame) -> Context:
        """The batch's context with the rows that this frame's derivation looks at."""
        others = [need for need in self.dataset.needs if need.dataset not in self.context.rows]
        if not others:
            return self.context
        rows = {**self.context.rows, **needed_rows(connection, others, frame)}
        return replace(self.context, rows=rows)


def add(batch: Batch, frame: pl.DataFrame) -> None:
    """Stage a prepared frame and note what its lines' versions are decided by."""
    dataset = batch.dataset
    start = sum(len(part) for part in batch.lines)
    rows = encode(frame, dataset)
    recorded = pl.col("recorded_at") if "recorded_at" in rows.columns else pl.lit(None, pl.Int64)
    void = frame[VOID].fill_null(False).cast(pl.Int8)
    number = pl.int_range(start + 1, start + 1 + pl.len()).alias(ROW)
    rows = rows.with_columns(number, void.alias(VOID))
    batch.append(rows)
    batch.deltas.add(rows, 1)
    content = rows.select(pl.exclude(ROW, "recorded_at")).hash_rows(seed=1)
    key = rows.select(dataset.key).hash_rows(seed=2)
    batch.lines.append(
        rows.select(
            ROW, VOID, key.alias(KEY), recorded.cast(pl.Int64).alias(RECORDED), content.alias(HASH)
        )
    )


def newest_event(dataset: Dataset, frame: pl.DataFrame) -> datetime | None:
    """The latest instant (or midnight of the latest date) among the dataset's `newest` columns."""
    found: datetime | None = None
    for name in dataset.newest:
        value = frame[name].max()
        if isinstance(value, datetime):
            found = _later(found, value)
        elif isinstance(value, date):
            found = _later(found, datetime.combine(value, time(), hall().zone))
    return found


def _later(first: datetime | None, second: datetime | None) -> datetime | None:
    return max((t for t in (first, second) if t), default=None)


def ingest_database(
    engine: Engine, dataset: str, url: str, sql: str, watermark: str | None, profile: Profile
) -> Entry:
    """Take in the rows of a query; with a watermark column, those beyond the highest value seen."""
    source = hashlib.sha256("\x1f".join((url, sql, watermark or "")).encode()).hexdigest()
    name = make_url(url).render_as_string(hide_password=True)
    blank = Entry(name, source, dataset)
    with exclusive(engine):
        with engine.connect() as connection:
            since = ledger.watermark(connection, source)
        highest: list[str] = []
        chunks = _noting(read_database(url, sql, watermark, since), watermark, highest)
        try:
            entry = Intake(engine, DATASETS[dataset], profile).run(blank, chunks)
        except FileRefused as refusal:
            return replace(blank, refused=str(refusal))
        if highest:
            with engine.connect() as connection, transaction(connection):
                ledger.keep_watermark(connection, source, highest[-1])
    return entry


def _noting(chunks: Iterable[Chunk], column: str | None, highest: list[str]) -> Iterator[Chunk]:
    """Pass chunks on; they come in the watermark's order, so the last value is the highest."""
    for chunk in chunks:
        if column and len(chunk.frame):
            highest.append(chunk.frame[column][-1])
        yield chunk


def beat(engine: Engine) -> None:
    """Say that intake is alive though nothing came in; on a new day, renew what depends on the day."""
    day = today().isoformat()
    with engine.connect() as connection:
        renewed = ledger.setting(connection, "renewed_on") == day
    if not renewed:
        with exclusive(engine), engine.connect() as connection, transaction(connection):
            if _renew(connection):
                ledger.next_version(connection)
    with engine.connect() as connection, transaction(connection):
        ledger.heartbeat(connection)


def _renew(connection: Connection) -> int:
    """On a new day, what stands still until a day, or waits until one: how many rows changed."""
    day = today().isoformat()
    if ledger.setting(connection, "renewed_on") == day:
        return 0
    ledger.keep(connection, "renewed_on", day)
    return day_anew(connection)


def taken(engine: Engine, digest: str) -> bool:
    """Whether a file with this SHA-256 was taken in before (not: refused)."""
    query = (
        select(BATCHES.c.id).where(BATCHES.c.sha256 == digest, BATCHES.c.refused.is_(None)).limit(1)
    )
    with engine.connect() as connection:
        return connection.execute(query).first() is not None


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
    return {
        "file": path.name,
        "sha256": sha256(path),
        **taken_in,
        "data_version": version,
    }
