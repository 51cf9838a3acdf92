"""What lies in a watched folder, and whether a file in it is whole."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import stat
from dataclasses import dataclass
from pathlib import Path

from data.catalog import DATASETS
from data.intake.read.any_file import SUFFIXES, not_read
from data.intake.read.chunk import file_name

CALENDAR = "calendar"
Signature = tuple[int, int, int]  # inode, size, time of change in ns
# Files under way, and those that programs keep for themselves.
_UNFINISHED = (".part", ".tmp", ".temp", ".crdownload", ".filepart", ".swp", ".lock", ".bak")
_LINES = (".csv", ".tsv", ".txt")


@dataclass(frozen=True)
class Arrival:
    """A file that can be taken, with the dataset that it is of, if that is plain."""

    path: Path
    dataset: str | None
    signature: Signature

    def order(self) -> tuple[int, int, bytes]:
        """Calendars and reference lists first, since others are computed from them."""
        first = self.dataset == CALENDAR or (
            self.dataset is not None and DATASETS[self.dataset].reference
        )
        return 0 if first else 1, self.signature[2], os.fsencode(self.path)


def arrivals(folder: Path) -> tuple[list[Arrival], list[str]]:
    """The files in the folder and in its folders, and what is to be said of those never taken.

    Raises OSError where the folder itself cannot be read.
    """
    present: list[Arrival] = []
    remarks: list[str] = []
    inside = folder.resolve()
    for path in _paths(folder, remarks):
        if path.name.startswith((".", "~$")) or path.suffix.lower() in _UNFINISHED:
            continue
        try:
            if not path.resolve().is_relative_to(inside):
                remarks.append(f"{file_name(path)} is a link out of the folder; it is not followed")
            elif path.is_dir():
                remarks.append(
                    f"{path.parent.name}/{file_name(path)}/ lies too deep; files are taken from "
                    "DIR and DIR/DATASET 文件夹层级过深"
                )
            elif path.suffix.lower() not in SUFFIXES:
                remarks.append(not_read(path))
            elif not stat.S_ISREG((status := path.stat()).st_mode):
                # Whoever opens a pipe waits until somebody writes into it.
                remarks.append(f"{file_name(path)} is a pipe or a device; only files are taken")
            else:
                signature = (status.st_ino, status.st_size, status.st_mtime_ns)
                present.append(Arrival(path, dataset_of(path, folder), signature))
        except (OSError, RuntimeError):  # moved away meanwhile, or a link that runs in a circle
            continue
    return present, remarks


def _paths(folder: Path, remarks: list[str]) -> list[Path]:
    """The entries of the folder that are no folders, and the entries of its folders."""
    paths = []
    for entry in sorted(folder.iterdir()):
        if not entry.is_dir() or entry.is_symlink():
            paths.append(entry)
        elif not entry.name.startswith("."):
            try:
                paths += sorted(entry.iterdir())
            except OSError as error:
                remarks.append(f"{file_name(entry)}/ cannot be read: {error.strerror}")
    return paths


def dataset_of(path: Path, folder: Path) -> str | None:
    """The dataset of a file (or `calendar`): its folder's name, else the longest id its own begins with."""
    names = (*DATASETS, CALENDAR)
    parent = path.parent.name
    if path.parent != folder and parent in names:
        return parent
    stem = path.name.lower()
    begun = [id for id in names if stem.startswith(id) and not stem[len(id)].isalnum()]
    return max(begun, key=len, default=None)


def is_whole(path: Path) -> bool:
    """Whether the last line of a text file has its end; other kinds tell by themselves."""
    if path.suffix.lower() not in _LINES:
        return True
    try:
        with path.open("rb") as file:
            if not file.seek(0, os.SEEK_END):
                return True
            file.seek(-1, os.SEEK_END)
            return file.read(1) in b"\r\n"
    except OSError:  # reading it will say why
        return True


def is_open(path: Path) -> bool:
    """Whether somebody has the file open for writing, where the system can tell (a lease asks it)."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        # Were it opened for writing this very moment, we would be told by a signal: a harmless one.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    finally:
        os.close(descriptor)
    return False
