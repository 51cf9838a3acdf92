"""What leaves before Flask: the same answers, in each coding once, as long as they hold."""

import gzip
import threading
from dataclasses import replace
from datetime import timedelta
from multiprocessing import get_context
from typing import Any

import brotli
import orjson
import pytest
import zstandard
from flask import Flask, Response
from werkzeug.test import EnvironBuilder

from api.answer import answers
from api.answer.single_flight import SingleFlight
from api.documents import dispatch, envelope
from api.http import edge
from api.http.content_coding import encoded, preferred
from api.http.representation import matches
from data import hall
from tests.hall_data import application

LIVE = "/api/v1/live"
BY_DAY = "/api/v1/indicators/cases-accepted/values?from=2026-11-01&to=2026-11-24&grain=day"
CASES = [
    {
        "case_no": f"C{n}",
        "accepted_on": "2026-11-24",
        "channel": "hall",
        "department": "scjg",
        "item": "sc001",
    }
    for n in range(3)
]


@pytest.fixture
def site_client(store):
    store.ingest("cases", CASES)
    with application(store) as server:
        yield server.test_client()


@pytest.fixture
def counted(monkeypatch):
    """How often a document was computed."""
    computed = []
    original = dispatch.document

    def document(*args):
        computed.append(args)
        return original(*args)

    monkeypatch.setattr(dispatch, "document", document)
    return computed


# --- which coding ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("br;q=0.5,gzip;q=0.5", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0", "identity"),
        ("*", "br"),
        ("*;q=0.3, br;q=0", "zstd"),
        ("*;q=0", "identity"),
        ("identity;q=1, gzip;q=0.5", "identity"),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("identity;q=0, deflate", "identity"),
        ("gzip ; q=0.4 , zstd ; q=0.8", "zstd"),
        ("gzip;q=2, zstd;q=nan, br;q=x", "identity"),
        ("deflate, compress", "identity"),
    ],
)
def test_the_coding_that_the_client_prefers(accept, coding):
    assert preferred(accept) == coding


def decoded(coding: str, body: bytes) -> bytes:
    return {
        "identity": lambda: body,
        "gzip": lambda: gzip.decompress(body),
        "br": lambda: brotli.decompress(body),
        "zstd": lambda: zstandard.ZstdDecompressor().decompress(body),
    }[coding]()


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_every_coding_gives_the_same_content(site_client, coding):
    plain = site_client.get(BY_DAY)
    small = site_client.get(BY_DAY, headers={"Accept-Encoding": coding})
    assert small.headers["Content-Encoding"] == coding
    assert "Content-Encoding" not in plain.headers
    assert decoded(coding, small.data) == plain.data
    assert len(small.data) == int(small.headers["Content-Length"]) < len(plain.data)
    assert encoded(plain.data, coding) == small.data
    for answer in (plain, small):
        assert answer.headers["Vary"] == "Accept-Encoding"
    own = {"ETag", "Content-Length", "Content-Encoding"}
    kept = [[h for h in a.headers.items() if h[0] not in own] for a in (plain, small)]
    assert kept[0] == kept[1]


def test_each_coding_has_a_strong_tag_of_its_own(site_client):
    tags = {
        site_client.get(BY_DAY, headers={"Accept-Encoding": coding}).headers["ETag"]
        for coding in ("identity", "gzip", "br", "zstd")
    }
    assert len(tags) == 4
    assert not any(tag.startswith("W/") for tag in tags)


# --- conditions and HEAD --------------------------------------------------------------------------


CONDITIONS = {
    "{tag}": True,
    "W/{tag}": True,
    '"other", {tag}': True,
    '"other",W/{tag}': True,
    "*": True,
    '"other"': False,
    '"{bare}x"': False,
    "{bare}": True,  # not as the RFC writes it, but no other answer is meant
}


@pytest.mark.parametrize("warm", [True, False])
def test_a_condition_is_the_same_from_memory_and_from_flask(store, subtests, warm):
    store.ingest("cases", CASES)
    with application(store) as server:
        tag = server.test_client().get(BY_DAY).headers["ETag"]
        for condition, known in CONDITIONS.items() if warm else ():
            with subtests.test(condition=condition):
                keeps_to_a_condition(server.test_client(), condition, known, tag)
    for condition, known in CONDITIONS.items() if not warm else ():
        with application(store) as server, subtests.test(condition=condition):
            keeps_to_a_condition(server.test_client(), condition, known, tag)


def keeps_to_a_condition(client, condition, known, tag):
    etag = condition.format(tag=tag, bare=tag.strip('"'))
    answer = client.get(BY_DAY, headers={"If-None-Match": etag})
    assert answer.status_code == (304 if known else 200)
    assert bool(answer.data) is not known
    assert answer.headers["ETag"] == tag
    assert answer.headers["Cache-Control"].startswith("public, max-age=5")


def test_who_has_it_in_one_coding_is_not_sent_another(site_client):
    small = site_client.get(BY_DAY, headers={"Accept-Encoding": "br"})
    again = site_client.get(BY_DAY, headers={"If-None-Match": small.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("warm", [True, False])
def test_head_has_the_headers_of_get(site_client, warm):
    wanted = {"Accept-Encoding": "br"}
    if warm:
        site_client.get(BY_DAY, headers=wanted)
    head = site_client.head(BY_DAY, headers=wanted)
    get = site_client.get(BY_DAY, headers=wanted)
    assert head.data == b""
    assert list(head.headers) == list(get.headers)
    assert int(head.headers["Content-Length"]) == len(get.data)


def test_a_file_that_is_not_kept_obeys_the_same_conditions(site_client):
    url = "/api/v1/datasets/cases/records.csv"
    first = site_client.get(url)
    again = site_client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    head = site_client.head(url)
    assert (first.status_code, again.status_code, head.status_code) == (200, 304, 200)
    assert first.data
    assert again.data == head.data == b""
    assert head.headers["X-Total-Count"] == "3"


@pytest.mark.parametrize(
    ("condition", "tag", "expected"),
    [('"a"', '"a"', True), ('"a"', 'W/"a"', True), ('"b", "c"', '"a"', False), ("*", '"a"', True)],
)
def test_weak_comparison(condition, tag, expected):
    assert matches(condition, tag) is expected


def test_another_hall_has_other_tags(tmp_path, monkeypatch):
    """Cached answers outlive a restart; pages among them name publisher and contact."""
    other = tmp_path / "other.toml"
    other.write_text(hall.file().read_text() + "# another\n")
    monkeypatch.setenv("HALL_TOML", str(other))
    assert envelope._build() != envelope.BUILD


def test_another_path_or_key_of_cursors_has_other_tags(monkeypatch):
    """Kept pages have links below the path that they were made for, kept lists a signed cursor."""
    monkeypatch.setattr(envelope, "BASE_PATH", "/hall")
    below = envelope._build()
    monkeypatch.undo()
    monkeypatch.setenv("CURSOR_KEY", "another")
    assert len({envelope.BUILD, below, envelope._build()}) == 3


# --- what is kept, and until when -----------------------------------------------------------------


def test_a_known_answer_asks_nothing_of_flask(site_client, monkeypatch):
    first = site_client.get(LIVE)
    monkeypatch.setattr(Flask, "full_dispatch_request", lambda self: pytest.fail("Flask was asked"))
    again = site_client.get(LIVE)
    assert (again.status_code, again.data) == (200, first.data)
    assert list(again.headers) == list(first.headers)
    for asked in ({"Origin": "https://elsewhere.example"}, {"Accept-Encoding": "gzip"}):
        assert site_client.get(LIVE, headers=asked).headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("more", [{}, {"REQUEST_METHOD": "HEAD"}, {"HTTP_IF_NONE_MATCH": "*"}])
def test_a_known_answer_is_a_list_that_granian_sends_at_once(site_client, more):
    for _ in range(2):  # made, then known
        environ = EnvironBuilder(path=LIVE).get_environ() | more
        sent = edge_of(site_client.application)(environ, lambda *_: None)
        assert isinstance(sent, list)


def test_parameters_in_another_order_are_the_same_answer(site_client, counted):
    path, _, query = BY_DAY.partition("?")
    tags = set()
    for order in (query, "&".join(reversed(query.split("&")))):
        tags.add(site_client.get(f"{path}?{order}").headers["ETag"])
    assert len(tags) == 1
    assert len(counted) == 1


def test_languages_are_different_answers(site_client):
    url = "/api/v1/indicators/cases-accepted"
    zh, en = site_client.get(url), site_client.get(f"{url}?lang=en")
    assert zh.headers["ETag"] != en.headers["ETag"]
    assert site_client.get(url).data == zh.data != en.data == site_client.get(f"{url}?lang=en").data


def test_new_data_makes_a_new_answer(store, site_client):
    before = site_client.get(LIVE)
    store.ingest("cases", [CASES[0] | {"case_no": "C9"}])
    answers.refresh()
    after = site_client.get(LIVE, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert (before.json["data"]["accepted"], after.json["data"]["accepted"]) == (3, 4)


def test_an_answer_holds_until_midnight_and_the_live_one_for_its_minute(site_client, clock):
    def tags(instant):
        clock(instant)
        return [site_client.get(url).headers["ETag"] for url in (LIVE, BY_DAY)]

    morning, same_minute, later, next_day = map(
        tags,
        ("2026-11-24T10:42:00+08:00", "2026-11-24T10:42:59+08:00",
         "2026-11-24T10:43:00+08:00", "2026-11-25T00:00:00+08:00"),
    )  # fmt: skip
    assert morning == same_minute
    assert (later[0] != morning[0], later[1] == morning[1]) == (True, True)
    assert next_day[1] != morning[1]


@pytest.mark.parametrize(
    "url",
    ["/api/v1/nothing", f"{LIVE}?utm=1", f"{LIVE}?lang=zh&lang=en", "/api/v1/status", "/healthz"],
)
def test_only_what_asks_for_it_is_kept(store, url):
    with application(store) as server:
        client = server.test_client()
        first, again = client.get(url), client.get(url)
        assert first.status_code == again.status_code
        assert len(server.extensions["edge"].store) == 0


def test_other_methods_are_not_answered_from_memory(site_client):
    site_client.get(LIVE)
    assert site_client.post(LIVE).status_code == 405
    assert site_client.options(LIVE).status_code == 204
    assert site_client.options(LIVE).headers["Allow"]


def test_how_fresh_the_data_is_is_said_anew_with_every_answer(store, site_client, monkeypatch):
    first = site_client.get("/live/today")
    age = first.headers["X-Heartbeat-Age"]
    state = answers.state()
    aged = replace(state, heartbeat=state.heartbeat - timedelta(seconds=100))
    monkeypatch.setattr(answers._service.watch, "state", aged)
    again = site_client.get("/live/today", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert float(again.headers["X-Heartbeat-Age"]) >= float(age) + 99
    assert again.headers["X-Build"] == first.headers["X-Build"]


# --- bounds ---------------------------------------------------------------------------------------


def edge_of(server) -> Any:
    """The layer in front of Flask, with what it keeps."""
    return server.wsgi_app


def small_edge(size=1_000_000, body=b"x" * 1_000):
    """An edge before a site that answers everything, and the addresses that the site was asked."""
    server, asked = Flask("small", static_folder=None), []

    @server.get("/<name>")
    def answer(name):
        asked.append(name)
        response = Response(body, headers={edge.VALID: "date"})
        response.set_etag(name)
        return response

    server.wsgi_app = edge.Edge(server.wsgi_app, size)
    return server, asked


def test_a_flood_of_addresses_does_not_drive_out_what_is_asked_for(site_client):
    server, asked = small_edge(size=60_000)
    client = server.test_client()
    for n in range(50):
        client.get("/hot")
        client.get(f"/cold{n}")
    assert asked.count("hot") == 1
    assert len(edge_of(server).store) <= 10


def test_kept_bytes_are_bounded(site_client):
    server, _ = small_edge(size=50_000)
    client = server.test_client()
    for n in range(50):
        client.get(f"/{n}")
    assert 6_000 < edge_of(server).store.size <= 50_000
    assert len(edge_of(server).store) * 6_000 == edge_of(server).store.size


def test_one_large_answer_does_not_empty_the_store(site_client):
    server, asked = small_edge(size=16_000, body=b"x" * 10_000)
    client = server.test_client()
    assert [client.get("/large").status_code for _ in range(3)] == [200] * 3
    assert asked == ["large"] * 3


# --- when the store cannot be read ----------------------------------------------------------------


@pytest.fixture
def broken(monkeypatch):
    def document(*_):
        raise documents_error

    documents_error = RuntimeError("unreadable")
    return lambda: monkeypatch.setattr(dispatch, "document", document)


def test_an_answer_that_we_still_have_is_sent_rather_than_an_error(store, site_client, broken):
    site_client.application.config["PROPAGATE_EXCEPTIONS"] = False
    before = site_client.get(BY_DAY)
    store.ingest("cases", [CASES[0] | {"case_no": "C9"}])
    answers.refresh()
    broken()
    old = site_client.get(BY_DAY)
    assert (old.status_code, old.data) == (200, before.data)
    assert int(old.headers["Age"]) >= 0
    assert (
        site_client.get(BY_DAY, headers={"If-None-Match": before.headers["ETag"]}).status_code
        == 304
    )


def test_but_the_live_numbers_are_never_old_ones(store, site_client, broken):
    site_client.application.config["PROPAGATE_EXCEPTIONS"] = False
    assert site_client.get(LIVE).status_code == 200
    store.ingest("cases", [CASES[0] | {"case_no": "C9"}])
    answers.refresh()
    broken()
    assert site_client.get(LIVE).status_code == 500


# --- one computation per miss ---------------------------------------------------------------------


def at_once(number, work):
    gate, results = threading.Barrier(number), []

    def run():
        gate.wait()
        results.append(work())

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_500_readers_of_something_new_cost_one_computation(site_client, counted):
    found = at_once(500, lambda: site_client.application.test_client().get(BY_DAY).data)
    assert len(counted) == 1
    assert len(found) == 500
    assert len(set(found)) == 1


def test_while_a_new_answer_is_made_others_get_the_old_one(store, site_client, monkeypatch):
    before = site_client.get(BY_DAY)
    store.ingest("cases", [CASES[0] | {"case_no": "C9"}])
    answers.refresh()
    started, go_on, original = threading.Event(), threading.Event(), dispatch.document

    def slow(*args):
        started.set()
        go_on.wait(10)
        return original(*args)

    monkeypatch.setattr(dispatch, "document", slow)
    new = []
    first = threading.Thread(
        target=lambda: new.append(site_client.application.test_client().get(BY_DAY))
    )
    first.start()
    started.wait(10)
    meanwhile = site_client.get(BY_DAY)
    go_on.set()
    first.join()
    assert meanwhile.data == before.data
    assert "Age" in meanwhile.headers
    assert new[0].headers["ETag"] != before.headers["ETag"]
    assert site_client.get(BY_DAY).data == new[0].data


def count_in_turn(folder):
    """Without turns, all would read the same number before the first has written."""
    with SingleFlight(folder / "answers.lock").take("ab" * 16):
        before = int((folder / "count").read_text())
        threading.Event().wait(0.05)
        (folder / "count").write_text(str(before + 1))


def test_processes_take_turns(tmp_path):
    (tmp_path / "count").write_text("0")
    # Forked, because starting Python anew would take longer than all other tests together.
    workers = [
        get_context("fork").Process(target=count_in_turn, args=(tmp_path,)) for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (tmp_path / "count").read_text() == "4"
    assert (tmp_path / "answers.lock").stat().st_size == 0


def test_turns_of_different_keys_do_not_wait(tmp_path):
    flights = SingleFlight(tmp_path / "answers.lock")
    with flights.take("0" * 32), flights.take("1" * 32):
        pass  # it would hang here


def test_an_answer_overtaken_by_a_batch_is_computed_again(store, site_client, monkeypatch):
    original, batches = dispatch.document, [{"case_no": "C9"}]

    def document(*args):
        found = original(*args)
        if batches:
            store.ingest("cases", [CASES[0] | batches.pop()])
        return found

    monkeypatch.setattr(dispatch, "document", document)
    answer = orjson.loads(site_client.get(LIVE).data)
    assert answer["meta"]["data_version"] == store.version()
    assert answer["data"]["accepted"] == 4
