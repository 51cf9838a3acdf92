"""The Wilson interval and the printed percentage."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.rules.intervals import MINIMUM_N, clopper_pearson, poisson, wilson
from data.rules.percent import percent


# 8 of 10, z² = 3.84146: centre (0.8 + 0.192073) / 1.384146 = 0.716740; half width
# 1.959964 · √(0.016 + 0.00960365) / 1.384146 = 0.226578. 0 of 30: z² / (30 + z²) = 0.113513.
@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(8, 10, 0.490162, 0.943318), (0, 30, 0.0, 0.113513), (30, 30, 0.886487, 1.0)],
)
def test_wilson_by_hand(successes: int, n: int, low: float, high: float):
    assert wilson(successes, n) == pytest.approx((low, high), abs=2e-6)


def test_wilson_of_nothing_is_nothing():
    assert wilson(0, 0) is None
    assert MINIMUM_N == 30


@pytest.mark.parametrize(("successes", "n"), [(5, 4), (-1, 4), (0, -1)])
def test_wilson_refuses_what_is_no_share(successes: int, n: int):
    with pytest.raises(ValueError, match="share"):
        wilson(successes, n)


# Of nothing in n: 1 − 0.025^(1/n); of no event: −ln 0.025. The others stand in the published tables.
@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(0, 30, 0.0, 0.115703), (30, 30, 0.884297, 1.0), (8, 10, 0.443905, 0.974789)],
)
def test_clopper_and_pearson_by_hand(successes: int, n: int, low: float, high: float):
    assert clopper_pearson(successes, n) == pytest.approx((low, high), abs=2e-6)


@pytest.mark.parametrize(
    ("events", "exposure", "low", "high"),
    [(0, 1, 0.0, 3.688879), (10, 1, 4.795389, 18.390356), (10, 1000, 0.004795, 0.018390)],
)
def test_poisson_by_hand(events: int, exposure: float, low: float, high: float):
    assert poisson(events, exposure) == pytest.approx((low, high), abs=2e-6)


def test_exact_intervals_refuse_and_are_missing_as_wilsons_is():
    assert clopper_pearson(0, 0) is poisson(3, 0) is None
    with pytest.raises(ValueError, match="share"):
        clopper_pearson(5, 4)
    with pytest.raises(ValueError, match="events"):
        poisson(-1, 4)


@given(st.integers(1, 10**7), st.floats(0, 1))
def test_wilson_holds_the_share_and_mirrors(n: int, part: float):
    successes = int(n * part)
    interval, mirror = wilson(successes, n), wilson(n - successes, n)
    assert interval is not None
    assert mirror is not None
    assert 0 <= interval[0] <= successes / n <= interval[1] <= 1
    assert interval[0] == pytest.approx(1 - mirror[1], abs=1e-12)


@pytest.mark.parametrize(
    ("numerator", "denominator", "favourable", "printed"),
    [
        (99_996, 100_000, True, "99.99"),
        (4, 100_000, False, "0.01"),
        (100_000, 100_000, True, "100.00"),
        (0, 100_000, False, "0.00"),
        (9_999, 10_000, True, "99.99"),  # exact: cut neither way
        (9_999, 10_000, False, "99.99"),
        (29, 100, True, "29.00"),  # 0.29 · 100 is 28.999… in floating point
        (1, 3, True, "33.33"),
        (1, 3, False, "33.34"),
        (-1, 100_000, True, "-0.01"),  # slower than the legal limit is never shown as not slower
        (890.5, 1000, True, "89.05"),
        (Fraction(2, 3), 1, True, "66.66"),
    ],
)
def test_percentages_are_cut_against_the_hall(
    numerator: int, denominator: int, favourable: bool, printed: str
):
    assert str(percent(numerator, denominator, favourable)) == printed


def test_no_data_has_no_percentage():
    assert percent(0, 0) is None


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_favourable_percentage_never_exceeds_and_an_unfavourable_never_falls_short(
    a: int, b: int
):
    down, up = percent(a, b, True), percent(a, b, False)
    assert down is not None
    assert up is not None
    assert Fraction(down) <= Fraction(100 * a, b) <= Fraction(up)
    assert up - down in (Decimal("0.00"), Decimal("0.01"))
    if a < b:
        assert down < 100
    if a:
        assert up > 0
