"""The documents of the API: data, meta and links, as plain dicts of JSON values."""

from __future__ import annotations

from dataclasses import replace

import orjson
from sqlalchemy import Engine

from api.documents import annual_report, disclosure, known_codes, links, values
from api.documents.disclosure import Found
from api.documents.envelope import Document, envelope, plain, whole
from api.store_state import State
from data.answers.day import overview
from data.answers.names import reference
from data.answers.records import facets, listing, of_proof, of_records
from data.answers.row_counts import behind
from data.calendar import calendar
from data.catalog import DATASETS
from data.hall import now, today
from data.questions import (
    AnnualReport,
    Deadline,
    Facets,
    Live,
    OpenRequests,
    Proof,
    Query,
    Records,
    Values,
)
from data.store.sqlite.time_limit import answering


def document(engine: Engine, query: Query, lang: str, state: State) -> Document:
    """The answer to a query, computed from the store."""
    known_codes.checked(engine, state.data_version, query)
    match query:
        case Values():
            return _values(engine, query, lang, state)
        case Proof() | Records():
            return _records(engine, query, lang, state)
        case Facets():
            return _facets(engine, query, lang, state)
        case Live():
            return _live(engine, query, state)
        case OpenRequests():
            return _enveloped(disclosure.strips(engine, query, lang), state)
        case Deadline():
            return _enveloped(disclosure.deadline(engine, query, lang), state)
        case AnnualReport():
            return _enveloped(annual_report.annual_report(engine, query, lang), state)


def _enveloped(found: Found, state: State) -> Document:
    data, own, more = found
    return envelope(data, state, own, **more)


# --- values -------------------------------------------------------------------------------------


def _values(engine: Engine, query: Values, lang: str, state: State) -> Document:
    data, count = values.found(engine, query, lang)
    return envelope(data, state, links.of_values(query, lang), **whole(count))


# --- records ------------------------------------------------------------------------------------


def _records(engine: Engine, query: Proof | Records, lang: str, state: State) -> Document:
    with answering(engine) as connection:
        if isinstance(query, Proof):
            selection = of_proof(connection, query, today())
            found = listing(connection, selection, query.page, exact=False)
            found = replace(found, total=behind(connection, query, selection, today()))
        else:
            found = listing(connection, of_records(query), query.page, exact=query.exact)
    return envelope(
        orjson.Fragment(f"[{','.join(found.rows)}]"),
        state,
        links.of_list(query, found.after, lang, found.total),
        count=len(found.rows),
        truncated=found.after is not None,
        total=found.total,
    )


def _facets(engine: Engine, query: Facets, lang: str, state: State) -> Document:
    dataset = DATASETS[query.dataset]
    field = dataset.field(query.field)
    with answering(engine) as connection:
        found = facets(connection, query)
        titles = (
            reference(connection, field.refers)
            if field.refers
            else {c.id: c.title for c in field.codes}
        )
    rows = [
        {
            "value": plain(value),
            "label": titles[value][lang] if value in titles else None,
            "count": n,
        }
        for value, n in found
    ]
    return envelope(rows, state, links.of_facets(query, lang), **whole(len(rows)))


def _live(engine: Engine, query: Live, state: State) -> Document:
    with answering(engine) as connection:
        data = overview(connection, calendar(connection), now(), query.day)
    return envelope(data, state, {"self": links.live()})


# --- definitions --------------------------------------------------------------------------------
