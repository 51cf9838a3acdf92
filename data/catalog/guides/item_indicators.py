"""What the list of items says of its guides: forms with samples, papers to bring."""

from __future__ import annotations

from sqlalchemy import case

from data.catalog.reform.common import FIRST
from data.definitions import Indicator, Text
from data.measures import Share, Total

LICENSING = Text(
    "行政许可法第二十九条（格式文本）、第三十条（示范文本）",
    "Administrative Licensing Law, Art. 29 (forms) and 30 (samples)",
)
SHARING = Text(
    "行政许可法第三十一条；数据共享免提交的范围待大厅确认",
    "Administrative Licensing Law, Art. 31; what is shared is to be confirmed by the hall",
)
BREAKDOWN = ("department", "kind")

GUIDE_INDICATORS = (
    Indicator(
        id="forms-available",
        title=Text("有样表事项占比", "Items with form and sample"),
        formula=Text(
            "既有格式文本又有示范文本的清单内事项 ÷ 清单内事项",
            "listed items with a form and a filled sample ÷ listed items",
        ),
        measure=Share(
            of=lambda r: (r.forms_n > 0) & (r.samples_n > 0),
            among=lambda r: (r.listed == True) & r.forms_n.is_not(None),  # noqa: E712
        ),
        unit="fraction",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=LICENSING,
        versions=FIRST,
    ),
    Indicator(
        id="papers-per-item",
        title=Text("每个事项申请材料", "Papers per item"),
        formula=Text(
            "申请材料合计 ÷ 有材料清单的事项",
            "Σ papers ÷ items that have a list of papers",
        ),
        measure=Total(
            of=lambda r: r.papers_n,
            over=lambda r: case((r.papers_n > 0, 1), else_=0),
            among=lambda r: r.papers_n > 0,
        ),
        unit="papers",
        dimensions=BREAKDOWN,
        favourable="low",
        reference=SHARING,
        versions=FIRST,
    ),
    Indicator(
        id="papers-shared-rate",
        title=Text("材料免提交率", "Papers that need not be brought"),
        formula=Text(
            "通过数据共享免提交的材料 ÷ 申请材料",
            "papers that the hall gets by sharing data ÷ papers",
        ),
        measure=Total(
            of=lambda r: r.papers_shared_n,
            over=lambda r: r.papers_n,
            among=lambda r: r.papers_n > 0,
        ),
        unit="fraction",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=SHARING,
        versions=FIRST,
    ),
)
