"""JSON: one object per line, an array of objects, or a document around one; keys as column names.

Numbers keep the source's own digits. A dotted name that a profile looks for reaches into objects.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from data.intake.read.chunk import (
    FIELD_LIMIT,
    LINE,
    Chunk,
    FileRefused,
    Progress,
    Reject,
    file_name,
    frame_of,
)
from data.intake.read.file_layout import FileLayout
from data.intake.read.json_document import inside, is_document, past_blanks, records_at
from data.intake.read.line_blocks import SIZE, blocks

# Documents and arrays are often one line, as long as the file.
LONGEST_DOCUMENT = 256 << 20

Record = dict[str, str | None]
_Place = tuple[int, str]  # the line at which an object starts, and its text


def read_json(
    path: Path, layout: FileLayout, rows: int, progress: Progress | None = None, size: int = SIZE
) -> Iterator[Chunk]:
    """Chunks of at most `rows` records. A key that an object lacks is null there.

    An array is read whole before its first record; a line with a fault is rejected, but an array
    with one is refused, since nothing says where its next object begins.
    """
    line = 0
    empty = True
    whole: list[str] = []
    for block in blocks(path, layout.encoding, progress, size, LONGEST_DOCUMENT):
        text = block.content.decode()
        if whole or (empty and _is_whole(text.lstrip(), layout)):
            whole.append(text)
            continue
        empty = empty and not text.strip()
        lines = text.split("\n")[:-1]
        for start in range(0, len(lines), rows):
            places = enumerate(lines[start : start + rows], line + start + 1)
            yield _chunk([(at, some) for at, some in places if some.strip()], layout)
        line += len(lines)
    if whole:
        text = "".join(whole)
        del whole
        inside_document = text.lstrip()[0] == "{"
        at = records_at(text, path, layout) if inside_document else text.index("[")
        yield from _array(text, at, path, layout, rows)
    elif empty:
        raise FileRefused(
            f"{file_name(path)} is empty; one JSON object per line, or an array of objects, is "
            "expected 文件为空"
        )


def _is_whole(text: str, layout: FileLayout) -> bool:
    return text[:1] == "[" or (text[:1] == "{" and is_document(text, layout))


def _array(text: str, at: int, path: Path, layout: FileLayout, rows: int) -> Iterator[Chunk]:
    places: list[_Place] = []
    sent = False
    for place in _elements(text, at, path):
        places.append(place)
        if len(places) == rows:
            yield _chunk(places, layout)
            places, sent = [], True
    if places or not sent:
        yield _chunk(places, layout)


def _elements(text: str, at: int, path: Path) -> Iterator[_Place]:
    """The elements of the array that begins at `at`, with the lines they start at."""
    alone = not text[:at].strip()
    at, line, counted = at + 1, 1, 0
    while True:
        at = past_blanks(text, at)
        if text[at : at + 1] == "]" and not (alone and text[at + 1 :].strip()):
            return
        try:
            _, end = _SCANNER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
            where = text.count("\n", 0, at) + 1
            raise FileRefused(
                f"{file_name(path)}: not JSON: {reason[:60]} after line {where}; an array is taken "
                "whole or not at all JSON 格式有误"
            ) from None
        line, counted = line + text.count("\n", counted, at), at
        yield line, text[at:end]
        at = past_blanks(text, end)
        if text[at : at + 1] == ",":
            at += 1
        elif text[at : at + 1] != "]":
            raise FileRefused(
                f"{file_name(path)}: the array is not closed after line {line}; is the file cut "
                "off? JSON 数组未结束"
            )


def _chunk(places: list[_Place], layout: FileLayout) -> Chunk:
    dotted = [name for name in layout.headers if "." in name]
    records: list[Record] = []
    at: list[int] = []
    rejects: list[Reject] = []
    for number, text in places:
        try:
            records.append(_record(text, layout, dotted))
            at.append(number)
        except ValueError as error:  # JSONDecodeError is one
            rejects.append(Reject(number, None, str(error)))
        except RecursionError:
            rejects.append(Reject(number, None, "not JSON: nested too deeply"))
    names = list(dict.fromkeys(name for record in records for name in record))
    values = [[record.get(name) for name in names] for record in records]
    return Chunk(frame_of(names, values, at), rejects)


def _record(text: str, layout: FileLayout, dotted: Sequence[str]) -> Record:
    try:
        members = _DECODER.decode(text.strip())
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg[:60]} at character {error.pos + 1}") from None
    if not isinstance(members, dict):
        raise ValueError("not a JSON object; each record is one object {…}")
    members |= {name: inside(members, name) for name in dotted if name not in members}
    for name, value in members.items():
        if name in layout.headers and isinstance(value, dict | list):
            raise ValueError(_no_value(name, value))
    return {_text(name.strip()) or "": _text(value) for name, value in members.items()}


def _no_value(name: str, value: dict[str, Any] | list[Any]) -> str:
    if isinstance(value, list):
        return f"{name[:40]} is a list; one value is expected"
    parts = ", ".join(f"{name}.{part}"[:40] for part in list(value)[:4])
    return f"{name[:40]} is an object, no value; a profile can name a part of it: {parts or 'none'}"


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, bool):
        return None if value is None else str(value).lower()
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("half a character (a lone surrogate) in a value")
    if "\0" in text:
        raise ValueError("a NUL character in a value")
    if len(text) > FIELD_LIMIT:
        raise ValueError(f"a field of {len(text):,} characters; at most {FIELD_LIMIT:,}")
    return text


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice[:40]!r} occurs twice")
    if LINE in members:
        raise ValueError(f"the key {LINE} is kept for line numbers")
    return members


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is not a number in JSON; leave the key out or use null")


_SCANNER = json.JSONDecoder()
_DECODER = json.JSONDecoder(
    parse_float=str, parse_int=str, parse_constant=_no_number, object_pairs_hook=_once
)
