"""What can be set, run or asked for is described where somebody would look for it, or a test fails."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from api.formats import FORMATS
from api.openapi.document import document
from api.routes.endpoints import ENDPOINTS
from api.routes.endpoints.tags import TAGS
from commands import cli
from data.catalog import DATASETS
from data.measures import KINDS
from tools import reference

ROOT = Path(__file__).parents[1]
SETTINGS = ROOT / "docs" / "settings.toml"
# Settings that our own hall does not use.
OPTIONAL = {"hall.source"}
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")
# Where settings are read by name.
_READ = re.compile(r"os\.environ(?:\.get\(|\[)\"([A-Z_]+)\"|envvar=\"([A-Z_]+)\"")


def read_from_the_environment() -> set[str]:
    rooms = ("api", "commands", "dashboard", "data", "demo")
    files = [ROOT / "app.py", *(file for room in rooms for file in (ROOT / room).rglob("*.py"))]
    found = (match for file in files for match in _READ.findall(file.read_text("utf-8")))
    return {first or second for first, second in found}


def settings(table: dict[str, Any], above: str = "") -> Iterator[str]:
    """The names of a hall's settings; a text in two languages and a threshold are one each."""
    for name, value in table.items():
        if isinstance(value, dict) and not {"zh", "value"} & set(value):
            yield from settings(value, f"{above}{name}.")
        else:
            yield f"{above}{name}"


def test_the_reference_is_that_of_the_code():
    assert reference.PATH.read_text("utf-8") == reference.text(), "run: make readme"


def test_every_command_and_option_says_what_it_does():
    silent = [name for name, command in cli.commands.items() if not command.help]
    silent += [
        f"{name} {option.opts[0]}"
        for name, command in cli.commands.items()
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]
    assert silent == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readmes_name_every_command(name):
    text = (ROOT / name).read_text("utf-8") + OPERATIONS
    assert [command for command in cli.commands if command not in text] == []


def test_every_setting_from_the_environment_is_described():
    known = read_from_the_environment()
    assert {"DATABASE_URL", "HALL_VAR"} <= known
    assert [name for name in sorted(known) if f"`{name}`" not in OPERATIONS] == []


def test_every_setting_of_the_hall_is_described():
    known = list(settings(tomllib.loads((ROOT / "hall.toml").read_text("utf-8"))))
    assert "disclosure.due_soon_days" in known
    rows = tomllib.loads(SETTINGS.read_text("utf-8"))["hall"]
    described = set(re.findall(r"`([\w.*]+)`", " ".join(one["setting"] for one in rows)))
    some = tuple(name.removesuffix("*") for name in described if name.endswith("*"))
    assert [name for name in known if name not in described and not name.startswith(some)] == []
    exact = {name for name in described if not name.endswith("*")}
    assert sorted(exact - set(known)) == sorted(OPTIONAL)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_parameter_and_answer_has_words(lang):
    described = document(ENDPOINTS, TAGS | {id: d.title for id, d in DATASETS.items()}, lang)
    parameters = described["components"]["parameters"]
    assert [name for name, one in parameters.items() if not one.get("description")] == []
    operations = {path: methods["get"] for path, methods in described["paths"].items()}
    assert [path for path, one in operations.items() if not one.get("summary")] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readmes_name_every_file_format(name):
    text = (ROOT / name).read_text("utf-8")
    assert [suffix for suffix in FORMATS if f"`.{suffix}`" not in text] == []


def test_every_kind_of_measure_says_what_it_is():
    assert [kind.__name__ for kind in KINDS if not (kind.__doc__ or "").strip()] == []


def test_every_command_of_make_is_listed():
    text = (ROOT / "Makefile").read_text("utf-8")
    targets = re.findall(r"^\.PHONY: ([a-z-]+)$", text, re.MULTILINE)
    listed = re.findall(r"^([a-z-]+):.*## \S", text, re.MULTILINE)
    assert set(targets) - {"help"} <= set(listed)


def test_linked_papers_exist():
    """Every link from a paper to a file of the project leads to one."""
    papers = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    missing = [
        f"{paper.name}: {target}"
        for paper in papers
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", paper.read_text("utf-8"))
        if "://" not in target and not (paper.parent / target).exists()
    ]
    assert missing == []


def test_the_citation_is_one_and_of_this_version():
    """By the keys that CFF 1.2.0 requires, and the form of those that it restricts."""
    text = (ROOT / "CITATION.cff").read_text("utf-8")
    given = dict(re.findall(r"^([a-z-]+): ?(.*)$", text, re.MULTILINE))
    assert {"cff-version", "message", "title", "authors"} <= set(given)
    assert given["cff-version"] == "1.2.0"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", given["date-released"])
    assert re.search(r"^authors:\n  - name: \S", text, re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert (given["version"], given["license"]) == (project["version"], project["license"])
