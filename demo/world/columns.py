"""Arrays of drawn numbers as polars columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

INSTANT = pl.Datetime("ms")


def coded(name: str, positions: npt.NDArray[np.integer], values: Sequence[str]) -> pl.Series:
    """Positions in a list of values as an Enum column; −1 is missing."""
    series = pl.Series(positions.astype(np.int32))
    indices = pl.select(pl.when(series >= 0).then(series).cast(pl.UInt32)).to_series()
    return pl.Series(values, dtype=pl.Enum(values)).gather(indices).alias(name)


def instants(name: str, seconds: npt.NDArray[np.int64]) -> pl.Series:
    """Seconds since 1970 on the hall's clock as instants without zone; −1 is missing."""
    series = pl.Series(name, seconds * 1000)
    return pl.select(pl.when(series >= 0).then(series).cast(INSTANT).alias(name)).to_series()


def optional(name: str, numbers: npt.NDArray[np.int64]) -> pl.Series:
    """Whole numbers; −1 is missing."""
    series = pl.Series(name, numbers)
    return pl.select(pl.when(series >= 0).then(series).cast(pl.Int32).alias(name)).to_series()
