"""Warnings and cards: computed ahead from limits and dated rules, and the same in whatever order."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.catalog import DATASETS
from data.rollups.renewal.rederive import _let_follow
from data.rules.alerts import given_on
from data.rules.workdays import china, none
from data.store.engines import transaction
from data.store.tables import day_number, from_day_number
from tests.alert_rules import RULES, rule
from tests.hall_data import Store, application
from tests.test_rollups import sums_differ

CALENDAR = china()
# Friday 25 September, before the seven days off from 1 October; 10 October (Saturday) is worked.
CASE: dict[str, Any] = {"case_no": "C1", "item": "i", "channel": "hall", "department": "d"}
Seen = list[tuple[str, str, str, str | None]]


def case(**more: Any) -> dict[str, Any]:
    return CASE | {"promised_days": 7, "legal_days": 9, "accepted_on": "2026-11-02"} | more


def alerts(store: Store, *, withdrawn: bool = False) -> list[tuple[str, ...]]:
    """Of each alert its subject, its rule and its day; of withdrawn ones besides when and why."""
    found = []
    for row in store.rows("alerts"):
        if withdrawn and row["withdrawn_on"] is None:
            continue
        day = from_day_number(row["given_on"]).isoformat()
        more = (from_day_number(row["withdrawn_on"]).isoformat(), row["withdrawn_reason"]) if withdrawn else ()  # fmt: skip
        found.append((row["subject"], row["rule"], day, *more))
    return sorted(found)


@pytest.mark.parametrize(
    ("limit", "days", "day"),
    [
        ("2026-11-11", 0, "2026-11-11"),
        ("2026-11-11", -1, "2026-11-10"),
        ("2026-11-09", -1, "2026-11-06"),  # Monday: the working day before is Friday
        ("2026-11-06", 1, "2026-11-09"),
        ("2026-10-08", -1, "2026-09-30"),  # before the days off
        ("2026-12-31", 1, None),  # no notice of 2027 yet
    ],
)
def test_an_alert_is_given_so_many_working_days_from_the_limit(
    limit: str, days: int, day: str | None
) -> None:
    found = given_on(date.fromisoformat(limit), days, CALENDAR)
    assert (found and found.isoformat()) == day
    assert given_on(date.fromisoformat(limit), 1, none()) is None


def test_an_open_case_has_its_alerts_ahead(store: Store) -> None:
    """Seven working days from 2 November end on the 11th, nine on the 13th."""
    store.ingest("alert-rules", RULES)
    store.ingest("cases", [case()])
    assert alerts(store) == [
        ("C1", "r", "2026-11-17"),
        ("C1", "w-long-2", "2026-11-10"),
        ("C1", "y", "2026-11-12"),
    ]


def test_what_is_completed_before_its_day_gets_nothing(store: Store) -> None:
    store.ingest("alert-rules", RULES)
    for n, (done, left) in enumerate(
        [("2026-11-09", []), ("2026-11-10", ["w-long-2"]), ("2026-11-12", ["w-long-2", "y"])]
    ):
        store.ingest("cases", [case(case_no=f"C{n}")])
        store.ingest("cases", [case(case_no=f"C{n}", completed_on=done)])
        assert [found for no, found, _ in alerts(store) if no == f"C{n}"] == left


def test_an_end_that_is_entered_late_withdraws_the_card_and_leaves_it(store: Store) -> None:
    store.ingest("alert-rules", RULES)
    done = case(completed_on="2026-11-10", completion_recorded_at="2026-11-13T09:00:00+08:00")
    store.ingest("cases", [done])
    assert alerts(store) == [("C1", "w-long-2", "2026-11-10"), ("C1", "y", "2026-11-12")]
    late = ("C1", "y", "2026-11-12", "2026-11-13", "late_entry")
    assert alerts(store, withdrawn=True) == [late]
    in_time = done | {"completion_recorded_at": "2026-11-11T23:59:00+08:00"}
    store.ingest("cases", [in_time])
    assert alerts(store) == [("C1", "w-long-2", "2026-11-10")]


STOP = {"case_no": "C1", "kind": "hearing", "from_on": "2026-11-05", "until_on": "2026-11-10", "notified_on": "2026-11-05"}  # fmt: skip


def test_a_stop_entered_after_the_card_withdraws_it_with_a_reason_and_never_removes_it(
    store: Store, clock: Callable[[str], None]
) -> None:
    """The limit moves from the 11th to the 16th: the card of the 12th had been published by then."""
    clock("2026-11-11T10:00:00+08:00")
    store.ingest("alert-rules", RULES)
    store.ingest("cases", [case()])
    clock("2026-11-13T10:00:00+08:00")
    store.ingest("case-stops", [STOP])
    moved = [
        ("C1", "w-long-2", "2026-11-10", "2026-11-13", "limit_moved"),
        ("C1", "y", "2026-11-12", "2026-11-13", "limit_moved"),
    ]
    assert alerts(store, withdrawn=True) == moved
    assert [found for found in alerts(store) if found[1] == "y"] == [
        ("C1", "y", "2026-11-12"),
        ("C1", "y", "2026-11-17"),
    ]
    clock("2026-11-20T10:00:00+08:00")
    store.ingest("cases", [case(completed_on="2026-11-16", department="e")])
    store.ingest("alert-rules", [rule("new", "yellow", 3, since=date(2027, 1, 4))])
    # By the new limit it is warned of once more, and done in time.
    assert alerts(store) == sorted([*(one[:3] for one in moved), ("C1", "w-long-2", "2026-11-13")])
    assert alerts(store, withdrawn=True) == moved
    assert {(r["department"], r["ended_on"]) for r in store.rows("alerts")} == {
        ("e", day_number(date(2026, 11, 16)))
    }
    assert [name for name in sums_differ(store) if name.startswith("alerts")] == []
    store.ingest("cases", [case(void="true")])
    assert alerts(store) == []


def test_a_rule_put_right_afterwards_withdraws_its_cards(
    store: Store, clock: Callable[[str], None]
) -> None:
    clock("2026-11-11T10:00:00+08:00")
    store.ingest("alert-rules", RULES)
    store.ingest("cases", [case()])
    clock("2026-11-13T10:00:00+08:00")
    (yellow,) = (one for one in RULES if one["rule"] == "y")
    store.ingest("alert-rules", [yellow | {"until": date(2026, 11, 9)}])
    assert alerts(store, withdrawn=True) == [("C1", "y", "2026-11-12", "2026-11-13", "corrected")]


def test_what_was_not_published_yet_when_the_limit_moved_is_no_card(
    store: Store, clock: Callable[[str], None]
) -> None:
    """Neither one that lies ahead, nor one of the very day on which the books are filled."""
    clock("2026-11-11T10:00:00+08:00")
    store.ingest("alert-rules", RULES)
    store.ingest("cases", [case()])
    store.ingest("case-stops", [STOP])
    assert alerts(store, withdrawn=True) == []
    store.ingest("case-stops", [STOP | {"until_on": "2026-11-11"}])
    clock("2026-11-12T10:00:00+08:00")
    store.ingest("case-stops", [STOP | {"until_on": "2026-11-12"}])
    assert alerts(store, withdrawn=True) == []


def test_an_old_rule_goes_on_holding_for_its_days(store: Store) -> None:
    """Until September so many more days ahead; a rule that comes into force later moves nothing."""
    store.ingest("alert-rules", RULES)
    store.ingest("cases", [case(case_no="old", accepted_on="2026-09-01"), case()])
    before = alerts(store)
    assert ("old", "w-long", "2026-09-08") in before
    assert ("C1", "w-long-2", "2026-11-10") in before
    store.ingest("alert-rules", [rule("new", "yellow", 3, since=date(2026, 11, 16))])
    assert alerts(store) == sorted([*before, ("C1", "new", "2026-11-16")])


def test_a_withdrawn_record_takes_its_alerts_along(store: Store) -> None:
    store.ingest("alert-rules", RULES)
    store.ingest("cases", [case()])
    store.ingest("cases", [case(void="true")])
    assert alerts(store) == []
    assert store.sql('select sum(n) from "alerts__given_on"') == [(None,)]


def test_a_file_of_alerts_is_refused_by_name(store: Store) -> None:
    entry = store.ingest("alerts", [{"subject": "C1"}])
    assert entry.refused
    assert "computed from cases, disclosure-requests" in entry.refused
    assert "不接收文件" in entry.refused
    assert store.rows("alerts") == []


def test_what_falls_due_tonight_is_a_card_tomorrow_without_a_batch(
    store: Store, clock: Callable[[str], None]
) -> None:
    """On a process that cannot write: the store's file is taken from it and made read-only."""
    clock("2026-11-11T23:59:00+08:00")
    store.ingest("alert-rules", RULES)
    store.ingest("cases", [case()])
    store.path.chmod(0o444)
    with application(store) as site:
        client = site.test_client()

        def seen() -> tuple[Any, ...]:
            of = "/api/v1/indicators/yellow-cards"
            (value,) = client.get(f"{of}/values?grain=day&from=2026-11-12&to=2026-11-12").json["data"]  # fmt: skip
            rows = client.get("/api/v1/datasets/alerts/records").json
            behind = client.get(f"{of}/rows").json
            return (
                value["value"],
                [row["rule"] for row in rows["data"]],
                [row["subject"] for row in behind["data"]],
            )

        assert seen() == (None, ["w-long-2"], [])
        clock("2026-11-12T00:01:00+08:00")
        assert seen() == (1, ["w-long-2", "y"], ["C1"])


def test_rows_changed_by_a_release_move_their_alerts_with_the_next_batch(store: Store) -> None:
    store.ingest("alert-rules", RULES)
    store.ingest("cases", [case()])
    with store.engine.connect() as connection, transaction(connection):
        connection.exec_driver_sql("update cases set due_on = due_on + 1")
        _let_follow(connection, DATASETS["cases"])
    assert ("C1", "y", "2026-11-12") in alerts(store)
    store.ingest("cases", [case(case_no="C2", completed_on="2026-11-03")])
    assert ("C1", "y", "2026-11-13") in alerts(store)
    assert [name for name in sums_differ(store) if name.startswith("alerts")] == []


# --- in whatever order ---------------------------------------------------------------------------

_FIRST = date(2026, 9, 14)


def _batches(draw: random.Random) -> list[tuple[str, list[dict[str, Any]]]]:
    """Cases with corrections, late entries and withdrawals, their stops, requests, and rules in two files."""
    cases: list[dict[str, Any]] = []
    for n in range(30):
        accepted = _FIRST + timedelta(draw.randint(0, 50))
        base = {"case_no": f"C{n}", "item": "i", "channel": "hall", "accepted_on": accepted,
                "promised_days": draw.choice([2, 4, 6, 9, 15]), "legal_days": 20}  # fmt: skip
        for version in range(draw.randint(1, 3)):
            done = accepted + timedelta(draw.randint(0, 45)) if draw.random() < 0.7 else None
            known = done and done + timedelta(draw.choice([0, 0, 1, 4]))
            cases.append(
                base
                | {"recorded_at": f"2026-11-2{version}T09:00:00+08:00", "completed_on": done}
                | {"completion_recorded_at": f"{known}T10:00:00+08:00" if known else None}
                | {"void": draw.random() < 0.15}
            )
    draw.shuffle(cases)
    stops = [
        {"case_no": f"C{n}", "kind": "hearing", "from_on": _FIRST + timedelta(20),
         "until_on": _FIRST + timedelta(30), "notified_on": _FIRST + timedelta(20)}
        for n in range(0, 30, 4)
    ]  # fmt: skip
    requests = [
        {"request_no": f"R{n}", "applicant_kind": "person", "received_on": _FIRST + timedelta(n)}
        for n in range(20)
    ]
    return [
        ("alert-rules", RULES[:4]),
        ("alert-rules", RULES[4:]),
        ("cases", cases[::2]),
        ("cases", cases[1::2]),
        ("case-stops", stops),
        ("disclosure-requests", requests),
    ]


def test_alerts_are_the_same_in_whatever_order_batches_come(tmp_path: Path) -> None:
    """Batch by batch, and computed at once by rules that come last."""
    draw = random.Random(3)
    batches = _batches(draw)
    orders = [batches, [*batches[2:], *batches[:2]], draw.sample(batches, len(batches))]
    contents = []
    for n, order in enumerate(orders):
        store = Store(tmp_path, f"order-{n}")
        for dataset, rows in order:
            assert store.ingest(dataset, rows).refused is None
        contents.append({t: r for t, r in store.content().items() if t.startswith("alerts")})
        store.close()
    assert len(contents[0]["alerts"]) > 30
    assert {row[-2] for row in contents[0]["alerts"]} == {None, "late_entry"}
    for one, other in itertools.pairwise(contents):
        assert one == other


def test_alerts_are_what_plain_python_makes_of_the_stored_cases(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for dataset, rows in _batches(random.Random(5)):
        store.ingest(dataset, rows)
    expected = set()
    for row in store.rows("cases"):
        for one in RULES:
            limit = row["legal_due_on"] if one["counted_from"] == "legal" else row["due_on"]
            within = one.get("promised_from", 0) <= row["promised_days"] <= one.get("promised_to", 99)  # fmt: skip
            if one["applies_to"] != "case" or limit is None or not within:
                continue
            day = given_on(from_day_number(limit), one["days"], CALENDAR)
            if day is None or not one["since"] <= day <= one.get("until", date.max):
                continue
            given, ended, known = (
                day_number(day),
                row["completed_on"],
                row["completion_recorded_at"],
            )
            local = known and (known + 8 * 3600) // 86_400
            if given <= row["accepted_on"]:
                continue
            if ended is None or ended >= given:
                expected.add((row["case_no"], one["rule"], given, None))
            elif local is not None and local >= given:
                expected.add((row["case_no"], one["rule"], given, local))
    found = {
        (row["subject"], row["rule"], row["given_on"], row["withdrawn_on"])
        for row in store.rows("alerts")
        if row["source"] == "case"
    }
    assert found == expected
    store.close()
