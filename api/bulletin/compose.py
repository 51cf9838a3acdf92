"""The bulletin of a month from the data as it is now: a plain document in both languages."""

from __future__ import annotations

from typing import Any

from api.answer import answers
from api.bulletin import months, quality, weights
from api.bulletin.declared import Section, Table
from api.bulletin.numbers import Ask, Asked, both, number
from api.bulletin.sections import QUALITY, SECTIONS

Bulletin = dict[str, Any]


def bulletin(month: str, ask: Ask = answers.answer) -> Bulletin:
    """`{month, months, sections}`: each table with the month, the one before and that of a year before.

    A section with nothing in it is left out, or has its text of absence; `left_out` names the former.
    """
    asked = Asked(ask, month)
    made = [(n, one, _tables(one, asked)) for n, one in enumerate(SECTIONS, 1)]
    return {
        "month": month,
        "months": months.described(month),
        "sections": [
            {
                "id": section.id,
                "number": n,
                "title": both(section.title),
                "absent": both(section.absent) if section.absent and not tables else None,
                "tables": tables,
            }
            for n, section, tables in made
            if tables or section.absent
        ],
        "left_out": [both(s.title) for _, s, tables in made if not tables and not s.absent],
    }


def has_data(composed: Bulletin) -> bool:
    """Whether anything of the month itself is known, beside what was there before as after it."""
    return any(
        one["cells"][0]["value"] is not None and not one["at_end"]
        for section in composed["sections"]
        if section["id"] != QUALITY
        for table in section["tables"]
        for row in table["rows"]
        for one in row["numbers"]
    )


def _tables(section: Section, asked: Asked) -> list[dict[str, Any]]:
    if section.id == QUALITY:
        return quality.tables(asked)
    made = [
        _by_code(table, asked) if table.by else _lines(table, asked) for table in section.tables
    ]
    return [table for table in made if table["rows"]]


def _lines(table: Table, asked: Asked) -> dict[str, Any]:
    rows = [row for line in table.lines for row in asked.rows(line)]
    made = {"id": table.id, "title": both(table.title), "rows": rows}
    if table.weights and rows and (rules := weights.in_force(table.weights, asked)):
        made["rules"] = rules
    return made


def _by_code(table: Table, asked: Asked) -> dict[str, Any]:
    """A row for each code, the largest first; the indicators are its columns, the hall its last row."""
    assert table.by
    there = [line.indicator for line in table.lines if asked.cells(line.indicator) is not None]
    columns = [asked.by_code(id, table.by) for id in there]
    labels = {code: label for column in columns for code, (label, _) in column.items()}
    rows = [
        {
            "key": f"{table.by}={code}",
            "label": label,
            "part": False,
            "numbers": [
                number(
                    id,
                    column[code][1] if code in column else asked.of_code(id, table.by, code),
                    {table.by: code},
                )
                for id, column in zip(there, columns, strict=True)
            ],
        }
        for code, label in labels.items()
    ]
    rows.sort(key=lambda row: -(row["numbers"][0]["cells"][0]["value"] or 0))
    return {"id": table.id, "title": both(table.title), "by": table.by, "rows": rows}
