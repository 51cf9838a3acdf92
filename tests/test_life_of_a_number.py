"""The ways that docs/life-of-a-number.md shows are those that a number takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tools import life_of_a_number as life

ROOT = Path(__file__).parents[1]


def test_a_number_goes_through_the_files_that_the_page_lists():
    """In a process of its own: in this one, what is done once has been done."""
    command = [sys.executable, "-m", "tools.life_of_a_number", "--check"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_an_answer_that_is_ready_is_neither_computed_nor_drawn():
    """What the page is there to show: whose number has not changed stays in front of everything."""
    ways = life.files(life.PATH.read_text("utf-8"))
    for title in (
        "The same number is asked for again",
        "A page that nobody changed is opened again",
    ):
        rooms = {file.rpartition("/")[0] for file in ways[title]}
        assert rooms <= {"api/http", "api/answer", "api", "data", "dashboard/serve"}
