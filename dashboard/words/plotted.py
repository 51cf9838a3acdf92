"""Numbers that plotly.js writes in the browser, in d3's own notation: the same rules as here."""

from __future__ import annotations

HOVER_COUNT = "%{x:,}"
"""The count along a horizontal bar: 1,846."""


def hover(unit: str, before: str = "%{customdata} · ") -> str:
    """What is said over a mark: 2026年11月24日 · 1,846件; up to two decimals."""
    gap = "" if unit == "%" or not unit.isascii() else " "
    return f"{before}%{{y:,.2~f}}{gap}{unit}<extra></extra>"


def tick_format(unit: str, cut: bool) -> str:
    """The marks of an axis of fractions, scores or counts; `cut`: it does not begin at 0."""
    if unit == "fraction":
        return ".2~%" if cut else ".0%"
    return ".3~f" if cut else ",.0f"
