"""Take in files as they arrive in a folder: DIR/cases/x.csv or DIR/cases-2026-11-24.csv.

The folder is looked at every second rather than listened to: that also works on network shares.
Nothing that lies in it ends the watch: what cannot be taken is reported once, what may get better is
tried again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from data.catalog import DATASETS
from data.intake.read.chunk import FileRefused, file_name
from data.intake.watched_folder import CALENDAR, Arrival, Signature, arrivals, is_open, is_whole

POLL_SECONDS = 1.0
SETTLED_POLLS = 2  # a file is taken when it has not changed for so many polls
UNFINISHED_POLLS = 60  # if its last line has no end, when it has not changed for so many
AGAIN_POLLS = 30  # what could not be read is tried again after so many
BEAT_SECONDS = 1.0
LOOK_SECONDS = 10.0  # among thousands of files, how often the folder is looked at for new ones

_log = logging.getLogger(__name__)


class FileIntake(Protocol):
    """What becomes of files that have come to rest."""

    def take(self, dataset: str, path: Path) -> None:
        """Take in a file of a dataset, or of the calendar. Raises FileRefused or OSError."""
        ...

    def taken(self, dataset: str, path: Path, delivered: bool) -> str | None:
        """Under which name its content was taken before, if it need not be taken again.

        `delivered`: the file has come or changed while the folder was watched. One that lay there
        when the watch began may have been taken long ago.
        """
        ...

    def beat(self) -> None:
        """Say that the intake is alive."""
        ...


@dataclass
class _FileState:
    signature: Signature
    delivered: bool
    polls: int = 0
    done: bool = False
    reported: bool = False


@dataclass
class FolderWatch:
    """Takes in each file of a folder once it has stopped changing, until `stop()`.

    A file is taken when size and time of change have stayed for two polls, nobody has it open for
    writing, and its content is new, or older than what came after it and delivered again; one whose last line has no end is waited for a minute. Files
    that are refused, or whose dataset is not plain from folder or name, are reported once and left
    alone until they change. The heartbeat goes on while thousands of files are taken.
    """

    folder: Path
    intake: FileIntake
    sleep: Callable[[float], None] = time.sleep
    stop: Callable[[], bool] = lambda: False
    report: Callable[[str], None] = _log.warning
    clock: Callable[[], float] = time.monotonic
    _states: dict[Path, _FileState] = field(default_factory=dict)
    _remarks: set[str] = field(default_factory=set)
    _beaten: float = float("-inf")
    _first: set[Path] | None = None

    def run(self) -> None:
        while not self.stop():
            self._beat()
            self._round()
            self._beat()
            self.sleep(POLL_SECONDS)

    def _round(self) -> None:
        """Take what has come to rest, for some seconds; then look again."""
        began = self.clock()
        for arrival in self._settled():
            if self.stop() or self.clock() - began > LOOK_SECONDS:
                return
            self._states[arrival.path].done = True
            self._take(arrival)
            self._beat()

    def _settled(self) -> list[Arrival]:
        """Files that have come to rest: calendars and lists first, then by time of change."""
        try:
            present, remarks = arrivals(self.folder)
        except OSError as error:
            self._remark(f"{self.folder} cannot be read: {error.strerror}")
            return []
        for remark in remarks:
            self._remark(remark)
        if self._first is None:
            self._first = {arrival.path for arrival in present}
        for gone in self._states.keys() - {arrival.path for arrival in present}:
            del self._states[gone]
            self._first.discard(gone)
        return sorted(filter(self._is_ready, present), key=Arrival.order)

    def _is_ready(self, arrival: Arrival) -> bool:
        state = self._states.get(arrival.path)
        if state is None or state.signature != arrival.signature:
            delivered = state is not None or arrival.path not in (self._first or ())
            self._states[arrival.path] = _FileState(arrival.signature, delivered)
            return False
        state.polls += 1
        if state.done or state.polls < SETTLED_POLLS or is_open(arrival.path):
            return False
        return state.polls >= UNFINISHED_POLLS or is_whole(arrival.path)

    def _take(self, arrival: Arrival) -> None:
        name, dataset = file_name(arrival.path), arrival.dataset
        delivered = self._states[arrival.path].delivered
        try:
            if dataset is None:
                names = ", ".join([*DATASETS, CALENDAR])
                self.report(
                    f"{name}: put it in a folder named after its dataset, or begin its name with it; "
                    f"datasets are {names} 无法判断数据集"
                )
            elif (before := self.intake.taken(dataset, arrival.path, delivered)) is None:
                self.intake.take(dataset, arrival.path)
            elif before != name:
                self.report(
                    f"{name} holds what was taken as {before}; it is not taken again 内容已入库"
                )
        except FileRefused as refusal:
            self.report(f"{name} refused: {refusal}")
        except OSError as error:
            self._again(arrival, f"{name} cannot be read: {error.strerror}")
        except Exception as error:
            self._again(arrival, f"{name} could not be taken: {type(error).__name__}: {error}")

    def _again(self, arrival: Arrival, why: str) -> None:
        """Try it again later; say why once."""
        state = self._states[arrival.path]
        if not state.reported:
            self.report(f"{why}; it is tried again")
        self._states[arrival.path] = _FileState(
            state.signature, state.delivered, polls=SETTLED_POLLS - AGAIN_POLLS, reported=True
        )

    def _remark(self, remark: str) -> None:
        if remark not in self._remarks:
            self._remarks.add(remark)
            self.report(remark)

    def _beat(self) -> None:
        if self.clock() - self._beaten < BEAT_SECONDS:
            return
        self._beaten = self.clock()
        try:
            self.intake.beat()
        except Exception as error:
            self._remark(f"no heartbeat: {type(error).__name__}: {error}")
