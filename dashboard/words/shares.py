"""Shares: rates are cut, never rounded, in the direction that does not flatter the hall.

So the rule of `data.rules.percent` says; parts of a whole are rounded, and named as such.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import floor
from typing import Any

from dashboard.words.language import Lang
from dashboard.words.numbers import MISSING, number
from data.definitions import Text
from data.rules.percent import percent

Share = Mapping[str, Any]
"""`{numerator, denominator}`."""


def rate(share: Share | None, favourable: bool = True) -> str:
    """A share as a percentage with two decimals, without its sign: 99.83."""
    if not share or share.get("denominator") in (None, 0) or share.get("numerator") is None:
        return MISSING
    cut = percent(share["numerator"], share["denominator"], favourable)
    return MISSING if cut is None else f"{cut:.2f}"


def percentage(share: Share | None, favourable: bool = True) -> str:
    """A share with its sign: 99.83%."""
    written = rate(share, favourable)
    return MISSING if written == MISSING else f"{written}%"


def whole_percentage(share: float) -> str:
    """The mark at which a scale begins or ends: 95%."""
    return f"{share * 100:.0f}%"


def of(share: Share) -> str:
    """What a rate is made of: 1,843 / 1,846."""
    return f"{number(share.get('numerator'))} / {number(share.get('denominator'))}"


def score(mean: Share | None) -> str:
    """A mean of scores from its sum and their number, with two decimals, cut like a rate: 4.85."""
    if not mean or not mean.get("denominator") or mean.get("numerator") is None:
        return MISSING
    return f"{floor(Fraction(mean['numerator']) * 100 / Fraction(mean['denominator'])) / 100:.2f}"


def hundred(mean: Share) -> str:
    """A mean of scores of 1–5 on a scale of 0 to 100, cut to one decimal: 96.3."""
    above = Fraction(mean["numerator"]) / Fraction(mean["denominator"]) - 1
    return f"{floor(above * 250) / 10:.1f}"


def interval(bounds: tuple[float, float], lang: Lang) -> str:
    """An interval of shares, with its unit at both ends in Chinese: 98.60%～98.73% · 98.60–98.73%.

    Widened to two decimals: the lower end is cut down, the upper one up.
    """
    low = rate({"numerator": bounds[0], "denominator": 1})
    high = rate({"numerator": bounds[1], "denominator": 1}, favourable=False)
    return f"{low}%～{high}%" if lang == "zh" else f"{low}–{high}%"


def full_interval(bounds: tuple[float, float], lang: Lang) -> str:
    """95%区间98.60%～98.73% · 95% interval 98.60–98.73%."""
    return Text("95%区间", "95% interval ")[lang] + interval(bounds, lang)


def share(part: float, whole: float) -> str:
    """A part of a whole as 75.9%: one decimal, rounded half up; "" where there is no whole.

    A part is never nothing (<0.1%) and, unless it is all, never everything (>99.9%).
    """
    if not whole:
        return ""
    thousandths = floor(Fraction(part) / Fraction(whole) * 1000 + Fraction(1, 2))
    if part and not thousandths:
        return "<0.1%"
    return ">99.9%" if thousandths >= 1000 and part < whole else f"{thousandths / 10:.1f}%"
