"""What has changed since a data version, by the months that intake notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from data.catalog import DATASETS, INDICATORS, OWNERS, owner
from data.definitions import Dataset, Indicator
from data.store.tables import CHANGED_MONTHS


@dataclass(frozen=True)
class Changes:
    """Since a data version: dataset → date field → months (`2026-09`; "" for rows without a date)."""

    months: dict[str, dict[str, set[str]]]

    def any(self, dataset: str) -> bool:
        """Whether any row of a dataset came, changed or went."""
        return dataset in self.months

    def filed(self, dataset: Dataset) -> set[str]:
        """The months whose rows are no longer as they were, by the date that they are filed by."""
        return self.months.get(dataset.id, {}).get(dataset.filed_by or "", set())

    def first(self, indicator: Indicator) -> date | None:
        """The first month of which an indicator may have another value; None where none has."""
        months = {
            month
            for dataset, field in _dates(indicator)
            for month in self.months.get(dataset, {}).get(field, ())
            if month
        }
        return date.fromisoformat(f"{min(months)}-01") if months else None

    def of_lists(self, indicator: Indicator) -> bool:
        """Whether a list has changed whose entries are the codes of an indicator."""
        dataset = owner(indicator)
        columns = [dataset.dimension(name).column(indicator.dated) for name in indicator.dimensions]
        columns += [dataset.expects.reporter] if dataset.expects else []
        lists = {dataset.field(name).refers for name in columns}
        return any(one in self.months for one in lists if one)


def _dates(indicator: Indicator) -> set[tuple[str, str]]:
    """(dataset, date field) of all dates by which rows fall into its periods, and those it is made of."""
    dates = {(OWNERS[indicator.id].id, name) for name in indicator.measure.dates(indicator)}
    for id in indicator.measure.builds_on():
        dates |= _dates(INDICATORS[id])
    return dates


def since(connection: Connection, version: int) -> Changes:
    """What has changed after this data version."""
    c = CHANGED_MONTHS.c
    months: dict[str, dict[str, set[str]]] = {}
    rows = connection.execute(select(c.dataset, c.field, c.month).where(c.version > version))
    for dataset, field, month in rows:
        if dataset in DATASETS:
            months.setdefault(dataset, {}).setdefault(field, set()).add(month)
    return Changes(months)
