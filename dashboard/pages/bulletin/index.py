"""`/supervision/bulletin`: the months that are published, the newest first."""

from __future__ import annotations

from dash import html

from api.answer import answers
from api.bulletin import months, reading
from api.documents import links
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.bulletin.month import FOLDER, TITLE
from dashboard.parts import blocks
from dashboard.parts.blocks import View
from dashboard.parts.page import Page, frame
from dashboard.words import Lang
from data.definitions import Text

LEAD = Text(
    "每月一期，九个部分，由系统按指标口径生成；发布后不再改动，更正另出新版并说明更正内容。",
    "One each month, in nine sections, made from the indicators; once published it stays as it is, and a correction "
    "is a new edition that says what it changed.",
)
NONE = Text("暂无已发布的月报。", "No bulletin has been published yet.")
FEED = Text("订阅月报（Atom）", "Feed of bulletins (Atom)")
BACK = Text("监督", "Supervision")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    published = reading.published()
    entries = [_entry(month, n, lang) for month, n in published.items()]
    if (newest := months.last_whole()) not in published:
        entries.insert(0, _entry(newest, 0, lang))
    return {
        "bulletins": {"children": entries},
        "bulletins-none": {"children": NONE[lang], "hidden": bool(published)},
        **frame(ask(answers.Live())["meta"]),
    }


def _entry(month: str, editions: int, lang: Lang) -> html.Li:
    name = words.period(month, lang)
    unpublished = Text("尚未发布，可看当前数据", "not published: the numbers of now")[lang]
    count = Text(f"共{editions}版", f"{editions} editions")[lang] if editions > 1 else ""
    said = count if editions else unpublished
    link = html.A(name, href=Place(f"{FOLDER}/{month}", lang).path)
    return html.Li([link, html.Span(f" {said}" if said else "", className="note")])


def layout(place: Place, shown: View) -> html.Main:
    lang = place.lang
    return html.Main(
        [
            html.P(html.A(BACK[lang], href=Place("supervision", lang).path), className="back"),
            html.H1(TITLE[lang], className="page-title"),
            html.P(LEAD[lang], className="preface"),
            blocks.live(html.P, "bulletins-none", shown, className="notice"),
            blocks.live(html.Ul, "bulletins", shown, className="bulletins"),
            html.P(html.A(FEED[lang], href=links.BULLETIN_FEED), className="links"),
        ],
        id="main",
        className="bulletin",
    )


PAGE = Page(
    FOLDER,
    TITLE,
    "supervision-bulletin",
    view,
    layout,
    every=60,
    charts=False,
    menu=False,
    styles=("bulletin.css",),
    kept="editions",
)
