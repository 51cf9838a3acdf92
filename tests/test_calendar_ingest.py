"""A year without its holiday notice: nothing is guessed, and all is made up for later."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

import pytest

from data.intake.holiday_notices import LEAST_OFF, NoticeRefused
from data.intake.ingest import ingest_calendar
from data.rules.workdays import CalendarNotLoaded, china
from tests.hall_data import Store, application

LATE = "2026-12-30T10:00:00+08:00"
EPOCH = date(1970, 1, 1)

# 1–3 January free and Sunday 10 January worked instead: a made-up notice.
NOTICE = "date,kind,notice\n2027-01-01,holiday,N\n2027-01-04,holiday,N\n2027-01-10,workday,N\n"
COMPLETE = NOTICE + "2027,complete,N\n"


def case(key: str, accepted: str, **more: Any) -> dict[str, Any]:
    return {"case_no": key, "item": "i", "channel": "hall", "accepted_on": accepted, **more}


def day(number: int | None) -> date | None:
    return None if number is None else date.fromordinal(EPOCH.toordinal() + number)


@pytest.fixture
def waiting(store: Store, clock: Any) -> Store:
    """A store of 30 December 2026, a Wednesday, with what runs into 2027."""
    clock(LATE)
    store.ingest(
        "cases",
        [
            case("runs-over", "2026-12-30", promised_days=5),
            case("in-time", "2026-12-28", promised_days=2),
            case("stated", "2026-12-30", promised_days=5, due_on="2027-02-01"),
        ],
    )
    store.ingest(
        "disclosure-requests",
        [{"request_no": "R", "applicant_kind": "person", "received_on": "2026-12-15"}],
    )
    rating = {"evaluation_no": "E", "score": 1, "rated_on": "2026-12-29", "verified": "upheld"}
    store.ingest("evaluations", [rating])
    return store


def test_a_date_beyond_the_known_years_is_missing_with_its_year_as_the_reason(
    waiting: Store,
) -> None:
    found = waiting.record("cases", "runs-over")
    assert (found["due_on"], found["due_reason"]) == (None, "calendar-2027")
    assert day(waiting.record("cases", "in-time")["due_on"]) == date(2026, 12, 30)
    stated = waiting.record("cases", "stated")
    assert (day(stated["due_on"]), stated["due_reason"]) == (date(2027, 2, 1), None)
    request = waiting.record("disclosure-requests", "R")
    assert (request["due_on"], request["due_reason"]) == (None, "calendar-2027")
    assert waiting.record("evaluations", "E")["rectify_due_on"] is None


def test_the_reason_is_told_with_the_records(waiting: Store) -> None:
    with application(waiting) as server:
        answer: Any = server.test_client().get("/api/v1/datasets/cases/records?case_no=runs-over")
        (record,) = answer.json["data"]
    assert record["due_on"] is None
    assert record["due_reason"] == "calendar-2027"


def test_how_many_fall_out_of_a_rate_is_told_with_it(waiting: Store) -> None:
    with application(waiting) as server:
        ask: Any = server.test_client()
        address = "/api/v1/indicators/disclosure-on-time/values?grain=year"
        assert ask.get(address).json["meta"]["left_out"] == {
            "indicator": "disclosure-due-unknown",
            "count": 1,
        }
        assert "另有1件" in ask.get("/disclosure").text
        waiting.ingest("calendar", COMPLETE)
        ask.get("/api/v1/status")  # looks at the store now
        assert "left_out" not in ask.get(address).json["meta"]


def test_a_complete_notice_computes_what_waited_for_it(waiting: Store) -> None:
    """31 December is the first working day, then 5, 6, 7 and 8 January (1 and 4 are free)."""
    before = waiting.version()
    waiting.ingest("calendar", COMPLETE)
    assert waiting.version() == before + 1
    found = waiting.record("cases", "runs-over")
    assert (day(found["due_on"]), found["due_reason"]) == (date(2027, 1, 8), None)
    assert waiting.sql("select day, n from cases__due_on where day = ?", found["due_on"]) == [
        (found["due_on"], 1)
    ]
    # 16–31 December are 12 working days; 5, 6, 7, 8, 10 (worked), 11, 12, 13 January 8 more.
    request = waiting.record("disclosure-requests", "R")
    assert (day(request["due_on"]), request["due_reason"]) == (date(2027, 1, 13), None)
    # 30 and 31 December are 2 of 15; 5–8, 10, 11–15 are 10 more, and 18, 19, 20.
    assert day(waiting.record("evaluations", "E")["rectify_due_on"]) == date(2027, 1, 20)
    assert day(waiting.record("cases", "stated")["due_on"]) == date(2027, 2, 1)


def test_a_notice_without_its_complete_row_loads_no_year(waiting: Store) -> None:
    before = waiting.rows("cases")
    waiting.ingest("calendar", NOTICE)
    assert 2027 not in waiting.calendar().years
    assert waiting.rows("cases") == before


def test_used_days_of_a_case_completed_before_its_notice_came_are_made_up(
    store: Store, clock: Any
) -> None:
    clock("2027-01-12T10:00:00+08:00")
    store.ingest("cases", [case("A", "2026-12-30", due_on="2027-01-20", completed_on="2027-01-08")])
    assert store.record("cases", "A")["used_days"] is None
    store.ingest("calendar", COMPLETE)
    assert store.record("cases", "A")["used_days"] == 5
    assert store.record("cases", "A")["used_bucket"] == "le5"
    assert store.sql("select used_days, n from cases__completed_on__used_days") == [(5.0, 1)]


def test_a_case_of_a_hall_without_a_calendar_gets_no_days_by_a_notice(store: Store) -> None:
    """New York does not work by the State Council's notice, whatever year is loaded."""
    profile = store.folder / "elsewhere.toml"
    profile.write_text(
        'calendar = "none"\n[cases.columns]\ncase_no = "case_no"\nitem = "item"\n'
        'channel = "channel"\naccepted_on = "accepted_on"\ncompleted_on = "completed_on"\n'
    )
    line = case("A", "2024-11-21", completed_on="2024-11-29")
    store.ingest("cases", store.file([line]), str(profile))
    before = store.rows("cases")
    assert before[0]["used_days"] is None
    store.ingest("calendar", COMPLETE)
    assert store.rows("cases") == before


def test_a_notice_again_changes_no_row(waiting: Store) -> None:
    waiting.ingest("calendar", COMPLETE)
    before = waiting.content(without=["settings"])
    waiting.ingest("calendar", COMPLETE)
    assert waiting.content(without=["settings"]) == before


def test_a_corrected_notice_replaces_the_first_one(waiting: Store) -> None:
    waiting.ingest("calendar", COMPLETE)
    waiting.ingest("calendar", "date,kind,notice\n2027-01-01,holiday,M\n2027,complete,M\n")
    assert waiting.calendar().is_workday(date(2027, 1, 4))
    assert not waiting.calendar().is_workday(date(2027, 1, 10))


def test_open_requests_follow_a_corrected_notice(waiting: Store) -> None:
    """Open clocks are recomputed: with Monday 4 January worked and Sunday 10 not, again the 13th,
    with the 10th worked as well, the 12th."""
    waiting.ingest("calendar", COMPLETE)
    waiting.ingest("calendar", "date,kind,notice\n2027-01-01,holiday,M\n2027-01-10,workday,M\n"
                   "2027,complete,M\n")  # fmt: skip
    assert day(waiting.record("disclosure-requests", "R")["due_on"]) == date(2027, 1, 12)


def test_a_corrected_notice_takes_back_days_of_the_year_before(waiting: Store) -> None:
    """31 December off with the New Year, then worked after all."""
    waiting.ingest("calendar", "date,kind,notice\n2026-12-31,holiday,N\n2027-01-01,holiday,N\n"
                   "2027,complete,N\n")  # fmt: skip
    # 16-18, 21-25, 28-30 December (11); 4-8 (16), 11-14 January (20).
    assert day(waiting.record("disclosure-requests", "R")["due_on"]) == date(2027, 1, 14)
    waiting.ingest("calendar", "date,kind,notice\n2027-01-01,holiday,M\n2027,complete,M\n")
    assert waiting.calendar().is_workday(date(2026, 12, 31))
    assert day(waiting.record("disclosure-requests", "R")["due_on"]) == date(2027, 1, 13)


def test_a_day_beside_a_year_that_is_complete_is_said_to_have_no_effect(waiting: Store) -> None:
    before = waiting.rows("disclosure-requests")
    path = waiting.file("date,kind,notice\n2026-11-16,holiday,N\n2028-01-03,holiday,N\n")
    report: Any = ingest_calendar(waiting.engine, path)
    assert (report["changed_days"], waiting.rows("disclosure-requests")) == (0, before)
    ((complete, days), (later, _)) = [(r["year"], r["days"]) for r in report["without_effect"]]
    assert (complete, days, later) == (2026, 1, 2028)
    assert "2026 is complete already" in report["without_effect"][0]["why"]
    assert "2028,complete" in report["without_effect"][1]["why"]


def test_a_source_without_a_calendar_says_so_and_no_notice_counts_its_days(store: Store) -> None:
    profile = store.folder / "elsewhere.toml"
    profile.write_text(
        'calendar = "none"\n[disclosure-requests.columns]\nrequest_no = "request_no"\n'
        'applicant_kind = "applicant_kind"\nreceived_on = "received_on"\n'
    )
    line = {"request_no": "A", "applicant_kind": "person", "received_on": "2025-09-12"}
    store.ingest("disclosure-requests", store.file([line]), str(profile))
    # Neither a notice nor an event that arrives by another profile.
    store.ingest("calendar", COMPLETE)
    event = {"request_no": "A", "kind": "correction_asked", "on": "2025-09-15"}
    store.ingest("disclosure-events", [event, event | {"kind": "corrected", "on": "2025-09-16"}])
    request = store.record("disclosure-requests", "A")
    assert (request["due_on"], request["due_reason"]) == (None, "no-calendar")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("day,kind\n2027-01-01,holiday\n", "header"),
        ("", "header"),
        ("date,kind,notice\n2027-01-01,feast,N\n", "line 2.*feast"),
        ("date,kind,notice\n2027-13-01,holiday,N\n", "line 2.*2027-13-01"),
        ("date,kind,notice\n2027-01-01,holiday,N\n2027-01-01,workday,N\n", "line 3.*holiday"),
        ("date,kind,notice\nsoon,complete,N\n", "line 2.*soon"),
        # A feed publishes such a year before its notice is out.
        ("date,kind,notice\n2027,complete,\n", "2027.*no holiday"),
        ("date,kind,notice\n2027-01-10,workday,N\n2027,complete,N\n", "2027.*no holiday"),
        ("date,kind,notice\n2026-12-31,holiday,N\n2027,complete,N\n", "2027.*no holiday"),
        # Of the dates that any list has, those that fall on a weekend free no day.
        (
            "date,kind,notice\n2027-05-01,holiday,N\n2027-06-05,holiday,N\n2027,complete,N\n",
            "2027.*Monday",
        ),
    ],
)
def test_a_notice_with_a_fault_is_refused_whole_and_says_where(
    waiting: Store, text: str, named: str
) -> None:
    before = waiting.content()
    with pytest.raises(NoticeRefused, match=named):
        waiting.ingest("calendar", text)
    assert waiting.content() == before


def test_a_whole_year_of_few_holidays_is_doubted(store: Store) -> None:
    """The law frees eleven days from Monday to Friday; fewer are a notice that is not whole."""
    path = store.file("date,kind,notice\n2027-01-01,holiday,N\n2027,complete,N\n")
    (note,) = cast(list[str], ingest_calendar(store.engine, path)["notes"])
    assert note.startswith("2027 is marked complete with 1 holidays from Monday to Friday")
    days = [date(2027, 1, 1) + timedelta(days=n) for n in range(15)]  # eleven of them
    text = "".join(f"{day},holiday,N\n" for day in days)
    whole = store.file(f"date,kind,notice\n{text}2027,complete,N\n")
    assert "notes" not in ingest_calendar(store.engine, whole)
    shipped = china()
    for year in range(2008, max(shipped.years) + 1):
        all_days = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
        off = [d for d in all_days if d.weekday() < 5 and shipped.kind(d) == "holiday"]
        assert len(off) >= LEAST_OFF, year


def test_the_year_that_is_not_loaded_is_refused_by_name(store: Store) -> None:
    with pytest.raises(CalendarNotLoaded, match="2027"):
        store.calendar().is_workday(date(2027, 1, 4))


def test_a_notice_changes_whether_the_hall_is_open(store: Store, clock: Any) -> None:
    clock("2027-01-05T10:00:00+08:00")
    with application(store) as server:
        ask: Any = server.test_client()
        assert ask.get("/api/v1/live").json["data"]["open"] is None
        store.ingest("calendar", COMPLETE)
        ask.get("/api/v1/status")  # looks at the store now
        assert ask.get("/api/v1/live").json["data"]["open"] is True
