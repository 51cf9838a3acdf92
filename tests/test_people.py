"""Assessments, commendations, posts, training, spot checks, rules: the hall's figures, and no clerk known by them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import comb
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data.catalog import DATASETS, INDICATORS, owner
from demo import SimulatedHall
from demo.export import write
from demo.states import state_at
from demo.world.seasons import number
from tests.hall_data import REFERENCE, SOURCES, Store, application
from tests.recount import Cell, recount

START, NOW = date(2024, 11, 25), datetime(2026, 11, 24, 10, 42)
API = "/api/v1"
# The last day of the newest month whose books are closed.
CLOSED = date(2026, 9, 30)
OURS = (
    "assessment-rules", "assessment-bands", "assessments", "commendations", "staff-commendations",
    "staffing", "staff-changes", "department-staffing", "training", "spot-checks",
    "spot-check-findings", "hall-rules",
)  # fmt: skip
OF_US = [i for i in INDICATORS.values() if owner(i).id in OURS]


@pytest.fixture(scope="module")
def lives() -> dict[str, pl.DataFrame]:
    days = [number(START) + n for n in range((NOW.date() - START).days + 1)]
    return SimulatedHall(7, START)._people(days)


@pytest.fixture(scope="module")
def client(
    lives: dict[str, pl.DataFrame], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("exports")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HALL_NOW", "2026-11-24T10:42:00+08:00")
        store = Store(tmp_path_factory.mktemp("people"))
        for name in REFERENCE:
            store.ingest(name, SOURCES / f"{name}.csv")
        refused = {}
        for name, frame in lives.items():
            path = write(name, state_at(name, frame, NOW), folder / f"{name}.csv")
            entry = store.ingest(name, path, "hall")
            assert not entry.refused, entry
            refused[name] = entry.rejected
        # Assessments after the books were closed, sessions to which more came than were invited.
        assert 0 < refused.pop("assessments") < 20
        assert 0 < refused.pop("training") < 20
        assert not any(refused.values()), refused
        with application(store) as server:
            client: Any = server.test_client()
            client.rows = {id: store.rows(id) for id in (*OURS, "windows")}
            yield client
        store.close()


def values(client: Any, id: str, **asked: str) -> list[dict[str, Any]]:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    answer = client.get(f"{API}/indicators/{id}/values?{query}")
    assert answer.status_code == 200, (id, asked, answer.text)
    return answer.json["data"]


def by_period(client: Any, id: str, grain: str) -> dict[str, Any]:
    return {row["period"]: row for row in values(client, id, grain=grain)}


# --- the figures of the press report ---------------------------------------------------------------


def test_every_year_has_96_windows_180_staff_60_sessions_and_22_rules(client: Any) -> None:
    for year in ("2023", "2024", "2025"):
        assert by_period(client, "commended-windows", "year")[year]["value"] == 96
        assert by_period(client, "commended-staff", "year")[year]["value"] == 180
        assert by_period(client, "training-sessions", "year")[year]["value"] == 60
    months = by_period(client, "rules-in-force", "month")
    assert {row["value"] for period, row in months.items() if period >= "2021-11"} == {22}
    (found,) = values(client, "items-found-without-a-case", grain="total")
    assert found["value"] == 27


def test_the_books_of_posts_agree_with_one_another(client: Any) -> None:
    """People of a month are those of the month before, with who came and without who left."""
    staff, came, left, sizes = (
        by_period(client, id, "month")
        for id in ("staff", "staff-joined", "staff-left", "department-staff")
    )
    months = sorted(staff)
    assert len(months) > 40
    for before, month in pairwise(months):
        moved = came[month]["value"] - left[month]["value"]
        assert staff[month]["value"] == staff[before]["value"] + moved, month
    # A month of departments is answered 31 days after its end; one of the hall at once.
    assert sorted(sizes) == months[:-1]
    assert all(row["value"] == staff[month]["value"] for month, row in sizes.items())


def test_the_temporary_share_of_a_year_is_that_of_its_last_month(client: Any) -> None:
    year = by_period(client, "temporary-share", "year")["2025"]
    december = by_period(client, "temporary-share", "month")["2025-12"]
    assert (year["numerator"], year["denominator"]) == (december["numerator"], december["denominator"])  # fmt: skip
    first = by_period(client, "temporary-share", "month")["2025-01"]
    assert year["value"] < first["value"]


@pytest.mark.parametrize("indicator", OF_US, ids=lambda one: one.id)
def test_what_is_published_is_what_plain_python_counts(client: Any, indicator: Any) -> None:
    seen = 0
    last = CLOSED if owner(indicator).control else NOW.date()
    for grain in ("month", "year"):
        for by in ("", *indicator.dimensions):
            for row in values(client, indicator.id, grain=grain, **({"by": by} if by else {})):
                begin, end = _days(row["period"])
                codes = {by: row[by]} if by else {}
                cell = Cell(number(begin), number(min(end, last)), codes, (), number(NOW.date()))
                if row["value"] is not None:
                    seen += 1
                    got = (row["value"], row["numerator"], row["denominator"])
                    assert got == recount(client.rows, indicator.id, cell), row
    assert seen > 2


def _days(period: str) -> tuple[date, date]:
    if len(period) == 4:
        return date(int(period), 1, 1), date(int(period), 12, 31)
    begin = date.fromisoformat(f"{period}-01")
    return begin, (begin + timedelta(days=31)).replace(day=1) - timedelta(days=1)


# --- as a clerk who fears to be recognised ---------------------------------------------------------


def test_no_window_is_named_with_anything_that_was_found_of_it(client: Any) -> None:
    """Nothing but that it was not assessed; neither lists, files nor proof have the window."""
    for id in ("assessments", "department-staffing"):
        for at in (f"datasets/{id}/records", f"datasets/{id}/records.csv"):
            assert client.get(f"{API}/{at}").status_code == 403
    for at in (
        "datasets/commendations/records?limit=1000",
        "datasets/commendations/records.csv",
        "indicators/commended-windows/rows.csv",
        "indicators/distinct-windows-commended/rows.csv",
    ):
        answer = client.get(f"{API}/{at}")
        assert answer.status_code == 200, at
        assert not re.search(r"\bW\d\d\b", answer.text), at
    for indicator in OF_US:
        assert "window" not in indicator.dimensions
        asked = client.get(f"{API}/indicators/{indicator.id}/values?grain=month&by=window")
        assert asked.status_code == 400
        filtered = client.get(f"{API}/indicators/{indicator.id}/values?grain=month&window=W05")
        assert filtered.status_code == 400


def test_kind_of_post_and_department_are_in_no_dataset_together() -> None:
    for id in OURS:
        fields = {f.id for f in DATASETS[id].fields}
        assert not {"post_kind", "department"} <= fields
        assert not {"kind", "window"} <= {f.id for f in DATASETS[id].public_fields}


def test_a_month_of_assessments_is_answered_when_its_books_are_closed(client: Any) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HALL_NOW", "2026-12-01T12:00:00+08:00")
        assert max(by_period(client, "windows-assessed", "month")) == "2026-09"
        patched.setenv("HALL_NOW", "2026-12-02T12:00:00+08:00")
        assert max(by_period(client, "windows-assessed", "month")) == "2026-10"


def _score(window: str, on: str, **more: Any) -> dict[str, Any]:
    points = dict.fromkeys(("volume", "on_time", "satisfaction", "discipline", "learning"), 80)
    return {"month": "2026-08-01", "window": window, "recorded_at": f"{on}T09:00:00", **points, **more}  # fmt: skip


WEIGHTS = {"volume": 25, "on_time": 25, "satisfaction": 20, "discipline": 20, "learning": 10}


def _rules(since: str, until: str | None = None, **weights: int) -> list[dict[str, Any]]:
    every = WEIGHTS | weights
    return [{"part": p, "since": since, "until": until, "weight": n} for p, n in every.items()]


def _bands() -> list[dict[str, Any]]:
    return [
        {"band": band, "since": "2013-01-01", "least": n}
        for band, n in {"a": 90, "b": 75, "c": 0}.items()
    ]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Store]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HALL_NOW", "2026-11-24T10:42:00+08:00")
        store = Store(tmp_path)
        store.ingest("windows", SOURCES / "windows.csv")
        store.ingest("assessment-rules", _rules("2013-01-01"))
        store.ingest("assessment-bands", _bands())
        rows = [_score(f"W{n:02d}", "2026-09-07") for n in range(1, 65)]
        assert not store.ingest("assessments", rows).rejected
        yield store
        store.close()


def answered(store: Store, id: str) -> dict[str, Any]:
    """The months of an indicator, asked of a server that has seen nothing of before."""
    with application(store) as server:
        return by_period(server.test_client(), id, "month")


def test_a_score_that_comes_later_is_not_that_of_the_window_named_no_longer(hall: Store) -> None:
    """W65 is named as not assessed. Were its score let in, the sum would move by just that."""
    before = answered(hall, "assessment-score")["2026-08"]
    late = hall.ingest("assessments", [_score("W65", "2026-10-02", volume=0)])
    assert late.rejected == 1
    put_right = hall.ingest("assessments", [_score("W01", "2026-10-02", volume=0)])
    assert put_right.rejected == 1
    withdrawn = hall.ingest("assessments", [_score("W01", "2026-10-02", void=True)])
    assert withdrawn.rejected == 1
    assert answered(hall, "assessment-score")["2026-08"] == before
    with application(hall) as server:
        at = f"{API}/indicators/windows-assessed/values?grain=month"
        answer = server.test_client().get(at).json
    assert [one["reporter"] for one in answer["meta"]["not_reported"]] == ["W65"]
    on_time = hall.ingest("assessments", [_score("W65", "2026-10-01")])
    assert on_time.rejected == 0


def test_departments_of_one_or_two_are_not_told_nor_is_another_beside_each(client: Any) -> None:
    true = {(r["month"], r["department"]): r["people"] for r in client.rows["department-staffing"]}
    hidden = 0
    rows = values(client, "department-staff", grain="month", by="department")
    for period in {row["period"] for row in rows}:
        of = [row for row in rows if row["period"] == period and row["department"] != "none"]
        month = number(_days(period)[0])
        small = {row["department"] for row in of if true.get((month, row["department"]), 0) < 3}
        withheld = {row["department"] for row in of if row["value"] is None}
        assert small < withheld
        # As many others as there are small ones, so that no rest is that of one.
        assert len(withheld) >= min(len(of), len(small) + 1)
        hidden += len(withheld)
        for row in of:
            if row["value"] is not None:
                assert row["value"] == true[month, row["department"]] >= 3
            else:
                assert row["reason"] == "withheld"
    assert hidden


# --- as a surveyor who looks for flattery ----------------------------------------------------------


def _at_most(k: int, n: int, p: float) -> float:
    return sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1))


def test_the_interval_of_a_few_errors_is_clopper_pearsons(client: Any) -> None:
    """At its ends, as many errors or more (fewer) have a chance of 2.5 %."""
    for row in values(client, "error-rate", grain="month"):
        k, n = row["numerator"], row["denominator"]
        if not n:
            assert row["value"] is None
            continue
        assert n == 300
        assert _at_most(k, n, row["high"]) == pytest.approx(0.025, abs=1e-9)
        if k:
            assert 1 - _at_most(k - 1, n, row["low"]) == pytest.approx(0.025, abs=1e-9)


def test_no_error_found_is_no_error_rate_of_nothing(tmp_path: Path) -> None:
    """300 read and none wrong: up to 1.2 % of all may be; of strata nothing is said; a census is exact."""
    check = {"from_on": "2026-08-01", "to_on": "2026-08-31", "checked_on": "2026-09-10", "joint_with": "alone"}  # fmt: skip
    rows = [
        check | {"check_no": "1", "method": "random", "population_n": 900, "sampled_n": 300, "findings_n": 0},
        check | {"check_no": "2", "method": "stratified", "population_n": 900, "sampled_n": 600, "findings_n": 7},
        check | {"check_no": "3", "method": "all", "population_n": 900, "sampled_n": 900, "findings_n": 9},
        check | {"check_no": "4", "method": "all", "population_n": 900, "sampled_n": 899, "findings_n": 0},
        check | {"check_no": "5", "method": "random", "population_n": 90, "sampled_n": 91, "findings_n": 0},
        check | {"check_no": "6", "method": "random", "population_n": 90, "sampled_n": 30, "findings_n": 31},
    ]  # fmt: skip
    store = Store(tmp_path)
    assert store.ingest("spot-checks", rows).rejected == 3
    with pytest.MonkeyPatch.context() as patched, application(store) as server:
        patched.setenv("HALL_NOW", "2026-11-24T10:42:00+08:00")
        client = server.test_client()
        (rate,) = values(client, "error-rate", grain="total")
        assert (rate["value"], rate["numerator"], rate["denominator"]) == (0, 0, 300)
        assert rate["high"] == pytest.approx(0.012, abs=0.0005)
        (census,) = values(client, "error-rate-census", grain="total")
        assert (census["numerator"], census["denominator"]) == (9, 900)
        assert "high" not in census
        assert values(client, "cases-checked", grain="total")[0]["value"] == 1800
        assert values(client, "spot-checks-unpublished", grain="total")[0]["value"] == 3
    store.close()


def test_the_hall_cannot_state_a_better_score_than_its_parts_give(hall: Store) -> None:
    rows = [_score("W65", "2026-09-07", volume=83, stated_score=99)]
    assert not hall.ingest("assessments", rows).rejected
    (row,) = (r for r in hall.rows("assessments") if r["window"] == "W65")
    # 80.75 by the weights: a part of a point is dropped.
    assert (row["score"], row["band"], row["differs"]) == (80, "b", 1)
    assert answered(hall, "scores-differing")["2026-08"]["value"] == 1
    mean = answered(hall, "assessment-score")["2026-08"]
    assert (mean["numerator"], mean["denominator"]) == (65 * 80, 65)


def test_weights_of_later_change_nothing_of_before(hall: Store) -> None:
    before = answered(hall, "assessment-score")
    changed = [*_rules("2013-01-01", "2026-08-31"), *_rules("2026-09-01", volume=50, on_time=0)]
    hall.ingest("assessment-rules", changed)
    later = [_score(f"W{n:02d}", "2026-10-07", month="2026-09-01", volume=40) for n in range(1, 65)]
    assert not hall.ingest("assessments", later).rejected
    after = answered(hall, "assessment-score")
    assert after["2026-08"] == before["2026-08"]
    assert after["2026-09"]["value"] == 60


def test_weights_that_do_not_add_up_score_nothing(hall: Store) -> None:
    hall.ingest("assessment-rules", _rules("2013-01-01", volume=35))
    assert answered(hall, "windows-assessed")["2026-08"]["value"] == 0
    mean = answered(hall, "assessment-score")["2026-08"]
    assert mean["value"] is None


def test_rates_that_flatter_do_not_stand_alone() -> None:
    assert INDICATORS["windows-in-band-a"].beside == ("windows-in-band-c",)
    assert INDICATORS["training-coverage"].beside == ("training-sessions",)
    assert not [f for d in OURS for f in DATASETS[d].fields if "rank" in f.id or f.id == "passed"]


# --- pages -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["", "/en"])
def test_the_page_says_what_is_so_and_whom_it_does_not_name(client: Any, lang: str) -> None:
    page = client.get(f"{lang}/supervision")
    assert page.status_code == 200
    text = page.text
    for id in ("spot-checks", "assessments", "commendations", "staff", "training", "rules"):
        assert f'id="{id}"' in text, id
    said = (
        ("22 rules are in force", "Windows were commended 96 times", "Not assessed:", "not published")
        if lang
        else ("现行制度22项", "表彰窗口96个次", "未考核的窗口：", "不公布")
    )  # fmt: skip
    for words in said:
        assert words in text, words


@pytest.mark.parametrize(("lang", "dated"), [("", "2013年2月1日起施行"), ("/en", "in force from 1\u00a0February 2013")])  # fmt: skip
def test_about_lists_the_rules_in_force_with_number_and_dates(
    client: Any, lang: str, dated: str
) -> None:
    text = client.get(f"{lang}/about").text
    shown = text[text.index('id="rules"') :]
    shown = shown[: shown.index("</ul>")]
    assert shown.count("<li>") == 22
    assert "演示〔2013〕1号" in shown
    assert dated in shown
    assert "演示〔2013〕14号" not in shown  # repealed


def test_without_data_there_is_no_section_and_no_rule(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with application(store) as server:
        client = server.test_client()
        page = client.get("/supervision").text
        assert 'id="staff"' not in page
        assert "<div hidden><h2" in client.get("/about").text
    store.close()
