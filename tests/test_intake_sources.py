"""Files that arrive in a folder, and records from a database."""

import hashlib
import sqlite3

import pytest

from data.intake.read.any_file import FileRefused
from data.intake.read.database_reader import read_database
from data.intake.watch import dataset_of, watch

# --- a folder -----------------------------------------------------------------------------------


class Hall:
    """Runs `watch` poll by poll: `script` gives what happens during the sleep after each poll."""

    def __init__(self, folder, script=(), refuse=(), seen=()):
        self.folder, self.script, self.refuse = folder, list(script), refuse
        self.digests, self.taken, self.reports, self.beats, self.slept = set(seen), [], [], 0, []

    def run(self, polls=6):
        watch(
            self.folder,
            self.ingest,
            self.beat,
            self.sleep,
            lambda: len(self.slept) >= polls,
            self.digests.__contains__,
            self.reports.append,
        )
        return self

    def ingest(self, dataset, path):
        self.taken.append((len(self.slept), dataset, path.name))
        if path.name in self.refuse:
            raise FileRefused("no header")

    def beat(self):
        self.beats += 1

    def sleep(self, seconds):
        self.slept.append(seconds)
        if len(self.slept) <= len(self.script) and (step := self.script[len(self.slept) - 1]):
            step()


def put(path, text="a,b\n"):
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def test_a_file_is_taken_once_it_has_rested_for_two_seconds(tmp_path):
    put(tmp_path / "cases-2026-11-24.csv")
    hall = Hall(tmp_path).run()
    assert hall.taken == [(2, "cases", "cases-2026-11-24.csv")]
    assert sum(hall.slept[:2]) >= 2
    assert hall.beats >= len(hall.slept)


def test_a_file_that_grows_is_left_until_it_rests(tmp_path):
    path = put(tmp_path / "cases.csv")
    hall = Hall(
        tmp_path, [lambda: path.write_text("a,b\n1"), lambda: path.write_text("a,b\n1,2\n")]
    )
    assert hall.run().taken == [(4, "cases", "cases.csv")]


@pytest.mark.parametrize("name", ["cases.csv.part", "cases.tmp", ".cases.csv", "~$cases.xlsx"])
def test_unfinished_files_are_left_alone(tmp_path, name):
    put(tmp_path / name)
    hall = Hall(tmp_path).run()
    assert (hall.taken, hall.reports) == ([], [])


def test_a_refused_file_is_reported_once_and_tried_again_when_it_changes(tmp_path):
    path = put(tmp_path / "cases.csv")
    script = [None] * 4 + [lambda: path.write_text("a,b\n1,2\n")]
    hall = Hall(tmp_path, script, refuse={"cases.csv"}).run(10)
    assert [poll for poll, *_ in hall.taken] == [2, 7]
    assert hall.reports == ["cases.csv refused: no header"] * 2


def test_content_that_was_taken_before_is_not_taken_again(tmp_path):
    put(tmp_path / "cases-renamed.csv", "x\n")
    hall = Hall(tmp_path, seen={hashlib.sha256(b"x\n").hexdigest()}).run()
    assert (hall.taken, hall.reports) == ([], [])


def test_reference_lists_come_first(tmp_path):
    put(tmp_path / "cases.csv")
    put(tmp_path / "items.csv")
    assert [dataset for _, dataset, _ in Hall(tmp_path).run().taken] == ["items", "cases"]


def test_a_file_for_no_dataset_is_reported_once(tmp_path):
    put(tmp_path / "budget.csv")
    hall = Hall(tmp_path).run()
    assert hall.taken == []
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
    assert hall.beats >= 2


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
    [("at", "2025-09-18 10:00:00", "19"), ("no", "9", "10"), ("days", "4.5", "10")],
)
def test_only_what_lies_beyond_the_mark_in_its_order(source, column, mark, first):
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
