"""Files of everything: whole, in order, block by block, and over when the client leaves."""

from __future__ import annotations

import io
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any
from zipfile import BadZipFile, ZipFile

import polars as pl
import pytest
from polars.exceptions import ComputeError

from api.answer import answers
from api.documents import dispatch
from api.files import sending
from api.formats import FORMATS, FileOptions, Table
from data.answers.reading import Overtaken, Reading
from data.answers.records import pages, streams
from data.answers.records.of_dataset import of_records
from data.answers.records.pages import count, listing
from data.answers.records.streams import blocks
from data.definitions import Text
from data.intake.ingest import beat
from data.questions import Page, Records, TooCostly
from data.store.engines import answering, reader
from data.store.places import Places
from data.store.sqlite import time_limit
from data.store.sqlite.backend import SQLITE
from data.store.sqlite.prepared import Prepared
from tests.contracts import WITH_RECORDS
from tests.hall_data import Store, application

BASE = "/api/v1"
CASES = [
    {"case_no": f"C{n:03d}", "item": "fgw-01", "channel": "hall", "accepted_on": "2026-11-02"}
    for n in range(50)
]


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "BLOCK", 7)
    monkeypatch.setattr(sending, "WHOLE_ROWS", 7)


@pytest.fixture
def engine(store: Store) -> Iterator[Any]:
    """A reader on fifty cases."""
    store.ingest("cases", CASES)
    found = reader(store.url)
    yield found
    streams._scanner(found).dispose()
    found.dispose()


def numbers(parts: Iterator[streams.Block]) -> list[str]:
    return [line.strip('[]"') for block in parts for line in block.text.split("\n")]


def stream(reading: Reading, query: Records) -> Any:
    selection = of_records(query)
    with reading.connection() as connection:
        total = count(connection, selection)
    return blocks(reading, selection, query.page, total, "array")


@pytest.fixture
def reading(engine: Any) -> Iterator[Reading]:
    """One state of the fifty cases."""
    begun = streams.begin(engine)
    yield begun
    begun.close()


def asked(**more: Any) -> Records:
    return Records("cases", fields=("case_no",), **{"page": Page(None), **more})


ALL = [case["case_no"] for case in CASES]


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (asked(), ALL),
        (asked(where=(("channel", ("hall",)),)), ALL),
        (asked(where=(("channel", ("online",)),)), []),
        (asked(where=(("case_no", ("C003", "C041")),)), ["C003", "C041"]),
        (asked(page=Page(20)), ALL[:20]),
        (asked(page=Page(7)), ALL[:7]),
        (asked(page=Page(None, sort="case_no", descending=True)), ALL[::-1]),
        (asked(page=Page(15, sort="case_no", descending=True)), ALL[:-16:-1]),
        (asked(page=Page(None, sort="accepted_on")), ALL),
        (asked(page=Page(None, after=(None, 13))), ALL[13:]),
    ],
)
def test_every_row_comes_once_in_order(reading, query, expected):
    assert numbers(stream(reading, query)) == expected


@pytest.mark.usefixtures("small_blocks")
def test_rows_withdrawn_before_leave_a_gap_and_nothing_else(store, engine):
    store.ingest("cases", [{**CASES[n], "void": "true"} for n in range(8, 30)])
    with closing(streams.begin(engine)) as reading:
        assert numbers(stream(reading, asked())) == [*ALL[:8], *ALL[30:]]


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("page", [Page(None), Page(None, sort="case_no"), Page(None, sort="item")])
def test_what_lands_meanwhile_is_in_no_part_of_a_file(store, engine, reading, page):
    """New, changed and withdrawn records: a file is of one state, whatever it is sorted by."""
    parts = stream(reading, asked(page=page))
    first = next(parts)
    store.ingest("cases", [{**CASES[n], "item": "a-first"} for n in range(20, 50)])
    store.ingest("cases", [{**CASES[0], "case_no": "C999"}])
    store.ingest("cases", [{**CASES[40], "void": "true"}])
    assert numbers(iter([first, *parts])) == ALL
    with closing(streams.begin(engine)) as later:
        assert sorted(numbers(stream(later, asked()))) == [*ALL[:40], *ALL[41:], "C999"]


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("page", [Page(None), Page(None, sort="case_no")])
def test_a_state_is_let_go_of_and_gone_on_from_if_it_is_still_the_same(store, reading, page):
    parts = stream(reading, asked(page=page))
    first = next(parts)
    wait_for_blocks(reading)
    reading.let_go()
    beat(store.engine)
    (busy, _, _) = store.sql("pragma wal_checkpoint(truncate)")[0]
    assert busy == 0
    assert numbers(iter([first, *parts])) == ALL


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("page", [Page(None), Page(None, sort="case_no")])
def test_a_state_that_is_left_is_not_gone_on_from(store, reading, page):
    parts = stream(reading, asked(page=page))
    next(parts)
    wait_for_blocks(reading)
    reading.let_go()
    store.ingest("cases", [{**CASES[0], "case_no": "C999"}])
    with pytest.raises(Overtaken):
        numbers(parts)


def test_the_log_can_be_emptied_after_a_time_whoever_still_reads(store, engine, monkeypatch):
    monkeypatch.setattr("data.answers.reading.HELD_SECONDS", 0.01)
    with closing(streams.begin(engine)) as reading:
        store.ingest("cases", [{**CASES[0], "case_no": "C999"}])
        reading._timer.join(10)
        (busy, _, _) = store.sql("pragma wal_checkpoint(truncate)")[0]
        assert busy == 0


@pytest.mark.usefixtures("small_blocks", "clock")
@pytest.mark.parametrize("suffix", ["csv", "jsonl", "xlsx", "ods", "parquet"])
def test_a_file_that_is_broken_off_says_so(engine, suffix):
    """The server ends what raises as if it were whole: neither length nor status can tell."""

    def some(form: Any) -> Iterator[streams.Block]:
        yield from list(blocks(reading, selection, Page(14), 14, form))
        raise Overtaken

    selection = of_records(Records("cases"))
    with closing(streams.begin(engine)) as reading:
        table = Table(Text("办件", "Cases"), selection.fields, 50, 50, some)
        parts = FORMATS[suffix].write(table, FileOptions())
        content = b"".join(sending.whole_or_said(parts, suffix))
    if suffix in sending.BROKEN_OFF:
        assert b"C000" in content
        assert content.endswith(sending.BROKEN_OFF[suffix])
    else:
        with pytest.raises((BadZipFile, ComputeError)):
            (pl.read_parquet if suffix == "parquet" else ZipFile)(io.BytesIO(content))


def test_a_file_names_the_state_that_its_rows_are_of(store, clock, monkeypatch):
    """Also when a batch lands between the question and the first row."""
    store.ingest("cases", CASES)
    begin = streams.begin

    def late(engine):
        store.ingest("cases", [{**CASES[0], "case_no": "C999"}])
        return begin(engine)

    with application(store) as server:
        monkeypatch.setattr("api.files.download.begin", late)
        answer = server.test_client().get(f"{BASE}/datasets/cases/records.csv")
        assert answer.text.count("\n") == 52
        assert answer.headers["X-Total-Count"] == "51"
        assert f"-v{store.version()}.csv" in answer.headers["Content-Disposition"]
        monkeypatch.setattr("api.files.download.begin", begin)
        answers.refresh()
        again = server.test_client().get(f"{BASE}/datasets/cases/records.csv")
        assert again.headers["ETag"] == answer.headers["ETag"]


@pytest.mark.parametrize("when", ["at its begin", "while it is made whole"])
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_who_asks_for_a_file_of_a_state_that_is_no_more_is_told_to_come_again(
    store, clock, monkeypatch, when, suffix
):
    store.ingest("cases", CASES)

    def overtaken(*_):
        raise Overtaken
        yield

    with application(store) as server:
        if when == "at its begin":  # a batch lands between any two of its connections
            marks = iter(range(1_000))
            monkeypatch.setattr("data.answers.reading.stored_mark", lambda _: next(marks))
        else:
            monkeypatch.setattr("api.files.download.blocks", overtaken)
        path = f"{BASE}/datasets/cases/records.{suffix}?lang=en"
        answer = server.test_client().get(path)
    assert answer.status_code == 503
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Retry-After"]
    assert "renewed" in answer.json["detail"]


@pytest.mark.usefixtures("clock")
def test_who_is_refused_a_file_has_opened_nothing(store, monkeypatch):
    """Each connection costs a megabyte: a hundred who ask at once must not open two hundred."""
    store.ingest("cases", CASES)
    opening, opened, go_on = threading.Event(), [], threading.Event()

    def slow(engine):
        opened.append(engine)
        opening.set()
        go_on.wait(30)
        return streams.begin(engine)

    monkeypatch.setattr("api.files.download.begin", slow)
    monkeypatch.setattr("api.files.download._BEGINNING", Places(at_once=1))
    path = f"{BASE}/datasets/cases/records.csv"
    with application(store) as server, ThreadPoolExecutor(1) as beside:
        first = beside.submit(lambda: server.test_client().get(path))
        try:
            assert opening.wait(30)
            second = server.test_client().get(path)
        finally:
            go_on.set()
        assert (second.status_code, "Retry-After" in second.headers) == (503, True)
        assert len(opened) == 1
        assert first.result().status_code == 200
        assert server.test_client().get(path).status_code == 200


def wait_for_blocks(reading: Reading) -> None:
    """Until the blocks that are read ahead have been read: nobody has had a connection for a while."""
    idle = 0
    while idle < 5:
        idle = idle + 1 if reading._free.qsize() == streams.READERS else 0
        threading.Event().wait(0.01)


def wait_for_readers(engine: Any) -> None:
    """Until the blocks that are being read ahead have been read."""
    pool: Any = streams._scanner(engine).pool
    for _ in range(500):
        if pool.checkedout() == 0:
            return
        threading.Event().wait(0.01)
    pytest.fail("a reader still holds a connection")


@pytest.mark.usefixtures("small_blocks")
def test_a_client_that_leaves_ends_the_reading(store, engine, clock):
    def reading() -> list[str]:
        return [t.name for t in threading.enumerate() if t.name.startswith("export")]

    with application(store) as server:
        answer = server.test_client().get(f"{BASE}/datasets/cases/records.csv", buffered=False)
        assert answer.status_code == 200, answer.text
        parts = answer.iter_encoded()
        next(parts)
        next(parts)
        assert reading()
        answer.close()
        assert not reading()
        wait_for_readers(answers.engine())


def test_a_file_that_nobody_reads_takes_no_connection(store, engine, clock):
    with application(store) as server:
        answer = server.test_client().head(f"{BASE}/datasets/cases/records.csv")
        assert answer.status_code == 200
        wait_for_readers(answers.engine())


def test_a_file_that_was_read_to_its_end_holds_nothing(store, engine, clock):
    """Whether or not the server closes what it has sent."""
    with application(store) as server:
        kept = [server.test_client().get(f"{BASE}/datasets/cases/records.csv") for _ in range(2)]
        assert all(answer.data for answer in kept)
        wait_for_readers(answers.engine())


@pytest.mark.usefixtures("small_blocks")
def test_a_streamed_file_that_was_read_to_its_end_holds_no_place(store, engine, clock, monkeypatch):
    monkeypatch.setattr(sending, "_STREAMED", Places(at_once=1, waiting=1, seconds=0.01))
    with application(store) as server:
        client = server.test_client()
        kept = []
        for _ in range(3):
            kept.append(client.get(f"{BASE}/datasets/cases/records.csv", buffered=False))
            assert kept[-1].status_code == 200
            assert len(kept[-1].data.splitlines()) == len(CASES) + 1


def test_a_scanner_cannot_write_either(engine):
    with streams._scanner(engine).connect() as connection:
        raw: Any = connection.connection.driver_connection
        for statement in ("delete from cases", "attach 'x.sqlite' as x", "pragma query_only=off"):
            with pytest.raises(sqlite3.DatabaseError):
                raw.execute(statement)


# --- totals -------------------------------------------------------------------------------------


@pytest.mark.parametrize("dataset", WITH_RECORDS)
def test_the_total_without_filters_is_the_number_of_rows(sampled, dataset):
    found = reader(sampled.url)
    with found.connect() as connection:
        rows = count(connection, of_records(Records(dataset)))
    assert rows == len(sampled.listed(dataset))
    found.dispose()


# --- every page costs what the first costs ------------------------------------------------------

INDEXED = [
    Records("cases"),
    Records("cases", page=Page(100, (None, 40))),
    Records("cases", where=(("department", ("fgw",)),)),
    Records("cases", where=(("department", ("fgw",)),), page=Page(100, (None, 40))),
    *(
        Records("cases", page=Page(100, after, sort, down))
        for sort in ("case_no", "accepted_on", "due_on", "completed_on", "item")
        for down in (False, True)
        for after in (None, (20_000, 40))
    ),
    *(
        Records("cases", page=Page(100, (None, 40), sort, down))
        for sort in ("due_on", "completed_on")
        for down in (False, True)
    ),
]


IN_ORDER = [
    Records("cases", where=(("department", ("fgw",)),), page=Page(25, after, sort, down))
    for sort in ("accepted_on", "completed_on")
    for down in (False, True)
    for after in (None, (20_000, 40))
]


@pytest.mark.parametrize("query", IN_ORDER, ids=str)
def test_a_page_of_what_many_rows_have_is_neither_sorted_nor_counted(sampled, query, monkeypatch):
    """The largest department's newest rows are read in the order of the index of the date."""
    monkeypatch.setattr(pages, "MANY", 1)
    selection = of_records(query)
    with sampled.engine.connect() as connection:
        assert pages._are_many(connection, selection)
        for stretch in pages._stretches(selection.dataset, query.page):
            shape = selection.in_order
            statement = pages._page(SQLITE, selection, query.page, stretch, "object", shape)
            assert isinstance(statement, Prepared)
            values = {**statement.fixed, **selection.values, "key": 1, "row": 1, "wanted": 9}
            plan = connection.exec_driver_sql(
                f"explain query plan {statement.sql}", tuple(values[n] for n in statement.names)
            )
            assert not [row for row in plan if "TEMP B-TREE" in str(row[3])]
        by_order = listing(connection, selection, query.page, exact=False).rows
        monkeypatch.setattr(pages, "MANY", 10**9)
        pages._some_of.cache_clear()
        assert listing(connection, selection, query.page, exact=False).rows == by_order
    pages._some_of.cache_clear()


@pytest.mark.parametrize("query", INDEXED, ids=str)
def test_pages_are_read_in_the_order_of_an_index(sampled, query):
    """No plan sorts, and none but the first page in key order begins at the first row."""
    selection = of_records(query)
    with sampled.engine.connect() as connection:
        for stretch in pages._stretches(selection.dataset, query.page):
            statement = pages._page(SQLITE, selection, query.page, stretch, "object")
            assert isinstance(statement, Prepared)
            values = {**statement.fixed, **selection.values, "key": 1, "row": 1, "wanted": 9}
            plan = connection.exec_driver_sql(
                f"explain query plan {statement.sql}", tuple(values[n] for n in statement.names)
            )
            steps = [str(row[3]) for row in plan]
            assert not [step for step in steps if "TEMP B-TREE" in step], steps
            if stretch != "all" or selection.shape:
                assert not [step for step in steps if step.startswith("SCAN")], steps


def test_the_statement_of_a_shape_is_made_once():
    def statement(code: str) -> pages.Prepared:
        query = Records("cases", where=(("department", (code,)),))
        return pages._page(SQLITE, of_records(query), query.page, "all", "object")

    assert statement("fgw") is statement("jyt")


# --- two seconds --------------------------------------------------------------------------------

ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"


def test_what_takes_too_long_is_stopped_and_the_connection_goes_on(engine):
    with pytest.raises(TooCostly), answering(engine, 0.05) as connection:
        connection.exec_driver_sql(ENDLESS)
    with engine.connect() as connection:
        found = listing(connection, of_records(Records("cases")), Page(3), exact=True)
    assert (len(found.rows), found.total) == (3, 50)


@pytest.fixture
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer has no time at all, and the clock is looked at at every step."""
    monkeypatch.setattr(time_limit, "_STEPS", 1)
    hurried = lambda engine: answering(engine, -1.0)  # noqa: E731
    monkeypatch.setattr(dispatch, "answering", hurried)
    monkeypatch.setattr("api.documents.dispatch.values.answering", hurried)


@pytest.mark.usefixtures("no_time")
@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("/datasets/cases/records?channel=hotline", "fewer codes"),
        ("/indicators/cases-completed/rows?part=denominator", "shorter time"),
        ("/datasets/cases/facets?field=channel&channel=hotline", "fewer codes"),
        ("/indicators/cases-completed/values?grain=quarter&by=outcome", "coarser grain"),
    ],
)
def test_a_question_that_costs_too_much_says_how_to_ask_for_less(client, path, hint):
    answer = client.get(f"{BASE}{path}&lang=en")
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert hint in answer.json["detail"]


@pytest.mark.usefixtures("no_time")
def test_files_are_not_stopped(client):
    answer = client.get(f"{BASE}/datasets/cases/records.csv?channel=hotline&bom=0")
    assert answer.status_code == 200
    assert answer.get_data().count(b"\r\n") == int(answer.headers["X-Total-Count"]) + 1


def test_a_table_of_values_has_a_largest_size(client, monkeypatch):
    monkeypatch.setattr("data.answers.values.CELLS_MOST", 10)
    path = f"{BASE}/indicators/cases-accepted/values?grain=day&by=window&lang=en"
    answer = client.get(path)
    assert answer.status_code == 422
    assert "coarser grain" in answer.json["detail"]


def test_the_number_behind_a_value_is_that_of_its_rows(client):
    """Summed by day, or counted where the sums are of amounts: both are the length of the list."""
    for indicator in ("cases-in-progress", "actual-speed-up", "on-time-rate", "active-rating-rate"):
        path = f"{BASE}/indicators/{indicator}/rows.jsonl?part=numerator&to=2026-10-31"
        answer = client.get(path)
        assert answer.get_data().count(b"\n") == int(answer.headers["X-Total-Count"])
