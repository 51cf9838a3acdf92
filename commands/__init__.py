"""The operator's commands: serve, ingest, watch, quarantine, demo, rebuild."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
from sqlalchemy import Engine

from data.catalog import DATASETS
from data.intake import ingest as intake
from data.intake import ledger
from data.intake.holiday_notices import NoticeRefused
from data.intake.profile import load
from data.intake.read.any_file import FileRefused, total_bytes
from data.rollups.writer import writer
from data.settings import FOLDER, database_url, default_url

database = click.option(
    "--database",
    "url",
    envvar="DATABASE_URL",
    metavar="URL",
    help="sqlite:///path; default an SQLite file under var/",
)
profile_option = click.option(
    "--profile",
    metavar="NAME|PATH",
    help="a shipped profile (hall, nyc311) or a .toml file; default: our field ids",
)

# A file larger than this gets a progress bar.
BAR_FROM_BYTES = 20_000_000
# Of each process of the site; most of them wait (data.store.places).
WORKER_THREADS = 96


@click.group()
def cli() -> None:
    """Open Hall: a government service hall's numbers, live and checkable."""


def _open(url: str | None) -> Engine:
    try:
        return writer(url or database_url())
    except ValueError as error:
        raise click.UsageError(str(error)) from None


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="address to listen on")
@click.option("--port", default=8050, show_default=True, help="port to listen on")
@click.option("--workers", default=2, show_default=True, help="processes")
@database
def serve(host: str, port: int, workers: int, url: str | None) -> None:
    """Serve the site and the API; SIGHUP renews the workers without losing a request."""
    import logging
    import multiprocessing
    import os

    from granian.constants import Interfaces
    from granian.server import Server

    if url:
        os.environ["DATABASE_URL"] = url
    _open(url).dispose()  # a missing store is made once, before the workers start
    _prepare_assets()
    # Each worker imports anew: one that follows an update does not get the code that came before.
    multiprocessing.set_start_method("spawn", force=True)
    click.echo(f"http://{host}:{port}/", err=True)
    # It advises fewer threads than these, most of which wait: for a place, a reader, an answer that
    # another one computes. The sum of those who may (data.store.places) stays well below.
    logging.getLogger("_granian").addFilter(lambda said: "Python threads" not in said.getMessage())
    Server(
        "app:create_worker",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=WORKER_THREADS,
        log_access=False,
        respawn_failed_workers=True,
        # A reload ends a worker so long after it began another: a busy machine takes seconds for one.
        respawn_interval=10,
        # A signal to the whole group (Ctrl-C) may reach a worker twice at once, which it can miss.
        workers_kill_timeout=3,
    ).serve()


def _prepare_assets() -> None:
    """Compress what pages load, once: the first readers would wait for it otherwise."""
    from dashboard.serve import static_files

    try:
        if made := static_files.prepare():
            click.echo(f"{made} scripts and styles compressed", err=True)
    except OSError as error:
        click.echo(
            f"scripts and styles cannot be kept as small as they could be: {error}", err=True
        )


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

    Exit code: 0 all lines good, 2 some rejected, 1 a file refused.
    """
    if dataset == "calendar":
        if not files:
            raise click.UsageError("name at least one file")
        sys.exit(_calendar(_open(url), files))
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
        entry = intake.ingest_database(_open(url), dataset, source, query, watermark, chosen)
        click.echo(json.dumps(entry.document(), ensure_ascii=False))
        sys.exit(entry.exit_code)
    if not files:
        raise click.UsageError("name at least one file")
    engine, codes = _open(url), []
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
    """Take in files as they arrive in FOLDER: DATASET/any-name.csv, or DATASET-any-name.csv."""
    from data.intake.watch import watch as watch_folder

    engine, chosen = _open(url), load.load(profile)

    def take(dataset: str, path: Path) -> None:
        entry = intake.ingest_file(engine, dataset, path, chosen)
        click.echo(json.dumps(entry.document(), ensure_ascii=False))

    def beat() -> None:
        intake.beat(engine)

    watch_folder(
        folder, take, beat, time.sleep, lambda: False, lambda digest: intake.taken(engine, digest)
    )


@cli.command()
@click.argument("file", required=False)
@database
def quarantine(file: str | None, url: str | None) -> None:
    """List rejected lines with their reasons (of one FILE, by name or SHA-256)."""
    with _open(url).connect() as connection:
        for row in ledger.quarantined(connection, file):
            click.echo(json.dumps(row, ensure_ascii=False))


@cli.command()
@database
def rebuild(url: str | None) -> None:
    """Count all rollups anew from the rows, and say which differed (none should)."""
    for name, rows in intake.rebuild(_open(url)).items():
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
@click.option("--port", default=8050, show_default=True, help="port to listen on")
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
