"""The mapping of a hall's own systems, from the headers and words that the datasets declare."""

from __future__ import annotations

from collections.abc import Sequence

from data.definitions import Dataset
from data.intake.profile.model import VOID, Mapping, computed_only

VOID_HEADER, TRUE_FALSE = "作废", {"是": "true", "否": "false"}
FORMATS = {"date": ("%Y-%m-%d",), "instant": ("%Y-%m-%d %H:%M:%S",)}


def declared(dataset: Dataset) -> Mapping:
    """How an export of a hall's own system is read: headers, labels, words and formats.

    A record can be withdrawn by the column 作废; entries of a list are not.
    """
    fields = [f for f in dataset.fields if f.header and not computed_only(f)]
    columns = {f.id: str(f.header) for f in fields}
    codes = {f.id: words for f in fields if (words := f.source_words)}
    if not dataset.reference:
        columns[VOID], codes[VOID] = VOID_HEADER, TRUE_FALSE
    return Mapping(
        columns=columns,
        formats={f.id: FORMATS[f.type] for f in fields if f.type in FORMATS},
        codes=codes,
        labels={f.id: f.label for f in fields if f.label},
    )


def ours(dataset: Dataset, headers: Sequence[str]) -> Mapping:
    """How records are read whose columns are called as our fields are, labels `<field>__label`."""
    labels = {f.id: f"{f.id}__label" for f in dataset.fields}
    return Mapping(
        columns={f.id: f.id for f in dataset.fields if f.id in headers},
        labels={id: header for id, header in labels.items() if header in headers},
    )
