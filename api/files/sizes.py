"""How large a file of records is: measured when somebody has taken it whole, unknown until then."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from api.answer import answers
from api.formats import FileOptions
from data.questions import Page, Proof, Records


def _key(query: Records, suffix: str, options: FileOptions) -> str:
    parts = (repr(answers.state().mark.past), repr(query), suffix, repr(options))
    return hashlib.sha256("\x1f".join(("size", *parts)).encode()).hexdigest()[:32]


def _is_measured(query: Proof | Records) -> bool:
    """Files of a time, as they are offered by year and month: of others nobody asks the size."""
    if not isinstance(query, Records) or len(query.ranges) != 1:
        return False
    return query == Records(query.dataset, ranges=query.ranges, page=Page(None))


def keeper(
    query: Proof | Records, suffix: str, options: FileOptions, rows: int
) -> Callable[[int], None] | None:
    """Takes the bytes of a file that was made whole, of so many rows; None where nobody asks."""
    if not isinstance(query, Records) or not _is_measured(query):
        return None
    key = _key(query, suffix, options)
    return lambda size: answers.cache_put(key, b"%d %d" % (rows, size))


def counted(parts: Iterator[bytes], keep_size: Callable[[int], None] | None) -> Iterator[bytes]:
    """The parts of a file; its size is kept when the last one was taken."""
    size = 0
    for part in parts:
        size += len(part)
        yield part
    if keep_size:
        keep_size(size)


def size_of(query: Records, suffix: str, options: FileOptions, rows: int) -> int | None:
    """The bytes of the file when it was last made, if it had as many rows as it has now."""
    content = answers.cache_get(_key(query, suffix, options))
    measured_rows, size = map(int, content.split()) if content else (None, None)
    return size if measured_rows == rows else None
