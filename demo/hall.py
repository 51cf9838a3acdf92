"""The simulated hall as a whole: all lives that begin on given days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from demo.lives import deferred, disclosure, ratings, reviews, terms
from demo.lives.business import visits
from demo.lives.business.linked import Linked
from demo.lives.business.projects import Cards, Projects
from demo.lives.business.visits import Visits
from demo.lives.cases import Cases, horizon
from demo.lives.clean_up import CleanUp
from demo.lives.conduct import complaints
from demo.lives.conduct.attendance import Attendance
from demo.lives.conduct.complaints import Complaints
from demo.lives.conduct.patrols import Patrols
from demo.lives.deferred import Deferred
from demo.lives.disclosure import Disclosure
from demo.lives.guidance.guides import Guides
from demo.lives.guidance.knowledge_base import KnowledgeBase
from demo.lives.guidance.questions import Questions
from demo.lives.inspections import Inspections
from demo.lives.market import orders
from demo.lives.market.firms import Market
from demo.lives.market.orders import Orders
from demo.lives.people import assessed, checks
from demo.lives.people.assessed import Assessed
from demo.lives.people.checks import Checks
from demo.lives.people.posts import Posts
from demo.lives.people.rulebook import Rulebook
from demo.lives.people.sessions import Sessions
from demo.lives.promises import Promises
from demo.lives.queue.tickets import Queue
from demo.lives.ratings import Ratings
from demo.lives.reviews import Reviews
from demo.lives.statements import Statements
from demo.lives.supervision_lists import SupervisionLists
from demo.lives.survey import Survey
from demo.lives.together import parallel, zone
from demo.lives.together.matters import Matters
from demo.lives.together.parallel import Parallel
from demo.lives.together.zone import Zone
from demo.lives.visitors import hotline
from demo.lives.visitors.appointments import Appointments
from demo.lives.visitors.assisted import Assisted
from demo.lives.visitors.hotline import Hotline
from demo.lives.visitors.stuck import Stuck
from demo.world.references import read, references
from demo.world.seasons import Seasons, number


class SimulatedHall:
    """A hall that opened its books on `start`; what it does is fixed by the seed (≥ 0).

    `frames` are the reference lists by dataset id, as `demo.world.references.read` gives them; by
    default the ones that ship.
    """

    def __init__(
        self, seed: int, start: date, frames: dict[str, pl.DataFrame] | None = None
    ) -> None:
        self.seed, self.start = seed, start
        self.frames = frames or read()
        refs, seasons = references(self.frames), Seasons()
        self._cases = Cases(seed, refs, seasons)
        self._ratings = Ratings(seed, refs, seasons)
        self._disclosure = Disclosure(seed, refs, seasons)
        self._reviews = Reviews(seed, refs, seasons)
        self._statements = Statements(seed, start, refs, self._disclosure)
        self._clean_up = CleanUp(seed, start, refs, seasons)
        self._promises = Promises(start, refs)
        self._inspections = Inspections(seed, refs, seasons)
        self._deferred = Deferred(seed, refs, seasons)
        self._hotline = Hotline(seed, refs, seasons)
        self._appointments = Appointments(seed, refs, seasons)
        self._stuck = Stuck(seed, refs, seasons)
        self._assisted = Assisted(seed, start, refs, seasons)
        self._queue = Queue(seed)
        self._survey = Survey(seed, start, refs)
        self._market = Market(start, refs)
        self._orders = Orders(seed, start, seasons)
        self._knowledge_base = KnowledgeBase(seed, start, refs)
        self._questions = Questions(seed, self._knowledge_base, seasons)
        self._guides = Guides(start, refs)
        self._visits = Visits(seed, start, refs, seasons)
        self._projects = Projects(seed, start, seasons)
        self._cards = Cards(seed, start, seasons)
        self._linked = Linked(seed, start, refs, seasons)
        self._parallel = Parallel(seed, start, refs, seasons)
        self._zone = Zone(seed, start, refs, seasons)
        self._supervision = SupervisionLists(start)
        self._matters = Matters(seed, start, refs, seasons)
        self._assessed = Assessed(seed, start, refs, seasons)
        self._posts = Posts(seed, start, refs, seasons)
        self._sessions = Sessions(seed, start, seasons)
        self._checks = Checks(seed, start, seasons)
        self._rulebook = Rulebook(start)
        self._attendance = Attendance(seed, refs, seasons)
        self._patrols = Patrols(seed, seasons)
        self._complaints = Complaints(seed, refs, seasons)
        # Calendar days after which whatever began has come to its end.
        self.longest_life = max(
            horizon(refs) + ratings.LONGEST_FOLLOW_UP,
            disclosure.LONGEST,
            reviews.LONGEST,
            deferred.LONGEST,
            hotline.LONGEST,
            orders.LONGEST,
            visits.LONGEST,
            parallel.LONGEST,
            zone.LONGEST,
            assessed.LONGEST,
            checks.LONGEST,
            complaints.LONGEST,
        )

    def lives(self, days: Iterable[date]) -> dict[str, pl.DataFrame]:
        """Everything that begins on the days, by dataset id: whole lives, to be cut by `states`."""
        numbers = sorted(number(day) for day in set(days) if day >= self.start)
        cases, counts = self._cases.lives(numbers)
        rated = self._ratings.lives(cases, numbers, counts)
        return {
            **self._supervision.lives(numbers),  # first: else their cards come with them at once
            "case-stops": terms.stops(cases),  # first: else each file of them renews its cases
            "cases": cases,
            "evaluations": rated,
            **self._disclosed(numbers),
            **self._reformed(numbers),
            **self._served(cases, numbers),
            **self._answered(numbers),
            **self._for_enterprises(numbers),
            **self._together(cases, numbers, counts),
            **self._people(numbers),
            **self._conduct(rated, numbers),
        }

    def _disclosed(self, numbers: list[int]) -> dict[str, pl.DataFrame]:
        requests, events = self._disclosure.lives(numbers)
        return {
            "disclosure-requests": requests,
            "disclosure-events": events,
            "disclosure-reviews": self._reviews.lives(numbers),
            "disclosure-statements": self._statements.lives(numbers),
        }

    def _reformed(self, numbers: list[int]) -> dict[str, pl.DataFrame]:
        combed, changes = self._clean_up.lives(numbers)
        granted, owed = self._deferred.lives(numbers)
        return {
            "item-reviews": combed,
            "item-changes": changes,
            "time-commitments": self._promises.lives(numbers),
            "joint-inspections": self._inspections.lives(numbers),
            "deferred-papers": owed,
            "deferred-approvals": granted,
        }

    def _served(self, cases: pl.DataFrame, numbers: list[int]) -> dict[str, pl.DataFrame]:
        calls, answers = self._hotline.lives(cases, numbers)
        queue, states, waits = self._queue.lives(cases, numbers)
        terminals, terminal_days, assisted = self._assisted.lives(cases, numbers)
        return {
            "hotline-calls": calls,
            "hotline-follow-ups": answers,
            "appointments": self._appointments.lives(cases, numbers),
            "stuck-matters": self._stuck.lives(numbers),
            "terminals": terminals,
            "terminal-days": terminal_days,
            "assisted-services": assisted,
            "queue": queue,
            "queue-states": states,
            "queue-waits": waits,
        }

    def _answered(self, numbers: list[int]) -> dict[str, pl.DataFrame]:
        """What others found and offer, and what the hall tells who asks."""
        faqs, looked_at = self._knowledge_base.lives(numbers)
        forms, papers = self._guides.lives(numbers)
        return {
            "survey-results": self._survey.lives(numbers),
            "intermediaries": self._market.firms(numbers),
            "intermediary-items": self._market.services(numbers),
            "intermediary-orders": self._orders.lives(numbers),
            "faqs": faqs,
            "faq-reviews": looked_at,
            "faq-answers-daily": self._questions.lives(numbers),
            "item-forms": forms,
            "item-papers": papers,
        }

    def _for_enterprises(self, numbers: list[int]) -> dict[str, pl.DataFrame]:
        visited, problems = self._visits.lives(numbers)
        projects, steps, opened = self._projects.lives(numbers)
        return {
            "enterprise-visits": visited,
            "enterprise-problems": problems,
            "agency-projects": projects,
            "agency-steps": steps,
            "enterprise-files": opened,
            "contact-cards": self._cards.lives(numbers),
            "linked-reviews": self._linked.lives(numbers),
        }

    def _together(
        self, cases: pl.DataFrame, numbers: list[int], counts: list[int]
    ) -> dict[str, pl.DataFrame]:
        table, commitments = self._zone.lives(numbers)
        matters, as_one = self._matters.lives(cases, numbers, counts)
        return {
            **self._parallel.lives(numbers),
            "zone-steps": table,
            "zone-commitments": commitments,
            "one-matters": matters,
            "one-matter-runs": as_one,
        }

    def _people(self, numbers: list[int]) -> dict[str, pl.DataFrame]:
        checked, errors = self._checks.lives(numbers)
        return {
            **self._assessed.lives(numbers),
            **self._posts.lives(numbers),
            "training": self._sessions.lives(numbers),
            "spot-checks": checked,
            "spot-check-findings": errors,
            "hall-rules": self._rulebook.lives(numbers),
        }

    def _conduct(self, rated: pl.DataFrame, numbers: list[int]) -> dict[str, pl.DataFrame]:
        """Who was at the post, what patrols found there, and who complained."""
        there = self._attendance.lives(numbers)
        patrols, findings = self._patrols.lives(there, numbers)
        return {
            "attendance": there,
            "patrol-findings": findings,
            "patrols": patrols,
            **self._complaints.lives(rated, numbers),
        }

    def cases_accepted_on(self, day: date) -> pl.DataFrame:
        """The cases accepted on a day, with their whole life."""
        return self.lives([day])["cases"]
