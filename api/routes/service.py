"""What the service is and how it is doing: /api/v1, its /status, and what looks after machines."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated, Any, TypedDict

import orjson
from flask import Response, request
from sqlalchemy import Engine, func, select

from api.answer import answers
from api.documents import envelope
from api.documents.json_types import Count, DatasetId, IndicatorId, Instant, Keywords, Link
from api.openapi.endpoint import Call, Operation
from api.store_state import State, age_seconds
from data.catalog import PUBLISHED, PUBLISHED_INDICATORS
from data.definitions import Dataset, Text
from data.hall import hall
from data.store.identity import Mark
from data.store.tables import BATCHES, TABLES

_UNKEPT = {"Cache-Control": "no-store"}


class Licence(TypedDict):
    id: str
    title: str
    url: Link


class Address(TypedDict):
    path: Annotated[
        str, Text("地址，花括号内须替换", "an address; what is in braces is to be replaced")
    ]
    gives: str


class Service(TypedDict):
    name: str
    publisher: str
    contact: str
    licence: Licence
    zone: str
    endpoints: list[Address]
    indicators: list[IndicatorId]
    datasets: list[DatasetId]


class Freshness(TypedDict):
    dataset: DatasetId
    title: str
    newest_event: Instant | None
    newest_batch: Instant | None
    seconds_out_of_date: Count | None
    max_age_expected: Count | None
    stale: bool
    rows: Annotated[
        Count | None, Text("只公布统计数的没有", "none where only numbers are published")
    ]
    rejected_rows: Count


class Status(TypedDict):
    data_version: Count
    heartbeat: Annotated[Instant | None, Text("数据接入的最近心跳", "when intake was last alive")]
    heartbeat_age_seconds: Annotated[float, Keywords(minimum=0)] | None
    intake_alive: bool
    datasets: list[Freshness]


def description(operations: Iterable[Operation], lang: str) -> Service:
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
        "endpoints": [{"path": o.path, "gives": o.summary[lang]} for o in operations],
        "indicators": list(PUBLISHED_INDICATORS),
        "datasets": list(PUBLISHED),
    }


def status(call: Call) -> Response:
    """How the service is doing now; kept by nobody."""
    answers.refresh()
    state = answers.state()
    data = status_of(answers.engine(), state, call.lang)
    document = envelope.envelope(data, state, {"self": request.path})
    return Response(orjson.dumps(document), mimetype="application/json", headers=_UNKEPT)


def alive(call: Call) -> Response:
    return Response("ok\n", mimetype="text/plain", headers=_UNKEPT)


def ready(call: Call) -> Response:
    reason = answers.unready()
    if reason is None:
        return Response("ready\n", mimetype="text/plain", headers=_UNKEPT)
    return Response(f"{reason}\n", 503, mimetype="text/plain", headers=_UNKEPT)


def status_of(engine: Engine, state: State, lang: str) -> Status:
    """Per dataset how old it is, its rows and rejected lines; and the heartbeat of intake."""
    age = age_seconds(state.heartbeat)
    rows = _rows(engine, state.mark)
    with engine.connect() as connection:
        query = select(
            BATCHES.c.dataset, func.max(BATCHES.c.committed_at), func.sum(BATCHES.c.rejected)
        ).group_by(BATCHES.c.dataset)
        batches = {row[0]: (row[1], row[2]) for row in connection.execute(query)}
    datasets = [
        _freshness(dataset, state, lang, rows[id], *batches.get(id, (None, 0)))
        for id, dataset in PUBLISHED.items()
    ]
    return {
        "data_version": state.data_version,
        "heartbeat": state.heartbeat.isoformat() if state.heartbeat else None,
        "heartbeat_age_seconds": None if age is None else round(age, 1),
        "intake_alive": age is not None and age <= hall().heartbeat_stale_seconds,
        "datasets": datasets,
    }


@lru_cache(maxsize=2)
def _rows(engine: Engine, mark: Mark) -> dict[str, int]:
    """Rows per dataset, counted once per state of the store: screens ask for the status all day."""
    with engine.connect() as connection:
        counts = {id: select(func.count()).select_from(TABLES[id]) for id in PUBLISHED}
        return {id: connection.execute(count).scalar_one() for id, count in counts.items()}


def _freshness(
    dataset: Dataset, state: State, lang: str, rows: int, batch: Any, rejected: int | None
) -> Freshness:
    newest, limit = state.newest.get(dataset.id), dataset.max_age_seconds
    batch = state.moved.get(dataset.id, batch)
    age = age_seconds(newest)
    return {
        "dataset": dataset.id,
        "title": dataset.title[lang],
        "newest_event": newest.isoformat() if newest else None,
        "newest_batch": batch.astimezone(hall().zone).isoformat() if batch else None,
        "seconds_out_of_date": None if age is None else round(age),
        "max_age_expected": limit,
        "stale": bool(limit and age is not None and age > limit),
        "rows": rows if dataset.records else None,
        "rejected_rows": rejected or 0,
    }
