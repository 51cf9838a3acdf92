"""Records that cannot be, by what their dataset says of them."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from data.definitions import Dataset, Field
from data.intake.check.faults import Faults, quoted


def key_of(dataset: Dataset, raw: pl.DataFrame, row: int) -> str:
    """Which record, where a line number says little: its key as the source has it."""
    return ", ".join(quoted(raw[id][row]) for id in dataset.key if id in raw.columns)


def check_impossible(
    dataset: Dataset,
    typed: dict[str, pl.Series],
    faults: Faults,
    named: Callable[[Field], str],
    raw: pl.DataFrame,
) -> None:
    """Note the records that `Dataset.impossible` tells of, each with its value and its key."""
    for one in dataset.impossible:
        name, values = named(dataset.field(one.field)), typed[one.field]
        faults.add(
            one.field,
            one.when(typed),
            lambda row, one=one, name=name, values=values: (
                f"{name}: {quoted(values[row])} ({key_of(dataset, raw, row)}): {one.reason}"
            ),
        )
