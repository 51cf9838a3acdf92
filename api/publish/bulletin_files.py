"""The editions of the monthly bulletins in a published day: each file as it lies."""

from __future__ import annotations

import logging

from api.publish.draft import Draft
from api.store_state import State
from data import bulletin
from data.bulletin import Damaged

log = logging.getLogger(__name__)


def write(draft: Draft, state: State) -> None:
    """All editions of all months. A month with one that is not as it was written is left out, which the log says."""
    folder = bulletin.folder_of(state.demo, state.mark.past)
    for month in bulletin.months(folder):
        try:
            editions = bulletin.editions(folder, month)
        except Damaged as error:
            log.error("%s: no edition of %s is published with the day", error, month)
            continue
        for one in editions:
            content = one.path.read_bytes()
            draft.write(
                f"bulletins/{one.path.name}", content, packed=True, kind="bulletin", month=month
            )
