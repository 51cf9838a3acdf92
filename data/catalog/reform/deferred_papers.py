"""补交材料: the papers that follow an approval granted first, by kind, with their dates."""

from __future__ import annotations

from data.catalog.reform.common import FIRST, RECORDED
from data.definitions import WHEN_IT_CHANGES, Dataset, Dimension, Field, Indicator, Text, codes
from data.measures import Count, Share

RULES = Text(
    "本厅先办后补规定（待大厅确认）",
    "the hall's rules on papers that follow (to be confirmed)",
)
KINDS = codes(
    land_approval=("建设用地批准文件", "approval of construction land"),
    planning_permit=("建设用地规划许可证", "planning permit for construction land"),
    works_permit=("建设工程规划许可证", "planning permit for construction works"),
    site_opinion=("用地预审与选址意见书", "land review and site opinion"),
    environment=("环境影响评价批复", "environmental impact approval"),
    energy=("节能审查意见", "energy-saving review"),
    water_soil=("水土保持方案批复", "soil and water conservation approval"),
    flood=("洪水影响评价批复", "flood impact approval"),
    fire_design=("消防设计审查意见", "fire safety design review"),
    air_defence=("人防工程审查意见", "civil air defence review"),
    forest=("使用林地审核同意书", "consent to use forest land"),
    higher_reply=("上级机关批复文件", "reply of a higher authority"),
    capital=("资金落实证明", "proof of funds"),
    other=("其他材料", "another paper"),
)

PAPERS = Dataset(
    id="deferred-papers",
    title=Text("先办后补材料", "Papers that follow an approval"),
    description=Text(
        "先办后补项目应补的每一份材料的期限和收到日期。材料名称取自固定目录。",
        "Each paper owed after an approval granted first: when it was due and when it came. Papers are "
        "named from a fixed list.",
    ),
    key=("approval_no", "paper"),
    counted=Text("份", "papers"),
    fields=(
        Field(
            "approval_no",
            "text",
            Text("先办后补编号", "Number of the approval"),
            required=True,
            keyed=True,
            note=Text("与先办后补记录相同的密钥散列", "the keyed hash that the approval has"),
            header="先办后补编号",
        ),
        Field(
            "paper", "code", Text("材料", "Paper"), codes=KINDS, required=True, header="材料名称"
        ),
        Field(
            "due_on",
            "date",
            Text("补交期限", "Due on"),
            required=True,
            scheduled=True,
            indexed=True,
            header="补交期限",
        ),
        Field(
            "received_on", "date", Text("收到日期", "Received on"), indexed=True, header="收到日期"
        ),
        RECORDED,
    ),
    indicators=(
        Indicator(
            id="papers-on-time",
            title=Text("材料按期补交率", "Papers received on time"),
            formula=Text(
                "按期收到的材料 ÷ 期内补交期限届满的材料",
                "papers received no later than due ÷ papers that fell due in the period",
            ),
            measure=Share(of=lambda r: r.received_on <= r.due_on),
            unit="fraction",
            dated="due_on",
            settled=True,
            dimensions=("paper",),
            favourable="high",
            reference=RULES,
            versions=FIRST,
        ),
        Indicator(
            id="papers-received",
            title=Text("收到补交材料", "Papers received"),
            formula=Text("期内收到的补交材料份数", "papers received in the period"),
            measure=Count(),
            dated="received_on",
            dimensions=("paper",),
            reference=RULES,
            versions=FIRST,
        ),
    ),
    dimensions=(Dimension("paper", Text("材料", "Paper")),),
    newest=("received_on",),
    cadence=WHEN_IT_CHANGES,
    subject="reform",
)
