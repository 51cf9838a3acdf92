"""Run in a copy of the project that has the added catalogue files, and in no other."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from app import create_app
from data.catalog import DATASETS, INDICATORS
from data.hall import today
from data.intake.ingest import ingest_file
from data.intake.profile.load import load
from data.rollups.writer import writer
from data.settings import default_url

IDS = [i.id for i in DATASETS["parking"].indicators]
API = "/api/v1"
CARS = """出入口,日期,驶入,驶出,车位增减,入库时间
北门,2026-11-02,40,10,100,2026-11-02 18:00:00
南门,2026-11-02,20,5,50,2026-11-02 18:00:00
北门,2026-11-03,30,45,,2026-11-03 18:00:00
东门,2026-11-03,1,1,,2026-11-03 18:00:00
南门,2026-12-01,10,0,-10,2026-12-01 18:00:00
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="module")
def engine(place):
    return writer(default_url(place))


@pytest.fixture(scope="module")
def client(engine, place):
    path = place / "停车.csv"
    path.write_text(CARS, "utf-8")
    entry = ingest_file(engine, "parking", path, load("hall"))
    assert (entry.accepted, entry.rejected) == (4, 1)
    return create_app(default_url(place), place).test_client()


def take(engine, place, dataset: str, text: str):
    path = Path(place) / f"{dataset}-{abs(hash(text))}.csv"
    path.write_text(text, "utf-8")
    return ingest_file(engine, dataset, path, load(None))


def got(client, path):
    answer = client.get(f"{API}{path}")
    assert answer.status_code == 200, (path, answer.text)
    return answer.json


def value(client, id, period="2026-11", **more):
    query = "&".join(f"{k}={v}" for k, v in {"grain": "month", **more}.items())
    rows = got(client, f"/indicators/{id}/values?{query}")["data"]
    return {row.get("gate", ""): row for row in rows if row["period"] == period}


# Worked out by hand from the five good and bad lines above.
def test_values(client):
    assert value(client, "cars-arrived")[""]["value"] == 90
    assert value(client, "cars-inside")[""]["value"] == 40 + 20 + 30 - 10 - 5 - 45
    assert value(client, "cars-inside", "2026-12")[""]["value"] == 40
    assert value(client, "parking-spots")[""]["value"] == 150
    assert value(client, "parking-spots", "2026-12")[""]["value"] == 140
    occupancy = value(client, "parking-occupancy")[""]
    assert (occupancy["numerator"], occupancy["denominator"]) == (30, 150)
    assert occupancy["value"] == pytest.approx(0.2)
    assert value(client, "parking-turnover")[""]["value"] == pytest.approx(60)
    assert value(client, "parking-net")[""]["value"] == 30
    by_gate = value(client, "parking-occupancy", by="gate")
    assert by_gate["north"]["value"] == pytest.approx(15 / 100)
    assert by_gate["south"]["value"] == pytest.approx(15 / 50)


@pytest.mark.parametrize("id", IDS)
def test_every_way_to_an_indicator(client, id):
    rows = got(client, f"/indicators/{id}/values?grain=month")["data"]
    text = client.get(f"{API}/indicators/{id}/values.csv?grain=month").text.lstrip("\ufeff")
    lines = list(csv.DictReader(io.StringIO(text)))
    shown = [None if line["value"] == "" else float(line["value"]) for line in lines]
    assert shown == [row["value"] for row in rows]
    workbook = client.get(f"{API}/indicators/{id}/values.xlsx?grain=month").data
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()
    cells = [dict(zip(sheet[0], line, strict=True))["value"] for line in sheet[1:]]
    assert [None if cell == "" else cell for cell in cells] == [row["value"] for row in rows]
    proof = got(client, f"/indicators/{id}/rows?from=2026-11-01&to=2026-11-30")
    # One row says nothing of spots.
    rows_behind = 2 if id == "parking-spots" else 3
    assert proof["meta"]["total"] == len(proof["data"]) == rows_behind
    unit = INDICATORS[id]
    for lang, title in (("", unit.title.zh), ("/en", unit.title.en)):
        page = client.get(f"{lang}/indicators/{id}")
        assert page.status_code == 200
        assert title in page.text
    assert unit.title.zh in client.get("/indicators").text


def test_records_and_freshness(client):
    records = got(client, "/datasets/parking/records")
    assert [r["arrivals"] for r in records["data"]] == [40, 20, 30, 10]
    assert [r["spots"] for r in records["data"]] == [100, 50, None, -10]
    status = {d["dataset"]: d for d in got(client, "/status")["data"]["datasets"]}
    assert status["parking"]["rows"] == 4
    assert status["parking"]["rejected_rows"] == 1
    assert status["parking"]["newest_event"].startswith("2026-12-01")


@pytest.mark.parametrize(
    "path",
    ["/data", "/en/data", f"{API}/openapi.json", "/catalog.jsonld", "/datapackage.json",
     f"{API}/dictionary.csv", "/feeds/data.atom", f"{API}/datasets.csv"],
)  # fmt: skip
def test_it_is_described(client, path):
    text = client.get(path).text
    assert "parking" in text


# --- entries in force for a time, children and parents, monthly figures ---------------------------


def test_a_limit_changed_today_leaves_yesterdays_numbers_as_they_were(engine, place, client):
    assert (
        take(engine, place, "limits", "kind,since,until,days\nfire,2020-01-01,,9\n").accepted == 1
    )
    runs = "run,kind,opened_on\nA,fire,2026-11-02\nB,other,2026-11-02\n"
    assert take(engine, place, "inspections", runs).accepted == 2
    path = f"{API}/indicators/inspection-limits/values?grain=day"
    before = client.get(path).json["data"]
    assert before[0]["value"] == 9
    limits = "kind,since,until,days\nfire,2020-01-01,2026-11-09,9\nfire,2026-11-10,,5\n"
    assert take(engine, place, "limits", limits).accepted == 2
    assert client.get(path).json["data"] == before
    take(engine, place, "inspections", "run,kind,opened_on\nC,fire,2026-11-10\n")
    later = client.get(f"{path}&from=2026-11-10").json["data"]
    assert [row["value"] for row in later] == [5]


def test_entries_of_one_member_may_not_overlap(engine, place, client):
    entry = take(engine, place, "limits", "kind,since,until,days\nfire,2026-11-20,,3\n")
    assert entry.refused
    assert "2026-11-10" in entry.refused
    in_force = got(client, "/indicators/limits-in-force/values?grain=month&from=2026-11-01")["data"]
    assert in_force[0]["value"] == 1


def test_late_child_rows_give_the_same_parent_as_early_ones(engine, place, client):
    steps = "run,step,used,recorded_at\nA,1,1,2026-11-03T10:00:00\nA,2,5,2026-11-03T10:00:00\n"
    take(engine, place, "inspection-steps", steps.replace("A", "Z"))
    take(
        engine, place, "inspections", "run,kind,opened_on\nZ,other,2026-11-02\n"
    )  # steps came first
    take(engine, place, "inspection-steps", steps)  # steps came after
    rows = {r["run"]: r for r in got(client, "/datasets/inspections/records")["data"]}
    assert (
        (rows["A"]["steps"], rows["A"]["late"]) == (rows["Z"]["steps"], rows["Z"]["late"]) == (2, 1)
    )
    withdrawn = "run,step,used,recorded_at,void\nA,2,5,2026-11-04T10:00:00,true\n"
    take(engine, place, "inspection-steps", withdrawn)
    # Another address: the one above may be answered from memory for some milliseconds more.
    rows = {r["run"]: r for r in got(client, "/datasets/inspections/records?limit=9")["data"]}
    assert (rows["A"]["steps"], rows["A"]["late"]) == (1, 0)
    share = got(client, "/indicators/inspections-on-limit/values?grain=total")["data"][0]
    assert (share["numerator"], share["denominator"]) == (3, 4)


def test_a_monthly_figure_has_no_days(engine, place, client):
    take(engine, place, "staff-months", "month,people\n2026-10-01,12\n")
    refused = client.get(f"{API}/indicators/staff-reports/values?grain=day")
    assert refused.status_code == 400
    assert refused.json["errors"][0]["parameter"] == "grain"
    assert "month" in refused.json["errors"][0]["allowed"]
    assert got(client, "/indicators/staff-reports/values?grain=month")["data"][0]["value"] == 1
    odd = take(engine, place, "staff-months", "month,people\n2026-10-15,12\n")
    assert odd.rejected == 1
    assert client.get("/indicators/staff-reports").status_code == 200
    assert date(2026, 11, 1) < today()
