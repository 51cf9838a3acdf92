"""The tools are endpoints of the API: what they take and give is what is declared there, and nothing else.

An endpoint whose answer is a document of data is a tool. Of one that has other parameters for each indicator or
dataset, those that all have are listed; any other one is passed on as well, for the site to read or refuse.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.openapi.endpoint import JSON, Endpoint
from api.parsing.parameter import Parameter, merged
from api.parsing.parameters import CSV
from api.routes.endpoints import ENDPOINTS
from data.definitions import Text

# It lists every address, as the tools do.
_NO_TOOL = {"service"}
# A longer list of ids is asked for by a tool of its own; what is misspelt is refused with those near to it.
_WORDS_MOST = 30
_OF_FILES = {parameter.name for parameter in CSV}
_OTHERS = Text(
    "按该指标的维度或数据集的字段筛选，如 department=sbj；有哪些，见 indicator 或 dataset",
    "a filter by a dimension of the indicator or a field of the dataset, such as department=sbj; "
    "which there are, `indicator` or `dataset` says",
)
_ID = Text(
    "；编码见 indicators、datasets 或 search", "; ids are those of `indicators`, `datasets` or `search`"
)  # fmt: skip


@dataclass(frozen=True)
class Tool:
    """An endpoint as a tool of its name. `each`: what stands in its path for an id, one of these."""

    endpoint: Endpoint
    ids: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.endpoint.id

    def parameters(self) -> list[Parameter]:
        """Those that it takes whatever the id."""
        every = [self.endpoint.takes(id, "") for id in self.ids or ("",)]
        shared = set(every[0].names).intersection(*(one.names for one in every)) - _OF_FILES
        return [p for p in merged(p for one in every for p in one) if p.name in shared]

    def schema(self, lang: str) -> dict[str, Any]:
        """Its arguments as JSON Schema."""
        properties, required = {}, []
        for parameter in self.parameters():
            properties[parameter.name] = _schema(parameter, lang)
            if parameter.missing:
                required.append(parameter.name)
        if name := self.inside:
            text = self.endpoint.inside.text[lang] if self.endpoint.inside else ""
            properties[name] = {"type": "string", "description": text + _ID[lang]}
            required.append(name)
        more: Any = {"type": "string", "description": _OTHERS[lang]} if self.ids else False
        schema = {"type": "object", "properties": properties, "additionalProperties": more}
        return schema | ({"required": required} if required else {})

    @property
    def inside(self) -> str:
        """The name of what its path has in braces, or ""."""
        return self.endpoint.path.partition("{")[2].partition("}")[0]

    def address(self, arguments: Mapping[str, Any]) -> tuple[str, list[tuple[str, str]]]:
        """The path and the parameters that arguments are for the site."""
        path = self.endpoint.path
        if name := self.inside:
            path = path.replace(f"{{{name}}}", _plain(arguments.get(name, "")))
        rest = [(k, _plain(v)) for k, v in arguments.items() if k != self.inside and v is not None]
        return path, rest


def _plain(value: Any) -> str:
    """An argument as an address has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ",".join(_plain(one) for one in value)
    return str(value)


def _schema(parameter: Parameter, lang: str) -> dict[str, Any]:
    """As OpenAPI has it, without long lists."""
    schema = {
        k: v for k, v in parameter.type.schema.items() if k != "enum" or len(v) <= _WORDS_MOST
    }
    if "items" in schema and len(schema["items"].get("enum", ())) > _WORDS_MOST:
        schema["items"] = {"type": "string"}
    return schema | {"description": parameter.text[lang]}


def _ids(endpoint: Endpoint) -> tuple[str, ...]:
    """What may stand in its path where its parameters depend on it."""
    if endpoint.each:
        return tuple(endpoint.each)
    if endpoint.inside and endpoint.inside.type.schema["type"] == "string":
        allowed = endpoint.inside.type.schema.get("enum", ())
        parameters = {endpoint.takes(id, "").names for id in allowed}
        return tuple(allowed) if len(parameters) > 1 else ()
    return ()


def _is_tool(endpoint: Endpoint) -> bool:
    data = endpoint.data is not None and endpoint.envelope and endpoint.media == JSON
    return data and not endpoint.probe and endpoint.id not in _NO_TOOL


def tools(endpoints: Iterable[Endpoint] = ENDPOINTS) -> dict[str, Tool]:
    """All tools by name."""
    return {e.id: Tool(e, _ids(e)) for e in endpoints if _is_tool(e)}
