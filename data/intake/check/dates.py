"""Dates and instants from text: the profile's formats first, ISO 8601 always, then other usual ways.

Formats are those of strptime as polars (chrono) reads them: "%Y/%m/%d %H:%M", "%Y年%m月%d日".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from data.intake.check import written_times

FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)

_TIME = re.compile(r"%[-_0]?[HIklMSTRXrpPcs+f]|%\.\d?f")
_OFFSET = re.compile(r"%(?:[:#]*z|\+)")
_FRACTION = re.compile(r"%\.\d?f")
_COLONS = re.compile("%[:#]+z")
_SHIFT = re.compile(r"([+-])(0\d|1[0-4]):([0-5]\d)$")
_SAMPLE = datetime(2024, 11, 23, 17, 8, 9)


@dataclass(frozen=True)
class _Shape:
    """One way to write a time. Without `timed` it names a day only."""

    format: str
    timed: bool
    offset: bool


def _shape(format: str) -> _Shape:
    return _Shape(format, bool(_TIME.search(format)), bool(_OFFSET.search(format)))


ISO = tuple(
    _shape(format)
    for format in (
        "%Y-%m-%d",
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%dT%H:%M:%S",
        "%Y-%m-%d %H:%M",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%dT%H:%M:%S%#z",
        "%Y-%m-%d %H:%M:%S%#z",
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%dT%H:%M:%S%.f%#z",
        "%Y-%m-%d %H:%M:%S%.f%#z",
    )
)

# How exports write dates that can be read in two ways, or only with the names of months.
_USUAL = tuple(
    day + time
    for day in (
        "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%d-%b-%Y", "%d %b %Y", "%b %d %Y",
        "%b %d, %Y", "%a %b %d %Y",
    )
    for time in ("", " %H:%M", " %H:%M:%S", " %H:%M:%S%.f", " %I:%M %p", " %I:%M:%S %p")
)  # fmt: skip
_ENOUGH = 200

_WRITTEN = tuple(map(_shape, written_times.SHAPES))


def format_fault(format: str) -> str | None:
    """What is wrong with a date format, or None: it must read what it writes, to the day."""
    if "%f" in format:
        return f"format {format!r}: fractions of a second are written %.f, without a point before"
    shape = _shape(format)
    text = _SAMPLE.astimezone().strftime(_FRACTION.sub(".5", _COLONS.sub("%z", format)))
    text = _SAMPLE.strftime("%Y-%m-%dT%H:%M:%S+00:00") if format == "%+" else text
    try:
        read = _naive(pl.Series([text]), shape)[0]
    except pl.exceptions.PolarsError:
        read = None
    if read is None:
        return f"format {format!r} cannot be read; e.g. '%Y-%m-%d %H:%M:%S' can"
    if not shape.offset and read.date() != _SAMPLE.date():
        return f"format {format!r} does not name a day; it needs year, month and day"
    return None


def skipped(value: str, formats: tuple[str, ...], zone: str) -> bool:
    """Whether this is a time that clocks in `zone` skip in spring."""
    values = pl.Series([value])
    return instants(values, formats, zone)[0][0] is None and (
        instants(values, formats, "UTC")[0][0] is not None
    )


def reading(values: pl.Series) -> tuple[str, ...]:
    """The usual formats that read most of these values, if any does; several where it is not clear.

    For a message: which of day and month comes first is never guessed for a number.
    """
    values = values.drop_nulls()[:_ENOUGH]
    times = {format: len(_parsed(values, format).drop_nulls()) for format in _USUAL}
    most = max(times.values(), default=0)
    return tuple(format for format in _USUAL if most and times[format] == most)[:2]


def instants(raw: pl.Series, formats: tuple[str, ...], zone: str) -> tuple[pl.Series, pl.Series]:
    """Instants of `raw` in `zone`, and their local dates.

    A value that gives a day without a time has a date only. Where clocks go back, the earlier of
    the two instants is meant; a time that clocks skip is null, like anything that is no time.
    """
    moments = _nulls(raw, pl.Datetime("us", zone))
    days = _nulls(raw, pl.Date())
    for shape, rows, times in _read(raw, formats):
        if shape.timed:
            part = _local(times, shape, zone)
            # Dates from the times as written: asking each for its zone again would cost twice.
            day = (part if shape.offset else times).dt.date()
            if part.null_count() > day.null_count():
                day = day.set(part.is_null(), None)
            moments = _laid(part, rows, moments)
        else:
            day = times.dt.date()
        days = _laid(day, rows, days)
    return moments, days


def dates(raw: pl.Series, formats: tuple[str, ...], zone: str) -> pl.Series:
    """Dates of `raw`; of an instant with an offset, its date in `zone`."""
    days = _nulls(raw, pl.Date())
    for shape, rows, times in _read(raw, formats):
        part = (_local(times, shape, zone) if shape.offset else times).dt.date()
        days = _laid(part, rows, days)
    return days


def _read(
    raw: pl.Series, formats: tuple[str, ...]
) -> Iterator[tuple[_Shape, pl.Series | None, pl.Series]]:
    """Try shapes until nothing is left: (shape, rows it was tried on or None for all, times)."""
    if not formats:  # else theirs go before
        raw = written_times.dashed(raw)
    shapes = [*map(_shape, formats), *(s for s in ISO if s.format not in formats)]
    first = raw.drop_nulls()[:1]
    # The shape that reads the first value most likely reads all, and each further one costs.
    shapes.sort(key=lambda shape: not len(_naive(first, shape).drop_nulls()))
    rows: pl.Series | None = None
    rest = raw
    for shape in (*shapes, None, *_WRITTEN):
        if rest.null_count() == len(rest):
            return
        if shape is None:  # what is left is turned into ISO 8601
            rest = written_times.as_iso(rest)
            continue
        times = _naive(rest, shape)
        if times.null_count() == len(times):
            continue
        yield shape, rows, times
        left = (rest.is_not_null() & times.is_null()).arg_true()
        if not len(left):
            return
        rows = left if rows is None else rows.gather(left)
        rest = rest.gather(left)


def _naive(raw: pl.Series, shape: _Shape) -> pl.Series:
    """Times as written (with an offset: in UTC); null where the shape does not fit."""
    shift = _shift_of_all(raw) if shape.format.endswith("%#z") else None
    if shift is not None:
        without = raw.str.head(-len("+08:00"))
        times = _parsed(without, shape.format.removesuffix("%#z")) - shift
        return times.dt.replace_time_zone("UTC")
    times = _parsed(raw, shape.format)
    if shape.offset and times.dtype == pl.Datetime("us"):
        times = times.dt.replace_time_zone("UTC")
    return times


def _parsed(raw: pl.Series, format: str) -> pl.Series:
    return raw.str.to_datetime(format, time_unit="us", strict=False, cache=False)


def _shift_of_all(raw: pl.Series) -> timedelta | None:
    """The offset that all values end with; times without it are read eight times as fast."""
    first = next(iter(raw.drop_nulls()[:1]), "")
    offset = _SHIFT.search(first)
    if offset is None or not raw.str.ends_with(offset[0]).all():
        return None
    shift = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
    return shift if offset[1] == "+" else -shift


def _local(times: pl.Series, shape: _Shape, zone: str) -> pl.Series:
    if shape.offset:
        return times.dt.convert_time_zone(zone)
    return times.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")


def _nulls(like: pl.Series, kind: pl.DataType) -> pl.Series:
    return pl.Series(like.name, [None], kind).new_from_index(0, len(like))


def _laid(part: pl.Series, rows: pl.Series | None, before: pl.Series) -> pl.Series:
    """`before` with what has been read of its `rows` (None: of all of them, and first)."""
    return part if rows is None else before.scatter(rows, part)
