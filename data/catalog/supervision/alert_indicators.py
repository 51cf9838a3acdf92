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


def _withdrawn(r: Any) -> Any:
    return r.withdrawn_on <= r.settles_on


INDICATORS = (
    Indicator(
        id="warnings",
        title=Text("预警", "Warnings"),
        formula=Text(
            "期内（截至今天）对办件、依申请公开件发出的预警数，含后来撤销的",
            "given to cases and disclosure requests in the period and until today, those included that were withdrawn later",
        ),
        measure=Count(where=_is("warning")),
        dated="given_on",
        dimensions=_WHERE,
        matured=True,
        favourable="low",
        reference=RULE_TABLE,
        counted=WARNINGS,
        versions=FIRST,
    ),
    Indicator(
        id="yellow-cards",
        title=Text("黄牌", "Yellow cards"),
        formula=Text(
            "期内（截至今天）对办件、依申请公开件发出的黄牌数，含后来撤销的",
            "given to cases and disclosure requests in the period and until today, those included that were withdrawn later",
        ),
        measure=Count(where=_is("yellow")),
        dated="given_on",
        dimensions=_WHERE,
        matured=True,
        favourable="low",
        reference=RULE_TABLE,
        counted=CARDS,
        versions=FIRST,
    ),
    Indicator(
        id="red-cards",
        title=Text("红牌", "Red cards"),
        formula=Text(
            "期内（截至今天）对办件、依申请公开件发出的红牌数，含后来撤销的",
            "given to cases and disclosure requests in the period and until today, those included that were withdrawn later",
        ),
        measure=Count(where=_is("red")),
        dated="given_on",
        dimensions=_WHERE,
        matured=True,
        favourable="low",
        reference=RULE_TABLE,
        counted=CARDS,
        versions=FIRST,
    ),
    Indicator(
        id="case-warnings",
        title=Text("办件预警", "Warnings of cases"),
        formula=Text(
            "期内（截至今天）对办件发出的预警数，含后来撤销的",
            "given to cases in the period and until today, those included that were withdrawn later",
        ),
        measure=Count(where=_of_cases("warning")),
        dated="given_on",
        dimensions=_OF_CASES,
        matured=True,
        favourable="low",
        reference=RULE_TABLE,
        counted=WARNINGS,
        versions=FIRST,
    ),
    Indicator(
        id="case-yellow-cards",
        title=Text("办件黄牌", "Yellow cards of cases"),
        formula=Text(
            "期内（截至今天）对办件发出的黄牌数，含后来撤销的",
            "given to cases in the period and until today, those included that were withdrawn later",
        ),
        measure=Count(where=_of_cases("yellow")),
        dated="given_on",
        dimensions=_OF_CASES,
        matured=True,
        favourable="low",
        reference=RULE_TABLE,
        counted=CARDS,
        versions=FIRST,
    ),
    Indicator(
        id="case-red-cards",
        title=Text("办件红牌", "Red cards of cases"),
        formula=Text(
            "期内（截至今天）对办件发出的红牌数，含后来撤销的",
            "given to cases in the period and until today, those included that were withdrawn later",
        ),
        measure=Count(where=_of_cases("red")),
        dated="given_on",
        dimensions=_OF_CASES,
        matured=True,
        favourable="low",
        reference=RULE_TABLE,
        counted=CARDS,
        versions=FIRST,
    ),
    Indicator(
        id="warnings-per-thousand",
        title=Text("每千件到期办件的预警", "Warnings per 1,000 cases due"),
        formula=Text(
            "期内对办件发出的预警数 ÷ 同期到期的办件数 × 1000（均截至今天）",
            "warnings given to cases in the period ÷ cases due in the same period × 1,000, both until today",
        ),
        measure=Ratio("case-warnings", "cases-due", per=1_000),
        unit="per_thousand",
        dimensions=_OF_CASES,
        interval="poisson",
        favourable="low",
        reference=RULE_TABLE,
        versions=FIRST,
    ),
    Indicator(
        id="yellow-cards-per-thousand",
        title=Text("每千件到期办件的黄牌", "Yellow cards per 1,000 cases due"),
        formula=Text(
            "期内对办件发出的黄牌数 ÷ 同期到期的办件数 × 1000（均截至今天）",
            "yellow cards given to cases in the period ÷ cases due in the same period × 1,000, both until today",
        ),
        measure=Ratio("case-yellow-cards", "cases-due", per=1_000),
        unit="per_thousand",
        dimensions=_OF_CASES,
        interval="poisson",
        favourable="low",
        reference=RULE_TABLE,
        versions=FIRST,
    ),
    Indicator(
        id="red-cards-per-thousand",
        title=Text("每千件到期办件的红牌", "Red cards per 1,000 cases due"),
        formula=Text(
            "期内对办件发出的红牌数 ÷ 同期到期的办件数 × 1000（均截至今天）",
            "red cards given to cases in the period ÷ cases due in the same period × 1,000, both until today",
        ),
        measure=Ratio("case-red-cards", "cases-due", per=1_000),
        unit="per_thousand",
        dimensions=_OF_CASES,
        interval="poisson",
        favourable="low",
        reference=RULE_TABLE,
        versions=FIRST,
    ),
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
