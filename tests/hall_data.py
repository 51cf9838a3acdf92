"""Stores and source data for tests, and the site on them."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import polars as pl
from flask import Flask
from sqlalchemy import Engine

from data.intake import profiles
from data.intake.calendars import calendar
from data.intake.ingest import ingest_calendar, ingest_file
from data.intake.ledger import Entry
from data.rules.workdays import Calendar
from data.store import METADATA, writer

TESTS = Path(__file__).resolve().parent
NOW = "2026-11-24T10:42:00+08:00"
"""A Tuesday morning, inside the hours at the windows; the hall's clock in tests."""

# What differs between two stores with the same content: when their batches were taken in.
_TIMES = {"batches": {"committed_at"}}

Source = Path | str | pl.DataFrame | Iterable[Mapping[str, Any]]
"""A file; CSV text; a frame; or records as dicts, headed by our field ids."""


@cache
def _template() -> Path:
    """An empty store with its tables made, to be copied: making them takes half a second."""
    path = Path(mkdtemp(prefix="hall-tests-")) / "empty.sqlite"
    engine = writer(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
    engine.dispose()
    return path


@dataclass
class Store:
    """A store under `folder` with the operator's engine on it."""

    folder: Path
    name: str = "hall"
    files: int = 0
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        if not self.path.exists():
            shutil.copy(_template(), self.path)
        self.engine = writer(self.url)

    @property
    def path(self) -> Path:
        return self.folder / f"{self.name}.sqlite"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def ingest(self, dataset: str, source: Source, profile: str | None = None) -> Entry:
        """Take in a source and return its ledger entry. `dataset` may be `calendar`."""
        path = self.file(source, dataset)
        if dataset == "calendar":
            ingest_calendar(self.engine, path)
            return Entry(path.name, "", dataset)
        return ingest_file(self.engine, dataset, path, profiles.load(profile))

    def file(self, source: Source, stem: str = "source") -> Path:
        """The source as a file, with a name of its own."""
        if isinstance(source, Path):
            return source
        self.files += 1
        path = self.folder / f"{stem}-{self.files}.csv"
        if isinstance(source, str):
            path.write_text(source, encoding="utf-8")
        elif isinstance(source, pl.DataFrame):
            source.write_csv(path, datetime_format="%Y-%m-%dT%H:%M:%S%:z")
        else:
            write_csv(path, source)
        return path

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(statement, values)]

    def rows(self, dataset: str) -> list[dict[str, Any]]:
        """The stored records as the tables have them (day numbers, seconds), by key."""
        table = METADATA.tables[dataset.replace("-", "_")]
        with self.engine.connect() as connection:
            found = connection.exec_driver_sql(f'select * from "{table.name}" order by 2, 3, 4')
            return [dict(row._mapping) for row in found]

    def record(self, dataset: str, key: str) -> dict[str, Any]:
        """One stored record by the first column of its key."""
        (found,) = [row for row in self.rows(dataset) if list(row.values())[1] == key]
        return found

    def version(self) -> int:
        found = self.sql("select value from settings where name = 'data_version'")
        return int(found[0][0]) if found else 0

    def content(self, without: Iterable[str] = ()) -> dict[str, list[tuple[Any, ...]]]:
        """All that the store holds, table by table, in key order; times of intake left out."""
        found: dict[str, list[tuple[Any, ...]]] = {}
        with self.engine.connect() as connection:
            for table in METADATA.sorted_tables:
                if table.name in ("days", *without):
                    continue
                left_out = {"row_id", *_TIMES.get(table.name, ())}
                names = ", ".join(f'"{c.name}"' for c in table.columns if c.name not in left_out)
                rows = connection.exec_driver_sql(f'select {names} from "{table.name}"')
                found[table.name] = sorted((tuple(row) for row in rows), key=repr)
        found["settings"] = [row for row in found["settings"] if row[0] != "heartbeat"]
        return found

    def calendar(self) -> Calendar:
        with self.engine.connect() as connection:
            return calendar(connection)

    def close(self) -> None:
        self.engine.dispose()


def write_csv(path: Path, records: Iterable[Mapping[str, Any]]) -> Path:
    """Records as CSV; the header has every field that occurs, in the order of first occurrence."""
    rows = list(records)
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(names)
        out.writerows([_cell(row.get(name)) for name in names] for row in rows)
    return path


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


# --- the site on a store ------------------------------------------------------------------------


@contextmanager
def application(store: Store) -> Iterator[Flask]:
    """The whole application on a store, as `create_app` makes it, with its files beside the store.

    A process answers from one store at a time; the one before is put back at the end.
    """
    import app
    from api import answers

    before, answers._service = answers._service, None
    folder, app.FOLDER = app.FOLDER, store.folder
    try:
        server = app.create_app(store.url)
        yield server
    finally:
        app.FOLDER = folder
        if answers._service is not None:
            answers._service.watch.close()
            answers._service.engine.dispose()
        answers._service = before


@dataclass(frozen=True)
class Site:
    """A served site: its address, the store behind it, and how to take a source in meanwhile."""

    url: str
    store: Store

    def ingest(self, dataset: str, source: Source, profile: str | None = None) -> Entry:
        return self.store.ingest(dataset, source, profile)


Serve = Callable[[Any], str]


def document(text: str) -> dict[str, Any]:
    return json.loads(text)
