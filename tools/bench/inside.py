"""Our answers computed in this process: what is left when HTTP and caches are taken away."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import orjson

from api.documents import cursors, dispatch
from api.store_state import read
from data.questions import Live, Page, Query, Records, Values
from data.store.engines import reader
from tools.bench.cases import YEAR
from tools.bench.table import usual_time

DEPARTMENT = "scjg"


def computed(url: str, folder: Path, far_row: int) -> dict[str, float]:
    """Milliseconds for each of the questions of the targets, the middle of many."""
    engine = reader(url)
    cursors.use_key(folder)
    with engine.connect() as connection:
        state = read(connection)

    def answer(query: Query) -> Callable[[], bytes]:
        return lambda: orjson.dumps(
            dispatch.document(engine, query, "zh", state, lambda _, make: make())
        )

    year = Values("cases-completed", *YEAR, "day", ("department",))
    some = (("department", (DEPARTMENT,)),)
    times = {
        "overview": _milliseconds(answer(Live()), 200),
        "year": _milliseconds(answer(year), 25),
        "first_page": _milliseconds(answer(Records("cases")), 200),
        "far_page": _milliseconds(answer(Records("cases", page=Page(after=(0, far_row)))), 200),
        "filtered": _milliseconds(answer(Records("cases", where=some)), 200),
    }
    engine.dispose()
    return times


def _milliseconds(work: Callable[[], bytes], times: int) -> float:
    measured = []
    for i in range(times + 3):
        began = time.perf_counter()
        work()
        if i >= 3:
            measured.append(1_000 * (time.perf_counter() - began))
    return usual_time(measured) or 0.0
