"""Where an installation keeps its files: the project's root, the folder of its stores, scratch."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
    if from_environment := os.environ.get("RECORD_KEY"):
        return from_environment.encode()
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


@contextmanager
def scratch(kind: str, beside: Path | None = None) -> Iterator[Path]:
    """A folder for files that go with it, in the system's for such, or in the folder `beside`.

    What processes that were killed have left of the kind goes first: a folder is locked as long as it
    is in use, and the lock goes with its process.
    """
    place, prefix = Path(beside or tempfile.gettempdir()), f"open-hall-{kind}-"
    for left in place.glob(f"{prefix}*"):
        with suppress(OSError):
            _remove_unless_held(left)
    # It gets its name when it is locked: until then nobody takes it for left.
    made = Path(tempfile.mkdtemp(prefix=".open-hall-", dir=place))
    handle = os.open(made, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    folder = made.rename(place / f"{prefix}{made.name.rpartition('-')[2]}")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def _remove_unless_held(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(handle)
