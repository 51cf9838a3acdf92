"""The examples for other people's programs work as they stand in `docs/clients.md`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

PAGE = (Path(__file__).parents[1] / "docs" / "clients.md").read_text("utf-8")
SITE = "http://127.0.0.1:8050"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
PYTHON = [code for language, code in BLOCKS if language == "python"]
SHELL = [code for language, code in BLOCKS if language == "sh"]


def run(command: list[str], folder: Path) -> str:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_there_is_an_example_for_each_client():
    languages = [language for language, _ in BLOCKS]
    assert sorted(set(languages)) == ["js", "json", "powerquery", "python", "r", "sh"]
    assert (len(PYTHON), len(SHELL)) == (2, 1)


@pytest.fixture
def address(client: FlaskClient, serve: Callable[[Any], str]) -> str:
    return serve(client.application)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_curl_examples_work(address: str, tmp_path: Path):
    (code,) = SHELL
    out = run(["bash", "-euo", "pipefail", "-c", code.replace(SITE, address)], tmp_path)
    assert out.startswith('{"data":[{"period":"2026-08"')
    lines = (tmp_path / "cases.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("办件编号,事项,事项名称,部门,部门名称")
    assert len(lines) > 10
    assert all(",online," in line for line in lines[1:])
    assert (tmp_path / "live.json").stat().st_size > 1000
    # Unchanged: nothing was sent again.
    newer = tmp_path / "newer.json"
    assert not newer.exists() or newer.stat().st_size == 0


@pytest.mark.parametrize("code", PYTHON, ids=["pandas", "pages"])
def test_the_python_examples_work(address: str, tmp_path: Path, code: str):
    out = run([sys.executable, "-c", code.replace(SITE, address)], tmp_path)
    if "pandas" in code:
        assert re.search(r"^online\s+\d+$", out, re.MULTILINE)
    else:
        assert re.match(r"\d{4} records of data version \d+", out)


def test_the_other_examples_ask_for_what_there_is(client: FlaskClient):
    """R, Excel and JavaScript are not run here, but what they ask for is."""
    rest = [code for language, code in BLOCKS if language in ("r", "powerquery", "js")]
    asked = set()
    for code in rest:
        code = re.sub(r'paste0\(api, "([^"]+)"\)', rf'"{SITE}/api/v1\1"', code)
        code = code.replace("${api}", f"{SITE}/api/v1")
        asked |= {url for url in re.findall(rf"{SITE}[^\s\"'`)]*", code) if url != f"{SITE}/api/v1"}
    assert len(asked) >= 4
    for url in asked:
        parts = urlsplit(url)
        assert client.get(f"{parts.path}?{parts.query}").status_code == 200, url
    # The columns that Excel is told to type are in the file.
    header = client.get("/api/v1/datasets/cases/records.csv?header=zh&limit=1").text
    for column in re.findall(r'\{"([^"]+)", type', "".join(rest)):
        assert column in header
