"""The document around every page: head, menu, banner, footer, and what the browser has to load."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import words
from dashboard.asking import address
from dashboard.asking.address import Place
from dashboard.parts import controls
from dashboard.parts.blocks import View, extra
from dashboard.parts.cited import paper
from dashboard.parts.page import Page
from dashboard.serve import head, live_views, menu, prerender, static_files
from dashboard.serve.cited import embedded
from dashboard.serve.ready import etag_of
from dashboard.words import Lang
from data.definitions import Text
from data.hall import hall, now

DEMO = Text("演示数据", "Simulated data")
# Left out where the banner has to be one short line.
DEMO_WHY = Text("：这里的数字由模拟大厅产生", ": these numbers come from a simulated hall")
DEMO_NOT = Text("，不是真实统计", ", not real statistics")
OTHER = {"zh": "English", "en": "中文"}
THEME = Text("浅色／深色", "Light/dark")
SKIP = Text("跳转到主要内容", "Skip to the content")
STALE = Text(
    "数据暂停更新，现显示最近一次数据，恢复后自动刷新。",
    "The data is not being updated: these are the last numbers received; the page will go on by itself.",
)
NO_SCRIPT = Text(
    "浏览器未启用脚本，以下为打开页面时的数据，不会自动刷新。数据接口： ",
    "Without scripts the numbers are those of the moment the page was opened. The data is at ",
)
VERSION = Text("数据版本", "Data version")
LICENCE = Text("许可", "Licence")
DATA = Text("开放数据接口", "Open data API")
ABOUT = Text("口径与说明", "Methods")
INDICATORS = Text("指标口径", "Indicators")
SEARCH = Text("搜索", "Search")
WALL = Text("大屏", "Wall")
PUBLISHER = Text("主办单位", "Published by")
MISSING = Text("您访问的页面不存在", "No such page")


def frame(place: Place, page: Page | None, main: html.Main, v: View) -> html.Div:
    """The page between its header and its footer. The wall has a frame of its own."""
    if page is not None and page.wall:
        return html.Div(main, id="page", className="wall")
    if page is not None and page.embedded:
        return embedded.frame(place, main, v, DEMO)
    lang = place.lang
    banner = v.get("demo-banner", {"hidden": True})
    return html.Div(
        [
            html.A(SKIP[lang], href="#main", className="skip"),
            html.P(
                [DEMO[lang], html.Span(DEMO_WHY[lang], className="why-demo"), DEMO_NOT[lang]],
                **extra({"id": "demo-banner", "className": "banner", **banner}),
            ),
            _header(place, page, v),
            *([paper.block(v, lang)] if "paper-qr" in v else []),
            html.P(STALE[lang], className="stale-words", role="status"),
            _contained(main),
            _footer(place, v),
        ],
        id="page",
        className="site",
    )


def _contained(main: html.Main) -> html.Main:
    """What is on the page inside Bootstrap's container, which then has the page's class."""
    props = main.to_plotly_json()["props"]
    inside = dbc.Container(props.pop("children"), className=props.pop("className", None))
    return html.Main(inside, **props)


def _header(place: Place, page: Page | None, v: View) -> html.Header:
    lang = place.lang
    name = html.A(hall().name[lang], href=place.elsewhere("").path, className="name")
    nav = menu.layout(place, page, v)
    return html.Header(dbc.Container([name, nav, _tools(place)]), className="top")


def _tools(place: Place) -> html.Div:
    """The same page in the other language, and the other theme."""
    other = place.otherwise()
    tag = words.LANG_TAGS[other.lang]
    # Drawn by the stylesheet: on a phone a sign, for whoever hears the page the words.
    theme = extra({"data-theme-switch": "", "aria-label": THEME[place.lang]})
    return html.Div(
        [
            html.A(
                SEARCH[place.lang],
                href=place.elsewhere(controls.SEARCH).path,
                className="seek",
            ),
            html.A(OTHER[place.lang], href=other.url, lang=tag, hrefLang=tag),
            html.Button(type="button", className="theme", **theme),
        ],
        className="tools",
    )


def _version(v: View, lang: Lang) -> html.P:
    number = html.Span(id="foot-version", className="n", **v["foot-version"])
    return html.P([f"{VERSION[lang]} ", number])


def _footer(place: Place, v: View) -> html.Footer:
    lang, h = place.lang, hall()
    pages = (
        (SEARCH, controls.SEARCH), (ABOUT, "about"), (INDICATORS, "indicators"), (WALL, "screen"),
    )  # fmt: skip
    ways = [(title, place.elsewhere(path).path) for title, path in pages]
    ways.insert(-1, (DATA, address.API))
    return html.Footer(
        dbc.Container(
            [
                html.P([f"{PUBLISHER[lang]} ", h.publisher[lang]]),
                html.P(h.contact[lang]),
                *([_version(v, lang)] if "foot-version" in v else []),
                html.P(
                    [
                        f"{LICENCE[lang]} ",
                        html.A(h.licence_title[lang], href=h.licence_url, rel="license"),
                    ]
                ),
                html.P([html.A(title[lang], href=href) for title, href in ways], className="ways"),
            ]
        ),
        className="bottom",
    )


def document(
    place: Place,
    page: Page | None,
    tree: html.Div,
    *,
    attributes: Mapping[str, str] | None = None,
    config: Mapping[str, Any] | None = None,
    title: Text = MISSING,
    view: View | None = None,
) -> str:
    """The HTML of a page: readable as it is; with `config`, Dash takes over when it has loaded.

    `title` is that of an answer that is no page; of `view` is made what other sites show of a link.
    """
    lang: Lang = place.lang
    named = (page.title if page else title)[lang]
    data = "".join(f' data-{k}="{escape(v)}"' for k, v in (attributes or {}).items())
    tags = [
        *head.tags(place, page, named),
        *(head.loads(place, page) if page and config else ()),
        *(head.social(place, page, view) if page and view else ()),
    ]
    return (
        f'<!doctype html><html lang="{words.LANG_TAGS[lang]}"{data}><head>{"".join(tags)}</head>'
        f"<body>{_without_scripts(lang) if config else ''}{_copy(tree, config)}{_entry(config)}"
        "</body></html>"
    )


def _copy(tree: html.Div, config: Mapping[str, Any] | None) -> str:
    """The page as HTML: the only copy, with its ids, or that before Dash has drawn its own."""
    if not config:
        return prerender.html(tree, ids=True)
    return f'<div id="first-paint">{prerender.html(tree)}</div>'


def attributes(place: Place, page: Page, state: str, view: View) -> dict[str, str]:
    """What the scripts have to know; nothing of it is of one request, so that a page can be kept."""
    attributes = {
        "live": address.live(page.live, place.lang, place.query),
        "every": str(page.every),
        "etag": etag_of(live_views.view_bytes(view)),
        "build": static_files.build(),
        "stale-after": str(hall().heartbeat_stale_seconds),
        "state": state,
    }
    if page.embedded:
        attributes |= {"alone": "", "theme": "light"}
    if page.wall:
        # To the minute; the seconds come with the first answer to the poller.
        moment = now().replace(second=0, microsecond=0)
        speed = f"{live_views.hall_speed():g}"
        attributes |= {"now": moment.isoformat(timespec="milliseconds"), "speed": speed}
    return attributes


def _without_scripts(lang: Lang) -> str:
    """What readers without scripts are told, before anything that it is about."""
    return (
        f'<noscript><p class="no-script">{NO_SCRIPT[lang]}<a href="{address.API}">{address.API}</a>'
        "</p></noscript>"
    )


def _entry(config: Mapping[str, Any] | None) -> str:
    """Where Dash draws, and what it is told; nothing where a page is plain HTML."""
    if not config:
        return ""
    settings = json.dumps(config, ensure_ascii=False).replace("<", "\\u003c")
    return (
        '<div id="react-entry-point"></div>'
        f'<script id="_dash-config" type="application/json">{settings}</script>'
    )
