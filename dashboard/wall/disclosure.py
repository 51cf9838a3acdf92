"""依申请公开: open requests as strips of working days, what is due first on top.

All strips share one line, today: to its left what has passed, to its right what is left. So lengths
compare, and who is late or nearly so is seen without reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html

from api.answer.answers import OpenRequests
from dashboard import words
from dashboard.asking import short_names
from dashboard.asking.ask import Ask
from dashboard.parts import blocks, notes
from dashboard.parts.blocks import View
from dashboard.parts.working_days import strips
from dashboard.parts.working_days.vocabulary import OVERDUE, STOPPED, UNKNOWN, Request, standing
from dashboard.wall import parts
from dashboard.wall.ask import Document, total
from dashboard.words import PER_CENT, REQUESTS, WORKING_DAYS, Lang
from data.definitions import Text

TITLE = Text("依申请公开", "Disclosure requests")
OPEN = Text("在办申请", "Open requests")
ANSWERED = Text("今年按期答复", "Answered on time this year")
LATE = Text("未按期", "late")
NOTHING = Text("暂无依申请公开数据", "No disclosure requests yet")
UNITS = {"wall-open": REQUESTS, "wall-overdue-requests": REQUESTS}
ROWS = 6
# How many em of the wall's text a strip is wide (`--across` in scenes.css).
_ACROSS = 17
# A receipt number's last characters tell requests of a year apart.
_NUMBER = 8


def view(ask: Ask, document: Document, lang: Lang) -> View:
    """All open requests as of today."""
    if (document["data"].get("disclosure") or {}).get("open") is None:
        return _nothing(lang)
    data = ask(OpenRequests())["data"]
    requests = data["requests"]
    asked_on = date.fromisoformat(data["asked_on"])
    names = short_names.departments(ask, requests[:ROWS], lang)
    shared = strips.board(requests[:ROWS], asked_on)
    return {
        "wall-disclosure": parts.scene("disclosure", False),
        **_numbers(ask, data, asked_on, lang),
        "wall-strips": {
            "children": [
                html.Li(strips.axis(shared, lang), className="heads"),
                *(_row(one, shared, names, lang) for one in requests[:ROWS]),
            ],
            "hidden": not requests,
        },
        "wall-more": {"children": _more(requests[ROWS:], lang)},
    }


def _nothing(lang: Lang) -> View:
    numbers = ("open", "overdue-requests", "answered")
    names = [f"wall-{id}{part}" for id in numbers for part in ("", "-note")]
    empty: View = {id: parts.value(words.MISSING) for id in names if not id.endswith("-note")}
    empty |= {id: {"children": ""} for id in (*names, "wall-open-label") if id not in empty}
    return {
        **blocks.with_units(empty, UNITS, lang),
        "wall-strips": {"children": [], "hidden": True},
        "wall-more": {"children": ""},
        "wall-disclosure": parts.scene("disclosure", True),
    }


def _numbers(ask: Ask, data: Mapping[str, Any], asked_on: date, lang: Lang) -> View:
    summary, requests = data["summary"], data["requests"]
    on_time = total(ask, "disclosure-on-time", date(asked_on.year, 1, 1), asked_on)
    answered, made_of = words.stated(on_time, notes.DUE, REQUESTS, lang)
    soon, late = summary["due_soon"], summary["overdue"]
    days = words.counted(data["due_soon_days"], WORKING_DAYS, lang)
    near = Text(f"{words.number(soon)}件在{days}内到期", f"{words.number(soon)} due within {days}")
    none_near = Text(f"{days}内没有到期的", f"none due within {days}")
    shown = {
        "wall-open-label": {"children": OPEN[lang]},
        "wall-open": parts.value(words.number(summary["open"])),
        "wall-open-note": {"children": (near if soon else none_near)[lang]},
        "wall-overdue-requests": parts.value(words.number(late), "late" if late else ""),
        "wall-overdue-requests-note": {"children": longest(requests, lang)},
        "wall-answered": parts.value(answered, parts.ink(on_time)),
        "wall-answered-note": {
            "children": parts.with_missed(on_time, made_of, REQUESTS, LATE, lang)
        },
    }
    return blocks.with_units(shown, UNITS, lang)


def longest(requests: Sequence[Request], lang: Lang) -> str:
    """By how much the oldest of those past their limits is: 最久的逾期39个工作日."""
    late = [one for one in requests if one["standing"] == "overdue" and one["left"] is not None]
    if not late:
        return Text("没有逾期的", "none past its limit")[lang]
    latest = min(late, key=lambda one: one["left"])
    if not latest["left"]:
        return Text("逾期都不满一个工作日", "each by less than a working day")[lang]
    oldest = standing(latest, lang, brief=True)
    return oldest if len(late) == 1 else Text(f"最久的{oldest}", f"the oldest: {oldest}")[lang]


def _row(one: Request, shared: strips.Board, names: Mapping[str, str], lang: Lang) -> html.Li:
    """A request: number, department, what it asks for, its strip, what is left."""
    department = names.get(one["department"]) or one["department_label"] or words.MISSING
    # What is asked for is known in Chinese only, so the English wall leaves it out.
    what = html.Span(one["title"] or one["topic"] or "", className="what")
    left = f"left left--{one['standing']}"
    return html.Li(
        [
            html.Span(one["request"][-_NUMBER:], className="no"),
            html.Span(department, className="who"),
            *([what] if lang == "zh" else []),
            strips.strip(one, shared, lang, within=_ACROSS / (shared.past + shared.left)),
            html.Span(standing(one, lang, brief=True), className=left),
        ]
    )


def _more(rest: Sequence[Mapping[str, Any]], lang: Lang) -> str:
    """另有16件，剩余9个工作日以上；3件暂停计算或待申请人补正、缴费."""
    running = [one["left"] for one in rest if one["standing"] in ("on_track", "due_soon")]
    late = sum(one["standing"] == "overdue" for one in rest)
    # Nothing is counted down for these: they are no part of "9 working days or more left".
    waiting = sum(one["standing"] in ("stopped", "awaiting", "to_close") for one in rest)
    unknown = len(rest) - len(running) - late - waiting
    groups: list[Text] = []
    if late:
        groups.append(Text(f"{words.number(late)}件逾期", f"{words.number(late)} overdue"))
    if running:
        groups.append(_running(running))
    if waiting:
        groups.append(
            Text(
                f"{words.number(waiting)}件{STOPPED.zh}或待申请人补正、缴费",
                f"{words.number(waiting)} stopped or waiting",
            )
        )
    if unknown:
        groups.append(
            Text(
                f"{words.number(unknown)}件期限{UNKNOWN.zh}",
                f"{words.number(unknown)} {UNKNOWN.en}",
            )
        )
    if not groups:
        return ""
    between = Text("；", "; ")[lang]
    return Text("另有", "Others: ")[lang] + between.join(text[lang] for text in groups)


def _running(left: Sequence[int]) -> Text:
    """How many are within their limits, and what all of them have left, if they have any."""
    n, least = words.number(len(left)), min(left)
    if not least:
        return Text(f"{n}件未到期或今天到期", f"{n} not past their due dates")
    zh, en = (words.counted(least, WORKING_DAYS, lang) for lang in ("zh", "en"))
    return Text(f"{n}件，剩余{zh}以上", f"{n} with {en} or more left")


def layout(v: View, lang: Lang) -> html.Section:
    """Three numbers, then the strips with their legend and what is not shown."""
    number = parts.number
    others = html.Div(
        [
            number("wall-overdue-requests", v, OVERDUE[lang], REQUESTS),
            number("wall-answered", v, ANSWERED[lang], PER_CENT[lang]),
        ],
        className="others",
    )
    return parts.section(
        "disclosure",
        v,
        [
            parts.headline("wall-open", v, REQUESTS),
            others,
            html.Div(
                [
                    strips.legend(lang, ("used", "over", "left", "still")),
                    blocks.live(html.Ul, "wall-strips", v, className="strips"),
                    blocks.live(html.P, "wall-more", v, className="more"),
                ],
                className="board",
            ),
            parts.nothing(NOTHING[lang]),
        ],
    )
