"""Checks of the records in public: each on rows worked out by hand, and what fails stays on the record."""

from __future__ import annotations

import pytest
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from tests.contracts import for_each
from tests.hall_data import SOURCES, Store, application

ATOM = "{http://www.w3.org/2005/Atom}"


def case(no, on, recorded=None, department="kjj", accepted=None):
    return {
        "case_no": no, "item": "kjj-01", "department": department, "channel": "hall",
        "accepted_on": accepted or on, "completed_on": on, "recorded_at": f"{recorded or on}T18:00:00+08:00",
    }  # fmt: skip


# Tuesdays and after, in months without a holiday in them. A case is late from the second working day on.
CASES = (
    case("in-time", "2026-09-15", "2026-09-16"),
    case("late-1", "2026-08-18", "2026-08-20"),
    *(case(f"few-{i}", f"2026-07-{14 + i}") for i in range(4)),
    *(case(f"many-{i}", "2026-07-21") for i in range(31)),
    case("other", "2026-10-20", "2026-10-22", department="scjg"),
)
RATINGS = [
    {"evaluation_no": f"E{i}", "score": 5, "is_default": i != 0, "rated_on": "2026-09-10"}
    for i in range(3)
]


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("quality"))
    for name in ("departments", "items"):
        store.ingest(name, SOURCES / f"{name}.csv")
    store.ingest("cases", CASES)
    store.ingest("cases", [case("wrong", "2026-09-01", accepted="2026-09-02")])
    store.ingest("evaluations", RATINGS)
    store.ingest("evaluations", RATINGS[:1])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALL_NOW", "2026-11-24T10:42:00+08:00")
        with application(store) as site:
            yield site.test_client()


@pytest.fixture
def checked(client, clock):
    rows = client.get("/api/v1/checks?lang=en").json["data"]
    return {(one["id"], one["dataset"], one["period"]): one for one in rows}


@for_each(
    ("id", "dataset", "period", "left", "right", "holds"),
    [
        ("late-entry", "cases", "2026-09", 1, 1, True),
        ("late-entry", "cases", "2026-08", 0, 1, False),
        ("late-entry", "cases", "2026-10", 0, 1, False),
        # 31 on one day, where the median of the month's days is one.
        ("bulk-closing", "cases", "2026-07", 4, 5, False),
        ("default-ratings-share", "evaluations", "2026-09", 2, 1, False),
        ("totals-parts", "cases", "2026-07", None, None, True),
    ],
)
def test_each_check_counts_what_it_says(checked, id, dataset, period, left, right, holds):
    one = checked[id, dataset, period]
    assert one["holds"] is holds
    if left is not None:
        assert (one["left"], one["right"]) == (left, right)


def test_who_did_not_pass_is_named_and_leads_to_rows(client, checked):
    late = checked["late-entry", "cases", "2026-08"]
    assert late["names"] == ["2026-08-18 × 1"]
    assert "late-1" in client.get(late["rows"]).text
    assert checked["bulk-closing", "cases", "2026-07"]["names"] == ["2026-07-21 kjj × 31"]
    silent = checked["departments-silent", "cases", "2026-10"]
    assert silent["left"] == 1
    assert "kjj" in silent["names"]
    assert "scjg" not in silent["names"]


def test_lines_that_were_refused_or_came_twice_are_counted(checked):
    refused = next(v for k, v in checked.items() if k[:2] == ("lines-refused", "cases"))
    assert refused["right"] - refused["left"] == 1
    twice = next(v for k, v in checked.items() if k[0] == "duplicate-ratings")
    assert (twice["left"], twice["right"]) == (3, 4)


def test_a_failure_says_when_it_began_and_ended_and_stays(checked):
    over = checked["late-entry", "cases", "2026-08"]
    assert (over["failing_since"], over["failing_until"]) == ("2026-08", "2026-09")
    goes_on = checked["late-entry", "cases", "2026-10"]
    assert (goes_on["failing_since"], goes_on["failing_until"]) == ("2026-10", None)


def test_the_feed_has_an_entry_for_each_failure_in_a_row(client, clock):
    feed = etree.fromstring(client.get("/feeds/checks.atom?lang=en").data)
    titles = [one.findtext(f"{ATOM}title") or "" for one in feed.iter(f"{ATOM}entry")]
    late = [one for one in titles if "Late entry" in one]
    assert len(late) == 2
    ids = [one.findtext(f"{ATOM}id") for one in feed.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
