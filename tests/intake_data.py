"""What the tests of intake share: reading a whole file, and validating rows written as dicts."""

from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl

from data.catalog import DATASETS
from data.intake.check.validate import validate
from data.intake.profile.load import load
from data.intake.read.any_file import read
from data.intake.read.chunk import LINE, Chunk

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2025, 9, 12, 15, 0, tzinfo=SHANGHAI)
CASE = {"case_no": "N1", "item": "SX001", "channel": "hall", "accepted_on": "2025-09-10"}


def taken(rows, dataset="cases", profile=None, now=NOW):
    """Validate rows given as dicts of headers; the lines are 2, 3, …"""
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: [row.get(name) for row in rows] for name in names}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String))
    frame = frame.with_columns(pl.Series(LINE, range(2, 2 + len(rows)), dtype=pl.Int64))
    source = profile if profile is not None else load(None)
    mapping = source.datasets[dataset]
    return validate(DATASETS[dataset], mapping, source, Chunk(frame), now)


def one(row, **options):
    """The single good record of a row, as a dict."""
    found = taken([row], **options)
    assert found.rejects == []
    return found.frame.row(0, named=True)


def whole(path, **options):
    """All records as tuples with their line, and all rejects as (line, reason)."""
    chunks = list(read(path, **options))
    frame = pl.concat([chunk.frame for chunk in chunks], how="diagonal")
    rejects = [(r.line, r.reason) for chunk in chunks for r in chunk.rejects]
    return frame.rows(), rejects
