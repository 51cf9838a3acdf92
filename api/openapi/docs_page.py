"""`/api/docs`: a page to try the API, made of Swagger UI served from here."""

from __future__ import annotations

import hashlib
from functools import cache
from html import escape

from flask import Blueprint, Response, request

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
    "docs.js": ("", "text/javascript"),
    "docs.css": ("", "text/css"),
}
_TITLE = Text("开放数据接口", "Open data API")
_OTHER = Text("English", "中文")
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
    other = "en" if lang == "zh" else "zh"
    title = escape(f"{_TITLE[lang]} · {hall().name[lang]}")
    description = f"{links.BASE}/openapi.json?lang={lang}"
    return f"""<!doctype html>
<html lang="{"zh-CN" if lang == "zh" else "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{url("swagger-ui.css")}">
<link rel="stylesheet" href="{url("docs.css")}">
<script src="{url("swagger-ui-bundle.js")}" defer></script>
<script src="{url("docs.js")}" defer></script>
</head>
<body>
<header>
<strong>{title}</strong>
<a href="{description}">{_DESCRIPTION[lang]}</a>
<a href="{links.DCAT}">{_CATALOGUE[lang]}</a>
<a href="{links.BASE}/dictionary.csv?header={lang}">{_DICTIONARY[lang]}</a>
<a href="{AT}?lang={other}" hreflang="{other}" lang="{other}">{_OTHER[lang]}</a>
</header>
<main id="interface" data-description="{description}"></main>
<noscript>{_WITHOUT_SCRIPT[lang]}</noscript>
</body>
</html>
"""


def _protected(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    return response
