"""一表定责、限时办结: the steps of projects in the development zone, whose they are, and their limits.

A zone has some twenty projects a year, each of one firm. So a record tells months, not days, and numbers
by department or step are of whole months; whether a step was on time is seen from its limit and the
working days it took.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from data.catalog.codes import ZONES
from data.catalog.parallel.common import number_of_run, used_days, working_days
from data.catalog.parallel.zone_steps import RULES, STEPS
from data.catalog.reference import CALENDAR, DEPARTMENT
from data.catalog.reform.common import FIRST, RECORDED
from data.definitions import Dataset, Dimension, Field, Indicator, Text
from data.derive.parallel import derive_zone_commitments
from data.measures import Count, Flow, Quantile, Share, Stock

BREAKDOWN = ("department", "step")


def _late(r: Any) -> Any:
    return r.completed_on.is_(None) | (r.completed_on > r.due_on)


def _looks_at(r: Any, first: int, last: int) -> Any:
    """Steps whose limit or days used may look at days from `first` to `last`."""
    ends_later = r.due_on.is_(None) | (r.due_on >= first) | (r.completed_on >= first)
    return (r.started_on <= last) & ends_later


def _month(id: str, zh: str, en: str, note: Text | None = None, **more: Any) -> Field:
    """A date that is published as its month."""
    return Field(
        id, "date", Text(zh, en), precision="month", indexed=True, note=note, header=zh, **more
    )


FIELDS = (
    number_of_run("项目编号", "Project number", id="project_ref"),
    Field(
        "step",
        "text",
        Text("环节", "Step"),
        refers="zone-steps",
        required=True,
        header="环节编码",
        label="环节名称",
    ),
    Field("zone", "code", Text("园区", "Zone"), codes=ZONES, required=True, header="园区"),
    DEPARTMENT,
    working_days("limit_days", "办理时限", "Limit", required=True),
    _month(
        "listed_on",
        "列表日期",
        "Put on the table on",
        Text("该项目责任表印发之日", "when the project's table was issued"),
        required=True,
    ),
    _month("started_on", "开始日期", "Started on"),
    Field(
        "due_on",
        "date",
        Text("应办结日期", "Due on"),
        computed=True,
        scheduled=True,
        indexed=True,
        precision="month",
        note=Text("开始日期后第“办理时限”个工作日", "so many working days after the start"),
    ),
    _month("completed_on", "办结日期", "Completed on"),
    used_days(Text("开始至办结", "from the start to the end")),
    replace(RECORDED, precision="month"),
    CALENDAR,
)
INDICATORS = (
    Indicator(
        id="zone-steps-started",
        title=Text("经开区项目开始环节", "Zone projects: steps started"),
        formula=Text("期内开始办理的项目环节数", "steps of projects started in the period"),
        measure=Count(),
        dated="started_on",
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="zone-steps-completed",
        title=Text("经开区项目办结环节", "Zone projects: steps completed"),
        formula=Text("期内办结的项目环节数", "steps of projects completed in the period"),
        measure=Count(),
        dated="completed_on",
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="zone-steps-waiting",
        title=Text("经开区项目未开始环节", "Zone projects: steps not started"),
        formula=Text(
            "期末已列表、尚未开始的环节数", "steps on a project's table and not started at the end"
        ),
        measure=Stock(Flow("listed_on"), Flow("started_on")),
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="zone-steps-running",
        title=Text("经开区项目办理中环节", "Zone projects: steps in progress"),
        formula=Text(
            "期末已开始、尚未办结的环节数，含超期的",
            "steps started and not completed at the end of the period, those overdue included",
        ),
        measure=Stock(
            Flow("started_on"),
            Flow("completed_on", where=lambda r: r.started_on.is_not(None)),
        ),
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="zone-steps-overdue",
        title=Text("经开区项目超期环节", "Zone projects: steps overdue"),
        formula=Text(
            "期末应办结日期已过、尚未办结的环节数",
            "steps past their due date and not completed at the end of the period",
        ),
        measure=Stock(
            Flow("due_on", where=_late, lag=1),
            Flow("completed_on", where=lambda r: r.completed_on > r.due_on),
        ),
        dimensions=BREAKDOWN,
        favourable="low",
        past_limit=True,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="zone-step-on-time",
        title=Text("经开区项目环节按时率", "Zone projects: steps on time"),
        formula=Text(
            "应办结日期当日或之前办结的 ÷ 应办结日期在期内且已过的环节",
            "completed by the due date ÷ steps whose due date lies in the period and has passed",
        ),
        measure=Share(of=lambda r: r.completed_on <= r.due_on),
        unit="fraction",
        dated="due_on",
        settled=True,
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="zone-step-days-median",
        title=Text("经开区项目环节用时中位数", "Zone projects: days of a step, median"),
        formula=Text(
            "期内办结的环节，自开始至办结的工作日数中位数",
            "median of working days from start to end, of steps completed in the period",
        ),
        measure=Quantile("used_days", 0.5),
        unit="days",
        dated="completed_on",
        dimensions=BREAKDOWN,
        favourable="low",
        reference=RULES,
        versions=FIRST,
    ),
)

DATASETS = (
    Dataset(
        id="zone-commitments",
        title=Text("一表定责、限时办结", "One table: duties and limits"),
        description=Text(
            "经开区项目各环节的责任部门、办理时限和办理进度。不含企业和项目名称；单条记录的日期公布到月。",
            "The steps of projects in the development zone: the department responsible, the limit and how "
            "far it is. Without firms or projects; a record's dates are published by the month.",
        ),
        key=("project_ref", "step"),
        subject="reform",
        counted=Text("个", "steps"),
        fields=FIELDS,
        indicators=INDICATORS,
        dimensions=(
            Dimension("department", Text("责任部门", "Department responsible"), grain="month"),
            Dimension("step", Text("环节", "Step"), grain="month"),
        ),
        newest=("completed_on", "started_on", "listed_on"),
        derive=derive_zone_commitments,
        waits=_looks_at,
        settings=("calendar",),
        ordered=(("listed_on", "started_on"), ("started_on", "completed_on")),
    ),
    STEPS,
)
