"""The indicators of applications that departments decide side by side."""

from __future__ import annotations

from typing import Any

from data.catalog.parallel.common import PARALLEL_RULES
from data.catalog.reform.common import FIRST
from data.definitions import Indicator, Text
from data.measures import Count, Flow, Quantile, Share, Stock, Total

BREAKDOWN = ("scheme",)


def _not_withdrawn(r: Any) -> Any:
    return r.outcome.is_(None) | (r.outcome != "withdrawn")


def _decided(r: Any) -> Any:
    return r.outcome.in_(("granted", "refused"))


def _compared(r: Any) -> Any:
    return _decided(r) & r.serial_days.is_not(None) & r.used_days.is_not(None)


def _late(r: Any) -> Any:
    return r.completed_on.is_(None) | (r.completed_on > r.due_on)


INDICATORS = (
    Indicator(
        id="parallel-runs",
        title=Text("并联办件", "Parallel approvals"),
        formula=Text(
            "期内受理的并联办件数", "applications for parallel approval accepted in the period"
        ),
        measure=Count(),
        dated="accepted_on",
        dimensions=BREAKDOWN,
        reference=PARALLEL_RULES,
        versions=FIRST,
    ),
    Indicator(
        id="parallel-completed",
        title=Text("并联办结", "Parallel approvals completed"),
        formula=Text(
            "期内办结的并联办件数，含撤回",
            "applications for parallel approval completed in the period, those withdrawn included",
        ),
        measure=Count(),
        dated="completed_on",
        dimensions=(*BREAKDOWN, "outcome", "used_bucket"),
        reference=PARALLEL_RULES,
        versions=FIRST,
    ),
    Indicator(
        id="parallel-open",
        title=Text("并联在办", "Parallel approvals in progress"),
        formula=Text(
            "期末已受理、尚未办结的并联办件数",
            "applications accepted and not completed at the end of the period",
        ),
        measure=Stock(Flow("accepted_on"), Flow("completed_on")),
        dimensions=BREAKDOWN,
        reference=PARALLEL_RULES,
        versions=FIRST,
    ),
    Indicator(
        id="parallel-overdue",
        title=Text("并联超期在办", "Parallel approvals overdue"),
        formula=Text(
            "期末承诺截止日期已过、尚未办结的并联办件数",
            "applications past their due date and not completed at the end of the period",
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
        id="parallel-on-time",
        title=Text("并联按时办结率", "Parallel approvals on time"),
        formula=Text(
            "承诺截止日期当日或之前办结的 ÷ 承诺截止日期在期内且已过的并联办件；撤回的不计",
            "completed by the due date ÷ applications whose due date lies in the period and has passed; "
            "without those withdrawn",
        ),
        measure=Share(of=lambda r: r.completed_on <= r.due_on, among=_not_withdrawn),
        unit="fraction",
        dated="due_on",
        settled=True,
        dimensions=BREAKDOWN,
        favourable="high",
        reference=PARALLEL_RULES,
        versions=FIRST,
    ),
    Indicator(
        id="parallel-saved",
        title=Text("并联审批节省时间", "Time saved by parallel approval"),
        formula=Text(
            "（分别办理所需时限合计 − 并联用时合计）÷ 分别办理所需时限合计，限期内作出决定、有环节记录的",
            "(Σ limits one after another − Σ days used) ÷ Σ limits one after another, of those decided in "
            "the period whose steps are recorded",
        ),
        measure=Total(
            of=lambda r: r.serial_days - r.used_days, over=lambda r: r.serial_days, among=_compared
        ),
        unit="fraction",
        dated="completed_on",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=PARALLEL_RULES,
        versions=FIRST,
    ),
    Indicator(
        id="parallel-days-median",
        title=Text("并联审批用时中位数", "Parallel approval: days used, median"),
        formula=Text(
            "期内作出决定的并联办件，自受理至办结的工作日数中位数",
            "median of working days from acceptance to completion, of applications decided in the period",
        ),
        measure=Quantile("used_days", 0.5, among=_decided),
        unit="days",
        dated="completed_on",
        dimensions=BREAKDOWN,
        favourable="low",
        distribution=("parallel-completed", "used_bucket"),
        reference=PARALLEL_RULES,
        versions=FIRST,
    ),
    Indicator(
        id="parallel-days-p90",
        title=Text("并联审批用时90分位数", "Parallel approval: days used, 90th percentile"),
        formula=Text(
            "期内作出决定的并联办件，自受理至办结的工作日数90分位数",
            "90th percentile of working days from acceptance to completion, of applications decided in the period",
        ),
        measure=Quantile("used_days", 0.9, among=_decided),
        unit="days",
        dated="completed_on",
        dimensions=BREAKDOWN,
        favourable="low",
        distribution=("parallel-completed", "used_bucket"),
        reference=PARALLEL_RULES,
        versions=FIRST,
    ),
)
