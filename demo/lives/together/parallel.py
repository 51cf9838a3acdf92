"""The simulated parallel approvals: the schemes, some 1,350 applications a year, and their steps.

The limits of 119 and 34 working days are the press report's; which departments they are made of, and
the other two schemes' limits, are the simulation's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import polars as pl

from demo.lives.itinerary import EPOCH
from demo.world import draws
from demo.world.columns import INSTANT
from demo.world.references import References
from demo.world.seasons import WORKDAY, Seasons, number

A_DAY = 5.42  # applications on a working day
LONGEST = 240  # calendar days from the acceptance to the last entry
LATE, AT_THE_LIMIT = 0.012, 0.05  # of the steps
FAR_TOO_LATE = 0.001  # of the steps: so that the whole is late as well
WITHDRAWN, REFUSED = 0.01, 0.006  # of the applications
RETURNED, CONDITIONS, NOT_AGREED = 0.03, 0.08, 0.004  # of the steps
LATE_ENTRY, LATE_BY = 0.03, 5  # of the entries; calendar days at most
BROKEN = 0.006  # lines that state a result and no day of it: put right days later
MISTYPED = 0.0015  # lines under a number that is none, completed before accepted: never put right
WRONG_DAY = 0.015  # completed a day later than it was: put right days later
PUT_RIGHT_AFTER = 4
IN_ZONES = 0.32
ZONES = {"jkq": 0.46, "hgy": 0.12, "sqy": 0.20, "gpy": 0.14, "jly": 0.08}


@dataclass(frozen=True)
class Part:
    """A department's part of a scheme: its limit on its own and within the scheme, and the stage.

    `share` of the applications need it.
    """

    item: str
    alone: int
    promised: int
    stage: int = 0
    share: float = 1.0


@dataclass(frozen=True)
class Scheme:
    """`share` of the applications; who leads at which window; limits in working days."""

    share: float
    lead: str
    window: str
    legal: int
    promised: int
    issued: date
    parts: tuple[Part, ...]


SCHEMES = {
    "enterprise": Scheme(
        0.926, "scjg", "W01", 119, 34, date(2013, 5, 1),
        (
            Part("scjg-01", 15, 3), Part("sthj-02", 30, 15, 1, 0.62), Part("wjw-04", 20, 10, 1, 0.86),
            Part("xfzd-01", 13, 8, 1, 0.88), Part("scjg-04", 20, 10, 1, 0.92),
            Part("gaj-01", 15, 8, 1, 0.74), Part("tax-01", 6, 3, 2),
        ),
    ),
    "government": Scheme(
        0.026, "fgw", "W02", 210, 80, date(2013, 9, 1),
        (
            Part("zrzy-01", 20, 12), Part("fgw-02", 20, 12), Part("sthj-01", 60, 20, 1),
            Part("swj-02", 20, 10, 1), Part("zrzy-02", 20, 8, 1), Part("zrzy-03", 20, 12, 2),
            Part("rfb-01", 20, 8, 2), Part("zjj-03", 15, 12, 2), Part("zjj-01", 15, 5, 3),
        ),
    ),
    "private": Scheme(
        0.048, "zjj", "W03", 155, 60, date(2013, 9, 1),
        (
            Part("fgw-01", 20, 7), Part("sthj-02", 30, 12, 1), Part("zrzy-02", 20, 8, 1),
            Part("swj-02", 15, 8, 1, 0.7), Part("zrzy-03", 20, 12, 2), Part("rfb-01", 20, 8, 2, 0.8),
            Part("zjj-03", 15, 10, 2, 0.9), Part("zjj-01", 15, 5, 3),
        ),
    ),
}  # fmt: skip
SCHEME_LIVES = {
    "scheme": pl.String, "lead_department": pl.String, "lead_window": pl.String,
    "departments_n": pl.Int64, "legal_days": pl.Int64, "promised_days": pl.Int64,
    "issued_on": pl.Date, "basis": pl.String, "recorded_at": INSTANT,
}  # fmt: skip
RUN_LIVES = {
    "run_no": pl.String, "scheme": pl.String, "accepted_on": pl.Date, "promised_days": pl.Int64,
    "completed_on": pl.Date, "outcome": pl.String, "recorded_at": INSTANT,
}  # fmt: skip
STEP_LIVES = {
    "run_no": pl.String, "step": pl.Int64, "scheme": pl.String, "department": pl.String,
    "item": pl.String, "alone_days": pl.Int64, "promised_days": pl.Int64,
    "opened_at": INSTANT, "completed_at": INSTANT, "opinion": pl.String, "entered_at": INSTANT,
}  # fmt: skip
ZONE_LIVES = {"zone_run_no": pl.String, "zone": pl.String, "accepted_at": INSTANT}


def schemes_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of the schemes."""
    return [pl.col(*(name for name in SCHEME_LIVES if name != "recorded_at"))]


def runs_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of the applications."""
    return [pl.col(*(name for name in RUN_LIVES if name != "recorded_at"))]


def steps_shown(instant: datetime) -> list[pl.Expr]:
    """The exported fields of the steps at the instant."""
    over = pl.col("entered_at") <= instant
    return [
        pl.col("run_no", "step", "scheme", "department", "item", "alone_days", "promised_days"),
        pl.col("opened_at").dt.date().alias("opened_on"),
        pl.when(over).then(pl.col("completed_at").dt.date()).alias("completed_on"),
        pl.when(over).then("opinion").alias("outcome"),
    ]


def zone_runs_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of the applications from zones."""
    return [pl.col("zone_run_no", "zone"), pl.col("accepted_at").dt.date().alias("accepted_on")]


class Parallel:
    """Draws the applications accepted on given days, their steps, and the schemes' book."""

    def __init__(self, seed: int, start: date, refs: References, seasons: Seasons) -> None:
        self.seed, self.first, self.refs, self.seasons = seed, number(start), refs, seasons
        owners = zip(refs.items, refs.item_department, strict=True)
        self.owner = {item: refs.departments[position] for item, position in owners}

    def lives(self, days: list[int]) -> dict[str, pl.DataFrame]:
        """The schemes, steps, applications and those from zones that begin on the days, by dataset."""
        runs: list[tuple] = []
        steps: list[tuple] = []
        in_zones: list[tuple] = []
        for day in days:
            if self.seasons.kind(np.array([day]))[0] != WORKDAY:
                continue
            rng = draws.generator(self.seed, day, draws.PARALLEL)
            for n in range(int(A_DAY + rng.random())):
                self._run(rng, day, n, runs, steps, in_zones)
        schemes = self._schemes() if self.first in days else []
        return {
            "parallel-schemes": pl.DataFrame(schemes, SCHEME_LIVES, orient="row"),
            "parallel-steps": pl.DataFrame(steps, STEP_LIVES, orient="row"),
            "parallel-approvals": pl.DataFrame(runs, RUN_LIVES, orient="row"),
            "zone-runs": pl.DataFrame(in_zones, ZONE_LIVES, orient="row"),
        }

    def _schemes(self) -> list[tuple]:
        entered = _at(self.first + 1, 10 * 60)
        rows = []
        for id, scheme in SCHEMES.items():
            if scheme.lead not in self.refs.departments:
                continue
            window = scheme.window if scheme.window in self.refs.windows else None
            taking_part = {self.owner[p.item] for p in scheme.parts if p.item in self.owner}
            rows.append((
                id, scheme.lead, window, len(taking_part | {scheme.lead}), scheme.legal,
                scheme.promised, scheme.issued, "市人民政府并联审批实施方案", entered,
            ))  # fmt: skip
        return rows

    def _run(
        self, rng: np.random.Generator, day: int, n: int,
        runs: list[tuple], steps: list[tuple], in_zones: list[tuple],
    ) -> None:  # fmt: skip
        """One application: the versions of its record, its steps, and its zone if it is in one."""
        id = str(rng.choice(list(SCHEMES), p=[one.share for one in SCHEMES.values()]))
        accepted = _at(day, int(rng.integers(9 * 60, 16 * 60)))
        code = f"BL{accepted:%Y%m%d}-{n + 1:02d}"
        own = self._steps(rng, id, code, day, accepted)
        last = max((row[8] for row in own), default=accepted)
        ended, outcome = last, "granted"
        ending = rng.random()
        if ending < WITHDRAWN:  # before the last stage has begun
            outcome = "withdrawn"
            ended = _at(self.seasons.add(day, int(rng.integers(2, 9))), 15 * 60)
            own = [row for row in own if row[7] <= ended]
        elif ending < WITHDRAWN + REFUSED:
            outcome = "refused"
        steps += own
        about = (code, id, accepted.date(), SCHEMES[id].promised)
        runs += self._versions(rng, about, accepted, ended, outcome)
        if rng.random() < IN_ZONES:
            zone = str(rng.choice(list(ZONES), p=list(ZONES.values())))
            in_zones.append((f"YQ{code}", zone, accepted))

    @staticmethod
    def _versions(
        rng: np.random.Generator, about: tuple, accepted: datetime, ended: datetime, outcome: str
    ) -> list[tuple]:
        late, fault, mistyped = rng.random(3)
        days_late = int(rng.integers(1, LATE_BY)) if late < LATE_ENTRY else 0
        entered = ended + timedelta(days=days_late, minutes=40)
        put_right = entered + timedelta(days=PUT_RIGHT_AFTER)
        versions: list[tuple] = [(*about, None, None, accepted + timedelta(minutes=10))]
        if mistyped < MISTYPED:
            code, *rest = about
            before = accepted.date() - timedelta(days=3)
            versions.append((f"{code}#", *rest, before, outcome, entered))
        right = (*about, ended.date(), outcome)
        if fault < BROKEN:
            return [*versions, (*about, None, outcome, entered), (*right, put_right)]
        if fault < BROKEN + WRONG_DAY:
            wrong = (*about, ended.date() + timedelta(days=1), outcome)
            later = entered + timedelta(days=1)
            return [*versions, (*wrong, later), (*right, put_right)]
        return [*versions, (*right, entered)]

    def _steps(
        self, rng: np.random.Generator, id: str, code: str, day: int, accepted: datetime
    ) -> list[tuple]:
        """Its steps, stage by stage: one begins when all of the one before are done."""
        rows: list[tuple] = []
        begun, ready = day, accepted
        parts = [p for p in SCHEMES[id].parts if rng.random() < p.share and p.item in self.owner]
        for stage in sorted({part.stage for part in parts}):
            ends = []
            for part in (one for one in parts if one.stage == stage):
                done = self.seasons.add(begun, self._taken(rng, part.promised))
                ended = _at(done, int(rng.integers(14 * 60, 17 * 60)))
                ended = max(ended, ready + timedelta(minutes=30))
                late = rng.random() < LATE_ENTRY
                entered = ended + timedelta(days=int(rng.integers(1, LATE_BY)) if late else 0)
                opinion = _opinion(rng.random())
                rows.append((
                    code, len(rows) + 1, id, self.owner[part.item], part.item, part.alone,
                    part.promised, ready, ended, opinion, entered + timedelta(minutes=20),
                ))  # fmt: skip
                ends.append(ended)
            ready = max(ends) + timedelta(minutes=5)
            begun = number(ready.date())
        return rows

    @staticmethod
    def _taken(rng: np.random.Generator, promised: int) -> int:
        """Working days that a step takes: mostly well within its limit."""
        luck = rng.random()
        if luck < FAR_TOO_LATE:
            return promised + int(rng.integers(15, 40))
        if luck < LATE:
            return promised + int(rng.integers(1, 6))
        if luck < LATE + AT_THE_LIMIT:
            return promised
        return int(rng.beta(2.2, 2.0) * promised)


def _opinion(luck: float) -> str:
    for share, opinion in (
        (NOT_AGREED, "refused"),
        (RETURNED, "returned"),
        (CONDITIONS, "agreed_if"),
    ):
        if luck < share:
            return opinion
        luck -= share
    return "agreed"


def _at(day: int, minutes: int) -> datetime:
    midnight = datetime.combine(EPOCH + timedelta(days=day), datetime.min.time())
    return midnight + timedelta(minutes=minutes)
