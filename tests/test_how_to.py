"""The steps of docs/how-to are gone through, each page in a copy of the project of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.hall_data import NOW

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "docs" / "how-to").glob("add-*.md"))
PARTS = (
    "api",
    "assets",
    "commands",
    "dashboard",
    "data",
    "demo",
    "scale",
    "tests/real",
    "app.py",
    "hall.toml",
)
_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A block of code: its language, the file that it is, what it holds."""

    language: str
    file: str
    text: str


def blocks(page: Path) -> Iterator[Block]:
    for match in _BLOCK.finditer(page.read_text("utf-8")):
        yield Block(*match.groups(""))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project without its tests and papers; what is large is linked."""
    # Compiled modules go along: they hold as long as the file that they were made of.
    ignored = shutil.ignore_patterns("vendor")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, tmp_path / part, ignore=ignored)
        else:
            shutil.copy(ROOT / part, tmp_path)
    (tmp_path / "assets" / "vendor").symlink_to(ROOT / "assets" / "vendor")
    return tmp_path


def _ring(page: Path) -> object:
    """A minute each: `make test` tries the page that most will open."""
    marks = () if page.stem == "add-a-dataset" else (pytest.mark.full,)
    return pytest.param(page, marks=marks, id=page.stem)


@pytest.mark.parametrize("page", [_ring(page) for page in PAGES])
def test_the_steps_do_what_the_page_says(page: Path, copy: Path) -> None:
    printed = ""
    for block in blocks(page):
        if block.language == "sh":
            printed = run(block.text, copy)
        elif block.language == "text":
            missing = [line for line in block.text.splitlines() if line not in printed]
            assert missing == [], printed
        elif block.language == "diff":
            edit(block.text, copy)
        else:
            assert block.file, f"a block of {block.language} that is no file"
            write(block, copy)
    assert printed, "the page runs nothing"


def run(script: str, folder: Path) -> str:
    """What a script prints; it must not fail."""
    inherited = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    ran = subprocess.run(
        ["bash", "-euc", script],
        cwd=folder,
        env=inherited
        | {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(folder),
            "HALL_VAR": str(folder / "var"),
            "HALL_NOW": NOW,
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def write(block: Block, folder: Path) -> None:
    path = folder / block.file
    assert not path.exists(), f"{block.file} is there already"
    path.parent.mkdir(exist_ok=True)
    path.write_text(block.text, "utf-8")


def edit(diff: str, folder: Path) -> None:
    """Make an edit: the lines that are there, with those that go, must occur once."""
    heads, lines = diff.splitlines()[:2], diff.splitlines()[2:]
    file = heads[1].removeprefix("+++ b/")
    assert heads[0] == f"--- a/{file}"
    before = "\n".join(line[1:] for line in lines if line[0] != "+")
    after = "\n".join(line[1:] for line in lines if line[0] != "-")
    text = (folder / file).read_text("utf-8")
    assert text.count(before) == 1, f"{file} has this {text.count(before)} times:\n{before}"
    (folder / file).write_text(text.replace(before, after), "utf-8")


def test_every_page_is_listed() -> None:
    listed = re.findall(
        r"\((add-[a-z-]+\.md)\)", (ROOT / "docs/how-to/README.md").read_text("utf-8")
    )
    assert sorted(listed) == [page.name for page in PAGES]
