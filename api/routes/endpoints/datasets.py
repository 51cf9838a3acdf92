"""Datasets: their records, what they consist of, and the descriptions that other catalogues read."""

from __future__ import annotations

from api.descriptors import Citation
from api.documents import links
from api.documents.definitions import DatasetDocument, DatasetSchema
from api.documents.dispatch import Facet
from api.documents.links import BASE
from api.openapi.endpoint import MEDIA, Endpoint
from api.openapi.schemas import OBJECT, RecordsOf
from api.parsing import datasets as of_datasets
from api.parsing.parameters import FILE, LIST, only
from api.routes import data, descriptions
from api.routes.answering import document_of
from api.routes.descriptions import BIBTEX, LD
from api.routes.endpoints.tags import CATALOGUE, COUNTABLE, TITLES, formats
from api.routes.path_parameters import DATASET
from data.catalog import PUBLISHED
from data.definitions import Text

ENDPOINTS = (
    Endpoint(
        "records", f"{BASE}/datasets/{{id}}/records", "", Text("记录", "records"),
        data.records, lambda id: RecordsOf((PUBLISHED[id],)), each=TITLES,
        inside=DATASET, takes=of_datasets.records_parameters, formats=formats("records"), refuses=(422,),
    ),
    Endpoint(
        "facets", f"{BASE}/datasets/{{id}}/facets", "",
        Text("按字段计数", "counts per value of a field"),
        data.facets, lambda id: list[Facet], each=COUNTABLE,
        inside=DATASET, takes=of_datasets.facets_parameters, formats=formats("facets"), refuses=(422,),
    ),
    Endpoint(
        "datasets", f"{BASE}/datasets", CATALOGUE,
        Text("数据目录", "The catalogue of datasets"),
        data.catalogue("datasets", data.datasets), list[DatasetDocument],
        takes=LIST, formats=formats("datasets"),
    ),
    Endpoint(
        "dataset", f"{BASE}/datasets/{{id}}", CATALOGUE,
        Text("数据集的字段与编码", "Fields and codes of a dataset"),
        document_of(data.dataset), DatasetSchema, inside=DATASET,
    ),
    Endpoint(
        "citation", f"{BASE}/datasets/{{id}}/citation", CATALOGUE,
        Text("数据集的引用格式", "How to cite a dataset"),
        descriptions.citation, Citation, inside=DATASET,
    ),
    Endpoint(
        "citation_bib", f"{BASE}/datasets/{{id}}/citation.bib", CATALOGUE,
        Text("引用格式（BibTeX）", "How to cite a dataset, in BibTeX"),
        descriptions.bibtex, inside=DATASET, media=BIBTEX,
    ),
    Endpoint(
        "schema_org", f"{BASE}/datasets/{{id}}/schema.jsonld", CATALOGUE,
        Text("schema.org 描述", "schema.org description of a dataset"),
        descriptions.schema_org, OBJECT, inside=DATASET, media=LD, envelope=False,
    ),
    Endpoint(
        "dictionary", f"{BASE}/datasets/{{id}}/dictionary.csv", CATALOGUE, Text("数据字典", "Data dictionary of a dataset"),
        descriptions.dictionary, inside=DATASET, takes=FILE, media=MEDIA["csv"],
    ),
    Endpoint(
        "dictionaries", f"{BASE}/dictionary.csv", CATALOGUE,
        Text("全部数据集的数据字典", "Data dictionary of all datasets"),
        descriptions.dictionaries, takes=FILE, media=MEDIA["csv"],
    ),
    Endpoint(
        "dcat", links.DCAT, CATALOGUE,
        Text("数据目录（DCAT 3）", "The catalogue as DCAT 3"),
        descriptions.dcat, OBJECT, takes=only(), media=LD, envelope=False,
    ),
    Endpoint(
        "datapackage", links.DATA_PACKAGE, CATALOGUE,
        Text("数据包描述（Data Package v2）", "The data as a Data Package v2"),
        descriptions.datapackage, OBJECT, envelope=False,
    ),
)  # fmt: skip
