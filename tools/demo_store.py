"""A small store of the simulated hall, made in seconds, for tests and tools."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from data.demo import Hall, history
from data.intake import ingest as intake
from data.intake import ledger, profiles
from data.store import transaction

NOW = "2026-11-24T10:42:00+08:00"
SEED = 7


def fill(engine: Engine, days: int = 5, now: str = NOW, seed: int = SEED) -> None:
    """Take in the last `days` days of a simulated hall, up to the instant `now`."""
    instant, profile = datetime.fromisoformat(now), profiles.load("hall")
    with engine.connect() as connection, transaction(connection):
        ledger.keep(connection, "demo", "true")
    hall = Hall(seed, instant.date() - timedelta(days=days - 1))
    with tempfile.TemporaryDirectory(prefix="demo-") as folder:
        for dataset, path in history(hall, Path(folder), instant):
            entry = intake.ingest_file(engine, dataset, path, profile)
            if entry.exit_code:
                raise RuntimeError(f"{path.name}: {entry.refused or 'lines rejected'}")
            path.unlink()
    intake.beat(engine)
