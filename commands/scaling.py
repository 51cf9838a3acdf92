"""`export-rows`: rows for a cluster that counts them; `rebuild --sums` takes what it has counted."""

from __future__ import annotations

from pathlib import Path

import click

from commands.options import database, opened_to_read
from data.settings import database_url
from data.store.backend import backend_for
from data.store.engines import scanner
from scale import plan, rows, sums


@click.command("export-rows")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--dataset",
    "datasets",
    multiple=True,
    type=click.Choice(plan.rolled_up()),
    metavar="DATASET",
    help="only this one; may be given several times (default: all that are counted by day)",
)
@database
def export_rows(folder: Path, datasets: tuple[str, ...], url: str | None) -> None:
    """Write what is counted of the rows into FOLDER, as Parquet by day, for Apache Spark.

    A folder that was written before is brought up to date: only days whose rows changed are written again.
    """
    try:
        made = rows.export(scanner(opened_to_read(url)), folder, datasets)
    except rows.NotReady as error:
        raise click.ClickException(str(error)) from None
    for asked in made.datasets:
        days = "all days" if asked.days is None else f"{_days(asked)} days"
        click.echo(f"{asked.dataset}: {sum(asked.files.values())} rows, {days} to be counted")


def _days(asked: plan.Asked) -> int:
    return len({day for of in (asked.days or {}).values() for day in of})


def loaded(folder: Path, url: str | None) -> dict[str, int]:
    """Take the sums of FOLDER into the store: table → rows that differed.

    The store is opened as it is, and not brought up to date first: that would count what has been counted.
    """
    address = url or database_url()
    try:
        return sums.load(backend_for(address).writer(address), folder)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
