"""What holds of everything that is sent, whoever made it: pages and files as well as answers."""

import gzip
import re
from collections.abc import Callable, Iterator
from typing import Any

import brotli
import pytest
import zstandard
from flask import Flask
from flask import request as flask_request
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from api.answer import answers
from api.http import edge_store, machine_paths
from dashboard.asking.address import Place
from dashboard.serve import live_views, static_files
from data import hall
from tests.hall_data import Store, application

VALUES = "/api/v1/indicators/cases-accepted/values"
SINCE = "from=2026-11-01&to=2026-11-24&grain=day&by=department"
# What is sent as a stream has no other coding than its own: a proxy may compress it.
STREAMS = {
    "CSV of values": f"{VALUES}.csv?{SINCE}",
    "CSV of records": "/api/v1/datasets/cases/records.csv",
}
WHOLE = {
    "values": f"{VALUES}?{SINCE}",
    "live values": "/api/v1/live?lang=en",
    "CSV dictionary": "/api/v1/dictionary.csv",
    "description": "/api/v1/openapi.json",
    "try-out page": "/api/docs",
    "first page": "/",
    "first page in English": "/en/",
    "page with parameters": "/en/volumes?period=month&department=fgw",
    "wall": "/screen",
    "layout": f"/_dash/{Place('volumes', 'zh').token}/_dash-layout",
    "dependencies": "/_dash/Lw/_dash-dependencies",
    "live view": "/live/volumes?lang=en",
    "script": static_files.url("poll.js"),
    "QR code": f"/qr/{Place('screen', 'en').token}.svg",
}
EVERY = WHOLE | STREAMS
DECODED: dict[str | None, Callable[[bytes], bytes]] = {
    None: lambda body: body,
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    "zstd": zstandard.ZstdDecompressor().decompress,
}
PAGES = ["/", "/en/volumes", "/screen"]

whole = pytest.mark.parametrize("url", WHOLE.values(), ids=WHOLE)
every = pytest.mark.parametrize("url", EVERY.values(), ids=EVERY)


@pytest.fixture(autouse=True)
def _intake_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_views, "heartbeat_age", lambda: 1.0)


@pytest.fixture
def uncached(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """The same site with nothing kept."""
    monkeypatch.setattr(client.application.extensions["edge"], "store", edge_store.Store(0))
    monkeypatch.setattr(answers, "cached", lambda key, compute: compute())
    return client


def get(client: FlaskClient, url: str, accept: str, **headers: str) -> Any:
    answer = client.get(url, headers={"Accept-Encoding": accept, **headers})
    assert answer.status_code in (200, 304), answer.text
    return answer


@whole
def test_the_coding_that_is_asked_for_is_sent_and_has_a_strong_tag_of_its_own(client, url):
    plain = get(client, url, "identity")
    tags = {None: plain.headers["ETag"]}
    for coding in ("br", "gzip", "zstd"):
        coded = get(client, url, f"{coding}, identity;q=0.5")
        used = coded.headers.get("Content-Encoding")
        assert used == coding or (used is None and len(plain.data) < 256)
        assert DECODED[used](coded.data) == plain.data
        assert int(coded.headers["Content-Length"]) == len(coded.data)
        assert coded.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
        assert tags.setdefault(used, coded.headers["ETag"]) == coded.headers["ETag"]
    assert len(set(tags.values())) == len(tags)
    assert all(re.fullmatch(r'"[^"]+"', tag) for tag in tags.values())


@every
@pytest.mark.parametrize("accept", ["", "br;q=0, gzip;q=0, zstd;q=0", "br;q=0, *;q=0", "deflate"])
def test_no_coding_is_sent_that_was_not_asked_for(client, url, accept):
    assert "Content-Encoding" not in get(client, url, accept).headers


@every
def test_who_has_an_answer_in_any_coding_gets_no_body(client, url):
    for had in ("br", "gzip", "identity"):
        tag = get(client, url, had).headers["ETag"]
        for wanted in ("br", "identity"):
            again = get(client, url, wanted, If_None_Match=f'"other", W/{tag}')
            assert (again.status_code, again.data) == (304, b"")
            assert "Cache-Control" in again.headers
            assert not {"Content-Length", "Content-Encoding"} & set(again.headers.keys())
    assert get(client, url, "br", If_None_Match='"other"').status_code == 200


@every
@pytest.mark.parametrize("accept", ["br", "identity"])
def test_head_has_the_headers_of_get_and_no_body(client, url, accept):
    head = client.head(url, headers={"Accept-Encoding": accept})
    assert head.data == b""
    assert list(head.headers) == list(get(client, url, accept).headers)


@every
@pytest.mark.parametrize("accept", ["br", "identity"])
def test_a_kept_answer_is_the_fresh_one_byte_for_byte(
    client, url, accept, request: pytest.FixtureRequest
):
    first, kept = get(client, url, accept), get(client, url, accept)
    fresh = get(request.getfixturevalue("uncached"), url, accept)
    assert first.data == kept.data == fresh.data
    assert list(first.headers) == list(kept.headers) == list(fresh.headers)


@every
def test_what_one_host_was_told_is_not_told_to_another(client, url, request):
    get(client, url, "", Host="10.1.1.1")
    other = get(client, url, "", Host="10.2.2.2")
    fresh = get(request.getfixturevalue("uncached"), url, "", Host="10.2.2.2")
    assert other.data == fresh.data


# --- how long a page is kept ----------------------------------------------------------------------


@pytest.fixture
def dispatched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that Flask was asked for."""
    paths: list[str] = []
    original = Flask.full_dispatch_request

    def dispatch(self: Flask) -> Any:
        paths.append(flask_request.path)
        return original(self)

    monkeypatch.setattr(Flask, "full_dispatch_request", dispatch)
    return paths


@pytest.fixture
def own_client(store: Store) -> Iterator[FlaskClient]:
    store.ingest("cases", CASES)
    with application(store) as server:
        yield server.test_client()


CASES = [
    {
        "case_no": f"C{n}",
        "accepted_on": "2026-11-24",
        "completed_on": "2026-11-24",
        "outcome": "granted",
        "channel": "hall",
        "department": "scjg",
        "item": "sc001",
    }
    for n in range(1_207)
]


@pytest.mark.parametrize("url", PAGES)
def test_a_page_is_kept_until_the_data_changes(store, own_client, dispatched, url):
    before = own_client.get(url)
    assert own_client.get(url).data == before.data
    assert len(dispatched) == 1
    store.ingest("cases", [CASES[0] | {"case_no": "D"}])
    answers.refresh()
    after = own_client.get(url, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert ("1,207" in before.text, "1,208" in before.text) == (True, False)
    assert ("1,207" in after.text, "1,208" in after.text) == (False, True)


@pytest.mark.parametrize(
    ("url", "instant", "made_anew"),
    [
        ("/", "2026-11-24T10:42:59.9+08:00", False),
        ("/", "2026-11-24T10:43:00+08:00", True),
        ("/screen", "2026-11-24T10:43:00+08:00", True),
        ("/en/volumes", "2026-11-24T23:59:59+08:00", False),
        ("/en/volumes", "2026-11-25T00:00:00+08:00", True),
    ],
)
def test_a_page_is_kept_for_its_minute_or_until_midnight(
    own_client, dispatched, clock, url, instant, made_anew
):
    own_client.get(url)
    clock(instant)
    own_client.get(url)
    assert len(dispatched) == (2 if made_anew else 1)


@pytest.mark.parametrize("url", PAGES)
def test_a_kept_page_says_at_once_that_intake_has_stopped(own_client, monkeypatch, url):
    seen = []
    for age in (1.0, hall.hall().heartbeat_stale_seconds + 1.0, None, 2.0):
        monkeypatch.setattr(live_views, "heartbeat_age", lambda age=age: age)
        seen.append(re.search(r'data-state="(\w+)"', own_client.get(url).text).group(1))
    # Of a store that intake was never heard of in there are no old numbers.
    assert seen == ["live", "stale", "empty", "live"]


@pytest.mark.parametrize("url", PAGES)
def test_a_page_is_no_number_while_the_store_cannot_be_read(own_client, url):
    assert own_client.get(url).status_code == 200

    def unreadable(*_: Any) -> None:
        raise OperationalError("select", {}, RuntimeError("unable to open the database file"))

    event.listen(answers.engine(), "before_cursor_execute", unreadable)
    answers.refresh()
    answer = own_client.get(url)
    assert (answer.status_code, answer.mimetype) == (503, "text/html")
    assert "1,207" not in answer.text


def test_a_page_asked_for_in_another_order_is_the_same_page(client):
    one, other = "/volumes?period=month&department=fgw", "/volumes?department=fgw&period=month"
    assert client.get(one).data == client.get(other).data


# --- who answers ----------------------------------------------------------------------------------


def test_what_is_no_page_is_an_address_of_programs(client):
    """The one list knows every address that has a route."""
    for rule in client.application.url_map.iter_rules():
        # The files of a bulletin have the address of their page, and its suffix.
        is_page = rule.endpoint.startswith(("pages.", "bulletin "))
        assert machine_paths.is_machine(rule.rule) is not is_page, rule


def test_no_request_of_the_api_runs_through_the_dashboard(client):
    server = client.application
    hooks = [*server.before_request_funcs[None], *server.after_request_funcs[None]]
    modules = {hook.__module__.partition(".")[0] for hook in hooks}
    assert modules == {"api", "flask_limiter"} or modules == {"api"}


@pytest.mark.parametrize("path", ["/", "/en/volumes", "/api/v1/live", "/live/today"])
def test_whoever_tries_to_change_something_is_told_in_json(client, path):
    answer = client.post(path, data=b"x")
    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")


@pytest.mark.parametrize(
    ("path", "mimetype"),
    [
        ("/nothing", "text/html"),
        ("/en/nothing", "text/html"),
        ("/api", "application/problem+json"),
        ("/feeds/nothing", "application/problem+json"),
        ("/live/nothing", "application/problem+json"),
        ("/assets/nothing", "application/problem+json"),
        ("/assets/0/hall.css", "application/problem+json"),
        ("/qr/nothing", "application/problem+json"),
        (f"/qr/{Place('volumes', 'zh', (('department', 'x' * 3_000),)).token}.svg", "application/problem+json"),
    ],
)  # fmt: skip
def test_an_address_that_nobody_answers_is_a_404_in_the_form_of_its_readers(client, path, mimetype):
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (404, mimetype)
    assert ("Content-Security-Policy" in answer.headers) is (mimetype == "text/html")
