"""The pictures that other sites show of a link to a page: files in a folder, drawn by others (`cards`).

One a page and language, of the day its data is of. Its name holds its content's hash, so it is kept
for good wherever it is; a page names the one there is, or none.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Response

from api.http.edge import BUILD
from api.problems import Problem
from api.problems import respond as respond_problem
from dashboard.asking import address
from dashboard.serve.ready import FOR_GOOD, ready
from dashboard.words import Lang
from data.definitions import Text
from data.settings import FOLDER

WIDTH, HEIGHT = 1200, 630
PNG = "image/png"
NO_PICTURE = Text("没有这张图片", "there is no such picture")
_KEPT = 7
_NAME = re.compile(r"(?P<live>[a-z0-9-]+)-(?P<lang>zh|en)-\d{4}-\d\d-\d\d-[0-9a-f]{12}\.png")


def folder() -> Path:
    return FOLDER / "previews"


@dataclass
class _Listing:
    """What was in the folder when it was last changed."""

    changed: int = -1
    names: dict[tuple[str, str], str] | None = None


_listing = _Listing()


def changed() -> int:
    """When the folder was last changed; 0 while there is none."""
    try:
        return os.stat(folder()).st_mtime_ns
    except OSError:
        return 0


def name_of(live: str, lang: Lang) -> str | None:
    """The newest picture of a page, by the name of its view; None where there is none yet."""
    now = changed()
    if _listing.names is None or _listing.changed != now:
        _listing.names, _listing.changed = _names(), now
    return _listing.names.get((live, lang))


def _names() -> dict[tuple[str, str], str]:
    try:
        names = sorted(os.listdir(folder()))
    except OSError:
        return {}
    matched = (match for name in names if (match := _NAME.fullmatch(name)))
    # In their order by day: the last one of a page is the newest.
    return {(match["live"], match["lang"]): match[0] for match in matched}


def keep(live: str, lang: Lang, day: str, content: bytes) -> None:
    """Put a picture there; of the page's earlier ones the last few stay, to which links may still lead.

    Raises `OSError`.
    """
    folder().mkdir(parents=True, exist_ok=True)
    name = f"{live}-{lang}-{day}-{hashlib.sha256(content).hexdigest()[:12]}.png"
    written = folder() / f".{name}.{os.getpid()}"
    written.write_bytes(content)
    written.replace(folder() / name)
    of_page = [
        other
        for other in sorted(os.listdir(folder()))
        if (match := _NAME.fullmatch(other)) and (match["live"], match["lang"]) == (live, lang)
    ]
    for old in of_page[:-_KEPT]:
        (folder() / old).unlink(missing_ok=True)


def path_of(live: str, lang: Lang) -> str | None:
    """Where a page's picture is, without the host."""
    name = name_of(live, lang)
    return f"{address.PREVIEWS}{name}" if name else None


def respond(name: str) -> Response:
    """GET /previews/{name}: the picture."""
    if not _NAME.fullmatch(name):
        return respond_problem(Problem(404, NO_PICTURE))
    try:
        content = (folder() / name).read_bytes()
    except OSError:
        return respond_problem(Problem(404, NO_PICTURE))
    return ready(content, PNG, BUILD, FOR_GOOD)
