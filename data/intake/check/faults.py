"""What is wrong with records: one reason each, fit to be kept and shown."""

from __future__ import annotations

import re
from collections.abc import Callable

import polars as pl

from data.intake.read.chunk import Reject

_SHOWN = 40
# A shifted row can bring a telephone or identity number into any column.
_NUMBERS = re.compile(r"\d(?:[ -]?\d){10,}|\d{7,}")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def quoted(value: object) -> str:
    """A source's value in quotes: one line, at most 40 characters, long numbers left out."""
    text = _NUMBERS.sub("…", _UNSEEN.sub(" ", str(value)))
    return f'"{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"}"'


class Faults:
    """The first fault of each record of a chunk, in the order in which they are found."""

    def __init__(self, height: int) -> None:
        self.height = height
        self._found: dict[int, tuple[str, str]] = {}

    def add(self, field: str, faulty: pl.Series, reason: Callable[[int], str]) -> None:
        """Note `reason(row)` for the rows where `faulty` (null counts as no)."""
        if not faulty.any():
            return
        for row in faulty.arg_true().to_list():
            if row not in self._found:
                self._found[row] = (field, reason(row))

    def rejects(self, lines: pl.Series) -> list[Reject]:
        """In file order."""
        return [
            Reject(lines[row], field, reason)
            for row, (field, reason) in sorted(self._found.items())
        ]

    def good(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame without the rows at fault."""
        if not self._found:
            return frame
        bad = pl.Series(list(self._found), dtype=pl.UInt32)
        return frame.filter(~pl.int_range(pl.len(), dtype=pl.UInt32).is_in(bad.implode()))
