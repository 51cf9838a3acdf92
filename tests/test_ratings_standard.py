"""Shares of ratings by the names of the national standards, worked out by hand; and what pages say."""

from __future__ import annotations

from datetime import date

import pytest

from data.answers.values import values
from data.catalog import INDICATORS
from data.questions import Values
from tests.hall_data import Store, application

TODAY = date(2026, 11, 24)


def rating(no: str, score: int, **more: object) -> dict[str, object]:
    return {
        "evaluation_no": no,
        "score": score,
        "channel": "hall",
        "rated_on": "2026-10-12",
        **more,
    }


RATINGS = [
    rating("a", 5), rating("b", 4), rating("c", 3), rating("d", 3), rating("z", 5, is_default=True),
    rating("e", 2, verified="upheld", replied_on="2026-10-13", rectified_on="2026-10-15",
           called_back_on="2026-10-16", callback_satisfied=True),
    rating("f", 1, verified="upheld", rectified_on="2026-10-15", called_back_on="2026-10-16",
           callback_satisfied=False),
    rating("g", 1, verified="upheld", replied_on="2026-10-13", rectified_on="2026-10-15"),
    rating("h", 1, verified="not_upheld", replied_on="2026-10-14", set_aside=True),
]  # fmt: skip


@pytest.fixture
def store(tmp_path) -> Store:
    store = Store(tmp_path)
    store.ingest("evaluations", RATINGS)
    case = {
        "item": "x",
        "channel": "hall",
        "accepted_on": "2026-10-12",
        "completed_on": "2026-10-12",
    }
    store.ingest("cases", [{"case_no": str(n), **case} for n in range(10)])
    return store


@pytest.mark.parametrize(
    ("indicator", "numerator", "denominator"),
    [
        ("good-rating-rate", 4, 8),
        ("satisfied-rating-rate", 2, 8),
        ("good-rating-rate-accepted", 4, 7),
        ("bad-rating-rate", 4, 8),
        ("bad-rating-rate-accepted", 3, 7),
        ("active-rating-rate", 8, 10),
        ("unrated-rate", 2, 10),
        ("bad-reply-rate", 3, 4),
        ("rectification-rate", 3, 3),
        ("called-back-rectified-rate", 2, 3),
        ("called-back-satisfied-rate", 1, 2),
    ],
)
def test_each_share_is_of_what_its_name_says(store, indicator, numerator, denominator):
    with store.engine.connect() as connection:
        (found,) = values(connection, Values(indicator, grain="total"), TODAY)
    assert (found.numerator, found.denominator) == (numerator, denominator)


def test_more_ratings_than_cases_leave_no_share_unrated(store):
    store.ingest("evaluations", [rating(f"n{n}", 5, rated_on="2026-10-13") for n in range(3)])
    with store.engine.connect() as connection:
        found = values(connection, Values("unrated-rate", grain="day"), TODAY)
    assert [(v.value, v.reason) for v in found][-1] == (None, "no-data")


def test_what_the_scheme_of_2019_does_not_say_is_not_cited_from_it():
    """It knows five levels, bad ratings and what follows them; no means, defaults or shares of cases."""
    for id in ("mean-score", "default-ratings", "active-rating-rate", "satisfied-rating-rate"):
        reference = INDICATORS[id].reference
        assert reference
        assert "51号" not in reference.zh
    assert INDICATORS["good-rating-rate"].title.zh == "主动评价好评率"
    assert "含“基本满意”" in INDICATORS["good-rating-rate"].formula.zh


# --- never alone --------------------------------------------------------------------------------


CASES = [
    # 200 working days by law, 100 used: half; 30 by law, none used: all; together 130 of 230.
    {"case_no": "P", "item": "x", "channel": "hall", "case_kind": "promised", "legal_days": 200,
     "promised_days": 150, "used_days": 100, "accepted_on": "2026-10-12", "completed_on": "2026-10-26",
     "belongs_on_site": True, "completed_on_site": True, "item_kind": "approval"},
    {"case_no": "I", "item": "x", "channel": "appointment", "case_kind": "instant", "legal_days": 30,
     "used_days": 0, "accepted_on": "2026-10-12", "completed_on": "2026-10-12",
     "belongs_on_site": True, "completed_on_site": False, "item_kind": "service"},
    {"case_no": "O", "item": "x", "channel": "online", "case_kind": "instant", "used_days": 0,
     "accepted_on": "2026-10-12", "completed_on": "2026-10-12", "belongs_on_site": True,
     "completed_on_site": True, "item_kind": "service"},
]  # fmt: skip


@pytest.fixture
def client(tmp_path):
    store = Store(tmp_path)
    store.ingest("cases", CASES)
    with application(store) as app:
        yield app.test_client()


def test_speed_up_is_shown_with_that_of_instant_and_of_promised_cases(client):
    at = "/api/v1/indicators/actual-speed-up"
    assert client.get(at).json["data"]["beside"] == [
        "actual-speed-up-instant", "actual-speed-up-promised",
    ]  # fmt: skip
    document = client.get(f"{at}/values?grain=total").json
    parts = {
        kind: client.get(document["links"][f"beside_actual-speed-up-{kind}"]).json["data"][0]
        for kind in ("instant", "promised")
    }
    (whole,) = document["data"]
    assert (whole["numerator"], whole["denominator"]) == (130, 230)
    assert [(p["numerator"], p["denominator"]) for p in parts.values()] == [(30, 30), (100, 200)]
    page = client.get("/indicators/actual-speed-up").text
    assert "即办件实际提速" in page
    assert "50.00%" in page


def test_a_case_online_is_never_completed_in_the_hall_and_windows_stand_apart(client):
    at = "/api/v1/indicators/on-site-rate/values?grain=total"
    (whole,) = client.get(at).json["data"]
    assert (whole["numerator"], whole["denominator"]) == (1, 2)
    rows = client.get(f"{at}&by=channel").json["data"]
    apart = {row["channel"]: (row["numerator"], row["denominator"]) for row in rows}
    assert (apart["hall"], apart["appointment"]) == ((1, 1), (0, 1))
    assert apart.get("online", (0, 0)) == (0, 0)


def test_approvals_and_services_are_told_apart_on_pages_and_in_the_api(client):
    rows = client.get("/api/v1/indicators/cases-accepted/values?grain=total&by=item_kind").json[
        "data"
    ]
    counts = {row["item_kind"]: row["value"] for row in rows}
    assert (counts["approval"], counts["service"]) == (1, 2)
    page = client.get("/volumes?item_kind=service&period=all&by=channel").text
    assert "公共服务" in page
    assert client.get("/volumes?item_kind=service&channel=online").status_code == 200


def test_a_case_receipt_is_found_in_the_box_of_disclosure_requests(client):
    page = client.get("/disclosure?request=P").text
    assert "2026年10月26日" in page
    assert "行政审批" in page
    assert "没有查到这个编号" in client.get("/disclosure?request=NC20260101-00001").text


def test_the_dictionary_says_where_groups_of_used_days_end(client):
    lines = client.get("/api/v1/dictionary.csv?bom=0").text.splitlines()
    (line,) = [line for line in lines if line.startswith("cases,") and ",used_bucket," in line]
    assert "half_day=半个工作日（超过0至0.5）" in line
    assert "le1=1个工作日内（超过0.5至1）" in line


def test_the_conversion_of_limits_is_published(client):
    rows = client.get("/api/v1/datasets/limit-conversions/records").json["data"]
    month = {
        row["since"]: (row["working_days"], row["per"]) for row in rows if row["unit"] == "month"
    }
    assert month == {"2008-01-03": (250, 12), "2025-01-01": (248, 12)}
