"""Values as they were published on a day: from its files, whatever the store says now."""

from __future__ import annotations

import gzip
from datetime import date
from functools import lru_cache
from typing import cast

from data.answers.values import Table
from data.answers.whole_periods import check_whole
from data.catalog import INDICATORS
from data.definitions import Grain, Text
from data.definitions.measure import Cell, Codes, Number
from data.periods import Period
from data.publish import folder, frozen_values
from data.publish.folder import Published
from data.publish.frozen_values import Asked, Line
from data.questions import Unanswerable, Values

# Dates that an error names: the newest.
_NAMED = 50
_NOT_FROZEN = Text(
    "快照中的数值：日、周只有全厅；月及更粗的粒度另有按一个维度分列的",
    "what is published for good: by day and week of the whole hall; by month and coarser by one dimension too",
)
_WHOLE_ONLY = Text("快照中的数值只有整个时期的", "what is published for good is of whole periods")
_ONE_CODE = Text(
    "快照中的数值不按多个编码相加：请用 by 分列",
    "what is published for good is of single codes: break it down with by",
)


def table(query: Values) -> Table:
    """The answer to a question with `as_published`. Raises `Unanswerable`, naming what there is."""
    day = _day(query)
    lines = _lines(day, query.indicator)
    dimension, codes = _breakdown(query)
    there = {(line[0], line[1]) for line in lines}
    offered = set(frozen_values.blocks(INDICATORS[query.indicator]))
    grain = cast("Grain", "total" if INDICATORS[query.indicator].of_list else query.grain)
    if lines and (grain, dimension) not in there:
        if Asked(grain, (dimension,) if dimension else ()) not in offered:
            grains = [one for one, by in sorted(there) if by == dimension]
            raise Unanswerable("grain" if grains else "by", _NOT_FROZEN, tuple(grains))
        return Table([], [], [])
    if grain == "total":
        if query.from_ or query.to:
            raise Unanswerable("from" if query.from_ else "to", _WHOLE_ONLY)
    else:
        check_whole(query.from_, query.to, grain, _WHOLE_ONLY)
    return _table(
        [line for line in lines if (line[0], line[1]) == (grain, dimension)], query, codes
    )


def _day(query: Values) -> Published:
    assert query.as_published
    date_ = query.as_published.isoformat()
    day = folder.of_date(date_)
    if day is None or day.manifest.file(f"indicators/{query.indicator}.csv") is None:
        days = [
            one.date
            for one in folder.published()
            if one.manifest.file(f"indicators/{query.indicator}.csv")
        ]
        if days:
            text = Text(f"{date_} 没有发布快照", f"nothing was published on {date_}")
        else:
            text = Text("尚未发布快照", "nothing has been published yet")
        raise Unanswerable("as_published", text, tuple(reversed(days))[:_NAMED])
    return day


def _breakdown(query: Values) -> tuple[str, Codes | None]:
    """The dimension that the answer is by, and the codes of it that are asked for (None: all)."""
    names = {*query.by, *(name for name, _ in query.where)}
    if len(names) > 1:
        raise Unanswerable("by", _NOT_FROZEN, INDICATORS[query.indicator].dimensions)
    if not names:
        return "", None
    (name,) = names
    codes = dict(query.where).get(name)
    if not query.by and codes and len(codes) > 1:
        raise Unanswerable(name, _ONE_CODE, codes)
    return name, codes


def _lines(day: Published, indicator: str) -> list[Line]:
    file = day.manifest.file(f"indicators/{indicator}.csv")
    assert file
    return _read(str(day.folder / file.stored), file.sha256)


@lru_cache(16)
def _read(stored: str, digest: str) -> list[Line]:
    del digest  # another file under the same name
    with gzip.open(stored) as content:
        return frozen_values.read(content.read())


def _table(lines: list[Line], query: Values, chosen: Codes | None) -> Table:
    cells: dict[tuple[Period | None, bool], dict[Codes, Cell]] = {}
    order: dict[Codes, None] = {}
    for line in lines:
        _, _, name, first, last, partial, code, *numbers, reason = line
        if chosen and code not in chosen:
            continue
        if query.from_ and last and last < query.from_.isoformat():
            continue
        if query.to and first and first > query.to.isoformat():
            continue
        ends = [date.fromisoformat(text) if text else date.min for text in (first, last)]
        period = Period(name, *ends) if name else None
        codes = (code,) if query.by else ()
        order[codes] = None
        value, numerator, denominator = map(_number, numbers)
        at = cells.setdefault((period, partial == "true"), {})
        at[codes] = (value, numerator, denominator, reason or None)
    every = list(order)
    absent: Cell = (None, None, None, "not-covered")
    rows = [[at.get(codes, absent) for codes in every] for at in cells.values()]
    return Table(list(cells), every, rows)


def _number(text: str) -> Number | None:
    if not text:
        return None
    return int(text) if text.lstrip("-").isdigit() else float(text)
