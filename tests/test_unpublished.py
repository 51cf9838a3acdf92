"""What is not published is nowhere: in no list, at no address, under no name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from data.catalog import _check
from data.definitions import Dataset, Field, Indicator, Text
from data.measures import Count, Ratio
from tests.hall_data import NOW

WORDS = Text("词", "word")
FIELDS = (Field("id", "text", WORDS), Field("on", "date", WORDS))


def _found_by(program: str, folder: Path) -> list[str]:
    """What a program of the tests finds, in a process of its own."""
    asked = subprocess.run(
        [sys.executable, "-m", f"tests.{program}", str(folder)],
        env=os.environ | {"HALL_NOW": NOW},
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr[-2_000:]
    return json.loads(asked.stdout.splitlines()[-1])


def test_a_dataset_that_is_not_published_is_found_nowhere(tmp_path: Path):
    assert _found_by("hidden_dataset", tmp_path) == []


@pytest.mark.full
def test_a_subject_that_the_hall_does_not_report_is_found_nowhere(tmp_path: Path):
    """Home, wall, menu, other pages, search, feeds and all lists follow from one setting."""
    assert _found_by("unreported_subjects", tmp_path) == []


def test_a_published_indicator_may_not_build_on_one_that_is_not():
    of_one = Indicator("one", WORDS, WORDS, Count(), dated="on")
    ratio = Indicator("ratio", WORDS, WORDS, Ratio("one", "one"), unit="ratio")
    hidden = Dataset("hidden", WORDS, WORDS, ("id",), FIELDS, indicators=(of_one,), published=False)
    shown = Dataset("shown", WORDS, WORDS, ("id",), FIELDS, indicators=(ratio,))
    with pytest.raises(ValueError, match="one is not published"):
        _check(
            {"hidden": hidden, "shown": shown},
            {"one": of_one, "ratio": ratio},
            {"one": hidden, "ratio": shown},
        )
