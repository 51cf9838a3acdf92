"""What descriptions say of the data itself: which days it covers and when it last changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import Engine, func, select

from api.answer import answers
from data.answers.control import over
from data.catalog import PUBLISHED
from data.hall import hall, today
from data.rollups.coverage import coverage
from data.store.identity import Mark
from data.store.tables import BATCHES


@dataclass(frozen=True)
class Facts:
    """Of one dataset: first and last day with an event, and when what is published of it last changed."""

    first: date | None
    last: date | None
    modified: datetime | None


def facts() -> dict[str, Facts]:
    """The facts of each dataset, read once per state of the store."""
    state = answers.state()
    return _read(answers.engine(), state.mark, tuple(state.moved.items()))


@lru_cache(maxsize=2)
def _read(engine: Engine, mark: Mark, moved: tuple[tuple[str, datetime], ...]) -> dict[str, Facts]:
    newest = select(BATCHES.c.dataset, func.max(BATCHES.c.committed_at)).where(
        BATCHES.c.accepted > 0
    )
    with engine.connect() as connection:
        rows = connection.execute(newest.group_by(BATCHES.c.dataset))
        # Of what moves in steps a batch is not told: when it came tells when a row did.
        committed: dict[str, datetime] = dict(rows.all()) | dict(moved)
        by_dataset = {}
        for id, dataset in PUBLISHED.items():
            covered, at = coverage(connection, dataset), committed.get(id)
            covered = over(covered, dataset, today()) if covered else None
            by_dataset[id] = Facts(
                covered.first if covered else None,
                covered.last if covered else None,
                at.astimezone(hall().zone) if at else None,
            )
    return by_dataset
