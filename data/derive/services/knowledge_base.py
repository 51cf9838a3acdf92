"""The knowledge base: by when an entry has to be looked at again."""

from __future__ import annotations

import polars as pl

from data.derive.frames import Context

REVIEW_EVERY = "12mo"


def derive_reviews(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The next review is due 12 months after this one, where the source does not state a day."""
    due = pl.col("reviewed_on").dt.offset_by(REVIEW_EVERY)
    return frame.with_columns(pl.col("due_on").fill_null(due))
