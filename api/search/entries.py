"""What can be searched for: the catalogue, and the lists of items and departments as they are now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.answer import answers
from api.answer.answers import Page, Records
from api.search.index import Entry, Index
from data.catalog import PUBLISHED
from data.definitions import Dataset, Text
from data.store.identity import Mark

INDICATOR, DATASET, ITEM, DEPARTMENT = "indicator", "dataset", "item", "department"
KINDS = (INDICATOR, DATASET, ITEM, DEPARTMENT)
# Kind → the list that has it.
LISTS = {ITEM: "items", DEPARTMENT: "departments"}

# No hall has more items.
_ALL = 20_000

_indexed: tuple[Mark, Index] | None = None


def index() -> Index:
    """The index of the data as it is now. Raises `Unreadable`."""
    global _indexed  # one store per process; what is typed is not kept
    mark = answers.state().mark
    if _indexed is None or _indexed[0] != mark:
        _indexed = mark, Index(entries())
    return _indexed[1]


def entries() -> Iterator[Entry]:
    """Everything with a name, from the catalogue and the lists."""
    for dataset in PUBLISHED.values():
        text = Text(dataset.description.zh, dataset.description.en)
        yield Entry(DATASET, dataset.id, dataset.title, text=text)
        for indicator in dataset.indicators:
            yield Entry(INDICATOR, indicator.id, indicator.title, text=indicator.formula)
    for kind, id in LISTS.items():
        yield from _listed(kind, PUBLISHED[id])


def _listed(kind: str, dataset: Dataset) -> Iterator[Entry]:
    """The entries of a reference list, with all names that it has for each."""
    assert dataset.label
    key, (zh, en) = dataset.key[0], dataset.label
    short = tuple(f.id for f in dataset.public_fields if f.id.startswith("short_"))
    query = Records(dataset.id, fields=(key, zh, en, *short), page=Page(_ALL))
    rows: list[dict[str, Any]] = answers.answer(query)["data"]
    for row in rows:
        title = Text(row[zh] or row[en] or row[key], row[en] or row[zh] or row[key])
        names = tuple(row[name] for name in short if row[name])
        yield Entry(kind, row[key], title, names)
