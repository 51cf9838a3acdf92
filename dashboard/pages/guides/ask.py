"""What the page of an item asks: its entry, papers, forms, window, and how long its cases take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from api.answer.answers import Page, Records, Values
from api.problems import Problem
from api.search.entries import QUESTIONS, in_use
from dashboard.asking.ask import Ask
from data.catalog import DATASETS, PUBLISHED
from data.definitions import Text
from data.hall import today

Row = dict[str, Any]
# How long it really takes is of the last so many days.
DAYS = 365
_MOST, _ALL_QUESTIONS = 200, 1_000
NO_ITEM = Text("事项清单中没有这个编码", "there is no such code on the list of items")


@dataclass(frozen=True)
class Guide:
    """All that is known of an item. `papers` and `forms` are those in force today, `questions` those
    of the knowledge base that are answered today; each of `taken` has a `value` and the number of cases it is of."""

    item: Row
    department: Row
    window: Row
    papers: list[Row]
    forms: list[Row]
    questions: list[Row]
    taken: dict[str, Row]
    first: date
    meta: Row
    links: dict[str, dict[str, str]]


def gather(ask: Ask, code: str) -> Guide:
    """The guide of an item. Raises `Problem` (404) for a code that is on no list."""
    document = ask(Records("items", (("item", (code,)),)))
    if not document["data"]:
        raise Problem(404, NO_ITEM)
    item, now = document["data"][0], today()
    first = now - timedelta(DAYS - 1)
    papers, forms = (ask(Records(id, (("item", (code,)),), page=Page(_MOST))) for id in _LISTS)
    return Guide(
        item,
        _entry(ask, "departments", item["department"]),
        _entry(ask, "windows", item["window"]),
        in_force(papers["data"], now),
        in_force(forms["data"], now),
        _questions(ask, code),
        {id: _value(ask, id, code, first, now) for id in ("handling-days-median", "handling-days-p90", "on-time-rate")},
        first,
        document["meta"],
        {"items": document["links"], "item-papers": papers["links"], "item-forms": forms["links"]},
    )  # fmt: skip


_LISTS = ("item-papers", "item-forms")


def in_force(rows: Sequence[Row], on: date) -> list[Row]:
    """The entries that hold on a day."""
    day = on.isoformat()
    return [
        row
        for row in rows
        if row["valid_from"] <= day and (row["valid_until"] is None or day <= row["valid_until"])
    ]


def _questions(ask: Ask, code: str) -> list[Row]:
    """What the knowledge base answers about an item, of the item itself first."""
    rows = (
        ask(Records(QUESTIONS, page=Page(_ALL_QUESTIONS)))["data"] if QUESTIONS in PUBLISHED else []
    )
    about = [row for row in rows if code in _items(row) and in_use(row)]
    return sorted(about, key=lambda row: row["item"] != code)


def _items(row: Row) -> list[str | None]:
    return [row["item"], *(row["other_items"] or "").split(";")]


def _entry(ask: Ask, dataset: str, code: str | None) -> Row:
    if code is None:
        return {}
    key = DATASETS[dataset].key[0]
    rows = ask(Records(dataset, ((key, (code,)),)))["data"]
    return rows[0] if rows else {}


def _value(ask: Ask, indicator: str, code: str, first: date, last: date) -> Row:
    query = Values(indicator, first, last, "total", where=(("item", (code,)),))
    rows = ask(query)["data"]
    return rows[0] if rows else {}
