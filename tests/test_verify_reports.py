"""`verify.py` on what a published day has beside the indicators: annual reports, bulletins, and sums of withheld parts."""

from __future__ import annotations

import csv
import gzip
import json
import re
from dataclasses import replace

import pytest

import verify
from api.bulletin import publish as bulletins
from api.publish.publish import publish
from data import hall as hall_settings
from data.catalog import PUBLISHED_INDICATORS
from data.disclosure import counting
from data.disclosure.cells import request_cell, review_cell
from data.disclosure.forms import FORM_2021
from data.store.engines import reader
from tests.hall_data import Store, application, fill
from tests.published_reports import real, requests, reviews

DAY = "2026-11-24"
FEW = (
    "cases-accepted",
    "cases-completed",
    "on-time-rate",
    "disclosure-received",
    "disclosure-closed",
    "enterprise-visits",
)
CASES = [
    {"case_no": f"A-{n}", "item": "fgw-01", "department": "fgw", "channel": "hall", "accepted_on": f"2026-10-{12 + n}",
     "completed_on": "2026-10-20", "recorded_at": f"2026-{10 + n // 3}-20T18:00:00+08:00"} for n in range(4)
]  # fmt: skip


@pytest.fixture
def store(tmp_path, clock, monkeypatch):
    """The records behind a real annual report, and four cases; of few indicators."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    ours = replace(hall_settings.hall(), bulletins=tmp_path / "bulletins")
    monkeypatch.setattr("data.bulletin.shelf.hall", lambda: ours)
    chosen = {id: PUBLISHED_INDICATORS[id] for id in FEW}
    for module in ("value_files", "publish", "contents"):
        monkeypatch.setattr(f"api.publish.{module}.PUBLISHED_INDICATORS", chosen)
    made = Store(tmp_path)
    monkeypatch.setenv("DATABASE_URL", made.url)
    fill(made, {
        "disclosure-requests": list(requests(real(), FORM_2021)),
        "disclosure-reviews": list(reviews(real())),
        "cases": CASES,
    })  # fmt: skip
    yield made
    made.close()


@pytest.fixture
def published(store):
    def made():
        engine = reader(store.url)
        try:
            return publish(engine).published.folder
        finally:
            engine.dispose()

    return made


@pytest.fixture
def said(capsys):
    def run(*words):
        code = verify.main([*map(str, words), "--lang", "en", "--show", "1000"])
        return code, capsys.readouterr().out

    return run


def rewritten(path, change):
    """A packed file with another text, as somebody would write it who then makes all hashes fit."""
    text = change(gzip.decompress(path.read_bytes()).decode())
    path.unlink()
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


# --- annual reports -------------------------------------------------------------------------------


def test_every_cell_of_the_annual_reports_is_counted_again(published, said):
    day = published()
    code, text = said(day)
    assert (code, "Numbers:" in text) == (0, True), text
    with gzip.open(day / "annual-reports/2025.csv.gz", "rt", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    of_hall = [one for one in lines if not one["department"]]
    assert len(of_hall) == len(FORM_2021.rows) * 7 + 15
    report = real()
    for row in FORM_2021.row_ids:  # the print itself, and not what was counted of it
        cells = [int(one["value"]) for one in of_hall if one["row"] == row]
        assert cells == report["table3"][row], row
    assert any(one["department"] == report["id"] for one in lines)


MUTATIONS = {
    # Requests that were open when the year began, counted as new ones.
    "3 r02": (
        "request_cell",
        lambda row, *more: request_cell("r01" if row == "r02" else row, *more),
    ),
    # What is open at the end left out those of natural persons, say.
    "3 r25": (
        "request_cell",
        lambda row, *more: request_cell("r24" if row == "r25" else row, *more),
    ),
    "4 reconsideration": (
        "review_cell",
        lambda group, column, *more: review_cell(group, "upheld" if column == "total" else column, *more),
    ),
}  # fmt: skip


@pytest.mark.parametrize("cell", MUTATIONS)
def test_another_rule_of_ours_is_another_cell_of_its_own(store, published, said, monkeypatch, cell):
    """It does not echo: the rules are words of the official form, and not taken from the queries."""
    monkeypatch.setattr(counting, *MUTATIONS[cell])
    code, text = said(published())
    assert code == 1
    different = rf"annual-reports/2025.csv: line \d+: .*{cell} .*published .*recomputed"
    assert re.search(different, text), text


def test_a_cell_that_was_changed_or_left_out_is_named(published, said):
    day = published()
    path = day / "annual-reports/2025.csv.gz"
    rewritten(path, lambda text: re.sub(r"\r\n,3,r03,person,\d+,", "\r\n,3,r03,person,9999,", text))
    assert "3 r03 person: published 9999" in said(day)[1]
    rewritten(path, lambda text: re.sub(r"\r\n,3,r03,person,\d+,", "", text))
    assert "3 r03 person: the cell is not there" in said(day)[1]
    path.unlink()
    assert "annual-reports/2025.csv.gz: it is not there" in said(day)[1]


# --- bulletins --------------------------------------------------------------------------------------


def test_every_number_of_an_edition_is_held_against_the_records(store, published, said):
    with application(store):
        edition = bulletins.publish("2026-10").edition
    day = published()
    code, text = said(day)
    assert code == 0, text
    path = day / f"bulletins/{edition.path.name}.gz"
    assert gzip.decompress(path.read_bytes()) == edition.path.read_bytes()
    assert verify.Snapshot(day).printed["cases-accepted", ""][0].cell["value"] == 4

    def flattered(text: str) -> str:
        content = json.loads(text)["edition"]
        numbers = {
            n["indicator"] or n["label"]["en"]: n for n in verify.Edition("", "", content).numbers
        }
        numbers["cases-accepted"]["cells"][0]["value"] = 5
        numbers["Cases"]["cells"][0]["value"] = 0  # none entered late
        return of_hash(content)

    rewritten(path, flattered)
    text = said(day)[1]
    assert "cases-accepted 2026-10 fgw: value published 5, recomputed 4" in text, text
    assert "late cases 2026-10: value published 0" in text


def of_hash(content) -> str:
    inside = json.dumps(content, ensure_ascii=False)
    digest = verify.hashlib.sha256(inside.encode()).hexdigest()
    return f'{{"sha256":"{digest}","edition":{inside}}}\n'


def test_an_edition_from_before_a_correction_is_named_with_then_and_now(store, published, said):
    with application(store):
        bulletins.publish("2026-10")
        store.ingest("cases", [CASES[0] | {"case_no": "A-9"}])
    code, text = said(published())
    assert code == 0, text
    assert re.search(
        r"edition-1.json is of data version \d+: rows came or were corrected since.*", text
    )
    assert "cases-accepted 2026-10: 4 → 5" in text


# --- sums of parts ----------------------------------------------------------------------------------

COLUMNS = (
    "grain",
    "dimension",
    "period",
    "from",
    "to",
    "partial",
    "code",
    "value",
    "numerator",
    "denominator",
    "reason",
)


def cells(*lines) -> list[tuple[int, verify.Line]]:
    """(grain, dimension, period, code, value or None: withheld) as lines of a file."""
    return [
        (n, dict(zip(COLUMNS, (grain, by, period, f"{period}-01-01", f"{period}-12-31", "false", code,
                               "" if value is None else str(value), "", "", "" if value is not None else "withheld"),
                     strict=True)))
        for n, (grain, by, period, code, value) in enumerate(lines, 2)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "total", "named"),
    [
        ((5, 7), 12, None),
        ((5, 7), 13, "year 2025 × zone: value 13, its parts are 12"),
        ((5, None), 12, None),  # what is withheld may be the rest
        ((15, None), 12, "year 2025 × zone: value 12, its published parts are 15"),
        ((5, 7), None, None),  # a total that is withheld says nothing
    ],
)
def test_published_parts_are_held_against_their_total(parts, total, named, capsys):
    verify._lang, report = "en", verify.Report()
    indicator = {"id": "visits", "formula": {"kind": "Count"}}
    of_zone = [("year", "zone", "2025", code, n) for code, n in zip("ab", parts, strict=True)]
    verify.check_parts(
        indicator, cells(("year", "", "2025", "", total), *of_zone), "cells.csv", report
    )
    printed = capsys.readouterr().out
    assert report.different == (named is not None)
    assert (named or "") in printed
    assert not named or "cells.csv: line 2: visits" in printed


def test_years_are_held_against_the_total(capsys):
    verify._lang, report = "en", verify.Report()
    lines = cells(
        ("year", "", "2024", "", 6), ("year", "", "2025", "", 8), ("total", "", "total", "", 15)
    )
    verify.check_parts({"id": "visits", "formula": {"kind": "Count"}}, lines, "cells.csv", report)
    assert (
        "line 4: visits: total total  (year): value 15, its parts are 14" in capsys.readouterr().out
    )


# Of 2025: enough of every zone, industry and visitor that none is withheld by the size of a cell alone.
VISITS = [
    {"visit_no": f"V-{zone}-{n}", "visited_on": "2025-05-06", "zone": zone, "industry": industry,
     "visitor": visitor, "enterprise_ref": f"{zone}{n}"}
    for zone in ("jkq", "hgy", "sqy", "gpy")
    for n, (industry, visitor) in enumerate([("silk", "leader"), ("chemicals", "section")] * 4)
]  # fmt: skip


def test_a_cell_changed_in_both_tables_is_found_by_its_sum(store, published, said):
    """Somebody who would hide a visit writes both files alike, and the manifest too."""
    fill(store, {"enterprise-visits": VISITS})
    day = published()
    assert said(day)[0] == 0
    for path in (
        day / "datasets/enterprise-visits/cells.csv.gz",
        day / "indicators/enterprise-visits.csv.gz",
    ):
        rewritten(path, lambda text: re.sub(r"(year,,2025,[^\r]*?,false,,)\d+", r"\g<1>77", text))
    assert re.search(r"enterprise-visits: year 2025 × \w+: value 77, its", said(day)[1])
