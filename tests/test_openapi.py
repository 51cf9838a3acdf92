"""The OpenAPI document is valid, says what the server takes, and the answers keep to it."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema_rs import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from api.http import machine_paths
from api.openapi.document import document
from api.openapi.endpoint import Operation, operations
from api.openapi.schemas import record_name, ref
from api.parsing.datasets import countable
from api.parsing.indicators import PARTS
from api.routes.endpoints import ENDPOINTS
from api.routes.endpoints.tags import TAGS, TITLES
from dashboard.asking.address import OEMBED
from data.catalog import INDICATORS, PUBLISHED, PUBLISHED_INDICATORS, WITH_RECORDS, owner
from data.definitions import Grain
from tests.contracts import for_each, no_finer
from tests.hall_data import NOW


def openapi(lang: str) -> dict[str, Any]:
    return document(ENDPOINTS, TAGS | TITLES, lang)


with pytest.MonkeyPatch.context() as _patch:
    _patch.setenv("HALL_NOW", NOW)  # the example of a report is of the hall's year
    ALL = {operation.id: operation for operation in operations(ENDPOINTS)}
    DOCUMENT = openapi("zh")


@cache
def validator(schema: str) -> Draft202012Validator:
    whole = {**json.loads(schema), "components": {"schemas": DOCUMENT["components"]["schemas"]}}
    return Draft202012Validator(whole, validate_formats=True)


def complaints(schema: dict[str, Any], answer: Any) -> list[str]:
    errors = validator(json.dumps(schema)).iter_errors(answer)
    return [f"{'/'.join(map(str, e.instance_path))}: {e.message}"[:300] for e in errors]


def asked(client: FlaskClient, address: str) -> Any:
    """The document at an address."""
    return json.loads(client.get(address).data)


def schema_of(operation: Operation, media: str) -> dict[str, Any] | None:
    content = DOCUMENT["paths"][operation.path]["get"]["responses"]["200"]["content"]
    assert media in content, f"{operation.id} answers {media}, which it does not announce"
    return content[media].get("schema")


# Of one form in both languages, in which only the texts differ.
@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.full)])
def test_the_document_is_valid(lang: str):
    OpenAPIV31SpecValidator(openapi(lang)).validate()


def test_the_document_served_is_the_one_derived(client: FlaskClient):
    assert asked(client, "/api/v1/openapi.json") == DOCUMENT
    english = asked(client, "/api/v1/openapi.json?lang=en")
    assert english == openapi("en")
    assert english["paths"].keys() == DOCUMENT["paths"].keys()


@for_each("id", ALL)
def test_the_example_of_an_operation_works(client: FlaskClient, id: str):
    operation = ALL[id]
    answer = client.get(operation.example)
    assert answer.status_code == 200, answer.text[:500]
    schema = schema_of(operation, str(answer.mimetype))
    if schema is not None:
        assert complaints(schema, json.loads(answer.data)) == []


@for_each("id", ALL)
def test_the_examples_of_the_parameters_make_the_example_of_the_operation(id: str):
    """What Swagger UI and generated clients put together is the request that is tested above."""
    operation = ALL[id]
    shared = DOCUMENT["components"]["parameters"]
    written = DOCUMENT["paths"][operation.path]["get"]
    found = [shared[p["$ref"].rpartition("/")[2]] for p in written.get("parameters", [])]
    asked = operation.example
    assert f"GET {asked}`" in written["description"]
    for parameter in found:
        if "example" in parameter and parameter["in"] == "query":
            value = parameter["example"]
            text = ",".join(value) if isinstance(value, list) else str(value)
            assert f"{parameter['name']}={text}" in asked


@for_each("indicator", PUBLISHED_INDICATORS)
def test_the_proof_of_every_indicator_keeps_to_the_schema(client: FlaskClient, indicator: str):
    """Also of one of which reports are missing, or rows are left out: its `meta` says so."""
    answer = client.get(f"/api/v1/indicators/{indicator}/proof")
    schema = DOCUMENT["paths"]["/api/v1/indicators/{id}/proof"]["get"]["responses"]["200"][
        "content"
    ]
    assert complaints(schema["application/json"]["schema"], json.loads(answer.data)) == []


@for_each("indicator", INDICATORS)
@for_each("grain", ["day", "total"])
def test_values_of_every_indicator_keep_to_the_schema(
    client: FlaskClient, indicator: str, grain: Grain
):
    by = INDICATORS[indicator].dimensions[:1]
    finest = no_finer(indicator, grain, *by)
    query = f"?grain={finest}" + (f"&by={by[0]}" if by else "")
    query += "&from=2025-01-01" if finest == "day" else ""
    answer = client.get(f"/api/v1/indicators/{indicator}/values{query}")
    assert answer.status_code == 200
    schema = schema_of(ALL["values"], "application/json")
    assert schema
    assert complaints(schema, json.loads(answer.data)) == []


@for_each("part", PARTS)
@for_each("indicator", [id for id, one in INDICATORS.items() if owner(one).records])
def test_records_behind_every_indicator_keep_to_the_schema(
    client: FlaskClient, indicator: str, part: str
):
    answer = client.get(f"/api/v1/indicators/{indicator}/rows?part={part}&limit=50")
    assert answer.status_code == 200
    schema = schema_of(ALL["rows"], "application/json")
    assert schema
    assert complaints(schema, json.loads(answer.data)) == []


@for_each("dataset", WITH_RECORDS)
def test_records_have_all_fields_and_no_others(client: FlaskClient, dataset: str):
    answer = asked(client, f"/api/v1/datasets/{dataset}/records?limit=500")
    schema = DOCUMENT["components"]["schemas"][record_name(dataset)]
    for record in answer["data"]:
        assert list(record) == list(schema["properties"])
    assert complaints({"type": "array", "items": schema}, answer["data"]) == []


@for_each("dataset", WITH_RECORDS)
def test_every_field_can_be_counted_or_is_refused(client: FlaskClient, dataset: str):
    for field in PUBLISHED[dataset].public_fields:
        answer = client.get(f"/api/v1/datasets/{dataset}/facets?field={field.id}")
        assert answer.status_code == (200 if field.id in countable(dataset) else 400)
        if answer.status_code == 200:
            name = f"{dataset.replace('-', '_')}_facets"
            schema = schema_of(ALL[name], "application/json")
            assert schema
            assert complaints(schema, json.loads(answer.data)) == []


REFUSED = [
    ("/api/v1/live?day=2026-02-30", 400, "day"),
    ("/api/v1/live?day=2026-W01-1", 400, "day"),
    ("/api/v1/live?when=now", 400, "when"),
    ("/api/v1/live?lang=zh&lang=en", 400, "lang"),
    ("/api/v1/datasets/cases/records?limit=1001", 400, "limit"),
    ("/api/v1/datasets/cases/records?sort=", 400, "sort"),
    ("/api/v1/datasets/cases/records?cursor=made-up", 400, "cursor"),
    ("/api/v1/datasets/cases/records?due_on__from=none", 400, "due_on__from"),
    ("/api/v1/datasets/cases/records?legal_days=1_0", 400, "legal_days"),
    ("/api/v1/datasets/cases/records?legal_days=1.5", 400, "legal_days"),
    ("/api/v1/datasets/cases/records?used_days=nan", 400, "used_days"),
    ("/api/v1/datasets/cases/facets?field=channel&limit=2", 400, "limit"),
    ("/api/v1/datasets/cases/facets", 400, "field"),
    ("/api/v1/indicators/cases-completed/values?by=", 400, "by"),
    ("/api/v1/indicators/cases-completd/values", 404, "indicator"),
    ("/api/v1/datasets/case/citation", 404, "dataset"),
    ("/api/v1/openapi.json?lang=fr", 400, "lang"),
    ("/catalog.jsonld?lang=zh", 400, "lang"),
    ("/feeds/nothing.atom", 404, "address"),
    ("/api/v1/disclosure/annual-report/soon.csv", 404, "address"),
    ("/api/v1/datasets/case/records.cvs", 404, "dataset"),
    ("/api/v2", 404, "address"),
]


@pytest.mark.parametrize(("address", "status", "parameter"), REFUSED)
def test_a_refusal_is_a_problem_that_names_the_parameter(
    client: FlaskClient, address: str, status: int, parameter: str
):
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert complaints(ref("Problem"), json.loads(answer.data)) == []
    assert [error["parameter"] for error in json.loads(answer.data)["errors"]] == [parameter]


def template(path: str) -> str:
    """An address with a star for what varies: of OpenAPI (`{id}`), or of the server (`<int:year>`)."""
    path = re.sub(r"\{\w+\}|<[^>]+>", "*", path)
    return re.sub(r"^(/api/v1/datasets)/[\w-]+/", r"\1/*/", path)


def test_every_address_of_programs_is_an_operation_and_every_operation_an_address(
    client: FlaskClient,
):
    rules = [rule.rule for rule in client.application.url_map.iter_rules()]
    routes = {
        template(rule)
        for rule in rules
        # Beside what answers that nothing is there, the files of the page to try it, and oEmbed, which
        # is described by its own specification.
        if (machine_paths.is_open(rule) or rule == "/metrics")
        and "<path:" not in rule
        and "/docs/" not in rule
        and rule != OEMBED
    }
    assert {template(path) for path in DOCUMENT["paths"]} == routes


def taken(client: FlaskClient, path: str) -> list[str]:
    """The parameters that an address takes, as it says itself to who asks with another."""
    answer = client.get(f"{path}?nonsense=1")
    assert answer.status_code == 400, path
    return json.loads(answer.data)["errors"][0]["allowed"]


def described(path: str) -> list[str]:
    """The parameters that an address takes, as it is described."""
    shared = DOCUMENT["components"]["parameters"]
    written = DOCUMENT["paths"][path]["get"].get("parameters", [])
    named = [shared[p["$ref"].rpartition("/")[2]] for p in written]
    return [parameter["name"] for parameter in named if parameter["in"] == "query"]


@for_each("id", [id for id in ALL if not ALL[id].endpoint.probe])
def test_an_address_takes_the_parameters_that_are_described_and_no_others(
    client: FlaskClient, id: str
):
    path = ALL[id].path
    if ALL[id].endpoint.id not in ("values", "rows", "proof"):
        assert taken(client, ALL[id].example.partition("?")[0]) == described(path)
        return
    by_indicator = [taken(client, path.format(id=one)) for one in PUBLISHED_INDICATORS]
    assert set().union(*by_indicator) == set(described(path))


@for_each("id", ALL)
def test_a_refused_method_is_told_those_of_the_route(client: FlaskClient, id: str):
    answer = client.post(ALL[id].example)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_an_unknown_format_is_answered_with_those_there_are(client: FlaskClient):
    answer = client.get("/api/v1/disclosure/annual-report/2026.pdf")
    assert answer.status_code == 404
    assert json.loads(answer.data)["errors"][0]["allowed"] == ["json", "xlsx", "csv"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_member_of_a_document_has_a_type(lang: str):
    """No schema is empty, and no object of ours has room for what is not named."""
    for name, schema in openapi(lang)["components"]["schemas"].items():
        assert schema["additionalProperties"] is False, name
        assert all(schema["properties"].values()), name


def test_the_service_description_speaks_both_languages(client: FlaskClient):
    for lang, word in (("zh", "指标的数值"), ("en", "The values of an indicator")):
        endpoints = asked(client, f"/api/v1?lang={lang}")["data"]["endpoints"]
        given = {endpoint["path"]: endpoint["gives"] for endpoint in endpoints}
        assert given["/api/v1/indicators/{id}/values"] == word
    assert asked(client, "/api/v1/status?lang=en")["data"]["datasets"][0]["title"] == "Cases"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_operation_answers_in_one_media_type_and_the_document_leads_to_its_page(client, lang):
    """Generated clients read one type for each status."""
    document = client.get(f"/api/v1/openapi.json?lang={lang}").json
    for path, item in document["paths"].items():
        for status, response in item["get"]["responses"].items():
            assert "$ref" in response or len(response.get("content", {})) <= 1, (path, status)
    assert client.get(document["externalDocs"]["url"]).status_code == 200
