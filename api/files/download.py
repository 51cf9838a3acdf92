"""Files of rows: records and proofs in every format, and lists that are at hand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

from flask import Response

from api import store_state
from api.answer import answers
from api.documents import known_codes
from api.files import sizes
from api.files.labels import labelled, names_of
from api.files.sending import about, sent
from api.formats import FileOptions, Kind, Table, blocks_of
from api.store_state import State
from data.answers.reading import Reading
from data.answers.records.behind_values import of_proof
from data.answers.records.of_dataset import of_records
from data.answers.records.pages import count
from data.answers.records.row_counts import behind
from data.answers.records.streams import begin, blocks
from data.catalog import DATASETS, INDICATORS, owner
from data.definitions import Field, Text
from data.hall import today
from data.questions import Proof, Records, Values
from data.store.places import Places

# In a process. To begin opens connections, a megabyte of memory each, also for those who are then told to
# come again: a hundred at once would open two hundred.
_BEGINNING = Places(at_once=4, waiting=8, seconds=5.0)

_UNSAFE, _NAME_MOST = re.compile(r"[^A-Za-z0-9._+-]"), 120


def name_of(subject: str, query: Values | Proof | Records) -> str:
    """A file's name without its ending: what is in it, so that another question has another one."""
    parts: list[str] = []
    if isinstance(query, Values):
        parts += [query.grain, *query.by, *([query.shape] if query.shape != "rows" else [])]
    if isinstance(query, Records):
        for name, low, high in query.ranges:
            parts.append(f"{name}-{_plain(low)}..{_plain(high)}")
    elif query.from_ or query.to:
        parts.append(f"{_plain(query.from_)}..{_plain(query.to)}")
    if isinstance(query, Proof):
        parts.append(query.part)
    parts += [f"{name}-{'+'.join(map(str, codes))}" for name, codes in query.where]
    written = _UNSAFE.sub("_", "_".join([subject, *parts]))
    if len(written) <= _NAME_MOST:
        return written
    return f"{written[:_NAME_MOST]}-{hashlib.sha256(written.encode()).hexdigest()[:8]}"


def _plain(end: object) -> str:
    return "" if end is None else str(end)[:10]


def list_file(
    kind: Kind,
    name: str,
    title: Text,
    columns: tuple[Field, ...],
    rows: list[dict[str, Any]],
    suffix: str,
    options: FileOptions,
    etag: str,
) -> Response:
    """Rows that are at hand, of which a file shows `columns`."""
    table = Table(title, columns, len(rows), len(rows), lambda form: blocks_of(columns, rows, form))
    return sent(kind, name, table, suffix, options, etag)


def records_file(query: Proof | Records, suffix: str, options: FileOptions) -> Response:
    """Records, or those behind a value, all from one state of the store."""
    engine = answers.engine()
    known_codes.checked(engine, answers.state().mark, query)
    with ExitStack() as when_read:
        with _BEGINNING.taken():
            reading = begin(engine)
            when_read.callback(reading.close)
            send = _begun(reading, query, suffix, options)
        response = send()
        if response.is_sequence:  # made whole, or the client has it: nothing more is read
            return response
        when_read.pop_all()
    # Let go of with the last row; where not even the first is asked for, with the response.
    response.response = _then_closed(response.iter_encoded(), reading)
    response.call_on_close(reading.close)
    return response


def _then_closed(parts: Iterator[bytes], reading: Reading) -> Iterator[bytes]:
    try:
        yield from parts
    finally:
        reading.close()


def _begun(
    reading: Reading, query: Proof | Records, suffix: str, options: FileOptions
) -> Callable[[], Response]:
    """The file with its rows counted, still to be sent: whoever sends it may have to wait for a place."""
    with reading.connection() as connection:
        seen = store_state.read(connection)
        if isinstance(query, Proof):
            kind: Kind = "rows"
            selection, name = (
                of_proof(connection, query, today()),
                name_of(f"{query.indicator}-rows", query),
            )
            title, text = INDICATORS[query.indicator].title, INDICATORS[query.indicator].formula
            total = behind(connection, query, selection, today())
            dataset = owner(INDICATORS[query.indicator]).id
        else:
            kind, dataset = "records", query.dataset
            selection, name = of_records(query), name_of(query.dataset, query)
            title, text = DATASETS[query.dataset].title, DATASETS[query.dataset].description
            total = count(connection, selection)
    table = Table(
        title,
        selection.fields,
        total if query.page.limit is None else min(total, query.page.limit),
        total,
        lambda form: blocks(reading, selection, query.page, total, form),
        about(title, text, seen, dataset),
    )
    if options.labels:
        with reading.connection() as connection:
            names = names_of(connection, selection.fields)
        table = labelled(table, names, options.labels)
    etag = etag_of(query, suffix, options, seen=seen)
    keep_size = sizes.keeper(query, suffix, options, table.rows)
    return lambda: sent(kind, name, table, suffix, options, etag, seen, keep_size)


def etag_of(*parts: object, seen: State | None = None) -> str:
    """The tag of a file made of the store as `seen`, or as it is now."""
    return answers.etag("file", *map(repr, parts), today().isoformat(), seen=seen)
