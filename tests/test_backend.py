"""One door for databases: SQL of one kind stays behind it, and any kind gives the same answers."""

import ast
from pathlib import Path

import orjson
import pytest

from data.answers import records, streams
from data.catalog import DATASETS
from data.questions import Page, Records
from data.rollups import day_blocks
from data.rollups.coverage import coverage
from data.rollups.plan import parts
from data.rollups.sums import counts, sums
from data.rollups.writer import writer
from data.store import backend
from data.store.engines import reader
from data.store.portable import Portable
from data.store.sqlite.backend import SQLite
from data.store.tables import day_number

ROOT = Path(__file__).parents[1]
ROOMS = ("data", "api", "dashboard", "demo", "commands")
BEHIND = ROOT / "data/store/sqlite"
# What is meant to be there: the door itself, SQLite's memory statistics before anything else, queries
# that an operator writes for a source's own database, SQL that Polars reads.
MEANT = {
    "data/intake/write/rollup_deltas.py",
    "data/store/backend.py",
    "data/__init__.py",
    "data/intake/read/database_reader.py",
}
# What is still outside, to be moved. A file that no longer needs its place here must leave it.
STILL_OUTSIDE = {
    "data/answers/day.py",
    "data/intake/ingest.py",
    "data/intake/write/recompute.py",
    "data/measures/unused.py",
    "data/rollups/plan.py",
    "data/rollups/upgrade.py",
}
# Strings by which SQL is begun; what only describes SQL begins otherwise.
STATEMENTS = (
    "select ", "insert ", "update ", "delete ", "create ", "drop ", "alter ", "attach ",
    "detach ", "pragma ", "begin ", "with ",
)  # fmt: skip
CALLS = {"exec_driver_sql", "text"}
SQLALCHEMY_TEXT = {"sqlalchemy", "sqlalchemy.sql"}


def raw_sql(tree: ast.Module) -> set[str]:
    """The signs of SQL of one kind of database in a module."""
    signs: set[str] = set()
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                signs |= {n.name for n in names if _of_one_kind(n.name)}
            case ast.ImportFrom(module=str(module), names=names):
                signs |= {
                    f"{module}.{n.name}"
                    for n in names
                    if _of_one_kind(f"{module}.{n.name}")
                    or (module.startswith("sqlalchemy") and n.name in CALLS | {"DDL"})
                }
            case ast.Attribute(attr="exec_driver_sql" | "driver_connection" as name):
                signs.add(name)
            case ast.Attribute(value=ast.Name(id="sa" | "sqlalchemy"), attr="text"):
                signs.add("text")
            case ast.Constant(value=str(words)) if id(node) not in docstrings:
                if words.lower().lstrip().startswith(STATEMENTS) and _reads_as_sql(words):
                    signs.add(words)
    return signs


def _of_one_kind(module: str) -> bool:
    rooms = ("sqlite3", "data.store.sqlite", "sqlalchemy.dialects", "adbc_driver_sqlite")
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


def _reads_as_sql(words: str) -> bool:
    """Written in small letters, as all SQL here, or in capitals; a sentence begins otherwise."""
    verb, rest = words.lstrip().split(" ", 1)
    if verb not in (verb.lower(), verb.upper()):
        return False
    if verb.lower() in ("pragma", "attach", "detach"):
        return True
    follows = ("from", "into", "table", "exists", "count", "temp", "*", "set", "?", "main")
    return any(word.strip('("') in follows for word in rest.lower().replace("(", " ").split())


def outside() -> dict[str, set[str]]:
    """Module → signs, of all outside SQLite's folder."""
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    signs = {
        path.relative_to(ROOT).as_posix(): raw_sql(ast.parse(path.read_text("utf-8")))
        for path in files
        if not path.is_relative_to(BEHIND)
    }
    return {file: found for file, found in signs.items() if found}


def test_sql_of_one_kind_of_database_stays_behind_its_door():
    signs = outside()
    assert {f: s for f, s in signs.items() if f not in MEANT | STILL_OUTSIDE} == {}
    assert set(signs) >= STILL_OUTSIDE, "moved: take it off the list"


@pytest.mark.parametrize(
    "line",
    [
        'connection.exec_driver_sql("x")',
        'SQL = "select day from days"',
        'SQL = f"insert into {table} values (?)"',
        'SQL = "pragma data_version"',
        "import sqlite3",
        "from sqlalchemy.dialects import sqlite",
        "from sqlalchemy.dialects.sqlite import insert",
        "from data.store.sqlite.fetch import fetch",
        "from sqlalchemy import select, text",
        "raw = connection.connection.driver_connection",
    ],
)
def test_the_signs_are_seen(line):
    assert raw_sql(ast.parse(line))


@pytest.mark.parametrize(
    "url", ["postgresql://user:secret@localhost/hall", "mysql://x/y", "hall.sqlite", "sqlite://"]
)
def test_a_database_that_is_not_supported_is_named_without_its_password(url):
    for opened in (reader, writer):
        with pytest.raises(ValueError, match="is not supported: give an SQLite file") as refusal:
            opened(url)
        assert "secret" not in str(refusal.value)


# --- the fast form and the portable one ---------------------------------------------------------


class Plain(SQLite):
    """The questions that any database can be asked; opening and writing remain SQLite's."""

    prepared = Portable.prepared
    row_texts = Portable.row_texts
    joined_texts = Portable.joined_texts
    code_counts = Portable.code_counts


PLAIN = Plain()
FORMS = ("array", "object", "cells")
# Weeks, quarters and years are grouped as months are.
GRAINS = ("day", "month", "total")


@pytest.fixture
def both(sampled, monkeypatch):
    """Ask a question twice: in the fast form, then in the portable one, without blocks."""

    def ask(question):
        with sampled.engine.connect() as connection:
            fast = question(connection)
            with monkeypatch.context() as patch:
                patch.setitem(backend._BACKENDS, "sqlite", lambda: PLAIN)
                patch.setattr(day_blocks, "inside", lambda first, last: (0, 0))
                return fast, question(connection)

    return ask


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("dataset", DATASETS)
def test_rows_are_the_same_text_in_both_forms(both, dataset, form):
    """Whole selections and pages: types, zone, missing values, order."""
    selection = records.of_records(Records(dataset))

    def page(connection):
        rows, after = records.read(connection, selection, Page(limit=100_000), form)
        return [orjson.loads(row) for row in rows], after

    fast, portable = both(page)
    assert repr(fast) == repr(portable)

    def spans(connection):
        pieces = streams._by_spans(connection.engine, selection, Page(limit=None), form)
        return [orjson.loads(line) for block in pieces for line in block.text.split("\n")]

    fast_spans, portable_spans = both(spans)
    assert repr(fast_spans) == repr(portable_spans) == repr(fast[0])


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda d: d.id)
def test_sums_are_the_same_in_both_forms(both, dataset):
    """Of every part of every indicator, by period and by each dimension; and the days covered."""
    covered, also = both(lambda connection: coverage(connection, dataset))
    assert covered == also
    first = day_number(covered.first) if covered else 0
    last = day_number(covered.last) if covered else 0
    for grouped, dimensions in _asked_together(dataset):
        for grain in GRAINS:
            for by in ((), *((name,) for name in dimensions)):
                asked = (grouped, first, last, grain, by)
                fast, portable = both(lambda connection, a=asked: sums(connection, *a))
                assert sorted(fast, key=repr) == sorted(portable, key=repr), asked
                if by and grouped[0].histogram is None:
                    one = (grouped[0], first, last, grain, *by)
                    fast, portable = both(lambda connection, a=one: counts(connection, *a))
                    assert fast == portable, one


def _asked_together(dataset):
    """Parts that one question may ask for, with the dimensions that some of them are offered by."""
    groups = {}
    for indicator in dataset.indicators:
        for part in parts(indicator, dataset).values():
            if part.dated:
                group = groups.setdefault((part.dated, part.histogram, part.lag), ({}, {}))
                group[0][part.name] = part
                group[1].update(dict.fromkeys(indicator.dimensions))
    return [(list(named.values()), list(dimensions)) for named, dimensions in groups.values()]
