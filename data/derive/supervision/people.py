"""The staff: scores and bands of assessments by the rules of their month, and the days of findings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from data.derive.frames import Context

CLOSED_AFTER = 31  # calendar days from the end of a month until its books are closed
PARTS = ("volume", "on_time", "satisfaction", "discipline", "learning")
BANDS = ("a", "b", "c")
ALL = 100  # per cent


def is_late(columns: Mapping[str, Any]) -> pl.Series:
    """Rows written after the books of their month were closed; of one that does not say when, false."""
    month, recorded = columns["month"], columns["recorded_at"]
    closed = month.dt.month_end() + pl.duration(days=CLOSED_AFTER)
    return pl.select((recorded.dt.date() > closed).fill_null(False)).to_series()


def held_on(versions: pl.DataFrame, member: str, of: str, on: date) -> dict[str, tuple[int, date]]:
    """Member → what held on a day, and since when."""
    if versions.is_empty():
        return {}
    held = versions.filter(
        (pl.col("since") <= on) & (pl.col("until").is_null() | (pl.col("until") >= on))
    )
    return {
        str(name): (n, since) for name, n, since in held.select(member, of, "since").iter_rows()
    }


def derive_assessments(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Score and band by the weights and bounds that held on the first day of the month.

    A rule that comes into force later changes no earlier month. Where the weights of a month do not
    add up to 100 % nothing is scored; where it has no bounds, nothing is in a band.
    """
    weights, bands = context.needed("assessment-rules"), context.needed("assessment-bands")
    months = frame["month"].unique().drop_nulls().to_list()
    held = pl.DataFrame([_of_month(on, weights, bands) for on in months], _HELD, orient="row")
    frame = frame.join(held, on="month", how="left", maintain_order="left")
    weighed = pl.sum_horizontal(pl.col(part) * pl.col(f"__{part}") for part in PARTS)
    exact = pl.when(pl.col("__since").is_not_null()).then(weighed)
    score, stated = exact // ALL, pl.col("stated_score")
    band = pl.lit(None, pl.String)
    for name in reversed(BANDS):
        band = pl.when(score >= pl.col(f"__{name}")).then(pl.lit(name)).otherwise(band)
    flags = {f"in_{name}": (band == name).fill_null(False).cast(pl.Int64) for name in BANDS}
    return frame.with_columns(
        rules_since=pl.col("__since"),
        score=score,
        band=band,
        assessed=score.is_not_null().cast(pl.Int64),
        # Hundredths, so that 0.1 is no matter.
        differs=((stated * ALL - exact).abs() >= ALL).fill_null(False).cast(pl.Int64),
        **flags,
    ).drop(name for name in _HELD if name != "month")


_HELD: dict[str, Any] = {
    "month": pl.Date,
    "__since": pl.Date,
    **{f"__{name}": pl.Int64 for name in (*PARTS, *BANDS)},
}


def _of_month(on: date, weights: pl.DataFrame, bands: pl.DataFrame) -> tuple[Any, ...]:
    """What held on the first day of a month: since when (null: no whole set of weights), and how much."""
    of_parts, least = held_on(weights, "part", "weight", on), held_on(bands, "band", "least", on)
    whole = sum(n for n, _ in of_parts.values()) == ALL
    since = max(since for _, since in of_parts.values()) if whole else None
    return (
        on,
        since,
        *(of_parts.get(part, (0,))[0] for part in PARTS),
        *(least[band][0] if band in least else None for band in BANDS),
    )


def derive_findings(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The last day of the cases of the check that a finding is of."""
    checks = context.needed("spot-checks")
    if checks.is_empty():
        return frame
    days = checks.select("check_no", pl.col("to_on").alias("__to_on"))
    joined = frame.join(days, on="check_no", how="left", maintain_order="left")
    return joined.with_columns(to_on=pl.col("__to_on")).drop("__to_on")
