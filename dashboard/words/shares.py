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
from dashboard.words.units import Unit, counted, unit_of
from data.definitions import Text
from data.hall import hall
from data.rules.intervals import wilson
from data.rules.percent import percent

Share = Mapping[str, Any]
"""`{numerator, denominator}`."""
TOO_FEW = Text("样本不足", "too few")


def least() -> int:
    """Of fewer records than this no rate, mean or median is printed, on any page."""
    return hall().least_n


def enough(n: float | None) -> bool:
    """The one rule on small samples: whether a rate, a mean or a median of `n` may be printed."""
    return n is not None and n >= least()


def rate(share: Share | None, favourable: bool = True) -> str:
    """A share as a percentage with two decimals, without its sign: 99.83; `–` of too few."""
    if not share or not enough(share.get("denominator")) or share.get("numerator") is None:
        return MISSING
    return _cut(share["numerator"], share["denominator"], favourable)


def _cut(numerator: float, denominator: float, favourable: bool) -> str:
    cut = percent(numerator, denominator, favourable)
    return MISSING if cut is None else f"{cut:.2f}"


def few(n: float | None, unit: Unit, lang: Lang) -> str:
    """Why there is no rate, with N: 12条，不足30条，不算比率; "" where there are enough."""
    if enough(n):
        return ""
    if not n:
        return Text("暂无可统计的记录", "nothing to count yet")[lang]
    count, bound = counted(n, unit, lang), number(least())
    return Text(
        f"{count}，不足{bound}{unit.zh}，不算比率", f"{count}: fewer than {bound} make no rate"
    )[lang]


def stated(
    share: Share | None, what: Text | Unit, unit: Unit, lang: Lang, favourable: bool = True
) -> tuple[str, str]:
    """A rate without its sign, and the note that belongs beside it: what it is made of.

    `what` follows the numbers: 1,843 / 1,846件有期限的; a `Unit` as it goes with them: 1 / 1 visit. Of too few there is no rate, and the note
    says so with the numbers: they are all that can be said.
    """
    share = share or {}
    n = share.get("denominator")
    if not n:
        return MISSING, few(n, unit, lang)
    word = Text(what.zh, f" {unit_of(n, what, 'en')}") if isinstance(what, Unit) else what
    note = f"{of(share)}{word[lang]}"
    if enough(n):
        return rate(share, favourable), note
    bound = number(least())
    more = Text(f"；不足{bound}{unit.zh}，不算比率", f"; fewer than {bound} make no rate")
    return MISSING, note + more[lang]


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
    if not mean or not enough(mean.get("denominator")) or mean.get("numerator") is None:
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
    low, high = _cut(bounds[0], 1, True), _cut(bounds[1], 1, False)
    return f"{low}%～{high}%" if lang == "zh" else f"{low}–{high}%"


def interval_of(share: Share) -> tuple[float, float] | None:
    """The 95 % interval of a share, as fractions: its own, else Wilson's; None of nothing."""
    if "low" in share:
        return share["low"], share["high"]
    n = share.get("denominator")
    return wilson(share["numerator"], n) if n else None


def full_interval(bounds: tuple[float, float], lang: Lang) -> str:
    """95%区间98.60%～98.73% · 95% interval 98.60–98.73%."""
    return Text("95%区间", "95% interval ")[lang] + interval(bounds, lang)


def share(part: float, whole: float) -> str:
    """A part of a whole as 75.9%: one decimal, rounded half up; "" where the whole is too few.

    A part is never nothing (<0.1%) and, unless it is all, never everything (>99.9%).
    """
    if not enough(whole):
        return ""
    thousandths = floor(Fraction(part) / Fraction(whole) * 1000 + Fraction(1, 2))
    if part and not thousandths:
        return "<0.1%"
    return ">99.9%" if thousandths >= 1000 and part < whole else f"{thousandths / 10:.1f}%"
