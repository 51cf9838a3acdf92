"""A day's folder while it is made: files written, or linked from the published day before."""

from __future__ import annotations

import gzip
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from data.publish.folder import Published
from data.publish.manifest import File, parity_of, sha256

# Of the gzip levels, from which on text of ours gets hardly smaller.
_LEVEL = 4
MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}


class Draft:
    """Files of a day, under the names that they will have. Not to be used by several threads for one file."""

    def __init__(self, folder: Path, date: str, before: Published | None) -> None:
        self.folder, self.date, self.before = folder, date, before
        self.files: list[File] = []
        self._earlier = {one.path: one for one in before.manifest.files} if before else {}

    def earlier(self, path: str) -> File | None:
        """The file of this name of the published day before, where it still lies there."""
        one = self._earlier.get(path)
        return one if one and self.before and (self.before.folder / one.stored).exists() else None

    def content_before(self, path: str) -> bytes | None:
        """What the file of this name had, unpacked, in the published day before."""
        one = self.earlier(path)
        if one is None or self.before is None:
            return None
        content = (self.before.folder / one.stored).read_bytes()
        return gzip.decompress(content) if one.is_packed else content

    def link(self, path: str) -> File | None:
        """The file of the day before under the same name, not written anew; None where there is none."""
        one = self.earlier(path)
        if one is None or self.before is None:
            return None
        target = self.folder / one.stored
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(self.before.folder / one.stored, target)
        self.files.append(one)
        return one

    def write(self, path: str, content: bytes, packed: bool = False, **about: Any) -> File:
        """A file with this content; linked where the day before has the very same. `about`: members of `File`."""
        digest = sha256(content)
        one = self.earlier(path)
        if one and one.content_sha256 == digest and one.is_packed == packed:
            linked = self.link(path)
            if linked:
                # The same bytes may be told otherwise: of another schema hash, say.
                self.files[-1] = replace(linked, **about)
                return self.files[-1]
        stored = gzip.compress(content, _LEVEL, mtime=0) if packed else content
        name = f"{path}.gz" if packed else path
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(stored)
        file = File(
            path=path, stored=name, media_type=MEDIA[path.rpartition(".")[2]],
            bytes=len(stored), sha256=sha256(stored) if packed else digest,
            content_bytes=len(content), content_sha256=digest, since=self.date,
            parity=parity_of(stored), **about,
        )  # fmt: skip
        self.files.append(file)
        return file
