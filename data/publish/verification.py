"""Whether published days are as they were written: every byte, the chain, the signatures. Needs no store and no network."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data.publish import folder as folders
from data.publish import manifest as manifests
from data.publish import signature
from data.publish.manifest import DAY, Damaged, File, Manifest, sha256, sha256_of
from data.publish.signature import PublicKey


@dataclass(frozen=True)
class Finding:
    """What is wrong with a published day; `file` is the one at fault, in the folder of the day."""

    date: str
    file: str
    what: str


@dataclass(frozen=True)
class Checked:
    """A published day as it was checked: how many files, whether signed and by which key, what is wrong."""

    date: str
    files: int
    key: str | None
    findings: tuple[Finding, ...]


def verify(at: Path, trusted: list[PublicKey] | None = None) -> Iterator[Checked]:
    """The published days in a folder, or the one that it is, the oldest first.

    `trusted`: the public keys of the hall, had from elsewhere; without them a signature is held against the
    keys that lie in the day itself, which proves that nothing was changed after it was signed, not who signed.
    Raises `Damaged` where there is no published day.
    """
    days = [at] if (at / manifests.NAME).exists() else _days(at)
    if not days:
        raise Damaged(f"{at}: no published day is there")
    before: tuple[str, str] | None = None
    for day in days:
        checked, digest = _checked(day, before, alone=len(days) == 1, trusted=trusted)
        before = (checked.date, digest)
        yield checked


def _days(at: Path) -> list[Path]:
    if not at.is_dir():
        return []
    return sorted(p for p in at.iterdir() if DAY.fullmatch(p.name) and p.is_dir())


def _checked(
    day: Path, before: tuple[str, str] | None, alone: bool, trusted: list[PublicKey] | None
) -> tuple[Checked, str]:
    try:
        content = (day / manifests.NAME).read_bytes()
        manifest = manifests.parsed(content)
    except (OSError, Damaged) as error:
        what = str(error) if isinstance(error, Damaged) else "it cannot be read"
        finding = Finding(day.name, manifests.NAME, what)
        return Checked(day.name, 0, None, (finding,)), ""
    date = manifest.date
    findings = [Finding(date, name, what) for name, what in _files(day, manifest)]
    findings += [Finding(date, name, what) for name, what in _parity(day, content)]
    findings += [Finding(date, name, what) for name, what in _chain(manifest, before, alone)]
    findings += [
        Finding(date, name, what) for name, what in _signed(day, content, manifest, trusted)
    ]
    return Checked(date, len(manifest.files), manifest.key, tuple(findings)), sha256(content)


def _parity(day: Path, content: bytes) -> Iterator[tuple[str, str]]:
    """What finds a changed byte of the manifest, which days of earlier releases do not have."""
    path = day / manifests.PARITY
    if path.exists() and path.read_bytes() != manifests.parity_line(content):
        yield manifests.PARITY, "it is not that of the manifest"


def _files(day: Path, manifest: Manifest) -> Iterator[tuple[str, str]]:
    removed = (day / folders.REMOVED).exists()
    for one in manifest.files:
        path = day / one.stored
        if not path.exists():
            if not (removed and one.kind == "records"):
                yield one.stored, "it is not there"
        elif sha256_of(path) != one.sha256:
            yield one.stored, f"its SHA-256 is not {one.sha256}"
        elif one.is_packed and (wrong := _unpacked(path, one)):
            yield one.stored, wrong
    named = {one.stored for one in manifest.files} | {*manifests.BESIDE, folders.REMOVED}
    for path in sorted(day.rglob("*")):
        name = path.relative_to(day).as_posix()
        if path.is_file() and name not in named:
            yield name, "the manifest does not name it"


def _unpacked(path: Path, one: File) -> str | None:
    try:
        content = gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error):
        return "it cannot be unpacked"
    return None if sha256(content) == one.content_sha256 else "unpacked, it has another SHA-256"


def _chain(
    manifest: Manifest, before: tuple[str, str] | None, alone: bool
) -> Iterator[tuple[str, str]]:
    if alone:
        return
    previous = manifest.previous
    if before is None:
        return  # the first that is here: what came before it may lie elsewhere
    if previous is None or previous["date"] != before[0]:
        named = previous["date"] if previous else "none"
        yield manifests.NAME, f"the day before is {before[0]}, and it names {named}"
    elif previous["manifest_sha256"] != before[1]:
        yield manifests.NAME, f"the manifest of {before[0]} is not the one that it follows"


def _signed(
    day: Path, content: bytes, manifest: Manifest, trusted: list[PublicKey] | None
) -> Iterator[tuple[str, str]]:
    path = day / manifests.SIGNATURE
    if manifest.key is None:
        if path.exists():
            yield manifests.SIGNATURE, "the manifest names no key that it could be by"
        return
    if not path.exists():
        yield manifests.SIGNATURE, "it is not there, and the manifest names a key"
        return
    try:
        keys = trusted or signature.parsed((day / signature.PUBLIC).read_bytes())
    except (OSError, ValueError):
        yield signature.PUBLIC, "it has no keys that can be read"
        return
    by_id = {key.id: key for key in keys}
    for key in keys:
        if signature.key_id(key.content) != key.id:
            yield signature.PUBLIC, f"key {key.id} is not what its id says"
        elif key.previous in by_id and not signature.is_vouched(key, by_id[key.previous]):
            yield signature.PUBLIC, f"key {key.id} is not vouched for by {key.previous}"
    signer = by_id.get(manifest.key)
    if signer is None:
        yield manifests.SIGNATURE, f"key {manifest.key} is none of this hall's"
    elif not signature.is_signed(content, path.read_bytes(), signer):
        yield manifests.SIGNATURE, f"the manifest was not signed so by key {manifest.key}"
