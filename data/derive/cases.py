"""Cases: what the list of items knows of them, their term, and what groups them."""

from __future__ import annotations

import polars as pl

from data.definitions import codes
from data.derive.case_terms import derive_terms
from data.derive.frames import Context, of_calendar

USED_BUCKETS = codes(
    same_visit=("当场（同一半日内，用时为0）", "same visit or half day (0 days used)"),
    half_day=("半个工作日（超过0至0.5）", "half a working day (over 0 to 0.5)"),
    le1=("1个工作日内（超过0.5至1）", "up to 1 working day (over 0.5 to 1)"),
    le3=("超过1至3个工作日", "over 1 to 3 working days"),
    le5=("超过3至5个工作日", "over 3 to 5 working days"),
    le10=("超过5至10个工作日", "over 5 to 10 working days"),
    le20=("超过10至20个工作日", "over 10 to 20 working days"),
    gt20=("超过20个工作日", "over 20 working days"),
)
USED_LIMITS = (0.0, 0.5, 1.0, 3.0, 5.0, 10.0, 20.0)
# Handed in to somebody of the hall, at a window or by appointment.
ON_SITE = ("hall", "appointment")
_FROM_ITEM = ("department", "legal_days", "promised_days", "case_kind")


def derive_cases(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Limits and kind from the list of items, the term (行政许可法), and the columns that group cases."""
    frame = _from_items(frame, context.needed("items"))
    frame = frame.with_columns(
        pl.col("applicant_kind").fill_null("unknown"),
        pl.col("item_kind").fill_null("unknown"),
        pl.col("case_kind").fill_null(
            pl.when(pl.col("promised_days") > 0)
            .then(pl.lit("promised"))
            .otherwise(pl.lit("unknown"))
        ),
        accepted_hour=_hour("accepted"),
        completed_hour=_hour("completed"),
    )
    frame = derive_terms(of_calendar(frame, context), context)
    return frame.with_columns(used_bucket=_grouped(pl.col("used_days")))


def _hour(event: str) -> pl.Expr:
    """The hour by the clock of the source: one elsewhere, without our calendar, keeps what it had."""
    hour = pl.col(f"{event}_at").dt.hour().cast(pl.Int64)
    stored = pl.when(pl.col("calendar").is_not_null()).then(f"{event}_hour")
    return pl.coalesce(stored, hour)


def _grouped(used: pl.Expr) -> pl.Expr:
    """The first group of used days whose limit is not exceeded; null where they are unknown."""
    group = pl.when(used.is_null()).then(pl.lit(None, pl.String))
    for code, limit in zip(USED_BUCKETS, USED_LIMITS, strict=False):
        group = group.when(used <= limit).then(pl.lit(code.id))
    return group.otherwise(pl.lit(USED_BUCKETS[-1].id))


def _from_items(frame: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """Fill what the source left open from the item's entry in the reference list.

    A legal limit that was checked against the law goes before a longer one of the case: an outdated
    limit would make the case look faster than it was.
    """
    if items.is_empty():
        return frame
    names = (*_FROM_ITEM, "belongs_on_site", "kind", "limit_since", "checked_on")
    listed = items.select("item", *(pl.col(c).alias(f"{c}__item") for c in names))
    frame = frame.join(listed, on="item", how="left", maintain_order="left")
    filled = [pl.col(c).fill_null(pl.col(f"{c}__item")) for c in _FROM_ITEM]
    frame = frame.with_columns(
        *filled,
        pl.col("item_kind").fill_null(pl.col("kind__item")),
        pl.col("belongs_on_site").fill_null(
            pl.when(pl.col("belongs_on_site__item").is_not_null()).then(
                pl.col("belongs_on_site__item") & pl.col("channel").is_in(ON_SITE)
            )
        ),
    )
    in_force = pl.col("limit_since__item").is_null() | (
        pl.col("limit_since__item") <= pl.col("accepted_on")
    )
    outdated = pl.col("checked_on__item").is_not_null() & in_force
    shorter = pl.min_horizontal("legal_days", "legal_days__item")
    return frame.with_columns(
        legal_days=pl.when(outdated).then(shorter).otherwise("legal_days")
    ).drop(f"{name}__item" for name in names)
