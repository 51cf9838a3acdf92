"""Writing files with the headers and code values of a hall's own systems.

The `hall` profile says how such a file is read; here it is turned round, so that each header and
each code value stands in one place.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from data.intake.profile.load import Profile, load


@cache
def profile() -> Profile:
    """The profile `hall`, by which such files are read."""
    return load("hall")


def write(dataset: str, frame: pl.DataFrame, path: Path) -> Path:
    """Write records (our field ids and codes) as a CSV export; the file appears whole."""
    part = path.with_name(path.name + ".part")
    as_exported(dataset, frame).write_csv(
        part, date_format="%Y-%m-%d", datetime_format="%Y-%m-%d %H:%M:%S"
    )
    return part.replace(path)


def as_exported(dataset: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The same records under the source's headers, in the order of the fields, with its words."""
    mapping = profile().datasets[dataset]
    return frame.select(
        _coded(frame, field, mapping.codes.get(field)).alias(header)
        for field, header in mapping.columns.items()
        if field in frame.columns
    )


def _coded(frame: pl.DataFrame, field: str, words: dict[str, str] | None) -> pl.Expr:
    column = pl.col(field)
    if words is None:
        return column
    source = {code: word for word, code in words.items()}
    dtype = frame.schema[field]
    if isinstance(dtype, pl.Enum):
        # Through the positions: one look-up per code instead of one per row.
        values = pl.Series([source[code] for code in dtype.categories])
        return pl.lit(values).gather(column.to_physical())
    if dtype == pl.Boolean:
        return (
            pl.when(column).then(pl.lit(source["true"])).when(~column).then(pl.lit(source["false"]))
        )
    return column.cast(pl.String).replace_strict(source, return_dtype=pl.String)
