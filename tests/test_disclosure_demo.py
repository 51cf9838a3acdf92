"""The simulated hall is asked for what its departments have, and states what they can do."""

from __future__ import annotations

from datetime import date

import pytest

from demo.hall import SimulatedHall
from demo.lives.disclosure import GENERAL
from demo.world.seasons import number
from demo.world.topics import TOPICS

FIRST, LAST = date(2025, 1, 2), date(2025, 12, 31)


@pytest.fixture(scope="module")
def hall() -> SimulatedHall:
    return SimulatedHall(7, date(2024, 6, 3))


def test_a_department_is_asked_for_what_it_has(hall: SimulatedHall):
    requests, _ = hall._disclosure.lives(list(range(number(FIRST), number(LAST) + 1)))
    asked = set(requests.select("department", "topic", "title").iter_rows())
    general = {department for department, topic, _ in asked if topic == GENERAL[0]}
    for department, topic, title in asked - {row for row in asked if row[0] in general}:
        assert TOPICS[topic][0] == department
        assert title in TOPICS[topic][1]
    assert len(general) > 5
    assert general.isdisjoint(department for department, _ in TOPICS.values())
    assert {title for department, _, title in asked if department in general} <= set(GENERAL[1])


def test_no_department_but_that_of_legal_affairs_states_government_rules(hall: SimulatedHall):
    stated = hall._statements.lives([number(date(2026, 1, 15))])
    rules = {
        department
        for department, figure in stated.select("department", "figure").iter_rows()
        if figure.startswith("rules_")
    }
    assert rules == {"sfj"}
