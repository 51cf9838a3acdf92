"""`publish-bulletin`: a month's bulletin as a file that stays as it is."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from commands.options import database, opened_to_read
from data.settings import FOLDER, database_url

if TYPE_CHECKING:
    from flask.ctx import AppContext

    from api.bulletin.publish import Published

_Answer = TypeVar("_Answer")
# On a machine that is busy the store may not be looked at in time; a timer's work can wait.
PATIENCE_SECONDS, PAUSE_SECONDS = 120.0, 1.0


@click.command("publish-bulletin")
@click.argument("month", metavar="YYYY-MM", required=False)
@click.option("--reason", help="why numbers of a month that is published changed")
@click.option(
    "--missing",
    "also",
    is_flag=True,
    help="every whole month of the last twelve that is not published",
)
@database
def publish_bulletin(month: str | None, reason: str | None, also: bool, url: str | None) -> None:
    """Publish the bulletin of a month (default: the last whole one); print what was published as JSON.

    A month with other numbers than its newest edition gets another edition, which says which cells changed
    and for what --reason. No file is ever changed. Exit code 1: it cannot be published.
    """
    from api.bulletin import months, publish
    from data.bulletin import Damaged

    if month is not None and also:
        raise click.UsageError("--missing takes no month")
    if month is not None and not months.is_month(month):
        raise click.UsageError(f"{month!r} is no month; one is like {months.last_whole()}")
    if reason is not None and not 0 < len(reason.strip()) <= publish.REASON_MOST:
        raise click.UsageError(f"--reason is a text of at most {publish.REASON_MOST} characters")
    opened_to_read(url)
    with answering(url or database_url()):
        given = reason and reason.strip()
        for one in waited_for(_missing) if also else [month or months.last_whole()]:
            try:
                done = waited_for(lambda one=one: publish.publish(one, given))
            except (publish.NotPublished, Damaged) as error:
                raise click.ClickException(str(error)) from None
            except OSError as error:
                raise click.ClickException(
                    f"{error.filename2 or error.filename}: {error.strerror}"
                ) from None
            click.echo(json.dumps(_summary(done), ensure_ascii=False))


def waited_for(ask: Callable[[], _Answer]) -> _Answer:
    """What the store answers as soon as it can be read, within two minutes; else the command ends in a line."""
    from api.store_state import Unreadable

    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return ask()
        except Unreadable as error:
            if time.monotonic() > until:
                raise click.ClickException(str(error)) from None
        time.sleep(PAUSE_SECONDS)


def answering(url: str, folder: Path = FOLDER) -> AppContext:
    """Within it this process asks the store as the site does."""
    from flask import Flask

    from api.server import create_api

    server = Flask("bulletins", static_folder=None)
    create_api(server, url, folder)
    return server.app_context()


def _missing() -> list[str]:
    """The whole months of the last year that have numbers and no edition, the oldest first."""
    from api.bulletin import compose, months, publish
    from data import bulletin as kept

    there, month, wanted = kept.months(publish.folder()), months.last_whole(), []
    for _ in range(12):
        if month not in there and compose.has_data(compose.bulletin(month)):
            wanted.append(month)
        month = months.before(month)
    return wanted[::-1]


def _summary(done: Published) -> dict[str, object]:
    """What is printed of a published month."""
    edition = done.edition
    return {
        "month": edition.month,
        "edition": edition.number,
        "new": done.is_new,
        "changed": len(edition.content["changes"]),
        "reason": edition.content["reason"],
        "data_version": edition.content["data_version"],
        "file": str(edition.path),
        "sha256": edition.sha256,
    }
