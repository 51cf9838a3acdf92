"""Which lines of `docs/benchmarks.md` a measuring command renews."""

from __future__ import annotations

import re
import shutil

import pytest

from tools.bench import paper
from tools.bench.table import Report


def test_a_report_takes_the_place_of_its_own_table_alone(tmp_path):
    """Every place there is gets its report, once more in place of the first; the words between stay."""
    copy = tmp_path / "benchmarks.md"
    shutil.copy(paper.PAPER, copy)
    names = re.findall("<!-- (.+): begin -->", copy.read_text("utf-8"))
    assert len(names) == len(set(names)) >= 3
    words = re.sub("(?s)begin -->.*?<!--", "", copy.read_text("utf-8"))
    for value in (1.0, 300.0):
        for name in names:
            report = Report()
            report.add("T1", f"of {name}", value, "ms", "≤250", "a note that is not written")
            report.add("T1", "  of it: absent", None, "")
            paper.write(name, report, copy)
    text = copy.read_text("utf-8")
    assert re.sub("(?s)begin -->.*?<!--", "", text) == words
    for name in names:
        assert text.count(f"| T1 | of {name} | 300 ms | ≤ 250 | MISSED |") == 1
    assert text.count("| T1 | · of it: absent | – |  |  |") == len(names)
    assert "1.00 ms" not in text


def test_a_report_without_a_place_is_an_error(tmp_path):
    copy = tmp_path / "benchmarks.md"
    copy.write_text("nothing", "utf-8")
    with pytest.raises(ValueError, match="one machine"):
        paper.write("one machine", Report(), copy)
