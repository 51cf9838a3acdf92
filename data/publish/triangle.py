"""How each month's value was published, day after day: a revision triangle, as economists call it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from data.publish import frozen_values
from data.publish.folder import Published
from data.publish.frozen_values import COLUMNS

_AT = {name: i for i, name in enumerate(COLUMNS)}


@dataclass(frozen=True)
class Vintage:
    """A month's value as it was first published on a day; `partial`: the month was running then."""

    period: str
    published: str
    partial: bool
    value: str
    numerator: str
    denominator: str


def triangle(days: list[Published], indicator: str) -> Iterator[Vintage]:
    """The hall-wide values by month of all days, each where it is another one than the day before."""
    known: dict[str, tuple[str, ...]] = {}
    digest = ""
    for day in days:
        file = day.manifest.file(f"indicators/{indicator}.csv")
        if file is None or file.sha256 == digest:
            continue
        digest = file.sha256
        for line in _months(str(day.folder / file.stored), digest):
            now = tuple(line[1:])
            if known.get(line[0]) != now:
                known[line[0]] = now
                partial, *numbers = now
                yield Vintage(line[0], day.date, partial == "true", *numbers)


@lru_cache(512)
def _months(stored: str, digest: str) -> tuple[tuple[str, ...], ...]:
    """Period, partial, value, numerator and denominator of each month of a file."""
    del digest  # another file under the same name
    with gzip.open(stored) as content:
        lines = frozen_values.read(content.read())
    names = ("period", "partial", "value", "numerator", "denominator")
    return tuple(
        tuple(line[_AT[name]] for name in names)
        for line in lines
        if line[_AT["grain"]] == "month" and not line[_AT["dimension"]]
    )
