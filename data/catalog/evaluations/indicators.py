"""Every number counted from ratings, and the rows that count."""

from __future__ import annotations

from typing import Any

from data.definitions import Indicator, Text
from data.measures import Count, Ratio, Share, Total

SCHEME = Text(
    "《国务院办公厅关于建立政务服务“好差评”制度提高政务服务水平的意见》（国办发〔2019〕51号）",
    "General Office of the State Council, Opinions on the 'good/bad rating' system for government "
    "services (Guobanfa [2019] No. 51)",
)
WHERE = ("department", "window", "channel")


def active(r: Any) -> Any:
    """Given by a visitor, not by silence."""
    return r.is_default == False  # noqa: E712  (an SQL comparison)


def bad(r: Any) -> Any:
    """An active rating of the two lowest levels (差评)."""
    return active(r) & (r.score <= 2)


INDICATORS = (
    Indicator(
        id="ratings",
        title=Text("主动评价量", "Active ratings"),
        formula=Text(
            "评价时间在期内的主动评价数（不含默认评价）",
            "ratings given in the period, without those given by silence",
        ),
        measure=Count(where=active),
        dated="rated_on",
        dimensions=(*WHERE, "score"),
        reference=SCHEME,
    ),
    Indicator(
        id="default-ratings",
        title=Text("默认评价量", "Default ratings"),
        formula=Text(
            "期内逾期未评、系统按好评计入的评价数；不进入任何比率",
            "ratings given by silence in the period; they never enter a rate",
        ),
        measure=Count(where=lambda r: r.is_default == True),  # noqa: E712
        dated="rated_on",
        dimensions=WHERE,
        reference=SCHEME,
    ),
    Indicator(
        id="good-rating-rate",
        title=Text("好评率", "Share of good ratings"),
        formula=Text(
            "（非常满意 + 满意 + 基本满意）÷ 主动评价数",
            "(very satisfied + satisfied + fairly satisfied) ÷ active ratings",
        ),
        measure=Share(of=lambda r: r.score >= 3, among=active),
        unit="fraction",
        dated="rated_on",
        dimensions=WHERE,
        favourable="high",
        reference=SCHEME,
    ),
    Indicator(
        id="bad-rating-rate",
        title=Text("差评率", "Share of bad ratings"),
        formula=Text(
            "（不满意 + 非常不满意）÷ 主动评价数",
            "(dissatisfied + very dissatisfied) ÷ active ratings",
        ),
        measure=Share(of=lambda r: r.score <= 2, among=active),
        unit="fraction",
        dated="rated_on",
        dimensions=WHERE,
        favourable="low",
        reference=SCHEME,
    ),
    Indicator(
        id="bad-ratings",
        title=Text("差评量", "Number of bad ratings"),
        formula=Text(
            "期内不满意和非常不满意的主动评价数",
            "dissatisfied and very dissatisfied ratings given in the period",
        ),
        measure=Count(where=bad),
        dated="rated_on",
        dimensions=WHERE,
        favourable="low",
        reference=SCHEME,
    ),
    Indicator(
        id="bad-ratings-verified",
        title=Text("已核实差评量", "Bad ratings verified"),
        formula=Text(
            "期内差评中已核实（属实或不属实）的",
            "of the bad ratings given in the period, those found upheld or not upheld by now",
        ),
        measure=Count(where=lambda r: bad(r) & r.verified.in_(("upheld", "not_upheld"))),
        dated="rated_on",
        dimensions=WHERE,
        reference=SCHEME,
    ),
    Indicator(
        id="bad-ratings-upheld",
        title=Text("属实差评量", "Bad ratings upheld"),
        formula=Text(
            "期内差评中核实为属实的",
            "of the bad ratings given in the period, those upheld by now",
        ),
        measure=Count(where=lambda r: bad(r) & (r.verified == "upheld")),
        dated="rated_on",
        dimensions=WHERE,
        reference=SCHEME,
    ),
    Indicator(
        id="bad-ratings-rectified",
        title=Text("已整改差评量", "Bad ratings rectified"),
        formula=Text(
            "期内差评中已整改完成的",
            "of the bad ratings given in the period, those rectified by now",
        ),
        measure=Count(where=lambda r: bad(r) & r.rectified_on.is_not(None)),
        dated="rated_on",
        dimensions=WHERE,
        reference=SCHEME,
    ),
    Indicator(
        id="bad-ratings-pending",
        title=Text("处理中差评量", "Bad ratings being dealt with"),
        formula=Text(
            "期内差评中未整改、也未核实为不属实的",
            "of the bad ratings given in the period, those neither rectified nor found not upheld by now",
        ),
        measure=Count(
            where=lambda r: (
                bad(r)
                & r.rectified_on.is_(None)
                & (r.verified.is_(None) | (r.verified != "not_upheld"))
            )
        ),
        dated="rated_on",
        dimensions=WHERE,
        favourable="low",
        reference=SCHEME,
    ),
    Indicator(
        id="mean-score",
        title=Text("平均星级", "Mean score"),
        formula=Text("主动评价的星级合计 ÷ 主动评价数（1–5）", "Σ score ÷ active ratings (1–5)"),
        measure=Total(of=lambda r: r.score, over=lambda r: 1, among=active),
        unit="score",
        dated="rated_on",
        dimensions=WHERE,
        favourable="high",
        reference=SCHEME,
    ),
    Indicator(
        id="active-rating-rate",
        title=Text("主动评价率", "Active rating rate"),
        formula=Text(
            "期内主动评价数 ÷ 期内办结的办件数",
            "active ratings ÷ cases completed in the period",
        ),
        measure=Ratio("ratings", "cases-completed"),
        unit="fraction",
        dimensions=WHERE,
        favourable="high",
        reference=SCHEME,
    ),
    Indicator(
        id="rectification-rate",
        title=Text("差评整改率", "Bad ratings rectified in time"),
        formula=Text(
            "期限内整改完成的属实差评 ÷ 整改期限在期内且已过的属实差评",
            "upheld bad ratings rectified within the limit ÷ upheld bad ratings whose limit passed "
            "in the period",
        ),
        measure=Share(
            of=lambda r: r.rectified_on <= r.rectify_due_on,
            among=lambda r: bad(r) & (r.verified == "upheld"),
        ),
        unit="fraction",
        dated="rectify_due_on",
        dimensions=WHERE,
        settled=True,
        favourable="high",
        reference=Text(
            "差评整改时限见“口径与说明”",
            "the limit for putting bad ratings right is on the methods page",
        ),
    ),
    Indicator(
        id="call-back-rate",
        title=Text("实名差评回访率", "Call-back of named bad ratings"),
        formula=Text(
            "已回访的实名差评 ÷ 期内实名差评",
            "named bad ratings called back ÷ named bad ratings",
        ),
        measure=Share(
            of=lambda r: r.called_back_on.is_not(None),
            among=lambda r: bad(r) & (r.named == True),  # noqa: E712
        ),
        unit="fraction",
        dated="rated_on",
        dimensions=WHERE,
        favourable="high",
        reference=SCHEME,
    ),
)
