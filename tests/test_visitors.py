"""Hotline, appointments, stuck matters, help: one world with the cases, and nobody to be known by it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data.catalog import DATASETS, INDICATORS
from data.derive.frames import Context
from data.derive.services.visitors import (
    derive_appointments,
    derive_hotline_calls,
    derive_stuck_matters,
)
from data.rules.workdays import china
from demo import SimulatedHall
from demo.export import write
from demo.states import KINDS, state_at
from demo.world.seasons import number
from tests.hall_data import REFERENCE, SOURCES, Store, application

START, NOW = date(2025, 1, 1), datetime(2026, 1, 3, 10, 42)
OURS = [
    "terminals", "terminal-days", "hotline-calls", "hotline-follow-ups", "appointments",
    "stuck-matters", "assisted-services",
]  # fmt: skip
API = "/api/v1"
YEAR = {"from": "2025-01-01", "to": "2025-12-31"}


@pytest.fixture(scope="module")
def lives() -> dict[str, pl.DataFrame]:
    """A year of the simulated hall: its cases, and who called, booked or was helped."""
    hall = SimulatedHall(7, START)
    days = [number(START + timedelta(days=n)) for n in range((NOW.date() - START).days + 1)]
    cases, _ = hall._cases.lives(days)
    calls, answers = hall._hotline.lives(cases, days)
    terminals, reports, help_given = hall._assisted.lives(cases, days)
    return {
        "cases": cases,
        "hotline-calls": calls,
        "hotline-follow-ups": answers,
        "appointments": hall._appointments.lives(cases, days),
        "stuck-matters": hall._stuck.lives(days),
        "terminals": terminals,
        "terminal-days": reports,
        "assisted-services": help_given,
    }


@pytest.fixture(scope="module")
def files(
    lives: dict[str, pl.DataFrame], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("exports")
    return {n: write(n, state_at(n, lives[n], NOW), folder / f"{n}.csv") for n in OURS}


@pytest.fixture(scope="module")
def client(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HALL_NOW", f"{NOW.isoformat()}+08:00")
        store = Store(tmp_path_factory.mktemp("visitors"))
        for name in REFERENCE:
            store.ingest(name, SOURCES / f"{name}.csv")
        entries = {name: store.ingest(name, path, "hall") for name, path in files.items()}
        rejected = {name: entry.rejected for name, entry in entries.items()}
        assert not any(entry.refused for entry in entries.values()), entries
        assert all(0 < rejected.pop(name) < 40 for name in ("hotline-calls", "appointments"))
        assert not any(rejected.values()), rejected
        with application(store) as server:
            yield server.test_client()
        store.close()


def get(client: Any, path: str) -> Any:
    answer = client.get(f"{API}{path}")
    assert answer.status_code == 200, (path, answer.text)
    return answer.json


def values(client: Any, id: str, **asked: str) -> list[dict[str, Any]]:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return get(client, f"/indicators/{id}/values?{query}")["data"]


def total(client: Any, id: str, **asked: str) -> Any:
    (row,) = values(client, id, grain="total", **asked)
    return row


# --- one world with the cases ----------------------------------------------------------------------


def test_who_applies_by_telephone_called_and_who_came_by_appointment_had_booked(
    client: Any, lives: dict[str, pl.DataFrame]
) -> None:
    of_year = lives["cases"].filter(pl.col("accepted_at").dt.year() == 2025)
    by_channel = dict(of_year.group_by(pl.col("channel").cast(pl.String)).len().iter_rows())
    assert total(client, "calls", kind="application", **YEAR)["value"] == by_channel["hotline"]
    kept = total(client, "appointments-kept", kind="hall", **YEAR)["value"]
    assert kept == by_channel["appointment"]
    silent = by_channel["self_service"] - total(client, "terminal-cases", **YEAR)["value"]
    assert silent == 0
    cases = set(lives["cases"].get_column("case_no").str.slice(2))
    booked = lives["appointments"].filter(pl.col("outcome") == "kept")
    assert set(booked.get_column("appointment_no").str.slice(2)) <= cases


@pytest.mark.parametrize(
    ("id", "asked", "a_year", "within"),
    [
        ("calls", {}, 72_000, 0.02),
        ("appointments", {"kind": "hall"}, 25_000, 0.02),
        ("stuck-matters", {}, 400, 0.0),
    ],
)
def test_a_year_has_as_many_as_it_should(
    client: Any, id: str, asked: dict[str, str], a_year: int, within: float
) -> None:
    assert total(client, id, **asked, **YEAR)["value"] == pytest.approx(a_year, rel=within)
    assert total(client, "calls", kind="application", **YEAR)["value"] >= 31_000


def test_what_came_of_appointments_adds_up(client: Any) -> None:
    rows = values(client, "appointments", grain="total", by="outcome", **YEAR)
    parts = {row["outcome"]: row["value"] for row in rows}
    assert sum(parts.values()) == total(client, "appointments", **YEAR)["value"]
    rate = total(client, "kept-appointments-rate", **YEAR)
    assert (rate["numerator"], rate["denominator"]) == (
        parts["kept"],
        parts["kept"] + parts["no_show"],
    )
    off = total(client, "off-day-served", **YEAR)["value"]
    weekend = total(client, "appointments-kept", day_kind="weekend,holiday", **YEAR)["value"]
    assert off == weekend > 5_000


# --- worked by hand --------------------------------------------------------------------------------

HOURS = ((time(9), time(12)), (time(13), time(17)))


def context() -> Context:
    return Context(china(), date(2026, 1, 3), settings={"hours": HOURS})


@pytest.mark.parametrize(
    ("at", "time_kind"),
    [
        ("2025-09-12 09:00", "work"),  # a Friday, as the windows open
        ("2025-09-12 12:00", "off"),  # they close over noon
        ("2025-09-12 16:59", "work"),
        ("2025-09-12 17:00", "off"),
        ("2025-09-13 10:00", "weekend"),
        ("2025-09-28 10:00", "work"),  # a Sunday worked for the holiday after it
        ("2025-10-01 10:00", "holiday"),
        ("2030-09-12 10:00", None),  # no notice yet
    ],
)
def test_when_a_call_came(at: str, time_kind: str | None) -> None:
    called = datetime.fromisoformat(at)
    frame = _call(called_at=called, called_on=called.date())
    assert derive_hotline_calls(frame, context())["time_kind"].to_list() == [time_kind]


def _call(**given: Any) -> pl.DataFrame:
    row = {
        "called_at": None, "called_on": date(2025, 9, 12), "called_hour": None, "calendar": None,
        "kind": "complaint", "settled": "work_order", "given_department": "gaj",
        "order_closed_on": None, **given,
    }  # fmt: skip
    types = {"called_at": pl.Datetime("ms"), "called_hour": pl.Int64, "calendar": pl.String,
             "order_closed_on": pl.Date}  # fmt: skip
    return pl.DataFrame([row], schema_overrides=types)


def test_a_call_passed_on_names_its_department_unless_it_reports_somebody_or_is_a_case() -> None:
    named = {
        (kind, settled): derive_hotline_calls(_call(kind=kind, settled=settled), context())[
            "department"
        ][0]
        for kind in ("complaint", "report", "application")
        for settled in ("work_order", "at_once")
    }
    assert {key for key, department in named.items() if department} == {("complaint", "work_order")}
    closed = derive_hotline_calls(_call(order_closed_on=date(2025, 9, 30)), context())
    assert closed["reopen_until_on"].to_list() == [date(2025, 10, 30)]


def test_days_ahead_and_days_used_are_working_days() -> None:
    booked = pl.DataFrame({
        "booked_on": [date(2025, 9, 30), date(2025, 9, 27)],
        "for_on": [date(2025, 10, 9), date(2025, 9, 28)],
        "calendar": pl.Series([None, None], dtype=pl.String),
    })  # fmt: skip
    derived = derive_appointments(booked, context())
    assert derived["lead_days"].to_list() == [1, 1]
    assert derived["day_kind"].to_list() == ["workday", "workday"]
    stuck = booked.rename({"booked_on": "received_on", "for_on": "closed_on"})
    assert derive_stuck_matters(stuck, context())["used_days"].to_list() == [1, 1]


ROWS = [
    # line, called, answered, wait, kind, settled, department, due, closed, again
    ("RX-1", "12345", "2025-09-12 10:00", True, 15, "enquiry", "at_once", None, None, None, None),
    ("RX-2", "12345", "2025-09-12 18:00", True, 16, "complaint", "work_order", "gaj",
     "2025-09-19", "2025-09-19", "2025-10-19"),
    ("RX-3", "12345", "2025-09-13 10:00", True, 3, "help", "work_order", "gaj",
     "2025-09-19", "2025-09-22", "2025-11-01"),
    ("RX-4", "12345", "2025-10-01 10:00", False, 40, None, None, None, None, None, None),
    ("RX-5", "96196", "2025-09-12 10:00", True, 0, "report", "work_order", "gaj",
     "2026-01-03", None, None),
]  # fmt: skip
NAMES = (
    "call_no", "line", "called_at", "answered", "wait_seconds", "kind", "settled",
    "given_department", "order_due_on", "order_closed_on", "reopened_on",
)  # fmt: skip


@pytest.fixture
def five_calls(tmp_path: Path) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HALL_NOW", f"{NOW.isoformat()}+08:00")
        store = Store(tmp_path)
        rows: list[dict[str, Any]] = [dict(zip(NAMES, row, strict=True)) for row in ROWS]
        entry = store.ingest("hotline-calls", rows)
        assert entry.accepted == 5, entry
        with application(store) as server:
            yield server.test_client()
        store.close()


def test_five_calls_by_hand(five_calls: Any) -> None:
    def rate(id: str) -> tuple[Any, Any]:
        row = total(five_calls, id)
        return row["numerator"], row["denominator"]

    assert total(five_calls, "calls")["value"] == 5
    assert total(five_calls, "calls-96196")["value"] == 1
    assert rate("answered-rate") == (4, 5)
    assert rate("answered-15s") == (3, 5)
    assert rate("out-of-hours-share") == (3, 5)
    assert rate("settled-at-once") == (1, 4)
    assert rate("order-on-time") == (1, 2)  # the third is due today
    assert rate("reopened-rate") == (1, 2)  # after 30 days it is another matter
    assert total(five_calls, "orders-open")["value"] == 1
    assert total(five_calls, "orders-overdue")["value"] == 0
    in_september = values(five_calls, "orders-overdue", grain="day", to="2025-09-22")
    assert [row["value"] for row in in_september[-4:]] == [0, 1, 1, 0]


# --- who could be known ----------------------------------------------------------------------------


def test_nothing_of_a_call_leads_to_its_case_or_to_who_called(
    client: Any, lives: dict[str, pl.DataFrame]
) -> None:
    """An attack: who knows the cases of a day tries to find theirs among the calls."""
    fields = {f.id for f in DATASETS["hotline-calls"].public_fields}
    assert not {"called_at", "called_hour", "given_department", "solved", "rated"} & fields
    rows = get(client, "/datasets/hotline-calls/records?limit=1000")["data"]
    assert rows
    assert not [r for r in rows if r["department"] and r["kind"] in ("application", "report")]
    assert {r["department"] for r in rows} != {None}
    text = client.get(f"{API}/datasets/hotline-calls/records.csv?limit=1000").text
    assert not re.search(r"RX\d|\d{2}:\d{2}:\d{2}(?!\+|Z)(?<!00:00:00)", text)
    # Of a day all applications look alike but for the wait: none is the only one of its department.
    answer = client.get(f"{API}/indicators/calls/values?grain=day&by=hour,kind")
    assert answer.status_code == 400  # the hour is the hall's alone
    assert len(lives["hotline-follow-ups"])


def test_no_appointment_leads_to_the_window_whose_clerk_was_there_or_was_not(
    client: Any, lives: dict[str, pl.DataFrame]
) -> None:
    """An attack by somebody who asks whether a window's only clerk came on a day off, or was away."""
    assert lives["appointments"].get_column("window").drop_nulls().n_unique() > 30  # it is taken in
    rows = get(client, "/datasets/appointments/records?limit=1000")["data"]
    assert any(row["outcome"] == "cancelled_by_hall" for row in rows)
    codes = set(lives["appointments"].get_column("window").cast(pl.String).drop_nulls())
    codes |= set(lives["appointments"].get_column("item").cast(pl.String).drop_nulls())
    assert not [row for row in rows if codes & {str(value) for value in row.values()}]
    text = client.get(f"{API}/datasets/appointments/records.csv?labels=zh").text
    assert not [word for word in ("窗口", "事项") if word in text]
    proof = client.get(f"{API}/indicators/appointment-wait-median/rows.csv?from=2025-09-01").text
    assert not [word for word in ("window", "item") if word in proof]
    for asked in ("window=W01", "item=wjw-04"):
        assert client.get(f"{API}/datasets/appointments/records?{asked}").status_code == 400
        assert client.get(f"{API}/indicators/hall-cancelled-rate/values?{asked}").status_code == 400
    assert client.get(f"{API}/datasets/appointments/facets?field=window").status_code == 400


def test_what_a_caller_says_is_in_no_row_and_in_no_number_of_fewer_than_five(
    client: Any, lives: dict[str, pl.DataFrame]
) -> None:
    """An attack on answers: by period, by department and kind, and by subtraction."""
    assert client.get(f"{API}/datasets/hotline-follow-ups/records").status_code == 403
    assert client.get(f"{API}/indicators/solved-rate/rows").status_code == 403
    crossed = client.get(f"{API}/indicators/solved-rate/values?grain=quarter&by=department,kind")
    assert crossed.status_code == 400
    assert client.get(f"{API}/indicators/solved-rate/values?grain=month").status_code == 400
    said = lives["hotline-follow-ups"].filter(pl.col("followed_up_at") < datetime(2026, 1, 1))
    for by in ("department", "kind"):
        true = _by_quarter(said, by)
        for id in ("follow-ups", "solved-rate", "caller-satisfied"):
            shown = values(client, id, grain="quarter", by=by, to="2025-12-31")
            assert any(row["value"] is not None for row in shown)
            for row in (row for row in shown if row["value"] is not None):
                n = row["value"] if id == "follow-ups" else row["denominator"]
                assert n == true[row["period"], row[by]] >= 5
                if id != "follow-ups":
                    rest = row["denominator"] - row["numerator"]
                    assert row["numerator"] >= 5
                    assert rest == 0 or rest >= 5
        _subtract(client, by, true)


def _by_quarter(said: pl.DataFrame, by: str) -> dict[tuple[str, str], int]:
    at = pl.col("followed_up_at")
    quarter = pl.format("{}-Q{}", at.dt.year(), at.dt.quarter()).alias("quarter")
    counted = said.group_by(quarter, pl.col(by).cast(pl.String)).len()
    return {(q, code): n for q, code, n in counted.iter_rows()}


def _subtract(client: Any, by: str, true: dict[tuple[str, str], int]) -> None:
    """A total less all parts that are shown leaves no single small cell."""
    whole = {r["period"]: r["value"] for r in values(client, "follow-ups", grain="quarter")}
    rows = values(client, "follow-ups", grain="quarter", by=by)
    for quarter, n in whole.items():
        hidden = {r[by] for r in rows if r["period"] == quarter and r["value"] is None}
        small = [code for code in hidden if 0 < true.get((quarter, code), 0) < 5]
        if n is not None and small:
            assert len(hidden) > len(small)


# --- the books -------------------------------------------------------------------------------------


def test_the_simulated_entries_lag_are_put_right_and_some_are_bad(
    lives: dict[str, pl.DataFrame],
) -> None:
    assert set(OURS) <= set(KINDS)
    calls, booked = lives["hotline-calls"], lives["appointments"]
    late = pl.col("entered_at") - pl.col("called_at") > timedelta(hours=12)
    assert 0 < len(calls.filter(late)) < len(calls) / 100
    assert 0 < len(calls.filter(pl.col("wait_seconds") < 0)) < 40
    at = booked.filter(pl.col("put_right_at").is_not_null()).row(0, named=True)
    one = booked.filter(pl.col("appointment_no") == at["appointment_no"])
    before = state_at("appointments", one, at["noted_at"] + timedelta(hours=1))
    after = state_at("appointments", one, at["put_right_at"])
    assert (before["outcome"][0], after["outcome"][0]) == ("no_show", "cancelled_by_applicant")
    assert before["recorded_at"][0] < after["recorded_at"][0]


def test_a_terminal_that_is_silent_is_named_and_is_not_taken_for_one_that_works(
    client: Any,
) -> None:
    answer = get(
        client, "/indicators/terminal-uptime/values?grain=total&from=2025-01-01&to=2025-12-31"
    )
    (row,) = answer["data"]
    assert 0.95 < row["value"] < 1
    assert answer["meta"]["not_reported"]
    assert total(client, "terminals-in-service")["value"] == 12


def test_a_hall_without_these_systems_has_no_zeros(five_calls: Any) -> None:
    for name in OURS:
        if name == "hotline-calls":
            continue
        for indicator in DATASETS[name].indicators:
            rows = values(five_calls, indicator.id, grain="total")
            assert not [row for row in rows if row["value"] is not None], indicator.id
    assert set(INDICATORS) >= {i.id for name in OURS for i in DATASETS[name].indicators}
