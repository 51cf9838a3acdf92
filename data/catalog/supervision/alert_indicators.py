"""How many warnings and cards were given, how many were withdrawn, and what became of what was warned of."""

from __future__ import annotations

from typing import Any

from data.catalog.supervision.common import FIRST, RULE_TABLE
from data.definitions import Indicator, Text
from data.definitions.part import Expression
from data.measures import Count, Ratio, Share

_WHERE = ("source", "department", "item", "rule")
_OF_CASES = ("department", "item")
WARNINGS, CARDS = Text("次", "warnings"), Text("张", "cards")


def _is(level: str) -> Expression:
    return lambda r: r.level == level


def _of_cases(level: str) -> Expression:
    return lambda r: (r.level == level) & (r.source == "case")


def _given(
    id: str, zh: str, en: str, level: str, measured: Expression, dimensions: tuple[str, ...]
) -> Indicator:
    """How many of a level; those that were withdrawn stay in the number."""
    of = (
        ("办件" if id.startswith("case") else "办件、依申请公开件"),
        ("cases" if id.startswith("case") else "cases and disclosure requests"),
    )
    return Indicator(
        id=id,
        title=Text(zh, en),
        formula=Text(
            f"期内（截至今天）对{of[0]}发出的{level}数，含后来撤销的",
            f"given to {of[1]} in the period and until today, those included that were withdrawn later",
        ),
        measure=Count(where=measured),
        dated="given_on",
        dimensions=dimensions,
        matured=True,
        favourable="low",
        reference=RULE_TABLE,
        counted=WARNINGS if level == "预警" else CARDS,
        versions=FIRST,
    )


def _per_thousand(id: str, zh: str, en: str, of: str) -> Indicator:
    return Indicator(
        id=id,
        title=Text(f"每千件到期办件的{zh}", f"{en} per 1,000 cases due"),
        formula=Text(
            f"期内对办件发出的{zh}数 ÷ 同期到期的办件数 × 1000（均截至今天）",
            f"{en.lower()} given to cases in the period ÷ cases due in the same period × 1,000, both until today",
        ),
        measure=Ratio(of, "cases-due", per=1_000),
        unit="per_thousand",
        dimensions=_OF_CASES,
        interval="poisson",
        favourable="low",
        reference=RULE_TABLE,
        versions=FIRST,
    )


def _withdrawn(r: Any) -> Any:
    return r.withdrawn_on <= r.settles_on


INDICATORS = (
    _given("warnings", "预警", "Warnings", "预警", _is("warning"), _WHERE),
    _given("yellow-cards", "黄牌", "Yellow cards", "黄牌", _is("yellow"), _WHERE),
    _given("red-cards", "红牌", "Red cards", "红牌", _is("red"), _WHERE),
    _given(
        "case-warnings", "办件预警", "Warnings of cases", "预警", _of_cases("warning"), _OF_CASES
    ),
    _given(
        "case-yellow-cards",
        "办件黄牌",
        "Yellow cards of cases",
        "黄牌",
        _of_cases("yellow"),
        _OF_CASES,
    ),
    _given("case-red-cards", "办件红牌", "Red cards of cases", "红牌", _of_cases("red"), _OF_CASES),
    _per_thousand("warnings-per-thousand", "预警", "Warnings", "case-warnings"),
    _per_thousand("yellow-cards-per-thousand", "黄牌", "Yellow cards", "case-yellow-cards"),
    _per_thousand("red-cards-per-thousand", "红牌", "Red cards", "case-red-cards"),
    Indicator(
        id="alerts-withdrawn",
        title=Text("撤销的预警和红黄牌", "Withdrawals of warnings and cards"),
        formula=Text(
            "撤销日期在期内的预警、黄牌、红牌数",
            "withdrawals of warnings and cards in the period",
        ),
        measure=Count(),
        counted=Text("次", "withdrawals"),
        dated="withdrawn_on",
        dimensions=("level", "withdrawn_reason", "source", "department"),
        favourable="low",
        reference=RULE_TABLE,
        versions=FIRST,
    ),
    Indicator(
        id="cards-withdrawn-share",
        title=Text("红黄牌撤销率", "Cards withdrawn"),
        formula=Text(
            "发出后30日内撤销的黄牌、红牌 ÷ 满30日日期在期内（早于今天）的黄牌、红牌；预警不计",
            "yellow and red cards withdrawn within 30 days ÷ those that became 30 days old in the period and "
            "before today; warnings are no cards",
        ),
        measure=Share(of=_withdrawn, among=lambda r: r.level != "warning"),
        unit="fraction",
        dated="settles_on",
        dimensions=("level", "source", "department"),
        settled=True,
        favourable="low",
        reference=RULE_TABLE,
        versions=FIRST,
    ),
    Indicator(
        id="warning-resolved-rate",
        title=Text("预警后按时办结率", "Completed in time after a warning"),
        formula=Text(
            "预警后在截止日期前（含当日）办结的 ÷ 截止日期在期内（早于今天）的预警；撤销的预警不计",
            "completed by the due date ÷ warned of and due in the period and before today; warnings that were "
            "withdrawn do not count",
        ),
        measure=Share(
            of=lambda r: r.ended_on <= r.due_on,
            among=lambda r: (r.level == "warning") & r.withdrawn_on.is_(None),
        ),
        unit="fraction",
        dated="due_on",
        dimensions=_WHERE,
        settled=True,
        favourable="high",
        reference=RULE_TABLE,
        versions=FIRST,
    ),
)
