"""What real exports are like: each is taken as it is meant, or says why it is not."""

import os
import sqlite3
import subprocess
import sys
from datetime import date, datetime

import pytest
import xlsxwriter
from click.testing import CliRunner

from commands import cli
from data.answers.names import reference
from data.intake import ledger
from data.intake.ingest import ingest_calendar, ingest_database, ingest_file
from data.intake.profile.load import load
from data.intake.read import reader_process
from data.settings import ROOT
from tests.hall_data import application
from tests.intake_data import CASE, SHANGHAI, one, taken

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def profile(tmp_path):
    def made(text):
        path = tmp_path / "city.toml"
        path.write_text(text, "utf-8")
        return load(str(path))

    return made


def case(no, **more):
    return {"case_no": no, "item": "I", "channel": "hall", "accepted_on": "2026-11-10", **more}


# --- a reader of its own --------------------------------------------------------------------------


@pytest.fixture
def far_cell(tmp_path):
    """A workbook of some kilobytes that asks for hundreds of gigabytes."""
    path = tmp_path / "cases-far.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list(case("A")))
        sheet.write(1_048_575, 16_383, "x")
    return path


def test_a_file_that_ends_its_reader_is_refused_named_and_not_tried_again(
    store, far_cell, monkeypatch
):
    entry = ingest_file(store.engine, "cases", far_cell, load(None))
    assert "more memory" in (entry.refused or "")
    assert entry.lines == 0
    with store.engine.connect() as connection:
        (row,) = ledger.quarantined(connection, far_cell.name)
    assert (row["file"], row["line"], row["reason"]) == (far_cell.name, 0, entry.refused)
    monkeypatch.setattr(reader_process, "_Reader", None)  # nobody could read it now
    monkeypatch.setattr(reader_process, "_idle", [])
    renamed = far_cell.rename(far_cell.with_name("cases-other.xlsx"))
    assert ingest_file(store.engine, "cases", renamed, load(None)).refused == entry.refused


def test_the_reader_that_follows_one_that_ended_reads_on(store, far_cell):
    ingest_file(store.engine, "cases", far_cell, load(None))
    assert store.ingest("cases", [case("A")]).accepted == 1


def test_a_reader_may_set_addresses_aside_but_not_take_memory():
    code = """
import mmap
from data.intake.read.reader import limit
limit(256)
mmap.mmap(-1, 4 << 30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=0)
print("set aside")
try:
    bytearray(300 << 20)
except MemoryError:
    print("refused")
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert result.stdout.split("\n")[:2] == ["set aside", "refused"], result.stderr


def test_a_reader_that_takes_too_long_is_ended(store, monkeypatch, tmp_path):
    monkeypatch.setenv(reader_process.SECONDS, "1")
    fifo = tmp_path / "cases.csv"
    path = store.file([case("A")])
    os.mkfifo(fifo)  # opening it waits for somebody who writes
    monkeypatch.setattr(reader_process._Reader, "read", _reading(fifo))
    entry = ingest_file(store.engine, "cases", path, load(None))
    assert "took too long" in (entry.refused or "")
    assert "1 s" in (entry.refused or "")


def _reading(other):
    original = reader_process._Reader.read
    return lambda self, path, layout, progress: original(self, other, layout, progress)


def test_readers_are_kept_and_left_files_do_not_mix_with_the_next(tmp_path):
    long = tmp_path / "long.csv"
    long.write_text("a,b\n" + "1,2\n" * 400_000)
    short = tmp_path / "short.csv"
    short.write_text("c,d\n3,4\n")
    layout = load(None).layout("cases")
    chunks = reader_process.read_apart(long, layout)
    next(chunks)
    chunks.close()
    for _ in range(2):
        (chunk,) = reader_process.read_apart(short, layout)
        assert chunk.frame.row(0) == ("3", "4", 2)
    assert len(reader_process._idle) == 1


def test_a_file_that_changes_while_it_is_read_is_refused(store):
    path = store.file([case(f"A{i}") for i in range(3)])
    before = path.read_bytes()
    steps = []

    def progress(_):
        if not steps:
            path.write_bytes(before + before)
        steps.append(1)

    entry = ingest_file(store.engine, "cases", path, load(None), progress)
    assert "changed while it was read" in (entry.refused or "")
    assert store.rows("cases") == []


# --- versions -------------------------------------------------------------------------------------

STAMP = "2026-11-11T10:00:00"


@pytest.mark.parametrize("field", ["promised_days", "item", "window"])
def test_the_same_time_with_another_content_is_a_conflict_that_is_counted(store, field):
    first = case("A", recorded_at=STAMP, **{"promised_days": 2, field: "2"})
    store.ingest("cases", [first, case("B", recorded_at=STAMP)])
    whole = [{**first, field: "20"}, case("B", recorded_at=STAMP)]
    entry = store.ingest("cases", whole)
    assert (entry.accepted, entry.duplicate, entry.conflict, entry.exit_code) == (0, 2, 1, 2)
    line, reason = store.sql("select line, reason from quarantine")[0]
    assert line == 2
    assert "another" in reason


def test_what_is_computed_makes_no_conflict(store):
    """A list that came later fills other limits in: the same file again is a duplicate."""
    lines = [case("A", recorded_at=STAMP)]
    store.ingest("cases", lines)
    items = [{"item": "I", "title_zh": "一", "legal_days": 20, "promised_days": 5}]
    store.ingest("items", items)
    again = store.ingest("cases", lines)
    assert (again.duplicate, again.conflict) == (1, 0)


def test_a_correction_without_time_keeps_the_time_it_corrects(store):
    old = [case("A", item="old", recorded_at=STAMP), case("B", recorded_at=STAMP)]
    store.ingest("cases", old)
    store.ingest("cases", [case("A", item="mended"), case("B", void="true")])
    entry = store.ingest("cases", old)
    assert entry.accepted == 0
    assert [(row["case_no"], row["item"]) for row in store.rows("cases")] == [("A", "mended")]
    later = [case("A", item="new", recorded_at="2026-11-12T00:00:00")]
    assert store.ingest("cases", later).accepted == 1


def test_two_records_under_one_key_in_a_file_are_said(store):
    entry = store.ingest("cases", [case("A"), case("B"), case("A", item="J")])
    assert (entry.accepted, entry.replaced) == (3, 1)
    assert "line 4 for 2" in entry.notes[0]


JOINED = """
[cases.columns]
case_no = { join = ["区县", "流水号"] }
item = "事项"
channel = "来源"
accepted_on = "受理"
"""


def test_a_key_of_several_columns_keeps_distinct_records_apart(profile):
    def row(district, number):
        return {
            "区县": district,
            "流水号": number,
            "事项": "x",
            "来源": "hall",
            "受理": "2025-09-01",
        }

    rows = [row("a", "b~c"), row("a~b", "c"), row("a%7Eb", "c"), row(" a ", "1"), row(None, "1")]
    validated = taken(rows, profile=profile(JOINED))
    keys = validated.frame["case_no"].to_list()
    assert len(set(keys)) == 4
    assert keys[-1] == "a~1"
    assert [r.line for r in validated.rejects] == [6]


# --- a watched store, a database -------------------------------------------------------------------


def test_content_that_returns_to_what_it_was_is_taken_again(store, tmp_path):
    from commands.watching import StoreIntake

    intake = StoreIntake(store.engine, load(None))
    first, second = (f"case_no,item,channel,accepted_on\nA,{i},hall,2026-11-10\n" for i in "xy")

    def comes(name, text):
        path = tmp_path / name
        path.write_text(text)
        before = intake.taken("cases", path, delivered=True)
        if before is None:
            intake.take("cases", path)
        return before, store.record("cases", "A")["item"]

    # Under one name, under three, and between others.
    for name, text, item in (
        ("cases.csv", first, "x"), ("cases.csv", second, "y"), ("cases.csv", first, "x"),
        ("cases-2.csv", second, "y"), ("cases.csv", first, "x"), ("cases-3.csv", second, "y"),
    ):  # fmt: skip
        assert comes(name, text) == (None, item)
    assert comes("cases-4.csv", second) == ("cases-3.csv", "y")
    # A watch that begins again finds all of them there, and takes none.
    for name in ("cases.csv", "cases-2.csv", "cases-3.csv"):
        assert intake.taken("cases", tmp_path / name, delivered=False)


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "source.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table t (no text, item text, day text, at integer)")

    def add(*rows):
        with sqlite3.connect(path) as connection:
            connection.executemany("insert into t values (?, ?, ?, ?)", rows)

    add.url = f"sqlite:///{path}"
    add.path = path
    return add


QUERY = "select no as case_no, item, 'hall' as channel, day as accepted_on, at from t"


def test_a_watermark_loses_no_row(store, source):
    def read():
        return ingest_database(store.engine, "cases", source.url, QUERY, "at", load(None))

    def numbers():
        return sorted(row["case_no"] for row in store.rows("cases"))

    day = "2026-11-10"
    source(("1", "x", day, 1), ("2", "x", day, 2))
    assert read().accepted == 2
    source(("2b", "x", day, 2), ("none", "x", day, None))
    assert read().accepted == 2  # an equal mark, and none
    source(("late", "x", day, 1), ("3", "x", day, 3))
    entry = read()
    assert "1 rows have come in below the mark 2" in entry.notes[0]
    assert numbers() == ["1", "2", "2b", "3", "late", "none"]
    source(("4", "x", "soon", 4), ("5", "x", day, 5))
    assert read().rejected == 1
    assert read().rejected == 1
    with sqlite3.connect(source.path) as connection:
        connection.execute("update t set day = ? where no = '4'", (day,))
    assert read().accepted == 1
    assert numbers() == ["1", "2", "2b", "3", "4", "5", "late", "none"]
    assert read().accepted == 0


def test_a_watermark_that_there_is_not_is_named(store, source):
    source(("1", "x", "2026-11-10", 1))
    entry = ingest_database(store.engine, "cases", source.url, QUERY, "att", load(None))
    assert "no column 'att' for --watermark; did you mean 'at'" in (entry.refused or "")


@pytest.mark.parametrize(
    "arguments", [["--from-database", "/a/path", "--query", "select 1"], ["--nothing"], []]
)
def test_a_wrong_call_is_no_refused_file(store, monkeypatch, arguments):
    monkeypatch.setenv("DATABASE_URL", store.url)
    result = CliRunner().invoke(cli, ["ingest", "cases", *arguments])
    assert result.exit_code == 64
    assert isinstance(result.exception, SystemExit)


# --- rules, ends and midnights ---------------------------------------------------------------------

RULES = """
calendar = "none"
[cases.columns]
case_no = ["no", "Number"]
item = "item"
accepted_at = "from"
completed_at = "to"
outcome = "status"
[cases.constants]
channel = "online"
[cases.codes.outcome]
"Closed" = "other"
"Done" = "other"
"Open" = ""
[[cases.rules]]
when = { status = ["Closed", "Done"] }
completed_at = "updated"
"""


def row(status, to=None, updated=None, no="no"):
    return {
        no: "1",
        "item": "x",
        "from": "2025-09-01 10:30",
        "to": to,
        "status": status,
        "updated": updated,
    }


def test_a_rule_takes_the_end_from_another_column_where_a_word_says_so(profile):
    city = profile(RULES)
    updated = "2025-09-03 09:00"
    assert one(row("Closed", updated=updated), profile=city)["completed_on"] == date(2025, 9, 3)
    given = one(row("Done", to="2025-09-02 09:00", updated=updated), profile=city)
    assert given["completed_on"] == date(2025, 9, 2)
    assert one(row("Open", updated=updated), profile=city)["completed_on"] is None
    assert one(row("Open", no="NUMBER "), profile=city)["case_no"] == "1"


@pytest.mark.parametrize(
    ("dataset", "fields"),
    [
        ("cases", {**CASE, "outcome": "granted"}),
        ("enterprise-problems", {"ended_as": "solved"}),
        ("disclosure-requests", {"outcome": "r03"}),
        ("disclosure-requests", {"state": "answered"}),
        ("disclosure-requests", {"state": "closed"}),
    ],
)
def test_an_end_without_a_date_is_a_contradiction(dataset, fields):
    request = {"request_no": "R", "applicant_kind": "person", "received_on": "2025-03-06"}
    problem = {"problem_no": "P", "visit_no": "V", "raised_on": "2025-03-06", "kind": "labour"}
    given = {"disclosure-requests": request, "enterprise-problems": problem}
    record = given.get(dataset, {}) | fields
    (reject,) = taken([record], dataset).rejects
    assert "is missing; where another column has the date" in reject.reason
    assert taken([{**record, "void": "true"}], dataset).rejects == []


@pytest.mark.parametrize("state", ["open", "stopped", "awaiting_correction"])
def test_an_end_of_what_is_said_to_go_on_is_a_contradiction(state):
    request = {"request_no": "R", "applicant_kind": "person", "received_on": "2025-03-06"}
    record = request | {"answered_on": "2025-03-10", "state": state}
    (reject,) = taken([record], "disclosure-requests").rejects
    assert f"state is {state}, but answered_on says that it has ended" in reject.reason
    assert taken([request | {"state": state}], "disclosure-requests").rejects == []


def test_a_closing_at_midnight_of_the_day_of_acceptance_is_a_date(profile):
    closed = one(row("Closed", to="2025-09-01 00:00:00"), profile=profile(RULES))
    assert (closed["completed_at"], closed["completed_on"]) == (None, date(2025, 9, 1))
    assert taken([row("Closed", to="2025-09-01 00:01:00")], profile=profile(RULES)).rejects
    assert taken([row("Closed", to="2025-08-31 00:00:00")], profile=profile(RULES)).rejects


def test_the_export_button_of_new_york_writes_other_headers_than_its_api():
    """Headers and dates as data.cityofnewyork.us exports them; the rows are invented."""
    record = {
        "Unique Key": "9", "Created Date": "03/04/2025 10:00:00 AM", "Closed Date": None,
        "Agency": "AAA", "Agency Name": "Agency A", "Problem (formerly Complaint Type)": "Trees",
        "Status": "Closed", "Due Date": "03/12/2025 05:00:00 PM", "Borough": "BRONX",
        "Resolution Action Updated Date": "03/09/2025 02:15:00 PM", "Open Data Channel Type": "PHONE",
    }  # fmt: skip
    found = one(record, profile=load("nyc311"))
    assert (found["item"], found["channel"], found["completed_on"]) == (
        "Trees",
        "hotline",
        date(2025, 3, 9),
    )


def test_a_default_is_for_empty_cells_and_lenient_words_are_counted(profile):
    text = RULES + 'channel = "hall"\n'
    text = text.replace('[cases.constants]\nchannel = "online"', "[cases.defaults]").replace(
        'outcome = "status"\n', 'outcome = "status"\nchannel = "way"\n'
    )
    text = text.replace("[cases.codes.outcome]", "[cases.codes.outcome]", 1)
    text = text.replace("[cases.defaults]\n", '[cases.defaults]\nchannel = "other"\n')
    text = text.replace(
        'completed_at = "updated"\nchannel = "hall"\n', 'completed_at = "updated"\n'
    )
    rows = [
        {**row("Open"), "no": str(i), "way": way} for i, way in enumerate(["hall", None, "大庁"])
    ]
    strict = taken(rows, profile=profile(text))
    assert strict.frame["channel"].to_list() == ["hall", "other"]
    assert "大庁" in strict.rejects[0].reason
    lenient = taken(
        rows,
        profile=profile(
            text.replace("[cases.columns]", '[cases]\nlenient = ["channel"]\n[cases.columns]')
        ),
    )
    assert lenient.frame["channel"].to_list() == ["hall", "other", "other"]
    assert lenient.unknown == {"channel": {"大庁": 1}}


def test_lists_of_a_city_without_chinese_need_no_chinese_names(store):
    store.ingest("departments", [{"department": "D", "title_en": "Parks"}])
    record = store.sql("select title_zh, title_en from departments")
    assert record == [("Parks", "Parks")]


def test_a_source_without_a_calendar_is_not_waiting_for_china(store, profile, tmp_path):
    city = profile(
        'calendar = "none"\n[disclosure-requests.columns]\nrequest_no = "no"\n'
        'received_on = "d"\napplicant_kind = "k"\n'
    )
    path = tmp_path / "requests.csv"
    path.write_text("no,d,k\nL1,2025-03-05,person\n")
    ingest_file(store.engine, "disclosure-requests", path, city)
    reason = "select due_reason, due_on from disclosure_requests"
    assert store.sql(reason) == [("no-calendar", None)]
    notice = tmp_path / "2027.csv"
    notice.write_text("date,kind,notice\n2027,complete,x\n2027-01-01,holiday,x\n")
    ingest_calendar(store.engine, notice)
    assert store.sql(reason) == [("no-calendar", None)]


# --- values ----------------------------------------------------------------------------------------

DAY = date(2025, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2025/3/5",
        "2025.03.05",
        "2025年3月5日",
        "２０２５年３月５日",
        "20250305",
        "45721",
        "45721.0",
        "1741104000000",
        "2025-3-5",
    ],
)
def test_days_as_people_and_programs_write_them(text):
    assert one({**CASE, "accepted_on": text})["accepted_on"] == DAY


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("2025/3/5 9:07", 9, 7),
        ("2025年3月5日 下午3:05", 15, 5),
        ("2025-03-05 上午12:05", 0, 5),
        ("2025-03-05 下午12:05:30", 12, 5),
        ("2025/3/5 3:05 PM", 15, 5),
        ("2025年3月5日15时05分", 15, 5),
        ("２０２５－０３－０５　０９：０７", 9, 7),
        ("20250305090700", 9, 7),
        ("45721.5", 12, 0),
        ("1741136820000", 9, 7),
    ],
)
def test_times_as_people_and_programs_write_them(text, hour, minute):
    moment = one({**CASE, "accepted_on": None, "accepted_at": text})["accepted_at"]
    assert moment.astimezone(SHANGHAI).replace(second=0) == datetime(
        2025, 3, 5, hour, minute, tzinfo=SHANGHAI
    )


@pytest.mark.parametrize(
    "text", ["03/05/2025", "2025-13-05", "20251305", "9999", "123456", "5.3.2025"]
)
def test_what_can_be_read_in_two_ways_is_not_guessed(text):
    (reject,) = taken([{**CASE, "accepted_on": text}]).rejects
    assert "[formats]" in reject.reason


@pytest.mark.parametrize(
    ("text", "number"), [("1,000", 1000), ("１０", 10), ("１，０００", 1000), ("5.0", 5)]
)
def test_numbers_as_people_write_them(text, number):
    assert one({**CASE, "legal_days": text})["legal_days"] == number


@pytest.mark.parametrize("text", ["1,00", "1,0000", ",5", "１x"])
def test_what_only_looks_like_a_number_is_none(text):
    assert taken([{**CASE, "legal_days": text}]).rejects


def test_codes_that_differ_by_a_comma_stay_apart():
    codes = ["Noise, Dog", "Noise- Dog", "Noise，Dog", "Noise, Dog"]
    rows = [{**CASE, "case_no": str(i), "item": code} for i, code in enumerate(codes)]
    items = taken(rows).frame["item"].to_list()
    assert len(set(items)) == 3
    assert items[0] == items[3]
    assert not any("," in item for item in items)


def test_the_same_table_of_a_hall_in_gb18030(store, tmp_path):
    path = tmp_path / "办件.csv"
    path.write_bytes("办件编号,事项编码,受理渠道,受理日期\nA,x,窗口,2026-11-10\n".encode("gb18030"))
    entry = ingest_file(store.engine, "cases", path, load("hall"))
    assert (entry.accepted, entry.exit_code) == (1, 0)


# --- another city, read back -----------------------------------------------------------------------


def test_departments_of_one_name_and_numbers_as_codes_are_told_apart(store):
    codes = ["10", "9", "D10", "D9", "A"]
    names = {"10": "卫生局", "9": "卫生局"}
    store.ingest("departments", [{"department": c, "title_zh": names.get(c, c)} for c in codes])
    with store.engine.connect() as connection:
        titles = reference(connection, "departments")
    assert list(titles) == ["9", "10", "A", "D9", "D10"]
    assert (titles["9"].zh, titles["10"].en) == ("卫生局（9）", "卫生局 (10)")
    assert titles["A"].zh == "A"


def test_a_key_with_a_comma_can_be_asked_for(store):
    store.ingest("cases", [case("A,1"), case("A"), case("B")])
    with application(store) as site:
        client = site.test_client()
        path = "/api/v1/datasets/cases/records?case_no="
        answers = {asked: client.get(path + asked).json for asked in ("A,B", "A%5C,1", "A%5C,1,B")}
        numbers = {a: [row["case_no"] for row in d["data"]] for a, d in answers.items()}
        assert numbers == {"A,B": ["A", "B"], "A%5C,1": ["A,1"], "A%5C,1,B": ["A,1", "B"]}
        self_link = answers["A%5C,1"]["links"]["self"]
        again = client.get(self_link[self_link.index("/api") :]).json
        assert [row["case_no"] for row in again["data"]] == ["A,1"]
