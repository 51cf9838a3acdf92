"""The reference files that ship: complete, consistent with each other, adding up to the promise."""

from pathlib import Path

import polars as pl
import pytest

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
    assert (legal, promised) == (1960, 588)  # 588 = 0.3 × 1960 exactly
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
