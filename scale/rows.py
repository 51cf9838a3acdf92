"""Checked rows as Parquet, in the store's own columns, a file for each day; a corrected day is rewritten alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import polars as pl
from sqlalchemy import Connection, Engine, bindparam, select

from data.catalog import DATASETS
from data.definitions import Dataset
from data.rollups.plan import of_dataset
from data.rollups.renewal.rederive import is_derived
from data.store.backend import backend_of
from data.store.engines import freeze
from data.store.identity import Mark, stored_mark
from data.store.tables import CHANGED_MONTHS, ROW_ID, SETTINGS, TABLES, day_number
from scale import plan
from scale.plan import KINDS, Asked, Plan

# Of a dataset that is not filed by a day, and of rows that lack it.
WHOLE, UNDATED = "all", "undated"


class NotReady(ValueError):  # noqa: N818 - says what is the case
    """The store or the folder is not in the state that is needed."""


def export(engine: Engine, folder: Path, datasets: Sequence[str] = ()) -> Plan:
    """Write the rows of datasets (default: all that have rollups) and the plan of what to count of them.

    A folder that was written before is brought up to date: of each dataset the days are rewritten whose
    rows have changed since, and only the days that these count in are to be counted. Raises NotReady.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = plan.read(folder)
    with engine.connect() as connection:
        freeze(connection)
        mark = _mark(connection)
        # Without a plan whatever a broken-off run has left is written anew.
        (folder / "plan.json").unlink(missing_ok=True)
        chosen = [DATASETS[id] for id in datasets or plan.rolled_up()]
        asked = [_Rows(connection, folder, one).renewed(before, mark) for one in chosen]
    made = Plan(mark, tuple(asked))
    plan.write(folder, made)
    return made


def _mark(connection: Connection) -> Mark:
    mark = stored_mark(connection)
    settings = dict(connection.execute(select(SETTINGS.c.name, SETTINGS.c.value)).fetchall())  # type: ignore[arg-type]
    if mark is None or not all(is_derived(settings, dataset) for dataset in DATASETS.values()):
        raise NotReady("the store is of another release; bring it up to date: app.py init")
    return mark


class _Rows:
    """The rows of one dataset, in the store and in the folder."""

    def __init__(self, connection: Connection, folder: Path, dataset: Dataset) -> None:
        self.connection, self.dataset = connection, dataset
        self.fields = plan.counted_fields(dataset)
        self.schema = {field.id: KINDS[field.type][0] for field in self.fields}
        self.filed_by, self.table = dataset.filed_by, TABLES[dataset.id]
        self.folder = folder
        self.files = folder / "rows" / self.table.name
        rows = select(*(self.table.c[name] for name in self.schema)).order_by(self.table.c[ROW_ID])
        prepared = backend_of(connection).prepared
        if self.filed_by:
            filed = self.table.c[self.filed_by]
            self.of_day = prepared(rows.where(filed == bindparam("day")))
            self.without = prepared(rows.where(filed.is_(None)))
        else:
            self.without = prepared(rows)

    def renewed(self, before: Plan | None, mark: Mark) -> Asked:
        """Bring the files up to date, and say what is to be counted."""
        asked = Asked(
            dataset=self.dataset.id,
            columns={field.id: KINDS[field.type][1] for field in self.fields},
            derived=plan.derived_by(self.dataset),
            formulas=plan.formulas(self.dataset.id),
            files={},
            days=None,
        )
        earlier = before.find(self.dataset.id) if before and before.of.past == mark.past else None
        same = earlier and (earlier.columns, earlier.derived) == (asked.columns, asked.derived)
        if before is None or earlier is None or not same:
            shutil.rmtree(self.files, ignore_errors=True)
            self.files.mkdir(parents=True)
            asked.files.update((name, n) for name, n in self._rewritten(None, set()) if n)
            return asked
        days: dict[str, set[int]] = {rollup.dated: set() for rollup in of_dataset(asked.dataset)}
        asked.files.update(earlier.files)
        for name, rows in self._rewritten(before.of.version, set(earlier.files), days):
            asked.files.pop(name, None)
            if rows:
                asked.files[name] = rows
        if earlier.formulas != asked.formulas or not self._add_left(before, earlier, days):
            return asked
        return Asked(**{**vars(asked), "days": {dated: sorted(of) for dated, of in days.items()}})

    def _add_left(self, before: Plan, earlier: Asked, days: dict[str, set[int]]) -> bool:
        """Add the days of the plan before to `days`, unless its sums have come into the store.

        False where these were all days.
        """
        if plan.kept_mark(self.folder / "loaded.json") == before.of:
            return True
        if earlier.days is None:
            return False
        for dated, left in earlier.days.items():
            days[dated] |= set(left)
        return True

    def _rewritten(
        self, since: int | None, present: set[str], days: dict[str, set[int]] | None = None
    ) -> Iterator[tuple[str, int]]:
        """Write the files that may have changed since a data version: name, rows (0: it is gone).

        The days on which changed rows count or counted are added to `days`.
        """
        changed = None if since is None else self._changed_months(since)
        for name, rows in self._frames(present, changed):
            path = self.files / f"{name}.parquet"
            if days is not None:
                stored = pl.read_parquet(path) if path.exists() else rows.clear()
                differing = _differing(stored, rows)
                if differing.is_empty():
                    continue
                for dated, of in days.items():
                    of |= set(differing[dated].drop_nulls())
            if rows.is_empty():
                path.unlink(missing_ok=True)
            else:
                rows.write_parquet(path.with_suffix(".part"))
                path.with_suffix(".part").rename(path)
            yield name, len(rows)

    def _frames(
        self, present: set[str], changed: set[str] | None
    ) -> Iterator[tuple[str, pl.DataFrame]]:
        """The rows of each file that there is or was, of these months only (a name's first seven letters)."""
        if self.filed_by:
            days = self.connection.scalars(select(self.table.c[self.filed_by]).distinct())
            by_name = {day.isoformat(): day for day in days if day is not None}
            for name in sorted({*by_name, *present} - {UNDATED}):
                if changed is None or name[:7] in changed:
                    yield name, self._frame(name)
        name = UNDATED if self.filed_by else WHOLE
        if changed is None or "" in changed:
            yield name, self._frame(name)

    def _frame(self, name: str) -> pl.DataFrame:
        if name in (UNDATED, WHOLE):
            rows = self.without.rows(self.connection, {})
        else:
            rows = self.of_day.rows(self.connection, {"day": day_number(date.fromisoformat(name))})
        return pl.DataFrame(rows, schema=self.schema, orient="row")

    def _changed_months(self, since: int) -> set[str]:
        c = CHANGED_MONTHS.c
        newer = select(c.month).where(c.dataset == self.dataset.id, c.version > since)
        return set(self.connection.scalars(newer.where(c.field == (self.filed_by or ""))))


def _differing(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """The rows that only one of two frames has."""
    weighted = [frame.with_columns(__n=n) for frame, n in ((before, -1), (after, 1))]
    counted = pl.concat(weighted).group_by(before.columns).agg(pl.col("__n").sum())
    return counted.filter(pl.col("__n") != 0)
