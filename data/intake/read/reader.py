"""The reader process: reads the files it is asked for, one after the other (see `reader_process`)."""

from __future__ import annotations

import json
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from data.intake.read.any_file import read
from data.intake.read.chunk import Chunk, FileRefused
from data.intake.read.file_layout import FileLayout
from data.intake.read.reader_process import OUT_OF_MEMORY

_DATA = 5  # the column of statm that RLIMIT_DATA is compared with, in pages


def serve(connection: Connection) -> None:
    """Answer requests until the other end is closed."""
    while True:
        try:
            request = json.loads(connection.recv_bytes())
        except (EOFError, OSError):
            return
        _answer(connection, Path(request["path"]), FileLayout.from_json(request["layout"]))


def _answer(connection: Connection, path: Path, layout: FileLayout) -> None:
    """Each chunk as two messages, what there is to say of it and its records; then the end."""
    steps: list[int] = []
    refused = None
    try:
        chunks: Iterator[Chunk | None] = read(path, layout, progress=steps.append)
        for chunk, following in pairwise(_ended(chunks)):
            if chunk is not None:
                _send(connection, chunk, steps, more=following is not None)
    except FileRefused as refusal:
        refused = str(refusal)
    _tell(connection, {"refused": refused}, steps)


def _ended(chunks: Iterator[Chunk | None]) -> Iterator[Chunk | None]:
    yield from chunks
    yield None


def _send(connection: Connection, chunk: Chunk, steps: list[int], more: bool) -> None:
    rejects = [(reject.line, reject.field, reject.reason) for reject in chunk.rejects]
    about = {"rejects": rejects, "notes": chunk.notes, "ours": chunk.ours, "more": more}
    _tell(connection, about, steps)
    records = BytesIO()
    chunk.frame.write_ipc_stream(records)
    connection.send_bytes(records.getbuffer())


def _tell(connection: Connection, message: dict[str, Any], steps: list[int]) -> None:
    connection.send_bytes(json.dumps(message | {"bytes": sum(steps)}).encode())
    steps.clear()


def limit(memory_mb: int) -> None:
    """So much memory beyond what is taken already; and the first to go where the machine has none.

    Memory that can be written to is counted (RLIMIT_DATA), not addresses: each thread of a library
    sets addresses aside that it never fills, two gigabytes on a machine of many cores.
    """
    taken_pages = int(Path("/proc/self/statm").read_text().split()[_DATA])
    most = taken_pages * resource.getpagesize() + (memory_mb << 20)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the intake says when to end
    limit(int(sys.argv[2]))
    try:
        serve(Connection(int(sys.argv[1])))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    except (BrokenPipeError, ConnectionResetError):  # the intake is gone
        sys.exit(0)
