"""Files that a page loads: compressed once, served from memory, at addresses that never change.

An address holds a hash of its group's content, so browsers keep it for good. Compressing plotly
with brotli 11 takes seconds: the result is kept under `var/static/` by content hash, and
`python -m dashboard.static` makes it ahead of the first start.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli
import dash
from flask import Response, abort, request

from data.hall import ROOT

ASSETS = ROOT / "assets"
# What decides the build: a screen that has been up for weeks reloads once when this changes.
SOURCES = ("dashboard", "assets")
_DASH = Path(dash.__file__).parent
_REACT = (
    "deps/react@18.3.1.min.js",
    "deps/react-dom@18.3.1.min.js",
    "deps/prop-types@15.8.1.min.js",
)
# One group, one folder: Dash's bundles load their own parts from the folder they came from. Dash
# also sends its data table; no page needs it.
_DASH_FILES = (
    *_REACT,
    "dcc/dash_core_components.js",
    "dcc/dash_core_components-shared.js",
    "dcc/async-graph.js",
    "html/dash_html_components.min.js",
    "dash-renderer/build/dash_renderer.min.js",
)
# What the pages themselves are made of: stylesheets, scripts, icons, whatever lies in `assets/`.
_OWN_FILES = tuple(
    path.name for path in sorted(ASSETS.iterdir()) if path.suffix in (".css", ".js", ".svg")
)
_VENDOR = ASSETS / "vendor"
# Group → file name → the files that it is made of. Plotly and its Chinese are one file, because
# Dash loads one, and only when a page with a chart has been drawn.
GROUPS: dict[str, dict[str, tuple[Path, ...]]] = {
    "dash": {Path(name).name: (_DASH / name,) for name in _DASH_FILES},
    "plotly": {
        "plotly.js": (_VENDOR / "plotly-cartesian.min.js", _VENDOR / "plotly-locale-zh-cn.js")
    },
    "regenerator": {"regenerator-runtime.js": (_VENDOR / "regenerator-runtime.js",)},
    "hall": {name: (ASSETS / name,) for name in _OWN_FILES},
}


@dataclass(frozen=True)
class File:
    """One file in the three forms in which it is sent."""

    url: str
    mime: str
    forms: dict[str, bytes]


def _kept(data: bytes, digest: str, suffix: str) -> bytes:
    """`data` compressed, from `var/static/` if it was compressed before."""
    folder = Path(os.environ.get("HALL_VAR", ROOT / "var")) / "static"
    path = folder / f"{digest}.{suffix}"
    if path.is_file():
        return path.read_bytes()
    small = brotli.compress(data, quality=11) if suffix == "br" else gzip.compress(data, 9, mtime=0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = path.with_suffix(f".{os.getpid()}")
        written.write_bytes(small)
        written.replace(path)
    except OSError:  # a read-only installation compresses at each start instead
        pass
    return small


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


@cache
def files() -> dict[str, File]:
    """Every file by its address."""
    found: dict[str, File] = {}
    for parts in GROUPS.values():
        contents = {
            name: b"\n".join(path.read_bytes() for path in paths) for name, paths in parts.items()
        }
        folder = _digest(*contents.values())
        for name, data in contents.items():
            url = f"/assets/{folder}/{name}"
            mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
            mime = "text/javascript" if mime.endswith("javascript") else mime
            own = _digest(data)
            forms = {"identity": data, "br": _kept(data, own, "br"), "gzip": _kept(data, own, "gz")}
            found[url] = File(url, f"{mime}; charset=utf-8", forms)
            _URLS[name] = url
    return found


_URLS: dict[str, str] = {}


def url(name: str) -> str:
    """The address of a file by its name: `hall.css` → `/assets/…/hall.css`."""
    files()
    return _URLS[name]


@cache
def build() -> str:
    """Identifies what pages are made of: the code of the pages and everything that they load."""
    digest = hashlib.sha256(dash.__version__.encode())
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".css", ".js", ".svg"):
                digest.update(path.relative_to(ROOT).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def accepted(offered: tuple[str, ...] = ("br", "gzip")) -> str:
    """The best form that this request's client takes."""
    takes = request.accept_encodings
    return next((form for form in offered if takes[form] > 0 and form in takes), "identity")


def send(folder: str, name: str) -> Response:
    """Answer for one file; `Cache-Control: immutable`, because the address names the content."""
    file = files().get(f"/assets/{folder}/{name}")
    if file is None:
        abort(404)
    form = accepted()
    response = Response(file.forms[form], mimetype=None, content_type=file.mime)
    if form != "identity":
        response.headers["Content-Encoding"] = form
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


if __name__ == "__main__":
    for address, made in files().items():
        print(address, *(f"{form} {len(data):,}" for form, data in made.forms.items()))
