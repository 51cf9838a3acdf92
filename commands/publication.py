"""`publish`, `verify` and `keys`: a day frozen into files that anybody can check."""

from __future__ import annotations

import json
import sys
import time

import click

from api.publish.publish import AlreadyPublished
from api.publish.publish import publish as publish_day
from commands.options import database, opened_to_read
from data.answers.reading import Overtaken
from data.publish.signature import NoKey


@click.command()
@database
def publish(url: str | None) -> None:
    """Freeze the day: what is public of the store, as files with hashes, signed where there is a key.

    A day is published once. Exit code: 0 published, 1 not.
    """
    began = time.monotonic()
    try:
        outcome = publish_day(opened_to_read(url), _progress)
    except (AlreadyPublished, NoKey, Overtaken) as error:
        raise click.ClickException(str(error)) from None
    finally:
        _progress("")
    document = {**outcome.document(), "seconds": round(time.monotonic() - began, 1)}
    click.echo(json.dumps(document, ensure_ascii=False))
    if document["key"] is None:
        click.echo("not signed: there is no key; `app.py keys` makes one", err=True)


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{text:<40}\r", err=True, nl=False)
