"""What a full disk, a lost folder or a killed process leaves: a line, a new key, nothing lying about."""

import errno
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from api.answer import answers
from api.documents import cursors
from api.http import stalled
from commands import cli
from data.answers.reading import Overtaken
from data.answers.records import streams
from data.settings import scratch
from data.store.engines import reader
from data.store.tables import TABLES
from tests.hall_data import TESTS, Store, application

FULL = [
    OperationalError("insert", {}, Exception("database or disk is full")),
    OSError(errno.ENOSPC, "No space left on device"),
]
VALUES = "/api/v1/indicators/cases-accepted/values?grain=total"
RECORDS = "/api/v1/datasets/cases/records?limit=1"


@pytest.mark.parametrize("error", FULL)
def test_a_command_ends_in_one_line_on_a_full_disk(store, monkeypatch, error):
    def fail(*_):
        raise error

    monkeypatch.setattr("data.intake.ingest.ingest_file", fail)
    file = store.file("case_no\nA\n")
    result = CliRunner().invoke(cli, ["ingest", "cases", str(file), "--database", store.url])
    assert result.exit_code == 1
    assert len(result.output.splitlines()) == 1


@pytest.mark.parametrize("kept", [b"", b"0123", b"\n"])
def test_a_cut_key_of_cursors_is_made_anew_and_then_kept(tmp_path, monkeypatch, kept):
    monkeypatch.delenv("CURSOR_KEY", raising=False)
    (tmp_path / "cursor.key").write_bytes(kept)
    key = cursors.key_of(tmp_path)
    assert len(key) == 64
    assert cursors.key_of(tmp_path) == key


def test_where_no_key_can_be_kept_there_is_one_for_the_process(tmp_path, monkeypatch):
    monkeypatch.delenv("CURSOR_KEY", raising=False)
    (tmp_path / "file").touch()
    assert len(cursors.key_of(tmp_path / "file" / "var")) == 64


@pytest.mark.parametrize("then", ["gone", "a file"])
def test_the_folder_of_answers_may_go_while_the_site_runs(store, tmp_path, then):
    store.ingest("cases", "case_no,item,channel,accepted_on\nA,i,hall,2026-11-20\n")
    with application(store) as server:
        client = server.test_client()
        assert client.get(VALUES).status_code == 200
        shutil.rmtree(tmp_path / "answers")
        (tmp_path / "answers.lock").unlink()
        if then == "a file":
            (tmp_path / "answers").touch()
            (tmp_path / "answers.lock").mkdir()
        for path in (f"{VALUES}&from=2026-01-01", RECORDS, "/", "/live/today", "/screen"):
            assert client.get(path).status_code == 200, path
        assert answers.unready() is None


def test_an_answer_that_was_cut_on_its_way_to_the_disk_is_computed_again(store, tmp_path):
    store.ingest("cases", "case_no,item,channel,accepted_on\nA,i,hall,2026-11-20\n")
    with application(store) as server:
        whole = server.test_client().get(VALUES).data
    for file in (tmp_path / "answers").iterdir():
        file.write_bytes(file.read_bytes()[:-20])
    with application(store) as server:
        assert server.test_client().get(VALUES).data == whole


def test_what_a_killed_process_leaves_goes_at_the_next_start_and_nothing_else(tmp_path):
    program = (
        "import os, sys\nfrom pathlib import Path\nfrom data.settings import scratch\n"
        "with scratch('test', Path(sys.argv[1])) as folder:\n"
        "    (folder / 'rows').touch()\n    os.kill(os.getpid(), 9)\n"
    )
    subprocess.run(
        [sys.executable, "-c", program, tmp_path], cwd=TESTS.parent, env=os.environ, check=False
    )
    (left,) = tmp_path.iterdir()
    with scratch("test", tmp_path) as first:
        assert not left.exists()
        with scratch("test", tmp_path) as second:
            assert first.is_dir()
            assert second.is_dir()
    assert list(Path(tmp_path).iterdir()) == []


# --- a store beside which nothing can be written --------------------------------------------------

CASE = "case_no,item,channel,accepted_on\n{},i,hall,2026-11-20\n"
NOBODY = 65534


@contextmanager
def _full_disk(folder):
    """A disk of 8 MB in the folder, twice an empty store; gives what fills it up and what makes room again."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "none", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no disk can be made to be filled: {mounted.stderr.decode().strip()}")
    filling = folder / "filling"

    def fill():
        with filling.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(1024))

    try:
        yield fill, filling.unlink
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def _folder_of_another(folder):
    """A folder that the process may read only; gives what takes the right away and gives it back."""
    is_root = os.geteuid() == 0
    for parent in folder.parents:
        if parent == Path(tempfile.gettempdir()).parent:
            break
        parent.chmod(0o755)

    def shut():
        folder.chmod(0o555)
        if is_root:
            os.seteuid(NOBODY)

    def reopen():
        if is_root:
            os.seteuid(0)
        folder.chmod(0o755)

    try:
        yield shut, reopen
    finally:
        reopen()


ASKED = (VALUES, RECORDS, "/api/v1/datasets/cases/records.csv", "/", "/live/today", "/readyz")


def _ingest_apart(store, source):
    """Intake is another process than the site: of one process SQLite shares what it has opened."""
    program = "from commands import cli; cli()"
    command = ["ingest", "cases", store.file(source), "--database", store.url]
    subprocess.run([sys.executable, "-c", program, *command], cwd=TESTS.parent, check=True)


def _ingest_and_close(store, source):
    store.ingest("cases", source)
    store.close()


def _ingest(store, source):
    store.ingest("cases", source)


@pytest.mark.parametrize(
    ("where", "ingest"),
    [
        (_full_disk, _ingest_apart),
        (_folder_of_another, _ingest),
        (_folder_of_another, _ingest_and_close),
    ],
)
def test_a_store_beside_which_nothing_can_be_written_is_answered_from(
    tmp_path, clock, where, ingest
):
    folder = tmp_path / "store"
    folder.mkdir()
    with where(folder) as (shut, reopen):
        store = Store(folder)
        store.ingest("cases", CASE.format("A"))
        store.close()
        assert not list(folder.glob("*-wal"))
        shut()
        with application(store) as server:
            client = server.test_client()
            for path in ASKED:
                assert client.get(path).status_code == 200, path
            assert client.get(VALUES).json["data"][0]["value"] == 1
            reopen()
            ingest(store, CASE.format("B"))
            shut()
            answers.refresh()
            for path in ASKED:
                assert client.get(path).status_code == 200, path
            assert client.get(VALUES).json["data"][0]["value"] == 2
            assert client.get(ASKED[2]).text.count("\n") == 3
            reopen()
        store.close()


def test_what_was_read_while_a_writer_came_back_is_not_taken_for_one_state(tmp_path, clock):
    """Where SQLite keeps no states apart, a file that a batch lands in breaks off."""
    folder = tmp_path / "store"
    folder.mkdir()
    with _folder_of_another(folder) as (shut, reopen):
        store = Store(folder)
        store.ingest("cases", CASE.format("A"))
        store.close()
        shut()
        engine = reader(store.url)
        with closing(streams.begin(engine)) as reading:
            reopen()
            store.ingest("cases", CASE.format("B"))
            with pytest.raises(Overtaken), reading.connection() as connection:
                connection.execute(select(TABLES["cases"].c.case_no)).all()
        engine.dispose()
        store.close()


# --- a client that takes nothing ---------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="an option of Linux")
def test_a_connection_whose_client_takes_nothing_is_ended():
    """Writing to it would hold a thread of the server for good."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        assert stalled.set_on_listening(1) >= 1
        with socket.create_connection(listening.getsockname()):
            connection, _ = listening.accept()  # a later connection inherits the deadline
            connection.settimeout(60)
            with connection, pytest.raises(TimeoutError, match="Connection timed out"):
                connection.sendall(b"x" * 100_000_000)
