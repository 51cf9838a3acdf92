"""Departments by the short names of their list, for where a full one has no room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.answer.answers import Records
from dashboard.asking.ask import Ask
from dashboard.words import Lang


def departments(ask: Ask, of: Iterable[Mapping[str, Any]], lang: Lang) -> dict[str, str]:
    """Short names by code of the departments that `of` are for; of one whose list has none, nothing."""
    codes = tuple(sorted({one["department"] for one in of if one.get("department")}))
    if not codes:
        return {}
    listed = ask(Records("departments", where=(("department", codes),)))["data"]
    short = f"short_{lang}"
    return {row["department"]: row[short] for row in listed if row.get(short)}
