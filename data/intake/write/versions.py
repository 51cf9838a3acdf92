"""Which lines of a batch are new versions, and which are duplicates.

Higher `recorded_at` wins; equal or lower is a duplicate. Without `recorded_at` on both sides an
identical record is a duplicate and a changed one an update. Lines of one file count in their order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from data.intake.write.stage import ROW

KEY, RECORDED, HASH = "__key", "__recorded", "__hash"


@dataclass(frozen=True)
class Decision:
    """`losers`: rows not to be stored (duplicates, and versions overtaken within the file)."""

    losers: pl.Series
    duplicates: int


def decide(
    lines: pl.DataFrame, stored: pl.DataFrame, keys: Callable[[pl.DataFrame], pl.DataFrame]
) -> Decision:
    """Compare a batch with itself and with the store.

    `lines`: `__row`, `__key` (a hash of it), `__recorded` (seconds or null), `__hash` of the content.
    `stored`, for rows whose key the store has: `__row`, `stored_recorded`, `identical`. `keys` gives
    the keys themselves for rows, where hashes are equal (which two keys can be).
    """
    if stored.is_empty() and not _any_twice(lines[KEY]):
        return Decision(pl.Series(ROW, [], pl.Int64), 0)
    repeated = lines[KEY].is_duplicated()
    lines = lines.join(stored, on=ROW, how="left", maintain_order="left")
    single = lines.filter(~repeated)
    known = pl.col("identical").is_not_null()
    by_time = pl.col(RECORDED).is_not_null() & pl.col("stored_recorded").is_not_null()
    newer = (
        pl.when(by_time)
        .then(pl.col(RECORDED) > pl.col("stored_recorded"))
        .otherwise(~pl.col("identical"))
    )
    losers = single.filter(known & ~newer)[ROW]
    if not repeated.any():
        return Decision(losers, len(losers))
    more_losers, duplicates = _walk(keys(lines.filter(repeated)))
    return Decision(pl.concat([losers, more_losers]), len(losers) + duplicates)


def _any_twice(keys: pl.Series) -> bool:
    """By sorting: a tenth of the memory that a set of a million keys takes."""
    ordered = np.sort(keys.to_numpy())
    return bool((ordered[1:] == ordered[:-1]).any())


def _walk(lines: pl.DataFrame) -> tuple[pl.Series, int]:
    """Keys that occur more than once in the file, line by line in its order."""
    last: dict[str, tuple[int, int | None, int | None, bool]] = {}
    losers: list[int] = []
    duplicates = 0
    columns = (ROW, KEY, RECORDED, HASH, "stored_recorded", "identical")
    for row, key, recorded, content, stored_recorded, identical in lines.select(
        columns
    ).iter_rows():
        before = last.get(key)
        if before is None:
            seen, prior, same = identical is not None, stored_recorded, identical
        else:
            seen, prior, same = True, before[1], before[2] == content
        newer = recorded > prior if seen and None not in (recorded, prior) else not same
        if seen and not newer:
            losers.append(row)
            duplicates += 1
            # A stored version that this line repeats stays the one to beat.
            last.setdefault(key, (-1, prior, content if same else None, False))
            continue
        if before is not None and before[3]:
            losers.append(before[0])  # accepted, then overtaken by a later line
        last[key] = (row, recorded, content, True)
    return pl.Series(ROW, losers, dtype=pl.Int64), duplicates
