"""The simulated hall: one story, told as history or live; plausible, and never about a person."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import polars as pl
import pytest

from data.rules.disclosure import Event, clock
from data.rules.workdays import china
from demo import SimulatedHall
from demo.export import profile
from demo.states import state_at
from demo.world.references import read
from demo.world.seasons import Seasons, number

KEYS = {
    "cases": ["case_no"],
    "evaluations": ["evaluation_no"],
    "disclosure-requests": ["request_no"],
    "disclosure-events": ["request_no", "kind", "on"],
}


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.fixture(scope="module")
def year() -> dict[str, pl.DataFrame]:
    """Everything that begins in 2025, with whole lives."""
    return SimulatedHall(7, date(2025, 1, 1)).lives(days(date(2025, 1, 1), date(2025, 12, 31)))


@pytest.fixture(scope="module")
def two_years() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Requests and events of two years: few, so drawn without the cases."""
    hall = SimulatedHall(7, date(2024, 6, 3))
    return hall._disclosure.lives([number(d) for d in days(hall.start, date(2026, 6, 2))])


def test_a_day_is_the_same_alone_and_among_others() -> None:
    hall = SimulatedHall(3, date(2025, 1, 1))
    among = hall.lives(days(date(2025, 9, 10), date(2025, 9, 14)))
    alone = hall.lives([date(2025, 9, 12)])
    assert len(alone["cases"]) > 2000
    on_the_day = pl.col("accepted_at").dt.date() == date(2025, 9, 12)
    assert among["cases"].filter(on_the_day).equals(alone["cases"])
    kept = among["evaluations"].join(alone["evaluations"], on="evaluation_no", how="semi")
    assert kept.equals(alone["evaluations"])


def test_a_year_has_about_890_000_cases(year: dict[str, pl.DataFrame]) -> None:
    assert len(year["cases"]) == pytest.approx(890_000, rel=0.03)


@pytest.mark.parametrize("first_year", [2023, 2024, 2026, 2030])
def test_every_calendar_year_is_expected_to_be_as_busy(first_year: int) -> None:
    seasons = Seasons()
    of_year = days(date(first_year, 1, 1), date(first_year, 12, 31))
    assert sum(seasons.expected(number(d)) for d in of_year) == pytest.approx(890_000)


def test_spring_festival_is_quiet_and_a_make_up_sunday_is_not() -> None:
    seasons = Seasons()
    festival, plain, make_up, sunday = (
        seasons.expected(number(d))
        for d in (date(2025, 1, 29), date(2025, 3, 12), date(2025, 9, 28), date(2025, 9, 21))
    )
    assert festival < plain / 10
    assert sunday < make_up / 3
    assert make_up < plain


def test_a_year_without_a_notice_goes_on_with_plain_weeks() -> None:
    hall = SimulatedHall(1, date(2031, 1, 1))
    week = hall.lives(days(date(2031, 6, 2), date(2031, 6, 8)))["cases"]  # Monday to Sunday
    by_day = dict(week.group_by(pl.col("accepted_at").dt.weekday()).len().iter_rows())
    assert min(by_day[d] for d in range(1, 6)) > 3 * max(by_day[6], by_day[7])


@pytest.mark.parametrize(
    ("share", "expected", "within"),
    [
        (pl.col("case_kind") == "instant", 0.80, 0.01),
        (pl.col("channel") == "hall", 0.58, 0.04),
        (pl.col("accepted_at") != pl.col("entered_at"), 0.001, 0.0005),
        ((pl.col("completed_on_site") | ~pl.col("belongs_on_site")), 0.9994, 0.0004),
    ],
)
def test_mixes_of_the_cases(
    year: dict[str, pl.DataFrame], share: pl.Expr, expected: float, within: float
) -> None:
    value = year["cases"].select(share.mean()).item()
    assert value == pytest.approx(expected, abs=within)


def test_every_case_ends_after_it_begins_and_stands_in_a_window_of_its_department(
    year: dict[str, pl.DataFrame],
) -> None:
    cases = year["cases"]
    assert cases.filter(pl.col("completed_at") <= pl.col("accepted_at")).is_empty()
    assert cases.get_column("case_no").is_unique().all()
    windows = read()["windows"].select("window", owner="department")
    seen = cases.select(pl.col("window", "department").cast(pl.String)).unique().drop_nulls()
    assert (
        seen.join(windows, on="window").filter(pl.col("owner") != pl.col("department")).is_empty()
    )
    here = pl.col("channel").is_in(["hall", "appointment"])
    assert cases.filter(here != pl.col("window").is_not_null()).is_empty()


def test_a_few_late_cases_a_few_quiet_items_a_long_tail(year: dict[str, pl.DataFrame]) -> None:
    cases = year["cases"].filter(pl.col("case_kind") == "promised")
    seasons = Seasons()
    accepted, completed = (
        cases.get_column(c).dt.date().cast(pl.Int32).to_numpy()
        for c in ("accepted_at", "completed_at")
    )
    allowed = cases.select(pl.col("promised_days") + pl.col("excluded_days")).to_series().to_numpy()
    late = (completed > seasons.workdays[seasons.index(accepted) + allowed]).mean()
    assert 0.001 < late < 0.004
    counts = dict(year["cases"].group_by(pl.col("item").cast(pl.String)).len().iter_rows())
    never = set(read()["items"].get_column("item")) - set(counts)
    assert 3 <= len(never) <= 10
    assert max(counts.values()) > 1000 * min(counts.values())


def test_ratings_are_of_the_expected_kind(year: dict[str, pl.DataFrame]) -> None:
    ratings, cases = year["evaluations"], year["cases"]
    active = ratings.filter(~pl.col("is_default"))
    assert len(ratings) / len(cases) == pytest.approx(0.6, abs=0.03)
    assert ratings.get_column("is_default").mean() == pytest.approx(0.15, abs=0.01)
    assert (active.get_column("score") <= 2).mean() == pytest.approx(0.013, abs=0.002)
    assert set(active.get_column("score")) == {1, 2, 3, 4, 5}
    assert ratings.get_column("evaluation_no").is_unique().all()


def test_only_bad_ratings_are_followed_up_and_in_order(year: dict[str, pl.DataFrame]) -> None:
    ratings = year["evaluations"]
    bad = (pl.col("score") <= 2) & ~pl.col("is_default")
    followed = pl.col("verified_at").is_not_null()
    assert ratings.filter(followed & ~bad).is_empty()
    steps = ["rated_at", "verified_at", "rectified_at", "called_back_at"]
    for earlier, later in pairwise(steps):
        assert ratings.filter(pl.col(later) <= pl.col(earlier)).is_empty(), later
    assert ratings.filter(pl.col("called_back_at").is_not_null() & ~pl.col("named")).is_empty()
    fates = state_at("evaluations", ratings, datetime(2026, 12, 31)).filter(bad)
    assert set(fates.get_column("verified")) == {"upheld", "not_upheld", "pending"}


def test_disclosure_requests_meet_every_state_and_outcome(
    two_years: tuple[pl.DataFrame, pl.DataFrame],
) -> None:
    versions, events = two_years
    final = state_at("disclosure-requests", versions, datetime(2027, 6, 1))
    assert len(final) == pytest.approx(660, rel=0.12)
    assert set(versions.get_column("state")) == set(
        profile().datasets["disclosure-requests"].codes["state"].values()
    )
    assert set(events.get_column("kind")) == set(
        profile().datasets["disclosure-events"].codes["kind"].values()
    )
    assert set(final.get_column("state")) == {"answered", "closed"}
    assert len(set(final.get_column("outcome"))) >= 15
    open_then = [
        state_at("disclosure-requests", versions, datetime(2025, month, 10, 12))
        .get_column("closed_on")
        .is_null()
        .sum()
        for month in range(1, 13)
    ]
    assert 15 < sum(open_then) / 12 < 40


def test_the_clock_of_the_regulation_finds_the_state_that_the_hall_claims(
    two_years: tuple[pl.DataFrame, pl.DataFrame],
) -> None:
    calendar, now = china(), datetime(2025, 10, 20, 12)
    requests, events = (
        state_at(name, frame, now)
        for name, frame in zip(("disclosure-requests", "disclosure-events"), two_years, strict=True)
    )
    dated: dict[str, list[Event]] = {}
    for request, kind, on, limit, _ in events.iter_rows():
        dated.setdefault(request, []).append(Event(kind, on, limit))
    flags: set[str] = set()
    # Where the hall claims a wait or a stop that the regulation does not know.
    unfounded = {
        "correction_notice_after_term", "repeated_correction_notice", "third_party_late",
        "agency_late",
    }  # fmt: skip
    for row in requests.iter_rows(named=True):
        happened = dated.get(row["request_no"], [])
        found = clock(
            row["received_on"], happened, row["closed_on"], now.date(), calendar,
            outcome=row["outcome"],
        )  # fmt: skip
        assert found.state == row["state"] or found.flags & unfounded, row["request_no"]
        flags |= set(found.flags)
    assert flags >= {"invalid_extension", "late_correction_notice", "fee_unpaid"} | unfounded


def test_events_fall_between_receipt_and_answer(
    two_years: tuple[pl.DataFrame, pl.DataFrame],
) -> None:
    versions, events = two_years
    final = state_at("disclosure-requests", versions, datetime(2027, 6, 1))
    joined = events.join(final, on="request_no", how="left")
    assert joined.filter(pl.col("on") < pl.col("received_on")).is_empty()
    assert joined.filter(pl.col("on") >= pl.col("closed_on")).is_empty()
    assert not events.select(KEYS["disclosure-events"]).is_duplicated().any()


def test_something_moves_in_every_hour_of_the_night() -> None:
    hall = SimulatedHall(4, date(2025, 9, 1))
    cases = hall.lives(days(date(2025, 9, 8), date(2025, 9, 14)))["cases"]
    hours = dict(
        cases.group_by(
            pl.col("accepted_at").dt.date().alias("day"), pl.col("accepted_at").dt.hour()
        )
        .len()
        .group_by("accepted_at")
        .agg(pl.len())
        .iter_rows()
    )
    assert hours == dict.fromkeys(range(24), 7)


def test_reviews_meet_every_kind_and_result_and_end_after_they_begin() -> None:
    hall = SimulatedHall(7, date(2024, 6, 3))
    lives = hall._reviews.lives([number(d) for d in days(hall.start, date(2026, 6, 2))])
    assert 20 < len(lives) < 60
    assert lives.get_column("review_no").is_unique().all()
    assert lives.filter(pl.col("concluded_at") <= pl.col("filed_at")).is_empty()
    codes = profile().datasets["disclosure-reviews"].codes
    assert set(lives.get_column("kind")) == set(codes["kind"].values())
    assert set(lives.get_column("verdict")) == set(codes["result"].values())
    then = state_at("disclosure-reviews", lives, datetime(2026, 1, 15))
    pending = then.get_column("concluded_on").is_null()
    assert (then.get_column("result").is_null() == pending).all()
    assert 0 < pending.sum() < len(then) / 2


def test_departments_state_in_january_what_the_requests_of_the_year_before_say() -> None:
    hall = SimulatedHall(7, date(2024, 6, 3))
    asked = [number(d) for d in days(hall.start, date(2026, 6, 2))]
    stated = hall._statements.lives(asked)
    assert set(stated.get_column("year")) == {2024, 2025}
    assert not stated.select("year", "department", "figure").is_duplicated().any()
    _, events = hall._disclosure.lives(asked)
    for year in (2024, 2025):
        sent = events.filter((pl.col("kind") == "fee_notified") & (pl.col("on").dt.year() == year))
        of_year = stated.filter((pl.col("figure") == "fee_notices") & (pl.col("year") == year))
        assert of_year.get_column("value").sum() == len(sent)
    charged, received = (
        stated.filter(pl.col("figure") == figure).get_column("value").sum()
        for figure in ("fee_charged", "fee_received")
    )
    assert 0 < received < charged
