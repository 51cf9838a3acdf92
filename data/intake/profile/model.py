"""What a profile says about a source, once it has been read and checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal
from zoneinfo import ZoneInfo

from data.definitions import Field, Text
from data.intake.read.chunk import FileRefused

VOID = "void"  # mapped like a field: true withdraws the record
SPARE = ("other", "unknown")  # codes that a lenient field falls back on


class ProfileRefused(FileRefused):
    """A profile that cannot be used; the message names the place in it and what would be right."""


@dataclass(frozen=True)
class Mapping:
    """How one dataset is read. All keys are our field ids; `columns` and `labels` give headers.

    `codes` turn a source's value into ours, or into no value where ours is "".
    `constants` fill a field for every record, `defaults` where the source has nothing that we know.
    `missing` are words that mean nothing; `lenient` fields take `other` (or `unknown`) for a code
    that is not known; `keyed` fields are numbers of the source's own that are to be hashed.
    """

    columns: dict[str, str] = field(default_factory=dict)
    formats: dict[str, tuple[str, ...]] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    lenient: frozenset[str] = frozenset()
    keyed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Profile:
    """A source. Times without an offset are in `zone`; `calendar="none"` counts no working days."""

    name: str
    title: Text
    zone: ZoneInfo
    encoding: str
    calendar: Literal["china", "none"]
    datasets: dict[str, Mapping]


def computed_only(f: Field) -> bool:
    """True for columns that exist for counting alone and are never read from a source."""
    return f.computed or (f.derived and not f.published)


def twin(id: str) -> str | None:
    """The date beside an instant: accepted_at → accepted_on."""
    return f"{id[:-3]}_on" if id.endswith("_at") else None


def spare(f: Field) -> str | None:
    """The code for what has no code of its own, where the list has one."""
    return next((code.id for code in f.codes if code.id in SPARE), None)


def near(word: str, known: Iterable[str]) -> str:
    """`; did you mean …?`, or nothing."""
    found = get_close_matches(word, list(known), n=2, cutoff=0.6)
    return f"; did you mean {' or '.join(repr(name) for name in found)}?" if found else ""
