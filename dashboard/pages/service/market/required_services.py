"""审批所需中介服务: which approvals ask for which service, and by which law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.answer.answers import Page, Records, Values
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.service.market import sentences
from dashboard.parts import bars, downloads, notes
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.sections import Section
from dashboard.parts.two_languages import sentence
from dashboard.words import Lang
from data.catalog import DATASETS
from data.definitions import Text
from data.hall import today

DATASET, COUNT, SHARE = "intermediary-items", "services-asked-for", "services-with-basis"
TITLE = DATASETS[DATASET].title
MOST = 1_000
HEADS = ("item", "kind", "standing", "basis", "paid_by")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    """How many services have a basis in law; in the table each, with the approval that asks for it."""
    document = ask(Values(COUNT, grain="total", by=("standing",)))
    share = ask(Values(SHARE, grain="total"))["data"][0]
    rows = ask(Records(DATASET, page=Page(MOST)))["data"]
    items = {
        row["item"]: row[f"title_{lang}"] for row in ask(Records("items", page=Page(MOST)))["data"]
    }
    top = max([1, *(row["value"] or 0 for row in document["data"])])
    heads = [DATASETS[DATASET].field(id).title[lang] for id in HEADS]
    return bars.view(
        "required",
        finding=sentences.services(rows, share, lang),
        bars=[
            Bar(sentence(row["standing_label"]), words.number(row["value"]), row["value"] / top)
            for row in document["data"]
            if row["value"]
        ],
        columns=[heads[0], Text("中介服务", "Service")[lang], *heads[2:]],
        rows=[_line(row, items, lang) for row in rows],
        downloads=downloads.of_answer(document, COUNT, lang),
        as_of=_as_of(document, lang),
    )


def _as_of(document: Any, lang: Lang) -> str:
    return notes.as_of(document["meta"], today(), lang)


def _line(row: dict[str, Any], items: Mapping[str, str], lang: Lang) -> list[str]:
    """An approval, the service it asks for, and by which law."""
    return [
        items.get(row["item"]) or row["item"],
        row[f"title_{lang}"],
        _named("standing", row["standing"], lang),
        row["basis"] or words.MISSING,
        _named("paid_by", row["paid_by"], lang),
    ]


def _named(field: str, code: str, lang: Lang) -> str:
    return next(one.title[lang] for one in DATASETS[DATASET].field(field).codes if one.id == code)


def layout(place: Place, v: View) -> Sequence[Any]:
    return [bars.figure("required", v, place.lang)]


SECTION = Section(
    "required-services",
    TITLE,
    (DATASET,),
    view,
    layout,
    ("required",),
    styles=("explore.css", "drawings.css"),
)
