"""How many ratings there are, and how good they are."""

from __future__ import annotations

from data.catalog.evaluations.follow_up import FOLLOW_UP_INDICATORS
from data.catalog.evaluations.rules import (
    HALL_RULE,
    LEVELS,
    NAMED_AS_MEASURED,
    SET_ASIDE,
    STANDARD,
    WHERE,
    accepted,
    active,
)
from data.definitions import Indicator, Text
from data.measures import Count, Ratio, Remainder, Share, Total

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
        reference=LEVELS,
    ),
    Indicator(
        id="default-ratings",
        title=Text("默认评价量", "Default ratings"),
        formula=Text(
            "期内逾期未评价、由系统默认为好评的评价数；不纳入任何比率",
            "ratings given by silence in the period; they never enter a rate",
        ),
        measure=Count(where=lambda r: r.is_default == True),  # noqa: E712
        dated="rated_on",
        dimensions=WHERE,
        reference=HALL_RULE,
    ),
    Indicator(
        id="good-rating-rate",
        title=Text("主动评价好评率", "Share of good ratings"),
        formula=Text(
            "（非常满意 + 满意 + 基本满意）÷ 主动评价数；好评含“基本满意”，不含默认评价，含不予采纳的差评",
            "(very satisfied + satisfied + fairly satisfied) ÷ active ratings: 'fairly satisfied' counts as "
            "good, ratings by silence are left out, bad ratings set aside are not",
        ),
        beside=("satisfied-rating-rate", "good-rating-rate-accepted", "unrated-rate"),
        versions=NAMED_AS_MEASURED,
        measure=Share(of=lambda r: r.score >= 3, among=active),
        unit="fraction",
        dated="rated_on",
        dimensions=WHERE,
        favourable="high",
        reference=LEVELS,
    ),
    Indicator(
        id="satisfied-rating-rate",
        title=Text("满意及以上占比", "Satisfied or very satisfied"),
        formula=Text(
            "（非常满意 + 满意）÷ 主动评价数；不含“基本满意”",
            "(very satisfied + satisfied) ÷ active ratings: four and five stars, without 'fairly satisfied'",
        ),
        measure=Share(of=lambda r: r.score >= 4, among=active),
        unit="fraction",
        dated="rated_on",
        dimensions=WHERE,
        favourable="high",
        reference=HALL_RULE,
    ),
    Indicator(
        id="good-rating-rate-accepted",
        title=Text(
            "主动评价好评率（剔除不予采纳）", "Share of good ratings, without those set aside"
        ),
        formula=Text(
            "（非常满意 + 满意 + 基本满意）÷ 主动评价数，均不计不予采纳的评价",
            "(very satisfied + satisfied + fairly satisfied) ÷ active ratings, both without those set aside",
        ),
        measure=Share(of=lambda r: r.score >= 3, among=accepted),
        unit="fraction",
        dated="rated_on",
        dimensions=WHERE,
        favourable="high",
        reference=SET_ASIDE,
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
        reference=LEVELS,
    ),
    Indicator(
        id="bad-rating-rate-accepted",
        title=Text("差评率（剔除不予采纳）", "Share of bad ratings, without those set aside"),
        formula=Text(
            "（不满意 + 非常不满意）÷ 主动评价数，均不计不予采纳的评价",
            "(dissatisfied + very dissatisfied) ÷ active ratings, both without those set aside",
        ),
        measure=Share(of=lambda r: r.score <= 2, among=accepted),
        unit="fraction",
        dated="rated_on",
        dimensions=WHERE,
        favourable="low",
        reference=SET_ASIDE,
    ),
    Indicator(
        id="ratings-set-aside",
        title=Text("不予采纳的评价", "Ratings set aside"),
        formula=Text(
            "期内主动评价中不予采纳的评价数",
            "of the ratings given in the period, those set aside by now",
        ),
        measure=Count(where=lambda r: active(r) & (r.set_aside == True)),  # noqa: E712
        dated="rated_on",
        dimensions=WHERE,
        reference=SET_ASIDE,
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
        reference=HALL_RULE,
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
        reference=HALL_RULE,
    ),
    Indicator(
        id="unrated-rate",
        title=Text("未评率", "Not rated"),
        formula=Text(
            "（期内办结的办件数 − 期内主动评价数）÷ 期内办结的办件数；默认评价视为未评",
            "(cases completed − active ratings) ÷ cases completed in the period: a rating by silence is none",
        ),
        measure=Remainder("ratings", "cases-completed"),
        unit="fraction",
        dimensions=WHERE,
        favourable="low",
        reference=STANDARD,
    ),
    *FOLLOW_UP_INDICATORS,
)
