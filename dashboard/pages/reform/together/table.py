"""一表定责、限时办结: the development zone's one table: each step, whose it is, its limit, its state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.answer.answers import Page, Records, Values
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.reform.together.run import names
from dashboard.parts import blocks, downloads, notes
from dashboard.parts.blocks import View
from dashboard.parts.sections import Section
from dashboard.words import Lang, Unit
from data.catalog import INDICATORS
from data.definitions import Text
from data.hall import today
from data.periods import ONE_DAY, period_start

Row = Mapping[str, Any]
ID, STEPS_MOST = "zone-table", 200
STEPS = Unit("个", "step", "steps")
OF_PROJECTS = Unit("个", "step of a project", "steps of projects")
HEADS = (
    Text("序号", "No."), Text("环节", "Step"), Text("责任部门", "Department responsible"),
    Text("办理时限（工作日）", "Limit (working days)"), Text("已办结", "Done"),
    Text("办理中", "In progress"), Text("其中超期", "Of these overdue"), Text("未开始", "Not started"),
    Text("按时/到期", "On time/due"),
)  # fmt: skip
STATES = ("zone-steps-completed", "zone-steps-running", "zone-steps-overdue", "zone-steps-waiting")


@dataclass(frozen=True)
class Line:
    """A step of the table: its own entry, how many projects are in each state, how many due and on time."""

    step: Row
    department: str
    states: Sequence[int | None]
    on_time: Row


def twelve_months() -> tuple[date, date]:
    """The last twelve whole months: numbers by step are of whole months."""
    this = period_start(today(), "month")
    return this.replace(year=this.year - 1), this - ONE_DAY


def gather(ask: Ask, lang: Lang) -> list[Line]:
    """The table in its order. Done and on time: of the last twelve whole months; the rest as of now."""
    steps = ask(Records("zone-steps", page=Page(STEPS_MOST)))["data"]
    steps = sorted(steps, key=lambda row: (row["place"] is None, row["place"] or 0, row["step"]))
    owners = names(ask, "departments", "department", [r["department"] for r in steps if r["department"]], lang)  # fmt: skip
    states = [_by_step(ask, id) for id in STATES]
    on_time = _by_step(ask, "zone-step-on-time")
    return [
        Line(
            row,
            owners.get(row["department"], row["department"] or words.MISSING),
            [of.get(row["step"], {}).get("value") for of in states],
            on_time.get(row["step"], {}),
        )
        for row in steps
    ]


def _by_step(ask: Ask, id: str) -> dict[str, Row]:
    stock = id not in ("zone-steps-completed", "zone-step-on-time")
    when = (None, None) if stock else twelve_months()
    return {row["step"]: row for row in ask(Values(id, *when, "total", ("step",)))["data"]}


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    lines = gather(ask, lang)
    answer = ask(Values("zone-steps-running", grain="total", by=("step",)))
    records = ask(Records("zone-commitments", page=Page(1)))
    title = _title(lines)[lang]
    how = Text(
        "各环节的责任部门和办理时限在表中一次列明；数字为处于该状态的项目数，已办结、按时和到期为近12个整月。"
        "企业和项目不公布，单条记录的日期公布到月。",
        "The table names each step's department and limit once; numbers are of projects in that state, done and "
        "on time and due of the last twelve whole months. Firms and projects are not published; a record's dates are months.",
    )
    return {
        f"{ID}-title": {"children": title},
        f"{ID}-said": {"children": how[lang]},
        f"{ID}-rows": {"children": [_row(n, line, lang) for n, line in enumerate(lines, 1)]},
        **blocks.origin_view(
            ID,
            downloads=[
                *downloads.of_answer(answer, "zone-steps-running", lang),
                *(
                    blocks.named(id, INDICATORS[id].title[lang], lang)
                    for id in ("zone-step-on-time", "zone-steps-overdue")
                ),
                *downloads.titled(
                    Text("环节记录", "Records"), downloads.with_json(records["links"]), lang
                ),
            ],
            as_of=notes.as_of(answer["meta"], today(), lang),
            value=title,
        ),
    }


def _row(n: int, line: Line, lang: Lang) -> html.Tr:
    done, running, overdue, waiting = line.states
    name = line.step[f"title_{lang}"] or line.step["step"]
    due = line.on_time.get("denominator")
    kept = (
        f"{words.number(line.on_time['numerator'])}/{words.number(due)}" if due else words.MISSING
    )
    cells: list[Any] = [
        html.Td(line.department),
        html.Td(words.number(line.step["limit_days"])),
        html.Td(words.number(done)),
        html.Td(words.number(running)),
        html.Td(words.number(overdue), className="late" if overdue else None),
        html.Td(words.number(waiting)),
        html.Td(kept),
    ]
    return html.Tr([html.Td(words.number(n)), html.Th(name, scope="row"), *cells])


def _title(lines: Sequence[Line]) -> Text:
    """9个环节一表列明：正在办理的项目环节12个，其中1个超期: a project in two steps counts in each."""
    running = sum(line.states[1] or 0 for line in lines)
    late = sum(line.states[2] or 0 for line in lines)
    steps, n, m = words.number(len(lines)), words.number(running), words.number(late)
    head = Text(f"{steps}个环节一表列明", f"{words.counted(len(lines), STEPS, 'en')} in one table")
    if not running:
        return Text(f"{head.zh}，目前没有办理中的", f"{head.en}, none in progress now")
    count = words.counted(running, OF_PROJECTS, "en")
    if not late:
        return Text(
            f"{head.zh}：正在办理的项目环节{n}个，均未超期",
            f"{head.en}: {count} in progress, none overdue",
        )
    return Text(
        f"{head.zh}：正在办理的项目环节{n}个，其中{m}个超期",
        f"{head.en}: {count} in progress, {m} of them overdue",
    )


def layout(place: Place, v: View) -> list[Any]:
    lang = place.lang
    heads = html.Tr([html.Th(text[lang], scope="col") for text in HEADS])
    table = dbc.Table([html.Thead(heads), blocks.live(html.Tbody, f"{ID}-rows", v)])
    name = Text("责任表，可左右滚动", "Table of duties, scrolls sideways")[lang]
    scrolled = blocks.extra({"tabIndex": "0", "role": "group", "aria-label": name})
    figure = html.Figure(
        [
            html.Figcaption(
                [blocks.live(html.H2, f"{ID}-title", v), blocks.live(html.P, f"{ID}-said", v)]
            ),
            html.Div(table, className="duties", **scrolled),
            html.Div(blocks.origin(ID, v, lang), className="under"),
        ],
        className="chart chart--duties",
        **blocks.figured(ID),
    )
    return [figure]


SECTION = Section(
    "one-table",
    Text("一表定责、限时办结", "One table of duties and limits"),
    ("zone-commitments", "zone-steps"),
    view,
    layout,
    (ID,),
    styles=("explore.css", "reform.css", "together.css"),
)
