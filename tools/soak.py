"""Does anything accumulate in a screen that runs for weeks? `make soak`.

A small hall is served on a free port; the wall (its scenes turning) and the first page are
open in a browser. Files are taken in one by one, and each is waited for on both pages, so every
update is a real one: intake, data version, poll, drawing. Fifteen times the browser is made to
collect its garbage, and its heap is read. Ends with 1 if a heap spreads by more than `LIMIT`
megabytes, or if a page gains elements or listeners, from the first sample to the last.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from data.intake.ingest import beat
from tests.hall_data import NOW, Store, fill, sample
from tools import browser as machine
from tools.fuzz import served

PATHS = ("/screen", "/")
UPDATES, READINGS = 1500, 15
LIMIT = 2.0
PATIENCE = 60.0
# Polls every 100 ms instead of 5 s, scenes turn every second instead of every 20 s.
HURRY = """
    const later = window.setTimeout;
    window.setTimeout = (f, ms, ...more) =>
      later(f, ms === 20000 ? 1000 : ms >= 3000 && ms <= 8000 ? 100 : ms, ...more);
    window.updates = 0;
    document.addEventListener('view-shown', () => { window.updates += 1; });
"""
DAY = NOW[:10]


@dataclass
class Sample:
    """One look at a page after its garbage was collected."""

    updates: int
    megabytes: float
    elements: int
    listeners: int


@dataclass
class Watched:
    """An open page and what was read of it."""

    path: str
    page: Page
    session: CDPSession
    samples: list[Sample] = field(default_factory=list)

    def updates(self) -> int:
        return self.page.evaluate("window.updates")

    def read(self, updates: int) -> Sample:
        for _ in range(2):  # what a finalizer lets go of goes with the second
            self.session.send("HeapProfiler.collectGarbage")
        used = self.session.send("Runtime.getHeapUsage")["usedSize"]
        counted = self.session.send("Memory.getDOMCounters")
        sample = Sample(updates, used / 1e6, counted["nodes"], counted["jsEventListeners"])
        self.samples.append(sample)
        return sample

    def grown(self) -> list[str]:
        """What is wrong with the samples, in words."""
        heap = [one.megabytes for one in self.samples]
        first, last = self.samples[0], self.samples[-1]
        wrong = []
        if max(heap) - min(heap) > LIMIT:
            wrong.append(f"{self.path}: the heap spreads over {max(heap) - min(heap):.2f} MB")
        for name in ("elements", "listeners"):
            before, after = getattr(first, name), getattr(last, name)
            if after > before * 1.1 + 20:
                wrong.append(f"{self.path}: {name} grew from {before} to {after}")
        return wrong


def take(store: Store, n: int) -> None:
    """The n-th files: three cases; now and then a rating, a disclosure request, an answered one."""
    case = {"item": "scjg-03", "department": "scjg", "channel": "hall", "outcome": "granted"}
    case |= {"accepted_on": DAY, "completed_on": DAY}
    store.ingest("cases", [{"case_no": f"soak-{n}-{i}", **case} for i in range(3)])
    if n % 3 == 0:
        rating = {"department": "scjg", "channel": "hall", "rated_on": DAY}
        store.ingest("evaluations", [{"evaluation_no": f"soak-{n}", "score": 1 + n % 5, **rating}])
    if n % 10 == 0:
        record = {"request_no": f"soak-{n}", "department": "jyt", "received_on": DAY}
        record |= {"applicant_kind": "person", "channel": "online", "topic": "教育"}
        answered = {"answered_on": DAY, "outcome": "r03"} if n % 20 == 0 else {}
        store.ingest("disclosure-requests", [record | answered])
    beat(store.engine)


def _opened(browser: Browser, address: str) -> Iterator[Watched]:
    for path in PATHS:
        page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
        page.add_init_script(HURRY)
        page.goto(address + path)
        page.wait_for_selector("#react-entry-point #page")
        session = page.context.new_cdp_session(page)
        session.send("HeapProfiler.enable")
        yield Watched(path, page, session)


def _wait(watched: list[Watched], before: list[int]) -> None:
    """Until every page has shown a newer view."""
    until = time.monotonic() + PATIENCE
    while any(one.updates() <= n for one, n in zip(watched, before, strict=True)):
        if time.monotonic() > until:
            raise RuntimeError("a page does not follow its data")
        time.sleep(0.02)


def soak(browser: Browser, address: str, store: Store, updates: int) -> list[Watched]:
    """Open the pages and let them follow so many updates."""
    watched = list(_opened(browser, address))
    print(f"{'updates':>8}  " + "".join(f"{one.path:>12} MB  elements" for one in watched))
    for n in range(1, updates + 1):
        before = [one.updates() for one in watched]
        take(store, n)
        _wait(watched, before)
        if n % max(1, updates // READINGS) == 0:
            row = [one.read(n) for one in watched]
            print(
                f"{n:>8}  " + "".join(f"{r.megabytes:>15.2f}  {r.elements:>8}" for r in row),
                flush=True,
            )
    return watched


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.soak", description=__doc__)
    parser.add_argument("--updates", type=int, default=UPDATES)
    options = parser.parse_args(arguments)
    os.environ["HALL_NOW"] = NOW
    with tempfile.TemporaryDirectory(prefix="soak-") as folder, sync_playwright() as playwright:
        store = Store(Path(folder))
        fill(store, sample())
        with served(store) as address:
            browser = playwright.chromium.launch(
                executable_path=machine.on_path(), args=list(machine.FLAGS)
            )
            watched = soak(browser, address, store, options.updates)
            browser.close()
        store.close()
    wrong = [message for one in watched for message in one.grown()]
    print("\n".join(wrong) or f"Nothing accumulated in {options.updates} updates.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
