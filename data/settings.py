"""Where an installation keeps its files: the project's root, the folder of its stores."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


FOLDER = Path(os.environ.get("HALL_VAR", ROOT / "var"))


def database_url() -> str:
    """`DATABASE_URL`, else an SQLite file under `var/`."""
    return os.environ.get("DATABASE_URL") or default_url(FOLDER)


def default_url(folder: Path, name: str = "hall") -> str:
    """The address of the store `name` in a folder."""
    return f"sqlite:///{folder / name}.sqlite"
