"""A share as a printed percentage: two decimals, never rounded in the hall's favour."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

Number = int | float | Fraction | Decimal


def percent(numerator: Number, denominator: Number, favourable: bool = True) -> Decimal | None:
    """Percentage with two decimals: a favourable one cut down, an unfavourable one cut up.

    So 99.996 % on time prints 99.99 and 0.004 % overdue prints 0.01. "Down" is towards less: a
    speed-up of -0.001 % prints -0.01. Computed with fractions, so a float counts with the exact
    value it holds (sums of half days are exact). None where the denominator is 0: no data.
    """
    if denominator == 0:
        return None
    hundredths = Fraction(numerator) / Fraction(denominator) * 10_000
    cut = floor(hundredths) if favourable else ceil(hundredths)
    return Decimal(cut).scaleb(-2)
