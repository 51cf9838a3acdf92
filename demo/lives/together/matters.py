"""The simulated matters handled as one: five national batches, their launches, and applications.

An application is drawn from the cases of the matter's leading item, so that there are never more of them
than of those. The sizes of the batches are those published; which matter came in which batch after the
first, what each cut and when it was launched are the simulation's own.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl

from demo.lives.itinerary import EPOCH
from demo.world import draws, shape
from demo.world.columns import INSTANT
from demo.world.references import References
from demo.world.seasons import Seasons, number

MATTERS = Path(__file__).parents[2] / "world" / "one_matters.csv"
# Listed on; the first of the batch launched after so many days, and one more every so many.
BATCHES = {
    "b2024a": (date(2024, 1, 16), 60, 22), "b2024b": (date(2024, 7, 1), 110, 30),
    "b2025a": (date(2025, 2, 1), 90, 20), "b2025b": (date(2025, 7, 8), 80, 25),
    "b2026a": (date(2026, 1, 12), 120, 38),
}  # fmt: skip
MOST = 0.5  # of the cases of an item
APART = 0.09  # of the applications are handled apart
LATE = 0.006
LONGEST = 120  # calendar days from acceptance to the last entry
_ABOUT = (
    "matter", "title_zh", "title_en", "batch", "lead_department", "departments_n", "papers_before",
    "papers_after", "steps_before", "steps_after", "days_before", "days_after",
)  # fmt: skip
MATTER_LIVES = {
    "matter": pl.String, "title_zh": pl.String, "title_en": pl.String, "batch": pl.String,
    "lead_department": pl.String, "departments_n": pl.Int64, "papers_before": pl.Int64,
    "papers_after": pl.Int64, "steps_before": pl.Int64, "steps_after": pl.Int64,
    "days_before": pl.Int64, "days_after": pl.Int64, "listed_on": pl.Date, "launched_on": pl.Date,
    "recorded_at": INSTANT,
}  # fmt: skip
RUN_LIVES = {
    "matter_run_no": pl.String, "matter": pl.String, "together": pl.Boolean, "cases_n": pl.Int64,
    "promised_days": pl.Int64, "accepted_at": INSTANT, "completed_at": INSTANT,
}  # fmt: skip


@cache
def matters() -> list[dict]:
    """The list, with the leading item (if the hall has one) and the applications of a year."""
    return pl.read_csv(MATTERS).to_dicts()


def matters_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of the list."""
    return [pl.col(*(name for name in MATTER_LIVES if name != "recorded_at"))]


def runs_shown(instant: datetime) -> list[pl.Expr]:
    """The exported fields of the applications at the instant."""
    ended = pl.when(pl.col("completed_at") <= instant).then(pl.col("completed_at").dt.date())
    return [
        pl.col("matter_run_no", "matter", "together", "cases_n", "promised_days"),
        pl.col("accepted_at").dt.date().alias("accepted_on"),
        ended.alias("completed_on"),
    ]


class Matters:
    """Draws the applications from the cases of given days, and keeps the list's book."""

    def __init__(self, seed: int, start: date, refs: References, seasons: Seasons) -> None:
        self.seed, self.first, self.refs, self.seasons = seed, number(start), refs, seasons
        weights = np.diff(refs.item_weights, prepend=0.0) * shape.CASES_A_YEAR
        self.expected = dict(zip(refs.items, weights, strict=True))
        self.listed = [row for row in matters() if row["lead_department"] in refs.departments]
        places: dict[str, int] = {}
        self.launched: dict[str, date] = {}
        for row in self.listed:
            place = places[row["batch"]] = places.get(row["batch"], -1) + 1
            on, first, every = BATCHES[row["batch"]]
            day = number(on) + first + every * place
            self.launched[row["matter"]] = EPOCH + timedelta(days=seasons.add(day, 0))

    def lives(
        self, cases: pl.DataFrame, days: list[int], counts: list[int]
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The entries of the list made on the days, and the applications among the cases of the days."""
        within = set(days)
        entries = [entry for row in self.listed for entry in self._entries(row, within)]
        luck = [
            draws.generator(self.seed, day, draws.MATTERS).random((3, count))
            for day, count in zip(days, counts, strict=True)
        ]
        u = np.concatenate(luck, axis=1) if luck else np.empty((3, 0))
        return (
            pl.DataFrame(entries, MATTER_LIVES, orient="row"),
            pl.DataFrame(self._runs(cases, u), RUN_LIVES, orient="row"),
        )

    def _entries(self, row: dict, within: set[int]) -> list[tuple]:
        """The versions of an entry: listed, then launched; what was before the books is in at once."""
        listed, launched = BATCHES[row["batch"]][0], self.launched[row["matter"]]
        about = tuple(row[name] for name in _ABOUT)
        first = max(number(listed), self.first) + 1
        second = max(number(launched), self.first) + 1
        versions = [(first, None), (second, launched)] if second > first else [(first, launched)]
        return [
            (*about, listed, on, _at(day, 10 * 60)) for day, on in versions if day - 1 in within
        ]

    def _runs(self, cases: pl.DataFrame, u: np.ndarray) -> list[tuple]:
        """The applications: a share of the cases of each matter's leading item, from its launch on."""
        rows: list[tuple] = []
        items = cases["item"].to_physical().to_numpy()  # positions in the list of items
        for row in self.listed:
            expected = self.expected.get(row["item"] or "", 0.0)
            if not expected or not row["a_year"]:
                continue
            share = min(row["a_year"] / expected, MOST)
            at = np.flatnonzero((items == self.refs.items.index(row["item"])) & (u[0] < share))
            since = datetime.combine(self.launched[row["matter"]], datetime.min.time())
            taken = cases[at].select("case_no", "accepted_at", "completed_at")
            rows += [
                self._run(row, case, (float(u[1, i]), float(u[2, i])))
                for i, case in zip(at, taken.iter_rows(), strict=True)
                if case[1] >= since
            ]
        return sorted(rows, key=lambda one: (one[5], one[0]))

    def _run(self, row: dict, case: tuple, luck: tuple[float, float]) -> tuple:
        """It ends no sooner than the case of its leading item; handled apart it takes as before."""
        (case_no, accepted, completed), (apart, long) = case, luck
        together = apart >= APART
        limit = row["days_after"] if together else row["days_before"]
        taken = limit + 3 if long < LATE else int(long * long * limit)
        day = self.seasons.add(number(accepted.date()), taken)
        ended = max(_at(day, 15 * 60 + int(long * 90)), completed, accepted + timedelta(minutes=8))
        about = (f"YJS-{case_no}", row["matter"], together, row["items"], limit)
        return (*about, accepted, ended)


def _at(day: int, minutes: int) -> datetime:
    midnight = datetime.combine(EPOCH + timedelta(days=day), datetime.min.time())
    return midnight + timedelta(minutes=minutes)
