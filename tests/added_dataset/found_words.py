"""Run in a copy of the project that has the added words: what each word says, worked out by hand."""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter, defaultdict
from pathlib import Path
from random import Random

import pytest

from app import create_app
from data.answers.control import withheld_codes
from data.answers.records.behind_values import of_proof
from data.answers.records.pages import read
from data.answers.values import table
from data.catalog import DATASETS
from data.hall import today
from data.intake.ingest import ingest_file
from data.intake.profile.load import load
from data.periods import GRAINS
from data.questions import Page, Proof, Values
from data.rollups import day_blocks
from data.rollups.plan import ROLLUP_TABLES, of_dataset, recount
from data.rollups.writer import writer
from data.settings import default_url
from data.store import backend
from data.store.tables import day_number
from tests.contracts import offered
from tests.test_backend_forms import PLAIN

API = "/api/v1"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="module")
def engine(place):
    return writer(default_url(place))


@pytest.fixture(scope="module")
def client(engine, place):
    take(engine, place, "visits", visits_text())
    take(engine, place, "windows-open", OPEN)
    take(engine, place, "waits", WAITS)
    take(engine, place, "samples", SAMPLES)
    take(engine, place, "counters", COUNTERS)
    take(engine, place, "cards", CARDS)
    return create_app(default_url(place), place).test_client()


def take(engine, place, dataset: str, text: str):
    path = Path(place) / f"{dataset}-{abs(hash(text))}.csv"
    path.write_text(text, "utf-8")
    entry = ingest_file(engine, dataset, path, load(None))
    assert entry.rejected == 0, entry
    return entry


def got(client, path):
    answer = client.get(f"{API}{path}")
    assert answer.status_code == 200, (path, answer.text)
    return answer.json


def values(client, id, **asked):
    query = "&".join(f"{k.rstrip('_')}={v}" for k, v in asked.items())
    return got(client, f"/indicators/{id}/values?{query}")["data"]


# --- levels, and members met -------------------------------------------------------------------

OPEN = """on,window,floor,open
2026-10-29,w1,f1,1
2026-10-30,w1,f1,2
2026-10-30,w2,f1,1
2026-11-02,w1,f1,1
2026-11-02,w1,f2,3
2026-11-03,w1,f1,0
2026-11-04,w2,f2,1
2026-11-04,w3,f2,
"""


def test_a_level_is_what_each_reporter_stated_last_and_is_never_summed_over_time(client):
    months = values(client, "windows-staffed-now", grain="month")
    # In November window 1 closed on the 3rd; window 3 stated nothing.
    assert [row["value"] for row in months] == [3, 1]
    assert [row["value"] for row in values(client, "windows-staffed-now", grain="year")] == [1]
    assert [row["value"] for row in values(client, "windows-staffed-now", grain="total")] == [1]
    days = {r["period"]: r for r in values(client, "windows-staffed-now", grain="day")}
    assert days["2026-11-02"]["value"] == 4
    # Closed is 0; of a day of which nobody says anything there is no number.
    assert (days["2026-11-03"]["value"], days["2026-11-03"].get("reason")) == (0, None)
    assert (days["2026-11-01"]["value"], days["2026-11-01"]["reason"]) == (None, "not-reported")


def test_a_level_by_a_dimension_is_of_the_same_last_day(client):
    by = {
        r["floor"]: r["value"]
        for r in values(client, "windows-staffed-now", by="floor", from_="2026-11-01")
    }
    assert by == {"f1": 0, "f2": 1}  # window 1's floor 2 of the day before is over
    (only,) = values(client, "windows-staffed-now", floor="f2", from_="2026-11-01")
    assert only["value"] == 1
    by = {
        r["window"]: r["value"]
        for r in values(client, "windows-staffed-now", by="window", from_="2026-11-01")
    }
    assert (by["w1"], by["w2"]) == (0, 1)
    behind = got(client, "/indicators/windows-staffed-now/rows?from=2026-11-01&to=2026-11-30")
    assert {(r["on"], r["window"]) for r in behind["data"]} == {
        ("2026-11-03", "w1"),
        ("2026-11-04", "w2"),
    }


def test_distinct_members_are_not_summed_over_time_or_codes(client):
    assert [r["value"] for r in values(client, "windows-seen", grain="month")] == [2, 2]
    assert [r["value"] for r in values(client, "windows-seen", grain="year")] == [2]
    by = {r["floor"]: r["value"] for r in values(client, "windows-seen", grain="year", by="floor")}
    assert by == {"f1": 2, "f2": 2}
    behind = got(client, "/indicators/windows-seen/rows?from=2026-11-01")["meta"]["total"]
    assert behind == 3


def test_a_member_that_is_withdrawn_is_not_met(engine, place, client):
    late = "on,window,floor,open,recorded_at\n2026-11-05,w3,f1,1,2026-11-05T10:00:00\n"
    take(engine, place, "windows-open", late)
    assert [
        r["value"] for r in values(client, "windows-seen", grain="month", from_="2026-11-01")
    ] == [3]
    void = "on,window,floor,open,void\n2026-11-05,w3,f1,1,true\n"
    take(engine, place, "windows-open", void)
    again = values(client, "windows-seen", grain="month", from_="2026-11-01", to="2026-11-30")
    assert [r["value"] for r in again] == [2]


def test_members_and_levels_are_those_of_a_recount_in_every_span_of_days(client):
    lines = [line for line in csv.DictReader(io.StringIO(OPEN)) if line["open"]]
    days = [f"2026-{day}" for day in ("10-29", "10-30", "11-01", "11-02", "11-03", "11-04")]
    for first, last in itertools.combinations_with_replacement(days, 2):
        asked = {"grain": "total", "from_": first, "to": last}
        inside = [line for line in lines if first <= line["on"] <= last]
        met = {line["window"] for line in inside if line["open"] > "0"}
        (seen,) = values(client, "windows-seen", **asked)
        assert seen["value"] == len(met), (first, last)
        ends = {line["window"]: line["on"] for line in sorted(inside, key=lambda line: line["on"])}
        level = [int(r["open"]) for r in inside if r["on"] == ends[r["window"]]]
        (now,) = values(client, "windows-staffed-now", **asked)
        assert now["value"] == (sum(level) if level else None), (first, last)


ADDED = ("visits", "windows-open", "waits", "samples", "counters", "cards")


@pytest.mark.parametrize("dataset", ADDED)
def test_both_forms_of_sql_and_a_recount_agree_on_the_words(client, engine, monkeypatch, dataset):
    assert client
    with engine.connect() as connection:
        for rollup in of_dataset(dataset):
            kept = connection.execute(ROLLUP_TABLES[rollup.name].select()).fetchall()
            anew = [(day_number(row[0]), *row[1:]) for row in connection.execute(recount(rollup))]
            n = [part.name for part in rollup.parts].index("n") - len(rollup.parts)
            assert sorted(map(repr, kept)) == sorted(repr(r) for r in anew if r[n]), rollup.name
        for indicator, grain in itertools.product(DATASETS[dataset].indicators, GRAINS):
            if grain not in DATASETS[dataset].grains:
                continue
            for by in ((), *((name,) for name in indicator.dimensions)):
                query = Values(indicator.id, grain=grain, by=by)
                fast = table(connection, query, today())
                with monkeypatch.context() as patch:
                    patch.setitem(backend._BACKENDS, "sqlite", lambda: PLAIN["sqlite"])
                    patch.setattr(day_blocks, "inside", lambda first, last: (0, 0))
                    assert table(connection, query, today()) == fast, query
                    if DATASETS[dataset].records and not by:
                        selection = of_proof(connection, Proof(indicator.id), today())
                        portable = read(connection, selection, Page(), "array")
                if DATASETS[dataset].records and not by:
                    selection = of_proof(connection, Proof(indicator.id), today())
                    assert read(connection, selection, Page(), "array") == portable


# --- quantiles of counters -----------------------------------------------------------------------

WAITS = "on,up_to,taken\n2026-11-02,5,60\n2026-11-02,10,30\n2026-11-02,30,10\n2026-11-03,30,1\n2026-11-04,5,0\n2026-11-05,5,\n"


def test_a_quantile_of_counters_counts_the_cases_and_not_the_rows(client):
    days = {r["period"]: r for r in values(client, "wait-median", grain="day")}
    assert (days["2026-11-02"]["value"], days["2026-11-02"]["denominator"]) == (5, 100)
    assert days["2026-11-03"]["value"] == 30
    # Nobody waited: there is no median, and not the first bin.
    assert (days["2026-11-04"]["value"], days["2026-11-04"]["reason"]) == (None, "no-data")
    assert [r["value"] for r in values(client, "wait-p90", grain="month")] == [30]


# --- events written ahead ------------------------------------------------------------------------

# Of B a card falls due at the next midnight; C is done in time and says so in time, D says so late.
CARDS = """case_no,opened_on,limit_days,done_on,recorded_at
A,2026-11-02,5,,2026-11-02T10:00:00
B,2026-11-22,10,,2026-11-22T10:00:00
C,2026-11-22,10,2026-11-25,2026-11-25T10:00:00
D,2026-11-02,6,2026-11-04,2026-11-20T10:00:00
"""


def test_a_card_written_ahead_appears_at_midnight_without_a_batch_and_once(client, monkeypatch):
    def cards(grain, id="cards-given"):
        rows = values(client, id, grain=grain, from_="2026-11-01", to="2026-12-31")
        return {r["period"]: r["value"] for r in rows}

    assert cards("total") == {"total": 2}
    assert cards("month") == {"2026-11": 2, "2026-12": 0}
    assert cards("day")["2026-12-02"] is None
    assert cards("total", "cards-withdrawn") == {"total": 1}
    proof = "/indicators/cards-given/rows?from=2026-11-01&to=2026-12-31"
    assert [r["case_no"] for r in got(client, proof)["data"]] == ["A", "D"]
    monkeypatch.setenv("HALL_NOW", "2026-12-02T00:00:01+08:00")
    assert cards("total") == {"total": 3}
    assert cards("month") == {"2026-11": 2, "2026-12": 1}
    assert cards("day")["2026-12-02"] == 1
    behind = got(client, proof)
    assert [r["case_no"] for r in behind["data"]] == ["A", "B", "D"]
    assert behind["meta"]["total"] == 3
    monkeypatch.setenv("HALL_NOW", "2026-12-03T09:00:00+08:00")
    assert (cards("total"), cards("day")["2026-12-03"]) == ({"total": 3}, 0)


# --- who has to report ---------------------------------------------------------------------------

# Monday to Wednesday, with a Sunday before. Window 3 never reports.
COUNTERS = """on,window,taken
2026-11-02,w1,4
2026-11-02,w2,0
2026-11-04,w1,6
"""


def test_a_silent_day_is_null_and_not_0(client):
    days = {r["period"]: r for r in values(client, "tickets", grain="day", from_="2026-11-01")}
    assert {day: (r["value"], r.get("reason")) for day, r in days.items()} == {
        "2026-11-01": (None, "not-covered"),
        "2026-11-02": (4, None),
        "2026-11-03": (None, "not-reported"),
        "2026-11-04": (6, None),
    }
    by = {
        (r["period"], r["window"]): (r["value"], r.get("reason"))
        for r in values(client, "tickets", grain="day", by="window")
    }
    assert by["2026-11-02", "w2"] == (0, None)  # nobody came, and it was said
    assert by["2026-11-04", "w2"] == by["2026-11-02", "w3"] == (None, "not-reported")
    assert [r["value"] for r in values(client, "tickets", grain="month")] == [10]


def test_who_did_not_report_is_named(client):
    meta = got(client, "/indicators/tickets/values?grain=month")["meta"]
    assert [(r["reporter"], r["missing"]) for r in meta["not_reported"]] == [
        ("w3", 3), ("w2", 2), ("w1", 1),
    ]  # fmt: skip
    assert meta["not_reported"][0]["label"] == "3号窗口"
    assert "not_reported" not in got(client, "/indicators/cases-accepted/values")["meta"]


# --- how sure a number is ------------------------------------------------------------------------

SAMPLES = "sample,on,wrong,hours\n" + "".join(
    f"{n},2026-11-02,{'true' if n < 2 else 'false'},5\n" for n in range(10)
)
SAMPLES += "late,2026-11-09,,\n"


# From the published tables: 2 of 10 by Wilson and by Clopper and Pearson, 2 events by Poisson.
@pytest.mark.parametrize(
    ("id", "low", "high"),
    [("error-rate-wilson", 0.05668, 0.50984), ("error-rate-clopper_pearson", 0.02521, 0.55610),
     ("errors-per-hundred-hours", 2 * 0.2422, 2 * 7.2247)],
)  # fmt: skip
def test_an_interval_is_of_the_numbers_beside_it_in_every_answer(client, id, low, high):
    asked = {"grain": "month", "to": "2026-11-30"}
    if "rate" in id:
        asked = {"grain": "week", "to": "2026-11-08"}
    (row,) = values(client, id, **asked)
    assert (row["low"], row["high"]) == pytest.approx((low, high), abs=2e-4)
    query = "&".join(f"{k}={v}" for k, v in asked.items())
    lines = client.get(f"{API}/indicators/{id}/values.csv?{query}&bom=0").text.splitlines()
    (line,) = csv.DictReader(lines)
    assert (float(line["low"]), float(line["high"])) == (row["low"], row["high"])
    grid = got(client, f"/indicators/{id}/values?{query}&shape=grid")["data"]["rows"]
    assert (grid[0]["lows"], grid[0]["highs"]) == ([row["low"]], [row["high"]])
    assert client.get(f"{API}/indicators/{id}/values.xlsx?{query}&shape=grid").status_code == 200
    assert got(client, f"/indicators/{id}")["data"]["interval"]
    assert "95%区间" in client.get(f"/indicators/{id}").text


# --- disclosure control --------------------------------------------------------------------------

QUARTERS = {f"{year}-Q{q}": (year, q) for year in (2024, 2025) for q in (1, 2, 3, 4)}


def made_visits() -> list[dict[str, str]]:
    """Two years of visits with many small cells; the seed is any."""
    random, rows = Random(7), []
    for name, (year, quarter) in QUARTERS.items():
        for n in range(random.choice((3, 6, 14, 25, 30))):
            rows += [{
                "visit_no": f"{name}-{n}",
                "visited_on": f"{year}-{3 * quarter - random.randrange(3):02d}-{random.randint(1, 28):02d}",
                "zone": random.choices(("a", "b", "c", "d", ""), (9, 6, 3, 1, 1))[0],
                "trade": random.choices(("farm", "trade", "other"), (6, 4, 1))[0],
                "firm": f"f{random.randint(1, 20)}",
                "solved": random.choice(("true", "false")),
            }]  # fmt: skip
    return rows


def visits_text() -> str:
    rows = made_visits()
    file = io.StringIO()
    writing = csv.DictWriter(file, list(rows[0]))
    writing.writeheader()
    writing.writerows(rows)
    # The running quarter, which nobody may watch growing.
    return file.getvalue() + "2026-x,2026-10-05,a,farm,f1,true\n"


def quarter(row: dict[str, str]) -> str:
    year, month, _ = row["visited_on"].split("-")
    return f"{year}-Q{(int(month) + 2) // 3}"


@pytest.fixture(scope="module")
def published(client):
    """All that is published of visits by quarter: indicator, dimension → (quarter, code) → row."""
    return {
        (id, by): {
            (row["period"], row.get(by, "")): row
            for row in values(client, id, **({"by": by} if by else {}))
        }
        for id in ("visits-made", "firms-visited", "visits-solved")
        for by in ("", "zone", "trade")
    }


def test_what_is_published_is_right_and_never_of_fewer_than_five(published):
    true: Counter[tuple[str, str, str]] = Counter()
    firms: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in made_visits():
        for by, code in (("", ""), ("zone", row["zone"] or "none"), ("trade", row["trade"])):
            true[by, quarter(row), code] += 1
            firms[by, quarter(row), code].add(row["firm"])
    shown = 0
    for (id, by), cells in published.items():
        for (period, code), row in cells.items():
            of = true[by, period, code]
            if row["value"] is None:
                assert row["numerator"] is row["denominator"] is None
                assert row["reason"] in ("withheld", "not-covered")
                continue
            shown += 1
            n = {"visits-made": of, "firms-visited": len(firms[by, period, code])}.get(id)
            assert (row["value"] if n is not None else row["denominator"]) == (
                n if n is not None else of
            )
            assert of >= 5
    assert shown > 30
    assert any(
        r["reason"] == "withheld" for c in published.values() for r in c.values() if "reason" in r
    )


def test_no_chain_of_answers_isolates_a_small_cell(client, published):
    """By force: for each margin, every other table that would be published just so.

    A cell is isolated if it is the same small number in all of them.
    """
    tried = 0
    for by in ("zone", "trade"):
        cells = published["visits-made", by]
        codes = list(dict.fromkeys(code for _, code in cells))
        for period in QUARTERS:
            whole = published["visits-made", ""][period, ""]["value"]
            shown = {c: cells[period, c]["value"] for c in codes}
            hidden = [c for c in codes if shown[c] is None]
            if whole is None or not hidden:
                continue
            rest = whole - sum(n for n in shown.values() if n is not None)
            could: dict[str, set[int]] = {c: set() for c in hidden}
            for numbers in itertools.product(range(rest + 1), repeat=len(hidden) - 1):
                if sum(numbers) > rest:
                    continue
                table = dict(zip(hidden, [*numbers, rest - sum(numbers)], strict=True))
                every = {c: table.get(c, shown[c]) for c in codes}
                if withheld_codes(every, {c for c in codes if every[c] < 5}) == set(hidden):
                    for code, n in table.items():
                        could[code].add(n)
            for code, numbers in could.items():
                assert len(numbers) > 1 or not 0 < min(numbers) < 5, (by, period, code, numbers)
            tried += 1
    assert tried > 5


@pytest.mark.parametrize("grain", ["quarter", "year", "total"])
@pytest.mark.parametrize("by", ["zone", "trade"])
def test_what_is_coarser_is_no_news(client, published, grain, by):
    """A year, and several codes, are the sum of what is published anyway, or withheld."""
    cells = published["visits-made", by]
    codes = list(dict.fromkeys(code for _, code in cells))
    for first, second in itertools.combinations(codes, 2):
        for row in values(
            client, "visits-made", grain=grain, **{by: f"{first},{second}"}, to="2025-12-31"
        ):
            inside = [
                cells[q, c]["value"]
                for q in QUARTERS
                for c in (first, second)
                if grain == "total" or q.startswith(row["period"])
            ]
            assert row["value"] == (None if None in inside else sum(inside)), (row, inside)


@pytest.mark.parametrize(
    "query",
    ["grain=month", "grain=day", "by=zone,trade", "by=zone&trade=farm", "zone=a&trade=farm",
     "from=2025-01-02", "to=2025-03-30", "grain=year&from=2025-02-01"],
)  # fmt: skip
def test_what_would_cut_or_cross_is_refused(client, query):
    assert client.get(f"{API}/indicators/visits-made/values?{query}").status_code == 400
    assert client.get(f"{API}/indicators/visits-made/values.csv?{query}").status_code == 400


def test_a_running_quarter_is_in_no_number(client):
    for grain in ("quarter", "year", "total"):
        rows = values(client, "visits-made", grain=grain)
        later = values(client, "visits-made", grain=grain, to="2026-12-31")
        # 2026 has one row, of October: nothing that is published counts it.
        assert all(r["value"] is None for r in later if r["period"].startswith("2026")), later
        assert [r["value"] for r in rows if r["value"] is not None] == [
            r["value"] for r in later if r["value"] is not None
        ]


@pytest.mark.parametrize(
    "path",
    ["datasets/visits/records", "datasets/visits/records.csv", "datasets/visits/records.xlsx",
     "datasets/visits/facets?field=zone", "datasets/visits/facets.csv?field=zone",
     "indicators/visits-made/rows", "indicators/visits-made/rows.csv",
     "indicators/visits-solved/rows?part=denominator"],
)  # fmt: skip
def test_no_record_leaves(client, path):
    refused = client.get(f"{API}/{path}")
    assert refused.status_code == 403, refused.text[:300]
    assert refused.json["errors"][0]["parameter"] == "withheld"


def test_screens_files_and_descriptions_know_what_is_withheld(client, published):
    lines = client.get(f"{API}/indicators/visits-made/values.csv?by=zone&bom=0").text.splitlines()
    file = {(r["period"], r["zone"]): r for r in csv.DictReader(lines)}
    for key, row in published["visits-made", "zone"].items():
        assert file[key]["value"] == ("" if row["value"] is None else str(row["value"]))
        assert file[key]["reason"] == row.get("reason", "")
    for lang in ("", "/en"):
        page = client.get(f"{lang}/indicators/visits-made")
        assert page.status_code == 200
        assert ("数量过少" if not lang else "too few") in page.text
        assert "/indicators/visits-made/rows" not in page.text
        page = client.get(f"{lang}/data")
        assert page.status_code == 200
        assert "datasets/visits/records" not in page.text
    for path in ("/catalog.jsonld", "/datapackage.json", "/feeds/data.atom", f"{API}/openapi.json",
                 f"{API}/datasets/visits", f"{API}/indicators/visits-made",
                 f"{API}/datasets/visits/schema.jsonld"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 200
        assert "visits/records" not in answer.text, path
        assert "visits-made/rows" not in answer.text, path
    assert client.get("/indicators").status_code == 200
    status = {d["dataset"]: d for d in got(client, "/status")["data"]["datasets"]}
    assert status["visits"]["rows"] is status["visits"]["newest_event"] is None


def test_all_that_the_pages_of_these_offer_is_answered(client):
    """Times, cuts, breakdowns and filters; of what is controlled, too, and of one at a time."""
    ids = {i.id for name in ("visits", "windows-open", "waits", "samples", "counters", "cards")
           for i in DATASETS[name].indicators}  # fmt: skip
    links = [link for id in ids for link in offered(client, f"/indicators/{id}")]
    assert [link for link in links if client.get(link).status_code != 200] == []
    controlled = offered(client, "/indicators/visits-made")
    assert any("grain=year" in link for link in controlled)
    assert not any("period=30d" in link for link in controlled)
    assert client.get("/indicators/visits-made?zone=a&trade=farm").status_code == 400
    assert client.get("/indicators/visits-made?zone=a&period=year").status_code == 200
