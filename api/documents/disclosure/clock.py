"""The clock of a request in words, and the count of its days, as several documents have them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypedDict

from api.documents.json_types import Count, Links, OneOf
from api.documents.json_types import Day as DayText
from data.catalog import DATASETS
from data.definitions import Text, shortened
from data.disclosure.strips import DATASET
from data.questions import Unknown
from data.rules.disclosure import FLAGS, WHY, Clock, Day, clock_reason

# The answer's data and links, and what its meta adds.
Content = tuple[Any, Links, dict[str, Any]]
Titles = dict[str, str]


class Flag(TypedDict):
    id: Annotated[str, OneOf(FLAGS)]
    text: str


class ClockDocument(TypedDict):
    """The clock in words."""

    start_on: DayText
    due_on: Annotated[
        DayText | None,
        Text(
            "空值的原因见 reason；state 为 stopped 时是最迟期限",
            "null has a `reason`; while `stopped`, the latest day",
        ),
    ]
    reason: str | None
    reason_text: str | None
    used_days: Count | None
    excluded_days: Count | None
    extension_days: Count
    state: str
    state_text: str
    applicant_limit_on: Annotated[
        DayText | None,
        Text(
            "待补正、待缴费时申请人的最后一日",
            "the applicant's last day while a correction or a fee is awaited",
        ),
    ]
    known_until: Annotated[
        DayText | None,
        Text(
            "答复期限落在尚无放假安排的年份时，已知日历的最后一日",
            "where the due date lies in a year without a notice: the last day that is known",
        ),
    ]
    known_days: Annotated[
        Count | None, Text("至该日已计的工作日", "working days of the term counted up to it")
    ]
    remaining_days: Annotated[
        Count | None, Text("该日之后尚余的工作日", "working days of the term that remain after it")
    ]
    answered_at_once: Annotated[
        bool | None,
        Text("收到当日答复（当场答复）", "answered on the day of receipt; null until answered"),
    ]
    on_time: Annotated[
        bool | None, Text("未答复时为空", "null until it is answered, and if it is closed without")
    ]
    flags: list[Flag]


class DayDocument(TypedDict):
    """One day of the count."""

    date: DayText
    counts: bool
    n: Count | None
    why: Annotated[str, OneOf(WHY)]
    why_text: str
    article: str


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def titles(words: Mapping[str, Text], lang: str) -> Titles:
    return {id: text[lang] for id, text in words.items()}


def worded(words: tuple[str, str], lang: str) -> str:
    return Text(*words)[lang]


def codes_of(field: str) -> Mapping[str, Text]:
    return {code.id: code.title for code in DATASETS[DATASET].field(field).codes}


def clock_of(clock: Clock, lang: str) -> ClockDocument:
    states = codes_of("state")
    reason, words = clock.reason if clock.due_on is None else None, clock_reason(clock)
    return {
        "start_on": clock.start.isoformat(),
        "due_on": iso(clock.due_on),
        "reason": reason,
        "reason_text": worded(words, lang) if words else None,
        "used_days": clock.used_days,
        "excluded_days": clock.excluded_days,
        "extension_days": clock.extension_days,
        "state": clock.state,
        "state_text": states[clock.state][lang],
        "applicant_limit_on": iso(clock.applicant_limit_on),
        "known_until": iso(clock.known_until),
        "known_days": clock.known_days,
        "remaining_days": clock.remaining_days,
        "answered_at_once": clock.at_once,
        "on_time": clock.on_time,
        "flags": [{"id": id, "text": worded(FLAGS[id], lang)} for id in sorted(clock.flags)],
    }


def days_of(days: list[Day], lang: str) -> list[DayDocument]:
    return [
        {
            "date": day.date.isoformat(),
            "counts": day.counts,
            "n": day.n,
            "why": day.why,
            "why_text": worded(WHY[day.why], lang),
            "article": worded(day.article, lang),
        }
        for day in days
    ]


def no_request(number: str | None) -> Unknown:
    text = Text(
        f"没有编号为“{shortened(number or '')}”的申请",
        f"there is no request {shortened(number or '')!r}",
    )
    return Unknown("request", text)
