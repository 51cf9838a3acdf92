"""Query parameters → frozen queries. What is unknown, repeated or malformed is refused here, before any cache."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from api import cursors, links
from api.problems import bad_parameter
from data.catalog import DATASETS, INDICATORS
from data.definitions import Dataset, Field
from data.hall import hall, today
from data.periods import GRAINS
from data.query import Facets, Live, Page, Proof, Records, Unanswerable, Values, Where
from data.records import dataset_of_proof, sortable

PAGE_DEFAULT, PAGE_MOST = 100, 1_000
DAY_GRAIN_MOST_DAYS = 5 * 366
LANGS = ("zh", "en")
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
            raise bad_parameter(name, "unknown parameter", names)
        if len(values) > 1:
            raise bad_parameter(name, "given more than once; give several values as a,b")


def lang(args: Args) -> str:
    return one_of(args, "lang", LANGS, "zh")


def one_of(args: Args, name: str, allowed: tuple[str, ...], default: str) -> str:
    value = args.get(name, default)
    if value not in allowed:
        raise bad_parameter(name, f"{value!r} is not among the values allowed", allowed)
    return value


def csv_options(args: Args) -> CsvOptions:
    header = one_of(args, "header", ("id", "zh", "en"), "id")
    return CsvOptions(header, one_of(args, "bom", ("0", "1"), "1") == "1")


def day(args: Args, name: str) -> date | None:
    value = args.get(name)
    return None if value is None else _date(name, value)


def _date(name: str, value: str) -> date:
    try:
        if len(value) != 10:
            raise ValueError
        found = date.fromisoformat(value)
    except ValueError:
        raise bad_parameter(name, f"{value!r} is not a date like 2026-11-24") from None
    if not 1990 <= found.year <= 2100:
        raise bad_parameter(name, f"{value} is out of range: 1990-01-01 to 2100-12-31")
    return found


def _span(args: Args) -> tuple[date | None, date | None]:
    first, last = day(args, "from"), day(args, "to")
    if first and last and first > last:
        raise bad_parameter("to", f"{last} is before from={first}")
    return first, last


def _page(args: Args, address: str, dataset: Dataset, most: int | None) -> Page:
    """`limit`, `cursor` and `sort`. `most` None: a file, which gives everything without `limit`."""
    limit = args.get("limit")
    size = None if most is None else PAGE_DEFAULT
    if limit is not None:
        if not (limit.isascii() and limit.isdigit() and len(limit) < 10) or not 1 <= int(limit) <= (most or 10**9):
            raise bad_parameter("limit", f"{limit!r} is not a whole number from 1 to {most or 10**9}")
        size = int(limit)
    text = args.get("sort")
    name, down = (text.removeprefix("-"), text.startswith("-")) if text else (None, False)
    if name is not None and name not in sortable(dataset):
        allowed = tuple(s for n in sortable(dataset) for s in (n, f"-{n}"))
        raise bad_parameter("sort", f"cannot sort by {name!r}", allowed)
    after = None
    if cursor := args.get("cursor"):
        after = cursors.unseal(address, name, down, cursor)
        if name and isinstance(after[0], str) and dataset.field(name).type == "date":
            after = (date.fromisoformat(after[0]), after[1])
    return Page(size, after, name, down)


def _fields(args: Args, dataset: Dataset) -> tuple[str, ...]:
    text = args.get("fields")
    if text is None:
        return ()
    names, known = tuple(text.split(",")), [f.id for f in dataset.public_fields]
    for name in names:
        if name not in known:
            raise bad_parameter("fields", f"{dataset.id} has no field {name!r}", tuple(known))
    if len(set(names)) != len(names):
        raise bad_parameter("fields", "a field is named twice")
    return names


# --- values and their proof ---------------------------------------------------------------------

_CSV = ("header", "bom")
_PAGING = ("limit", "cursor", "sort", "fields")


def live(args: Args) -> tuple[Live, str]:
    known_only(args, ("lang", "day"))
    return Live(day(args, "day")), lang(args)


def values(id: str, args: Args) -> tuple[Values, str]:
    """`from, to, grain, by, {dimension}, lang`, and `limit` of rows."""
    indicator = INDICATORS[id]
    known_only(args, ("from", "to", "grain", "by", *indicator.dimensions, "limit", "lang", *_CSV))
    first, last = _span(args)
    grain = one_of(args, "grain", GRAINS, "month")
    by = tuple(args["by"].split(",")) if args.get("by") else ()
    if len(by) > 2 or len(set(by)) != len(by):
        raise bad_parameter("by", "at most two different dimensions", indicator.dimensions)
    for name in by:
        if name not in indicator.dimensions:
            raise bad_parameter("by", f"{id} has no dimension {name!r}", indicator.dimensions)
    if grain == "day" and first and ((last or today()) - first).days > DAY_GRAIN_MOST_DAYS:
        raise bad_parameter("grain", "by day at most 5 years can be asked for", GRAINS[1:])
    return Values(id, first, last, grain, by, _dimensions(args, indicator.dimensions)), lang(args)


def _dimensions(args: Args, names: tuple[str, ...]) -> Where:
    found = []
    for name in sorted(names):
        if name in args:
            codes = tuple(sorted(set(args[name].split(","))))
            if not all(codes):
                raise bad_parameter(name, "an empty value; rows without one are `none`")
            found.append((name, codes))
    return tuple(found)


def proof(id: str, args: Args, file: bool) -> tuple[Proof, str]:
    """The same parameters as values have, and `part`; `grain` and `by` change nothing and are allowed."""
    indicator = INDICATORS[id]
    allowed = ("part", "from", "to", "grain", "by", *indicator.dimensions, *_PAGING, "lang", *_CSV)
    known_only(args, allowed)
    part = one_of(args, "part", ("numerator", "denominator"), "numerator")
    dataset = dataset_of_proof(id, part)
    first, last = _span(args)
    page = _page(args, f"{links.indicator(id)}/rows", dataset, None if file else PAGE_MOST)
    where = _dimensions(args, indicator.dimensions)
    return Proof(id, part, first, last, where, _fields(args, dataset), page), lang(args)


# --- records ------------------------------------------------------------------------------------


def records(id: str, args: Args, file: bool) -> tuple[Records, str]:
    """`{field}=a,b`, `{field}__from`, `{field}__to`, `sort`, `fields`, `limit`, `cursor`, `count=exact`."""
    dataset = DATASETS[id]
    ranged = [f for f in dataset.public_fields if f.type in ("date", "integer", "number", "instant")]
    names = [f.id for f in dataset.public_fields]
    ends = [f"{f.id}__{end}" for f in ranged for end in ("from", "to")]
    known_only(args, (*names, *ends, *_PAGING, "count", "lang", *_CSV))
    where = tuple(
        (f.id, _any_of(f, args[f.id])) for f in sorted(dataset.public_fields, key=lambda f: f.id) if f.id in args
    )
    ranges = tuple(r for f in ranged if (r := _range(f, args)))
    page = _page(args, f"{links.dataset(id)}/records", dataset, None if file else PAGE_MOST)
    exact = one_of(args, "count", ("exact",), "exact") == "exact" and "count" in args
    return Records(id, where, ranges, _fields(args, dataset), page, exact), lang(args)


def facets(id: str, args: Args) -> tuple[Facets, str]:
    """`field`, and the filters of records."""
    dataset = DATASETS[id]
    allowed = tuple(f.id for f in dataset.public_fields if f.type in ("code", "boolean") or f.refers)
    rest = MultiDict([(k, v) for k, v in args.items(multi=True) if k != "field"])
    if len(args.getlist("field")) != 1 or args["field"] not in allowed:
        raise bad_parameter("field", "name one field to count by", allowed)
    query, language = records(id, rest, file=False)
    return Facets(id, args["field"], query.where, query.ranges), language


def _any_of(field: Field, text: str) -> tuple[Any, ...]:
    values = [_value(field, field.id, v) for v in dict.fromkeys(text.split(","))]
    return tuple(sorted(values, key=str))


def _range(field: Field, args: Args) -> tuple[str, Any, Any] | None:
    ends = []
    for end in ("from", "to"):
        name = f"{field.id}__{end}"
        ends.append(_value(field, name, args[name]) if name in args else None)
    return None if ends == [None, None] else (field.id, ends[0], ends[1])


def _value(field: Field, name: str, text: str) -> Any:
    """A parameter's text as the field's type; `none` asks for rows without a value."""
    if text == "none" and not field.required:
        return text
    match field.type:
        case "date":
            return _date(name, text)
        case "boolean":
            if text not in ("true", "false"):
                raise bad_parameter(name, f"{text!r} is neither true nor false", ("true", "false"))
            return text == "true"
        case "integer" | "number":
            return _number(name, text)
        case "instant":
            return _instant(name, text)
        case "code":
            allowed = tuple(c.id for c in field.codes)
            if text not in allowed:
                raise bad_parameter(name, f"{text!r} is not a code of this field", allowed)
    return text


def _number(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not abs(value) < 1e15:
        raise bad_parameter(name, f"{text!r} is not a number")
    return int(value) if value == int(value) else value


def _instant(name: str, text: str) -> datetime:
    try:
        value = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise bad_parameter(name, f"{text!r} is not an instant like 2026-11-24T10:00:00+08:00") from None
    return value if value.tzinfo else value.replace(tzinfo=hall().zone)


def refused(error: Unanswerable) -> Any:
    return bad_parameter(error.parameter, error.message, error.allowed)


def limit(args: Args) -> int:
    """`limit` of a list of values."""
    text = args["limit"]
    if not (text.isascii() and text.isdigit() and 1 <= len(text) < 10) or int(text) < 1:
        raise bad_parameter("limit", f"{text!r} is not a whole number from 1 on")
    return int(text)
