"""Reported figures held against the records: what was said, and what the same period gives (数字核对)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any, Literal

from sqlalchemy import Connection, select

from data.answers.names import of_dimension
from data.answers.values import NO_DATA, NOT_COVERED, checked, values
from data.catalog import PUBLISHED_INDICATORS, owner
from data.definitions import Dataset, Indicator
from data.definitions.measure import Number
from data.measures import Count, Share
from data.questions import Unanswerable, Values, Where
from data.rollups.coverage import coverage
from data.store.tables import TABLES

CLAIMS = "reported-figures"
Verdict = Literal["reproduced", "differs", "no-data"]
VERDICTS: tuple[Verdict, ...] = ("reproduced", "differs", "no-data")
# Why a claim cannot be recomputed, beside the reasons of values.
NO_INDICATOR, UNKNOWN_INDICATOR = "no-indicator", "unknown-indicator"
UNKNOWN_FILTER, PERIOD_UNKNOWN = "unknown-filter", "period-unknown"
REASONS = (
    NO_INDICATOR, UNKNOWN_INDICATOR, UNKNOWN_FILTER, PERIOD_UNKNOWN, NOT_COVERED, NO_DATA,
    "not-reported", "withheld", "history-too-short",
)  # fmt: skip


@dataclass(frozen=True)
class Recount:
    """A claim's indicator in a period; `first` and `last` None: of a list as it stands now.

    `considered`: all rows of the same date that there are, of which the denominator is a part, and the
    count that gives them.
    """

    first: date | None
    last: date | None
    value: Number | None
    numerator: Number | None = None
    denominator: Number | None = None
    reason: str | None = None
    considered: tuple[str, Number] | None = None


@dataclass(frozen=True)
class Claim:
    """A reported figure, its verdict, why there is none, and the same of the newest whole year."""

    row: Mapping[str, Any]
    verdict: Verdict
    reason: str | None
    then: Recount | None
    latest: Recount | None


def claims(connection: Connection, today: date) -> list[Claim]:
    """Every claim on the list, in the order of its place in the source."""
    rows = connection.execute(select(TABLES[CLAIMS])).mappings()
    found = [_claim(connection, dict(row), today) for row in rows]
    return sorted(found, key=lambda c: (c.row["quote_id"] or "", c.row["claim"]))


def _claim(connection: Connection, row: Mapping[str, Any], today: date) -> Claim:
    if not row["indicator"]:
        return Claim(row, "no-data", NO_INDICATOR, None, None)
    if row["indicator"] not in PUBLISHED_INDICATORS:
        return Claim(row, "no-data", UNKNOWN_INDICATOR, None, None)
    indicator = PUBLISHED_INDICATORS[row["indicator"]]
    try:
        query = checked(_query(row, indicator))
    except Unanswerable:
        return Claim(row, "no-data", UNKNOWN_FILTER, None, None)
    if _strangers(connection, query):
        return Claim(row, "no-data", UNKNOWN_FILTER, None, None)
    latest = _latest(connection, query, row["dimension"], today)
    if not (indicator.of_list or (row["period_from"] and row["period_to"])):
        # Beside a count of nobody knows how many months, one of a whole year would mislead.
        beside = None if indicator.is_count else latest
        return Claim(row, "no-data", PERIOD_UNKNOWN, None, beside)
    then = recount(connection, query, row["dimension"], today)
    if then.value is None:
        return Claim(row, "no-data", then.reason or NO_DATA, then, latest)
    agrees = reproduces(
        row["value"], row["comparator"], row["unit"], row["decimals"] or 0, then.value
    )
    return Claim(row, "reproduced" if agrees else "differs", None, then, latest)


def where_of(text: str | None) -> Where:
    """A filter as it is written, `kind=a,b&department=c`, as conditions. Raises `Unanswerable`."""
    pairs = [pair.partition("=") for pair in (text or "").split("&") if pair]
    return tuple((name, tuple(codes.split(","))) for name, _, codes in pairs)


def _query(row: Mapping[str, Any], indicator: Indicator) -> Values:
    """The question that a claim is an answer to."""
    by = (row["dimension"],) if row["dimension"] else ()
    where = where_of(row["filter"])
    if indicator.of_list:
        return Values(indicator.id, by=by, where=where, grain=owner(indicator).usual_grain)
    return Values(indicator.id, row["period_from"], row["period_to"], "total", by, where)


def _strangers(connection: Connection, query: Values) -> set[str]:
    """Codes of the filter that are on no list: a mistyped one must not read as a 0."""
    dataset = owner(PUBLISHED_INDICATORS[query.indicator])
    known = {name: set(of_dimension(connection, dataset, name)) for name, _ in query.where}
    return {code for name, codes in query.where for code in codes if code not in known[name]}


def recount(connection: Connection, query: Values, dimension: str | None, today: date) -> Recount:
    """The value of a question about one period; with a `dimension`, how many of its codes have any."""
    indicator = PUBLISHED_INDICATORS[query.indicator]
    dataset = owner(indicator)
    if not indicator.of_list and not _covers(connection, dataset, query):
        return Recount(query.from_, query.to, None, reason=NOT_COVERED)
    rows = values(connection, query, today)
    if dimension:
        n = sum(1 for row in rows if row.value)
        return Recount(query.from_, query.to, n or None, reason=None if n else NO_DATA)
    if not rows:
        return Recount(query.from_, query.to, None, reason=NO_DATA)
    (row,) = rows
    found = (row.value, row.numerator, row.denominator, row.reason)
    return Recount(query.from_, query.to, *found, _considered(connection, query, today))


def _covers(connection: Connection, dataset: Dataset, query: Values) -> bool:
    """Whether the data reaches over all of the period, to the month. A list that is kept up does."""
    covered = coverage(connection, dataset)
    if covered is None or not query.from_ or not query.to:
        return covered is not None
    if dataset.is_kept_up:
        return covered.first <= query.to
    first, last = (d.replace(day=1) for d in (covered.first, covered.last))
    return first <= query.from_ and query.to.replace(day=1) <= last


def _latest(
    connection: Connection, query: Values, dimension: str | None, today: date
) -> Recount | None:
    """The same question about the newest whole year that there is; of stocks, about now."""
    indicator = PUBLISHED_INDICATORS[query.indicator]
    if indicator.of_list:
        return None
    if indicator.is_stock:
        asked = Values(query.indicator, None, None, "total", query.by, query.where)
        found = recount(connection, asked, dimension, today)
        return None if found.value is None else found
    for year in (today.year - 1, today.year - 2):
        asked = Values(
            query.indicator, date(year, 1, 1), date(year, 12, 31), "total", query.by, query.where
        )
        found = recount(connection, asked, dimension, today)
        if found.value is not None:
            return found
    return None


def _considered(connection: Connection, query: Values, today: date) -> tuple[str, Number] | None:
    """Of a share: all rows of the same date, and the count that gives them."""
    indicator = PUBLISHED_INDICATORS[query.indicator]
    if not isinstance(indicator.measure, Share):
        return None
    for other in owner(indicator).indicators:
        plain = isinstance(other.measure, Count) and other.measure.where is None
        known = {name for name, _ in query.where} <= set(other.dimensions)
        if plain and known and other.dated == indicator.dated:
            asked = Values(other.id, query.from_, query.to, query.grain, (), query.where)
            rows = values(connection, asked, today)
            return (other.id, rows[0].value) if rows and rows[0].value is not None else None
    return None


def reproduces(reported: float, comparator: str, unit: str, decimals: int, computed: float) -> bool:
    """Whether what is computed agrees with what was reported, to the digits that were printed.

    `eq`: cut or rounded to the decimals printed it is the same; 0 and 1 of a rate are exact, so that
    99.996 % is not 100 %. `about`: within half of the last digit that is not 0. `gt`, `gte`: as they say.
    """
    said, is_ = Decimal(str(reported)), Decimal(str(computed))
    if comparator == "gt":
        return is_ > said
    if comparator == "gte":
        return is_ >= said
    if comparator == "about":
        exponent = said.normalize().as_tuple().exponent
        return abs(is_ - said) <= Decimal(1).scaleb(int(exponent)) / 2
    if unit == "fraction":
        if said in (0, 1):
            return is_ == said
        said, is_ = said * 100, is_ * 100
    step = Decimal(1).scaleb(-decimals)
    return said in {is_.quantize(step, rounding) for rounding in (ROUND_FLOOR, ROUND_HALF_UP)}
