"""A dataset as schema.org has it, for search engines (Google Dataset Search reads this)."""

from __future__ import annotations

from typing import Any

from api.answer import answers
from api.descriptors.cadence import cadence_of
from api.descriptors.facts import facts
from api.documents import links
from api.documents.public_address import address
from api.formats import Kind, suffixes_for
from api.openapi.endpoint import MEDIA
from data.definitions import Dataset, Indicator
from data.hall import hall

Node = dict[str, Any]

_UNITS = {"days": "DAY"}


def schema_org(dataset: Dataset, lang: str) -> Node:
    """The `Dataset` node of a dataset; addresses begin with `api.documents.public_address.address()`."""
    of_dataset, at = facts()[dataset.id], f"{address()}{links.dataset(dataset.id)}"
    publisher = {"@type": "GovernmentOrganization", "name": hall().publisher[lang]}
    node: Node = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": at,
        "name": dataset.title[lang],
        "alternateName": dataset.title["en" if lang == "zh" else "zh"],
        "description": _description(dataset, lang),
        "identifier": dataset.id,
        "url": at,
        "version": str(answers.data_version()),
        "license": hall().licence_url,
        "isAccessibleForFree": True,
        "inLanguage": ["zh-CN", "en"],
        "creator": publisher,
        "publisher": publisher,
        "keywords": [dataset.title[lang], *(i.title[lang] for i in dataset.indicators)],
        "variableMeasured": [_variable(indicator, lang) for indicator in dataset.indicators],
        "distribution": _downloads(dataset),
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": hall().name[lang],
            "url": f"{address()}/catalog.jsonld",
        },
    }
    if of_dataset.first and of_dataset.last:
        node["temporalCoverage"] = f"{of_dataset.first}/{of_dataset.last}"
    if of_dataset.modified:
        node["dateModified"] = of_dataset.modified.isoformat()
    return {name: value for name, value in node.items() if value != []}


def _description(dataset: Dataset, lang: str) -> str:
    """What it is, from whom and what is in it: search engines want more than a line."""
    fields = [field.title[lang] for field in dataset.public_fields]
    about, publisher = dataset.description[lang], hall().publisher[lang]
    cadence = cadence_of(dataset)[lang]
    if lang == "zh":
        return f"{about}由{publisher}公布。更新频率：{cadence}。字段：{'、'.join(fields)}。"
    return f"{about} Published by {publisher}. Updated: {cadence}. Fields: {', '.join(fields)}."


def _variable(indicator: Indicator, lang: str) -> Node:
    node = {
        "@type": "PropertyValue",
        "propertyID": indicator.id,
        "name": indicator.title[lang],
        "description": indicator.formula[lang],
        "url": f"{address()}{links.indicator(indicator.id)}",
    }
    unit = _UNITS.get(indicator.unit)
    return node | {"unitCode": unit} if unit else node


def _downloads(dataset: Dataset) -> list[Node]:
    """The records; of what is controlled the values of each indicator."""
    kind: Kind = "records" if dataset.records else "values"
    paths = (
        [f"{links.dataset(dataset.id)}/records"]
        if dataset.records
        else [f"{links.indicator(indicator.id)}/values" for indicator in dataset.indicators]
    )
    return [_download(path, suffix) for path in paths for suffix in suffixes_for(kind)]


def _download(path: str, suffix: str) -> Node:
    return {
        "@type": "DataDownload",
        "encodingFormat": MEDIA[suffix],
        "contentUrl": f"{address()}{path}.{suffix}",
    }
