"""Which cells an edition changed, and which have changed since it was published: then X, now Y."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from api.bulletin.reading import Reading
from dashboard import words
from dashboard.parts import inputs, months
from dashboard.words import Lang
from data.definitions import Text

SINCE = Text("发布后有变化的数字", "Changed since it was published")
BY_EDITION = Text("本版更正的数字", "Corrected by this edition")
WITHOUT = Text("未说明原因", "no reason is given")
HEADS = (Text("数字", "Number"), Text("月份", "Month"), Text("原为", "Then"), Text("现为", "Now"))


def sections(read: Reading, lang: Lang) -> list[Any]:
    """What the edition corrected, with its reason, and what differs now; nothing where nothing does."""
    shown = []
    if read.edition and (changes := read.edition.content["changes"]):
        reason = read.edition.content["reason"] or WITHOUT[lang]
        said = Text(f"原因：{reason}", f"Reason: {reason}")[lang]
        shown.append(_listed(BY_EDITION[lang], said, changes, lang))
    if read.since:
        shown.append(_listed(SINCE[lang], "", read.since, lang))
    return shown


def _listed(title: str, said: str, changes: Sequence[Mapping[str, Any]], lang: Lang) -> Any:
    count = Text(
        f"{title}：{words.number(len(changes))}处", f"{title}: {words.number(len(changes))}"
    )[lang]
    rows = [
        html.Tr(
            [
                html.Th(one["label"][lang], scope="row"),
                html.Td(words.period(one["month"], lang)),
                *(html.Td(_printed(one, one[key], lang)) for key in ("then", "now")),
            ]
        )
        for one in changes
    ]
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th(head[lang], scope="col") for head in HEADS])),
            html.Tbody(rows),
        ],
        className="table lines",
    )
    inside = [html.Summary(count), *([html.P(said)] if said else []), table]
    return inputs.part(html.Div(html.Details(inside), className="changed"))


def _printed(one: Mapping[str, Any], cell: Mapping[str, Any] | None, lang: Lang) -> str:
    if cell is None:
        return words.MISSING
    number = {**one, "counted": {"zh": "", "en": ""}}
    of = months.made_of(number, cell)
    return months.valued(number, cell, lang) + (f" ({of})" if of else "")
