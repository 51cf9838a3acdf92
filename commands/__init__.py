"""The operator's commands: serve, init, ingest, watch, quarantine, rebuild, previews, backup, restore,
publish, publish-bulletin, verify, keys, mcp, demo."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import click
from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from commands.bulletins import publish_bulletin
from commands.copies import backup, init, restore
from commands.failures import OneLine
from commands.machines import mcp
from commands.options import database, opened, opened_to_read
from commands.previews import previews
from commands.publication import keys, publish, verify
from data.catalog import DATASETS
from data.intake import ingest as intake
from data.intake import ledger
from data.intake.holiday_notices import NoticeRefused
from data.intake.profile import load
from data.intake.read.any_file import FileRefused, total_bytes
from data.settings import FOLDER, database_url, default_url

_PORT = click.IntRange(1, 65_535)
profile_option = click.option(
    "--profile",
    metavar="NAME|PATH",
    help="a shipped profile (hall, nyc311) or a .toml file; default: our field ids",
)

# EX_USAGE of sysexits.h: 1 and 2 are said of files.
WRONG_CALL = 64
click.UsageError.exit_code = WRONG_CALL
# A file larger than this gets a progress bar.
BAR_FROM_BYTES = 20_000_000


@click.group(cls=OneLine)
def cli() -> None:
    """Open Hall: a government service hall's numbers, live and checkable.

    Exit code 64: the command was called wrongly; nothing was done.
    """


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="address to listen on")
@click.option("--port", default=8050, show_default=True, type=_PORT, help="port to listen on")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1), help="processes")
@database
def serve(host: str, port: int, workers: int, url: str | None) -> None:
    """Serve the site and the API. It only reads: `init`, `ingest`, `watch` or `demo` make the store.

    SIGHUP renews the workers without losing a request.
    """
    from commands import site

    site.serve(host, port, workers, url)


@cli.command()
@click.argument("dataset")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@profile_option
@click.option(
    "--from-database", "source", metavar="URL", help="read from a database instead of files"
)
@click.option("--query", metavar="SQL", help="what to read from it")
@click.option(
    "--watermark", metavar="COLUMN", help="read only what lies beyond the highest value read before"
)
@database
def ingest(
    dataset: str,
    files: tuple[Path, ...],
    profile: str | None,
    source: str | None,
    query: str | None,
    watermark: str | None,
    url: str | None,
) -> None:
    """Take in FILES of DATASET (or `calendar`), or the rows of a database; print the ledger as JSON.

    Exit code: 0 all lines good, 2 some rejected or in conflict, 1 a file refused, 64 a wrong call.
    """
    if dataset == "calendar":
        if not files:
            raise click.UsageError("name at least one file")
        sys.exit(_calendar(opened(url), files))
    if dataset not in DATASETS:
        raise click.UsageError(
            f"unknown dataset {dataset!r}; known: {', '.join([*DATASETS, 'calendar'])}"
        )
    try:
        chosen = load.load(profile)
    except FileRefused as error:
        raise click.UsageError(str(error)) from None
    if source:
        if not query or files:
            raise click.UsageError("--from-database needs --query and no files")
        try:
            make_url(source)
        except ArgumentError:
            raise click.UsageError(
                f"--from-database {source!r} is no address of a database; one is like "
                "sqlite:////absolute/path.sqlite or postgresql+psycopg://user@host/name"
            ) from None
        entry = intake.ingest_database(opened(url), dataset, source, query, watermark, chosen)
        click.echo(json.dumps(entry.document(), ensure_ascii=False))
        sys.exit(entry.exit_code)
    if not files:
        raise click.UsageError("name at least one file")
    engine, codes = opened(url), []
    for path in files:
        entry = _with_bar(
            path, lambda step, p=path: intake.ingest_file(engine, dataset, p, chosen, step)
        )
        click.echo(json.dumps(entry.document(), ensure_ascii=False))
        codes.append(entry.exit_code)
    sys.exit(1 if 1 in codes else max(codes))


def _calendar(engine: Engine, files: tuple[Path, ...]) -> int:
    code = 0
    for path in files:
        try:
            click.echo(json.dumps(intake.ingest_calendar(engine, path), ensure_ascii=False))
        except (NoticeRefused, OSError, UnicodeDecodeError) as error:
            click.echo(json.dumps({"file": path.name, "refused": str(error)}, ensure_ascii=False))
            code = 1
    return code


def _with_bar(path: Path, work: Callable[[Callable[[int], None]], ledger.Entry]) -> ledger.Entry:
    size = total_bytes(path) if path.is_file() else 0
    if size < BAR_FROM_BYTES or not sys.stderr.isatty():
        return work(lambda _: None)
    with click.progressbar(length=size, label=path.name, file=sys.stderr) as bar:
        return work(bar.update)


@cli.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@profile_option
@database
def watch(folder: Path, profile: str | None, url: str | None) -> None:
    """Take in files as they arrive in FOLDER: DATASET/any-name.csv, or DATASET-any-name.csv.

    DATASET may be `calendar`: a year's notice.
    """
    from commands.previews import Beside
    from commands.watching import StoreIntake
    from data.intake.watch import FolderWatch

    engine = opened(url)
    try:
        chosen = load.load(profile)
    except FileRefused as error:
        raise click.UsageError(str(error)) from None
    pictures = Beside(url or database_url())
    store_intake = StoreIntake(engine, chosen, pictures)
    try:
        FolderWatch(folder, store_intake, report=lambda text: click.echo(text, err=True)).run()
    finally:
        pictures.end()


@cli.command()
@click.argument("file", required=False)
@database
def quarantine(file: str | None, url: str | None) -> None:
    """List rejected lines with their reasons (of one FILE, by name or SHA-256)."""
    with opened_to_read(url).connect() as connection:
        for row in ledger.quarantined(connection, file):
            click.echo(json.dumps(row, ensure_ascii=False))


@cli.command()
@database
def rebuild(url: str | None) -> None:
    """Count all rollups anew from the rows, and say which differed (none should)."""
    for name, rows in intake.rebuild(opened(url)).items():
        click.echo(f"{name}: {rows} rows differed")


@cli.command()
@click.option(
    "--years",
    default=2,
    show_default=True,
    type=click.IntRange(1, 10),
    help="of history to begin with",
)
@click.option("--seed", default=1, show_default=True, help="another number, another hall")
@click.option(
    "--speed", default=1.0, show_default=True, help="of the simulated clock; 60 = a minute a second"
)
@click.option("--host", default="127.0.0.1", show_default=True, help="address to listen on")
@click.option("--port", default=8050, show_default=True, type=_PORT, help="port to listen on")
@click.option("--serve/--no-serve", "serving", default=True, help="also start the site")
@click.option("--database", "url", metavar="URL", help="default: var/demo.sqlite")
def demo(
    years: int, seed: int, speed: float, host: str, port: int, serving: bool, url: str | None
) -> None:
    """Fill the store from a simulated hall and go on live. Marked as demo everywhere."""
    from commands.demonstration import run

    run(
        url or default_url(FOLDER, "demo"),
        years,
        seed,
        speed,
        (host, port) if serving else None,
    )


for command in (init, backup, restore, previews, publish, publish_bulletin, verify, keys, mcp):
    cli.add_command(command)
