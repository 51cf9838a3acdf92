"""Parallel approval, the development zone's table, matters handled as one: figures, sums, privacy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from statistics import median_low
from typing import Any

import numpy as np
import polars as pl
import pytest

from data.catalog import DATASETS, INDICATORS
from demo import SimulatedHall
from demo.export import write
from demo.lives.together.matters import matters
from demo.lives.together.parallel import SCHEMES, ZONES
from demo.states import state_at
from tests.hall_data import REFERENCE, SOURCES, Store, application

START, NOW = date(2025, 11, 25), datetime(2026, 11, 24, 10, 42)
API = "/api/v1"
A_YEAR = {"from": "2025-11-25", "to": "2026-11-23"}


def lives() -> dict[str, pl.DataFrame]:
    """A year of what is done side by side or as one, and the cases it is drawn from."""
    hall = SimulatedHall(7, START)
    days = [(START - date(1970, 1, 1)).days + n for n in range((NOW.date() - START).days + 1)]
    cases, counts = hall._cases.lives(days)
    listed, as_one = hall._matters.lives(cases, days, counts)
    table, commitments = hall._zone.lives(days)
    return {
        **hall._parallel.lives(days),
        "zone-steps": table,
        "zone-commitments": commitments,
        "one-matters": listed,
        "one-matter-runs": as_one,
    }


@pytest.fixture(scope="module")
def drawn() -> dict[str, pl.DataFrame]:
    return lives()


@pytest.fixture(scope="module")
def client(drawn: dict[str, pl.DataFrame], tmp_path_factory: Any) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("exports")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HALL_NOW", "2026-11-24T10:42:00+08:00")
        store = Store(tmp_path_factory.mktemp("parallel"))
        for name in REFERENCE:
            store.ingest(name, SOURCES / f"{name}.csv")
        rejected = {}
        for name, frame in drawn.items():
            path = write(name, state_at(name, frame, NOW), folder / f"{name}.csv")
            rejected[name] = store.ingest(name, path, "hall").rejected
        assert 0 < rejected.pop("parallel-approvals") < 10
        assert not any(rejected.values()), rejected
        with application(store) as server:
            yield server.test_client()
        store.close()


def get(client: Any, path: str) -> Any:
    answer = client.get(f"{API}{path}")
    assert answer.status_code == 200, (path, answer.text)
    return answer.json


def values(client: Any, id: str, **asked: str) -> list[dict[str, Any]]:
    query = "&".join(f"{name}={value}" for name, value in {"grain": "total", **asked}.items())
    return get(client, f"/indicators/{id}/values?{query}")["data"]


def total(client: Any, id: str, **asked: str) -> Any:
    (row,) = values(client, id, **asked)
    return row


def records(client: Any, dataset: str) -> list[dict[str, Any]]:
    """All records of a dataset, page by page."""
    rows: list[dict[str, Any]] = []
    path: str | None = f"{API}/datasets/{dataset}/records?limit=1000"
    while path:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.text)
        rows += answer.json["data"]
        path = answer.json["links"].get("next")
    return rows


# --- figures ---------------------------------------------------------------------------------------


def test_three_schemes_three_windows_and_34_instead_of_119_days(client: Any) -> None:
    assert total(client, "parallel-schemes")["value"] == 3
    assert total(client, "schemes-with-window")["value"] == 3
    schemes = {row["scheme"]: row for row in records(client, "parallel-schemes")}
    assert {row["lead_window"] for row in schemes.values()} == {"W01", "W02", "W03"}
    enterprise = schemes["enterprise"]
    assert (enterprise["legal_days"], enterprise["promised_days"]) == (119, 34)
    for scheme in SCHEMES.values():
        assert sum(part.alone for part in scheme.parts) == scheme.legal


def test_a_year_has_the_volumes_that_it_should(client: Any) -> None:
    assert total(client, "parallel-runs", **A_YEAR)["value"] == pytest.approx(1350, rel=0.02)
    steps = total(client, "steps-opened", **A_YEAR)["value"]
    assert steps == pytest.approx(8100, rel=0.04)
    assert total(client, "matters-listed")["value"] == 55
    launched = total(client, "matters-launched")["value"]
    assert 0 < launched < 55
    rate = total(client, "matters-launched-rate")
    assert (rate["numerator"], rate["denominator"]) == (launched, 55)


def test_no_more_applications_for_a_matter_than_cases_of_its_item() -> None:
    hall = SimulatedHall(7, START)
    days = [(date(2026, 9, 1) - date(1970, 1, 1)).days + n for n in range(30)]
    cases, counts = hall._cases.lives(days)
    _, runs = hall._matters.lives(cases, days, counts)
    of = dict(cases.select("case_no", pl.col("item").cast(pl.String)).iter_rows())
    items = {row["matter"]: row["item"] for row in matters()}
    assert len(runs) > 100
    for number, matter in runs.select("matter_run_no", "matter").iter_rows():
        assert of[number.removeprefix("YJS-")] == items[matter]
    of_a_day, count = hall._cases.lives(days[3:4])
    _, again = hall._matters.lives(of_a_day, days[3:4], count)
    assert set(again["matter_run_no"]) < set(runs["matter_run_no"])


# --- totals are their parts ------------------------------------------------------------------------


def test_an_application_sums_up_its_steps(client: Any) -> None:
    runs = {row["run_no"]: row for row in records(client, "parallel-approvals")}
    steps = records(client, "parallel-steps")
    count, alone, late = Counter(), Counter(), Counter()
    for step in steps:
        count[step["run_no"]] += 1
        alone[step["run_no"]] += step["alone_days"]
        if step["completed_on"] and step["completed_on"] > step["due_on"]:
            late[step["run_no"]] += 1
    assert sum(late.values()) > 10
    for id, run in runs.items():
        summed = (count[id], alone[id] or None, late[id])
        assert (run["steps"], run["serial_days"], run["late_steps"]) == summed, id
    decided = [
        r for r in runs.values() if r["outcome"] in ("granted", "refused") and r["serial_days"]
    ]
    saved = total(client, "parallel-saved")
    assert saved["denominator"] == sum(r["serial_days"] for r in decided)
    assert saved["numerator"] == sum(r["serial_days"] - r["used_days"] for r in decided)
    days = [r["used_days"] for r in decided]
    assert total(client, "parallel-days-median")["value"] == median_low(days) < 34


def test_steps_that_come_late_or_first_give_the_same_application(store: Store) -> None:
    """Worked: 4 March is a Wednesday; 3 working days end on the 9th, 10 on the 18th."""
    run = {"run_no": "R", "scheme": "enterprise", "accepted_on": "2026-03-04", "promised_days": 34}
    steps = [
        {"run_no": "R", "step": 1, "opened_on": "2026-03-04", "alone_days": 15, "promised_days": 3,
         "completed_on": "2026-03-09", "outcome": "agreed"},
        {"run_no": "R", "step": 2, "opened_on": "2026-03-09", "alone_days": 20, "promised_days": 7,
         "completed_on": "2026-03-19", "outcome": "agreed_if"},
    ]  # fmt: skip
    store.ingest("parallel-approvals", [run])
    (row,) = store.rows("parallel-approvals")
    assert (row["steps"], row["serial_days"], row["used_days"]) == (0, None, None)
    store.ingest("parallel-steps", steps)
    one, two = store.rows("parallel-steps")
    assert [(s["used_days"], s["completed_on"] - s["due_on"]) for s in (one, two)] == [
        (3, 0),
        (8, 1),
    ]
    store.ingest("parallel-approvals", [run | {"completed_on": "2026-03-19", "outcome": "granted"}])
    (row,) = store.rows("parallel-approvals")
    assert (row["steps"], row["serial_days"], row["late_steps"]) == (2, 35, 1)
    assert (row["used_days"], row["used_bucket"]) == (11, "le20")
    store.ingest("parallel-steps", [{**steps[1], "alone_days": None}])
    (row,) = store.rows("parallel-approvals")
    assert row["serial_days"] is None


def test_the_zones_table_and_its_states_are_one(client: Any) -> None:
    rows = records(client, "zone-commitments")
    table = {row["step"]: row["limit_days"] for row in records(client, "zone-steps")}
    assert len(table) == 9
    assert all(row["limit_days"] == table[row["step"]] for row in rows)
    waiting = [r for r in rows if not r["started_on"]]
    running = [r for r in rows if r["started_on"] and not r["completed_on"]]
    assert total(client, "zone-steps-waiting")["value"] == len(waiting)
    assert total(client, "zone-steps-running")["value"] == len(running)
    done = total(client, "zone-steps-completed")["value"]
    assert done + len(waiting) + len(running) == len(rows)
    # On time can be seen without a day: from the working days used and the limit.
    kept = sum(r["used_days"] <= r["limit_days"] for r in rows if r["completed_on"])
    late = done - kept + total(client, "zone-steps-overdue")["value"]
    rate = total(client, "zone-step-on-time")
    assert rate["denominator"] - rate["numerator"] == late


# --- what is not said ------------------------------------------------------------------------------


def test_no_firm_no_zone_and_no_number_of_the_hall_leaves(client: Any) -> None:
    names = ("parallel-approvals", "parallel-steps", "zone-commitments", "one-matter-runs")
    for name in names:
        dataset = DATASETS[name]
        assert dataset.field(dataset.key[0]).keyed
        text = client.get(f"{API}/datasets/{name}/records.csv").text
        assert not re.search(r"(BL|YQ|JK|YJS|NC)-?\d{4}", text), name
        assert not {"address", "applicant", "company", "firm"} & {f.id for f in dataset.fields}
    assert "zone" not in {f.id for f in DATASETS["parallel-approvals"].fields}
    # The same number gives another hash in each dataset, so that nothing leads from one to another.
    keys = [DATASETS[name].key[0] for name in ("parallel-approvals", *names[2:], "zone-runs")]
    assert len(set(keys)) == len(keys)
    for row in records(client, "zone-commitments"):
        for name in ("listed_on", "started_on", "due_on", "completed_on"):
            assert row[name] is None or re.fullmatch(r"\d{4}-\d{2}", row[name]), row
    by_day = ("zone-steps-started/values?grain=day&by=step", "zone-steps-running/rows?to=2026-11-05",
              "zone-steps-overdue/rows?to=2026-11-05", "zone-steps-started/rows?to=2026-11-05")  # fmt: skip
    for asked in by_day:  # of two days in turn: which step began on the second
        assert client.get(f"{API}/indicators/{asked}").status_code == 400, asked


def test_no_chain_of_questions_tells_a_zone_with_fewer_than_five(
    client: Any, drawn: dict[str, pl.DataFrame]
) -> None:
    """Every sum that is answered is an equation in the zones' numbers by month: none of those that
    are withheld is fixed by them all."""
    assert client.get(f"{API}/datasets/zone-runs/records").status_code == 403
    for refused in ("grain=day", "grain=week", "grain=total&from=2026-03-02&to=2026-03-31"):
        assert client.get(f"{API}/indicators/zone-runs/values?{refused}").status_code == 400
    rows = drawn["zone-runs"].select(pl.col("accepted_at").dt.strftime("%Y-%m"), "zone").rows()
    # October is published on 1 December, when what comes late is in.
    true = Counter(row for row in rows if row[0] < "2026-10")
    zones = list(ZONES)
    months = sorted({month for month, _ in true})
    place = {cell: n for n, cell in enumerate((m, z) for m in months for z in zones)}
    equations: list[np.ndarray] = []

    def learn(cells: list[tuple[str, str]], value: float) -> None:
        assert value == sum(true[cell] for cell in cells)
        equation = np.zeros(len(place))
        equation[[place[cell] for cell in cells]] = 1
        equations.append(equation)

    chosen = ["", *zones, *(f"{a},{b}" for a in zones for b in zones if a < b)]
    for grain in ("month", "quarter", "year", "total"):
        for zone in chosen:
            asked = {"grain": grain} | ({"zone": zone} if zone else {})
            for row in values(client, "zone-runs", **asked):
                if row["value"] is None:
                    continue
                inside = [
                    m for m in months if grain == "total" or _period(m, grain) == row["period"]
                ]
                learn(
                    [(m, z) for m in inside for z in (zone.split(",") if zone else zones)],
                    row["value"],
                )
        for row in values(client, "zone-runs", grain=grain, by="zone"):
            if row["value"] is not None:
                inside = [
                    m for m in months if grain == "total" or _period(m, grain) == row["period"]
                ]
                learn([(m, row["zone"]) for m in inside], row["value"])
    small = [cell for cell in place if true[cell] < 5]
    assert len(small) > 10
    known = np.array(equations)
    rank = np.linalg.matrix_rank(known)
    for cell in small:
        alone = np.zeros(len(place))
        alone[place[cell]] = 1
        assert np.linalg.matrix_rank(np.vstack([known, alone])) > rank, cell


def _period(month: str, grain: str) -> str:
    year, n = month.split("-")
    return {"month": month, "quarter": f"{year}-Q{(int(n) + 2) // 3}", "year": year}[grain]


def test_the_simulated_entries_lag_are_put_right_and_some_are_bad(
    drawn: dict[str, pl.DataFrame],
) -> None:
    runs = drawn["parallel-approvals"]
    versions = runs.group_by("run_no").len().get_column("len")
    assert {1, 2, 3} == set(versions)
    late = pl.col("recorded_at").dt.date() - pl.col("completed_on") > timedelta(1)
    assert 0 < len(runs.filter(late)) < len(runs) / 10
    steps = drawn["parallel-steps"]
    assert len(steps.filter(pl.col("entered_at").dt.date() > pl.col("completed_at").dt.date()))


# --- a hall that has only some of these ------------------------------------------------------------


def test_a_system_that_a_hall_has_not_is_no_zero(store: Store) -> None:
    store.ingest("parallel-approvals", [
        {"run_no": "R", "scheme": "private", "accepted_on": "2026-03-04", "promised_days": 60}
    ])  # fmt: skip
    with application(store) as server:
        asked = server.test_client()
        assert total(asked, "parallel-runs")["value"] == 1
        for name in (
            "parallel-steps",
            "zone-runs",
            "zone-commitments",
            "one-matters",
            "one-matter-runs",
        ):
            for indicator in DATASETS[name].indicators:
                rows = values(asked, indicator.id)
                assert not [row for row in rows if row["value"] is not None], indicator.id
    assert {INDICATORS[id].settled for id in ("parallel-on-time", "step-on-time")} == {True}


# --- on /reform ------------------------------------------------------------------------------------


SECTIONS = {
    "parallel-approval": ("并联审批", "Parallel approval"),
    "zones": ("园区并联办件", "Parallel approval in zones"),
    "one-table": ("一表定责、限时办结", "One table of duties and limits"),
    "one-matter": ("高效办成一件事", "Matters handled as one"),
    "one-matter-runs": ("一件事办件", "Applications for these matters"),
}


@pytest.mark.parametrize(("lang", "at"), [("", 0), ("/en", 1)])
def test_the_page_has_what_is_done_together(client: Any, lang: str, at: int) -> None:
    page = client.get(f"{lang}/reform")
    assert page.status_code == 200
    for id, titles in SECTIONS.items():
        assert f'href="#{id}">{titles[at]}<' in page.text, id
    for words in (("承诺34", "法定合计119"), ("promised 34", "by law, one by one: 119"))[at]:
        assert f">{words}</text>" in page.text
    table = page.text.split('class="duties"', 1)[1].split("</table>", 1)[0]
    assert table.count("<tr") == 1 + 9
    withheld = ("不公布", "withheld")[at]
    assert f">{withheld}<" in page.text.split('id="zones"', 1)[1]


def test_a_reader_chooses_a_run_without_scripts(client: Any) -> None:
    runs = records(client, "parallel-approvals")
    late = next(row for row in runs if row["late_steps"] and row["completed_on"])
    page = client.get(f"/reform?run={late['run_no']}").text
    form = page.split('class="choose-run"', 1)[1].split("</form>", 1)[0]
    assert "<button" in form
    assert re.search(rf'<option[^>]*value="{late["run_no"]}"[^>]*selected', form)
    drawing = page.split("drawing--gantt", 1)[1].split("</svg>", 1)[0]
    assert drawing.count('class="late-part"') == late["late_steps"]
    assert "承诺截止" in drawing
    # Done: there is no line of today.
    assert "今天" not in drawing
    assert client.get("/reform?run=nosuchrun").status_code == 400


def test_a_section_without_data_is_not_there(store: Store) -> None:
    run = {"run_no": "R", "scheme": "private", "accepted_on": "2026-11-04", "promised_days": 8}
    store.ingest("parallel-approvals", [run])
    with application(store) as server:
        asked = server.test_client()
        assert "#parallel-approval" not in asked.get("/reform").text
        store.ingest("parallel-steps", [
            {"run_no": "R", "step": 1, "opened_on": "2026-11-04", "promised_days": 3}
        ])  # fmt: skip
    with application(store) as server:
        for path in ("/reform", "/en/reform"):
            page = server.test_client().get(path)
            assert page.status_code == 200
            assert "#parallel-approval" in page.text
            assert not [
                id for id in SECTIONS if id != "parallel-approval" and f"#{id}" in page.text
            ]
