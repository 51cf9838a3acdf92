"""What the hall sets is part of what rows are computed by: a change of it computes them anew."""

import pytest

from api import store_state
from data.catalog import DATASETS
from data.hall import file, hall
from data.rollups.hall_settings import OtherSettings
from data.rollups.writer import writer
from data.store.engines import reader
from tests.hall_data import Store, fill

REQUEST = {"request_no": "R", "applicant_kind": "person", "title": "示范题名"}
ROWS = {
    "disclosure-requests": [REQUEST | {"received_on": "2026-09-01"}],
    "disclosure-events": [{"request_no": "R", "kind": "agency_asked", "on": "2026-09-03"}],
    "evaluations": [{"evaluation_no": "E", "score": 1, "rated_on": "2026-11-05", "channel": "hall"}],
    "cases": [{"case_no": "C", "item": "i", "channel": "hall", "promised_days": 3,
               "accepted_at": "2026-11-02T09:10:00+08:00",
               "completed_at": "2026-11-05T16:10:00+08:00"}],
    "hotline-calls": [{"call_no": "H", "line": "12345", "called_at": "2026-11-05T16:40:00+08:00",
                       "answered": True}],
}  # fmt: skip
CHANGES = {
    "opinion_cap_days": ("[thresholds.opinion_cap_days]", "value = 15", "value = 4"),
    "rectification_days": ("[thresholds.rectification_days]", "value = 15", "value = 5"),
    "rating_cell": ("[thresholds.rating_cell]", "value = 10", "value = 1"),
    "calendar": ("[hall]", 'calendar = "china"', 'calendar = "weekdays"'),
    "publish_titles": ("[disclosure]", "publish_titles = true", "publish_titles = false"),
    "hours": ("[opening]", '["13:00", "17:00"]', '["13:00", "16:30"]'),
    "zone": ("[hall]", 'zone = "Asia/Shanghai"', 'zone = "Asia/Urumqi"'),
}


@pytest.fixture
def changed(tmp_path, monkeypatch, clock):
    """Changes a setting of the hall, whose titles are published before."""
    path, text = tmp_path / "hall.toml", file().read_text("utf-8")
    path.write_text(text.replace("publish_titles = false", "publish_titles = true"), "utf-8")
    monkeypatch.setenv("HALL_TOML", str(path))
    hall.cache_clear()

    def change(setting):
        section, old, new = CHANGES[setting]
        head, tail = path.read_text("utf-8").split(section, 1)
        assert old in tail
        path.write_text(head + section + tail.replace(old, new, 1), "utf-8")
        hall.cache_clear()

    yield change
    monkeypatch.undo()
    hall.cache_clear()


def test_every_setting_that_rows_are_computed_by_is_tried_here():
    assert {name for d in DATASETS.values() for name in d.settings} == set(CHANGES)


# One that rows are cleared by, and one that is a law's term; all of them in the whole ring.
@pytest.mark.parametrize(
    "setting",
    [
        pytest.param(name, marks=() if name in ("publish_titles", "calendar") else pytest.mark.full)
        for name in CHANGES
    ],
)
def test_a_changed_setting_computes_the_rows_anew_before_anything_is_answered(
    tmp_path, changed, setting
):
    old = Store(tmp_path, "old")
    fill(old, ROWS)
    before = old.content()
    changed(setting)
    engine = reader(old.url)
    with engine.connect() as connection, pytest.raises(store_state.Unreadable):
        store_state.read(connection)
    writer(old.url).dispose()
    with engine.connect() as connection:
        store_state.read(connection)
    engine.dispose()
    fresh = Store(tmp_path, "fresh")
    fill(fresh, ROWS)
    # Blocks keep rows of nothing; instants of the newest event are of the clock of then.
    left_out = ["settings", *(name for name in before if name.endswith("__blocks"))]
    assert old.content(left_out) == fresh.content(left_out)
    rows = ("cases", "evaluations", "disclosure_requests", "hotline_calls")
    assert [old.content()[name] for name in rows] != [before[name] for name in rows]


def test_intake_that_began_before_a_change_computes_nothing_by_the_settings_of_then(
    tmp_path, changed, monkeypatch
):
    store, then = Store(tmp_path), hall()
    fill(store, ROWS)
    changed("rectification_days")
    writer(store.url).dispose()
    monkeypatch.setattr("data.hall.hall", lambda: then)
    with pytest.raises(OtherSettings, match=r"start intake again"):
        store.ingest("evaluations", [ROWS["evaluations"][0] | {"evaluation_no": "F"}])
    assert len(store.rows("evaluations")) == 1
