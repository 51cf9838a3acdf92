"""`/api/docs`: a page to try the API, made of Swagger UI served from here."""

from __future__ import annotations

import hashlib
from functools import cache
from html import escape

from flask import Blueprint, Response, request

from api.answer import answers
from api.documents import links
from api.http import edge
from api.openapi.endpoint import Call
from api.problems import not_found
from data.definitions import Text
from data.hall import ROOT, hall

AT = links.DOCS
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; object-src 'none'"
)
_FILES = {
    "swagger-ui-bundle.js": ("vendor", "text/javascript"),
    "swagger-ui.css": ("vendor", "text/css"),
    # The site's own inks, type and header, and its choice of theme.
    "hall.css": ("", "text/css"),
    "print.css": ("", "text/css"),
    "docs.css": ("", "text/css"),
    "boot.js": ("", "text/javascript"),
    "docs.js": ("", "text/javascript"),
}
_TITLE = Text("开放数据接口", "Open data API")
_DEMO = Text("演示数据，不是真实统计", "Simulated data, not real statistics")
_OTHER = Text("English", "中文")
_THEME = Text("浅色／深色", "Light/dark")
_MENU = Text("接口文件", "Files of the API")
_DESCRIPTION = Text("接口描述（OpenAPI）", "Description (OpenAPI)")
_CATALOGUE = Text("数据目录", "Catalogue")
_DICTIONARY = Text("数据字典（CSV）", "Data dictionary (CSV)")
_WITHOUT_SCRIPT = Text(
    "此页需要脚本；接口描述也可以直接读取。",
    "This page needs scripts; the description can be read as it is.",
)

blueprint = Blueprint("docs", __name__)


@cache
def _contents() -> tuple[str, dict[str, bytes]]:
    """A hash of all files, which their addresses hold, and each file's bytes."""
    contents = {
        name: (ROOT / "assets" / at / name).read_bytes() for name, (at, _) in _FILES.items()
    }
    digest = hashlib.sha256(b"\0".join(contents.values())).hexdigest()[:16]
    return digest, contents


def url(name: str) -> str:
    """The address of a file of the page; its content never changes."""
    return f"{AT}/{_contents()[0]}/{name}"


@blueprint.get(f"{AT}/<digest>/<name>")
def file(digest: str, name: str) -> Response:
    current, contents = _contents()
    if digest != current or name not in contents:
        raise not_found("address", request.path, [url(other) for other in contents])
    response = Response(contents[name], content_type=f"{_FILES[name][1]}; charset=utf-8")
    response.set_etag(hashlib.sha256(contents[name]).hexdigest()[:32])
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers[edge.VALID] = "date"
    return _protected(response)


def page(call: Call) -> Response:
    body = _html(call.lang).encode()
    response = Response(body, content_type="text/html; charset=utf-8")
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.headers["Cache-Control"] = "no-cache"
    response.headers[edge.VALID] = "date"
    return _protected(response)


def _html(lang: str) -> str:
    title = escape(f"{_TITLE[lang]} · {hall().name[lang]}")
    return f"""<!doctype html>
<html lang="{"zh-CN" if lang == "zh" else "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{url("swagger-ui.css")}">
<link rel="stylesheet" href="{url("hall.css")}">
<link rel="stylesheet" href="{url("print.css")}" media="print">
<link rel="stylesheet" href="{url("docs.css")}">
<script src="{url("boot.js")}"></script>
<script src="{url("swagger-ui-bundle.js")}" defer></script>
<script src="{url("docs.js")}" defer></script>
</head>
<body class="site">
{_banner(lang)}{_header(lang)}
<main class="container" id="interface" data-description="{_description(lang)}"></main>
<noscript><p class="no-script">{_WITHOUT_SCRIPT[lang]}</p></noscript>
</body>
</html>
"""


def _description(lang: str) -> str:
    return f"{links.BASE}/openapi.json?lang={lang}"


def _banner(lang: str) -> str:
    """What a simulated hall's data is called; the page is made anew when that changes."""
    return f'<p class="banner">{_DEMO[lang]}</p>\n' if answers.last_seen().demo else ""


def _header(lang: str) -> str:
    """The site's header, with what there is for programs where the pages' menu stands there."""
    other = "en" if lang == "zh" else "zh"
    home = f"{links.ROOT}/" if lang == "zh" else f"{links.ROOT}/en/"
    ways = (
        (_DESCRIPTION, _description(lang)),
        (_CATALOGUE, links.DCAT),
        (_DICTIONARY, f"{links.BASE}/dictionary.csv?header={lang}"),
    )
    menu = "".join(f'<li><a href="{href}">{name[lang]}</a></li>' for name, href in ways)
    return f"""<header class="top"><div class="container">
<a class="name" href="{home}">{escape(hall().name[lang])}</a>
<nav aria-label="{_MENU[lang]}"><ul class="nav">{menu}</ul></nav>
<div class="tools">
<a href="{AT}?lang={other}" hreflang="{other}" lang="{other}">{_OTHER[lang]}</a>
<button class="theme" type="button" data-theme-switch aria-label="{_THEME[lang]}"></button>
</div>
</div></header>"""


def _protected(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    return response
