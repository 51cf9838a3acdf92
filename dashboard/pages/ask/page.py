"""`/service/ask?q=`: a question in one's own words, answered from the knowledge base without any script.

An answer is given only where it is certain; what may be meant is offered as such, and the hotline and
a window always. What is typed is kept nowhere, as on the search page (`Page.typed`).
"""

from __future__ import annotations

from typing import Any

from dash import html

from api.answer.answers import Live
from api.search import reply, tally
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments, Parameter, text
from dashboard.pages.ask import answer
from dashboard.parts import controls
from dashboard.parts.blocks import View
from dashboard.parts.page import Page, frame
from dashboard.words import Lang
from data.definitions import Text

TITLE = Text("知识库问答", "Ask a question")
HINT = Text(
    "用平常的话提问即可，中文、拼音或英文都可以。请勿填写姓名、证件号码。提问内容不保存、不记录。",
    "Ask in your own words, in Chinese, pinyin or English. Do not give names or numbers of documents. What "
    "you type is neither stored nor logged.",
)
NONE = Text("知识库没有这个问题的答案。", "The knowledge base has no answer to this question.")
NOT_SURE = Text(
    "没有确定的答案。您要问的可能是以下问题，请核对：",
    "There is no certain answer. You may have meant one of these; please check:",
)
RELATED = Text("相近的问题", "Near questions")
ANSWER = Text("知识库的答案", "The answer of the knowledge base")
EMPTY = Text("知识库暂无条目。", "The knowledge base has no entries yet.")
LONG = Text(f"最多{controls.SEARCH_MOST}个字", f"has more than {controls.SEARCH_MOST} characters")
NO_ENTRY = Text("不是条目编号", "is not the number of an entry")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    typed, faq = arguments["q"].strip(), arguments["faq"]
    if typed:
        shown = _replied(typed, lang)
    elif faq:
        shown = _entry(faq, lang)
    else:
        shown = answer.topics(reply.listed(lang), lang) or [html.P(EMPTY[lang])]
    return {
        **frame(ask(Live())["meta"]),
        "question-field": {"value": arguments["q"]},
        "replied": {"children": shown},
    }


def _replied(typed: str, lang: Lang) -> list[Any]:
    """The answer to a question, and else who answers it."""
    given = reply.reply(typed)
    tally.count(given.certain)
    near = answer.questions(reply.rows(given.near, lang), lang)
    certain = reply.rows((given.certain,), lang) if given.certain else []
    if certain:
        related = [html.H3(RELATED[lang]), near] if near else []
        said = html.P(ANSWER[lang], className="label", role="status")
        return [said, answer.whole(certain[0], lang), *related, answer.person(lang)]
    if near:
        return [html.P(NOT_SURE[lang], role="status"), near, answer.person(lang)]
    return [html.P(NONE[lang], role="status"), answer.person(lang)]


def _entry(faq: str, lang: Lang) -> list[Any]:
    """An entry that a link named; of one that is no longer in use only who answers instead."""
    rows = reply.in_use_only(reply.rows((faq,), lang))
    if not rows:
        return [html.P(NONE[lang], role="status"), answer.person(lang)]
    return [answer.whole(rows[0], lang), answer.person(lang)]


def layout(place: Place, v: View) -> html.Main:
    lang = place.lang
    return html.Main(
        [
            html.H1(TITLE[lang], className="plain"),
            controls.search(place, "question-field", v["question-field"]["value"], controls.ASK),
            html.P(HINT[lang], className="note"),
            html.Div(v["replied"]["children"], className="replied"),
        ],
        id="main",
        className="catalogue",
    )


PAGE = Page(
    controls.ASK,
    TITLE,
    controls.ASK,
    view,
    layout,
    parameters=(
        Parameter("q", lambda q: LONG if len(q) > controls.SEARCH_MOST else None),
        text("faq", r"[A-Za-z0-9_-]{1,64}", NO_ENTRY),
    ),
    charts=False,
    menu=False,
    styles=("data.css", "ask.css"),
    typed=True,
)
