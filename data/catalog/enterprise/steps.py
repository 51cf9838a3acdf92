"""代办环节: the steps of projects that are accompanied, by the stage of approval.

A project has eight or nine steps: five of them may be one firm's. So no number is about fewer than
twenty, which are of three projects at least.
"""

from __future__ import annotations

from data.catalog.enterprise.common import FIRST, RECORDED, between, day, number
from data.definitions import Dataset, Dimension, Field, Indicator, Text, Threshold, codes
from data.derive.enterprise import derive_steps
from data.measures import Count, Quantile, Share

LEAST_STEPS = 20
RULES = Text(
    "阶段依据国办发〔2019〕11号工程建设项目审批制度改革；代办时限依据本厅代办制（待大厅确认）",
    "stages: General Office, 2019 No. 11, on approvals of construction projects; limits: the hall's "
    "rules on agents (to be confirmed)",
)
PHASES = codes(
    land=("立项用地规划许可", "project and land"),
    works=("工程建设许可", "works"),
    start=("施工许可", "start of building"),
    finish=("竣工验收", "completion"),
)
DATASETS = (
    Dataset(
        id="agency-steps",
        title=Text("代办环节", "Steps of projects accompanied"),
        description=Text(
            "代办项目的审批环节、期限和办结。只公布按年汇总的数量。",
            "The steps of projects that are accompanied, when they were due and completed. Numbers by year.",
        ),
        key=("project_no", "step"),
        counted=Text("个", "steps"),
        fields=(
            number("project_no", "项目编号", "Project number"),
            Field("step", "integer", Text("环节序号", "Step"), required=True, minimum=1, header="环节序号"),
            Field("phase", "code", Text("阶段", "Stage"), codes=PHASES, required=True, header="阶段"),
            day("accepted_on", "受理日期", "Accepted on", required=True, indexed=True),
            day("due_on", "承诺日期", "Due on", scheduled=True, indexed=True),
            day("completed_on", "办结日期", "Completed on", indexed=True),
            Field(
                "used_days", "integer", Text("用时", "Days used"), computed=True,
                unit=Text("工作日", "working days"),
            ),
            RECORDED,
        ),
        dimensions=(Dimension("phase", Text("阶段", "Stage")),),
        indicators=(
            Indicator(
                "agency-steps",
                Text("代办环节办结", "Steps completed"),
                Text("期内办结的代办环节数", "steps of projects accompanied that were completed in the period"),
                Count(), dated="completed_on", dimensions=("phase",), reference=RULES, versions=FIRST,
            ),
            Indicator(
                "agency-step-days-median",
                Text("代办环节用时中位数", "Median days of a step"),
                Text("期内办结的代办环节所用工作日的中位数", "median of the working days of steps completed in the period"),
                Quantile("used_days", 0.5),
                "days", "completed_on", ("phase",), favourable="low", reference=RULES, versions=FIRST,
            ),
            Indicator(
                "agency-steps-on-time",
                Text("代办环节按期率", "Steps on time"),
                Text("按期办结的环节 ÷ 期内承诺日期届满的环节", "steps completed no later than promised ÷ steps that fell due in the period"),
                Share(of=lambda r: r.completed_on <= r.due_on),
                "fraction", "due_on", settled=True, favourable="high", reference=RULES, versions=FIRST,
            ),
        ),
        newest=("completed_on",),
        derive=derive_steps,
        settings=("calendar",),
        waits=between("accepted_on", "completed_on"),
        ordered=(("accepted_on", "completed_on"),),
        control=Threshold(LEAST_STEPS, "year", ("phase",)),
        records=False,
        subject="enterprise",
    ),
)  # fmt: skip
