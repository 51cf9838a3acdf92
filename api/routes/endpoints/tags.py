"""The headings under which endpoints stand in the description, and the formats of a list."""

from __future__ import annotations

from api.formats import Kind, suffixes_for
from api.parsing import datasets as of_datasets
from data.catalog import WITH_RECORDS
from data.definitions import Text

SERVICE, INDICATORS, DISCLOSURE, CATALOGUE = "service", "indicators", "disclosure", "catalogue"
TAGS = {
    SERVICE: Text("服务与实时", "the service and today"),
    INDICATORS: Text(
        "指标：口径、数值与对应的记录", "indicators: definitions, values, the records behind"
    ),
    DISCLOSURE: Text(
        "依申请公开：期限与年报", "disclosure requests: the clock and the annual report"
    ),
    CATALOGUE: Text("数据目录、说明与订阅", "catalogue, descriptions and feeds"),
}
# Records and facets of a dataset stand under its own title.
TITLES = {id: dataset.title for id, dataset in WITH_RECORDS.items()}
COUNTABLE = {id: title for id, title in TITLES.items() if of_datasets.countable(id)}


def formats(kind: Kind) -> tuple[str, ...]:
    """The suffixes of a kind of list."""
    return ("json", *suffixes_for(kind))
