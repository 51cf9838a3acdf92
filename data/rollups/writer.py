"""The engine of the operator's commands: the store made where it is missing, and kept up to date."""

from __future__ import annotations

from sqlalchemy import Engine, exists, select

from data.rollups.shipped import fill_shipped
from data.rollups.upgrade import upgrade
from data.store.backend import backend_for
from data.store.engines import transaction
from data.store.tables import DAYS, INDEXES, METADATA, every_day


def writer(url: str) -> Engine:
    """The engine of the operator's commands. Creates store and tables if they are missing.

    Raises ValueError for a URL that is not supported.
    """
    engine = backend_for(url).writer(url)
    METADATA.create_all(engine)
    with engine.connect() as connection, transaction(connection):
        upgrade(connection)
        fill_shipped(connection)
        # A list gets codes from other datasets before its own first load, which then needs its key.
        for index in (index for indexes in INDEXES.values() for index in indexes):
            index.create(connection, checkfirst=True)
        if not connection.scalar(select(exists().select_from(DAYS))):
            connection.execute(DAYS.insert(), list(every_day()))
    return engine
