"""The numbers of indicators in the three months of a bulletin, as the API answers them.

A cell is a row of an answer without its period and codes: value, numerator, denominator, and where
there are any bounds, `sample`, `reason` and whether the month is cut. Nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from api.answer import answers
from api.answer.answers import Unanswerable, Values
from api.bulletin import months
from api.bulletin.declared import Line
from data.catalog import PUBLISHED_INDICATORS, owner
from data.definitions import Text

Ask = Callable[[answers.Query, str], dict[str, Any]]
"""Gives an answer in a language."""
Both = dict[str, str]
_OF_CELL = ("value", "numerator", "denominator", "low", "high", "sample", "reason")
_NOT_THERE = {"value": None, "numerator": None, "denominator": None, "reason": "not-covered"}


def both(text: Text) -> Both:
    """A text as an edition keeps it."""
    return {"zh": text.zh, "en": text.en}


def number(
    indicator: str,
    cells: Sequence[Mapping[str, Any]],
    where: Mapping[str, str] | None = None,
    label: Both | None = None,
) -> dict[str, Any]:
    """An indicator's cells of the three months, and what is needed to write and to find them."""
    defined = PUBLISHED_INDICATORS[indicator]
    unit = owner(defined).unit_of(defined)
    return {
        "indicator": indicator,
        "where": dict(where or {}),
        "label": label or both(defined.title),
        "unit": defined.unit,
        "counted": {"zh": unit["zh"], "en": unit["en"]},
        "favourable": defined.favourable,
        "past_limit": defined.past_limit,
        "at_end": defined.is_stock,
        "cells": [dict(cell) for cell in cells],
    }


def cell(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of an answer, as a cell."""
    own = {name: row[name] for name in _OF_CELL if name in row}
    return own | ({"partial": True} if row["partial"] else {})


class Asked:
    """What is asked for one month's bulletin."""

    def __init__(self, ask: Ask, month: str) -> None:
        self.ask, self.month, self.months = ask, month, months.compared(month)
        self.first, self.last = months.ends(self.months[2])[0], months.ends(month)[1]

    def _document(self, indicator: str, by: tuple[str, ...], lang: str) -> dict[str, Any] | None:
        try:
            return self.ask(Values(indicator, self.first, self.last, "month", by), lang)
        except Unanswerable:  # not published by the month, or not by this dimension
            return None

    def cells(self, indicator: str) -> list[dict[str, Any]] | None:
        """The three cells of an indicator; None where it is in no catalogue, or has never had a value."""
        if indicator not in PUBLISHED_INDICATORS or PUBLISHED_INDICATORS[indicator].of_list:
            return None
        document = self._document(indicator, (), "zh")
        if document is None:
            return None
        rows = {row["period"]: cell(row) for row in document["data"]}
        picked = [rows.get(name, _NOT_THERE) for name in self.months]
        known = any(one["value"] is not None for one in rows.values())
        return picked if known or self._ever(indicator) else None

    def _ever(self, indicator: str) -> bool:
        rows = self.ask(Values(indicator, grain="total"), "zh")["data"]
        return any(row["value"] is not None for row in rows)

    def by_code(self, indicator: str, by: str) -> dict[str, tuple[Both, list[dict[str, Any]]]]:
        """Code → its label and its three cells, of those that have any; in the answer's order."""
        if by not in PUBLISHED_INDICATORS[indicator].dimensions:
            return {}
        zh, en = (self._document(indicator, (by,), lang) for lang in ("zh", "en"))
        if zh is None or en is None:
            return {}
        labels: dict[str, Both] = {}
        cells: dict[str, dict[str, dict[str, Any]]] = {}
        for row, translated in zip(zh["data"], en["data"], strict=True):
            if row["period"] not in self.months:
                continue
            code = row[by]
            labels[code] = {"zh": row[f"{by}_label"], "en": translated[f"{by}_label"]}
            cells.setdefault(code, {})[row["period"]] = cell(row)
        return {
            code: (labels[code], picked)
            for code, of in cells.items()
            if any((one := of.get(name)) and (one["value"] or one.get("reason") == "withheld") for name in self.months)
            and (picked := [of.get(name, _NOT_THERE) for name in self.months])
        }  # fmt: skip

    def of_code(self, indicator: str, by: str, code: str) -> list[dict[str, Any]]:
        """The three cells of one code, also where it has none of its own: 0 only in months with data."""
        query = Values(indicator, self.first, self.last, "month", where=((by, (code,)),))
        rows = {row["period"]: cell(row) for row in self.ask(query, "zh")["data"]}
        return [rows.get(name, _NOT_THERE) for name in self.months]

    def rows(self, line: Line) -> list[dict[str, Any]]:
        """The rows of a line: one of the whole, then one for each code; none where there is nothing."""
        cells = self.cells(line.indicator)
        if cells is None:
            return []
        whole = number(line.indicator, cells)
        rows = [{"key": line.indicator, "label": whole["label"], "part": False, "numbers": [whole]}]
        for code, (label, own) in (
            self.by_code(line.indicator, line.by) if line.by else {}
        ).items():
            assert line.by
            of_code = number(line.indicator, own, {line.by: code}, label)
            key = f"{line.indicator} {line.by}={code}"
            rows.append({"key": key, "label": label, "part": True, "numbers": [of_code]})
        return rows
