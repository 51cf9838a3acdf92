"""What a file format declares of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from api.formats.table import Table
from data.definitions import Text

# What can be had as a file, by the last part of its address.
Kind = Literal["values", "rows", "records", "hours", "facets", "indicators", "datasets", "claims"]
KINDS: tuple[Kind, ...] = get_args(Kind)
# What is drawn or listed on pages: figures and records. The others say what there is.
SHOWN: tuple[Kind, ...] = ("values", "rows", "records", "hours")
# Those with one fixed set of columns per dataset.
OF_DATASETS: tuple[Kind, ...] = ("rows", "records")


@dataclass(frozen=True)
class FileOptions:
    """How a file is written: `header` = id, zh or en; CSV with or without a byte-order mark.

    `labels`: the language of a column with names beside each coded one; None = without them.
    """

    header: str = "id"
    bom: bool = True
    labels: str | None = None


@dataclass(frozen=True)
class Format:
    """A file format.

    `write` gives the file part by part in constant memory; closing the iterator ends the reading
    of the store. `kinds`: the lists it can hold; `rows_most`: how many rows of them, None = any
    number. `titled`: its header can be in words, by `FileOptions.header`. `beside_figures`: pages
    offer it under each figure. `by_cell`: Python writes each cell of it, which costs far more than text.
    """

    suffix: str
    media_type: str
    title: Text
    write: Callable[[Table, FileOptions], Iterator[bytes]]
    kinds: tuple[Kind, ...] = SHOWN
    rows_most: int | None = None
    titled: bool = False
    beside_figures: bool = False
    by_cell: bool = False

    @property
    def label(self) -> str:
        """Its short name on a page, the same in both languages."""
        return self.suffix.upper()

    @property
    def content_type(self) -> str:
        text = self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if text else self.media_type

    def holds(self, rows: int) -> bool:
        return self.rows_most is None or rows <= self.rows_most
