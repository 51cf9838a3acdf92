"""JSON Lines: one object per line, keys as column names. Numbers keep the source's own digits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from data.intake.read.chunk import FIELD_LIMIT, LINE, Chunk, FileRefused, Progress, Reject, frame_of
from data.intake.read.line_blocks import SIZE, blocks

Record = dict[str, str | None]


def read_json_lines(
    path: Path, encoding: str, rows: int, progress: Progress | None = None, size: int = SIZE
) -> Iterator[Chunk]:
    """Chunks of at most `rows` records. A key that an object lacks is null there."""
    line = 0
    empty = True
    for block in blocks(path, encoding, progress, size):
        if empty and block.content.lstrip()[:1] == b"[":
            raise FileRefused(
                f"{path.name}: a JSON array; one object per line is expected (JSON Lines) "
                "应为每行一个对象"
            )
        empty = empty and not block.content.strip()
        lines = block.content.decode().split("\n")[:-1]
        for start in range(0, len(lines), rows):
            yield _chunk(lines[start : start + rows], line + start + 1)
        line += len(lines)
    if empty:
        raise FileRefused(f"{path.name} is empty; one JSON object per line is expected 文件为空")


def _chunk(lines: list[str], first: int) -> Chunk:
    records: list[Record] = []
    at: list[int] = []
    rejects: list[Reject] = []
    for number, line in enumerate(lines, first):
        if not line.strip():
            continue
        try:
            records.append(_record(line))
            at.append(number)
        except ValueError as error:  # JSONDecodeError is one
            rejects.append(Reject(number, None, str(error)))
        except RecursionError:
            rejects.append(Reject(number, None, "not JSON: nested too deeply"))
    names = list(dict.fromkeys(name for record in records for name in record))
    values = [[record.get(name) for name in names] for record in records]
    return Chunk(frame_of(names, values, at), rejects)


def _record(line: str) -> Record:
    try:
        found = _DECODER.decode(line.strip())
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg[:60]} at character {error.pos + 1}") from None
    if not isinstance(found, dict):
        raise ValueError("not a JSON object; each line is one object {…}")
    return {_text(name.strip()) or "": _text(value) for name, value in found.items()}


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
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice[:40]!r} occurs twice")
    if LINE in found:
        raise ValueError(f"the key {LINE} is kept for line numbers")
    return found


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is not a number in JSON; leave the key out or use null")


_DECODER = json.JSONDecoder(
    parse_float=str, parse_int=str, parse_constant=_no_number, object_pairs_hook=_once
)
