"""The engine of the operator's commands: the store made where it is missing, and kept up to date."""

from __future__ import annotations

from sqlalchemy import Engine, Inspector, exists, inspect, select

from data.rollups.renewal.upgrade import is_current, upgrade
from data.rollups.shipped import fill_shipped
from data.store import identity
from data.store.backend import backend_for
from data.store.engines import exclusive, placed, transaction
from data.store.tables import DAYS, INDEXES, METADATA, every_day


def writer(url: str) -> Engine:
    """The engine of the operator's commands. Creates store and tables if they are missing.

    Under the lock of intake, so that two that start together make one store, and in one transaction,
    so that nobody reads half of one. Raises ValueError for a URL that is not supported.
    """
    backend = backend_for(url)
    engine = backend.writer(url)
    if placed(engine) is not None and _is_whole(engine):
        return engine
    with exclusive(engine):
        backend.make(engine)
        with engine.connect() as connection, transaction(connection):
            # What is there is asked once, not table by table: a server is asked over a line.
            there = set(inspect(connection).get_table_names())
            missing = [table for name, table in METADATA.tables.items() if name not in there]
            METADATA.create_all(connection, missing, checkfirst=False)
            upgrade(connection)
            fill_shipped(connection)
            # A list gets codes from other datasets before its own first load, which needs its key.
            present = _indexes(inspect(connection))
            for index in (index for indexes in INDEXES.values() for index in indexes):
                if index.name not in present:
                    index.create(connection)
            if not connection.scalar(select(exists().select_from(DAYS))):
                connection.execute(DAYS.insert(), list(every_day()))
            identity.begin(connection)
    return engine


def _is_whole(engine: Engine) -> bool:
    """Whether nothing has to be made: then nobody who opens a store waits for a long batch."""
    with engine.connect() as connection:
        schema = inspect(connection)
        if set(METADATA.tables) - set(schema.get_table_names()):
            return False
        expected = {index.name for indexes in INDEXES.values() for index in indexes}
        return not expected - _indexes(schema) and is_current(connection)


def _indexes(schema: Inspector) -> set[str | None]:
    return {i["name"] for of_table in schema.get_multi_indexes().values() for i in of_table}
