"""How sure a share is: the Wilson interval, and the number below which nobody is ranked."""

from math import sqrt

MINIMUM_N = 30
"""Departments and windows are compared only from this many ratings on (好差评 comparisons)."""


def wilson(successes: int, n: int, z: float = 1.959964) -> tuple[float, float] | None:
    """Wilson score interval of a share, as fractions 0–1; None where n is 0.

    `z` is the normal quantile of the confidence (1.959964: 95 %). Unlike p ± z·s/√n it stays
    within 0–1 and does not shrink to a point at 0 or 100 %. Source: Wilson 1927, JASA 22.
    Raises ValueError unless 0 ≤ successes ≤ n.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is not a share")
    if n == 0:
        return None
    share, spread = successes / n, z * z / n
    centre = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    # At the ends the bound is 0 or 1 exactly; rounding must not put it beside.
    low = 0.0 if successes == 0 else max(centre - half, 0.0)
    high = 1.0 if successes == n else min(centre + half, 1.0)
    return low, high
