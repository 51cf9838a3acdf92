"""The data as a Data Package v2 (Frictionless): the CSV of each dataset with its Table Schema."""

from __future__ import annotations

from typing import Any

from api.answer import answers
from api.documents import links
from api.documents.public_address import address
from api.formats.csv import FORMAT as CSV
from data.catalog import PUBLISHED, WITH_RECORDS
from data.definitions import Dataset, Field, Text
from data.hall import hall

Descriptor = dict[str, Any]

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES = {
    "text": "string",
    "code": "string",
    "integer": "integer",
    "number": "number",
    "date": "date",
    "month": "yearmonth",
    "instant": "datetime",
    "boolean": "boolean",
}
_ABOUT = Text(
    "字段含义见各资源的 schema；空单元格为缺失。每批数据使版本号加一。",
    "Fields are described in each resource's schema; an empty cell is a missing value. "
    "The version grows with each batch of data.",
)


def datapackage(lang: str) -> Descriptor:
    """The package, with titles in one language."""
    name = hall().name[lang]
    title = Text(f"{name}开放数据", f"Open data of {name}")[lang]
    return {
        "$schema": PROFILE,
        "name": "open-hall",
        "title": title,
        "description": _ABOUT[lang],
        "homepage": f"{address()}/",
        "version": str(answers.data_version()),
        "licenses": [
            {
                "name": hall().licence,
                "title": hall().licence_title[lang],
                "path": hall().licence_url,
            }
        ],
        "contributors": [{"title": hall().publisher[lang], "roles": ["publisher"]}],
        "resources": [_resource(dataset, lang) for dataset in WITH_RECORDS.values()],
    }


def _resource(dataset: Dataset, lang: str) -> Descriptor:
    return {
        "name": dataset.id,
        "type": "table",
        # Without a byte-order mark, which readers of plain UTF-8 would take as part of the header.
        "path": f"{address()}{links.dataset(dataset.id)}/records.{CSV.suffix}?bom=0",
        "title": dataset.title[lang],
        "description": dataset.description[lang],
        "format": CSV.suffix,
        "mediatype": CSV.media_type,
        "encoding": "utf-8",
        "schema": table_schema(dataset, lang),
    }


def table_schema(dataset: Dataset, lang: str) -> Descriptor:
    """A Table Schema; reference lists are named as foreign keys."""
    fields = dataset.public_fields
    keys = [
        {
            "fields": [f.id],
            "reference": {"resource": f.refers, "fields": [PUBLISHED[f.refers].key[0]]},
        }
        for f in fields
        if f.refers in PUBLISHED
    ]
    schema: Descriptor = {
        "fields": [_field(field, dataset, lang) for field in fields],
        "primaryKey": list(dataset.key),
        "missingValues": [""],
    }
    return schema | {"foreignKeys": keys} if keys else schema


def _field(field: Field, dataset: Dataset, lang: str) -> Descriptor:
    described: Descriptor = {
        "name": field.id,
        "type": _TYPES[field.published_type],
        "title": field.title[lang],
    }
    if field.note:
        described["description"] = field.note[lang]
    limits: Descriptor = {}
    if field.several:
        limits["pattern"] = field.pattern
    elif field.codes:
        described["categories"] = [{"value": c.id, "label": c.title[lang]} for c in field.codes]
        limits["enum"] = [code.id for code in field.codes]
    if field.required:
        limits["required"] = True
    if dataset.key == (field.id,):
        limits["unique"] = True
    limits |= {
        k: v for k, v in (("minimum", field.minimum), ("maximum", field.maximum)) if v is not None
    }
    return described | {"constraints": limits} if limits else described
