"""An audit sample that everybody draws alike, worked out by hand here."""

from __future__ import annotations

import hashlib

import pytest

from data.rules.audit_sampling import bounds, shared_out, smallest, ticket
from data.rules.digits import chi_square
from tests.contracts import for_each
from tests.hall_data import REFERENCE, SOURCES, Store, application

# The test vectors of docs/decisions/0069: whoever computes these draws as this hall does.
VECTORS = {
    (
        "2026-11-29",
        "NC20261012-03299",
    ): "0000c563dd55208319ac591cdc741c36f9d8dfe48c4a4b42346c732cf0985ef7",
    (
        "种子",
        "K55,2026-01-22,knowledge_base",
    ): "9e474c8d599af5d13c0e01c0f68fe191a851b2476cead54a1cabbcbb3f0e8542",
}


@pytest.mark.parametrize("given", VECTORS)
def test_tickets_are_those_of_the_published_vectors(given):
    assert ticket(*given) == VECTORS[given]


@for_each(
    ("n", "sizes", "shares"),
    [
        (10, {"a": 50, "b": 50}, {"a": 5, "b": 5}),
        (10, {"a": 98, "b": 2}, {"a": 9, "b": 1}),  # none is left out where n is enough
        (2, {"a": 90, "b": 5, "c": 5}, {"a": 2, "b": 0, "c": 0}),
        (10, {"a": 3, "b": 1}, {"a": 3, "b": 1}),  # no more than there are
        (3, {"a": 1, "b": 1, "c": 1, "d": 1}, {"a": 1, "b": 1, "c": 1, "d": 0}),
        (5, {}, {}),
    ],
)
def test_a_sample_is_shared_out_by_the_size_of_strata(n, sizes, shares):
    assert shared_out(n, sizes) == shares


def test_bounds_are_exact():
    """No error in 50: less than 1 − 0.025^(1/50) of the whole, with 95 % confidence."""
    none, *_, last = bounds(50, most=2)
    assert none[:2] == (0, 0.0)
    assert none[2] == pytest.approx(1 - 0.025 ** (1 / 50))
    assert last[0] == 2
    assert bounds(0) == []


def test_even_digits_have_no_chi_square_and_made_up_ones_a_large_one():
    assert chi_square(list(range(10)) * 10) == 0
    assert chi_square([0] * 50 + [5] * 50) == pytest.approx(400)


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("audit"))
    for name in REFERENCE:
        store.ingest(name, SOURCES / f"{name}.csv")
    rows = [
        {
            "case_no": f"NC-{i:03}", "item": "scjg-01", "department": "scjg", "channel": "online" if i % 4 else "hall",
            "accepted_on": "2026-01-05" if i < 80 else "2026-02-05", "completed_on": "2026-02-06",
        }
        for i in range(100)
    ]  # fmt: skip
    store.ingest("cases", rows)
    with application(store) as site:
        yield site.test_client()


AT = "/api/v1/audit/sample?dataset=cases&from=2026-01-01&to=2026-01-31"


def test_the_sample_is_what_anybody_computes_from_the_published_keys(client):
    keys = [
        row["case_no"]
        for row in client.get("/api/v1/datasets/cases/records?accepted_on__to=2026-01-31").json[
            "data"
        ]
    ]
    assert len(keys) == 80
    by_hand = sorted((hashlib.sha256(f"abc,{key}".encode()).hexdigest(), key) for key in keys)[:7]
    data = client.get(f"{AT}&n=7&seed=abc").json["data"]
    assert [(one["ticket"], one["key"]) for one in data["records"]] == by_hand
    assert [one["record"]["case_no"] for one in data["records"]] == [key for _, key in by_hand]
    assert data["population"] == 80
    assert smallest("abc", reversed(keys), 7) == by_hand  # in whatever order they come


def test_strata_have_the_smallest_tickets_of_each(client):
    data = client.get(f"{AT}&n=8&seed=abc&stratify=channel").json["data"]
    assert data["strata"] == [
        {"code": "hall", "population": 20, "sampled": 2},
        {"code": "online", "population": 60, "sampled": 6},
    ]
    assert sum(one["stratum"] == "hall" for one in data["records"]) == 2


def test_the_same_seed_gives_the_same_files(client):
    sheets = [client.get(f"{AT.replace('sample?', 'sample.xlsx?')}&n=5&seed=x") for _ in range(2)]
    assert sheets[0].data[:2] == b"PK"
    rows = client.get(f"{AT.replace('sample?', 'sample.csv?')}&n=5&seed=x")
    assert rows.headers["X-Total-Count"] == "5"
    assert rows.text.count("\r\n") == 6


@for_each(
    ("query", "parameter"),
    [
        ("n=5", "seed"),
        ("seed=a&n=501", "n"),
        ("seed=a&stratify=case_no", "stratify"),
        ("seed=a&dated=due_on", "dated"),
        ("seed=a&from=2026-02-01&to=2026-01-01", "to"),
        ("seed=a&dataset=enterprise-visits", "dataset"),
        ("seed=a&snapshot=2026-01-01", "snapshot"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(client, query, parameter):
    answer = client.get(f"/api/v1/audit/sample?{query}")
    assert answer.status_code == 400
    assert answer.json["errors"][0]["parameter"] == parameter


def test_the_page_draws_the_same_and_keeps_no_seed(client):
    page = client.get("/audit?from=2026-01-01&to=2026-01-31&n=7&seed=abc")
    assert page.headers["Cache-Control"] == "no-store"
    first = client.get(f"{AT}&n=7&seed=abc").json["data"]["records"][0]
    assert first["key"] in page.text
    assert first["ticket"][:12] in page.text
