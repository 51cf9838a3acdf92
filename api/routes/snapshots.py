"""Published days over HTTP: the list, their files as they lie, revisions and their feed."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Iterator
from datetime import datetime, time
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import orjson
from flask import Response, redirect, request, send_file
from werkzeug.wsgi import ClosingIterator

from api.answer import answers
from api.descriptors import atom
from api.documents import envelope, links
from api.documents.published import snapshots as documents
from api.formats.csv import csv_parts
from api.http.content_coding import IDENTITY
from api.http.edge import CACHEABLE
from api.openapi.endpoint import MEDIA, Call
from api.parsing.parameters import file_options
from api.problems import not_found
from data.catalog import PUBLISHED_INDICATORS
from data.definitions import Text
from data.hall import hall
from data.publish import folder, revisions
from data.publish import manifest as manifests
from data.publish import triangle as vintages
from data.publish.folder import Published
from data.publish.frozen_values import Line
from data.publish.manifest import File
from data.store.places import Places

LATEST = "latest"
_IMMUTABLE = "public, max-age=31536000, immutable"
_PIECE = 65_536
# Files that are being sent, in a process: whoever reads slowly holds one of them.
_SENT = Places(at_once=16, waiting=16, seconds=3.0)
_MEDIA = {
    manifests.NAME: "application/json",
    manifests.SIGNATURE: "text/plain",
    manifests.STAMP_REQUEST: "application/timestamp-query",
    manifests.STAMP: "application/timestamp-reply",
    manifests.PARITY: "text/plain",
}


def snapshots(call: Call) -> Response:
    """All published days, the newest first."""
    days = folder.published()
    data = [documents.snapshot(day) for day in reversed(days)]
    own = {"self": request.path}
    if days:
        own["latest"] = links.snapshot(LATEST)
    return _listed(data, own, days, call)


def _listed(data: list[Any], own: dict[str, str], days: list[Published], call: Call) -> Response:
    state = answers.state()
    document = envelope.envelope(data, state, own, **envelope.whole(len(data)))
    response = Response(orjson.dumps(document), mimetype="application/json")
    return _tagged(response, days, call)


def _tagged(response: Response, days: list[Published], call: Call) -> Response:
    """A day is published beside the data version: the tag names the days that an answer is made of."""
    seen = [f"{day.date}:{day.sha256}:{day.removed}:{day.stamped}" for day in days]
    given = repr(sorted(call.given.items()))
    response.set_etag(answers.etag(request.path, given, *seen))
    response.headers["Cache-Control"] = CACHEABLE
    return response


# --- files --------------------------------------------------------------------------------------


def file(date: str, path: str) -> Response:
    """A file of a published day. Only what its manifest names is there."""
    days = folder.published()
    if date == LATEST:
        if not days:
            raise not_found("snapshot", date, [])
        response = redirect(links.snapshot(days[-1].date, path), 302)
        response.headers["Cache-Control"] = "public, max-age=60"
        return Response(headers=response.headers, status=302)
    day = next((one for one in days if one.date == date), None)
    if day is None:
        raise not_found("snapshot", date, [one.date for one in days])
    if path in manifests.BESIDE and (day.folder / path).is_file():
        content = (day.folder / path).read_bytes()
        return _lying(day.folder / path, manifests.sha256(content), _MEDIA[path], path)
    named = day.manifest.file(path)
    if named is None or not (day.folder / named.stored).is_file():
        names = [one.path for one in day.manifest.files]
        raise not_found("file", path, get_close_matches(path, names) or [manifests.NAME])
    return _named(day, named, path)


def _named(day: Published, named: File, path: str) -> Response:
    stored = day.folder / named.stored
    if not named.is_packed:
        return _lying(stored, named.sha256, named.media_type, path)
    if path == named.stored:
        return _lying(stored, named.sha256, "application/gzip", path)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = _lying(stored, named.sha256, named.media_type, path, "-gzip")
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = Response(_unpacked(stored), mimetype=named.media_type)
        response.headers["Content-Length"] = str(named.content_bytes)
        response.call_on_close(_SENT.take())
        _head(response, named.content_sha256, path, f"-{IDENTITY}")
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _unpacked(stored: Path) -> Iterator[bytes]:
    with gzip.open(stored) as content:
        while piece := content.read(_PIECE):
            yield piece


def _lying(stored: Path, digest: str, media: str, path: str, tail: str = "") -> Response:
    """A file as it lies, whole or the range that is asked for."""
    give_back = _SENT.take()
    try:
        response = send_file(
            stored, media, conditional=True, etag=f"{digest}{tail}", last_modified=None
        )
    except BaseException:
        give_back()
        raise
    response.call_on_close(give_back)
    # A file that is passed through is closed by itself, without what waits for the response to be.
    response.response = ClosingIterator(response.response, [give_back])  # type: ignore[arg-type]
    response.headers.pop("Last-Modified", None)
    response.headers.pop("Date", None)
    _head(response, digest, path, tail)
    return response


def _head(response: Response, digest: str, path: str, tail: str) -> None:
    response.set_etag(f"{digest}{tail}")
    encoded = base64.b64encode(bytes.fromhex(digest)).decode()
    response.headers["Repr-Digest"] = f"sha-256=:{encoded}:"
    response.headers["Cache-Control"] = _IMMUTABLE
    response.headers["Content-Disposition"] = f'inline; filename="{path.rpartition("/")[2]}"'


# --- revisions ----------------------------------------------------------------------------------


def all_revisions(call: Call) -> Response:
    """The values that were published otherwise before, those corrected last first."""
    days = folder.published()
    lines = [line for line in revisions.of_days(days) if _asked(line, call)]
    if call.is_file:
        columns = [(name, Text(name, name)) for name in revisions.REVISED]
        rows = [tuple(line) for line in lines]
        content = b"".join(csv_parts(columns, [rows], file_options(call.given)))
        response = Response(content, mimetype=MEDIA["csv"])
        response.headers["Content-Disposition"] = 'attachment; filename="revisions.csv"'
        response.headers["X-Total-Count"] = str(len(lines))
        return _tagged(response, days, call)
    limit = call.given["limit"] or 100
    data = [documents.revision(line) for line in lines[:limit]]
    own = {"self": request.path, "csv": f"{links.REVISIONS}.csv", "feed": links.CORRECTIONS_FEED}
    state = answers.state()
    more = {"count": len(data), "truncated": len(lines) > limit, "total": len(lines)}
    document = envelope.envelope(data, state, own, **more)
    return _tagged(Response(orjson.dumps(document), mimetype="application/json"), days, call)


def _asked(line: Line, call: Call) -> bool:
    indicator = call.given["indicator"]
    return indicator is None or line[0] == indicator


def triangle(call: Call) -> Response:
    """A revision triangle: each month's value, each time that it was published otherwise."""
    days = folder.published()
    indicator = call.given["indicator"]
    data = [documents.vintage(one) for one in vintages.triangle(days, indicator)]
    own = {"self": f"{request.path}?indicator={indicator}", "indicator": links.indicator(indicator)}
    return _listed(data, own, days, call)


def corrections_feed(call: Call) -> Response:
    """An entry for each published day and indicator that was corrected in it."""
    days = folder.published()
    entries = [entry for day in reversed(days) for entry in _entries(day, call.lang)]
    title = Text(f"{hall().name.zh}：数据更正", f"{hall().name.en}: corrections")
    content = atom.feed(links.CORRECTIONS_FEED, title[call.lang], entries, call.lang)
    return _tagged(Response(content, mimetype=atom.MEDIA_TYPE), days, call)


def _entries(day: Published, lang: str) -> Iterator[atom.Entry]:
    by_indicator: dict[str, list[Line]] = {}
    for line in revisions.of_day(day):
        by_indicator.setdefault(line[0], []).append(line)
    at = datetime.combine(datetime.fromisoformat(day.date), time(), hall().zone)
    for id, lines in by_indicator.items():
        known = PUBLISHED_INDICATORS.get(id)
        name = known.title[lang] if known else id
        n, why = (
            len(lines),
            "；".join(dict.fromkeys(documents.WHY[line[8]][lang] for line in lines)),
        )
        periods = sorted({line[3] for line in lines})
        title = Text(f"{name}：更正{n}处", f"{name}: {n} corrected")
        span = periods[0] if len(periods) == 1 else f"{periods[0]} – {periods[-1]}"
        about = Text(f"时期：{span}；原因：{why}", f"periods: {span}; reason: {why}")
        number = hashlib.sha256(f"{day.date} {id}".encode()).hexdigest()[:12]
        yield atom.Entry(
            f"{day.date}-{number}", title[lang], at, about[lang],
            f"{links.REVISIONS}?indicator={id}",
        )  # fmt: skip
