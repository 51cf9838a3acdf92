"""The reform of approvals: the simulated hall's figures are those that its press report gives."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from statistics import median_low
from typing import Any

import polars as pl
import pytest

from dashboard import words
from dashboard.pages.reform.page import PAGE, SECTIONS
from data.answers.values import values
from data.catalog import DATASETS, INDICATORS
from data.questions import Values
from demo import SimulatedHall
from demo.export import write
from demo.states import KINDS, state_at
from tests.hall_data import REFERENCE, SOURCES, Store, application

CHINA = timezone(timedelta(hours=8))
START, NOW = date(2024, 11, 25), datetime(2026, 11, 24, 10, 42)
REFORM = [
    "item-reviews", "item-changes", "time-commitments", "joint-inspections", "deferred-papers",
    "deferred-approvals",
]  # fmt: skip
API = "/api/v1"


def lives() -> dict[str, pl.DataFrame]:
    """Two years of the reform, without the cases."""
    hall = SimulatedHall(7, START)
    days = [(START - date(1970, 1, 1)).days + n for n in range((NOW.date() - START).days + 1)]
    reviews, changes = hall._clean_up.lives(days)
    approvals, papers = hall._deferred.lives(days)
    return {
        "item-reviews": reviews,
        "item-changes": changes,
        "time-commitments": hall._promises.lives(days),
        "joint-inspections": hall._inspections.lives(days),
        "deferred-papers": papers,
        "deferred-approvals": approvals,
    }


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The exports of the simulated hall's systems."""
    folder = tmp_path_factory.mktemp("exports")
    return {
        name: write(name, state_at(name, frame, NOW), folder / f"{name}.csv")
        for name, frame in lives().items()
    }


@pytest.fixture(scope="module")
def client(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HALL_NOW", "2026-11-24T10:42:00+08:00")
        store = Store(tmp_path_factory.mktemp("reform"))
        for name in ("limit-conversions", *REFERENCE):
            store.ingest(name, SOURCES / f"{name}.csv")
        entries = {name: store.ingest(name, path, "hall") for name, path in files.items()}
        rejected = {name: entry.rejected for name, entry in entries.items()}
        assert not any(entry.refused for entry in entries.values()), entries
        assert 0 < rejected.pop("joint-inspections") < 10
        assert not any(rejected.values()), rejected
        with application(store) as server:
            yield server.test_client()
        store.close()


def get(client: Any, path: str) -> Any:
    answer = client.get(f"{API}{path}")
    assert answer.status_code == 200, (path, answer.text)
    return answer.json


@pytest.mark.parametrize("grain", ["month", "year"])
def test_a_list_kept_when_it_changes_is_complete_until_today(client: Any, grain: str) -> None:
    old = set()
    for dataset in (one for one in DATASETS.values() if one.is_kept_up):
        for id in (one.id for one in dataset.indicators if not one.of_list):
            rows = get(client, f"/indicators/{id}/values?grain={grain}")["data"]
            if rows and rows[-1]["period"] < NOW.strftime("%Y-%m"[: 5 if grain == "month" else 2]):
                old.add(id)
                assert not rows[-1]["partial"], id
    assert "limits-cut" in old


def records(client: Any, dataset: str) -> list[dict[str, Any]]:
    return get(client, f"/datasets/{dataset}/records?limit=1000")["data"]


def total(client: Any, id: str, **asked: str) -> Any:
    query = "&".join(f"{name}={value}" for name, value in {"grain": "total", **asked}.items())
    (row,) = get(client, f"/indicators/{id}/values?{query}")["data"]
    return row


def split(client: Any, id: str, by: str, **asked: str) -> dict[str, Any]:
    query = "&".join(f"{n}={v}" for n, v in {"grain": "total", "by": by, **asked}.items())
    rows = get(client, f"/indicators/{id}/values?{query}")["data"]
    return {row[by]: row["value"] for row in rows if row["value"]}


# --- the figures of the press report ---------------------------------------------------------------


def test_44_lists_were_combed_and_132_items_kept_27_without_a_case_went(client: Any) -> None:
    assert total(client, "departments-reviewed")["value"] == 44
    assert total(client, "departments-in-review")["value"] == 0
    assert split(client, "items-kept", "kind") == {"approval": 89, "service": 43}
    assert total(client, "zero-handling-cut")["value"] == 27
    assert set(split(client, "zero-handling-cut", "kind")) == {"approval"}
    without = [row for row in records(client, "item-changes") if row["zero_24m"]]
    assert len(without) == 27
    assert all(row["last_case_on"] for row in without)


def test_two_rounds_multiply(client: Any) -> None:
    for id, rate in (("round-cut-1", 0.5), ("round-cut-2", 0.4), ("cut-together", 0.7)):
        assert total(client, id)["value"] == pytest.approx(rate), id
    assert "1 −（1 − 50%）×（1 − 40%）= 70%" in INDICATORS["cut-together"].formula.zh
    own = {
        row["legal_days"]: row["promised_days"]
        for row in records(client, "time-commitments")
        if row["round"] == "later"
    }
    assert own == {119: 34, 30: 3.5}
    assert split(client, "commitment-cut", "scheme")["enterprise"] == pytest.approx(85 / 119)


def test_venues_are_inspected_in_three_and_a_half_days_instead_of_thirty(client: Any) -> None:
    asked = {"kind": "venue", "from": "2024-12-01"}
    assert total(client, "joint-inspection-days-median", **asked)["value"] == 3.5
    row = total(client, "joint-inspection-saved", **asked)
    assert row["value"] > 0.85
    assert row["denominator"] % 30 == 0
    year = total(client, "joint-inspections", **{"from": "2025-01-01", "to": "2025-12-31"})
    assert 170 < year["value"] < 270


def test_eight_are_approved_first_in_a_year_on_the_two_grounds(client: Any) -> None:
    asked = {"from": "2025-01-01", "to": "2025-12-31"}
    assert total(client, "deferred-approvals", **asked)["value"] == 8
    assert split(client, "deferred-approvals", "ground", **asked) == {"mutual": 5, "above": 3}


# --- totals are their parts ------------------------------------------------------------------------


# --- the page ----------------------------------------------------------------------------------

FINDINGS = {
    "zh": {
        "items": "清理前233项，精简108项，保留125项",
        "limits": "第一轮（2009年）压缩50%，第二轮（2013年）再压缩40%，两轮合计70%，不是90%",
        "joint-visits": "娱乐场所：分别踏勘30个工作日，联合踏勘中位数3.5个",
    },
    "en": {
        "items": "Of 233 items 108 cut, 125 kept",
        "limits": "The first round (2009) cut limits by 50%, the second round (2013) by 40% of what was left: 70% together, not 90%",
        "joint-visits": "Entertainment venue: 30 working days one by one, 3.5 together (median)",
    },
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_begins_with_what_its_sections_find(client: Any, lang: Any) -> None:
    page = client.get("/reform" if lang == "zh" else "/en/reform")
    assert page.status_code == 200
    for id, line in FINDINGS[lang].items():
        assert re.search(
            f'href="#{id}"[^>]*>[^<]+</a><span class="said">{re.escape(line)}', page.text
        )
        assert page.text.count(line) >= 2, "in the contents, and over its figure"
    assert "1,700 → 850 → 510" in page.text
    assert "1 − (1 − 50%) × (1 − 40%) = 70%" in page.text
    assert re.search(r"119 *</text>", page.text)
    (entry,) = re.findall(r'<div class="nav-item"[^>]*><a[^>]*href="[^"]*/reform"', page.text)
    assert "hidden" not in entry


def test_the_wall_has_what_the_page_has(client: Any) -> None:
    scene = client.get("/live/screen?lang=en").json
    numbers = {
        id: scene[f"wall-reform-{id}"]["children"] for id in ("cut", "kept", "unused", "visits")
    }
    assert numbers == {"cut": "70%", "kept": "132", "unused": "27", "visits": "3.5"}
    assert "scene--empty" not in scene["wall-reform"]["className"]


def test_a_kind_of_too_few_has_no_median(client: Any) -> None:
    page = client.get("/reform").text
    rows = re.findall(r'<th scope="row">(环境保护|其他|娱乐场所)</th>((?:<td>[^<]*</td>)+)', page)
    cells = {name: re.findall("<td>([^<]*)", row) for name, row in rows}
    for name, (_, median, saved, n) in cells.items():
        assert (median == words.MISSING) == (int(n) < words.least()), name
        assert (saved == words.MISSING) == (int(n) < words.least()), name
    assert cells["娱乐场所"][1] == "3.5"


@pytest.mark.parametrize("dataset", ["item-changes", "time-commitments"])
def test_what_was_not_taken_in_is_not_on_it(store: Any, files: Any, dataset: str) -> None:
    store.ingest(dataset, files[dataset], "hall")
    (there,) = [one for one in SECTIONS if one.needs == (dataset,)]
    with application(store) as server:
        for lang in ("zh", "en"):
            page = server.test_client().get(PAGE.path if lang == "zh" else f"/en/{PAGE.path}").text
            for one in SECTIONS:
                assert (f'id="{one.id}"' in page) == (one is there), one.id
            assert page.count('<nav class="contents"') == 1
            assert f'data-held="{there.id}"' in page


# --- sums and rows -----------------------------------------------------------------------------


def test_what_was_before_and_what_came_is_what_went_and_what_is_left(client: Any) -> None:
    before, added, cut, after = (
        total(client, f"items-{part}")["value"]
        for part in ("before-review", "added-in-review", "cut-in-review", "after-review")
    )
    assert before + added == cut + after
    assert after == total(client, "items-kept")["value"] == 132
    assert cut == total(client, "items-cut")["value"]
    assert cut == sum(split(client, "items-cut", "action").values())
    by_department = Counter(
        row["department"]
        for row in records(client, "item-changes")
        if row["action"] not in ("kept", "moved_in")
    )
    assert by_department == split(client, "items-cut-in-review", "department")


def test_an_approval_sums_up_its_papers(client: Any) -> None:
    papers = Counter(row["approval_no"] for row in records(client, "deferred-papers"))
    approvals = records(client, "deferred-approvals")
    assert {row["approval_no"]: row["papers_n"] for row in approvals} == papers
    still = [row for row in approvals if row["closed_on"] is None]
    assert total(client, "deferred-open")["value"] == len(still)
    overdue = [row for row in still if row["papers_due_on"] < "2026-11-24"]
    assert total(client, "deferred-overdue")["value"] == len(overdue)


def test_inspections_are_recounted_from_the_exports(client: Any, files: dict[str, Path]) -> None:
    rows = pl.read_csv(files["joint-inspections"], infer_schema=False).to_dicts()
    good = [r for r in rows if not (r["踏勘结论"] and not r["出具结论日期"])]
    visited = [r for r in good if r["踏勘日期"]]
    assert total(client, "joint-inspections")["value"] == len(visited)
    assert total(client, "joint-inspection-departments")["value"] == sum(
        int(r["参加部门数"]) for r in visited
    )
    concluded = [r for r in good if r["出具结论日期"]]
    at_once = [r for r in concluded if r["踏勘结论"] == "通过" and r["是否复勘"] == "否"]
    rate = total(client, "one-visit-rate")
    assert (rate["numerator"], rate["denominator"]) == (len(at_once), len(concluded))
    used = [row["used_days"] for row in records(client, "joint-inspections") if row["concluded_on"]]
    assert all(days * 2 == int(days * 2) for days in used)
    assert total(client, "joint-inspection-days-median")["value"] == median_low(used)


# --- what is not said ------------------------------------------------------------------------------


def test_no_address_no_firm_and_no_item_of_an_approval_leaves(client: Any) -> None:
    fields = {name: {f.id for f in DATASETS[name].public_fields} for name in REFORM}
    assert not {"item", "department", "zone"} & fields["deferred-approvals"]
    assert set(INDICATORS["deferred-approvals"].dimensions) == {"ground"}
    stored = {f.id for name in REFORM for f in DATASETS[name].fields}
    assert not {"address", "applicant", "company", "firm", "project"} & stored
    for name in ("joint-inspections", "deferred-approvals", "deferred-papers"):
        text = client.get(f"{API}/datasets/{name}/records.csv").text
        assert not re.search(r"(XB|TK)\d{4}", text), name
        (key,) = [f for f in DATASETS[name].fields if f.id == DATASETS[name].key[0]]
        assert key.keyed


def test_the_simulated_entries_lag_are_put_right_and_some_are_bad() -> None:
    told = lives()
    assert set(told) <= set(KINDS)
    visits = told["joint-inspections"]
    versions = visits.group_by("inspection_no").len().get_column("len")
    assert {3, 4} <= set(versions)
    late = pl.col("recorded_at").dt.date() - pl.col("concluded_at").dt.date() > timedelta(1)
    assert 0 < len(visits.filter(late)) < len(visits) / 10
    assert len(told["item-changes"]) > told["item-changes"].get_column("change_no").n_unique()
    papers = told["deferred-papers"]
    assert len(papers.filter(pl.col("received_at").dt.date() > pl.col("due_on")))


# --- a hall that has only some of these ------------------------------------------------------------


@pytest.fixture
def only_inspections(tmp_path: Path, files: dict[str, Path]) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HALL_NOW", "2026-11-24T10:42:00+08:00")
        store = Store(tmp_path)
        store.ingest("joint-inspections", files["joint-inspections"], "hall")
        with application(store) as server:
            yield server.test_client()
        store.close()


def test_a_system_that_a_hall_has_not_is_no_zero(only_inspections: Any) -> None:
    assert total(only_inspections, "joint-inspections")["value"] > 0
    for name in REFORM:
        if name == "joint-inspections":
            continue
        for indicator in DATASETS[name].indicators:
            rows = get(only_inspections, f"/indicators/{indicator.id}/values?grain=total")["data"]
            assert not [row for row in rows if row["value"] is not None], indicator.id
            for lang in ("", "/en"):
                page = only_inspections.get(f"{lang}/indicators/{indicator.id}")
                assert page.status_code == 200
    scene = only_inspections.get("/live/screen").json
    assert "scene--empty" in scene["wall-reform"]["className"]
    assert scene["wall-reform-kept-box"]["hidden"]
    page = only_inspections.get("/reform").text
    assert [one.id for one in SECTIONS if f'id="{one.id}"' in page] == ["joint-visits"]


def test_what_is_announced_for_a_later_day_is_no_event_yet(store: Store) -> None:
    common = {"title_zh": "某项", "action": "kept", "kind": "approval"}
    lines = [("a", "2026-10-20", "2026-11-01"), ("b", "2026-11-20", "2027-01-01")]
    for number, decided, effective in lines:
        dates = {"decided_on": decided, "effective_on": effective}
        take(store, "item-changes", {**common, "change_no": number, **dates})
    with store.engine.connect() as connection:
        kept = values(connection, Values("items-kept"), NOW.date())
    assert [(v.period.name, v.value) for v in kept if v.period] == [("2026-10", 0), ("2026-11", 1)]


# --- what the law and the books say ----------------------------------------------------------------


def take(store: Store, dataset: str, *lines: dict[str, Any]) -> list[dict[str, Any]]:
    entry = store.ingest(dataset, lines)
    assert entry.accepted == len(lines), entry
    return store.rows(dataset)


def test_24_months_without_a_case_are_24_months(store: Store) -> None:
    common = {"title_zh": "某项", "action": "cancelled", "decided_on": "2026-03-01"}
    dates = {"a": "2024-02-29", "b": "2024-03-01", "c": None}
    lines = [{**common, "change_no": n, "last_case_on": day} for n, day in dates.items()]
    lines.append({**common, "change_no": "d", "last_case_on": None, "zero_24m": True})
    rows = take(store, "item-changes", *lines)
    assert [row["zero_24m"] for row in rows] == [True, False, None, True]


def test_a_limit_is_converted_by_the_rule_of_its_own_day(store: Store) -> None:
    store.ingest("limit-conversions", SOURCES / "limit-conversions.csv")
    common = {"title_zh": "某项", "round": "later", "promised_days": 5, "limit_unit": "calendar_day",
              "limit_value": 73}  # fmt: skip
    rows = take(
        store,
        "time-commitments",
        {**common, "commitment_no": "a", "effective_on": "2009-07-01"},
        {**common, "commitment_no": "b", "effective_on": "2025-07-01"},
        {**common, "commitment_no": "c", "effective_on": "2025-07-01", "legal_days": 60},
    )
    assert [row["legal_days"] for row in rows] == [50, 49, 60]
    assert [row["before_days"] for row in rows] == [50, 49, 60]


def test_papers_that_come_late_or_first_give_the_same_approval(store: Store) -> None:
    papers = [
        {
            "approval_no": "X",
            "paper": "energy",
            "due_on": "2026-03-10",
            "received_on": "2026-03-02",
        },
        {"approval_no": "X", "paper": "flood", "due_on": "2026-03-20", "received_on": None},
    ]
    approval = {"approval_no": "X", "ground": "mutual", "granted_on": "2026-02-02"}
    (row,) = take(store, "deferred-approvals", approval)
    assert (row["papers_n"], row["closed_on"]) == (0, None)
    take(store, "deferred-papers", *papers)
    (row,) = store.rows("deferred-approvals")
    assert (row["papers_n"], row["papers_received"], row["closed_on"]) == (2, 1, None)
    take(store, "deferred-papers", {**papers[1], "received_on": "2026-03-25"})
    (row,) = store.rows("deferred-approvals")
    assert (row["closed_as"], row["closed_on"]) == ("complete", row["complete_on"])
    take(store, "deferred-approvals", {**approval, "revoked_on": "2026-03-24"})
    (row,) = store.rows("deferred-approvals")
    assert row["closed_as"] == "revoked"
