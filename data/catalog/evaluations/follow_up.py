"""What became of bad ratings: verified, replied to, rectified, called back."""

from __future__ import annotations

from data.catalog.evaluations.rules import (
    FOLLOW_UP,
    LEVELS,
    STANDARD,
    WHERE,
    bad,
)
from data.definitions import Indicator, Text
from data.measures import Count, Share

FOLLOW_UP_INDICATORS = (
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
        reference=LEVELS,
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
        reference=FOLLOW_UP,
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
        reference=FOLLOW_UP,
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
        reference=FOLLOW_UP,
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
        reference=FOLLOW_UP,
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
        reference=FOLLOW_UP,
    ),
    Indicator(
        id="bad-reply-rate",
        title=Text("差评回复率", "Bad ratings replied to"),
        formula=Text(
            "已回复的差评 ÷ 期内差评；限登记回复日期的来源",
            "bad ratings replied to by now ÷ bad ratings given in the period, of sources that record replies",
        ),
        measure=Share(
            of=lambda r: r.replied_on.is_not(None),
            among=lambda r: (
                bad(r) & ((r.reply_recorded == True) | r.replied_on.is_not(None))  # noqa: E712
            ),
        ),
        unit="fraction",
        dated="rated_on",
        dimensions=WHERE,
        favourable="high",
        reference=STANDARD,
    ),
    Indicator(
        id="called-back-rectified-rate",
        title=Text("回访整改率", "Rectified and called back"),
        formula=Text(
            "已整改且已回访的属实差评 ÷ 整改期限在期内且已过的属实差评",
            "upheld bad ratings rectified and called back ÷ upheld bad ratings whose limit passed in the period",
        ),
        measure=Share(
            of=lambda r: r.rectified_on.is_not(None) & r.called_back_on.is_not(None),
            among=lambda r: bad(r) & (r.verified == "upheld"),
        ),
        unit="fraction",
        dated="rectify_due_on",
        dimensions=WHERE,
        settled=True,
        favourable="high",
        reference=STANDARD,
    ),
    Indicator(
        id="called-back-satisfied-rate",
        title=Text("回访整改满意率", "Satisfied when called back"),
        formula=Text(
            "回访时对整改表示满意的差评 ÷ 期内已整改、已回访并表态的差评",
            "satisfied with what was put right ÷ bad ratings of the period rectified, called back and answered",
        ),
        measure=Share(
            of=lambda r: r.callback_satisfied == True,  # noqa: E712
            among=lambda r: (
                bad(r)
                & r.rectified_on.is_not(None)
                & r.called_back_on.is_not(None)
                & r.callback_satisfied.is_not(None)
            ),
        ),
        unit="fraction",
        dated="rated_on",
        dimensions=WHERE,
        favourable="high",
        reference=STANDARD,
    ),
)
