"""并联环节: what each department had to decide in a parallel approval, by when, and how it did."""

from __future__ import annotations

from typing import Any

from data.catalog.parallel.common import PARALLEL_RULES, due_on, number_of_run, used_days
from data.catalog.parallel.common import working_days as stated_days
from data.catalog.reference import CALENDAR, DEPARTMENT
from data.catalog.reform.common import FIRST, RECORDED, SCHEMES
from data.definitions import Dataset, Dimension, End, Field, Indicator, Text, codes
from data.derive.parallel import derive_steps
from data.measures import Count, Flow, Quantile, Share, Stock

OUTCOMES = codes(
    agreed=("同意", "agreed"),
    agreed_if=("附条件同意", "agreed with conditions"),
    refused=("不同意", "not agreed"),
    returned=("退回补正", "returned for correction"),
)
BREAKDOWN = ("department", "scheme")


def _looks_at(r: Any, first: int, last: int) -> Any:
    """Steps whose limit or days used may look at days from `first` to `last`."""
    ends_later = r.due_on.is_(None) | (r.due_on >= first) | (r.completed_on >= first)
    return (r.opened_on <= last) & ends_later


def _late(r: Any) -> Any:
    return r.completed_on.is_(None) | (r.completed_on > r.due_on)


FIELDS = (
    number_of_run("并联办件编号", "Application number"),
    Field(
        "step",
        "integer",
        Text("环节序号", "Step"),
        required=True,
        minimum=1,
        header="环节序号",
    ),
    Field(
        "scheme",
        "code",
        Text("并联审批方案", "Parallel-approval scheme"),
        codes=SCHEMES,
        header="并联审批方案",
    ),
    DEPARTMENT,
    Field(
        "item",
        "text",
        Text("事项", "Item"),
        refers="items",
        header="事项编码",
        label="事项名称",
    ),
    Field(
        "opened_on",
        "date",
        Text("环节开始日期", "Opened on"),
        required=True,
        indexed=True,
        header="环节开始日期",
    ),
    stated_days(
        "alone_days",
        "单独办理时限",
        "Limit on its own",
        Text(
            "不并联时该事项的办理时限", "how long the approval may take when it is not side by side"
        ),
    ),
    stated_days("promised_days", "环节承诺时限", "Promised", required=True),
    due_on(
        Text(
            "环节开始日期后第“环节承诺时限”个工作日",
            "so many working days after the step was opened",
        )
    ),
    Field(
        "completed_on",
        "date",
        Text("环节办结日期", "Completed on"),
        indexed=True,
        header="环节办结日期",
    ),
    used_days(Text("环节开始至环节办结", "from the opening of the step to its end")),
    Field("outcome", "code", Text("环节意见", "Opinion"), codes=OUTCOMES, header="环节意见"),
    RECORDED,
    CALENDAR,
)
INDICATORS = (
    Indicator(
        id="steps-opened",
        title=Text("并联环节", "Steps of parallel approvals"),
        formula=Text(
            "期内开始的并联审批环节数", "steps of parallel approvals opened in the period"
        ),
        measure=Count(),
        dated="opened_on",
        dimensions=BREAKDOWN,
        reference=PARALLEL_RULES,
        versions=FIRST,
    ),
    Indicator(
        id="steps-completed",
        title=Text("办结环节", "Steps completed"),
        formula=Text(
            "期内办结的并联审批环节数", "steps of parallel approvals completed in the period"
        ),
        measure=Count(),
        dated="completed_on",
        dimensions=(*BREAKDOWN, "outcome"),
        reference=PARALLEL_RULES,
        versions=FIRST,
    ),
    Indicator(
        id="steps-overdue",
        title=Text("超期在办环节", "Steps overdue"),
        formula=Text(
            "期末承诺截止日期已过、尚未办结的环节数",
            "steps past their due date and not completed at the end of the period",
        ),
        measure=Stock(
            Flow("due_on", where=_late, lag=1),
            Flow("completed_on", where=lambda r: r.completed_on > r.due_on),
        ),
        favourable="low",
        past_limit=True,
        dimensions=BREAKDOWN,
        reference=PARALLEL_RULES,
        versions=FIRST,
    ),
    Indicator(
        id="step-on-time",
        title=Text("环节按时率", "Steps on time"),
        formula=Text(
            "承诺截止日期当日或之前办结的 ÷ 承诺截止日期在期内且已过的环节",
            "completed by the due date ÷ steps whose due date lies in the period and has passed",
        ),
        measure=Share(of=lambda r: r.completed_on <= r.due_on),
        unit="fraction",
        dated="due_on",
        settled=True,
        dimensions=BREAKDOWN,
        favourable="high",
        reference=PARALLEL_RULES,
        versions=FIRST,
    ),
    Indicator(
        id="step-days-median",
        title=Text("环节用时中位数", "Days of a step, median"),
        formula=Text(
            "期内办结的环节，自开始至办结的工作日数中位数",
            "median of working days from opening to end, of steps completed in the period",
        ),
        measure=Quantile("used_days", 0.5),
        unit="days",
        dated="completed_on",
        dimensions=BREAKDOWN,
        favourable="low",
        reference=PARALLEL_RULES,
        versions=FIRST,
    ),
)

DATASETS = (
    Dataset(
        id="parallel-steps",
        title=Text("并联审批环节", "Steps of parallel approvals"),
        description=Text(
            "并联办件中各部门的审批环节：开始、承诺截止和办结日期，环节意见。",
            "What each department decided in a parallel approval: when it was opened, due and completed, "
            "and its opinion.",
        ),
        key=("run_no", "step"),
        subject="reform",
        counted=Text("个", "steps"),
        fields=FIELDS,
        indicators=INDICATORS,
        dimensions=(
            Dimension("department", Text("部门", "Department")),
            Dimension("scheme", Text("并联审批方案", "Parallel-approval scheme")),
            Dimension("outcome", Text("环节意见", "Opinion")),
        ),
        newest=("completed_on", "opened_on"),
        derive=derive_steps,
        waits=_looks_at,
        settings=("calendar",),
        ordered=(("opened_on", "completed_on"),),
        ends=(End("outcome", ("completed_on",)),),
    ),
)
