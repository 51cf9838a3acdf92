"""申请材料: which papers an item needs, where each comes from, and since when."""

from __future__ import annotations

from data.catalog.guides.item_indicators import SHARING
from data.catalog.reform.common import FIRST, RECORDED
from data.definitions import WHEN_IT_CHANGES, Dataset, Dimension, Field, Indicator, Text, codes
from data.measures import in_force

SOURCES = codes(
    applicant=("申请人提交", "brought by the applicant"),
    shared=("数据共享免提交", "had by sharing data"),
    promise=("告知承诺", "a signed promise instead"),
)

PAPERS = Dataset(
    id="item-papers",
    title=Text("申请材料", "Papers to apply with"),
    description=Text(
        "办理事项所需的每一份材料及其来源：由申请人提交、通过数据共享取得、以告知承诺代替。来源改变的，"
        "旧条目终止，新条目起用。",
        "Each paper that an item needs and where it comes from: from the applicant, by sharing data, or "
        "replaced by a signed promise. When that changes, an entry ends and another begins.",
    ),
    key=("item", "paper", "valid_from"),
    counted=Text("份", "papers"),
    fields=(
        Field(
            "item",
            "text",
            Text("事项", "Item"),
            refers="items",
            required=True,
            indexed=True,
            header="事项编码",
            label="事项名称",
        ),
        Field("paper", "text", Text("材料编码", "Paper code"), required=True, header="材料编码"),
        Field(
            "valid_from",
            "date",
            Text("起用日期", "In force from"),
            required=True,
            scheduled=True,
            header="起用日期",
        ),
        Field(
            "valid_until",
            "date",
            Text("终止日期", "In force until"),
            scheduled=True,
            note=Text("当日仍有效；空为现行有效", "inclusive; empty: until further notice"),
            header="终止日期",
        ),
        Field(
            "title_zh",
            "text",
            Text("材料名称（中文）", "Paper (Chinese)"),
            required=True,
            header="材料名称",
        ),
        Field(
            "title_en", "text", Text("材料名称（英文）", "Paper (English)"), header="材料英文名称"
        ),
        Field(
            "source",
            "code",
            Text("材料来源", "Where it comes from"),
            codes=SOURCES,
            required=True,
            header="材料来源",
        ),
        Field(
            "required",
            "boolean",
            Text("必须提交", "Always needed"),
            note=Text("否：仅部分情形需要", "false: in some cases only"),
            header="是否必要",
        ),
        RECORDED,
    ),
    dimensions=(Dimension("source", Text("材料来源", "Where it comes from")),),
    indicators=(
        Indicator(
            id="papers-in-force",
            title=Text("现行申请材料", "Papers to apply with"),
            formula=Text(
                "期末现行有效的申请材料，同一材料在几个事项中分别计算",
                "papers in force at the end of the period, each counted for each item",
            ),
            measure=in_force("valid_from", "valid_until"),
            dimensions=("source",),
            reference=SHARING,
            versions=FIRST,
        ),
    ),
    newest=("valid_from",),
    cadence=WHEN_IT_CHANGES,
    subject="service",
    ordered=(("valid_from", "valid_until"),),
    valid=("valid_from", "valid_until"),
)
DATASETS = (PAPERS,)
