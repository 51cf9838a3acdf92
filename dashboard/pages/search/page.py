"""`/search?q=`: indicators, datasets, items, departments and pages by name, without any script.

What a reader types is kept nowhere: the page has no live view and no copy of itself for Dash, it is
drawn for each request, and no cache may keep it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import html

from api.answer.answers import Live
from api.search import entries
from api.search.index import Entry, Index, Match
from dashboard import words
from dashboard.asking import item_pages
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments, Parameter
from dashboard.parts import controls
from dashboard.parts.blocks import View
from dashboard.parts.page import Page, frame
from dashboard.parts.sections import has_data
from dashboard.words import Lang
from data.definitions import Text
from data.hall import hall

TITLE = Text("搜索", "Search")
PAGE_KIND = "page"
KINDS = {
    entries.INDICATOR: Text("指标", "Indicators"),
    entries.ITEM: Text("事项", "Items"),
    entries.DEPARTMENT: Text("部门", "Departments"),
    entries.QUESTION: Text("知识库", "Questions and answers"),
    entries.DATASET: Text("数据集", "Datasets"),
    PAGE_KIND: Text("页面", "Pages"),
}
# Pages of what the index of the data finds by itself.
OF_AN_ENTRY = ("indicators/", "data/")
# So many of a kind are shown.
SHOWN_MOST = 12
EXAMPLES = Text("例如", "For example")
EXAMPLE_WORDS = Text("社保 超期 sb", "overdue deadline sb")
EXAMPLE_OF_RATINGS = Text("好评率", "ratings")
HINT = Text(
    "可输入中文、拼音全拼或首字母、英文；多个词以空格分隔。查询内容不保存。",
    "Chinese, pinyin or its initials, or English; several words must all match. Nothing that you type is kept.",
)
NONE = Text("未找到相符的内容。", "Nothing of this name.")
AS_QUESTION = Text("作为问题提问", "Ask it as a question")
NEARLY = Text(
    "未找到完全相符的内容，以下为相近结果：", "Nothing of exactly this name; these are near to it:"
)
LONG = Text(f"最多{controls.SEARCH_MOST}个字", f"has more than {controls.SEARCH_MOST} characters")


def page_of(pages: Iterable[Page]) -> Page:
    """The page; it finds `pages` too, but for those of one entry of the data, and while they have none."""
    by_path = {
        page.path: page for page in pages if not page.wall and not page.path.startswith(OF_AN_ENTRY)
    }
    of_pages = Index([Entry(PAGE_KIND, path, page.title) for path, page in by_path.items()])

    def pages_of(ask: Ask, typed: str) -> list[Match]:
        matches = ((match, by_path[match.entry.id].listed) for match in of_pages.search(typed))
        return [match for match, listed in matches if listed is None or listed(ask)]

    def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
        typed = arguments["q"]
        return {
            **frame(ask(Live())["meta"]),
            "search-field": {"value": typed},
            "found": {
                "children": [
                    *_found([*entries.index().search(typed), *pages_of(ask, typed)], lang),
                    *_as_question(ask, typed, lang),
                ]
                if typed.strip()
                else _examples(lang)
            },
        }

    return Page(
        controls.SEARCH,
        TITLE,
        controls.SEARCH,
        view,
        layout,
        parameters=(Parameter("q", lambda q: LONG if len(q) > controls.SEARCH_MOST else None),),
        charts=False,
        menu=False,
        styles=("data.css",),
        typed=True,
    )


def _as_question(ask: Ask, typed: str, lang: Lang) -> list[html.P]:
    """The way to the knowledge base with the same words, while it has anything."""
    if not (hall().reports("service") and has_data(ask, entries.QUESTIONS)):
        return []
    return [html.P(html.A(AS_QUESTION[lang], href=Place(controls.ASK, lang, (("q", typed),)).url))]


def _examples(lang: Lang) -> list[Any]:
    words = EXAMPLE_WORDS[lang].split()
    if hall().reports("satisfaction"):
        words.insert(1, EXAMPLE_OF_RATINGS[lang])
    links = [
        part
        for word in words
        for part in (" ", html.A(word, href=Place(controls.SEARCH, lang, (("q", word),)).url))
    ]
    return [html.P([EXAMPLES[lang], *links])]


def _found(matches: list[Match], lang: Lang) -> list[Any]:
    exact = [match for match in matches if not match.guessed]
    matches = sorted(exact or matches, key=lambda match: -match.score)
    if not matches:
        return [html.P(NONE[lang], role="status"), *_examples(lang)]
    by_kind: dict[str, list[Match]] = {}
    for match in matches:
        by_kind.setdefault(match.entry.kind, []).append(match)
    n = words.number(len(matches))
    count = Text(f"找到{n}项", f"{n} found")[lang]
    lead = count if exact else NEARLY[lang]
    return [html.P(lead, role="status"), *(_group(kind, of, lang) for kind, of in by_kind.items())]


def _group(kind: str, matches: list[Match], lang: Lang) -> html.Section:
    items = [_item(match.entry, lang) for match in matches[:SHOWN_MOST]]
    more = len(matches) - SHOWN_MOST
    rest = words.number(more)
    note = Text(f"另有{rest}项，请输入更多字词。", f"{rest} more: type more of the name.")[lang]
    parts = [html.H2(KINDS[kind][lang]), html.Ul(items)]
    if more > 0:
        parts.append(html.P(note, className="note"))
    return html.Section(parts, className="matches")


def _item(entry: Entry, lang: Lang) -> html.Li:
    said = entry.text[lang] if entry.text else ""
    link = html.A(entry.title[lang], href=_href(entry, lang))
    return html.Li([link, html.Span(said, className="note")] if said else link)


def _href(entry: Entry, lang: Lang) -> str:
    """The page on which a reader finds it."""
    match entry.kind:
        case entries.INDICATOR:
            return Place(f"indicators/{entry.id}", lang).path
        case entries.DATASET:
            return Place(f"data/{entry.id}", lang).path
        case entries.ITEM if path := item_pages.of_item(entry.id, lang):
            return path
        case entries.ITEM | entries.DEPARTMENT:
            return Place("volumes", lang, ((entry.kind, entry.id),)).url
        case entries.QUESTION:
            return Place(controls.ASK, lang, (("faq", entry.id),)).url
        case _:
            return Place(entry.id, lang).path


def layout(place: Place, view: View) -> html.Main:
    lang = place.lang
    return html.Main(
        [
            html.H1(TITLE[lang], className="plain"),
            controls.search(place, "search-field", view["search-field"]["value"]),
            html.P(HINT[lang], className="note"),
            html.Div(view["found"]["children"]),
        ],
        id="main",
        className="catalogue",
    )
