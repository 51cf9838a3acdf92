"""What this process knows about the store without asking: data version, heartbeat, newest events.

One thread looks every quarter of a second at a counter that the database keeps in memory
(see `data.store.engines.changes`) and reads the few settings only when it has moved.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError

from data.catalog import PUBLISHED
from data.hall import hall
from data.store.engines import changes
from data.store.tables import SETTINGS

POLL_SECONDS = 0.25


@dataclass(frozen=True)
class State:
    """The store as last seen. `newest`: published dataset → its newest event; `reachable`: the store answered."""

    data_version: int = 0
    heartbeat: datetime | None = None
    newest: dict[str, datetime] = field(default_factory=dict)
    demo: bool = False
    reachable: bool = True

    @property
    def as_of(self) -> datetime | None:
        """The newest event that the store knows."""
        return max(self.newest.values(), default=None)


def _instant(seconds: str) -> datetime:
    return datetime.fromtimestamp(int(seconds), hall().zone)


def read(engine: Engine) -> State:
    """The settings, read from the store."""
    with engine.connect() as connection:
        settings = connection.execute(select(SETTINGS.c.name, SETTINGS.c.value))
        rows: dict[str, str] = {row.name: row.value for row in settings}
    heartbeat = rows.get("heartbeat")
    return State(
        data_version=int(rows.get("data_version", 0)),
        heartbeat=_instant(heartbeat) if heartbeat else None,
        newest={id: _instant(rows[name]) for id in PUBLISHED if (name := f"newest:{id}") in rows},
        demo=rows.get("demo") == "true",
    )


def stored_version(engine: Engine) -> int:
    """The data version, read from the store."""
    with engine.connect() as connection:
        query = select(SETTINGS.c.value).where(SETTINGS.c.name == "data_version")
        return int(connection.scalar(query) or 0)


class Watch:
    """Keeps a `State` fresh in the background."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._counter: object = None
        self._connection = engine.connect()
        self.state = State()
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self.refresh()
        self._thread = threading.Thread(target=self._run, name="store-watch", daemon=True)
        self._thread.start()

    def refresh(self) -> State:
        """Look now. A store that cannot be read keeps its last state, marked unreachable."""
        with self._lock:
            try:
                counter = changes(self._connection)
                self._connection.rollback()
                if counter != self._counter:
                    self.state, self._counter = read(self._engine), counter
            except OperationalError:
                self.state, self._counter = replace(self.state, reachable=False), None
        return self.state

    def _run(self) -> None:
        while not self._stopped.wait(POLL_SECONDS):
            self.refresh()

    def close(self) -> None:
        self._stopped.set()
        self._thread.join(2)
        self._connection.close()


def age_seconds(instant: datetime | None) -> float | None:
    """Real seconds since an instant; None if there is none."""
    return None if instant is None else max(0.0, time.time() - instant.timestamp())
