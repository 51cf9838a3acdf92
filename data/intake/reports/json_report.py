"""Reports in JSON: tables as rows of cells, as people copy them and as our own API gives them.

    {"year": 2025, "department": "city", "organ": "…", "source_url": "https://…",
     "table3": {"r01": [7 cells], …}, "table4": {"reconsideration": [5 cells], …},
     "table2": {"licences": 1, …}, "fees": {"fee_received": 0, …}}

or `{"report": …}`, `{"reports": […]}`, `{"data": …}`. A cell is a number, null or "" (EMPTY), or "/" (NA).
With `"complete": false` a table may lack rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from data.catalog.disclosure.figures import FIGURES, cell
from data.disclosure.forms import (
    FORM_2019,
    FORM_2021,
    OTHERWISE,
    OTHERWISE_PARTS,
    Form,
    form_of,
)
from data.disclosure.layout import COLUMNS, GROUPS, REVIEW_COLUMNS
from data.intake.profile.model import near
from data.intake.read.chunk import FileRefused
from data.intake.reports.printed import Print, check_whole, text_of

_TABLES = {"table2", "table3", "table4", "fees"}
_FIGURES = tuple(code.id for code in FIGURES)
# Rows of the form of 2019 as its own 23 are counted.
_COUNTED_2019 = dict(zip((f"r{n:02d}" for n in range(1, 24)), FORM_2019.row_ids, strict=True))


def decoded(text: str) -> Any:
    """A document, its numbers as the source writes them. Raises ValueError and RecursionError."""
    return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)


def are_lines(text: str) -> bool:
    """Whether text that is no document is for the reader of records: an object a line, or an array."""
    first = text.lstrip().partition("\n")[0]
    try:
        return not first.startswith("{") or isinstance(decoded(first), dict)
    except (ValueError, RecursionError):
        return False


def has_report(content: Any) -> bool:
    """Whether any of its objects has a table; those that have none are records, a cell each."""
    return any(not _TABLES.isdisjoint(one) for one, _ in _reports(content))


def read_reports(content: Any, name: str) -> list[Print]:
    """The reports of a document; raises FileRefused, naming table, row and column at fault."""
    prints = []
    for number, (one, outer) in enumerate(_reports(content), 1):
        try:
            prints.append(_print(one, outer))
        except FileRefused as refusal:
            raise FileRefused(f"{name}, report {number}: {refusal}") from None
        except (AttributeError, KeyError, TypeError) as error:  # a list for an object and the like
            raise FileRefused(
                f"{name}, report {number} is not laid out as a report: {error} 年报结构有误"
            ) from error
    if not prints:
        raise FileRefused(f"{name}: no report in it; table3 and table4 are expected 未找到年报")
    return prints


def _reports(content: Any) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Each report with what stands around it."""
    if isinstance(content, list):
        for one in content:
            yield from _reports(one)
    elif isinstance(content, dict):
        inner = next((content[k] for k in ("report", "reports", "data") if k in content), None)
        if isinstance(inner, dict):
            yield inner, content
        elif isinstance(inner, list):
            yield from ((one, content) for one in inner if isinstance(one, dict))
        else:
            yield content, {}


def _print(given: Mapping[str, Any], outer: Mapping[str, Any]) -> Print:
    year, department = given.get("year"), given.get("department") or given.get("id")
    for name, value in (("year", year), ("department", department)):
        if not value:
            raise FileRefused(f'"{name}" is missing 缺少 {name}')
    one = Print(text_of(year), str(department).strip(), given.get("organ"), given.get("source_url"))
    if _TABLES.isdisjoint(given):
        raise FileRefused("no table in it; table3 and table4 are expected 未找到表三、表四")
    if "table3" in given:
        _requests(one, given, _columns(given, outer))
    if "table4" in given:
        _reviews(one, given["table4"])
    for table in ("table2", "fees"):
        for figure, printed in _stated(given.get(table) or {}).items():
            if figure not in _FIGURES:
                raise FileRefused(f"{table} has no figure {figure!r}{near(figure, _FIGURES)}")
            one.add(figure, table, printed)
    if given.get("complete") is not False:
        check_whole(one, [name[-1] for name in ("table3", "table4") if name in given])
    return one


def _requests(one: Print, given: Mapping[str, Any], columns: Sequence[str]) -> None:
    rows = _rows(given["table3"], "rows")
    ids = _row_ids(tuple(rows), _form(given, one.year))
    for row, cells in rows.items():
        if row not in ids:
            raise FileRefused(f"table3 has no row {row!r}{near(row, ids)} 表三无此行")
        for column, printed in _cells(cells, columns, f"table3.{row}").items():
            one.add(cell(ids[row], column), f"table3.{row}", printed)


def _reviews(one: Print, table: Any) -> None:
    for group, cells in _groups(table).items():
        if group not in GROUPS:
            raise FileRefused(f"table4 has no group {group!r}{near(group, GROUPS)} 表四无此组")
        for column, printed in _cells(cells, REVIEW_COLUMNS, f"table4.{group}").items():
            one.add(cell(group, column), f"table4.{group}", printed)


def _columns(given: Mapping[str, Any], outer: Mapping[str, Any]) -> tuple[str, ...]:
    """The order of the columns of table 三: the official one, unless the file names another."""
    table = given.get("table3")
    named = (table.get("columns") if isinstance(table, dict) else None) or given.get("columns")
    columns = tuple(named or outer.get("columns") or COLUMNS)
    if sorted(columns) != sorted(COLUMNS):
        raise FileRefused(f"columns are {', '.join(COLUMNS)}, in any order 列名有误")
    return columns


def _form(given: Mapping[str, Any], year: str) -> Form:
    """The form that the file says it has (国办公开办函〔2019〕60号), else that of its year."""
    named = str(given.get("format") or "")
    if "60号" in named or named == FORM_2019.id:
        return FORM_2019
    if "30号" in named or named == FORM_2021.id:
        return FORM_2021
    return form_of(int(year)) if year.isdigit() else FORM_2021


def _row_ids(rows: Sequence[str], form: Form) -> dict[str, str]:
    """Row of the file → our row: the 23 of the form of 2019 may be counted as they come there."""
    ids = {row: row for row in (*FORM_2021.row_ids, OTHERWISE)}
    if form is FORM_2019:
        if set(rows) == set(_COUNTED_2019):
            return _COUNTED_2019
        if OTHERWISE_PARTS[0] in rows and not set(OTHERWISE_PARTS[1:]) & set(rows):
            return ids | {OTHERWISE_PARTS[0]: OTHERWISE}
    return ids


def _rows(table: Any, name: str) -> dict[str, Any]:
    """Row → cells, of a table by row, as our API gives it, or as rows in the order of a form."""
    if isinstance(table, list):
        for form in (FORM_2021, FORM_2019):
            if len(table) == len(form.rows):
                return dict(zip(form.row_ids, table, strict=True))
        raise FileRefused(f"table3 has {len(table)} rows where 25 or 23 are expected 表三行数不符")
    if isinstance(table, dict) and isinstance(table.get(name), list):
        return {str(row.get("id")): row.get("cells") for row in table[name]}
    if isinstance(table, dict) and isinstance(table.get(name), dict):
        table = table[name]
    if not isinstance(table, dict):
        raise FileRefused("table3 is a row → cells 表三应为“行→各格”")
    return {row: cells for row, cells in table.items() if row not in ("columns", "title")}


def _groups(table: Any) -> dict[str, Any]:
    """Group → cells, likewise; the 15 of the one printed row as well."""
    if isinstance(table, list) and len(table) == len(GROUPS) * len(REVIEW_COLUMNS):
        width = len(REVIEW_COLUMNS)
        table = [table[at : at + width] for at in range(0, len(table), width)]
    if isinstance(table, list):
        table = {"groups": list(GROUPS), "cells": table}
    if not isinstance(table, dict):
        raise FileRefused("table4 is a group → cells 表四应为“组→各格”")
    if isinstance(table.get("groups"), list) and isinstance(table.get("cells"), list):
        return dict(zip(table["groups"], table["cells"], strict=False))
    return table


def _cells(cells: Any, columns: Sequence[str], place: str) -> dict[str, Any]:
    if isinstance(cells, dict):
        if unknown := [name for name in cells if name not in columns]:
            raise FileRefused(f"{place} has no column {unknown[0]!r}{near(unknown[0], columns)}")
        return cells
    if not isinstance(cells, list) or len(cells) != len(columns):
        count = len(cells) if isinstance(cells, list) else "no"
        raise FileRefused(f"{place} has {count} cells where {len(columns)} are expected 格数不符")
    return dict(zip(columns, cells, strict=True))


def _stated(table: Mapping[str, Any]) -> dict[str, Any]:
    """Figure → what is printed, flat or as our API gives it."""
    if not isinstance(table, dict):
        raise FileRefused("table2 and fees are a figure → number 表二应为“项目→数值”")
    listed = [*table.get("figures", ())]
    for row in table.get("rows", ()):
        listed += row.get("figures", ())
    return {one["id"]: one["value"] for one in listed} if listed else dict(table)
