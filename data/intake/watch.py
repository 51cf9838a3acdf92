"""Take in files as they arrive in a folder: DIR/cases/x.csv or DIR/cases-2026-11-24.csv.

The folder is looked at every second rather than listened to: that also works on network shares.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from data.catalog import DATASETS
from data.intake.read.any_file import SUFFIXES
from data.intake.read.chunk import FileRefused
from data.intake.reports import files as reports

POLL_SECONDS = 1.0
SETTLED_POLLS = 2  # a file is taken when it has not changed for so many polls

_log = logging.getLogger(__name__)
_Signature = tuple[int, int]  # size, time of change in ns


@dataclass
class _Seen:
    signature: _Signature
    polls: int = 0
    done: bool = False


def watch(
    folder: Path,
    ingest: Callable[[str, Path], None],
    heartbeat: Callable[[], None],
    sleep: Callable[[float], None],
    stop: Callable[[], bool],
    seen: Callable[[str], bool],
    report: Callable[[str], None] = _log.warning,
) -> None:
    """Call `ingest(dataset, path)` for each file once it has stopped changing, until `stop()`.

    A file is taken when size and time of change have stayed for two polls and its content is new
    (`seen(sha256)` says whether it was taken in before). Files that `ingest` refuses (FileRefused),
    or whose dataset is not plain from folder or name, are reported once and left alone until they
    change. `heartbeat` is called at every poll and around every file.
    """
    known: dict[Path, _Seen] = {}
    while not stop():
        heartbeat()
        for path in _settled(folder, known, report):
            if stop():
                return
            _take(path, folder, ingest, seen, report)
            heartbeat()
        sleep(POLL_SECONDS)


def dataset_of(path: Path, folder: Path) -> str | None:
    """The dataset of a file: its folder's name, else the longest id its own name begins with."""
    parent = path.parent.name
    if path.parent != folder and parent in DATASETS:
        return parent
    stem = path.name.lower()
    begun = [id for id in DATASETS if stem.startswith(id) and not stem[len(id)].isalnum()]
    return max(begun, key=len, default=None)


def _settled(folder: Path, known: dict[Path, _Seen], report: Callable[[str], None]) -> list[Path]:
    """Files that have just come to rest, reference lists first, then by time of change."""
    try:
        present = dict(_files(folder))
    except OSError as error:
        report(f"{folder} cannot be read: {error.strerror}")
        return []
    for gone in known.keys() - present.keys():
        del known[gone]
    ready = []
    for path, signature in present.items():
        file = known.get(path)
        if file is None or file.signature != signature:
            known[path] = _Seen(signature)
            continue
        file.polls += 1
        if not file.done and file.polls >= SETTLED_POLLS:
            file.done = True
            ready.append(path)
    return sorted(ready, key=lambda path: (not _is_list(path, folder), present[path][1], path))


def _files(folder: Path) -> Iterator[tuple[Path, _Signature]]:
    """Readable kinds of files in the folder and in the folders of datasets, with their state."""
    for path in sorted([*folder.glob("*"), *folder.glob("*/*")]):
        if path.suffix.lower() not in (
            *SUFFIXES,
            *reports.SUFFIXES,
        ):  # nor *.part, *.tmp and the like
            continue
        if path.name.startswith((".", "~$")) or path.parent.name.startswith("."):
            continue
        try:
            status = path.stat()
        except OSError:  # moved away meanwhile
            continue
        if path.is_file():
            yield path, (status.st_size, status.st_mtime_ns)


def _is_list(path: Path, folder: Path) -> bool:
    dataset = dataset_of(path, folder)
    return dataset is not None and DATASETS[dataset].reference


def _take(
    path: Path,
    folder: Path,
    ingest: Callable[[str, Path], None],
    seen: Callable[[str], bool],
    report: Callable[[str], None],
) -> None:
    dataset = dataset_of(path, folder)
    if dataset is None:
        report(
            f"{path.name}: put it in a folder named after its dataset, or begin its name with it; "
            f"datasets are {', '.join(DATASETS)} 无法判断数据集"
        )
        return
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if not seen(digest):
            ingest(dataset, path)
    except FileRefused as refusal:
        report(f"{path.name} refused: {refusal}")
    except OSError as error:
        report(f"{path.name} cannot be read: {error.strerror}")
