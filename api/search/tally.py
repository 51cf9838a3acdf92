"""How often which entry answered: counts in memory, written every hour as a file that intake takes.

Off unless the environment names a folder (`ASK_COUNTS`). Counted are entries, never what was typed:
what a process has counted of a day stands in a file of its own, and these are added up into one export
of the day, so that it says the same whichever process writes it.
"""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from api.answer import answers
from data.answers.opening import is_open
from data.calendar import calendar
from data.catalog import DATASETS
from data.hall import now

EVERY_SECONDS = 3_600
UNMATCHED = "unmatched"
# Of a day and entry: what is counted, by the names of the export's fields.
ASKED, ANSWERED, OUTSIDE = "asked", "answered_by_machine", "out_of_hours"
_COLUMNS = ("faq", "on", "channel", ASKED, ANSWERED, OUTSIDE, "recorded_at")
_DATASET, _CHANNEL = DATASETS["faq-answers-daily"], "site"
_PARTS, _KEPT_DAYS = ".counted", 3


def folder() -> Path | None:
    """Where the exports go; None where nothing is counted."""
    named = os.environ.get("ASK_COUNTS", "").strip()
    return Path(named) if named else None


def count(faq: str | None) -> None:
    """One question more, answered by an entry or matched by none, if this site counts."""
    to = folder()
    if to is None:
        return
    at = now()
    with answers.engine().connect() as connection:
        at_work = is_open(calendar(connection), at)
    tally = _of_this_process()
    tally.add(faq, at, outside=at_work is False)
    tally.go_on(to)


class Tally:
    """What a process has counted, by day and entry."""

    def __init__(self) -> None:
        self.name, self.process = uuid4().hex, os.getpid()
        self._counts: dict[str, Counter[tuple[str, str]]] = {}
        self._changed: set[str] = set()
        self._lock = threading.Lock()
        self._writing: threading.Thread | None = None

    def add(self, faq: str | None, at: datetime, outside: bool) -> None:
        day, entry = at.date().isoformat(), faq or UNMATCHED
        with self._lock:
            of_day = self._counts.setdefault(day, Counter())
            of_day[entry, ASKED] += 1
            of_day[entry, ANSWERED] += faq is not None
            of_day[entry, OUTSIDE] += outside
            self._changed.add(day)

    def go_on(self, to: Path) -> None:
        """Write from now on every hour, and when the process ends."""
        with self._lock:
            if self._writing is not None:
                return
            self._writing = threading.Thread(target=self._every_hour, args=(to,), daemon=True)
        self._writing.start()
        atexit.register(self._write_if_can, to)

    def _every_hour(self, to: Path) -> None:
        pause = threading.Event()
        while True:
            pause.wait(EVERY_SECONDS)
            self._write_if_can(to)

    def _write_if_can(self, to: Path) -> None:
        # A folder that is full or gone costs counts, and no answer.
        with suppress(OSError):
            self.write(to, now())

    def write(self, to: Path, at: datetime) -> None:
        """Write the days that have changed, and of each the export of all processes."""
        oldest = (at.date() - timedelta(days=_KEPT_DAYS)).isoformat()
        with self._lock:
            changed = {day: dict(self._counts[day]) for day in self._changed}
            self._changed.clear()
            self._counts = {day: c for day, c in self._counts.items() if day >= oldest}
        for day, of_day in changed.items():
            parts = to / _PARTS / day
            parts.mkdir(parents=True, exist_ok=True)
            content = json.dumps([[*key, n] for key, n in sorted(of_day.items())])
            _write_whole(parts / f"{self.name}.json", content)
            with _alone(parts):
                _write_whole(to / f"faq-answers-daily-site-{day}.csv", _export(parts, day, at))
        for parts in (to / _PARTS).glob("*"):
            if parts.name < oldest:
                shutil.rmtree(parts, ignore_errors=True)


_tally: Tally | None = None


def _of_this_process() -> Tally:
    global _tally  # counts of a process that was forked are its own
    if _tally is None or _tally.process != os.getpid():
        _tally = Tally()
    return _tally


def _export(parts: Path, day: str, at: datetime) -> str:
    """The day's lines, of all processes together, one for each entry that was asked for: under the
    heads and with the words of a hall's own systems (profile `hall`)."""
    whole: Counter[tuple[str, str]] = Counter()
    for part in sorted(parts.glob("*.json")):
        for entry, counted, n in json.loads(part.read_text("utf-8")):
            whole[entry, counted] += n
    lines: list[tuple[str, ...]] = [tuple(str(_DATASET.field(id).header) for id in _COLUMNS)]
    words = {code: word for word, code in _DATASET.field("channel").source_words.items()}
    for entry in sorted({entry for entry, _ in whole}):
        counts = (str(whole[entry, counted]) for counted in (ASKED, ANSWERED, OUTSIDE))
        lines.append((entry, day, words[_CHANNEL], *counts, f"{at:%Y-%m-%d %H:%M:%S}"))
    return "".join(",".join(line) + "\n" for line in lines)


def _write_whole(path: Path, content: str) -> None:
    """The file appears whole, or stays as it was."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_text(content, encoding="utf-8")
    part.replace(path)


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """One process at a time adds up what all have counted."""
    handle = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
