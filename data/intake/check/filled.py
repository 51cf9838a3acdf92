"""What the fields of a record tell of one another: the day of a time, a name in the other language."""

from __future__ import annotations

from datetime import time

import polars as pl

from data.definitions import Dataset
from data.intake.profile.model import other_title, twin


def dates(typed: dict[str, pl.Series], days: dict[str, pl.Series]) -> None:
    """Fill an empty `..._on` with the day that the column of its `..._at` gives (`days`)."""
    for id, own in days.items():
        date_id = twin(id)
        if date_id and typed[date_id].null_count():
            day = typed[date_id]
            typed[date_id] = day.zip_with(day.is_not_null(), own).alias(date_id)


def titles(typed: dict[str, pl.Series]) -> None:
    """A name in one language stands in for the other: not every city writes Chinese."""
    for id in list(typed):
        other = other_title(id)
        if other in typed and typed[id].null_count():
            own, instead = typed[id], typed[other]
            typed[id] = own.zip_with(own.is_not_null(), instead).alias(id)


def forget_midnights(dataset: Dataset, typed: dict[str, pl.Series]) -> None:
    """An end at 00:00 of the day of its beginning is a day without a time."""
    for begin, end in dataset.ordered:
        first, last = typed[begin], typed[end]
        if twin(end) not in typed or last.null_count() == len(last):
            continue
        midnight = (last < first) & (last.dt.time() == time()) & (last.dt.date() == first.dt.date())
        if midnight.any():
            typed[end] = last.set(midnight.fill_null(False), None)
