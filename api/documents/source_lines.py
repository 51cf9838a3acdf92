"""Where in the code an indicator is defined: its file and lines, and their address if it is public."""

from __future__ import annotations

import ast
from functools import cache
from typing import Annotated, TypedDict

import data.catalog
from data.catalog import INDICATORS
from data.definitions import Text
from data.hall import ROOT, hall


class Source(TypedDict):
    path: str
    first_line: int
    last_line: int
    url: Annotated[str | None, Text("公开代码库中的地址", "its address where the code is public")]


def source(indicator: str) -> Source | None:
    """The lines that define an indicator; None if its id stands in none (it is made of others)."""
    lines = _lines().get(indicator)
    if lines is None:
        return None
    path, first, last = lines
    url = hall().source_url.format(path=path, first=first, last=last) or None
    return {"path": path, "first_line": first, "last_line": last, "url": url}


@cache
def _lines() -> dict[str, tuple[str, int, int]]:
    """Indicator id → path from the project's root, first line, last line."""
    lines: dict[str, tuple[str, int, int]] = {}
    for folder in data.catalog.__path__:
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and (id := _id(node)) in INDICATORS:
                    path = file.relative_to(ROOT).as_posix()
                    lines[id] = (path, node.lineno, node.end_lineno or node.lineno)
    return lines


def _id(call: ast.Call) -> str:
    """The id of an `Indicator(…)` as it is written, "" of any other call."""
    if not (isinstance(call.func, ast.Name) and call.func.id == "Indicator"):
        return ""
    named = [keyword.value for keyword in call.keywords if keyword.arg == "id"]
    id = (*named, *call.args)[0] if named or call.args else None
    return id.value if isinstance(id, ast.Constant) and isinstance(id.value, str) else ""
