"""Which lines of a batch are new versions, and which are duplicates.

Higher `recorded_at` wins; equal or lower is a duplicate, and an equal one with another content a
conflict besides. Without `recorded_at` on both sides an identical record is a duplicate and a changed
one an update, which inherits the time of what it replaces: else an older export, sent again, would
win over it. Lines of one file count in their order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import polars as pl

from data.definitions import Dataset
from data.intake.write.stage import ROW
from data.store.tables import VOID_BIT

KEY, RECORDED, HASH, GIVEN = "__key", "__recorded", "__hash", "__given"


@dataclass
class Decision:
    """`losers`: rows not to be stored (duplicates, and versions overtaken within the file).

    Of the duplicates, `conflicts` have the time of the version they meet and another content;
    `replaced`: (row, the later row of the file that overtook it); `stamps`: (row, the time that it
    inherits).
    """

    losers: pl.Series
    duplicates: int
    conflicts: list[int] = field(default_factory=list)
    replaced: list[tuple[int, int]] = field(default_factory=list)
    stamps: list[tuple[int, int]] = field(default_factory=list)


def given_bits(dataset: Dataset, source: pl.DataFrame, derived: pl.DataFrame) -> pl.Series:
    """A bit for each field whose value is the source's own, not computed or looked up.

    Only in these can two lines contradict each other: what is computed may come out otherwise a day
    later.
    """
    own = 1 << VOID_BIT
    computed = []
    for bit, f in enumerate(dataset.fields):
        if f.id == "recorded_at" or f.computed:
            continue
        if not f.derived:
            own |= 1 << bit
        elif source[f.id].null_count() < len(source):
            unchanged = source[f.id].is_not_null() & source[f.id].eq_missing(derived[f.id])
            computed.append(unchanged.cast(pl.Int64) * (1 << bit))
    bits = pl.repeat(own, len(source), dtype=pl.Int64, eager=True)
    for more in computed:
        bits |= more
    return bits.alias(GIVEN)


def decide(
    lines: pl.DataFrame, stored: pl.DataFrame, keys: Callable[[pl.DataFrame], pl.DataFrame]
) -> Decision:
    """Compare a batch with itself and with the store.

    `lines`: `__row`, `__key` (a hash of it), `__recorded` (seconds or null), `__hash` of the content,
    `__given` (see `given_bits`). `stored`, for rows whose key the store has: `__row`,
    `stored_recorded`, `differs` (see `data.store.backend`). `keys` gives the keys themselves for
    rows, where hashes are equal (which two keys can be).
    """
    if stored.is_empty() and not _any_twice(lines[KEY]):
        return Decision(pl.Series(ROW, [], pl.Int64), 0)
    repeated = lines[KEY].is_duplicated()
    lines = lines.join(stored, on=ROW, how="left", maintain_order="left")
    single = lines.filter(~repeated & pl.col("differs").is_not_null())
    recorded, before = pl.col(RECORDED), pl.col("stored_recorded")
    by_time = recorded.is_not_null() & before.is_not_null()
    newer = pl.when(by_time).then(recorded > before).otherwise(pl.col("differs") != 0)
    losers = single.filter(~newer)[ROW]
    contradicts = by_time & (recorded == before) & (pl.col("differs") & pl.col(GIVEN) != 0)
    inheriting = single.filter(newer & recorded.is_null() & before.is_not_null())
    decision = Decision(
        losers,
        len(losers),
        conflicts=single.filter(contradicts)[ROW].to_list(),
        stamps=inheriting.select(ROW, "stored_recorded").rows(),
    )
    if repeated.any():
        _walk(keys(lines.filter(repeated)), decision)
    return decision


def _any_twice(keys: pl.Series) -> bool:
    """By sorting: a tenth of the memory that a set of a million keys takes."""
    ordered = np.sort(keys.to_numpy())
    return bool((ordered[1:] == ordered[:-1]).any())


class _Version(NamedTuple):
    """The version to beat: of the file (`row`, `accepted`) or of the store (row −1)."""

    row: int
    recorded: int | None
    content: int | None
    accepted: bool


def _walk(lines: pl.DataFrame, decision: Decision) -> None:
    """Keys that occur more than once in the file, line by line in its order."""
    last: dict[str, _Version] = {}
    losers: list[int] = []
    columns = (ROW, KEY, RECORDED, HASH, GIVEN, "stored_recorded", "differs")
    for row, key, recorded, content, given, stored_recorded, differs in lines.select(
        columns
    ).iter_rows():
        version = last.get(key)
        if version is None:
            exists, prior, same = differs is not None, stored_recorded, differs == 0
            other = exists and differs & given != 0
        else:
            exists, prior, same = True, version.recorded, version.content == content
            other = version.content is not None and not same
        newer = recorded > prior if exists and None not in (recorded, prior) else not same
        if exists and not newer:
            losers.append(row)
            decision.duplicates += 1
            if other and recorded is not None and recorded == prior:
                decision.conflicts.append(row)
            # A stored version that this line repeats stays the one to beat.
            last.setdefault(key, _Version(-1, prior, content if same else None, False))
            continue
        if version is not None and version.accepted:
            losers.append(version.row)
            decision.replaced.append((version.row, row))
        if recorded is None and prior is not None:
            recorded = prior
            decision.stamps.append((row, prior))
        last[key] = _Version(row, recorded, content, True)
    decision.losers = pl.concat([decision.losers, pl.Series(ROW, losers, dtype=pl.Int64)])
