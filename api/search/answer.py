"""The answer to a search, which is kept by nobody."""

from __future__ import annotations

from typing import Annotated, TypedDict

import orjson
from flask import Response

from api.answer import answers
from api.documents import envelope, links
from api.documents.json_types import Keywords, Link, OneOf
from api.documents.links import BASE
from api.openapi.endpoint import Call
from api.parsing.parameter import Parameter, choice
from api.parsing.parameters import LANG, only
from api.parsing.value_types import ValueType, positive
from api.problems import bad_parameter
from api.search.entries import (
    DATASET,
    DEPARTMENT,
    INDICATOR,
    ITEM,
    KINDS,
    LISTS,
    QUESTION,
    QUESTIONS,
    index,
)
from api.search.index import Match
from data.definitions import Text

AT = f"{BASE}/search"
LONGEST, MOST, USUAL = 100, 100, 20
_WANTED = Text("请写出要查找的词", "say what to search for")
_TOO_LONG = Text(f"最多{LONGEST}个字", f"{LONGEST} characters at most")


class SearchMatch(TypedDict):
    """Something that was found by its name."""

    kind: Annotated[str, OneOf(KINDS)]
    id: Annotated[
        str, Text("指标、数据集的编号，或事项、部门、问题的编码", "id, or code of a list")
    ]
    title: str
    guessed: Annotated[
        bool, Text("没有完全相符的，这是相近的", "whether it is only nearly what was asked for")
    ]
    score: Annotated[float, Keywords(minimum=0, maximum=100)]
    url: Link


def _typed(name: str, text: str) -> str:
    if not text.strip():
        raise bad_parameter(name, _WANTED)
    if len(text) > LONGEST:
        raise bad_parameter(name, _TOO_LONG)
    return text


Q = Parameter(
    "q",
    Text(
        "要查找的词：中文、拼音全拼或首字母、英文；几个词用空格分开，须都相符",
        "what to search for: Chinese, pinyin or its initials, English; several words must all match",
    ),
    ValueType({"type": "string", "minLength": 1, "maxLength": LONGEST}, _typed),
    missing=_WANTED,
    example="shebao",
)
KIND = choice("kind", Text("只查找这一类", "only what is of this kind"), KINDS)
LIMIT = Parameter(
    "limit", Text(f"最多返回的条数；缺省为{USUAL}", f"how many at most; {USUAL} if not given"),
    positive(MOST), USUAL,
)  # fmt: skip
TAKES = only(Q, KIND, LIMIT, LANG)


def search(call: Call) -> Response:
    """What is called so, the nearest first. Neither the answer nor the question is kept anywhere."""
    state, lang = answers.state(), call.lang
    kind, limit = call.given["kind"], call.given["limit"]
    matches = [m for m in index().search(call.given["q"]) if kind in (None, m.entry.kind)]
    listed = matches[:limit]
    document = envelope.envelope(
        [_match(match, lang) for match in listed],
        state,
        {"self": AT},
        count=len(listed),
        truncated=len(listed) < len(matches),
        total=len(matches),
    )
    headers = {"Cache-Control": "no-store"}
    return Response(orjson.dumps(document), mimetype="application/json", headers=headers)


def _match(match: Match, lang: str) -> SearchMatch:
    entry = match.entry
    return {
        "kind": entry.kind,
        "id": entry.id,
        "title": entry.title[lang],
        "guessed": match.guessed,
        "score": round(match.score, 1),
        "url": _address(entry.kind, entry.id),
    }


def _address(kind: str, id: str) -> str:
    """Where the API has it: its definition, or its record in a list."""
    if kind in (INDICATOR, DATASET):
        return f"{BASE}/{kind}s/{id}"
    key = {ITEM: "item", DEPARTMENT: "department", QUESTION: "faq"}[kind]
    list_ = LISTS.get(kind, QUESTIONS)
    return f"{BASE}/datasets/{list_}/records{links.query_string([(key, id)])}"
