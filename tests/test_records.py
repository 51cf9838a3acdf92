"""Records page by page: all of them once, in order, as asked, and nothing that is private."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import Connection

from api.documents import links
from data.answers.records import pages as pages_of
from data.answers.records import row_counts
from data.answers.records.behind_values import of_proof
from data.answers.records.of_dataset import of_records
from data.catalog import DATASETS, INDICATORS
from data.definitions import sortable
from data.questions import Page, Proof, Records
from data.store.engines import reader
from tests.contracts import TRACEABLE, WITH_RECORDS, for_each, listed_span
from tests.hall_data import SOURCES, Store, application

BASE = "/api/v1"
PUBLISHED = [id for id in WITH_RECORDS if DATASETS[id].published]
SORTS = [(d, f"{down}{s}") for d in PUBLISHED for s in sortable(DATASETS[d]) for down in ("", "-")]
BIG = {"cases": 611, "evaluations": 97, "alerts": 41}


def pages(client: Any, path: str) -> Iterator[dict[str, Any]]:
    """An answer and those that its `links.next` lead to."""
    seen = 0
    while path:
        response = client.get(path)
        assert response.status_code == 200, response.json
        document = response.json
        yield document
        path = document["links"].get("next")
        assert document["meta"]["truncated"] is bool(path)
        seen += 1
        assert seen < 200, "pages without end"


def everything(client: Any, path: str) -> list[dict[str, Any]]:
    return [row for document in pages(client, path) for row in document["data"]]


def key(dataset: str, row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[k] for k in DATASETS[dataset].key)


# --- paging -------------------------------------------------------------------------------------


@pytest.mark.parametrize("dataset", PUBLISHED)
def test_pages_of_any_size_hold_every_record_once(
    client: Any, sampled: Store, dataset: str
) -> None:
    limit = BIG.get(dataset, 7)
    rows = everything(client, f"{BASE}/datasets/{dataset}/records?limit={limit}")
    keys = [key(dataset, row) for row in rows]
    assert len(keys) == len(set(keys)) == len(sampled.listed(dataset))


@for_each(("dataset", "sort"), SORTS)
def test_sorted_pages_are_in_order_with_missing_values_first_or_last(
    client: Any, sampled: Store, dataset: str, sort: str
) -> None:
    limit = BIG.get(dataset, 11)
    rows = everything(client, f"{BASE}/datasets/{dataset}/records?sort={sort}&limit={limit}")
    assert len({key(dataset, row) for row in rows}) == len(rows) == len(sampled.listed(dataset))
    found = [row[sort.removeprefix("-")] for row in rows]
    expected = sorted(found, key=lambda v: (v is not None, v if v is not None else ""))
    assert found == (expected[::-1] if sort.startswith("-") else expected)


def test_a_record_that_arrives_while_one_reads_moves_no_page(store: Store) -> None:
    """Keyset, not offset: the second page begins after the last row of the first."""
    line = {"item": "i", "channel": "hall", "accepted_on": "2026-11-20"}
    store.ingest("cases", [{"case_no": f"B{n}"} | line for n in range(6)])
    with application(store) as server:
        client: Any = server.test_client()
        path = f"{BASE}/datasets/cases/records?sort=case_no&limit=3"
        walk = pages(client, path)
        first = next(walk)
        store.ingest("cases", [{"case_no": "A0"} | line, {"case_no": "B9"} | line])
        client.get(f"{BASE}/status")
        rest = [row["case_no"] for document in walk for row in document["data"]]
    assert [row["case_no"] for row in first["data"]] == ["B0", "B1", "B2"]
    assert rest == ["B3", "B4", "B5", "B9"]


def test_a_filter_holds_on_every_page(client: Any, sampled: Store) -> None:
    path = (
        f"{BASE}/datasets/cases/records?channel=hall,online&accepted_on__from=2026-10-01&limit=200"
    )
    rows = everything(client, path)
    assert {row["channel"] for row in rows} == {"hall", "online"}
    assert min(row["accepted_on"] for row in rows) >= "2026-10-01"
    expected = sampled.sql(
        "select count(*) from cases where channel in ('hall', 'online') and accepted_on >= "
        "cast(julianday('2026-10-01') - julianday('1970-01-01') as integer)"
    )
    assert len(rows) == expected[0][0]


@for_each("id", TRACEABLE)
def test_the_pages_behind_a_value_add_up_to_its_total(client: Any, id: str) -> None:
    span = urlencode(listed_span(id, "2026-10-09", "2026-11-24"))
    path = f"{BASE}/indicators/{id}/rows?{span}&limit=400"
    documents = list(pages(client, path))
    rows = [row for document in documents for row in document["data"]]
    assert {document["meta"]["total"] for document in documents} == {len(rows)}
    assert len({json.dumps(row) for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("id", "part", "where"),
    [
        ("actual-speed-up", "numerator", (("channel", ("hall",)),)),
        ("actual-speed-up-promised", "denominator", ()),
        ("mean-score", "denominator", ()),
        ("tickets-taken", "numerator", ()),
    ],
)
def test_rows_of_a_sum_are_known_without_counting_them_anew(
    sampled: Store, monkeypatch: pytest.MonkeyPatch, id: str, part: str, where: Any
) -> None:
    query = Proof(id, part, date(2026, 10, 1), date(2026, 10, 31), where)
    with reader(sampled.url).connect() as connection:
        selection = of_proof(connection, query, date(2026, 11, 24))
        expected = pages_of.count(connection, selection)
        monkeypatch.setattr(row_counts, "count", None)
        known = row_counts.behind(connection, query, selection, date(2026, 11, 24))
    assert (known, expected > 0) == (expected, True)


@pytest.mark.parametrize(
    "query",
    [
        Records("cases", ranges=(("accepted_on", date(2026, 9, 1), date(2026, 11, 20)),)),
        Records("cases", ranges=(("completed_on", date(2026, 9, 1), None),)),
        Records("cases", (("channel", ("online",)),), (("due_on", None, date(2026, 11, 1)),)),
        Proof("on-time-rate", "numerator", date(2026, 9, 3), date(2026, 11, 20)),
        Proof("on-time-rate", "denominator", date(2026, 9, 3), None, (("channel", ("hall",)),)),
        Proof("actual-speed-up", "numerator", None, date(2026, 11, 20)),
    ],
)
def test_rows_of_a_long_period_are_the_same_without_the_index_of_its_days(
    sampled: Store, monkeypatch: pytest.MonkeyPatch, query: Records | Proof
) -> None:
    def read(connection: Connection, long: bool) -> tuple[Any, ...]:
        selection = (
            of_proof(connection, query, date(2026, 11, 24))
            if isinstance(query, Proof)
            else of_records(query)
        )
        assert pages_of._is_long(connection, selection) is long
        number = pages_of.count(connection, selection)
        first = pages_of.read(connection, selection, Page(7), "object")
        assert number > 7
        return (
            number,
            first,
            pages_of.read(connection, selection, Page(7, after=first[1]), "object"),
        )

    with reader(sampled.url).connect() as connection:
        short = read(connection, False)
        monkeypatch.setattr(pages_of, "MANY", 0)
        assert read(connection, True) == short


def test_no_more_rows_are_looked_for_than_there_are(sampled: Store) -> None:
    with reader(sampled.url).connect() as connection:
        selection = of_proof(connection, Proof("cases-completed"), date(2026, 11, 24))
        all_, _ = pages_of.read(connection, selection, Page(9), "object")
        assert pages_of.read(connection, selection, Page(9), "object", 3) == (all_[:3], None)
        assert pages_of.read(connection, selection, Page(9), "object", 0) == ([], None)
        first, after = pages_of.read(connection, selection, Page(9), "object", 10)
        assert (first, after is not None) == (all_, True)


@pytest.mark.parametrize("path", ["/datasets/cases/records", "/indicators/cases-accepted/rows"])
def test_a_file_has_all_rows_and_with_a_limit_those_of_the_page(
    client: Any, sampled: Store, path: str
) -> None:
    cases = len(sampled.listed("cases"))
    assert len(client.get(f"{BASE}{path}").json["data"]) == 100
    whole = client.get(f"{BASE}{path}.csv")
    assert whole.get_data().count(b"\r\n") == cases + 1
    assert whole.headers["X-Total-Count"] == str(cases)
    some = client.get(f"{BASE}{path}.csv?limit=150&sort=-accepted_on").get_data(as_text=True)
    page = client.get(f"{BASE}{path}?limit=150&sort=-accepted_on").json["data"]
    assert [line.split(",")[0] for line in some.splitlines()[1:]] == [r["case_no"] for r in page]


# --- cursors ------------------------------------------------------------------------------------


def cursor(client: Any, path: str) -> str:
    link = client.get(path).json["links"]["next"]
    return re.search(r"cursor=([^&]+)", link)[1]  # type: ignore[index]


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("datasets/cases/records?sort=accepted_on", "datasets/evaluations/records"),
        ("datasets/cases/records?sort=accepted_on", "datasets/cases/records"),
        ("datasets/cases/records?sort=accepted_on", "datasets/cases/records?sort=-accepted_on"),
        ("datasets/cases/records?sort=accepted_on", "datasets/cases/records?sort=due_on"),
        ("datasets/cases/records", "indicators/cases-accepted/rows"),
        ("indicators/cases-accepted/rows", "indicators/cases-completed/rows"),
        (
            "indicators/active-rating-rate/rows",
            "indicators/active-rating-rate/rows?part=denominator",
        ),
    ],
)
def test_a_cursor_of_another_list_or_order_is_refused(client: Any, given: str, used: str) -> None:
    joint = "&" if "?" in used else "?"
    foreign = cursor(client, f"{BASE}/{given}")
    response = client.get(f"{BASE}/{used}{joint}cursor={foreign}")
    assert response.status_code == 400
    assert response.json["errors"][0]["parameter"] == "cursor"


def test_a_cursor_that_was_changed_anywhere_is_refused(client: Any) -> None:
    path = f"{BASE}/datasets/cases/records?sort=accepted_on&limit=5"
    good = cursor(client, path)
    assert client.get(f"{path}&cursor={good}").status_code == 200
    for at in range(0, len(good), 5):
        other = "A" if good[at] != "A" else "B"
        changed = good[:at] + other + good[at + 1 :]
        response = client.get(f"{path}&cursor={changed}")
        assert response.status_code == 400, at
        assert response.json["errors"][0]["parameter"] == "cursor"


# --- fields and filters -------------------------------------------------------------------------


@pytest.mark.parametrize("dataset", PUBLISHED)
def test_records_have_the_published_fields_and_no_other(client: Any, dataset: str) -> None:
    (row, *_) = client.get(f"{BASE}/datasets/{dataset}/records").json["data"] or [None]
    if row is not None:
        assert list(row) == [f.id for f in DATASETS[dataset].public_fields]


def test_fields_come_as_asked(client: Any) -> None:
    path = f"{BASE}/datasets/cases/records"
    row = client.get(f"{path}?fields=channel,case_no&limit=1").json["data"][0]
    assert list(row) == ["channel", "case_no"]
    text = client.get(f"{path}.csv?fields=channel,case_no&limit=1&bom=0").get_data(as_text=True)
    assert text.splitlines()[0] == "channel,case_no"


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        ("channel=hall", lambda r: r["channel"] == "hall"),
        ("channel=hall,hotline", lambda r: r["channel"] in ("hall", "hotline")),
        ("department=none", lambda r: r["department"] is None),
        ("department=none,fgw", lambda r: r["department"] in (None, "fgw")),
        ("completed_on=none", lambda r: r["completed_on"] is None),
        ("completed_on_site=true", lambda r: r["completed_on_site"] is True),
        ("completed_on_site=false,none", lambda r: r["completed_on_site"] is not True),
        ("accepted_on=2026-10-09", lambda r: r["accepted_on"] == "2026-10-09"),
        (
            "accepted_on__from=2026-10-09&accepted_on__to=2026-10-12",
            lambda r: "2026-10-09" <= r["accepted_on"] <= "2026-10-12",
        ),
        ("used_days__from=2.5", lambda r: r["used_days"] is not None and r["used_days"] >= 2.5),
        ("used_days=0.5", lambda r: r["used_days"] == 0.5),
        ("legal_days__to=5", lambda r: r["legal_days"] is not None and r["legal_days"] <= 5),
        (
            "recorded_at__from=2026-11-10T09:00:00%2B08:00",
            lambda r: r["recorded_at"] >= "2026-11-10T09:00:00+08:00",
        ),
        ("recorded_at__to=2026-11-10T09:00:00", lambda r: r["recorded_at"] < "2026-11-11"),
        ("recorded_at=2026-11-10T00:00:00", lambda r: r["recorded_at"][:10] == "2026-11-10"),
        ("case_no=SP-00001,SP-00002,SP-9", lambda r: r["case_no"] in ("SP-00001", "SP-00002")),
        ("case_no=no-such-case", lambda r: False),
    ],
)
def test_a_filter_gives_the_records_for_which_it_holds(
    client: Any, query: str, condition: Any
) -> None:
    path = f"{BASE}/datasets/cases/records"
    every = everything(client, f"{path}?limit=1000")
    found = everything(client, f"{path}?{query}&limit=1000")
    assert [r["case_no"] for r in found] == [r["case_no"] for r in every if condition(r)]
    exact = client.get(f"{path}?{query}&count=exact&limit=1").json["meta"]["total"]
    assert exact == len(found)


def test_the_total_is_told_where_it_costs_nothing(client: Any, sampled: Store) -> None:
    path = f"{BASE}/datasets/cases/records"
    assert client.get(path).json["meta"]["total"] == len(sampled.listed("cases"))
    assert client.get(f"{path}?channel=hall").json["meta"]["total"] is None


@pytest.mark.parametrize("field", ["channel", "department", "outcome", "belongs_on_site"])
def test_facets_count_every_value_and_those_without_one(
    client: Any, sampled: Store, field: str
) -> None:
    found = client.get(f"{BASE}/datasets/cases/facets?field={field}").json["data"]
    counts = dict(sampled.sql(f"select {field}, count(*) from cases group by 1"))
    as_json = {True: 1, False: 0}
    assert {as_json.get(r["value"], r["value"]): r["count"] for r in found} == counts
    assert [r["count"] for r in found] == sorted((r["count"] for r in found), reverse=True)
    online = client.get(f"{BASE}/datasets/cases/facets?field={field}&channel=online").json["data"]
    assert sum(r["count"] for r in online) == counts_of(sampled, "online")


def counts_of(store: Store, channel: str) -> int:
    return store.sql("select count(*) from cases where channel = ?", channel)[0][0]


# --- what must never leave ----------------------------------------------------------------------

# Behind a point stand the decimals of a value.
IDENTITY = re.compile(r"(?<![0-9A-Za-z])(?<!\d\.)\d{17}[0-9Xx](?![0-9A-Za-z])")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_identity(number: str) -> bool:
    """Whether the check digit of an 18-character number is right (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(int(d) * w for d, w in zip(number[:17], WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def personal(text: str) -> list[str]:
    return [n for n in IDENTITY.findall(text) if is_identity(n)] + MOBILE.findall(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("11010519491231002X", True),
        ("110105194912310021", False),
        ("a11010519491231002X", False),
        ("tel 13812345678.", True),
        ("138123456789", False),
    ],
)
def test_the_scan_finds_what_it_looks_for(text: str, found: bool) -> None:
    assert bool(personal(text)) is found


PERSON = {
    "applicant_name": "张三丰",
    "id_number": "11010519491231002X",
    "phone": "13812345678",
    "remarks": "请回电 13812345678 张三丰",
}
PUBLIC = [
    "",
    "/live",
    "/status",
    "/indicators",
    "/datasets",
    *(f"/datasets/{d}/records{suffix}" for d in PUBLISHED for suffix in ("", ".csv")),
    *(f"/indicators/{i}/{kind}.csv" for i in INDICATORS for kind in ("values", "rows")),
    "/datasets/cases/facets?field=department",
]


def test_no_public_byte_and_no_table_has_a_person_in_it(store: Store) -> None:
    """Personal columns in every source, and personal numbers in lines that are rejected."""
    for name in ("departments", "items"):
        store.ingest(name, SOURCES / f"{name}.csv")
    case = {"case_no": "A", "item": "fgw-01", "channel": "hall", "accepted_on": "2026-11-20"}
    request = {"request_no": "R", "applicant_kind": "person", "received_on": "2026-11-02"}
    store.ingest(
        "cases", [case | PERSON, case | PERSON | {"case_no": "B", "channel": "13812345678"}]
    )
    rating = {
        "evaluation_no": "E",
        "score": 1,
        "rated_on": "2026-11-20",
        "comment": "张三丰 13812345678",
    }
    store.ingest("evaluations", [rating | PERSON])
    store.ingest("disclosure-requests", [request | PERSON | {"title": "张三丰的宅基地"}])
    assert "张三丰" not in repr(store.content())
    assert personal(repr(store.content())) == []
    with application(store) as server:
        client: Any = server.test_client()
        for path in PUBLIC:
            text = client.get(f"{BASE}{path}").get_data(as_text=True)
            assert personal(text) == [], path
            assert "张三丰" not in text, path
        for path in ("/", "/en/", "/screen", "/live/today?lang=zh"):
            text = client.get(path).get_data(as_text=True)
            assert "张三丰" not in text
            assert personal(text) == [], path


def test_the_sample_has_no_instant_and_no_number_of_a_person(client: Any) -> None:
    for path in PUBLIC:
        text = client.get(f"{BASE}{path}").get_data(as_text=True)
        assert personal(text) == [], path
    records = client.get(f"{BASE}/datasets/cases/records.csv").get_data(as_text=True)
    assert "accepted_at" not in records
    assert "hour" not in records


def test_no_rating_tells_its_case(client: Any) -> None:
    row = client.get(f"{BASE}/datasets/evaluations/records?limit=1").json["data"][0]
    assert not any("case" in name for name in row)


def test_no_second_tells_which_rating_belongs_to_which_case(client: Any) -> None:
    """A rating follows its case within minutes: by the day alone neither can be picked out."""
    path = f"{BASE}/datasets/cases/records"
    rows = everything(client, f"{path}?limit=1000")
    assert {row["recorded_at"][10:] for row in rows} == {"T00:00:00+08:00"}
    day = rows[0]["recorded_at"][:10]
    # Nor can the second be found by asking for it.
    for query in (f"recorded_at={day}T09:00:00", f"recorded_at={day}T10:30:00"):
        assert everything(client, f"{path}?{query}") == []
    early, late = f"{day}T00:00:01", f"{day}T23:59:59"
    assert not everything(client, f"{path}?recorded_at__from={early}&recorded_at__to={late}")


def test_an_address_of_more_rows_than_a_page_has_leads_to_its_first_page(client: Any) -> None:
    """Pages of the site ask for more at once than an address may."""
    address = links.of_list(Records("cases", page=Page(5_000)), None)["self"]
    assert "limit=1000" in address
    assert client.get(address).status_code == 200
