"""Random numbers that depend on the seed and the day alone, however many days are drawn at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from demo.world import shape

# Streams from the ninth on: their numbers lie above all those of days.
PARALLEL, ZONE, MATTERS, CARDS, CONDUCT, PEOPLE, QUEUE = range(8, 15)
Uniforms = npt.NDArray[np.float64]
# One stream each, so that they do not move together; eight at most.
CASES, RATINGS, REQUESTS, HABITS, REVIEWS, STATEMENTS, REFORM, VISITORS = range(8)


def generator(seed: int, day: int, stream: int) -> np.random.Generator:
    """The generator of one stream of one day (a day number ≥ 0)."""
    above, within = divmod(stream, 8)
    number = (above << 32) + day * 8 + within
    return np.random.Generator(np.random.Philox(key=np.array([seed, number], np.uint64)))


def beside(seed: int, day: int, stream: int) -> np.random.Generator:
    """Another generator of the same stream and day, whose numbers are not among those of the first."""
    key = np.array([seed, day * 8 + stream], np.uint64)
    return np.random.Generator(np.random.Philox(key=key).jumped())


def volume(rng: np.random.Generator, expected: float) -> int:
    """A day's number of cases around its expectation, log-normally."""
    noise = shape.DAY_NOISE * rng.standard_normal() - shape.DAY_NOISE**2 / 2
    return int(expected * np.exp(noise) + rng.random())


def day_by_day(
    seed: int,
    days: list[int],
    stream: int,
    columns: int,
    counts: list[int] | None,
    expected: list[float],
) -> tuple[list[int], Uniforms]:
    """Rows of each day (fixed by `counts` if given) and uniforms, columns × all rows in order."""
    rows: list[int] = []
    parts: list[Uniforms] = []
    for i, day in enumerate(days):
        rng = generator(seed, day, stream)
        rows.append(counts[i] if counts is not None else volume(rng, expected[i]))
        parts.append(rng.random((columns, rows[-1])))
    return rows, np.concatenate(parts, axis=1) if parts else np.empty((columns, 0))
