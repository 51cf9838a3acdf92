"""JSON Schemas of what the API answers, by name: exact, with no member left over."""

from __future__ import annotations

from typing import get_args

from api.openapi.schema_words import (
    COUNT,
    DAY,
    INSTANT,
    LINK,
    LINKS,
    NUMBER,
    STRING,
    TRUTH,
    Schema,
    listed,
    members,
    nullable,
    record,
    record_name,
    ref,
    words,
)
from api.parsing.parameters import TYPES
from data.answers.values import NO_DATA, NOT_COVERED, TOO_SHORT
from data.catalog import DATASETS, INDICATORS, owner
from data.definitions import Unit

# --- what every answer has ----------------------------------------------------------------------

_META = {
    "data_version": COUNT,
    "as_of": nullable(INSTANT),
    "demo": TRUTH,
    "licence": STRING,
}
_PROBLEM = {
    "type": LINK,
    "title": STRING,
    "status": {"type": "integer", "minimum": 400, "maximum": 599},
    "detail": STRING,
    "errors": listed(members({"parameter": STRING, "message": STRING, "allowed": listed(STRING)})),
}
_TEXT = members({"zh": STRING, "en": STRING})
_RATE = members(
    {"value": nullable(NUMBER), "numerator": nullable(COUNT), "denominator": nullable(COUNT)}
)

# --- service, live ------------------------------------------------------------------------------

_SERVICE = {
    "name": STRING,
    "publisher": STRING,
    "contact": STRING,
    "licence": members({"id": STRING, "title": STRING, "url": LINK}),
    "zone": STRING,
    "endpoints": listed(members({"path": STRING, "gives": STRING})),
    "indicators": listed(words(INDICATORS)),
    "datasets": listed(words(DATASETS)),
}
_FRESHNESS = {
    "dataset": words(DATASETS),
    "title": STRING,
    "newest_event": nullable(INSTANT),
    "newest_batch": nullable(INSTANT),
    "seconds_out_of_date": nullable(COUNT),
    "max_age_expected": nullable(COUNT),
    "stale": TRUTH,
    "rows": COUNT,
    "rejected_rows": COUNT,
}
_STATUS = {
    "data_version": COUNT,
    "heartbeat": nullable(INSTANT),
    "heartbeat_age_seconds": nullable({"type": "number", "minimum": 0}),
    "intake_alive": TRUTH,
    "datasets": listed(members(_FRESHNESS)),
}
_HOUR = {
    "hour": {"type": "integer", "minimum": 0, "maximum": 23},
    "completed": nullable(COUNT),
    "accepted": nullable(COUNT),
    "usual": nullable(NUMBER),
    "partial": TRUTH,
}
_USUAL = {
    "completed_by_now": nullable(COUNT),
    "accepted_by_now": nullable(COUNT),
    "days": listed(DAY),
    "weekday": {"anyOf": [{"type": "integer", "minimum": 0, "maximum": 6}, {"type": "null"}]},
}
_SCORE = {"score": {"type": "integer", "minimum": 1, "maximum": 5}, "n": COUNT}
_REQUESTS = {
    "open": nullable(COUNT),
    "overdue": nullable(COUNT),
    "due_soon": nullable(COUNT),
    "on_time_year": ref("Rate"),
}
_LIVE = {
    "now": INSTANT,
    "open": {"type": ["boolean", "null"]},
    "day": nullable(DAY),
    "is_today": TRUTH,
    **{name: nullable(COUNT) for name in ("accepted", "accepted_online", "completed")},
    **{name: nullable(COUNT) for name in ("in_progress", "overdue", "ratings")},
    "on_time": ref("Rate"),
    "good": ref("Rate"),
    "scores": listed(members(_SCORE)),
    "bad": members({name: nullable(COUNT) for name in ("n", "rectified", "not_upheld", "pending")}),
    "usual": members(_USUAL),
    "hours": listed(members(_HOUR)),
    "disclosure": members(_REQUESTS),
}

# --- definitions --------------------------------------------------------------------------------

_INDICATOR = {
    "id": words(INDICATORS),
    "title": STRING,
    "titles": ref("Text"),
    "formula": STRING,
    "unit": words(get_args(Unit)),
    "favourable": {"enum": ["high", "low", None]},
    "dataset": words(DATASETS),
    "dated": nullable(STRING),
    "stock": TRUTH,
    "reference": nullable(STRING),
    "dimensions": listed(members({"id": STRING, "title": STRING})),
    "versions": listed(members({"since": DAY, "note": STRING})),
    "links": LINKS,
}
_DATASET = {
    "id": words(DATASETS),
    "title": STRING,
    "titles": ref("Text"),
    "description": STRING,
    "key": listed(STRING),
    "reference": TRUTH,
    "cadence": STRING,
    "publisher": STRING,
    "licence": STRING,
    "indicators": listed(words(INDICATORS)),
    "links": LINKS,
}
_CODE = members({"id": STRING, "title": STRING, "titles": ref("Text")})
_FIELD = members(
    {
        "id": STRING,
        "type": words(TYPES),
        "title": STRING,
        "titles": ref("Text"),
        "required": TRUTH,
    },
    {"codes": listed(_CODE), "refers": words(DATASETS), "unit": STRING, "note": STRING},
)
_SCHEMA = _DATASET | {
    "fields": listed(ref("Field")),
    "missing_values": members({"json": STRING, "csv": STRING}),
}

# --- values and records -------------------------------------------------------------------------


def _dimension_members() -> Schema:
    found: Schema = {}
    for indicator in INDICATORS.values():
        for name in indicator.dimensions:
            title = owner(indicator).dimension(name).title
            found[name] = STRING | {"title": title.zh}
            found[f"{name}_label"] = STRING
    return found


def _value_row() -> Schema:
    """One value; the members of the dimensions asked for with `by` come on top."""
    required = {
        "period": nullable(STRING),
        "partial": TRUTH,
        "value": nullable(NUMBER),
        "numerator": nullable(NUMBER),
        "denominator": nullable(NUMBER),
    }
    reason = words((NOT_COVERED, NO_DATA, TOO_SHORT))
    return members(required, {"reason": reason, **_dimension_members()})


def _grid() -> Schema:
    """Values by period and code; all lists of a row run along `periods`."""
    numbers, text = listed(nullable(NUMBER)), listed(nullable(STRING))
    others = {name: listed(nullable(NUMBER)) for name in ("numerators", "denominators")}
    row = members({"values": numbers}, {**others, "reasons": text, **_dimension_members()})
    return members({"periods": text, "partial": listed(TRUTH), "rows": listed(row)})


def components(lang: str) -> dict[str, Schema]:
    """All schemas by name, with titles in one language."""
    facet = {"value": {"type": ["string", "boolean", "null"]}, "label": nullable(STRING)}
    return {
        "Meta": members(_META),
        "ListMeta": members(_META | {"count": COUNT, "truncated": TRUTH, "total": nullable(COUNT)}),
        "Problem": members(_PROBLEM),
        "Text": _TEXT,
        "Rate": _RATE,
        "Service": members(_SERVICE),
        "Status": members(_STATUS),
        "Live": members(_LIVE),
        "Indicator": members(_INDICATOR),
        "Dataset": members(_DATASET),
        "Citation": members({"dataset": words(DATASETS), "text": STRING, "bibtex": STRING}),
        "DatasetSchema": members(_SCHEMA),
        "Field": _FIELD,
        "Value": _value_row(),
        "Grid": _grid(),
        "Facet": members(facet | {"count": COUNT}),
        **{record_name(id): record(dataset, lang) for id, dataset in DATASETS.items()},
    }
