"""What was published and no longer follows (`Follow.stays`): it is never taken back without a reason.

Published is a row whose day has come and that was in the books on a day before today: whoever looked
this morning saw it. What comes and goes within a day, as while a store is filled, was not there yet;
so the batches of one day may come in any order.
"""

from __future__ import annotations

import polars as pl
from sqlalchemy import Connection

from data.definitions import Dataset, Follow
from data.derive.frames import Context
from data.intake.write.stage import encode
from data.rollups.frames import frame_of
from data.store.tables import TABLES, day_number

# The field that has the day since when a row's key is in the books; stores of earlier releases do not say.
STORED = "stored_on"
# Subjects named in one query.
_KEYS = 10_000


def stays(
    connection: Connection,
    dataset: Dataset,
    follow: Follow,
    stored: pl.DataFrame,
    should: pl.DataFrame,
    context: Context,
) -> pl.DataFrame:
    """What becomes of published rows of `stored` whose key no row of `should` has; as the store has rows."""
    if follow.stays is None or dataset.listed_from is None or stored.is_empty():
        return should.clear()
    of_today = day_number(context.today)
    given = encode(stored, dataset).with_row_index("at")
    given = given.filter(
        pl.col(dataset.listed_from) <= of_today,
        pl.col(STORED).is_null() | (pl.col(STORED) < of_today),
    ).join(should, on=list(dataset.key), how="anti")
    rows = stored[given["at"].to_list()].select(field.id for field in dataset.fields)
    kept = [should.clear()]
    for some in rows.iter_slices(_KEYS):
        theirs = TABLES[follow.dataset].c[follow.key].in_(some["subject"].unique().to_list())
        of = frame_of(connection, follow.dataset, theirs).select(follow.reads)
        kept.append(encode(follow.stays(some, of, context), dataset))
    return pl.concat(kept)


def since(
    come: pl.DataFrame, stored: pl.DataFrame, dataset: Dataset, context: Context
) -> pl.DataFrame:
    """Rows to be written, with the day since when their key is in the books: today, or as stored."""
    key = list(dataset.key)
    before = stored.select(*key, STORED).with_columns(there=True)
    day = pl.when("there").then(STORED).otherwise(pl.lit(day_number(context.today), pl.Int32))
    found = come.drop(STORED).join(before, on=key, how="left")
    return found.with_columns(day.alias(STORED)).select(come.columns)
