"""依申请公开: every open request as a strip of its working days, and how the hall answers.

With `?request=` the page follows one request instead: its strip and every day of its count.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dash import html

from api.answer import answers
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import choice
from dashboard.pages.disclosure import figures, follow, listing, receipt_number, standing_out, years
from dashboard.pages.disclosure.ask import Numbers, gather, only
from dashboard.parts import blocks, notes
from dashboard.parts.blocks import View
from dashboard.parts.page import Page, frame
from dashboard.parts.working_days.vocabulary import OVERDUE, STOPPED
from dashboard.words import PER_CENT, REQUESTS, WORKING_DAYS, Lang, Unit
from data.definitions import Text

TITLE = Text("依申请公开", "Disclosure requests")
LISTS = {"short": Text("先到期的", "Those due first"), "all": listing.ALL_LINK}
PARAMETERS = (receipt_number.PARAMETER, choice("list", LISTS, "short"))

OPEN = Text("在办申请", "Open requests")
SOON = Text("临近期限", "Due soon")
LATE = Text("逾期", "late")
ON_TIME = Text("今年按期答复率", "On time this year")
MEDIAN = Text("今年用时中位数", "Median time this year")
WAITING = ("stopped", "awaiting", "to_close")
TO_REPORT = Text(
    "年度报告格式（表三、表四、表二）", "In the annual report's format (tables 3, 4, 2)"
)
OF_REQUESTS = ("open-n", "overdue-n", "soon-n")
TO_DEADLINE = Text("答复期限计算", "How a deadline is counted")


def view(ask: Ask, lang: Lang, arguments: Mapping[str, str]) -> View:
    """Everything on the page that changes with the data."""
    if arguments["request"]:
        return follow.view(ask, lang, arguments["request"])
    document = ask(answers.OpenRequests())
    data, meta = document["data"], document["meta"]
    today = date.fromisoformat(data["asked_on"])
    numbers, empty = gather(ask, today), data["reason"] is not None
    as_of = notes.as_of(meta, today, lang)
    return {
        "disclosure-as-of": {"children": as_of},
        "disclosure-rest": {"hidden": empty},
        **_head(data["summary"], data["due_soon_days"], numbers, lang),
        **listing.view(document, today, arguments["list"] == "all", as_of, lang),
        **standing_out.view(ask, document, today, lang),
        **figures.view(numbers, as_of, lang),
        **years.view(ask, numbers.on_time_by_year, today, lang),
        **frame(meta),
    }


def _head(summary: Mapping[str, int | None], soon: int, numbers: Numbers, lang: Lang) -> View:
    median, still = only(numbers.median), sum(summary[name] or 0 for name in WAITING)
    rate, made_of = words.stated(numbers.this_year, notes.DUE, REQUESTS, lang)
    used, of_answered = _median(median, lang)
    n, days = words.number(still), words.counted(soon, WORKING_DAYS, lang)
    shown = {
        "open-n": blocks.stated(words.number(summary["open"])),
        "open-said": {"children": _in_words(summary, lang)},
        "overdue-n": blocks.stated(words.number(summary["overdue"]))
        | ({"className": "n late"} if summary["overdue"] else {}),
        "overdue-n-note": {
            "children": Text("答复期限已过", "past their due date")[lang],
        },
        "soon-n": blocks.stated(words.number(summary["due_soon"])),
        "soon-n-note": {"children": Text(f"{days}以内到期", f"within {days}")[lang]},
        "rate-n": blocks.stated(rate, numbers.this_year),
        "rate-n-note": {
            "children": [
                *blocks.with_missed(made_of, numbers.this_year, LATE, lang),
                _left_out(numbers, lang),
            ]
        },
        "median-n": blocks.stated(used),
        "median-n-note": {"children": of_answered},
        "stopped-note": {
            "children": Text(
                f"其中{n}件{STOPPED.zh}或待申请人补正、缴费",
                f"{n} of them stopped or waiting for the applicant",
            )[lang],
            "hidden": not still,
        },
    }
    return blocks.with_units(shown, dict.fromkeys(OF_REQUESTS, REQUESTS), lang)


def _median(cell: Mapping[str, Any], lang: Lang) -> tuple[str, str]:
    """The median with its unit, and of how many answered requests; of too few none."""
    n = cell.get("denominator")
    if not words.enough(n):
        return words.MISSING, words.few(n, REQUESTS, lang)
    count, used = words.number(n), cell["value"]
    note = Text(f"{count}件已答复", f"over {count} answered")[lang]
    if used == 0:
        return words.SAME_DAY[lang], note
    unit = Text("个工作日，", "working days, ")[lang]
    return words.number(used), f"{unit}{note}"


def _left_out(numbers: Numbers, lang: Lang) -> str:
    """Requests that are in no year's rate, since nobody knows yet when they are due."""
    missing = numbers.on_time_by_year["meta"].get("left_out")
    if not missing:
        return ""
    n = words.number(missing["count"])
    return Text(
        f"；另有{n}件到期年份的放假安排尚未公布，未计入",
        f"; {n} more {words.plural(missing['count'], 'is', 'are')} due in a year without a holiday notice, not counted",
    )[lang]


def _in_words(summary: Mapping[str, int | None], lang: Lang) -> str:
    if summary["open"] is None:
        return notes.no_data("disclosure-requests", lang)
    if not summary["open"]:
        return listing.NONE_OPEN[lang]
    if summary["overdue"]:
        n = words.number(summary["overdue"])
        if summary["overdue"] == summary["open"]:
            return Text(f"逾期{n}件", f"{n} overdue")[lang]
        return Text(
            f"逾期{n}件，其余均在期限内或{STOPPED.zh}",
            f"{n} overdue, the others within their limits or stopped",
        )[lang]
    return Text("没有逾期的申请", "None is overdue")[lang]


# --- markup -------------------------------------------------------------------------------------


def layout(place: Place, v: View) -> html.Main:
    """The page; every live property is taken from the view."""
    if dict(place.query).get("request"):
        return follow.layout(place, v)
    lang = place.lang
    return html.Main(
        [
            _top(v, lang),
            html.Section(
                [
                    receipt_number.form(place, ""),
                    html.P(
                        [
                            html.A(TO_DEADLINE[lang], href=Place("disclosure/deadline", lang).path),
                            html.A(TO_REPORT[lang], href=Place("disclosure/report", lang).path),
                        ],
                        className="ways",
                    ),
                ],
                className="find",
            ),
            blocks.live(
                html.Div,
                "disclosure-rest",
                v,
                children=[
                    listing.layout(v, lang),
                    standing_out.layout(v, lang),
                    figures.layout(v, lang),
                    years.layout(v, lang),
                ],
            ),
        ],
        id="main",
    )


def _top(v: View, lang: Lang) -> html.Section:
    def one(
        id: str, indicator: str | None, title: Text, unit: Text | Unit | None, period: str = "year"
    ) -> html.Div:
        label = (
            blocks.named(indicator, title[lang], lang, period=period) if indicator else title[lang]
        )
        beside = unit if isinstance(unit, Unit) else unit[lang] if unit else ""
        return blocks.number(id, v, label=label, unit=beside)

    return html.Section(
        [
            blocks.opening(
                [
                    html.H1(
                        [
                            html.Span(f"{TITLE[lang]} · {OPEN[lang]}"),
                            blocks.live(html.Span, "disclosure-as-of", v, className="as-of"),
                        ],
                        className="label",
                    ),
                    html.P(
                        [
                            blocks.live(html.Strong, "open-n", v, className="n"),
                            blocks.unit_beside("open-n", v, REQUESTS),
                        ],
                        className="headline",
                    ),
                    blocks.live(html.P, "open-said", v, className="compared"),
                    blocks.live(html.P, "stopped-note", v, className="note"),
                ],
                html.Dl(
                    [
                        one("overdue-n", "disclosure-overdue", OVERDUE, REQUESTS, "today"),
                        one("soon-n", None, SOON, REQUESTS),  # no indicator counts these
                        one("rate-n", "disclosure-on-time", ON_TIME, PER_CENT),
                        one("median-n", "disclosure-days-median", MEDIAN, None),
                    ],
                    className="figures",
                ),
            ),
        ],
        className="today",
    )


def finding(v: View, lang: Lang) -> str:
    """在办申请26件，逾期2件…: the page in a line; of one request, nothing."""
    if "open-n" not in v:
        return ""
    n, said = v["open-n"]["children"], v["open-said"]["children"]
    return Text(f"{OPEN.zh}{n}件：{said}", f"{OPEN.en}: {n}. {said}")[lang]


PAGE = Page(
    "disclosure",
    TITLE,
    "disclosure",
    view,
    layout,
    parameters=PARAMETERS,
    styles=("strips.css", "disclosure.css"),
    figures=("strips", *figures.SIZES),
    finding=finding,
)
