"""走访企业: visits to businesses in their zones, by zone, by industry, by who came."""

from __future__ import annotations

from data.catalog.enterprise.common import (
    FIRST,
    INDUSTRIES,
    LEAST,
    RECORDED,
    ZONE,
    day,
    number,
)
from data.definitions import Dataset, Dimension, Field, Indicator, Text, Threshold, codes
from data.measures import Count, DistinctCount

RULES = Text(
    "本厅走访企业制度（待大厅确认）",
    "the hall's rules on visits to businesses (to be confirmed)",
)
BY = ("zone", "industry", "visitor")
DATASETS = (
    Dataset(
        id="enterprise-visits",
        title=Text("走访企业", "Visits to businesses"),
        description=Text(
            "大厅到园区走访企业的记录。企业数量少，只公布按年汇总的数量，不公布企业名称和单次走访。",
            "Visits to businesses in their zones. They are few: numbers are published by year, neither "
            "names nor single visits.",
        ),
        key=("visit_no",),
        counted=Text("次", "visits"),
        fields=(
            number("visit_no", "走访编号", "Visit number"),
            day("visited_on", "走访日期", "Visited on", required=True, indexed=True),
            ZONE,
            Field(
                "industry", "code", Text("行业", "Industry"), codes=INDUSTRIES, required=True,
                header="行业",
            ),
            Field(
                "visitor", "code", Text("走访人员", "Who came"),
                codes=codes(leader=("班子成员", "leaders"), section=("科室", "sections")),
                required=True, header="走访人员",
            ),
            number("enterprise_ref", "企业编号", "Number of the business"),
            RECORDED,
        ),
        dimensions=(
            Dimension("zone", Text("园区", "Zone")),
            Dimension("industry", Text("行业", "Industry")),
            Dimension("visitor", Text("走访人员", "Who came")),
        ),
        indicators=(
            Indicator(
                id="enterprise-visits",
                title=Text("走访企业次数", "Visits to businesses"),
                formula=Text("期内走访企业的次数", "visits to businesses in the period"),
                measure=Count(),
                dated="visited_on",
                dimensions=BY,
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="enterprises-visited",
                title=Text("走访企业家数", "Businesses visited"),
                formula=Text(
                    "期内走访的不同企业数，一家多次走访只计一次；只按年、不分园区",
                    "different businesses visited in the period, each once; by year, not by zone",
                ),
                measure=DistinctCount("enterprise_ref"),
                dated="visited_on",
                counted=Text("家", "businesses"),
                reference=RULES,
                versions=FIRST,
            ),
        ),
        newest=("visited_on",),
        control=Threshold(LEAST, "year", BY),
        records=False,
        subject="enterprise",
    ),
)  # fmt: skip
