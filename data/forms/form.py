"""A form and its filled sample, from one plain text.

The text begins with `title:` (Chinese | English), `items:`, `version:`, `sign:` (person or org) and
`basis:`. Then come parts (`# 申请人`) of rows: `label = what the sample has`, with `label [a|b] = a` for a
choice; `> ` is the applicant's declaration, `- ` a note on how to fill the form in. The form and the
sample are made of the same rows, so that they cannot differ in what they ask.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from data.definitions import Text

TEXTS = Path(__file__).parent / "texts"
_ROW = re.compile(r"(?P<label>[^\[=]+?)\s*(?:\[(?P<options>[^\]]+)\])?\s*=\s*(?P<sample>.*)")
_HEAD = ("title", "items", "version", "sign", "basis")
SIGNED_BY = {
    "person": "申请人（签名）：",
    "org": "申请单位（盖章）：　　　　法定代表人或负责人（签名）：",
}


@dataclass(frozen=True)
class Row:
    """A box to fill in: its label, what can be chosen (if it is a choice), and the sample's words."""

    label: str
    options: tuple[str, ...]
    sample: str

    def value(self, filled: bool) -> str:
        """What stands in the box: a choice with its squares, the sample's words, or nothing."""
        if not self.options:
            return self.sample if filled else ""
        return "　".join(
            f"{'☑' if filled and option == self.sample else '□'}{option}" for option in self.options
        )


@dataclass(frozen=True)
class Part:
    """A block of rows under a head."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Form:
    """A form as its text has it; `name` is that of its files, `signed` who signs it."""

    name: str
    title: Text
    items: tuple[str, ...]
    version: date
    signed: str
    basis: str
    parts: tuple[Part, ...]
    declaration: str
    notes: tuple[str, ...]


@cache
def forms() -> dict[str, Form]:
    """All forms by name. Raises ValueError where a text cannot be read."""
    return {
        path.stem: parse(path.stem, path.read_text("utf-8")) for path in sorted(TEXTS.glob("*.txt"))
    }


def parse(name: str, text: str) -> Form:
    """A form from its text. Raises ValueError, with the line, for what it cannot be."""
    head: dict[str, str] = {}
    parts: list[tuple[str, list[Row]]] = []
    declaration, notes = "", []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        key, _, rest = line.partition(": ")
        if not parts and key in _HEAD:
            head[key] = rest.strip()
        elif line.startswith("# "):
            parts.append((line[2:], []))
        elif line.startswith("> "):
            declaration = line[2:]
        elif line.startswith("- "):
            notes.append(line[2:])
        elif parts and (match := _ROW.fullmatch(line)):
            parts[-1][1].append(_row(match))
        else:
            raise ValueError(f"form {name}, line {number}: {line!r}")
    if missing := set(_HEAD) - set(head):
        raise ValueError(f"form {name}: no {sorted(missing)}")
    zh, _, en = head["title"].partition(" | ")
    return Form(
        name,
        Text(zh, en),
        tuple(head["items"].split()),
        date.fromisoformat(head["version"]),
        SIGNED_BY[head["sign"]],
        head["basis"],
        tuple(Part(title, tuple(rows)) for title, rows in parts),
        declaration,
        tuple(notes),
    )


def _row(match: re.Match[str]) -> Row:
    options, sample = tuple((match["options"] or "").split("|")), match["sample"].strip()
    if options == ("",):
        return Row(match["label"], (), sample)
    if sample not in options:
        raise ValueError(f"{match['label']}: {sample!r} is not among {options}")
    return Row(match["label"], options, sample)
