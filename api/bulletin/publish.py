"""Publishing a month's bulletin: its first edition, or another one that says what changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.answer import answers
from api.bulletin import compose, months
from api.bulletin.changes import changes
from data import bulletin as kept
from data.bulletin import Edition
from data.hall import now

REASON_MOST = 500


class NotPublished(ValueError):  # noqa: N818 - says what is the case
    """A month that cannot be published, and why."""


@dataclass(frozen=True)
class Published:
    """The newest edition of a month, and whether it was made just now."""

    edition: Edition
    is_new: bool


def folder() -> Path:
    """Where the editions of this process's store lie. Raises `Unreadable`."""
    seen = answers.state()
    return kept.folder_of(seen.demo, seen.mark.past)


def publish(month: str, reason: str | None = None) -> Published:
    """Publish a month as the store has it now; where its numbers are those of the newest edition, none.

    Raises `NotPublished` for a month that is not over or without a number, `Damaged` for an edition
    that is not as it was written, `FileExistsError` where another process publishes the same one.
    """
    if not months.is_over(month):
        newest = months.last_whole()
        raise NotPublished(f"{month} is not over; the newest month that is: {newest}")
    seen = answers.state()
    composed = compose.bulletin(month)
    if answers.state().mark != seen.mark:  # a batch came meanwhile: once more, of one state
        seen, composed = answers.state(), compose.bulletin(month)
    if not compose.has_data(composed):
        raise NotPublished(f"there are no numbers of {month}")
    place = folder()
    before = kept.editions(place, month)
    last = before[-1] if before else None
    changed = changes(last.bulletin, composed) if last else []
    if last and not changed:
        return Published(last, is_new=False)
    content: dict[str, Any] = {
        "month": month,
        "number": last.number + 1 if last else 1,
        "made_on": now().isoformat(timespec="seconds"),
        "data_version": seen.data_version,
        "as_of": seen.as_of.isoformat() if seen.as_of else None,
        "demo": seen.demo,
        "reason": reason if last else None,
        "previous": last.sha256 if last else None,
        "changes": changed,
        "bulletin": composed,
    }
    return Published(kept.write(place, content), is_new=True)
