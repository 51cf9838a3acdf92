"""Patrols, complaints, presence: one world with the windows, and nobody to be known by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data.catalog import DATASETS
from data.derive.conduct import derive_complaints, derive_patrols
from data.derive.frames import Context
from data.rules.workdays import china
from demo import SimulatedHall
from demo.export import write
from demo.states import state_at
from demo.world.seasons import number
from tests.hall_data import REFERENCE, SOURCES, Store, application

START, NOW = date(2025, 1, 1), datetime(2026, 2, 20, 10, 42)
OURS = (
    "attendance", "patrol-findings", "patrols", "complaints", "complaint-follow-ups", "box-openings",
    "integrity-complaints",
)  # fmt: skip
API = "/api/v1"
YEAR = {"from": "2025-01-01", "to": "2025-12-31"}


@pytest.fixture(scope="module")
def lives() -> dict[str, pl.DataFrame]:
    """A year and some weeks of the simulated hall's conduct, with no rating turned into a complaint."""
    hall = SimulatedHall(7, START)
    days = [number(START + timedelta(days=n)) for n in range((NOW.date() - START).days + 1)]
    none_rated = hall.lives([])["evaluations"]
    return hall._conduct(none_rated, days)


@pytest.fixture(scope="module")
def client(lives: dict[str, pl.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("exports")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HALL_NOW", f"{NOW.isoformat()}+08:00")
        store = Store(tmp_path_factory.mktemp("conduct"))
        for name in REFERENCE:
            store.ingest(name, SOURCES / f"{name}.csv")
        for name in OURS:
            path = write(name, state_at(name, lives[name], NOW), folder / f"{name}.csv")
            entry = store.ingest(name, path, "hall")
            assert not entry.refused, entry
            assert entry.rejected <= (1 if name == "attendance" else 0), (name, entry)
        with application(store) as server:
            yield server.test_client()
        store.close()


def get(client: Any, path: str, status: int = 200) -> Any:
    answer = client.get(f"{API}{path}")
    assert answer.status_code == status, (path, answer.text)
    return answer.json


def values(client: Any, id: str, **asked: str) -> list[dict[str, Any]]:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return get(client, f"/indicators/{id}/values?{query}")["data"]


def total(client: Any, id: str, **asked: str) -> Any:
    (row,) = values(client, id, grain="total", **asked)
    return row
