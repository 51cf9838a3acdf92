"""Writes docs/life-of-a-number.md: which of our files and functions a number passes on its ways.

The lists are traced, not written down: a line of CSV through intake, an answer asked for twice, a page
that nobody changed, a filter that somebody changed. Work that is done once in a process is done before.
"""

from __future__ import annotations

import os
import re
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PATH = ROOT / "docs" / "life-of-a-number.md"
ROOMS = ("api", "data", "dashboard")
NOW = "2026-11-24T10:42:00+08:00"
WALL = "/live/screen?lang=zh"
VALUES = "/api/v1/indicators/cases-completed/values?by=channel&grain=month"
HEADERS = "case_no,item,department,channel,accepted_on,completed_on,promised_days\n"
# A store that is used already, and the one line that is followed.
BEFORE = "".join(f"A-{n},kjj-01,kjj,hall,2026-11-0{n},2026-11-1{n},5\n" for n in range(2, 7))
LINE = "B-1,kjj-01,kjj,online,2026-11-09,2026-11-12,5\n"
HEAD = """# The life of a number
<!-- Written by `make readme` from a trace; edits here are lost. -->

Through which of our files and functions a number goes, in the order in which they are entered: from a
line of CSV to the store, and from the store to whoever asks. `×n` is how often a function was called (a
generator counts each time it goes on). What is done once in a process, such as reading `hall.toml`, was
done before. A test follows the same ways and fails when they lead through other files.

The words are in the [glossary](glossary.md), the reasons in the [decisions](decisions/README.md).
"""

Ways = dict[str, "Way"]


@dataclass
class Way:
    """What was entered, in order: module → function → number of calls."""

    about: str
    modules: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        calls = sum(sum(counts.values()) for counts in self.modules.values())
        functions = sum(map(len, self.modules.values()))
        size = f"{len(self.modules)} files, {functions} functions, {calls} calls."
        lines = [f"- `{m}`: {_functions(counts)}" for m, counts in self.modules.items()]
        return "\n".join([self.about, "", size, "", *lines, ""])


def _functions(counts: Counter[str]) -> str:
    return ", ".join(f"`{f}`{f' ×{n}' if n > 1 else ''}" for f, n in counts.items())


@contextmanager
def followed(way: Way) -> Iterator[None]:
    """Note every function of ours that is entered, in this thread and in those it starts."""
    prefix = len(str(ROOT)) + 1

    def note(frame: FrameType, event: str, argument: Any) -> None:
        del argument
        code = frame.f_code
        if event != "call" or code.co_qualname.endswith(">"):
            return
        file = code.co_filename[prefix:]
        if code.co_filename.startswith(str(ROOT)) and file.partition("/")[0] in ROOMS:
            way.modules.setdefault(file, Counter())[code.co_qualname] += 1

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(None)
        threading.setprofile(None)  # type: ignore[arg-type]


def traced(folder: Path) -> Ways:
    """The ways, in a store of its own under `folder`."""
    from app import create_app
    from data.intake.ingest import ingest_file
    from data.intake.profile.load import load
    from data.rollups.writer import writer

    url = f"sqlite:///{folder / 'hall.sqlite'}"
    engine = writer(url)

    def take(name: str, lines: str) -> None:
        path = folder / name
        path.write_text(HEADERS + lines, "utf-8")
        ingest_file(engine, "cases", path, load(None))

    take("before.csv", BEFORE)
    ways: Ways = {
        "A line of CSV is taken in": Way(
            f"`app.py ingest cases line.csv`, with the line `{LINE.strip()}`."
        )
    }
    with followed(ways["A line of CSV is taken in"]):
        take("line.csv", LINE)
    client = create_app(url, folder).test_client()

    def get(address: str) -> None:
        answer = client.get(address, headers={"Accept-Encoding": "br"})
        assert answer.status_code == 200, (address, answer.status_code)

    for address in (
        VALUES.replace("completed", "accepted"),
        "/satisfaction",
        "/volumes?by=channel",
    ):
        get(address)
    ways |= _of_requests(get)
    engine.dispose()
    return ways


def _of_requests(get: Callable[[str], None]) -> Ways:
    """What is asked of the site, one after the other."""
    steps = (
        ("A number is asked for the first time", VALUES, f"`GET {VALUES}`."),
        ("The same number is asked for again", VALUES, "The same address: the answer is ready, as bytes."),
        ("A page is opened for the first time", "/volumes", "`GET /volumes`, by somebody."),
        ("A page that nobody changed is opened again", "/volumes", "`GET /volumes`, by somebody else."),
        ("A filter is changed", "/volumes?by=department", "`GET /volumes?by=department`: a page of its own."),
        ("The wall looks for something new", WALL, f"`GET {WALL}`, every few seconds; this is the first time."),
    )  # fmt: skip
    ways: Ways = {}
    for title, address, about in steps:
        ways[title] = Way(about)
        with followed(ways[title]):
            get(address)
    return ways


def trace() -> Ways:
    """The ways, at one instant of the hall's clock."""
    with TemporaryDirectory(prefix="open-hall-") as folder:
        os.environ |= {"HALL_NOW": NOW, "HALL_VAR": folder, "RATE_LIMIT": "off"}
        os.environ.pop("HALL_TOML", None)
        return traced(Path(folder))


def text(ways: Ways) -> str:
    return "\n".join([HEAD, *(f"## {title}\n{way.text}" for title, way in ways.items())])


def files(page: str) -> dict[str, list[str]]:
    """Title → the files that a page lists: what has to hold, for calls come and go."""
    sections = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    return {s.partition("\n")[0]: re.findall(r"^- `([^`]+)`", s, re.MULTILINE) for s in sections}


def main() -> int:
    """Write the page; with --check only say which ways lead through other files than it says."""
    new = text(trace())
    old = PATH.read_text("utf-8") if PATH.exists() else ""
    if "--check" not in sys.argv:
        PATH.write_text(new, "utf-8")
        return 0
    was, now = files(old), files(new)
    for title in {**was, **now}:
        before, after = set(was.get(title, ())), set(now.get(title, ()))
        if before != after:
            print(f"{title}: no longer {sorted(before - after)}, now {sorted(after - before)}")
    if {t: set(f) for t, f in was.items()} != {t: set(f) for t, f in now.items()}:
        print("out of date: make readme", PATH.name)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
