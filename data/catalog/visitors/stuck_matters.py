"""“办不成事”反映窗口: matters that people could not get done, brought to a window of their own."""

from __future__ import annotations

from typing import Any

from data.catalog.reference import CALENDAR
from data.catalog.visitors.common import FIRST, RECORDED, number
from data.definitions import Dataset, Dimension, End, Field, Indicator, Text, codes
from data.derive.services.visitors import derive_stuck_matters
from data.measures import Count, Flow, Quantile, Share, Stock

RULES = Text(
    "本厅“办不成事”反映窗口工作规则（待大厅确认）",
    "the hall's rules for the window for stuck matters (to be confirmed)",
)
CAUSES = codes(
    legacy=("历史遗留", "left over from the past"),
    system=("系统故障", "a system that failed"),
    papers=("材料缺失", "papers missing"),
    cross_department=("跨部门协调", "several departments"),
    rigid=("政策执行僵化", "rules applied rigidly"),
    other=("其他", "other"),
)
OUTCOMES = codes(
    solved=("已解决", "solved"),
    explained=("已解释说明", "explained"),
    cannot=("暂不能解决", "cannot be solved for now"),
)
BREAKDOWN = ("cause", "department")


def _late(r: Any) -> Any:
    return r.closed_on.is_(None) | (r.closed_on > r.due_on)


def _looks_at(r: Any, first: int, last: int) -> Any:
    """Matters whose days may be among those from `first` to `last`."""
    return (r.received_on <= last) & (r.closed_on.is_(None) | (r.closed_on >= first))


FIELDS = (
    number("matter_no", "反映编号", "Number"),
    Field(
        "received_on",
        "date",
        Text("反映日期", "Brought on"),
        required=True,
        indexed=True,
        header="反映日期",
    ),
    Field(
        "cause", "code", Text("未办成原因", "Why it was stuck"), codes=CAUSES, required=True, header="未办成原因"
    ),
    Field(
        "department",
        "text",
        Text("承办部门", "Department"),
        refers="departments",
        indexed=True,
        header="承办部门编码",
        label="承办部门名称",
    ),
    Field(
        "due_on",
        "date",
        Text("办理期限", "To be closed by"),
        required=True,
        scheduled=True,
        indexed=True,
        note=Text("登记时确定", "set as it is registered"),
        header="办理期限",
    ),
    Field("closed_on", "date", Text("办结日期", "Closed on"), indexed=True, header="办结日期"),
    Field("outcome", "code", Text("办理结果", "Outcome"), codes=OUTCOMES, header="办理结果"),
    Field(
        "used_days",
        "integer",
        Text("办理用时", "Days used"),
        computed=True,
        unit=Text("工作日", "working days"),
        note=Text("反映至办结的工作日数", "working days from being brought to being closed"),
    ),
    RECORDED,
    CALENDAR,
)  # fmt: skip

INDICATORS = (
    Indicator(
        id="stuck-matters",
        title=Text("“办不成事”反映", "Stuck matters"),
        formula=Text("期内收到的反映件数", "matters brought in the period"),
        measure=Count(),
        dated="received_on",
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="stuck-closed",
        title=Text("“办不成事”办结", "Stuck matters closed"),
        formula=Text("期内办结的反映件数", "matters closed in the period"),
        measure=Count(),
        dated="closed_on",
        dimensions=(*BREAKDOWN, "outcome"),
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="stuck-open",
        title=Text("“办不成事”在办", "Stuck matters open"),
        formula=Text("期末尚未办结的反映件数", "matters not closed at the end of the period"),
        measure=Stock(Flow("received_on"), Flow("closed_on")),
        favourable="low",
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="stuck-overdue",
        title=Text("“办不成事”逾期未办结", "Stuck matters overdue"),
        formula=Text(
            "期末办理期限已过、尚未办结的反映件数",
            "matters that were due and are not closed at the end of the period",
        ),
        measure=Stock(
            Flow("due_on", where=_late, lag=1),
            Flow("closed_on", where=lambda r: r.closed_on > r.due_on),
        ),
        favourable="low",
        past_limit=True,
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="stuck-solved-rate",
        title=Text("“办不成事”按期解决率", "Stuck matters solved on time"),
        formula=Text(
            "不晚于办理期限解决的 ÷ 期内办理期限届满的反映",
            "solved no later than due ÷ matters that fell due in the period",
        ),
        measure=Share(of=lambda r: (r.outcome == "solved") & (r.closed_on <= r.due_on)),
        unit="fraction",
        dated="due_on",
        settled=True,
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="stuck-days-median",
        title=Text("“办不成事”办理用时中位数", "Days used for stuck matters, median"),
        formula=Text(
            "期内办结的，自反映至办结的工作日数中位数",
            "median of working days from being brought to being closed, of those closed in the period",
        ),
        measure=Quantile("used_days", 0.5),
        unit="days",
        dated="closed_on",
        dimensions=("cause",),
        favourable="low",
        reference=RULES,
        versions=FIRST,
    ),
)

DATASETS = (
    Dataset(
        id="stuck-matters",
        title=Text("“办不成事”反映", "Stuck matters"),
        description=Text(
            "“办不成事”反映窗口收到的事情：为何没有办成，何时办结，结果如何。不含反映人。",
            "What was brought to the window for matters that could not be done: why, when it was closed and "
            "how; without who brought it.",
        ),
        key=("matter_no",),
        counted=Text("件", "matters"),
        fields=FIELDS,
        indicators=INDICATORS,
        dimensions=(
            Dimension("cause", Text("未办成原因", "Why it was stuck")),
            Dimension("department", Text("承办部门", "Department")),
            Dimension("outcome", Text("办理结果", "Outcome")),
        ),
        newest=("closed_on", "received_on"),
        subject="service",
        derive=derive_stuck_matters,
        waits=_looks_at,
        settings=("calendar",),
        ordered=(("received_on", "due_on"), ("received_on", "closed_on")),
        ends=(End("outcome", ("closed_on",)),),
    ),
)
