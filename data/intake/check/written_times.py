"""Times as people and programs write them beside ISO 8601, turned into it.

Read without a word in the profile, because nothing else can be meant: year first in any punctuation
(2025年3月5日 下午3:05, 2025/3/5, 20250305), Excel's day numbers (45721.5), milliseconds since 1970.
Day or month first is ambiguous and needs a format.
"""

from __future__ import annotations

from datetime import datetime

import polars as pl

_MORNING, _AFTERNOON = ("上午", "凌晨", "早上", "AM", "am"), ("下午", "晚上", "PM", "pm")
_NOON = "中午"
_HALF = "|".join((*_MORNING, *_AFTERNOON, _NOON))
_WRITTEN = (
    r"^(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?"
    rf"(?:[T\s]*(?P<before>{_HALF})?\s*(?P<hour>\d{{1,2}})\s*[:时点]\s*(?P<minute>\d{{1,2}})\s*分?"
    rf"(?:\s*:?\s*(?P<second>\d{{1,2}})(?:\.\d+)?\s*秒?)?\s*(?P<after>{_HALF})?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?$"
)
# As Excel writes times in China, so that most exports have it.
_SLASHED = r"^[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}( [0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2})?)?$"
_COMPACT_DAY = r"^(\d{4})(\d{2})(\d{2})$"
_COMPACT_TIME = r"^(\d{4})(\d{2})(\d{2})T?(\d{2})(\d{2})(\d{2})(Z?)$"
_ERA = r"^(中華民國|中华民国|民國|民国|พ\.ศ\.)\s*"
_YEAR_FIRST = r"^(?P<year>\d{2,4})(?:(?P<month>\d{2})(?P<day>\d{2})$|(?P<rest>\s*[-/.年].*)$)"
_YEAR_LAST = r"^(?P<before>\d{1,2}[-/. ]\d{1,2}[-/. ])(?P<year>\d{3,4})(?P<rest>\D.*)?$"
# Excel counts days from here; those of 1990 to 2100 have five digits.
_EXCEL_EPOCH = datetime(1899, 12, 30)
_EXCEL_DAYS = r"^\d{5}(\.\d+)?$"
_EPOCH_MILLISECONDS = r"^\d{12,13}$"
_DAY_SECONDS = 86_400
# What `as_iso` gives.
SHAPES = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S%#z")
_DAY, _TIME, _ZONED = "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S+00:00"


def half_width(raw: pl.Series) -> pl.Series:
    """Full-width letters and digits as ordinary ones: １２：３０ → 12:30."""
    plain = raw.str.len_bytes() == raw.str.len_chars()  # ASCII, as nearly everything is
    return raw if plain.all() else raw.str.normalize("NFKC").str.strip_chars()


def dashed(raw: pl.Series) -> pl.Series:
    """2025/3/5 15:05 as 2025-3-5 15:05, which is read a column at a time; all else as it is."""
    if not raw.str.contains("/", literal=True).any():
        return raw
    slashed = raw.str.contains(_SLASHED).fill_null(False)
    return raw.zip_with(~slashed, raw.str.replace_all("/", "-", literal=True))


def common_era(raw: pl.Series, years: int) -> pl.Series:
    """Dates whose years are counted from elsewhere, with `years` added: 113/05/01 → 2024/05/01."""
    text = pl.col("text").str.replace(_ERA, "")
    first, last = text.str.extract_groups(_YEAR_FIRST), text.str.extract_groups(_YEAR_LAST)
    year = pl.coalesce(
        part.struct.field("year").cast(pl.Int64, strict=False) for part in (last, first)
    )
    year = (year + years).cast(pl.String).str.zfill(4)
    ways = (
        pl.concat_str(last.struct.field("before"), year, last.struct.field("rest").fill_null("")),
        pl.concat_str(year, first.struct.field("month"), first.struct.field("day"), separator="-"),
        pl.concat_str(year, first.struct.field("rest")),
        pl.col("text"),
    )
    frame = pl.DataFrame([half_width(raw).alias("text")])
    return frame.select(pl.coalesce(ways).alias(raw.name)).to_series()


def as_iso(raw: pl.Series) -> pl.Series:
    """The values in one of `SHAPES`; what is none of these ways to write a time comes to null."""
    text = pl.col("text")
    spaced = text.str.replace(_COMPACT_TIME, "$1-$2-$3 $4:$5:$6$7").str.replace(
        _COMPACT_DAY, "$1-$2-$3"
    )
    frame = pl.DataFrame([half_width(raw).alias("text")])
    frame = frame.with_columns(spaced.str.extract_groups(_WRITTEN).alias("groups"))
    ways = (_written(), _excel(text), _milliseconds(text))
    return frame.select(pl.coalesce(ways).alias(raw.name)).to_series()


def _written() -> pl.Expr:
    def part(name: str) -> pl.Expr:
        return pl.col("groups").struct.field(name)

    half = pl.coalesce(part("before"), part("after"))
    hour = part("hour").cast(pl.Int64, strict=False)
    late = (half.is_in(_AFTERNOON) & (hour < 12)) | ((half == _NOON) & (hour < 11))
    hour = (
        pl.when(late)
        .then(hour + 12)
        .when(half.is_in(_MORNING) & (hour == 12))
        .then(pl.lit(0))
        .otherwise(hour)
    )
    day = pl.concat_str(
        part("year"), part("month").str.zfill(2), part("day").str.zfill(2), separator="-"
    )
    clock = pl.concat_str(
        hour.cast(pl.String).str.zfill(2),
        part("minute").str.zfill(2),
        part("second").fill_null("0").str.zfill(2),
        separator=":",
    )
    # +01, +0100 and UTC as +01:00, +00:00
    zone = part("zone").str.replace(r"^(Z|UTC|GMT)$", "+00").str.replace(":", "", literal=True)
    zone = (
        zone.str.replace(r"^([+-]\d{2})$", "${1}00").str.replace(r"(\d{2})$", ":$1").fill_null("")
    )
    return pl.coalesce(pl.concat_str(pl.concat_str(day, clock, separator=" "), zone), day)


def _excel(text: pl.Expr) -> pl.Expr:
    """A number of days; with a fraction, a time of that day. Excel's own is exact to the second."""
    days = pl.when(text.str.contains(_EXCEL_DAYS)).then(text).cast(pl.Float64, strict=False)
    seconds = (days * _DAY_SECONDS).round().cast(pl.Int64)
    moment = pl.lit(_EXCEL_EPOCH) + pl.duration(seconds=seconds)
    whole = seconds % _DAY_SECONDS == 0
    return pl.when(whole).then(moment.dt.strftime(_DAY)).otherwise(moment.dt.strftime(_TIME))


def _milliseconds(text: pl.Expr) -> pl.Expr:
    number = pl.when(text.str.contains(_EPOCH_MILLISECONDS)).then(text).cast(pl.Int64, strict=False)
    return pl.from_epoch(number, time_unit="ms").dt.strftime(_ZONED)
