"""How sure a number is: 95 % intervals, and the number below which nobody is ranked."""

from math import sqrt

# Beyond each end of a 95 % interval.
TAIL = 0.025

MINIMUM_N = 30
"""Of fewer than this a rate, a mean or a median is not printed and nobody is compared; a hall may ask
for more (`thresholds.minimum_n` in hall.toml), not for less."""

Interval = tuple[float, float]


def wilson(successes: float, n: float, z: float = 1.959964) -> Interval | None:
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


def beyond(interval: Interval | None, whole: float, lower_is_worse: bool = True) -> bool:
    """Whether all of a share's interval lies on the worse side of the rate of the whole.

    Only then can a share be told from the whole; one without an interval cannot.
    """
    if interval is None:
        return False
    low, high = interval
    return high < whole if lower_is_worse else low > whole


def overlap(one: Interval | None, other: Interval | None) -> bool:
    """Whether two intervals have a value in common; what has no interval cannot be told apart."""
    return one is None or other is None or (one[0] <= other[1] and other[0] <= one[1])


def clopper_pearson(successes: float, n: float) -> Interval | None:
    """The exact interval of a share, as fractions 0–1; None where n is 0. For few errors.

    Its ends are quantiles of the beta distribution; it holds the share in at least 95 % of samples.
    Source: Clopper and Pearson 1934, Biometrika 26. Raises ValueError unless 0 ≤ successes ≤ n.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is not a share")
    if n == 0:
        return None
    # It takes half a second, and most commands need no exact interval.
    from scipy.special import betaincinv

    failures = n - successes
    low = 0.0 if successes == 0 else float(betaincinv(successes, failures + 1, TAIL))
    high = 1.0 if failures == 0 else float(betaincinv(successes + 1, failures, 1 - TAIL))
    return low, high


def poisson(events: float, exposure: float) -> Interval | None:
    """The exact interval of a rate of events per exposure; None without exposure.

    Its ends are quantiles of the gamma distribution. Source: Garwood 1936, Biometrika 28. Raises
    ValueError for a number of events below 0.
    """
    if events < 0:
        raise ValueError(f"{events} events are no number of events")
    if exposure <= 0:
        return None
    from scipy.special import gammaincinv

    low = 0.0 if events == 0 else float(gammaincinv(events, TAIL))
    return low / exposure, float(gammaincinv(events + 1, 1 - TAIL)) / exposure
