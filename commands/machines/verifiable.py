"""An answer with what makes its numbers checkable: full addresses, the definition, a page for each value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.documents.links import indicator as definition_of
from api.documents.proof.verification import page_address
from commands.machines.site import Site
from data.catalog import INDICATORS, owner
from data.periods import of_name
from data.questions import Values

Document = dict[str, Any]


def completed(site: Site, tool: str, arguments: Mapping[str, Any], answer: Document, lang: str) -> Document:  # fmt: skip
    """The answer of a tool with addresses that lead somewhere from elsewhere; of values, see `_values`."""
    answer = _in_full(site, answer)
    id = str(arguments.get("id", ""))
    if tool == "values" and id in INDICATORS and isinstance(answer["data"], list):
        return _values(site, id, arguments, answer, lang)
    return answer


def _in_full(site: Site, value: Any) -> Any:
    """Every link of the site, wherever it stands in an answer."""
    if isinstance(value, dict):
        return {key: _in_full(site, one) for key, one in value.items()}
    if isinstance(value, list):
        return [_in_full(site, one) for one in value]
    return site.full(value) if isinstance(value, str) and value.startswith("/") else value


def _values(site: Site, id: str, arguments: Mapping[str, Any], answer: Document, lang: str) -> Document:  # fmt: skip
    """Each value with the page that verifies it, and before them the definition that they follow."""
    known = site.get(definition_of(id), [("lang", lang)])["data"]
    answer["definition"] = {
        key: known[key] for key in ("id", "title", "formula", "unit", "versions")
    }
    if arguments.get("as_published"):
        return (
            answer  # the page verifies what is published now; `links.snapshot` has that day's files
        )
    version = answer["meta"]["data_version"]
    dimensions = {d.id: d for d in owner(INDICATORS[id]).dimensions}
    for row in answer["data"]:
        members = {name: row[name] for name in dimensions if row.get(name) is not None}
        asked = {name: arguments[name] for name in dimensions if arguments.get(name) is not None}
        where = asked | members
        if any(dimensions[name].hall_wide for name in where):
            continue  # of an hour no rows are listed
        codes = tuple((name, _codes(value)) for name, value in sorted(where.items()))
        first, last = _span(row["period"], arguments)
        page = page_address(Values(id, first, last, "total", (), codes), lang)
        row["verify"] = site.at(f"{page}&version={version}")
    return answer


def _codes(value: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else tuple(str(value).split(","))  # fmt: skip


def _span(period: str | None, arguments: Mapping[str, Any]) -> tuple[date | None, date | None]:
    """The days of a period, cut by those asked for."""
    ends = (arguments.get("from"), arguments.get("to"))
    first, last = (date.fromisoformat(str(end)) if end else None for end in ends)
    if period in (None, "total"):
        return first, last
    begin, end = of_name(period)
    return max(begin, first or begin), min(end, last or end)
