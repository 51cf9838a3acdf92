"""What a cell of an annual report without a number is."""

from __future__ import annotations

import polars as pl

from data.derive.frames import Context

EMPTY, NOT_APPLICABLE = "empty", "na"


def derive_statement(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """A cell that has neither a number nor a mark was left empty."""
    unmarked = pl.col("value").is_null() & pl.col("blank").is_null()
    return frame.with_columns(
        blank=pl.when(unmarked).then(pl.lit(EMPTY)).otherwise(pl.col("blank"))
    )
