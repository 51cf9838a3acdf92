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
from dashboard.parts.page import Page
from dashboard.serve import prerender, static_files
from dashboard.site_map import PAGES
from dashboard.words import Lang
from data.definitions import Text
from data.hall import hall

DEMO = Text(
    "演示数据：这里的数字由模拟大厅产生，不是真实统计。",
    "Simulated data: these numbers come from a simulated hall; they are not real statistics.",
)
OTHER = {"zh": "English", "en": "中文"}
THEME = Text("明/暗", "Light/dark")
SKIP = Text("跳转到主要内容", "Skip to the content")
MENU = Text("栏目", "Pages")
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
PUBLISHER = Text("发布", "Published by")
MISSING = Text("您访问的页面不存在", "No such page")
DESCRIPTION = Text("政务服务数据公开平台", "Open live statistics of the service hall")

DASH_SCRIPTS = (
    "react@18.3.1.min.js",
    "react-dom@18.3.1.min.js",
    "prop-types@15.8.1.min.js",
    "dash_renderer.min.js",
)
# The graph component expects a `regeneratorRuntime`. Dash takes it from a polyfill of all that browsers
# have had for years, which costs a slow machine a fifth of the time until a page can be used.
CHART_SCRIPTS = (
    "regenerator-runtime.js",
    "dash_core_components.js",
    "dash_core_components-shared.js",
)
PLOTLY = "plotly.js"


def frame(place: Place, page: Page | None, main: html.Main, v: View) -> html.Div:
    """The page between its header and its footer. The wall has a frame of its own."""
    if page is not None and page.wall:
        return html.Div(main, id="page", className="wall")
    lang = place.lang
    banner = v.get("demo-banner", {"hidden": True})
    return html.Div(
        [
            html.A(SKIP[lang], href="#main", className="skip"),
            html.P(DEMO[lang], **extra({"id": "demo-banner", "className": "banner", **banner})),
            _header(place, page),
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


def _header(place: Place, page: Page | None) -> html.Header:
    lang, other = place.lang, place.otherwise()
    menu = [
        dbc.NavItem(
            html.A(
                p.title[lang],
                href=place.elsewhere(p.path).path,
                className="nav-link",
                **extra({"aria-current": "page"} if page is p else {}),
            )
        )
        for p in PAGES.values()
        if p.menu and p.path not in hall().without
    ]
    home = place.elsewhere("").path
    return html.Header(
        dbc.Container(
            [
                html.A(hall().name[lang], href=home, className="name"),
                html.Nav(dbc.Nav(menu), **extra({"aria-label": MENU[lang]})),
                html.Div(
                    [
                        html.A(SEARCH[lang], href=place.elsewhere(controls.SEARCH).path),
                        html.A(
                            OTHER[lang],
                            href=other.url,
                            lang=words.LANG_TAGS[other.lang],
                            hrefLang=words.LANG_TAGS[other.lang],
                        ),
                        html.Button(
                            THEME[lang],
                            type="button",
                            className="theme",
                            **extra({"data-theme-switch": ""}),
                        ),
                    ],
                    className="tools",
                ),
            ]
        ),
        className="top",
    )


def _version(v: View, lang: Lang) -> html.P:
    number = html.Span(id="foot-version", className="n", **v["foot-version"])
    return html.P([f"{VERSION[lang]} ", number])


def _footer(place: Place, v: View) -> html.Footer:
    lang, h = place.lang, hall()
    return html.Footer(
        dbc.Container(
            [
                html.P([f"{PUBLISHER[lang]} ", h.publisher[lang]]),
                html.P(h.contact[lang]),
                *([_version(v, lang)] if "foot-version" in v else []),
                html.P(html.A(SEARCH[lang], href=place.elsewhere(controls.SEARCH).path)),
                html.P(
                    [
                        f"{LICENCE[lang]} ",
                        html.A(h.licence_title[lang], href=h.licence_url, rel="license"),
                    ]
                ),
                html.P(
                    [
                        html.A(ABOUT[lang], href=place.elsewhere("about").path),
                        " · ",
                        html.A(INDICATORS[lang], href=place.elsewhere("indicators").path),
                        " · ",
                        html.A(DATA[lang], href=address.API),
                    ]
                ),
            ]
        ),
        className="bottom",
    )


def _scripts(page: Page) -> list[str]:
    names = [
        *DASH_SCRIPTS,
        "dash_html_components.min.js",
        *([] if page.wall else ["bootstrap.js"]),
        "native.js",
        *(["graph.js"] if page.charts else []),
        *(["wall.js"] if page.wall else []),
        "poll.js",
        *(["explore.js"] if page.parameters and not page.wall else []),
    ]
    return [
        f'<script defer src="{static_files.url(name)}"{_needs(name)}></script>' for name in names
    ]


def _needs(name: str) -> str:
    """What the script `graph.js` fetches when a graph is on the page."""
    if name != "graph.js":
        return ""
    return f' data-needs="{" ".join(static_files.url(needed) for needed in CHART_SCRIPTS)}"'


def document(
    place: Place,
    page: Page | None,
    tree: html.Div,
    *,
    attributes: Mapping[str, str] | None = None,
    config: Mapping[str, Any] | None = None,
    title: Text = MISSING,
) -> str:
    """The HTML of a page: readable as it is; with `config`, Dash takes over when it has loaded.

    `title` is that of an answer that is no page.
    """
    lang: Lang = place.lang
    named = (page.title if page else title)[lang]
    data = "".join(f' data-{k}="{escape(v)}"' for k, v in (attributes or {}).items())
    own = ("wall.css",) if page and page.wall else ("bootstrap.css", "hall.css")
    styles = (*own, *(page.styles if page else ()))
    head = [
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(named)} · {escape(hall().name[lang])}</title>",
        f'<meta name="description" content="{escape(DESCRIPTION[lang])}">',
        '<meta name="color-scheme" content="light dark">',
        f'<link rel="icon" href="{static_files.url("icon.svg")}" type="image/svg+xml">',
        *(f'<link rel="stylesheet" href="{static_files.url(name)}">' for name in styles),
        f'<script src="{static_files.url("boot.js")}"></script>',
        *(_loads(place, page) if page and config else ()),
    ]
    return (
        f'<!doctype html><html lang="{words.LANG_TAGS[lang]}"{data}><head>{"".join(head)}</head>'
        f"<body>{_without_scripts(lang) if config else ''}{_copy(tree, config)}{_entry(config)}"
        "</body></html>"
    )


def _copy(tree: html.Div, config: Mapping[str, Any] | None) -> str:
    """The page as HTML: the only copy, with its ids, or that before Dash has drawn its own."""
    if not config:
        return prerender.html(tree, ids=True)
    return f'<div id="first-paint">{prerender.html(tree)}</div>'


def _loads(place: Place, page: Page) -> list[str]:
    """What Dash needs, asked for at once. Plotly, which is five times as much, comes when a page has
    been drawn: its bytes would delay that by a fifth."""
    layout = f"{address.DASH}{place.token}/_dash-layout"
    tags = [
        f'<link rel="alternate" hreflang="{words.LANG_TAGS[p.lang]}" href="{escape(p.path)}">'
        for p in (place, place.otherwise())
    ]
    tags += [f'<link rel="preload" as="fetch" crossorigin href="{layout}">', *_scripts(page)]
    return tags


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
