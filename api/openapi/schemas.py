"""The JSON Schema (2020-12) of a document, derived from the type it is declared with.

Read are `TypedDict`s, each of which becomes a component named like its class (without "Document"),
`Annotated` with keywords of JSON Schema or with a description (`Text`), lists, dicts, unions,
literals, and schemas as they are. An object has room for no other member.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from api.documents.json_types import Keywords
from api.documents.values import GridRow, Value
from api.parsing.value_types import of_field
from data.catalog import PUBLISHED_INDICATORS, owner
from data.definitions import Dataset, Field, Text

Schema = dict[str, Any]

# Rows that have the members of whatever dimensions were asked for.
_BY_DIMENSION = (Value, GridRow)
# What another standard describes, or this description itself.
OBJECT: Schema = {"type": "object"}
_PLAIN: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def members(required: Schema, optional: Schema | None = None) -> Schema:
    """An object with these members and no others."""
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": list(required),
        "additionalProperties": False,
    }


def nullable(schema: Schema) -> Schema:
    """The schema or null."""
    if isinstance(schema.get("type"), str) and not {"enum", "properties", "items"} & set(schema):
        return schema | {"type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


@dataclass(frozen=True)
class RecordsOf:
    """A list of records, each of one of these datasets."""

    datasets: tuple[Dataset, ...]


class Schemas:
    """Schemas with descriptions in one language; `components` are those referred to so far."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.components: dict[str, Schema] = {}

    def of(self, type: Any) -> Schema:
        """The schema of a type."""
        if isinstance(type, dict):
            return type
        if isinstance(type, RecordsOf):
            return {"type": "array", "items": self._any_of(type.datasets)}
        if isinstance(type, Dataset):
            return self._component(record_name(type.id), lambda: record(type, self.lang))
        if is_typeddict(type):
            name = type.__name__.removesuffix("Document")
            return self._component(name, lambda: self._object(type))
        if type in _PLAIN:
            return {"type": _PLAIN[type]}
        arguments = get_args(type)
        match get_origin(type):
            case origin if origin is Annotated:
                return self._annotated(arguments[0], arguments[1:])
            case origin if origin is Literal:
                return {"type": "string", "enum": list(arguments)}
            case origin if origin is list:
                return {"type": "array", "items": self.of(arguments[0])}
            case origin if origin is dict:
                return {"type": "object", "additionalProperties": self.of(arguments[1])}
            case origin if origin in (Union, UnionType):
                return self._any_of(arguments)
        raise TypeError(f"{type!r} has no JSON Schema")

    def _component(self, name: str, make: Any) -> Schema:
        if name not in self.components:
            self.components[name] = {}  # so that a document may have itself as a member
            self.components[name] = make()
        return ref(name)

    def _object(self, type: Any) -> Schema:
        required, optional = {}, {}
        for name, hint in get_type_hints(type, include_extras=True).items():
            if get_origin(hint) is NotRequired:
                optional[name] = self.of(get_args(hint)[0])
            else:
                required[name] = self.of(hint)
        if type in _BY_DIMENSION:
            optional |= _dimensions(self.lang)
        return members(required, optional)

    def _annotated(self, base: Any, notes: tuple[Any, ...]) -> Schema:
        schema = self.of(base)
        for note in notes:
            match note:
                case Text():
                    schema = schema | {"description": note[self.lang]}
                case Keywords():
                    schema = schema | note.keywords
        return schema

    def _any_of(self, types: tuple[Any, ...]) -> Schema:
        schemas = [self.of(one) for one in types if one is not NoneType]
        if len(schemas) == 1:
            return nullable(schemas[0]) if NoneType in types else schemas[0]
        return {"anyOf": [*schemas, {"type": "null"}] if NoneType in types else schemas}


def _dimensions(lang: str) -> Schema:
    """What a value has of the dimensions that it is broken down by."""
    schemas: Schema = {}
    for indicator in PUBLISHED_INDICATORS.values():
        for name in indicator.dimensions:
            title = owner(indicator).dimension(name).title[lang]
            schemas[name] = {"type": "string", "title": title}
            schemas[f"{name}_label"] = {"type": "string"}
    return schemas


# --- records --------------------------------------------------------------------------------------


def record(dataset: Dataset, lang: str) -> Schema:
    """A record: all fields, or those of `fields`."""
    fields = {field.id: _cell(field, lang) for field in dataset.public_fields}
    return members({}, fields) | {"title": dataset.title[lang]}


def _cell(field: Field, lang: str) -> Schema:
    several: Schema = {"type": "string", "pattern": field.pattern}
    schema: Schema = several if field.several else dict(of_field(field).schema)
    if field.minimum is not None:
        schema["minimum"] = field.minimum
    return (schema if field.required else nullable(schema)) | {"title": field.title[lang]}


def record_name(dataset: str) -> str:
    """`disclosure-requests` → `DisclosureRequestsRecord`."""
    return "".join(part.capitalize() for part in dataset.split("-")) + "Record"
