"""PostgreSQL instead of SQLite by one setting: the same rows, the same answers, roles, restarts, copies.

A server of its own is started and ended (`apt install postgresql`; no cluster or service is needed).
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy.exc import DBAPIError

from commands import cli
from data.catalog import DATASETS, INDICATORS
from data.questions import TooCostly
from data.rollups.plan import ROLLUPS
from data.rollups.upgrade import differing
from data.rollups.writer import writer
from data.store.engines import answering, reader
from data.store.tables import TABLES
from tests.contracts import WITH_RECORDS
from tests.hall_data import NOW, Store, application, fill, sample
from tests.own_postgres import OwnPostgres, PostgresStore
from tools.postgres import program

pytestmark = pytest.mark.skipif(program("initdb") is None, reason="needs a PostgreSQL server (apt install postgresql)")  # fmt: skip
ROOT = Path(__file__).parents[1]
LATER = {"recorded_at": datetime(2026, 11, 24, 10)}
TEMPLATE = "empty_hall"
WRITER, SITE = "open_hall_ingest", "open_hall_web"


@pytest.fixture(scope="module")
def server() -> Iterator[OwnPostgres]:
    """With the roles of `deploy/postgresql.sql`, and a store without records to begin others from."""
    own = OwnPostgres()
    try:
        own.run_file(ROOT / "deploy" / "postgresql.sql", database=TEMPLATE)
        for role in (WRITER, SITE):
            own.admin(f"alter role {role} password '{own.password}'")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("HALL_NOW", NOW)
            writer(own.url(TEMPLATE, WRITER)).dispose()
        yield own
    finally:
        own.close()


@pytest.fixture
def empty(server: OwnPostgres, tmp_path: Path, clock: Any) -> Iterator[PostgresStore]:
    store = PostgresStore(tmp_path, server.database(TEMPLATE, WRITER))
    yield store
    store.close()


@pytest.fixture(scope="module")
def pair(
    server: OwnPostgres, sample_copy: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, PostgresStore]]:
    """The sample in both kinds of store."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALL_NOW", NOW)
        one = sample_copy(tmp_path_factory.mktemp("one"))
        other = PostgresStore(tmp_path_factory.mktemp("other"), server.database(TEMPLATE, WRITER))
        fill(other, sample())
        yield one, other
        one.close()
        other.close()


def assert_same_rows(pair: tuple[Store, PostgresStore]) -> None:
    """Every table, block and rollup, row for row; records in the order in which they came."""
    one, other = (_plain(store.content()) for store in pair)
    assert one.keys() == other.keys()
    assert [table for table, rows in one.items() if rows != other[table]] == []
    for table in TABLES.values():
        numbered = [[tuple(row.values()) for row in store.rows(table.name)] for store in pair]
        assert numbered[0] == numbered[1], table.name


def _plain(content: dict[str, Any]) -> dict[str, list[str]]:
    """Truth as 1 or 0, and sums of decimals without the last digits, which the order of adding decides."""

    def value(of: Any) -> Any:
        return round(float(of), 9) if isinstance(of, (bool, float, int)) else of

    return {
        table: sorted(repr([value(v) for v in row]) for row in rows)
        for table, rows in content.items()
    }


def assert_counted(store: Store) -> None:
    with store.engine.connect() as connection:
        assert [r.name for r in ROLLUPS if differing(connection, r)] == []


# --- the same as SQLite -------------------------------------------------------------------------


def test_rows_sums_and_answers_are_those_of_sqlite(pair: Any, clock: Any) -> None:
    """As taken in; then after a correction, a replacement and withdrawals, one of which is taken back."""
    assert_same_rows(pair)
    assert_same_answers(pair, INDICATORS, WITH_RECORDS)
    cases = [case for case in sample()["cases"] if case["recorded_at"] < LATER["recorded_at"]]
    newer = [case | LATER | {"district": None, "channel": "online"} for case in cases[:40]]
    gone = [case | LATER | {"void": True} for case in cases[40:80]]
    back = [case | {"recorded_at": datetime(2026, 11, 24, 10, 30)} for case in cases[60:70]]
    broken = "case_no,item,channel,accepted_on\nA,i,hall,2026-13-40\nA2,i,hall,2026-11-20\n"
    late = "case_no,item,channel,accepted_on\nLATE,fgw-01,hall,2026-09-01\n"
    for source in (newer + gone, back, broken, late, newer + gone):
        entries = [store.ingest("cases", source) for store in pair]
        assert _told(entries[0]) == _told(entries[1])
    requests = [
        request | {"recorded_at": LATER["recorded_at"], "topic": "“规划”, 'a'\\b\n二"}
        for request in sample()["disclosure-requests"][:9]
    ]
    entries = [store.ingest("disclosure-requests", requests) for store in pair]
    assert _told(entries[0]) == _told(entries[1])
    ratings = [
        rating | LATER | {"void": True} for rating in sample()["evaluations"][-5:]
    ]  # of today: they wait
    entries = [store.ingest("evaluations", ratings) for store in pair]
    assert _told(entries[0]) == _told(entries[1])
    assert_same_rows(pair)
    assert_counted(pair[1])
    of_cases = [id for id in INDICATORS if id.startswith("cases")]
    assert_same_answers(pair, of_cases, ["cases", "disclosure-requests"])


def _told(entry: Any) -> dict[str, Any]:
    return {k: v for k, v in entry.document().items() if k not in ("committed_at", "file")}


def assert_same_answers(pair: Any, indicators: Any, datasets: Any) -> None:
    """JSON, CSV, pages of records, proofs, checks, the hall now: the same bytes."""
    addresses = list(_addresses(indicators, datasets))
    bodies = []
    for store in pair:
        with application(store) as site:
            client = site.test_client()
            answers = [client.get(address) for address in addresses]
            bodies.append([(answer.status_code, answer.data) for answer in answers])
    wrong = [a for a, x, y in zip(addresses, *bodies, strict=True) if x != y]
    assert wrong == []
    answered = sum(status == 200 for status, _ in bodies[0])
    assert answered > len(addresses) * 0.8, answered


def _addresses(indicators: Any, datasets: Any) -> Iterator[str]:
    root = "/api/v1"
    yield from (f"{root}/live", f"{root}/checks", f"{root}/datasets", f"{root}/indicators")
    for id in indicators:
        values = f"{root}/indicators/{id}/values"
        yield f"{values}?grain=month"
        yield f"{values}.csv?grain=total"
        for by in INDICATORS[id].dimensions[:1]:
            yield f"{values}?grain=month&by={by}"
        yield f"{root}/indicators/{id}/proof?grain=month&period=2026-10"
    for id in datasets:
        yield f"{root}/datasets/{id}/records?limit=50"
        yield f"{root}/datasets/{id}/records.csv"
        for field in DATASETS[id].fields:
            if field.published and field.indexed:
                yield f"{root}/datasets/{id}/records?limit=20&sort=-{field.id}"


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
    "vacuum cases", "set role open_hall_ingest", "alter role open_hall_web superuser",
    "create extension dblink", "select pg_reload_conf()", "refresh materialized view x",
)  # fmt: skip


@pytest.mark.parametrize("how", ["as it comes", "writing is switched on"])
def test_the_site_may_read_and_nothing_else(server: OwnPostgres, how: str) -> None:
    allowed = []
    with psycopg.connect(server.plain(server.url(TEMPLATE, SITE)), autocommit=True) as connection:
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


def test_nobody_else_comes_in(server: OwnPostgres) -> None:
    server.admin("create role stranger login", f"alter role stranger password '{server.password}'")
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(server.plain(server.url(TEMPLATE, "stranger")))


def test_a_question_that_takes_too_long_is_stopped_and_the_next_one_is_not(
    server: OwnPostgres,
) -> None:
    engine = reader(server.url(TEMPLATE, SITE))
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
    server: OwnPostgres, empty: PostgresStore
) -> None:
    """It reads as `web`, from the second of two hosts, the first of which is not there."""
    empty.ingest("cases", ONE_CASE.format("A"))
    name = empty.engine.url.database
    url = server.url(str(name), SITE).split("@")[0]
    hosts = f"host=127.0.0.1:1&host=127.0.0.1:{server.port}"
    site_store = PostgresStore.__new__(PostgresStore)
    site_store.folder, site_store._url = empty.folder, f"{url}@/{name}?{hosts}"
    asked = "/api/v1/indicators/cases-accepted/values?grain=total"
    with application(site_store) as site:
        client = site.test_client()
        before = client.get(asked)
        assert before.status_code == 200
        server.stop()
        try:
            for _ in range(3):
                answer = client.get(asked)
                assert answer.status_code in (200, 503)
            assert answer.data == before.data or answer.status_code == 503
        finally:
            server.start()
        _until(lambda: client.get("/readyz").status_code == 200, 10)
        assert client.get(asked).data == before.data
        # Another process writes.
        file = empty.file(ONE_CASE.format("B"), "another")
        command = [sys.executable, "app.py", "ingest", "cases", str(file), "--database", empty.url]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        _until(lambda: client.get(asked).data != before.data, 1)


def _until(holds: Any, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


# --- copies -------------------------------------------------------------------------------------


def test_a_store_is_copied_and_put_back(empty: PostgresStore, tmp_path: Path) -> None:
    empty.ingest("cases", ONE_CASE.format("A"))
    before = empty.content()
    copy, run = tmp_path / "copy.dump", CliRunner()
    done = run.invoke(cli, ["backup", str(copy), "--database", empty.url])
    assert done.exit_code == 0, done.output
    assert f"data version {empty.version()}" in done.output
    assert run.invoke(cli, ["backup", str(copy), "--database", empty.url]).exit_code == 1
    empty.ingest("cases", ONE_CASE.format("B"))
    timeline = empty.sql("select value from settings where name = 'timeline'")
    done = run.invoke(cli, ["restore", str(copy), "--database", empty.url])
    assert done.exit_code == 0, done.output
    assert empty.content() == before
    assert empty.sql("select value from settings where name = 'timeline'") != timeline
    # The site reads what was put back, and intake goes on.
    assert empty.sql("select has_table_privilege('open_hall_web', 'cases', 'select')") == [(True,)]
    empty.ingest("cases", ONE_CASE.format("C"))
    broken = tmp_path / "broken.dump"
    broken.write_bytes(copy.read_bytes()[:-20_000])
    done = run.invoke(cli, ["restore", str(broken), "--database", empty.url])
    assert done.exit_code == 1
    assert "damaged" in done.output
    assert len(empty.rows("cases")) == 2
