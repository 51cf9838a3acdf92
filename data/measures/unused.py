"""Which entries of a list were not met for some months: items without a case, say."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select, text

from data.catalog import INDICATORS, OWNERS
from data.definitions import Unused
from data.periods import ONE_DAY
from data.rollups.plan import find
from data.store.tables import TABLES, day_number


def unmet_codes(connection: Connection, measure: Unused, on: date) -> set[str]:
    """The listed codes that were not met in the months up to and including `on`."""
    dataset = OWNERS[measure.of]
    found = find(dataset.id, str(INDICATORS[measure.of].dated), frozenset({measure.by}), None)
    assert found, f"{measure.of} is not rolled up by {measure.by}"
    rollup = f'"{found[1].name}"'
    met_between = text(
        f'select distinct "{measure.by}" from {rollup} where day between :a and :b and n > 0'
    )
    bounds = {"a": day_number(months_before(on, measure.months)), "b": day_number(on)}
    met = set(connection.execute(met_between, bounds).scalars())
    columns = TABLES[str(dataset.field(measure.by).refers)].c
    listed = set(connection.execute(select(columns[measure.by]).where(columns.listed)).scalars())
    return listed - met


def months_before(day: date, months: int) -> date:
    """The first day of the `months` months that end on `day`."""
    after = day + ONE_DAY
    index = after.year * 12 + after.month - 1 - months
    year, month = divmod(index, 12)
    last_of_month = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - ONE_DAY).day
    return date(year, month + 1, min(after.day, last_of_month))
