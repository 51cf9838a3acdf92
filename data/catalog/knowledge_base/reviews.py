"""条目复核: who is answered from an entry relies on somebody having looked at it within the year."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.catalog.reference import DEPARTMENT
from data.definitions import (
    WHEN_IT_CHANGES,
    Dataset,
    Dimension,
    Field,
    Indicator,
    Text,
    Version,
    codes,
)
from data.derive.services.knowledge_base import derive_reviews
from data.measures import Count, Flow, Share, Stock

FIRST = (Version(date(2026, 11, 28), Text("首次公布", "first published")),)
TWELVE_MONTHS = Text(
    "本厅知识库管理规定：每12个月至少复核一次（待大厅确认）",
    "the hall's rules on the knowledge base: a review every 12 months at least (to be confirmed)",
)
RESULTS = codes(
    unchanged=("无变动", "nothing changed"),
    revised=("已修订", "revised"),
)
BREAKDOWN = ("department",)
RECORDED = Field(
    "recorded_at", "instant", Text("入库时间", "Recorded at"), precision="day", header="入库时间"
)


def _late(r: Any) -> Any:
    return r.followed_on.is_(None) | (r.followed_on > r.due_on)


FIELDS = (
    Field("review_no", "text", Text("复核编号", "Review"), required=True, header="复核编号"),
    Field(
        "faq",
        "text",
        Text("条目", "Entry"),
        refers="faqs",
        required=True,
        header="条目编号",
        label="问题",
    ),
    DEPARTMENT,
    Field(
        "reviewed_on",
        "date",
        Text("复核日期", "Reviewed on"),
        required=True,
        indexed=True,
        note=Text("首次为上线之日", "the first one is the day on which it went live"),
        header="复核日期",
    ),
    Field("result", "code", Text("复核结果", "Result"), codes=RESULTS, header="复核结果"),
    Field(
        "due_on",
        "date",
        Text("下次复核期限", "Next review due on"),
        derived=True,
        scheduled=True,
        indexed=True,
        note=Text("未填报的为复核日期起12个月", "where not stated: 12 months after the review"),
        header="下次复核期限",
    ),
    Field(
        "followed_on",
        "date",
        Text("下次复核或停用日期", "Reviewed again or retired on"),
        indexed=True,
        header="下次复核或停用日期",
    ),
    RECORDED,
)
INDICATORS = (
    Indicator(
        id="faq-stale",
        title=Text("超过12个月未复核", "Not reviewed for 12 months"),
        formula=Text(
            "期末复核期限已过、尚未复核且未停用的条目数",
            "entries whose review was due and has not been made at the end of the period, nor retired",
        ),
        measure=Stock(
            Flow("due_on", where=_late, lag=1),
            Flow("followed_on", where=lambda r: r.followed_on > r.due_on),
        ),
        favourable="low",
        past_limit=True,
        counted=Text("条", "entries"),
        dimensions=BREAKDOWN,
        reference=TWELVE_MONTHS,
        versions=FIRST,
    ),
    Indicator(
        id="faq-reviews-made",
        title=Text("条目复核", "Reviews of entries"),
        formula=Text("期内复核（含上线）的次数", "reviews made in the period, going live included"),
        measure=Count(),
        dated="reviewed_on",
        dimensions=BREAKDOWN,
        reference=TWELVE_MONTHS,
        versions=FIRST,
    ),
    Indicator(
        id="faq-reviewed-on-time",
        title=Text("条目按期复核率", "Reviewed on time"),
        formula=Text(
            "期限内复核或停用的 ÷ 期内复核期限届满的",
            "reviewed again or retired no later than due ÷ reviews that fell due in the period",
        ),
        measure=Share(of=lambda r: r.followed_on <= r.due_on),
        unit="fraction",
        dated="due_on",
        settled=True,
        dimensions=BREAKDOWN,
        favourable="high",
        reference=TWELVE_MONTHS,
        versions=FIRST,
    ),
)

REVIEWS = Dataset(
    id="faq-reviews",
    title=Text("知识库复核", "Reviews of the knowledge base"),
    description=Text(
        "每一条目每次复核的日期、下次期限和实际复核日期。",
        "When each entry was reviewed, by when it had to be again, and when it was.",
    ),
    key=("review_no",),
    counted=Text("次", "reviews"),
    fields=FIELDS,
    indicators=INDICATORS,
    dimensions=(Dimension("department", Text("部门", "Department")),),
    newest=("followed_on", "reviewed_on"),
    subject="service",
    cadence=WHEN_IT_CHANGES,
    derive=derive_reviews,
    ordered=(("reviewed_on", "followed_on"),),
)
