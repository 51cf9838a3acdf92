"""How often a dataset changes: as its hall says, as follows from what it is, or as its loads show.

A history that is loaded in many files on one day says nothing: it is days that are counted, and
within a day only where it has several loads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from statistics import median

from sqlalchemy import Engine, Integer, func, select, type_coerce

from api.answer import answers
from data.definitions import Dataset, Text
from data.hall import hall
from data.store.identity import Mark
from data.store.tables import BATCHES

# The newest loads alone are looked at, so that it costs the same after years.
BATCHES_READ = 50_000
# They are added up in SQL by quarter hours, of which every time zone's day is made.
_QUARTER_SECONDS = 900
# On fewer days nothing is to be seen; with so many loads a day it is their distance that tells.
_DAYS_LEAST, _LOADS_LEAST = 3, 4
_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)

NEVER = Text("尚未导入", "not loaded yet")
TOO_FEW = Text("导入次数尚少，看不出频率", "loaded too few times to tell how often")
SEEN = Text("（按近期导入情况）", " (as loaded of late)")
_DAYS = {
    1: Text("每日", "daily"),
    7: Text("每周", "weekly"),
    **dict.fromkeys(range(28, 32), Text("每月", "monthly")),
}


@dataclass(frozen=True)
class Loads:
    """Those of one dataset on one day of the hall."""

    day: date
    n: int
    first: datetime
    last: datetime


def cadence_of(dataset: Dataset) -> Text:
    """How often a dataset changes, in words."""
    said = hall().cadence.get(dataset.id) or dataset.cadence
    if said:
        return said
    return seen(_loads(answers.engine(), answers.state().mark).get(dataset.id, []))


def seen(loads: Sequence[Loads]) -> Text:
    """What a dataset's loads, by day in their order, show."""
    if not loads:
        return NEVER
    if len(loads) < _DAYS_LEAST:
        return TOO_FEW
    distance = _distance(loads)
    return Text(distance.zh + SEEN.zh, distance.en + SEEN.en)


def _distance(loads: Sequence[Loads]) -> Text:
    if median(one.n for one in loads) >= _LOADS_LEAST:
        gap = median((one.last - one.first) / _MINUTE / (one.n - 1) for one in loads if one.n > 1)
        minutes, hours = max(1, round(gap)), round(gap / 60)
        if minutes >= 90:
            return Text(f"约每{hours}小时", f"about every {hours} hours")
        if minutes == 1:
            return Text("每分钟", "every minute")
        return Text(f"约每{minutes}分钟", f"about every {minutes} minutes")
    days = round(median((after.day - before.day) / _DAY for before, after in pairwise(loads)))
    return _DAYS.get(days, Text(f"约每{days}日", f"about every {days} days"))


@lru_cache(maxsize=2)
def _loads(engine: Engine, mark: Mark) -> dict[str, list[Loads]]:
    """By dataset its loads that brought something, by day; read once per state of the store."""
    newest = (
        select(BATCHES.c.dataset, BATCHES.c.committed_at)
        .where(BATCHES.c.accepted > 0)
        .order_by(BATCHES.c.id.desc())
        .limit(BATCHES_READ)
        .subquery()
    )
    seconds = type_coerce(newest.c.committed_at, Integer)
    quarter = seconds - seconds % _QUARTER_SECONDS
    n, first, last = func.count(), func.min(newest.c.committed_at), func.max(newest.c.committed_at)
    query = select(newest.c.dataset, n, first, last).group_by(newest.c.dataset, quarter)
    with engine.connect() as connection:
        rows = connection.execute(query.order_by(newest.c.dataset, first)).all()
    by_dataset: dict[str, list[tuple[int, datetime, datetime]]] = defaultdict(list)
    for dataset, n_of_quarter, begun, ended in rows:
        by_dataset[dataset].append((n_of_quarter, begun, ended))
    return {dataset: _by_day(quarters) for dataset, quarters in by_dataset.items()}


def _by_day(quarters: Iterable[tuple[int, datetime, datetime]]) -> list[Loads]:
    days: dict[date, Loads] = {}
    for n, first, last in quarters:
        day = first.astimezone(hall().zone).date()
        before = days.get(day)
        begun, known = (before.first, before.n) if before else (first, 0)
        days[day] = Loads(day, known + n, begun, last)
    return list(days.values())
