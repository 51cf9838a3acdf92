"""The demo ends with its site, and with what runs beside it."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import click
import pytest

from commands import demonstration
from demo.live import Step
from tests.hall_data import Store


@pytest.fixture
def stubborn() -> Any:
    """A process that does not heed a polite end, once it says that it is there."""
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('here', flush=True); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_demo_whose_site_has_ended_says_so_and_ends(store: Store, monkeypatch: Any) -> None:
    """A port in use ends the site at once: a demo that went on would show nobody anything."""
    steps = [Step(datetime(2026, 11, 24, 10, minute), []) for minute in range(3)]
    monkeypatch.setattr(demonstration, "live_steps", lambda *_: iter(steps))
    site: Any = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    site.wait()
    pictures: Any = SimpleNamespace(look=lambda: None)
    hall: Any = None
    with pytest.raises(click.ClickException, match=r"the site has ended \(exit 3\)"):
        demonstration._go_on(store.engine, hall, steps[0].until, pictures, site)


def test_what_does_not_end_politely_is_ended(stubborn: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(demonstration, "_ENDS_WITHIN_SECONDS", 0.2)
    demonstration._end(stubborn)
    assert stubborn.returncode is not None
