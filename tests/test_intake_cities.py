"""What the exports of other cities are like, and how a profile says it."""

from datetime import UTC, date
from pathlib import Path

import pytest

from data.intake.ingest import ingest_file
from data.intake.profile.load import ProfileRefused, load
from data.intake.read.any_file import read
from data.intake.read.chunk import FileRefused
from data.intake.read.file_layout import FileLayout
from tests.intake_data import CASE, one, taken, whole

REAL = Path(__file__).parent / "real"
COLUMNS = """
calendar = "none"
[cases.columns]
case_no = "no"
item = "item"
channel = "way"
"""
ROW = {"no": "1", "item": "x", "way": "hall"}


@pytest.fixture
def profile(tmp_path):
    def written(text, top=""):
        path = tmp_path / "city.toml"
        path.write_text(top + COLUMNS + text, "utf-8")
        return load(str(path))

    return written


# --- three cities ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "file", "counts", "said"),
    [
        (
            "sf-permits",
            "sf-permits-invented.csv",
            (7, 5, 1, 1),
            "accepted_on (Filed Date) is missing",
        ),
        ("barcelona-iris", "barcelona-iris-invented.csv", (5, 3, 1, 1), '"2026-02-31" is no date'),
        (
            "montreal311",
            "montreal311-invented.json",
            (4, 3, 1, 0),
            "clocks in America/Toronto skip",
        ),
    ],
)
def test_the_export_of_a_city_goes_in_with_its_profile(store, name, file, counts, said):
    entry = ingest_file(store.engine, "cases", REAL / file, load(name))
    assert (entry.lines, entry.accepted, entry.rejected, entry.duplicate) == counts
    assert entry.conflict == 0
    assert any(said in note for note in entry.notes)
    query = "select case_no, outcome, channel, district from cases order by case_no"
    assert store.sql(query) == EXPECTED[name]


EXPECTED = {
    "sf-permits": [
        ("202610010001", "granted", "other", None),
        ("202610020002", "granted", "other", None),
        ("202610050003", None, "other", None),
        ("202610070005", "refused", "other", None),
        ("M000004", "withdrawn", "other", None),
    ],
    "barcelona-iris": [
        ("0000001", None, "online", "03"),
        ("0000002", None, "hotline", None),
        ("0000004", None, "other", "01"),
    ],
    "montreal311": [
        ("aaaaaaaa-1", "other", "hotline", "Ville-Marie"),
        ("aaaaaaaa-3", None, "online", "Rosemont - La Petite-Patrie"),
        ("aaaaaaaa-4", "refused", "other", "Ville-Marie"),
    ],
}


# --- dates -----------------------------------------------------------------------------------------


def test_a_date_is_put_together_from_several_columns(profile):
    city = profile(
        'accepted_on = { join = ["y", "m", "d"], by = "-" }\n'
        'completed_at = { join = ["on", "at"], by = " " }\n'
    )
    row = {**ROW, "y": "2025", "m": "3", "d": "05", "on": "2025-03-06", "at": "9:07"}
    case = one(row, profile=city)
    assert (case["accepted_on"], case["completed_on"]) == (date(2025, 3, 5), date(2025, 3, 6))
    assert (case["completed_at"].hour, case["completed_at"].minute) == (9, 7)
    untimed = one({**row, "at": None}, profile=city)
    assert (untimed["completed_at"], untimed["completed_on"]) == (None, date(2025, 3, 6))
    assert one({**row, "on": "", "at": None}, profile=city)["completed_on"] is None
    (reject,) = taken([{**row, "m": "13"}], profile=city).rejects
    assert "2025-13-05" in reject.reason


def test_dates_are_described_once_for_all_columns(profile):
    city = profile(
        'accepted_on = "from"\ncompleted_on = "to"\ndue_on = "due"\n[cases.formats]\ndue_on = "%d/%m/%Y"\n',
        top='dates = ["%m/%d/%Y", "%m/%d/%Y %I:%M:%S %p"]\n',
    )
    row = {**ROW, "from": "03/04/2025", "to": "03/05/2025 09:00:00 AM", "due": "06/03/2025"}
    case = one(row, profile=city)
    days = [case[id] for id in ("accepted_on", "completed_on")]
    assert days == [date(2025, 3, 4), date(2025, 3, 5)]


@pytest.mark.parametrize(
    ("values", "formats"),
    [
        (["03/04/2025", "03/14/2025"], '= "%m/%d/%Y"'),
        (["03/04/2025"], '= "%m/%d/%Y" or "%d/%m/%Y"'),
        (["14.03.2025"], '= "%d.%m.%Y"'),
        (["14-Mar-2025"], '= "%d-%b-%Y"'),
    ],
)
def test_a_rejected_date_is_told_the_format_that_reads_its_column(values, formats):
    rows = [{**CASE, "case_no": str(n), "accepted_on": text} for n, text in enumerate(values)]
    assert all(f"here accepted_on {formats}" in r.reason for r in taken(rows).rejects)


@pytest.mark.parametrize(
    ("years", "text"),
    [(1911, "114/03/05"), (1911, "1140305"), (1911, "民國114年3月5日"), (-543, "2568-03-05")],
)
def test_years_are_counted_from_elsewhere(profile, years, text):
    city = profile('accepted_on = "d"\n', top=f"years_since = {years}\n")
    assert one({**ROW, "d": text}, profile=city)["accepted_on"] == date(2025, 3, 5)


def test_a_number_with_a_decimal_comma(profile):
    city = profile('accepted_on = "d"\nused_days = "n"\n', top='decimal = ","\n')
    row = {**ROW, "d": "2025-03-05", "n": "1.234,5"}
    assert one(row, profile=city)["used_days"] == 1234.5


@pytest.mark.parametrize(
    "text",
    [
        "2025/03/05 02:07:00+00", "2025-03-05 10:07 +08:00", "2025-03-05 02:07:00 UTC", "2025-03-05T02:07Z",
        "20250305T020700Z", "2025/3/4 9:07 PM -0500",
    ],
)  # fmt: skip
def test_an_offset_is_understood_in_whatever_way_it_is_written(text):
    moment = one({**CASE, "accepted_on": None, "accepted_at": text})["accepted_at"]
    assert moment.astimezone(UTC).strftime("%d %H:%M") == "05 02:07"


# --- words and lines -------------------------------------------------------------------------------

STATES = """
accepted_on = "d"
outcome = "state"
completed_on = { first = ["closed", "issued"] }
[cases.codes.outcome]
"Closed" = "other"
"*" = ""
"""


def test_a_word_is_known_whatever_its_case_and_any_other_is_said_for_all(profile):
    city = profile(STATES)
    row = {**ROW, "d": "2025-03-05", "closed": "-", "issued": "2025-03-06"}
    closed = taken([{**row, "state": "CLOSED ", "closed": None}], profile=city)
    assert closed.frame["outcome"].to_list() == ["other"]
    assert closed.frame["completed_on"].to_list() == [date(2025, 3, 6)]
    others = taken([{**row, "state": "plan check", "closed": None}], profile=city)
    assert others.frame["outcome"].to_list() == [None]
    assert others.unknown == {"outcome": {"plan check": 1}}


def test_the_first_filled_of_several_columns_passes_over_words_for_nothing(profile):
    city = profile(STATES, top='missing = ["-"]\n')
    row = {**ROW, "d": "2025-03-05", "state": "Closed", "closed": "-", "issued": "2025-03-06"}
    assert one(row, profile=city)["completed_on"] == date(2025, 3, 6)


def test_lines_that_are_no_records_are_left_out_and_counted(store, profile, tmp_path):
    text = 'accepted_on = "d"\n[cases]\nonly = { kind = ["Request", "Complaint"] }\n'
    city = profile(text + 'skip = { state = "Deleted" }\n')
    lines = [
        "no,item,way,d,kind,state",
        *(
            f"{n},x,hall,2025-03-05,{kind},{state}"
            for n, kind, state in (
                (1, "request", "Open"),
                (2, "Thanks", "Open"),
                (3, "Complaint", "Deleted"),
                (4, "", "Open"),
            )
        ),
    ]
    path = tmp_path / "all.csv"
    path.write_text("\n".join(lines) + "\n")
    entry = ingest_file(store.engine, "cases", path, city)
    assert (entry.lines, entry.accepted) == (1, 1)
    assert entry.notes == (
        "lines left out because kind is not Request or Complaint: 2 按配置不取",
        "lines left out because state is Deleted: 1 按配置不取",
    )
    path.write_text(path.read_text().replace("kind", "sort"))
    assert "missing column kind" in (ingest_file(store.engine, "cases", path, city).refused or "")


def test_why_lines_are_rejected_is_printed_with_the_ledger(store, profile, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("no,item,way,d\n1,x,hall,03/14/2025\n2,x,hall,03/15/2025\n3,,hall,2025-03-05\n")
    notes = ingest_file(store.engine, "cases", path, profile('accepted_on = "d"\n')).notes
    assert [note.split(":")[1].split(",")[0] for note in notes] == [" 2", " 1"]
    assert '"%m/%d/%Y"' in notes[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('accepted_on = { join = ["y", "m"] }\n', "say what stands between the parts of a date"),
        ('accepted_on = { join = ["y", "m"], with = "-" }\n', "is expected, not"),
        ('accepted_on = "d"\n[cases]\ndates = "%m/%Y"\n', "dates: format '%m/%Y' does not name"),
        ('accepted_on = "d"\n[cases]\nyears_since = "roc"\n', "years_since: a number"),
        ('accepted_on = "d"\n[cases]\ndecimal = "."\nonly = "x"\n', "a table is expected"),
    ],
)
def test_a_mistake_in_these_is_named(profile, text, said):
    with pytest.raises(ProfileRefused, match=said):
        profile(text)


# --- files -----------------------------------------------------------------------------------------

LAYOUT = FileLayout(headers=frozenset({"no", "item", "properties.no", "properties.item"}))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_a_file_in_utf16_is_read(tmp_path, encoding):
    path = tmp_path / "export.csv"
    mark = "" if encoding == "utf-16" else "\ufeff"
    path.write_bytes((mark + "no|item\r\n1|Déneigement\r\n2|除雪\r\n").encode(encoding))
    told = []
    rows, rejects = whole(path, layout=LAYOUT, progress=told.append)
    assert (rows, rejects) == ([("1", "Déneigement", 2), ("2", "除雪", 3)], [])
    assert sum(told) == path.stat().st_size


def test_a_file_in_another_encoding_is_told_what_to_say(tmp_path):
    path = tmp_path / "export.csv"
    path.write_bytes("no,item\n1,Gràcia\n2,Sants-Montjuïc, però\n".encode("cp1252"))
    with pytest.raises(FileRefused, match='encoding = "cp1252"'):
        whole(path, layout=LAYOUT)


RECORDS = '[{"no": "1", "item": "x"}, {"no": "2", "item": "y"}]'


@pytest.mark.parametrize(
    "text",
    [
        '{"success": true, "result": {"fields": [{"id": "no"}], "records": '
        + RECORDS
        + ', "n": 2}}',
        '{\n "meta": {"view": []},\n "data": ' + RECORDS + "\n}\n",
        '{"type": "FeatureCollection", "features": ['
        + ", ".join(
            f'{{"properties": {r}}}' for r in ('{"no": 1, "item": "x"}', '{"no": 2, "item": "y"}')
        )
        + "]}",
    ],
    ids=["ckan", "printed", "geojson"],
)
def test_the_records_of_a_document_are_found(tmp_path, text):
    path = tmp_path / "answer.json"
    path.write_text(text)
    (chunk,) = read(path, LAYOUT)
    names = [n for n in chunk.frame.columns if n in ("no", "properties.no")]
    filled = [chunk.frame[n].to_list() for n in names if chunk.frame[n].null_count() == 0]
    assert (filled, chunk.rejects) == ([["1", "2"]], [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"features": [{"attributes": {"OBJECTID": 1}}]}', r"attributes\.OBJECTID"),
        ('{"data": [["1", "x"]]}', "lists without names"),
        ('{\n"data": [{"no": 1, "item": "x"}', "cut off"),
    ],
)
def test_a_document_that_cannot_be_used_says_what_it_has(tmp_path, text, said):
    path = tmp_path / "answer.json"
    path.write_text(text)
    with pytest.raises(FileRefused, match=said):
        whole(path, layout=LAYOUT)


def test_objects_a_line_stay_records_though_they_hold_lists(tmp_path):
    path = tmp_path / "export.jsonl"
    path.write_text('{"no": 1, "notes": [{"no": 7, "item": "z"}]}\n{"no": 2}\n')
    rows, rejects = whole(path, layout=LAYOUT)
    assert ([row[0] for row in rows], rejects) == (["1", "2"], [])
