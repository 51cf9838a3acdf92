"""一件事办件: applications for a matter that may be handled as one, and whether they were.

They are not a field of the cases: one application is several cases, of several departments, and the
cases of a hall are some hundred times as many.
"""

from __future__ import annotations

from typing import Any

from data.catalog.parallel.common import due_on, number_of_run, used_days, working_days
from data.catalog.parallel.one_matters import RULES
from data.catalog.reference import CALENDAR
from data.catalog.reform.common import FIRST, RECORDED
from data.definitions import Dataset, Dimension, Field, Indicator, Text
from data.derive.parallel import derive_one_matter_runs
from data.measures import Count, Quantile, Share, Sum

BREAKDOWN = ("matter",)


def _looks_at(r: Any, first: int, last: int) -> Any:
    """Applications whose limit or days used may look at days from `first` to `last`."""
    ends_later = r.due_on.is_(None) | (r.due_on >= first) | (r.completed_on >= first)
    return (r.accepted_on <= last) & ends_later


FIELDS = (
    number_of_run("一件事办件编号", "Application number", id="matter_run_no"),
    Field(
        "matter",
        "text",
        Text("一件事", "Matter"),
        refers="one-matters",
        required=True,
        indexed=True,
        header="一件事编码",
        label="一件事名称",
    ),
    Field(
        "accepted_on",
        "date",
        Text("受理日期", "Accepted on"),
        required=True,
        indexed=True,
        header="受理日期",
    ),
    Field(
        "together",
        "boolean",
        Text("联办", "Handled as one"),
        required=True,
        note=Text(
            "否：申请人或部门改为分别办理",
            "false: the applicant or a department had it handled apart",
        ),
        header="是否联办",
    ),
    Field(
        "cases_n",
        "integer",
        Text("包含事项数", "Items it comprises"),
        minimum=1,
        unit=Text("项", "items"),
        header="包含事项数",
    ),
    working_days("promised_days", "承诺时限", "Promised"),
    due_on(Text("受理日期后第“承诺时限”个工作日", "so many working days after acceptance")),
    Field(
        "completed_on", "date", Text("办结日期", "Completed on"), indexed=True, header="办结日期"
    ),
    used_days(Text("受理至办结", "from acceptance to completion")),
    RECORDED,
    CALENDAR,
)
INDICATORS = (
    Indicator(
        id="one-matter-runs",
        title=Text("一件事办件", "Applications for matters handled as one"),
        formula=Text(
            "期内受理的“一件事”申请数，含改为分别办理的",
            "applications for a matter on the list accepted in the period, those handled apart included",
        ),
        measure=Count(),
        dated="accepted_on",
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="one-matter-items",
        title=Text("一件事包含事项", "Items in matters handled as one"),
        formula=Text(
            "期内受理、联办的“一件事”所含事项数合计",
            "items comprised by the applications accepted in the period and handled as one",
        ),
        measure=Sum(of=lambda r: r.cases_n, among=lambda r: r.together == True),  # noqa: E712
        dated="accepted_on",
        dimensions=BREAKDOWN,
        counted=Text("项", "items"),
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="together-rate",
        title=Text("一件事联办率", "Handled as one"),
        formula=Text(
            "联办的 ÷ 期内受理的“一件事”申请",
            "handled as one ÷ applications accepted in the period",
        ),
        measure=Share(of=lambda r: r.together == True),  # noqa: E712
        unit="fraction",
        dated="accepted_on",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="one-matter-on-time",
        title=Text("一件事按时办结率", "Matters handled as one, on time"),
        formula=Text(
            "承诺截止日期当日或之前办结的 ÷ 承诺截止日期在期内且已过的联办申请",
            "completed by the due date ÷ applications handled as one whose due date lies in the period and "
            "has passed",
        ),
        measure=Share(
            of=lambda r: r.completed_on <= r.due_on,
            among=lambda r: r.together == True,  # noqa: E712
        ),
        unit="fraction",
        dated="due_on",
        settled=True,
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="one-matter-days-median",
        title=Text("一件事用时中位数", "Days of a matter handled as one, median"),
        formula=Text(
            "期内办结的联办申请，自受理至办结的工作日数中位数",
            "median of working days from acceptance to completion, of those handled as one and completed",
        ),
        measure=Quantile("used_days", 0.5, among=lambda r: r.together == True),  # noqa: E712
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
        id="one-matter-runs",
        title=Text("一件事办件", "Matters handled as one: applications"),
        description=Text(
            "“一件事”申请的受理、办结和是否联办。不含申请人。",
            "Applications for matters on the list: when accepted and completed, and whether handled as one; "
            "without applicants.",
        ),
        key=("matter_run_no",),
        subject="reform",
        counted=Text("件", "applications"),
        fields=FIELDS,
        indicators=INDICATORS,
        dimensions=(Dimension("matter", Text("一件事", "Matter")),),
        newest=("completed_on", "accepted_on"),
        derive=derive_one_matter_runs,
        waits=_looks_at,
        settings=("calendar",),
        ordered=(("accepted_on", "completed_on"),),
    ),
)
