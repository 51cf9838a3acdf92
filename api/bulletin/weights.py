"""The dated rules that stand below a table: those of a reference list that were in force in the month."""

from __future__ import annotations

from typing import Any

from api.answer.answers import Page, Records
from api.bulletin import months
from api.bulletin.numbers import Asked, both
from data.catalog import WITH_RECORDS

_MOST = 1_000
_NOT_SHOWN = ("recorded_at",)


def in_force(dataset: str, asked: Asked) -> dict[str, Any] | None:
    """`{dataset, title, columns, rows}` of a list whose entries are valid from … until; None without any."""
    if dataset not in WITH_RECORDS:
        return None
    definition = WITH_RECORDS[dataset]
    rows = asked.ask(Records(dataset, page=Page(_MOST)), "zh")["data"]
    if definition.valid:
        begins, ends = definition.valid
        last = months.ends(asked.month)[1].isoformat()
        rows = [
            row
            for row in rows
            if (row[begins] or "") <= last and (row[ends] is None or row[ends] >= last)
        ]
    fields = [f for f in definition.fields if f.id not in _NOT_SHOWN and rows and f.id in rows[0]]
    if not rows:
        return None
    return {
        "dataset": dataset,
        "title": both(definition.title),
        "columns": [{"id": field.id, "title": both(field.title)} for field in fields],
        "rows": [[_written(field, row[field.id]) for field in fields] for row in rows],
    }


def _written(field: Any, value: Any) -> dict[str, str] | str:
    """A value as it is printed, a code by its names."""
    named = {code.id: both(code.title) for code in field.codes or ()}
    if value is None:
        return "—"
    return named.get(value, str(value))
