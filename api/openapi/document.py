"""The OpenAPI 3.1 document, derived from the catalogue and from what the parsers accept."""

from __future__ import annotations

from typing import Any

from api.documents import links
from api.openapi import answer_schemas, disclosure, schema_words
from api.openapi.operation import Operation, request_of
from api.openapi.operations import TAGS, operations
from api.parsing.parameters import Parameter
from api.problems import MEDIA_TYPE, TITLES
from data.catalog import DATASETS
from data.definitions import Text
from data.hall import hall

Document = dict[str, Any]
VERSION = "1.0.0"

_ABOUT = Text(
    "无需密钥，任何人可用。统一返回 `data`、`meta`、`links`；`meta.data_version` 随每批数据增长。"
    "日期从 1990-01-01 到 2100-12-31；多个值用逗号分隔；缺失的值为 null；"
    "比率为 0–1 的小数，附分子和分母。"
    "JSON 每页至多 1,000 行，按日至多 5 年；计算超过 2 秒的请求以 422 拒绝并说明如何缩小范围。"
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


def document(lang: str) -> Document:
    """The document with titles and descriptions in one language."""
    shared = _Shared(lang)
    paths: Document = {}
    for operation in operations():
        paths[operation.path] = {"get": _operation(operation, shared)}
    return {
        "openapi": "3.1.1",
        "info": _info(lang),
        "tags": _tags(lang),
        "paths": paths,
        "components": {
            "schemas": answer_schemas.components(lang) | disclosure.SCHEMAS,
            "parameters": shared.parameters,
            "responses": {_name(status): _problem(status, lang) for status in TITLES},
        },
        "externalDocs": {"url": f"{links.BASE}/docs"},
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


def _tags(lang: str) -> list[Document]:
    general = [{"name": name, "description": text[lang]} for name, text in TAGS.items()]
    return [
        *general,
        *({"name": d.id, "description": d.title[lang]} for d in DATASETS.values()),
    ]


class _Shared:
    """Parameters written once and referred to: most occur in many operations."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.parameters: Document = {}

    def ref(self, parameter: Parameter, within: str) -> Document:
        written = _parameter(parameter, self.lang, within)
        name, n = parameter.name, 1
        while self.parameters.setdefault(name, written) != written:
            n += 1
            name = f"{parameter.name}-{n}"
        return {"$ref": f"#/components/parameters/{name}"}


def _parameter(parameter: Parameter, lang: str, within: str) -> Document:
    schema = parameter.schema
    written: Document = {
        "name": parameter.name,
        "in": within,
        "description": parameter.text[lang],
        "schema": schema,
    }
    if within == "path" or parameter.required:
        written["required"] = True
    if parameter.many:
        bounds: Document = {"minItems": 1}
        if parameter.unique:
            bounds["uniqueItems"] = True
        if parameter.most:
            bounds["maxItems"] = parameter.most
        written["schema"] = {"type": "array", "items": schema, **bounds}
        written |= {"style": "form", "explode": False}
    if parameter.example is not None:
        example = parameter.example
        written["example"] = example.split(",") if parameter.many else example
    return written


def _operation(operation: Operation, shared: _Shared) -> Document:
    lang = shared.lang
    parameters = [shared.ref(p, "path") for p in operation.inside]
    parameters += [shared.ref(p, "query") for p in operation.parameters]
    content = {
        media: {"schema": schema} if schema else {} for media, schema in operation.answers.items()
    }
    responses: Document = {"200": {"description": _GIVEN[lang], "content": content}}
    if set(operation.answers) == {"text/plain"}:  # for machines that look after this one
        responses["503"] = {"description": TITLES[503][lang], "content": content}
    else:
        responses["304"] = {"description": _KNOWN[lang]}
    for status in _refusals(operation):
        responses[str(status)] = {"$ref": f"#/components/responses/{_name(status)}"}
    written: Document = {
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": operation.summary[lang],
        "description": f"{_EXAMPLE[lang]}: `GET {request_of(operation)}`",
        "responses": responses,
    }
    if parameters:
        written["parameters"] = parameters
    return written


def _refusals(operation: Operation) -> list[int]:
    """The errors that an operation can answer with."""
    if set(operation.answers) == {"text/plain"}:
        return [500]
    found = {429, 500, 503, *operation.refuses}
    found |= {400} if operation.parameters else set()
    return sorted(found | ({404} if operation.inside else set()))


def _name(status: int) -> str:
    return f"Problem{status}"


def _problem(status: int, lang: str) -> Document:
    schema = schema_words.ref("Problem")
    return {"description": TITLES[status][lang], "content": {MEDIA_TYPE: {"schema": schema}}}
