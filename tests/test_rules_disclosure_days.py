"""The count of a disclosure request day by day: worked lists, and agreement with the clock."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.rules.disclosure import ARTICLES, KINDS, WHY, Event, clock, explain
from data.rules.workdays import CalendarNotLoaded, china

CHINA = china()
LAST = max(CHINA.years)
RECEIVED = date(2025, 9, 12)


def reasons(days: list) -> dict[date, tuple[str, int | None]]:
    return {d.date: (d.why, d.n) for d in days}


def test_every_day_over_national_day_2025():
    days = explain(RECEIVED, [], None, date(2025, 9, 30), CHINA)
    said = reasons(days)
    assert (days[0].date, days[-1].date) == (RECEIVED, date(2025, 10, 16))
    assert [d.date for d in days] == [RECEIVED + timedelta(days=i) for i in range(35)]
    assert said[RECEIVED] == ("start_day", None)
    assert said[date(2025, 9, 13)] == ("weekend", None)
    assert said[date(2025, 9, 15)] == ("counted", 1)
    assert said[date(2025, 9, 28)] == ("make_up", 11)
    assert {said[date(2025, 10, d)] for d in range(1, 9)} == {("holiday", None)}
    assert said[date(2025, 10, 11)] == ("make_up", 16)
    assert said[date(2025, 10, 12)] == ("weekend", None)
    assert said[date(2025, 10, 16)] == ("counted", 20)


def test_stops_restart_extension_and_answer_are_named():
    history = [
        Event("correction_asked", date(2025, 9, 16)),
        Event("corrected", date(2025, 9, 19)),
        Event("third_party_asked", date(2025, 9, 22)),
        Event("third_party_replied", date(2025, 9, 24)),
        Event("agency_asked", date(2025, 9, 23)),
        Event("agency_replied", date(2025, 9, 26)),
        Event("extension_approved", date(2025, 10, 13)),
        Event("extension_notified", date(2025, 10, 14)),
    ]
    # From 19 September: 22 (1), 23-26 stopped, 28-30 (4), 9-11 (7), 13-17 (12), 20-24 (17),
    # 27-29 (20), 30 October is the first day of the extension (21).
    said = reasons(explain(RECEIVED, history, date(2025, 10, 31), date(2025, 11, 3), CHINA))
    assert said[RECEIVED] == ("received", None)
    assert said[date(2025, 9, 15)] == ("restarted", None)
    assert said[date(2025, 9, 17)] == ("awaiting_correction", None)
    assert said[date(2025, 9, 19)] == ("start_day", None)
    assert said[date(2025, 9, 22)] == ("counted", 1)
    assert said[date(2025, 9, 23)] == ("stopped_third_party", None)
    assert said[date(2025, 9, 25)] == ("stopped_agency", None)
    assert said[date(2025, 9, 28)] == ("make_up", 2)
    assert said[date(2025, 10, 29)] == ("counted", 20)
    assert said[date(2025, 10, 30)] == ("extended", 21)
    assert said[date(2025, 11, 3)] == ("after_answer", None)


def test_days_over_the_term_go_on_counting():
    said = reasons(explain(RECEIVED, [], None, date(2025, 10, 20), CHINA))
    assert said[date(2025, 10, 17)] == ("over", 21)
    assert said[date(2025, 10, 18)] == ("weekend", None)
    assert said[date(2025, 10, 20)] == ("over", 22)


def test_waiting_for_a_fee_ends_the_list_today():
    days = explain(
        RECEIVED, [Event("fee_notified", date(2025, 9, 15))], None, date(2025, 9, 17), CHINA
    )
    assert [d.why for d in days][-2:] == ["awaiting_fee", "awaiting_fee"]
    assert days[-1].date == date(2025, 9, 17)


def test_an_answer_entered_before_receipt_lists_the_day_of_receipt_alone():
    answered = date(2025, 9, 11)
    days = explain(RECEIVED, [], answered, answered, CHINA, outcome="r21")
    assert [(d.date, d.why) for d in days] == [(RECEIVED, "after_closing")]


def test_undated_days_are_taken_from_the_first_ones():
    said = reasons(explain(RECEIVED, [], None, date(2025, 9, 16), CHINA, excluded_days=2))
    assert said[date(2025, 9, 15)] == said[date(2025, 9, 16)] == ("excluded_undated", None)
    assert said[date(2025, 10, 20)] == ("counted", 20)


def test_a_year_not_loaded_is_refused_by_name():
    with pytest.raises(CalendarNotLoaded, match=str(LAST + 1)):
        explain(date(LAST, 12, 18), [], None, date(LAST, 12, 31), CHINA)
    with pytest.raises(CalendarNotLoaded, match=str(LAST + 1)):
        explain(date(LAST, 12, 18), [], date(LAST + 1, 1, 8), date(LAST + 1, 1, 8), CHINA)


def test_each_reason_has_words_in_both_languages_and_an_article():
    assert set(WHY) == set(ARTICLES)
    assert all(zh and en for zh, en in WHY.values())
    assert all(ARTICLES.values())


@given(
    st.dates(date(2024, 8, 25), date(2024, 10, 31)),
    st.lists(
        st.builds(Event, st.sampled_from(KINDS), st.dates(date(2024, 8, 20), date(2025, 1, 20))),
        max_size=8,
    ),
    st.integers(-3, 150).map(timedelta),
    st.sampled_from(["open", "answered", "r03", "r21"]),
    st.integers(0, 30),
    st.integers(0, 25),
)
def test_the_days_listed_are_the_days_used(
    received: date,
    history: list[Event],
    later: timedelta,
    ending: str,
    excluded: int,
    extension: int,
):
    end = received + later
    answer = None if ending == "open" else end
    outcome = ending if ending.startswith("r") else None
    args = (received, history, answer, end, CHINA, excluded, extension, outcome)
    found, days = clock(*args), explain(*args)
    used = sum(d.counts for d in days if d.date <= end)
    assert found.used_days == (None if found.state == "closed" else used)
    assert [d.n for d in days if d.counts] == list(range(1, sum(d.counts for d in days) + 1))
    assert all(d.counts == (d.n is not None) for d in days)
    assert {d.why for d in days} <= set(WHY)
    assert days[0].date == received
    if found.due_on is not None:
        assert days[-1].date == max(found.due_on, end)
        over = [d.date for d in days if d.why == "over"]
        assert all(d > found.due_on for d in over)
        counted = [d.date for d in days if d.counts and d.why != "over"]
        assert all(d <= found.due_on for d in counted)
        limit = 20 + found.extension_days
        if answer is None:
            # Nothing more happens: the count reaches its limit no earlier than the due date.
            assert max((d.n or 0) for d in days if d.date <= found.due_on) <= limit
