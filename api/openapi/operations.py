"""What can be asked, operation by operation, as data for OpenAPI: derived from the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.documents import links
from api.openapi import disclosure
from api.openapi.operation import JSON, MEDIA, Operation
from api.openapi.schema_words import Schema, envelope, listed, of_list, record_name, ref
from api.parsing import parameters as accepted
from api.parsing.parameters import DEFINITION, LANG, Parameter
from data.answers.records import dataset_of_proof
from data.catalog import DATASETS, INDICATORS
from data.definitions import Dataset, Text

SERVICE, INDICATOR, CATALOGUE = "service", "indicators", "catalogue"
TAGS = {
    SERVICE: Text("服务与实时", "the service and today"),
    INDICATOR: Text(
        "指标：口径、数值与对应的记录", "indicators: definitions, values, the records behind"
    ),
    disclosure.TAG: disclosure.TITLE,
    CATALOGUE: Text("数据目录、说明与订阅", "catalogue, descriptions and feeds"),
}


def operations() -> Iterator[Operation]:
    yield from _service()
    yield from _indicators()
    yield from disclosure.operations()
    for dataset in DATASETS.values():
        yield from _dataset(dataset)
    yield from _catalogue()


def _json(schema: Schema) -> dict[str, Schema | None]:
    return {JSON: schema}


def _id(known: dict[str, Any], example: str, kind: Text) -> Parameter:
    return Parameter(
        "id", kind, {"type": "string", "enum": list(known)}, required=True, example=example
    )


ID_OF_INDICATOR = _id(INDICATORS, "cases-completed", Text("指标", "indicator"))
ID_OF_DATASET = _id(DATASETS, "cases", Text("数据集", "dataset"))


def _format(suffixes: tuple[str, ...]) -> Parameter:
    text = Text("文件格式", "file format")
    schema = {"type": "string", "enum": ["json", *suffixes]}
    return Parameter("format", text, schema, required=True, example=suffixes[0])


def _files(schema: Schema, suffixes: tuple[str, ...]) -> dict[str, Schema | None]:
    return {MEDIA[suffix]: schema if suffix == "json" else None for suffix in ("json", *suffixes)}


def _service() -> Iterator[Operation]:
    at, tag = links.BASE, SERVICE
    service = Text("服务说明", "Service description")
    yield Operation("service", at, tag, service, _json(envelope(ref("Service"))), DEFINITION)
    live = Text("大屏数字：今天与平常日", "The wall's numbers: today against a usual day")
    yield Operation("live", f"{at}/live", tag, live, _json(envelope(ref("Live"))), accepted.LIVE)
    status = Text("各数据集的新鲜程度与接入心跳", "How fresh each dataset is; heartbeat of intake")
    schema = envelope(ref("Status"))
    yield Operation("status", f"{at}/status", tag, status, _json(schema), DEFINITION)
    document = Text("本接口的机器可读描述", "This description of the API")
    yield Operation(
        "openapi", f"{at}/openapi.json", tag, document, _json({"type": "object"}), DEFINITION
    )
    for name, text in (
        ("healthz", Text("进程在运行", "The process is alive")),
        ("readyz", Text("能读到数据", "The store can be read")),
    ):
        yield Operation(name, f"/{name}", tag, text, {"text/plain": None})


def _indicators() -> Iterator[Operation]:
    at, tag, inside = f"{links.BASE}/indicators", INDICATOR, (ID_OF_INDICATOR,)
    every = Text("全部指标的口径", "The definitions of all indicators")
    schema = of_list(ref("Indicator"))
    yield from _in_formats("indicators", at, tag, every, schema, accepted.LIST, refuses=())
    one, schema = (
        Text("一项指标的口径", "The definition of an indicator"),
        envelope(ref("Indicator")),
    )
    yield Operation("indicator", f"{at}/{{id}}", tag, one, _json(schema), DEFINITION, inside)
    text = Text("指标的数值", "The values of an indicator")
    values = accepted.merged(p for id in INDICATORS for p in accepted.values(id))
    shapes = envelope({"anyOf": [listed(ref("Value")), ref("Grid")]}, "ListMeta")
    yield from _in_formats("values", f"{at}/{{id}}/values", tag, text, shapes, values, inside)
    behind = {dataset_of_proof(id, part).id for id in INDICATORS for part in accepted.PARTS}
    rows: Schema = {"anyOf": [ref(record_name(id)) for id in DATASETS if id in behind]}
    text = Text("数值背后的记录", "The records behind a value")
    proof = accepted.merged(p for id in INDICATORS for p in accepted.proof(id))
    yield from _in_formats("rows", f"{at}/{{id}}/rows", tag, text, of_list(rows), proof, inside)


def _in_formats(
    id: str,
    path: str,
    tag: str,
    text: Text,
    schema: Schema,
    parameters: tuple[Parameter, ...],
    inside: tuple[Parameter, ...] = (),
    refuses: tuple[int, ...] = (422,),
) -> Iterator[Operation]:
    """A list as JSON, and the same list as a file."""
    suffixes = links.FILES[path.rpartition("/")[2]]
    yield Operation(id, path, tag, text, _json(schema), parameters, inside, refuses)
    file = Text(f"{text.zh}（文件）", f"{text.en}, as a file")
    forms, inside = _files(schema, suffixes), (*inside, _format(suffixes))
    yield Operation(
        f"{id}_file", f"{path}.{{format}}", tag, file, forms, parameters, inside, refuses
    )


def _dataset(dataset: Dataset) -> Iterator[Operation]:
    at, tag, title = links.dataset(dataset.id), dataset.id, dataset.title
    name = dataset.id.replace("-", "_")
    text = Text(f"{title.zh}：记录", f"{title.en}: records")
    schema, parameters = of_list(ref(record_name(dataset.id))), accepted.records(dataset.id)
    yield from _in_formats(f"{name}_records", f"{at}/records", tag, text, schema, parameters)
    text = Text(f"{title.zh}：按字段计数", f"{title.en}: counts per value of a field")
    counts, facets = of_list(ref("Facet")), accepted.facets(dataset.id)
    yield from _in_formats(f"{name}_facets", f"{at}/facets", tag, text, counts, facets)


def _catalogue() -> Iterator[Operation]:
    at, tag, inside = f"{links.BASE}/datasets", CATALOGUE, (ID_OF_DATASET,)
    text = Text("数据目录", "The catalogue of datasets")
    schema = of_list(ref("Dataset"))
    yield from _in_formats("datasets", at, tag, text, schema, accepted.LIST, refuses=())
    text, schema = Text("数据集的字段与编码", "Fields and codes of a dataset"), ref("DatasetSchema")
    yield Operation(
        "dataset", f"{at}/{{id}}", tag, text, _json(envelope(schema)), DEFINITION, inside
    )
    text, form = Text("数据集的引用格式", "How to cite a dataset"), envelope(ref("Citation"))
    yield Operation("citation", f"{at}/{{id}}/citation", tag, text, _json(form), DEFINITION, inside)
    ld, csv = "application/ld+json", "text/csv"
    for id, path, media, text, parameters, within in (
        ("citation_bib", f"{at}/{{id}}/citation.bib", "application/x-bibtex",
         Text("引用格式（BibTeX）", "How to cite a dataset, in BibTeX"), (LANG,), inside),
        ("schema_org", f"{at}/{{id}}/schema.jsonld", ld,
         Text("schema.org 描述", "schema.org description of a dataset"), (LANG,), inside),
        ("dictionary", f"{at}/{{id}}/dictionary.csv", csv,
         Text("数据字典", "Data dictionary of a dataset"), accepted.LIST, inside),
        ("dictionaries", f"{links.BASE}/dictionary.csv", csv,
         Text("全部数据集的数据字典", "Data dictionary of all datasets"), accepted.LIST, ()),
        ("dcat", "/catalog.jsonld", ld,
         Text("数据目录（DCAT 3）", "The catalogue as DCAT 3"), (), ()),
        ("datapackage", "/datapackage.json", JSON,
         Text("数据包描述（Data Package v2）", "The data as a Data Package v2"), (LANG,), ()),
        ("data_feed", "/feeds/data.atom", "application/atom+xml",
         Text("新数据订阅（Atom）", "Feed of new data, Atom"), (LANG,), ()),
    ):  # fmt: skip
        answer: Schema | None = {"type": "object"} if "json" in media else None
        yield Operation(id, path, tag, text, {media: answer}, parameters, within)
