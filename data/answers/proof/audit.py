"""An audit sample of a dataset's records: the same for everyone who has the seed (审计抽样)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from data.answers.records.of_dataset import of_records
from data.answers.records.pages import read
from data.catalog import DATASETS
from data.definitions import Dataset, Field, Text
from data.questions import Page, Records, Sample, Unanswerable
from data.rollups.plan import NONE
from data.rules.audit_sampling import shared_out, smallest
from data.store.backend import backend_of
from data.store.tables import TABLES, from_day_number

N_MOST = 500
# Each key is hashed: a quarter of cases, in half a second.
POPULATION_MOST = 300_000
TOO_MANY = Text(
    f"总体超过{POPULATION_MOST:,}条：请缩短 from 到 to 的时期，如逐季抽取",
    f"there are more than {POPULATION_MOST:,} records to draw from: shorten from … to, by quarters for instance",
)
NO_DATE = Text(
    "该数据集没有公布的日期，只能不写 from、to",
    "the dataset publishes no date: leave out from and to",
)


@dataclass(frozen=True)
class Stratum:
    code: str
    population: int
    sampled: int


@dataclass(frozen=True)
class Drawn:
    """A sample: its strata (one, of code "", without `stratify`), and its records with their tickets.

    `rows`: records as JSON text by key; `tickets`: (ticket, key, stratum) in order of the ticket.
    """

    strata: tuple[Stratum, ...]
    tickets: tuple[tuple[str, str, str], ...]
    rows: Mapping[str, str]

    @property
    def population(self) -> int:
        return sum(one.population for one in self.strata)


def dates_of(dataset: Dataset) -> tuple[Field, ...]:
    """The dates by which records can be drawn: published ones; the first is the usual one."""
    return tuple(f for f in dataset.public_fields if f.type == "date" and not f.scheduled)


def strata_of(dataset: Dataset) -> tuple[str, ...]:
    """The fields by which a sample can be shared out: published ones with few values."""
    few = (f for f in dataset.public_fields if not f.several and (f.type == "code" or f.refers))
    return tuple(f.id for f in few if f.id not in dataset.key)


def drawn(connection: Connection, query: Sample) -> Drawn:
    """Draw the sample. Raises `Unanswerable` for dates of a dataset that publishes none."""
    dataset = DATASETS[query.dataset]
    if (query.from_ or query.to) and not query.dated:
        raise Unanswerable("from", NO_DATE)
    strata, tickets = chosen(_population(connection, dataset, query), query)
    return Drawn(strata, tickets, _rows(connection, dataset, [key for _, key, _ in tickets]))


def chosen(
    population: Iterable[tuple[str, str]], query: Sample
) -> tuple[tuple[Stratum, ...], tuple[tuple[str, str, str], ...]]:
    """The strata of a population of (stratum, key), and the tickets that are drawn of them."""
    by: dict[str, list[str]] = {}
    for code, key in population:
        by.setdefault(code, []).append(key)
    shares = shared_out(query.n, {code: len(keys) for code, keys in sorted(by.items())})
    tickets: list[tuple[str, str, str]] = []
    for code, keys in by.items():
        tickets += [(one, key, code) for one, key in smallest(query.seed, keys, shares[code])]
    tickets.sort()
    strata = tuple(Stratum(code, len(by[code]), shares[code]) for code in sorted(by))
    return strata, tuple(tickets)


def _ranges(dataset: Dataset, query: Sample) -> tuple[tuple[str, Any, Any], ...]:
    if not query.dated or not (query.from_ or query.to):
        return ()
    field = dataset.field(query.dated)

    def end(day: date | None) -> Any:
        return f"{day:%Y-%m}" if day and field.coarse else day

    return ((query.dated, end(query.from_), end(query.to)),)


def _population(connection: Connection, dataset: Dataset, query: Sample) -> list[tuple[str, str]]:
    """The stratum and the key of each record that may be drawn."""
    selection = of_records(Records(dataset.id, ranges=_ranges(dataset, query)))
    columns = TABLES[dataset.id].c
    names = [*dataset.key, *([query.stratify] if query.stratify else [])]
    statement = select(*(columns[name] for name in names)).where(*selection.shape)
    backend, values = backend_of(connection), dict(selection.values)
    limited = statement.limit(POPULATION_MOST + 1)
    rows = backend.prepared(limited).rows(connection, values)
    if len(rows) > POPULATION_MOST:
        raise Unanswerable("from", TOO_MANY)
    types = [dataset.field(name).type for name in dataset.key]
    width = len(types)
    return [
        (
            str(row[width] if row[width] is not None else NONE) if query.stratify else "",
            _key(row, types),
        )
        for row in rows
    ]


def _key(values: Any, types: Sequence[str]) -> str:
    """A record's key as it is published: dates in ISO 8601, the parts joined by commas."""
    parts = [
        from_day_number(value).isoformat() if type == "date" and isinstance(value, int) else value
        for value, type in zip(values, types, strict=False)
    ]
    return ",".join("" if part is None else str(part) for part in parts)


def _rows(connection: Connection, dataset: Dataset, keys: list[str]) -> dict[str, str]:
    """The published records of these keys, as JSON text."""
    wanted, found = set(keys), dict[str, str]()
    first = dataset.field(dataset.key[0])
    types = [dataset.field(name).type for name in dataset.key]
    codes: tuple[Any, ...] = tuple(dict.fromkeys(key.split(",")[0] for key in keys))
    if first.type == "date":
        codes = tuple(date.fromisoformat(code) for code in codes)
    selection, after, more = (
        of_records(Records(dataset.id, where=((first.id, codes),))),
        None,
        bool(keys),
    )
    while more and len(found) < len(wanted):
        lines, after = read(connection, selection, Page(1_000, after), "object")
        more = after is not None
        for line in lines:
            record = json.loads(line)
            key = _key([record[name] for name in dataset.key], types)
            if key in wanted:
                found[key] = line
    return found
