"""The manifest of a published day: its files with their hashes, and the hash of the manifest before."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

FORMAT = "open-hall-snapshot/1"
NAME, SIGNATURE, STAMP_REQUEST, STAMP, PARITY = (
    "manifest.json",
    "manifest.sig",
    "manifest.tsq",
    "manifest.tsr",
    "manifest.parity",
)
# Beside the files that it names, what a published day may hold: they say something of the manifest.
BESIDE = (NAME, SIGNATURE, STAMP_REQUEST, STAMP, PARITY)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class Damaged(Exception):  # noqa: N818 - says what is the case
    """A published day is not as it was written; the text names the file."""


def sha256(content: bytes) -> str:
    """As hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def sha256_of(path: Path) -> str:
    """The same of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


_PRIME = 2**31 - 1
_BLOCK = 1 << 20


def parity_of(content: bytes) -> tuple[int, int]:
    """The sum of all bytes, and of each times its place (1, 2, …), modulo the prime 2³¹ − 1.

    So a byte that was changed can be found and put back, as by a Reed–Solomon code.
    """
    import numpy as np

    plain = placed = 0
    for at in range(0, len(content), _BLOCK):
        block = np.frombuffer(content, np.uint8, min(_BLOCK, len(content) - at), at).astype(
            np.int64
        )
        plain += int(block.sum())
        placed += int((block * np.arange(at + 1, at + 1 + len(block))).sum())
    return plain % _PRIME, placed % _PRIME


def parity_line(manifest: bytes) -> bytes:
    """What lies beside a manifest as `manifest.parity`: its two sums and its SHA-256."""
    plain, placed = parity_of(manifest)
    return f"{plain} {placed} {sha256(manifest)}\n".encode("ascii")


@dataclass(frozen=True)
class File:
    """A file of a published day.

    `path` is its name once unpacked, `stored` the one that it lies under (with `.gz` where it is packed).
    `bytes` and `sha256` are of what lies there, `content_bytes` and `content_sha256` of what is unpacked;
    of what is not packed they are the same. `since`: the first published day that has this very file.
    `rows`: without the header; of JSON the number of entries, if it is a list. `parity`: see `parity_of`.
    """

    path: str
    stored: str
    kind: str
    media_type: str
    bytes: int
    sha256: str
    content_bytes: int
    content_sha256: str
    since: str
    rows: int | None = None
    schema_sha256: str | None = None
    dataset: str | None = None
    indicator: str | None = None
    month: str | None = None
    parity: tuple[int, int] | None = None

    @property
    def is_packed(self) -> bool:
        return self.path != self.stored


@dataclass(frozen=True)
class Manifest:
    """A published day. `previous`: its date and the SHA-256 of its manifest's bytes; None of the first.

    `rewritten`: files of months that were over the published day before and have changed since.
    `key`: the id of the key that signs it; None where it is not signed. `state` names the store's past,
    `made_by` the code and the hall's rules, `datasets` what each dataset's files were made by, `indicators` the
    hash of each formula: with another one they are made anew.
    """

    date: str
    published_at: str
    data_version: int
    as_of: str | None
    demo: bool
    publisher: dict[str, str]
    licence: str
    previous: dict[str, str] | None
    key: str | None
    state: str
    datasets: dict[str, dict[str, Any]]
    indicators: dict[str, str]
    made_by: str = ""
    rewritten: list[dict[str, str]] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    format: str = FORMAT

    def content(self) -> bytes:
        """The bytes that are hashed and signed."""
        document = asdict(self)
        document["files"] = [
            {name: value for name, value in one.items() if value is not None}
            for one in document["files"]
        ]
        ordered = {"format": document.pop("format"), **document}
        return (json.dumps(ordered, ensure_ascii=False, indent=1) + "\n").encode()

    def file(self, path: str) -> File | None:
        """The file of this name, packed or unpacked."""
        return next((one for one in self.files if path in (one.path, one.stored)), None)


def parsed(content: bytes) -> Manifest:
    """A manifest from its bytes. Raises `Damaged`."""
    try:
        document = json.loads(content)
        if document.get("format") != FORMAT:
            raise Damaged(f"{NAME}: its format is {document.get('format')!r}, not {FORMAT!r}")
        named = {one.name for one in fields(Manifest)}
        of_file = {one.name for one in fields(File)}
        files = [File(**{k: v for k, v in f.items() if k in of_file}) for f in document["files"]]
        known = {k: v for k, v in document.items() if k in named}
        manifest = Manifest(**{**known, "files": files})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Damaged(f"{NAME}: {error}") from None
    for one in manifest.files:
        if not (_is_inside(one.path) and _is_inside(one.stored)):
            raise Damaged(f"{NAME}: {one.path!r} is no name of a file in it")
    return manifest


def _is_inside(path: str) -> bool:
    """Whether a name stays in its folder: letters, digits, dots and hyphens between slashes."""
    return all(_PART.fullmatch(part) for part in path.split("/"))
