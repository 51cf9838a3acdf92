"""The simulated hall's past, as files that a real system might have exported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl

from demo.export import profile, write
from demo.hall import SimulatedHall
from demo.states import KINDS, state_at

REFERENCE = ("departments", "items", "windows", "districts", "reported-figures")


def local(instant: datetime) -> datetime:
    """An instant with zone on the hall's clock, to the second, without zone."""
    if instant.tzinfo is None:
        raise ValueError("the simulated hall needs an instant with a time zone")
    zone = profile().zone
    return instant.astimezone(zone).replace(tzinfo=None, microsecond=0)


def quarters(start: date, end: date) -> Iterator[tuple[str, list[date]]]:
    """The days from start to end, both included, by quarter: ("2025-Q1", [days])."""
    days: list[date] = []
    name = ""
    for n in range((end - start).days + 1):
        day = start + timedelta(days=n)
        quarter = f"{day.year}-Q{(day.month + 2) // 3}"
        if quarter != name and days:
            yield name, days
            days = []
        name = quarter
        days.append(day)
    if days:
        yield name, days


def history(hall: SimulatedHall, folder: Path, now: datetime) -> Iterator[tuple[str, Path]]:
    """Write everything up to `now` (with zone), file by file: (dataset, path) as each one is done.

    Reference lists come first, then for each quarter one file per dataset; of small datasets one file
    comes with the last quarter. Nothing later than `now` is in them; cases that end later are open.
    """
    folder.mkdir(parents=True, exist_ok=True)
    instant = local(now)
    for name in (one for one in REFERENCE if one in hall.frames):
        yield name, write(name, hall.frames[name], folder / f"{name}.csv")
    waiting: dict[str, list[pl.DataFrame]] = {name: [] for name in KINDS}
    for quarter, days in quarters(hall.start, instant.date()):
        last = days[-1] == instant.date()
        end = (
            instant if last else datetime.combine(days[-1] + timedelta(days=1), datetime.min.time())
        )
        for name, lives in hall.lives(days).items():
            if KINDS[name].small and not last:
                waiting[name].append(lives)
                continue
            frame, waiting[name] = _due(name, [*waiting[name], lives], end)
            rows = state_at(name, frame, instant)
            if len(rows):
                part = "" if KINDS[name].small else f"-{quarter}"
                yield name, write(name, rows, folder / f"{name}{part}.csv")


def _due(
    name: str, lives: list[pl.DataFrame], end: datetime
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The lives whose first step is by `end`, and the rest (ratings to come) for a later file."""
    frame = pl.concat(lives)
    if KINDS[name].key:  # rows are versions, filed with the day of the first
        return frame, []
    first = KINDS[name].steps[0]
    ready = frame.filter(pl.col(first) <= end)
    if name != "cases":
        ready = ready.sort(first, maintain_order=True)
    return ready, [frame.filter(pl.col(first) > end)]


def write_history(
    folder: Path,
    seed: int,
    start: date,
    now: datetime,
    frames: dict[str, pl.DataFrame] | None = None,
) -> list[tuple[str, Path]]:
    """All history files of a hall with this seed, from `start` to `now` (with zone)."""
    return list(history(SimulatedHall(seed, start, frames), folder, now))
