"""Patrols, complaints, presence: one world with the windows, and nobody to be known by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from data.answers.reporting import not_reported
from data.catalog import DATASETS
from data.derive.frames import Context
from data.derive.supervision.conduct import derive_complaints, derive_patrols, floors
from data.hall import today as hall_today
from data.questions import Values
from data.rules.workdays import china
from demo import SimulatedHall
from demo.export import write
from demo.states import state_at
from demo.world.seasons import number
from tests.hall_data import REFERENCE, SOURCES, Store, application

START, NOW = date(2025, 1, 1), datetime(2026, 2, 20, 10, 42)
OURS = (
    "attendance", "patrol-findings", "patrols", "complaints", "complaint-follow-ups", "box-openings",
    "integrity-complaints",
)  # fmt: skip
API = "/api/v1"
YEAR = {"from": "2025-01-01", "to": "2025-12-31"}


@pytest.fixture(scope="module")
def lives() -> dict[str, pl.DataFrame]:
    """A year and some weeks of the simulated hall's conduct, with no rating turned into a complaint."""
    hall = SimulatedHall(7, START)
    days = [number(START + timedelta(days=n)) for n in range((NOW.date() - START).days + 1)]
    none_rated = hall.lives([])["evaluations"]
    return hall._conduct(none_rated, days)


@pytest.fixture(scope="module")
def client(
    lives: dict[str, pl.DataFrame], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("exports")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HALL_NOW", f"{NOW.isoformat()}+08:00")
        store = Store(tmp_path_factory.mktemp("conduct"))
        for name in REFERENCE:
            store.ingest(name, SOURCES / f"{name}.csv")
        for name in OURS:
            path = write(name, state_at(name, lives[name], NOW), folder / f"{name}.csv")
            entry = store.ingest(name, path, "hall")
            assert not entry.refused, entry
            assert entry.rejected <= (1 if name == "attendance" else 0), (name, entry)
        with application(store) as server:
            yield server.test_client()
        store.close()


def get(client: Any, path: str, status: int = 200) -> Any:
    answer = client.get(f"{API}{path}")
    assert answer.status_code == status, (path, answer.text)
    return answer.json


def values(client: Any, id: str, **asked: str) -> list[dict[str, Any]]:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return get(client, f"/indicators/{id}/values?{query}")["data"]


def total(client: Any, id: str, **asked: str) -> Any:
    (row,) = values(client, id, grain="total", **asked)
    return row


# --- one world with the windows --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id", "a_year", "within"),
    [("patrols", 1_080, 0.02), ("patrol-findings", 700, 0.1), ("box-openings", 52, 0.1)],
)
def test_a_year_has_as_many_as_it_should(client: Any, id: str, a_year: int, within: float) -> None:
    assert total(client, id, **YEAR)["value"] == pytest.approx(a_year, rel=within)


def test_attendance_has_a_row_for_each_window_and_half_day_that_was_reported(
    lives: dict[str, pl.DataFrame],
) -> None:
    of_year = lives["attendance"].filter(pl.col("on").dt.year() == 2025)
    assert len(of_year) == pytest.approx(65 * 2 * 248, rel=0.01)
    parts = pl.sum_horizontal("present", "late", "absent_posted", "absent_unposted")
    assert of_year.filter(parts != pl.col("rostered")).is_empty()


def test_a_patrol_sees_what_is_there(lives: dict[str, pl.DataFrame]) -> None:
    patrols, findings = lives["patrols"], lives["patrol-findings"]
    assert patrols.filter(pl.col("windows_seen") > pl.col("windows_open")).is_empty()
    unposted = {
        (row["on"], row["window"])
        for row in lives["attendance"].filter(pl.col("absent_unposted") > 0).iter_rows(named=True)
    }
    absent = findings.filter(pl.col("kind") == "absent")
    assert len(absent) > 50
    for at, window in absent.select("found_at", "window").iter_rows():
        assert (at.date(), window) in unposted


def test_findings_noted_are_the_findings_listed(client: Any) -> None:
    noted, listed = (
        {row["period"]: row["value"] for row in values(client, id, grain="month")}
        for id in ("findings-noted", "patrol-findings")
    )
    assert noted == {month: listed.get(month, 0) for month in noted}
    ours = [row for row in get(client, "/checks")["data"] if row["id"] == "findings-of-patrols"]
    assert len(ours) >= 12
    assert all(row["holds"] for row in ours)


def test_bad_ratings_become_complaints_of_the_same_department() -> None:
    hall = SimulatedHall(7, START)
    rated = hall.lives([date(2025, 3, day) for day in range(3, 29)])["evaluations"]
    complaints = hall._complaints.lives(rated, [])["complaints"]
    assert 1 <= len(complaints) <= 12
    assert set(complaints["channel"]) == {"rating"}
    upheld = rated.filter(pl.col("verdict") == "upheld").select(
        pl.col("evaluation_no").str.replace_all(r"\D", "").cast(pl.Int64).alias("n"),
        pl.col("department").cast(pl.String),
    )
    known = dict(upheld.iter_rows())
    for code, department in complaints.select("complaint_no", "department").iter_rows():
        assert known[int(code.removeprefix("CP"))] == department


# --- what a supervisor looks for -------------------------------------------------------------------


def test_a_week_without_a_leader_is_missing_and_not_0_and_hides_no_other_patrol(
    client: Any,
) -> None:
    weeks = [r for r in values(client, "patrols", grain="week", kind="leader") if not r["partial"]]
    gaps = [row["period"] for row in weeks if row["value"] is None]
    assert gaps
    assert all(row["value"] for row in weeks if row["period"] not in gaps)
    assert {row.get("reason") for row in weeks if row["period"] in gaps} == {"not-reported"}
    every = {row["period"]: row["value"] for row in values(client, "patrols", grain="week")}
    assert all(every[week] for week in gaps)
    missing = get(client, "/indicators/patrols/values?grain=year")["meta"]["not_reported"]
    assert [one["reporter"] for one in missing] == ["leader"]


def test_an_empty_box_is_told_from_one_that_was_not_opened(client: Any) -> None:
    weeks = values(client, "box-letters", grain="week", **YEAR)
    unopened = [row for row in weeks if row["value"] is None and not row["partial"]]
    assert unopened
    assert {row["reason"] for row in unopened} == {"not-reported"}
    assert sum(row["value"] == 0 for row in weeks) > 10


def test_the_page_says_what_is_missing_and_overdue(client: Any) -> None:
    text = client.get("/supervision").text
    overdue = values(client, "complaints-overdue", grain="day")[-1]["value"]
    assert overdue
    assert f"{overdue}件逾期未答复" in text
    assert "周没有领导值周记录" in text
    assert "周没有开箱" in text
    assert "不足5件的不公布" in text
    assert client.get("/en/supervision").status_code == 200


# --- what a clerk fears ----------------------------------------------------------------------------

_WITHOUT = {
    "patrols": {"window", "department"},
    "patrol-findings": {"window", "department", "patrol_no"},
    "complaints": {"window", "department"},
}


@pytest.mark.parametrize("id", _WITHOUT)
def test_no_row_names_a_window_or_a_department(client: Any, id: str) -> None:
    shown = {f.id for f in DATASETS[id].public_fields} | {d.id for d in DATASETS[id].dimensions}
    assert not shown & _WITHOUT[id]
    for name in _WITHOUT[id]:
        get(client, f"/datasets/{id}/records?{name}=W01", 400)


def test_a_finding_has_its_months_and_an_order_that_tells_no_day(client: Any) -> None:
    get(client, "/indicators/patrol-findings/rows?from=2025-03-04&to=2025-03-04", 400)
    get(client, "/indicators/patrol-findings/values?by=kind&grain=day", 400)
    get(client, "/datasets/patrol-findings/records?found_on=2025-03-04", 400)
    rows = get(client, "/datasets/patrol-findings/records?limit=200")["data"]
    assert {
        len(row[name]) for row in rows for name in ("found_on", "put_right_due_on", "recorded_at")
    } == {7}
    assert [row["finding_no"] for row in rows] == sorted(row["finding_no"] for row in rows)


def test_presence_leaves_by_month_for_floors_alone(client: Any) -> None:
    get(client, "/datasets/attendance/records", 403)
    for asked in ("by=window", "grain=day", "by=floor,half", "by=floor&half=am", "from=2025-03-04"):
        get(client, f"/indicators/attendance-rate/values?{asked}", 400)
    months = values(client, "attendance-rate", grain="month", by="floor")
    assert {row["floor"] for row in months} <= {"1", "2", "3", "none"}
    assert all(row["denominator"] > 1_000 for row in months if row["value"] is not None)
    assert not {f.id for f in DATASETS["attendance"].fields} & {"reason", "name", "person", "clerk"}


def test_presence_recounts_from_its_rows(client: Any, lives: dict[str, pl.DataFrame]) -> None:
    march = lives["attendance"].filter(
        (pl.col("on") >= date(2025, 3, 1)) & (pl.col("on") <= date(2025, 3, 31))
    )
    s = {name: int(march[name].sum()) for name in march.columns if march[name].dtype == pl.Int64}
    away = s["absent_posted"] + s["absent_unposted"]
    expected = {
        "attendance-rate": (s["present"], s["rostered"]),
        "late-rate": (s["late"], s["rostered"]),
        "posted-rate": (s["absent_posted"], away),
        "badge-rate": (s["badge_ok"], s["present"] + s["late"]),
        "windows-open-rate": (int((~march["closed"]).sum()), len(march)),
    }
    for id, parts in expected.items():
        (row,) = values(client, id, grain="month", **{"from": "2025-03-01", "to": "2025-03-31"})
        assert (row["numerator"], row["denominator"]) == parts, id


def test_complaints_of_integrity_are_of_years_and_of_the_hall(client: Any, lives: Any) -> None:
    of_year = lives["integrity-complaints"].filter(pl.col("received_on").dt.year() == 2025)
    (year,) = values(client, "integrity-complaints", grain="year")
    assert year["value"] == len(of_year) == 11
    for asked in ("grain=month", "grain=quarter", "from=2025-01-01&to=2025-06-30"):
        get(client, f"/indicators/integrity-complaints/values?{asked}", 400)
    get(client, "/datasets/integrity-complaints/records", 403)
    assert "integrity" not in {code.id for code in DATASETS["complaints"].field("kind").codes}
    answers = values(client, "complaint-follow-ups", grain="quarter")
    for row in answers:
        n = len(
            lives["complaint-follow-ups"].filter(
                (pl.col("followed_up_at").dt.year() == 2025)
                & (pl.col("followed_up_at").dt.quarter() == int(row["period"][-1]))
            )
        )
        assert row["value"] == n


def test_a_small_floor_is_counted_with_others_until_they_are_five() -> None:
    def published(**sizes: int) -> dict[str, str]:
        listed = [
            (f"{floor}-{n}", floor, True) for floor, most in sizes.items() for n in range(most)
        ]
        frame = pl.DataFrame(listed, ["window", "floor", "listed"], orient="row")
        return {window.split("-")[0]: floor for window, floor in floors(frame).items()}

    assert published(a=5, b=9) == {"a": "a", "b": "b"}
    assert published(a=4, b=2, c=9) == {"a": "0", "b": "0", "c": "c"}
    # One small floor alone would be had by subtraction: the next one goes with it.
    assert published(a=2, b=7, c=9) == {"a": "0", "b": "0", "c": "c"}


# --- worked by hand --------------------------------------------------------------------------------


def _rules(*versions: tuple[str, int, int, date, date | None]) -> pl.DataFrame:
    names = ["rule", "acceptance_days", "answer_days", "since", "until"]
    return pl.DataFrame(versions, names, orient="row")


def _complaints(*days: tuple[date, date | None]) -> pl.DataFrame:
    frame = pl.DataFrame(days, {"received_on": pl.Date, "answered_on": pl.Date}, orient="row")
    nothing = {
        "rule": pl.String,
        "acceptance_days": pl.Int64,
        "answer_days": pl.Int64,
        "calendar": pl.String,
    }
    return frame.with_columns(pl.lit(None, kind).alias(name) for name, kind in nothing.items())


def test_the_limit_is_that_of_the_day_it_came_and_a_later_rule_rewrites_none() -> None:
    old = ("r1", 5, 15, date(2020, 1, 1), date(2025, 6, 30))
    new = ("r2", 3, 10, date(2025, 7, 1), None)
    frame = _complaints(
        (date(2025, 6, 30), date(2025, 7, 8)), (date(2025, 7, 1), None), (date(2019, 12, 31), None)
    )
    context = Context(china(), date(2025, 8, 1), {"complaint-limits": _rules(old, new)})
    derived = derive_complaints(frame, context)
    # 30 June 2025 is a Monday: five working days end on 7 July, fifteen on 21 July.
    assert derived["rule"].to_list() == ["r1", "r2", None]
    assert derived["accept_due_on"].to_list() == [date(2025, 7, 7), date(2025, 7, 4), None]
    assert derived["due_on"].to_list() == [date(2025, 7, 21), date(2025, 7, 15), None]
    assert derived["used_days"].to_list() == [6, None, None]
    assert derived["reopen_until_on"].to_list() == [date(2025, 8, 7), None, None]
    # Computed anew without the rules at hand, as when a holiday notice comes: they stay what they were.
    assert derive_complaints(derived, Context(china(), date(2025, 9, 1))).equals(derived)


def test_windows_open_are_those_of_the_day_unless_the_sheet_says() -> None:
    windows = pl.DataFrame(
        [(date(2020, 1, 1), None, True), (date(2020, 1, 1), date(2025, 3, 3), True), (date(2025, 3, 4), None, True),
         (date(2020, 1, 1), None, False), (None, None, True)],
        {"opened_on": pl.Date, "closed_on": pl.Date, "listed": pl.Boolean}, orient="row",
    )  # fmt: skip
    patrols = pl.DataFrame(
        [(date(2025, 3, 3), None), (date(2025, 3, 4), None), (date(2025, 3, 4), 7), (date(2019, 1, 1), None)],
        {"on": pl.Date, "windows_open": pl.Int64}, orient="row",
    )  # fmt: skip
    context = Context(china(), date(2025, 3, 5), {"windows": windows})
    assert derive_patrols(patrols, context)["windows_open"].to_list() == [2, 2, 7, None]


def test_a_report_that_comes_in_later_is_missed_no_more(store: Store) -> None:
    """What was reported is remembered for one state of the store alone."""

    def missing() -> list[int]:
        with store.engine.connect() as connection:
            named = not_reported(connection, Values("box-letters", grain="week"), hall_today())
        return [n for _, n in named]

    store.ingest("box-openings", [_opening("2026-11-02"), _opening("2026-11-16")])
    assert (missing(), missing()) == ([1], [1])
    store.ingest("box-openings", [_opening("2026-11-10")])
    assert missing() == []


def _opening(on: str) -> dict[str, Any]:
    return {
        "box": DATASETS["box-openings"].field("box").codes[0].id,
        "on": on,
        "letters_n": 0,
        "recorded_at": f"{on}T17:00:00+08:00",
    }
