"""A backend's fast form of a question, and the portable one: the same rows, over the whole catalogue."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from data.answers.reading import Reading
from data.answers.records import pages, streams
from data.answers.records.of_dataset import of_records
from data.catalog import DATASETS
from data.questions import Page, Records
from data.rollups import day_blocks
from data.rollups.coverage import coverage
from data.rollups.plan import NONE, parts
from data.rollups.sums import counts, sums
from data.store import backend
from data.store.portable import Portable
from data.store.postgres.backend import Postgres
from data.store.sqlite.backend import SQLite
from data.store.tables import FIRST_DAY, LAST_DAY, TABLES, day_number, stored
from tests.contracts import WITH_RECORDS
from tests.hall_data import REFERENCE, SOURCES, Store, sample
from tests.own_postgres import new_store


def plain_form(of: type) -> Any:
    """All that any database can do; opening a store and staging a batch remain this one's."""
    portable = {name: m for name, m in vars(Portable).items() if not name.startswith("__")}
    return type("Plain", (of,), portable)()


PLAIN = {"sqlite": plain_form(SQLite), "postgresql": plain_form(Postgres)}
KINDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.full))
FORMS = ("array", "object", "cells")
# Weeks, quarters and years are grouped as months are.
GRAINS = ("day", "month", "total")


@pytest.fixture
def plain(monkeypatch):
    """Whatever is done inside is done in the portable form, and without blocks of days."""

    @contextmanager
    def patched():
        with monkeypatch.context() as patch:
            for kind, form in PLAIN.items():
                patch.setitem(backend._BACKENDS, kind, lambda form=form: form)
            patch.setattr(day_blocks, "inside", lambda first, last: (0, 0))
            yield

    return patched


def asked_twice(store, plain, question):
    """A question's answers in the fast form and in the portable one."""
    with store.engine.connect() as connection:
        fast = question(connection)
        with plain():
            return fast, question(connection)


# --- rows ---------------------------------------------------------------------------------------

TEXTS = (
    "", " ", "null", "1e5", "[1]", '{"a": "b"}', "it's", 'a "word"', "a\\b", "a/b", "=1+1", "南充市",
    "征地，拆迁；“规划”", "𠮷😀", "two\nlines", "two\r\nlines\tand a tab", "\x01\x1f\x7f\u2028", "é",
)  # fmt: skip
NUMBERS = (
    0.0, -0.0, 1.0, 0.5, -0.5, 2.5, 0.1, 0.1 + 0.2, 1 / 3, -1 / 3, 1e-4, 9.9e-5, 1e-5, 1.5e-7, 5e-324,
    123456.789, 999999999999.5, 1e12 + 0.5, 12345678901234.56, 1e15, 1e15 + 0.5, 2.0**53 + 2, 1e16,
    1e18, 1e19, -1e19, 2.0**63, -(2.0**63), 1.5e22, 1e300, 1.7976931348623157e308,
)  # fmt: skip
INSTANTS = (
    datetime(FIRST_DAY.year, 1, 2, tzinfo=UTC),
    # Shanghai kept summer time in 1990 and 1991.
    datetime(1990, 7, 1, 3, 4, 5, tzinfo=UTC),
    datetime(1991, 4, 13, 16, 30, tzinfo=UTC),
    datetime(1991, 9, 14, 15, 30, tzinfo=UTC),
    datetime(2026, 11, 24, 15, 59, 59, tzinfo=UTC),
    datetime(2026, 11, 24, 16, 0, 0, tzinfo=UTC),
    datetime(LAST_DAY.year, 12, 30, 12, tzinfo=UTC),
)
EDGES = {
    "text": TEXTS,
    "code": TEXTS,
    "number": NUMBERS,
    "integer": (0, 1, -1, 2**53 + 1, 2**63 - 1, -(2**63)),
    "boolean": (True, False),
    "date": (FIRST_DAY, date(2026, 2, 28), LAST_DAY),
    "instant": INSTANTS,
}


@pytest.fixture(scope="module", params=KINDS)
def edges(request, tmp_path_factory):
    """Every dataset with rows of the values that are hardest to write; what may be missing is, too."""
    folder = tmp_path_factory.mktemp("edges")
    if request.param == "postgresql":
        store = new_store(request.getfixturevalue("postgres"), folder)
    else:
        store = Store(folder)
    with store.engine.begin() as connection:
        for dataset in DATASETS.values():
            rows = [_edge_row(dataset, n) for n in range(2 * len(NUMBERS))]
            connection.execute(TABLES[dataset.id].delete())  # of what ships
            connection.execute(TABLES[dataset.id].insert(), rows)
    yield store
    store.close()


def _edge_row(dataset, n):
    row = {}
    for place, field in enumerate(dataset.fields):
        values = EDGES[field.type] if field.required else (None, *EDGES[field.type])
        row[field.id] = values[(n + place) % len(values)]
    for key in dataset.key:
        if isinstance(row[key], str):
            row[key] += f" {n}"
        elif key == dataset.key[0] and not any(isinstance(row[k], str) for k in dataset.key):
            row[key] = FIRST_DAY + timedelta(n) if isinstance(row[key], date) else row[key] + n
    return row


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("dataset", WITH_RECORDS)
def test_rows_are_the_same_text_in_both_forms(edges, plain, dataset, form):
    """In pages and in spans: types, zone, missing values, order, digits of numbers."""
    selection = replace(of_records(Records(dataset)), shape=())

    def page(connection):
        return pages.read(connection, selection, Page(limit=100_000), form)

    def spans(connection):
        with closing(Reading(connection.engine, streams.READERS)) as reading:
            pieces = streams._by_spans(reading, selection, Page(limit=None), form)
            return [line for block in pieces for line in block.text.split("\n")]

    fast, portable = asked_twice(edges, plain, page)
    assert len(fast[0]) == 2 * len(NUMBERS)
    assert fast == portable
    of_spans, also = asked_twice(edges, plain, spans)
    assert of_spans == also
    # Spans are of rows in order of receipt.
    by_key = DATASETS[dataset].order == "key"
    assert sorted(of_spans) == sorted(fast[0])
    assert by_key or of_spans == fast[0]


@pytest.mark.parametrize("id", WITH_RECORDS)
def test_sorted_pages_are_the_same_in_both_forms(edges, plain, id):
    """Where a page ends (a value as the store keeps it) is where the next one begins."""
    dataset = DATASETS[id]
    for field in dataset.fields:
        if not field.published or not field.indexed:
            continue
        for descending in (False, True):
            selection = of_records(Records(dataset.id))

            def first_two(connection, field=field, descending=descending, selection=selection):
                asked = Page(limit=20, sort=field.id, descending=descending)
                one, after = pages.read(connection, selection, asked, "array")
                asked = Page(limit=20, sort=field.id, descending=descending, after=after)
                return one, repr(after), pages.read(connection, selection, asked, "array")[0]

            fast, portable = asked_twice(edges, plain, first_two)
            assert fast == portable, (field.id, descending)


@pytest.mark.parametrize("id", WITH_RECORDS)
def test_filtered_pages_are_the_same_in_both_forms(edges, plain, id):
    """By one value of each field, by none, and by several: texts, codes, numbers and truth."""
    dataset = DATASETS[id]
    for field in dataset.fields:
        if not field.published or field.type in ("date", "instant"):
            continue
        one, other = EDGES[field.type][:2]
        for values in ((one,), (NONE,), (one, other, NONE)):
            if NONE in values and field.required:
                continue
            selection = of_records(Records(dataset.id, where=((field.id, values),)))

            def filtered(connection, selection=selection):
                rows, _ = pages.read(connection, selection, Page(limit=50), "array")
                return rows, pages.count(connection, selection)

            fast, portable = asked_twice(edges, plain, filtered)
            assert fast == portable, (field.id, values)


# --- sums ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda d: d.id)
def test_sums_are_the_same_in_both_forms(sampled, plain, dataset):
    """Of every part of every indicator, by period and by each dimension; and the days covered."""
    covered, also = asked_twice(sampled, plain, lambda connection: coverage(connection, dataset))
    assert covered == also
    first = day_number(covered.first) if covered else 0
    last = day_number(covered.last) if covered else 0
    for grouped, dimensions in _asked_together(dataset):
        for grain in GRAINS:
            for by in ((), *((name,) for name in dimensions)):
                asked = (grouped, first, last, grain, by)
                fast, portable = asked_twice(sampled, plain, lambda c, a=asked: sums(c, *a))
                assert sorted(map(repr, fast)) == sorted(map(repr, portable)), asked
                if by and grouped[0].histogram is None:
                    one = (grouped[0], first, last, grain, *by)
                    fast, portable = asked_twice(sampled, plain, lambda c, a=one: counts(c, *a))
                    assert repr(sorted(fast.items())) == repr(sorted(portable.items())), one


def _asked_together(dataset):
    """Parts that one question may ask for, with the dimensions that some of them are offered by."""
    groups = {}
    for indicator in dataset.indicators:
        for part in parts(indicator, dataset).values():
            if part.dated:
                group = groups.setdefault((part.dated, part.histogram, part.lag), ({}, {}))
                group[0][part.name] = part
                group[1].update(dict.fromkeys(indicator.dimensions))
    return [(list(named.values()), list(dimensions)) for named, dimensions in groups.values()]


# --- what is written ----------------------------------------------------------------------------


@pytest.mark.full
def test_batches_leave_the_same_store_in_both_forms(tmp_path, clock, plain):
    """New rows, newer versions, withdrawn ones, and rows computed anew because of others."""
    fast = _taken_in(tmp_path, "fast")
    with plain():
        portable = _taken_in(tmp_path, "portable")
    assert fast.keys() == portable.keys()
    for table, rows in fast.items():
        assert rows == portable[table], table


def _taken_in(folder, name):
    store, batches = Store(folder, name), sample()
    batches["cases"] = cases = batches["cases"][:90]
    for listed in REFERENCE:
        store.ingest(listed, SOURCES / f"{listed}.csv")
    for dataset, rows in batches.items():
        store.ingest(dataset, rows)
    later = {"recorded_at": datetime(2026, 11, 24, 10)}
    newer = [case | later | {"district": None} for case in cases[:30]]
    store.ingest("cases", newer + [case | later | {"void": True} for case in cases[30:60]])
    content = store.content()
    store.close()
    return content


def test_what_the_store_keeps_is_a_number():
    assert [repr(stored(value)) for value in (True, False, None, 1.5, date(1970, 1, 2))] == [
        "1", "0", "None", "1.5", "1",
    ]  # fmt: skip
