"""The first days of a record, or of a month, are too few to set the scale of the months beside them."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.parts.drawings import scant


def row(period: str, n: int, partial: bool = False) -> dict[str, Any]:
    return {"period": period, "denominator": n, "partial": partial}


MONTHS = [row("2024-12", 40_000), row("2025-01", 38_000), row("2025-02", 36_000)]
VALUES = [26.0, 27.5, 25.0]


def scale(ends):
    """From 0 to the largest."""
    return 0.0, max(ends)


def kept(first: dict[str, Any], value: float | None, bounds: Any = None) -> Any:
    values, pairs = scant.drawn(
        [first, *MONTHS], [value, *VALUES], [bounds, None, None, None], scale
    )
    assert values[1:] == VALUES
    return values[0], pairs[0]


@pytest.mark.parametrize(
    ("first", "value", "bounds", "drawn"),
    [
        (row("2024-11", 611, True), 54.0, (50.0, 58.0), False),
        # Half as long again is room enough: 41.25 of 27.5.
        (row("2024-11", 611, True), 41.0, None, True),
        (row("2024-11", 611, True), 26.0, (20.0, 41.0), True),
        (row("2024-11", 611, True), 26.0, (20.0, 42.0), False),
        # Nor is anything left out that is complete, or a month that has most of its days.
        (row("2024-11", 611), 54.0, (50.0, 58.0), True),
        (row("2024-11", 7_700, True), 54.0, (50.0, 58.0), True),
        (row("2024-11", 7_500, True), 54.0, (50.0, 58.0), False),
    ],
)
def test_what_is_of_too_few_is_drawn_where_the_axis_is_hardly_longer_for_it(
    first, value, bounds, drawn
):
    assert kept(first, value, bounds) == ((value, bounds) if drawn else (None, None))


def test_beside_one_complete_period_nobody_is_too_few():
    rows = [row("2024-11", 10, True), row("2024-12", 40_000)]
    assert scant.drawn(rows, [100.0, 26.0], [None, None], scale)[0] == [100.0, 26.0]


def test_what_is_not_drawn_is_said_with_its_number():
    rows = [row("2024-11", 611, True), *MONTHS]
    values: scant.Values = [54.0, *VALUES]
    said = {lang: scant.left_out(rows, values, [None, *VALUES], lang) for lang in ("zh", "en")}
    assert said == {
        "zh": "2024年11月（N\u00a0=\u00a0611）未满且数量少，未画出，见数据表",
        "en": "November 2024 (N\u00a0=\u00a0611): not complete and too few to be drawn, see the table",
    }
    assert scant.left_out(rows, [None, *VALUES], [None, *VALUES], "zh") == ""
