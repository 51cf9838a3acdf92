"""今日大厅: how much today, on time, are people content, how are the disclosure requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import words
from dashboard.asking.address import Place
from dashboard.parts import blocks, charts, downloads, findings, notes
from dashboard.parts.blocks import View
from dashboard.parts.findings import how_to_load
from dashboard.parts.page import Page, frame, of_live
from dashboard.parts.working_days.vocabulary import OVERDUE
from dashboard.words import CASES, PER_CENT, REQUESTS, WORKING_DAYS, Lang
from data.catalog.evaluations.fields import SCORES
from data.definitions import Text
from data.hall import hall

TITLE = Text("今日大厅", "Today")
LEVELS = {int(code.id): code.title for code in SCORES}

ACCEPTED = Text("受理", "Accepted")
IN_PROGRESS = Text("正在办理", "In progress")
ON_TIME = Text("按时办结率", "Completed on time")
GOOD = Text("主动评价好评率", "Good ratings")
OPEN = Text("在办申请", "Open requests")
DUE_SOON = Text("临近期限", "Due soon")
ANSWERED = Text("今年按期答复率", "On time this year")
EACH = Text(
    "每一件申请的进度，按年度报告格式的汇总",
    "Each request's progress, and the year in the annual report's format",
)


def view(answer: Mapping[str, Any], lang: Lang) -> View:
    """Everything on the page that changes with the data."""
    live = answer["data"]
    on_time, good = notes.on_time(live, lang), notes.good(live, lang)
    notice = findings.notice(live, lang)
    empty = not live.get("day")
    return {
        "today": {"className": "today today--empty" if empty else "today"},
        "today-how": {"hidden": not empty},
        "today-rest": {"hidden": empty},
        "today-label": {"children": notes.label(live, lang)},
        "today-as-of": {"children": notes.written_as_of(answer, lang, "cases")},
        "today-notice": {"children": notice, "hidden": not notice},
        "today-completed": {"children": words.number(live.get("completed"))},
        "today-compared": {"children": words.compared(live, "completed", lang)},
        "today-accepted": {"children": words.number(live.get("accepted"))},
        "today-accepted-note": {"children": notes.online(live, lang)},
        "today-progress": {"children": words.number(live.get("in_progress"))},
        "today-progress-note": notes.overdue(live.get("overdue"), lang),
        "today-on-time": {"children": on_time[0]},
        "today-on-time-note": {"children": on_time[1]},
        "today-good": {"children": good[0]},
        "today-good-note": {"children": good[1]},
        **_hours(live, notes.written_as_of(answer, lang, "cases"), lang),
        **_ratings(live, notes.written_as_of(answer, lang, "evaluations"), lang),
        **_disclosure(live, lang),
        **frame(answer["meta"]),
    }


def _hours(live: Mapping[str, Any], as_of: str, lang: Lang) -> View:
    every = [h for h in live.get("hours") or [] if h.get("completed") is not None or h.get("usual")]
    bars = charts.hour_bars(live.get("hours") or [], findings.opening(), lang)
    return blocks.figure_view(
        "hours",
        finding=findings.hours(live, bars, lang),
        figure=charts.hours(bars, lang),
        rows=[
            (
                words.hour(h["hour"], lang),
                words.number(h.get("completed")),
                words.number(h.get("usual")),
                words.number(h.get("accepted")),
            )
            for h in every
        ],
        downloads=downloads.of_hours(blocks.day_of(live), lang),
        as_of=as_of,
    )


def _ratings(live: Mapping[str, Any], as_of: str, lang: Lang) -> View:
    counted = {s["score"]: s.get("n") for s in live.get("scores") or []}
    scores = [{"score": level, "n": counted.get(level)} for level in LEVELS]
    names = {level: title[lang].capitalize() for level, title in LEVELS.items()}
    return blocks.figure_view(
        "ratings",
        finding=findings.ratings(live, lang),
        figure=charts.ratings(scores, names),
        rows=[(names[s["score"]], words.number(s["n"])) for s in scores],
        downloads=downloads.of_day("ratings", blocks.day_of(live), lang, by="score"),
        as_of=as_of,
    )


def _disclosure(live: Mapping[str, Any], lang: Lang) -> View:
    d = live.get("disclosure") or {}
    soon = words.counted(hall().due_soon_days, WORKING_DAYS, lang)
    answered, made_of = notes.answered(live, lang)
    return {
        "requests-title": {"children": findings.disclosure(live, lang)},
        "requests-open": {"children": words.number(d.get("open"))},
        "requests-open-note": {
            "children": Text("已收到、尚未答复", "received and not answered")[lang]
        },
        "requests-soon": {"children": words.number(d.get("due_soon"))},
        "requests-soon-note": {"children": Text(f"{soon}内到期", f"due within {soon}")[lang]},
        "requests-overdue": {
            "children": words.number(d.get("overdue")),
            "className": "n late" if d.get("overdue") else "n",
        },
        "requests-overdue-note": {
            "children": Text("过了答复期限仍未答复", "past the limit, not answered")[lang]
        },
        "requests-on-time": {"children": answered},
        "requests-on-time-note": {"children": made_of},
    }


def layout(place: Place, v: View) -> html.Main:
    """The page; every live property is taken from the view."""
    lang = place.lang
    rest = blocks.live(html.Div, "today-rest", v, children=_below(v, lang))
    return html.Main([_head(v, lang), rest], id="main")


def _below(v: View, lang: Lang) -> list[html.Section]:
    without = hall().without
    return [_charts(v, lang), *([] if "disclosure" in without else [_requests(v, lang)])]


def _figures(v: View, lang: Lang) -> html.Dl:
    def one(id: str, indicator: str, title: Text, unit: str) -> html.Div:
        return blocks.number(id, v, label=blocks.named(indicator, title[lang], lang), unit=unit)

    return html.Dl(
        [
            one("today-accepted", "cases-accepted", ACCEPTED, CASES[lang]),
            one("today-progress", "cases-in-progress", IN_PROGRESS, CASES[lang]),
            one("today-on-time", "on-time-rate", ON_TIME, PER_CENT[lang]),
            *(
                []
                if "satisfaction" in hall().without
                else [one("today-good", "good-rating-rate", GOOD, PER_CENT[lang])]
            ),
        ],
        className="figures",
    )


def _head(v: View, lang: Lang) -> html.Section:
    return blocks.live(
        html.Section,
        "today",
        v,
        children=[
            blocks.live(html.P, "today-notice", v, className="notice"),
            blocks.live(html.Dl, "today-how", v, className="how", children=how_to_load(lang)),
            blocks.opening(
                [
                    html.H1(
                        [
                            blocks.live(html.Span, "today-label", v),
                            blocks.live(html.Span, "today-as-of", v, className="as-of"),
                        ],
                        className="label",
                    ),
                    html.P(
                        [
                            blocks.live(html.Strong, "today-completed", v, className="n"),
                            html.Span(CASES[lang], className="unit"),
                        ],
                        className="headline",
                    ),
                    blocks.live(html.P, "today-compared", v, className="compared"),
                ],
                _figures(v, lang),
            ),
        ],
    )


def _charts(v: View, lang: Lang) -> html.Section:
    hour = Text("时段", "Hour")[lang]
    done, usual = Text("办结", "Completed")[lang], Text("往常办结", "Usually completed")[lang]
    hours = blocks.figure(
        "hours", v, columns=(hour, done, usual, ACCEPTED[lang]), lang=lang, size="hours"
    )
    ratings = blocks.figure(
        "ratings",
        v,
        columns=(Text("等级", "Level")[lang], Text("条数", "Ratings")[lang]),
        lang=lang,
        size="levels",
    )
    if "satisfaction" in hall().without:
        return html.Section(hours, className="charts")
    return html.Section(dbc.Row([dbc.Col(hours, lg=7), dbc.Col(ratings, lg=5)]), className="charts")


def _requests(v: View, lang: Lang) -> html.Section:
    def one(id: str, indicator: str, title: Text, unit: str) -> html.Div:
        return blocks.number(id, v, label=blocks.named(indicator, title[lang], lang), unit=unit)

    unit = REQUESTS[lang]
    return html.Section(
        [
            blocks.live(html.H2, "requests-title", v),
            html.Dl(
                [
                    one("requests-open", "disclosure-open", OPEN, unit),
                    one("requests-soon", "disclosure-open", DUE_SOON, unit),
                    one("requests-overdue", "disclosure-overdue", OVERDUE, unit),
                    one("requests-on-time", "disclosure-on-time", ANSWERED, PER_CENT[lang]),
                ],
                className="figures figures--row",
            ),
            html.P(
                html.A(EACH[lang], href=Place("disclosure", lang).path),
                className="compared",
            ),
        ],
        className="requests",
    )


PAGE = Page("", TITLE, "today", of_live(view), layout)
