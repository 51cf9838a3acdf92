"""The documents of the API: data, meta and links, as plain dicts of JSON values."""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict

import orjson
from sqlalchemy import Connection, Engine

from api.documents import known_codes, links, values
from api.documents.disclosure import annual_report, deadline, strips
from api.documents.disclosure.clock import Content
from api.documents.envelope import Document, envelope, instant, meta, plain, whole
from api.documents.json_types import Count
from api.documents.proof import audit
from api.documents.proof.checks import Kept, all_checks
from api.documents.proof.claims import all_claims
from api.store_state import State
from data.answers.day import overview
from data.answers.names import reference
from data.answers.records.behind_values import of_proof
from data.answers.records.next_day import awaits_tomorrow
from data.answers.records.of_dataset import of_records
from data.answers.records.pages import facets, listing
from data.answers.records.row_counts import behind
from data.calendar import calendar
from data.catalog import DATASETS, INDICATORS, PUBLISHED, made_of, owner
from data.hall import now, today
from data.questions import (
    ROWS_TOMORROW,
    AnnualReport,
    Checks,
    Claims,
    Deadline,
    Facets,
    Live,
    OpenRequests,
    Proof,
    Query,
    Records,
    Sample,
    Values,
)
from data.rollups.together import read_once
from data.store.engines import answering


class Facet(TypedDict):
    """How many records have a value; `label`: its name, where it is a code."""

    value: str | bool | None
    label: str | None
    count: Count


def datasets_of(query: Query) -> frozenset[str] | None:
    """The datasets whose rows an answer follows from, beside all lists and the calendar; None where it may be any."""
    match query:
        case Values(as_published=None):
            indicator = INDICATORS[query.indicator]
            other = indicator.left_out
            return made_of(indicator) | (made_of(INDICATORS[other]) if other else frozenset())
        case Records() | Facets():
            # Rows that wait, for a step or the day after, come without a batch of their own.
            dataset = DATASETS[query.dataset]
            return None if dataset.next_day or dataset.steps else frozenset({dataset.id})
    return None


def lasting(answer: Document) -> bytes:
    """An answer as it is kept while only data that it does not follow from changes."""
    return orjson.dumps(answer["data"]) + b"\n" + orjson.dumps([answer["meta"], answer["links"]])


def renewed(content: bytes, query: Query, state: State) -> Document:
    """What was kept, said of this state of the store: of which its data follows as well."""
    data, beside = content.rsplit(b"\n", 1)
    of_then, own = orjson.loads(beside)
    return {
        "data": orjson.Fragment(data),
        "meta": of_then | meta(state, (_dataset(query),)),
        "links": own,
    }


def document(engine: Engine, query: Query, lang: str, state: State, kept: Kept) -> Document:
    """The answer to a query, computed from the store. `kept`: where parts of it may lie already."""
    known_codes.checked(engine, state.mark, query)
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
            return _enveloped(strips.strips(engine, query, lang), state, _REQUESTS)
        case Deadline():
            return _enveloped(deadline.deadline(engine, query, lang), state, _REQUESTS)
        case AnnualReport():
            return _enveloped(annual_report.annual_report(engine, query, lang), state, _REPORT)
        case Sample():
            data = audit.sample(engine, query, lang)
            return envelope(data, state, links.of_sample(query, lang), (query.dataset,))
        case Claims():
            data = all_claims(engine, lang)
            return envelope(data, state, links.of_claims(lang), (), **whole(len(data)))
        case Checks():
            data = all_checks(engine, lang, kept, query.quality)
            return envelope(data, state, {"self": links.checks()}, _CHECKED, **whole(len(data)))


_CHECKED = tuple(dataset.id for dataset in PUBLISHED.values() if dataset.identities)
# What the documents of disclosure are made of: how recent they are.
_REQUESTS = ("disclosure-requests", "disclosure-events")
_REPORT = (*_REQUESTS, "disclosure-reviews")


def _enveloped(answer: Content, state: State, datasets: tuple[str, ...]) -> Document:
    data, own, more = answer
    return envelope(data, state, own, datasets, **more)


# --- values -------------------------------------------------------------------------------------


def _values(engine: Engine, query: Values, lang: str, state: State) -> Document:
    data, count = values.data_of(engine, query, lang)
    more = whole(count)
    if query.as_published:
        more |= {"as_published": query.as_published.isoformat()}
    else:
        more |= values.left_out(engine, query) | values.not_reported(engine, query, lang)
    return envelope(data, state, links.of_values(query, lang), (_dataset(query),), **more)


# --- records ------------------------------------------------------------------------------------


def _records(engine: Engine, query: Proof | Records, lang: str, state: State) -> Document:
    with answering(engine) as connection:
        if isinstance(query, Proof):
            selection = of_proof(connection, query, today())
            total = behind(connection, query, selection, today())
            page = listing(connection, selection, query.page, exact=False, there_are=total)
            page = replace(page, total=total)
        else:
            page = listing(connection, of_records(query), query.page, exact=query.exact)
        more = _awaited(connection, query)
    return envelope(
        orjson.Fragment(f"[{','.join(page.rows)}]"),
        state,
        links.of_list(query, page.after, lang, page.total),
        (_dataset(query),),
        count=len(page.rows),
        truncated=page.after is not None,
        total=page.total,
        **more,
    )


def _dataset(query: Query) -> str:
    match query:
        case Records() | Facets():
            return query.dataset
        case Values() | Proof():
            return owner(INDICATORS[query.indicator]).id
    raise TypeError(f"of no one dataset: {query}")


def _awaited(connection: Connection, query: Proof | Records | Facets) -> Document:
    """What `meta` says where rows of the running day are yet to come."""
    return {"reason": ROWS_TOMORROW} if awaits_tomorrow(connection, query, today()) else {}


def _facets(engine: Engine, query: Facets, lang: str, state: State) -> Document:
    dataset = DATASETS[query.dataset]
    field = dataset.field(query.field)
    with answering(engine) as connection:
        counts = facets(connection, query)
        titles = (
            reference(connection, field.refers)
            if field.refers
            else {c.id: c.title for c in field.codes}
        )
        more = whole(len(counts)) | _awaited(connection, query)
    rows: list[Facet] = [
        {
            "value": plain(value),
            "label": titles[value][lang] if value in titles else None,
            "count": n,
        }
        for value, n in counts
    ]
    own = links.of_facets(query, lang)
    return envelope(rows, state, own, (dataset.id,), **more)


def _live(engine: Engine, query: Live, state: State) -> Document:
    with answering(engine) as connection, read_once():
        data = overview(connection, calendar(connection), now(), query.day)
    for one in data["datasets"]:
        one["as_of"] = instant(state.newest.get(one["dataset"]))
    return envelope(data, state, {"self": links.live()})
