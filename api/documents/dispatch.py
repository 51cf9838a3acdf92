"""The documents of the API: data, meta and links, as plain dicts of JSON values."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Engine

from api.documents import annual_report, disclosure, known_codes, links, values
from api.documents.disclosure import Found
from api.store_state import State
from data.catalog import DATASETS, INDICATORS
from data.deadline import answering
from data.definitions import Dataset, Field, Text
from data.hall import hall, now, today
from data.intake.calendars import calendar
from data.labels import reference
from data.overview import overview
from data.query import (
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
from data.records import facets, listing, of_proof, of_records
from data.totals import behind
from data.values import owner

Document = dict[str, Any]


def _build() -> str:
    """A fingerprint of the code that makes answers: a new build makes new ETags."""
    digest = hashlib.sha256()
    root = Path(__file__).resolve().parents[2]
    for path in sorted([*root.glob("data/**/*.py"), *root.glob("api/**/*.py"), root / "hall.toml"]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


BUILD = _build()


def meta(state: State) -> Document:
    """What every answer says about itself."""
    return {
        "data_version": state.data_version,
        "as_of": state.as_of.isoformat() if state.as_of else None,
        "demo": state.demo,
        "licence": hall().licence,
    }


def envelope(data: Any, state: State, own_links: Document, **more: Any) -> Document:
    return {"data": data, "meta": meta(state) | more, "links": own_links}


def whole(rows: int) -> Document:
    """What `meta` says of a list that is not cut."""
    return {"count": rows, "truncated": False, "total": rows}


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


def plain(value: Any) -> Any:
    """A stored value as JSON has it: dates and instants in ISO 8601, in the hall's zone."""
    if isinstance(value, datetime):
        return value.astimezone(hall().zone).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value


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


def indicator(id: str, lang: str) -> Document:
    """An indicator's definition."""
    found = INDICATORS[id]
    dataset = owner(found)
    return {
        "id": id,
        "title": found.title[lang],
        "titles": both(found.title),
        "formula": found.formula[lang],
        "unit": found.unit,
        "favourable": found.favourable,
        "dataset": dataset.id,
        "dated": found.dated,
        "stock": found.is_stock,
        "reference": found.reference[lang] if found.reference else None,
        "dimensions": [
            {"id": d, "title": dataset.dimension(d).title[lang]} for d in found.dimensions
        ],
        "versions": [{"since": v.since.isoformat(), "note": v.note[lang]} for v in found.versions],
        "links": links.of_indicator(id),
    }


def both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def dataset(found: Dataset, lang: str) -> Document:
    """A dataset's entry in the catalogue."""
    return {
        "id": found.id,
        "title": found.title[lang],
        "titles": both(found.title),
        "description": found.description[lang],
        "key": list(found.key),
        "reference": found.reference,
        "cadence": found.cadence[lang],
        "publisher": hall().publisher[lang],
        "licence": hall().licence,
        "indicators": [i.id for i in found.indicators],
        "links": links.of_dataset(found.id),
    }


def schema(found: Dataset, lang: str) -> Document:
    """A dataset with its fields: labels, types, codes and the words for a missing value."""
    entry = dataset(found, lang)
    entry["fields"] = [_field(f, lang) for f in found.public_fields]
    entry["missing_values"] = {"json": "null", "csv": ""}
    return entry


def _field(field: Field, lang: str) -> Document:
    described: Document = {
        "id": field.id,
        "type": field.type,
        "title": field.title[lang],
        "titles": both(field.title),
        "required": field.required,
    }
    if field.codes:
        described["codes"] = [
            {"id": c.id, "title": c.title[lang], "titles": both(c.title)} for c in field.codes
        ]
    if field.refers:
        described["refers"] = field.refers
    if field.unit:
        described["unit"] = field.unit[lang]
    if field.note:
        described["note"] = field.note[lang]
    return described


def dimension_title(indicator: str, dimension: str) -> Text:
    return owner(INDICATORS[indicator]).dimension(dimension).title
