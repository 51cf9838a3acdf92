"""Codes of reference lists met in a batch: names turned into codes, new codes added, never dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl
from sqlalchemy import Connection, select

from data.catalog import DATASETS
from data.definitions import Dataset
from data.intake.write.changed_months import WHOLE, note
from data.store.tables import TABLES, WAITING_CODES


def referring(dataset: Dataset) -> dict[str, str]:
    """Fields of a dataset that hold codes of a reference list: field → list. Not a list's own key."""
    own = dataset.key if dataset.reference else ()
    return {f.id: f.refers for f in dataset.fields if f.refers and f.id not in own}


@dataclass
class Codes:
    """The reference lists as a batch sees them, with the codes that are new in it."""

    known: dict[str, set[str]]
    by_title: dict[str, dict[str, str]]
    new: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def load(cls, connection: Connection) -> Codes:
        known: dict[str, set[str]] = {}
        by_title: dict[str, dict[str, str]] = {}
        for dataset in DATASETS.values():
            if not dataset.label:
                continue
            columns = TABLES[dataset.id].c
            rows = connection.execute(
                select(columns[dataset.key[0]], *(columns[name] for name in dataset.label))
            ).fetchall()
            known[dataset.id] = {row[0] for row in rows}
            titles: dict[str, str] = {}
            for code, *names in rows:
                for name in names:
                    titles.setdefault(name, code)
            by_title[dataset.id] = titles
        return cls(known, by_title)

    def resolve(self, dataset: Dataset, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with names replaced by codes; codes not on the list are noted as new.

        A label column `<field>__label` names a new code; without one it is its own name.
        """
        for name, reference in referring(dataset).items():
            known, titles = self.known[reference], self.by_title[reference]
            label = f"{name}__label"
            chosen = [name, label] if label in frame.columns else [name]
            occurring = (
                frame.select(chosen).drop_nulls(name).unique(name, keep="any", maintain_order=True)
            )
            renamed: dict[str, str] = {}
            titled = occurring[label] if label in occurring.columns else occurring[name]
            for code, text in zip(occurring[name], titled, strict=True):
                title = text or code
                if code in known:
                    continue
                if code in titles:
                    renamed[code] = titles[code]
                    continue
                self.new.setdefault(reference, {})[code] = title
                known.add(code)
            if renamed:
                frame = frame.with_columns(pl.col(name).replace(renamed))
        return frame

    def put_off(
        self, connection: Connection, dataset: Dataset, shown: Mapping[str, set[str]]
    ) -> None:
        """Let new codes that are not `shown` (list → codes) wait with the rows that have them."""
        held = {
            reference: {code: title for code, title in new.items() if code not in shown[reference]}
            for reference, new in self.new.items()
        }
        columns = WAITING_CODES.c
        stored = select(columns.reference, columns.code).where(columns.dataset == dataset.id)
        waiting = {tuple(row) for row in connection.execute(stored)}
        for reference, codes in held.items():
            for code, title in codes.items():
                del self.new[reference][code]
                if (reference, code) not in waiting:
                    row = {"dataset": dataset.id, "reference": reference}
                    connection.execute(WAITING_CODES.insert(), row | {"code": code, "title": title})

    def add(self, connection: Connection) -> None:
        """Write the new codes into their lists, marked as not listed."""
        for reference, new in self.new.items():
            dataset = DATASETS[reference]
            names = {f.id for f in dataset.fields}
            rows = []
            for code, title in new.items():
                row = {dataset.key[0]: code, "title_zh": title, "title_en": title, "listed": False}
                rows.append(row | ({"kind": "unknown"} if "kind" in names else {}))
            if rows:
                connection.execute(TABLES[reference].insert(), rows)
                note(connection, reference, {WHOLE})


def list_waiting(connection: Connection, dataset: Dataset) -> None:
    """Write codes that have waited with rows of a dataset into their lists, where they are not yet."""
    columns = WAITING_CODES.c
    of_dataset = columns.dataset == dataset.id
    rows = connection.execute(
        select(columns.reference, columns.code, columns.title).where(of_dataset)
    ).fetchall()
    if not rows:
        return
    codes = Codes.load(connection)
    for reference, code, title in rows:
        if code not in codes.known[reference]:
            codes.new.setdefault(reference, {})[code] = title
    codes.add(connection)
    connection.execute(WAITING_CODES.delete().where(of_dataset))
