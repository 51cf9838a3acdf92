"""A further published day: only what depends on what changed is made anew, and it is the same as one made anew."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from api.publish import record_files, report_files
from api.publish.publish import publish
from data.answers.values import values
from data.catalog import INDICATORS
from data.publish import folder, formulas, frozen_values
from data.questions import Values
from data.rollups.plan import ROLLUPS, recount, sql_text
from data.rollups.renewal.upgrade import recount_sql
from data.rollups.together import read_together
from data.store.engines import reader
from tests.hall_data import Store, sample
from tests.test_snapshots import FIRST, SECOND, THIRD, at, by_month, case, months, place

__all__ = ["at", "by_month", "place"]  # fixtures


def request(number, received, department="gaj"):
    return {
        "request_no": number, "department": department, "applicant_kind": "person",
        "received_on": received,
    }  # fmt: skip


@pytest.fixture
def read(monkeypatch):
    """What is read anew from records: names of files of rows, years of reports."""
    done: list[str] = []
    csv_of, lines = record_files.csv_of, report_files._lines

    def rows(connection, part):
        done.append(f"{part.dataset.id}/{part.name}")
        return csv_of(connection, part)

    def reported(connection, year, *more):
        done.append(str(year))
        return lines(connection, year, *more)

    monkeypatch.setattr(record_files, "csv_of", rows)
    monkeypatch.setattr(report_files, "_lines", reported)
    return done


def since(day):
    return {one.path: one.since for one in folder.read(day).manifest.files}


def hashes(day):
    return {one.path: one.sha256 for one in folder.read(day).manifest.files}


@pytest.fixture
def first(store, at, by_month, read, clock):
    """A published day with cases of four months and requests of three years."""
    store.ingest("cases", months())
    dates = ("2024-03-01", "2025-03-03", "2026-03-02")
    store.ingest("disclosure-requests", [request(f"R{on[:4]}", on) for on in dates])
    day = at(FIRST)
    assert {"2024", "2025", "2026", "cases/2026-09"} <= set(read)
    read.clear()
    clock(f"{SECOND}T18:00:00+08:00")
    return day


def test_a_day_on_which_nothing_came_reads_no_rows_again(first, at, read):
    second = at(SECOND)
    assert [one for one in read if one.startswith(("cases/", "20", "disclosure"))] == []
    for path, digest in hashes(second).items():
        if path.startswith(("datasets/", "annual-reports/")):
            assert digest == hashes(first)[path], path


def test_a_correction_to_an_old_month_renews_what_depends_on_it(first, store, at, read):
    store.ingest("cases", [case("2026-09-3", "2026-09-04", "2026-09-09", recorded=FIRST)])
    made = since(at(SECOND))
    assert [one for one in read if one.startswith(("cases/", "20", "disclosure"))] == [
        "cases/2026-09"
    ]
    renewed = {path for path, day in made.items() if day == SECOND}
    assert {"datasets/cases/2026-09.csv", "indicators/handling-days-median.csv"} <= renewed
    assert not {"indicators/ratings.csv", "datasets/cases/2026-08.csv"} & renewed


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ([request("R2025", "2025-03-03") | {"applicant_kind": "company"}], ["2026", "2025"]),
        ([request("new", "2026-11-24")], ["2026"]),
        # A department's first request: it gets lines in each year's report.
        ([request("new", "2026-11-24", "kjj")], ["2026", "2025", "2024"]),
    ],
)
def test_a_request_renews_the_reports_of_its_year_and_later_ones(
    first, store, at, read, changed, expected, place
):
    store.ingest("disclosure-requests", changed)
    second = at(SECOND)
    assert [one for one in read if one.isdecimal()] == expected
    made = hashes(second)
    for day in (FIRST, SECOND):
        (place / day).rename(place.parent / day)
    anew = hashes(at(SECOND))
    assert {p: h for p, h in made.items() if p.startswith("annual")} == {
        p: h for p, h in anew.items() if p.startswith("annual")
    }


@pytest.fixture
def whole(sampled, tmp_path, monkeypatch, clock, by_month):
    """The sample, which has rows of every dataset, and how a day of it is published."""
    shutil.copy(sampled.path, tmp_path / "hall.sqlite")
    store = Store(tmp_path)
    monkeypatch.setenv("DATABASE_URL", store.url)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    def published(day):
        clock(f"{day}T20:00:00+08:00")
        engine = reader(store.url)
        try:
            return publish(engine).published.folder
        finally:
            engine.dispose()

    yield store, published
    store.close()


def is_as_made_anew(published, day):
    """Whether all files of a day but its revisions are those of one that no other day was before."""
    days, aside = folder.root(), folder.root().with_name("aside")
    made = hashes(published(day))
    days.rename(aside)
    anew = hashes(published(day))
    shutil.rmtree(days)
    aside.rename(days)
    unlike = {path for path in made.keys() | anew.keys() if made.get(path) != anew.get(path)}
    assert unlike <= {"revisions.csv"}, sorted(unlike)


@pytest.mark.full
def test_over_the_whole_catalogue_a_further_day_is_as_one_made_anew(whole, clock, monkeypatch):
    """Withdrawn rows, late and corrected ones of old days, new codes, a changed formula, a new month."""
    store, published = whole
    published(FIRST)
    clock(f"{SECOND}T18:00:00+08:00")
    some = {id: rows[::7] for id, rows in sample().items()}
    for id, rows in some.items():
        store.ingest(id, [row | {"void": "true"} for row in rows])
    store.ingest("departments", [{"department": "new", "title_zh": "新设局", "title_en": "New"}])
    store.ingest("cases", [case("late", "2026-09-20", SECOND, department="new", recorded=SECOND)])
    is_as_made_anew(published, SECOND)
    clock(f"{THIRD}T18:00:00+08:00")
    # They come back, as a correction would.
    for id, rows in some.items():
        store.ingest(id, [row | {"recorded_at": f"{THIRD}T12:00:00+08:00"} for row in rows])
    fingerprint = formulas.fingerprint
    changed = {"on-time-rate", "ratings"}
    monkeypatch.setattr(
        formulas, "fingerprint", lambda one: "another" if one.id in changed else fingerprint(one)
    )
    is_as_made_anew(published, THIRD)
    is_as_made_anew(published, "2026-12-01")


@pytest.mark.parametrize("what", ["code", "rules"])
def test_what_other_code_or_other_rules_made_is_not_built_upon(first, at, read, monkeypatch, what):
    if what == "code":
        monkeypatch.setattr("api.publish.publish.software", lambda: "another")
    else:
        monkeypatch.setattr("api.publish.contents.rules_json", lambda: b"{}")
    second = at(SECOND)
    assert {"2024", "2025", "2026", "cases/2026-09"} <= set(read)
    # Read again, and the same: linked.
    assert since(second)["datasets/cases/2026-09.csv"] == FIRST
    assert since(second)["annual-reports/2024.csv"] == FIRST


def test_a_changed_formula_renews_its_values_and_no_others(first, at, monkeypatch):
    asked: list[str] = []
    table_of, fingerprint = frozen_values.table_of, formulas.fingerprint

    def noted(connection, indicator, today, before=b"", from_=None):
        if from_ is None:
            asked.append(indicator.id)
        return table_of(connection, indicator, today, before, from_)

    def changed(one):
        return "another" if one.id == "on-time-rate" else fingerprint(one)

    monkeypatch.setattr(frozen_values, "table_of", noted)
    monkeypatch.setattr(formulas, "fingerprint", changed)
    at(SECOND)
    assert "on-time-rate" in asked
    assert not {"cases-accepted", "handling-days-median"} & set(asked)


def test_values_read_together_are_those_read_one_by_one(sampled):
    """Sums of days and months added up are those that the store sums, whatever ends are asked for."""
    spans = (
        (None, None), (date(2026, 10, 1), None), (date(2026, 9, 17), date(2026, 11, 5)),
        (date(2026, 11, 3), date(2026, 11, 20)), (date(2026, 11, 24), date(2026, 11, 24)),
    )  # fmt: skip
    today = date(2026, 11, 24)
    few = ("cases-accepted", "cases-in-progress", "on-time-rate", "ratings", "cases-overdue",
           "handling-days-median")  # fmt: skip
    with reader(sampled.url).connect() as connection:
        for id in few:
            names = INDICATORS[id].dimensions[:2]
            asked = [
                Values(id, first, last, grain, by)
                for first, last in spans
                for grain in ("day", "week", "month", "quarter", "year", "total")
                for by in ((), *((name,) for name in names))
                if not (by and grain == "week")
            ]
            alone = [values(connection, one, today) for one in asked]
            with read_together():
                together = [values(connection, one, today) for one in asked]
            for one, a, b in zip(asked, alone, together, strict=True):
                assert a == b, one


def test_sums_written_once_for_a_family_make_the_same_text():
    """By it a store knows whether its sums are those of this release."""
    for rollup in ROLLUPS:
        assert recount_sql(rollup) == sql_text(recount(rollup))
