"""What sections ask: twelve months of a dataset, month by month, and numbers of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.answer.answers import Values
from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.parts import blocks, notes
from dashboard.parts.blocks import View
from dashboard.words import Lang, Unit
from data.catalog import INDICATORS, owner
from data.definitions import Text
from data.hall import today

MONTHS = 12
PEOPLE = Unit("人次", "person", "people")
Row = Mapping[str, Any]
NOTHING: Row = {"value": None, "numerator": None, "denominator": None}


@dataclass(frozen=True)
class Months:
    """The twelve months up to the newest event of a dataset, or as many of them as there is data of.

    `rows` are those of an indicator by month; the first and the last may be cut.
    """

    first: date
    last: date
    rows: Sequence[Row]
    document: Mapping[str, Any]

    def named(self, lang: Lang) -> str:
        """2025年12月至2026年11月 · December 2025 to November 2026."""
        names = [words.period(row["period"], lang) for row in self.rows]
        if not names:
            return words.between(self.first, self.last, lang)
        if names[0] == names[-1]:
            return names[0]
        return Text(f"{names[0]}至{names[-1]}", f"{names[0]} to {names[-1]}")[lang]

    def as_of(self, lang: Lang) -> str:
        return notes.as_of(self.document["meta"], today(), lang)


def months(ask: Ask, indicator: str, by: tuple[str, ...] = ()) -> Months:
    """The last twelve months of an indicator, to which all numbers of its section belong."""
    newest = ask(Values(indicator, grain="total"))["meta"]["as_of"]
    last = min(datetime.fromisoformat(newest).date() if newest else today(), today())
    ahead = last.year * 12 + last.month - MONTHS
    first = date(ahead // 12, ahead % 12 + 1, 1)
    document = ask(Values(indicator, first, last, "month", by))
    rows = [row for row in document["data"] if row["value"] is not None]
    return Months(first, last, rows, document)


def total(ask: Ask, indicator: str, of: Months, **where: str) -> Row:
    """An indicator over all of the months, or at their end: `{value, numerator, denominator}`."""
    chosen = tuple((name, (code,)) for name, code in where.items())
    first = None if INDICATORS[indicator].is_stock else of.first
    rows = ask(Values(indicator, first, of.last, "total", (), chosen))["data"]
    return rows[0] if rows else NOTHING


def by(ask: Ask, indicator: str, of: Months, dimension: str) -> dict[str, Any]:
    """The document of an indicator over all of the months, by one dimension."""
    return ask(Values(indicator, of.first, of.last, "total", (dimension,)))


def with_value(document: Mapping[str, Any]) -> list[Row]:
    """The rows of a document that have something."""
    return [row for row in document["data"] if row["value"]]


# --- numbers beside figures ----------------------------------------------------------------------


def numbers_view(ask: Ask, ids: Sequence[str], of: Months, lang: Lang) -> View:
    """The live half of a section's numbers, each over the section's months or as of their end."""
    shown: View = {}
    for id in ids:
        value, note = _stated(id, total(ask, id, of), of, lang)
        shown |= {f"of-{id}": value, f"of-{id}-note": {"children": note}}
    return blocks.with_units(shown, {f"of-{id}": unit_for(id) for id in ids}, lang)


def numbers(ids: Sequence[str], v: View, lang: Lang) -> html.Dl:
    """The numbers of a section, each with its definition one click away."""
    return html.Dl(
        [
            blocks.number(
                f"of-{id}",
                v,
                label=blocks.named(id, INDICATORS[id].title[lang], lang),
                unit=unit_for(id),
            )
            for id in ids
        ],
        className="figures numbers",
    )


def unit_for(id: str) -> Unit:
    """What an indicator's number is in."""
    return words.of_catalogue(owner(INDICATORS[id]).unit_of(INDICATORS[id]))


def pair(first: html.Figure, second: html.Figure) -> html.Div:
    """Two figures side by side where there is room."""
    columns = dbc.Row([dbc.Col(first, lg=6), dbc.Col(second, lg=6)])
    return html.Div(columns, className="pair pair--first")


def _stated(id: str, row: Row, of: Months, lang: Lang) -> tuple[dict[str, Any], str]:
    """A number in large figures, and the line under it."""
    indicator = INDICATORS[id]
    high = indicator.favourable != "low"
    n = row["denominator"]
    if indicator.unit == "fraction":
        number = words.rate(row, high)
        note = words.of(row) if n else Text("暂无可统计的记录", "nothing to count yet")[lang]
        share = row if indicator.favourable == "high" else None
        return blocks.stated(number, share), note
    if not indicator.is_count:
        enough = words.enough(n)
        number = words.number(row["value"]) if enough else words.MISSING
        if enough and (per := getattr(indicator.measure, "per", 1)) > 1:
            # A rate per so many is cut, like a share, in the direction that does not flatter.
            number = words.decimal(row, per, high)
        note = words.sample(n) if n else Text("暂无记录", "none yet")[lang]
        return blocks.stated(number), note
    value = blocks.stated(words.number(row["value"]))
    if indicator.past_limit and row["value"]:
        value = {**value, "className": "n late"}
    end = words.short_day(of.last, lang)
    return value, Text(f"截至{end}", f"on {end}")[lang] if indicator.is_stock else ""
