"""What can be searched for: the catalogue, and the lists of items, departments and questions as they are now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from api.answer import answers
from api.answer.answers import Page, Records
from api.search.index import Entry, Index
from data.catalog import PUBLISHED
from data.definitions import Dataset, Text
from data.hall import today

INDICATOR, DATASET, ITEM, DEPARTMENT = "indicator", "dataset", "item", "department"
QUESTION, QUESTIONS = "question", "faqs"
KINDS = (INDICATOR, DATASET, ITEM, DEPARTMENT, QUESTION)
# Kind → the list that has it.
LISTS = {ITEM: "items", DEPARTMENT: "departments"}

# No hall has more items.
_ALL = 20_000

# How the wordings of a question stand in one text.
_BARS = re.compile(r"[|｜]")
_OF_QUESTIONS = (
    "faq", "title_zh", "title_en", "similar_zh", "similar_en", "answer_zh", "live_from", "retired_on", "item",
)  # fmt: skip

_indexed: tuple[tuple[str, date], Index] | None = None


def index() -> Index:
    """The index of the lists as they are now. Raises `Unreadable`."""
    global _indexed  # one store per process; what is typed is not kept
    now = answers.state().of((*LISTS.values(), QUESTIONS)), today()
    if _indexed is None or _indexed[0] != now:
        _indexed = now, Index(entries())
    return _indexed[1]


def entries() -> Iterator[Entry]:
    """Everything with a name, from the catalogue and the lists."""
    for dataset in PUBLISHED.values():
        text = Text(dataset.description.zh, dataset.description.en)
        yield Entry(DATASET, dataset.id, dataset.title, text=text)
        for indicator in dataset.indicators:
            yield Entry(INDICATOR, indicator.id, indicator.title, text=indicator.formula)
    questions = _in_use()
    for kind, id in LISTS.items():
        yield from _listed(kind, PUBLISHED[id], _everyday(questions) if kind == ITEM else {})
    yield from map(_question, questions)


def in_use(row: Mapping[str, Any]) -> bool:
    """Whether an entry of the knowledge base answers today."""
    live, retired, day = row["live_from"], row["retired_on"], today().isoformat()
    return bool(row["answer_zh"] and live) and live <= day and (not retired or day < retired)


def _in_use() -> list[dict[str, Any]]:
    """The entries of the knowledge base that are in use."""
    if QUESTIONS not in PUBLISHED:
        return []
    query = Records(QUESTIONS, fields=_OF_QUESTIONS, page=Page(_ALL))
    return list(filter(in_use, answers.answer(query)["data"]))


def _question(row: Mapping[str, Any]) -> Entry:
    title = Text(row["title_zh"], row["title_en"] or row["title_zh"])
    return Entry(QUESTION, row["faq"], title, asked=(title.zh, title.en, *_similar(row)))


def _similar(row: Mapping[str, Any]) -> list[str]:
    """Other wordings of a question, in both languages."""
    similar = f"{row['similar_zh'] or ''}|{row['similar_en'] or ''}"
    return [one for one in _BARS.split(similar) if one.strip()]


def _everyday(questions: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Item → what people call it when they ask: 换驾照 for 机动车驾驶证换发."""
    names: dict[str, list[str]] = {}
    for row in questions:
        if row["item"]:
            names.setdefault(row["item"], []).extend(_similar(row))
    return names


def _listed(kind: str, dataset: Dataset, others: Mapping[str, Sequence[str]]) -> Iterator[Entry]:
    """The entries of a reference list, with all names that it has for each, and `others` of a code."""
    assert dataset.label
    key, (zh, en) = dataset.key[0], dataset.label
    short = tuple(f.id for f in dataset.public_fields if f.id.startswith("short_"))
    query = Records(dataset.id, fields=(key, zh, en, *short), page=Page(_ALL))
    rows: list[dict[str, Any]] = answers.answer(query)["data"]
    for row in rows:
        title = Text(row[zh] or row[en] or row[key], row[en] or row[zh] or row[key])
        names = tuple(row[name] for name in short if row[name])
        yield Entry(kind, row[key], title, (*names, *others.get(row[key], ())))
