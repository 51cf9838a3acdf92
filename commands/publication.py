"""`publish`, `verify` and `keys`: a day frozen into files that anybody can check."""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path

import click

from api.publish.publish import AlreadyPublished
from api.publish.publish import publish as publish_day
from commands.options import database, opened_to_read
from data.answers.reading import Overtaken
from data.hall import today
from data.publish import folder, signature, verification
from data.publish.manifest import Damaged
from data.publish.signature import NoKey
from data.settings import FOLDER, record_key


@click.command()
@database
def publish(url: str | None) -> None:
    """Freeze the day: what is public of the store, as files with hashes, signed where there is a key.

    A day is published once. Exit code: 0 published, 1 not.
    """
    began = time.monotonic()
    # What it reads is in no cycles, and goes with the process.
    gc.disable()
    if url:
        os.environ["DATABASE_URL"] = url  # the days of a store lie beside it
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


@click.command()
@click.argument(
    "at",
    metavar="[FOLDER]",
    required=False,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option(
    "--keys",
    "keys_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="the hall's public keys (keys.json), had from elsewhere than FOLDER",
)
@database
def verify(at: Path | None, keys_file: Path | None, url: str | None) -> None:
    """Check published days in FOLDER (default: this hall's), offline: every byte, the chain, the signatures.

    Exit code: 0 all as it was written, 1 something is not, and it is named.
    """
    if url:
        os.environ["DATABASE_URL"] = url
    try:
        trusted = signature.parsed(keys_file.read_bytes()) if keys_file else None
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    wrong = 0
    try:
        for day in verification.verify(at or folder.root(), trusted):
            signed = f"signed by {day.key}" if day.key else "not signed"
            state = "as written" if not day.findings else f"{len(day.findings)} wrong"
            click.echo(f"{day.date}: {day.files} files, {signed}: {state}")
            for one in day.findings:
                click.echo(f"  {one.file}: {one.what}")
            wrong += len(day.findings)
    except Damaged as error:
        raise click.ClickException(str(error)) from None
    click.echo("The chain proves the order of the days, not the time: that takes a time stamp.")
    sys.exit(1 if wrong else 0)


@click.command()
@click.option("--rotate", is_flag=True, help="make another key; the one before vouches for it")
def keys(rotate: bool) -> None:
    """Make the key that signs published days, outside the project, and print its public half.

    Exit code: 0 made, or there already; 1 it cannot be.
    """
    try:
        present = signature.public_keys()
        key = signature.make(today().isoformat()) if rotate or not present else present[-1]
        click.echo(json.dumps(asdict(key), ensure_ascii=False))
        click.echo(f"{signature.folder()}: keep it in the backup, and nowhere else", err=True)
        click.echo(f"numbers of records are hashed by {FOLDER / 'record.key'}", err=True)
        record_key()
    except (NoKey, ValueError) as error:
        raise click.ClickException(str(error)) from None
