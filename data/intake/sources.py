"""What sums are counted from: a batch's rows with the day, the codes and what each part adds."""

from __future__ import annotations

from functools import cache
from typing import Protocol

import pyarrow as pa

from data.rollups import Family, coded, sql_text
from data.store import TABLES, sql_name

WEIGHT = "__weight"


class Sink(Protocol):
    """Where sums are put: a table by the name of each rollup."""

    def append(self, table: str, columns: pa.Table) -> None: ...


@cache
def source_sql(family: Family) -> str:
    """SELECT of `day`, weight, histogram's value, dimensions and parts, in SQLite and DuckDB alike."""
    first, columns = family.first, TABLES[family.first.dataset].c
    dimensions = {
        key: sql_text(coded(first.dataset, column))
        for rollup in family.members
        for key, column in zip(rollup.keys, rollup.dimension_columns(), strict=True)
    }
    value = [f'"{first.histogram}"'] if first.histogram else []
    source = ", ".join(
        [f'{sql_text(columns[first.dated])} as "day"', f'"{WEIGHT}"', *value]
        + [f'{sql} as "{key}"' for key, sql in dimensions.items()]
        + [f'{sql_text(part.expression())} as "{part.name}"' for part in first.parts]
    )
    kept = " and ".join(f"{name} is not null" for name in ['"day"', *value])
    return f'select * from (select {source} from "{sql_name(first.dataset)}") where {kept}'
