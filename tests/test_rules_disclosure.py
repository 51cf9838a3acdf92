"""The disclosure clock, each branch by an example counted on paper from the notice of 2025.

Free 1-8 October 2025; 28 September (Sun) and 11 October (Sat) worked. Working days after
Fri 12 September: 15-19 (5), 22-26 (10), 28-30 (13), 9-11 October (16), 13-17 (21), 20-24 (26),
27-31 (31), 3-7 November (36), 10-14 (41). RECEIVED is that Friday unless said otherwise.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.rules.disclosure import (
    BUCKETS,
    FLAGS,
    KINDS,
    Clock,
    Event,
    bucket,
    clock,
    clock_reason,
    reason_words,
)
from data.rules.workdays import china, none

CHINA = china()
LAST = max(CHINA.years)
RECEIVED = date(2025, 9, 12)


def sep(day: int) -> date:
    return date(2025, 9, day)


def october(day: int) -> date:
    return date(2025, 10, day)


def november(day: int) -> date:
    return date(2025, 11, day)


def events(**dates: date) -> list[Event]:
    return [Event(kind, on) for kind, on in dates.items()]


def ask(
    asked_on: date, answered_on: date | None = None, received_on: date = RECEIVED, **more
) -> Clock:
    rest = {k: more.pop(k) for k in ("excluded_days", "extension_days", "outcome") if k in more}
    calendar = more.pop("calendar", CHINA)
    return clock(received_on, events(**more), answered_on, asked_on, calendar, **rest)


def test_plain_request():
    found = ask(sep(30))
    assert (found.start, found.due_on, found.used_days, found.state) == (
        RECEIVED,
        october(16),
        13,
        "open",
    )
    assert (found.days_left, found.flags, found.reason) == (7, frozenset(), None)
    assert found.on_time is None


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (sep(13), october(16)),  # Saturday: counted from Monday like Friday's
        (sep(14), october(16)),
        # Make-up Sunday 28 September: 29, 30 (2), 9-11 (5), 13-17 (10), 20-24 (15), 27-31 (20).
        (sep(28), october(31)),
        # In the holiday: 9-11 (3), 13-17 (8), 20-24 (13), 27-31 (18), 3-4 November (20).
        (october(3), date(2025, 11, 4)),
    ],
)
def test_received_on_a_day_off_or_a_make_up_workday(received: date, due: date):
    assert ask(october(31), received_on=received).due_on == due


@pytest.mark.parametrize(
    ("asked_on", "answered_on", "overdue", "days_left", "on_time"),
    [
        (october(16), None, False, 0, None),  # due today is not overdue
        (october(17), None, True, -1, None),
        (october(18), None, True, -1, None),  # Saturday
        (october(20), None, True, -2, None),
        (october(20), october(16), False, None, True),
        (october(20), october(17), False, None, False),
    ],
)
def test_overdue_and_on_time(
    asked_on: date,
    answered_on: date | None,
    overdue: bool,
    days_left: int | None,
    on_time: bool | None,
):
    found = ask(asked_on, answered_on)
    assert found.overdue() is overdue
    assert found.overdue(RECEIVED) is False
    assert (found.days_left, found.on_time) == (days_left, on_time)
    assert found.state == ("answered" if answered_on else "open")


@pytest.mark.parametrize(
    ("day", "soon"),
    [(october(11), False), (october(13), True), (october(16), True), (october(17), False)],
)
def test_close_to_due_is_three_working_days(day: date, soon: bool):
    assert ask(day).due_soon is soon


def test_a_third_partys_time_is_excluded():
    # After 22 September: 23-26 (4), 28-30 (7), 9-10 October (9). 20 + 9 = 29: 29 October.
    found = ask(october(13), third_party_asked=sep(22), third_party_replied=october(10))
    assert (found.due_on, found.excluded_days, found.state) == (october(29), 9, "open")
    assert found.used_days == 17 - 9


def test_overlapping_stops_count_once():
    # Union 22 September to 13 October: nine, and 11 and 13 October: 31 working days: 31 October.
    found = ask(
        october(20),
        third_party_asked=sep(22),
        third_party_replied=october(10),
        agency_asked=sep(25),
        agency_replied=october(13),
    )
    assert (found.due_on, found.excluded_days) == (october(31), 11)


def test_a_stop_within_another_takes_nothing_more():
    found = ask(
        october(13),
        third_party_asked=sep(22),
        third_party_replied=october(10),
        agency_asked=sep(24),
        agency_replied=sep(26),
    )
    assert (found.due_on, found.excluded_days) == (october(29), 9)


@pytest.mark.parametrize("asked_on", [sep(26), sep(30), october(5), october(17)])
def test_without_a_reply_the_term_stands_still_and_the_due_date_is_the_latest_one(asked_on: date):
    # Fifteen working days after 22 September end on 17 October: 4, 7, 9-11 (10), 13-17 (15). Then
    # 20-24 (11), 27-31 (16), 3-6 November (20).
    found = ask(asked_on, agency_asked=sep(22))
    assert (found.state, found.excluded_days) == ("stopped", 15)
    assert found.due_on == date(2025, 11, 6)
    assert found.used_days == 6  # 15-19 and 22 September, whenever asked
    assert found.flags == frozenset()


@pytest.mark.parametrize("party", ["third_party", "agency"])
def test_after_fifteen_working_days_of_silence_days_count_and_the_request_falls_due(party: str):
    silent = {f"{party}_asked": sep(22)}
    found = ask(october(20), **silent)
    assert (found.state, found.used_days, found.due_on) == ("open", 7, date(2025, 11, 6))
    assert found.flags == {f"{party}_late"}
    half_a_year_later = ask(date(2026, 3, 30), **silent)
    assert (half_a_year_later.excluded_days, half_a_year_later.due_on) == (15, date(2025, 11, 6))
    assert half_a_year_later.overdue()
    # A reply that comes after all takes nothing more.
    late = ask(october(31), **silent, **{f"{party}_replied": october(28)})
    assert (late.excluded_days, late.due_on) == (15, date(2025, 11, 6))
    assert late.flags == {f"{party}_late"}


def test_the_time_to_reply_runs_from_receipt_of_the_letter():
    # Received on Wednesday 24 September: 25-26 (2), 28-30 (5), 9-11 (8), 13-17 (13), 20-21 (15). The
    # two days on the way are excluded, too. Then 22-24 (9), 27-31 (14), 3-7 November (19), 10 (20).
    found = ask(sep(30), third_party_asked=sep(22), third_party_served=sep(24))
    assert (found.excluded_days, found.due_on) == (17, date(2025, 11, 10))


@pytest.mark.parametrize("party", ["third_party", "agency"])
def test_a_letter_delivered_late_gives_no_time_anew(party: str):
    # Fifteen after 22 September end on 17 October, the last day on which it may come in to count.
    sent = {f"{party}_asked": sep(22)}
    last = ask(october(20), **sent, **{f"{party}_served": october(17)})
    # 20-24 (5), 27-31 (10), 3-7 November (15): with the fifteen on the way thirty.
    assert (last.excluded_days, last.flags) == (30, frozenset())
    for served in (october(20), date(2025, 11, 10), date(2026, 3, 2)):
        late = ask(date(2026, 3, 30), **sent, **{f"{party}_served": served})
        assert (late.excluded_days, late.due_on) == (15, date(2025, 11, 6))
        assert {"late_delivery", f"{party}_late"} <= late.flags
        assert late.overdue()


ON = st.integers(0, 45).map(lambda n: RECEIVED + timedelta(days=n))
EARLY = st.lists(st.builds(Event, st.sampled_from(KINDS), ON), max_size=4)


@given(early=EARLY, kind=st.sampled_from(KINDS), after=st.integers(1, 60))
def test_nothing_that_is_entered_after_the_term_had_run_out_makes_an_overdue_request_punctual(
    early: list[Event], kind: str, after: int
):
    asked = date(2026, 3, 30)
    before = clock(RECEIVED, early, None, asked, CHINA)
    if before.due_on is None:
        return
    later = Event(kind, before.due_on + timedelta(days=after))
    found = clock(RECEIVED, [*early, later], None, asked, CHINA)
    assert (found.due_on, found.overdue()) == (before.due_on, True)


def test_a_notice_that_the_answer_did_not_wait_for_opens_the_term_for_no_other():
    """A fee asked for in time and never paid, then, the term over, a correction: 16 October stands."""
    moot = {"fee_notified": sep(22)}
    late = ask(
        date(2025, 12, 1), date(2025, 11, 20), outcome="r03", **moot,
        correction_asked=october(27), corrected=october(30),
    )  # fmt: skip
    assert (late.due_on, late.on_time) == (october(16), False)
    assert "correction_notice_after_term" in late.flags
    # A fee that was paid: the term stood still, and the notice within it restarts it.
    paid = ask(
        date(2025, 12, 1), date(2025, 11, 20), outcome="r03", **moot,
        correction_asked=sep(23), corrected=october(30), fee_paid=october(31),
    )  # fmt: skip
    assert (paid.start, paid.on_time) == (october(31), True)


def test_a_notice_without_effect_makes_no_answer_a_closing():
    late = ask(date(2025, 12, 1), november(20), correction_asked=november(18))
    assert (late.state, late.on_time, late.used_days) == ("answered", False, 45)


def test_a_hall_may_give_less_time_to_reply():
    found = clock(RECEIVED, events(agency_asked=sep(22)), None, sep(30), CHINA, opinion_days=4)
    assert (found.excluded_days, found.due_on) == (4, october(22))


def test_two_parties_asked_stop_until_both_replied():
    both = [Event("third_party_asked", sep(22)), Event("third_party_asked", sep(24))]
    first = Event("third_party_replied", sep(25))
    stopped = clock(RECEIVED, [*both, first], None, sep(30), CHINA)
    # Fifteen after 24 September end on 21 October: with 23 and 24 September seventeen.
    assert (stopped.state, stopped.excluded_days) == ("stopped", 17)
    ended = clock(
        RECEIVED, [*both, first, Event("third_party_replied", sep(29))], None, sep(30), CHINA
    )
    assert (ended.state, ended.excluded_days) == ("open", 6)  # 23-26, 28, 29


def test_asked_and_replied_on_one_day_takes_nothing():
    found = ask(sep(30), third_party_asked=sep(22), third_party_replied=sep(22))
    assert (found.state, found.excluded_days, found.due_on) == ("open", 0, october(16))


def test_a_stop_on_the_last_day_holds_and_one_after_it_is_too_late():
    held = ask(october(21), agency_asked=october(16), agency_replied=october(20))
    assert held.due_on == october(20)  # 17 and 20 October excluded
    late = ask(october(30), agency_asked=october(20), agency_replied=october(30))
    assert late.due_on == october(16)
    assert late.overdue()


def test_a_slow_reply_is_flagged():
    # After 22 September fifteen end on 17 October: 4, 7, 9-11 (10), 13-17 (15).
    in_time = ask(october(20), third_party_asked=sep(22), third_party_replied=october(17))
    slow = ask(october(20), third_party_asked=sep(22), third_party_replied=october(20))
    assert "third_party_late" not in in_time.flags
    assert "third_party_late" in slow.flags
    assert "agency_late" in ask(october(20), agency_asked=sep(22)).flags


def test_a_correction_restarts_the_term():
    # Corrected on make-up Sunday 28 September: due 31 October as above.
    found = ask(october(9), correction_asked=sep(19), corrected=sep(28))
    assert (found.start, found.due_on, found.used_days) == (sep(28), october(31), 3)
    assert found.state == "open"
    assert ask(october(9), corrected=sep(28)).due_on == october(31)  # source without the notice


def test_while_a_correction_is_awaited_no_term_runs():
    found = ask(october(30), correction_asked=sep(19))
    assert (found.state, found.due_on, found.reason) == (
        "awaiting_correction",
        None,
        "awaiting-correction",
    )
    assert not found.overdue()
    assert found.days_left is None
    assert found.used_days == 5


@pytest.mark.parametrize(("asked", "late"), [(sep(23), False), (sep(24), True)])
def test_a_correction_asked_later_than_seven_working_days_is_flagged(asked: date, late: bool):
    found = ask(october(9), correction_asked=asked, corrected=sep(28))
    assert ("late_correction_notice" in found.flags) is late
    assert found.due_on == october(31)  # it restarts all the same


def test_only_the_first_correction_notice_restarts_the_term():
    twice = [
        Event("correction_asked", sep(15)),
        Event("corrected", sep(22)),
        Event("correction_asked", sep(29)),
        Event("corrected", october(9)),
    ]
    found = clock(RECEIVED, twice, None, october(9), CHINA)
    assert found.flags == {"repeated_correction_notice"}
    # From 22 September: 23-26 (4), 28-30 (7), 9 October (8), 10-11 (10), 13-17 (15), 20-24 (20).
    assert (found.start, found.used_days, found.due_on) == (sep(22), 8, october(24))
    # While the second is open the term runs.
    open_notice = clock(RECEIVED, twice[:3], None, october(28), CHINA)
    assert (open_notice.state, open_notice.due_on) == ("open", october(24))
    assert open_notice.overdue()


@pytest.mark.parametrize(
    ("asks", "ends", "name"),
    [("correction_asked", "corrected", "correction"), ("fee_notified", "fee_paid", "fee")],
)
def test_a_notice_after_the_term_restarts_nothing(asks: str, ends: str, name: str):
    flag = f"{name}_notice_after_term"
    on_the_last_day = ask(october(31), **{asks: october(16), ends: october(20)})
    assert (on_the_last_day.start, flag in on_the_last_day.flags) == (october(20), False)
    late = {asks: october(17), ends: october(20)}
    found = ask(october(31), **late)
    assert (found.start, found.due_on, found.overdue()) == (RECEIVED, october(16), True)
    assert flag in found.flags
    waiting = ask(october(31), **{asks: october(17)})
    assert (waiting.state, waiting.due_on, waiting.overdue()) == ("open", october(16), True)
    answered = ask(october(31), october(30), outcome="r03", **late)
    assert (answered.on_time, answered.used_days) == (False, 30)
    # Nor does it take a request that was overdue off the list when it is closed for it.
    closed = ask(october(31), october(30), outcome="r21", **{asks: october(17)})
    if name == "correction":
        assert (closed.due_on, "overdue_when_closed" in closed.flags) == (october(16), True)


def test_a_correction_without_a_notice_on_record_restarts_a_term_that_still_runs():
    assert ask(october(9), corrected=sep(28)).start == sep(28)
    late = ask(october(31), corrected=october(17))
    assert (late.start, late.due_on) == (RECEIVED, october(16))
    assert late.flags == {"correction_without_notice"}


def test_waiting_for_a_correction_ends_with_the_limit_that_the_notice_sets():
    notice = [Event("correction_asked", sep(19), limit_on=october(10))]
    in_time = clock(RECEIVED, notice, None, october(10), CHINA)
    over = clock(RECEIVED, notice, None, october(11), CHINA)
    assert (in_time.to_close, over.to_close) == (False, True)
    assert over.applicant_limit_on == october(10)
    assert over.flags == {"correction_overdue"}
    closed = clock(RECEIVED, notice, october(13), october(20), CHINA, outcome="r21")
    assert (closed.to_close, closed.state, closed.due_on) == (False, "closed", None)
    without = ask(october(30), correction_asked=sep(19))
    assert (without.to_close, without.flags) == (False, {"no_correction_limit"})


def test_a_stop_before_the_restart_moves_nothing():
    found = ask(
        october(20),
        third_party_asked=sep(15),
        third_party_replied=sep(30),
        correction_asked=sep(19),
        corrected=sep(28),
    )
    # Of the stop only 29 and 30 September lie in the new term: 31 October and two working days.
    assert (found.excluded_days, found.due_on) == (2, date(2025, 11, 4))


def test_after_payment_the_term_restarts_the_next_day():
    # Paid Friday 26 September: 28-30 (3), 9-11 (6), 13-17 (11), 20-24 (16), 27-30 (20).
    found = ask(october(9), fee_notified=sep(15), fee_paid=sep(26))
    assert (found.start, found.due_on, found.used_days) == (sep(26), october(30), 4)


@pytest.mark.parametrize(("asked_on", "unpaid"), [(october(17), False), (october(20), True)])
def test_a_fee_not_paid_in_twenty_working_days(asked_on: date, unpaid: bool):
    # After 15 September: 16-19 (4), 22-26 (9), 28-30 (12), 9-11 (15), 13-17 October (20).
    found = ask(asked_on, fee_notified=sep(15))
    assert ("fee_unpaid" in found.flags) is unpaid
    assert (found.state, found.due_on, found.reason) == ("stopped", None, "awaiting-fee")
    assert (found.applicant_limit_on, found.to_close) == (october(17), unpaid)


@pytest.mark.parametrize(
    ("given", "extension", "due", "flags"),
    [
        (
            {"extension_approved": october(14), "extension_notified": october(16)},
            20,
            date(2025, 11, 13),
            set(),
        ),
        (
            {"extension_approved": october(14), "extension_notified": october(17)},
            0,
            october(16),
            {"late_extension"},
        ),
        ({"extension_approved": october(14)}, 0, october(16), {"invalid_extension"}),
        ({"extension_notified": october(14)}, 0, october(16), {"invalid_extension"}),
        (
            {"extension_notified": october(14), "extension_days": 10},
            0,
            october(16),
            {"invalid_extension"},
        ),
        ({"extension_days": 10}, 10, october(30), {"undated_extension"}),
        (
            {"extension_approved": sep(15), "extension_notified": sep(16), "extension_days": 5},
            5,
            october(23),
            set(),
        ),
        (
            {"extension_approved": sep(15), "extension_notified": sep(16), "extension_days": 30},
            20,
            date(2025, 11, 13),
            {"extension_capped"},
        ),
    ],
)
def test_extension(given: dict, extension: int, due: date, flags: set[str]):
    found = ask(october(20), **given)
    assert (found.extension_days, found.due_on, found.flags) == (extension, due, flags)


def test_an_extension_within_a_term_that_a_stop_moved_is_in_time():
    # The stop of nine working days moved the first term to 29 October.
    found = ask(
        october(30),
        third_party_asked=sep(22),
        third_party_replied=october(10),
        extension_approved=october(28),
        extension_notified=october(29),
    )
    assert found.extension_days == 20
    assert found.due_on == CHINA.add(RECEIVED, 49)


def test_undated_excluded_days():
    found = ask(october(20), october(17), excluded_days=2)
    assert (found.due_on, found.used_days, found.excluded_days) == (october(20), 19, 2)
    assert found.on_time is True
    assert "undated_exclusion" in found.flags
    assert ask(sep(15), sep(15), excluded_days=5).used_days == 0


@pytest.mark.parametrize("answered", [RECEIVED, sep(14), sep(11)])
def test_an_answer_on_the_day_of_receipt_is_no_irregularity(answered: date):
    found = ask(sep(30), answered)
    assert (found.used_days, found.on_time) == (0, True)
    assert found.at_once is (answered == RECEIVED)
    assert found.flags == ({"ended_before_receipt"} if answered < RECEIVED else set())


@pytest.mark.parametrize(("ended", "late"), [(october(16), False), (october(17), True)])
def test_a_withdrawn_request_is_closed_and_has_no_answering_time(ended: date, late: bool):
    found = ask(october(30), ended, outcome="r23")
    assert (found.state, found.answered_on, found.closed_on) == ("closed", None, ended)
    assert (found.used_days, found.on_time, found.days_left) == (None, None, None)
    assert (found.due_on, "overdue_when_closed" in found.flags) == (october(16), late)
    assert not found.overdue()


def test_events_outside_the_requests_span_are_left_out_and_flagged():
    found = ask(october(30), october(9), corrected=october(20), agency_asked=sep(1))
    assert found.flags == {"event_out_of_span"}
    assert (found.start, found.due_on, found.excluded_days) == (RECEIVED, october(16), 0)


def test_a_reply_that_nobody_asked_for_is_flagged():
    assert ask(sep(30), agency_replied=sep(22)).flags == {"reply_without_request"}


@pytest.mark.parametrize(
    ("outcome", "state", "due"),
    [
        (None, "closed", None),
        ("r21", "closed", None),
        ("r03", "answered", october(16)),  # answered without waiting: the notice was moot
    ],
)
def test_an_end_while_a_correction_is_awaited(outcome: str | None, state: str, due: date | None):
    found = ask(october(30), october(14), correction_asked=sep(19), outcome=outcome)
    assert (found.state, found.due_on) == (state, due)
    assert found.on_time is (None if due is None else True)
    assert found.used_days == (18 if due else None)


def test_a_due_date_in_a_year_not_loaded_is_said_and_not_guessed():
    received = date(LAST, 12, 18)
    found = clock(received, [], None, date(LAST, 12, 31), CHINA)
    assert (found.due_on, found.reason) == (None, f"calendar-{LAST + 1}")
    assert found.used_days == CHINA.count(received, date(LAST, 12, 31))
    assert not found.overdue(date(LAST + 1, 6, 1))
    assert found.known_until == date(LAST, 12, 31)
    assert found.used_days is not None
    assert (found.known_days, found.remaining_days) == (found.used_days, 20 - found.used_days)
    assert str(found.remaining_days) in (clock_reason(found) or ("", ""))[0]
    loaded = china([(date(LAST + 1, 1, 1), "holiday")], [LAST + 1])
    assert clock(received, [], None, date(LAST, 12, 31), loaded).due_on is not None


def test_a_source_without_a_calendar():
    found = ask(
        october(20),
        october(17),
        calendar=none(),
        extension_approved=sep(15),
        extension_notified=sep(16),
    )
    assert (found.due_on, found.used_days, found.excluded_days) == (None, None, None)
    assert found.reason == "no-calendar"
    assert found.state == "answered"


def test_reasons_and_flags_have_words():
    assert "2027" in reason_words("calendar-2027")[0]
    assert "2027" in reason_words("calendar-2027")[1]
    for reason in ("awaiting-correction", "awaiting-fee", "closed", "no-calendar"):
        assert all(reason_words(reason))
    assert all(all(words) for words in FLAGS.values())


def test_an_unknown_kind_of_event_is_refused():
    with pytest.raises(ValueError, match="telephoned"):
        Event("telephoned", sep(15))


@pytest.mark.parametrize(
    ("used", "id"),
    [
        (0, "le5"),
        (5, "le5"),
        (5.5, "le10"),
        (6, "le10"),
        (15, "le15"),
        (20, "le20"),
        (21, "le40"),
        (40, "le40"),
        (41, "gt40"),
        (None, None),
    ],
)
def test_buckets(used: float | None, id: str | None):
    assert bucket(used) == id
    assert id is None or id in BUCKETS


HISTORIES = st.lists(
    st.builds(Event, st.sampled_from(KINDS), st.dates(date(2024, 8, 20), date(2025, 1, 20))),
    max_size=8,
)
RECEIPTS = st.dates(date(2024, 8, 25), date(2024, 10, 31))
LATER = st.integers(0, 150).map(timedelta)


@given(RECEIPTS, HISTORIES, LATER, st.booleans(), st.integers(0, 30), st.integers(0, 25))
def test_properties_of_the_due_date(
    received: date,
    history: list[Event],
    later: timedelta,
    answered: bool,
    excluded: int,
    extension: int,
):
    end = received + later
    answer = end if answered else None
    found = clock(received, history, answer, end, CHINA, excluded, extension)
    more = clock(received, history, answer, end, CHINA, excluded + 1, extension)
    assert set(found.flags) <= set(FLAGS)
    if found.state == "closed":
        assert found.used_days is None
        return
    assert found.used_days is not None
    assert more.used_days is not None
    if more.start == found.start:
        assert found.used_days - 1 <= more.used_days <= found.used_days
    assert (found.due_on is None) == (found.reason is not None)
    if found.due_on is None or more.due_on is None:
        return
    assert CHINA.is_workday(found.due_on)
    assert found.due_on > found.start
    assert more.due_on >= found.due_on
    if more.extension_days == found.extension_days:
        assert more.due_on > found.due_on
    # On time by the date is on time by the count, and late by the count is late by the date.
    limit = 20 + found.extension_days
    if found.on_time:
        assert found.used_days <= limit
    if answered and found.used_days > limit:
        assert found.on_time is False
    if found.days_left is not None and not found.overdue():
        assert found.days_left >= 0


@given(RECEIPTS, HISTORIES, LATER)
def test_the_order_in_which_events_arrive_does_not_matter(
    received: date, history: list[Event], later: timedelta
):
    one = clock(received, history, None, received + later, CHINA)
    assert clock(received, list(reversed(history)), None, received + later, CHINA) == one
    assert clock(received, history * 2, None, received + later, CHINA) == one
