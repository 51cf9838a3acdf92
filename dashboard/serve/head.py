"""The head of every document: what the browser has to load, and what other sites show of a link to it."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from api.documents import public_address
from dashboard import words
from dashboard.asking import address
from dashboard.asking.address import Place
from dashboard.parts.blocks import View
from dashboard.parts.page import Page
from dashboard.serve import static_files
from dashboard.serve.cited import citations, previews
from data.definitions import Text
from data.hall import hall

DESCRIPTION = Text("政务服务数据公开平台", "Open live statistics of the service hall")
OPEN_GRAPH_LANG = {"zh": "zh_CN", "en": "en_GB"}

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
PRINT = "print.css"


def tags(place: Place, page: Page | None, named: str) -> list[str]:
    """Title, styles, and the script that runs before anything is drawn."""
    lang = place.lang
    own = ("wall.css",) if page and page.wall else ("bootstrap.css", "hall.css", PRINT)
    styles = (*own, *(page.styles if page else ()))
    alone = page is not None and page.embedded is not None
    return [
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(named)} · {escape(hall().name[lang])}</title>",
        f'<meta name="description" content="{escape(DESCRIPTION[lang])}">',
        # A frame is as light as the pages it stands on, and what is in it leads out of it.
        f'<meta name="color-scheme" content="{"light" if alone else "light dark"}">',
        *(['<meta name="robots" content="noindex">', '<base target="_blank">'] if alone else ()),
        f'<link rel="icon" href="{static_files.url("icon.svg")}" type="image/svg+xml">',
        *(_style(name) for name in styles),
        f'<script src="{static_files.url("boot.js")}" data-saves="{static_files.url("saves.js")}"></script>',
    ]


def _style(name: str) -> str:
    media = ' media="print"' if name == PRINT else ""
    return f'<link rel="stylesheet" href="{static_files.url(name)}"{media}>'


def finding(page: Page, view: View, place: Place) -> str:
    """What a page says of its numbers, in a line: its own, else its first figure's, else its title."""
    lang = place.lang
    if page.finding and (said := page.finding(view, lang)):
        return said
    if page.figures and f"{page.figures[0]}-as-of" in view:
        return citations.value_of(view, page.figures[0]) or page.title[lang]
    return page.title[lang]


def social(place: Place, page: Page, view: View) -> list[str]:
    """Open Graph (ogp.me) and what Twitter adds, and where the frame of this address is told of.

    An address is given in full or not at all: those who read these know no other.
    """
    if page.wall or page.embedded:
        return []
    # What a reader typed is told to nobody.
    place = Place(page.path, place.lang) if page.typed else place
    lang = place.lang
    properties = {
        "og:type": "website",
        "og:site_name": hall().name[lang],
        "og:locale": OPEN_GRAPH_LANG[lang],
        "og:title": finding(page, view, place),
        "og:description": f"{page.title[lang]} · {hall().name[lang]}",
        **({"og:url": citations.full(place)} if public_address.is_set() else {}),
        **_picture(place, page, view),
    }
    return [
        *(
            f'<meta property="{name}" content="{escape(text)}">'
            for name, text in properties.items()
        ),
        *([_discovery(place)] if page.figures else []),
    ]


def _picture(place: Place, page: Page, view: View) -> dict[str, str]:
    """The page's picture, which is of the page as it opens and of no choice made on it."""
    path = previews.path_of(page.live, place.lang)
    if path is None or place.query or not public_address.is_set():
        return {"twitter:card": "summary"}
    return {
        "og:image": f"{public_address.address()}{path}",
        "og:image:type": "image/png",
        "og:image:width": str(previews.WIDTH),
        "og:image:height": str(previews.HEIGHT),
        "og:image:alt": finding(page, view, place),
        "twitter:card": "summary_large_image",
    }


def _discovery(place: Place) -> str:
    """oEmbed 1.0, section 4. Without a public address the link is of this host."""
    known = public_address.is_set()
    url = citations.full(place) if known else place.url
    href = (public_address.address() if known else "") + address.OEMBED
    query = urlencode({"url": url, "format": "json"})
    return (
        f'<link rel="alternate" type="application/json+oembed" href="{escape(f"{href}?{query}")}">'
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
        *(["explore.js"] if page.parameters and not page.wall and not page.embedded else []),
    ]
    return [
        f'<script defer src="{static_files.url(name)}"{_needs(name)}></script>' for name in names
    ]


def _needs(name: str) -> str:
    """What the script `graph.js` fetches when a graph is on the page."""
    if name != "graph.js":
        return ""
    return f' data-needs="{" ".join(static_files.url(needed) for needed in CHART_SCRIPTS)}"'


def loads(place: Place, page: Page) -> list[str]:
    """What Dash needs, asked for at once. Plotly, which is five times as much, comes when a page has
    been drawn: its bytes would delay that by a fifth."""
    layout = f"{address.DASH}{place.token}/_dash-layout"
    tags = [
        f'<link rel="alternate" hreflang="{words.LANG_TAGS[p.lang]}" href="{escape(p.path)}">'
        for p in (place, place.otherwise())
    ]
    tags += [f'<link rel="preload" as="fetch" crossorigin href="{layout}">', *_scripts(page)]
    return tags
