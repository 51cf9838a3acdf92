"""Validation: what is taken from a source, and as what."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from data.catalog import DATASETS
from data.intake.check import dates, written_times
from data.intake.profile.load import load
from data.intake.read.chunk import LINE
from tests.intake_data import CASE, one, taken
from tests.made_rows import SUMS


@pytest.fixture
def profile(tmp_path):
    def made(text):
        path = tmp_path / "city.toml"
        path.write_text(text, "utf-8")
        return load(str(path))

    return made


@pytest.mark.parametrize("id", [id for id, one in DATASETS.items() if not one.follows])
def test_every_field_comes_out_typed_even_when_the_file_has_only_what_is_required(id):
    dataset = DATASETS[id]

    def example(f):
        number = f"{f.minimum or 3:g}"
        # A date that stands for its month is the first day of it.
        words = {"date": "2025-09-01", "instant": "2025-09-10 09:00", "boolean": "true"}
        return words.get(f.type, "x") if f.type not in ("integer", "number") else number

    row = {
        f.id: f.codes[0].id if f.codes else example(f)
        for f in dataset.fields
        if f.required or f.blanks or f.id in dataset.key
    }
    if id in SUMS:
        whole, parts = SUMS[id]
        row[whole] = str(sum(int(row[part]) for part in parts))
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
    assert one({**CASE, "item": "a,b\tc\nd"})["item"] == "a\u201ab-c-d"


def test_void_marks_a_withdrawn_record():
    found = taken([{**CASE, "void": "是"}, {**CASE, "void": ""}, CASE]).frame
    assert found["__void"].to_list() == [True, False, False]


@pytest.mark.parametrize("offset", ["+08:00", "-04:30", "+14:00", "+00:00", "-00:00"])
@pytest.mark.parametrize("written", ["2025-09-10T23:30:15", "2025-09-10 00:00:00.25"])
def test_an_offset_that_all_values_share_is_read_as_each_would_be(offset, written):
    expected = datetime.fromisoformat(written + offset)
    shared = pl.Series([written + offset, None, "no time" + offset])
    mixed = pl.Series([written + offset, None, "2025-09-10T23:30:15Z"])
    for raw in (shared, mixed):
        found, days = dates.instants(raw, (), "Asia/Shanghai")
        assert found[0] == expected
        assert days[0] == expected.astimezone(ZoneInfo("Asia/Shanghai")).date()
        assert found[1] is None
    assert dates.instants(shared, (), "Asia/Shanghai")[0][2] is None


SLASHED = ("2025/3/5", "2025/03/05", "2025/3/5 9:05", "2025/03/05 09:05", "2025/12/31 23:59:58")


def test_times_as_excel_writes_them_are_read_a_column_at_a_time(monkeypatch):
    """Taken apart value by value they cost six times as much, and most exports have them."""
    monkeypatch.setattr(written_times, "as_iso", lambda raw: pytest.fail(f"{raw[0]} taken apart"))
    dashed = pl.Series([text.replace("/", "-") for text in SLASHED])
    moments, days = dates.instants(pl.Series(SLASHED), (), "Asia/Shanghai")
    assert days.null_count() == 0
    for given, expected in zip(
        (moments, days), dates.instants(dashed, (), "Asia/Shanghai"), strict=True
    ):
        assert given.equals(expected)
    assert dates.dates(pl.Series(SLASHED), (), "Asia/Shanghai").equals(days)


@pytest.mark.parametrize(
    "text", ["25/3/5", "2025/3", "2025/13/1", "2025/2/30", "3/5/2025", "2025/3/5/"]
)
def test_a_slash_alone_makes_no_date(text):
    assert dates.dates(pl.Series([text, "2025/3/5"]), (), "Asia/Shanghai")[0] is None


def test_a_profile_s_own_format_goes_before_the_usual_ways():
    day_last = pl.Series(["2025/03/05"])
    assert dates.dates(day_last, ("%Y/%d/%m",), "Asia/Shanghai")[0] == date(2025, 5, 3)


@pytest.mark.parametrize("offset", ["+24:00", "+08:75", "+8:00", " +08:00 "])
def test_what_is_no_offset_makes_no_instant(offset):
    raw = pl.Series([f"2025-09-10T23:30:15{offset}"] * 2)
    assert dates.instants(raw, (), "Asia/Shanghai")[0].null_count() == 2
