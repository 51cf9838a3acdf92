"""`init`, `backup` and `restore`: a store begun, copied and put back, whatever runs meanwhile."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy import Engine

from commands.options import database, opened, opened_to_read
from data.rollups.writer import writer
from data.settings import database_url
from data.store import identity
from data.store.backend import Backend, backend_for, backend_of
from data.store.engines import exclusive, transaction

_file = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@click.command()
@database
def init(url: str | None) -> None:
    """Make an empty store, or bring one of an older release up to date."""
    opened(url).dispose()
    click.echo(url or database_url())


@click.command()
@_file
@database
def backup(file: Path, url: str | None) -> None:
    """Copy the store into FILE, whole and checked, while everything runs."""
    engine = opened_to_read(url)
    try:
        backend_of(engine).back_up(engine, file)
    except FileExistsError:
        raise click.ClickException(f"{file} is there already; name another file") from None
    version = _checked(backend_of(engine), file)
    click.echo(f"{file}: data version {version}, {file.stat().st_size:,} bytes")


@click.command()
@_file
@database
def restore(file: Path, url: str | None) -> None:
    """Put FILE, made by `backup` of a store of the same kind, in the store's place, while everything runs.

    The store gets another timeline, so that no answer kept of it as it is now is sent again.
    """
    if not file.is_file():
        raise click.ClickException(f"{file} is no file")
    url = url or database_url()
    try:
        backend = backend_for(url)
        _checked(backend, file)
        target = backend.writer(url)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    with exclusive(target):
        backend.put_back(target, file, _renew)
    # A copy of an earlier release is brought up to date, where that is not done yet.
    opened(url).dispose()
    click.echo(f"{file}: data version {_version(opened_to_read(url))} is in its place")


def _renew(url: str) -> None:
    engine = writer(url)
    with engine.connect() as connection, transaction(connection):
        identity.renew_timeline(connection)
    engine.dispose()


def _checked(backend: Backend, file: Path) -> int:
    """The data version of a copy. Raises `ClickException` for one that is damaged or no store."""
    try:
        return backend.copied_version(file)
    except ValueError as error:
        raise click.ClickException(str(error)) from None


def _version(engine: Engine) -> int:
    with engine.connect() as connection:
        return identity.stored_version(connection)
