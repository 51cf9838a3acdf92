"""The simulated hotline: those who apply by telephone are the cases of that channel, others call beside."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from demo.lives.cases import DAY, MORNING, case_numbers, clock_times, pick
from demo.lives.itinerary import EPOCH
from demo.world import draws, shape, visitors
from demo.world.columns import coded, instants, optional
from demo.world.references import References
from demo.world.seasons import DAY_KINDS, Seasons, number

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
HOTLINE = shape.CHANNELS.index("hotline")
KINDS = ("application", *visitors.CALL_KINDS)
SETTLED = ("at_once", "work_order")
# The line of the press report, until it became one with the province's.
CHANGED_ON = date(2018, 12, 31)
LINES = ("96196", "12345")
LONGEST = 110  # calendar days from a call to the last entry
# Rows of the drawn uniforms, by what they decide.
TIME, WAIT, ANSWERED, KIND, SETTLE, DEPARTMENT, COURSE, CLOSE, AGAIN, ENTRY, BACK, SAYS = range(12)
DRAWN = 12


def calls_shown(instant: datetime) -> list[pl.Expr]:
    """The exported fields of a call at the instant."""
    return [
        pl.col("call_no", "line", "called_at", "answered", "wait_seconds", "kind", "settled"),
        pl.col("called_at").dt.date().alias("called_on"),
        pl.col("given_department"),
        pl.col("due_at").dt.date().alias("order_due_on"),
        *(
            pl.when(pl.col(step) <= instant).then(pl.col(step).dt.date()).alias(field)
            for step, field in (("closed_at", "order_closed_on"), ("reopened_at", "reopened_on"))
        ),
    ]


def follow_ups_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of a caller's answers."""
    return [
        pl.col("follow_up_no", "department", "kind", "solved", "rated"),
        pl.col("followed_up_at").dt.date().alias("followed_up_on"),
    ]


class Hotline:
    """Draws the calls of given days around the cases accepted by telephone."""

    def __init__(self, seed: int, refs: References, seasons: Seasons) -> None:
        self.seed, self.refs, self.seasons = seed, refs, seasons
        self._beside = cache(self._beside_each)

    def lives(self, cases: pl.DataFrame, days: list[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The calls of the days (numbers, rising), and what callers say once it is over."""
        applied = cases.filter(pl.col("channel") == "hotline").get_column("accepted_at")
        accepted = applied.to_physical().to_numpy() // 1000
        of_day = [int(n) for n in _per_day(accepted // DAY, days)]
        others = [self._others(day) for day in days]
        counts = [a + b for a, b in zip(of_day, others, strict=True)]
        _, u = draws.day_by_day(self.seed, days, draws.VISITORS, DRAWN, counts, [])
        day = np.repeat(np.array(days, np.int64), counts)
        applies = np.concatenate(
            [np.arange(n + m) < n for n, m in zip(of_day, others, strict=True)] or [[]]
        ).astype(np.bool_)
        at = day * DAY + clock_times(u[TIME], shape.HALF_HOURS["hotline"])
        before = accepted - 60 - (u[TIME][applies] * 240).astype(np.int64)
        at[applies] = np.maximum(before, accepted // DAY * DAY)
        calls = self._frame(day, at, applies, u, counts)
        return calls.select(
            pl.exclude("follow_up_no", "department", "solved", "rated", "followed_up_at")
        ), (
            calls.filter(pl.col("followed_up_at").is_not_null()).select(
                "follow_up_no", "department", "kind", "solved", "rated", "followed_up_at"
            )
        )

    def _others(self, day: int) -> int:
        """Calls of a day beside the applications."""
        rng = draws.generator(self.seed + 1, day, draws.VISITORS)
        applications = self._applications(day)
        year = (EPOCH + timedelta(days=day)).year
        return draws.volume(rng, applications * self._beside(year))

    def _applications(self, day: int) -> float:
        """Cases expected by telephone."""
        kind = DAY_KINDS[int(self.seasons.kind(np.array([day]))[0])]
        return self.seasons.expected(day) * shape.CHANNEL_MIX[kind][HOTLINE]

    def _beside_each(self, year: int) -> float:
        """Other calls for each application, so that every year has as many calls."""
        days = range(number(date(year, 1, 1)), number(date(year + 1, 1, 1)))
        applications = sum(self._applications(day) for day in days)
        return (visitors.CALLS_A_YEAR - applications) / applications

    def _frame(
        self, day: Integers, at: Integers, applies: Booleans, u: Floats, counts: list[int]
    ) -> pl.DataFrame:
        busy = np.isin(at % DAY // 3600, visitors.BUSIEST_HOURS)
        answered = applies | (u[ANSWERED] >= np.where(busy, *visitors.UNANSWERED[::-1]))
        kinds, passed, limits = zip(*visitors.CALL_KINDS.values(), strict=True)
        kind = np.where(applies, 0, 1 + pick(np.cumsum(kinds), u[KIND]))
        order = answered & ~applies & (u[SETTLE] < np.array([0.0, *passed])[kind])
        wait = -np.log1p(-u[WAIT]) * np.where(busy, *visitors.WAIT[::-1])
        wait = np.where(answered, np.minimum(wait, 180), 15 + wait * 4).astype(np.int64)
        limit = np.array([0, *limits])[kind]
        closed, again = self._ends(day, limit, order, u)
        department = pick(np.cumsum(self.refs.department_shares), u[DEPARTMENT])
        late = (u[ENTRY] >= 1 - visitors.ENTERED_NEXT_DAY) * DAY
        broken = ~applies & (u[ENTRY] < visitors.BROKEN_CALL)
        changed = day > number(CHANGED_ON)
        numbers = case_numbers(day, counts)
        return pl.DataFrame(
            [
                numbers.str.replace("NC", "RX", literal=True).alias("call_no"),
                coded("line", changed.astype(np.int64), LINES),
                instants("called_at", at),
                pl.Series("answered", answered),
                pl.Series("wait_seconds", np.where(broken, -1, wait)),
                coded("kind", np.where(answered, kind, -1), KINDS),
                coded("settled", np.where(answered, order.astype(np.int64), -1), SETTLED),
                coded("given_department", np.where(order, department, -1), self.refs.departments),
                instants("due_at", np.where(order, self._morning(day, limit), -1)),
                instants("closed_at", closed),
                instants("reopened_at", again),
                instants("entered_at", at + wait + 200 + late),
                numbers.str.replace("NC", "HF", literal=True).alias("follow_up_no"),
                *self._says(closed, order & (kind != KINDS.index("report")), department, u),
            ]
        )

    def _ends(
        self, day: Integers, limit: Integers, order: Booleans, u: Floats
    ) -> tuple[Integers, Integers]:
        """When a call passed on is closed, seldom late or never; when it is raised again; −1 = never."""
        after = 1 + (u[CLOSE] ** 0.8 * np.maximum(limit - 1, 0)).astype(np.int64)
        late = u[COURSE] < visitors.ORDER_LATE
        after = np.where(late, limit + 1 + (u[CLOSE] * 8).astype(np.int64), after)
        ends = order & (u[COURSE] < 1 - visitors.ORDER_LEFT)
        closed = np.where(
            ends, self._morning(day, after) + (u[CLOSE] * 25_000).astype(np.int64), -1
        )
        days_later = 2 + (u[AGAIN] / visitors.REOPENED * 38).astype(np.int64)
        again = ends & (u[AGAIN] < visitors.REOPENED)
        return closed, np.where(again, closed + days_later * DAY, -1)

    def _says(
        self, closed: Integers, may: Booleans, department: Integers, u: Floats
    ) -> tuple[pl.Series, ...]:
        """What a caller says when called back, days after it was closed; of the others nothing."""
        back = may & (closed >= 0) & (u[BACK] < visitors.FOLLOWED_UP)
        days_later = 1 + (u[BACK] / visitors.FOLLOWED_UP * 7).astype(np.int64)
        at = self._morning(np.maximum(closed, 0) // DAY, days_later)
        rated = 1 + pick(np.cumsum(visitors.RATINGS), u[SAYS])
        solved = (u[SAYS] * 7.3) % 1 < visitors.SOLVED
        return (
            coded("department", department, self.refs.departments),
            pl.Series("solved", solved),
            optional("rated", rated),
            instants(
                "followed_up_at", np.where(back, at + (u[SAYS] * 25_000).astype(np.int64), -1)
            ),
        )

    def _morning(self, day: Integers, working_days: Integers) -> Integers:
        """Nine o'clock, so many working days later."""
        return self.seasons.workdays[self.seasons.index(day) + working_days] * DAY + MORNING


def _per_day(at: Integers, days: list[int]) -> Integers:
    """How many of the day numbers `at` (rising) lie on each of the days."""
    first, last = np.searchsorted(at, days, "left"), np.searchsorted(at, days, "right")
    return (last - first).astype(np.int64)
