"""A file on its way: made whole or streamed, in one of few places, under its name and tag."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import orjson
from flask import Response, request

from api.answer import answers
from api.documents import envelope, public_address
from api.files import sizes
from api.formats import FORMATS, FileOptions, Format, Kind, Table, suffixes_for
from api.http import edge
from api.http.edge import CACHEABLE
from api.problems import Problem, bad_parameter
from api.store_state import State
from data.answers.reading import Overtaken
from data.definitions import Text
from data.hall import hall, today
from data.store.places import Places

# A file of so many rows is made whole before it is sent: whoever reads it slowly holds no thread, it
# is compressed, and an error on the way is an error and not half a file.
WHOLE_ROWS = 5_000
# In a process. What is made whole takes no longer than it takes; what is streamed takes as long as
# its reader does. A workbook's rows are written by Python itself, which does one thing at a time.
WHOLE = Places(at_once=4, waiting=12, seconds=10.0)
_STREAMED = Places(at_once=4, waiting=4, seconds=3.0)
_WORKBOOKS = Places(at_once=1, waiting=2, seconds=3.0)

log = logging.getLogger(__name__)

# What can end a file before its last row.
BREAKS = (Overtaken, *answers.UNREADABLE)
_NOT_WHOLE = Text(
    "下载中断，本文件不完整，请重新下载", "broken off: this file is not whole, take it again"
)
# Its last line then, in formats that can be read without an end.
BROKEN_OFF = {
    "csv": f"{_NOT_WHOLE.zh} / {_NOT_WHOLE.en}\r\n".encode(),
    "jsonl": orjson.dumps({"broken_off": f"{_NOT_WHOLE.zh} / {_NOT_WHOLE.en}"}) + b"\n",
}


_ABOUT = {
    "publisher": Text("发布机构", "Publisher"),
    "title": Text("数据", "Data"),
    "description": Text("说明", "Description"),
    "licence": Text("许可", "Licence"),
    "data_version": Text("数据版本", "Data version"),
    "as_of": Text("数据截至", "As of"),
    "address": Text("地址", "Address"),
    "demo": Text("演示数据", "Demonstration data"),
}


def whole_or_said(parts: Iterator[bytes], suffix: str) -> Iterator[bytes]:
    """The parts of a file; one that breaks off says so, since the server ends it as if it were whole.

    What is packed (XLSX, ODS, Parquet) has its directory at its end: without it nothing opens it.
    """
    try:
        yield from parts
    except BREAKS as error:
        log.error("a file was broken off: %s", error)
        yield BROKEN_OFF.get(suffix, b"")


def about(
    title: Text, description: Text, seen: State | None = None, *datasets: str
) -> tuple[tuple[Text, str], ...]:
    """Where a file comes from, for formats that can say so."""

    def both(text: Text) -> str:
        return f"{text.zh} / {text.en}"

    meta = envelope.meta(seen or answers.state(), datasets)
    lines: dict[str, Any] = {
        "publisher": both(hall().publisher),
        "title": both(title),
        "description": both(description),
        "licence": f"{meta['licence']}: {both(hall().licence_title)}, {hall().licence_url}",
        "data_version": str(meta["data_version"]),
        "as_of": meta["as_of"] or "",
        "address": (public_address.address() if public_address.is_set() else "")
        + request.full_path.rstrip("?"),
    }
    if meta["demo"]:
        lines["demo"] = "模拟数据，不是真实办件 / simulated, not real cases"
    return tuple((_ABOUT[name], value) for name, value in lines.items())


def sent(
    kind: Kind,
    name: str,
    table: Table,
    suffix: str,
    options: FileOptions,
    etag: str,
    seen: State | None = None,
    keep_size: Callable[[int], None] | None = None,
) -> Response:
    """The file as a download. `X-Total-Count`: how many rows match, even if `limit` cuts.

    `seen`: the state of the store that it is of, if that is not the one of now. `keep_size` is told
    its bytes once it was made whole. Raises `Busy`.
    """
    form = FORMATS[suffix]
    if not form.holds(table.rows):
        raise _too_many(kind, form, table.rows)
    if unchanged := edge.unchanged(etag):
        return unchanged
    response = _response(form, table, options, keep_size)
    version = (seen or answers.state()).data_version
    name = f"{name}_{options.labels}" if options.labels else name
    response.headers["Content-Disposition"] = _disposition(name, table.title, suffix, version)
    response.headers["X-Total-Count"] = str(table.total)
    response.headers["Cache-Control"] = CACHEABLE
    response.set_etag(etag)
    return response


def _response(
    form: Format, table: Table, options: FileOptions, keep_size: Callable[[int], None] | None
) -> Response:
    """The file, made in one of the few places that there are. Raises `Busy` if all are taken.

    Where one that is made whole cannot be, that is an error; one that is streamed says it itself.
    """
    made = sizes.counted(form.write(table, options), keep_size)
    if table.rows <= WHOLE_ROWS:
        with WHOLE.taken():
            return Response(b"".join(made), content_type=form.content_type)
    give_back = (_WORKBOOKS if form.by_cell else _STREAMED).take()
    # With the last part, whether or not the server closes; where none is asked for, with the response.
    parts = _then(give_back, whole_or_said(made, form.suffix))
    response = Response(parts, content_type=form.content_type)
    response.call_on_close(give_back)
    return response


def _then(give_back: Callable[[], None], parts: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from parts
    finally:
        give_back()


def _too_many(kind: Kind, form: Format, rows: int) -> Problem:
    """A list of a kind has more rows than a format can hold; others can."""
    others = suffixes_for(kind, rows)
    most = form.rows_most
    text = Text(
        f"共{rows}行，超过 {form.label} 的上限{most}行；请改用 .{others[0]}",
        f"{rows} rows are more than {form.label} can hold ({most}); take .{others[0]}",
    )
    return bad_parameter("format", text, others)


def _disposition(name: str, title: Text, suffix: str, version: int) -> str:
    """A file name: what it is, the hall's date, the data version; by RFC 5987 in Chinese, too."""
    subject = name.partition("_")[2]
    tail = f"{today().isoformat()}-v{version}.{suffix}"
    titled = "-".join(filter(None, (title.zh, subject, tail)))
    return f"attachment; filename=\"{name}-{tail}\"; filename*=UTF-8''{quote(titled)}"
