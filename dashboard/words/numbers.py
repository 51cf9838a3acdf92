"""Counts, amounts and ratios in figures, grouped by thousands; where there is none, `—`."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor, isclose
from typing import Any

from dashboard.words.language import Lang

MISSING = "—"


def number(value: float | None) -> str:
    """A count with thousands separators; half days and the like with one decimal: 1,846 · 2.5."""
    if value is None:
        return MISSING
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def sample(n: float | None) -> str:
    """Of how many a value is, on one line: N = 1,583."""
    return f"N\u00a0=\u00a0{number(n)}"


def amount(value: float | None) -> str:
    """A sum of money or a limit, with up to two decimals: 1,234.5."""
    return MISSING if value is None else f"{value:,.2f}".rstrip("0").rstrip(".")


def large(value: float | None, lang: Lang) -> str:
    """A count for a place with little room: in Chinese 89.2万 from 10,000 on, one decimal.

    Rounded half up, but cut where that would claim a whole 万 not reached: 99,960 is 9.9万.
    """
    if value is None or lang != "zh" or abs(value) < 10_000:
        return number(value)
    tenths = int((abs(value) + 500) // 1_000)
    if tenths % 10 == 0 and tenths * 1_000 > abs(value):
        tenths -= 1
    whole, tenth = divmod(tenths, 10)
    sign = "−" if value < 0 else ""
    return f"{sign}{whole:,}.{tenth}万" if tenth else f"{sign}{whole:,}万"


def decimal(row: Mapping[str, Any], per: int = 1, favourable: bool = True) -> str:
    """A ratio's value with two decimals: a favourable one cut down, an unfavourable one up: 3.21.

    From its `numerator` and `denominator` where it has them, which are exact, times `per`.
    """
    if row.get("value") is None:
        return MISSING
    numerator, denominator = row.get("numerator"), row.get("denominator")
    exact = Fraction(str(row["value"]))
    if numerator is not None and denominator:
        exact = per * Fraction(str(numerator)) / Fraction(str(denominator))
    return f"{(floor if favourable else ceil)(exact * 100) / 100:,.2f}"


def between_decimals(bounds: tuple[float, float], lang: Lang) -> str:
    """Two bounds of a ratio, widened to two decimals: 1.23～4.57 · 1.23–4.57."""
    low, high = floor(bounds[0] * 100) / 100, ceil(bounds[1] * 100) / 100
    return f"{low:,.2f}{'～' if lang == 'zh' else '–'}{high:,.2f}"


def tick(value: float, step: float, lang: Lang) -> str:
    """A mark on an axis, with as many decimals as its `step` needs: 99.75."""
    if float(step).is_integer():
        return large(round(value), lang)
    decimals = next(d for d in range(1, 9) if isclose(round(step, d), step))
    return f"{value:,.{decimals}f}"


def printed_share(value: float, decimals: int) -> str:
    """A share with as many decimals as somebody else has printed it: 99.36% · 90%."""
    return f"{value * 100:.{decimals}f}%"


def share_bounds(low: float, high: float) -> tuple[str, str]:
    """Two bounds of a share, widened to two decimals: 0.00%, 3.63%."""
    return f"{floor(low * 10_000) / 100:.2f}%", f"{ceil(high * 10_000) / 100:.2f}%"


def version(value: int) -> str:
    """A data version in groups of three, as on a printed form: 18 204."""
    return f"{value:,}".replace(",", "\u2009")


def file_size(size: int) -> str:
    """Bytes as a file manager has them, to two digits: 830 B, 12 kB, 7.9 MB."""
    if size < 1_000:
        return f"{size} B"
    shown, units = size / 1_000, ["kB", "MB", "GB"]
    while shown >= 999.5 and len(units) > 1:
        shown, units = shown / 1_000, units[1:]
    return f"{shown:.1f} {units[0]}" if shown < 9.95 else f"{shown:.0f} {units[0]}"
