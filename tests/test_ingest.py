"""A file goes in whole or not at all; nothing is dropped without a word; nothing else gets in."""

from __future__ import annotations

import sqlite3
import threading
from datetime import date, datetime
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data.catalog import DATASETS
from data.intake import batch, ingest, newest_event
from data.intake.ingest import ingest_database
from data.intake.profile.load import load
from data.intake.read.any_file import read
from data.intake.read.file_layout import FileLayout
from data.intake.write import rollup_buffer, rollup_deltas
from data.store.sqlite.batch import StagedBatch
from data.store.tables import TABLES
from tests.hall_data import SOURCES, Store

pytestmark = pytest.mark.usefixtures("clock")
QUICK = settings(
    max_examples=10,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def case(key: str = "A", **more: Any) -> dict[str, Any]:
    return {"case_no": key, "item": "i", "channel": "hall", "accepted_on": "2026-11-20"} | more


def test_what_is_to_come_is_no_event_yet() -> None:
    """A rule in force from next year, or a visit booked, would date all numbers beside it ahead of today."""
    days = [date(2026, 11, 23), date(2027, 1, 1)]
    seen = newest_event.newest_event(DATASETS["assessment-rules"], pl.DataFrame({"since": days}))
    assert seen is not None
    assert seen.date() == days[0]
    assert (
        newest_event.newest_event(DATASETS["assessment-rules"], pl.DataFrame({"since": days[1:]}))
        is None
    )


def test_what_is_to_come_is_told_by_the_clock_of_its_zone() -> None:
    """An export of another zone than the hall's: 02:00 in New York is later than 10:42 in Shanghai."""
    zone = "America/New_York"
    times = pl.Series([datetime(2026, 11, 23, 21, 0), datetime(2026, 11, 24, 2, 0)])
    day = pl.Series([date(2026, 11, 23)] * 2)
    names = DATASETS["cases"].newest
    frame = pl.DataFrame(
        {name: day if name.endswith("_on") else times.dt.replace_time_zone(zone) for name in names}
    )
    seen = newest_event.newest_event(DATASETS["cases"], frame)
    assert seen == datetime(2026, 11, 23, 21, 0, tzinfo=ZoneInfo(zone))


# --- the ledger ---------------------------------------------------------------------------------

LINE = st.fixed_dictionaries(
    {
        "case_no": st.sampled_from(["A", "B", "C", ""]),
        "item": st.sampled_from(["i", "", "项,目", "=1"]),
        "channel": st.sampled_from(["hall", "nowhere", ""]),
        "accepted_on": st.sampled_from(["2026-11-20", "20.11.2026", "2031-01-01", ""]),
        "completed_on": st.sampled_from(["", "2026-11-19", "2026-11-23"]),
        "legal_days": st.sampled_from(["", "5", "-1", "many"]),
        "recorded_at": st.sampled_from(["", "2026-11-20T10:00:00", "2026-11-21T10:00:00"]),
        "void": st.sampled_from(["", "true", "perhaps"]),
    }
)


@given(st.lists(st.lists(LINE, min_size=1, max_size=8), min_size=1, max_size=3))
@QUICK
def test_every_line_is_accepted_rejected_or_a_duplicate(files: list[list[dict[str, str]]]) -> None:
    with TemporaryDirectory() as folder:
        store = Store(Path(folder))
        for lines in files:
            entry = store.ingest("cases", lines)
            assert entry.refused is None
            assert entry.lines == len(lines)
            assert entry.lines == entry.accepted + entry.rejected + entry.duplicate
            kept = store.sql(
                "select lines, accepted, rejected, duplicate, data_version, sha256 from batches "
                "order by id desc limit 1"
            )
            assert kept == [
                (entry.lines, entry.accepted, entry.rejected, entry.duplicate,
                 entry.data_version, entry.sha256)
            ]  # fmt: skip
            assert entry.data_version == store.version()
            reasons = store.sql("select line, reason from quarantine where batch = "
                                "(select max(id) from batches)")  # fmt: skip
            assert len(reasons) == entry.rejected
            assert all(2 <= line <= len(lines) + 1 and reason for line, reason in reasons)
        store.close()


def test_the_version_that_the_ledger_names_is_the_one_that_readers_see(store: Store) -> None:
    """Also where events make the requests' clocks be computed anew."""
    request = {"request_no": "R", "applicant_kind": "person", "received_on": "2026-10-20"}
    for dataset, line in [
        ("disclosure-requests", request),
        ("disclosure-events", {"request_no": "R", "kind": "corrected", "on": "2026-10-22"}),
    ]:
        assert store.ingest(dataset, [line]).data_version == store.version()


# --- all or nothing -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cases.csv", "a,b\n1,2\n"),
        ("cases.csv", "case_no,item,channel\nA,i,hall\n"),
        ("cases.csv", ""),
        ("cases.csv", "case_no,case_no,item,channel,accepted_on\nA,A,i,hall,2026-11-20\n"),
        ("cases.pdf", "case_no,item,channel,accepted_on\nA,i,hall,2026-11-20\n"),
    ],
)
def test_a_refused_file_leaves_nothing_but_its_entry(store: Store, name: str, content: str) -> None:
    store.ingest("cases", [case("Z")])
    before, path = store.content(without=["batches"]), store.folder / name
    path.write_text(content)
    entry = store.ingest("cases", path)
    assert entry.refused
    assert entry.exit_code == 1
    assert (entry.lines, entry.accepted, entry.rejected, entry.duplicate) == (0, 0, 0, 0)
    assert store.content(without=["batches"]) == before
    assert store.sql("select file, refused from batches order by id desc limit 1") == [
        (name, entry.refused)
    ]
    assert entry.data_version == store.version()


def test_a_file_refused_in_the_middle_takes_back_its_beginning(store: Store) -> None:
    store.ingest("cases", [case("Z")])
    before = store.content(without=["batches"])
    path = store.folder / "broken.csv"
    good = "\r\n".join(f"A{n},i,hall,2026-11-20" for n in range(200_000))
    path.write_bytes(f"case_no,item,channel,accepted_on\r\n{good}\r\n".encode() + b"\xff\xfe,\r\n")
    entry = store.ingest("cases", path)
    if entry.refused:  # bytes that are no text: the whole file, or that line alone
        assert store.content(without=["batches"]) == before
    else:
        assert (entry.rejected, entry.accepted) == (1, 200_000)


class CrashError(Exception):
    pass


# Where a crash can hit a batch after its first write to the store.
PLACES = [
    (StagedBatch, "withdraw"),
    (StagedBatch, "write"),
    (StagedBatch, "reinstate"),
    (rollup_deltas.Deltas, "finish"),
    (rollup_buffer.Sums, "add"),
    (ingest.ledger, "keep_newest"),
    (ingest.ledger, "write"),
]


@pytest.mark.parametrize(("owner", "name"), PLACES)
def test_a_crash_in_the_middle_of_a_batch_leaves_the_store_as_it_was(
    store: Store, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str
) -> None:
    store.ingest("cases", [case("A"), case("B"), case("C")])
    store.ingest("cases", [case("B", void=True)])
    before, original = store.content(), getattr(owner, name)
    lines = [case("A", item="new-item"), case("B"), case("C", void=True), case("D", item="newer")]

    def crash(*arguments: Any, **named: Any) -> None:
        original(*arguments, **named)
        raise CrashError

    monkeypatch.setattr(owner, name, crash)
    with pytest.raises(CrashError):
        store.ingest("cases", lines)
    monkeypatch.undo()
    monkeypatch.setenv("HALL_NOW", "2026-11-24T10:42:00+08:00")
    assert store.content() == before
    assert store.ingest("cases", lines).accepted == 4, "the same file again, as if nothing happened"


def test_events_and_the_clocks_that_they_move_are_one_change(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = {"request_no": "R", "applicant_kind": "person", "received_on": "2026-10-20"}
    event = {"request_no": "R", "kind": "corrected", "on": "2026-10-22"}
    store.ingest("disclosure-requests", [request])
    before, original = store.content(), batch.renew

    def crash(*arguments: Any) -> None:
        original(*arguments)
        raise CrashError

    monkeypatch.setattr(batch, "renew", crash)
    with pytest.raises(CrashError):
        store.ingest("disclosure-events", [event])
    assert store.content() == before
    monkeypatch.setattr(batch, "renew", original)
    assert store.ingest("disclosure-events", [event]).accepted == 1
    due = [row["due_on"] for row in store.rows("disclosure-requests")]
    assert due[0] == dict(before_row(before))["R"] + 2


def before_row(content: dict[str, list[tuple[Any, ...]]]) -> list[tuple[str, int]]:
    """Request number and due date in a store's content."""
    names = [c.name for c in TABLES["disclosure-requests"].c if c.name != "row_id"]
    at = names.index("due_on")
    return [(row[0], row[at]) for row in content["disclosure_requests"]]


# --- reference lists ----------------------------------------------------------------------------


def test_codes_on_no_list_become_entries_that_say_so_with_their_label(store: Store) -> None:
    store.ingest("departments", SOURCES / "departments.csv")
    profile = store.folder / "other.toml"
    profile.write_text(
        '[cases.columns]\ncase_no = "no"\nitem = "what"\ndepartment = "office"\n'
        'channel = "how"\naccepted_on = "when"\n[cases.labels]\ndepartment = "office name"\n'
    )
    text = "no,what,office,office name,how,when\n1,permit,zz,Office of Z,hall,2026-11-20\n"
    assert store.ingest("cases", text, str(profile)).accepted == 1
    assert store.record("cases", "1")["department"] == "zz"
    found = store.record("departments", "zz")
    assert (found["title_zh"], found["title_en"], found["listed"]) == ("Office of Z",) * 2 + (0,)
    item = store.record("items", "permit")
    assert (item["title_zh"], item["kind"], item["listed"]) == ("permit", "unknown", 0)
    assert store.record("departments", "fgw")["listed"] == 1


def test_a_list_loaded_later_takes_its_codes_over(store: Store) -> None:
    """The codes came first, with cases: the list still loads, and they are on it."""
    store.ingest("cases", [case("A", item="fgw-01", department="fgw")])
    assert store.record("departments", "fgw")["listed"] == 0
    for name in ("departments", "items"):
        assert store.ingest(name, SOURCES / f"{name}.csv").rejected == 0
    found = store.record("departments", "fgw")
    assert (found["title_zh"], found["listed"]) == ("市发展和改革委员会", 1)
    assert store.record("items", "fgw-01")["kind"] == "approval"


@pytest.mark.parametrize(
    "name", ["市发展和改革委员会", "Municipal Development and Reform Commission"]
)
def test_a_name_in_place_of_a_code_is_resolved(store: Store, name: str) -> None:
    store.ingest("departments", SOURCES / "departments.csv")
    store.ingest("cases", [case("A", department=name)])
    assert store.record("cases", "A")["department"] == "fgw"
    assert store.sql("select count(*) from departments where not listed") == [(0,)]


def test_a_statement_of_an_unknown_department_is_listed_and_a_name_resolved(store: Store) -> None:
    """The department is part of the key there."""
    store.ingest("departments", SOURCES / "departments.csv")
    line = {"year": 2025, "figure": "licences", "value": 3}
    names = [line | {"department": d} for d in ("市发展和改革委员会", "nowhere")]
    assert store.ingest("disclosure-statements", names).accepted == 2
    assert {r["department"] for r in store.rows("disclosure-statements")} == {"fgw", "nowhere"}
    assert store.record("departments", "nowhere")["listed"] == 0


def test_limits_and_department_come_from_the_list_of_items_unless_stated(store: Store) -> None:
    """fgw-01: legal 20, promised 7 working days, department fgw. 20 November 2026 is a Friday;
    7 working days later is Tuesday 1 December."""
    store.ingest("items", SOURCES / "items.csv")
    lines = [case("A", item="fgw-01"), case("B", item="fgw-01", promised_days=1, department="jyt")]
    store.ingest("cases", [*lines, case("C", item="fgw-01", due_on="2026-11-21")])
    a, b, c = (store.record("cases", key) for key in "ABC")
    day = store.sql("select day from days where day = ?", a["accepted_on"])[0][0]
    assert (a["legal_days"], a["promised_days"], a["department"]) == (20, 7, "fgw")
    assert a["case_kind"] == "promised"
    assert a["due_on"] - day == 11
    assert (b["promised_days"], b["department"]) == (1, "jyt")
    assert b["due_on"] - day == 3
    assert c["due_on"] - day == 1, "what the source states wins"


# --- disclosure ---------------------------------------------------------------------------------

REQUEST = {"request_no": "R", "applicant_kind": "person", "received_on": "2026-09-01"}
EVENTS = [
    {"request_no": "R", "kind": "third_party_asked", "on": "2026-09-07"},
    {"request_no": "R", "kind": "third_party_replied", "on": "2026-09-14"},
    {"request_no": "R", "kind": "extension_approved", "on": "2026-09-20"},
    {"request_no": "R", "kind": "extension_notified", "on": "2026-09-21"},
]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_events_before_or_after_their_request_give_the_same_clock(
    store: Store, order: tuple[int, ...]
) -> None:
    parts: list[tuple[str, list[dict[str, Any]]]] = [
        ("disclosure-requests", [REQUEST]),
        ("disclosure-events", EVENTS[:2]),
        ("disclosure-events", EVENTS[2:]),
    ]
    for i in order:
        store.ingest(*parts[i])
    found = store.record("disclosure-requests", "R")
    found.pop("row_id")
    # 1 September + 20 + 20 working days + 5 excluded (8–11 and 14 September).
    due = store.calendar().add(date(2026, 9, 1), 45)
    assert found["excluded_days"] == 5
    assert found["extension_days"] == 20
    assert found["due_on"] == (due - date(1970, 1, 1)).days
    assert found["state"] == "open"


def test_days_excluded_are_not_taken_twice(store: Store) -> None:
    """A source that gives their number and the letters that they are of: the letters say how many."""
    store.ingest("disclosure-requests", [REQUEST | {"excluded_days": 5}])
    stated = store.record("disclosure-requests", "R")
    store.ingest("disclosure-events", EVENTS[:2])
    dated = store.record("disclosure-requests", "R")
    assert [(r["excluded_days"], r["flags"]) for r in (stated, dated)] == [
        (5, "undated_exclusion"),
        (5, None),
    ]
    assert dated["due_on"] == stated["due_on"]


def test_a_withdrawn_code_that_rows_bear_comes_back_when_it_is_sent_again(store: Store) -> None:
    """Rows that name it put it on its list again, unlisted; the version to beat is the one withdrawn."""

    def sent(hour: int, **more: Any) -> Any:
        row = {"step": "s", "title_zh": "签约", "title_en": "Signed", "listed": True}
        row |= {"recorded_at": datetime(2026, 11, 24, hour)} | more
        return store.ingest("zone-steps", [row, row | {"step": f"another at {hour}"}])

    def steps() -> dict[str, Any]:
        return {row["step"]: row for row in store.rows("zone-steps")}

    step = {
        "project_ref": "p",
        "step": "s",
        "zone": "jly",
        "limit_days": 3,
        "listed_on": "2026-10-09",
    }
    sent(8)
    sent(9, void=True)
    store.ingest("zone-commitments", [step])
    assert not steps()["s"]["listed"]
    assert sent(7, title_zh="旧").duplicate == 1
    back = sent(10, title_zh="新")
    assert (back.accepted, back.duplicate, back.conflict) == (2, 0, 0)
    row = steps()["s"]
    assert (row["title_zh"], bool(row["listed"])) == ("新", True)
    assert store.sql("select count(*) from withdrawn where key = 's'") == [(0,)]


def test_a_withdrawn_event_gives_the_clock_back(store: Store) -> None:
    store.ingest("disclosure-requests", [REQUEST])
    before = store.record("disclosure-requests", "R")
    store.ingest("disclosure-events", EVENTS)
    assert store.record("disclosure-requests", "R") != before
    store.ingest("disclosure-events", [event | {"void": True} for event in EVENTS])
    assert store.record("disclosure-requests", "R") == before


def test_an_open_question_to_a_third_party_moves_the_latest_due_day(store: Store) -> None:
    store.ingest("disclosure-requests", [REQUEST])
    before = store.record("disclosure-requests", "R")["due_on"]
    store.ingest("disclosure-events", EVENTS[:1])
    request = store.record("disclosure-requests", "R")
    assert (request["due_reason"], request["due_on"] > before) == (None, True)


def test_events_that_change_no_clock_change_no_version(store: Store) -> None:
    store.ingest("disclosure-requests", [REQUEST])
    store.ingest("disclosure-events", EVENTS)
    before = store.version()
    entry = store.ingest("disclosure-events", EVENTS)
    assert entry.duplicate == 4
    assert entry.data_version == store.version() == before


@pytest.mark.parametrize("demo", [False, True])
def test_titles_of_requests_are_kept_only_where_the_hall_publishes_them(
    store: Store, demo: bool
) -> None:
    if demo:
        with store.engine.begin() as connection:
            connection.exec_driver_sql("insert into settings values ('demo', 'true')")
    store.ingest("disclosure-requests", [REQUEST | {"title": "A title"}])
    assert store.record("disclosure-requests", "R")["title"] == ("A title" if demo else None)


# --- nothing else gets in -----------------------------------------------------------------------


def test_columns_that_are_not_mapped_reach_no_table_and_no_file_of_the_store(store: Store) -> None:
    secret = "张三-13812345678-secret"
    lines = [case("A", name=secret, phone="13812345678"), case("", name=secret), case("B", item="")]
    store.ingest("cases", lines)
    assert secret not in repr(store.content())
    for path in store.folder.glob("hall.sqlite*"):
        assert b"13812345678" not in path.read_bytes()


def test_a_rejected_line_is_quarantined_without_its_words(store: Store) -> None:
    store.ingest(
        "cases", [case("A", channel="13812345678"), case("B", legal_days="51130219900101001X")]
    )
    reasons = store.sql("select field, reason from quarantine order by line")
    assert [field for field, _ in reasons] == ["channel", "legal_days"]
    assert not any(n in repr(reasons) for n in ("13812345678", "19900101"))


# --- long files and databases -------------------------------------------------------------------


def test_versions_are_decided_over_the_chunks_of_a_file(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_here(path: Path, layout: FileLayout, progress: Any) -> Any:
        yield from read(path, layout, 2, progress)

    monkeypatch.setattr(ingest, "read_apart", read_here)
    lines = [
        case(key, item=f"i{n}", recorded_at=f"2026-11-20T{n:02d}:00:00")
        for n, key in enumerate("ABABABAB")
    ]
    entry = store.ingest("cases", lines)
    assert (entry.accepted, entry.duplicate) == (8, 0)
    assert {r["case_no"]: r["item"] for r in store.rows("cases")} == {"A": "i6", "B": "i7"}
    assert store.sql("select sum(n) from cases__accepted_on") == [(2,)]


def test_a_database_is_read_on_from_its_watermark(store: Store) -> None:
    source = store.folder / "source.sqlite"
    with sqlite3.connect(source) as there:
        there.execute("create table t(no, what, how, day, seq integer)")
        rows = [(f"A{n}", "i", "hall", "2026-11-20", n) for n in range(1, 4)]
        there.executemany("insert into t values (?, ?, ?, ?, ?)", rows)
    sql = "select no as case_no, what as item, how as channel, day as accepted_on, seq from t"
    where = (store.engine, "cases", f"sqlite:///{source}", sql, "seq", load(None))
    assert ingest_database(*where).accepted == 3
    again = ingest_database(*where)  # the row with the mark itself is looked at once more
    assert (again.lines, again.duplicate) == (1, 1)
    with sqlite3.connect(source) as there:
        there.execute("insert into t values ('A4', 'i', 'hall', '2026-11-20', 4)")
    assert ingest_database(*where).accepted == 1
    assert len(store.rows("cases")) == 4


def test_batches_that_arrive_at_once_go_in_one_after_the_other(store: Store) -> None:
    files = [store.file([case(f"{n}{i}", item=f"item-{i}") for i in range(5)]) for n in "ABCD"]
    entries: list[Any] = []

    def take(path: Path) -> None:
        entries.append(store.ingest("cases", path))

    threads = [threading.Thread(target=take, args=(path,)) for path in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(entry.data_version for entry in entries) == [1, 2, 3, 4]
    assert store.sql("select sum(n) from cases__accepted_on") == [(20,)]
    assert len(store.rows("items")) == 5
