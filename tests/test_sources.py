"""The reference files that ship: complete, consistent with each other, adding up to the promise."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from data.rules.limits import Conversion, in_working_days
from tests.hall_data import Store

SOURCES = Path(__file__).parent.parent / "data" / "sources"
COUNTS = {"departments": 44, "items": 132, "windows": 65, "districts": 9}
KEYS = {"departments": "department", "items": "item", "windows": "window", "districts": "district"}


def read(name: str) -> pl.DataFrame:
    return pl.read_csv(SOURCES / f"{name}.csv", infer_schema=False)


@pytest.mark.parametrize("name", COUNTS)
def test_each_reference_file_has_its_rows_with_a_unique_key_without_commas(name: str) -> None:
    keys = read(name).get_column(KEYS[name])
    assert len(keys) == COUNTS[name]
    assert keys.is_unique().all()
    assert keys.str.contains(r"^[A-Za-z0-9][A-Za-z0-9-]*$").all()


@pytest.mark.parametrize("name", COUNTS)
def test_every_row_has_a_chinese_and_an_english_title_of_its_own(name: str) -> None:
    frame = read(name)
    for column, pattern in (("title_zh", r"^[^A-Za-z]+$"), ("title_en", r"^[A-Z][ -~]+$")):
        assert frame.get_column(column).is_unique().all(), column
        assert frame.get_column(column).str.contains(pattern).all(), column


def test_items_are_89_approvals_and_43_services() -> None:
    kinds = dict(read("items").group_by("kind").len().iter_rows())
    assert kinds == {"approval": 89, "service": 43}


def test_promises_are_70_percent_off_the_legal_limits_of_the_approvals() -> None:
    both = read("items").filter(
        (pl.col("kind") == "approval")
        & pl.col("legal_days").is_not_null()
        & pl.col("promised_days").is_not_null()
    )
    legal, promised = (
        sum(map(int, both.get_column(name))) for name in ("legal_days", "promised_days")
    )
    assert (legal, promised) == (1700, 510)  # 510 = 0.3 × 1700 exactly
    assert (legal - promised) * 10 == legal * 7


def test_an_instant_item_promises_nothing_and_no_promise_is_longer_than_the_law() -> None:
    items = read("items").with_columns(pl.col("legal_days", "promised_days").cast(pl.Int64))
    instant = pl.col("case_kind") == "instant"
    assert items.filter(instant != (pl.col("promised_days") == 0)).is_empty()
    assert items.filter(pl.col("promised_days") > pl.col("legal_days")).is_empty()
    assert set(items.get_column("case_kind")) == {"instant", "promised"}
    assert set(items.get_column("belongs_on_site")) == {"true", "false"}


def test_items_and_windows_name_known_departments_and_every_department_has_both() -> None:
    known = set(read("departments").get_column("department"))
    assert set(read("items").get_column("department")) == known
    assert set(read("windows").get_column("department")) == known


def test_the_three_unified_windows_and_the_disclosure_window_are_there() -> None:
    titles = read("windows").get_column("title_zh")
    assert titles.str.contains("统一受理").sum() == 3
    assert titles.str.contains("依申请公开").sum() == 1


def test_districts_are_the_nine_of_the_city_by_their_national_code() -> None:
    codes = read("districts").get_column("district")
    assert codes.str.contains(r"^5113\d\d$").all()


def test_a_limit_as_worded_is_the_number_of_working_days_beside_it() -> None:
    """Worked by hand: 3 months × 248 ÷ 12 = 62; 60 days × 248 ÷ 365 = 40.8, cut to 40; 15 → 10."""
    items = {row["item"]: row for row in read("items").iter_rows(named=True)}
    for item, unit, value, days in (
        ("jyt-01", "month", "3", "62"),
        ("mzj-01", "calendar_day", "60", "40"),
        ("crj-01", "calendar_day", "15", "10"),
        ("bdc-01", "workday", "30", "30"),
    ):
        row = items[item]
        assert (row["limit_unit"], row["limit_value"], row["legal_days"]) == (unit, value, days)
    rules = [
        Conversion(
            row["unit"],
            int(row["working_days"]),
            int(row["per"]),
            date.fromisoformat(row["since"]),
            _day(row["until"]),
        )
        for row in read("limit-conversions").iter_rows(named=True)
    ]
    worded = [row for row in items.values() if row["limit_unit"]]
    assert len(worded) > 40
    for row in worded:
        limit = float(row["limit_value"]), row["limit_unit"]
        assert in_working_days(*limit, date(2026, 11, 24), rules) == int(row["legal_days"]), row
        assert row["article"]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def test_registration_of_companies_and_sole_traders_takes_three_working_days_at_most() -> None:
    """市场主体登记管理条例 Art. 19, in force since 1 March 2022."""
    for row in (
        read("items")
        .filter(pl.col("item").is_in(["scjg-01", "scjg-02", "scjg-03"]))
        .rows(named=True)
    ):
        assert (row["limit_unit"], row["limit_value"], row["legal_days"]) == ("workday", "3", "3")
        assert row["article"] == "市场主体登记管理条例第十九条"
        assert row["limit_since"] == "2022-03-01"


def test_the_list_states_no_check_that_nobody_made(store: Store) -> None:
    """A hall that compares its limits with the law enters the day: a list that ships cannot."""
    assert read("items")["checked_on"].null_count() == len(read("items"))
    store.ingest("items", SOURCES / "items.csv")
    lines = store.rows("items")
    assert {row["limit_check"] for row in lines} == {None, "unchecked"}
    assert all((row["limit_check"] is None) == (row["legal_days"] is None) for row in lines)
    checked = {"item": "x", "title_zh": "某事项", "legal_days": 5, "checked_on": "2026-11-02"}
    store.ingest("items", [checked])
    assert store.record("items", "x")["limit_check"] == "checked"
