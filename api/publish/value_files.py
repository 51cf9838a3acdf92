"""The values of every indicator as files, of what has changed since the day before; and controlled datasets' cells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Connection

from api.publish.draft import Draft
from data.answers.reading import Reading
from data.catalog import PUBLISHED, PUBLISHED_INDICATORS, made_of, owner
from data.definitions import Indicator
from data.publish import formulas, frozen_values
from data.publish.changes import Changes
from data.rollups.together import read_together


def path_of(indicator: str) -> str:
    """Where an indicator's values lie in a published day."""
    return f"indicators/{indicator}.csv"


class ValueFiles:
    """The files of one day. `marks`: by dataset, what its files are made by, and the days that it covers."""

    def __init__(
        self, draft: Draft, changes: Changes, marks: dict[str, dict[str, Any]], fresh: bool
    ) -> None:
        self._draft, self._changes, self._marks, self._fresh = draft, changes, marks, fresh

    def write(self, reading: Reading, day: date, progress: Callable[[str], None]) -> None:
        """All of them."""
        tables: dict[str, bytes] = {}
        by_dataset: dict[str, list[Indicator]] = {}
        for indicator in PUBLISHED_INDICATORS.values():
            by_dataset.setdefault(owner(indicator).id, []).append(indicator)
        for indicators in by_dataset.values():
            with reading.connection() as connection, read_together():
                for indicator in indicators:
                    tables[indicator.id] = self._written(connection, indicator, day)
                    progress(f"values {len(tables)}/{len(PUBLISHED_INDICATORS)}")
        for dataset in PUBLISHED.values():
            if not dataset.records:
                cells = [
                    [i.id, *line]
                    for i in dataset.indicators
                    for line in frozen_values.read(tables.get(i.id, b""))
                ]
                content = frozen_values.written(cells, ("indicator", *frozen_values.COLUMNS))
                self._draft.write(
                    f"datasets/{dataset.id}/cells.csv", content, packed=True, kind="cells",
                    dataset=dataset.id, rows=len(cells),
                )  # fmt: skip

    def _written(self, connection: Connection, indicator: Indicator, day: date) -> bytes:
        """An indicator's file, linked where every line stays; its content where a table of cells is made of it."""
        path, dataset = path_of(indicator.id), owner(indicator)
        if self._stays(indicator, day):
            self._draft.link(path)
            return b"" if dataset.records else self._draft.content_before(path) or b""
        content = self._table(connection, indicator, day)
        self._draft.write(
            path, content, packed=True, kind="values", indicator=indicator.id,
            dataset=dataset.id, rows=frozen_values.rows_of(content),
        )  # fmt: skip
        return b"" if dataset.records else content

    def _stays(self, indicator: Indicator, day: date) -> bool:
        """Whether every line is that of the day before: no row came, and no period ended since."""
        published = self._draft.before
        if published is None or self._fresh or not self._draft.earlier(path_of(indicator.id)):
            return False
        manifest, datasets = published.manifest, made_of(indicator)
        same = all(manifest.datasets.get(id) == self._marks.get(id) for id in datasets)
        formula = manifest.indicators.get(indicator.id) == formulas.fingerprint(indicator)
        if not same or not formula or self._changes.of_lists(indicator):
            return False
        if any(self._changes.any(id) for id in datasets):
            return False
        earlier = date.fromisoformat(manifest.date)
        covered = {id: self._marks[id]["covered"] for id in datasets}
        return frozen_values.is_over(indicator, covered, earlier, day)

    def _table(self, connection: Connection, indicator: Indicator, day: date) -> bytes:
        since = self._since(indicator)
        before = self._draft.content_before(path_of(indicator.id)) if since else None
        if before is None or b'"' in before:
            return frozen_values.table_of(connection, indicator, day)
        return frozen_values.table_of(connection, indicator, day, before, since)

    def _since(self, indicator: Indicator) -> date | None:
        """The first month of which the values may be others than the day before; None: any may be."""
        published = self._draft.before
        if published is None or self._fresh or frozen_values.is_cumulative(indicator):
            return None
        manifest = published.manifest
        if manifest.indicators.get(indicator.id) != formulas.fingerprint(indicator):
            return None
        if self._changes.of_lists(indicator):
            return None
        ends = [date.fromisoformat(manifest.date)]
        for dataset in made_of(indicator):
            earlier, mark = manifest.datasets.get(dataset), self._marks.get(dataset)
            if earlier is None or mark is None or earlier["mark"] != mark["mark"]:
                return None
            if not earlier["covered"] or not mark["covered"]:
                return None
            if earlier["covered"][0] != mark["covered"][0]:
                return None
            ends.append(date.fromisoformat(earlier["covered"][1]))
        if first := self._changes.first(indicator):
            ends.append(first)
        return min(ends).replace(day=1)
