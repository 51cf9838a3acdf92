"""年报填报数据: the figures of the annual report that no record of the hall gives.

Table 二 (what was published without request, 条例第二十条) and part six (fees, 国办函〔2020〕109号)
come from the departments once a year, as one figure a line.
"""

from __future__ import annotations

from data.catalog.reference import DEPARTMENT
from data.definitions import Dataset, Field, Text, codes

FIGURES = codes(
    rules_made=("规章：本年制发件数", "government rules made in the year"),
    rules_repealed=("规章：本年废止件数", "government rules repealed in the year"),
    rules_in_force=("规章：现行有效件数", "government rules in force"),
    normative_made=("行政规范性文件：本年制发件数", "normative documents made in the year"),
    normative_repealed=("行政规范性文件：本年废止件数", "normative documents repealed in the year"),
    normative_in_force=("行政规范性文件：现行有效件数", "normative documents in force"),
    licences=("行政许可：本年处理决定数量", "administrative licences: decisions in the year"),
    penalties=("行政处罚：本年处理决定数量", "administrative penalties: decisions in the year"),
    coercion=("行政强制：本年处理决定数量", "administrative coercion: decisions in the year"),
    charges=(
        "行政事业性收费：本年收费金额（万元）",
        "administrative charges in the year (10,000 yuan)",
    ),
    fee_notices=("信息处理费：本年发出收费通知件数", "information fees: notices sent in the year"),
    fee_charged=("信息处理费：收费通知总金额（元）", "information fees: charged in all (yuan)"),
    fee_received=("信息处理费：实际收取总金额（元）", "information fees: received in all (yuan)"),
)

DATASETS = (
    Dataset(
        id="disclosure-statements",
        title=Text("公开年报填报数据", "Disclosure report statements"),
        description=Text(
            "各部门为政府信息公开工作年度报告填报的数字：表二（主动公开）和信息处理费。",
            "What departments state for the annual disclosure report: table 2 and information fees.",
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
                "value", "number", Text("数值", "Value"), required=True, minimum=0, header="数值"
            ),
            Field("recorded_at", "instant", Text("入库时间", "Recorded at"), header="入库时间"),
        ),
        cadence=Text("每年一月", "each January"),
    ),
)
