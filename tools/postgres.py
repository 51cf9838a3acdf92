"""Where the programs of a PostgreSQL server are: on PATH, or where Debian keeps them by version."""

from __future__ import annotations

import shutil
from pathlib import Path

_DEBIAN = Path("/usr/lib/postgresql")


def program(name: str) -> str | None:
    """The path of one of its programs, of the newest version installed; None where there is none."""
    versions = sorted(_DEBIAN.glob(f"*/bin/{name}"), key=lambda p: int(p.parts[4]), reverse=True)
    return str(versions[0]) if versions else shutil.which(name)
