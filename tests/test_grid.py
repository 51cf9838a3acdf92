"""Values as a grid: the same numbers as the rows, the periods said once."""

import csv
import io
import json

import pytest

from data.catalog import INDICATORS
from tests.contracts import for_each, no_finer
from tests.hall_data import NOW, Store, application

CASES = [
    {
        "case_no": f"C{n}",
        "item": "fgw-01",
        "channel": channel,
        "accepted_on": f"2026-11-{day:02}",
        "completed_on": f"2026-11-{day + 1:02}",
    }
    for n, (day, channel) in enumerate([(3, "hall"), (3, "online"), (5, "hall"), (16, "hall")])
]
SPAN = "from=2026-11-02&to=2026-11-06&grain=day"


pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """One store for all: no test takes anything in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALL_NOW", NOW)
        store = Store(tmp_path_factory.mktemp("grid"))
        store.ingest("cases", CASES)
        with application(store) as server:
            yield server.test_client()
        store.close()


def rows_of(grid, by):
    """The grid spelt out as rows again."""
    for i, (period, partial) in enumerate(zip(grid["periods"], grid["partial"], strict=True)):
        for row in grid["rows"]:
            found = {"period": period, "partial": partial}
            for name in by:
                found |= {name: row[name], f"{name}_label": row[f"{name}_label"]}
            found["value"] = row["values"][i]
            for name in ("numerator", "denominator", "reason"):
                along = row.get(f"{name}s")
                found[name] = along[i] if along else None
            for name in ("low", "high", "sample"):
                along = row.get(f"{name}s")
                found[name] = along[i] if along else None
            seldom = ("reason", "low", "high", "sample")
            yield {k: v for k, v in found.items() if v is not None or k not in seldom}


def test_a_grid_worked_out_by_hand(client):
    answer = client.get(
        f"/api/v1/indicators/cases-accepted/values?{SPAN}&by=channel&channel=hall,online&shape=grid"
    ).json
    assert answer["data"]["periods"] == [f"2026-11-{day:02}" for day in (2, 3, 4, 5, 6)]
    found = {row["channel"]: row for row in answer["data"]["rows"]}
    # 2 November is before the first event: not covered, which is not nought.
    assert found["hall"]["values"] == [None, 1, 0, 1, 0]
    assert found["online"]["values"] == [None, 1, 0, 0, 0]
    assert found["online"]["reasons"] == ["not-covered", None, None, None, None]
    assert "numerators" not in found["hall"]
    assert (answer["meta"]["count"], answer["meta"]["total"]) == (2, 2)
    assert "shape=grid" in answer["links"]["csv"]


@for_each("id", INDICATORS)
@for_each("broken_down", [False, True])
def test_a_grid_says_what_the_rows_say(client, id, broken_down):
    by = list(INDICATORS[id].dimensions[:1]) if broken_down else []
    url = f"/api/v1/indicators/{id}/values?grain={no_finer(id, 'week', *by)}&by={','.join(by)}"
    url = url if by else url.removesuffix("&by=")
    rows, grid = (client.get(f"{url}{shape}").json["data"] for shape in ("", "&shape=grid"))
    assert list(rows_of(grid, by)) == rows


@pytest.mark.parametrize("id", ["cases-accepted", "on-site-rate", "handling-days-median"])
def test_files_have_a_column_for_each_period(client, id):
    url = f"/api/v1/indicators/{id}/values{{}}?by=channel&shape=grid&channel=hall"
    grid = client.get(url.format("")).json["data"]
    text = client.get(url.format(".csv") + "&bom=0").text
    (cells,) = list(csv.DictReader(io.StringIO(text)))
    (line,) = map(json.loads, client.get(url.format(".jsonl")).text.splitlines())
    periods = [period or "total" for period in grid["periods"]]
    assert list(cells) == list(line) == ["channel", "channel_label", *periods]
    assert [line[period] for period in periods] == grid["rows"][0]["values"]
    assert [float(cells[p]) if cells[p] else None for p in periods] == grid["rows"][0]["values"]


def test_limit_cuts_rows_not_periods(client):
    url = f"/api/v1/indicators/cases-accepted/values?{SPAN}&by=channel&shape=grid&limit=2"
    answer = client.get(url).json
    assert len(answer["data"]["rows"]) == 2
    assert len(answer["data"]["periods"]) == 5
    assert (answer["meta"]["count"], answer["meta"]["truncated"]) == (2, True)
    assert len(client.get(url.replace("values?", "values.jsonl?")).text.splitlines()) == 2


@pytest.mark.parametrize("shape", ["", "cube", "Grid"])
def test_an_unknown_shape_is_refused(client, shape):
    answer = client.get(f"/api/v1/indicators/cases-accepted/values?shape={shape}")
    assert answer.status_code == 400
    assert answer.json["errors"][0]["allowed"] == ["rows", "grid"]


@pytest.mark.parametrize("given", ["", "&to=2026-11-24", "&from=2020-01-01"])
def test_days_of_more_than_five_years_are_refused_however_they_are_asked_for(store, given):
    """2020 to 2026: the data's own span counts where none is given."""
    old = {"case_no": "OLD", "item": "fgw-01", "channel": "hall", "accepted_on": "2020-01-06"}
    store.ingest("cases", [*CASES, old])
    with application(store) as server:
        url = f"/api/v1/indicators/cases-accepted/values?grain=day{given}"
        answer = server.test_client().get(url)
        year = server.test_client().get(f"{url}&from=2026-01-01" if "from" not in given else url)
    assert answer.status_code == 400
    assert answer.json["errors"][0]["parameter"] == "grain"
    assert year.status_code == (400 if "from" in given else 200)
