"""Items: the legal limit in working days, from the limit as the law words it."""

from __future__ import annotations

import polars as pl

from data.derive.frames import Context
from data.derive.reference import derive_reference
from data.rules.limits import Conversion, in_working_days


def derive_items(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """`legal_days` from `limit_value` and `limit_unit`, by the conversion in force today.

    A limit that is worded goes before a number of days that the source states beside it. One whose
    entry does not say when it was compared with the law is said not to have been.
    """
    frame = derive_reference(frame, context)
    rules = conversions(context.needed("limit-conversions"))
    worded = [
        None
        if unit is None or value is None
        else in_working_days(value, unit, context.today, rules)
        for unit, value in frame.select("limit_unit", "limit_value").iter_rows()
    ]
    converted = pl.Series(worded, dtype=pl.Int64)
    stated = pl.when(pl.col("limit_unit").is_null() | pl.col("limit_value").is_null())
    frame = frame.with_columns(legal_days=stated.then("legal_days").otherwise(converted))
    check = pl.when(pl.col("checked_on").is_null()).then(pl.lit("unchecked"))
    return frame.with_columns(
        limit_check=pl.when(pl.col("legal_days").is_not_null()).then(
            check.otherwise(pl.lit("checked"))
        )
    )


def conversions(rows: pl.DataFrame) -> list[Conversion]:
    """The stored rules by which limits are converted into working days."""
    if rows.is_empty():
        return []
    names = ("unit", "working_days", "per", "since", "until")
    return [Conversion(*row) for row in rows.select(names).iter_rows()]
