"""`/service/forms/{form}`: a form and its filled sample, to read, and to print on A4."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from dash import html

from api.answer.answers import Live
from dashboard import words
from dashboard.asking import item_pages
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.parts.blocks import View
from dashboard.parts.page import Page, frame
from dashboard.words import Lang
from data.definitions import Text
from data.forms import Document, Form, Row, document, forms
from data.forms.document import DATED, INVENTED, NOTES, TO_DATE
from data.forms.sides import side_by_side

ALL = Text("全部事项", "All items")
BLANK, SAMPLE = Text("格式文本", "Form"), Text("示范文本", "Filled sample")
FOR = Text("适用事项", "For")
SAVE = Text("下载", "Download")


@lru_cache(1_024)
def page_of(name: str) -> Page | None:
    """The page of a form; None where there is none of the name."""
    form = forms().get(name)
    if form is None:
        return None
    return Page(
        f"{item_pages.FORMS}/{name}",
        form.title,
        f"{item_pages.FORMS}/{name}",
        _view,
        lambda place, view: _layout(form, place),
        every=600,
        charts=False,
        menu=False,
        styles=("explore.css", "guides.css"),
        kept="date",
    )


def _view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del lang, arguments
    return frame(ask(Live())["meta"])


def _layout(form: Form, place: Place) -> html.Main:
    lang = place.lang
    items = [
        html.A(item, href=item_pages.of_item(item, lang) or Place(item_pages.ITEMS, lang).path)
        for item in form.items
    ]
    spaced = [part for link in items for part in (" ", link)]
    return html.Main(
        [
            html.P(html.A(ALL[lang], href=Place(item_pages.ITEMS, lang).path), className="back"),
            html.H1(form.title[lang], className="page-title"),
            html.P([f"{FOR[lang]}", *spaced], className="note"),
            *(_copy(document(form, filled), lang) for filled in (False, True)),
        ],
        id="main",
    )


def _copy(one: Document, lang: Lang) -> html.Section:
    kind = (SAMPLE if one.filled else BLANK)[lang]
    size = words.file_size(len(one.content))
    save = html.P(
        [
            html.A(f"{SAVE[lang]} DOCX ({size})", href=item_pages.FILES + one.file),
            " · SHA-256 ",
            html.Code(one.sha256),
        ],
        className="links",
    )
    return html.Section([html.H2(kind), save, _paper(one)], className="form-copy")


def _paper(one: Document) -> html.Div:
    form = one.form
    notes = [html.Li(note) for note in (*form.notes, f"办理依据：{form.basis}。")]
    return html.Div(
        [
            html.P(form.title.zh, className="form-title"),
            *([html.P(INVENTED, className="form-note")] if one.filled else []),
            *(
                html.Table(
                    [
                        html.Caption(part.title),
                        html.Tbody([_line(line, one.filled) for line in side_by_side(part)]),
                    ]
                )
                for part in form.parts
            ),
            html.P(form.declaration),
            html.P(form.signed),
            html.P(DATED if one.filled else TO_DATE, className="form-date"),
            html.P(NOTES, className="form-note"),
            html.Ol(notes, className="form-note"),
        ],
        className="form-paper",
        lang="zh-Hans",
    )


def _line(line: tuple[Row, ...], filled: bool) -> html.Tr:
    cells: list[Any] = []
    for row in line:
        cells.append(html.Th(row.label, scope="row"))
        cells.append(html.Td(row.value(filled), colSpan=3 if len(line) == 1 else 1))
    return html.Tr(cells)
