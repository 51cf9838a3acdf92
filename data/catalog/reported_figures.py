"""公开报道数字: what was reported of the hall, number by number, to be held against its records."""

from __future__ import annotations

from data.catalog.reference import LISTED, titles
from data.definitions import WHEN_IT_CHANGES, Dataset, Field, Text, codes
from data.derive.reference import derive_reference

COMPARATORS = codes(
    eq=("等于", "equal to"),
    gt=("大于", "more than"),
    gte=("不小于", "at least"),
    about=("约", "about"),
)
UNITS_REPORTED = codes(
    count=("计数", "a count"),
    fraction=("比率", "a rate"),
    days=("工作日", "working days"),
    rank=("名次", "a rank"),
    month=("月份", "a month"),
)

DATASETS = (
    Dataset(
        id="reported-figures",
        title=Text("公开报道数字", "Reported figures"),
        description=Text(
            "公开报道、工作报告中关于本厅的数字，逐项登记出处、日期、时期和对应指标，与记录重算的结果对照。"
            "只登记数字，不转载原文。",
            "Figures about this hall from the press and from reports, one by one, with source, date, period "
            "and the indicator that they are of, to be held against what records give. Numbers only, no text.",
        ),
        key=("claim",),
        counted=Text("项", "figures"),
        fields=(
            Field("claim", "text", Text("编号", "Claim"), required=True, header="编号"),
            *titles("数字名称", "What is reported"),
            Field(
                "report_zh",
                "text",
                Text("出处（中文）", "Source (Chinese)"),
                required=True,
                header="出处",
            ),
            Field("report_en", "text", Text("出处（英文）", "Source (English)"), header="英文出处"),
            Field(
                "quote_id",
                "text",
                Text("原文位置", "Place in the source"),
                note=Text("出处内的序号，不含原文", "a number inside the source, no text"),
                header="原文位置",
            ),
            Field("published_on", "date", Text("发布日期", "Published on"), header="发布日期"),
            Field("period_from", "date", Text("时期起", "Period from"), header="时期起"),
            Field("period_to", "date", Text("时期止", "Period to"), header="时期止"),
            Field(
                "period_note_zh",
                "text",
                Text("时期说明（中文）", "Note on the period (Chinese)"),
                header="时期说明",
            ),
            Field(
                "period_note_en",
                "text",
                Text("时期说明（英文）", "Note on the period (English)"),
                header="时期说明英文",
            ),
            Field(
                "indicator",
                "text",
                Text("对应指标", "Indicator"),
                note=Text("空：没有对应的指标", "empty: no indicator is of it"),
                header="对应指标",
            ),
            Field(
                "filter",
                "text",
                Text("筛选条件", "Filter"),
                note=Text(
                    "如 item_kind=approval，多项以 & 相连",
                    "such as item_kind=approval, several joined by &",
                ),
                header="筛选条件",
            ),
            Field(
                "value", "number", Text("报道的数", "Value reported"), required=True, header="数值"
            ),
            Field(
                "decimals",
                "integer",
                Text("小数位数", "Decimals"),
                minimum=0,
                maximum=4,
                note=Text(
                    "报道时的小数位数；比率按百分数计",
                    "as it was printed; of a rate, as a percentage",
                ),
                header="小数位数",
            ),
            Field(
                "comparator",
                "code",
                Text("比较方式", "Comparator"),
                codes=COMPARATORS,
                required=True,
                header="比较方式",
            ),
            Field(
                "unit",
                "code",
                Text("单位", "Unit"),
                codes=UNITS_REPORTED,
                required=True,
                header="单位",
            ),
            Field(
                "counted_zh", "text", Text("量词（中文）", "Counted in (Chinese)"), header="量词"
            ),
            Field(
                "counted_en",
                "text",
                Text("量词（英文）", "Counted in (English)"),
                header="英文量词",
            ),
            Field(
                "dimension",
                "text",
                Text("按维度计数", "Dimension counted"),
                note=Text(
                    "报道的是该维度中有数的编码个数，如参加梳理的部门数",
                    "the figure is how many codes of this dimension have any, such as departments reviewed",
                ),
                header="按维度计数",
            ),
            LISTED,
        ),
        ordered=(("period_from", "period_to"),),
        cadence=WHEN_IT_CHANGES,
        reference=True,
        derive=derive_reference,
        label=("title_zh", "title_en"),
    ),
)
