"""Definitions as documents: indicators, datasets, fields."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from api.documents import json_types, links
from api.documents.json_types import DatasetId, Day, IndicatorId, Links
from api.documents.source_lines import Source, source
from data.answers.whole_periods import finest_by
from data.catalog import INDICATORS, PUBLISHED, PUBLISHED_INDICATORS, owner
from data.definitions import Dataset, Field, Grain, PublishedType, Text, Unit
from data.hall import hall


class Dimension(TypedDict):
    id: str
    title: str
    grain: Annotated[Grain, Text("最细的时期粒度", "the finest period that it can be asked by")]


class Version(TypedDict):
    since: Day
    note: str


class IndicatorDocument(TypedDict):
    id: IndicatorId
    title: str
    titles: json_types.Text
    formula: str
    unit: Unit
    favourable: Annotated[
        Literal["high", "low"] | None, Text("向好的方向", "which direction is good for the public")
    ]
    dataset: DatasetId
    dated: Annotated[
        str | None, Text("统计日期依据的字段", "the field that puts a row into a period")
    ]
    stock: Annotated[bool, Text("是否时点数", "whether it is counted at the end of the period")]
    interval: Annotated[
        Literal["wilson", "clopper_pearson", "poisson"] | None,
        Text("95%区间的算法", "how its 95 % interval is computed"),
    ]
    reference: Annotated[str | None, Text("依据", "the rule that it follows")]
    dimensions: list[Dimension]
    beside: Annotated[
        list[IndicatorId],
        Text("须与之并列公布的指标", "the indicators without which it is not shown"),
    ]
    versions: list[Version]
    source: Annotated[Source | None, Text("定义所在的代码行", "the lines of code that define it")]
    links: Links


class DatasetDocument(TypedDict):
    id: DatasetId
    title: str
    titles: json_types.Text
    description: str
    key: list[str]
    reference: Annotated[bool, Text("是否基础名录", "whether it is a reference list")]
    cadence: str
    publisher: str
    licence: str
    indicators: list[IndicatorId]
    links: Links


class CodeDocument(TypedDict):
    id: str
    title: str
    titles: json_types.Text


class FieldDocument(TypedDict):
    id: str
    type: PublishedType
    title: str
    titles: json_types.Text
    required: bool
    codes: NotRequired[list[CodeDocument]]
    several: NotRequired[
        Annotated[bool, Text("一格可有多个编码，写作 a,b", "any number of codes, a,b")]
    ]
    refers: NotRequired[DatasetId]
    unit: NotRequired[str]
    note: NotRequired[str]


class MissingValues(TypedDict):
    json: str
    csv: str


class DatasetSchema(DatasetDocument):
    fields: list[FieldDocument]
    missing_values: Annotated[MissingValues, Text("缺失值的写法", "how a missing value is written")]


def indicator(id: str, lang: str) -> IndicatorDocument:
    """An indicator's definition."""
    definition = INDICATORS[id]
    dataset = owner(definition)
    return {
        "id": id,
        "title": definition.title[lang],
        "titles": both(definition.title),
        "formula": definition.formula[lang],
        "unit": definition.unit,
        "favourable": definition.favourable,
        "dataset": dataset.id,
        "dated": definition.dated,
        "stock": definition.is_stock,
        "interval": definition.interval,
        "reference": definition.reference[lang] if definition.reference else None,
        "dimensions": [
            {"id": d, "title": dataset.dimension(d).title[lang], "grain": finest_by(dataset, [d])}
            for d in definition.dimensions
        ],
        "beside": [id for id in definition.beside if id in PUBLISHED_INDICATORS],
        "versions": [
            {"since": v.since.isoformat(), "note": v.note[lang]} for v in definition.versions
        ],
        "source": source(id),
        "links": links.of_indicator(id),
    }


def both(text: Text) -> json_types.Text:
    return {"zh": text.zh, "en": text.en}


def dataset(definition: Dataset, cadence: Text, lang: str) -> DatasetDocument:
    """A dataset's entry in the catalogue; `cadence`: how often it changes."""
    return {
        "id": definition.id,
        "title": definition.title[lang],
        "titles": both(definition.title),
        "description": definition.description[lang],
        "key": list(definition.key),
        "reference": definition.reference,
        "cadence": cadence[lang],
        "publisher": hall().publisher[lang],
        "licence": hall().licence,
        "indicators": [i.id for i in definition.indicators],
        "links": links.of_dataset(definition.id),
    }


def schema(definition: Dataset, cadence: Text, lang: str) -> DatasetSchema:
    """A dataset with its fields: labels, types, codes and the words for a missing value."""
    return {
        **dataset(definition, cadence, lang),
        "fields": [_field(f, lang) for f in definition.public_fields],
        "missing_values": {"json": "null", "csv": ""},
    }


def _field(field: Field, lang: str) -> FieldDocument:
    described: FieldDocument = {
        "id": field.id,
        "type": field.published_type,
        "title": field.title[lang],
        "titles": both(field.title),
        "required": field.required,
    }
    if field.codes:
        described["codes"] = [
            {"id": c.id, "title": c.title[lang], "titles": both(c.title)} for c in field.codes
        ]
    if field.several:
        described["several"] = True
    if field.refers in PUBLISHED:
        described["refers"] = field.refers
    if field.unit:
        described["unit"] = field.unit[lang]
    if field.note:
        described["note"] = field.note[lang]
    return described


def dimension_title(indicator: str, dimension: str) -> Text:
    return owner(INDICATORS[indicator]).dimension(dimension).title
