"""Untrusted files are read in a process of their own, with limits on memory and time.

A workbook of six kilobytes can ask for 512 gigabytes: that ends the reader, never the intake. One
reader is kept for file after file; records come back as Arrow, everything else as JSON (never as
pickles, which could run what a file holds).
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator
from multiprocessing.connection import Pipe
from pathlib import Path
from typing import Any

import polars as pl

from data.intake.read.chunk import Chunk, FileRefused, Progress, Reject, file_name
from data.intake.read.file_layout import FileLayout
from data.settings import ROOT

READER = "data.intake.read.reader"
MEMORY, SECONDS = "HALL_READER_MEMORY_MB", "HALL_READER_SECONDS"
# A workbook as large as Excel allows takes about one and a half gigabytes.
_MEMORY_MB, _SECONDS = 2048, 300
# How long the end of a file that is not wanted any more is waited for.
_PATIENCE_SECONDS = 1.0


class ReaderEnded(FileRefused):
    """A file that took the reader more memory or time than it may have, or made it fail."""


def limits() -> str:
    """What a reader may take, in the words that a refusal ends with."""
    return f"limits: {memory_mb():,} MB, {_seconds():,} s"


def memory_mb() -> int:
    return int(os.environ.get(MEMORY, _MEMORY_MB))


def _seconds() -> int:
    return int(os.environ.get(SECONDS, _SECONDS))


def read_apart(
    path: Path, layout: FileLayout, progress: Progress | None = None
) -> Generator[Chunk, None, None]:
    """The chunks of a file (see `any_file.read`), read by another process.

    Raises FileRefused as there, and ReaderEnded where that process came to its end.
    """
    reader = _fitting()
    try:
        yield from reader.read(path, layout, progress)
    finally:
        if reader.is_ready():
            _idle.append(reader)
        else:
            reader.end()


def _fitting() -> _Reader:
    """A reader that waits, if it has the limits that hold now, or a new one."""
    while _idle:
        reader = _idle.pop()
        if reader.is_ready():
            return reader
        reader.end()
    return _Reader()


class _Reader:
    """Our end of a reader process."""

    def __init__(self) -> None:
        self._limits = limits()
        self._connection, theirs = Pipe()
        command = [sys.executable, "-m", READER, str(theirs.fileno()), str(memory_mb())]
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            env=os.environ | {"RUST_BACKTRACE": "0"},  # one line of a failed reader is enough
        )
        theirs.close()
        self._reading = False

    def read(self, path: Path, layout: FileLayout, progress: Progress | None) -> Iterator[Chunk]:
        self._reading = True
        request = {"path": str(path.absolute()), "layout": layout.as_json()}
        try:
            self._connection.send_bytes(json.dumps(request).encode())
            while True:
                message = self._receive(path)
                if progress and message["bytes"]:
                    progress(message["bytes"])
                if "rejects" not in message:
                    break
                yield self._chunk(message)
        except (EOFError, BrokenPipeError, ConnectionResetError):
            raise self._refusal(path, _cause(self._process.wait())) from None
        self._reading = False
        if message["refused"]:
            raise FileRefused(message["refused"])

    def is_ready(self) -> bool:
        """Whether another file can be read; waits a moment for the end of one that was left."""
        if self._limits != limits():
            return False
        with contextlib.suppress(EOFError, OSError):
            while self._reading and self._connection.poll(_PATIENCE_SECONDS):
                message = json.loads(self._connection.recv_bytes())
                if "rejects" in message and message["more"]:
                    return False  # a large file: a new reader is there sooner
                if "rejects" in message:
                    self._connection.recv_bytes()
                self._reading = "rejects" in message
        return not self._reading and self._process.poll() is None

    def end(self) -> None:
        self._connection.close()
        self._process.kill()
        self._process.wait()

    def _receive(self, path: Path) -> dict[str, Any]:
        if not self._connection.poll(_seconds()):
            raise self._refusal(path, "took too long")
        return json.loads(self._connection.recv_bytes())

    def _chunk(self, message: dict[str, Any]) -> Chunk:
        frame = pl.read_ipc_stream(self._connection.recv_bytes())
        rejects = [Reject(*reject) for reject in message["rejects"]]
        return Chunk(frame, rejects, message["notes"], message["ours"])

    def _refusal(self, path: Path, what: str) -> ReaderEnded:
        return ReaderEnded(
            f"{file_name(path)}: reading it {what}; is there a value far outside the table? It is "
            f"not tried again until it changes ({self._limits}) 读取该文件超出限制，未取用"
        )


def _cause(code: int) -> str:
    """How a process ended, in words."""
    if code == -signal.SIGABRT or code == OUT_OF_MEMORY:
        return "took more memory than it may have"
    if code < 0:
        return f"ended the reader ({signal.Signals(-code).name})"
    return "made the reader fail"


OUT_OF_MEMORY = 77
_idle: list[_Reader] = []


@atexit.register
def _end_all() -> None:
    while _idle:
        _idle.pop().end()
