"""The dated events of stored requests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, select

from data.rules.disclosure import Event
from data.store.tables import TABLES


def events_by_request(
    connection: Connection, requests: Sequence[str] | Select[Any] | None = None
) -> dict[str, list[Event]]:
    """Request number → its events by date: of all requests, or of those named or selected."""
    columns = TABLES["disclosure-events"].c
    query = select(
        columns.request_no, columns.kind, columns.on, columns.correction_limit_on
    ).order_by(columns.on)
    if requests is not None:
        query = query.where(columns.request_no.in_(requests))
    events: dict[str, list[Event]] = {}
    for request, *event in connection.execute(query):
        events.setdefault(request, []).append(Event(*event))
    return events
