"""Values by period and code: what they are, when they are missing, and that they add up."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest

from data.answers.names import of_dimension
from data.answers.values import Value, checked, values
from data.catalog import DATASETS, INDICATORS, OWNERS, owner
from data.measures import Count, Stock
from data.periods import months_before
from data.questions import Unanswerable, Values
from tests.contracts import for_each
from tests.hall_data import SAMPLE_FIRST, SAMPLE_LAST, Store
from tests.recount import LISTS, RATIOS, Cell, number, recount, speed_up, unused_items

pytestmark = pytest.mark.usefixtures("clock")
TODAY = SAMPLE_LAST
COUNTS = [i for i, x in INDICATORS.items() if isinstance(x.measure, Count)]
STOCKS = [i for i, x in INDICATORS.items() if isinstance(x.measure, Stock)]
# What is controlled is answered by whole years only, and recounted with the rest of its subject.
COUNTED = [i for i in INDICATORS if i not in LISTS and not OWNERS[i].control]
DIMENSIONS = [(i, d) for i in COUNTED for d in INDICATORS[i].dimensions]


def ask(store: Store, id: str, today: date = TODAY, **more: Any) -> list[Value]:
    with store.engine.connect() as connection:
        return values(connection, Values(id, **more), today)


def case(key: str, accepted: str, **more: Any) -> dict[str, Any]:
    return {"case_no": key, "item": "i", "channel": "hall", "accepted_on": accepted, **more}


@pytest.fixture(scope="module")
def rows(_sample: tuple[Store, Any]) -> dict[str, list[dict[str, Any]]]:
    """The records of the sample as the tables have them."""
    return {dataset: _sample[0].rows(dataset) for dataset in DATASETS}


def told(found: list[Value]) -> list[tuple[str, bool, Any]]:
    return [(v.period.name if v.period else "", v.partial, v.value) for v in found]


# --- periods ------------------------------------------------------------------------------------


@pytest.fixture
def four(store: Store) -> Store:
    """Four cases: 29 and 31 December 2025, 5 January and (today) 24 November 2026."""
    days = ["2025-12-29", "2025-12-31", "2026-01-05", "2026-11-24"]
    store.ingest("cases", [case(f"A{i}", day) for i, day in enumerate(days)])
    return store


@pytest.mark.parametrize(
    ("grain", "first", "last"),
    [
        ("day", [("2025-12-29", False, 1), ("2025-12-30", False, 0)], ("2026-11-24", True, 1)),
        ("week", [("2026-W01", False, 2), ("2026-W02", False, 1)], ("2026-W48", True, 1)),
        ("month", [("2025-12", True, 2), ("2026-01", False, 1)], ("2026-11", True, 1)),
        ("quarter", [("2025-Q4", True, 2), ("2026-Q1", False, 1)], ("2026-Q4", True, 1)),
        ("year", [("2025", True, 2), ("2026", True, 2)], ("2026", True, 2)),
        ("total", [("total", True, 4)], ("total", True, 4)),
    ],
)
def test_periods_have_their_names_and_say_when_they_are_not_whole(
    four: Store, grain: str, first: list[Any], last: Any
) -> None:
    found = told(ask(four, "cases-accepted", grain=grain))
    assert found[: len(first)] == first
    assert found[-1] == last
    assert sum(value for *_, value in found) == 4


def test_a_period_that_from_or_to_cuts_is_partial_and_counts_what_is_left(four: Store) -> None:
    found = ask(four, "cases-accepted", from_=date(2025, 12, 30), to=date(2026, 1, 4))
    assert told(found) == [("2025-12", True, 1), ("2026-01", True, 0)]
    whole = ask(four, "cases-accepted", from_=date(2026, 1, 1), to=date(2026, 1, 31))
    assert told(whole) == [("2026-01", False, 1)]


def test_counts_are_zero_inside_the_time_covered_and_missing_outside(four: Store) -> None:
    found = ask(four, "cases-accepted", from_=date(2025, 10, 1), to=date(2027, 1, 31))
    assert [(v.period.name, v.value, v.reason) for v in found if v.period][:4] == [
        ("2025-10", None, "not-covered"),
        ("2025-11", None, "not-covered"),
        ("2025-12", 2, None),
        ("2026-01", 1, None),
    ]
    assert [v.value for v in found[4:-3]] == [0] * 9
    assert [(v.value, v.reason) for v in found[-2:]] == [(None, "not-covered")] * 2


@for_each("id", INDICATORS)
def test_an_empty_store_has_no_values_rather_than_zeros(store: Store, id: str) -> None:
    assert not any(v.value for v in ask(store, id))


def test_a_rate_without_a_denominator_is_missing_with_the_reason(four: Store) -> None:
    (found,) = ask(four, "on-time-rate", grain="total")
    assert (found.value, found.numerator, found.denominator) == (None, 0, 0)
    assert found.reason == "no-data"


# --- what is due goes on after the newest event -------------------------------------------------


@pytest.fixture
def quiet(store: Store) -> Store:
    """Nothing has happened since Friday 20 November; open cases fell due on the 21st and 23rd."""
    lines = [
        case("late", "2026-11-20", due_on="2026-11-21"),
        case("today", "2026-11-20", due_on="2026-11-24"),
        case("later", "2026-11-20", due_on="2026-11-23"),
        case("done", "2026-11-20", due_on="2026-11-22", completed_on="2026-11-20"),
    ]
    store.ingest("cases", lines)
    return store


@pytest.mark.parametrize("grain", ["week", "month", "quarter", "year", "total"])
def test_the_cohort_that_fell_due_since_the_newest_event_is_in_the_running_period(
    quiet: Store, grain: str
) -> None:
    found = ask(quiet, "on-time-rate-due", grain=grain)
    week_ended = grain == "week"  # the week of the 20th ends on the 22nd
    assert (found[-1].numerator, found[-1].denominator) == ((1, 2) if week_ended else (1, 3))


@pytest.mark.parametrize(
    ("grain", "overdue"), [("month", 2), ("total", 2), ("week", 1), ("day", 0)]
)
def test_what_is_overdue_is_so_now_or_at_the_end_of_its_period(
    quiet: Store, grain: str, overdue: int
) -> None:
    assert ask(quiet, "cases-overdue", grain=grain)[-1].value == overdue


def test_a_period_of_an_archive_says_the_same_with_and_without_to(quiet: Store) -> None:
    later = date(2028, 2, 1)
    alone = ask(quiet, "cases-overdue", today=later)[-1]
    asked = ask(quiet, "cases-overdue", today=later, from_=date(2026, 11, 1), to=date(2026, 11, 30))
    assert alone.value == asked[-1].value == 3


# --- sums and parts -----------------------------------------------------------------------------


@for_each(("id", "dimension"), [d for d in DIMENSIONS if d[0] in COUNTS + STOCKS])
@for_each("grain", ["month", "total"])
def test_a_number_is_the_sum_of_its_parts_over_every_dimension(
    sampled: Store, id: str, dimension: str, grain: str
) -> None:
    parts: dict[str, float] = {}
    for value in ask(sampled, id, grain=grain, by=(dimension,)):
        assert value.period
        parts[value.period.name] = parts.get(value.period.name, 0) + (value.value or 0)
    whole = {v.period.name: v.value for v in ask(sampled, id, grain=grain) if v.period}
    assert parts == whole


@for_each(("id", "dimension"), [d for d in DIMENSIONS if d[0] in RATIOS])
def test_numerators_and_denominators_are_sums_of_their_parts_too(
    sampled: Store, id: str, dimension: str
) -> None:
    parts = ask(sampled, id, grain="total", by=(dimension,))
    (whole,) = ask(sampled, id, grain="total")
    # Amounts of money have decimals, which add up in another order to another last digit.
    assert sum(v.numerator or 0 for v in parts) == pytest.approx(whole.numerator)
    assert sum(v.denominator or 0 for v in parts) == pytest.approx(whole.denominator)


@pytest.mark.parametrize("grain", ["day", "week", "month", "quarter"])
@pytest.mark.parametrize(
    ("stock", "into", "out"),
    [
        ("cases-in-progress", "cases-accepted", "cases-completed"),
        ("disclosure-open", "disclosure-received", "disclosure-closed"),
    ],
)
def test_what_came_in_less_what_went_out_is_the_change_of_the_stock(
    sampled: Store, stock: str, into: str, out: str, grain: str
) -> None:
    span = {"from_": SAMPLE_FIRST, "to": SAMPLE_LAST, "grain": grain}
    level, came, went = (ask(sampled, id, **span) for id in (stock, into, out))
    before = 0
    for now, plus, minus in zip(level, came, went, strict=True):
        if now.value is None:
            continue
        assert now.value - before == (plus.value or 0) - (minus.value or 0)
        before = now.value
    assert before > 0


def test_a_stock_that_is_asked_from_the_middle_has_what_was_there_before(sampled: Store) -> None:
    whole = ask(sampled, "cases-in-progress", grain="day", by=("channel",))
    middle = SAMPLE_FIRST + timedelta(40)
    part = ask(sampled, "cases-in-progress", grain="day", by=("channel",), from_=middle)
    assert part == [
        v if v.period.first > middle else v._replace(partial=part[0].partial)
        for v in whole
        if v.period and v.period.first >= middle
    ]


# --- codes --------------------------------------------------------------------------------------


@for_each(("id", "dimension"), DIMENSIONS)
def test_a_filter_on_a_code_gives_the_row_of_that_code(
    sampled: Store, id: str, dimension: str
) -> None:
    rows = ask(sampled, id, grain="total", by=(dimension,))
    for row in rows[:3] + rows[-2:]:
        (alone,) = ask(sampled, id, grain="total", where=((dimension, row.codes),))
        assert (alone.value, alone.numerator, alone.denominator) == row[3:6]


def test_two_codes_of_a_filter_are_either_of_them(sampled: Store) -> None:
    (both,) = ask(
        sampled, "cases-accepted", grain="total", where=(("channel", ("hall", "online")),)
    )
    single = [
        ask(sampled, "cases-accepted", grain="total", where=(("channel", (c,)),))[0].value
        for c in ("hall", "online")
    ]
    assert both.value == sum(n for n in single if n)
    assert all(single)


@for_each("id", COUNTED)
def test_two_dimensions_are_counted_from_the_rows(sampled: Store, rows: Any, id: str) -> None:
    dataset = owner(INDICATORS[id])
    free = [d for d in INDICATORS[id].dimensions if not dataset.dimension(d).hall_wide]
    for by in list(combinations(free, 2))[-3:]:
        last = SAMPLE_LAST if INDICATORS[id].is_stock else date(2026, 10, 31)
        found = ask(sampled, id, grain="total", by=by, from_=date(2026, 9, 7), to=last)
        assert found
        for value in found:
            codes = dict(zip(by, value.codes, strict=True))
            cell = Cell(number(date(2026, 9, 7)), number(last), codes, (), number(TODAY))
            assert value[3:6] == recount(rows, id, cell), value


@for_each("id", COUNTED)
def test_a_filter_and_a_breakdown_together_are_counted_from_the_rows(
    sampled: Store, rows: Any, id: str
) -> None:
    dataset = owner(INDICATORS[id])
    free = [d for d in INDICATORS[id].dimensions if not dataset.dimension(d).hall_wide]
    if not free:
        return
    by, chosen = free[0], free[-1]
    codes = tuple(v.codes[0] for v in ask(sampled, id, grain="total", by=(chosen,)) if v.value)[:2]
    where = ((chosen, codes),)
    for value in ask(sampled, id, grain="month", by=(by,), where=where):
        assert value.period
        first, last = number(value.period.first), number(min(value.period.last, TODAY))
        cell = Cell(first, last, {by: value.codes[0]}, where, number(TODAY))
        expected = recount(rows, id, cell)
        if value.reason not in ("not-covered", "not-reported"):
            assert value[3:6] == expected, value


def test_the_hour_of_the_day_is_for_the_hall_as_a_whole() -> None:
    with pytest.raises(Unanswerable, match="as a whole"):
        checked(Values("cases-accepted", by=("hour", "department")))
    with pytest.raises(Unanswerable, match="as a whole"):
        checked(Values("cases-accepted", by=("hour",), where=(("window", ("W01",)),)))


def test_codes_come_in_the_order_of_their_list_and_rows_without_one_last(sampled: Store) -> None:
    found = [v.codes[0] for v in ask(sampled, "cases-accepted", grain="total", by=("department",))]
    with sampled.engine.connect() as connection:
        named = list(of_dimension(connection, OWNERS["cases-accepted"], "department"))
    assert found == named
    assert found[-1] == "none"
    assert "office-on-no-list" in found


def test_a_code_whose_entry_was_withdrawn_from_its_list_is_still_counted(store: Store) -> None:
    store.ingest("departments", [{"department": "d", "title_zh": "局"}])
    store.ingest("cases", [case("A", "2026-11-20", department="d"), case("B", "2026-11-20")])
    store.ingest("departments", [{"department": "d", "title_zh": "局", "void": True}])
    found = ask(store, "cases-accepted", grain="total", by=("department",))
    assert [(v.codes, v.value) for v in found] == [(("d",), 1), (("none",), 1)]


# --- indicators of lists ------------------------------------------------------------------------


def test_promised_speed_up_is_a_ratio_of_sums_over_the_items(sampled: Store) -> None:
    items = sampled.rows("items")
    (found,) = ask(sampled, "promised-speed-up")
    assert found.period is None
    assert found[3:6] == speed_up(items)
    assert found.value == pytest.approx(0.70, abs=0.005), "the promise of 50 %, then 40 %"
    for value in ask(sampled, "promised-speed-up", by=("department",)):
        some = [i for i in items if (i["department"] or "none") == value.codes[0]]
        assert value[3:6] == speed_up(some)


def test_an_item_without_a_case_in_24_months_is_counted_when_history_is_long_enough(
    store: Store,
) -> None:
    items = [{"item": i, "title_zh": i, "kind": "approval"} for i in ("a", "b", "c")]
    store.ingest("items", items)
    days = {"a": "2024-11-20", "b": "2024-11-25", "i": "2026-11-24"}
    store.ingest("cases", [case(i, day) | {"item": i} for i, day in days.items()])
    found = ask(store, "zero-handling-items", from_=date(2026, 10, 1), to=TODAY)
    # On 31 October the 24 months begin on 1 November 2024, before the first case: too short.
    assert [(v.value, v.reason) for v in found] == [(None, "history-too-short"), (2, None)]
    rows = {"cases": store.rows("cases"), "items": store.rows("items")}
    assert unused_items(rows, TODAY, 24) == {"a", "c"}


@pytest.mark.parametrize(
    ("day", "months", "first"),
    [
        (date(2026, 11, 24), 24, date(2024, 11, 25)),
        (date(2026, 12, 31), 24, date(2025, 1, 1)),
        (date(2026, 2, 28), 1, date(2026, 2, 1)),
        (date(2024, 2, 28), 12, date(2023, 2, 28)),
        (date(2026, 3, 30), 1, date(2026, 2, 28)),
    ],
)
def test_months_before_a_day(day: date, months: int, first: date) -> None:
    assert months_before(day, months) == first
