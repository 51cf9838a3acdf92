"""A profile's mapping fitted to a file: the columns under its own names, and whether all are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import polars as pl

from data.definitions import Dataset
from data.intake.profile.check import missing_fields
from data.intake.profile.model import Combined, Mapping, Profile, near
from data.intake.read.chunk import LINE, FileRefused
from data.intake.read.file_layout import same_header

# Between the parts of a key of several columns. Where a part holds it, it is written %7E, so that
# different parts never make the same key.
SEPARATOR, _ESCAPED = "~", "%7E"


def fitted(mapping: Mapping, frame: pl.DataFrame) -> tuple[Mapping, pl.DataFrame]:
    """The mapping with the file's own headers, and the frame with its joined columns.

    A header that the file does not have stays as the profile first calls it.
    """
    names = [name for name in frame.columns if name != LINE]

    def own(header: str) -> str:
        return mapping.header_in(header, names) or header

    made: list[pl.Expr] = []
    for header, combined in mapping.combined.items():
        parts = [own(part) for part in combined.columns if own(part) in names]
        if parts if combined.first else len(parts) == len(combined.columns):
            made.append(_made(combined, parts, mapping.missing).alias(header))
    rules = tuple(
        replace(
            rule,
            when={own(header): values for header, values in rule.when.items()},
            fills={id: own(header) for id, header in rule.fills.items()},
        )
        for rule in mapping.rules
    )
    columns = {id: own(header) for id, header in mapping.columns.items()}
    labels = {id: own(header) for id, header in mapping.labels.items()}
    fitting = replace(mapping, columns=columns, labels=labels, rules=rules)
    return fitting, frame.with_columns(made) if made else frame


def _made(combined: Combined, headers: list[str], missing: frozenset[str]) -> pl.Expr:
    """The values of several columns in one; null where nothing is filled."""
    parts = [pl.col(header).str.strip_chars() for header in headers]
    filled = [pl.when(~part.is_in(["", *sorted(missing)])).then(part) for part in parts]
    if combined.first:
        return pl.coalesce(filled)
    if combined.by is None:
        return _joined(headers)
    whole = pl.concat_str(filled, separator=combined.by, ignore_nulls=True)
    return pl.when(whole != "").then(whole)


def _joined(headers: list[str]) -> pl.Expr:
    """The parts' values in one; null where one of them is missing."""
    parts = [pl.col(header).str.strip_chars() for header in headers]
    escaped = [
        pl.when(part != "").then(
            part.str.replace_all("%", "%25", literal=True).str.replace_all(
                SEPARATOR, _ESCAPED, literal=True
            )
        )
        for part in parts
    ]
    return pl.concat_str(escaped, separator=SEPARATOR)


def ruled(
    mapping: Mapping, source: pl.DataFrame, raw: pl.DataFrame, text: Callable[[str], pl.Expr]
) -> pl.DataFrame:
    """Fields that are still empty take the columns that the profile's rules name, read by `text`."""
    for rule in mapping.rules:
        if not all(header in source.columns for header in [*rule.when, *rule.fills.values()]):
            continue
        holds = source.select(
            pl.all_horizontal([says(source[header], words) for header, words in rule.when.items()])
        ).to_series()
        for id, header in rule.fills.items():
            filled = source.select(pl.when(holds).then(text(header)).alias(id))
            own = pl.col(id) if id in raw.columns else pl.lit(None, pl.String)
            raw = raw.with_columns(own.fill_null(filled.to_series()).alias(id))
    return raw


def counted(mapping: Mapping, source: pl.DataFrame) -> tuple[pl.DataFrame, Counter[str]]:
    """The lines that are records of the dataset, and how many are none: why → lines.

    Raises FileRefused where a column that says so is not there.
    """
    names = [name for name in source.columns if name != LINE]
    left_out: Counter[str] = Counter()
    for expected, conditions in ((True, mapping.only), (False, mapping.skip)):
        for header, words in conditions.items():
            own = mapping.header_in(header, names)
            if own is None:
                raise FileRefused(f"missing column {header}{near(header, names)} 缺少列")
            passing = source.filter(says(source[own], words) == expected)
            if out := source.height - passing.height:
                left_out[f"{header} is {'not ' * expected}{' or '.join(words)}"] += out
            source = passing
    return source, left_out


def says(cells: pl.Series, words: Sequence[str]) -> pl.Series:
    """Where a cell holds one of the words, but for what people do not see; an empty one holds none."""
    spellings = {same_header(word) for word in words}
    cells = cells.str.strip_chars()
    held = [cell for cell in cells.unique() if cell and same_header(cell) in spellings]
    return cells.is_in(held).fill_null(False)


def check_headers(
    dataset: Dataset, mapping: Mapping, profile: Profile, headers: Sequence[str]
) -> None:
    """Raise FileRefused, with near names, where columns are missing that every record needs."""
    if not mapping.columns:
        raise FileRefused(
            f"profile {profile.name} says nothing about {dataset.id}; it needs "
            f"[{dataset.id}.columns] 配置中没有该数据集"
        )
    names = [name for name in headers if name != LINE]
    present = {id for id, header in mapping.columns.items() if header in headers}
    if not present:
        expected = ", ".join(list(mapping.columns.values())[:6])
        raise FileRefused(
            f"none of the columns of {dataset.id} under profile {profile.name} is in the file; "
            f"expected are {expected} …, the row read as the header has {', '.join(names[:6])} …; "
            "is it another row (header_row in the profile)? 列名均不匹配"
        )
    missing = [
        f"{header} ({f.id}){near(header, names)}"
        for f in missing_fields(dataset, mapping, present | set(mapping.constants))
        for header in [mapping.columns.get(f.id) or mapping.columns.get(instant_id(f.id), f.id)]
    ]
    if missing:
        raise FileRefused(f"missing column{'s'[: len(missing) > 1]} {', '.join(missing)} 缺少列")


def instant_id(date_id: str) -> str:
    """The instant beside a date: accepted_on → accepted_at."""
    return f"{date_id[:-3]}_at" if date_id.endswith("_on") else ""
