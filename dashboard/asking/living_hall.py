"""The hall as it is now: what waits on which floor, how long it takes, who has an appointment today.

A floor's state is what its queue system stated last. It is of the day on which it was stated, and holds
for half an hour; nothing is carried over a night, and silence is no 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from api.answer.answers import Page, Records, Values
from dashboard import words
from dashboard.asking.ask import Ask
from data.catalog import PUBLISHED
from data.hall import hall

STATES, MEDIAN, TAKEN, BOOKED = (
    "queue-states", "queue-wait-median", "tickets-taken", "appointments-standing",
)  # fmt: skip
# `closed`: the hall is. `awaited`: it has just opened, and nothing was stated since. `silent`: it is open,
# and the floor's last report is too old or of another day.
Standing = Literal["open", "unstaffed", "closed", "awaited", "silent"]
SILENT_AFTER = timedelta(minutes=30)
# A floor that stated nothing for so long is none of the queue system's any more.
_LOOK_BACK = timedelta(days=30)
# A wait is that of the last whole hour with enough tickets, of these at most.
_HOURS = 2
# So far back is looked for the last day of which a queue is on record.
_DAYS_BACK = timedelta(days=14)


@dataclass(frozen=True)
class Floor:
    """A floor and its last report: tickets that wait, windows open, and when that was stated."""

    floor: str
    standing: Standing
    waiting: int
    windows: int
    stated_at: datetime
    is_of_today: bool


@dataclass(frozen=True)
class Wait:
    """Half of the `n` tickets called waited `minutes` or less; in an `hour`, or all day long.

    `is_old`: the floors fell silent, and this is of the last hour of today of which they told.
    """

    minutes: float
    n: int
    hour: int | None
    is_old: bool = False


@dataclass(frozen=True)
class EarlierDay:
    """The last day with a queue on record, where of today there is none. `by_hour`: its tickets by hour."""

    day: date
    wait: Wait
    taken: float | None
    by_hour: Mapping[int, float]


@dataclass(frozen=True)
class LivingHall:
    """`now` by the hall's clock. `taken`: tickets by hour of today. `booked` is None where no appointments are
    reported. `earlier`: None where there is a queue of today."""

    now: datetime
    is_open: bool
    floors: Sequence[Floor]
    wait: Wait | None
    taken: Mapping[int, float]
    booked: int | None
    earlier: EarlierDay | None

    def of(self, standing: Standing) -> list[Floor]:
        return [one for one in self.floors if one.standing == standing]

    @property
    def reporting(self) -> list[Floor]:
        """The floors whose number is of now."""
        return [one for one in self.floors if one.standing in ("open", "unstaffed")]

    @property
    def is_silent(self) -> bool:
        """The hall is open, and no floor has stated anything for too long."""
        return len(self.of("silent")) == len(self.floors)

    @property
    def last_wait(self) -> Wait | None:
        """That of today; where there is none, of the last day with one."""
        return self.wait or (self.earlier.wait if self.earlier else None)


def gather(ask: Ask, live: Mapping[str, Any]) -> LivingHall | None:
    """The hall at the instant of a live answer; None where its queue was never reported, or long ago."""
    if STATES not in PUBLISHED or not live.get("now"):
        return None
    now = datetime.fromisoformat(live["now"])
    today, is_open = now.date(), live.get("open") is not False and live.get("workday") is not False
    floors = _floors(ask, now, is_open)
    if not floors:
        return None
    wait, taken = _wait(ask, now, is_open, floors), _by_hour(ask, TAKEN, today, "value")
    earlier = None if wait or taken else _earlier(ask, today)
    booked = _booked(ask, today, bool(live.get("is_today")))
    return LivingHall(now, is_open, floors, wait, taken, booked, earlier)


def _floors(ask: Ask, now: datetime, is_open: bool) -> list[Floor]:
    """Each floor's newest report, in the order of floors from below."""
    since = (("on", now.date() - _LOOK_BACK, now.date()),)
    newest: dict[str, tuple[datetime, Mapping[str, Any]]] = {}
    for row in ask(Records(STATES, ranges=since, page=Page(1_000)))["data"]:
        at = datetime.fromisoformat(row["stated_at"]).astimezone(now.tzinfo)
        if row["floor"] not in newest or newest[row["floor"]][0] < at:
            newest[row["floor"]] = at, row
    return [
        _floor(row, at, now, is_open)
        for _, (at, row) in sorted(newest.items(), key=lambda entry: _level(entry[0]))
    ]


def _level(floor: str) -> tuple[float, str]:
    number = floor.lstrip("-")
    return (float(floor) if number.isdigit() else float("inf")), floor


def _floor(row: Mapping[str, Any], at: datetime, now: datetime, is_open: bool) -> Floor:
    is_of_today = at.date() == now.date()
    opened = max((b for b, _ in hall().hours if b <= now.time()), default=time())
    since = datetime.combine(now.date(), opened, now.tzinfo)
    standing: Standing = "open" if row["windows_open"] else "unstaffed"
    if not is_open:
        standing = "closed"
    elif now - max(at, since) > SILENT_AFTER:
        standing = "silent"
    elif at < since:
        standing = "awaited"
    return Floor(row["floor"], standing, row["waiting"], row["windows_open"], at, is_of_today)


def _by_hour(ask: Ask, indicator: str, day: date, of: str) -> dict[int, float]:
    document = ask(Values(indicator, day, day, "total", ("hour",)))
    return {
        int(row["hour"]): row[of]
        for row in document["data"]
        if row["hour"] not in (None, "none") and row[of]
    }


def _wait(ask: Ask, now: datetime, is_open: bool, floors: Sequence[Floor]) -> Wait | None:
    """While the hall is open that of its last whole hour; afterwards that of the day; never of few.

    Where all floors are silent it is that of the last hour of today on record.
    """
    day = now.date()
    if not is_open:
        row = next(iter(ask(Values(MEDIAN, day, day, "total"))["data"]), {})
        n = row.get("denominator")
        return Wait(row["value"], n, None) if n and words.enough(n) else None
    document = ask(Values(MEDIAN, day, day, "total", ("hour",)))
    silent = all(one.standing == "silent" for one in floors)
    since = 0 if silent else now.hour - _HOURS
    hours = [
        Wait(row["value"], row["denominator"], int(row["hour"]), silent)
        for row in document["data"]
        if str(row["hour"]).isdigit()
        and since <= int(row["hour"]) < now.hour
        and words.enough(row["denominator"])
    ]
    return max(hours, key=lambda wait: wait.hour or 0, default=None)


def _earlier(ask: Ask, today: date) -> EarlierDay | None:
    """The last day before `today` of which enough tickets are on record."""
    first, last = today - _DAYS_BACK, today - timedelta(days=1)
    rows = ask(Values(MEDIAN, first, last, "day"))["data"]
    known = [row for row in rows if row["value"] is not None and words.enough(row["denominator"])]
    if not known:
        return None
    row = max(known, key=lambda one: one["period"])
    day = date.fromisoformat(row["period"])
    taken = next(iter(ask(Values(TAKEN, day, day, "total"))["data"]), {})
    wait = Wait(row["value"], row["denominator"], None)
    return EarlierDay(day, wait, taken.get("value"), _by_hour(ask, TAKEN, day, "value"))


def _booked(ask: Ask, day: date, is_on_record: bool) -> int | None:
    """Appointments for the day; a 0 of a day of which nothing has come in yet is not known to be one."""
    if BOOKED.partition("-")[0] not in PUBLISHED:
        return None
    row = next(iter(ask(Values(BOOKED, day, day, "total"))["data"]), {})
    return row.get("value") if is_on_record else row.get("value") or None
