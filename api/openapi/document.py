"""The OpenAPI 3.1 document, derived from the declarations of the endpoints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.documents import links
from api.documents.envelope import ListMeta, Meta
from api.documents.json_types import Links
from api.openapi.endpoint import Endpoint, Operation, operations
from api.openapi.schemas import Schema, Schemas, members
from api.parsing.parameter import Parameter
from api.problems import MEDIA_TYPE, TITLES, ProblemDocument
from data.definitions import Text
from data.hall import hall

Document = dict[str, Any]
VERSION = "1.0.0"

_ABOUT = Text(
    "无需密钥，任何人可用。统一返回 `data`、`meta`、`links`；`meta.data_version` 随每批数据增长。"
    "日期从1990-01-01到2100-12-31；多个值用逗号分隔；缺失的值为 null；"
    "比率为0–1的小数，附分子和分母。"
    "JSON 每页至多1,000行，按日至多5年；计算超过2秒的请求以422拒绝并说明如何缩小范围。"
    "错误为 RFC 9457 problem+json，指明有误的参数。",
    "No key; anyone may use it. Every answer has `data`, `meta` and `links`; `meta.data_version` "
    "grows with each batch. Dates from 1990-01-01 to 2100-12-31; several values as a,b; a missing "
    "value is null; rates are fractions 0–1 with numerator and denominator. JSON gives at most "
    "1,000 rows a page, days at most 5 years; what would take over 2 s is refused with a 422 that "
    "says how to narrow it. Errors are RFC 9457 problem+json and name the parameter at fault.",
)
_GIVEN = Text("结果", "the answer")
_KNOWN = Text("未变（If-None-Match）", "unchanged since the ETag given in If-None-Match")
_EXAMPLE = Text("例", "Example")


def document(endpoints: Iterable[Endpoint], tags: Mapping[str, Text], lang: str) -> Document:
    """The document with titles and descriptions in one language."""
    shared = _Shared(lang)
    paths = {one.path: {"get": _operation(one, shared)} for one in operations(endpoints)}
    responses = {_name(status): _problem(status, shared) for status in TITLES}
    return {
        "openapi": "3.1.1",
        "info": _info(lang),
        "tags": [{"name": name, "description": text[lang]} for name, text in tags.items()],
        "paths": paths,
        "components": {
            "schemas": shared.schemas.components,
            "parameters": shared.parameters,
            "responses": responses,
        },
        "externalDocs": {"url": links.DOCS},
    }


def _info(lang: str) -> Document:
    title = Text(f"{hall().name.zh}开放数据接口", f"Open data API of {hall().name.en}")
    return {
        "title": title[lang],
        "version": VERSION,
        "description": _ABOUT[lang],
        "license": {"name": hall().licence_title[lang], "url": hall().licence_url},
        "contact": {"name": hall().contact[lang]},
    }


class _Shared:
    """What is written once and referred to: most parameters occur in many operations."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.schemas = Schemas(lang)
        self.parameters: Document = {}

    def ref(self, parameter: Parameter, within: str) -> Document:
        written = _parameter(parameter, self.lang, within)
        name, n = parameter.name, 1
        while self.parameters.setdefault(name, written) != written:
            n += 1
            name = f"{parameter.name}-{n}"
        return {"$ref": f"#/components/parameters/{name}"}


def _parameter(parameter: Parameter, lang: str, within: str) -> Document:
    schema = parameter.type.schema
    # Of a parameter that is read into several values, they are not what a client would write.
    if isinstance(parameter.default, str):
        schema = schema | {"default": parameter.default}
    written: Document = {
        "name": parameter.name,
        "in": within,
        "description": parameter.text[lang],
        "schema": schema,
    }
    if within == "path" or parameter.missing:
        written["required"] = True
    if parameter.type.is_list:
        written |= {"style": "form", "explode": False}
    if (example := parameter.first_try) is not None:
        written["example"] = example.split(",") if parameter.type.is_list else example
    return written


def _operation(operation: Operation, shared: _Shared) -> Document:
    lang = shared.lang
    parameters = [shared.ref(p, "path") for p in operation.inside]
    parameters += [shared.ref(p, "query") for p in operation.parameters]
    content = {operation.media: _content(operation, shared.schemas)}
    responses: Document = {"200": {"description": _GIVEN[lang], "content": content}}
    if operation.endpoint.probe:
        for status in (403, 503) if operation.endpoint.guarded else (503,):
            responses[str(status)] = {"description": TITLES[status][lang], "content": content}
    else:
        responses["304"] = {"description": _KNOWN[lang]}
    for status in operation.refusals:
        responses[str(status)] = {"$ref": f"#/components/responses/{_name(status)}"}
    written: Document = {
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": operation.summary[lang],
        "description": f"{_EXAMPLE[lang]}: `GET {operation.example}`",
        "responses": responses,
    }
    if parameters:
        written["parameters"] = parameters
    return written


def _content(operation: Operation, schemas: Schemas) -> Document:
    """The schema of an answer, where it has one."""
    if operation.data is None:
        return {}
    data = schemas.of(operation.data)
    return {"schema": envelope(data, schemas, operation) if operation.endpoint.envelope else data}


def envelope(data: Schema, schemas: Schemas, operation: Operation) -> Schema:
    """What every answer is put into; a list says in `meta` how long it is."""
    listed = operation.endpoint.listed or data.get("type") == "array"
    meta = schemas.of(ListMeta if listed else Meta)
    return members({"data": data, "meta": meta, "links": schemas.of(Links)})


def _name(status: int) -> str:
    return f"Problem{status}"


def _problem(status: int, shared: _Shared) -> Document:
    schema = shared.schemas.of(ProblemDocument)
    return {
        "description": TITLES[status][shared.lang],
        "content": {MEDIA_TYPE: {"schema": schema}},
    }
