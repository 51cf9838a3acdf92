"""Which parameters each address takes, as data: the parsers refuse by it, and OpenAPI says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from data.answers.records import dataset_of_proof
from data.catalog import DATASETS, INDICATORS, owner
from data.definitions import Dataset, Dimension, Field, Text, sortable
from data.periods import GRAINS
from data.rollups.plan import NONE

PAGE_DEFAULT, PAGE_MOST = 100, 1_000
ROWS_MOST = 999_999_999
LANGS = ("zh", "en")
HEADERS = ("id", "zh", "en")
SHAPES = ("rows", "grid")
PARTS = ("numerator", "denominator")
RANGED = ("date", "integer", "number", "instant")

# JSON Schema of one value of each type of field, as `api.parsing.parse_value` reads it.
TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "code": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "instant": {"type": "string", "format": "date-time"},
    "boolean": {"type": "boolean"},
}


@dataclass(frozen=True)
class Parameter:
    """One query parameter. `schema` describes one value; with `many` several are given as a,b.

    `example` is what a first try can use: all parameters that have one, together, get an answer.
    """

    name: str
    text: Text
    schema: dict[str, Any] = field(default_factory=lambda: {"type": "string"}, compare=False)
    many: bool = False
    most: int | None = None
    unique: bool = False
    required: bool = False
    example: Any = field(default=None, compare=False)


def names(parameters: Iterable[Parameter]) -> tuple[str, ...]:
    return tuple(parameter.name for parameter in parameters)


def merged(parameters: Iterable[Parameter]) -> tuple[Parameter, ...]:
    """One parameter per name; what several of that name allow, it allows."""
    found: dict[str, Parameter] = {}
    for one in parameters:
        before = found.setdefault(one.name, one)
        if "enum" in before.schema:
            words = dict.fromkeys([*before.schema["enum"], *one.schema["enum"]])
            found[one.name] = replace(before, schema=before.schema | {"enum": list(words)})
    return tuple(found.values())


def choice(name: str, text: Text, allowed: Iterable[str], default: str | None = None) -> Parameter:
    """A parameter that takes one of a few words."""
    schema: dict[str, Any] = {"type": "string", "enum": list(allowed)}
    return Parameter(name, text, schema if default is None else schema | {"default": default})


DAY = TYPES["date"]
LANG = choice("lang", Text("名称与提示的语言", "language of labels and errors"), LANGS, "zh")
FROM = Parameter("from", Text("起始日期（含）", "first day, included"), DAY)
TO = Parameter("to", Text("截止日期（含）", "last day, included"), DAY)
LIMIT = Parameter(
    "limit",
    Text(
        f"最多返回的行数；JSON 每页至多 {PAGE_MOST} 行，不写为 {PAGE_DEFAULT} 行；文件不写为全部",
        f"rows at most; JSON: up to {PAGE_MOST} a page, {PAGE_DEFAULT} if not given; "
        "files: everything if not given",
    ),
    {"type": "integer", "minimum": 1, "maximum": PAGE_MOST},
    example=5,
)
VALUES_LIMIT = Parameter(
    "limit",
    Text("最多返回的行数；不写为全部", "rows at most; everything if not given"),
    {"type": "integer", "minimum": 1, "maximum": ROWS_MOST},
    example=5,
)
SHAPE = choice(
    "shape",
    Text(
        "rows：每个时期、每个编码一行；grid：时期只列一次，每个编码一行，字节数约为三分之一",
        "rows: one for each period and code; grid: the periods once and a row for each code, "
        "in about a third of the bytes",
    ),
    SHAPES,
    "rows",
)
CURSOR = Parameter(
    "cursor", Text("下一页的位置，取自 links.next", "where the next page begins: from links.next")
)
COUNT = choice(
    "count", Text("exact：给出符合条件的总行数", "exact: say how many rows match"), ("exact",)
)
_HEADER = Text("CSV 表头：字段名、中文或英文", "CSV header: ids, Chinese or English")
_BOM = Text("CSV 是否以字节顺序标记开头", "whether a CSV begins with a byte-order mark")
CSV = (choice("header", _HEADER, HEADERS, "id"), choice("bom", _BOM, ("0", "1"), "1"))
_WHICH_DAY = Text("哪一天；不写为最新一天", "which day; the newest if not given")
LIVE = (LANG, Parameter("day", _WHICH_DAY, DAY))
DEFINITION = (LANG,)
# Of lists that come as they are: the catalogue's, the dictionary.
LIST = (LANG, *CSV)


@cache
def values(indicator: str) -> tuple[Parameter, ...]:
    """Of an indicator's values."""
    dimensions = _dimensions(indicator)
    return (FROM, TO, *_breakdown(dimensions), *dimensions, SHAPE, VALUES_LIMIT, LANG, *CSV)


@cache
def proof(indicator: str) -> tuple[Parameter, ...]:
    """Of the records behind a value; `grain` and `by` change nothing there and are allowed.

    Not by a hall-wide dimension: a list of the cases of an hour would tell the hour of each.
    """
    part = choice("part", Text("分子或分母的记录", "the records of which part"), PARTS, PARTS[0])
    dimensions = _dimensions(indicator)
    wide = {d.id for d in owner(INDICATORS[indicator]).dimensions if d.hall_wide}
    filters = tuple(p for p in dimensions if p.name not in wide)
    paging = merged(p for side in PARTS for p in _paging(dataset_of_proof(indicator, side)))
    return (part, FROM, TO, *_breakdown(dimensions), *filters, *paging, LANG, *CSV)


@cache
def records(dataset: str) -> tuple[Parameter, ...]:
    """Of a dataset's records."""
    return (*_filters(dataset), *_paging(DATASETS[dataset]), COUNT, LANG, *CSV)


@cache
def facets(dataset: str) -> tuple[Parameter, ...]:
    """Of the counts per value of a field."""
    text = Text("按哪个字段计数", "the field to count by")
    schema = {"type": "string", "enum": list(countable(dataset))}
    field = Parameter(
        "field", text, schema, required=True, example=next(iter(countable(dataset)), None)
    )
    return (field, *_filters(dataset), LANG, *CSV)


def countable(dataset: str) -> tuple[str, ...]:
    """The fields with few values: those of codes, yes or no, and of a reference list."""
    fields = DATASETS[dataset].public_fields
    return tuple(f.id for f in fields if f.type in ("code", "boolean") or f.refers)


def ranged(dataset: str) -> tuple[Field, ...]:
    """The fields that take `__from` and `__to`."""
    return tuple(f for f in DATASETS[dataset].public_fields if f.type in RANGED)


def _breakdown(dimensions: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    by = Text("按哪些维度分列（至多两个）", "dimensions to break down by, two at most")
    grain = choice("grain", Text("时期的粒度", "how long a period is"), GRAINS, "month")
    allowed = list(names(dimensions))
    example = "department" if "department" in allowed else None
    schema = {"type": "string", "enum": allowed}
    return grain, Parameter("by", by, schema, many=True, most=2, unique=True, example=example)


def _dimensions(indicator: str) -> tuple[Parameter, ...]:
    found = INDICATORS[indicator]
    return tuple(_dimension(owner(found).dimension(name)) for name in found.dimensions)


def _dimension(dimension: Dimension) -> Parameter:
    title = dimension.title
    text = Text(f"{title.zh}：只计这些编码的行", f"{title.en}: only rows with one of these codes")
    return Parameter(dimension.id, text, {"type": "string", "minLength": 1}, many=True)


def _paging(dataset: Dataset) -> tuple[Parameter, ...]:
    fields = Text("只要这些字段，依此顺序", "only these fields, in this order")
    chosen = {"type": "string", "enum": [f.id for f in dataset.public_fields]}
    orders = [order for name in sortable(dataset) for order in (name, f"-{name}")]
    sort = Text("排序字段；前加 - 为倒序", "the field to sort by; descending with - before it")
    order = choice("sort", sort, orders)
    return LIMIT, CURSOR, order, Parameter("fields", fields, chosen, many=True, unique=True)


def _filters(dataset: str) -> tuple[Parameter, ...]:
    equal = tuple(_equal(f) for f in DATASETS[dataset].public_fields)
    return (*equal, *(end for f in ranged(dataset) for end in _ends(f)))


def _equal(field: Field) -> Parameter:
    title = field.title
    text = Text(f"{title.zh}：等于其中任一值", f"{title.en}: any of these values")
    schema = one_of_codes(field) or TYPES[field.type]
    if not field.required:
        text = Text(f"{text.zh}；{NONE} 为没有值的行", f"{text.en}; {NONE}: rows without one")
        schema = schema if field.type == "text" else {"anyOf": [schema, {"const": NONE}]}
    return Parameter(field.id, text, schema, many=True)


def one_of_codes(field: Field) -> dict[str, Any] | None:
    """The schema of a field with a closed list of codes."""
    return {"type": "string", "enum": [code.id for code in field.codes]} if field.codes else None


def _ends(field: Field) -> tuple[Parameter, ...]:
    title, schema = field.title, TYPES[field.type]
    low = Text(f"{title.zh}：不小于", f"{title.en}: at least")
    high = Text(f"{title.zh}：不大于", f"{title.en}: at most")
    ends = Parameter(f"{field.id}__from", low, schema), Parameter(f"{field.id}__to", high, schema)
    if field.required:
        return ends
    text = Text(
        f"{title.zh}：{NONE} 为连同没有值的行", f"{title.en}: {NONE} takes rows without one as well"
    )
    return (*ends, choice(f"{field.id}__or", text, (NONE,)))
