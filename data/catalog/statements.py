"""年报填报数据: what departments state for the annual report, and reports as they were published.

Table 二 (what was published without request, 条例第二十条) and part six (fees, 国办函〔2020〕109号)
come from the departments once a year. Published reports, of any year and organ, have tables 三 and 四
as well, to be held against the records. One figure a line, or a whole report (`data.intake.reports`).
"""

from __future__ import annotations

from data.catalog.disclosure.figures import CHANGE, FIGURES
from data.catalog.reference import DEPARTMENT
from data.definitions import Dataset, Field, Impossible, Text, codes
from data.derive.statements import derive_statement

BLANKS = codes(
    empty=("空白", "left empty"),
    na=("不适用（/）", "not applicable (/)"),
)
NUMBERLESS = {
    "EMPTY": "empty",
    "空白": "empty",
    **dict.fromkeys(("/", "／", "NA", "N/A", "-", "－", "—", "——", "不适用"), "na"),
}
"""What prints have where there is no number; an empty cell is EMPTY without saying so."""

DATASETS = (
    Dataset(
        id="disclosure-statements",
        title=Text("公开年报填报数据", "Disclosure report statements"),
        description=Text(
            "各部门为政府信息公开工作年度报告填报的数字（表二、信息处理费），"
            "以及各机关已公布年报的表二、表三、表四，一格一行。",
            "What departments state for the annual disclosure report (table 2 and information "
            "fees), and tables 2, 3 and 4 of reports as organs published them, a cell a line.",
        ),
        key=("year", "department", "figure"),
        fields=(
            Field(
                "year",
                "integer",
                Text("年度", "Year"),
                required=True,
                minimum=2008,
                maximum=2100,
                header="年度",
            ),
            Field(
                DEPARTMENT.id,
                "text",
                DEPARTMENT.title,
                refers="departments",
                required=True,
                indexed=True,
                header="部门编码",
                label="部门名称",
            ),
            Field(
                "figure",
                "code",
                Text("填报项目", "Figure"),
                codes=FIGURES,
                required=True,
                header="填报项目",
                words={
                    "规章-本年制发": "rules_made",
                    "规章-本年废止": "rules_repealed",
                    "规章-现行有效": "rules_in_force",
                    "行政规范性文件-本年制发": "normative_made",
                    "行政规范性文件-本年废止": "normative_repealed",
                    "行政规范性文件-现行有效": "normative_in_force",
                    "行政许可": "licences",
                    "行政处罚": "penalties",
                    "行政强制": "coercion",
                    "行政事业性收费（万元）": "charges",
                    "收费通知件数": "fee_notices",
                    "收费通知金额（元）": "fee_charged",
                    "实际收取金额（元）": "fee_received",
                },
            ),
            Field(
                "value",
                "number",
                Text("数值", "Value"),
                header="数值",
                blanks="blank",
                note=Text("空白和“/”不是0，见“无数说明”", "empty and / are not 0: see blank"),
            ),
            Field(
                "blank",
                "code",
                Text("无数说明", "Without a number"),
                codes=BLANKS,
                derived=True,
                header="无数说明",
                words=NUMBERLESS,
            ),
            Field(
                "source_url",
                "text",
                Text("公布网址", "Published at"),
                header="公布网址",
                note=Text(
                    "已公布的年报：公布的网址；部门填报的数字没有",
                    "of a published report: where; what a department states has none",
                ),
            ),
            Field("recorded_at", "instant", Text("入库时间", "Recorded at"), header="入库时间"),
        ),
        derive=derive_statement,
        printed=True,
        impossible=(
            Impossible(
                "value",
                lambda c: (c["value"] < 0) & ~c["figure"].str.ends_with(CHANGE),
                "only a change (…_change) can be below 0 只有“增/减”可以小于0",
            ),
            Impossible(
                "value",
                lambda c: (c["value"] % 1 != 0) & c["figure"].str.contains(".", literal=True),
                "requests and reviews are whole numbers 件数须为整数",
            ),
            Impossible(
                "blank",
                lambda c: c["value"].is_not_null() & c["blank"].is_not_null(),
                "a cell has a number or none, not both 有数的格不能同时标为空白",
            ),
        ),
        subject="disclosure",
        cadence=Text("每年一月", "each January"),
    ),
)
