"""What a published day says otherwise than the one before: each published value that has changed.

A value of a period that was over is published for good; another one is a revision. What is running grows, and
that is none. A reason is known by itself where the formula has changed; else the hall states it, in the file
`reasons.csv` beside its published days, or the revision is listed without one.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from data.publish.folder import Published
from data.publish.frozen_values import COLUMNS, Line, read

PATH = "revisions.csv"
REVISED = (
    "indicator", "grain", "dimension", "period", "code", "field", "old", "new", "reason",
    "first_published", "corrected",
)  # fmt: skip
REASONS = "reasons.csv"
REASON_COLUMNS = ("date", "indicator", "reason")
NOT_STATED, DEFINITION, SHOWN = "not-stated", "definition-changed", "no-longer-withheld"
# What a hall may state, beside what is known by itself.
STATED = ("late-entry", "source-correction", "withdrawn-record", "rule-changed", "calendar-changed")
FIELDS = ("value", "numerator", "denominator", "reason")
_AT = {name: i for i, name in enumerate(COLUMNS)}
_KEY = tuple(_AT[name] for name in ("grain", "dimension", "period", "code"))


@dataclass(frozen=True)
class Change:
    """A field of a published value: as it was, and as it is."""

    key: tuple[str, ...]
    field: str
    old: str
    new: str
    last: str


def key_of(line: Line) -> tuple[str, ...]:
    """What tells a value from the others of its indicator: grain, dimension, period, code."""
    return tuple(line[i] for i in _KEY)


def changed(before: Sequence[Line], after: Sequence[Line]) -> Iterator[Change]:
    """The fields of values that were whole in `before` and are others in `after`, or are there no more."""
    now = {key_of(line): line for line in after}
    for line in before:
        if line[_AT["partial"]] == "true" or line[_AT["grain"]] == "total":
            continue
        key = key_of(line)
        other = now.get(key)
        for name in FIELDS:
            old, new = line[_AT[name]], other[_AT[name]] if other else ""
            if old != new or (other is None and name == "value"):
                yield Change(key, name, old, new, line[_AT["to"]])


def unlike(before: bytes, after: bytes) -> tuple[list[Line], list[Line]]:
    """The lines of two tables that are not in both, so that only what has changed is parsed.

    Where a cell is quoted, which may hold the end of a line, it is all of them.
    """
    if b'"' in before or b'"' in after:
        return read(before), read(after)
    old, new = before.split(b"\r\n")[1:], after.split(b"\r\n")[1:]
    in_old, in_new = set(old), set(new)
    return _parsed(line for line in old if line not in in_new), _parsed(
        line for line in new if line not in in_old
    )


def _parsed(lines: Iterable[bytes]) -> list[Line]:
    return list(csv.reader(line.decode() for line in lines))


def reason(change: Change, definition_changed: bool, stated: str | None) -> str:
    """Why a value has changed: what is known by itself goes before what is stated."""
    if definition_changed:
        return DEFINITION
    if change.field == "reason" and change.old == "withheld":
        return SHOWN
    return stated or NOT_STATED


def stated_reasons(root: Path, date: str) -> dict[str, str]:
    """What the hall says of a day's revisions: indicator (`*` for all others) → reason.

    Raises ValueError for a reason that is none of `STATED`, naming the line.
    """
    path = root / REASONS
    if not path.is_file():
        return {}
    reasons = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if tuple(rows.fieldnames or ()) != REASON_COLUMNS:
            raise ValueError(f"{path}: its columns are not {','.join(REASON_COLUMNS)}")
        for number, row in enumerate(rows, 2):
            if row["reason"] not in STATED:
                raise ValueError(
                    f"{path}, line {number}: {row['reason']!r} is none of {', '.join(STATED)}"
                )
            if row["date"] == date:
                reasons[row["indicator"]] = row["reason"]
    return reasons


def of_day(day: Published) -> list[Line]:
    """The revisions of a published day; none of the first."""
    file = day.manifest.file(PATH)
    if file is None or not file.rows:
        return []
    return _read(str(day.folder / file.stored), file.sha256)


@lru_cache(64)
def _read(stored: str, digest: str) -> list[Line]:
    del digest  # another file under the same name
    with gzip.open(stored) as file:
        return read(file.read())


def of_days(days: list[Published]) -> Iterator[Line]:
    """Those of all days, the newest first."""
    for day in reversed(days):
        yield from of_day(day)
