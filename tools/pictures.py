"""Pictures of the pages for the README and the documents, always of the same simulated morning.

`python -m tools.pictures [NAME…]` fills a store in a temporary folder (a minute or two), serves it
on a free port of this machine and writes `docs/pictures/NAME.png`.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine
from werkzeug.serving import make_server

import app
from data.hall import now
from data.intake import ingest, ledger
from data.intake.profile import load
from data.rollups.writer import writer
from data.settings import default_url
from data.store.engines import transaction
from demo import SimulatedHall, history
from tools import browser as machine

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
MORNING = "2026-11-24T10:42:05+08:00"
HISTORY = timedelta(days=330)
SEED = 1


@dataclass(frozen=True)
class Picture:
    """A page as it is taken: CSS pixels, theme, and whether the page is taken to its end."""

    name: str
    path: str
    width: int
    height: int
    theme: str = "light"
    whole: bool = False
    scale: float = 1


PICTURES = (
    Picture("home", "/", 1280, 800),
    Picture("home-dark-en", "/en/", 1280, 800, theme="dark"),
    Picture("home-phone", "/", 390, 844, scale=2),
    Picture("volumes", "/volumes", 1280, 800),
    Picture("disclosure", "/disclosure", 1280, 800),
    Picture("reform", "/reform#limits", 1280, 800),
    Picture("item", "/service/items/crj-01", 1280, 800),
    Picture("supervision", "/supervision#cards", 1280, 800),
    Picture("verify", "/verify?indicator=on-time-rate&from=2026-10-01&to=2026-10-31", 1280, 800),
    Picture("wall-today", "/screen", 1920, 1080),
    Picture("wall-today-portrait-en", "/en/screen", 1080, 1920),
)


def fill(engine: Engine) -> None:
    """The simulated hall's history up to the morning, through intake like any other source."""
    profile = load.load("hall")
    hall = SimulatedHall(SEED, (now() - HISTORY).date())
    with tempfile.TemporaryDirectory() as folder:
        for dataset, path in history(hall, Path(folder), now()):
            ingest.ingest_file(engine, dataset, path, profile)
            path.unlink()
    with engine.connect() as connection, transaction(connection):
        ledger.keep(connection, "demo", "true")
        # Intake was alive a moment ago, by the clock on the wall of whoever looks.
        ledger.keep(connection, "heartbeat", int(time.time()))


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """The site on a filled store under `folder`; gives its address."""
    url = default_url(folder)
    engine = writer(url)
    fill(engine)
    server = make_server("127.0.0.1", 0, app.create_app(url, folder), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        engine.dispose()


def take(browser: Browser, address: str, picture: Picture) -> Path:
    """Open the page, wait until it is drawn, and write the picture."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=picture.scale,
        color_scheme="dark" if picture.theme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address + picture.path)
    page.wait_for_selector("#react-entry-point #page, body > #page")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    path = FOLDER / f"{picture.name}.png"
    page.screenshot(path=path, full_page=picture.whole)
    context.close()
    return path


def main(names: list[str]) -> None:
    os.environ["HALL_NOW"] = MORNING
    FOLDER.mkdir(parents=True, exist_ok=True)
    chosen = [p for p in PICTURES if not names or p.name in names]
    with (
        tempfile.TemporaryDirectory() as folder,
        site(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=machine.on_path(), args=list(machine.FLAGS)
        )
        for picture in chosen:
            print(take(browser, address, picture).relative_to(ROOT))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
