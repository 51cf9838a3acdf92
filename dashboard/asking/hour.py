"""Which hour the hall is in: before opening, open, over noon, after closing, or closed all day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from data.hall import hall

Face = Literal["before", "open", "noon", "after", "closed"]
# Of these nothing is counted yet: what one wants to know is when the windows open.
WAITING: tuple[Face, ...] = ("before", "closed")


def face(live: Mapping[str, Any]) -> Face:
    """The face of today; `open` in a year whose holidays are not known: nothing is claimed then."""
    now, spans = datetime.fromisoformat(live["now"]).time(), hall().hours
    if live.get("workday") is False:
        return "closed"
    if live.get("workday") is None or live.get("open") is not False:
        return "open"
    if now < spans[0][0]:
        return "before"
    return "after" if now >= spans[-1][1] else "noon"
