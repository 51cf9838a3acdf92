"""Where editions lie, which there are, and how another one is laid beside them.

Nothing here replaces or removes a file. A simulated hall's editions lie in a folder of their own store,
so that no real hall, and no other simulated one, takes them for its own.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.bulletin.edition import Edition, decoded, encoded
from data.hall import hall

_NAME = re.compile(r"bulletin-(\d{4}-\d{2})-edition-([1-9]\d{0,3})\.json")
_DIGITS_OF_STORE = 12


def folder_of(demo: bool, past: str) -> Path:
    """The folder of a store's editions; `past` is that of its mark."""
    base = hall().bulletins
    return base / f"demo-{past.partition('.')[0][:_DIGITS_OF_STORE]}" if demo else base


def stamp() -> tuple[tuple[str, int], ...]:
    """Changes whenever an edition is added, anywhere below the hall's folder."""
    base = hall().bulletins
    try:
        inside = [entry for entry in os.scandir(base) if entry.is_dir()]
        return (
            (str(base), base.stat().st_mtime_ns),
            *((entry.path, entry.stat().st_mtime_ns) for entry in inside),
        )
    except OSError:
        return ()


def _there(folder: Path) -> list[tuple[str, int, Path]]:
    """Month, number and file of each edition, in this order."""
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    matches = ((match, folder / name) for name in names if (match := _NAME.fullmatch(name)))
    return sorted((match[1], int(match[2]), path) for match, path in matches)


def months(folder: Path) -> dict[str, int]:
    """The months published, the newest first, and how many editions of each there are."""
    counted: dict[str, int] = {}
    for month, _, _ in reversed(_there(folder)):
        counted[month] = counted.get(month, 0) + 1
    return counted


def editions(folder: Path, month: str) -> list[Edition]:
    """The editions of a month, the first one first. Raises `Damaged`."""
    return [_read(path, path.stat().st_mtime_ns) for of, _, path in _there(folder) if of == month]


def of_number(folder: Path, month: str, number: int) -> Edition | None:
    """One edition. Raises `Damaged`."""
    return next((one for one in editions(folder, month) if one.number == number), None)


@lru_cache(64)
def _read(path: Path, changed: int) -> Edition:
    del changed  # another file under this name is read again
    return decoded(path, path.read_bytes())


def write(folder: Path, content: Mapping[str, Any]) -> Edition:
    """Lay an edition beside those that are there, whole or not at all. Raises `FileExistsError` where
    somebody else has published one of its number meanwhile."""
    path = folder / f"bulletin-{content['month']}-edition-{content['number']}.json"
    folder.mkdir(parents=True, exist_ok=True)
    raw, fresh = encoded(content), folder / f".{path.name}.{os.getpid()}"
    try:
        with fresh.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.link(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    return decoded(path, raw)
