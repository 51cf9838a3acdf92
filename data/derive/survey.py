"""Surveys: counts from a published share, and English words where the source has only Chinese ones."""

from __future__ import annotations

import polars as pl

from data.derive.frames import Context

WORDED = ("conducted_by", "population", "method", "wording", "scale")


def derive_survey(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """How many were satisfied, of those that only a share is stated of; what was rated; words.

    Share × answers is rounded half up: the nearest count that the share can be of.
    """
    counted = (pl.col("share_satisfied") * pl.col("responses") + 0.5).floor().cast(pl.Int64)
    return frame.with_columns(
        pl.col("satisfied").fill_null(counted),
        pl.col("rated").fill_null("department"),
        pl.when(pl.col("of").is_null())
        .then(pl.col("of_reason").fill_null("not_stated"))
        .alias("of_reason"),
        *(pl.col(f"{id}_en").fill_null(pl.col(f"{id}_zh")) for id in WORDED),
    )
