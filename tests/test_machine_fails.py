"""What a full disk, a lost folder or a killed process leaves: a line, a new key, nothing lying about."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy.exc import OperationalError

from api.answer import answers
from api.documents import cursors
from commands import cli
from data.settings import scratch
from tests.hall_data import TESTS, application

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
