"""Departments by the short names of their list, for where a full one has no room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from api.answer.answers import Page, Records
from dashboard.asking.ask import Ask
from dashboard.words import Lang

# More departments than any list has: all of it is read, to be sure that a name means one.
MOST = 10_000


def departments(ask: Ask, of: Iterable[Mapping[str, Any]], lang: Lang) -> dict[str, str]:
    """Short names by code of the departments that `of` are for; none that could mean another department too."""
    codes = {one["department"] for one in of if one.get("department")}
    if not codes:
        return {}
    listed = ask(Records("departments", page=Page(MOST)))["data"]
    short, title = f"short_{lang}", f"title_{lang}"
    # What a department is called by either name, once: its short name may be its full one.
    called = Counter(name for row in listed for name in {row.get(short), row.get(title)} if name)
    return {
        row["department"]: row[short]
        for row in listed
        if row["department"] in codes and called[row.get(short)] == 1
    }


def of_bars(ask: Ask, rows: Iterable[Mapping[str, Any]], by: str, lang: Lang) -> dict[str, str]:
    """Short names by full ones, for the bars of a breakdown `by` department.

    Beside its bar a full name takes two or three lines in English, and on a phone in Chinese too.
    """
    if by != "department":
        return {}
    rows = list(rows)
    short = departments(ask, rows, lang)
    return {
        row["department_label"]: short[row["department"]]
        for row in rows
        if row["department"] in short
    }
