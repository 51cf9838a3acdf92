"""Validation: what is not taken, and whether the reason helps to mend it."""

from datetime import UTC, datetime, timedelta

import pytest

from data.intake.check.faults import quoted
from data.intake.profile.load import load
from data.intake.read.chunk import LINE
from tests.intake_data import CASE, SHANGHAI, one, taken


def why(row, **options):
    """The reason for which a row between two good ones is not taken."""
    found = taken([{**CASE, "case_no": "A"}, row, {**CASE, "case_no": "B"}], **options)
    (reject,) = found.rejects
    assert reject.line == 3
    assert found.frame[LINE].to_list() == [2, 4]
    return reject.reason


def why_alone(row, dataset):
    """The reason for which a row by itself is not taken."""
    found = taken([row], dataset)
    assert found.frame.is_empty()
    return found.rejects[0].reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"case_no": None}, "case_no is missing"),
        ({"case_no": "  "}, "case_no is missing"),
        ({"accepted_on": None}, "accepted_on is missing"),
        ({"channel": None}, "channel is missing"),
        (
            {"channel": "onlin"},
            "channel: \"onlin\" is not a known value; did you mean 'online' or 'hotline'?",
        ),
        (
            {"channel": "传真"},
            'channel: "传真" is not a known value; known are hall, online, hotline, appointment, '
            "self_service, other",
        ),
        (
            {"accepted_on": "2025-02-30"},
            'accepted_on: "2025-02-30" is no date in Asia/Shanghai; 2024-05-27 is expected, '
            'or what [formats] of the profile says, such as accepted_on = "%d/%m/%Y"',
        ),
        (
            {"accepted_at": "soon"},
            'accepted_at: "soon" is no time in Asia/Shanghai; 2024-05-27 09:30:00 is '
            'expected, or what [formats] of the profile says, such as accepted_at = "%d/%m/%Y %H:%M"',
        ),
        ({"legal_days": "-1"}, 'legal_days: "-1" is outside the range from 0 to 2000'),
        ({"legal_days": "2001"}, 'legal_days: "2001" is outside the range from 0 to 2000'),
        ({"legal_days": "5.5"}, 'legal_days: "5.5" is no whole number'),
        ({"legal_days": "five"}, 'legal_days: "five" is no whole number'),
        ({"used_days": "nan"}, 'used_days: "nan" is no number'),
        ({"used_days": "inf"}, 'used_days: "inf" is no number'),
        (
            {"completed_on_site": "maybe"},
            'completed_on_site: "maybe" is neither true nor false; '
            "是/否, true/false, 1/0 or Y/N is expected",
        ),
        ({"void": "perhaps"}, 'void: "perhaps" is neither true nor false'),
        (
            {"item": "x" * 201},
            f'item: "{"x" * 39}…" has 201 characters; at most 200 are kept',
        ),
        (
            {"case_no": "x" * 65},
            f'case_no: "{"x" * 39}…" has 65 characters; at most 64 are kept',
        ),
        (
            {"case_no": "1.23457E+17"},
            'case_no: "1.23457E+17" is a number that Excel has shortened; '
            "format the column as text",
        ),
        ({"case_no": "N\x011"}, "case_no holds characters that cannot be seen 含不可见字符"),
        ({"accepted_on": "1989-12-31"}, "accepted_on 1989-12-31 lies outside 1990–2100"),
        ({"due_on": "2101-01-01"}, "due_on 2101-01-01 lies outside 1990–2100"),
        ({"accepted_on": "2025-09-13"}, "accepted_on 2025-09-13 lies in the future"),
        ({"completed_on": "2031-01-01"}, "completed_on 2031-01-01 lies in the future"),
        (
            {"completed_at": "2025-09-12 15:11:00"},
            "completed_at 2025-09-12 15:11 lies in the future",
        ),
        (
            {"completed_on": "2025-09-09"},
            "completed_on 2025-09-09 lies before accepted_on 2025-09-10",
        ),
        (
            {"accepted_at": "2025-09-10 10:00", "completed_at": "2025-09-10 09:59"},
            "completed_at 2025-09-10 09:59 lies before accepted_at 2025-09-10 10:00",
        ),
    ],
)
def test_a_faulty_case_is_named_and_its_neighbours_are_taken(change, reason):
    assert why({**CASE, **change}) == reason


@pytest.mark.parametrize(
    "change",
    [
        {"due_on": "2027-01-01"},
        {"completed_at": "2025-09-12 15:09:00"},  # clocks of other systems may be a little ahead
        {"accepted_on": "2025-09-12", "completed_on": "2025-09-12"},
        {"accepted_at": "2025-09-10 10:00", "completed_at": "2025-09-10 10:00"},
        {"accepted_on": "1990-01-01"},
        {"item": "x" * 200},
        {"legal_days": "2000"},
    ],
)
def test_what_lies_at_the_edge_is_taken(change):
    one({**CASE, **change})


def test_today_is_the_day_at_the_source():
    """At 01:00 of the 13th in Shanghai it is still the 12th in New York."""
    new_york = load("nyc311")
    row = {
        "unique_key": "1",
        "complaint_type": "x",
        "open_data_channel_type": "PHONE",
        "created_date": "2025-09-12T12:00:00.000",
        "status": "Open",
        "agency": "DOT",
    }
    late = datetime(2025, 9, 13, 1, 0, tzinfo=SHANGHAI)
    assert taken([row], profile=new_york, now=late).rejects == []
    (reject,) = taken([row], profile=new_york, now=late - timedelta(minutes=71)).rejects
    assert reject.reason == "accepted_at (created_date) 2025-09-12 12:00 lies in the future"


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2024-03-10T02:30:00.000", None),  # skipped when clocks go forward
        ("2024-11-03T01:30:00.000", datetime(2024, 11, 3, 5, 30, tzinfo=UTC)),  # the earlier one
    ],
)
def test_hours_that_clocks_skip_or_repeat(text, instant):
    row = {
        "unique_key": "1",
        "complaint_type": "x",
        "open_data_channel_type": "PHONE",
        "created_date": text,
    }
    found = taken([row], profile=load("nyc311"))
    assert [r.line for r in found.rejects] == ([2] if instant is None else [])
    accepted = found.frame["accepted_at"].dt.convert_time_zone("UTC").to_list()
    assert accepted == ([] if instant is None else [instant])


def test_an_answer_comes_after_the_receipt():
    row = {
        "request_no": "R1",
        "applicant_kind": "person",
        "received_on": "2025-09-10",
        "answered_on": "2025-09-09",
    }
    assert why_alone(row, "disclosure-requests") == (
        "answered_on 2025-09-09 lies before received_on 2025-09-10"
    )


@pytest.mark.parametrize("score", ["0", "6"])
def test_a_score_has_five_levels(score):
    row = {"evaluation_no": "E1", "score": score, "rated_on": "2025-09-10"}
    assert why_alone(row, "evaluations") == (f'score: "{score}" is outside the range from 1 to 5')


def test_only_the_first_fault_of_a_line_is_given():
    found = taken([{**CASE, "channel": "?", "legal_days": "-1", "accepted_on": None}])
    assert [(r.line, r.field) for r in found.rejects] == [(2, "channel")]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("13812345678", '"…"'),
        ("138-1234-5678", '"…"'),
        ("51130219900101123X", '"…X"'),
        ("电话 0817 2222222", '"电话 …"'),
        ("2025-09-10 10:00", '"2025-09-10 10:00"'),
        ("x" * 60, f'"{"x" * 39}…"'),
        ("a\nb\u2028c", '"a b c"'),
    ],
)
def test_a_reason_shows_no_long_number_and_stays_on_one_line(value, said):
    assert quoted(value) == said
