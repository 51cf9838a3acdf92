"""The simulated hall going on: a small file for whatever moved since the last look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl

from demo.export import write
from demo.files import local
from demo.hall import SimulatedHall
from demo.states import KINDS, changed, unfinished

PAUSE = 2.0  # seconds between two looks
LONGEST_STEP = timedelta(days=31)  # a longer gap is caught up in several files
Ingest = Callable[[str, Path], object]


@dataclass(frozen=True)
class Step:
    """What moved up to an instant (on the hall's clock, without zone): (dataset, file) pairs."""

    until: datetime
    files: list[tuple[str, Path]]


class Books:
    """All lives that may still move after an instant; days are opened as time reaches them."""

    def __init__(self, hall: SimulatedHall, since: datetime) -> None:
        self.hall = hall
        first = since.date() - timedelta(days=hall.longest_life)
        self._opened = first - timedelta(days=1)
        self._lives: dict[str, pl.DataFrame] = {}
        self._open_until(since.date())
        self._drop_finished(since)

    def _open_until(self, day: date) -> None:
        while self._opened < day:
            upto = min(day, self._opened + timedelta(days=92))
            days = [self._opened + timedelta(days=n + 1) for n in range((upto - self._opened).days)]
            for name, lives in self.hall.lives(days).items():
                earlier = self._lives.get(name)
                self._lives[name] = lives if earlier is None else pl.concat([earlier, lives])
            self._opened = upto

    def _drop_finished(self, instant: datetime) -> None:
        for name, lives in self._lives.items():
            self._lives[name] = unfinished(name, lives, instant)

    def turn(self, after: datetime, until: datetime) -> dict[str, pl.DataFrame]:
        """Records written anew in (after, until], as they stand at `until`; only what moved."""
        self._open_until(until.date())
        moved = {name: changed(name, self._lives[name], after, until) for name in KINDS}
        self._drop_finished(until)
        return {name: frame for name, frame in moved.items() if len(frame)}


def live_steps(
    hall: SimulatedHall,
    since: datetime,
    folder: Path,
    now: Callable[[], datetime],
    sleep: Callable[[float], object],
    pause: float = PAUSE,
) -> Iterator[Step]:
    """Go on from `since` for ever (clocks with zone): first what was missed, then with the clock.

    A step is given for every look, with no files when nothing moved. Starting again from an earlier
    `since` gives the same versions, so nothing is counted twice.
    """
    folder.mkdir(parents=True, exist_ok=True)
    after = local(since)
    books = Books(hall, after)
    while True:
        present = local(now())
        while after < present:
            until = min(present, after + LONGEST_STEP)
            moved = books.turn(after, until)
            stamp = until.strftime("%Y%m%dT%H%M%S")
            yield Step(
                until, [(n, write(n, f, folder / f"{n}-{stamp}.csv")) for n, f in moved.items()]
            )
            after = until
        sleep(pause)


def go_on(
    hall: SimulatedHall,
    since: datetime,
    folder: Path,
    ingest: Ingest,
    now: Callable[[], datetime],
    sleep: Callable[[float], object],
    pause: float = PAUSE,
) -> None:
    """Feed every live file to `ingest(dataset, path)` and remove it: the ledger remembers it."""
    for step in live_steps(hall, since, folder, now, sleep, pause):
        for dataset, path in step.files:
            ingest(dataset, path)
            path.unlink(missing_ok=True)
