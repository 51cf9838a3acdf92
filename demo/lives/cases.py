"""The simulated cases: who comes, with what, when, and how it ends."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import numpy.typing as npt
import polars as pl

from demo.lives import terms
from demo.world import draws, shape
from demo.world.columns import coded, instants, optional
from demo.world.references import References
from demo.world.seasons import DAY_KINDS, WORKDAY, Seasons

DAY = 86_400
NOON, MORNING, AFTERNOON, CLOSING = 12 * 3600, 9 * 3600, 13 * 3600, 17 * 3600
HALL, APPOINTMENT = shape.CHANNELS.index("hall"), shape.CHANNELS.index("appointment")
CASE_KINDS = ("instant", "promised")
APPLICANTS = ("individual", "organisation", "unknown")
LONGEST_DELAY, LONGEST_STOP = 60, 14  # working days
LONGEST_ENTRY = 14  # calendar days from an end to its entry
Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
# Rows of the drawn uniforms, by what they decide.
TIME, CHANNEL, ITEM, WINDOW, DISTRICT, APPLICANT, COURSE = range(7)
DELAY, MOMENT, OUTCOME, PLACE, ENTRY, STOP, STOP_LENGTH = range(7, 14)
DRAWN = 14 + terms.DRAWN


def fields_at(instant: datetime) -> list[pl.Expr]:
    """The exported fields at the instant: nothing of the end before it is in the books."""
    over = pl.col("finished_at") <= instant
    return [
        pl.col("case_no", "item", "department", "district", "window", "channel", "applicant_kind"),
        pl.col("case_kind", "accepted_at"),
        pl.when(over).then("completed_at").alias("completed_at"),
        pl.when(over).then("finished_at").alias("completion_recorded_at"),
        pl.when(over).then("outcome").alias("outcome"),
        pl.col("promised_days", "belongs_on_site", "joint_handling", "online_depth"),
        pl.when(over).then("completed_on_site").alias("completed_on_site"),
        pl.col("submitted_on", "notified_on"),
        *(
            pl.when(pl.col("extended_at") <= instant).then(name).alias(name)
            for name in ("extension_days", "extension_approved_on", "extension_notified_on")
        ),
        pl.when(pl.col("delivered_at") <= instant)
        .then(pl.col("delivered_at").dt.date())
        .alias("delivered_on"),
    ]


def pick(weights: Floats, u: Floats) -> Integers:
    """Positions drawn by cumulative weights."""
    return np.minimum(np.searchsorted(weights, u, side="right"), len(weights) - 1)


def clock_times(u: Floats, half_hours: tuple[float, ...]) -> Integers:
    """Seconds after midnight, by the weight of each half hour."""
    shares = np.cumsum(np.array([0.0, *half_hours]) / sum(half_hours))
    return np.minimum(np.interp(u, shares, np.arange(49) * 1800.0).astype(np.int64), DAY - 1)


def horizon(refs: References) -> int:
    """Calendar days within which every case has ended, with room for long holidays."""
    working = int(refs.item_promised.max(initial=1)) + LONGEST_DELAY + LONGEST_STOP + 3
    return working * 7 // 5 + 40 + terms.LONGEST_DELIVERY


class Cases:
    """Draws the cases accepted on given days."""

    def __init__(self, seed: int, refs: References, seasons: Seasons) -> None:
        self.seed, self.refs, self.seasons = seed, refs, seasons

    def lives(self, days: list[int]) -> tuple[pl.DataFrame, list[int]]:
        """All cases accepted on the days (numbers, rising), by acceptance; and each day's count."""
        expected = [self.seasons.expected(day) for day in days]
        counts, u = draws.day_by_day(self.seed, days, draws.CASES, DRAWN, None, expected)
        day = np.repeat(np.array(days, np.int64), counts)
        channel = self._channels(day, u[CHANNEL])
        time = np.zeros(len(day), np.int64)
        for i, name in enumerate(shape.CHANNELS):
            mine = channel == i
            time[mine] = clock_times(u[TIME][mine], shape.HALF_HOURS[name])
        order = np.argsort(day * DAY + time, kind="stable")
        day, time, channel, u = day[order], time[order], channel[order], u[:, order]
        return self._frame(day, time, channel, u, counts), counts

    def _channels(self, day: Integers, u: Floats) -> Integers:
        kinds = self.seasons.kind(day)
        channel = np.zeros(len(day), np.int64)
        for i, name in enumerate(DAY_KINDS):
            mine = kinds == i
            channel[mine] = pick(np.cumsum(shape.CHANNEL_MIX[name]), u[mine])
        return channel

    def _frame(
        self, day: Integers, time: Integers, channel: Integers, u: Floats, counts: list[int]
    ) -> pl.DataFrame:
        refs = self.refs
        item = pick(refs.item_weights, u[ITEM])
        instant = refs.item_instant[item]
        stop = self._stops(instant, u)
        promised = np.maximum(refs.item_promised[item], 1)
        extension = terms.extension(instant, u[14:])
        halves = self._halves(promised, extension, u)
        completed = np.where(
            instant,
            self._instant_end(day, time, channel, u),
            self._promised_end(day, time, halves + 2 * stop, u),
        )
        accepted = day * DAY + time
        entered = accepted + self._late_entry(channel, u[ENTRY])
        finished = np.maximum(completed, entered) + self._late_end(instant, u[MOMENT])
        outcome = pick(np.cumsum([*shape.OUTCOMES.values()]), u[OUTCOME])
        approved = refs.item_approval[item] & (outcome == 0)
        more = terms.Terms(self.seasons, day, instant, u[14:])
        return pl.DataFrame(
            [
                case_numbers(day, counts),
                *self._of_whom_and_where(item, channel, u),
                coded("case_kind", np.where(instant, 0, 1), CASE_KINDS),
                instants("accepted_at", accepted),
                instants("completed_at", completed),
                coded("outcome", outcome, [*shape.OUTCOMES]),
                optional("legal_days", refs.item_legal[item]),
                optional("promised_days", np.where(instant, -1, refs.item_promised[item])),
                optional("excluded_days", np.where(instant, -1, stop)),
                *self._on_site(item, channel, instant, u[PLACE]),
                more.online_depth(channel),
                *more.handing_in(),
                *more.extended(promised, extension, entered),
                *more.stops(stop, halves),
                instants("entered_at", entered),
                instants("finished_at", finished),
                more.delivered(completed, approved, np.where(instant, entered, finished)),
            ]
        )

    def _of_whom_and_where(
        self, item: Integers, channel: Integers, u: Floats
    ) -> tuple[pl.Series, ...]:
        refs = self.refs
        return (
            coded("item", item, refs.items),
            coded("department", refs.item_department[item], refs.departments),
            coded("district", pick(refs.district_weights, u[DISTRICT]), refs.districts),
            coded("window", self._windows(item, channel, u[WINDOW]), refs.windows),
            coded("channel", channel, shape.CHANNELS),
            coded("applicant_kind", self._applicants(item, u[APPLICANT]), APPLICANTS),
        )

    def _on_site(
        self, item: Integers, channel: Integers, instant: npt.NDArray[np.bool_], u: Floats
    ) -> tuple[pl.Series, pl.Series]:
        """Whether a case belongs into the hall, and whether it was completed there."""
        here = (channel == HALL) | (channel == APPOINTMENT)
        belongs = self.refs.item_on_site[item] & here
        elsewhere = np.where(instant, shape.ELSEWHERE[0], shape.ELSEWHERE[1])
        return (
            pl.Series("belongs_on_site", belongs),
            pl.Series("completed_on_site", belongs & (u >= elsewhere)),
        )

    @staticmethod
    def _stops(instant: npt.NDArray[np.bool_], u: Floats) -> Integers:
        """Working days of hearing, inspection, expert review …: for a few of the promised cases."""
        length = 2 + (u[STOP_LENGTH] * (LONGEST_STOP - 2)).astype(np.int64)
        return np.where(~instant & (u[STOP] < shape.HAS_STOPS), length, 0)

    @staticmethod
    def _late_entry(channel: Integers, u: Floats) -> Integers:
        """Seconds until entry (补录): the window's paperwork of one to three days before, or 0."""
        days_late = 1 + (u / shape.LATE_ENTRY * 3).astype(np.int64)
        return np.where((channel == HALL) & (u < shape.LATE_ENTRY), days_late * DAY, 0)

    @staticmethod
    def _late_end(instant: npt.NDArray[np.bool_], u: Floats) -> Integers:
        """Seconds until the end of a promised case is entered (补录): a few of them days later, or 0."""
        share = u * 1000 % 1  # what follows the third place decides nothing else
        days_late = 1 + (share / shape.ENDS_LATE_ENTERED * LONGEST_ENTRY).astype(np.int64)
        return np.where(~instant & (share < shape.ENDS_LATE_ENTERED), days_late * DAY, 0)

    def _applicants(self, item: Integers, u: Floats) -> Integers:
        kinds = np.where(u < self.refs.item_individuals[item] * (1 - shape.UNKNOWN_APPLICANT), 0, 1)
        return np.where(u >= 1 - shape.UNKNOWN_APPLICANT, 2, kinds)

    def _windows(self, item: Integers, channel: Integers, u: Floats) -> Integers:
        """Only who comes to the hall stands at a window."""
        column = (u * self.refs.item_window_count[item]).astype(np.int64)
        here = (channel == HALL) | (channel == APPOINTMENT)
        return np.where(here, self.refs.item_windows[item, column], -1)

    def _instant_end(self, day: Integers, time: Integers, channel: Integers, u: Floats) -> Integers:
        """Seconds since 1970. In the same visit or at once; online at night often next morning."""
        here = (channel == HALL) | (channel == APPOINTMENT)
        visit = np.where(here, 240 + u[MOMENT] * 1260, 20 + u[MOMENT] * 400)
        # A visit that begins before noon ends before noon, and before midnight.
        room = np.where(time < NOON, NOON, DAY) - time - 1
        spent = np.maximum(np.where(visit < room, visit, room * u[MOMENT]), 1).astype(np.int64)
        end = day * DAY + time + spent
        work = self.seasons.kind(day) == WORKDAY
        closed = ~work | (time < MORNING) | (time >= CLOSING)
        waits = (~here & closed & (u[COURSE] < shape.NIGHT_WAITS)) | (
            here & (u[COURSE] < shape.COMES_BACK)
        )
        today = work & (time < MORNING)
        next_day = self.seasons.workdays[self.seasons.index(day) + np.where(today, 0, 1)]
        morning = next_day * DAY + MORNING + (u[DELAY] * 5400).astype(np.int64)
        return np.where(waits, morning, end)

    @staticmethod
    def _halves(promised: Integers, extension: Integers, u: Floats) -> Integers:
        """Half working days that promised cases take, without stops: mostly under the promise."""
        a, b = shape.USED_OF_PROMISE  # inverse of Kumaraswamy's distribution function
        eager = (1 - (1 - u[DELAY]) ** (1 / b)) ** (1 / a)
        halves = 1 + (eager * (2 * promised - 1)).astype(np.int64)
        halves = np.where(u[COURSE] < shape.LATE + shape.AT_THE_LIMIT, 2 * promised, halves)
        delay = 1 - np.log1p(-u[DELAY]) * np.where(u[COURSE] < shape.LATE * 0.05, 25, 5)
        delay = np.minimum(delay, LONGEST_DELAY).astype(np.int64)
        halves = np.where(u[COURSE] < shape.LATE, 2 * (promised + delay), halves)
        return np.where(extension > 0, 2 * promised + extension, halves)

    def _promised_end(self, day: Integers, time: Integers, halves: Integers, u: Floats) -> Integers:
        """Seconds since 1970, after so many half working days."""
        work = self.seasons.kind(day) == WORKDAY
        begin = 2 * self.seasons.index(day) + (~work | (time >= NOON))
        end = begin + halves
        opening = np.where(end % 2 == 0, MORNING, AFTERNOON)
        open_for = np.where(end % 2 == 0, NOON - MORNING, CLOSING - AFTERNOON)
        moment = opening + (u[MOMENT] * open_for).astype(np.int64)
        return self.seasons.workdays[end // 2] * DAY + moment


def case_numbers(day: Integers, counts: list[int]) -> pl.Series:
    """Public receipt numbers: date and running number of the day, e.g. NC20250912-00042."""
    starts = np.cumsum([0, *counts[:-1]]) if counts else np.zeros(0, np.int64)
    running = np.arange(len(day)) - np.repeat(starts, counts) + 1
    days, position = np.unique(day, return_inverse=True)
    words = pl.Series(days.astype("datetime64[D]")).dt.strftime("NC%Y%m%d-")
    frame = pl.DataFrame({"day": position, "n": running})
    return frame.select(
        pl.concat_str(
            pl.lit(words).gather(pl.col("day")), pl.col("n").cast(pl.String).str.zfill(5)
        ).alias("case_no")
    ).to_series()
