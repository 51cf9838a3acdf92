"""The term of an approval case, worked out by hand (行政许可法 Art. 32, 42, 44, 45).

June 2026: 1 June is a Monday, 19 June (Dragon Boat) is free; no weekend is worked.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import polars as pl
import pytest
from sqlalchemy import text

from data.catalog import DATASETS
from data.derive import case_terms
from data.intake.ingest import rebuild
from data.rollups.frames import schema_of
from data.rollups.writer import writer
from data.rules.licensing import Extension, Stop, extension_basis, term
from data.rules.workdays import china
from data.store.sqlite.engines import transaction
from data.store.tables import from_day_number
from tests.hall_data import SOURCES, Store

CHINA = china()
NOT_EXTENDED = Extension()


def june(day: int) -> date:
    return date(2026, 6, day)


def ask(
    *stops: Stop, extension: Extension = NOT_EXTENDED, ended: date | None = None, limit: int = 10
):
    """The term of a case accepted on 1 June with a limit of 10 working days (to 15 June)."""
    return term(june(1), limit, stops, extension, ended, CHINA)


def test_without_a_stop_the_limit_is_the_tenth_working_day():
    assert ask().due_on == june(15)


def test_a_stop_takes_its_working_days_out():
    """3 to 10 June: the 4th, 5th, 8th, 9th and 10th are five; 15 June + 5 = 23 June (19th is free)."""
    found = ask(Stop(june(3), june(10), june(3)))
    assert (found.excluded_days, found.due_on) == (5, june(23))


def test_a_stop_that_the_applicant_was_not_told_of_counts_for_nothing():
    assert ask(Stop(june(3), june(10))).excluded_days == 0
    assert ask(Stop(june(3), june(10))).due_on == june(15)


def test_a_stop_counts_from_the_day_the_applicant_was_told():
    """Told on the 8th: only the 9th and 10th."""
    assert ask(Stop(june(3), june(10), june(8))).excluded_days == 2
    assert ask(Stop(june(3), june(10), june(11))).excluded_days == 0


def test_stops_over_each_other_are_counted_once():
    """3 to 10 June and 8 to 12 June together: 4, 5, 8, 9, 10, 11, 12."""
    found = ask(Stop(june(3), june(10), june(3)), Stop(june(8), june(12), june(8)))
    assert found.excluded_days == 7


@pytest.mark.parametrize("day", [16, 22])
def test_what_begins_after_the_term_ran_out_does_not_bring_it_back(day):
    late = Stop(june(day), june(26), june(day))
    assert (ask(late).excluded_days, ask(late).due_on) == (0, june(15))
    extension = Extension(10, june(day), june(day))
    assert (ask(extension=extension).extension_days, ask(extension=extension).due_on) == (
        0,
        june(15),
    )


def test_a_stop_that_goes_on_has_no_due_date_and_ends_with_the_case():
    going = Stop(june(3), None, june(3))
    assert (ask(going).due_on, ask(going).stopped) == (None, True)
    assert ask(going, ended=june(8)).excluded_days == 3


def test_an_extension_needs_consent_and_notice_within_the_term_and_is_of_ten_days_at_most():
    """Ten working days after 15 June: 16, 17, 18, 22, 23, 24, 25, 26, 29, 30."""
    valid = Extension(10, june(10), june(12))
    assert ask(extension=valid).due_on == june(30)
    assert extension_basis(valid, 10) == "dated"
    for wanting in (Extension(10, june(10), None), Extension(10, None, june(12))):
        assert ask(extension=wanting).due_on == june(15)
        assert extension_basis(wanting, 0) == "not_valid"
    assert ask(extension=Extension(30, june(10), june(12))).extension_days == 10
    assert ask(extension=Extension(30, june(10), june(12), joint=True)).extension_days == 15
    assert ask(extension=Extension(None, june(10), june(12))).extension_days == 10
    undated = Extension(5)
    assert (ask(extension=undated).due_on, extension_basis(undated, 5)) == (june(23), "undated")


# --- through intake -----------------------------------------------------------------------------

CASE = {
    "case_no": "A", "item": "scjg-04", "channel": "hall", "accepted_on": "2026-06-01",
    "promised_days": 10, "legal_days": 20,
}  # fmt: skip
STOP = {"case_no": "A", "kind": "hearing", "from_on": "2026-06-03"}


@pytest.fixture
def store(tmp_path) -> Store:
    store = Store(tmp_path)
    for name in ("departments", "items", "windows"):
        store.ingest(name, SOURCES / f"{name}.csv")
    return store


def case(store: Store, key: str = "A") -> dict:
    return {
        name: from_day_number(value) if name.endswith("_on") and value is not None else value
        for name, value in store.record("cases", key).items()
    }


def test_stops_make_the_same_case_whether_they_come_before_or_after_it(store, tmp_path):
    over = STOP | {"until_on": "2026-06-10", "notified_on": "2026-06-03"}
    done = CASE | {"completed_on": "2026-06-24"}
    first = Store(tmp_path, "first")
    for name in ("departments", "items", "windows"):
        first.ingest(name, SOURCES / f"{name}.csv")
    first.ingest("case-stops", [over])
    first.ingest("cases", [done])
    store.ingest("cases", [done])
    assert case(store)["used_days"] == 16  # 2 to 24 June without the 19th
    store.ingest("case-stops", [STOP])
    store.ingest("case-stops", [over])
    found = case(store)
    assert (found["due_on"], found["legal_due_on"]) == (june(23), date(2026, 7, 7))
    assert (found["used_days"], found["excluded_days"], found["excluded_basis"]) == (11, 5, "dated")
    assert not any(rebuild(store.engine).values())
    both = [s.content(without=("batches", "settings"))["cases"] for s in (first, store)]
    assert both[0] == both[1]


def test_while_a_stop_goes_on_the_case_waits_and_after_a_withdrawn_one_it_is_as_before(store):
    store.ingest("cases", [CASE])
    before = case(store)
    going = STOP | {"notified_on": "2026-06-03"}
    store.ingest("case-stops", [going])
    assert (case(store)["due_on"], case(store)["due_reason"]) == (None, "stopped")
    store.ingest("case-stops", [going | {"void": "true"}])
    assert case(store) == before


def test_what_the_source_states_stays_and_is_shown_as_undated(store):
    store.ingest("cases", [CASE | {"excluded_days": 5, "due_on": "2026-06-20"}])
    found = case(store)
    assert (found["due_on"], found["legal_due_on"]) == (june(20), date(2026, 7, 7))
    assert (found["excluded_days"], found["excluded_basis"]) == (5, "undated")
    store.ingest("case-stops", [STOP | {"until_on": "2026-06-05", "notified_on": "2026-06-03"}])
    found = case(store)
    assert (found["excluded_days"], found["excluded_basis"]) == (2, "dated")
    assert found["due_on"] == june(20)
    store.ingest("case-stops", [STOP | {"until_on": "2026-06-05", "void": "true"}])
    assert case(store)["excluded_days"] == 5


def test_five_working_days_of_silence_make_the_day_of_the_papers_that_of_acceptance(store):
    """Handed in on Friday 22 May: told or accepted by Friday 29 May, or it counts from the 22nd."""
    lines = [
        CASE | {"case_no": "silent", "submitted_on": "2026-05-22"},
        CASE | {"case_no": "told", "submitted_on": "2026-05-22", "notified_on": "2026-05-29"},
        CASE | {"case_no": "late", "submitted_on": "2026-05-22", "notified_on": "2026-05-30"},
        CASE | {"case_no": "at once", "submitted_on": "2026-05-29"},
    ]
    store.ingest("cases", lines)
    starts = {line["case_no"]: case(store, line["case_no"])["counted_from_on"] for line in lines}
    assert starts == {
        "silent": date(2026, 5, 22), "told": june(1), "late": date(2026, 5, 22), "at once": june(1),
    }  # fmt: skip
    assert case(store, "silent")["notice_due_on"] == date(2026, 5, 29)
    assert case(store, "silent")["due_on"] == june(5)


def test_joint_handling_has_45_days_where_no_law_says_otherwise(store):
    joint = CASE | {"item": "not-listed", "legal_days": None, "joint_handling": "true"}
    store.ingest("cases", [joint, joint | {"case_no": "B", "legal_days": 20}])
    assert (case(store)["legal_days"], case(store, "B")["legal_days"]) == (45, 20)


def test_a_limit_that_was_checked_goes_before_a_longer_one_of_the_case(store):
    """scjg-01 is 3 working days since March 2022; before that a case keeps what it states."""
    checked = {"item": "scjg-01", "title_zh": "公司设立登记", "limit_unit": "workday"}
    checked |= {"limit_value": 3, "limit_since": "2022-03-01", "checked_on": "2026-05-04"}
    store.ingest("items", [checked])
    lines = [
        CASE | {"item": "scjg-01", "legal_days": 15},
        CASE | {"case_no": "B", "item": "scjg-01", "legal_days": 15, "accepted_on": "2021-06-01"},
        CASE | {"case_no": "C", "item": "scjg-04", "legal_days": 15},
    ]
    store.ingest("cases", lines)
    assert [case(store, key)["legal_days"] for key in "ABC"] == [3, 15, 15]


def test_deliveries_are_due_only_where_the_source_records_them(store):
    """Granted on Monday 1 June: ten working days end on the 15th."""
    granted = CASE | {"completed_on": "2026-06-01", "outcome": "granted"}
    store.ingest("cases", [granted])
    assert case(store)["delivery_due_on"] is None
    rows = [
        granted | {"case_no": "B", "delivered_on": "2026-06-15"},
        granted | {"case_no": "C", "delivered_on": None},
        granted | {"case_no": "D", "outcome": "refused", "delivered_on": None},
        granted | {"case_no": "E", "item": "gaj-05", "delivered_on": None},
    ]
    store.ingest("cases", rows)
    due = [case(store, key)["delivery_due_on"] for key in "BCDE"]
    assert due == [june(15), june(15), None, None]


@pytest.mark.parametrize(
    ("accepted", "completed", "bucket"),
    [
        ("09:00", "09:20", "same_visit"),
        ("09:00", "15:00", "half_day"),
        ("15:00", "2026-06-02 09:00", "half_day"),
        ("09:00", "2026-06-02 09:30", "le1"),
        ("09:00", "2026-06-02 15:00", "le3"),
    ],
)
def test_half_a_day_is_a_group_of_its_own(store, accepted, completed, bucket):
    times = {"accepted_at": f"2026-06-01T{accepted}:00+08:00"}
    day, _, hour = completed.rpartition(" ")
    times["completed_at"] = f"{day or '2026-06-01'}T{hour}:00+08:00"
    store.ingest("cases", [{k: v for k, v in CASE.items() if k != "accepted_on"} | times])
    assert case(store)["used_bucket"] == bucket


def test_a_store_of_an_earlier_release_is_filled_and_counted_anew(sample_copy, tmp_path):
    store = sample_copy(tmp_path)
    before = store.content()
    with store.engine.connect() as connection, transaction(connection):
        connection.execute(
            text("update cases set used_bucket = 'le1' where used_bucket = 'half_day'")
        )
        for column in ("item_kind", "counted_from_on", "source_due_on", "source_used_days"):
            connection.execute(text(f"alter table cases drop column {column}"))
        connection.execute(text("delete from settings where name like 'fill:cases.%'"))
        connection.execute(text("delete from limit_conversions"))
    upgraded = writer(store.url)
    after = store.content()
    assert not any(rebuild(upgraded).values())
    kept = [name for name in before if name not in ("cases", "settings", "limit_conversions")]
    assert [after[name] for name in kept] == [before[name] for name in kept]
    kinds = "select case_no, item_kind, used_bucket, counted_from_on from cases"
    assert {row[1] for row in store.sql(kinds)} == {"approval", "unknown"}
    assert store.sql("select count(*) from cases where source_due_on is not due_on") == [(0,)]


def test_cases_that_are_alike_are_computed_once_and_each_as_if_it_were_alone(monkeypatch):
    """Every column on which a term depends keeps cases apart, whatever stands beside it."""
    alike = {
        "counted_from_on": june(1), "promised_days": 10, "legal_days": 20, "joint_handling": False,
        "extension_days": 5, "extension_approved_on": june(3), "extension_notified_on": june(4),
        "source_excluded_days": 0, "excluded_basis": None, "completed_on": june(10),
    }  # fmt: skip
    other = {
        "counted_from_on": june(2), "promised_days": 15, "legal_days": 30, "joint_handling": True,
        "extension_days": 12, "extension_approved_on": None, "extension_notified_on": june(29),
        "source_excluded_days": 3, "excluded_basis": "undated", "completed_on": june(12),
    }  # fmt: skip
    rows = [alike | {name: value} for name, value in other.items()]
    rows = [row | {"case_no": f"{n}"} for n, row in enumerate((alike, alike, *rows))]
    stops = {
        str(n): [Stop(june(3), june(20), june(3))] for n in (0, len(rows) - 1)
    }  # alike but for the day on which they end
    schema = {f: t for f, t in schema_of(DATASETS["cases"]).items() if f in rows[0]}
    alone = [case_terms._terms(row, stops.get(row["case_no"], []), CHINA) for row in rows]
    asked = Counter()
    monkeypatch.setattr(case_terms, "term", lambda *args: asked.update([args[0]]) or term(*args))
    many = pl.DataFrame(rows * 20, schema=schema)
    assert case_terms._terms_of_all(many, stops, CHINA) == alone * 20
    # A promised and a legal term each; without a stop the day of its end makes no case another.
    assert asked.total() == 2 * len(rows)
