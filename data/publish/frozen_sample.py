"""An audit sample from the rows of a published day: the same years later, whatever was corrected since."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from data.answers.proof.audit import (
    NO_DATE,
    POPULATION_MOST,
    TOO_MANY,
    Drawn,
    chosen,
)
from data.catalog import DATASETS
from data.definitions import Dataset, Text
from data.publish import folder
from data.publish.folder import Published
from data.publish.manifest import File
from data.questions import Sample, Unanswerable
from data.rollups.plan import NONE

_REMOVED = Text(
    "{date} 的记录已按保留期限移除，只余数值和清单",
    "the records of {date} were removed by retention; its numbers and its manifest remain",
)
_NOTHING = Text(
    "{date} 没有发布该数据集的记录", "no records of the dataset were published on {date}"
)
_NAMED = 20
Row = dict[str, str]
# A cell as the API gives it in JSON.
_TYPED: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "number": float,
    "boolean": lambda text: text == "true",
}


def drawn(query: Sample) -> Drawn:
    """Draw the sample. Raises `Unanswerable` for a day without records of the dataset, naming those with."""
    dataset = DATASETS[query.dataset]
    if (query.from_ or query.to) and not query.dated:
        raise Unanswerable("from", NO_DATE)
    day = _day(query)
    population = list(islice(_rows(day, dataset, query), POPULATION_MOST + 1))
    if len(population) > POPULATION_MOST:
        raise Unanswerable("from", TOO_MANY)
    by_key = {_key(dataset, row): row for row in population}
    strata, tickets = chosen(
        ((_stratum(row, query.stratify), key) for key, row in by_key.items()), query
    )
    rows = {
        key: json.dumps(_record(dataset, by_key[key]), ensure_ascii=False) for _, key, _ in tickets
    }
    return Drawn(strata, tickets, rows)


def _day(query: Sample) -> Published:
    day = folder.of_date(query.snapshot)
    if day and not day.removed and _files(day, query):
        return day
    text = _REMOVED if day and day.removed else _NOTHING
    said = Text(text.zh.format(date=query.snapshot), text.en.format(date=query.snapshot))
    there = [one for one in folder.published() if not one.removed and _files(one, query)]
    raise Unanswerable("snapshot", said, tuple(one.date for one in reversed(there))[:_NAMED])


def _files(day: Published, query: Sample) -> list[File]:
    """The files of the dataset's rows that may have some of those that are drawn from."""
    dataset = DATASETS[query.dataset]
    is_filed = query.dated == dataset.filed_by

    def may(month: str | None) -> bool:
        if month is None or not is_filed:
            return True
        first, last = (end and f"{end:%Y-%m}" for end in (query.from_, query.to))
        return (not first or first <= month) and (not last or month <= last)

    return [
        one
        for one in day.manifest.files
        if one.kind == "records"
        and one.dataset == dataset.id
        and one.path.endswith(".csv")
        and may(one.month)
    ]


def _rows(day: Published, dataset: Dataset, query: Sample) -> Iterator[Row]:
    """The rows dated from `from_` to `to`; dates in ISO 8601 are in order as text."""
    first, last = (end.isoformat() if end else "" for end in (query.from_, query.to))
    for one in _files(day, query):
        with gzip.open(day.folder / one.stored) as file:
            for row in csv.DictReader(io.TextIOWrapper(file, "utf-8", newline="")):
                on = row[query.dated] if first or last else ""
                if (not first or (on and first <= on)) and (not last or (on and on <= last)):
                    yield {name: _plain(text) for name, text in row.items()}


def _plain(text: str) -> str:
    """Without the apostrophe before what a spreadsheet would run."""
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def _key(dataset: Dataset, row: Row) -> str:
    return ",".join(row[name] for name in dataset.key)


def _stratum(row: Row, by: str) -> str:
    return (row[by] or NONE) if by else ""


def _record(dataset: Dataset, row: Row) -> dict[str, Any]:
    types = {field.id: field.published_type for field in dataset.public_fields}
    return {
        name: _TYPED.get(types.get(name, "text"), str)(text) if text else None
        for name, text in row.items()
    }
