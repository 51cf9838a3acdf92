"""Cells that have a word where a number is expected: why there is none."""

from __future__ import annotations

import polars as pl

from data.definitions import Dataset, Field


def without_numbers(dataset: Dataset, raw: pl.DataFrame) -> pl.DataFrame:
    """A word in place of a number moves to the field that says why there is none (`Field.blanks`)."""
    return raw.with_columns(
        column
        for f in dataset.fields
        if f.blanks and f.id in raw.columns
        for column in _apart(f, dataset.field(f.blanks), f.blanks in raw.columns)
    )


def _apart(f: Field, blank: Field, given: bool) -> list[pl.Expr]:
    words = {code.id: code.id for code in blank.codes} | dict(blank.words)
    is_word = pl.col(f.id).is_in(list(words)).fill_null(False)
    marked = pl.col(blank.id) if given else pl.lit(None, pl.String)
    moved = pl.col(f.id).replace_strict(words, default=None, return_dtype=pl.String)
    return [
        pl.when(is_word).then(moved).otherwise(marked).alias(blank.id),
        pl.when(~is_word).then(pl.col(f.id)).alias(f.id),
    ]
