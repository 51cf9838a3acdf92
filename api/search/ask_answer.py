"""The answer to a question that somebody asks, which is kept by nobody."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

import orjson
from flask import Response

from api.answer import answers
from api.documents import envelope, links
from api.documents.json_types import Day, Link
from api.documents.links import BASE
from api.openapi.endpoint import Call
from api.parsing.parameter import Parameter
from api.parsing.parameters import LANG, only
from api.search import answer as of_search
from api.search import reply, tally
from data.definitions import Text
from data.hall import hall

AT = f"{BASE}/ask"


class AskedItem(TypedDict):
    """An item that an answer is about."""

    item: str
    title: str
    promised_days: Annotated[
        float | None, Text("承诺工作日数", "working days within which the hall promises it")
    ]
    url: Link


class FaqAnswer(TypedDict):
    """An entry of the knowledge base."""

    faq: str
    question: str
    answer: str
    items: list[AskedItem]
    department: str | None
    department_label: str | None
    basis: str
    reviewed_on: Annotated[Day | None, Text("最近复核日期", "when it was last reviewed")]
    url: Link


class NearQuestion(TypedDict):
    """A question that may be what was meant."""

    faq: str
    question: str
    url: Link


class Person(TypedDict):
    """Where a person answers."""

    hotline: str
    window: str


class AskReply(TypedDict):
    """What a question is answered with."""

    certain: Annotated[
        bool,
        Text(
            "是否确为所问；否则answer为空，near仅供核对",
            "whether the answer is certain; if not, there is none, and `near` may be meant",
        ),
    ]
    answer: FaqAnswer | None
    near: list[NearQuestion]
    person: Person


Q = Parameter(
    "q",
    Text(
        "问题：中文、拼音全拼或首字母、英文；不保存、不记录",
        "a question in Chinese, pinyin or its initials, or English; it is neither stored nor logged",
    ),
    of_search.Q.type,
    missing=Text("请写出要问的问题", "say what you want to know"),
    example="juzhuzheng",
)
TAKES = only(Q, LANG)


def ask(call: Call) -> Response:
    """The entry that certainly answers, those near, and where a person answers."""
    state, lang = answers.state(), call.lang
    given = reply.reply(call.given["q"])
    tally.count(given.certain)
    certain = reply.rows((given.certain,), lang) if given.certain else []
    data: AskReply = {
        "certain": bool(certain),
        "answer": _answer(certain[0], lang) if certain else None,
        "near": [_near(row, lang) for row in reply.rows(given.near, lang)],
        "person": {"hotline": hall().hotline, "window": reply.WINDOW[lang]},
    }
    document = envelope.envelope(data, state, {"self": AT})
    headers = {"Cache-Control": "no-store"}
    return Response(orjson.dumps(document), mimetype="application/json", headers=headers)


def _answer(row: dict[str, Any], lang: str) -> FaqAnswer:
    return {
        "faq": row["faq"],
        "question": reply.text(row, "title", lang),
        "answer": reply.text(row, "answer", lang),
        "items": [
            {
                "item": one.code,
                "title": one.title,
                "promised_days": one.promised_days,
                "url": _record(reply.ITEMS, "item", one.code),
            }
            for one in reply.items(row, lang)
        ],
        "department": row["department"],
        "department_label": reply.department(row, lang),
        "basis": reply.text(row, "basis", lang),
        "reviewed_on": row["reviewed_on"],
        "url": _record(reply.FAQS, "faq", row["faq"]),
    }


def _near(row: dict[str, Any], lang: str) -> NearQuestion:
    url = _record(reply.FAQS, "faq", row["faq"])
    return {"faq": row["faq"], "question": reply.text(row, "title", lang), "url": url}


def _record(dataset: str, key: str, code: str) -> str:
    return f"{links.dataset(dataset)}/records{links.query_string([(key, code)])}"
