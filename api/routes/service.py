"""What the service is and how it is doing: /api/v1 and its /status."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import Engine, func, select

from api.openapi.operations import operations
from api.store_state import State, age_seconds
from data.catalog import DATASETS, INDICATORS
from data.definitions import Text
from data.hall import hall
from data.store.tables import BATCHES, TABLES


def addresses() -> dict[str, Text]:
    """The addresses of the API, as templates, with what each gives."""
    return {operation.path: operation.summary for operation in operations()}


def description(lang: str) -> dict[str, Any]:
    """The service description: who publishes what, under which licence, where."""
    return {
        "name": hall().name[lang],
        "publisher": hall().publisher[lang],
        "contact": hall().contact[lang],
        "licence": {
            "id": hall().licence,
            "title": hall().licence_title[lang],
            "url": hall().licence_url,
        },
        "zone": str(hall().zone),
        "endpoints": [{"path": path, "gives": text[lang]} for path, text in addresses().items()],
        "indicators": list(INDICATORS),
        "datasets": list(DATASETS),
    }


def status(engine: Engine, state: State, lang: str) -> dict[str, Any]:
    """Per dataset how old it is, its rows and rejected lines; and the heartbeat of intake."""
    age = age_seconds(state.heartbeat)
    rows = _rows(engine, state.data_version)
    with engine.connect() as connection:
        query = select(
            BATCHES.c.dataset, func.max(BATCHES.c.committed_at), func.sum(BATCHES.c.rejected)
        ).group_by(BATCHES.c.dataset)
        batches = {row[0]: (row[1], row[2]) for row in connection.execute(query)}
        entries = []
        for dataset in DATASETS.values():
            found = _freshness(dataset.id, state, *batches.get(dataset.id, (None, 0)))
            titled = {"dataset": dataset.id, "title": dataset.title[lang]}
            entries.append(titled | found | {"rows": rows[dataset.id]})
    return {
        "data_version": state.data_version,
        "heartbeat": state.heartbeat.isoformat() if state.heartbeat else None,
        "heartbeat_age_seconds": None if age is None else round(age, 1),
        "intake_alive": age is not None and age <= hall().heartbeat_stale_seconds,
        "datasets": entries,
    }


@lru_cache(maxsize=2)
def _rows(engine: Engine, version: int) -> dict[str, int]:
    """Rows per dataset, counted once per data version: screens ask for the status all day."""
    with engine.connect() as connection:
        counts = {id: select(func.count()).select_from(table) for id, table in TABLES.items()}
        return {id: connection.execute(count).scalar_one() for id, count in counts.items()}


def _freshness(id: str, state: State, batch: Any, rejected: int | None) -> dict[str, Any]:
    dataset, newest = DATASETS[id], state.newest.get(id)
    age, limit = age_seconds(newest), dataset.max_age_seconds
    return {
        "newest_event": newest.isoformat() if newest else None,
        "newest_batch": batch.astimezone(hall().zone).isoformat() if batch else None,
        "seconds_out_of_date": None if age is None else round(age),
        "max_age_expected": limit,
        "stale": bool(limit and age is not None and age > limit),
        "rejected_rows": rejected or 0,
    }
