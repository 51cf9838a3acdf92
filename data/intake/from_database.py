"""The rows of a query on a source's database as a batch, and the mark up to where they were read.

The mark loses nothing: rows with the mark itself or without one are read each time (and are
duplicates), rejected rows are read again until they are taken, and where rows have come in below the
mark everything is read once more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import polars as pl
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from data.catalog import DATASETS
from data.intake import ledger
from data.intake.batch import Intake
from data.intake.ledger import Entry
from data.intake.profile.model import Profile
from data.intake.read.chunk import LINE, Chunk, FileRefused
from data.intake.read.database_reader import count_below, read_database
from data.intake.write.following import refuse_computed
from data.store.engines import exclusive, transaction


@dataclass(frozen=True)
class Watermark:
    """Up to where a source was read, and how many of its rows have a lower mark."""

    value: str | None = None
    below: int = 0

    @classmethod
    def parse(cls, text: str | None) -> Watermark:
        try:
            members = json.loads(text or "")
            return cls(members["value"], members["below"])
        except (ValueError, TypeError, KeyError):  # as stores before had it: the value alone
            return cls(text)

    def text(self) -> str:
        return json.dumps({"value": self.value, "below": self.below})


@dataclass
class _Marks:
    """The marks of the rows that go by, in their order."""

    column: str
    parts: list[pl.DataFrame] = field(default_factory=list)

    def noting(self, chunks: Iterable[Chunk]) -> Iterator[Chunk]:
        for chunk in chunks:
            self.parts.append(chunk.frame.select(pl.col(self.column).alias("mark"), LINE))
            yield chunk

    def reached(self, before: Watermark, rejected: set[int]) -> Watermark:
        """The mark to go on from: the first rejected row's, else the highest."""
        rows = pl.concat(self.parts).drop_nulls("mark")
        if rows.is_empty():
            return before
        bad = rows.filter(pl.col(LINE).is_in(list(rejected)))
        value = bad["mark"][0] if len(bad) else rows["mark"][-1]
        lower = int((rows["mark"] == value).arg_true()[0])
        return Watermark(value, before.below + lower)


def ingest_database(
    engine: Engine, dataset: str, url: str, sql: str, watermark: str | None, profile: Profile
) -> Entry:
    """Take in the rows of a query; with a watermark column, those from the last mark on.

    Raises sqlalchemy's ArgumentError for what is no address of a database.
    """
    source = hashlib.sha256("\x1f".join((url, sql, watermark or "")).encode()).hexdigest()
    name = make_url(url).render_as_string(hide_password=True)
    intake = Intake(engine, DATASETS[dataset], profile)
    with exclusive(engine):
        try:
            refuse_computed(DATASETS[dataset])
            if watermark is None:
                return intake.run(Entry(name, source, dataset), read_database(url, sql))
            return _beyond_mark(intake, Entry(name, source, dataset), (url, sql, watermark))
        except FileRefused as refusal:
            return Entry(name, source, dataset, refused=str(refusal))


def _beyond_mark(intake: Intake, blank: Entry, query: tuple[str, str, str]) -> Entry:
    url, sql, column = query
    with intake.engine.connect() as connection:
        mark = Watermark.parse(ledger.watermark(connection, blank.sha256))
    notes: tuple[str, ...] = ()
    if mark.value is not None:
        late = count_below(url, sql, column, mark.value) - mark.below
        if late > 0:
            notes = (
                f"{late} rows have come in below the mark {mark.value}: all rows are read again",
            )
            mark = Watermark()
    marks = _Marks(column)
    entry = intake.run(blank, marks.noting(read_database(url, sql, column, mark.value)))
    reached = marks.reached(mark, {reject.line for reject in intake.rejects})
    if intake.rejects:
        notes += (f"rejected rows are read again next time, from {column} {reached.value}",)
    with intake.engine.connect() as connection, transaction(connection):
        ledger.keep_watermark(connection, blank.sha256, reached.text())
    return replace(entry, notes=(*entry.notes, *notes))
