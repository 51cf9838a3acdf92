"""Where an installation keeps its files: the project's root, the folder of its stores."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


FOLDER = Path(os.environ.get("HALL_VAR", ROOT / "var"))


def base_path(text: str) -> str:
    """The path below which the site lies: "" or like `/hall`. Raises `ValueError` for what is none."""
    path = text.strip().rstrip("/")
    if path and not re.fullmatch(r"(/[A-Za-z0-9][A-Za-z0-9._-]*)+", path):
        raise ValueError(f"BASE_PATH={text!r} is no path like /hall")
    return path


# Every address of the site begins with it: those that it answers, and those that it gives.
BASE_PATH = base_path(os.environ.get("BASE_PATH", ""))


def database_url() -> str:
    """`DATABASE_URL`, else an SQLite file under `var/`."""
    return os.environ.get("DATABASE_URL") or default_url(FOLDER)


def record_key(folder: Path = FOLDER) -> bytes:
    """The secret under which numbers of records are hashed: `RECORD_KEY`, else the file `record.key`.

    The file is made once, for its owner alone to read. Whoever loses it cannot take in corrections of
    records that it has hashed: it belongs into the backup, and nowhere else.
    """
    if given := os.environ.get("RECORD_KEY"):
        return given.encode()
    path = folder / "record.key"
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"record.key.{os.getpid()}"
    if not path.exists():
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(32))
        try:
            # Whole or not at all, and the first of two that start together wins.
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    if key := path.read_text().strip():
        return key.encode()
    raise ValueError(
        f"{path} is empty; put the key of the backup there, or remove it for a new one"
    )


def default_url(folder: Path, name: str = "hall") -> str:
    """The address of the store `name` in a folder."""
    return f"sqlite:///{folder / name}.sqlite"
