"""Drawing a sample that everybody draws alike, and what a number of errors in it says of the whole.

A record's ticket is SHA-256(seed ‖ "," ‖ key), in lower-case hexadecimal; the n smallest are the sample.
Nobody who gives the seed after the records are published can choose them.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from hashlib import sha256

from data.rules.intervals import clopper_pearson


def ticket(seed: str, key: str) -> str:
    """The ticket of a record; the parts of a compound key are joined by commas."""
    return sha256(f"{seed},{key}".encode()).hexdigest()


def smallest(seed: str, keys: Iterable[str], n: int) -> list[tuple[str, str]]:
    """The `n` keys with the smallest tickets, as (ticket, key) in order of the ticket."""
    return heapq.nsmallest(n, ((ticket(seed, key), key) for key in keys))


def shared_out(n: int, sizes: Mapping[str, int]) -> dict[str, int]:
    """How many of `n` each stratum gets: in proportion to its size, by largest remainders.

    Each stratum that has any gets at least one, where n is enough; none gets more than it has. What is
    left after equal remainders goes to the first code in alphabetical order. Source: Hamilton's method.
    """
    total = sum(sizes.values())
    n = min(n, total)
    if not n:
        return dict.fromkeys(sizes, 0)
    least = 1 if n >= sum(size > 0 for size in sizes.values()) else 0
    shares = {code: max(n * size // total, least if size else 0) for code, size in sizes.items()}
    by_rest = sorted(sizes, key=lambda code: (-(n * sizes[code] % total), code))
    while sum(shares.values()) < n:
        for code in by_rest:
            if sum(shares.values()) < n and shares[code] < sizes[code]:
                shares[code] += 1
    while sum(shares.values()) > n:
        largest = max(shares, key=lambda code: (shares[code], code))
        shares[largest] -= 1
    return shares


def bounds(n: int, most: int = 10) -> list[tuple[int, float, float]]:
    """For k errors found in n records: k, and the 95 % bounds of the share of errors in the whole.

    Exact, by Clopper and Pearson; of a sample of all there is the share is known without them.
    """
    found: list[tuple[int, float, float]] = []
    for k in range(min(n, most) + 1):
        interval = clopper_pearson(k, n)
        if interval:
            found.append((k, *interval))
    return found
