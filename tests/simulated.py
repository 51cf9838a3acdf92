"""The site on a few days of the simulated hall, for tests of what is derived from data."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from flask import Flask

from tests.hall_data import NOW, Store, application
from tools.demo_store import fill


@cache
def _filled() -> Path:
    store = Store(Path(mkdtemp(prefix="hall-tests-")), "simulated")
    fill(store.engine, now=NOW)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
    store.close()
    return store.path


@contextmanager
def simulated_site(folder: Path) -> Iterator[tuple[Flask, Store]]:
    """The application on a copy of the filled store in `folder`; its clock stands at `NOW`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALL_NOW", NOW)
        patch.setenv("RATE_LIMIT", "off")
        shutil.copy(_filled(), folder / "hall.sqlite")
        store = Store(folder)
        with application(store) as server:
            yield server, store
        store.close()
