"""Where published days lie, and which of them are whole. A day without a readable manifest is none."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url

from data import hall as settings
from data.publish import manifest as manifests
from data.publish.manifest import DAY, Damaged, Manifest
from data.settings import FOLDER, ROOT, database_url

log = logging.getLogger(__name__)
# Left in a day whose records were removed by retention: when that was.
REMOVED = "removed.txt"
# Folders of days that are being made begin so; they are no day yet.
UNFINISHED = ".publishing-"


@dataclass(frozen=True)
class Published:
    """A published day: its folder, its manifest, and the hash of the manifest's bytes."""

    folder: Path
    manifest: Manifest
    sha256: str
    signed: bool
    stamped: bool
    removed: str | None

    @property
    def date(self) -> str:
        return self.manifest.date


def root() -> Path:
    """The folder of published days: `publication.folder` of hall.toml, else beside the store, of its name.

    So a demonstration publishes nothing among the days of a real hall.
    """
    if named := settings.hall().published_folder:
        return ROOT / named
    url = make_url(database_url())
    if url.database and not url.host:  # a file
        return Path(url.database).absolute().with_name(f"{Path(url.database).stem}-published")
    return FOLDER / "published"


_lock = threading.Lock()
# By folder: what tells whether it is as it was, and what was read then.
_read: dict[Path, tuple[object, Published | str]] = {}


def published(at: Path | None = None) -> list[Published]:
    """All whole days, the oldest first. What is damaged is left out, which the log says once."""
    folder = at or root()
    try:
        names = sorted(p for p in folder.iterdir() if DAY.fullmatch(p.name) and p.is_dir())
    except OSError:
        return []
    days = (_day(one) for one in names)
    return [day for day in days if day is not None]


def newest(at: Path | None = None) -> Published | None:
    """The newest whole day."""
    days = published(at)
    return days[-1] if days else None


def of_date(date: str, at: Path | None = None) -> Published | None:
    """The whole day of this date."""
    return _day((at or root()) / date) if DAY.fullmatch(date) else None


def _day(folder: Path) -> Published | None:
    try:
        now = tuple(_seen(folder / name) for name in (*manifests.BESIDE, REMOVED))
    except OSError:
        return None
    with _lock:
        before = _read.get(folder)
    if before is None or before[0] != now:
        before = now, _look(folder)
        with _lock:
            _read[folder] = before
    return before[1] if isinstance(before[1], Published) else None


def _seen(path: Path) -> tuple[int, ...] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _look(folder: Path) -> Published | str:
    try:
        return read(folder)
    except (Damaged, OSError) as error:
        log.error("published day %s is not listed: %s", folder.name, error)
        return str(error)


def read(folder: Path) -> Published:
    """The published day in a folder. Raises `Damaged` where its manifest, or a file's size, is not right."""
    try:
        content = (folder / manifests.NAME).read_bytes()
    except FileNotFoundError:
        raise Damaged(f"{manifests.NAME}: it is not there") from None
    manifest = manifests.parsed(content)
    if DAY.fullmatch(folder.name) and manifest.date != folder.name:
        raise Damaged(f"{manifests.NAME}: it is of {manifest.date}, in the folder {folder.name}")
    gone = folder / REMOVED
    removed = gone.read_text("utf-8").strip() if gone.is_file() else None
    for one in manifest.files:
        try:
            size = (folder / one.stored).stat().st_size
        except OSError:
            if removed and one.kind == "records":
                continue
            raise Damaged(f"{one.stored}: it is not there") from None
        if size != one.bytes:
            raise Damaged(f"{one.stored}: it has {size} bytes, not {one.bytes}")
    beside = {name: (folder / name).is_file() for name in manifests.BESIDE}
    return Published(
        folder, manifest, manifests.sha256(content), beside[manifests.SIGNATURE],
        beside[manifests.STAMP], removed,
    )  # fmt: skip
