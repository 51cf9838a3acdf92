"""Until when what was made of the data holds, if no data comes: the hall's date, its minute, or the date
and until another edition of a bulletin is published."""

from __future__ import annotations

from typing import Literal, get_args

from data import bulletin, hall

Holds = Literal["date", "minute", "editions"]
HOLDS: tuple[Holds, ...] = get_args(Holds)


def moment(holds: Holds) -> str:
    """The hall's date or minute in ISO 8601: what was made at another one no longer holds."""
    now = hall.now()
    if holds == "editions":
        return f"{now.date().isoformat()} {bulletin.stamp()!r}"
    return now.date().isoformat() if holds == "date" else now.isoformat(timespec="minutes")
