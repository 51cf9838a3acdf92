"""The catalogue as DCAT 3 in JSON-LD (W3C Recommendation of 2024), a distribution per format."""

from __future__ import annotations

from typing import Any

from api.descriptors.facts import Facts, facts
from api.documents import links
from api.documents.public_address import address
from api.formats import FORMATS, suffixes_for
from api.openapi.endpoint import MEDIA
from data.catalog import PUBLISHED
from data.definitions import Dataset, Text
from data.hall import hall

Node = dict[str, Any]

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_EU = "http://publications.europa.eu/resource/authority"
_IANA = "https://www.iana.org/assignments/media-types/"
_DAY_SECONDS = 86_400


def dcat() -> Node:
    """The catalogue, its datasets and the service that gives them."""
    by_dataset = facts()
    at, name = address(), hall().name
    return {
        "@context": CONTEXT,
        "@id": f"{at}/catalog.jsonld#catalog",
        "@type": "dcat:Catalog",
        **_named(
            Text(f"{name.zh}开放数据目录", f"Open data catalogue of {name.en}"),
            Text("大厅办件、评价和依申请公开的记录与统计", "records and statistics of the hall"),
        ),
        **_rights(),
        "foaf:homepage": {"@id": f"{at}/"},
        "dcterms:language": [{"@id": f"{_EU}/language/ZHO"}, {"@id": f"{_EU}/language/ENG"}],
        "dcat:service": _service(at),
        "dcat:dataset": [_dataset(dataset, by_dataset[id]) for id, dataset in PUBLISHED.items()],
    }


def _named(title: Text, description: Text) -> Node:
    return {"dcterms:title": _both(title), "dcterms:description": _both(description)}


def _both(text: Text) -> list[Node]:
    return [{"@language": lang, "@value": text[lang]} for lang in ("zh", "en")]


def _rights() -> Node:
    return {
        "dcterms:publisher": {
            "@id": f"{address()}/catalog.jsonld#publisher",
            "@type": "foaf:Agent",
            "foaf:name": _both(hall().publisher),
        },
        "dcterms:license": {"@id": hall().licence_url},
    }


def _service(at: str) -> Node:
    return {
        "@id": f"{at}{links.BASE}",
        "@type": "dcat:DataService",
        "dcterms:title": _both(Text("开放数据接口", "Open data API")),
        "dcat:endpointURL": {"@id": f"{at}{links.BASE}"},
        "dcat:endpointDescription": {"@id": f"{at}{links.BASE}/openapi.json"},
        "dcat:servesDataset": [{"@id": f"{at}{links.dataset(id)}"} for id in PUBLISHED],
    }


def _dataset(dataset: Dataset, of_dataset: Facts) -> Node:
    at = f"{address()}{links.dataset(dataset.id)}"
    node = {
        "@id": at,
        "@type": "dcat:Dataset",
        "dcterms:identifier": dataset.id,
        **_named(dataset.title, dataset.description),
        **_rights(),
        "dcat:contactPoint": {"@type": "vcard:Organization", "vcard:fn": _both(hall().contact)},
        "dcat:keyword": [word for text in _keywords(dataset) for word in _both(text)],
        "dcat:theme": {"@id": f"{_EU}/data-theme/GOVE"},
        "dcterms:accrualPeriodicity": {"@id": f"{_EU}/frequency/{frequency(dataset)}"},
        "dcat:landingPage": {"@id": at},
        "dcterms:conformsTo": {"@id": f"{at}/dictionary.csv"},
        "dcat:distribution": _distributions(dataset),
    }
    if of_dataset.first and of_dataset.last:
        node["dcterms:temporal"] = {
            "@type": "dcterms:PeriodOfTime",
            "dcat:startDate": _typed(of_dataset.first.isoformat(), "date"),
            "dcat:endDate": _typed(of_dataset.last.isoformat(), "date"),
        }
    if of_dataset.modified:
        node["dcterms:modified"] = _typed(of_dataset.modified.isoformat(), "dateTime")
    return node


def _typed(value: str, kind: str) -> Node:
    return {"@type": f"xsd:{kind}", "@value": value}


def _keywords(dataset: Dataset) -> list[Text]:
    """The words that somebody would look for: what is counted from the dataset."""
    return [dataset.title, *(i.title for i in dataset.indicators)]


def frequency(dataset: Dataset) -> str:
    """How often data comes, as a code of the EU's frequency list, from how old it may become."""
    if dataset.max_age_seconds is None:
        return "IRREG"
    return "UPDATE_CONT" if dataset.max_age_seconds < _DAY_SECONDS else "DAILY"


def _distributions(dataset: Dataset) -> list[Node]:
    """The records; of what is controlled the values of each indicator."""
    if dataset.records:
        at, suffixes = f"{links.dataset(dataset.id)}/records", suffixes_for("records")
        return [_distribution(at, dataset.title, suffix) for suffix in ("json", *suffixes)]
    return [
        _distribution(f"{links.indicator(indicator.id)}/values", indicator.title, suffix)
        for indicator in dataset.indicators
        for suffix in ("json", *suffixes_for("values"))
    ]


def _distribution(path: str, title: Text, suffix: str) -> Node:
    at = f"{address()}{path}"
    url = at if suffix == "json" else f"{at}.{suffix}"
    form = Text("JSON", "JSON") if suffix == "json" else FORMATS[suffix].title
    node = {
        "@id": f"{at}.{suffix}",
        "@type": "dcat:Distribution",
        "dcterms:title": _both(Text(f"{title.zh}（{form.zh}）", f"{title.en} ({form.en})")),
        "dcat:accessURL": {"@id": url},
        "dcat:mediaType": {"@id": _IANA + MEDIA[suffix]},
        "dcterms:license": {"@id": hall().licence_url},
        "dcat:accessService": {"@id": f"{address()}{links.BASE}"},
    }
    # The JSON is read page by page: an address of access, not of a download.
    return node if suffix == "json" else node | {"dcat:downloadURL": {"@id": url}}
