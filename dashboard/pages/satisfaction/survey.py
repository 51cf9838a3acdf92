"""民意调查: what a survey by others found, beside the hall's own ratings and never put together with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import html

from api.answer.answers import Page, Records, Values
from dashboard import words
from dashboard.asking import short_names
from dashboard.asking.ask import Ask
from dashboard.pages.satisfaction import survey_sentences as sentences
from dashboard.pages.satisfaction.round_sentences import address_of, ranked
from dashboard.parts import bars, downloads
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.ranking import Row, bar, cells, lowest_mark, marks, rates
from dashboard.words import Lang
from data.catalog import DATASETS, INDICATORS
from data.definitions import Text
from data.rules.intervals import overlap

DATASET, SHARE, HALL, GAP = "survey-results", "survey-share", "survey-share-hall", "survey-gap"
OWN = "good-rating-rate"
INTERVAL, N = Text("95%区间", "95% interval"), Text("有效答卷", "Answers")
RANK, OF = Text("公布名次", "Rank as published"), Text("参评部门数", "Ranked among")
NONE = Text("暂无民意调查结果", "No survey results yet")
WHAT, RATE = Text("来源", "Source"), Text("比率", "Share")
IDS = ("survey", "survey-beside")
ROUND = Text("这次调查的全部情况（可打印）", "All about this survey, to be printed")
MOST = 1_000  # departments of one survey


@dataclass(frozen=True)
class Survey:
    """The newest survey: a record of each department, shares by department, and the hall's two rates."""

    results: list[Row]
    shares: Any
    hall: Any
    own: Any
    gap: Any

    @property
    def about(self) -> Row:
        """What is the same in all its results: who asked whom, how and when."""
        return self.results[0]

    @property
    def own_result(self) -> Row | None:
        return next((row for row in self.results if row["rated"] == "hall"), None)

    def close(self) -> list[Row]:
        """The departments whose interval has a value in common with the hall's: no order is known."""
        own = self.own_result
        if own is None:
            return []
        by_department = {row["department"]: row for row in self.shares["data"]}
        hall = words.interval_of(by_department[own["department"]])
        return [
            row
            for code, row in by_department.items()
            if code != own["department"]
            and words.enough(row["denominator"])
            and overlap(words.interval_of(row), hall)
        ]


def gather(ask: Ask, last: date) -> Survey | None:
    """The newest survey that ended by a day; None where there is none."""
    ended = (("to_on", None, last),)
    newest = ask(
        Records(DATASET, ranges=ended, page=Page(1, sort="to_on", descending=True))
    )["data"]  # fmt: skip
    if not newest:
        return None
    where = (("question", ("overall",)), ("survey", (newest[0]["survey"],)))
    results = ask(Records(DATASET, where=where, page=Page(MOST)))["data"]
    if not results:
        return None
    first, until = (date.fromisoformat(results[0][end]) for end in ("from_on", "to_on"))

    def over_its_days(indicator: str, by: tuple[str, ...] = ()) -> Any:
        return ask(Values(indicator, first, until, "total", by))

    return Survey(
        results,
        over_its_days(SHARE, ("department",)),
        *(over_its_days(id) for id in (HALL, OWN, GAP)),
    )


def view(ask: Ask, last: date, as_of: str, lang: Lang) -> View:
    """The section; hidden where nobody has surveyed."""
    survey = gather(ask, last)
    if survey is None:
        return _nothing(as_of, lang)
    short = short_names.of_bars(ask, survey.shares["data"], "department", lang)
    return {
        "survey-part": {"hidden": False},
        "survey-method": {"children": sentences.method(survey.about, lang)},
        "survey-round": {"children": _round(survey.about["survey"], lang)},
        **_departments(survey, short, as_of, lang),
        **_beside(survey, as_of, lang),
    }


def _nothing(as_of: str, lang: Lang) -> View:
    empty = {
        id: bars.view(
            id, finding=(NONE[lang], ""), bars=[], columns=[""], rows=[], downloads=[], as_of=as_of
        )
        for id in IDS
    }
    return {
        "survey-part": {"hidden": True},
        "survey-method": {"children": ""},
        "survey-round": {"children": []},
        **empty[IDS[0]],
        **empty[IDS[1]],
    }


def _round(survey: str, lang: Lang) -> list[Any]:
    """Leads to the page with all that is known of it, to be printed."""
    at = address_of(survey, lang)
    return [html.A(ROUND[lang], href=at)] if at else []


def _departments(survey: Survey, short: Mapping[str, str], as_of: str, lang: Lang) -> View:
    """The hall, those it cannot be told from and the largest, the best first; in the table all, with ranks."""
    rows = [row for row in survey.shares["data"] if row["denominator"]]
    placed = rates(rows, "department")
    own = survey.own_result
    mine = own["department"] if own else None
    close = survey.close()
    picked = [*placed.shown, *close]
    every = (*reversed(placed.compared), *placed.few, *placed.unstated)
    shown = [row for row in every if row in picked or row["department"] == mine]
    low = lowest_mark(shown)
    stated = {row["department"]: row for row in survey.results}
    title = DATASETS[DATASET].dimension("department").title
    drawn = [
        bar(
            row,
            row["department_label"],
            low,
            "chosen" if row["department"] == mine else "plain",
            None,
            lang,
        )
        for row in shown
    ]
    return bars.view(
        "survey",
        finding=sentences.found(survey.results, own, survey.hall["data"], placed, close, lang),
        bars=bars.shortened(drawn, short),
        columns=[title[lang], INDICATORS[SHARE].title[lang], INTERVAL[lang], N[lang], RANK[lang], OF[lang]],
        rows=[
            [row["department_label"], *cells(row, lang), *_ranked(stated.get(row["department"]), lang)]
            for row in every
        ],
        downloads=downloads.of_answer(survey.shares, SHARE, lang),
        as_of=as_of,
        marks=marks(low) if shown else (),
    )  # fmt: skip


def _ranked(result: Row | None, lang: Lang) -> list[str]:
    """Its rank and among how many, where the survey has a result of it."""
    return [words.MISSING, words.MISSING] if result is None else ranked(result, lang)


def _beside(survey: Survey, as_of: str, lang: Lang) -> View:
    """The survey's share and the hall's own, with intervals, on one scale."""
    pairs = [
        (title, document["data"][0])
        for title, document in (
            (INDICATORS[HALL].title[lang], survey.hall),
            (INDICATORS[OWN].title[lang], survey.own),
        )
        if document["data"] and document["data"][0]["denominator"]
    ]
    low = lowest_mark([row for _, row in pairs])
    gap = survey.gap["data"][0]["value"] if survey.gap["data"] else None
    drawn: list[Bar] = [bar(row, name, low, "plain", None, lang) for name, row in pairs]
    return bars.view(
        "survey-beside",
        finding=sentences.beside([row for _, row in pairs], gap, survey.about, lang),
        bars=drawn,
        columns=[WHAT[lang], RATE[lang], INTERVAL[lang], N[lang]],
        rows=[[name, *cells(row, lang)] for name, row in pairs],
        downloads=[
            *downloads.of_answer(survey.gap, GAP, lang),
            *downloads.titled(
                INDICATORS[HALL].title, downloads.of_answer(survey.hall, HALL, lang), lang
            ),
        ],
        as_of=as_of,
        marks=marks(low) if pairs else (),
    )
