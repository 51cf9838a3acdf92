"""A JSON document around the records: where in it their array is.

Open-data sites answer with one: CKAN (`result.records`), GeoJSON and ArcGIS (`features`). The array is
found by the names that the profile looks for, and its records are read as those of any array.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

from data.intake.read.chunk import FileRefused, file_name
from data.intake.read.file_layout import FileLayout

_SCANNER = json.JSONDecoder()
# So many names in an array's first record say that it is the one; else the one with the most is.
_ENOUGH = 2
_SHOWN = 6
_Array = tuple[
    str, int, Any
]  # its place (`result.records`), the position of "[", its first element


def is_document(text: str, layout: FileLayout) -> bool:
    """Whether text that begins with an object is one document, and not a record a line."""
    lines = [line.strip() for line in text.lstrip().split("\n", 2)[:2]]
    if not lines[0].endswith("}"):
        return len(lines) > 1 and not lines[1].startswith("{")
    try:
        whole, _ = _SCANNER.raw_decode(lines[0])
    except (ValueError, RecursionError):
        return False
    return not recognised(whole, layout) and any(_arrays(lines[0], 0, ""))


def records_at(text: str, path: Path, layout: FileLayout) -> int:
    """The position of the "[" of the array that holds the records.

    Raises FileRefused, saying what there is, for a document without them or not closed.
    """
    arrays: list[_Array] = []
    try:
        for array in _arrays(text, text.index("{"), ""):
            arrays.append(array)
            if recognised(array[2], layout) >= _ENOUGH:
                break
    except (ValueError, RecursionError, IndexError):
        arrays = []  # what is broken is told by the reader of the array, or below
    best = max(arrays, key=lambda array: recognised(array[2], layout), default=None)
    if best is None or not text.rstrip().endswith("}"):
        raise FileRefused(
            f"{file_name(path)}: a JSON document that holds no array of objects, or is cut off "
            "不是完整的 JSON 文档"
        )
    if not recognised(best[2], layout):
        raise FileRefused(f"{file_name(path)}: {_unknown(arrays, layout)} 列名均不匹配")
    return best[1]


def recognised(record: Any, layout: FileLayout) -> int:
    """How many of the names that the profile looks for an object has, dotted ones too."""
    if not isinstance(record, dict):
        return 0
    dotted = sum(inside(record, name) is not None for name in layout.headers if "." in name)
    return layout.recognised(record) + dotted


def inside(members: dict[str, Any], name: str) -> Any:
    """What a dotted name reaches in nested objects; None where there is no such."""
    value: Any = members
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def past_blanks(text: str, at: int) -> int:
    while text[at : at + 1].isspace():
        at += 1
    return at


def _arrays(text: str, at: int, place: str) -> Generator[_Array, None, int]:
    """The arrays of objects or lists in the object at `at`; returns the position after it."""
    at = past_blanks(text, at + 1)
    while text[at] == '"':
        name, at = _SCANNER.raw_decode(text, at)
        at = past_blanks(text, past_blanks(text, at) + 1)  # over the colon
        here = f"{place}.{name}".lstrip(".")
        if text[at] == "{":
            at = yield from _arrays(text, at, here)
        else:
            first = past_blanks(text, at + 1)
            if text[at] == "[" and text[first] in "{[":
                yield here, at, _SCANNER.raw_decode(text, first)[0]
            _, at = _SCANNER.raw_decode(text, at)
        at = past_blanks(text, at)
        if text[at] == ",":
            at = past_blanks(text, at + 1)
    return at + 1


def _unknown(arrays: list[_Array], layout: FileLayout) -> str:
    """What the arrays of a document hold, where no name is one that is looked for."""
    place, _, first = arrays[-1]
    if not isinstance(first, dict):
        return f"{place} holds lists without names; export it as CSV, or as objects with names"
    names: list[str] = []
    for name, value in first.items():
        names += [f"{name}.{part}" for part in value] if isinstance(value, dict) else [name]
    return (
        f"the objects in {place} have {', '.join(names[:_SHOWN])} …; expected are "
        f"{', '.join(sorted(layout.headers)[:_SHOWN])} … (a profile names a part of an object with a dot)"
    )
