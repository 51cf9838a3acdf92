"""What the simulated departments state each January for the annual report of the year before."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from zlib import crc32

import numpy as np
import polars as pl

from demo.lives.disclosure import LONGEST, Disclosure
from demo.lives.itinerary import EPOCH
from demo.world import draws
from demo.world.columns import INSTANT
from demo.world.references import References
from demo.world.seasons import number

STATED_ON = (1, 15)
LEGAL_AFFAIRS = "sfj"  # states the city government's rules for it: no department makes any
FEE = (60, 900)  # yuan a notice
LIVES = {
    "year": pl.Int32,
    "department": pl.String,
    "figure": pl.String,
    "value": pl.Float64,
    "recorded_at": INSTANT,
}


def fields_at(_: datetime) -> list[pl.Expr]:
    """The exported fields."""
    return [pl.col("year", "department", "figure", "value")]


def _fee(request: str) -> int:
    """What a request costs, the same in the year of the notice and in that of the payment."""
    return FEE[0] + crc32(request.encode()) % (FEE[1] - FEE[0])


class Statements:
    """Draws the statements made on given days; the fee notices are those among the requests."""

    def __init__(self, seed: int, start: date, refs: References, requests: Disclosure) -> None:
        self.seed, self.start, self.refs, self.requests = seed, start, refs, requests

    def lives(self, days: list[int]) -> pl.DataFrame:
        """The statements made on the days; none in the year in which the books were opened."""
        rows: list[tuple] = []
        for day in days:
            on = EPOCH + timedelta(days=day)
            if (on.month, on.day) != STATED_ON or on.year <= self.start.year:
                continue
            rng = draws.generator(self.seed, day, draws.STATEMENTS)
            at = datetime.combine(on, datetime.min.time()) + timedelta(hours=10)
            rows += [(on.year - 1, *stated, at) for stated in self._figures(rng, on.year - 1)]
        return pl.DataFrame(rows, LIVES, orient="row")

    def _figures(self, rng: np.random.Generator, year: int) -> list[tuple[str, str, float]]:
        figures: list[tuple[str, str, float]] = []
        for department in self.refs.departments:
            figures.append((department, "licences", int(rng.lognormal(5.5, 1.2))))
            if rng.random() < 0.4:
                figures.append((department, "penalties", int(rng.lognormal(4.0, 1.0))))
            if rng.random() < 0.15:
                figures.append((department, "coercion", int(rng.lognormal(2.0, 0.8))))
            if rng.random() < 0.2:
                figures.append((department, "charges", round(float(rng.lognormal(5.0, 1.0)), 2)))
        if LEGAL_AFFAIRS in self.refs.departments:
            for kind, made, in_force in (("rules", 2, 14), ("normative", 9, 120)):
                stated = {"made": rng.poisson(made), "repealed": rng.poisson(made / 2)}
                stated["in_force"] = in_force + rng.poisson(made)
                figures += [(LEGAL_AFFAIRS, f"{kind}_{w}", int(n)) for w, n in stated.items()]
        return figures + self._fees(year)

    def _fees(self, year: int) -> list[tuple[str, str, float]]:
        """Notices and fees of a year, by department."""
        first = max(number(self.start), number(date(year, 1, 1)) - LONGEST)
        versions, events = self.requests.lives(list(range(first, number(date(year, 12, 31)) + 1)))
        owner = dict(versions.select("request_no", "department").unique().iter_rows())
        kinds = pl.col("kind").is_in(["fee_notified", "fee_paid"])
        sent, charged, received = Counter[str](), Counter[str](), Counter[str]()
        in_year = events.filter(kinds & (pl.col("on").dt.year() == year))
        for request, kind in in_year.select("request_no", "kind").iter_rows():
            fee, department = _fee(request), owner[request]
            if kind == "fee_notified":
                sent[department] += 1
                charged[department] += fee
            else:
                received[department] += fee
        figures = (("fee_notices", sent), ("fee_charged", charged), ("fee_received", received))
        return [
            (department, figure, amounts[department])
            for figure, amounts in figures
            for department in sorted(amounts)
        ]
