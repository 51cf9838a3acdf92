"""One term for one thing: none of the words that docs/terms.toml sets aside stands where people read."""

from __future__ import annotations

import ast
import functools
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TERMS = tomllib.loads((ROOT / "docs" / "terms.toml").read_text("utf-8"))["term"]
HAN = re.compile("[\u4e00-\u9fff]")
# Beside a Han character no half-width bracket, and between a digit and one no space.
SET_BADLY = re.compile(
    r"[\u4e00-\u9fff] ?\((?!\{)|(?<![A-Za-z_\-])[0-9] (?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]) [0-9]"
)


def _docstrings(tree: ast.Module) -> set[int]:
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def _of_modules() -> Iterator[tuple[str, str]]:
    for room in ("api", "commands", "dashboard", "data", "demo", "scale"):
        for path in sorted((ROOT / room).rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            prose = _docstrings(tree)
            for node in ast.walk(tree):
                text = node.value if isinstance(node, ast.Constant) else None
                if isinstance(text, str) and id(node) not in prose and HAN.search(text):
                    yield str(path.relative_to(ROOT)), text


@functools.cache
def _texts() -> list[tuple[str, str]]:
    """(where, text) of all that people read in Chinese: texts of the modules, lists, the hall, the README."""
    files = [
        ROOT / "hall.toml",
        ROOT / "README.zh-CN.md",
        *sorted((ROOT / "data" / "sources").glob("*.csv")),
    ]
    return [
        *_of_modules(),
        *((path.name, line) for path in files for line in path.read_text("utf-8").splitlines()),
    ]


@pytest.mark.parametrize("term", TERMS, ids=[term["zh"] for term in TERMS])
def test_a_thing_has_one_name(term: dict) -> None:
    assert term["not"], "a term sets other words aside"
    assert [(where, text) for where, text in _texts() for word in term["not"] if word in text] == []


def test_chinese_is_set_by_one_rule() -> None:
    wrong = [
        (where, text)
        for where, text in _texts()
        if where.startswith(("api/", "dashboard/")) and SET_BADLY.search(text)
    ]
    assert wrong == []
