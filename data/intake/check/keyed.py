"""Records' numbers replaced by their keyed hashes."""

from __future__ import annotations

import polars as pl

from data.rules.keyed_hash import keyed_hash
from data.settings import record_key


def keyed(numbers: pl.Series) -> pl.Series:
    """The keyed hash of each number of a field (null stays null), under the installation's key."""
    key, kind = record_key(), numbers.name
    hashes = [None if number is None else keyed_hash(key, kind, number) for number in numbers]
    return pl.Series(kind, hashes, dtype=pl.String)
