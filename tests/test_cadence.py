"""How often data is said to come: as the hall says, as follows from what it is, or as its loads show."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import pytest

from api.descriptors import cadence
from api.descriptors.cadence import Loads, seen
from data import hall
from data.store.engines import transaction
from data.store.tables import BATCHES
from tests.hall_data import application

BEGUN = datetime(2026, 11, 2, 1, tzinfo=hall.hall().zone)
_ids = count(1)


def days(step: int, n: int, loads: int = 1, gap: timedelta = timedelta(0)) -> list[Loads]:
    """`n` days with so many loads each, every `step` days."""
    starts = [BEGUN + timedelta(days=step * i) for i in range(n)]
    return [Loads(at.date(), loads, at, at + gap * (loads - 1)) for at in starts]


@pytest.mark.parametrize(
    ("loads", "zh", "en"),
    [
        ([], "尚未导入", "not loaded yet"),
        (days(1, 2, 400, timedelta(seconds=2)), "看不出", "too few"),
        (days(1, 20), "每日（按近期导入情况）", "daily (as loaded of late)"),
        (days(1, 20, 2, timedelta(hours=6)), "每日", "daily"),
        (days(7, 5), "每周", "weekly"),
        (days(30, 4), "每月", "monthly"),
        (days(10, 4), "约每10日", "about every 10 days"),
        (days(1, 5, 30, timedelta(minutes=15)), "约每15分钟", "about every 15 minutes"),
        (days(1, 5, 500, timedelta(seconds=61)), "每分钟", "every minute"),
        (days(1, 5, 6, timedelta(hours=2)), "约每2小时", "about every 2 hours"),
    ],
)
def test_what_loads_show(loads, zh, en):
    found = seen(loads)
    assert (zh in found.zh, en in found.en) == (True, True), found


def loaded(store, dataset: str, *instants: datetime) -> None:
    with store.engine.connect() as connection, transaction(connection):
        for at in instants:
            batch = {"dataset": dataset, "accepted": 1, "committed_at": at, "id": next(_ids)}
            connection.execute(BATCHES.insert().values(**batch))


def test_every_place_says_what_the_hall_says_or_what_is_seen(store, clock, monkeypatch):
    """A hall elsewhere that loads a file a day is not said to move by the minute."""
    at_five = [BEGUN.replace(hour=5) + timedelta(days=n) for n in range(8)]
    loaded(store, "cases", *at_five)
    loaded(store, "evaluations", *(at_five[0] + timedelta(seconds=n) for n in range(200)))
    said = {"disclosure-requests": hall.Text("每季", "quarterly")}
    elsewhere = replace(hall.hall(), cadence=said)
    monkeypatch.setattr(cadence, "hall", lambda: elsewhere)
    with application(store) as site:
        client = site.test_client()
        datasets = {
            one["id"]: one["cadence"] for one in client.get("/api/v1/datasets?lang=en").json["data"]
        }
        one = client.get("/api/v1/datasets/cases?lang=en").json["data"]["cadence"]
        described = client.get("/api/v1/datasets/cases/schema.jsonld?lang=en").json["description"]
        page, csv = (client.get(at).text for at in ("/en/data", "/api/v1/datasets.csv?lang=en"))
    assert datasets["cases"] == one == "daily (as loaded of late)"
    assert datasets["evaluations"] == "loaded too few times to tell how often"
    assert datasets["disclosure-requests"] == "quarterly"
    assert datasets["items"] == "when it changes"
    for text in (page, csv):
        assert one in text
        assert "quarterly" in text
        assert "every minute" not in text
    assert one in described


def test_a_word_on_a_dataset_that_there_is_not_is_refused(monkeypatch):
    from data import catalog

    wrong = replace(hall.hall(), cadence={"case": hall.Text("每日", "daily")})
    monkeypatch.setattr(catalog, "hall", lambda: wrong)
    with pytest.raises(ValueError, match=r"cadence\.case.*no such dataset"):
        catalog._check_settings(catalog.DATASETS)
