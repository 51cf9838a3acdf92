"""中介机构: the firms that offer their service in the hall's market. They sell to the public: named."""

from __future__ import annotations

from data.catalog.intermediaries.common import FIRST, RULES, service
from data.catalog.reference import LISTED, titles
from data.catalog.reform.common import RECORDED
from data.definitions import WHEN_IT_CHANGES, Dataset, Dimension, Field, Indicator, Text, codes
from data.derive.services.intermediaries import derive_firms
from data.measures.stock import in_force

LICENCES = codes(
    first=("甲级（一级）", "first class"),
    second=("乙级（二级）", "second class"),
    third=("丙级（三级）", "third class"),
    filed=("备案", "filed"),
    unknown=("未注明", "not stated"),
)

DATASETS = (
    Dataset(
        id="intermediaries",
        title=Text("中介机构", "Intermediaries"),
        description=Text(
            "在本厅中介服务市场公布名称、收费和时限的中介机构。",
            "Firms that publish their name, fee and time in the hall's market of intermediary services.",
        ),
        key=("intermediary",),
        counted=Text("家", "firms"),
        subject="service",
        fields=(
            Field(
                "intermediary",
                "text",
                Text("中介机构编号", "Firm's number"),
                required=True,
                header="中介机构编号",
            ),
            *titles("中介机构名称", "Firm's name"),
            service(),
            Field(
                "licence_level",
                "code",
                Text("资质等级", "Licence"),
                codes=LICENCES,
                derived=True,
                header="资质等级",
            ),
            Field(
                "joined_on",
                "date",
                Text("入驻日期", "Listed from"),
                required=True,
                scheduled=True,
                header="入驻日期",
            ),
            Field(
                "left_on",
                "date",
                Text("退出日期", "Listed until"),
                scheduled=True,
                note=Text("含当日；空为仍在册", "inclusive; empty: still listed"),
                header="退出日期",
            ),
            Field(
                "listed_price",
                "number",
                Text("公布收费", "Published fee"),
                minimum=0,
                unit=Text("元", "yuan"),
                note=Text("一项常规服务的公布价格", "for one usual service, as published"),
                header="公布收费",
            ),
            Field(
                "promised_days",
                "number",
                Text("承诺时限", "Promised time"),
                minimum=0,
                unit=Text("工作日", "working days"),
                header="承诺时限",
            ),
            LISTED,
            RECORDED,
        ),
        indicators=(
            Indicator(
                id="intermediaries-listed",
                title=Text("在册中介机构", "Firms listed"),
                formula=Text("期末在册的中介机构数", "firms listed at the end of the period"),
                measure=in_force("joined_on", "left_on"),
                dimensions=("kind",),
                reference=RULES,
                versions=FIRST,
            ),
        ),
        dimensions=(Dimension("kind", Text("中介服务类别", "Kind of service")),),
        newest=("joined_on",),
        reference=True,
        label=("title_zh", "title_en"),
        derive=derive_firms,
        ordered=(("joined_on", "left_on"),),
        cadence=WHEN_IT_CHANGES,
    ),
)
