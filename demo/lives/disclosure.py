"""The simulated disclosure requests (依申请公开), in every state, and their dated events.

The course of each request follows the regulation of 2019, sometimes badly: correction notices that
come too late, extensions nobody was told of, answers past the limit. Intake's clock has to find
these.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import polars as pl

from demo.lives.itinerary import EPOCH, Itinerary, Step, itinerary
from demo.world import draws, shape
from demo.world.columns import INSTANT
from demo.world.references import References
from demo.world.seasons import WORKDAY, Seasons
from demo.world.topics import APPLICANTS, CHANNELS, ELSEWHERE, TOPIC_WEIGHTS, TOPICS

LONGEST = 260  # calendar days from receipt to answer
WEEKEND_REQUESTS = 0.08  # of a working day's
REQUESTS = {
    "request_no": pl.String,
    "title": pl.String,
    "topic": pl.String,
    "department": pl.String,
    "applicant_kind": pl.String,
    "channel": pl.String,
    "received_on": pl.Date,
    "corrected_on": pl.Date,
    "extension_days": pl.Int32,
    "answered_on": pl.Date,
    "closed_on": pl.Date,
    "outcome": pl.String,
    "state": pl.String,
    "recorded_at": INSTANT,
}
EVENTS = {
    "request_no": pl.String,
    "kind": pl.String,
    "on": pl.Date,
    "correction_limit_on": pl.Date,
    "recorded_at": INSTANT,
}
PENDING = {  # an event that stops the clock, and the one that sets it going
    "third_party_asked": "third_party_replied",
    "agency_asked": "agency_replied",
    "fee_notified": "fee_paid",
}
UNANSWERED = ("r21", "r22", "r23")  # not corrected, not paid, withdrawn
# What anyone may ask of a department that no topic is of.
GENERAL = (
    "部门信息",
    ("部门权责清单", "年度部门决算", "行政规范性文件目录", "政务公开工作要点", "内设机构及其职责"),
)
_OWN = {department: (topic, titles) for topic, (department, titles) in reversed(TOPICS.items())}


def requests_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of a request: its rows are versions, already as they were then."""
    return [pl.col(name) for name in REQUESTS if name != "recorded_at"]


def events_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of an event."""
    return [pl.col("request_no", "kind", "on", "correction_limit_on")]


class Disclosure:
    """Draws the requests received on given days."""

    def __init__(self, seed: int, refs: References, seasons: Seasons) -> None:
        self.seed, self.refs, self.seasons = seed, refs, seasons
        weights = np.array(TOPIC_WEIGHTS)
        self._topics = weights / weights.sum()
        self._names = list(TOPICS)

    def lives(self, days: list[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Versions of the requests received on the days, and their events, by time recorded."""
        versions: list[tuple] = []
        events: list[tuple] = []
        for day in days:
            rng = draws.generator(self.seed, day, draws.REQUESTS)
            working = self.seasons.kind(np.array([day]))[0] == WORKDAY
            mean = shape.REQUESTS_A_YEAR / (250 + 115 * WEEKEND_REQUESTS)
            for n in range(rng.poisson(mean if working else mean * WEEKEND_REQUESTS)):
                number = f"YSQ{EPOCH + timedelta(days=day):%Y%m%d}-{n + 1:03d}"
                course = itinerary(rng, day, bool(working), self.seasons)
                versions += self._versions(number, self._subject(rng, bool(working)), course)
                events += [
                    (number, s.kind, s.on, s.limit_on, s.at)
                    for s in course.steps[1:]
                    if s.kind != "ended"
                ]
        return (
            pl.DataFrame(versions, REQUESTS, orient="row").sort("recorded_at", "request_no"),
            pl.DataFrame(events, EVENTS, orient="row").sort("recorded_at", "request_no", "kind"),
        )

    def _subject(self, rng: np.random.Generator, working: bool) -> tuple[str, str, str, str, str]:
        topic = self._names[rng.choice(len(self._names), p=self._topics)]
        department, titles = TOPICS[topic]
        n = rng.integers(len(titles))
        other = self.refs.departments[rng.integers(len(self.refs.departments))]
        if rng.random() < ELSEWHERE or department not in self.refs.departments:
            department = other
        if department != TOPICS[topic][0]:  # it is asked for what it has
            topic, titles = _OWN.get(department, GENERAL)
        title = titles[n % len(titles)]
        applicant = rng.choice(list(APPLICANTS), p=list(APPLICANTS.values()))
        channel = rng.choice(list(CHANNELS), p=list(CHANNELS.values()))
        return title, topic, department, str(applicant), str(channel) if working else "online"

    @staticmethod
    def _versions(number: str, subject: tuple[str, ...], course: Itinerary) -> list[tuple]:
        """One row for each step of the course, with what is known after it."""
        received, corrected, outcome = course.steps[0].on, None, None
        answered = closed = None
        waiting: set[str] = set()
        extension_steps: set[str] = set()
        state, rows = "open", []
        for step in course.steps:
            waiting.discard(step.kind)
            if step.kind in PENDING:
                waiting.add(PENDING[step.kind])
            if step.kind == "corrected":
                corrected = step.on
            extension_steps |= {step.kind} & {"extension_approved", "extension_notified"}
            state = _state(step, waiting, state)
            if step.kind == "ended":
                closed, outcome = step.on, course.outcome
                state = "closed" if outcome in UNANSWERED else "answered"
                answered = None if state == "closed" else closed
            extension = course.extension_days if len(extension_steps) == 2 else None
            rows.append(
                (
                    number,
                    *subject,
                    received,
                    corrected,
                    extension,
                    answered,
                    closed,
                    outcome,
                    state,
                    step.at,
                )
            )
        return rows


def _state(step: Step, waiting: set[str], before: str) -> str:
    if step.kind == "correction_asked":
        return "awaiting_correction"
    if before == "awaiting_correction" and step.kind != "corrected":
        return before
    return "stopped" if waiting else "open"
