"""Published annual reports: loaded whole, held to their identities, rebuilt from records, compared."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from data import hall as settings
from data.disclosure.forms import FORM_2019, FORM_2021, Form
from data.disclosure.layout import COLUMNS
from tests.hall_data import NOW, Store, application, fill
from tests.published_reports import REAL, real, requests, reviews, sheets, workbook

STATEMENTS = "disclosure-statements"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALL_NOW", NOW)


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Sets settings of hall.toml for one test."""

    def configure(**given: str) -> None:
        text = settings.file().read_text("utf-8")
        for name, value in given.items():
            assert f'{name} = ""' in text
            text = text.replace(f'{name} = ""', f'{name} = "{value}"')
        (tmp_path / "hall.toml").write_text(text, "utf-8")
        monkeypatch.setenv("HALL_TOML", str(tmp_path / "hall.toml"))
        settings.hall.cache_clear()

    yield configure
    settings.hall.cache_clear()


def get(client: FlaskClient, year: int, **asked: str) -> dict[str, Any]:
    response = client.get(f"/api/v1/disclosure/annual-report/{year}", query_string=asked)
    assert response.status_code == 200, response.get_json()
    return response.get_json()["data"]


def answer(store: Store, year: int, **asked: str) -> dict[str, Any]:
    with application(store) as server:
        return get(server.test_client(), year, **asked)


def as_json(store: Store, report: Any) -> Path:
    store.files += 1
    path = store.folder / f"report-{store.files}.json"
    path.write_text(json.dumps(report), "utf-8")
    return path


def small(year: int = 2025, form: Form = FORM_2021, **changes: Any) -> dict[str, Any]:
    """A report of one organ with a request of each outcome by a person; it keeps all identities."""
    table = {row: [1, 0, 0, 0, 0, 0, 1] for row in form.outcomes}
    n = len(table)
    table |= {"r01": [n - 1, 0, 0, 0, 0, 0, n - 1], "r02": [3, 0, 0, 0, 0, 0, 3],
              "r24": [n, 0, 0, 0, 0, 0, n], "r25": [2, 0, 0, 0, 0, 0, 2]}  # fmt: skip
    four = {"reconsideration": [1, 0, 2, 3, 6], "direct_litigation": [0] * 5,
            "litigation_after_reconsideration": [0, 1, 0, 0, 1]}  # fmt: skip
    return {"id": "organ", "year": year, "table3": table, "table4": four} | changes


# --- the real report, rebuilt ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALL_NOW", NOW)
        store = Store(tmp_path_factory.mktemp("published"))
        fill(store, {
            "disclosure-requests": list(requests(real(), FORM_2021)),
            "disclosure-reviews": list(reviews(real())),
        })  # fmt: skip
        entry = store.ingest(STATEMENTS, REAL)
        assert (entry.accepted, entry.rejected) == (190 + 10 + 1, 0)
        with application(store) as server:
            yield server.test_client()
        store.close()


def test_a_real_report_keeps_its_identities_and_is_rebuilt_cell_by_cell(client):
    for asked in ({"department": "city-2025"}, {}):  # the hall's only one, so the hall's as well
        published = get(client, 2025, **asked)["published"]
        assert (published["compared"], published["differing"]) == (190, 0)
        assert all(one["published"] == one["recomputed"] for one in published["cells"])
        assert published["print_faults"] == 0
        assert sum(one["holds"] is True for one in published["identities"]) == 7 + 7 + 25 + 3
    table = get(client, 2025)["table2"]["rows"]
    assert [f["value"] for f in table[0]["figures"]] == [3, 5, 74]


def test_files_and_page_have_what_the_api_compares(client):
    address = "/api/v1/disclosure/annual-report/2025"
    text = client.get(f"{address}.csv?table=published").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 190
    assert all(row["published"] == row["recomputed"] for row in rows)
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{address}.xlsx").data))
    shown = book.get_sheet_by_name("公布与重算").to_python(skip_empty_area=False)
    assert [row[5] for row in shown[4:]] == [float(row["recomputed"]) for row in rows]
    page = client.get("/disclosure/report?year=2025").get_data(as_text=True)
    assert "核对190格，全部一致。" in page


# --- grids ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("year", "form"), [(2020, FORM_2019), (2025, FORM_2021)])
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_printed_grid_of_either_form_is_the_same_cells_as_json(store, year, form, suffix):
    report = small(year, form)
    report["table3"]["r01"][2], report["table3"]["r05"][3] = "/", ""
    content = sheets(report, form)
    if suffix == "csv":
        out = io.StringIO()
        csv.writer(out).writerows(row for rows in content for row in rows)
        grid: Any = out.getvalue()
    else:
        grid = workbook(store.folder / "grid.xlsx", content)
    entry = store.ingest(STATEMENTS, grid)
    assert (entry.rejected, entry.refused) == (0, None)
    cells = {r["figure"]: (r["value"], r["blank"]) for r in store.rows(STATEMENTS)}
    expected = {
        f"{row}.{column}": value
        for row, values in report["table3"].items()
        for column, value in zip(COLUMNS, values, strict=True)
    }
    for id, value in expected.items():
        blank = {"/": "na", "": "empty"}.get(value) if isinstance(value, str) else None
        assert cells[id] == (None if blank else value, blank), id
    assert cells["reconsideration.total"] == (6, None)
    if form is FORM_2019:
        assert cells["licences_change"] == (-2, None)
        assert cells["procurement_amount"] == (1234.5, None)
    else:
        assert (cells["rules_in_force"], cells["charges"]) == ((None, "na"), (12.5, None))
    data = answer(store, year, department="organ")
    assert (data["counted"], data["published"]["form"]) == (False, form.id)
    assert data["published"]["print_faults"] == 0
    assert data["published"]["sources"] == ["https://example.org/report"]
    assert len(data["table3"]["rows"]) == len(form.rows)


def test_a_report_of_2019_is_rebuilt_with_one_row_for_handled_otherwise(store):
    report = small(2020, FORM_2019)
    fill(store, {"disclosure-requests": list(requests(report, FORM_2019)),
                 "disclosure-reviews": list(reviews(report))})  # fmt: skip
    counted = dict(zip([f"r{n:02d}" for n in range(1, 24)],
                       [report["table3"][row] for row in FORM_2019.row_ids], strict=True))  # fmt: skip
    store.ingest(STATEMENTS, as_json(store, report | {"table3": counted}))
    with application(store) as server:
        client = server.test_client()
        data = get(client, 2020, department="organ")
        (row,) = (row for row in data["table3"]["rows"] if row["id"] == "r21_23")
        behind = client.get(row["links"][0]).get_json()["meta"]["total"]
    assert (data["published"]["compared"], data["published"]["differing"]) == (23 * 7 + 15, 0)
    assert row["cells"][0] == behind == 1


@pytest.mark.parametrize("form", [FORM_2019, FORM_2021])
def test_json_takes_the_tables_as_rows_too(store, form):
    year = 2019 if form is FORM_2019 else 2022
    report = small(year, form)
    rows = report | {
        "id": "rows",
        "table3": [report["table3"][row] for row in form.row_ids],
        "table4": [n for group in report["table4"].values() for n in group],
    }
    store.ingest(STATEMENTS, as_json(store, [report, rows]))
    cells: dict[str, dict[str, Any]] = {"organ": {}, "rows": {}}
    for line in store.rows(STATEMENTS):
        cells[line["department"]][line["figure"]] = line["value"]
    assert cells["organ"] == cells["rows"]
    assert len(cells["rows"]) == len(form.rows) * 7 + 15


# --- EMPTY, 0, NA; faults -------------------------------------------------------------------------

LINES = """year,department,figure,value,source_url
2025,organ,r01.person,0,https://example.org/r
2025,organ,r01.company,,https://example.org/r
2025,organ,r01.research,/,https://example.org/r
2025,organ,r01.legal,"14,069",
2025,organ,r01.other,-3,
2025,organ,r01.welfare,3.5,
2025,organ,r26.person,3,
"""


def test_empty_0_and_not_applicable_are_three_things_and_faults_name_the_cell(store):
    entry = store.ingest(STATEMENTS, LINES)
    assert (entry.accepted, entry.rejected) == (4, 3)
    told = {one["id"]: one for one in answer(store, 2025, department="organ")["published"]["cells"]}
    assert [(told[id]["published"], told[id]["blank"]) for id in (
        "r01.person", "r01.company", "r01.research", "r01.legal")] == [
            (0, None), (None, "empty"), (None, "na"), (14069, None)]  # fmt: skip
    reasons = [reason for (reason,) in store.sql("select reason from quarantine order by line")]
    for cell, reason in zip(("r01.other", "r01.welfare", "r26.person"), reasons, strict=True):
        assert cell in reason


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda r: r["table3"].pop("r05"), "r05.person"),
        (lambda r: r["table3"].update(r26=[0] * 7), "'r26'"),
        (lambda r: r["table3"].update(r05=[0] * 6), "table3.r05"),
        (lambda r: r["table4"].pop("direct_litigation"), "direct_litigation.upheld"),
        (lambda r: r.update(table2={"licenses": 1}), "'licences'"),
        (lambda r: r.pop("year"), '"year"'),
    ],
)
def test_a_report_that_is_not_whole_is_refused_by_the_name_of_what_is_wrong(store, spoil, named):
    report = small()
    spoil(report)
    entry = store.ingest(STATEMENTS, as_json(store, report))
    assert named in (entry.refused or "")
    assert store.rows(STATEMENTS) == []


def test_what_a_print_fails_is_its_own_fault_and_a_wrong_cell_alone_differs(store):
    report = small()
    fill(store, {"disclosure-requests": list(requests(report, FORM_2021)),
                 "disclosure-reviews": list(reviews(report))})  # fmt: skip
    report["table3"]["r03"][0] = 7
    report["table3"]["r04"][1] = "x"
    entry = store.ingest(STATEMENTS, as_json(store, report))
    assert entry.rejected == 1
    assert "r04.company" in store.sql("select reason from quarantine")[0][0]
    with application(store) as server:
        client = server.test_client()
        data = get(client, 2025, department="organ")
        page = client.get("/disclosure/report?year=2025&department=organ").get_data(as_text=True)
    published = data["published"]
    (wrong,) = (one for one in published["cells"] if one["differs"])
    assert (wrong["id"], wrong["published"], wrong["recomputed"], wrong["difference"]) == (
        "r03.person",
        7,
        1,
        6,
    )
    failed = {one["id"] for one in published["identities"] if one["holds"] is False}
    assert failed == {"outcomes-person", "applicants-r03"}
    assert all(one["holds"] is not False for one in data["identities"])  # of the records
    assert "核对189格，1格不一致。" in page
    assert "是公布件的差错" in page


def test_rules_in_force_follow_from_the_year_before(store):
    def stated(year: int, made: int, repealed: int, in_force: int) -> dict[str, Any]:
        return small(year, table2={"rules_made": made, "rules_repealed": repealed,
                                   "rules_in_force": in_force})  # fmt: skip

    reports = [stated(2023, 0, 0, 76), stated(2024, 3, 5, 74), stated(2025, 1, 0, 74)]
    store.ingest(STATEMENTS, as_json(store, {"reports": reports}))
    holds = {}
    with application(store) as server:
        for year in (2023, 2024, 2025):
            data = get(server.test_client(), year, department="organ")["published"]
            holds[year] = {one["id"]: one["holds"] for one in data["identities"]}
            assert holds[year]["in_force-normative"] is None
    assert [holds[year]["in_force-rules"] for year in holds] == [None, True, False]
    assert [holds[year]["carried-person"] for year in holds] == [None, False, False]  # 2 is not 3


# --- read apart from intake, beside files of lines -------------------------------------------------


def test_a_report_that_ends_its_reader_is_refused_and_the_next_is_taken(store):
    path = store.folder / f"{STATEMENTS}-far.xlsx"
    with Workbook(path) as book:  # asks for hundreds of gigabytes
        sheet = book.add_worksheet()
        for at, row in enumerate(sheets(small(), FORM_2021)[1]):
            sheet.write_row(at, 0, row)
        sheet.write(1_048_575, 16_383, "x")
    entry = store.ingest(STATEMENTS, path)
    assert "more memory" in (entry.refused or "")
    assert store.ingest(STATEMENTS, as_json(store, small())).accepted == 25 * 7 + 15


@pytest.mark.parametrize(
    "content",
    [
        "[" * 100_000,
        '{"table3": ' * 100_000,
        '{"report": {"year": 2025,\n"table3": ',
        json.dumps(small(organ=["a", "list"])),
        json.dumps(small(organ="half \ud800 a character")),
        json.dumps(small(department="\0")),
        json.dumps(small(table3={"rows": ["no", "object"]})),
        json.dumps(small(table4={"groups": [["a", "list"]], "cells": [1]})),
    ],
)
def test_json_that_is_no_report_is_refused_and_says_why(store, content):
    path = store.folder / "hostile.json"
    path.write_text(content, "utf-8")
    refused = store.ingest(STATEMENTS, path).refused or ""
    assert path.name in refused
    assert "reading it" not in refused  # the reader lives


def test_half_a_character_in_a_cell_is_that_cell_alone(store):
    report = small()
    report["table3"]["r05"][1] = "\ud800"
    entry = store.ingest(STATEMENTS, as_json(store, report))
    assert (entry.refused, entry.rejected) == (None, 1)
    assert "r05.company" in store.sql("select reason from quarantine")[0][0]


@pytest.mark.parametrize("layout", ["array", "object a line", "one object"])
def test_json_of_lines_is_not_taken_for_a_report(store, layout):
    line = {"year": 2025, "department": "organ", "figure": "licences", "value": 5}
    lines = [line, line | {"figure": "penalties", "value": None}]
    given = {
        "array": json.dumps(lines, indent=1),
        "object a line": "\n".join(map(json.dumps, lines)),
    }
    path = store.folder / "lines.json"
    path.write_text(given.get(layout, json.dumps(line)), "utf-8")
    assert store.ingest(STATEMENTS, path).accepted == (1 if layout == "one object" else 2)
    stored = {r["figure"]: (r["value"], r["blank"]) for r in store.rows(STATEMENTS)}
    assert stored["licences"] == (5, None)


def test_a_printed_grid_in_gb18030_is_a_report_under_any_profile(store):
    out = io.StringIO()
    csv.writer(out).writerows(row for rows in sheets(small(), FORM_2021) for row in rows)
    path = store.folder / "grid.csv"
    path.write_bytes(out.getvalue().encode("gb18030"))
    profile = store.folder / "city.toml"
    profile.write_text(
        f'[{STATEMENTS}.columns]\nyear = "年"\ndepartment = "机关"\nfigure = "项"\nvalue = "数"\n',
        "utf-8",
    )
    entry = store.ingest(STATEMENTS, path, str(profile))
    assert (entry.refused, entry.rejected) == (None, 0)
    assert entry.accepted == 25 * 7 + 15 + 4


# --- whose report; the first year -----------------------------------------------------------------


def test_another_organs_report_adds_nothing_to_the_halls(store, configured):
    configured(report_organ="city")
    report = small()
    fill(store, {"disclosure-requests": list(requests(report | {"id": "gaj"}, FORM_2021))})
    own = {"year": 2025, "department": "gaj", "figure": "licences", "value": 5}
    store.ingest(STATEMENTS, [own])
    for id in ("elsewhere", "city"):
        store.ingest(STATEMENTS, as_json(store, report | {"id": id, "table2": {"penalties": 9}}))
    with application(store) as server:
        client = server.test_client()
        hall, city = get(client, 2025), get(client, 2025, department="city")
        other = get(client, 2025, department="elsewhere")
    figures = {f["id"]: f["value"] for row in hall["table2"]["rows"] for f in row["figures"]}
    assert (figures["licences"], figures["penalties"]) == (5, 9)
    assert hall["published"]["cells"] == city["published"]["cells"]
    assert {one["differs"] for one in hall["published"]["cells"] if one["table"] == "3"} == {False}
    assert other["counted"] is False
    assert {one["recomputed"] for one in other["published"]["cells"]} == {None}


def first_year(store: Store, department: str = "gaj") -> None:
    """Records from 9 January 2025 on, and one request left open by the year before."""
    one = {"department": department, "applicant_kind": "person", "received_on": "2025-01-09"}
    old = one | {
        "request_no": "old",
        "received_on": "2024-11-05",
        "answered_on": "2025-02-03",
        "outcome": "r03",
    }
    fill(store, {"disclosure-requests": [one | {"request_no": "new"}, old]})


def row(data: dict[str, Any], id: str) -> dict[str, Any]:
    return next(row for row in data["table3"]["rows"] if row["id"] == id)


def test_records_complete_from_a_day_begin_the_first_year(store, configured):
    configured(records_complete_from="2025-01-01")
    first_year(store)
    data = answer(store, 2025)
    assert (data["since"], data["partial"], data["years"]) == ("2025-01-01", False, [2026, 2025])
    assert row(data, "r02")["cells"][-1] == row(data, "r01")["cells"][-1] == 1
    assert all(one["holds"] for one in data["identities"])


def test_the_first_year_carries_in_what_the_report_before_carried_on(store):
    one = {"request_no": "new", "department": "organ", "applicant_kind": "person",
           "received_on": "2025-03-03"}  # fmt: skip
    fill(store, {"disclosure-requests": [one]})
    store.ingest(STATEMENTS, as_json(store, [small(2024), small(2025)]))
    data = answer(store, 2025, department="organ")
    carried = row(data, "r02")
    assert (carried["cells"][-1], carried["reason"]) == (2, "carried-in")
    assert set(carried["links"]) == {None}
    assert all(one["holds"] is not False for one in data["identities"])
    compared = {one["id"]: one["recomputed"] for one in data["published"]["cells"]}
    assert compared["r02.total"] is None  # a print is not compared with a print


@pytest.mark.parametrize("wrong", ["January", "2025-13-01"])
def test_a_setting_that_is_no_day_is_named(configured, wrong):
    configured(records_complete_from=wrong)
    with pytest.raises(ValueError, match="records_complete_from"):
        settings.hall()
