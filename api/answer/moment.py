"""Until when what was made of the data holds, if no data comes: the hall's date, or its minute."""

from __future__ import annotations

from typing import Literal, get_args

from data import hall

Holds = Literal["date", "minute"]
HOLDS: tuple[Holds, ...] = get_args(Holds)


def moment(holds: Holds) -> str:
    """The hall's date or minute in ISO 8601: what was made at another one no longer holds."""
    now = hall.now()
    return now.date().isoformat() if holds == "date" else now.isoformat(timespec="minutes")
