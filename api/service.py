"""What the service is and how it is doing: /api/v1, /status, health."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, func, select

from api import links
from api.state import State, age_seconds
from data.catalog import DATASETS, INDICATORS
from data.hall import hall
from data.store import BATCHES, TABLES


def addresses() -> dict[str, str]:
    """The addresses of the API with what each gives."""
    return {
        f"{links.BASE}/live": "the numbers of the wall: today against a usual day",
        f"{links.BASE}/status": "how fresh each dataset is, and whether intake is alive",
        f"{links.BASE}/indicators": "the definitions of all indicators",
        f"{links.BASE}/indicators/{{id}}": "one definition",
        f"{links.BASE}/indicators/{{id}}/values": "its values: from, to, grain, by, {{dimension}}; .csv",
        f"{links.BASE}/indicators/{{id}}/rows": "the records behind a value: part=numerator|denominator; .csv",
        f"{links.BASE}/datasets": "the catalogue of datasets",
        f"{links.BASE}/datasets/{{id}}": "the schema of a dataset",
        f"{links.BASE}/datasets/{{id}}/records": "its records: filters, ranges, fields, sort, limit, cursor; .csv",
        f"{links.BASE}/datasets/{{id}}/facets": "how many records have each value of a field",
    }


def description(lang: str) -> dict[str, Any]:
    """The service description: who publishes what, under which licence, where."""
    return {
        "name": hall().name[lang],
        "publisher": hall().publisher[lang],
        "contact": hall().contact[lang],
        "licence": {"id": hall().licence, "title": hall().licence_title[lang], "url": hall().licence_url},
        "zone": str(hall().zone),
        "endpoints": [{"path": path, "gives": gives} for path, gives in addresses().items()],
        "indicators": list(INDICATORS),
        "datasets": list(DATASETS),
    }


def status(engine: Engine, state: State) -> dict[str, Any]:
    """Per dataset how old its newest event and batch are, its rows and rejected lines; the heartbeat."""
    age = age_seconds(state.heartbeat)
    with engine.connect() as connection:
        query = select(
            BATCHES.c.dataset, func.max(BATCHES.c.committed_at), func.sum(BATCHES.c.rejected)
        ).group_by(BATCHES.c.dataset)
        batches = {row[0]: (row[1], row[2]) for row in connection.execute(query)}
        entries = []
        for dataset in DATASETS.values():
            rows = connection.execute(select(func.count()).select_from(TABLES[dataset.id])).scalar_one()
            entries.append(_freshness(dataset.id, state, rows, *batches.get(dataset.id, (None, 0))))
    return {
        "data_version": state.data_version,
        "heartbeat": state.heartbeat.isoformat() if state.heartbeat else None,
        "heartbeat_age_seconds": None if age is None else round(age, 1),
        "intake_alive": age is not None and age <= hall().heartbeat_stale_seconds,
        "datasets": entries,
    }


def _freshness(id: str, state: State, rows: int, batch: Any, rejected: int | None) -> dict[str, Any]:
    dataset, newest = DATASETS[id], state.newest.get(id)
    age, limit = age_seconds(newest), dataset.max_age_seconds
    return {
        "dataset": id,
        "newest_event": newest.isoformat() if newest else None,
        "newest_batch": batch.astimezone(hall().zone).isoformat() if batch else None,
        "seconds_out_of_date": None if age is None else round(age),
        "max_age_expected": limit,
        "stale": bool(limit and age is not None and age > limit),
        "rows": rows,
        "rejected_rows": rejected or 0,
    }
