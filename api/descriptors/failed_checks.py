"""Checks that fail, as entries of a feed: one for each run of months, when it began and when it ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from typing import Any

from api.descriptors.atom import Entry
from api.documents import links
from data.definitions import Text
from data.hall import hall, today
from data.periods import ONE_DAY, of_name

GOES_ON = Text("自{since}起未通过，尚未恢复。", "It has failed since {since}, and still does.")
ENDED = Text(
    "自{since}起未通过，{until}恢复。", "It failed from {since} on and passed again in {until}."
)


def entries_of(rows: Iterable[dict[str, Any]], lang: str) -> Iterator[Entry]:
    """An entry changes when the run ends, and not with each further month."""
    seen: set[str] = set()
    for row in rows:
        if row["holds"] is not False:
            continue
        since, until = row["failing_since"], row["failing_until"]
        id = f"{row['id']}/{row['dataset']}/{since}"
        if id in seen:
            continue
        seen.add(id)
        said = (ENDED if until else GOES_ON)[lang].format(since=since, until=until)
        title = f"{row['title']} · {row['dataset']} {since}"
        yield Entry(
            id, title, _after(until or since), f"{row['rule'] or ''} {said}".strip(), links.checks()
        )


def _after(period: str) -> datetime:
    """The day after a month or year, when it was first checked whole; of a running one its first day."""
    first, last = of_name(period)
    return datetime.combine(last + ONE_DAY if last < today() else first, time(), hall().zone)
