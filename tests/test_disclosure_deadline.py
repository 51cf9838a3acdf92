"""The deadline explainer: worked cases, what it refuses, and agreement with the record.

Free 1-8 October 2025; 28 September (Sun) and 11 October (Sat) worked. Working days after Friday
12 September: 15-19 (5), 22-26 (10), 28-30 (13), 9-11 October (16), 13-17 (21), 20-24 (26), 27-31
(31), 3-7 November (36), 10-14 (41).
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from data.disclosure.explainer import PARAMETERS, Fault, explained
from data.questions import Deadline
from data.rules.disclosure import KINDS, Event
from data.rules.disclosure.course import Course
from data.rules.workdays import china
from tests.hall_data import Store

CHINA = china()
RECEIVED = "2025-09-12"


def ask(client: FlaskClient, **asked: Any) -> dict[str, Any]:
    response = client.get("/api/v1/disclosure/deadline", query_string=asked)
    assert response.status_code == 200, response.get_json()
    return response.get_json()["data"]


def refused(client: FlaskClient, **asked: Any) -> dict[str, Any]:
    response = client.get("/api/v1/disclosure/deadline", query_string=asked)
    assert response.status_code == 400, response.get_json()
    assert response.mimetype == "application/problem+json"
    return response.get_json()["errors"][0]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (
            {"answered_on": "2025-10-16"},
            {"due_on": "2025-10-16", "used_days": 20, "state": "answered", "on_time": True},
        ),
        (
            {"answered_on": "2025-10-17"},
            {"due_on": "2025-10-16", "used_days": 21, "on_time": False},
        ),
        # 40 working days, by both dates or by the days alone.
        (
            {
                "extension_approved_on": "2025-10-13",
                "extension_notified_on": "2025-10-14",
                "answered_on": "2025-11-13",
            },
            {"due_on": "2025-11-13", "extension_days": 20, "used_days": 40, "on_time": True},
        ),
        (
            {"extension_days": 20, "answered_on": "2025-11-14"},
            {"due_on": "2025-11-13", "on_time": False},
        ),
        (
            {"extension_days": 5, "answered_on": "2025-10-23"},
            {"due_on": "2025-10-23", "extension_days": 5},
        ),
        # Consent or notice alone does not extend.
        (
            {"extension_approved_on": "2025-10-13", "answered_on": "2025-10-17"},
            {"due_on": "2025-10-16", "extension_days": 0},
        ),
        (
            {"extension_notified_on": "2025-10-13", "answered_on": "2025-10-17"},
            {"due_on": "2025-10-16", "extension_days": 0},
        ),
        # 23-26 September are excluded: four days more.
        (
            {
                "third_party_asked_on": "2025-09-22",
                "third_party_replied_on": "2025-09-26",
                "answered_on": "2025-10-22",
            },
            {"due_on": "2025-10-22", "excluded_days": 4, "used_days": 20, "on_time": True},
        ),
        (
            {
                "agency_asked_on": "2025-09-22",
                "agency_replied_on": "2025-09-26",
                "answered_on": "2025-10-22",
            },
            {"due_on": "2025-10-22", "excluded_days": 4},
        ),
        # From 19 September: 22-26 (5), 28-30 (8), 9-11 (11), 13-17 (16), 20-23 (20).
        (
            {
                "correction_asked_on": "2025-09-16",
                "corrected_on": "2025-09-19",
                "answered_on": "2025-10-23",
            },
            {"start_on": "2025-09-19", "due_on": "2025-10-23", "used_days": 20},
        ),
        ({"corrected_on": "2025-09-19", "answered_on": "2025-10-23"}, {"due_on": "2025-10-23"}),
        (
            {
                "fee_notified_on": "2025-09-16",
                "fee_paid_on": "2025-09-19",
                "answered_on": "2025-10-23",
            },
            {"start_on": "2025-09-19", "due_on": "2025-10-23"},
        ),
        (
            {"correction_asked_on": "2025-09-16", "asked_on": "2025-09-22"},
            {
                "due_on": None,
                "reason": "awaiting-correction",
                "state": "awaiting_correction",
                "used_days": 2,
            },
        ),
        (
            {"third_party_asked_on": "2025-09-22", "asked_on": "2025-09-26"},
            # At the latest: excluded up to 17 October, the 15th working day; then 20-24 (11),
            # 27-31 (16), 3-6 November (20).
            {
                "due_on": "2025-11-06",
                "reason": None,
                "state": "stopped",
                "due_if_replied": "2025-10-22",
                "left": 14,
                "excluded_days": 15,
            },
        ),
        # Silence of another agency: the 117 working days since are used but for the fifteen.
        (
            {"agency_asked_on": "2025-09-22", "asked_on": "2026-03-30"},
            {"due_on": "2025-11-06", "state": "open", "excluded_days": 15, "reason": None},
        ),
        # Received two days later than sent: fifteen after 24 September end on 21 October.
        (
            {
                "third_party_asked_on": "2025-09-22",
                "third_party_served_on": "2025-09-24",
                "asked_on": "2025-10-22",
            },
            {"due_on": "2025-11-10", "state": "open", "excluded_days": 17},
        ),
        # A notice after the term, and what it awaits.
        (
            {
                "correction_asked_on": "2025-10-17",
                "corrected_on": "2025-10-20",
                "answered_on": "2025-10-30",
            },
            {"start_on": RECEIVED, "due_on": "2025-10-16", "on_time": False},
        ),
        (
            {
                "correction_asked_on": "2025-09-16",
                "correction_limit_on": "2025-10-10",
                "asked_on": "2025-10-13",
            },
            {"due_on": None, "applicant_limit_on": "2025-10-10", "reason": "awaiting-correction"},
        ),
        (
            {"answered_on": RECEIVED},
            {"answered_at_once": True, "on_time": True, "used_days": 0, "flags": []},
        ),
        (
            {"asked_on": "2025-09-30"},
            {"due_on": "2025-10-16", "used_days": 13, "left": 7, "state": "open"},
        ),
    ],
)
def test_worked_cases(client: FlaskClient, dates: dict[str, Any], expected: dict[str, Any]):
    found = ask(client, received_on=RECEIVED, **dates)
    assert {name: found[name] for name in expected} == expected


def test_every_day_from_receipt_to_the_answer_says_whether_it_counts_and_why(client):
    days = ask(client, received_on=RECEIVED, answered_on="2025-10-16")["days"]
    said = {day["date"]: (day["counts"], day["n"], day["why"]) for day in days}
    assert (days[0]["date"], days[-1]["date"], len(days)) == (RECEIVED, "2025-10-16", 35)
    assert said[RECEIVED] == (False, None, "start_day")
    assert said["2025-09-13"] == (False, None, "weekend")
    assert said["2025-09-15"] == (True, 1, "counted")
    assert said["2025-09-28"] == (True, 11, "make_up")
    assert said["2025-10-01"] == (False, None, "holiday")
    assert said["2025-10-16"] == (True, 20, "counted")
    assert sum(day["counts"] for day in days) == 20


def test_days_and_articles_are_told_in_both_languages(client):
    zh = ask(client, received_on=RECEIVED, answered_on="2025-10-16")
    en = ask(client, received_on=RECEIVED, answered_on="2025-10-16", lang="en")
    assert zh["days"][3]["article"] == "政府信息公开条例第三十三条"
    assert en["days"][3]["article"] == "Disclosure Regulation, Art. 33"
    for found, other in ((zh, en), (en, zh)):
        for day, same in zip(found["days"], other["days"], strict=True):
            assert day["why"] == same["why"]
            assert day["why_text"]
            assert day["why_text"] != same["why_text"]


@pytest.mark.parametrize(
    ("asks", "ends", "article"),
    [
        (None, None, "政府信息公开条例第三十一条"),
        ("correction_asked_on", "corrected_on", "政府信息公开条例第三十条"),
        ("fee_notified_on", "fee_paid_on", "国办函〔2020〕109号"),
    ],
)
def test_a_new_day_0_and_the_days_before_it_rest_on_what_restarted_the_term(
    client, asks, ends, article
):
    dates = {asks: "2025-09-16", ends: "2025-09-19"} if asks else {}
    found = ask(client, received_on=RECEIVED, asked_on="2025-09-22", **dates)["days"]
    days = {day["date"]: (day["why"], day["article"]) for day in found}
    receipt = "政府信息公开条例第三十一条"
    if asks:
        assert days[RECEIVED] == ("received", receipt)
        assert days["2025-09-15"] == ("restarted", article)
        assert days["2025-09-19"] == ("start_day", article)
    else:
        assert days[RECEIVED] == ("start_day", receipt)
        assert days["2025-09-15"][0] == "counted"


def test_flags_are_told(client):
    late = ask(
        client, received_on=RECEIVED, correction_asked_on="2025-09-24", corrected_on="2025-09-26"
    )
    assert [flag["id"] for flag in late["flags"]] == ["late_correction_notice"]
    one_sided = ask(client, received_on=RECEIVED, extension_notified_on="2025-10-13")
    assert [flag["id"] for flag in one_sided["flags"]] == ["invalid_extension"]


@pytest.mark.parametrize(
    ("replied", "asked_on", "late"),
    [
        # After 22 September fifteen end on 17 October: 4, 7, 9-11 (10), 13-17 (15).
        (None, "2025-10-17", False),
        (None, "2025-10-20", True),
        ("2025-10-17", "2025-11-03", False),
        ("2025-10-20", "2025-11-03", True),
    ],
)
def test_a_third_party_silent_for_more_than_15_days_leaves_it_to_the_agency(
    client, replied, asked_on, late
):
    dates = {"third_party_asked_on": "2025-09-22", "asked_on": asked_on}
    dates |= {"third_party_replied_on": replied} if replied else {}
    for lang, words in (
        ("zh", "由行政机关依法决定是否公开（第三十二条），此后的工作日照常计入"),
        ("en", "the agency decides (Art. 32), and working days after that count"),
    ):
        found = ask(client, received_on=RECEIVED, lang=lang, **dates)
        told = [flag["text"] for flag in found["flags"]]
        assert [words in text for text in told] == [True] * late
        assert found["excluded_days"] == 15
        silent = [d["date"] for d in found["days"] if d["why"] == "third_party_silent"]
        assert silent == ["2025-10-20"] * late


@pytest.mark.parametrize(
    ("asked", "zh", "en"),
    [
        (
            {"third_party_asked_on": "2025-09-17", "third_party_replied_on": "2025-09-16"},
            "第三方提出意见（2025-09-16）早于征求第三方意见（2025-09-17）",
            "third party replied (2025-09-16) is before third party asked (2025-09-17)",
        ),
        (
            {"agency_replied_on": "2025-09-16"},
            "有回复就要有征求的日期（征求其他机关意见）",
            "a reply needs the day on which it was asked for (other agency asked)",
        ),
    ],
)
def test_what_contradicts_itself_is_said_in_words(client, asked, zh, en):
    for lang, said in (("zh", zh), ("en", en)):
        assert refused(client, received_on=RECEIVED, lang=lang, **asked)["message"] == said


@pytest.mark.parametrize("name", ["received_on", *PARAMETERS, "answered_on", "asked_on"])
@pytest.mark.parametrize("value", ["2025-13-01", "20250912", "yesterday", "", "1889-01-01"])
def test_a_malformed_date_is_refused_by_name(client, name, value):
    given = {"received_on": RECEIVED} | {name: value}
    assert refused(client, **given)["parameter"] == name


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({}, "received_on"),
        ({"answered_on": "2025-10-16"}, "received_on"),
        ({"received_on": RECEIVED, "due_on": "2025-10-16"}, "due_on"),
        ({"received_on": RECEIVED, "extension_days": "0"}, "extension_days"),
        ({"received_on": RECEIVED, "extension_days": "21"}, "extension_days"),
        ({"received_on": RECEIVED, "extension_days": "ten"}, "extension_days"),
        ({"received_on": RECEIVED, "lang": "fr"}, "lang"),
        # Order: nothing before receipt, no end before its beginning, nothing after the answer.
        *(
            ({"received_on": RECEIVED, name: "2025-09-11"}, name)
            for name in PARAMETERS
            if "replied" not in name
        ),
        ({"received_on": RECEIVED, "answered_on": "2025-09-11"}, "answered_on"),
        ({"received_on": RECEIVED, "agency_served_on": "2025-09-15"}, "agency_served_on"),
        ({"received_on": RECEIVED, "correction_limit_on": "2025-09-15"}, "correction_limit_on"),
        ({"received_on": RECEIVED, "asked_on": "2025-09-11"}, "asked_on"),
        (
            {
                "received_on": RECEIVED,
                "correction_asked_on": "2025-09-17",
                "corrected_on": "2025-09-16",
            },
            "corrected_on",
        ),
        (
            {
                "received_on": RECEIVED,
                "third_party_asked_on": "2025-09-17",
                "third_party_replied_on": "2025-09-16",
            },
            "third_party_replied_on",
        ),
        (
            {
                "received_on": RECEIVED,
                "agency_asked_on": "2025-09-17",
                "agency_replied_on": "2025-09-16",
            },
            "agency_replied_on",
        ),
        (
            {"received_on": RECEIVED, "fee_notified_on": "2025-09-17", "fee_paid_on": "2025-09-16"},
            "fee_paid_on",
        ),
        (
            {"received_on": RECEIVED, "third_party_replied_on": "2025-09-16"},
            "third_party_replied_on",
        ),
        ({"received_on": RECEIVED, "agency_replied_on": "2025-09-16"}, "agency_replied_on"),
        (
            {"received_on": RECEIVED, "corrected_on": "2025-09-18", "answered_on": "2025-09-17"},
            "corrected_on",
        ),
        ({"request": "YSQ-0001", "received_on": RECEIVED}, "received_on"),
        ({"request": "YSQ-0001", "asked_on": "2026-01-01"}, "asked_on"),
        ({"request": ""}, "request"),
    ],
)
def test_what_cannot_be_is_refused_by_name(client, asked, parameter):
    assert refused(client, **asked)["parameter"] == parameter


@pytest.mark.parametrize(
    ("asked", "parameter", "year"),
    [
        ({"received_on": "2026-12-21"}, "received_on", "2027"),  # 20 days run into 2027
        ({"received_on": "2003-12-30"}, "received_on", "2003"),
        ({"received_on": "2026-11-30", "corrected_on": "2027-01-04"}, "corrected_on", "2027"),
        ({"received_on": "2026-11-30", "answered_on": "2027-01-04"}, "answered_on", "2027"),
    ],
)
def test_a_year_whose_calendar_is_not_loaded_is_named(client, asked, parameter, year):
    for lang in ("zh", "en"):
        error = refused(client, **asked, lang=lang)
        assert error["parameter"] == parameter
        assert year in error["message"]
        if asked == {"received_on": "2026-12-21"}:  # 22-25 and 28-31 December
            assert "8" in error["message"]
            assert "12" in error["message"]


def test_a_known_due_date_is_told_though_today_is_beyond_the_calendar(client, clock):
    clock("2027-02-01T10:00:00+08:00")
    found = ask(client, received_on="2026-11-02")
    assert (found["due_on"], found["used_days"], found["left"]) == ("2026-11-30", None, None)
    assert found["days"][-1]["date"] == "2026-12-31"


def test_a_stored_request_is_explained_as_it_is_recorded(client: FlaskClient, sampled: Store):
    rows = client.get("/api/v1/datasets/disclosure-requests/records?limit=1000").get_json()["data"]
    assert len(rows) == 90
    states = set()
    for row in rows:
        found = ask(client, request=row["request_no"])
        assert found["due_on"] == row["due_on"], row
        assert found["reason"] == row["due_reason"], row
        assert found["state"] == row["state"]
        if row["answered_on"]:
            assert found["used_days"] == row["used_days"]
            counted = [d for d in found["days"] if d["counts"] and d["date"] <= row["answered_on"]]
            assert len(counted) == row["used_days"]
        states.add(row["state"])
    assert states >= {"open", "stopped", "awaiting_correction", "answered"}


def test_a_request_that_is_not_there_is_404(client):
    response = client.get("/api/v1/disclosure/deadline?request=nobody")
    assert response.status_code == 404
    assert response.get_json()["errors"][0]["parameter"] == "request"


def test_an_answer_can_be_kept_and_is_not_sent_twice(client):
    address = f"/api/v1/disclosure/deadline?received_on={RECEIVED}&answered_on=2025-10-16"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    own = client.get(first.get_json()["links"]["self"])
    assert own.get_json()["data"] == first.get_json()["data"]


# --- for any case --------------------------------------------------------------------------------

DAYS = st.dates(date(2024, 8, 20), date(2025, 1, 20))
EVENTS = st.lists(st.builds(Event, st.sampled_from(KINDS), DAYS), max_size=6)
STATED = st.none() | st.dates(date(2024, 9, 1), date(2025, 2, 1))


@given(st.dates(date(2024, 8, 25), date(2024, 10, 31)), EVENTS, STATED, DAYS, st.booleans())
def test_a_stated_due_date_rules_the_count_and_the_list(received, events, stated, end, answered):
    end = max(end, received)
    course = Course(received, tuple(events), end if answered else None, due_on=stated)
    found, days = course.clock(end, CHINA), course.days(end, CHINA)
    used = sum(day.counts for day in days if day.date <= end)
    assert found.used_days == (None if found.state == "closed" else used)
    if stated is not None:
        assert found.due_on == stated
        assert all((day.why == "over") == (day.date > stated) for day in days if day.counts)
        assert days[-1].date == max(received, stated, end)
    elif found.due_on is not None:
        assert CHINA.is_workday(found.due_on)
        assert found.due_on > found.start


@given(st.dates(date(2026, 10, 1), date(2026, 12, 31)), EVENTS, st.integers(0, 40))
def test_what_is_known_is_the_beginning_of_the_whole_count(received, events, length):
    moved = tuple(Event(e.kind, date(e.on.year + 2, e.on.month, 1)) for e in events)
    course = Course(received, moved)
    asked_on = date.fromordinal(received.toordinal() + length)
    complete = china([], [2027])
    known = course.days(asked_on, CHINA, whole=False)
    assert all(day.date.year <= 2026 for day in known if day.counts)
    assert known[-1].date >= min(asked_on, date(2026, 12, 31))
    whole = course.days(asked_on, complete)
    # What the clock may not say yet (whether an extension was in time) changes no day before it.
    told = [(day.date, day.counts, day.n) for day in whole]
    assert [(day.date, day.counts, day.n) for day in known] == told[: len(known)]


@given(
    st.lists(st.tuples(st.sampled_from(KINDS), DAYS), max_size=6, unique_by=lambda e: e[0]),
    st.dates(date(2024, 8, 25), date(2024, 10, 31)),
    st.none() | DAYS,
)
def test_any_typed_in_case_is_explained_or_refused_by_one_of_its_dates(events, received, answered):
    query = Deadline(received_on=received, events=tuple(events), answered_on=answered)
    given_names = {"received_on", "answered_on", *(f"{kind}_on" for kind, _ in events)}
    found = fault = None
    try:
        found = explained(None, query, CHINA, date(2025, 2, 3))  # type: ignore[arg-type]
    except Fault as refusal:
        fault = refusal
    if found is None:
        assert fault is not None
        assert fault.parameter in given_names
        return
    assert [day.n for day in found.days if day.counts] == list(
        range(1, sum(day.counts for day in found.days) + 1)
    )
    assert (found.clock.due_on is None) == (found.clock.reason is not None)
