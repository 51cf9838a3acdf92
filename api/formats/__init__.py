"""The formats of files. Each is one module that declares it and writes it, and one line here.

Routes, links, OpenAPI, the catalogues and the pages offer what stands in `FORMATS`, in its order.
"""

from __future__ import annotations

from importlib import import_module

from api.formats.format import FileOptions, Format, Kind
from api.formats.table import Table, blocks_of

__all__ = ["FORMATS", "FileOptions", "Format", "Kind", "Table", "blocks_of", "suffixes_for"]

_MODULES = (
    "csv",
    "xlsx",
    "ods",
    "jsonl",
    "parquet",
)
FORMATS: dict[str, Format] = {
    module.FORMAT.suffix: module.FORMAT
    for module in (import_module(f"{__name__}.{name}") for name in _MODULES)
}


def suffixes_for(kind: Kind, rows: int = 0) -> tuple[str, ...]:
    """The suffixes under which a kind of list can be had, if it has so many rows."""
    return tuple(
        suffix for suffix, form in FORMATS.items() if kind in form.kinds and form.holds(rows)
    )
