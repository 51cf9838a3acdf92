"""Open requests as strips of working days, counted on paper for Tuesday 24 November 2026.

Neither November nor December 2026 has a holiday. Working days before that Tuesday: 23 (1), 16-20
(6), 9-13 (11), 2-6 (16), 30-27 October (20), 26 October (21).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from api.answer import answers
from api.answer.answers import Live, OpenRequests, Unknown, Values
from dashboard.parts.working_days import vocabulary
from data.disclosure.strips import STANDINGS
from data.intake.ingest import beat
from tests.hall_data import NOW, Store, application, fill
from tests.test_feeds import checked

LANGS = ("zh", "en")
LETTERS = {
    "used": "u", "over": "o", "left": "l", "third_party": "t", "agency": "a",
    "correction": "c", "fee": "f", "restarted": "r", "excluded": "e",
}  # fmt: skip


def request(number: str, received: str, **more: Any) -> dict[str, Any]:
    return {
        "request_no": number,
        "department": "fgw",
        "applicant_kind": "person",
        "received_on": received,
        **more,
    }


def event(number: str, **dates: str) -> Iterator[dict[str, str]]:
    for kind, on in dates.items():
        yield {"request_no": number, "kind": kind, "on": on}


REQUESTS = [
    request("today", "2026-10-27"),  # 20 days end on the 24th
    request("over-1", "2026-10-26"),
    # 22-24, 28-30 (6; 25-27 free), 8-10 October (9; 10th made up), 12-16, 19-23, 26
    request("over-21", "2026-09-21"),
    request("in-3", "2026-10-30", department="jyt"),
    request("in-4", "2026-11-02"),
    request("new", "2026-11-24", department=None),
    request("third", "2026-11-09"),
    request("third-late", "2026-10-26"),  # asked after the term had run out: moves nothing
    request("correcting", "2026-11-16"),
    request("corrected", "2026-11-04"),
    request("fee", "2026-11-13"),
    request("extended", "2026-10-20"),
    request("told-late", "2026-10-22", department="jyt"),
    request("stated", "2026-11-10", due_on="2026-11-20"),
    request("undated", "2026-11-16", excluded_days="2"),
    request("answered", "2026-10-12", answered_on="2026-11-06", outcome="r03"),
    request("answered-late", "2026-10-12", answered_on="2026-11-10", outcome="r13"),
    request("given-up", "2026-10-12", answered_on="2026-11-10", outcome="r21"),
]
EVENTS = [
    *event("third", third_party_asked="2026-11-12"),
    *event("third-late", agency_asked="2026-11-24"),
    *event("correcting", correction_asked="2026-11-18"),
    *event("corrected", correction_asked="2026-11-09", corrected="2026-11-12"),
    *event("fee", fee_notified="2026-11-17"),
    *event("extended", extension_approved="2026-11-11", extension_notified="2026-11-12"),
    *event("told-late", extension_approved="2026-11-11"),
    *event("given-up", correction_asked="2026-10-15"),
]
# request → (standing, due date, days left, strip)
EXPECTED = {
    "over-21": ("overdue", "2026-10-26", -21, "u" * 20 + "o" * 21),
    "told-late": ("overdue", "2026-11-19", -3, "u" * 20 + "o" * 3),
    "stated": ("overdue", "2026-11-20", -2, "u" * 8 + "o" * 2),
    "over-1": ("overdue", "2026-11-23", -1, "u" * 20 + "o"),
    "third-late": ("overdue", "2026-11-23", -1, "u" * 20 + "o"),
    "today": ("due_soon", "2026-11-24", 0, "u" * 20),
    "in-3": ("due_soon", "2026-11-27", 3, "u" * 17 + "l" * 3),
    "in-4": ("on_track", "2026-11-30", 4, "u" * 16 + "l" * 4),
    "corrected": ("on_track", "2026-12-10", 12, "r" * 3 + "c" * 2 + "u" * 8 + "l" * 12),
    "undated": ("on_track", "2026-12-16", 16, "ee" + "u" * 4 + "l" * 16),
    "extended": ("on_track", "2026-12-15", 15, "u" * 25 + "l" * 15),
    "new": ("on_track", "2026-12-22", 20, "l" * 20),
    # Excluded at most up to 3 December (15 after the 12th), and 17 days are left: 4, 7-11, 14-18,
    # 21-25, 28.
    "third": ("stopped", "2026-12-28", 17, "uuu" + "t" * 15 + "l" * 17),
    "fee": ("awaiting", None, None, "uu" + "f" * 5),
    "correcting": ("awaiting", None, None, "uu" + "c" * 4),
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALL_NOW", NOW)
        store = Store(tmp_path_factory.mktemp("strips"))
        fill(store, {"disclosure-requests": REQUESTS, "disclosure-events": EVENTS})
        with application(store) as server:
            yield server.test_client()
        store.close()


@pytest.fixture(autouse=True)
def _tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALL_NOW", NOW)


def test_on_days_off_no_request_is_past_its_limit_or_before_it_by_0_working_days(
    tmp_path, monkeypatch
):
    """Asked on each of ten days about limits on each of ten, some of which the source put on days off."""
    days = [f"2026-11-{day}" for day in range(20, 30)]
    rows = [request(f"due-{day}", "2026-11-02", due_on=day) for day in days]
    store, looks = Store(tmp_path), ("/disclosure", "/", "/screen", "/en/disclosure", "/en/screen")
    fill(store, {"disclosure-requests": rows})
    with application(store) as server:
        client = server.test_client()
        for day in days:
            monkeypatch.setenv("HALL_NOW", f"{day}T10:00:00+08:00")
            for one in strips(client)["data"]["requests"]:
                worded = {lang: vocabulary.standing(one, lang) for lang in LANGS}
                match one["due_on"], one["left"]:
                    case due, 0 if due < day:
                        assert worded == {"zh": "期限已过", "en": "past its due date"}
                    case due, 0 if due == day:
                        assert worded == {"zh": "今天到期", "en": "due today"}
                    case due, 0:
                        n = int(due[-2:])
                        on = {"zh": f"2026年11月{n}日到期", "en": f"due on {n}\u00a0November 2026"}
                        assert worded == on
                    case _, left:
                        assert str(abs(left)) in worded["zh"]
            for at in looks if day in ("2026-11-21", "2026-11-28") else ():
                shown = client.get(at).text
                assert not re.search(r"(?<!\d)0个工作日|(?<!\d)0 working days?", shown), (day, at)
    store.close()


def strips(client: FlaskClient, **asked: str) -> dict[str, Any]:
    response = client.get("/api/v1/disclosure/open", query_string=asked)
    assert response.status_code == 200, response.get_json()
    return response.get_json()


def strip(one: dict[str, Any]) -> str:
    return "".join(LETTERS[cell["kind"]] for cell in one["cells"])


def test_each_open_request_is_listed_with_its_strip_and_what_is_due_first_comes_first(client):
    found = strips(client)["data"]["requests"]
    told = {
        one["request"]: (one["standing"], one["due_on"], one["left"], strip(one)) for one in found
    }
    assert told == EXPECTED
    assert [one["standing"] for one in found] == sorted(
        (one["standing"] for one in found), key=STANDINGS.index
    )
    due = [one["due_on"] for one in found if one["due_on"]]
    assert due == sorted(due)
    assert [one["request"] for one in found][-3:] == ["third", "fee", "correcting"]


def test_cells_are_working_days_in_order_numbered_by_the_count(client):
    for one in strips(client)["data"]["requests"]:
        dates = [date.fromisoformat(cell["date"]) for cell in one["cells"]]
        assert dates == sorted(set(dates))
        assert all(day.weekday() < 5 for day in dates if day > date(2026, 10, 10))
        counted = [cell["n"] for cell in one["cells"] if cell["n"] is not None]
        assert counted == list(range(1, len(counted) + 1))
        used = [cell for cell in one["cells"] if cell["kind"] in ("used", "over")]
        assert len(used) == one["used_days"]
    extended = strips(client, request="extended")["data"]["requests"][0]
    assert [cell["extended"] for cell in extended["cells"]] == [False] * 20 + [True] * 20


def test_a_request_without_a_due_date_says_why(client):
    found = {one["request"]: one for one in strips(client)["data"]["requests"]}
    assert {n: one["reason"] for n, one in found.items() if one["reason"]} == {
        "fee": "awaiting-fee",
        "correcting": "awaiting-correction",
    }
    assert all(one["reason_text"] for one in found.values() if one["reason"])
    told_late = found["told-late"]["flags"]
    assert [flag["id"] for flag in told_late] == ["invalid_extension"]


def test_the_summary_is_what_the_indicators_count_and_the_wall_shows(client):
    summary = strips(client)["data"]["summary"]
    assert summary == {
        "open": 15, "overdue": 5, "due_soon": 2, "on_track": 5, "unknown": 0, "stopped": 1,
        "awaiting": 2, "to_close": 0,
    }  # fmt: skip
    wall = answers.answer(Live(date(2026, 11, 24)))["data"]["disclosure"]
    assert (wall["open"], wall["overdue"], wall["due_soon"]) == (15, 5, 2)
    for indicator, expected in (("disclosure-open", 15), ("disclosure-overdue", 5)):
        (row,) = answers.answer(Values(indicator, grain="total"))["data"]
        assert row["value"] == expected


def test_filters_keep_some_and_say_how_many_there_are(client):
    of_department = strips(client, department="jyt")
    assert [one["request"] for one in of_department["data"]["requests"]] == ["told-late", "in-3"]
    assert of_department["data"]["summary"]["open"] == 2
    nobody = strips(client, department="none")["data"]["requests"]
    assert [one["request"] for one in nobody] == ["new"]
    soon = strips(client, standing="due_soon,awaiting", limit="3")
    assert [one["request"] for one in soon["data"]["requests"]] == ["today", "in-3", "fee"]
    assert {k: soon["meta"][k] for k in ("count", "total", "truncated")} == {
        "count": 3,
        "total": 4,
        "truncated": True,
    }


@pytest.mark.parametrize(
    ("number", "standing", "on_time"),
    [
        (
            "answered",
            "on_time",
            True,
        ),  # due 9 November: 13-16 (4), 19-23 (9), 26-30 (14), 2-6 (19), 9
        ("answered-late", "late", False),
        ("given-up", "ended", None),
    ],
)
def test_a_request_is_found_by_its_number_after_its_answer_too(client, number, standing, on_time):
    (one,) = strips(client, request=number)["data"]["requests"]
    assert (one["standing"], one["on_time"], one["left"]) == (standing, on_time, None)
    assert one["days"][0]["date"] == "2026-10-12"
    assert sum(day["counts"] for day in one["days"]) >= (one["used_days"] or 0)
    assert (one["used_days"] is None) == (standing == "ended")
    assert client.get(one["links"]["record"]).get_json()["data"][0]["request_no"] == number


def test_a_number_that_is_not_there_is_404_and_unknown_to_pages(client):
    response = client.get("/api/v1/disclosure/open?request=YSQ-none")
    assert response.status_code == 404
    assert response.get_json()["errors"][0]["parameter"] == "request"
    with pytest.raises(Unknown, match="YSQ-none"):
        answers.answer(OpenRequests(request="YSQ-none"))


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("standing=late", "standing"),
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("department=", "department"),
        ("request=today&limit=3", "limit"),
        ("sort=due_on", "sort"),
        ("lang=fr", "lang"),
        ("standing=overdue&standing=stopped", "standing"),
    ],
)
def test_bad_parameters_are_named(client, query, parameter):
    response = client.get(f"/api/v1/disclosure/open?{query}")
    assert response.status_code == 400
    assert response.get_json()["errors"][0]["parameter"] == parameter


def test_words_follow_the_language_and_ids_do_not(client):
    zh, en = (strips(client, lang=lang)["data"]["requests"] for lang in ("zh", "en"))
    assert [one["standing_text"] for one in zh[:1]] == ["逾期未答复"]
    assert [one["standing_text"] for one in en[:1]] == ["overdue"]
    for a, b in zip(zh, en, strict=True):
        assert a["applicant_kind_label"] == "自然人"
        assert b["applicant_kind_label"] == "natural person"
        assert {k: a[k] for k in ("request", "due_on", "left", "cells")} == {
            k: b[k] for k in ("request", "due_on", "left", "cells")
        }


def test_strips_and_stored_records_agree(client):
    for one in strips(client)["data"]["requests"]:
        (record,) = client.get(one["links"]["record"]).get_json()["data"]
        assert record["due_on"] == one["due_on"]
        assert record["due_reason"] == one["reason"]
        assert record["state"] == one["state"]


def test_the_overdue_feed_has_an_entry_for_each_overdue_request(client):
    atom = "{http://www.w3.org/2005/Atom}"
    response = client.get("/feeds/overdue.atom")
    assert response.status_code == 200
    assert response.mimetype == "application/atom+xml"
    root = checked(response.data)
    entries = root.findall(f"{atom}entry")
    ids = [entry.findtext(f"{atom}id") or "" for entry in entries]
    # The newest first: overdue from the day after the due date on.
    assert [id.rsplit("#", 1)[1] for id in ids[2:]] == ["stated", "told-late", "over-21"]
    assert sorted(id.rsplit("#", 1)[1] for id in ids[:2]) == ["over-1", "third-late"]
    assert [entry.findtext(f"{atom}updated") for entry in entries[3:]] == [
        "2026-11-20T00:00:00+08:00",
        "2026-10-27T00:00:00+08:00",
    ]
    english = client.get("/feeds/overdue.atom?lang=en").get_data(as_text=True)
    assert "over-21 is overdue" in english
    assert client.get("/feeds/overdue.atom?day=1").status_code == 400


# --- a calendar that is not loaded ---------------------------------------------------------------

NOTICE = [
    {"date": "2027", "kind": "complete", "notice": "a test"},
    {"date": "2027-01-01", "kind": "holiday", "notice": "a test"},
]


def test_a_due_date_beyond_the_calendar_is_not_guessed_and_a_notice_brings_it(store, clock):
    clock("2026-12-22T10:00:00+08:00")
    fill(store, {"disclosure-requests": [request("a", "2026-12-15"), request("b", "2026-12-01")]})
    with application(store) as server:
        client = server.test_client()
        before = strips(client)["data"]
        assert before["summary"]["unknown"] == 1
        b, a = before["requests"]
        assert (b["request"], b["due_on"]) == ("b", "2026-12-29")
        assert (a["standing"], a["due_on"], a["left"]) == ("unknown", None, None)
        assert a["reason"] == "calendar-2027"
        assert "2027" in a["reason_text"]
        assert strip(a) == "u" * 5  # what is known is shown: 16-18, 21, 22 December
        assert client.get("/api/v1/disclosure/deadline?received_on=2026-12-15").status_code == 400

        store.ingest("calendar", NOTICE)
        answers.refresh()
        (a,) = strips(client, request="a")["data"]["requests"]
        # 16-18 (3), 21-25 (8), 28-31 (12), 4-8 January (17), 11-13 (20).
        assert (a["standing"], a["due_on"], a["left"]) == ("on_track", "2027-01-13", 15)
        assert store.record("disclosure-requests", "a")["due_reason"] is None


def test_a_changed_calendar_moves_open_due_dates_and_leaves_answers_alone(store, clock):
    clock(NOW)
    records = [
        request("open", "2026-11-10"),
        request("done", "2026-10-12", answered_on="2026-11-06", outcome="r03"),
    ]
    fill(store, {"disclosure-requests": records})
    with application(store) as server:
        client = server.test_client()
        due = {
            n: strips(client, request=n)["data"]["requests"][0]["due_on"] for n in ("open", "done")
        }
        assert due == {"open": "2026-12-08", "done": "2026-11-09"}
        stored = store.record("disclosure-requests", "done")
        # A notice of the whole year that frees two December days and knows no other holiday.
        store.ingest(
            "calendar",
            [
                {"date": "2026", "kind": "complete", "notice": "a test"},
                {"date": "2026-12-03", "kind": "holiday", "notice": "a test"},
                {"date": "2026-12-04", "kind": "holiday", "notice": "a test"},
            ],
        )
        answers.refresh()
        (moved,) = strips(client, request="open")["data"]["requests"]
        assert moved["due_on"] == "2026-12-10"
        (record,) = client.get(moved["links"]["record"]).get_json()["data"]
        assert record["due_on"] == "2026-12-10"
        assert store.record("disclosure-requests", "done") == stored


# --- silence, and waiting without an end --------------------------------------------------------


@pytest.fixture
def silence(store: Store, clock: Any) -> Iterator[Store]:
    """Loaded on 12 November 2026; nothing comes in after it."""
    clock("2026-11-12T09:00:00+08:00")
    asked = {"third_party_asked": "2026-10-13"}
    rows = [
        request("silent", "2026-10-12"),
        request("correcting", "2026-10-12"),
        request("paying", "2026-10-12"),
        request("without-limit", "2026-10-12"),
        request("closed", "2026-10-12", closed_on="2026-11-12", outcome="r21"),
        request("withdrawn", "2026-10-12", answered_on="2026-10-15", outcome="r23"),
        request("late-notice", "2026-09-21"),
    ]
    notice = {"kind": "correction_asked", "on": "2026-10-14"}
    events = [
        *event("silent", **asked),
        {"request_no": "correcting", "correction_limit_on": "2026-11-13", **notice},
        {"request_no": "closed", "correction_limit_on": "2026-11-10", **notice},
        {"request_no": "without-limit", **notice},
        *event("paying", fee_notified="2026-10-16"),
        *event("late-notice", correction_asked="2026-10-27"),
    ]
    fill(store, {"disclosure-requests": rows, "disclosure-events": events})
    yield store
    store.close()


def standings(client: FlaskClient) -> dict[str, str]:
    return {one["request"]: one["standing"] for one in strips(client)["data"]["requests"]}


def test_silence_falls_due_and_waiting_ends_though_nothing_comes_in(silence: Store, clock: Any):
    """Fifteen working days after 13 October end on 3 November; 19 more on 30 November.

    Twenty after 16 October end on 13 November.
    """
    with application(silence) as server:
        client = server.test_client()
        assert standings(client) == {
            "silent": "on_track", "correcting": "awaiting", "paying": "awaiting",
            "without-limit": "awaiting", "late-notice": "overdue",
        }  # fmt: skip
        clock("2026-11-14T09:00:00+08:00")
        found = strips(client, standing="to_close")["data"]["requests"]
        assert [one["request"] for one in found] == ["correcting", "paying"]
        assert all("尚未结案" in one["reason_text"] for one in found)
        assert {one["applicant_limit_on"] for one in found} == {"2026-11-13"}
        (still,) = strips(client, request="without-limit")["data"]["requests"]
        assert [flag["id"] for flag in still["flags"]] == ["no_correction_limit"]
        clock("2026-12-01T09:00:00+08:00")
        assert standings(client)["silent"] == "overdue"
        assert "silent" in client.get("/feeds/overdue.atom").text
        for indicator, expected in (("disclosure-overdue", 2), ("disclosure-due-to-close", 2)):
            (row,) = answers.answer(Values(indicator, grain="total"))["data"]
            assert row["value"] == expected
            rows = client.get(f"/api/v1/indicators/{indicator}/rows").get_json()["data"]
            assert len(rows) == expected


def test_what_is_closed_without_an_answer_is_counted_as_closed_alone(silence: Store, clock: Any):
    clock("2026-12-01T09:00:00+08:00")
    with application(silence):
        counted = {
            id: answers.answer(Values(id, grain="total"))["data"][0]["value"]
            for id in ("disclosure-answered", "disclosure-closed", "disclosure-open")
        }
        assert counted == {
            "disclosure-answered": 0, "disclosure-closed": 2, "disclosure-open": 5,
        }  # fmt: skip
        (rate,) = answers.answer(Values("disclosure-on-time", grain="total"))["data"]
        # Withdrawn before it fell due: nothing had to be answered. Overdue: late-notice, silent.
        assert (rate["numerator"], rate["denominator"]) == (0, 2)


def test_overdue_requests_are_counted_by_how_late_they_are(client):
    data = strips(client)["data"]
    # Due on 26 October, 19, 20 and twice 23 November; today is the 24th.
    assert data["overdue_by_age"] == {"le7": 4, "le30": 1, "le90": 0, "gt90": 0}
    late = {one["request"]: one["days_overdue"] for one in data["requests"]}
    assert (late["over-21"], late["over-1"], late["today"]) == (29, 1, None)


def test_intake_renews_what_a_record_says_of_a_day_that_has_passed(silence: Store, clock: Any):
    beat(silence.engine)
    before = silence.record("disclosure-requests", "without-limit")["flags"], silence.version()
    clock("2026-11-16T09:00:00+08:00")
    beat(silence.engine)
    beat(silence.engine)
    assert silence.version() == before[1] + 1
    assert silence.record("disclosure-requests", "correcting")["flags"] == "correction_overdue"
    assert silence.record("disclosure-requests", "paying")["flags"] == "fee_unpaid"
    assert silence.record("disclosure-requests", "without-limit")["flags"] == before[0]


def test_a_limit_that_lies_before_its_notice_is_refused(store: Store):
    notice = {"request_no": "A", "kind": "correction_asked", "on": "2026-10-14"}
    lines = [notice | {"correction_limit_on": limit} for limit in ("2026-10-13", "2026-10-30")]
    entry = store.ingest("disclosure-events", lines)
    assert (entry.accepted, entry.rejected) == (1, 1)
