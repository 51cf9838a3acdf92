"""`/satisfaction/survey/{survey}` 民意调查: one round with what it was asked of whom, and what its rank can say.

One page to be printed on A4; the same as a workbook beside it (`dashboard.serve.files.survey_files`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.documents import links
from api.documents.proof.verification import page_address, question
from api.files.survey.evidence import DATASET, OWN, SHARE_HALL, Evidence, Placed, evidence
from api.problems import Problem
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.satisfaction import round_sentences as sentences
from dashboard.pages.satisfaction.round_sentences import FOLDER
from dashboard.pages.satisfaction.survey_sentences import beside
from dashboard.parts import blocks, inputs, ranking
from dashboard.parts.blocks import View
from dashboard.parts.page import Page, frame
from dashboard.words import Lang
from data.catalog import DATASETS, INDICATORS
from data.definitions import Text

TITLE = Text("民意调查", "Survey by others")
BACK = Text("好差评", "Ratings")
NO_SUCH = Text("没有这次调查", "there is no such survey")
ABOUT, RANKS, BESIDE = (
    Text("谁问谁，怎么问", "Who asked whom, and how"),
    Text("满意率和名次", "Shares and ranks"),
    Text("与本厅好差评对照", "Beside the hall's own ratings"),
)
QUESTIONS, LIMITS = (
    Text("其他问题", "Other questions"),
    Text("不能证明什么", "What this does not prove"),
)
UNPROVABLE = (
    Text(
        "答卷由调查单位掌握，这里只有它公布的答卷数：可以重算比率和区间，不能核对答卷本身。",
        "The answers are the organiser's. Here are their counts as published: shares and intervals can be "
        "recomputed from them, the answers themselves cannot be checked.",
    ),
    Text(
        "来源文件的校验值可与调查单位公布的文件比对；未提供的无从比对。",
        "The source file's hash can be held against the file that the organiser published; where none is given there "
        "is nothing to hold it against.",
    ),
    Text(
        "表中只有进驻本厅或录入的部门，不一定是参评的全部部门；按答卷数排出的位次是在所列部门中的位次，不是公布的名次。",
        "The table has the departments on record, which need not be all that were rated: a place by answers is one among "
        "those listed, not the published rank.",
    ),
)
OTHERS = Text("其他各次调查：", "Other rounds: ")
PRINT = Text("打印：浏览器打印，A4横向", "To print: the browser's own print, A4 landscape")
VERIFY = Text("核验", "Verify")


@lru_cache(512)
def page_of(survey: str) -> Page:
    """The page of one round; whether there is such a one, the view says."""

    def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
        del arguments
        found = evidence(ask, survey)
        if found is None:
            raise Problem(404, NO_SUCH)
        return {
            "survey-name": {"children": sentences.named(found, lang)},
            "survey-opening": {"children": sentences.place(found, lang)},
            "survey-body": {"children": _body(found, lang)},
            **frame(found.meta),
        }

    return Page(
        f"{FOLDER}/{survey}",
        TITLE,
        f"{FOLDER}/{survey}",
        view,
        layout,
        every=60,
        charts=False,
        menu=False,
        styles=("bulletin.css", "survey.css"),
        like=FOLDER,
        finding=lambda view, lang: str(view["survey-name"]["children"]),
        kept="date",
    )


def _body(found: Evidence, lang: Lang) -> list[Any]:
    sections = (_about, _ranks, _beside, _questions, _limits)
    made = [section for make in sections if (section := make(found, lang)) is not None]
    return [*(inputs.part(one) for one in made), _files(found, lang)]


def _section(heading: Text, lang: Lang, *parts: Any) -> html.Section:
    return html.Section([html.H2(heading[lang]), *parts])


def _about(found: Evidence, lang: Lang) -> html.Section:
    """What the organiser states, and by name what it does not."""
    terms = [
        part
        for title, said in sentences.stated(found, lang)
        for part in (html.Dt(title), html.Dd(said))
    ]
    return _section(ABOUT, lang, html.Dl(terms, className="stated"))


def _ranks(found: Evidence, lang: Lang) -> html.Section:
    title = DATASETS[DATASET].dimension("department").title
    heads = [title, *sentences.HEADS]
    rows = [
        [found.names.get(one.record["department"], one.record["department"]), *sentences.cells(one, lang)]
        for one in found.placed
    ]  # fmt: skip
    rows += [
        [found.names.get(row["department"], row["department"]), words.TOO_FEW[lang], words.MISSING,
         words.number(row["responses"]), *sentences.ranked(row, lang), words.MISSING, words.MISSING]
        for row in found.few
    ]  # fmt: skip
    chosen = [one.record["rated"] == "hall" for one in found.placed] + [False] * len(found.few)
    return _section(
        RANKS,
        lang,
        html.P(sentences.HOW[lang], className="note"),
        _table(heads, rows, chosen, lang),
    )


def _beside(found: Evidence, lang: Lang) -> html.Section:
    """The two shares of the same days, and whether they can be told apart."""
    mine = found.hall
    pairs = [(SHARE_HALL, mine.share | _bounds(mine))] if mine else []
    pairs += [(OWN, dict(found.own))] if found.own else []
    said, _ = beside([row for _, row in pairs], found.gap, dict(found.about), lang)
    title = said if mine else sentences.NOT_BESIDE[lang]
    rows = [
        [
            INDICATORS[id].title[lang],
            *ranking.cells(row, lang)[:2],
            words.of(row),
        ]
        for id, row in pairs
    ]
    heads = [sentences.SOURCE, sentences.RATE, sentences.INTERVAL, sentences.PARTS]
    return _section(
        BESIDE, lang, html.P(title), _table(heads, rows, [False] * len(rows), lang),
        html.P(sentences.UNLIKE[lang], className="note"),
    )  # fmt: skip


def _bounds(one: Placed) -> dict[str, Any]:
    value = one.share["numerator"] / one.share["denominator"]
    return {"value": value, "low": one.interval[0], "high": one.interval[1]}


def _questions(found: Evidence, lang: Lang) -> html.Section | None:
    """Results of other questions than that on the whole, as counted."""
    if not found.questions:
        return None
    field = DATASETS[DATASET].field
    titles = {code.id: code.title[lang] for code in field("question").codes}
    rows = [
        [titles[row["question"]], found.names.get(row["department"], row["department"]),
         sentences.share(row, lang), *sentences.ranked(row, lang)]
        for row in found.questions
    ]  # fmt: skip
    heads = [field(name).title for name in ("question", "department")] + [sentences.PARTS, *sentences.RANKED]  # fmt: skip
    return _section(QUESTIONS, lang, _table(heads, rows, [False] * len(rows), lang))


def _limits(found: Evidence, lang: Lang) -> html.Section:
    del found
    return _section(LIMITS, lang, html.Ul([html.Li(text[lang]) for text in UNPROVABLE]))


def _table(heads: list[Text], rows: list[list[str]], chosen: list[bool], lang: Lang) -> html.Div:
    head = html.Thead(html.Tr([html.Th(text[lang], scope="col") for text in heads]))
    body = [
        html.Tr(
            [html.Th(row[0], scope="row"), *(html.Td(cell) for cell in row[1:])],
            className="own" if own else None,
        )
        for row, own in zip(rows, chosen, strict=True)
    ]
    return html.Div(dbc.Table([head, html.Tbody(body)]), className="wide", tabIndex=0)


def _files(found: Evidence, lang: Lang) -> html.Div:
    """The same as a workbook, the rows, the page that verifies each of the two shares, other rounds."""
    at, (first, last) = Place(f"{FOLDER}/{found.survey}", lang), found.span
    colon = Text("：", ": ")[lang]
    verified = [
        html.A(f"{VERIFY[lang]}{colon}{INDICATORS[id].title[lang]}", href=page_address(question(id, first, last, ()), lang))
        for id in (SHARE_HALL, OWN)
    ]  # fmt: skip
    rows = f"{links.dataset(DATASET)}/records"
    where = links.query_string([("survey", found.survey)])
    files = [html.A("XLSX", href=f"{at.path}.xlsx"), html.A("CSV", href=f"{rows}.csv{where}"), html.A("JSON", href=rows + where)]  # fmt: skip
    others = [
        html.A(last_day, href=at_other)
        for id, last_day in found.rounds
        if id != found.survey and (at_other := sentences.address_of(id, lang))
    ]
    parts: list[Any] = [html.Span([*files, *verified], className="links")]
    if others:
        parts.append(html.Span([OTHERS[lang], *others], className="links"))
    parts.append(html.Span([blocks.source(lang), f" · {PRINT[lang]}"], className="source"))
    return html.Div(parts, className="under")


def layout(place: Place, view: View) -> html.Main:
    lang = place.lang
    return html.Main(
        [
            html.P(html.A(BACK[lang], href=Place("satisfaction", lang).path), className="back"),
            blocks.live(html.H1, "survey-name", view, className="page-title"),
            blocks.live(html.P, "survey-opening", view, className="opening"),
            blocks.live(html.Div, "survey-body", view),
        ],
        id="main",
        className="bulletin survey-round",
    )
