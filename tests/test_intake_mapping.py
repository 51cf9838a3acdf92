"""Validation: a source's headers, codes and constants, and a real file of another city."""

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from data.catalog import DATASETS
from data.intake.check.validate import validate
from data.intake.profile.load import Mapping, load
from data.intake.read.any_file import read
from data.intake.read.chunk import LINE, Chunk, FileRefused
from tests.intake_data import NOW, SHANGHAI, one, taken


@pytest.fixture
def profile(tmp_path):
    def made(text):
        path = tmp_path / "city.toml"
        path.write_text(text, "utf-8")
        return load(str(path))

    return made


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
            Mapping(),
            load("nyc311"),
            Chunk(pl.DataFrame({"a": ["1"], LINE: [2]})),
            NOW,
        )


# --- codes, constants, defaults -----------------------------------------------------------------

CITY = """
missing = ["N/A"]
[cases]
lenient = ["channel", "applicant_kind"]
[cases.columns]
case_no = "no"
item = "thing"
channel = "way"
accepted_on = "on"
applicant_kind = "who"
outcome = "result"
completed_on = "closed"
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
            "closed": "2025-09-11",
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
    (chunk,) = read(path, profile.layout("cases"))
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
