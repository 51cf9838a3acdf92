"""`backup` and `restore`, beside intake that commits all the time and a site that goes on answering."""

import shutil
import sqlite3
import threading
from contextlib import closing

import pytest
from click.testing import CliRunner

from api.answer import answers
from commands import cli
from data.intake import ingest as intake
from data.rollups.writer import writer
from tests.hall_data import application

VALUES = "/api/v1/indicators/cases-accepted/values?grain=total"


def cases(*numbers):
    return [
        {"case_no": n, "item": "i", "channel": "hall", "accepted_on": "2026-11-20"} for n in numbers
    ]


@pytest.fixture
def filled(store):
    store.ingest("cases", cases("A", "B"))
    return store


@pytest.fixture
def run(store, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", store.url)

    def running(*arguments, code=0):
        result = CliRunner().invoke(cli, [str(a) for a in arguments])
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result.output

    return running


def total(client):
    return client.get(VALUES).json["data"][0]["value"]


def test_a_backup_ends_while_intake_commits_without_a_pause(filled, run, tmp_path):
    """Page by page it would begin anew with each commit."""
    filled.ingest("cases", cases(*(f"N{n}" for n in range(4_000))))
    ended = threading.Event()
    commits = 0

    def commit():
        nonlocal commits
        while not ended.is_set():
            intake.beat(filled.engine)
            commits += 1

    writing = threading.Thread(target=commit)
    writing.start()
    try:
        run("backup", tmp_path / "copy.sqlite")
    finally:
        ended.set()
        writing.join()
    assert commits > 1
    with closing(sqlite3.connect(tmp_path / "copy.sqlite")) as copy:
        assert copy.execute("pragma integrity_check").fetchone() == ("ok",)
        assert copy.execute("select count(*) from cases").fetchone() == (4_002,)
        assert copy.execute("pragma journal_mode").fetchone() == ("delete",)
    assert [path.name for path in tmp_path.glob("*copy*")] == ["copy.sqlite"]


def test_a_restore_is_seen_at_once_and_no_answer_of_the_lost_past_is_sent(filled, run, tmp_path):
    run("backup", tmp_path / "copy.sqlite")
    at_backup = filled.content()
    with application(filled) as server:
        client = server.test_client()
        filled.ingest("cases", cases("C"))
        answers.refresh()
        lost = client.get(VALUES)
        assert total(client) == 3
        run("restore", tmp_path / "copy.sqlite")
        answers.refresh()
        assert total(client) == 2
        assert filled.content() == at_backup
        # The next batch gets the number of the one that was lost: intake's connection is the same.
        filled.ingest("cases", cases("C", "D", "E"))
        answers.refresh()
        again = client.get(VALUES, headers={"If-None-Match": lost.headers["ETag"]})
        assert again.status_code == 200
        assert again.json["data"][0]["value"] == 5
        assert again.json["meta"]["data_version"] == lost.json["meta"]["data_version"]


def test_a_reader_in_the_middle_of_an_answer_keeps_what_it_began_with(filled, run, tmp_path):
    run("backup", tmp_path / "copy.sqlite")
    filled.ingest("cases", cases("C"))
    with application(filled), answers.engine().connect() as connection:
        connection.exec_driver_sql("begin")
        count = "select count(*) from cases"
        assert connection.exec_driver_sql(count).scalar() == 3
        run("restore", tmp_path / "copy.sqlite")
        assert connection.exec_driver_sql(count).scalar() == 3
        connection.rollback()
        assert connection.exec_driver_sql(count).scalar() == 2


@pytest.mark.parametrize("state", ["missing", "no database", "pages overwritten"])
def test_a_lost_store_is_restored(filled, run, tmp_path, state):
    run("backup", tmp_path / "copy.sqlite")
    filled.close()
    if state == "missing":
        filled.path.unlink()
    elif state == "no database":
        filled.path.write_bytes(b"\xa5" * 100_000)
    else:
        with filled.path.open("rb+") as file:
            file.seek(4096)
            file.write(b"\xa5" * 4096 * 40)
    run("restore", tmp_path / "copy.sqlite")
    filled.ingest("cases", cases("C"))
    with application(filled) as server:
        assert total(server.test_client()) == 3
    with closing(sqlite3.connect(filled.path)) as store:
        assert store.execute("pragma integrity_check").fetchone() == ("ok",)


def test_what_is_no_store_is_not_put_in_its_place(filled, run, tmp_path):
    before = filled.content()
    other, text, cut = (tmp_path / name for name in ("other.sqlite", "text", "cut.sqlite"))
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("create table t (a)")
    text.write_text("not a database, though long enough to be taken for one" * 100)
    run("backup", cut)
    cut.write_bytes(cut.read_bytes()[: 4096 * 30])
    for file in (other, text, cut, tmp_path / "none"):
        run("restore", file, code=1)
    assert filled.content() == before


def test_a_backup_overwrites_nothing(filled, run, tmp_path):
    (tmp_path / "there").write_text("kept")
    assert "already" in run("backup", tmp_path / "there", code=1)
    run("backup", filled.path, code=1)
    assert (tmp_path / "there").read_text() == "kept"
    run("backup", tmp_path / "no" / "such" / "folder", code=1)


def test_a_backup_of_no_store_makes_none(run, store, tmp_path):
    store.close()
    store.path.unlink()
    run("backup", tmp_path / "copy", code=1)
    run("quarantine", code=1)
    assert not store.path.exists()
    assert not (tmp_path / "copy").exists()


def test_a_store_of_an_older_release_is_brought_up_to_date_by_being_restored(filled, run, tmp_path):
    run("backup", tmp_path / "copy.sqlite")
    with closing(sqlite3.connect(tmp_path / "copy.sqlite")) as old:
        old.execute("delete from settings where name in ('store', 'timeline', 'state')")
        old.execute("alter table cases drop column due_reason")
        old.commit()
    given = shutil.copy(tmp_path / "copy.sqlite", tmp_path / "given")
    run("restore", tmp_path / "copy.sqlite")
    with application(filled) as server:
        assert total(server.test_client()) == 2
    assert given.read_bytes() == (tmp_path / "copy.sqlite").read_bytes()


def test_two_that_start_first_together_make_one_store(tmp_path):
    """Both find nothing, both make it: the second one waits and finds it made."""
    url = f"sqlite:///{tmp_path / 'new' / 'hall.sqlite'}"
    failed = []

    def make():
        try:
            writer(url).dispose()
        except Exception as error:
            failed.append(error)

    makers = [threading.Thread(target=make) for _ in range(6)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert failed == []
    with closing(sqlite3.connect(tmp_path / "new" / "hall.sqlite")) as made:
        assert made.execute("select count(*) from settings where name = 'store'").fetchone() == (1,)


def test_who_opens_a_store_does_not_wait_for_a_long_batch(filled, run, monkeypatch):
    """A batch holds the lock for minutes: a store that lacks nothing is opened without it."""

    def fail(_):
        raise AssertionError("the lock was asked for")

    monkeypatch.setattr("data.rollups.writer.exclusive", fail)
    run("init")
