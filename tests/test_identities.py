"""Sums that a dataset declares equal are held against its numbers, and failures are shown."""

import pytest

from data.answers.proof.identities import checks
from data.catalog import DATASETS
from data.hall import today
from tests.hall_data import application

REVIEW = {"round": 1, "submitted_on": "2026-09-01", "items_added": 2}
GOOD = REVIEW | {"department": "a", "reviewed_on": "2026-09-20", "items_before": 10, "items_cut": 4,
                 "items_after": 8}  # fmt: skip
# 10 + 2 = 3 + 8: a source states what does not add up.
WRONG = GOOD | {"department": "b", "reviewed_on": "2026-10-20", "items_cut": 3}


@pytest.fixture
def reviewed(store):
    store.ingest("item-reviews", [GOOD, WRONG])
    return store


def test_an_identity_that_fails_is_said_to_fail_in_that_month_only(reviewed):
    with application(reviewed) as server:
        every = server.test_client().get("/api/v1/checks?lang=en").json["data"]
    rows = [row for row in every if row["kind"] == "identity"]
    assert [(row["period"], row["left"], row["right"], row["holds"]) for row in rows] == [
        ("2026-09", 12, 12, True),
        ("2026-10", 12, 11, False),
    ]
    assert rows[1]["right_terms"] == [
        {"indicator": "items-cut-in-review", "value": 3},
        {"indicator": "items-after-review", "value": 8},
    ]


def test_a_surveyor_sees_on_the_data_page_what_does_not_add_up(reviewed):
    with application(reviewed) as server:
        page = server.test_client().get("/en/data").text
    assert "Equal in 1 of 2 months." in page
    failing = page.split("Equal in 1 of 2 months.")[1].split("</table>")[0]
    assert all(part in failing for part in ("2026-10", ">12<", ">11<", "not equal"))
    assert "2026-09" not in failing


def test_every_declared_identity_holds_in_the_sample_or_is_one_of_what_sources_state(sampled):
    """Reviews state their numbers themselves; whatever else is declared follows from the records."""
    with sampled.engine.connect() as connection:
        failing = {one.identity.id for one in checks(connection, today()) if one.holds is False}
    # Rows made of one dataset know nothing of those made of another.
    made = {one.id for one in DATASETS["patrols"].identities}
    assert failing <= {one.id for one in DATASETS["item-reviews"].identities} | made
