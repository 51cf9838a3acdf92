"""Rows made from a dataset's fields are such as intake takes in, whatever the dataset."""

from __future__ import annotations

from data.catalog import DATASETS
from tests.contracts import for_each
from tests.hall_data import SAMPLE_FIRST, SAMPLE_LAST, Store
from tests.made_rows import made_rows


@for_each("id", [id for id, dataset in DATASETS.items() if not dataset.follows])
def test_made_rows_are_taken_in_whole_and_show_every_code(store: Store, id: str) -> None:
    rows = made_rows(DATASETS[id], SAMPLE_FIRST, SAMPLE_LAST)
    entry = store.ingest(id, rows)
    assert (entry.accepted, entry.rejected, entry.refused) == (len(rows), 0, None), entry
    stored = store.rows(id)
    for field in DATASETS[id].fields:
        if field.codes and not (field.derived or field.computed):
            # What may be taken back from what is public stands beside it as the source gave it.
            given = f"given_{field.id}" if f"given_{field.id}" in stored[0] else field.id
            missing = {code.id for code in field.codes} - {row[given] for row in stored}
            assert missing == set(), field.id
