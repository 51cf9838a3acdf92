"""Validation: what is taken, what is not, and whether the reason helps to mend it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from data.catalog import DATASETS
from data.intake.chunks import LINE, Chunk, FileRefused
from data.intake.faults import shown
from data.intake.profiles import load
from data.intake.readers import read
from data.intake.validate import validate

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2025, 9, 12, 15, 0, tzinfo=SHANGHAI)
CASE = {"case_no": "N1", "item": "SX001", "channel": "hall", "accepted_on": "2025-09-10"}


def taken(rows, dataset="cases", profile=None, now=NOW):
    """Validate rows given as dicts of headers; the lines are 2, 3, …"""
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: [row.get(name) for row in rows] for name in names}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String))
    frame = frame.with_columns(pl.Series(LINE, range(2, 2 + len(rows)), dtype=pl.Int64))
    source = profile if profile is not None else load(None)
    mapping = source.datasets[dataset]
    return validate(DATASETS[dataset], mapping, source, Chunk(frame), now)


@pytest.fixture
def profile(tmp_path):
    def made(text):
        path = tmp_path / "city.toml"
        path.write_text(text, "utf-8")
        return load(str(path))

    return made


def one(row, **options):
    """The single good record of a row, as a dict."""
    found = taken([row], **options)
    assert found.rejects == []
    return found.frame.row(0, named=True)


def why(row, **options):
    """The reason for which a row between two good ones is not taken."""
    found = taken([{**CASE, "case_no": "A"}, row, {**CASE, "case_no": "B"}], **options)
    (reject,) = found.rejects
    assert reject.line == 3
    assert found.frame[LINE].to_list() == [2, 4]
    return reject.reason


def why_alone(row, dataset):
    """The reason for which a row by itself is not taken."""
    found = taken([row], dataset)
    assert found.frame.is_empty()
    return found.rejects[0].reason


# --- what comes out -----------------------------------------------------------------------------


@pytest.mark.parametrize("id", DATASETS)
def test_every_field_comes_out_typed_even_when_the_file_has_only_what_is_required(id):
    dataset = DATASETS[id]
    example = {"date": "2025-09-10", "integer": "3", "code": None}
    row = {
        f.id: (f.codes[0].id if f.codes else example.get(f.type) or "x")
        for f in dataset.fields
        if f.required or f.id in dataset.key
    }
    frame = taken([row], id).frame
    types = {
        "date": pl.Date,
        "instant": pl.Datetime("us", "Asia/Shanghai"),
        "boolean": pl.Boolean,
        "integer": pl.Int64,
        "number": pl.Float64,
        "text": pl.String,
        "code": pl.String,
    }
    expected = {f.id: types[f.type] for f in dataset.fields}
    assert frame.schema == expected | {"__void": pl.Boolean, LINE: pl.Int64}
    assert frame.height == 1


def test_only_mapped_columns_leave():
    row = {**CASE, "applicant": "张三", "phone": "13800000000", "used_bucket": "le5"}
    found = one(row)
    assert "张三" not in found.values()
    assert "13800000000" not in found.values()
    assert found["used_bucket"] is None  # computed here, whatever a source says


def test_text_is_trimmed_and_nothing_is_null():
    found = one({**CASE, "case_no": "\u3000 N1\t", "department": "  ", "window": ""})
    assert (found["case_no"], found["department"], found["window"]) == ("N1", None, None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-09-10", date(2025, 9, 10)),
        ("2025-09-10T23:30:00", date(2025, 9, 10)),
        ("2025-09-10 23:30", date(2025, 9, 10)),
        ("2025-09-10T23:30:00.123", date(2025, 9, 10)),
        ("2025-09-10T17:30:00Z", date(2025, 9, 11)),  # 01:30 of the next day in Shanghai
        ("2025-09-10T23:30:00+08:00", date(2025, 9, 10)),
        ("2025-09-10T23:30:00-0400", date(2025, 9, 11)),
    ],
)
def test_a_date_may_be_given_as_an_instant(text, day):
    assert one({**CASE, "accepted_on": text})["accepted_on"] == day


@pytest.mark.parametrize(
    "text",
    [
        "2025-09-10 09:05:00",
        "2025-09-10T09:05",
        "2025-09-10T01:05:00Z",
        "2025-09-09T21:05:00-04:00",
    ],
)
def test_an_instant_gives_the_date_beside_it(text):
    found = one({**CASE, "accepted_on": None, "accepted_at": text})
    assert found["accepted_at"] == datetime(2025, 9, 10, 1, 5, tzinfo=UTC)
    assert found["accepted_on"] == date(2025, 9, 10)


def test_a_day_where_a_time_is_expected_has_no_hour():
    found = one({**CASE, "accepted_on": None, "accepted_at": "2025-09-10"})
    assert (found["accepted_at"], found["accepted_on"]) == (None, date(2025, 9, 10))


def test_a_given_date_stands_beside_its_instant():
    found = one({**CASE, "accepted_on": "2025-09-09", "accepted_at": "2025-09-10 09:05"})
    assert found["accepted_on"] == date(2025, 9, 9)


def test_formats_of_the_profile_may_differ_from_row_to_row(profile):
    city = profile(
        '[cases.columns]\ncase_no="no"\nitem="i"\nchannel="c"\naccepted_at="t"\n'
        '[cases.formats]\naccepted_at=["%Y/%m/%d %H:%M", "%Y年%m月%d日 %H时%M分"]\n'
    )
    texts = ["2025/9/1 9:05", "2025年9月2日 10时06分", "2025-09-03T11:07:00", "2025/9/4 12:08"]
    rows = [{"no": str(i), "i": "x", "c": "hall", "t": t} for i, t in enumerate(texts)]
    found = taken(rows, profile=city)
    assert found.rejects == []
    assert [t.strftime("%d %H:%M") for t in found.frame["accepted_at"]] == [
        "01 09:05",
        "02 10:06",
        "03 11:07",
        "04 12:08",
    ]


@pytest.mark.parametrize("text", ["true", "TRUE", "1", "是", "Y", "y", "yes"])
def test_words_for_true(text):
    assert one({**CASE, "completed_on_site": text})["completed_on_site"] is True


@pytest.mark.parametrize("text", ["false", "False", "0", "否", "N", "n"])
def test_words_for_false(text):
    assert one({**CASE, "completed_on_site": text})["completed_on_site"] is False


@pytest.mark.parametrize(("text", "number"), [("5", 5), ("5.0", 5), ("+5", 5), ("0", 0)])
def test_whole_numbers(text, number):
    assert one({**CASE, "legal_days": text})["legal_days"] == number


def test_reference_codes_hold_no_comma_and_nothing_unseen():
    assert one({**CASE, "item": "a,b\tc\nd"})["item"] == "a-b-c-d"


def test_void_marks_a_withdrawn_record():
    found = taken([{**CASE, "void": "是"}, {**CASE, "void": ""}, CASE]).frame
    assert found["__void"].to_list() == [True, False, False]


# --- what is not taken --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"case_no": None}, "case_no is missing"),
        ({"case_no": "  "}, "case_no is missing"),
        ({"accepted_on": None}, "accepted_on is missing"),
        ({"channel": None}, "channel is missing"),
        (
            {"channel": "onlin"},
            "channel: \"onlin\" is not a known value; did you mean 'online' or 'hotline'?",
        ),
        (
            {"channel": "传真"},
            'channel: "传真" is not a known value; known are hall, online, hotline, appointment, '
            "self_service, other",
        ),
        (
            {"accepted_on": "2025-02-30"},
            'accepted_on: "2025-02-30" is no date in Asia/Shanghai; 2024-05-27 is expected',
        ),
        (
            {"accepted_at": "soon"},
            'accepted_at: "soon" is no time in Asia/Shanghai; 2024-05-27 09:30:00 is expected',
        ),
        ({"legal_days": "-1"}, 'legal_days: "-1" is outside the range from 0 to 2000'),
        ({"legal_days": "2001"}, 'legal_days: "2001" is outside the range from 0 to 2000'),
        ({"legal_days": "5.5"}, 'legal_days: "5.5" is no whole number'),
        ({"legal_days": "five"}, 'legal_days: "five" is no whole number'),
        ({"used_days": "nan"}, 'used_days: "nan" is no number'),
        ({"used_days": "inf"}, 'used_days: "inf" is no number'),
        (
            {"completed_on_site": "maybe"},
            'completed_on_site: "maybe" is neither true nor false; '
            "是/否, true/false, 1/0 or Y/N is expected",
        ),
        ({"void": "perhaps"}, 'void: "perhaps" is neither true nor false'),
        (
            {"item": "x" * 501},
            f'item: "{"x" * 39}…" has 501 characters; at most 500 are kept',
        ),
        (
            {"case_no": "1.23457E+17"},
            'case_no: "1.23457E+17" is a number that Excel has shortened; '
            "format the column as text",
        ),
        ({"case_no": "N\x011"}, 'case_no: "N 1" holds control characters'),
        ({"accepted_on": "1989-12-31"}, "accepted_on 1989-12-31 lies outside 1990–2100"),
        ({"due_on": "2101-01-01"}, "due_on 2101-01-01 lies outside 1990–2100"),
        ({"accepted_on": "2025-09-13"}, "accepted_on 2025-09-13 lies in the future"),
        ({"completed_on": "2031-01-01"}, "completed_on 2031-01-01 lies in the future"),
        (
            {"completed_at": "2025-09-12 15:11:00"},
            "completed_at 2025-09-12 15:11 lies in the future",
        ),
        (
            {"completed_on": "2025-09-09"},
            "completed_on 2025-09-09 lies before accepted_on 2025-09-10",
        ),
        (
            {"accepted_at": "2025-09-10 10:00", "completed_at": "2025-09-10 09:59"},
            "completed_at 2025-09-10 09:59 lies before accepted_at 2025-09-10 10:00",
        ),
    ],
)
def test_a_faulty_case_is_named_and_its_neighbours_are_taken(change, reason):
    assert why({**CASE, **change}) == reason


@pytest.mark.parametrize(
    "change",
    [
        {"due_on": "2027-01-01"},
        {"completed_at": "2025-09-12 15:09:00"},  # clocks of other systems may be a little ahead
        {"accepted_on": "2025-09-12", "completed_on": "2025-09-12"},
        {"accepted_at": "2025-09-10 10:00", "completed_at": "2025-09-10 10:00"},
        {"accepted_on": "1990-01-01"},
        {"item": "x" * 500},
        {"legal_days": "2000"},
    ],
)
def test_what_lies_at_the_edge_is_taken(change):
    one({**CASE, **change})


def test_today_is_the_day_at_the_source():
    """At 01:00 of the 13th in Shanghai it is still the 12th in New York."""
    new_york = load("nyc311")
    row = {
        "unique_key": "1",
        "complaint_type": "x",
        "open_data_channel_type": "PHONE",
        "created_date": "2025-09-12T12:00:00.000",
        "status": "Open",
        "agency": "DOT",
    }
    late = datetime(2025, 9, 13, 1, 0, tzinfo=SHANGHAI)
    assert taken([row], profile=new_york, now=late).rejects == []
    (reject,) = taken([row], profile=new_york, now=late - timedelta(minutes=71)).rejects
    assert reject.reason == "accepted_at (created_date) 2025-09-12 12:00 lies in the future"


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2024-03-10T02:30:00.000", None),  # skipped when clocks go forward
        ("2024-11-03T01:30:00.000", datetime(2024, 11, 3, 5, 30, tzinfo=UTC)),  # the earlier one
    ],
)
def test_hours_that_clocks_skip_or_repeat(text, instant):
    row = {
        "unique_key": "1",
        "complaint_type": "x",
        "open_data_channel_type": "PHONE",
        "created_date": text,
    }
    found = taken([row], profile=load("nyc311"))
    assert [r.line for r in found.rejects] == ([2] if instant is None else [])
    accepted = found.frame["accepted_at"].dt.convert_time_zone("UTC").to_list()
    assert accepted == ([] if instant is None else [instant])


def test_an_answer_comes_after_the_receipt():
    row = {
        "request_no": "R1",
        "applicant_kind": "person",
        "received_on": "2025-09-10",
        "answered_on": "2025-09-09",
    }
    assert why_alone(row, "disclosure-requests") == (
        "answered_on 2025-09-09 lies before received_on 2025-09-10"
    )


@pytest.mark.parametrize("score", ["0", "6"])
def test_a_score_has_five_levels(score):
    row = {"evaluation_no": "E1", "score": score, "rated_on": "2025-09-10"}
    assert why_alone(row, "evaluations") == (f'score: "{score}" is outside the range from 1 to 5')


def test_only_the_first_fault_of_a_line_is_given():
    found = taken([{**CASE, "channel": "?", "legal_days": "-1", "accepted_on": None}])
    assert [(r.line, r.field) for r in found.rejects] == [(2, "channel")]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("13812345678", '"…"'),
        ("138-1234-5678", '"…"'),
        ("51130219900101123X", '"…X"'),
        ("电话 0817 2222222", '"电话 …"'),
        ("2025-09-10 10:00", '"2025-09-10 10:00"'),
        ("x" * 60, f'"{"x" * 39}…"'),
        ("a\nb\u2028c", '"a b c"'),
    ],
)
def test_a_reason_shows_no_long_number_and_stays_on_one_line(value, said):
    assert shown(value) == said


# --- headers ------------------------------------------------------------------------------------


def test_a_missing_column_is_named_with_the_header_that_was_meant():
    row = {"办件编": "1", "事项编码": "x", "受理渠道": "窗口", "受理时间": "2025-09-10 10:00:00"}
    with pytest.raises(
        FileRefused, match=r"missing column 办件编号 \(case_no\); did you mean '办件编'"
    ):
        taken([row], profile=load("hall"))


def test_the_instants_column_stands_in_for_the_dates():
    row = {"办件编号": "1", "事项编码": "x", "受理渠道": "窗口"}
    with pytest.raises(FileRefused, match=r"missing column 受理日期 \(accepted_on\)"):
        taken([row], profile=load("hall"))
    one({**row, "受理时间": "2025-09-10 10:00:00"}, profile=load("hall"))


def test_a_file_of_another_kind_is_refused():
    with pytest.raises(FileRefused, match="none of the columns of cases under profile plain"):
        taken([{"foo": "1", "bar": "2"}])


def test_a_profile_that_knows_nothing_of_the_dataset():
    with pytest.raises(FileRefused, match="nyc311 says nothing about evaluations"):
        validate(
            DATASETS["evaluations"],
            type(load("nyc311").datasets["cases"])(),
            load("nyc311"),
            Chunk(pl.DataFrame({"a": ["1"], LINE: [2]})),
            NOW,
        )


# --- codes, constants, defaults -----------------------------------------------------------------

CITY = """
missing = ["N/A"]
[cases]
lenient = ["channel"]
[cases.columns]
case_no = "no"
item = "thing"
channel = "way"
accepted_on = "on"
applicant_kind = "who"
outcome = "result"
belongs_on_site = "site"
[cases.labels]
item = "thing name"
[cases.codes.channel]
"counter" = "hall"
[cases.codes.outcome]
"done" = "granted"
"pending" = ""
[cases.codes.belongs_on_site]
"in" = "true"
[cases.constants]
department = "DOT"
[cases.defaults]
applicant_kind = "unknown"
legal_days = 20
"""


def test_codes_constants_defaults_and_words_for_nothing(profile):
    rows = [
        {
            "no": "1",
            "thing": "x",
            "thing name": " Thing\nX ",
            "way": "counter",
            "on": "2025-09-10",
            "who": "individual",
            "result": "done",
            "site": "in",
        },
        {
            "no": "2",
            "thing": "y",
            "thing name": None,
            "way": "pigeon",
            "on": "2025-09-10",
            "who": "N/A",
            "result": "pending",
            "site": "否",
        },
        {
            "no": "3",
            "thing": "z",
            "thing name": "N/A",
            "way": "online",
            "on": "2025-09-10",
            "who": "nobody",
            "result": None,
            "site": None,
        },
    ]
    found = taken(rows, profile=profile(CITY))
    assert found.rejects == []
    wanted = [
        "channel",
        "applicant_kind",
        "outcome",
        "belongs_on_site",
        "department",
        "legal_days",
        "item__label",
    ]
    assert found.frame.select(wanted).rows() == [
        ("hall", "individual", "granted", True, "DOT", 20, "Thing X"),
        ("other", "unknown", None, False, "DOT", 20, None),
        ("online", "unknown", None, None, "DOT", 20, None),
    ]


def test_without_leave_an_unknown_code_is_refused(profile):
    row = {"no": "1", "thing": "x", "way": "counter", "on": "2025-09-10", "result": "dome"}
    (reject,) = taken([row], profile=profile(CITY)).rejects
    assert reject.reason == (
        "outcome (result): \"dome\" is not a known value; did you mean 'done'?"
    )


# --- real files ---------------------------------------------------------------------------------


def test_public_requests_of_new_york_are_all_taken():
    """64 rows; the counts are those of `cut` and `sort | uniq -c` on the file."""
    profile = load("nyc311")
    path = Path(__file__).parent / "real" / "nyc311-excerpt.csv"
    (chunk,) = read(path, profile.encoding)
    now = datetime(2026, 11, 24, tzinfo=SHANGHAI)
    found = validate(DATASETS["cases"], profile.datasets["cases"], profile, chunk, now)
    frame = found.frame
    assert chunk.rejects + found.rejects == []
    assert frame.height == 64
    assert dict(frame["channel"].value_counts().rows()) == {"online": 40, "hotline": 17, "other": 7}
    assert frame["completed_on"].is_not_null().sum() == 10
    assert frame["outcome"].drop_nulls().to_list() == ["other"] * 10
    assert frame["due_on"].drop_nulls().to_list() == [date(2024, 6, 26)]
    assert frame["district"].null_count() == 1  # "Unspecified"
    labels = dict(frame.select("department", "department__label").rows())
    assert labels["DPR"] == "Department of Parks and Recreation"
    assert frame["accepted_at"].min() == datetime(2024, 5, 26, 23, 17, tzinfo=profile.zone)
