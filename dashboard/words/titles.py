"""Shares as titles print them: of fewer than a thousand the counts, else by the whole per cent.

All and none are said as what they are, and two decimals stay in numbers and tables. Nothing flatters:
a per cent is cut against the hall, and next to 0 or 100 is on which side of the mark it lies.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from dashboard.words.numbers import number
from dashboard.words.shares import Share, percentage
from dashboard.words.units import CASES, Unit
from data.definitions import Text

LEAST = 1_000
"""Of fewer than this a per cent would say more than is known."""


def in_counts(n: float) -> bool:
    """Whether a title says of so many the counts."""
    return n < LEAST


def in_title(share: Share, unit: Unit | Text = CASES, favourable: bool | None = True) -> Text:
    """A share in words: 441条中403条 · 全部60件 · 73%. The denominator is not 0.

    Of one alone nothing is said of "all" or "none". `favourable` is None for a part among others, which is rounded as its table rounds it.
    """
    part, whole = share["numerator"], share["denominator"]
    n, of = number(part), number(whole)
    if whole == 1:
        return Text(f"{of}{unit['zh']}中{n}{unit['zh']}", f"{n} of {of}")
    if part == whole:
        return Text(f"全部{of}{unit['zh']}", f"all {of}")
    if not part:
        return Text(f"{of}{unit['zh']}中没有一{unit['zh']}", f"none of {of}")
    if in_counts(whole):
        return Text(f"{of}{unit['zh']}中{n}{unit['zh']}", f"{n} of {of}")
    return per_cent(Fraction(part) / Fraction(whole), favourable)


def makes_up(share: Text) -> str:
    """占24% · 1,191件中286件: that a part makes up so much of a whole, in Chinese."""
    return f"占{share.zh}" if share.zh[:1].isdigit() and share.zh.endswith("%") else share.zh


def per_cent(value: float | Fraction, favourable: bool | None = True) -> Text:
    """A fraction by the whole per cent: 73%; 不到1%, 超过99% beside the ends."""
    if 0 < value < Fraction(1, 100):
        return Text("不到1%", "under 1%")
    if Fraction(99, 100) < value < 1:
        return Text("超过99%", "over 99%")
    hundredths = Fraction(value).limit_denominator(10**9) * 100
    if favourable is None:
        hundredths += Fraction(1, 2)
    cut = f"{ceil(hundredths) if favourable is False else floor(hundredths)}%"
    return Text(cut, cut)


def told_apart(
    shares: Sequence[Share], unit: Unit | Text = CASES, favourable: bool = True
) -> list[Text]:
    """Shares that one title compares: those that would read alike and are not have two decimals."""
    brief = [in_title(one, unit, favourable) for one in shares]

    def is_mistaken(i: int) -> bool:
        return any(
            other == brief[i] and shares[j]["value"] != shares[i]["value"]
            for j, other in enumerate(brief)
        )

    exact = (percentage(one, favourable) for one in shares)
    return [
        Text(printed, printed) if is_mistaken(i) else brief[i] for i, printed in enumerate(exact)
    ]
