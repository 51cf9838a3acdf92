"""The wall's numbers, counted again from the rows, at several instants of the hall's clock."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

import pytest

from data.answers.day import overview, usual_days
from data.answers.hours_of_day import NO_HOUR, reach
from data.answers.opening import is_open
from data.hall import hall, now, today
from data.rules.workdays import china
from tests.hall_data import TESTS, Store, application
from tests.recount import number

pytestmark = pytest.mark.usefixtures("clock")
EXCERPT = TESTS / "real" / "nyc311-excerpt.csv"
TUESDAYS = [
    date(2026, month, day)
    for month, day in [(11, 17), (11, 10), (11, 3), (10, 27), (10, 20), (10, 13), (9, 29), (9, 22)]
]
"""The last eight Tuesdays worked before 24 November 2026: 6 October was in the holidays."""


def live(client: Any, **parameters: str) -> dict[str, Any]:
    query = "&".join(f"{k}={v}" for k, v in parameters.items())
    return client.get(f"/api/v1/live?{query}").json["data"]


def share(top: int, bottom: int) -> dict[str, Any]:
    return {"value": top / bottom if bottom else None, "numerator": top, "denominator": bottom}


def counted(store: Store, day: date) -> dict[str, Any]:
    """The day's numbers from the rows, as of its end."""
    at, cases, ratings = number(day), store.rows("cases"), store.rows("evaluations")
    accepted = [r for r in cases if r["accepted_on"] == at]
    done = [r for r in cases if r["completed_on"] == at]
    due = [r for r in done if r["due_on"] is not None]
    open_now = [
        r
        for r in cases
        if r["accepted_on"] <= at and (r["completed_on"] is None or r["completed_on"] > at)
    ]
    active = [r for r in ratings if r["rated_on"] == at and not r["is_default"]]
    bad = [r for r in active if r["score"] <= 2]
    rectified = sum(r["rectified_on"] is not None for r in bad)
    return {
        "accepted": len(accepted),
        "accepted_online": sum(r["channel"] == "online" for r in accepted),
        "completed": len(done),
        "in_progress": len(open_now),
        "overdue": sum(r["due_on"] is not None and r["due_on"] < at for r in open_now),
        "on_time": share(sum(r["completed_on"] <= r["due_on"] for r in due), len(due)),
        "ratings": len(active),
        "good": share(sum(r["score"] >= 3 for r in active), len(active)),
        "scores": [
            {"score": s, "n": sum(r["score"] == s for r in active)} for s in (5, 4, 3, 2, 1)
        ],
        "bad": {
            "n": len(bad),
            "rectified": rectified,
            "not_upheld": sum(r["verified"] == "not_upheld" for r in bad),
            "pending": sum(
                r["rectified_on"] is None and r["verified"] != "not_upheld" for r in bad
            ),
        },
        "disclosure": disclosure(store, day),
    }


def disclosure(store: Store, day: date) -> dict[str, Any]:
    at, requests = number(day), store.rows("disclosure-requests")
    # Of today it is still open whether what is due today is answered in time.
    passed = min(at, number(today()) - 1)
    unanswered = [
        r
        for r in requests
        if r["received_on"] <= at and (r["answered_on"] is None or r["answered_on"] > at)
    ]
    soon = number(store.calendar().add(day, 3))
    dues = [r["due_on"] for r in unanswered if r["due_on"] is not None]
    year = [
        r for r in requests if r["due_on"] and number(date(day.year, 1, 1)) <= r["due_on"] <= passed
    ]
    on_time = sum(r["answered_on"] is not None and r["answered_on"] <= r["due_on"] for r in year)
    return {
        "open": len(unanswered),
        "overdue": sum(due < at for due in dues),
        "due_soon": sum(at <= due <= soon for due in dues),
        "on_time_year": share(on_time, len(year)),
    }


Hours = Counter[tuple[str, int, int]]


def by_hour(store: Store) -> Hours:
    """Cases by what happened (accepted, completed), day number and hour."""
    return Counter(
        (what, row[f"{what}_on"], row[f"{what}_hour"])
        for row in store.rows("cases")
        for what in ("accepted", "completed")
    )


# --- against the rows ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instant", "shown", "is_today", "is_open"),
    [
        ("2026-11-24T10:42:00+08:00", "2026-11-24", True, True),
        ("2026-11-24T12:30:00+08:00", "2026-11-24", True, False),
        ("2026-11-24T20:00:00+08:00", "2026-11-24", True, False),
        ("2026-11-25T09:00:00+08:00", "2026-11-24", False, True),
        ("2026-11-25T03:00:00+08:00", "2026-11-24", False, False),
        ("2026-11-29T10:00:00+08:00", "2026-11-24", False, False),
        ("2027-01-05T10:00:00+08:00", "2026-11-24", False, None),
    ],
)
def test_the_day_shown_is_today_or_the_newest_with_data_and_counts_as_the_rows_do(
    client: Any,
    sampled: Store,
    clock: Any,
    instant: str,
    shown: str,
    is_today: bool,
    is_open: bool | None,
) -> None:
    clock(instant)
    found = live(client)
    assert (found["day"], found["is_today"], found["open"]) == (shown, is_today, is_open)
    expected = counted(sampled, date(2026, 11, 24))
    assert {name: found[name] for name in expected} == expected
    assert found["accepted"] > 0


@pytest.mark.parametrize("day", [date(2026, 9, 1), date(2026, 10, 9), date(2026, 11, 23)])
def test_an_earlier_day_is_told_as_it_was_at_its_end(
    client: Any, sampled: Store, day: date
) -> None:
    found = live(client, day=day.isoformat())
    expected = counted(sampled, day)
    assert {name: found[name] for name in expected} == expected
    assert all(h["completed"] is not None for h in found["hours"])


def test_the_live_numbers_are_those_of_the_indicators(client: Any) -> None:
    """One number on the wall, on the page and in the file."""
    found = live(client)
    for id, name in [
        ("cases-accepted", "accepted"),
        ("cases-completed", "completed"),
        ("cases-in-progress", "in_progress"),
        ("cases-overdue", "overdue"),
        ("ratings", "ratings"),
    ]:
        path = f"/api/v1/indicators/{id}/values?grain=day&from=2026-11-24&to=2026-11-24"
        (row,) = client.get(path).json["data"]
        assert row["value"] == found[name], id


# --- the hours and the usual day ----------------------------------------------------------------


def test_hours_add_up_to_the_day_and_those_to_come_have_no_number(
    client: Any, sampled: Store
) -> None:
    hours, counts = live(client)["hours"], by_hour(sampled)
    assert [h["hour"] for h in hours] == list(range(24))
    assert [h["hour"] for h in hours if h["partial"]] == [10]
    for row in hours:
        for what in ("completed", "accepted"):
            expected = counts[what, number(date(2026, 11, 24)), row["hour"]]
            assert row[what] == (expected if row["hour"] <= 10 else None)
        past = [counts["completed", number(day), row["hour"]] for day in TUESDAYS]
        assert row["usual"] == median(past)


@pytest.mark.parametrize(
    ("instant", "shares"),
    [
        ("2026-11-24T10:42:00+08:00", {**dict.fromkeys(range(10), 1), 10: 0.7}),
        ("2026-11-24T00:00:00+08:00", {}),
    ],
)
def test_a_usual_day_by_now_can_be_counted_from_the_hours(
    client: Any, sampled: Store, clock: Any, instant: str, shares: dict[int, float]
) -> None:
    clock(instant)
    usual, counts = live(client)["usual"], by_hour(sampled)
    assert [date.fromisoformat(d) for d in usual["days"]] == TUESDAYS
    assert usual["weekday"] == 1
    for what in ("completed", "accepted"):
        by_now = [
            sum(s * counts[what, number(day), h] for h, s in shares.items()) for day in TUESDAYS
        ]
        assert usual[f"{what}_by_now"] == round(median(by_now))


@pytest.mark.parametrize(
    "instant",
    ["2026-11-24T12:30:00+08:00", "2026-11-24T17:30:00+08:00", "2026-11-25T08:00:00+08:00"],
)
def test_a_source_that_fell_silent_is_counted_up_to_when_it_did(
    client: Any, sampled: Store, clock: Any, instant: str
) -> None:
    """Intake is alive, and no case has come since the morning: that is no slow afternoon."""
    by_then = live(client)
    assert not by_then["silent"]
    clock(instant)
    found, counts = live(client), by_hour(sampled)
    until = datetime.fromisoformat(found["counted_until"])
    assert found["silent"]
    assert until.isoformat() <= by_then["now"]
    assert [h["hour"] for h in found["hours"] if h["partial"]] == [until.hour]
    assert {h["completed"] for h in found["hours"] if h["hour"] > until.hour} == {None}
    shares = {
        **dict.fromkeys(range(until.hour), 1.0),
        until.hour: (until.minute * 60 + until.second) / 3600,
    }
    usual = [
        sum(s * counts["completed", number(day), h] for h, s in shares.items()) for day in TUESDAYS
    ]
    assert found["usual"]["completed_by_now"] == round(median(usual))


@pytest.mark.parametrize(
    ("newest", "instant", "silent"),
    [
        ("10:41", "11:10", False),  # less than half an hour
        ("10:41", "11:12", True),
        ("11:45", "13:10", False),  # over noon the windows are closed
        ("11:45", "13:40", True),
        ("16:45", "23:59", False),  # and after closing
        (None, "16:00", False),
    ],
)  # fmt: skip
def test_only_while_the_windows_are_open_is_a_source_silent(newest, instant, silent) -> None:
    day = date(2026, 11, 24)
    at = {t: datetime.fromisoformat(f"2026-11-24T{t}:00+08:00") for t in (newest, instant) if t}
    reached = reach(china(), day, at[instant], at.get(newest), {}, [])
    assert reached.silent is silent
    assert reached.until == (at[newest] if silent else at[instant])


@pytest.mark.parametrize(
    ("cases", "until", "silent"),
    [
        (1, "12:30", False),
        (2, "12:30", True),
        (6, "10:15", False),  # of two hours a part each, and no whole one
        (7, "10:15", True),
    ],
)
def test_a_small_hall_has_pauses(cases: int, until: str, silent: bool) -> None:
    """From half past nine on a usual day has fewer than five cases, or as many and more."""
    day, usual = date(2026, 11, 24), [date(2026, 11, 17)]
    morning, now = (datetime.fromisoformat(f"2026-11-24T{at}:00+08:00") for at in ("09:30", until))
    hours = {hour: {number(usual[0]): cases} for hour in range(9, 17)}
    reached = reach(china(), day, now, morning, {"completed": hours}, usual)
    assert reached.silent is silent


def test_of_days_off_and_of_sources_without_times_silence_is_not_known() -> None:
    def silent(day: date, series: Any) -> bool:
        morning = datetime(day.year, day.month, day.day, 9, 30, tzinfo=hall().zone)
        return reach(china(), day, morning.replace(hour=16), morning, series, []).silent

    tuesday, saturday = date(2026, 11, 24), date(2026, 11, 28)
    assert silent(tuesday, {})
    assert not silent(saturday, {})
    assert not silent(tuesday, {"completed": {NO_HOUR: {number(tuesday): 9}}})


def test_days_before_the_data_begin_are_not_taken_as_days_without_work(
    client: Any,
) -> None:
    """On 29 September only five Tuesdays lie behind, on 8 September two: too few."""
    five = live(client, day="2026-09-29")["usual"]["days"]
    assert five == ["2026-09-22", "2026-09-15", "2026-09-08", "2026-09-01", "2026-08-25"]
    assert live(client, day="2026-09-08")["usual"] == {
        "completed_by_now": None,
        "accepted_by_now": None,
        "days": [],
        "weekday": None,
    }


@pytest.mark.parametrize("day", [date(2026, 9, 20), date(2026, 10, 10)])
def test_a_make_up_workday_is_compared_with_the_weekday_it_replaces(
    sampled: Store, day: date
) -> None:
    calendar = sampled.calendar()
    assert calendar.kind(day) == "make_up"
    found = usual_days(calendar, day)
    assert len(found) == 8
    assert {d.weekday() for d in found} == {calendar.replaced_weekday(day)} <= set(range(5))
    assert all(d < day and calendar.is_workday(d) for d in found)


def test_a_make_up_workday_is_open(sampled: Store) -> None:
    zone = now().tzinfo
    assert is_open(sampled.calendar(), datetime(2026, 10, 10, 10, 0, tzinfo=zone))
    assert not is_open(sampled.calendar(), datetime(2026, 10, 11, 10, 0, tzinfo=zone))
    assert not is_open(sampled.calendar(), datetime(2026, 10, 5, 10, 0, tzinfo=zone))


@pytest.mark.parametrize(
    ("clock_time", "opened"),
    [("08:59", False), ("09:00", True), ("11:59", True), ("12:00", False), ("13:00", True),
     ("16:59", True), ("17:00", False)],
)  # fmt: skip
def test_the_hall_opens_and_closes_by_its_hours(
    sampled: Store, clock_time: str, opened: bool
) -> None:
    instant = datetime.fromisoformat(f"2026-11-24T{clock_time}:00+08:00")
    assert is_open(sampled.calendar(), instant) is opened


# --- stores that have little or other data ------------------------------------------------------


def test_an_empty_store_has_no_numbers_rather_than_zeros(store: Store) -> None:
    with application(store) as server:
        document: Any = server.test_client().get("/api/v1/live").json
    found = document["data"]
    assert found["day"] is None
    assert found["open"] is True
    for name in ("accepted", "completed", "in_progress", "overdue", "ratings"):
        assert found[name] is None
    assert found["on_time"] == {"value": None, "numerator": None, "denominator": None}
    assert found["hours"] == found["usual"]["days"] == []
    assert document["meta"]["as_of"] is None


def test_a_store_with_cases_alone_says_nothing_of_ratings_and_requests(store: Store) -> None:
    line = {"case_no": "A", "item": "i", "channel": "hall", "accepted_at": "2026-11-24T09:30:00"}
    store.ingest("cases", [line])
    with application(store) as server:
        found = live(server.test_client())
    assert (found["accepted"], found["completed"], found["in_progress"]) == (1, 0, 1)
    assert found["ratings"] is None
    assert found["disclosure"]["open"] is None


def test_a_store_of_another_city_shows_its_newest_day(store: Store) -> None:
    entry = store.ingest("cases", EXCERPT, "nyc311")
    assert entry.rejected == 0
    with store.engine.connect() as connection:
        found = overview(connection, store.calendar(), now())
    rows = store.rows("cases")
    newest = max(max(r["accepted_on"], r["completed_on"] or 0) for r in rows)
    assert number(date.fromisoformat(found["day"])) == newest
    assert found["is_today"] is False
    assert found["accepted"] == sum(r["accepted_on"] == newest for r in rows)
    assert found["in_progress"] == sum(
        r["completed_on"] is None or r["completed_on"] > newest for r in rows
    )


def test_live_is_never_kept_without_asking(client: Any, clock: Any) -> None:
    first = client.get("/api/v1/live")
    assert first.headers["Cache-Control"] == "no-cache"
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/api/v1/live", headers=tag).status_code == 304
    clock("2026-11-24T10:43:00+08:00")
    later = client.get("/api/v1/live", headers=tag)
    assert later.status_code == 200, "the usual day by now goes on with the minutes"
    assert datetime.fromisoformat(later.json["data"]["now"]) - datetime.fromisoformat(
        first.json["data"]["now"]
    ) == timedelta(minutes=1)
