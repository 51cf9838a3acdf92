"""One bar that is a whole, and its parts under it: name, number, and what share of the bar it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html

from dashboard import words
from dashboard.parts.bars import length
from dashboard.parts.blocks import extra


@dataclass(frozen=True)
class Part:
    """`kind` names its look: kept | open | plain | running."""

    name: str
    count: float
    kind: str


def picture(parts: Sequence[Part]) -> list[html.Div | html.Ul]:
    """The bar without what is nothing, and the names of all parts, in the same order."""
    whole = sum(part.count for part in parts)
    drawn = [
        html.Span(className=f"part part--{part.kind}", style={"width": length(part.count / whole)})
        for part in parts
        if part.count
    ]
    named = [
        html.Li(
            [
                html.Span(className=f"key part--{part.kind}", **extra({"aria-hidden": "true"})),
                html.Span(part.name),
                html.Strong(words.number(part.count), className="n"),
            ]
        )
        for part in parts
    ]
    return [
        html.Div(drawn, className="whole", **extra({"aria-hidden": "true"})),
        html.Ul(named, className="parts"),
    ]
