"""What is asked of datasets: the parameters of records and of counts, and the questions."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from api.documents import cursors, links
from api.parsing.parameter import Given, Parameter, Parameters, choice
from api.parsing.parameters import (
    LANG,
    LIMIT,
    PAGE_DEFAULT,
    ROWS_LIMIT,
    is_file,
    written,
)
from api.parsing.value_types import ValueType, any_of_field, ends_of_field, one_of, several
from api.problems import bad_parameter
from data.answers.records.selection import no_field
from data.catalog import DATASETS
from data.definitions import Dataset, Field, Text, shortened, sortable
from data.questions import Facets, Page, Records, Where
from data.rollups.plan import NONE

RANGED = ("date", "integer", "number", "instant")
Ranges = tuple[tuple[str, Any, Any], ...]

CURSOR = Parameter(
    "cursor", Text("下一页的位置，取自 links.next", "where the next page begins: from links.next")
)
COUNT = choice(
    "count", Text("exact：给出符合条件的总行数", "exact: say how many rows match"), ("exact",)
)


@cache
def records_parameters(dataset: str, suffix: str) -> Parameters:
    """Of a dataset's records."""
    definition = DATASETS[dataset]
    return Parameters(
        *_filters(definition), *paging_parameters(definition, suffix), COUNT, LANG, *written(suffix)
    )


@cache
def facets_parameters(dataset: str, suffix: str) -> Parameters:
    """Of the counts per value of a field."""
    allowed = countable(dataset)
    field = Parameter(
        "field",
        Text("按哪个字段计数", "the field to count by"),
        one_of(
            allowed,
            lambda text: Text(
                f"不能按“{shortened(text)}”计数", f"cannot count by {shortened(text)!r}"
            ),
        ),
        missing=Text("请写明按哪一个字段计数", "name one field to count by"),
        example=next(iter(allowed), None),
    )
    return Parameters(field, *_filters(DATASETS[dataset]), LANG, *written(suffix))


def countable(dataset: str) -> tuple[str, ...]:
    """The fields with few values: those of codes, yes or no, and of a reference list."""
    fields = DATASETS[dataset].public_fields
    few = (f for f in fields if not f.several and (f.type in ("code", "boolean") or f.refers))
    return tuple(f.id for f in few)


def ranged(dataset: Dataset) -> tuple[Field, ...]:
    """The fields that take `__from` and `__to`."""
    return tuple(f for f in dataset.public_fields if f.type in RANGED)


def paging_parameters(dataset: Dataset, suffix: str) -> tuple[Parameter, ...]:
    """Which of a list's rows come, in which order and with which fields."""
    return ROWS_LIMIT if is_file(suffix) else LIMIT, CURSOR, _sort(dataset), _fields(dataset)


def _sort(dataset: Dataset) -> Parameter:
    allowed = one_of(
        (order for name in sortable(dataset) for order in (name, f"-{name}")),
        lambda text: Text(
            f"不能按“{shortened(text.removeprefix('-'))}”排序",
            f"cannot sort by {shortened(text.removeprefix('-'))!r}",
        ),
    )

    def parse(name: str, text: str) -> tuple[str, bool]:
        order = allowed.parse(name, text)
        return order.removeprefix("-"), order.startswith("-")

    text = Text("排序字段；前加 - 为倒序", "the field to sort by; descending with - before it")
    return Parameter("sort", text, ValueType(allowed.schema, parse), (None, False))


def _fields(dataset: Dataset) -> Parameter:
    ids = [field.id for field in dataset.public_fields]

    def parse(name: str, text: str) -> tuple[str, ...]:
        fields = tuple(text.split(","))
        for i, field in enumerate(fields):
            if field not in ids:
                raise no_field(dataset, field)
            if field in fields[:i]:
                raise bad_parameter(name, Text(f"“{field}”重复写出", f"{field!r} is named twice"))
        return fields

    text = Text("只要这些字段，依此顺序", "only these fields, in this order")
    return Parameter("fields", text, several(one_of(ids), parse, uniqueItems=True), ())


def _filters(dataset: Dataset) -> tuple[Parameter, ...]:
    equal = tuple(_equal(field) for field in dataset.public_fields)
    return (*equal, *(end for field in ranged(dataset) for end in _ends(field)))


def _equal(field: Field) -> Parameter:
    title = field.title
    text = Text(f"{title.zh}：等于其中任一值", f"{title.en}: any of these values")
    if not field.required:
        text = Text(f"{text.zh}；{NONE} 为没有值的行", f"{text.en}; {NONE}: rows without one")
    return Parameter(field.id, text, any_of_field(field))


def _ends(field: Field) -> tuple[Parameter, ...]:
    title, (low_type, high_type) = field.title, ends_of_field(field)
    low = Text(f"{title.zh}：不小于", f"{title.en}: at least")
    high = Text(f"{title.zh}：不大于", f"{title.en}: at most")
    ends = (
        Parameter(f"{field.id}__from", low, low_type),
        Parameter(f"{field.id}__to", high, high_type),
    )
    if field.required:
        return ends
    text = Text(
        f"{title.zh}：{NONE} 为连同没有值的行", f"{title.en}: {NONE} takes rows without one as well"
    )
    return (*ends, choice(f"{field.id}__or", text, (NONE,)))


# --- the questions ------------------------------------------------------------------------------


def records(id: str, given: Given, suffix: str = "") -> Records:
    """The records of a dataset."""
    where, ranges, missing = _filtered(DATASETS[id], given)
    page = page_of(given, links.list_of(Records(id)), DATASETS[id], suffix)
    return Records(id, where, ranges, given["fields"], page, given["count"] == "exact", missing)


def facets(id: str, given: Given) -> Facets:
    """How many records there are of each value of `field`."""
    return Facets(id, given["field"], *_filtered(DATASETS[id], given))


def page_of(given: Given, address: str, dataset: Dataset, suffix: str) -> Page:
    """The page of a list at `address`; a file has everything that `limit` does not cut off."""
    size = given["limit"] or (None if is_file(suffix) else PAGE_DEFAULT)
    name, down = given["sort"]
    after = None
    if given["cursor"] is not None:
        after = cursors.unseal(address, name, down, given["cursor"])
        if name and isinstance(after[0], str) and dataset.field(name).type == "date":
            after = (date.fromisoformat(after[0]), after[1])
    return Page(size, after, name, down)


def _filtered(dataset: Dataset, given: Given) -> tuple[Where, Ranges, tuple[str, ...]]:
    """The values and ranges asked for, and the fields whose missing values a range takes too."""
    names = sorted(field.id for field in dataset.public_fields)
    where = tuple((name, given[name]) for name in names if given[name] is not None)
    ranges, missing = [], []
    for field in ranged(dataset):
        id = field.id
        low, high = given[f"{id}__from"], given[f"{id}__to"]
        if low is not None and high is not None and low > high:
            wrong = Text(f"小于 {id}__from", f"is below {id}__from")
            raise bad_parameter(f"{id}__to", wrong)
        if low is not None or high is not None:
            ranges.append((id, low, high))
        if given.get(f"{id}__or") is None:
            continue
        if low is None and high is None:
            wrong = Text(f"须与 {id}__from 或 {id}__to 同用", f"goes with {id}__from or {id}__to")
            raise bad_parameter(f"{id}__or", wrong)
        missing.append(id)
    return where, tuple(ranges), tuple(missing)
