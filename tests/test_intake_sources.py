"""Files that arrive in a folder, and records from a database."""

import hashlib
import os
import sqlite3
from itertools import pairwise

import pytest

from data.intake.read.any_file import FileRefused
from data.intake.read.chunk import file_name
from data.intake.read.database_reader import read_database
from data.intake.watch import LOOK_SECONDS, UNFINISHED_POLLS, FolderWatch
from data.intake.watched_folder import dataset_of

# --- a folder -----------------------------------------------------------------------------------


class Hall:
    """Runs `watch` poll by poll: `script` gives what happens during the sleep after each poll."""

    def __init__(self, folder, script=(), refuse=(), before=None, fail=()):
        self.folder, self.script, self.refuse = folder, list(script), refuse
        self.before, self.fail = before or {}, list(fail)
        self.files, self.reports, self.beats, self.slept, self.time = [], [], [], [], 0.0
        self.delivered = []
        self.cost = 0.0

    def run(self, polls=6):
        stop = lambda: len(self.slept) >= polls  # noqa: E731
        report = self.reports.append
        FolderWatch(self.folder, self, self.sleep, stop, report, lambda: self.time).run()
        return self

    def take(self, dataset, path):
        self.time += self.cost
        self.files.append((len(self.slept), dataset, file_name(path)))
        if self.fail and (error := self.fail.pop(0)):
            raise error
        if path.name in self.refuse:
            raise FileRefused("no header")

    def taken(self, dataset, path, delivered):
        self.delivered.append((path.name, delivered))
        return self.before.get(hashlib.sha256(path.read_bytes()).hexdigest())

    def beat(self):
        self.beats.append(self.time)

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.time += seconds
        if len(self.slept) <= len(self.script) and (step := self.script[len(self.slept) - 1]):
            step()


def put(path, text="a,b\n"):
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def test_a_file_is_taken_once_it_has_rested_for_two_seconds(tmp_path):
    put(tmp_path / "cases-2026-11-24.csv")
    hall = Hall(tmp_path).run()
    assert hall.files == [(2, "cases", "cases-2026-11-24.csv")]
    assert sum(hall.slept[:2]) >= 2
    assert len(hall.beats) >= len(hall.slept)


def test_a_file_that_grows_is_left_until_it_rests(tmp_path):
    path = put(tmp_path / "cases.csv")
    hall = Hall(
        tmp_path, [lambda: path.write_text("a,b\n1,\n"), lambda: path.write_text("a,b\n1,2\n")]
    )
    assert hall.run().files == [(4, "cases", "cases.csv")]


@pytest.mark.parametrize("name", ["cases.csv.part", "cases.tmp", ".cases.csv", "~$cases.xlsx"])
def test_unfinished_files_are_left_alone(tmp_path, name):
    put(tmp_path / name)
    hall = Hall(tmp_path).run()
    assert (hall.files, hall.reports) == ([], [])


def test_a_refused_file_is_reported_once_and_tried_again_when_it_changes(tmp_path):
    path = put(tmp_path / "cases.csv")
    script = [None] * 4 + [lambda: path.write_text("a,b\n1,2\n")]
    hall = Hall(tmp_path, script, refuse={"cases.csv"}).run(10)
    assert [poll for poll, *_ in hall.files] == [2, 7]
    assert hall.reports == ["cases.csv refused: no header"] * 2


def test_content_that_was_taken_under_another_name_is_said_and_not_taken_again(tmp_path):
    put(tmp_path / "cases-renamed.csv", "x\n")
    put(tmp_path / "cases-same.csv", "y\n")
    names = {"x": "cases.csv", "y": "cases-same.csv"}
    before = {hashlib.sha256(f"{k}\n".encode()).hexdigest(): name for k, name in names.items()}
    hall = Hall(tmp_path, before=before).run()
    assert hall.files == []
    assert [report[:45] for report in hall.reports] == [
        "cases-renamed.csv holds what was taken as cas"
    ]


def test_what_lay_there_when_the_watch_began_was_not_delivered(tmp_path):
    """Else every start would take in old exports again, one after the other."""
    lay = put(tmp_path / "cases-1.csv")
    script = [None, None, None, lambda: put(tmp_path / "cases-2.csv"), lambda: put(lay, "a,c\n")]
    hall = Hall(tmp_path, script).run(9)
    assert hall.delivered == [("cases-1.csv", False), ("cases-2.csv", True), ("cases-1.csv", True)]


def test_a_pipe_is_named_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "cases-pipe.csv")
    put(tmp_path / "cases-file.csv")
    hall = Hall(tmp_path).run()
    assert hall.reports == ["cases-pipe.csv is a pipe or a device; only files are taken"]
    assert [name for _, _, name in hall.files] == ["cases-file.csv"]


def test_a_last_line_without_end_is_waited_for(tmp_path):
    path = put(tmp_path / "cases.csv", "a,b\n1,2")
    hall = Hall(tmp_path, [None] * 5 + [lambda: path.write_text("a,b\n1,20\n")]).run(10)
    assert [poll for poll, *_ in hall.files] == [8]
    put(tmp_path / "cases.csv", "a,b\n1,2")
    hall = Hall(tmp_path).run(UNFINISHED_POLLS + 2)
    assert [poll for poll, *_ in hall.files] == [UNFINISHED_POLLS]


def test_a_file_that_is_open_for_writing_is_waited_for(tmp_path):
    path = put(tmp_path / "cases.csv")
    writing = path.open("a")
    hall = Hall(tmp_path, [None] * 7 + [writing.close]).run(10)
    assert [poll for poll, *_ in hall.files] == [8]


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), ValueError("odd")])
def test_what_could_not_be_taken_is_said_once_and_tried_again(tmp_path, error):
    put(tmp_path / "cases.csv")
    hall = Hall(tmp_path, fail=[error, error, None]).run(100)
    assert len(hall.files) == 3
    assert len(hall.reports) == 1
    assert "tried again" in hall.reports[0]


def test_a_name_in_any_encoding_is_taken_and_a_link_out_is_not_followed(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / os.fsdecode("cases-办件.csv".encode("gbk"))).write_text("a,b\n")
    (folder / os.fsdecode(b"cases-\xff\xfe.csv")).write_text("a,b\n")
    outside = put(tmp_path / "secret.csv")
    (folder / "cases-link.csv").symlink_to(outside)
    (folder / "cases-circle.csv").symlink_to(folder / "cases-circle.csv")
    (folder / "cases").symlink_to(tmp_path)
    hall = Hall(folder).run()
    names = [name for *_, name in hall.files]
    assert names == ["cases-办件.csv", "cases-\\xff\\xfe.csv"]
    assert [report.split(" ")[0] for report in hall.reports] == ["cases", "cases-link.csv"]
    assert all(text.encode() for text in (*names, *hall.reports))


def test_thousands_of_small_files_starve_neither_the_heartbeat_nor_what_comes_first(tmp_path):
    for i in range(300):
        put(tmp_path / f"cases-{i}.csv")
    hall = Hall(tmp_path, [None] * 3 + [lambda: put(tmp_path / "items.csv")])
    hall.cost = 0.3
    hall.run(20)
    assert max(b - a for a, b in pairwise(hall.beats)) <= 2
    assert len(hall.files) == 301
    position = [dataset for _, dataset, _ in hall.files].index("items")
    assert position < 5 * LOOK_SECONDS / hall.cost


def test_what_is_never_taken_is_named_once_with_its_cure(tmp_path):
    for name in ("cases.xls", "notes.pdf", "cases/deep/x.csv", "cases.csv.part"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        put(tmp_path / name)
    hall = Hall(tmp_path).run()
    assert hall.files == []
    assert sorted(report.split(" ")[0].rstrip(":") for report in hall.reports) == [
        "cases.xls",
        "cases/deep/",
        "notes.pdf",
    ]
    assert any(".xlsx" in report for report in hall.reports)


def test_a_calendar_comes_first(tmp_path):
    put(tmp_path / "cases.json", "[]")
    put(tmp_path / "calendar" / "2027.csv")
    assert [dataset for _, dataset, _ in Hall(tmp_path).run().files] == ["calendar", "cases"]


def test_a_heartbeat_that_fails_ends_nothing(tmp_path, monkeypatch):
    put(tmp_path / "cases.csv")
    hall = Hall(tmp_path)
    monkeypatch.setattr(hall, "beat", lambda: 1 / 0)
    assert len(hall.run().files) == 1
    assert len(hall.reports) == 1


def test_reference_lists_come_first(tmp_path):
    put(tmp_path / "cases.csv")
    put(tmp_path / "items.csv")
    assert [dataset for _, dataset, _ in Hall(tmp_path).run().files] == ["items", "cases"]


def test_a_file_for_no_dataset_is_reported_once(tmp_path):
    put(tmp_path / "budget.csv")
    hall = Hall(tmp_path).run()
    assert hall.files == []
    assert [report.split(":")[0] for report in hall.reports] == ["budget.csv"]


@pytest.mark.parametrize(
    ("name", "dataset"),
    [
        ("cases/x.csv", "cases"),
        ("cases.csv", "cases"),
        ("cases_2026.csv", "cases"),
        ("Cases-2026.xlsx", "cases"),
        ("disclosure-requests-2026-11.csv", "disclosure-requests"),
        ("disclosure-events/disclosure-requests.csv", "disclosure-events"),
        ("incoming/evaluations-1.jsonl", "evaluations"),
        ("casesx.csv", None),
        ("other.csv", None),
    ],
)
def test_the_dataset_is_told_from_folder_or_name(tmp_path, name, dataset):
    assert dataset_of(tmp_path / name, tmp_path) == dataset


def test_a_missing_folder_is_no_end(tmp_path):
    hall = Hall(tmp_path / "none").run(2)
    assert len(hall.beats) >= 2


# --- a database ---------------------------------------------------------------------------------


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "source.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table cases (no integer, at text, days real, ok integer)")
        connection.executemany(
            "insert into cases values (?, ?, ?, ?)",
            [(i, f"2025-09-{i:02} 10:00:00", i / 2, None) for i in range(1, 21)],
        )
    return f"sqlite:///{path}"


def rows(*args, **options):
    return [row for chunk in read_database(*args, **options) for row in chunk.frame.rows()]


def test_records_are_text_with_their_number(source):
    assert rows(source, "select * from cases where no < 3 -- first ones;") == [
        ("1", "2025-09-01 10:00:00", "0.5", None, 1),
        ("2", "2025-09-02 10:00:00", "1", None, 2),
    ]


@pytest.mark.parametrize(
    ("column", "mark", "first"),
    [("at", "2025-09-18 10:00:00", "18"), ("no", "9", "9"), ("days", "4.5", "9")],
)
def test_only_what_lies_from_the_mark_on_in_its_order(source, column, mark, first):
    found = [row[0] for row in rows(source, "select * from cases order by no desc", column, mark)]
    assert found == [str(n) for n in range(int(first), 21)]


def test_chunks_and_an_empty_answer(source):
    heights = [c.frame.height for c in read_database(source, "select * from cases", rows=8)]
    assert heights == [8, 8, 4]
    (chunk,) = read_database(source, "select * from cases", "no", "99")
    assert chunk.frame.columns == ["no", "at", "days", "ok", "__line"]
    assert chunk.frame.is_empty()


def test_colons_and_percent_signs_are_the_querys_own(source):
    assert rows(source, "select '12:30 :x ::y %s' as t from cases limit 1") == [
        ("12:30 :x ::y %s", 1)
    ]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select * from nowhere", "no such table: nowhere"),
        ("delete from cases", "syntax error"),
    ],
)
def test_a_query_that_does_not_read_is_refused(source, sql, said):
    with pytest.raises(FileRefused, match=said):
        rows(source, sql)
    assert len(rows(source, "select * from cases")) == 20


@pytest.mark.parametrize(
    "url", ["postgresql://hall:secret@127.0.0.1:1/x", "nothing://hall:secret@h/x", "secret"]
)
def test_an_address_that_cannot_be_used_is_refused_without_its_password(url):
    with pytest.raises(FileRefused) as refusal:
        rows(url, "select 1")
    assert "secret" not in str(refusal.value)
