"""Typed values from text: codes, booleans, numbers and text. What does not fit becomes null."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import cast

import polars as pl

from data.definitions import Field
from data.intake.check import dates
from data.intake.check.publishable import LABEL_LIMIT, longest
from data.intake.check.written_times import half_width
from data.intake.profile.check import BOOLEANS
from data.intake.profile.model import ANY_OTHER, Mapping, near, spare
from data.intake.read.file_layout import same_header

TEXT_LIMIT = 500
# What Excel makes of a long number. As a code it would merge what was different.
_SHORTENED = r"^\d(\.\d+)?[eE]\+\d+$"
_UNSEEN = r"\p{Cc}"
# A code stands in addresses and lists between commas; this looks like one and is no other code's.
COMMA, _LOW_COMMA = ",", "\u201a"
_THOUSANDS = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"

_TRUTHS = {
    spelt: truth
    for word, truth in BOOLEANS.items()
    for spelt in (word, word.upper(), word.capitalize())
}
_KINDS = {"date": "date", "instant": "time", "integer": "whole number", "number": "number"}
_FORMATS = {"date": "%d/%m/%Y", "instant": "%d/%m/%Y %H:%M"}
_TYPES = {
    "date": pl.Date(),
    "boolean": pl.Boolean(),
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "text": pl.String(),
    "code": pl.String(),
}


def polars_type(f: Field, zone: str) -> pl.DataType:
    """The type of a field's column in frames."""
    return pl.Datetime("us", zone) if f.type == "instant" else _TYPES[f.type]


def typed(f: Field, raw: pl.Series, mapping: Mapping, key: bool) -> pl.Series:
    """The values of a field that is neither date nor instant; null where they do not fit."""
    if f.codes:
        return _codes(f, raw, mapping)
    if f.type == "boolean":
        return boolean(raw)
    if f.type in ("integer", "number"):
        raw = _digits(raw, mapping.decimal)
        return _inside(f, _whole(raw) if f.type == "integer" else _finite(raw))
    if f.type == "code" or f.refers or key:
        return _at_most(_names(raw, key), longest(f, key, TEXT_LIMIT))
    return _at_most(raw.str.replace_all(f"{_UNSEEN}+", " "), TEXT_LIMIT)


def label(raw: pl.Series) -> pl.Series:
    """The name that a source gives a code: one line, cut to what is kept."""
    if raw.str.contains(_UNSEEN).any():
        raw = raw.str.replace_all(f"{_UNSEEN}+", " ")
    return raw if _longest(raw) <= LABEL_LIMIT else raw.str.head(LABEL_LIMIT)


def recoded(f: Field | None, raw: pl.Series, pairs: dict[str, str]) -> pl.Series:
    """The source's words replaced by ours, those that stand for no value by null.

    Of a field with a code list only the latter: the list itself is the matter of `typed`. A word is
    known whatever its case, width and blanks, unless two words of the profile differ by nothing else.
    """
    named = {source: ours for source, ours in pairs.items() if source != ANY_OTHER}
    codes = [code.id for code in f.codes] if f is not None else []
    raw = _as_listed(raw, [*named, *codes])
    if ANY_OTHER in pairs:
        other = raw.is_not_null() & ~raw.is_in([*named, *codes])
        raw = raw.set(other.fill_null(False), pairs[ANY_OTHER] or None)
    if codes:
        named = {source: ours for source, ours in named.items() if not ours}
    if not named:
        return raw
    return raw.replace(list(named), [ours or None for ours in named.values()])


def _as_listed(raw: pl.Series, listed: list[str]) -> pl.Series:
    """Words that people cannot tell from one that is listed, as that is written."""
    if not listed:
        return raw
    others = raw.filter(~raw.is_in(listed).fill_null(True)).unique().to_list()
    if not others:
        return raw
    alike = Counter(map(same_header, listed))
    written = {same_header(word): word for word in listed if alike[same_header(word)] == 1}
    spelt = {word: written[same_header(word)] for word in others if same_header(word) in written}
    return raw.replace(list(spelt), list(spelt.values())) if spelt else raw


def boolean(raw: pl.Series) -> pl.Series:
    """Truth values in the words of either language; null for any other word."""
    raw = half_width(raw)
    return raw.replace_strict(
        list(_TRUTHS), list(_TRUTHS.values()), default=None, return_dtype=pl.Boolean
    )


def _codes(f: Field, raw: pl.Series, mapping: Mapping) -> pl.Series:
    pairs = _known(f, mapping)
    ours = raw.replace_strict(
        list(pairs), list(pairs.values()), default=None, return_dtype=pl.String
    )
    fallback = spare(f) if f.id in mapping.lenient else None
    if fallback and ours.null_count() > raw.null_count():
        ours = ours.set(ours.is_null() & raw.is_not_null(), fallback)
    return ours


def _known(f: Field, mapping: Mapping) -> dict[str, str]:
    pairs = mapping.codes.get(f.id, {})
    return {code.id: code.id for code in f.codes} | {
        s: o for s, o in pairs.items() if s != ANY_OTHER
    }


def unknown_words(f: Field, raw: pl.Series, mapping: Mapping) -> pl.Series:
    """The words of a field with a code list that are not on it."""
    known = list(_known(f, mapping))
    raw = _as_listed(raw, known)
    return raw.filter(~raw.is_in(known).fill_null(True))


def _digits(raw: pl.Series, decimal: str) -> pl.Series:
    """Numbers as people write them, 1,000 and １０００ (or 1.000,5), as programs do."""
    raw = half_width(raw)
    if decimal == COMMA:
        raw = raw.str.replace_many([",", "."], [".", ","])
    if not raw.str.contains(COMMA, literal=True).any():
        return raw
    grouped = raw.str.contains(_THOUSANDS).fill_null(False)
    return raw.zip_with(~grouped, raw.str.replace_all(COMMA, "", literal=True))


def _whole(raw: pl.Series) -> pl.Series:
    values = raw.cast(pl.Int64, strict=False)
    if values.null_count() > raw.null_count():  # "5.0", as spreadsheets have it
        exact = raw.cast(pl.Float64, strict=False)
        whole = (exact == exact.floor()) & (exact.abs() < 2**53)
        values = values.zip_with(
            values.is_not_null(), exact.set(~whole.fill_null(False), None).cast(pl.Int64)
        )
    return values


def _finite(raw: pl.Series) -> pl.Series:
    values = raw.cast(pl.Float64, strict=False)
    return values.set(~values.is_finite().fill_null(True), None)


def _inside(f: Field, values: pl.Series) -> pl.Series:
    if f.minimum is not None:
        values = values.set((values < f.minimum).fill_null(False), None)
    if f.maximum is not None:
        values = values.set((values > f.maximum).fill_null(False), None)
    return values


def _names(raw: pl.Series, key: bool) -> pl.Series:
    """Keys and codes. A code holds no comma: it is written with one that only looks like it. A key
    is left as it is, because mending could make two records one."""
    if raw.str.contains(rf"[,\p{{Cc}}]|{_SHORTENED}").any():
        spoilt = raw.str.contains(rf"{_UNSEEN}|{_SHORTENED}" if key else _SHORTENED)
        raw = raw.set(spoilt.fill_null(False), None)
        if not key:
            raw = raw.str.replace_all(COMMA, _LOW_COMMA, literal=True)
            raw = raw.str.replace_all(_UNSEEN, "-")
    return raw


def _at_most(text: pl.Series, limit: int) -> pl.Series:
    if _longest(text) <= limit:
        return text
    return text.set((text.str.len_chars() > limit).fill_null(False), None)


def _longest(text: pl.Series) -> int:
    """In bytes: at least as many as characters, and known at once."""
    return cast(int | None, text.str.len_bytes().max()) or 0


def expected(
    f: Field, value: str, mapping: Mapping, zone: str, key: bool, formats: Sequence[str] = ()
) -> str:
    """Why `value` does not fit, and what would: the second half of a reason.

    `formats` are those that read what the column holds.
    """
    if f.type == "instant" and dates.skipped(value, mapping.formats_of(f.id), zone):
        return f"is a time that clocks in {zone} skip; is it written in another zone (UTC)?"
    if f.type in ("date", "instant"):
        example = "2024-05-27" if f.type == "date" else "2024-05-27 09:30:00"
        usual = " or ".join(mapping.formats_of(f.id))
        instead = " or ".join(f'"{format}"' for format in formats or [_FORMATS[f.type]])
        return (
            f"is no {_KINDS[f.type]} in {zone}; {usual or example} is expected, or what [formats] of "
            f"the profile says, {'here' if formats else 'such as'} {f.id} = {instead}"
        )
    if f.codes:
        known = list(_known(f, mapping))
        hint = (
            near(value, known) or f"; known are {', '.join(known[:8])}{' …' if known[8:] else ''}"
        )
        return f"is not a known value{hint}"
    if f.type == "boolean":
        return "is neither true nor false; 是/否, true/false, 1/0 or Y/N is expected"
    if f.type in ("integer", "number"):
        number = _digits(pl.Series([value]), mapping.decimal).cast(pl.Float64, strict=False)[0]
        if number is None or not math.isfinite(number) or (f.type == "integer" and number % 1):
            return f"is no {_KINDS[f.type]}"
        low = "" if f.minimum is None else f" from {f.minimum:g}"
        return f"is outside the range{low}{'' if f.maximum is None else f' to {f.maximum:g}'}"
    limit = longest(f, key, TEXT_LIMIT)
    if len(value) > limit:
        return f"has {len(value):,} characters; at most {limit} are kept"
    if re.search(_SHORTENED, value):
        return "is a number that Excel has shortened; format the column as text"
    return "holds control characters"
