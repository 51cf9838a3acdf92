"""Query parameters → frozen queries; what is unknown, repeated or malformed is refused here.

That happens before any cache is asked. Which parameters an address takes is in `api.parsing.parameters`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from api.documents import cursors, links
from api.parsing import parameters, parse_value
from api.parsing.parameters import HEADERS, LANGS, PAGE_DEFAULT, PAGE_MOST, PARTS, ROWS_MOST, names
from api.problems import UNKNOWN, bad_parameter, not_allowed
from data.answers.records import dataset_of_proof
from data.answers.rows import no_field
from data.answers.values import DAYS_MOST, DAYS_TOO_MANY, no_dimension
from data.catalog import DATASETS, INDICATORS
from data.definitions import Dataset, Field, Indicator, Text, sortable
from data.hall import today
from data.periods import GRAINS
from data.questions import Facets, Live, Page, Proof, Records, Values, Where
from data.rollups.plan import NONE

Args = MultiDict[str, str]


@dataclass(frozen=True)
class CsvOptions:
    """How a CSV is written: `header` = id, zh or en; with or without a byte-order mark."""

    header: str = "id"
    bom: bool = True


def known_only(args: Args, allowed: Iterable[str]) -> None:
    """Refuse what is not known, and what is given twice."""
    names = tuple(allowed)
    for name, values in args.lists():
        if name not in names:
            raise bad_parameter(name, UNKNOWN, names)
        if len(values) > 1:
            said = Text(
                "重复给出；多个值请写作 a,b", "given more than once; give several values as a,b"
            )
            raise bad_parameter(name, said)


def lang(args: Args) -> str:
    return one_of(args, "lang", LANGS, "zh")


def one_of(args: Args, name: str, allowed: tuple[str, ...], default: str) -> str:
    value = args.get(name, default)
    if value not in allowed:
        raise bad_parameter(name, not_allowed(value), allowed)
    return value


def csv_options(args: Args) -> CsvOptions:
    header = one_of(args, "header", HEADERS, "id")
    return CsvOptions(header, one_of(args, "bom", ("0", "1"), "1") == "1")


def day(args: Args, name: str) -> date | None:
    value = args.get(name)
    return None if value is None else parse_value.day(name, value)


def _span(args: Args) -> tuple[date | None, date | None]:
    first, last = day(args, "from"), day(args, "to")
    if first and last and first > last:
        said = Text(f"{last} 早于 from={first}", f"{last} is before from={first}")
        raise bad_parameter("to", said)
    return first, last


def _page(args: Args, address: str, dataset: Dataset, most: int | None) -> Page:
    """`limit`, `cursor` and `sort`. `most` None: a file, which gives everything without `limit`."""
    size = None if most is None else PAGE_DEFAULT
    if "limit" in args:
        size = limit(args, most or ROWS_MOST)
    text = args.get("sort")
    name, down = (None, False) if text is None else (text.removeprefix("-"), text.startswith("-"))
    if name is not None and name not in sortable(dataset):
        allowed = tuple(s for n in sortable(dataset) for s in (n, f"-{n}"))
        said = Text(f"不能按“{name}”排序", f"cannot sort by {name!r}")
        raise bad_parameter("sort", said, allowed)
    after = None
    if "cursor" in args:
        after = cursors.unseal(address, name, down, args["cursor"])
        if name and isinstance(after[0], str) and dataset.field(name).type == "date":
            after = (date.fromisoformat(after[0]), after[1])
    return Page(size, after, name, down)


def _fields(args: Args, dataset: Dataset) -> tuple[str, ...]:
    text = args.get("fields")
    if text is None:
        return ()
    names, known = tuple(text.split(",")), {f.id for f in dataset.public_fields}
    for i, name in enumerate(names):
        if name not in known:
            raise no_field(dataset, name)
        if name in names[:i]:
            raise bad_parameter("fields", Text(f"“{name}”重复写出", f"{name!r} is named twice"))
    return names


# --- values and their proof ---------------------------------------------------------------------


def live(args: Args) -> tuple[Live, str]:
    known_only(args, names(parameters.LIVE))
    return Live(day(args, "day")), lang(args)


def values(id: str, args: Args) -> tuple[Values, str]:
    """`from, to, grain, by, {dimension}, shape, lang`, and `limit` of rows."""
    indicator = INDICATORS[id]
    known_only(args, names(parameters.values(id)))
    csv_options(args)
    first, last = _span(args)
    grain, by = _breakdown(args, indicator)
    if grain == "day" and first and ((last or today()) - first).days > DAYS_MOST:
        raise bad_parameter("grain", DAYS_TOO_MANY, GRAINS[1:])
    where = _dimensions(args, indicator.dimensions)
    shape = one_of(args, "shape", parameters.SHAPES, "rows")
    return Values(id, first, last, grain, by, where, shape), lang(args)


def _breakdown(args: Args, indicator: Indicator) -> tuple[str, tuple[str, ...]]:
    """How long a period is, and the dimensions of `by`."""
    grain = one_of(args, "grain", GRAINS, "month")
    by, known = tuple(args["by"].split(",")) if "by" in args else (), indicator.dimensions
    if len(by) > 2 or len(set(by)) != len(by):
        said = Text(
            f"“{args['by']}”：至多两个维度，且不能重复",
            f"{args['by']!r} is not one dimension or two different ones",
        )
        raise bad_parameter("by", said, known)
    for name in by:
        if name not in known:
            raise no_dimension(indicator, name, "by")
    return grain, by


def _dimensions(args: Args, names: tuple[str, ...]) -> Where:
    found = []
    for name in sorted(names):
        if name in args:
            codes = tuple(sorted(set(args[name].split(","))))
            if not all(codes):
                said = Text(
                    "有空值；没有值的行写作 none", "an empty value; rows without one are `none`"
                )
                raise bad_parameter(name, said)
            found.append((name, codes))
    return tuple(found)


def proof(id: str, args: Args, file: bool) -> tuple[Proof, str]:
    """The parameters of values, and `part`; `grain` and `by` are checked and change nothing."""
    indicator = INDICATORS[id]
    known_only(args, names(parameters.proof(id)))
    csv_options(args)
    _breakdown(args, indicator)
    part = one_of(args, "part", PARTS, PARTS[0])
    dataset = dataset_of_proof(id, part)
    first, last = _span(args)
    page = _page(args, links.list_of(Proof(id, part)), dataset, None if file else PAGE_MOST)
    where = _dimensions(args, indicator.dimensions)
    return Proof(id, part, first, last, where, _fields(args, dataset), page), lang(args)


# --- records ------------------------------------------------------------------------------------


def records(id: str, args: Args, file: bool) -> tuple[Records, str]:
    """`{field}=a,b`, `{field}__from`, `{field}__to`, paging, `sort`, `fields`, `count=exact`."""
    dataset = DATASETS[id]
    known_only(args, names(parameters.records(id)))
    csv_options(args)
    where, ranges, missing = _filters(dataset, args)
    page = _page(args, links.list_of(Records(id)), dataset, None if file else PAGE_MOST)
    exact = "count" in args and one_of(args, "count", ("exact",), "exact") == "exact"
    fields = _fields(args, dataset)
    return Records(id, where, ranges, fields, page, exact, missing), lang(args)


def facets(id: str, args: Args) -> tuple[Facets, str]:
    """`field`, and the filters of records."""
    known_only(args, names(parameters.facets(id)))
    csv_options(args)
    allowed = parameters.countable(id)
    if "field" not in args:
        said = Text("请写明按哪一个字段计数", "name one field to count by")
        raise bad_parameter("field", said, allowed)
    if args["field"] not in allowed:
        said = Text(f"不能按“{args['field']}”计数", f"cannot count by {args['field']!r}")
        raise bad_parameter("field", said, allowed)
    return Facets(id, args["field"], *_filters(DATASETS[id], args)), lang(args)


Ranges = tuple[tuple[str, Any, Any], ...]


def _filters(dataset: Dataset, args: Args) -> tuple[Where, Ranges, tuple[str, ...]]:
    """The values and ranges asked for, and the fields whose missing values a range takes too."""
    asked = sorted(f.id for f in dataset.public_fields if f.id in args)
    where = tuple((id, _any_of(dataset.field(id), args[id])) for id in asked)
    ranges = tuple(r for f in parameters.ranged(dataset.id) if (r := _range(f, args)))
    bounded = {id for id, *_ in ranges}
    fields = parameters.ranged(dataset.id)
    return where, ranges, tuple(f.id for f in fields if _or_missing(args, f.id, f.id in bounded))


def _or_missing(args: Args, field: str, bounded: bool) -> bool:
    """Whether rows without a value are asked for beside those in a range."""
    name = f"{field}__or"
    if name not in args:
        return False
    one_of(args, name, (NONE,), NONE)
    if not bounded:
        said = Text(
            f"须与 {field}__from 或 {field}__to 同用", f"goes with {field}__from or {field}__to"
        )
        raise bad_parameter(name, said)
    return True


def _any_of(field: Field, text: str) -> tuple[Any, ...]:
    values = [parse_value.value_or_none(field, field.id, v) for v in dict.fromkeys(text.split(","))]
    return tuple(sorted(values, key=str))


def _range(field: Field, args: Args) -> tuple[str, Any, Any] | None:
    low, high = (
        parse_value.value(field, name, args[name])
        if (name := f"{field.id}__{end}") in args
        else None
        for end in ("from", "to")
    )
    return None if low is None and high is None else (field.id, low, high)


def limit(args: Args, most: int = ROWS_MOST) -> int:
    return parse_value.positive("limit", args["limit"], most)
