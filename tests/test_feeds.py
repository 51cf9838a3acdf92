"""The feed of new data is Atom 1.0, and says once what came in on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from api.answer import answers
from api.descriptors import atom
from data.store.tables import BATCHES
from tests.hall_data import Store, application

ATOM = {"a": "http://www.w3.org/2005/Atom"}
GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
CASE = {"case_no": "A-1", "item": "i-1", "channel": "hall", "accepted_on": "2026-11-23"}


def checked(content: bytes) -> Any:
    """The feed's tree, if it keeps to RFC 4287: its grammar and what a grammar cannot say."""
    tree = etree.fromstring(content)
    GRAMMAR.assertValid(tree)
    ids = texts(tree, "//a:id")
    assert len(ids) == len(set(ids)), "an id occurs twice"
    assert all(id.startswith(("http://", "https://")) for id in ids)
    # 4.1.1: an author of the feed or of each entry; 4.2.4, 4.1.2: an alternate where no content is.
    assert tree.find("a:author", ATOM) is not None
    for entry in tree.iterfind("a:entry", ATOM):
        assert len(entry.xpath("a:link[@rel='alternate']", namespaces=ATOM)) == 1
    assert len(tree.xpath("a:link[@rel='self']", namespaces=ATOM)) == 1
    updated = [datetime.fromisoformat(text) for text in texts(tree, "//a:updated")]
    assert max(updated) == updated[0]
    return tree


def texts(tree: Any, path: str) -> list[str]:
    return [node.text for node in tree.xpath(path, namespaces=ATOM)]


@pytest.fixture
def client(store: Store) -> Iterator[FlaskClient]:
    with application(store) as server:
        yield server.test_client()


def batch(store: Store, dataset: str, rows: int, at: str, version: int) -> None:
    instant = datetime.fromisoformat(at)
    values = {
        "dataset": dataset,
        "accepted": rows,
        "data_version": version,
        "committed_at": instant,
    }
    with store.engine.begin() as connection:
        connection.execute(BATCHES.insert(), [values])


def days(store: Store) -> list[tuple[str, date, int, int]]:
    with store.engine.connect() as connection:
        found = atom._days(connection)
    return [(d.dataset, d.day, d.rows, d.version) for d in found]


def test_the_grammar_refuses_what_is_no_feed():
    """Without an id, with a date alone, with an unknown member: each of them is noticed."""
    good = atom.feed(
        "/f", "f", [atom.Entry("1", "t", datetime(2026, 1, 1, tzinfo=UTC), "s", "/")], "zh"
    )
    assert GRAMMAR.validate(etree.fromstring(good))
    for old, new in (
        (b"<summary>s</summary>", b"<summery>s</summery>"),
        (b"2026-01-01T00:00:00+00:00", b"2026-01-01"),
        (b"<title>t</title>", b""),
        (b' href="', b' ref="'),
    ):
        assert old in good
        assert not GRAMMAR.validate(etree.fromstring(good.replace(old, new)))


def test_an_empty_store_has_an_empty_feed(client: FlaskClient):
    answer = client.get("/feeds/data.atom")
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    assert checked(answer.data).findall("a:entry", ATOM) == []


def test_what_comes_in_is_in_the_feed(client: FlaskClient, store: Store):
    store.ingest("cases", [CASE, CASE | {"case_no": "A-2"}])
    for lang, told in (("zh", "新增或更新2行"), ("en", "2 rows new or changed")):
        answers.refresh()
        titles = texts(
            checked(client.get(f"/feeds/data.atom?lang={lang}").data), "//a:entry/a:title"
        )
        assert [title for title in titles if told in title]


def test_the_batches_of_a_day_of_the_hall_are_one_entry(store: Store):
    """15:59 UTC is 23:59 in the hall, 16:00 UTC the next day."""
    batch(store, "cases", 3, "2026-11-20T15:59:00+00:00", 1)
    batch(store, "cases", 4, "2026-11-20T16:00:00+00:00", 2)
    batch(store, "cases", 5, "2026-11-21T15:00:00+00:00", 4)
    batch(store, "evaluations", 9, "2026-11-21T02:00:00+00:00", 3)
    assert days(store) == [
        ("cases", date(2026, 11, 21), 9, 4),
        ("evaluations", date(2026, 11, 21), 9, 3),
        ("cases", date(2026, 11, 20), 3, 1),
    ]


def test_a_batch_without_new_rows_is_no_news(store: Store):
    batch(store, "cases", 0, "2026-11-20T02:00:00+00:00", 1)
    assert days(store) == []


def test_the_feed_keeps_the_newest_fifty(store: Store):
    for n in range(60):
        batch(store, "cases", 1, f"2026-{9 + n // 30:02d}-{n % 30 + 1:02d}T02:00:00+00:00", n)
    found = days(store)
    assert len(found) == 50
    assert (found[0][3], found[-1][3]) == (59, 10)


def test_only_whole_days_are_told_where_batches_are_left_out(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    """Of a day of which not all batches were looked at, the number of rows would be wrong."""
    for n in range(4):
        batch(store, "cases", 1, f"2026-11-20T0{n}:00:00+00:00", n)
    batch(store, "cases", 7, "2026-11-21T01:00:00+00:00", 9)
    monkeypatch.setattr(atom, "BATCHES_READ", 3)
    assert days(store) == [("cases", date(2026, 11, 21), 7, 9)]


def test_ids_stay_when_more_comes_in(store: Store, client: FlaskClient):
    batch(store, "cases", 3, "2026-11-23T02:00:00+00:00", 1)
    first = texts(checked(client.get("/feeds/data.atom").data), "//a:entry/a:id")
    store.ingest("evaluations", [{"evaluation_no": "P-1", "score": 5, "rated_on": "2026-11-23"}])
    batch(store, "cases", 3, "2026-11-23T03:00:00+00:00", 2)
    answers.refresh()
    second = texts(checked(client.get("/feeds/data.atom").data), "//a:entry/a:id")
    assert set(first) <= set(second)
    assert first == [f"http://localhost/feeds/data.atom#cases-{date(2026, 11, 23)}"]
