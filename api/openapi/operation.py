"""One operation of the API, as data for OpenAPI, and the media types of answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.documents import links
from api.openapi.schema_words import Schema
from api.parsing.parameters import Parameter
from data.definitions import Text

JSON = "application/json"
MEDIA = {
    "json": JSON,
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
}


@dataclass(frozen=True)
class Operation:
    """A GET. `answers`: media type → schema (None = not JSON); `inside`: parameters of the path.

    `refuses`: errors beside those that follow from its parameters (400) and its path (404).
    """

    id: str
    path: str
    tag: str
    summary: Text
    answers: Mapping[str, Schema | None] = field(compare=False)
    parameters: tuple[Parameter, ...] = ()
    inside: tuple[Parameter, ...] = ()
    refuses: tuple[int, ...] = ()


def request_of(operation: Operation) -> str:
    """The address of the operation's example."""
    path = operation.path
    for parameter in operation.inside:
        path = path.replace(f"{{{parameter.name}}}", str(parameter.example))
    given = [(p.name, p.example) for p in operation.parameters if p.example is not None]
    return path + links.query_string(given)
