"""Checks of a profile against the dataset it fills, with messages that say what was meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from data.definitions import Dataset, Field
from data.intake.check.dates import format_fault
from data.intake.profile.model import (
    VOID,
    Mapping,
    Mistakes,
    computed_only,
    near,
    other_title,
    spare,
    twin,
)

BOOLEANS = {
    **dict.fromkeys(("true", "1", "是", "y", "yes"), True),
    **dict.fromkeys(("false", "0", "否", "n", "no"), False),
}
_SETTABLE = ("columns", "formats", "codes", "constants", "defaults", "labels")


def check(dataset: Dataset, mapping: Mapping, file: str) -> list[str]:
    """All mistakes, each with its place."""
    fields = {f.id: f for f in dataset.fields if not computed_only(f)}
    mistakes = Mistakes()
    place = f"{file} [{dataset.id}"
    mistakes += _unknown_fields(dataset, mapping, fields, place)
    mistakes += _headers(mapping, place)
    unknown = bool(mistakes)
    for id, formats in mapping.formats.items():
        if id in fields:
            mistakes += _formats(fields[id], formats, f"{place}.formats]")
    for format in mapping.dates:
        if fault := format_fault(format):
            mistakes.append(f"{place}] dates: {fault}")
    mistakes += _combined(dataset, mapping, fields, f"{place}.columns]")
    for id, pairs in mapping.codes.items():
        if id not in fields and id != VOID:
            continue
        ours = [value for value in pairs.values() if value]  # an empty one stands for no value
        mistakes += _targets(fields.get(id), ours, f"{place}.codes.{id}]")
    for part in ("constants", "defaults"):
        for id, value in getattr(mapping, part).items():
            if id in fields:
                mistakes += _targets(fields[id], [value], f"{place}.{part}] {id}")
    for id in mapping.labels:
        if id in fields and not fields[id].refers:
            mistakes.append(f"{place}.labels]: {id} refers to no list, so it has no label")
    for id in mapping.lenient:
        if id not in fields or spare(fields[id]) is None:
            mistakes.append(f"{place}] lenient: {id!r} is no field with a code for 'other'")
    for id in mapping.keyed:
        if id not in fields or fields[id].type != "text" or fields[id].refers:
            mistakes.append(f"{place}] keyed: {id!r} is no field with a record's number")
    if not unknown:  # a field that is missed may be the one that is misspelt
        mistakes += _required(dataset, mapping, f"{place}]")
    return mistakes


def _unknown_fields(
    dataset: Dataset, mapping: Mapping, fields: dict[str, Field], place: str
) -> Iterator[str]:
    parts = [(part, getattr(mapping, part)) for part in _SETTABLE]
    for part, ids in [*parts, *(("rules", rule.fills) for rule in mapping.rules)]:
        for id in ids:
            if id == VOID and part in ("columns", "codes"):
                continue
            if id not in fields:
                yield f"{place}.{part}]: {dataset.id} has no field {id!r}{near(id, fields)}"


def _headers(mapping: Mapping, place: str) -> Iterator[str]:
    for part in ("columns", "labels"):
        for id, header in getattr(mapping, part).items():
            if not header:
                yield f"{place}.{part}] {id}: the header is empty"
    for id in sorted(set(mapping.columns) & set(mapping.constants)):
        yield f"{place}]: {id} has both a column and a constant; keep one"


def _combined(
    dataset: Dataset, mapping: Mapping, fields: dict[str, Field], place: str
) -> Iterator[str]:
    """A key stays one for each record; a date says what stands between its parts."""
    filled = [*mapping.columns.items(), *(pair for r in mapping.rules for pair in r.fills.items())]
    for id, header in filled:
        combined = mapping.combined.get(header)
        if combined is None or combined.first:
            continue
        if id in dataset.key and combined.by is not None:
            yield (
                f"{place} {id}: a key is joined without `by`, so that different numbers stay different"
            )
        elif id in fields and fields[id].type in ("date", "instant") and combined.by is None:
            yield (
                f"{place} {id}: say what stands between the parts of a date: "
                'by = "-" for year, month and day, by = " " for a date and a time'
            )


def _formats(f: Field, formats: Iterable[str], place: str) -> Iterator[str]:
    if f.type not in ("date", "instant"):
        yield f"{place}: {f.id} is no date or time, it needs no format"
        return
    for format in formats:
        if fault := format_fault(format):
            yield f"{place} {f.id}: {fault}"


def _targets(f: Field | None, values: Iterable[str], place: str) -> Iterator[str]:
    """Every value is one that the field takes (`None` stands for the mark of a void record)."""
    for value in values:
        if f is not None and f.codes:
            ids = [code.id for code in f.codes]
            if value not in ids:
                hint = near(value, ids) or f"; one of {', '.join(ids)} is"
                yield f"{place}: {f.id} has no code {value!r}{hint}"
        elif (f is None or f.type == "boolean") and value.lower() not in BOOLEANS:
            yield f"{place}: {value!r} is neither true nor false"
        elif f is not None and f.type in ("integer", "number") and not _is_number(value):
            yield f"{place}: {value!r} is no number"


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


def _required(dataset: Dataset, mapping: Mapping, place: str) -> Iterator[str]:
    for f in missing_fields(dataset, mapping, set(mapping.columns) | set(mapping.constants)):
        yield (
            f"{place}: {f.id} ({f.title.zh}) is required; name its column in [{dataset.id}.columns]"
        )


def missing_fields(dataset: Dataset, mapping: Mapping, given: set[str]) -> list[Field]:
    """The fields that every record needs and that nothing of what is given can fill."""
    missing = []
    for f in dataset.fields:
        filled = given if f.id in dataset.key else given | set(mapping.defaults)
        ways = {f.id, other_title(f.id)} | {id for id in given if twin(id) == f.id}
        if (f.required or f.blanks or f.id in dataset.key) and not ways & filled:
            missing.append(f)
    return missing
