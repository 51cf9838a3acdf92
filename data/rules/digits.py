"""Whether last digits are about evenly spread, as those of counts are that nobody made up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

# χ² of ten digits (9 degrees of freedom) beyond which one even spread in 1,000 lies.
UNUSUAL = 27.88


def chi_square(digits: Sequence[int]) -> float:
    """Pearson's χ² of last digits against an even spread; 0 where they are exactly even.

    Source: Pearson 1900, Philosophical Magazine 50. Raises ValueError without a digit.
    """
    if not digits:
        raise ValueError("no digits")
    expected, counts = len(digits) / 10, Counter(digits)
    return sum((counts[digit] - expected) ** 2 / expected for digit in range(10))
