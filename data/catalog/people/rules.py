"""制度: the rules by which the hall works, with their number and the dates between which they hold."""

from __future__ import annotations

from data.catalog.people.common import FIRST, RECORDED, day
from data.catalog.reference import LISTED, titles
from data.definitions import WHEN_IT_CHANGES, Dataset, Dimension, Field, Indicator, Text, codes
from data.derive.reference import derive_reference
from data.measures import Flow, Stock

KINDS = codes(
    window=("窗口管理", "management of windows"),
    service=("服务规范", "service"),
    assessment=("考核", "assessment"),
    project=("项目服务", "projects"),
    disclosure=("政府信息公开", "disclosure"),
)

DATASETS = (
    Dataset(
        id="hall-rules",
        title=Text("制度", "Rules of the hall"),
        description=Text(
            "大厅制定的管理制度：名称、文号、印发日期、施行日期和废止日期。",
            "The rules that the hall has made: name, number, when they were issued, come into force and were "
            "repealed.",
        ),
        key=("rule",),
        counted=Text("项", "rules"),
        fields=(
            Field("rule", "text", Text("制度编码", "Rule code"), required=True, header="制度编码"),
            *titles("制度名称", "Name"),
            Field("number", "text", Text("文号", "Number"), required=True, header="文号"),
            Field("kind", "code", Text("制度类别", "Kind"), codes=KINDS, required=True, header="制度类别"),
            day("issued_on", "印发日期", "Issued on", required=True),
            day("in_force_from", "施行日期", "In force from", required=True, scheduled=True, indexed=True),
            day(
                "repealed_on", "废止日期", "Repealed on", scheduled=True,
                note=Text("自该日起不再施行；空为现行有效", "no longer in force from that day; empty: in force"),
            ),
            LISTED,
            RECORDED,
        ),
        dimensions=(Dimension("kind", Text("制度类别", "Kind")),),
        indicators=(
            Indicator(
                id="rules-in-force",
                title=Text("现行制度", "Rules in force"),
                formula=Text(
                    "期末已施行且未废止的制度数",
                    "rules in force and not repealed at the end of the period",
                ),
                measure=Stock(Flow("in_force_from"), Flow("repealed_on")),
                dimensions=("kind",),
                reference=Text("大厅制度台账", "the hall's book of rules"),
                versions=FIRST,
            ),
        ),
        newest=("in_force_from", "repealed_on"),
        ordered=(("issued_on", "in_force_from"), ("in_force_from", "repealed_on")),
        cadence=WHEN_IT_CHANGES,
        reference=True,
        label=("title_zh", "title_en"),
        derive=derive_reference,
        subject="supervision",
    ),
)  # fmt: skip
