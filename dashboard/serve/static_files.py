"""Files that a page loads, at addresses that never change.

An address holds a hash of its group's content, so browsers keep it for good, and the edge while the
process runs. Compressing plotly with brotli 11 takes seconds, which no request waits for: `serve`
does it before the first one comes (`prepare`), and keeps the result under `var/static/` by content hash.
"""

from __future__ import annotations

import hashlib
import mimetypes
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import dash
import dash_bootstrap_components
from flask import Flask, Response, abort

from api.http import content_coding, edge
from api.http.edge import Edge
from dashboard.serve.ready import FOR_GOOD, ready
from data.hall import ROOT
from data.settings import BASE_PATH

ASSETS = ROOT / "assets"
AT = f"{BASE_PATH}/assets/"
# Where `make assets` puts what it compresses, once for all installations of a machine.
_BUILT = ROOT / "var" / "static"
_SUFFIXES = {"br": "br", "zstd": "zst", "gzip": "gz"}
# What decides the build: a screen that has been up for weeks reloads once when this changes.
SOURCES = ("dashboard", "assets")
_DASH = Path(dash.__file__).parent
_BOOTSTRAP = Path(dash_bootstrap_components.__file__).parent / "_components"
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
    "bootstrap": {
        "bootstrap.js": (_BOOTSTRAP / "dash_bootstrap_components.min.js",),
        "bootstrap.css": (_VENDOR / "bootstrap.css",),
    },
    "hall": {name: (ASSETS / name,) for name in _OWN_FILES},
}


@dataclass(frozen=True)
class File:
    """One file as it is sent, in the order of its parts."""

    mime: str
    paths: tuple[Path, ...]

    def content(self) -> bytes:
        return b"\n".join(path.read_bytes() for path in self.paths)


def packed(content: bytes, coding: str) -> bytes:
    """`content` in a coding: as small as it can be made if `prepare` made it, else quickly made."""
    for path in _places(content, coding):
        try:
            return path.read_bytes()
        except OSError:
            continue
    return content_coding.encoded(content, coding)


def prepare() -> int:
    """Make every file in every coding that is not there yet; how many were made.

    Takes some ten seconds of a processor, once for each content. What no page loads any more goes.
    Raises `OSError` where nothing can be written.
    """
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    contents = [file.content() for file in files().values()]
    wanted = {
        folder / _name(content, coding): (content, coding)
        for content in contents
        for coding in _SUFFIXES
    }
    for path in set(folder.iterdir()) - set(wanted):
        path.unlink(missing_ok=True)
    missing = [
        path for path, made_of in wanted.items()
        if not any(place.is_file() for place in _places(*made_of))
    ]  # fmt: skip
    # The libraries that compress leave Python's lock to others.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda path: _make(path, *wanted[path]), missing))
    return len(missing)


def _make(path: Path, content: bytes, coding: str) -> None:
    written = path.with_name(f"{path.name}.{os.getpid()}")
    written.write_bytes(content_coding.packed(content, coding))
    written.replace(path)


def _folder() -> Path:
    return Path(os.environ.get("HALL_VAR", _BUILT.parent)) / "static"


def _name(content: bytes, coding: str) -> str:
    return f"{_digest(content)}.{_SUFFIXES[coding]}"


def _places(content: bytes, coding: str) -> tuple[Path, Path]:
    """Where a file in a coding may be: made at a start, or with the installation."""
    name = _name(content, coding)
    return _folder() / name, _BUILT / name


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


@cache
def files() -> dict[str, File]:
    """Every file by its address."""
    by_address: dict[str, File] = {}
    for group in GROUPS.values():
        made = {name: File(_mime(name), paths) for name, paths in group.items()}
        folder = _digest(*(file.content() for file in made.values()))
        for name, file in made.items():
            _URLS[name] = f"{AT}{folder}/{name}"
            by_address[_URLS[name]] = file
    return by_address


def _mime(name: str) -> str:
    mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{'text/javascript' if mime.endswith('javascript') else mime}; charset=utf-8"


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


def send(folder: str, name: str) -> Response:
    """Answer for one file; `Cache-Control: immutable`, because the address names the content."""
    file = files().get(f"{AT}{folder}/{name}")
    if file is None:
        abort(404)
    return ready(file.content(), file.mime, edge.BUILD, FOR_GOOD)


def register(server: Flask, front: Edge) -> None:
    """Put the files on the server, compressed as far as `prepare` has done."""
    server.add_url_rule(f"{AT}<folder>/<name>", "asset", send)
    front.coded_by(AT, packed)
