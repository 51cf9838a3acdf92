"""A run of the tests leaves nothing behind, and removes what a run that was killed left."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scratch import PREFIX

ROOT = Path(__file__).parents[1]
RUN = """
import os, subprocess, sys, tempfile
from tests.scratch import scratch_folder
with scratch_folder() as folder:
    assert tempfile.mkdtemp().startswith(str(folder))
    of_a_child = subprocess.check_output([sys.executable, "-c", "import tempfile as t; print(t.mkdtemp())"])
    assert of_a_child.decode().startswith(str(folder))
    {}
"""
KILLED = "os.kill(os.getpid(), 9)"


def run(root: Path, then: str) -> int:
    environment = {**os.environ, "TMPDIR": str(root), "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-c", RUN.format(then)], env=environment).returncode


def left(root: Path) -> list[Path]:
    return list(root.glob(f"{PREFIX}*"))


@pytest.mark.parametrize("then", ["pass", "sys.exit(0)"])
def test_a_run_leaves_nothing_behind(tmp_path: Path, then: str) -> None:
    assert run(tmp_path, then) == 0
    assert left(tmp_path) == []


def test_the_next_run_removes_what_a_killed_one_left(tmp_path: Path) -> None:
    assert run(tmp_path, KILLED) == -9
    assert len(left(tmp_path)) == 1
    assert run(tmp_path, "pass") == 0
    assert left(tmp_path) == []


def test_a_run_leaves_another_that_goes_on_at_the_same_time_alone(tmp_path: Path) -> None:
    script = RUN.format("print(folder, flush=True); sys.stdin.read(); assert folder.exists()")
    with subprocess.Popen(
        [sys.executable, "-c", script], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)},
    ) as other:  # fmt: skip
        assert other.stdout
        folder = Path(other.stdout.readline().strip())
        assert run(tmp_path, "pass") == 0
        assert left(tmp_path) == [folder]
        other.communicate()
    assert other.returncode == 0


def test_this_run_has_such_a_folder(tmp_path: Path) -> None:
    assert PREFIX in str(tmp_path)
    assert PREFIX in os.environ["TMPDIR"]
