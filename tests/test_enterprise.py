"""Services to businesses: the simulated hall's figures, and that none of them is about too few."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

from api.parsing.datasets import countable
from data.answers.control import withheld_codes
from data.catalog import DATASETS, INDICATORS
from demo import SimulatedHall
from demo.export import write
from demo.states import state_at
from tests.hall_data import REFERENCE, SOURCES, Store, application
from tests.recount import Cell, number, recount

START, NOW = date(2024, 11, 25), datetime(2026, 11, 24, 10, 42)
API = "/api/v1"
YEARS = ("2023", "2024", "2025")
TRIES = 20_000
CONTROLLED = [one for one in DATASETS.values() if one.control]
# What is published by the month or quarter has rows, and is attacked, in its own tests.
BY_YEAR = [one for one in CONTROLLED if one.subject == "enterprise"]
FINER = {
    "month": ("grain=week", "from=2025-02-02", "to=2025-11-29"),
    "quarter": ("grain=month", "from=2025-02-01", "to=2025-11-30"),
    "year": ("grain=month", "grain=quarter", "from=2025-02-01", "to=2025-11-30"),
}


def lives() -> dict[str, pl.DataFrame]:
    """Two years of the hall, with the books from before it opened."""
    hall = SimulatedHall(7, START)
    days = [(START - date(1970, 1, 1)).days + n for n in range((NOW.date() - START).days + 1)]
    visits, problems = hall._visits.lives(days)
    projects, steps, opened = hall._projects.lives(days)
    return {
        "enterprise-visits": visits,
        "enterprise-problems": problems,
        "agency-projects": projects,
        "agency-steps": steps,
        "enterprise-files": opened,
        "contact-cards": hall._cards.lives(days),
        "linked-reviews": hall._linked.lives(days),
    }


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("exports")
    return {
        name: write(name, state_at(name, frame, NOW), folder / f"{name}.csv")
        for name, frame in lives().items()
    }


@pytest.fixture(scope="module")
def client(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HALL_NOW", "2026-11-24T10:42:00+08:00")
        store = Store(tmp_path_factory.mktemp("enterprise"))
        for name in REFERENCE:
            store.ingest(name, SOURCES / f"{name}.csv")
        entries = {name: store.ingest(name, path, "hall") for name, path in files.items()}
        rejected = {name: entry.rejected for name, entry in entries.items()}
        assert not any(entry.refused for entry in entries.values()), entries
        assert 0 < rejected.pop("contact-cards") < 10
        assert not any(rejected.values()), rejected
        with application(store) as server:
            client: Any = server.test_client()
            client.rows = {one.id: store.rows(one.id) for one in BY_YEAR}
            yield client
        store.close()


def values(client: Any, id: str, **asked: str) -> list[dict[str, Any]]:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    answer = client.get(f"{API}/indicators/{id}/values?{query}")
    assert answer.status_code == 200, (id, asked, answer.text)
    return answer.json["data"]


def by_year(client: Any, id: str, **asked: str) -> dict[str, Any]:
    return {row["period"]: row for row in values(client, id, grain="year", **asked)}


# --- the figures of the press report ---------------------------------------------------------------


def test_45_businesses_65_problems_17_projects_in_every_year(client: Any) -> None:
    yearly = {
        "enterprise-visits": 45,
        "enterprises-visited": 45,
        "problems-raised": 65,
        "projects-signed": 17,
        "enterprise-files": 17,
        "linked-reviews": 24,
    }
    for id, n in yearly.items():
        rows = by_year(client, id)
        # The running year is not answered, and a year that is over only a month later.
        assert {year: row["value"] for year, row in rows.items()} == dict.fromkeys(YEARS, n), id
    for id in ("agency-coverage", "two-secretaries-rate"):
        rows = by_year(client, id)
        assert [(r["numerator"], r["denominator"]) for r in rows.values()] == [(17, 17)] * 3, id


def test_problems_are_recounted_from_the_export(client: Any, files: dict[str, Path]) -> None:
    """As they stood on 31 December of the year in which they were raised, whatever came later."""
    rows = pl.read_csv(files["enterprise-problems"], infer_schema=False).to_dicts()
    states = {"已解决": "solved", "已解释": "explained", "暂不能解决": "cannot"}
    true: Counter[tuple[str, str]] = Counter()
    for row in rows:
        year, ended = row["提出日期"][:4], row["办结日期"]
        at_year_end = bool(ended) and ended <= f"{year}-12-31"
        true[year, states[row["办结结果"]] if at_year_end else "open"] += 1
    shown = 0
    for row in values(client, "problems-raised", grain="year", by="state"):
        if row["value"] is not None:
            shown += 1
            assert row["value"] == true[row["period"], row["state"]] >= 5
    assert shown >= 6
    due = Counter(r["办理期限"][:4] for r in rows)
    late = Counter(
        r["办理期限"][:4] for r in rows if not r["办结日期"] or r["办结日期"] > r["办理期限"]
    )
    for year, row in by_year(client, "problems-on-time").items():
        if row["value"] is None:
            assert row["reason"] == "withheld"
            assert late[year] < 5 or due[year] < 5
        else:
            assert (row["numerator"], row["denominator"]) == (due[year] - late[year], due[year])


def test_a_sum_is_withheld_with_its_rows(client: Any, files: dict[str, Path]) -> None:
    rows = pl.read_csv(files["agency-projects"], infer_schema=False).to_dicts()
    done = [row for row in rows if row["审批办结日期"] and row["审批办结日期"] < "2026"]
    for year, row in by_year(client, "agency-speed-up").items():
        of = [r for r in done if r["审批办结日期"][:4] == year]
        if len(of) < 5:
            assert row["value"] is row["denominator"] is None
            continue
        legal, used = (sum(int(r[name]) for r in of) for name in ("法定时限合计", "审批用时"))
        assert (row["numerator"], row["denominator"]) == (legal - used, legal)


def test_a_project_whose_days_are_not_known_is_in_neither_sum(tmp_path: Path) -> None:
    """Six of ten days that used four, one of a hundred that nobody knows the use of: 36 of 60 saved."""
    row = {"signed_on": "2025-02-03", "completed_on": "2025-05-06", "legal_days": 10, "used_days": 4,
           "size": "lt100m", "kind": "new", "service": "agency"}  # fmt: skip
    rows = [row | {"project_ref": f"P{n}"} for n in range(6)]
    rows.append(row | {"project_ref": "P6", "legal_days": 100, "used_days": None})
    store = Store(tmp_path)
    assert not store.ingest("agency-projects", rows).rejected
    with pytest.MonkeyPatch.context() as patched, application(store) as server:
        patched.setenv("HALL_NOW", "2026-11-24T10:42:00+08:00")
        saved = by_year(server.test_client(), "agency-speed-up")["2025"]
    assert (saved["numerator"], saved["denominator"]) == (36, 60)


@pytest.mark.parametrize("dataset", BY_YEAR, ids=lambda one: one.id)
def test_what_is_published_is_what_plain_python_counts(client: Any, dataset: Any) -> None:
    """Every year and breakdown of the stored rows, where it is not withheld."""
    seen = 0
    for indicator in dataset.indicators:
        for by in ("", *indicator.dimensions):
            for row in values(client, indicator.id, grain="year", **({"by": by} if by else {})):
                year = int(row["period"])
                codes = {by: row[by]} if by else {}
                cell = Cell(
                    number(date(year, 1, 1)),
                    number(date(year, 12, 31)),
                    codes,
                    (),
                    number(NOW.date()),
                )
                expected = recount(client.rows, indicator.id, cell)
                if row["value"] is not None:
                    seen += 1
                    assert (row["value"], row["numerator"], row["denominator"]) == expected, row
    assert seen >= 3 * len(YEARS)


# --- nothing about too few leaves ------------------------------------------------------------------


@pytest.mark.parametrize("dataset", BY_YEAR, ids=lambda one: one.id)
def test_no_chain_of_questions_isolates_a_small_cell(client: Any, dataset: Any) -> None:
    """Tables drawn until two that would be published just so differ in each cell that is withheld.

    A cell is isolated if all agree on it.

    What is coarser, or of several codes, is the sum of what is published by the floor, or withheld.
    """
    assert dataset.control
    least, floor = dataset.control.n, dataset.control.finest
    for indicator in dataset.indicators:
        totals = {r["period"]: r for r in values(client, indicator.id, grain=floor)}
        for row in totals.values():
            _large_enough(indicator, row, least)
        for by in indicator.dimensions:
            rows = values(client, indicator.id, grain=floor, by=by)
            cells = {(r["period"], r[by]): r for r in rows}
            codes = list(dict.fromkeys(code for _, code in cells))
            for row in rows:
                _large_enough(indicator, row, least)
            for period, whole in totals.items():
                margin = {code: _rows(indicator, cells[period, code]) for code in codes}
                _not_isolated(_rows(indicator, whole), margin, least, (indicator.id, by, period))
            _coarser_is_no_news(client, indicator, by, cells)


def _rows(indicator: Any, row: dict[str, Any]) -> int | None:
    """Of how many rows a cell says that it is."""
    return row["denominator"] if row["denominator"] is not None else row["value"]


def _large_enough(indicator: Any, row: dict[str, Any], least: int) -> None:
    if row["value"] is None:
        assert row["numerator"] is row["denominator"] is None, row
        assert row["reason"] == "withheld"
        return
    if type(indicator.measure).__name__ in ("Total", "Sum"):
        return  # amounts: of how many rows is not said
    assert _rows(indicator, row) >= least, row
    if type(indicator.measure).__name__ == "Share":
        rest = row["denominator"] - row["numerator"]
        assert row["numerator"] >= least, row
        assert rest == 0 or rest >= least, row


def _not_isolated(
    whole: int | None, margin: dict[str, int | None], least: int, where: tuple[str, ...]
) -> None:
    hidden = [code for code, n in margin.items() if n is None]
    if whole is None or not hidden:
        return
    rest = whole - sum(n for n in margin.values() if n is not None)
    could: dict[str, set[int]] = {code: set() for code in hidden}
    draw = Random(11)
    for _ in range(TRIES):
        numbers = [draw.randint(0, 2 * least) for _ in hidden[1:]]
        if sum(numbers) > rest:
            continue
        for last in range(len(hidden)):
            free = [*numbers[:last], rest - sum(numbers), *numbers[last:]]
            table = dict(zip(hidden, free, strict=True))
            every = {code: table.get(code, margin[code]) for code in margin}
            if withheld_codes(every, {c for c in every if (every[c] or 0) < least}) == set(hidden):
                for code, n in table.items():
                    could[code].add(n)
        if all(len(numbers) > 1 for numbers in could.values()):
            return
    for code, numbers in could.items():
        assert len(numbers) > 1 or not 0 < min(numbers) < least, (*where, code, numbers)


def _coarser_is_no_news(client: Any, indicator: Any, by: str, cells: dict[Any, Any]) -> None:
    if not indicator.measure.additive:
        return
    periods = sorted({period for period, _ in cells})
    codes = list(dict.fromkeys(code for _, code in cells))
    for two in itertools.combinations(codes[:4], 2):
        (row,) = values(client, indicator.id, grain="total", **{by: ",".join(two)})
        parts = [cells[period, code] for period in periods for code in two]
        told = all(part["value"] is not None for part in parts)
        assert (row["value"] is not None) == told, (indicator.id, two)
        if told and indicator.is_count:
            assert row["value"] == sum(part["value"] for part in parts)


def test_members_of_two_years_are_not_told(client: Any) -> None:
    """45 and 45 and all of both would say how many were visited twice."""
    (row,) = values(client, "enterprises-visited", grain="total")
    assert (row["value"], row["reason"]) == (None, "withheld")


@pytest.mark.parametrize("dataset", CONTROLLED, ids=lambda one: one.id)
def test_no_row_leaves_and_nothing_finer_or_crossed(client: Any, dataset: Any) -> None:
    for suffix in ("", ".csv", ".xlsx"):
        refused = client.get(f"{API}/datasets/{dataset.id}/records{suffix}")
        assert refused.status_code == 403
        assert refused.json["errors"][0]["parameter"] == "withheld"
    for field in dataset.control.alone:
        counts = client.get(f"{API}/datasets/{dataset.id}/facets?field={field}")
        # Of other fields nothing is counted anywhere.
        assert counts.status_code == (403 if field in countable(dataset.id) else 400)
    for indicator in dataset.indicators:
        at = f"{API}/indicators/{indicator.id}"
        assert client.get(f"{at}/rows").status_code == 403
        for query in FINER[dataset.control.finest]:
            assert client.get(f"{at}/values?{query}").status_code == 400, (indicator.id, query)
        pair = ",".join(indicator.dimensions[:2])
        if "," in pair:
            assert client.get(f"{at}/values?grain=year&by={pair}").status_code == 400
    if dataset not in BY_YEAR:
        return
    ours = {f.id for f in dataset.public_fields}
    assert not ours & {
        "department",
        "district",
        "city_department",
        "enterprise_ref",
        *dataset.key,
    } - {"step"}
    assert not set(dataset.control.alone) - ours


def test_a_year_is_published_a_month_after_its_end(client: Any) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HALL_NOW", "2027-01-31T12:00:00+08:00")
        assert list(by_year(client, "problems-raised")) == list(YEARS)
        patched.setenv("HALL_NOW", "2027-02-01T12:00:00+08:00")
        assert list(by_year(client, "problems-raised")) == [*YEARS, "2026"]


def test_numbers_of_a_firm_differ_from_dataset_to_dataset() -> None:
    names = [
        f.id for one in BY_YEAR for f in one.fields if f.keyed and (one.id, f.id) != ("enterprise-problems", "visit_no")
    ]  # fmt: skip
    assert len(names) == len(set(names))
    assert INDICATORS["projects-signed"].dimensions == ("service", "size", "kind")


# --- the page --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["", "/en"])
def test_the_page_says_the_newest_year_and_what_it_may_not(client: Any, lang: str) -> None:
    page = client.get(f"{lang}/enterprise")
    assert page.status_code == 200
    text = page.text
    for id in ("problems", "visits", "projects", "files", "cards", "linked"):
        assert f'id="{id}"' in text, id
    for said in (
        ("Businesses raised 65 problems in 2025", "45 visits to 45 businesses in 2025")
        if lang
        else ("2025年企业提出65个问题", "2025年走访企业45次，走访45家")
    ):
        assert said in text, said
    assert ("not published" if lang else "不公布") in text
    assert f'href="{lang}/enterprise"' in text
    # 17 and 24 are too few for a rate: counts, and no per cent beside them.
    assert ("all 17" if lang else "全部17个") in text
    assert "/rows" not in text.replace("cards-issued/rows", "").replace("rows.", "")


def test_without_data_there_is_no_section_and_no_zero(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with application(store) as server:
        server = server.test_client()
        page = server.get("/enterprise").text
        assert "本页暂无内容" in page
        assert 'id="problems"' not in page
        # The entry waits for data, hidden.
        shown = server.get("/").text
        assert re.search(r'<div[^>]* hidden[^>]*><a[^>]*href="/enterprise"', shown)
    store.close()


def test_the_page_says_where_a_business_asks_and_what_its_projects_are_counted_by(
    client: Any,
) -> None:
    """Signed projects and the steps of the development zone's table are other numbers, and said to be."""
    page = client.get("/enterprise").text
    assert (
        "申请走访、项目秘书或代办：投资项目统一受理窗口（W02，二楼），热线 12345，工作日09:00～12:00、13:00～17:00。"
        in page
    )
    assert "计的是经开区项目的环节，两数不能相比" in page
    assert "W02, floor 2" in client.get("/en/enterprise").text


def test_a_problem_that_ended_says_how_and_one_that_says_how_when(store: Store) -> None:
    """Without either it would be counted as open, or as nothing at all."""
    problem = {"visit_no": "V", "raised_on": "2025-03-06", "kind": "labour"}
    entry = store.ingest(
        "enterprise-problems",
        [
            problem | {"problem_no": "A", "ended_on": "2025-04-06", "ended_as": ""},
            problem | {"problem_no": "B", "ended_on": "", "ended_as": "solved"},
            problem | {"problem_no": "C", "ended_on": "2025-04-06", "ended_as": "solved"},
        ],
    )
    assert (entry.accepted, entry.rejected) == (1, 2)
