"""Reference lists: what a hall loads is listed, and has a name in both languages."""

from __future__ import annotations

import polars as pl

from data.derive.frames import Context


def derive_reference(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """An entry of a list that a hall loads is on the list; without an English title it keeps its own."""
    frame = frame.with_columns(
        pl.col("title_en").fill_null(pl.col("title_zh")), pl.col("listed").fill_null(True)
    )
    return (
        frame.with_columns(pl.col("kind").fill_null("unknown"))
        if "kind" in frame.columns
        else frame
    )
