"""The operator's commands: what they print, and the exit codes that scripts rely on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from commands import cli
from tests.hall_data import NOW, TESTS, Store

pytestmark = pytest.mark.usefixtures("clock")
ROOT = TESTS.parent
EXCERPT = TESTS / "real" / "nyc311-excerpt.csv"
GOOD = "case_no,item,channel,accepted_on\nA,i,hall,2026-11-20\nB,i,online,2026-11-20\n"
KEYS = {"file", "sha256", "lines", "accepted", "rejected", "duplicate", "data_version"}


@pytest.fixture
def run(store: Store, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command on `store`."""
    monkeypatch.setenv("DATABASE_URL", store.url)

    def running(*arguments: str | Path) -> Result:
        found = CliRunner().invoke(cli, [str(a) for a in arguments])
        assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
        return found

    return running


def printed(found: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in found.stdout.splitlines()]


def counts(entry: dict[str, Any]) -> tuple[int, ...]:
    return tuple(entry[k] for k in ("lines", "accepted", "rejected", "duplicate"))


# --- ingest -------------------------------------------------------------------------------------


def test_a_good_file_prints_its_ledger_and_exits_with_0(store: Store, run: Any) -> None:
    path = store.file(GOOD)
    found = run("ingest", "cases", path)
    (entry,) = printed(found)
    assert found.exit_code == 0
    assert set(entry) >= KEYS
    assert "refused" not in entry
    assert counts(entry) == (2, 2, 0, 0)
    assert (entry["file"], entry["data_version"]) == (path.name, 1)
    again = run("ingest", "cases", path)
    assert again.exit_code == 0
    assert counts(printed(again)[0]) == (2, 0, 0, 2)


def test_a_file_with_rejected_lines_exits_with_2_and_lists_them_in_quarantine(
    store: Store, run: Any
) -> None:
    path = store.file(GOOD + "C,,hall,2026-11-20\nD,i,pigeon,2026-11-20\n")
    found = run("ingest", "cases", path)
    assert found.exit_code == 2
    assert counts(printed(found)[0]) == (4, 2, 2, 0)
    listed = printed(run("quarantine"))
    assert [(row["line"], row["field"]) for row in listed] == [(4, "item"), (5, "channel")]
    assert all(row["file"] == path.name and row["reason"] for row in listed)
    by_digest = printed(found)[0]["sha256"]
    assert printed(run("quarantine", path.name)) == listed == printed(run("quarantine", by_digest))
    assert printed(run("quarantine", "other.csv")) == []


def test_a_refused_file_exits_with_1_and_says_why(store: Store, run: Any) -> None:
    found = run("ingest", "cases", store.file("a,b\n1,2\n"))
    assert found.exit_code == 1
    (entry,) = printed(found)
    assert "case_no" in entry["refused"]
    assert counts(entry) == (0, 0, 0, 0)


def test_a_missing_file_is_refused_not_a_traceback(store: Store, run: Any) -> None:
    found = run("ingest", "cases", store.folder / "none.csv")
    assert found.exit_code == 1
    assert printed(found)[0]["refused"]


def test_of_several_files_the_worst_decides_the_exit_code_and_each_has_its_line(
    store: Store, run: Any
) -> None:
    good, bad, refused = (
        store.file(text) for text in (GOOD, GOOD.replace("hall", "pigeon"), "x\n1\n")
    )
    found = run("ingest", "cases", good, bad)
    assert found.exit_code == 2
    assert len(printed(found)) == 2
    found = run("ingest", "cases", refused, good, bad)
    assert found.exit_code == 1
    assert [bool(e.get("refused")) for e in printed(found)] == [True, False, False]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["ingest", "case", "x.csv"], "cases"),
        (["ingest", "cases"], "file"),
        (["ingest", "cases", "x.csv", "--profile", "nyc"], "nyc311"),
        (["ingest", "cases", "--from-database", "sqlite:///x"], "--query"),
        (["ingest", "cases", "x.csv", "--database", "mysql://h/d"], "SQLite"),
        (["watch", "no-such-folder"], "no-such-folder"),
        (["nothing"], "nothing"),
        (["demo", "--years", "0"], "years"),
        (["serve", "--port", "99999"], "port"),
        (["demo", "--port", "0"], "port"),
        (["serve", "--workers", "0"], "workers"),
    ],
)
def test_a_mistake_in_a_command_is_named_without_a_traceback(
    run: Any, arguments: list[str], named: str
) -> None:
    found = run(*arguments)
    assert found.exit_code == 64
    assert named in found.output
    assert "Traceback" not in found.output


def test_public_requests_of_another_city_go_in_whole_and_only_once(store: Store, run: Any) -> None:
    n = EXCERPT.read_text().count("\n") - 1
    for expected in ((n, n, 0, 0), (n, 0, 0, n)):
        found = run("ingest", "cases", EXCERPT, "--profile", "nyc311")
        assert found.exit_code == 0
        assert counts(printed(found)[0]) == expected
    channels = dict(store.sql("select channel, count(*) from cases group by 1"))
    lines = EXCERPT.read_text().splitlines()
    heads = lines[0].split(",")
    assert "open_data_channel_type" in heads
    assert set(channels) <= {"online", "hotline", "other"}
    assert sum(channels.values()) == n


def test_a_database_is_read_by_its_query(store: Store, run: Any) -> None:
    store.ingest("cases", GOOD)
    query = "select 'Z' as case_no, 'i' as item, 'hall' as channel, '2026-11-20' as accepted_on"
    found = run("ingest", "cases", "--from-database", store.url, "--query", query)
    assert found.exit_code == 0
    assert counts(printed(found)[0]) == (1, 1, 0, 0)


def test_a_database_that_cannot_be_read_is_refused_and_does_not_print_its_password(
    run: Any,
) -> None:
    url = "postgresql://reader:secret-word@127.0.0.1:1/hall"
    found = run("ingest", "cases", "--from-database", url, "--query", "select 1")
    assert found.exit_code == 1
    assert "secret-word" not in found.output


# --- calendar -----------------------------------------------------------------------------------


def test_a_notice_says_what_it_loaded_and_recomputed(store: Store, run: Any) -> None:
    text = "date,kind,notice\n2027-01-01,holiday,N\n2027,complete,N\n"
    found = run("ingest", "calendar", store.file(text, "calendar"))
    assert found.exit_code == 0
    (entry,) = printed(found)
    assert (entry["days"], entry["complete"]) == (1, [2027])


def test_a_faulty_notice_exits_with_1(store: Store, run: Any) -> None:
    found = run("ingest", "calendar", store.file("date,kind,notice\n2027-01-01,feast,N\n"))
    assert found.exit_code == 1
    assert "line 2" in printed(found)[0]["refused"]


def test_a_notice_needs_a_file(run: Any) -> None:
    assert run("ingest", "calendar").exit_code == 64
    assert run("ingest", "calendar", "none.csv").exit_code == 1


# --- the rest -----------------------------------------------------------------------------------


def test_rebuild_finds_nothing_to_mend_and_mends_what_was_broken(store: Store, run: Any) -> None:
    store.ingest("cases", GOOD)
    assert all(line.endswith(" 0 rows differed") for line in run("rebuild").stdout.splitlines())
    with store.engine.begin() as connection:
        connection.exec_driver_sql("update cases__accepted_on set n = 7")
    version = store.version()
    assert "cases__accepted_on: 2 rows differed" in run("rebuild").stdout
    assert store.sql("select n from cases__accepted_on") == [(2,)]
    assert store.version() == version + 1


def test_the_demo_refuses_a_store_of_a_real_hall(store: Store, run: Any) -> None:
    store.ingest("cases", GOOD)
    before = store.content()
    found = run("demo", "--no-serve", "--database", store.url)
    assert found.exit_code == 64
    assert "real hall" in found.output
    assert store.content() == before


def test_the_clock_of_the_hall_decides_what_lies_in_the_future(
    store: Store, run: Any, clock: Any
) -> None:
    path = store.file(GOOD)
    clock("2026-11-19T10:00:00+08:00")
    assert run("ingest", "cases", path).exit_code == 2
    clock("2026-11-20T00:00:00+08:00")
    assert run("ingest", "cases", path).exit_code == 0


@pytest.mark.parametrize("command", ["serve", "ingest", "watch", "quarantine", "demo", "rebuild"])
def test_every_command_explains_itself(run: Any, command: str) -> None:
    found = run(command, "--help")
    assert found.exit_code == 0
    assert len(found.output.splitlines()) > 4


def test_the_commands_run_as_a_newcomer_types_them(tmp_path: Path) -> None:
    """From another process, on a store that is not there yet, in a folder that is not either."""
    source = tmp_path / "cases.csv"
    source.write_text(GOOD)
    environment = os.environ | {"HALL_NOW": NOW, "HALL_VAR": str(tmp_path / "var")}
    environment.pop("DATABASE_URL", None)
    found = subprocess.run(
        [sys.executable, "app.py", "ingest", "cases", str(source)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stderr
    assert counts(json.loads(found.stdout)) == (2, 2, 0, 0)
    assert (tmp_path / "var" / "hall.sqlite").exists()
