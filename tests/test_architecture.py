"""The import contracts hold, and each notices when it is broken."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("data", "api", "dashboard")
CONTRACTS = {
    contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}

ONE_WAY = "Imports run one way: the dashboard asks the api, the api asks the data"
ENTRANCE = "No room imports the entrance (app), the tools or the tests"
RULES = "The rules import nothing of the project but themselves"
NO_HTTP = "The data knows no HTTP and no screens"
DRAWS_NOTHING = "The api draws nothing"
NEVER_QUERIES = "The dashboard never queries: it asks api.answers"

BREAKS = [
    (ONE_WAY, "data/definitions.py", "import api"),
    (ONE_WAY, "data/definitions.py", "import dashboard"),
    (ONE_WAY, "api/__init__.py", "import dashboard"),
    (ENTRANCE, "api/__init__.py", "import app"),
    (ENTRANCE, "dashboard/__init__.py", "from app import create_app"),
    (ENTRANCE, "data/definitions.py", "import tools.browser"),
    (RULES, "data/rules/__init__.py", "import data.definitions"),
    (RULES, "data/rules/__init__.py", "from data.definitions import Text"),
    (NO_HTTP, "data/definitions.py", "import flask"),
    (NO_HTTP, "data/definitions.py", "def late():\n    from werkzeug import Response"),
    (NO_HTTP, "data/definitions.py", "import granian"),
    (NO_HTTP, "data/definitions.py", "import dash"),
    (DRAWS_NOTHING, "api/__init__.py", "import dash"),
    (DRAWS_NOTHING, "api/__init__.py", "import plotly.graph_objects"),
    (NEVER_QUERIES, "dashboard/__init__.py", "import sqlalchemy"),
    (NEVER_QUERIES, "dashboard/__init__.py", "from data import query"),
    (NEVER_QUERIES, "dashboard/__init__.py", "from data.engines import reader"),
]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sysconfig.get_path("scripts")) / "lint-imports"
    return subprocess.run(
        [sys.executable, command, "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONUTF8": "1", "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the rooms and the contracts, to be broken."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for room in ROOMS:
        shutil.copytree(
            ROOT / room,
            tmp_path / room,
            ignore=lambda folder, names: [
                name for name in names if not (name.endswith(".py") or Path(folder, name).is_dir())
            ],
        )
    return tmp_path


def test_the_house_keeps_every_contract():
    linted = lint_imports(ROOT)
    assert linted.returncode == 0, linted.stdout + linted.stderr
    assert f"{len(CONTRACTS)} kept, 0 broken" in linted.stdout


def test_every_contract_is_broken_below():
    assert {contract for contract, _, _ in BREAKS} == CONTRACTS


@pytest.mark.parametrize(("contract", "module", "line"), BREAKS)
def test_a_broken_contract_is_named(house: Path, contract: str, module: str, line: str):
    with (house / module).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    linted = lint_imports(house)
    assert linted.returncode == 1, linted.stdout + linted.stderr
    assert f"{contract} BROKEN" in " ".join(linted.stdout.split())
