"""The folder for all that a run of the tests writes, by itself, by a browser or by servers it starts."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

from filelock import FileLock, Timeout

PREFIX, IN_USE = "hall-tests-", "in-use.lock"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """The temporary folder of this process and of those it starts, gone at the end.

    Folders of runs that were killed go first: the system gives up a lock whose holder has ended.
    """
    before, root = os.environ.get("TMPDIR"), Path(tempfile.gettempdir())
    remove_left_behind(root)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=root))
    with FileLock(folder / IN_USE):
        _use(str(folder))
        try:
            yield folder
        finally:
            _use(before)
            rmtree(folder, ignore_errors=True)


def _use(folder: str | None) -> None:
    if folder is None:
        os.environ.pop("TMPDIR", None)
    else:
        os.environ["TMPDIR"] = folder
    tempfile.tempdir = None  # which Python remembers from the first time


def remove_left_behind(root: Path) -> None:
    for lock in root.glob(f"{PREFIX}*/{IN_USE}"):
        try:
            with FileLock(lock, timeout=0):
                rmtree(lock.parent, ignore_errors=True)
        except (Timeout, OSError):  # in use, or of another user
            continue
