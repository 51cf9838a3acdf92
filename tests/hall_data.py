"""Stores and source data for tests, and the site on them."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
from flask import Flask
from sqlalchemy import Engine

from data.calendar import calendar
from data.catalog import DATASETS
from data.definitions import Dataset
from data.hall import today as hall_today
from data.intake.ingest import ingest_calendar, ingest_file
from data.intake.ledger import Entry
from data.intake.profile import load
from data.rollups.writer import writer
from data.rules.keyed_hash import keyed_hash
from data.rules.workdays import Calendar
from data.settings import record_key
from data.store.tables import METADATA, ROW_ID, day_number
from tests.alert_rules import RULES
from tests.made_rows import made_rows

TESTS = Path(__file__).resolve().parent
NOW = "2026-11-24T10:42:00+08:00"
"""A Tuesday morning, inside the hours at the windows; the hall's clock in tests."""

# What differs between two stores with the same content: when their batches were taken in.
_TIMES = {"batches": {"committed_at"}}
_OWN_SETTINGS = {"heartbeat", "store", "timeline", "state", "following"}

Source = Path | str | pl.DataFrame | Iterable[Mapping[str, Any]]
"""A file; CSV text; a frame; or records as dicts, headed by our field ids."""


@cache
def _empty_store() -> bytes:
    """The file of a store with its tables made: making them takes half a second."""
    with TemporaryDirectory(prefix="hall-tests-") as folder:
        path = Path(folder) / "empty.sqlite"
        engine = writer(f"sqlite:///{path}")
        into_one_file(engine)
        engine.dispose()
        return path.read_bytes()


def into_one_file(engine: Engine) -> None:
    """What was written last moves from SQLite's log into the store's file, which can be copied."""
    with engine.connect() as connection:
        connection.exec_driver_sql("pragma wal_checkpoint(truncate)")


@dataclass
class Store:
    """A store under `folder` with the operator's engine on it."""

    folder: Path
    name: str = "hall"
    files: int = 0
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        if not self.path.exists():
            self.path.write_bytes(_empty_store())
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
        return ingest_file(self.engine, dataset, path, load.load(profile))

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
            order = ", ".join(map(str, range(2, min(4, len(table.columns)) + 1)))
            found = connection.exec_driver_sql(f'select * from "{table.name}" order by {order}')
            return [dict(row._mapping) for row in found]

    def listed(self, dataset: str) -> list[dict[str, Any]]:
        """The stored records that lists have: without those of the running day, in the lists' order."""
        definition = DATASETS[dataset]
        rows, today = self.rows(dataset), day_number(hall_today())
        if definition.next_day:
            rows = [row for row in rows if row[definition.next_day] < today]
        if definition.listed_from:
            rows = [row for row in rows if row[definition.listed_from] <= today]
        order = definition.key[0] if definition.order == "key" else ROW_ID
        return sorted(rows, key=lambda row: row[order])

    def record(self, dataset: str, key: str) -> dict[str, Any]:
        """One stored record by the first column of its key, as its source numbers it."""
        field = DATASETS[dataset].field(DATASETS[dataset].key[0])
        number = keyed_hash(record_key(), field.id, key) if field.keyed else key
        (found,) = [row for row in self.rows(dataset) if list(row.values())[1] == number]
        return found

    def version(self) -> int:
        found = self.sql("select value from settings where name = 'data_version'")
        return int(found[0][0]) if found else 0

    def content(self, without: Iterable[str] = ()) -> dict[str, list[tuple[Any, ...]]]:
        """All that the store holds, table by table, in key order; times of intake left out."""
        found: dict[str, list[tuple[Any, ...]]] = {}
        with self.engine.connect() as connection:
            for table in METADATA.sorted_tables:
                # Which months a batch touched is of how rows came, not of what they are.
                if table.name in ("days", "changed_months", *without):
                    continue
                left_out = {"row_id", *_TIMES.get(table.name, ())}
                names = ", ".join(f'"{c.name}"' for c in table.columns if c.name not in left_out)
                rows = connection.exec_driver_sql(f'select {names} from "{table.name}"')
                found[table.name] = sorted((tuple(row) for row in rows), key=repr)
        if "settings" in found:
            found["settings"] = [
                row
                for row in found["settings"]
                if row[0] not in _OWN_SETTINGS and not row[0].startswith(("moved:", "changed:"))
            ]
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
    from api.answer import answers

    before, answers._service, own = answers._service, None, None
    try:
        server = app.create_app(store.url, store.folder)
        own = answers._service
        yield server
    finally:
        if own is not None:
            own.watch.close()
        # One that began while this ran and goes on, as the shared sample may, stays.
        if answers._service is own:
            answers._service = before


@dataclass(frozen=True)
class Site:
    """A served site: its address, the store behind it, and how to take a source in meanwhile."""

    url: str
    store: Store

    def ingest(self, dataset: str, source: Source, profile: str | None = None) -> Entry:
        return self.store.ingest(dataset, source, profile)


# --- a sample of a hall's work ------------------------------------------------------------------

SOURCES = TESTS.parent / "data" / "sources"
REFERENCE = ("departments", "items", "windows", "districts")
SAMPLE_FIRST, SAMPLE_LAST = date(2026, 8, 24), date(2026, 11, 24)
_OUTCOMES = ("r03", "r03", "r04", "r08", "r13", "r14", "r17")


def sample(seed: int = 7) -> dict[str, list[dict[str, Any]]]:
    """Three months of a small hall by our field ids: some 3,600 cases, 530 ratings, 90 requests.

    Nothing lies after `NOW`. Among them: late and open cases, codes that are on no list, missing
    values, default ratings, stopped and answered requests, a topic that a spreadsheet would run.
    Every other dataset of the catalogue has a few rows made from its fields.
    """
    draw = random.Random(seed)
    days = [SAMPLE_FIRST + timedelta(n) for n in range((SAMPLE_LAST - SAMPLE_FIRST).days + 1)]
    worked = [
        day
        for day in days
        if day.weekday() < 5 and not date(2026, 10, 1) <= day <= date(2026, 10, 7)
    ]
    items = [(row["item"], row["department"]) for row in _listed("items")][:40]
    cases = [_case(draw, n, draw.choice(worked), items) for n in range(2_400)]
    cases += _busy([day for day in worked if day < SAMPLE_LAST])
    term = random.Random(seed + 1)
    for case in cases[::3]:
        case |= _term(term, case)
    for case in cases[::5]:  # the ends of some are entered days later
        done = case["completed_at"]
        if done and done.date() < SAMPLE_LAST - timedelta(9):
            case["completion_recorded_at"] = done + timedelta(days=9)
    requests = [_request(draw, n, draw.choice(worked)) for n in range(90)]
    # So many that a step of the running day's numbers has come; the last ten of them wait.
    last = random.Random(seed + 2)
    of_today = [_rating(last, n, SAMPLE_LAST) for n in range(500, 530)]
    records = {
        "cases": cases,
        "case-stops": [_stop(term, case) for case in cases[::37]],
        "evaluations": [_rating(draw, n, draw.choice(worked)) for n in range(500)] + of_today,
        "disclosure-requests": requests,
        "disclosure-events": [
            event for request in requests[:30] for event in _events(draw, request)
        ],
        "disclosure-reviews": [_review(draw, n, draw.choice(worked)) for n in range(40)],
        "alert-rules": RULES,
    }
    return records | _of_the_others(records)


def _of_the_others(records: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """A few rows of each dataset that has none else, so that no contract lacks rows to hold for."""
    lists = {name: [row[DATASETS[name].key[0]] for row in _listed(name)] for name in REFERENCE}
    return {
        id: made_rows(dataset, *_span(dataset), lists)
        for id, dataset in DATASETS.items()
        if id not in records and id not in REFERENCE and not dataset.follows
    }


def _span(dataset: Dataset) -> tuple[date, date]:
    """The sample's days; of what is published by the year a year that is over."""
    if dataset.control and dataset.control.finest == "year":
        return date(2025, 1, 7), date(2025, 12, 20)
    return SAMPLE_FIRST, SAMPLE_LAST


def _listed(name: str) -> list[dict[str, str]]:
    with (SOURCES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _or_none(draw: random.Random, value: Any, share: float = 0.05) -> Any:
    return None if draw.random() < share else value


def _after(draw: random.Random, day: date, longest: int) -> date | None:
    """A day up to `longest` days later, or None if that has not come yet."""
    found = day + timedelta(draw.randint(0, longest))
    return found if found < SAMPLE_LAST else None


def _case(draw: random.Random, n: int, day: date, items: list[tuple[str, str]]) -> dict[str, Any]:
    item, department = draw.choice(items)
    hour = draw.randint(8, 16) if day < SAMPLE_LAST else draw.randint(8, 9)
    accepted = datetime(day.year, day.month, day.day, hour, draw.randint(0, 59))
    done = accepted + timedelta(minutes=20) if draw.random() < 0.4 else None
    later = _after(draw, day, 30)
    if done is None and later:
        done = datetime(later.year, later.month, later.day, 17, draw.randint(0, 59))
    return {
        "case_no": f"SP-{n:05d}",
        "item": item if n % 97 else "item-on-no-list",
        "department": _or_none(draw, department if n % 89 else "office-on-no-list"),
        "district": _or_none(draw, draw.choice(["511302", "511303", "511304"]), 0.2),
        "window": _or_none(draw, draw.choice(["W01", "W02", "W03"])),
        "channel": draw.choice(["hall", "hall", "online", "hotline", "self_service"]),
        "applicant_kind": _or_none(draw, draw.choice(["individual", "organisation"])),
        "accepted_at": accepted,
        "completed_at": done,
        "outcome": draw.choice(["granted", "granted", "refused"]) if done else None,
        "completed_on_site": _or_none(draw, draw.random() < 0.9) if done else None,
        "recorded_at": done or accepted,
    }


def _busy(days: list[date]) -> list[dict[str, Any]]:
    """Of two windows so many cases done in a day that ratings may name them; some were begun long before."""
    places = [("fgw", "fgw-01", "W01", "hall"), ("jyt", "jyt-01", "W02", "online")]
    cases = []
    for day in days:
        for department, item, window, channel in places:
            for n in range(10):
                accepted = datetime(day.year, day.month, day.day, 9 + n % 8, 5 * n)
                done = accepted + timedelta(minutes=20)
                taken = timedelta(45 if n < 4 else 2 + n % 3)
                if day - SAMPLE_FIRST > taken:
                    accepted -= taken
                cases.append({
                    "case_no": f"BZ-{day:%m%d}-{department}-{n:02d}",
                    "item": item, "department": department, "district": "511302",
                    "window": window, "channel": channel, "applicant_kind": "individual",
                    "accepted_at": accepted, "completed_at": done, "outcome": "granted",
                    "completed_on_site": channel == "hall", "recorded_at": done,
                })  # fmt: skip
    return cases


def _term(draw: random.Random, case: dict[str, Any]) -> dict[str, Any]:
    """When the papers came and the decision was handed over, of a case that may have neither."""
    accepted, done = case["accepted_at"].date(), case["completed_at"]
    return {
        "submitted_on": max(accepted - timedelta(days=draw.randint(0, 6)), SAMPLE_FIRST),
        "delivered_on": _after(draw, done.date(), 20) if done else None,
    }


def _stop(draw: random.Random, case: dict[str, Any]) -> dict[str, Any]:
    begun = case["accepted_at"].date()
    return {
        "case_no": case["case_no"],
        "kind": draw.choice(["hearing", "testing", "expert_review"]),
        "from_on": begun,
        "until_on": _after(draw, begun, 9),
        "notified_on": _or_none(draw, begun, 0.2),
    }


def _rating(draw: random.Random, n: int, day: date) -> dict[str, Any]:
    score = draw.choices([1, 2, 3, 4, 5], [3, 4, 10, 30, 53])[0]
    bad = score <= 2
    return {
        "evaluation_no": f"PJ-{n:05d}",
        "department": _or_none(draw, draw.choice(["fgw", "jyt", "scjg"])),
        "window": _or_none(draw, draw.choice(["W01", "W02"])),
        "channel": draw.choice(["hall", "online"]),
        "score": score,
        "is_default": draw.random() < 0.1,
        "named": draw.random() < 0.3,
        "rated_on": day,
        "verified": draw.choice(["upheld", "not_upheld", "pending"]) if bad else None,
        "rectified_on": _after(draw, day, 40) if bad else None,
        "called_back_on": _after(draw, day, 40) if bad else None,
        "callback_satisfied": n % 3 > 0 if bad and n % 2 else None,
        "replied_on": day if bad and n % 5 else None,
        "set_aside": bad and n % 11 == 0,
        "recorded_at": datetime(day.year, day.month, day.day, 9, 0),
    }


def _request(draw: random.Random, n: int, day: date) -> dict[str, Any]:
    answered = _after(draw, day, 45)
    return {
        "request_no": f"YSQ-{n:04d}",
        "topic": "=1+1" if n == 0 else draw.choice(["规划", "征地, 拆迁", "财政"]),
        "department": _or_none(draw, draw.choice(["fgw", "jyt"])),
        "applicant_kind": draw.choice(["person", "person", "company", "legal"]),
        "channel": _or_none(draw, draw.choice(["hall", "post", "online"])),
        "received_on": day,
        "answered_on": answered,
        "outcome": draw.choice(_OUTCOMES) if answered else None,
        "recorded_at": datetime(day.year, day.month, day.day, 9, 0),
    }


def _events(draw: random.Random, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A correction or a consultation, answered or not."""
    begin, end = draw.choice(
        [("correction_asked", "corrected"), ("third_party_asked", "third_party_replied")]
    )
    number, asked = request["request_no"], _after(draw, request["received_on"], 4)
    if asked:
        yield {"request_no": number, "kind": begin, "on": asked}
        if replied := _after(draw, asked, 8):
            yield {"request_no": number, "kind": end, "on": replied}


def _review(draw: random.Random, n: int, day: date) -> dict[str, Any]:
    concluded = _after(draw, day, 60)
    return {
        "review_no": f"FY-{n:03d}",
        "department": _or_none(draw, draw.choice(["fgw", "jyt"])),
        "kind": draw.choice(["reconsideration", "direct_litigation"]),
        "filed_on": day,
        "concluded_on": concluded,
        "result": draw.choice(["upheld", "corrected", "other"]) if concluded else None,
    }


def fill(store: Store, records: Mapping[str, list[dict[str, Any]]]) -> None:
    """Take in the reference lists that ship and the records; every line must be good."""
    for name in REFERENCE:
        store.ingest(name, SOURCES / f"{name}.csv")
    for dataset, rows in records.items():
        entry = store.ingest(dataset, rows)
        assert entry.accepted == len(rows), entry
