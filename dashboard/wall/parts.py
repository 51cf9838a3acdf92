"""Pieces that several scenes are made of."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.parts import blocks
from dashboard.parts.blocks import View


def scene(id: str, empty: bool) -> dict[str, str]:
    """The live property of a scene's section."""
    return {"className": f"scene scene--{id}{' scene--empty' if empty else ''}"}


def section(id: str, v: View, children: list[Any]) -> html.Section:
    """The scene itself."""
    of = blocks.extra({"data-of": id})
    return blocks.live(html.Section, f"wall-{id}", v, children=children, **of)


def headline(id: str, v: View, unit: str) -> html.Div:
    """The scene's largest number. Live ids: `id`, `id-label`, `id-note`."""
    return html.Div(
        [
            blocks.live(html.P, f"{id}-label", v, className="title"),
            html.P(
                [
                    blocks.live(html.Strong, id, v, className="n"),
                    html.Span(unit, className="unit"),
                ],
                className="headline",
            ),
            blocks.live(html.P, f"{id}-note", v, className="compared"),
        ],
        className="first",
    )


def number(id: str, v: View, title: str | None, unit: str, kept: bool = False) -> html.Div:
    """A number with its title above and a note below. Live ids: `id`, `id-note`.

    A title that changes with the data is None here, and live as `id-title`.
    """
    return html.Div(
        [
            html.P(title, className="title")
            if title is not None
            else blocks.live(html.P, f"{id}-title", v, className="title"),
            html.P(
                [
                    blocks.live(html.Strong, id, v, className="n kept" if kept else "n"),
                    html.Span(unit, className="unit"),
                ],
                className="value",
            ),
            blocks.live(html.P, f"{id}-note", v, className="note"),
        ],
        className="number",
    )


def nothing(text: str) -> html.P:
    """What an empty scene says instead of its numbers."""
    return html.P(text, className="nothing")
