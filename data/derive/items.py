"""Items: the legal limit in working days, from the limit as the law words it."""

from __future__ import annotations

from datetime import date

import polars as pl

from data.derive.frames import Context, from_children
from data.derive.reference import derive_reference
from data.rules.limits import Conversion, in_working_days


def derive_items(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """`legal_days` from `limit_value` and `limit_unit`, by the conversion in force today.

    A limit that is worded goes before a number of days that the source states beside it. One whose
    entry does not say when it was compared with the law is said not to have been.
    """
    frame = derive_reference(frame, context)
    rules = conversions(context.needed("limit-conversions"))
    if rules:  # none are at hand when stored rows are counted anew: what was converted stays
        worded = [
            None
            if unit is None or value is None
            else in_working_days(value, unit, context.today, rules)
            for unit, value in frame.select("limit_unit", "limit_value").iter_rows()
        ]
        converted = pl.Series(worded, dtype=pl.Int64)
        stated = pl.when(pl.col("limit_unit").is_null() | pl.col("limit_value").is_null())
        frame = frame.with_columns(legal_days=stated.then("legal_days").otherwise(converted))
    frame = _guided(frame, context)
    check = pl.when(pl.col("checked_on").is_null()).then(pl.lit("unchecked"))
    return frame.with_columns(
        limit_check=pl.when(pl.col("legal_days").is_not_null()).then(
            check.otherwise(pl.lit("checked"))
        )
    )


def _guided(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """How many forms, filled samples and papers an item has today; unknown while nothing lists any."""
    forms, papers = context.needed("item-forms"), context.needed("item-papers")
    return _counted(
        _counted(
            frame, forms, context.today,
            forms_n=(pl.col("kind") == "form").sum(),
            samples_n=(pl.col("kind") == "sample").sum(),
        ),
        papers, context.today,
        papers_n=pl.len(), papers_shared_n=(pl.col("source") == "shared").sum(),
    )  # fmt: skip


def _counted(
    frame: pl.DataFrame, entries: pl.DataFrame, today: date, **columns: pl.Expr
) -> pl.DataFrame:
    if entries.is_empty():
        return frame.with_columns(pl.lit(None, pl.Int64).alias(name) for name in columns)
    begun = pl.col("valid_from") <= today
    ended = (pl.col("valid_until") < today).fill_null(False)
    in_force = entries.filter(begun & ~ended)
    counted = from_children(frame, in_force, "item", **columns)
    return counted.with_columns(pl.col(name).cast(pl.Int64) for name in columns)


def conversions(rows: pl.DataFrame) -> list[Conversion]:
    """The stored rules by which limits are converted into working days."""
    if rows.is_empty():
        return []
    names = ("unit", "working_days", "per", "since", "until")
    return [Conversion(*row) for row in rows.select(names).iter_rows()]
