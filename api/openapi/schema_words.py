"""The words that JSON Schemas (2020-12) of answers are written in, and the schema of a record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from api.parsing.parameters import TYPES, one_of_codes
from data.definitions import Dataset, Field

Schema = dict[str, Any]

STRING: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
NUMBER: Schema = {"type": "number"}
TRUTH: Schema = {"type": "boolean"}
LINK: Schema = {"type": "string", "format": "uri-reference"}
DAY, INSTANT = TYPES["date"], TYPES["instant"]
LINKS: Schema = {"type": "object", "additionalProperties": LINK}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def nullable(schema: Schema) -> Schema:
    """The schema or null."""
    if set(schema) <= {"type", "format", "minimum"} and isinstance(schema.get("type"), str):
        return schema | {"type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def listed(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def words(allowed: Iterable[str]) -> Schema:
    return {"type": "string", "enum": list(allowed)}


def members(required: Schema, optional: Schema | None = None) -> Schema:
    """An object with these members and no others."""
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": list(required),
        "additionalProperties": False,
    }


def envelope(data: Schema, meta: str = "Meta") -> Schema:
    return members({"data": data, "meta": ref(meta), "links": LINKS})


def of_list(item: Schema) -> Schema:
    """The envelope of a list."""
    return envelope(listed(item), "ListMeta")


def record(dataset: Dataset, lang: str) -> Schema:
    """A record: all fields, or those of `fields`."""
    fields = {field.id: _cell(field, lang) for field in dataset.public_fields}
    return members({}, fields) | {"title": dataset.title[lang]}


def _cell(field: Field, lang: str) -> Schema:
    schema = dict(TYPES[field.type])
    if field.minimum is not None:
        schema["minimum"] = field.minimum
    schema = one_of_codes(field) or schema
    return (schema if field.required else nullable(schema)) | {"title": field.title[lang]}


def record_name(dataset: str) -> str:
    """`disclosure-requests` → `DisclosureRequestsRecord`."""
    return "".join(part.capitalize() for part in dataset.split("-")) + "Record"
