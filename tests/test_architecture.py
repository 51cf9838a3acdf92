"""The import contracts hold, and each notices when it is broken."""

import ast
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

from data.catalog import DATASETS

ROOT = Path(__file__).parents[1]
ROOMS = ("data", "api", "dashboard", "demo", "scale", "commands")
CONTRACTS = {
    contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}

ONE_WAY = "Imports run one way: the dashboard asks the api, the api asks the data"
IN_DATA = "Inside data: from definitions up to intake"
IN_API = "Inside api: from the state of the store up to the routes"
IN_DASHBOARD = "Inside dashboard: from words up to pages as bytes"
INDEPENDENT = "A page imports no other page: what they share is in parts or asking"
ENTRANCE = (
    "No room imports the entrance (app), the commands, the simulated hall, the tools or the tests"
)
SIMULATED = "The simulated hall is a source of files: it knows no answers and no HTTP"
ELSEWHERE = "Counting elsewhere knows no answers and no HTTP"
ALONE = "What Spark runs needs nothing of the project"
NO_SPARK = "The project needs no Spark"
SETTINGS = "What is computed takes the hall's settings from its context, so that a change of them is noticed"
RULES = "The rules import nothing of the project but themselves"
NO_HTTP = "The data knows no HTTP and no screens"
DRAWS_NOTHING = "The api draws nothing"
NEVER_QUERIES = "The dashboard never queries: it asks api.answer"

# Files in a folder, beside its `__init__`.
ROOM_MOST = 13
# Contracts broken by the same copy of the house are tried in one run: (contract, module, line).
BREAKS = [
    [
        (ONE_WAY, "data/definitions.py", "import api"),
        (ENTRANCE, "api/problems.py", "import app"),
        (RULES, "data/rules/clocks.py", "from data.definitions import Text"),
        (NO_HTTP, "data/questions.py", "import flask"),
        (DRAWS_NOTHING, "api/store_state.py", "import plotly.graph_objects"),
        (NEVER_QUERIES, "dashboard/words/numbers.py", "import sqlalchemy"),
        (INDEPENDENT, "dashboard/pages/satisfaction/ask.py", "import dashboard.pages.volumes.ask"),
        (SIMULATED, "demo/files.py", "import data.answers.values"),
        (ELSEWHERE, "scale/rows.py", "import data.answers.values"),
        (ALONE, "scale/job.py", "import scale.plan"),
        (NO_SPARK, "data/rollups/recounts.py", "import pyspark"),
        (SETTINGS, "data/derive/items.py", "from data.hall import hall"),
        (IN_DATA, "data/store/tables.py", "import data.rollups.plan"),
        (IN_API, "api/documents/links.py", "import api.http.edge"),
        (IN_DASHBOARD, "dashboard/parts/blocks.py", "import dashboard.pages.today"),
    ],
    [
        (ONE_WAY, "api/store_state.py", "import dashboard"),
        (ENTRANCE, "data/definitions.py", "import tools.browser"),
        (RULES, "data/rules/__init__.py", "import data.definitions"),
        (NO_HTTP, "data/definitions.py", "def late():\n    from werkzeug import Response"),
        (DRAWS_NOTHING, "api/__init__.py", "import dash"),
        (NEVER_QUERIES, "dashboard/__init__.py", "from data.answers import values"),
        (SIMULATED, "demo/__init__.py", "import api.problems"),
        (IN_DATA, "data/answers/values.py", "import data.intake.ingest"),
        (IN_API, "api/parsing/datasets.py", "def late():\n    import api.files.lists"),
        (IN_DASHBOARD, "dashboard/wall/parts.py", "import dashboard.pages.today"),
    ],
    [
        (ENTRANCE, "dashboard/__init__.py", "from app import create_app"),
        (ENTRANCE, "data/hall.py", "import demo"),
        (NO_HTTP, "data/periods.py", "import dash"),
        (NEVER_QUERIES, "dashboard/__init__.py", "from data.store.tables import TABLES"),
        (INDEPENDENT, "dashboard/pages/missing.py", "from dashboard.pages import today"),
    ],
]
# A room that no layer names would escape its contract: exhaustive contracts refuse it.
UNNAMED = [(IN_DATA, "data"), (IN_API, "api"), (IN_DASHBOARD, "dashboard")]


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
    assert {contract for together in BREAKS for contract, _, _ in together} == CONTRACTS


@pytest.mark.parametrize("together", BREAKS)
def test_a_broken_contract_is_named(house: Path, together: list[tuple[str, str, str]]):
    for _, module, line in together:
        with (house / module).open("a", encoding="utf-8") as source:
            source.write(f"\n{line}\n")
    linted = lint_imports(house)
    assert linted.returncode == 1, linted.stdout + linted.stderr
    printed = " ".join(linted.stdout.split())
    for contract, module, _ in together:
        assert f"{contract} BROKEN" in printed, (contract, module)


def test_a_room_that_no_layer_names_is_refused(house: Path):
    for _, room in UNNAMED:
        (house / room / "attic.py").write_text("", "utf-8")
    linted = lint_imports(house)
    assert linted.returncode == 1
    for contract, _ in UNNAMED:
        assert f"{contract} BROKEN" in " ".join(linted.stdout.split())


def test_no_module_imports_itself_by_way_of_others():
    graph = grimp.build_graph(*ROOMS, cache_dir=None, exclude_type_checking_imports=True)
    below = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    # A package's `__init__` may import its modules, which Python then loads first.
    order = TopologicalSorter(
        {m: {b for b in bs if b.rpartition(".")[0] != m} for m, bs in below.items()}
    )
    order.prepare()


def test_a_room_has_about_a_dozen_files():
    crowded = {
        str(folder.relative_to(ROOT)): count
        for room in ROOMS
        for folder in [ROOT / room, *(ROOT / room).rglob("*/")]
        if (count := len([f for f in folder.glob("*.py") if f.name != "__init__.py"])) > ROOM_MOST
    }
    assert crowded == {}


def test_intake_knows_no_dataset_by_name():
    """What a dataset needs of intake it declares; a name in the code would be private knowledge."""
    named = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.value!r}"
        for path in (ROOT / "data" / "intake").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and node.value in DATASETS
    }
    assert named == set()
