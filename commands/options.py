"""Options that several commands have, and how they open a store."""

from __future__ import annotations

import click
from sqlalchemy import Engine

from data.rollups.writer import writer
from data.settings import database_url
from data.store.engines import placed, reader

database = click.option(
    "--database",
    "url",
    envvar="DATABASE_URL",
    metavar="URL",
    help="sqlite:///path or postgresql+psycopg://user@host/name; default an SQLite file under var/",
)


def opened(url: str | None) -> Engine:
    """The store to write to, made where it is missing."""
    try:
        return writer(url or database_url())
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def opened_to_read(url: str | None) -> Engine:
    """A store that is there, to read from."""
    try:
        engine = reader(url or database_url())
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if placed(engine) is None:
        raise click.ClickException(f"there is no store at {url or database_url()}")
    return engine
