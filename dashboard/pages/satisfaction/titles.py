"""What a title of /satisfaction says of all ratings: how many of them are good."""

from __future__ import annotations

from typing import Any

from dashboard import words
from dashboard.words import RATINGS, Lang
from data.definitions import Text


def of_all(whole: int, good: dict[str, Any], lang: Lang) -> str:
    """441条主动评价里403条是好评 · 30条主动评价全是好评; by the whole per cent of a thousand and more."""
    if not whole:
        return Text("这段时间暂无主动评价", "No ratings in this time yet")[lang]
    n = words.counted(whole, RATINGS, lang)
    if not words.enough(whole):
        return Text(f"{n}主动评价，样本不足，不计算比率", f"{n}: too few for a share")[lang]
    rated_good = good["numerator"]
    if rated_good == whole:
        return Text(f"{n}主动评价全是好评", f"All {n} are good" if whole > 1 else f"{n}: good")[
            lang
        ]
    if not rated_good:
        return Text(f"{n}主动评价里没有好评", f"None of {n} is good")[lang]
    if words.in_counts(whole):
        count = words.counted(rated_good, RATINGS, "zh")
        return Text(
            f"{n}主动评价里{count}是好评",
            f"{words.number(rated_good)} of {n} {words.plural(rated_good, 'is', 'are')} good",
        )[lang]
    share = words.in_title(good, RATINGS)
    return Text(f"{n}主动评价里，{share.zh}是好评", f"{share.en} of {n} are good")[lang]
