"""One edition of a month's bulletin as a file: JSON, with the hash of what it says.

A file is `{"sha256": …, "edition": {…}}` in one line; the hash is of the bytes of `edition`. The hash of
the whole file is what is printed, and what the next edition names as the one before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

_HEAD, _MIDDLE, _TAIL = b'{"sha256":"', b'","edition":', b"}\n"
_DIGITS = 64


class Damaged(ValueError):  # noqa: N818 - says what is the case
    """A file that is no edition, or not as it was written; the text names it."""


@dataclass(frozen=True)
class Edition:
    """A published edition. `content` has month, number, made_on, data_version, as_of, demo, reason,
    previous (the SHA-256 of the edition before, None of the first), changes and the bulletin."""

    path: Path
    sha256: str
    content: Mapping[str, Any]

    @property
    def month(self) -> str:
        return self.content["month"]

    @property
    def number(self) -> int:
        return self.content["number"]

    @property
    def bulletin(self) -> Mapping[str, Any]:
        return self.content["bulletin"]


def encoded(content: Mapping[str, Any]) -> bytes:
    """The file of an edition."""
    inside = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    return _HEAD + hashlib.sha256(inside).hexdigest().encode() + _MIDDLE + inside + _TAIL


def decoded(path: Path, raw: bytes) -> Edition:
    """An edition read from its file's bytes. Raises `Damaged`."""
    at = len(_HEAD) + _DIGITS
    stated, inside = raw[len(_HEAD) : at], raw[at + len(_MIDDLE) : -len(_TAIL)]
    whole = raw[: len(_HEAD)] == _HEAD and raw[at:].startswith(_MIDDLE) and raw.endswith(_TAIL)
    if not whole or hashlib.sha256(inside).hexdigest().encode() != stated:
        raise Damaged(
            f"{path} is not as it was written: its hash is another one; put the file of the backup there"
        )
    content = orjson.loads(inside)
    return Edition(path, hashlib.sha256(raw).hexdigest(), content)
