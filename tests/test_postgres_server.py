"""A PostgreSQL that serves a site: who may do what, what happens while it is gone, its copies."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy.exc import DBAPIError

from commands import cli
from data.questions import TooCostly
from data.store.engines import answering, reader
from tests.hall_data import application
from tests.own_postgres import SITE, TEMPLATE, OwnPostgres, PostgresStore

ROOT = Path(__file__).parents[1]

# --- roles --------------------------------------------------------------------------------------

REFUSED = (
    "insert into cases (case_no) values ('X')", "update cases set item = 'x'", "delete from cases",
    "truncate cases", "create table x (n int)", "create temp table x (n int)", "drop table cases",
    "create schema x", "alter table cases add column x int", "create index on cases (item)",
    "select * from cases for update", "lock table cases", "select pg_advisory_lock(4150001)",
    "select pg_try_advisory_lock(1)", "select lo_create(0)", "select lo_from_bytea(0, 'x')",
    "select nextval(pg_get_serial_sequence('cases', 'row_id'))", "create role x", "notify x; select pg_notify('x', 'y')",
    "copy cases to program 'cat'", "copy cases to '/tmp/x'", "copy cases from stdin",
    "select pg_read_file('/etc/passwd')", "create function x() returns int language sql as 'select 1'",
    "set role open_hall_ingest", "alter role open_hall_web superuser",
    "create extension dblink", "select pg_reload_conf()", "refresh materialized view x",
)  # fmt: skip


@pytest.mark.parametrize("how", ["as it comes", "writing is switched on"])
def test_the_site_may_read_and_nothing_else(postgres: OwnPostgres, how: str) -> None:
    allowed = []
    with psycopg.connect(
        postgres.plain(postgres.url(TEMPLATE, SITE)), autocommit=True
    ) as connection:
        if how != "as it comes":
            connection.execute("set default_transaction_read_only = off")
        assert connection.execute("select count(*) from cases").fetchall() == [(0,)]
        for statement in REFUSED:
            try:
                connection.execute(statement)  # type: ignore[arg-type]
                allowed.append(statement)
            except psycopg.Error:
                connection.rollback()
    assert allowed == []


def test_nobody_else_comes_in(postgres: OwnPostgres) -> None:
    postgres.admin(
        "create role stranger login", f"alter role stranger password '{postgres.password}'"
    )
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(postgres.plain(postgres.url(TEMPLATE, "stranger")))


def test_a_question_that_takes_too_long_is_stopped_and_the_next_one_is_not(
    postgres: OwnPostgres,
) -> None:
    engine = reader(postgres.url(TEMPLATE, SITE))
    slow = "begin; select pg_sleep(5)"
    with pytest.raises(TooCostly), answering(engine, 0.2) as connection:
        connection.exec_driver_sql(slow)
    with engine.connect() as connection:
        (limit,) = connection.exec_driver_sql("show statement_timeout").one()
        assert limit == "1min"
        with pytest.raises(DBAPIError):
            connection.exec_driver_sql("create temp table x (n int)")
    engine.dispose()


# --- a server that goes and comes back ----------------------------------------------------------

ONE_CASE = "case_no,item,channel,accepted_on\n{},i,hall,2026-11-20\n"


def test_the_site_outlives_its_server_and_sees_others_write(
    postgres: OwnPostgres, postgres_store: PostgresStore
) -> None:
    """It reads as `web`, from the second of two hosts, the first of which is not there."""
    postgres_store.ingest("cases", ONE_CASE.format("A"))
    name = postgres_store.engine.url.database
    url = postgres.url(str(name), SITE).split("@")[0]
    hosts = f"host=127.0.0.1:1&host=127.0.0.1:{postgres.port}"
    site_store = PostgresStore.__new__(PostgresStore)
    site_store.folder, site_store._url = postgres_store.folder, f"{url}@/{name}?{hosts}"
    asked = "/api/v1/indicators/cases-accepted/values?grain=total"
    with application(site_store) as site:
        client = site.test_client()
        before = client.get(asked)
        assert before.status_code == 200
        postgres.stop()
        try:
            for _ in range(3):
                answer = client.get(asked)
                assert answer.status_code in (200, 503)
            assert answer.data == before.data or answer.status_code == 503
        finally:
            postgres.start()
        _until(lambda: client.get("/readyz").status_code == 200, 10)
        assert client.get(asked).data == before.data
        # Another process writes.
        file = postgres_store.file(ONE_CASE.format("B"), "another")
        command = [
            sys.executable,
            "app.py",
            "ingest",
            "cases",
            str(file),
            "--database",
            postgres_store.url,
        ]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        _until(lambda: client.get(asked).data != before.data, 1)


def _until(holds: Any, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


# --- copies -------------------------------------------------------------------------------------


def test_a_store_is_copied_and_put_back(postgres_store: PostgresStore, tmp_path: Path) -> None:
    postgres_store.ingest("cases", ONE_CASE.format("A"))
    before = postgres_store.content()
    copy, run = tmp_path / "copy.dump", CliRunner()
    done = run.invoke(cli, ["backup", str(copy), "--database", postgres_store.url])
    assert done.exit_code == 0, done.output
    assert f"data version {postgres_store.version()}" in done.output
    assert run.invoke(cli, ["backup", str(copy), "--database", postgres_store.url]).exit_code == 1
    postgres_store.ingest("cases", ONE_CASE.format("B"))
    timeline = postgres_store.sql("select value from settings where name = 'timeline'")
    done = run.invoke(cli, ["restore", str(copy), "--database", postgres_store.url])
    assert done.exit_code == 0, done.output
    assert postgres_store.content() == before
    assert postgres_store.sql("select value from settings where name = 'timeline'") != timeline
    # The site reads what was put back, and intake goes on.
    assert postgres_store.sql("select has_table_privilege('open_hall_web', 'cases', 'select')") == [
        (True,)
    ]
    postgres_store.ingest("cases", ONE_CASE.format("C"))
    broken = tmp_path / "broken.dump"
    broken.write_bytes(copy.read_bytes()[:-20_000])
    done = run.invoke(cli, ["restore", str(broken), "--database", postgres_store.url])
    assert done.exit_code == 1
    assert "damaged" in done.output
    assert len(postgres_store.rows("cases")) == 2
