"""Definitions as documents: indicators, datasets, fields."""

from __future__ import annotations

from api.documents import links
from api.documents.envelope import Document
from data.catalog import INDICATORS, owner
from data.definitions import Dataset, Field, Text
from data.hall import hall


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
