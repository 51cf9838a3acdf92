"""Is a block of CSV regular, so that it can be parsed by columns?

polars fills a short row up with nulls without a word and forgives stray quotes. So a block is
parsed by columns only when its quotes stand where RFC 4180 has them and its delimiters add up to
whole rows: then a short row needs a long one beside it, and a long row polars itself refuses.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.intake.read.chunk import FIELD_LIMIT

_QUOTE, _NEWLINE = ord('"'), ord("\n")


@dataclass(frozen=True)
class Layout:
    """The first `size` bytes are whole records; `lines` gives the line each starts at, from 0."""

    size: int
    newlines: int
    lines: NDArray[np.int64]
    quoted: bool


def regular(content: bytes, delimiter: str, width: int, whole: bool) -> Layout | None:
    """The layout of `content` (ended by a newline), or None where only a careful reader will do.

    With `whole`, nothing follows, and a record left open at the end is a fault.
    """
    if width == 1 or b"\0" in content:
        return None  # a blank line of a one-column file could be a record or none
    if b"\r" in content and content.count(b"\r") != content.count(b"\r\n"):
        return None
    octets = np.frombuffer(content, np.uint8)
    newlines = np.flatnonzero(octets == _NEWLINE)
    delimiters = octets == ord(delimiter)
    quoted = b'"' in content
    ending = np.arange(len(newlines))  # which newlines end a record
    if quoted:
        inside = np.bitwise_xor.accumulate((octets == _QUOTE).view(np.uint8)).view(bool)
        ending = np.flatnonzero(~inside[newlines])
        delimiters &= ~inside
    if len(ending) == 0:
        return None
    ends = newlines[ending]
    size = int(ends[-1]) + 1
    if size < len(content) and whole:
        return None
    if quoted and not _well_quoted(octets[:size], delimiter):
        return None
    if np.count_nonzero(delimiters[:size]) != len(ends) * (width - 1):
        return None
    if np.diff(ends, prepend=-1).max() > FIELD_LIMIT:
        return None
    lines = np.concatenate(([0], ending[:-1] + 1)).astype(np.int64)
    return Layout(size, int(ending[-1]) + 1, lines, quoted)


def _well_quoted(octets: NDArray[np.uint8], delimiter: str) -> bool:
    """Every quote opens or closes a field at its edge, or stands doubled inside one."""
    quotes = np.flatnonzero(octets == _QUOTE)
    if len(quotes) == 0:
        return True
    opening, closing = quotes[0::2], quotes[1::2]
    edges = np.zeros(256, bool)
    edges[[_QUOTE, _NEWLINE, ord(delimiter)]] = True
    before = octets[opening - 1]  # of a quote at the very beginning: the last byte, a newline
    edges_after = edges.copy()
    edges_after[ord("\r")] = True
    return bool(edges[before].all() and edges_after[octets[closing + 1]].all())
