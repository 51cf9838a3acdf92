"""An entry of the knowledge base as it is shown, lists of questions, and where a person answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html

from api.search import reply
from dashboard import words
from dashboard.asking import item_pages
from dashboard.asking.address import Place
from dashboard.parts import controls
from dashboard.words import Lang
from data.catalog.knowledge_base.faqs import TOPICS
from data.definitions import Text
from data.hall import hall

Row = Mapping[str, Any]

ITEMS = Text("相关事项", "Items")
DEPARTMENT = Text("负责部门", "Department")
BASIS = Text("依据", "Basis")
REVIEWED = Text("最近复核", "Last reviewed")
ASK_A_PERSON = Text("未解决您的问题？", "Not what you need?")
CALL = Text("拨打服务热线", "Call the hotline")
OR = Text("，或到", ", or ask at ")
OTHER = Text("其他", "Others")
ABOUT = Text(
    "答案仅供参考，以窗口答复和现行规定为准。",
    "Answers are for guidance; what the window says and the rules in force go before.",
)


def _item(code: str, lang: Lang) -> str:
    """The page of an item; of a code that no address can have, its numbers."""
    return item_pages.of_item(code, lang) or Place("volumes", lang, (("item", code),)).url


def _promise(item: reply.Item, lang: Lang) -> str:
    """Within what the hall promises an item, beside an answer that says what the law allows."""
    if item.promised_days is None:
        return ""
    days = words.days_used(item.promised_days, lang)
    return Text(f"：本厅承诺{days}", f": the hall promises {days}")[lang]


def whole(row: dict[str, Any], lang: Lang) -> html.Article:
    """The question, its answer, and what it rests on."""
    items = [
        [html.A(one.title, href=_item(one.code, lang)), _promise(one, lang)]
        for one in reply.items(row, lang)
    ]
    reviewed = row["reviewed_on"]
    facts = [
        (ITEMS, html.Ul([html.Li(item) for item in items]) if items else None),
        (DEPARTMENT, reply.department(row, lang)),
        (BASIS, reply.text(row, "basis", lang) or None),
        (REVIEWED, words.day(date.fromisoformat(reviewed), lang) if reviewed else None),
    ]
    pairs = [
        part
        for name, value in facts
        if value is not None
        for part in (html.Dt(name[lang]), html.Dd(value))
    ]
    return html.Article(
        [
            html.H2(reply.text(row, "title", lang)),
            html.P(reply.text(row, "answer", lang), className="answer"),
            html.Dl(pairs, className="facts"),
            html.P(ABOUT[lang], className="note"),
        ]
    )


def questions(rows: Sequence[dict[str, Any]], lang: Lang) -> html.Ul | None:
    """Questions as links to their answers; None where there are none."""
    if not rows:
        return None
    each = [
        html.A(
            reply.text(row, "title", lang),
            href=Place(controls.ASK, lang, (("faq", row["faq"]),)).url,
        )
        for row in rows
    ]
    return html.Ul([html.Li(link) for link in each], className="questions")


def topics(rows: Sequence[dict[str, Any]], lang: Lang) -> list[Any]:
    """All questions, by topic."""
    named = [(code.id, code.title[lang].capitalize()) for code in TOPICS]
    parts = []
    for topic, title in [*named, (None, OTHER[lang])]:
        of_topic = questions([row for row in rows if row["topic"] == topic], lang)
        if of_topic:
            parts.append(html.Section([html.H2(title), of_topic], className="matches"))
    return parts


def person(lang: Lang) -> html.P:
    """Where a person answers."""
    number = hall().hotline
    call = html.A(number, href=f"tel:{number}")
    return html.P(
        [
            html.Strong(ASK_A_PERSON[lang]),
            f" {CALL[lang]}",
            "" if lang == "zh" else " ",
            call,
            f"{OR[lang]}{reply.WINDOW[lang]}{Text('咨询。', '.')[lang]}",
        ],
        className="person",
    )  # fmt: skip
