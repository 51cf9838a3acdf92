"""复议、诉讼: administrative reviews and lawsuits over disclosure, table 四 of the annual report.

Parties, grounds and case numbers of courts are not stored, nor which request a case is about.
"""

from __future__ import annotations

from data.catalog.reference import DEPARTMENT
from data.definitions import Dataset, Dimension, End, Field, Indicator, Text, codes
from data.measures import Count, Flow, Share, Stock

REPORT = Text(
    "政府信息公开工作年度报告格式（国办公开办函〔2021〕30号）表四",
    "format of the annual disclosure report (General Office of the State Council, letter 30 of 2021), table 4",
)
KINDS = codes(
    reconsideration=("行政复议", "administrative reconsideration"),
    direct_litigation=("行政诉讼：未经复议直接起诉", "lawsuit without reconsideration"),
    litigation_after_reconsideration=("行政诉讼：复议后起诉", "lawsuit after reconsideration"),
)
RESULTS = codes(
    upheld=("结果维持", "upheld"),
    corrected=("结果纠正", "corrected"),
    other=("其他结果", "other result"),
)
BREAKDOWN = ("department", "kind")

DATASETS = (
    Dataset(
        id="disclosure-reviews",
        title=Text("政府信息公开行政复议与诉讼", "Reconsiderations and lawsuits over disclosure"),
        description=Text(
            "因政府信息公开工作被申请行政复议、提起行政诉讼的情况。不含当事人和案由。",
            "Reconsiderations and lawsuits over government information; without parties or grounds.",
        ),
        key=("review_no",),
        counted=Text("件", "reviews"),
        fields=(
            Field("review_no", "text", Text("编号", "Number"), required=True, header="编号"),
            DEPARTMENT,
            Field(
                "kind",
                "code",
                Text("类别", "Kind"),
                codes=KINDS,
                required=True,
                header="类别",
                words={
                    "行政复议": "reconsideration",
                    "直接起诉": "direct_litigation",
                    "复议后起诉": "litigation_after_reconsideration",
                },
            ),
            Field(
                "filed_on",
                "date",
                Text("提出日期", "Filed on"),
                required=True,
                indexed=True,
                header="提出日期",
            ),
            Field(
                "concluded_on",
                "date",
                Text("审结日期", "Concluded on"),
                indexed=True,
                header="审结日期",
            ),
            Field("result", "code", Text("审理结果", "Result"), codes=RESULTS, header="审理结果"),
            Field("recorded_at", "instant", Text("入库时间", "Recorded at"), header="入库时间"),
        ),
        indicators=(
            Indicator(
                id="disclosure-reviews-filed",
                title=Text("新收复议、诉讼案件", "Reviews filed"),
                formula=Text(
                    "期内提出的行政复议和行政诉讼数",
                    "reconsiderations and lawsuits filed in the period",
                ),
                measure=Count(),
                dated="filed_on",
                dimensions=BREAKDOWN,
                reference=REPORT,
            ),
            Indicator(
                id="disclosure-reviews-concluded",
                title=Text("审结复议、诉讼案件", "Reviews concluded"),
                formula=Text(
                    "期内审结的行政复议和行政诉讼数",
                    "reconsiderations and lawsuits concluded in the period",
                ),
                measure=Count(),
                dated="concluded_on",
                dimensions=(*BREAKDOWN, "result"),
                reference=REPORT,
            ),
            Indicator(
                id="disclosure-reviews-pending",
                title=Text("尚未审结", "Reviews pending"),
                formula=Text(
                    "期末已提出、尚未审结的行政复议和行政诉讼数",
                    "reconsiderations and lawsuits filed and not concluded at the end of the period",
                ),
                measure=Stock(inflow=Flow("filed_on"), outflow=Flow("concluded_on")),
                dimensions=BREAKDOWN,
                reference=REPORT,
            ),
            Indicator(
                id="disclosure-corrected-rate",
                title=Text("纠错率", "Corrected on review"),
                formula=Text(
                    "期内审结且结果纠正的行政复议、行政诉讼案件 ÷ 期内审结的行政复议、行政诉讼案件",
                    "reviews concluded with a correction ÷ reviews concluded in the period",
                ),
                measure=Share(of=lambda r: r.result == "corrected"),
                unit="fraction",
                dated="concluded_on",
                dimensions=BREAKDOWN,
                favourable="low",
                reference=REPORT,
            ),
        ),
        dimensions=(
            Dimension("department", Text("部门", "Department")),
            Dimension("kind", Text("类别", "Kind")),
            Dimension("result", Text("审理结果", "Result")),
        ),
        newest=("concluded_on", "filed_on"),
        ordered=(("filed_on", "concluded_on"),),
        ends=(End("result", ("concluded_on",)),),
        subject="disclosure",
    ),
)
