"""What several tests share: a browser that reports what a page did wrong, and a live server."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tests.hall_data import NOW, Site, Store, application, fill, sample
from tools import browser as machine

# No deadline: a slow machine is not a failure. Derandomised: a red run is red again.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

# All tests ask from one address; what is limited has tests of its own.
os.environ.setdefault("RATE_LIMIT", "off")

# Pages kept ready hold cursors: one key for every application that this process makes.
os.environ.setdefault("CURSOR_KEY", "of the tests")
os.environ.setdefault("RECORD_KEY", "of the tests")

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's Chromium or Chrome, else Playwright's own; one for all tests."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=machine.on_path(), args=list(machine.FLAGS)
        )
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page. The test fails if it logs an error or asks anything off this machine."""
    wrong: list[str] = []
    context = browser.new_context()
    opened = context.new_page()

    def refuse_foreign(route: Any) -> None:
        url = urlsplit(route.request.url)
        if url.scheme in ("data", "blob") or url.hostname in LOOPBACK:
            route.continue_()
        else:
            wrong.append(f"request off the machine: {route.request.url}")
            route.abort()

    context.route("**/*", refuse_foreign)
    context.on(
        "console",
        lambda said: wrong.append(f"console: {said.text}") if said.type == "error" else None,
    )
    context.on("weberror", lambda error: wrong.append(f"uncaught: {error.error}"))
    yield opened
    context.close()
    assert wrong == []


@contextmanager
def _served(application: Any) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
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
def _sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Flask]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALL_NOW", NOW)
        store = Store(tmp_path_factory.mktemp("sample"))
        fill(store, sample())
        with application(store) as server:
            yield store, server
        store.close()


@pytest.fixture
def sampled(_sample: tuple[Store, Flask], clock: Any) -> Store:
    """Three months of a small hall (`hall_data.sample`), shared: to be read only."""
    return _sample[0]


@pytest.fixture
def client(_sample: tuple[Store, Flask], sampled: Store) -> FlaskClient:
    """Asks the application on `sampled`, without a network."""
    return _sample[1].test_client()


@pytest.fixture
def site(store: Store, serve: Callable[[Any], str]) -> Iterator[Site]:
    """The site, served on an empty store; `site.ingest(dataset, source)` takes something in."""
    with application(store) as server:
        yield Site(serve(server), store)
