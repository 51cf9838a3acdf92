"""The plan: which rows lie in a folder, and what is to be counted of them, as a file that Spark's side can read.

plan.json               this
rows/cases/….parquet    rows of a dataset, a file for each day by which they are filed
sums/ROLLUP/….parquet   what `job` has counted
sums/counted.json       of which state of the store, once all of it is there
loaded.json             of which state sums have come into a store
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Column
from sqlalchemy.sql import visitors

from data.catalog import DATASETS
from data.definitions import Dataset, Field
from data.rollups import hall_settings
from data.rollups.plan import expression, families, of_dataset
from data.rollups.recounts import recounted, summed
from data.rollups.renewal.upgrade import fingerprint
from data.store.identity import Mark
from data.store.tables import sql_name
from scale.spark_sql import spark_sql

# How Parquet has a field's values as the store keeps them, and what Spark calls that.
KINDS: dict[str, tuple[type[pl.DataType], str]] = {
    "text": (pl.String, "STRING"),
    "code": (pl.String, "STRING"),
    "integer": (pl.Int64, "BIGINT"),
    "number": (pl.Float64, "DOUBLE"),
    "date": (pl.Int32, "INT"),
    "instant": (pl.Int64, "BIGINT"),
    "boolean": (pl.Int8, "TINYINT"),
}


@dataclass(frozen=True)
class Asked:
    """A dataset's rows in the folder, and of which days they are to be counted.

    `files`: rows by the name of their file. `days`: by each date the day numbers to be counted; None: all.
    `formulas`: what each rollup is counted by; `derived`: what its rows were computed by.
    """

    dataset: str
    columns: dict[str, str]
    derived: str
    formulas: dict[str, str]
    files: dict[str, int]
    days: dict[str, list[int]] | None

    @property
    def table(self) -> str:
        return sql_name(self.dataset)


@dataclass(frozen=True)
class Plan:
    """All of it; `of` is the state of the store that the rows are of."""

    of: Mark
    datasets: tuple[Asked, ...]

    def find(self, dataset: str) -> Asked | None:
        return next((asked for asked in self.datasets if asked.dataset == dataset), None)


def rolled_up() -> tuple[str, ...]:
    """The datasets that have rollups."""
    return tuple(id for id in DATASETS if of_dataset(id))


def counted_fields(dataset: Dataset) -> tuple[Field, ...]:
    """The fields that some rollup looks at, and the date of its files: no others leave the store.

    Numbers of records and whatever else nobody counts by are not among them.
    """
    names = {dataset.filed_by} if dataset.filed_by else set()
    for rollup in of_dataset(dataset.id):
        names |= {rollup.dated, *rollup.dimension_columns()}
        names |= {rollup.histogram} if rollup.histogram else set()
        for part in rollup.parts:
            columns = visitors.iterate(expression(part))
            names |= {str(c.name) for c in columns if isinstance(c, Column)}
    return tuple(field for field in dataset.fields if field.id in names)


def derived_by(dataset: Dataset) -> str:
    """What stored rows follow from, beside what was taken in: where it changes, all are written anew."""
    return json.dumps([dataset.derivation, hall_settings.mark_of(dataset), sorted(dataset.fills)])


def formulas(dataset: str) -> dict[str, str]:
    return {rollup.name: fingerprint(rollup) for rollup in of_dataset(dataset)}


def statements(
    dataset: str, days: Mapping[str, Collection[int]] | None = None
) -> Iterator[dict[str, Any]]:
    """What Spark runs: `sql` gives the rows of `rollup`, from those of rollup `of` where it is named.

    The finest rollups are counted from the rows, as the store counts them anew; the others are sums of those.
    """
    for family in families(dataset):
        of_family = None if days is None else days.get(family.first.dated, ())
        if of_family is not None and not of_family:
            continue
        for rollup in sorted(family.members, key=lambda r: family.finer(r) is not r):
            finer = family.finer(rollup)
            is_finest = finer is rollup
            sql = recounted(rollup, of_family) if is_finest else summed(rollup, finer)
            of = None if is_finest else finer.name
            yield {"rollup": rollup.name, "of": of, "sql": spark_sql(sql)}


def read(folder: Path) -> Plan | None:
    """The folder's plan; None while there is none."""
    path = folder / "plan.json"
    if not path.exists():
        return None
    document = json.loads(path.read_text("utf-8"))
    datasets = [{k: v for k, v in one.items() if k != "table"} for one in document["datasets"]]
    return Plan(Mark(*document["of"]), tuple(Asked(**one) for one in datasets))


def write(folder: Path, plan: Plan) -> None:
    """Put the plan into the folder, with the statements that follow from it."""
    document = {
        "of": plan.of,
        "datasets": [{"table": asked.table, **asdict(asked)} for asked in plan.datasets],
        "statements": [one for a in plan.datasets for one in statements(a.dataset, a.days)],
    }
    keep(folder / "plan.json", document)


def keep(path: Path, document: object) -> None:
    """A document as a file, whole or not at all."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(document, ensure_ascii=False, indent=1), "utf-8")
    part.rename(path)


def kept_mark(path: Path) -> Mark | None:
    """The state that a file of the folder names; None where it is not there."""
    return Mark(*json.loads(path.read_text("utf-8"))) if path.exists() else None
