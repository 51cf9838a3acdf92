"""Pieces that several scenes are made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard import words
from dashboard.parts import blocks
from dashboard.parts.blocks import View
from dashboard.words import Lang, Unit
from data.definitions import Text


def scene(id: str, empty: bool) -> dict[str, str]:
    """The live property of a scene's section."""
    return {"className": f"scene scene--{id}{' scene--empty' if empty else ''}"}


def section(id: str, v: View, children: list[Any]) -> html.Section:
    """The scene itself."""
    of = blocks.extra({"data-of": id})
    return blocks.live(html.Section, f"wall-{id}", v, children=children, **of)


# As many characters as a number beside others has room for: 999,999.
_WIDEST = 7


def value(written: str, ink: str = "") -> dict[str, str]:
    """A number's live properties; a missing one is quiet and has no unit beside it."""
    kind = "missing" if written == words.MISSING else ink
    if len(written) > _WIDEST:
        kind = f"{kind} n--long"
    return {"children": written, "className": " ".join(["n", *kind.split()])}


def ink(share: Mapping[str, Any] | None) -> str:
    """Jade for a rate of which nothing is missed; every other rate is plain."""
    share = share or {}
    n = share.get("denominator")
    return "kept" if words.enough(n) and share.get("numerator") == n else ""


def with_missed(
    share: Mapping[str, Any] | None, note: str, unit: Unit, missed: Text, lang: Lang
) -> list[Any]:
    """What a rate is made of, and how many were missed in their colour: 1,843 / 1,846，3件超期.

    `note` is what stands where nothing is missed or there is no rate; `missed`: 超期.
    """
    share = share or {}
    n, kept = share.get("denominator"), share.get("numerator")
    if not n or kept is None or kept == n or not words.enough(n):
        return [note]
    late = Text(
        f"{words.counted(n - kept, unit, 'zh')}{missed.zh}", f"{words.number(n - kept)} {missed.en}"
    )
    of = f"{words.number(kept)} / {words.number(n)}{Text('，', ', ')[lang]}"
    return [of, html.Span(late[lang], className="late")]


def headline(id: str, v: View, unit: str | Unit) -> html.Div:
    """The scene's largest number. Live ids: `id`, `id-label`, `id-note`; `id-unit` of a `Unit`."""
    return html.Div(
        [
            blocks.live(html.P, f"{id}-label", v, className="title"),
            html.P(
                [
                    blocks.live(html.Strong, id, v, className="n"),
                    blocks.unit_beside(id, v, unit),
                ],
                className="headline",
            ),
            blocks.live(html.P, f"{id}-note", v, className="compared"),
        ],
        className="first",
    )


def number(id: str, v: View, title: str | None, unit: str | Unit) -> html.Div:
    """A number with its title above and a note below. Live ids: `id`, `id-note`; `id-unit` of a `Unit`.

    A title that changes with the data is None here, and live as `id-title`.
    """
    return html.Div(
        [
            html.P(title, className="title")
            if title is not None
            else blocks.live(html.P, f"{id}-title", v, className="title"),
            html.P(
                [
                    blocks.live(html.Strong, id, v, className="n"),
                    blocks.unit_beside(id, v, unit),
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
