"""The web's engine cannot write: tried in every way that SQL has."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, insert
from sqlalchemy.exc import DatabaseError

from api.answer import answers
from data.store.engines import reader
from data.store.tables import TABLES
from tests.hall_data import NOW, Store, application

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all: a test that changed it would fail, and those after it."""
    line = {"case_no": "A", "item": "i", "channel": "hall", "accepted_on": "2026-11-20"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALL_NOW", NOW)
        made = Store(tmp_path_factory.mktemp("readonly"))
        made.ingest("cases", [line])
    with made.engine.connect() as connection:
        connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
    yield made
    made.close()


@pytest.fixture
def reading(filled: Store) -> Iterator[Engine]:
    engine = reader(filled.url)
    yield engine
    engine.dispose()


WRITES = [
    "insert into cases (case_no) values ('B')",
    "insert into settings values ('x', 'y')",
    "replace into settings values ('data_version', '9')",
    "update cases set item = 'x'",
    "delete from cases",
    "drop table cases",
    "drop index cases_key",
    "create table t (a)",
    "create temp table t (a)",
    "create view v as select 1",
    "create temp view v as select 1",
    "create trigger t after insert on cases begin select 1; end",
    "create virtual table f using fts5(a)",
    "create index i on cases (item)",
    "alter table cases add column x",
    "alter table cases rename to x",
    "attach '{folder}/other.sqlite' as other",
    "attach ':memory:' as other",
    "attach 'file:{folder}/other.sqlite?mode=rwc' as other",
    "vacuum",
    "vacuum into '{folder}/copy.sqlite'",
    "reindex",
    "analyze",
    "pragma writable_schema = on",
    "pragma query_only = off",
    "pragma journal_mode = delete",
    "pragma user_version = 7",
    "pragma application_id = 7",
    "pragma wal_checkpoint(truncate)",
    "pragma incremental_vacuum",
    "pragma optimize",
    "pragma temp_store_directory = '{folder}'",
    "pragma trusted_schema = on",
    "pragma foreign_keys = on",
    "pragma locking_mode = exclusive",
    "select load_extension('{folder}/x.so')",
    "select writefile('{folder}/x', 'y')",
    "with t as (select 1) insert into settings select 'a', 'b'",
    "savepoint s",
    "detach main",
]


@pytest.mark.parametrize("statement", WRITES)
def test_a_statement_that_could_change_anything_is_refused(
    filled: Store, reading: Engine, statement: str
) -> None:
    before, content = digests(filled.folder), filled.content()
    with reading.connect() as connection:
        with pytest.raises(DatabaseError):
            connection.exec_driver_sql(statement.format(folder=filled.folder))
        connection.commit()
    assert digests(filled.folder) == before
    assert filled.content() == content


def digests(folder: Path) -> dict[str, str]:
    """Every file of the store's folder but the shared memory, which readers mark too."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.is_file() and not path.name.endswith("-shm")
    }


def test_several_statements_at_once_are_refused(filled: Store, reading: Engine) -> None:
    with reading.connect() as connection:
        raw: Any = connection.connection.driver_connection
        with pytest.raises(sqlite3.Error):
            raw.executescript("select 1; delete from cases")
    assert len(filled.rows("cases")) == 1


def test_sqlalchemy_cannot_write_either(filled: Store, reading: Engine) -> None:
    with reading.begin() as connection, pytest.raises(DatabaseError):
        connection.execute(insert(TABLES["cases"]).values(case_no="B"))


@pytest.mark.parametrize(
    "statement",
    ["select * from cases", "with t as (select 1) select * from t", "pragma data_version"],
)
def test_reading_is_allowed(reading: Engine, statement: str) -> None:
    with reading.connect() as connection:
        assert connection.exec_driver_sql(statement).fetchall()


def test_every_connection_of_the_pool_is_held_to_it(filled: Store, reading: Engine) -> None:
    opened = [reading.connect() for _ in range(20)]
    for connection in opened:
        with pytest.raises(DatabaseError):
            connection.exec_driver_sql("delete from cases")
    for connection in opened:
        connection.close()


def test_a_reader_of_a_missing_store_makes_none(tmp_path: Path) -> None:
    engine = reader(f"sqlite:///{tmp_path / 'none.sqlite'}")
    with pytest.raises(DatabaseError), engine.connect() as connection:
        connection.exec_driver_sql("select 1 from cases")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://u@h/d"])
def test_another_kind_of_database_is_refused_by_name(url: str) -> None:
    with pytest.raises(ValueError, match="SQLite file"):
        reader(url)


def test_the_application_reads_with_that_engine(filled: Store) -> None:
    with application(filled) as server:
        assert isinstance(server, Flask)
        with answers.engine().connect() as connection, pytest.raises(DatabaseError):
            connection.exec_driver_sql("delete from cases")


INJECTIONS = [
    "/api/v1/datasets/cases/records?case_no=A'%20or%20'1'='1",
    "/api/v1/datasets/cases/records?sort=case_no;drop%20table%20cases",
    "/api/v1/datasets/cases/records?item=x')%20union%20select%201--",
    "/api/v1/datasets/cases/facets?field=channel%22)",
    "/api/v1/indicators/cases-accepted/values?by=item%22;--",
    "/api/v1/indicators/cases-accepted/values?item=i'%20or%201=1--",
    "/api/v1/indicators/cases-accepted/rows?item=i'%20or%201=1--",
]


@pytest.mark.parametrize("path", INJECTIONS)
def test_sql_in_a_parameter_is_a_word_like_any_other(filled: Store, path: str) -> None:
    with application(filled) as server:
        response: Any = server.test_client().get(path)
    if response.status_code == 200:
        rows = response.json["data"]
        assert not any(row.get("value", 0) or "case_no" in row for row in rows)
    else:
        assert response.status_code == 400
    assert len(filled.rows("cases")) == 1
