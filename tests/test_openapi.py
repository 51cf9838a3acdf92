"""The OpenAPI document is valid, says what the parsers accept, and the answers keep to it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from api.openapi import document as openapi
from api.openapi.operation import Operation, request_of
from api.openapi.operations import operations
from api.parsing import parameters
from data.catalog import DATASETS, INDICATORS
from tests.hall_data import NOW

with pytest.MonkeyPatch.context() as _patch:
    _patch.setenv("HALL_NOW", NOW)  # the example of a report is of the hall's year
    ALL = {operation.id: operation for operation in operations()}
    DOCUMENT = openapi.document("zh")


def validator(schema: dict[str, Any], document: dict[str, Any] = DOCUMENT) -> Draft202012Validator:
    whole = {**schema, "components": {"schemas": document["components"]["schemas"]}}
    return Draft202012Validator(whole, format_checker=FormatChecker())


def complaints(schema: dict[str, Any], answer: Any) -> list[str]:
    return [f"{e.json_path}: {e.message}"[:300] for e in validator(schema).iter_errors(answer)]


def asked(client: FlaskClient, address: str) -> Any:
    """The document at an address."""
    return json.loads(client.get(address).data)


def schema_of(operation: Operation, media: str) -> dict[str, Any] | None:
    content = DOCUMENT["paths"][operation.path]["get"]["responses"]["200"]["content"]
    assert media in content, f"{operation.id} answers {media}, which it does not announce"
    return content[media].get("schema")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_document_is_valid(lang: str):
    OpenAPIV31SpecValidator(openapi.document(lang)).validate()


def test_the_document_served_is_the_one_derived(client: FlaskClient):
    assert asked(client, "/api/v1/openapi.json") == DOCUMENT
    english = asked(client, "/api/v1/openapi.json?lang=en")
    assert english == openapi.document("en")
    assert english["paths"].keys() == DOCUMENT["paths"].keys()


@pytest.mark.parametrize("id", ALL)
def test_the_example_of_an_operation_works(client: FlaskClient, id: str):
    operation = ALL[id]
    answer = client.get(request_of(operation))
    assert answer.status_code == 200, answer.text[:500]
    schema = schema_of(operation, str(answer.mimetype))
    if schema is not None:
        assert complaints(schema, json.loads(answer.data)) == []


@pytest.mark.parametrize("id", ALL)
def test_the_examples_of_the_parameters_make_the_example_of_the_operation(id: str):
    """What Swagger UI and generated clients put together is the request that is tested above."""
    operation = ALL[id]
    shared = DOCUMENT["components"]["parameters"]
    written = DOCUMENT["paths"][operation.path]["get"]
    found = [shared[p["$ref"].rpartition("/")[2]] for p in written.get("parameters", [])]
    asked = request_of(operation)
    assert f"GET {asked}`" in written["description"]
    for parameter in found:
        if "example" in parameter and parameter["in"] == "query":
            value = parameter["example"]
            text = ",".join(value) if isinstance(value, list) else str(value)
            assert f"{parameter['name']}={text}" in asked


@pytest.mark.parametrize("indicator", INDICATORS)
@pytest.mark.parametrize("grain", ["day", "total"])
def test_values_of_every_indicator_keep_to_the_schema(
    client: FlaskClient, indicator: str, grain: str
):
    by = INDICATORS[indicator].dimensions[:1]
    query = f"?grain={grain}" + (f"&by={by[0]}" if by else "")
    answer = client.get(f"/api/v1/indicators/{indicator}/values{query}")
    assert answer.status_code == 200
    schema = schema_of(ALL["values"], "application/json")
    assert schema
    assert complaints(schema, json.loads(answer.data)) == []


@pytest.mark.parametrize("part", parameters.PARTS)
@pytest.mark.parametrize("indicator", INDICATORS)
def test_records_behind_every_indicator_keep_to_the_schema(
    client: FlaskClient, indicator: str, part: str
):
    answer = client.get(f"/api/v1/indicators/{indicator}/rows?part={part}&limit=50")
    assert answer.status_code == 200
    schema = schema_of(ALL["rows"], "application/json")
    assert schema
    assert complaints(schema, json.loads(answer.data)) == []


@pytest.mark.parametrize("dataset", DATASETS)
def test_records_have_all_fields_and_no_others(client: FlaskClient, dataset: str):
    answer = asked(client, f"/api/v1/datasets/{dataset}/records?limit=500")
    schema = DOCUMENT["components"]["schemas"][openapi.schema_words.record_name(dataset)]
    for record in answer["data"]:
        assert list(record) == list(schema["properties"])
    assert complaints(openapi.schema_words.of_list(schema), answer) == []


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_field_can_be_counted_or_is_refused(client: FlaskClient, dataset: str):
    for field in DATASETS[dataset].public_fields:
        answer = client.get(f"/api/v1/datasets/{dataset}/facets?field={field.id}")
        assert answer.status_code == (200 if field.id in parameters.countable(dataset) else 400)
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
    ("/api/v2", 404, "address"),
]


@pytest.mark.parametrize(("address", "status", "parameter"), REFUSED)
def test_a_refusal_is_a_problem_that_names_the_parameter(
    client: FlaskClient, address: str, status: int, parameter: str
):
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert complaints(openapi.schema_words.ref("Problem"), json.loads(answer.data)) == []
    assert [error["parameter"] for error in json.loads(answer.data)["errors"]] == [parameter]


def test_every_address_of_the_api_is_described(client: FlaskClient):
    """A route that somebody adds later is missing here until it is described too."""
    described = {re.sub(r"\{\w+\}", "*", path) for path in DOCUMENT["paths"]}
    known = {
        re.sub(r"/(datasets)/[a-z-]+/(records|facets)", r"/\1/*/\2", path) for path in described
    }
    left_out = ("/api/docs",)
    for rule in client.application.url_map.iter_rules():
        machine = rule.rule.startswith(("/api", "/feeds", "/catalog", "/datapackage"))
        if not machine or "<path:" in rule.rule or rule.rule.startswith(left_out):
            continue
        assert re.sub(r"<[^>]+>", "*", rule.rule) in known, f"{rule.rule} is not described"


def test_what_is_described_is_what_the_parser_accepts():
    """Each parameter of an operation is known to its parser, and the parser knows no others."""
    for dataset in DATASETS:
        path = f"/api/v1/datasets/{dataset}/records"
        written = DOCUMENT["paths"][path]["get"]["parameters"]
        shared = DOCUMENT["components"]["parameters"]
        names = [shared[p["$ref"].rpartition("/")[2]]["name"] for p in written]
        assert names == list(parameters.names(parameters.records(dataset)))


def test_the_service_description_speaks_both_languages(client: FlaskClient):
    for lang, word in (("zh", "指标的数值"), ("en", "The values of an indicator")):
        endpoints = asked(client, f"/api/v1?lang={lang}")["data"]["endpoints"]
        given = {endpoint["path"]: endpoint["gives"] for endpoint in endpoints}
        assert given["/api/v1/indicators/{id}/values"] == word
    assert asked(client, "/api/v1/status?lang=en")["data"]["datasets"][0]["title"] == "Cases"
