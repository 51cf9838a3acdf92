"""One batch: chunks of text → validated, derived and staged → merged into the store, with its account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import polars as pl
from sqlalchemy import Connection, Engine

from data.calendar import calendar
from data.catalog import DATASETS
from data.definitions import Dataset
from data.derive.frames import Context
from data.hall import hall, now, today
from data.intake import ledger, steps
from data.intake.check.validate import validate
from data.intake.ledger import Entry
from data.intake.newest_event import later, newest_event
from data.intake.notes import notes
from data.intake.profile.declared import ours
from data.intake.profile.model import Mapping, Profile
from data.intake.read.chunk import LINE, Chunk, FileRefused, Reject
from data.intake.write.following import Following
from data.intake.write.merge import Batch, Merge, merging, staged
from data.intake.write.recompute import needed_rows, renew, renewed_by
from data.intake.write.reference_codes import Codes, referring
from data.intake.write.stage import ROW, VOID, encode
from data.intake.write.validity import refuse_overlaps
from data.intake.write.versions import GIVEN, HASH, KEY, RECORDED, given_bits
from data.rollups.frames import schema_of
from data.rollups.hall_settings import publishes_titles, settings_for
from data.rollups.renewal.rekey import OtherKey, check_key
from data.rules import workdays
from data.store.engines import transaction

CONFLICT = (
    "recorded_at is that of the version kept, and the content is another: which of the two is right? "
    "入库时间相同而内容不同"
)
_MARKS = {LINE: pl.Int64, VOID: pl.Boolean, GIVEN: pl.Int64}


@dataclass
class Intake:
    """One batch of one dataset under one profile."""

    engine: Engine
    dataset: Dataset
    profile: Profile

    def run(self, entry: Entry, chunks: Iterable[Chunk]) -> Entry:
        """Stage all chunks, then merge them and keep the ledger in one transaction."""
        self.rejects: list[Reject] = []
        self.notes: list[str] = list(self.profile.notes)
        self.unknown: dict[str, Counter[str]] = {}
        self.left_out: Counter[str] = Counter()
        newest: datetime | None = None
        self.shown: dict[str, set[str]] = {}
        self.touched: dict[str, set[Any]] = {
            need.field: set() for _, need in renewed_by(self.dataset.id)
        }
        with self.engine.connect() as connection, transaction(connection):
            if steps.release_left(connection):
                ledger.next_version(connection, noted=True)
        with self.engine.connect() as connection, staged(connection, self.dataset) as batch:
            batch.touched = self.touched
            self._check_key(connection)
            self.codes = Codes.load(connection)
            self.context = self._context(connection)
            self.following = Following(connection, self.dataset)
            with ThreadPoolExecutor(1) as other:  # stages one chunk while the next is validated
                staging: Future[None] | None = None
                for chunk in chunks:
                    frame = self._prepare(connection, chunk)
                    newest = later(newest, newest_event(self.dataset, frame))
                    if staging:
                        staging.result()
                    staging = other.submit(add, batch, frame)
                if staging:
                    staging.result()
            connection.commit()
            lines = sum(len(part) for part in batch.lines) + len(self.rejects)
            entry = replace(entry, lines=lines, rejected=len(self.rejects))
            return self._commit(connection, batch, entry, newest)

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
        newest: datetime | None,
    ) -> Entry:
        if not batch.lines:  # no good line: still an entry
            add(batch, self._empty())
        with merging(connection, batch) as merge:
            id = ledger.next_batch(connection)
            merge.write(id)
            if merge.held:
                self.codes.put_off(connection, self.dataset, self.shown)
            if merge.changes:
                self.codes.add(connection)
            if merge.changes and self.dataset.valid:
                refuse_overlaps(connection, self.dataset)
            if merge.changes and self.touched:
                renew(connection, self.dataset.id, self.touched)
            if merge.changes:
                self.following.write(connection)
            released, renewed = steps.advance(connection), steps.renew_day(connection)
            for moved in (self.dataset.id, *self.following.moved):
                ledger.keep_newest(connection, moved, newest)
            if self.dataset.steps:
                ledger.keep_moved(connection, self.dataset.id, begin=not merge.changes)
            ledger.heartbeat(connection)
            if merge.changes or released or renewed:
                version = ledger.next_version(connection, noted=not renewed)
            else:
                version = ledger.data_version(connection)
            entry = replace(self._counted(connection, entry, merge), data_version=version)
            quarantined = [*self.rejects, *self._conflicts(merge)]
            ledger.write(connection, id, entry, self.profile.name, quarantined)
        return entry

    def _counted(self, connection: Connection, entry: Entry, merge: Merge) -> Entry:
        """The entry with what became of its lines."""
        decision = merge.decision
        remarks = [*self.notes, *notes(self.unknown, self.left_out, self.rejects, merge)]
        return replace(
            entry,
            duplicate=decision.duplicates,
            accepted=entry.lines - entry.rejected - decision.duplicates,
            conflict=len(decision.conflicts),
            replaced=len(decision.replaced),
            waiting=steps.waiting(connection, self.dataset),
            notes=tuple(dict.fromkeys(remarks)),
        )

    def _conflicts(self, merge: Merge) -> list[Reject]:
        lines = merge.line_numbers(merge.decision.conflicts)
        return [Reject(line, "recorded_at", CONFLICT) for line in lines.values()]

    def _empty(self) -> pl.DataFrame:
        return pl.DataFrame(schema=schema_of(self.dataset) | _MARKS)

    def _context(self, connection: Connection) -> Context:
        days = calendar(connection) if self.profile.calendar == hall().calendar else workdays.none()
        titles, settings = publishes_titles(connection), settings_for(connection, self.dataset)
        lists = [need for need in self.dataset.needs if DATASETS[need.dataset].reference]
        rows = needed_rows(connection, lists, pl.DataFrame())
        return Context(days, today(), rows, titles, settings=settings)

    def _prepare(self, connection: Connection, chunk: Chunk) -> pl.DataFrame:
        mapping = self.profile.datasets.get(self.dataset.id) or Mapping()
        if chunk.ours:
            mapping = ours(self.dataset, chunk.frame.columns)
        validated = validate(self.dataset, mapping, self.profile, chunk, now())
        frame = self.codes.resolve(self.dataset, validated.frame)
        for name, values in self.touched.items():
            values |= set(frame[name].drop_nulls())
        self._note_shown(frame)
        self.rejects += [*chunk.rejects, *validated.rejects]
        self.notes += chunk.notes
        self.left_out += validated.left_out
        for field, words in validated.unknown.items():
            self.unknown.setdefault(field, Counter()).update(words)
        source = frame
        if self.dataset.derive:
            given = frozenset(
                id for id, name in mapping.columns.items() if name in chunk.frame.columns
            )
            looking_at = replace(self._looking_at(connection, frame), given=given)
            frame = self.dataset.derive(frame, looking_at)
        self.following.note(frame)
        return frame.with_columns(given_bits(self.dataset, source, frame))

    def _note_shown(self, frame: pl.DataFrame) -> None:
        """The codes in rows that do not wait for a step."""
        day = self.dataset.next_day
        at_once = frame.filter(pl.col(day) < today()) if self.dataset.steps and day else frame
        for name, reference in referring(self.dataset).items():
            self.shown.setdefault(reference, set()).update(at_once[name].drop_nulls())

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
            ROW,
            VOID,
            key.alias(KEY),
            recorded.cast(pl.Int64).alias(RECORDED),
            content.alias(HASH),
            frame[GIVEN],
            frame[LINE],
        )
    )
