"""Whether an answer lacks rows that come the day after: what is running is not listed row by row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from data.answers.records.behind_values import one_side, rows_behind
from data.answers.records.precision import highest_of, span_of
from data.catalog import DATASETS, OWNERS
from data.definitions import Dataset
from data.definitions.part import Behind, InPeriod
from data.questions import Facets, Proof, Records
from data.rollups.coverage import coverage
from data.rollups.plan import NONE


def awaits_tomorrow(connection: Connection, query: Proof | Records | Facets, today: date) -> bool:
    """Whether rows of the running day would be among those asked for, were they listed already."""
    if isinstance(query, Proof):
        rows = rows_behind(query.indicator, query.part)
        if isinstance(rows, Behind):
            return awaits_tomorrow(connection, one_side(connection, query, rows, today), today)
        dataset = OWNERS[query.indicator]
        dated = rows.part.dated if isinstance(rows, InPeriod) else None
        reaches = dated == dataset.next_day and (query.to is None or query.to >= today)
    else:
        dataset = DATASETS[query.dataset]
        reaches = all(highest is None or highest >= today for highest in _latest(dataset, query))
    if not dataset.next_day or not reaches:
        return False
    covered = coverage(connection, dataset)
    return covered is not None and covered.last >= today


def _latest(dataset: Dataset, query: Records | Facets) -> Iterator[date | None]:
    """The last day that each filter by the date `next_day` allows."""
    if not dataset.next_day:
        return
    dated = dataset.field(dataset.next_day)
    for name, values in query.where:
        if name == dated.id:
            yield max((span_of(dated, v)[1] for v in values if v != NONE), default=date.min)
    for name, _, highest in query.ranges:
        if name == dated.id and highest is not None:
            yield highest_of(dated, highest)
