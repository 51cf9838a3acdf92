"""今日大厅: how much today, on time, are people content, how are the disclosure requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.answer import answers
from dashboard import words
from dashboard.asking import living_hall
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.today import board, closed, hall_now, hall_plan, questions, ratings
from dashboard.parts import blocks, charts, downloads, findings, notes
from dashboard.parts.blocks import View
from dashboard.parts.drawings import svg
from dashboard.parts.findings import how_to_load
from dashboard.parts.page import Page, frame
from dashboard.words import CASES, PER_CENT, Lang, Unit
from data.catalog.evaluations.fields import SCORES
from data.definitions import Text
from data.hall import hall

TITLE = Text("今日大厅", "Today")
LEVELS = {int(code.id): code.title for code in SCORES}

ACCEPTED = Text("受理", "Accepted")
IN_PROGRESS = Text("在办", "In progress")
LATE = Text("超期", "late")
OF_CASES = ("today-accepted", "today-progress")
ON_TIME = Text("按时办结率", "Completed on time")
GOOD = Text("主动评价好评率", "Good ratings")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    """Everything on the page that changes with the data."""
    del arguments
    answer = ask(answers.Live())
    live = answer["data"]
    as_of = notes.written_as_of(answer, lang, "cases")
    off = closed.closed(ask, live)
    now = living_hall.gather(ask, live)
    known = bool((live.get("disclosure") or {}).get("open"))
    shown = {
        **_of_live(answer, lang),
        **hall_now.view(now, lang),
        **hall_plan.view(
            ask,
            off.before if off else live,
            live.get("open") is not False,
            as_of,
            lang,
            hall_now.of_floors(now),
        ),
        "requests-board": {"children": board.rows(ask, lang) if known else []},
        **questions.view(ask),
        **(_day_off(off, answer, as_of, lang) if off else {}),
    }
    return blocks.with_units(shown, dict.fromkeys(OF_CASES, CASES), lang)


def _day_off(off: closed.Closed, answer: Mapping[str, Any], as_of: str, lang: Lang) -> View:
    """What a day off has in the place of a working day's number, curve and ratings."""
    live = answer["data"]
    finding, bars = closed.hours(off, lang)
    hours = blocks.figure_view(
        "hours",
        finding=finding,
        figure=charts.hours(bars, lang),
        rows=[
            (
                words.hour(h["hour"], lang),
                words.MISSING,
                words.number(h.get("usual")),
                words.MISSING,
            )
            for h in off.after.get("hours") or []
            if h.get("usual")
        ],
        downloads=downloads.of_day("cases-completed", blocks.day_of(live), lang, by="hour"),
        as_of=as_of,
    )
    by_level = _ratings(off.before, notes.written_as_of(answer, lang, "evaluations"), lang)
    return hours | by_level | closed.shown(off, live, lang)


def _of_live(answer: Mapping[str, Any], lang: Lang) -> View:
    """What the live answer alone says."""
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
        "today-notice": {
            "children": notice,
            "hidden": not notice,
            "className": "notice late" if live.get("silent") else "notice",
        },
        "today-completed": {"children": words.number(live.get("completed"))},
        "today-unit": {"children": words.unit_of(live.get("completed"), CASES, lang)},
        "today-compared": {"children": words.compared(live, "completed", lang)},
        "today-accepted": {"children": words.number(live.get("accepted"))},
        "today-accepted-note": {"children": notes.online(live, lang)},
        "today-progress": {"children": words.number(live.get("in_progress"))},
        "today-progress-note": notes.overdue(live.get("overdue"), lang),
        "today-on-time": blocks.stated(on_time[0], live.get("on_time")),
        "today-on-time-note": {
            "children": blocks.with_missed(on_time[1], live.get("on_time"), LATE, lang)
        },
        "today-good": blocks.stated(good[0]),
        "today-good-note": {"children": good[1]},
        **_hours(live, notes.written_as_of(answer, lang, "cases"), lang),
        **_ratings(live, notes.written_as_of(answer, lang, "evaluations"), lang),
        **board.view(live, lang),
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
        figure=ratings.levels(scores, names),
        rows=[(names[s["score"]], words.number(s["n"])) for s in scores],
        downloads=downloads.of_day("ratings", blocks.day_of(live), lang, by="score"),
        as_of=as_of,
    )


def layout(place: Place, v: View) -> html.Main:
    """The page; every live property is taken from the view."""
    lang = place.lang
    rest = blocks.live(
        html.Div, "today-rest", v, children=[*_below(v, lang), *questions.layout(v, lang)]
    )
    return html.Main([_head(v, lang), rest], id="main")


def _below(v: View, lang: Lang) -> list[html.Section]:
    requests = [board.layout(v, lang)] if hall().reports("disclosure") else []
    return [*hall_now.layout(v, lang), _charts(v, lang), _plan(v, lang), *requests]


def _figures(v: View, lang: Lang) -> html.Dl:
    def one(id: str, indicator: str, title: Text, unit: str | Unit) -> html.Div:
        label = blocks.named(indicator, title[lang], lang, period="today")
        return blocks.number(id, v, label=label, unit=unit)

    return html.Dl(
        [
            one("today-accepted", "cases-accepted", ACCEPTED, CASES),
            one("today-progress", "cases-in-progress", IN_PROGRESS, CASES),
            one("today-on-time", "on-time-rate", ON_TIME, PER_CENT[lang]),
            *(
                [one("today-good", "good-rating-rate", GOOD, PER_CENT[lang])]
                if hall().reports("satisfaction")
                else []
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
                            blocks.live(html.Span, "today-unit", v, className="unit"),
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
    if not hall().reports("satisfaction"):
        return html.Section(hours, className="charts")
    return html.Section(dbc.Row([dbc.Col(hours, lg=7), dbc.Col(ratings, lg=5)]), className="charts")


def _plan(v: View, lang: Lang) -> html.Section:
    figure = svg.figure("plan", v, lang, "plan")
    return blocks.live(html.Section, "plan-part", v, children=[figure], className="plan")


def finding(v: View, lang: Lang) -> str:
    """今日办结 · 2026年11月24日 星期二 1,044件: the page in a line."""
    del lang
    label, n, unit = (v[f"today-{id}"]["children"] for id in ("label", "completed", "unit"))
    return f"{label} {n}{unit}"


PAGE = Page(
    "",
    TITLE,
    "today",
    view,
    layout,
    styles=("strips.css", "drawings.css"),
    figures=("hours", "ratings", "plan"),
    finding=finding,
    preview=closed.of_last_working_day,
)
