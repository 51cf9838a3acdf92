"""Sums that Spark has counted, into the store in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import polars as pl
from sqlalchemy import Connection, Engine, func, select

from data.catalog import DATASETS
from data.intake import ledger
from data.rollups.plan import ROLLUP_TABLES, ROLLUPS, Rollup
from data.rollups.recounts import differing, refill
from data.rollups.renewal.upgrade import fingerprint
from data.settings import scratch
from data.store.backend import backend_of
from data.store.engines import exclusive, transaction
from data.store.identity import stored_mark
from data.store.tables import TABLES
from scale import plan
from scale.plan import Asked, Plan
from scale.rows import UNDATED, WHOLE, NotReady

_BY_NAME = {rollup.name: rollup for rollup in ROLLUPS}
_SCHEMA = "sums"


def load(engine: Engine, folder: Path) -> dict[str, int]:
    """Put the folder's sums in the place of the store's: table → rows that differed, which should be none.

    As `rebuild` does, with sums that were counted elsewhere: the data version moves on if any differed.
    Raises NotReady where they are not of this store's rows, or not by the formulas of this release.
    """
    made = _checked(folder)
    counted = {name: asked for asked in made.datasets for name in _rollups(asked)}
    differed: dict[str, int] = {}
    with (
        exclusive(engine),
        engine.connect() as connection,
        _staged(connection, folder, list(counted)) as attach,
        transaction(connection),
    ):
        _check_rows(connection, made)
        anew = {name for name in counted if _renewed(connection, _BY_NAME[name])}
        attach()
        for name, asked in counted.items():
            rollup = _BY_NAME[name]
            days = None if asked.days is None else asked.days[rollup.dated]
            differed[name] = _put(connection, rollup, days, name in anew)
        if any(differed.values()):
            ledger.next_version(connection)
    plan.keep(folder / "loaded.json", made.of)
    return differed


def _rollups(asked: Asked) -> list[str]:
    return [statement["rollup"] for statement in plan.statements(asked.dataset, asked.days)]


def _checked(folder: Path) -> Plan:
    made = plan.read(folder)
    if made is None:
        raise NotReady(f"{folder} has no plan; write it with: app.py export-rows {folder}")
    if plan.kept_mark(folder / "sums" / "counted.json") != made.of:
        raise NotReady(f"{folder}: its rows have not been counted; run scale/job.py on it")
    for asked in made.datasets:
        if asked.formulas != plan.formulas(asked.dataset):
            raise NotReady(
                f"{folder}: {asked.dataset} was counted by the formulas of another release; "
                "export its rows and count them again"
            )
    return made


@contextmanager
def _staged(connection: Connection, folder: Path, names: list[str]) -> Iterator[Callable[[], None]]:
    """A stage with the sums; what it gives, called in the transaction, lets statements find them."""
    backend = backend_of(connection)
    with scratch("sums") as place, ExitStack() as attached:
        stage = backend.stage(place, "sums")
        for name in names:
            files = sorted((folder / "sums" / name).glob("*.parquet"))
            stage.append(name, pl.read_parquet(files).select(ROLLUP_TABLES[name].columns.keys()))
        stage.close()

        def attach() -> None:
            backend.attach(connection, stage, _SCHEMA)
            attached.callback(backend.detach, connection, _SCHEMA)

        yield attach


def _renewed(connection: Connection, rollup: Rollup) -> bool:
    """Make a rollup's table anew, empty, if it is of another shape; whether it was."""
    table = ROLLUP_TABLES[rollup.name]
    if backend_of(connection).column_names(connection, table) == set(table.columns.keys()):
        return False
    table.drop(connection, checkfirst=True)
    table.create(connection)
    return True


def _put(connection: Connection, rollup: Rollup, days: list[int] | None, is_anew: bool) -> int:
    """Put staged sums in the place of a rollup's, of these days (None: all); how many rows differed."""
    table, mark = ROLLUP_TABLES[rollup.name], f"rollup:{rollup.name}"
    is_current = not is_anew and ledger.setting(connection, mark) == fingerprint(rollup)
    if days is not None and not is_current:
        raise NotReady(
            f"the store counts {rollup.name} by other formulas, and only some days of it were counted; "
            "export the rows into an empty folder, so that all are"
        )
    staged = backend_of(connection).staged(table, _SCHEMA)
    differed = differing(connection, rollup, staged, days)
    if differed:
        refill(connection, rollup, staged, days)
    if not is_current:
        ledger.keep(connection, mark, fingerprint(rollup))
    return differed


def _check_rows(connection: Connection, made: Plan) -> None:
    """Raise NotReady unless the sums are of the rows that the store has.

    What this store itself has exported its data version says; of rows of another they are counted by day.
    """
    mark = stored_mark(connection)
    if mark is None:
        raise NotReady("the store is of another release; bring it up to date: app.py init")
    if mark.past == made.of.past:
        if mark.version != made.of.version:
            raise NotReady(
                f"the sums are of data version {made.of.version}, the store has {mark.version}; "
                "export the rows again and count them"
            )
        return
    for asked in made.datasets:
        stored = _rows_by_file(connection, asked)
        other = sorted(n for n in {*stored, *asked.files} if stored.get(n) != asked.files.get(n))
        if other:
            name = other[0]
            raise NotReady(
                f"the store has {stored.get(name, 0)} rows of {asked.dataset} in {name}, and "
                f"{asked.files.get(name, 0)} were counted; they differ in {len(other)} files"
            )


def _rows_by_file(connection: Connection, asked: Asked) -> dict[str, int]:
    table, filed_by = TABLES[asked.dataset], DATASETS[asked.dataset].filed_by
    if filed_by is None:
        rows = connection.scalar(select(func.count()).select_from(table)) or 0
        return {WHOLE: rows} if rows else {}
    days = select(table.c[filed_by], func.count()).group_by(table.c[filed_by])
    return {
        UNDATED if day is None else day.isoformat(): rows for day, rows in connection.execute(days)
    }
