"""The hall's windows by floor, each shaded by what was completed there on the day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dash import html

from api.answer.answers import Page, Records, Values
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.living_hall import Floor
from dashboard.parts import blocks, downloads, findings
from dashboard.parts.blocks import View
from dashboard.parts.drawings import plan, svg
from dashboard.parts.drawings.plan import Window
from dashboard.parts.sections import floors
from dashboard.parts.two_languages import hinted, sentence
from dashboard.words import CASES, Lang
from data.definitions import Text

INDICATOR = "cases-completed"
# No hall has more windows than these.
MOST = 1_000
LEADS = Text("点一格看该窗口。", "A square leads on.")
FLOOR, WINDOW = Text("楼层", "Floor"), Text("窗口", "Window")


def windows(ask: Ask, day: date, lang: Lang) -> tuple[list[Window], dict[str, Any]]:
    """Every window of the list that has a floor, with the day's cases; and the answer with those."""
    document = ask(Values(INDICATOR, day, day, "total", ("window",)))
    counted = {row["window"]: row["value"] for row in document["data"]}
    listed = ask(Records("windows", page=Page(MOST)))["data"]
    return [
        Window(
            row["window"],
            row["title_zh"] if lang == "zh" else row["title_en"] or row["title_zh"],
            str(row["floor"]),
            counted.get(row["window"]) or 0,
        )
        for row in listed
        if row.get("floor")
    ], document


def view(
    ask: Ask,
    live: Mapping[str, Any],
    is_open: bool,
    as_of: str,
    lang: Lang,
    now: Mapping[str, Floor],
) -> View:
    """The plan with the cases of the day of `live`; `is_open` tells of the windows now.

    `now`: the queue of each floor, by its name in the list of windows, where the hall reports one.
    """
    day = blocks.day_of(live)
    every, document = windows(ask, day, lang) if day else ([], None)
    at_work = [one for one in every if one.count]
    n, of = words.number(len(at_work)), words.number(len(every))
    when = findings.when_of(live, lang)
    at = "" if live.get("is_today", True) else f" {when[0].lower()}{when[1:]}"
    title = Text(
        f"{when}{of}个窗口中，{n}个办结了办件",
        f"Cases completed at {n} of {words.numbered(len(every), 'window', 'windows')}{at}",
    )[lang]
    if not every:
        title = Text("尚无窗口清单", "No list of windows yet")[lang]
    span = {"from": day.isoformat(), "to": day.isoformat()} if day else {}

    def href(window: str) -> str:
        return Place("volumes", lang, (*span.items(), ("window", window))).url

    queues = {floor: floors.queue(one, lang) for floor, one in now.items()}
    shut = {floor for floor, one in now.items() if one.standing == "unstaffed"}
    drawn = plan.picture(every, href, is_open, lang, queues, shut) if every else None
    rows = [
        [one.floor, _named(one, href(one.code), lang), words.number(one.count)] for one in every
    ]
    figure = svg.view(
        "plan",
        finding=(title, hinted(_said(is_open, lang), LEADS[lang], lang)),
        picture=drawn,
        columns=[FLOOR[lang], WINDOW[lang], CASES[lang]],
        rows=rows,
        downloads=downloads.of_answer(document, INDICATOR, lang) if document and document["links"] else [],
        as_of=as_of,
    )  # fmt: skip
    return {**figure, "plan-part": {"hidden": not every}}


def _named(window: Window, href: str, lang: Lang) -> html.A:
    """What the square of the picture leads to, for those who read the table."""
    name = Text(f"{window.title}（{window.code}）", f"{window.title} ({window.code})")
    return html.A(name[lang], href=href)


def _said(is_open: bool, lang: Lang) -> str:
    how = Text(
        "一格一个窗口，按楼层排列；颜色越浓，当天办结越多。",
        "a square a window, by floor; the stronger its colour, the more completed on the day.",
    )
    if is_open:
        return sentence(how[lang])
    return Text(f"窗口现在不开放；{how.zh}", f"The windows are closed now; {how.en}")[lang]
