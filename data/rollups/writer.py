"""The engine of the operator's commands: the store made where it is missing, and kept up to date."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Engine, create_engine, event

from data.rollups.shipped import fill_shipped
from data.rollups.upgrade import upgrade
from data.store.sqlite.engines import _CACHE_KILOBYTES, _sqlite_path, transaction
from data.store.tables import DAYS, INDEXES, METADATA, every_day


def writer(url: str) -> Engine:
    """The engine of the operator's commands. Creates file and tables if they are missing."""
    path = _sqlite_path(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path.absolute()}", connect_args={"timeout": 60})

    @event.listens_for(engine, "connect")
    def _tune(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun by `transaction` below
        for pragma in (
            "journal_mode=wal",
            "synchronous=normal",
            f"cache_size=-{_CACHE_KILOBYTES}",
            "threads=4",
            "wal_autocheckpoint=4000",
        ):
            connection.execute(f"pragma {pragma}")

    METADATA.create_all(engine)
    with engine.connect() as connection, transaction(connection):
        upgrade(connection)
        fill_shipped(connection)
        # A list gets codes from other datasets before its own first load, which then needs its key.
        for index in (index for indexes in INDEXES.values() for index in indexes):
            index.create(connection, checkfirst=True)
        if connection.exec_driver_sql("select count(*) from days").scalar() == 0:
            connection.execute(DAYS.insert(), list(every_day()))
    return engine
