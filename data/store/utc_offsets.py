"""Since when a zone has been how far ahead of UTC, for SQL that writes instants on the hall's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from data.store.tables import FIRST_DAY, LAST_DAY

# No zone has changed its offset twice within a week.
_STEP = timedelta(days=7)
_DAY_SECONDS = 86_400


def written(ahead: int) -> str:
    """So many seconds ahead of UTC as ISO 8601 has it: `+08:00`."""
    minutes = abs(ahead) // 60
    return f"{'-' if ahead < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"


def at_days_begin(zone: ZoneInfo) -> list[tuple[int, int, int]]:
    """As `offsets`, with the offset at the beginning of the day beside the one of the instant.

    Where clocks change during a day, the day has begun by the offset before.
    """
    spans: list[tuple[int, int, int]] = []
    changes = offsets(zone)
    for (since, ahead), before in zip(changes, [*changes[1:], None], strict=True):
        if before is None:
            spans.append((since, ahead, ahead))
            continue
        next_day = since + _DAY_SECONDS - (since + ahead) % _DAY_SECONDS
        spans += [(next_day, ahead, ahead), (since, ahead, before[1])]
    return spans


@cache
def offsets(zone: ZoneInfo) -> tuple[tuple[int, int], ...]:
    """(since when, in seconds since 1970; seconds ahead of UTC), newest first."""
    day = datetime(FIRST_DAY.year, 1, 1, tzinfo=UTC)
    end = datetime(LAST_DAY.year + 1, 1, 1, tzinfo=UTC)
    changes = [(int(day.timestamp()), _ahead(zone, int(day.timestamp())))]
    while day < end:
        before, day = int(day.timestamp()), day + _STEP
        now = int(day.timestamp())
        if _ahead(zone, now) != changes[-1][1]:
            changes.append((_changed(zone, before, now), _ahead(zone, now)))
    return tuple(reversed(changes))


def _ahead(zone: ZoneInfo, instant: int) -> int:
    ahead = datetime.fromtimestamp(instant, zone).utcoffset()
    assert ahead is not None
    return int(ahead.total_seconds())


def _changed(zone: ZoneInfo, before: int, after: int) -> int:
    """The second at which the offset changes between two instants."""
    while after - before > 1:
        middle = (before + after) // 2
        if _ahead(zone, middle) == _ahead(zone, before):
            before = middle
        else:
            after = middle
    return after
