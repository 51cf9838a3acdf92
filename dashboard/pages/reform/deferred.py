"""先办后补: approvals granted before all papers were in, as strips, and the papers that are still owed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from dash import html

from api.answer.answers import Page, Records, Values
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.reform import owed
from dashboard.pages.reform.owed import Approval, Paper
from dashboard.parts import blocks, downloads, notes, sections
from dashboard.parts.blocks import View
from dashboard.parts.drawings import svg
from dashboard.parts.sections import Number, Section
from dashboard.words import Lang, Unit
from data.catalog import DATASETS
from data.definitions import Text
from data.hall import today

Row = Mapping[str, Any]
PROJECTS, PAPERS = Unit("项", "approval", "approvals"), Unit("份", "paper", "papers")
ROWS_MOST = 5_000
# Strips of what has ended are drawn for so many days.
YEAR = timedelta(365)
GROUND, GRANTED = Text("情形", "Ground"), Text("作出决定", "Granted")
PAPER, DUE, CAME = Text("材料", "Paper"), Text("期限", "Due"), Text("收到", "Received")


def gather(ask: Ask, lang: Lang) -> tuple[list[Approval], int]:
    """Those whose papers are owed and those of the last year, the newest last; how many others there are."""
    grounds, kinds = _titles("deferred-approvals", "ground", lang), _titles("deferred-papers", "paper", lang)  # fmt: skip
    papers: dict[str, list[Paper]] = {}
    for row in ask(Records("deferred-papers", page=Page(ROWS_MOST)))["data"]:
        papers.setdefault(row["approval_no"], []).append(
            Paper(kinds[row["paper"]], date.fromisoformat(row["due_on"]), _day(row["received_on"]))
        )
    approvals = [
        Approval(
            grounds[row["ground"]],
            date.fromisoformat(row["granted_on"]),
            _day(row["papers_due_on"]),
            _day(row["closed_on"]),
            row["closed_as"] == "revoked",
            tuple(sorted(papers.get(row["approval_no"], ()), key=lambda p: (p.due_on, p.name))),
        )
        for row in ask(Records("deferred-approvals", page=Page(ROWS_MOST)))["data"]
    ]
    begin = today() - YEAR
    shown = [one for one in approvals if one.closed_on is None or one.granted_on >= begin]
    ordered = sorted(shown, key=lambda one: (one.granted_on, one.due_on or date.max))
    return ordered, len(approvals) - len(shown)


def _titles(dataset: str, field: str, lang: Lang) -> dict[str, str]:
    return {code.id: code.title[lang] for code in DATASETS[dataset].field(field).codes}


def _day(on: str | None) -> date | None:
    return None if on is None else date.fromisoformat(on)


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    on = today()
    shown, older = gather(ask, lang)
    still = ask(Values("deferred-open", grain="total", by=("ground",)))
    as_of = notes.as_of(still["meta"], on, lang)
    how = Text(
        "每条一项，自作出决定至材料补齐；近一年的和材料尚未补齐的。竖线为补齐期限；实心点为收到一份材料，"
        "空心点为未收到，在其期限处。企业、事项和部门不公布。",
        "A strip for each, from the decision until its papers are in: those of the last year, and those still "
        "owed papers. Upright mark: papers due. A dot: a paper received, hollow: not received, at its due "
        "date. Firms, items and departments are not published.",
    )
    return {
        "deferred-numbers": {"children": sections.numbers(_numbers(ask, on, lang), lang)},
        **svg.view(
            "owed",
            finding=(_title(shown, on)[lang], f"{how[lang]}{_older(older, lang)}"),
            picture=owed.picture(shown, on, lang),
            columns=[GROUND[lang], GRANTED[lang], PAPER[lang], DUE[lang], CAME[lang]],
            rows=[
                [one.ground, words.day(one.granted_on, lang), paper.name, words.day(paper.due_on, lang), _written(paper, one, on, lang)]
                for one in shown
                for paper in one.papers
            ],
            downloads=[
                *downloads.of_answer(still, "deferred-open", lang),
                *downloads.titled(Text("决定", "Decisions"), downloads.with_json(ask(Records("deferred-approvals", page=Page(1)))["links"]), lang),
                *downloads.titled(Text("材料", "Papers"), downloads.with_json(ask(Records("deferred-papers", page=Page(1)))["links"]), lang),
            ],
            as_of=as_of,
        ),
    }  # fmt: skip


def _older(n: int, lang: Lang) -> str:
    """That there are others, which have ended: they are in the records alone."""
    if not n:
        return ""
    is_, count = words.plural(n, "is", "are"), words.counted(n, PROJECTS, "en")
    return Text(
        f"一年以前作出、已办结的另有{words.number(n)}项，不在图中，见明细记录。",
        f" {count} of earlier years, which {words.plural(n, 'has', 'have')} ended, {is_} not drawn but among the records.",
    )[lang]


def _written(paper: Paper, one: Approval, on: date, lang: Lang) -> str:
    if paper.received_on is not None:
        return words.day(paper.received_on, lang)
    if one.closed_on is not None:
        return words.MISSING
    late = Text("逾期未收到", "overdue"), Text("未收到", "not yet")
    return late[0 if paper.due_on < on else 1][lang]


def _numbers(ask: Ask, on: date, lang: Lang) -> list[Number]:
    new_year = date(on.year, 1, 1)

    def total(id: str, first: date | None = None) -> Row:
        rows = ask(Values(id, first, on if first else None, "total"))["data"]
        return rows[0] if rows else {"value": None, "numerator": None, "denominator": None}

    granted = total("deferred-approvals", new_year)
    open_, late = total("deferred-open"), total("deferred-overdue")
    papers = total("papers-on-time", new_year)
    rate, note = words.stated(papers, Unit("份到期的", "paper due", "papers due"), PAPERS, lang)
    return [
        Number(Text("今年先办后补", "Granted first this year"), words.number(granted["value"]), words.unit_of(granted["value"], PROJECTS, lang), "", "deferred-approvals"),
        Number(Text("材料待补", "Papers still owed"), words.number(open_["value"]), words.unit_of(open_["value"], PROJECTS, lang), "", "deferred-open"),
        Number(Text("逾期未补", "Papers overdue"), words.number(late["value"]), words.unit_of(late["value"], PROJECTS, lang), "", "deferred-overdue", late=bool(late["value"])),
        Number(Text("今年按期补交率", "Papers on time this year"), rate, "%" if rate != words.MISSING else "", note, "papers-on-time"),
    ]  # fmt: skip


def _title(shown: Sequence[Approval], on: date) -> Text:
    """2项还欠5份材料，其中1项逾期."""
    open_ = [one for one in shown if one.closed_on is None]
    if not open_:
        if any(one.revoked for one in shown):
            return Text("没有待补的材料", "No papers are owed")
        return Text("材料均已补齐", "All papers are in")
    n = sum(paper.received_on is None for one in open_ for paper in one.papers)
    late = sum(one.is_overdue(on) for one in open_)
    count, papers = words.number(len(open_)), words.number(n)
    owes, en = words.plural(len(open_), "owes", "owe"), words.counted(len(open_), PROJECTS, "en")
    what = Text(f"{papers}份材料", words.counted(n, PAPERS, "en")) if n else Text("材料", "papers")
    if not late:
        return Text(
            f"{count}项还欠{what.zh}，均未逾期", f"{en} still {owes} {what.en}, none overdue"
        )
    return Text(
        f"{count}项还欠{what.zh}，其中{words.number(late)}项逾期",
        f"{en} still {owes} {what.en}, {words.number(late)} overdue",
    )


def layout(place: Place, v: View) -> list[Any]:
    return [
        blocks.live(html.Dl, "deferred-numbers", v, className="figures numbers"),
        svg.figure("owed", v, place.lang, "owed"),
    ]


SECTION = Section(
    "papers-later",
    Text("先办后补", "Approved first, papers later"),
    ("deferred-approvals", "deferred-papers"),
    view,
    layout,
    ("owed",),
    styles=("explore.css", "drawings.css", "reform.css"),
)
