"""A state of the store: which one, data version, newest events, and what changed last."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from data.catalog import DATASETS, LISTS, PUBLISHED, WITH_RECORDS
from data.hall import hall
from data.rollups.renewal.upgrade import is_counted
from data.store.identity import ANYTHING, CHANGED, Mark, mark_of
from data.store.tables import SETTINGS, setting_of

NO_STORE = Mark("", 0, "")


class Unreadable(Exception):  # noqa: N818 - says what is the case
    """There is no store, or it cannot be read just now."""


@dataclass(frozen=True)
class State:
    """The store as last seen. `newest`: dataset whose records are published → its newest event; `reachable`: the store answered.

    `moved`: dataset whose numbers move in steps → when what is published of it last changed. `changed`: dataset →
    what the state was named in which rows of it last did; `ANYTHING` → in which anything may have.
    """

    mark: Mark = NO_STORE
    heartbeat: datetime | None = None
    newest: dict[str, datetime] = field(default_factory=dict)
    moved: dict[str, datetime] = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)
    demo: bool = False
    reachable: bool = True

    @property
    def data_version(self) -> int:
        """Grows with each batch that changed something."""
        return self.mark.version

    @property
    def as_of(self) -> datetime | None:
        """The newest event that the store knows."""
        return max(self.newest.values(), default=None)

    def of(self, datasets: Collection[str]) -> str:
        """What stays the same while nothing changes that answers about these datasets are made of, but the day."""
        anything = self.changed.get(ANYTHING, self.mark.state)
        names = {id: self.changed.get(id) for id in sorted({*LISTS, *datasets})}
        return f"{self.mark.past} {anything} {names}"


def _instant(seconds: str) -> datetime:
    return datetime.fromtimestamp(int(seconds), hall().zone)


def read(connection: Connection) -> State:
    """The settings, read from the store. Raises `Unreadable` for a store of another release."""
    settings = connection.execute(select(SETTINGS.c.name, SETTINGS.c.value))
    return _state({row.name: row.value for row in settings})


def _state(settings: Mapping[str, str]) -> State:
    mark = mark_of(settings)
    if mark is None or not is_counted(settings):
        raise Unreadable(
            "the store is of another release, or computed by other settings: intake or `app.py init` renews it"
        )
    heartbeat = settings.get("heartbeat")
    return State(
        mark=mark,
        heartbeat=_instant(heartbeat) if heartbeat else None,
        newest=_instants(settings, "newest", WITH_RECORDS),
        moved=_instants(settings, "moved", [id for id, d in PUBLISHED.items() if d.steps]),
        changed={
            id: settings[name]
            for id in (ANYTHING, *DATASETS)
            if (name := setting_of(CHANGED, id)) in settings
        },
        demo=settings.get("demo") == "true",
    )


def _instants(
    settings: Mapping[str, str], kind: str, datasets: Iterable[str]
) -> dict[str, datetime]:
    names = {id: setting_of(kind, id) for id in datasets}
    return {id: _instant(settings[name]) for id, name in names.items() if name in settings}


def age_seconds(instant: datetime | None) -> float | None:
    """Real seconds since an instant; None if there is none."""
    return None if instant is None else max(0.0, time.time() - instant.timestamp())
