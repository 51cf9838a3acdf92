"""Which rows of a form stand side by side."""

from __future__ import annotations

from collections.abc import Iterator

from data.forms.form import Part, Row

_SHORT, _LABEL = 13, 10  # characters of a value and of a label that fit in half a row


def side_by_side(part: Part) -> Iterator[tuple[Row, ...]]:
    """Rows in pairs where both are short, else alone."""
    waiting: Row | None = None
    for row in part.rows:
        if row.options or len(row.sample) > _SHORT or len(row.label) > _LABEL:
            if waiting:
                yield (waiting,)
            waiting = None
            yield (row,)
        elif waiting:
            yield (waiting, row)
            waiting = None
        else:
            waiting = row
    if waiting:
        yield (waiting,)
