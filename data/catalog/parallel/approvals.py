"""并联办件: applications that departments decide side by side. No firm's name and no zone is in them.

In which zone a firm settles is known of it: applications by zone are a dataset of their own, of which
only numbers of whole months leave (`data.catalog.parallel.zone_runs`).
"""

from __future__ import annotations

from typing import Any

from data.catalog.parallel.approval_indicators import INDICATORS
from data.catalog.parallel.common import DAYS, due_on, number_of_run, used_days, working_days
from data.catalog.reference import CALENDAR
from data.catalog.reform.common import RECORDED, SCHEMES
from data.definitions import Dataset, Dimension, End, Field, Need, Text, codes
from data.derive.parallel import USED_BUCKETS, derive_parallel_approvals

OUTCOMES = codes(
    granted=("准予", "granted"), refused=("不予许可", "refused"), withdrawn=("撤回", "withdrawn")
)
_SUMMED = Text("由各环节汇总", "summed up from its steps")


def _looks_at(r: Any, first: int, last: int) -> Any:
    """Applications whose limit or days used may look at days from `first` to `last`."""
    ends_later = r.due_on.is_(None) | (r.due_on >= first) | (r.completed_on >= first)
    return (r.accepted_on <= last) & ends_later


FIELDS = (
    number_of_run("并联办件编号", "Application number"),
    Field(
        "scheme",
        "code",
        Text("并联审批方案", "Parallel-approval scheme"),
        codes=SCHEMES,
        required=True,
        indexed=True,
        header="并联审批方案",
    ),
    Field(
        "accepted_on",
        "date",
        Text("受理日期", "Accepted on"),
        required=True,
        indexed=True,
        header="受理日期",
    ),
    working_days("promised_days", "承诺时限", "Promised", required=True),
    due_on(
        Text(
            "受理日期后第“承诺时限”个工作日；所涉年度放假安排尚未公布的为空",
            "so many working days after acceptance; empty until that year's holidays are announced",
        )
    ),
    Field(
        "completed_on", "date", Text("办结日期", "Completed on"), indexed=True, header="办结日期"
    ),
    Field("outcome", "code", Text("办理结果", "Outcome"), codes=OUTCOMES, header="办理结果"),
    used_days(Text("受理至办结", "from acceptance to completion")),
    Field(
        "used_bucket",
        "code",
        Text("用时分档", "Time used, grouped"),
        codes=USED_BUCKETS,
        computed=True,
    ),
    Field(
        "steps",
        "integer",
        Text("环节数", "Steps"),
        computed=True,
        unit=Text("个", "steps"),
        note=_SUMMED,
    ),
    Field(
        "serial_days",
        "integer",
        Text("分别办理所需时限", "Limits one after another"),
        computed=True,
        unit=DAYS,
        note=Text(
            "各环节单独办理时限合计；没有环节记录的为空",
            "the limits of its steps, each on its own, added up; empty without steps",
        ),
    ),
    Field(
        "late_steps",
        "integer",
        Text("超期办结环节数", "Steps completed late"),
        computed=True,
        unit=Text("个", "steps"),
        note=_SUMMED,
    ),
    RECORDED,
    CALENDAR,
)

DATASETS = (
    Dataset(
        id="parallel-approvals",
        title=Text("并联审批办件", "Parallel approvals"),
        description=Text(
            "按并联审批方案由多部门同时办理的办件及其用时。不含企业名称，不含所在园区。",
            "Applications that several departments decide side by side, and how long they took; without "
            "firms or zones.",
        ),
        key=("run_no",),
        subject="reform",
        counted=Text("件", "applications"),
        fields=FIELDS,
        indicators=INDICATORS,
        dimensions=(
            Dimension("scheme", Text("并联审批方案", "Parallel-approval scheme")),
            Dimension("outcome", Text("办理结果", "Outcome")),
            Dimension("used_bucket", Text("用时分档", "Time used, grouped"), codes=USED_BUCKETS),
        ),
        newest=("completed_on", "accepted_on"),
        derive=derive_parallel_approvals,
        needs=(Need("parallel-steps", "run_no", renews=True),),
        waits=_looks_at,
        settings=("calendar",),
        ordered=(("accepted_on", "completed_on"),),
        ends=(End("outcome", ("completed_on",)),),
    ),
)
