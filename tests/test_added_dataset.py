"""A dataset is one file: added to a copy of the project, it is found everywhere, without another edit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ADDED = ROOT / "tests" / "added_dataset"
PARTS = (
    "api", "assets", "commands", "dashboard", "data", "demo", "scale", "tests", "tools", "app.py", "hall.toml", "pyproject.toml",
)  # fmt: skip


@pytest.mark.full
def test_a_dataset_added_as_one_file_is_found_everywhere(tmp_path: Path) -> None:
    for part in PARTS:
        if (ROOT / part).is_dir():
            ignored = shutil.ignore_patterns("vendor")
            shutil.copytree(ROOT / part, tmp_path / part, ignore=ignored)
        else:
            shutil.copy(ROOT / part, tmp_path)
    (tmp_path / "assets" / "vendor").symlink_to(ROOT / "assets" / "vendor")
    for name in ("parking.py", "words.py"):
        shutil.copy(ADDED / name, tmp_path / "data" / "catalog")
    # Catalogue files may lie in folders, by page.
    folder = tmp_path / "data" / "catalog" / "reform"
    assert (folder / "__init__.py").exists()
    shutil.copy(ADDED / "inspections.py", folder)
    shutil.copy(ADDED / "found.py", tmp_path / "test_found.py")
    shutil.copy(ADDED / "found_words.py", tmp_path / "test_found_words.py")
    shutil.copy(ADDED / "covered.py", tmp_path / "tests" / "test_covered.py")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider",
         "test_found.py", "test_found_words.py", "tests/test_covered.py"],
        cwd=tmp_path,
        env={**os.environ, "HALL_NOW": "2026-12-01T20:00:00+08:00", "PYTHONPATH": str(tmp_path),
             "HALL_VAR": str(tmp_path / "var"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
