"""Below a path of a city's site, behind the nginx recipe: every address holds, every error is ours.

The recipe is run by a real nginx (`apt install nginx-light`); without one those tests are skipped.
"""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from tests.contracts import Ring
from tests.hall_data import NOW, Store
from tools.bench import servers

ROOT = Path(__file__).parents[1]
_WITHOUT_NGINX = pytest.mark.skipif(servers.nginx_here() is None, reason="nginx is not installed")


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str


def get(port: int, path: str, host: str = "127.0.0.1", **headers: str) -> Answer:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path, headers={"Host": f"{host}:{port}", **headers})
        response = connection.getresponse()
        body = response.read().decode(errors="replace")
    return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, body)


@contextmanager
def site(store: Store, folder: Path, base: str) -> Iterator[int]:
    port = servers.free_port()
    settings = {
        "DATABASE_URL": store.url, "HALL_VAR": str(folder), "BASE_PATH": base, "RATE_LIMIT": "off",
        "TRUSTED_PROXIES": "127.0.0.1",
    }  # fmt: skip
    command = [sys.executable, "app.py", "serve", "--port", str(port), "--workers", "1"]
    with servers.running(command, port, "/healthz", **settings):
        yield port


@pytest.fixture(scope="module")
def filled(
    sample_copy: Callable[[Path], Store], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALL_NOW", NOW)
        store = sample_copy(tmp_path_factory.mktemp("below"))
        yield store
        store.close()


@pytest.fixture(scope="module")
def below(filled: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The site below /hall."""
    with site(filled, tmp_path_factory.mktemp("var"), "/hall/") as port:
        yield port


_ADDRESS = re.compile(r"""(?:href|src|action|data-live|data-description)="(/[^"#]*)""")
_OF_CONFIG = re.compile(r'"(?:requests_pathname_prefix|plotlyjs_url)":"([^"]+)"')
_LINK = re.compile(r'":"(/(?!/)[^"{}]*)"')


def test_every_address_that_is_given_lies_below_the_path_and_answers(below: int):
    begun = ["/hall/", "/hall/en/", "/hall/volumes", "/hall/data", "/hall/screen", "/hall/disclosure",
             "/hall/api/v1?lang=en", "/hall/api/v1/indicators/cases-completed/values?limit=2",
             "/hall/api/v1/datasets/cases/records?limit=2", "/hall/api/docs"]  # fmt: skip
    given: set[str] = set()
    for address in begun:
        answer = get(below, address)
        assert answer.status == 200, address
        text = answer.text.replace("&amp;", "&")
        given |= {*_ADDRESS.findall(text), *_OF_CONFIG.findall(text)}
        if "json" in answer.headers["content-type"]:
            given |= {
                a for a in _LINK.findall(text) if a not in ("/healthz", "/readyz", "/metrics")
            }
    assert len(given) > 60
    wrong = sorted(address for address in given if not address.startswith("/hall/"))
    assert not wrong
    kinds = {re.sub(r"[^/a-z]|=[^&]*", "", address): address for address in sorted(given)}
    # `make test` tries some of the kinds, CI one address of each.
    tried = list(kinds.values())[:: 8 if Ring.one_of_a_kind else 1]
    for address in tried:
        if not address.endswith("/") or address == "/hall/":
            # Without its parameters an address may be refused, but it is there.
            assert get(below, address).status in (200, 400), address


def test_nothing_else_is_answered_and_redirects_stay_below(below: int):
    assert get(below, "/volumes").status == 404
    assert get(below, "/api/v1/live").status == 404
    assert get(below, "/hall/api/nothing").headers["content-type"] == "application/problem+json"
    assert get(below, "/hall").headers["location"] == "/hall/"
    assert get(below, "/hall/en").headers["location"] == "/hall/en/"
    assert get(below, "/hall/volumes?utm=1&period=year").headers["location"] == (
        "/hall/volumes?period=year"
    )


@pytest.mark.parametrize("text", ["hall", "/a b", "/../x", "//host", "/x?y", "http://x/y"])
def test_a_base_path_that_is_none_is_refused(text: str):
    done = subprocess.run(
        [sys.executable, "-c", "import data.settings"], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "BASE_PATH": text},
    )  # fmt: skip
    assert "is no path like /hall" in done.stderr


@contextmanager
def recipe(folder: Path, upstream: int) -> Iterator[int]:
    """The shipped recipe, with this port, this upstream and a cache of its own."""
    with servers.behind_recipe(folder, upstream, "/hall/api/v1/live") as port:
        yield port


@_WITHOUT_NGINX
def test_behind_the_recipe_links_keep_the_port_and_errors_are_problems(below: int, tmp_path: Path):
    with recipe(tmp_path, below) as port:
        feed = get(port, "/hall/feeds/data.atom")
        assert f"http://127.0.0.1:{port}/hall/feeds/data.atom" in feed.text
        assert get(port, "/hall/").status == 200
        long = get(port, f"/hall/api/v1/datasets/cases/records?case_no={'q' * 20_000}")
        assert_problem(long, 414)


@_WITHOUT_NGINX
def test_while_the_site_is_gone_programs_are_told_in_json(tmp_path: Path):
    upstream = make_server("127.0.0.1", 0, Response("here"))
    thread = threading.Thread(target=upstream.serve_forever)
    thread.start()
    with recipe(tmp_path, upstream.server_port) as port:
        upstream.shutdown()
        thread.join()
        upstream.server_close()
        for path in ("/hall/api/v1/indicators", "/hall/api/v1/datasets.csv", "/hall/live/today"):
            assert_problem(get(port, path), 502)


@_WITHOUT_NGINX
def test_no_screen_waits_while_its_view_is_made_anew(tmp_path: Path):
    made, go_on = [0], threading.Event()

    @Request.application
    def view(request: Request) -> Response:
        if "/live/" in request.path:
            made[0] += 1
            if made[0] > 1:
                go_on.wait(30)
        return Response(str(made[0]))

    upstream = make_server("127.0.0.1", 0, view, threaded=True)
    threading.Thread(target=upstream.serve_forever, daemon=True).start()
    with recipe(tmp_path, upstream.server_port) as port:
        assert get(port, "/hall/live/today").text == "1"
        until = time.monotonic() + 20
        while made[0] == 1 and time.monotonic() < until:
            assert get(port, "/hall/live/today").text == "1"
            time.sleep(0.2)
        assert made[0] == 2, "it is asked for again"
        assert get(port, "/hall/live/today").text == "1", (
            "whoever asks meanwhile gets the one before"
        )
        go_on.set()
        while get(port, "/hall/live/today").text == "1" and time.monotonic() < until:
            time.sleep(0.1)
        assert get(port, "/hall/live/today").text == "2"
    upstream.shutdown()
    upstream.server_close()


def assert_problem(answer: Answer, status: int) -> None:
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert f'"status":{status}' in answer.text


def test_the_unit_renews_the_site_by_a_reload():
    unit = (ROOT / "deploy" / "open-hall.service").read_text()
    assert "ExecReload=/bin/kill -HUP $MAINPID" in unit
