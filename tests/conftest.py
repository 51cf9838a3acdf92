"""What several tests share: a browser that reports what a page did wrong, and a live server."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from filelock import FileLock
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from werkzeug.serving import make_server

from tests import contracts
from tests.hall_data import NOW, Site, Store, application, fill, into_one_file, sample
from tests.scratch import scratch_folder
from tools import browser as machine
from tools.postgres import program

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.own_postgres import OwnPostgres, PostgresStore

# No deadline: a slow machine is not a failure. Derandomised: a red run is red again.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

# All tests ask from one address; what is limited has tests of its own.
os.environ.setdefault("RATE_LIMIT", "off")

# Pages kept ready hold cursors: one key for every application that this process makes.
os.environ.setdefault("CURSOR_KEY", "of the tests")
os.environ.setdefault("RECORD_KEY", "of the tests")

_SCRATCH = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    """What the tests write lies in one folder, which goes at the end; `--basetemp` keeps theirs.

    Workers take it over from the process that started them.
    """
    contracts.Ring.one_of_a_kind = "not full" in config.option.markexpr
    if not hasattr(config, "workerinput"):
        config.stash[_SCRATCH] = ExitStack()
        config.stash[_SCRATCH].enter_context(scratch_folder())


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash.get(_SCRATCH, ExitStack()).close()


LOOPBACK = ("127.0.0.1", "localhost", "::1")
# Nothing else has an address. To stop requests one by one, as Playwright can, would send each
# through Python and turn the browser's cache off: a page took twice as long.
ONLY_LOOPBACK = "--host-resolver-rules=MAP * ~NOTFOUND" + "".join(
    f", EXCLUDE {host}" for host in LOOPBACK
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's Chromium or Chrome, else Playwright's own; one for all tests of a worker.

    Only here is Playwright needed: `pytest -m "not browser"` runs without it.
    """
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=15_000)  # no claim is about seconds; two workers share a machine
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=machine.on_path(), args=[*machine.FLAGS, ONLY_LOOPBACK]
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def chinese_font() -> None:
    """Widths and heights are claimed for machines that can show the site: others draw other letters."""
    if not machine.has_chinese_font():
        pytest.skip(f"needs a Chinese font (apt install {machine.FONTS})")


@pytest.fixture(scope="session")
def _context(browser: Browser) -> Iterator[BrowserContext]:
    """What the pages of a worker share: files that are kept for good are fetched once."""
    with browser.new_context() as opened:
        yield opened


@pytest.fixture
def page(_context: BrowserContext) -> Iterator[Page]:
    """An empty page. The test fails if it logs an error or asks anything off this machine."""
    wrong: list[str] = []
    opened = _context.new_page()

    def note_foreign(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and parts.hostname not in LOOPBACK:
            wrong.append(f"request off the machine: {url}")

    opened.on("request", lambda request: note_foreign(request.url))
    opened.on("websocket", lambda socket: note_foreign(socket.url))
    opened.on(
        "console",
        lambda line: wrong.append(f"console: {line.text}") if line.type == "error" else None,
    )
    opened.on("pageerror", lambda error: wrong.append(f"uncaught: {error}"))
    yield opened
    # The next test of the same address finds a browser that remembers nothing but files.
    _context.new_cdp_session(opened).send(
        "Storage.clearDataForOrigin",
        {"origin": opened.url, "storageTypes": "cookies,local_storage"},
    )
    _context.clear_cookies()
    opened.close()
    assert wrong == []


_ports: set[int] = set()


@contextmanager
def _served(application: Any) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, application, threaded=True)
    while server.server_port in _ports:  # what a browser keeps of an address is of one site
        server.server_close()
        server = make_server("127.0.0.1", 0, application, threaded=True)
    _ports.add(server.server_port)
    # Stopping waits for the next look, which is every half second unless told.
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def serve() -> Iterator[Callable[[Any], str]]:
    """Serve a WSGI application on a free loopback port until the test ends; gives its address."""
    with ExitStack() as running:
        yield lambda application: running.enter_context(_served(application))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """The hall's clock stands still at `hall_data.NOW`; called, it is set to another instant."""
    monkeypatch.setenv("HALL_NOW", NOW)
    return lambda instant: monkeypatch.setenv("HALL_NOW", instant)


@pytest.fixture
def store(tmp_path: Path, clock: Any) -> Iterator[Store]:
    """An empty store."""
    made = Store(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="session")
def _sample_file(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The sample as a file, taken in once by whichever worker comes first."""
    folder = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        folder = folder.parent  # shared by the workers of a run
    with FileLock(folder / "sample.lock"):
        made = folder / "sample.sqlite"
        if not made.exists():
            store = Store(folder, "sample-in-the-making")
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("HALL_NOW", NOW)
                fill(store, sample())
            into_one_file(store.engine)
            store.close()
            store.path.rename(made)
    return made


@pytest.fixture(scope="session")
def sample_copy(_sample_file: Path) -> Callable[[Path], Store]:
    """Makes a store on a copy of the sample, in a folder: a test's own, to do with as it likes."""

    def copy(folder: Path) -> Store:
        shutil.copy(_sample_file, folder / "hall.sqlite")
        return Store(folder)

    return copy


@pytest.fixture(scope="session")
def _sample(
    sample_copy: Callable[[Path], Store], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, Flask]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALL_NOW", NOW)
        store = sample_copy(tmp_path_factory.mktemp("sample"))
        with application(store) as server:
            yield store, server
        store.close()


@pytest.fixture(scope="session")
def _sample_address(_sample: tuple[Store, Flask]) -> Iterator[str]:
    with _served(_sample[1]) as address:
        yield address


@pytest.fixture
def _looked_at(_sample: tuple[Store, Flask], clock: Any) -> None:
    """The sample's state is read again: what the test before has put in the watch's way is gone."""
    from api.answer import answers

    answers.refresh()


@pytest.fixture
def sample_site(_sample_address: str, _looked_at: None) -> str:
    """The address of the site on three months of a small hall, shared: to be read only."""
    return _sample_address


@pytest.fixture
def sampled(_sample: tuple[Store, Flask], _looked_at: None) -> Store:
    """Three months of a small hall (`hall_data.sample`), shared: to be read only."""
    return _sample[0]


@pytest.fixture
def client(_sample: tuple[Store, Flask], sampled: Store) -> FlaskClient:
    """Asks the application on `sampled`, without a network."""
    return _sample[1].test_client()


@pytest.fixture(scope="session")
def postgres() -> Iterator[OwnPostgres]:
    """A PostgreSQL server of this worker's own, with the roles of a hall; skipped where there is none."""
    from tests.own_postgres import OwnPostgres

    if program("initdb") is None:
        pytest.skip("needs a PostgreSQL server (apt install postgresql)")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALL_NOW", NOW)
        server = OwnPostgres()
        try:
            server.prepare()
            yield server
        finally:
            server.close()


@pytest.fixture
def postgres_store(postgres: OwnPostgres, tmp_path: Path, clock: Any) -> Iterator[PostgresStore]:
    """An empty store in a database of that server."""
    from tests.own_postgres import TEMPLATE, WRITER, PostgresStore

    made = PostgresStore(tmp_path, postgres.database(TEMPLATE, WRITER))
    yield made
    made.close()


@pytest.fixture
def site(store: Store, serve: Callable[[Any], str]) -> Iterator[Site]:
    """The site, served on an empty store; `site.ingest(dataset, source)` takes something in."""
    with application(store) as server:
        yield Site(serve(server), store)
