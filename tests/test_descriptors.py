"""Catalogue, data package, dictionary and citations: valid by their own standards, and true."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import frictionless
import pytest
from flask.testing import FlaskClient
from rdflib import DCAT, DCTERMS, RDF, Graph, Literal, Namespace, URIRef

from api.answer import answers
from api.descriptors.citation import escaped
from api.documents import public_address
from api.formats import suffixes_for
from data.catalog import DATASETS
from data.hall import hall
from tests.contracts import WITH_RECORDS, for_each, one_in
from tests.hall_data import Store, application

FOAF = Namespace("http://xmlns.com/foaf/0.1/")


@pytest.fixture
def graph(client: FlaskClient) -> Graph:
    answer = client.get("/catalog.jsonld")
    assert (answer.status_code, answer.mimetype) == (200, "application/ld+json")
    return Graph().parse(data=answer.text, format="json-ld")


# --- DCAT ---------------------------------------------------------------------------------------


def test_the_catalogue_lists_every_dataset(graph: Graph):
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    found = set(graph.objects(catalogue, DCAT.dataset))
    assert found == {URIRef(f"http://localhost/api/v1/datasets/{id}") for id in DATASETS}
    assert set(graph.subjects(RDF.type, DCAT.Dataset)) == found


@pytest.mark.parametrize("id", one_in(4, DATASETS))
def test_a_dataset_of_the_catalogue_says_what_dcat_asks_for(graph: Graph, id: str):
    dataset, node = DATASETS[id], URIRef(f"http://localhost/api/v1/datasets/{id}")
    titles = set(graph.objects(node, DCTERMS.title))
    assert titles == {Literal(dataset.title.zh, "zh"), Literal(dataset.title.en, "en")}
    descriptions = list(graph.objects(node, DCTERMS.description))
    assert {text.language for text in descriptions if isinstance(text, Literal)} == {"zh", "en"}
    assert graph.value(node, DCTERMS.license) == URIRef(hall().licence_url)
    publisher = graph.value(node, DCTERMS.publisher)
    assert Literal(hall().publisher.zh, "zh") in set(graph.objects(publisher, FOAF.name))
    frequency = str(graph.value(node, DCTERMS.accrualPeriodicity))
    assert frequency.startswith("http://publications.europa.eu/resource/authority/frequency/")


@pytest.mark.parametrize("id", one_in(4, WITH_RECORDS))
def test_every_distribution_can_be_fetched_as_what_it_says(
    graph: Graph, client: FlaskClient, id: str
):
    node = URIRef(f"http://localhost/api/v1/datasets/{id}")
    found = list(graph.objects(node, DCAT.distribution))
    assert len(found) == 1 + len(suffixes_for("records"))
    downloads = 0
    for distribution in found:
        access = str(graph.value(distribution, DCAT.accessURL))
        media = str(graph.value(distribution, DCAT.mediaType)).partition("media-types/")[2]
        answer = client.get(access.removeprefix("http://localhost") + "?limit=1")
        assert (answer.status_code, answer.mimetype) == (200, media)
        download = graph.value(distribution, DCAT.downloadURL)
        downloads += download is not None
        assert download in (None, URIRef(access))
    assert downloads == len(suffixes_for("records"))


def test_the_time_covered_is_that_of_the_records(graph: Graph, sampled: Store):
    node = URIRef("http://localhost/api/v1/datasets/evaluations")
    period = graph.value(node, DCTERMS.temporal)
    ends = [str(graph.value(period, end)) for end in (DCAT.startDate, DCAT.endDate)]
    sql = (
        "select date(min(rated_on) * 86400, 'unixepoch'), date(max(rated_on) * 86400, 'unixepoch')"
    )
    assert [tuple(ends)] == sampled.sql(f"{sql} from evaluations")
    # Reference lists have no time.
    departments = URIRef("http://localhost/api/v1/datasets/departments")
    assert graph.value(departments, DCTERMS.temporal) is None


# --- data package -------------------------------------------------------------------------------


def test_the_real_downloads_are_valid_by_the_data_package(
    client: FlaskClient, sampled: Store, serve: Callable[[Any], str]
):
    """Types, codes, required cells, keys and foreign keys of every row of every CSV."""
    address = serve(client.application)
    report = frictionless.Package(f"{address}/datapackage.json").validate()
    errors = report.flatten(["taskNumber", "rowNumber", "fieldName", "type", "note"])
    assert errors == []
    # A task without rows has no count.
    read = {task.name: task.stats.get("rows", 0) for task in report.tasks}
    assert read == {id: len(sampled.listed(id)) for id in WITH_RECORDS}
    assert read["cases"] > 2_000


def test_a_wrong_download_would_be_noticed(client: FlaskClient, tmp_path: Path):
    """The check above bites: an unknown code and a case that occurs twice are errors."""
    package = json.loads(client.get("/datapackage.json").data)
    resource = next(r for r in package["resources"] if r["name"] == "cases")
    address = "/api/v1/datasets/cases/records.csv?bom=0&channel=online&limit=3"
    header, first, second, third = client.get(address).text.splitlines()
    wrong = [header, first, first, second.replace(",online,", ",pigeon,"), third]
    (tmp_path / "wrong.csv").write_text("\n".join(wrong), encoding="utf-8")
    schema = {k: v for k, v in resource["schema"].items() if k != "foreignKeys"}
    own = {**resource, "path": "wrong.csv", "schema": schema}
    report = frictionless.Resource(own, basepath=str(tmp_path)).validate()
    found = {tuple(e) for e in report.flatten(["rowNumber", "type"])}
    assert found == {(3, "primary-key"), (3, "unique-error"), (4, "constraint-error")}


def test_frictionless_describes_a_download_with_our_fields(
    client: FlaskClient, serve: Callable[[Any], str]
):
    address = f"{serve(client.application)}/api/v1/datasets/items/records.csv?bom=0"
    found = frictionless.Resource(frictionless.describe(address, format="csv").to_dict())
    assert found.schema.field_names == [f.id for f in DATASETS["items"].public_fields]


# --- schema.org, dictionary, citation -----------------------------------------------------------


@for_each("lang", ["zh", "en"])
@for_each("id", WITH_RECORDS)
def test_schema_org_has_what_dataset_search_requires(client: FlaskClient, id: str, lang: str):
    answer = client.get(f"/api/v1/datasets/{id}/schema.jsonld?lang={lang}")
    node = json.loads(answer.data)
    assert (node["@type"], node["name"]) == ("Dataset", DATASETS[id].title[lang])
    # The limits that Google's Dataset Search sets to a description.
    assert 50 <= len(node["description"]) <= 5000
    for download in node["distribution"]:
        files = f"datasets/{id}/records." if id in WITH_RECORDS else "indicators/"
        assert download["contentUrl"].startswith(f"http://localhost/api/v1/{files}")
    if id == "cases":
        assert node["temporalCoverage"].endswith("/2026-11-24")
        assert {v["propertyID"] for v in node["variableMeasured"]} >= {"on-time-rate"}


def test_the_dictionary_explains_every_published_field_once(client: FlaskClient):
    answer = client.get("/api/v1/dictionary.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    explained = [(row["dataset"], row["field"]) for row in rows]
    assert explained == [(d.id, f.id) for d in DATASETS.values() for f in d.public_fields]
    channel = next(r for r in rows if (r["dataset"], r["field"]) == ("cases", "channel"))
    assert channel["codes_zh"].startswith("hall=窗口; online=网上; hotline=热线")
    assert (channel["required"], channel["key"], channel["refers"]) == ("true", "false", "")


def test_the_dictionary_of_one_dataset_is_its_part_of_the_whole(client: FlaskClient):
    whole = client.get("/api/v1/dictionary.csv?bom=0").text.splitlines()
    one = client.get("/api/v1/datasets/items/dictionary.csv?bom=0").text.splitlines()
    assert one == [whole[0], *(line for line in whole if line.startswith("items,"))]
    header = client.get("/api/v1/datasets/items/dictionary.csv?bom=0&header=zh").text.splitlines()[
        0
    ]
    assert header.startswith("数据集,数据集名称（中文）")


def test_a_citation_names_publisher_version_day_and_address(client: FlaskClient):
    version = answers.data_version()
    chinese = json.loads(client.get("/api/v1/datasets/cases/citation").data)["data"]
    assert chinese["text"].startswith(f"{hall().publisher.zh}. 办件[DS/OL]. 数据版本{version}. ")
    assert chinese["text"].endswith(
        "[2026-11-24]. http://localhost/api/v1/datasets/cases. CC-BY-4.0."
    )
    english = json.loads(client.get("/api/v1/datasets/cases/citation?lang=en").data)["data"]
    assert f"Cases (data version {version}) [Data set]" in english["text"]
    entry = client.get("/api/v1/datasets/cases/citation.bib?lang=en")
    assert entry.mimetype == "application/x-bibtex"
    assert entry.text == english["bibtex"]
    assert entry.text.startswith(f"@misc{{cases-v{version},\n")
    assert entry.text.count("{") == entry.text.count("}")


def test_a_title_with_tex_in_it_cannot_break_an_entry():
    assert escaped("50 % of A_B & C") == r"50 \% of A\_B \& C"
    assert escaped(r"\input{x}") == r"\textbackslash{}input\{x\}"


# --- the site's address -------------------------------------------------------------------------

PLACES = ("/catalog.jsonld", "/datapackage.json", "/api/v1/datasets/cases/schema.jsonld",
          "/api/v1/datasets/cases/citation", "/feeds/data.atom")  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_without_an_address_the_one_asked_at_is_used(client: FlaskClient, place: str):
    here = client.get(place, headers={"Host": "192.168.1.5:8050"})
    assert "http://192.168.1.5:8050/" in here.text
    assert "example.invalid" not in here.text
    there = client.get(place, headers={"Host": "hall-pc:8050"})
    assert "192.168.1.5" not in there.text
    assert here.headers["ETag"] != there.headers["ETag"]


@pytest.mark.parametrize("place", PLACES)
def test_a_host_that_is_none_of_ours_is_not_repeated(client: FlaskClient, place: str):
    for host in (
        'x"}<script>',
        "two words.example",
        "x/../y",
        "evil.example",
        "198.51.100.7.evil.example:80",
    ):
        answer = client.get(place, headers={"Host": host})
        assert host not in answer.text


@pytest.mark.parametrize("place", PLACES)
def test_the_address_of_the_hall_is_used_where_it_is_set(
    store: Store, place: str, monkeypatch: pytest.MonkeyPatch
):
    named = replace(hall(), address="https://data.hall.example")
    monkeypatch.setattr("api.documents.public_address.hall", lambda: named)
    assert public_address.address() == "https://data.hall.example"
    with application(store) as server:
        asked = server.test_client().get(place, headers={"Host": "elsewhere.example"})
    assert "https://data.hall.example/" in asked.text
    assert not re.search(r"elsewhere|localhost|example\.invalid", asked.text)


@pytest.mark.parametrize(
    ("place", "kept"), [("/api/v1/openapi.json", True), ("/catalog.jsonld", False)]
)
def test_an_answer_that_names_the_host_asked_is_not_kept_for_others(
    client: FlaskClient, place: str, kept: bool
):
    """Else whoever asks first with a host of his own would have everybody sent there."""
    first = client.get(place, headers={"Host": "10.1.1.1"})
    assert ("10.1.1.1" in first.text) is not kept
    assert "10.1.1.1" not in client.get(place, headers={"Host": "10.2.2.2"}).text
