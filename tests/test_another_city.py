"""The site of a hall elsewhere: its language, its working days, names as codes, dates without times."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from dashboard import words
from dashboard.asking import time_span
from data import hall as settings
from data.intake.ingest import ingest_calendar, ingest_file
from data.intake.profile.load import load
from data.rules.weekdays import weekdays
from tests.hall_data import application

TESTS = Path(__file__).parent
HOW_TO = TESTS.parent / "docs" / "how-to" / "add-a-profile.md"
EXPORT = TESTS / "real" / "barcelona-iris-invented.csv"
USED = "select case_no, used_days, due_reason from cases order by case_no"


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """The hall of the how-to, in Barcelona."""
    text = re.findall(r"^```toml hall-sf\.toml\n(.*?)^```", HOW_TO.read_text("utf-8"), re.M | re.S)[
        0
    ]
    path = tmp_path / "hall.toml"
    path.write_text(text.replace("America/Los_Angeles", "Europe/Madrid"), "utf-8")
    monkeypatch.setenv("HALL_TOML", str(path))
    caches = (settings.hall, time_span.calendar)
    for cache in caches:
        cache.cache_clear()
    yield path
    monkeypatch.undo()
    for cache in caches:
        cache.cache_clear()


def test_the_site_is_that_of_the_city(elsewhere, store, clock):
    ingest_file(store.engine, "cases", EXPORT, load("barcelona-iris"))
    clock("2026-11-24T10:41:00+01:00")  # its windows are open
    department = "/volumes?department=Recollida+i+neteja+de+l%27espai+urb%C3%A0&period=all"
    with application(store) as site:
        client = site.test_client()
        pages = ("/", "/volumes", department, "/about", "/screen", "/zh/", "/zh/volumes")
        shown = {page: client.get(page) for page in pages}
        assert {page: response.status_code for page, response in shown.items()} == dict.fromkeys(
            pages, 200
        )
        texts = {page: response.text for page, response in shown.items()}
        moved = client.get("/en/volumes?period=all")
    assert (moved.status_code, moved.location) == (303, "/volumes?period=all")
    assert 'lang="en"' in texts["/"]
    assert 'lang="zh-CN"' in texts["/zh/"]
    assert "Source: DataSF, building permits" in texts["/"]
    assert "gives no times of day" in texts["/"]
    assert "gives no times of day" in texts["/screen"]
    # But for the hours of a table, no time of a day that has none.
    assert "00:00" not in re.sub(r'<th scope="row">\d\d:00</th>', "", texts["/"])
    assert "Monday to Friday" in texts["/about"]
    assert not re.search("State Council|Licensing Law|opinion_cap_days", texts["/about"])


def test_its_working_days_are_weekdays_less_what_it_loads(elsewhere, store, tmp_path):
    ingest_file(store.engine, "cases", EXPORT, load("barcelona-iris"))
    # From Monday 5 to Friday 9 January, and from 28 December to 2 February; China's are other days.
    assert store.sql(USED)[:2] == [("0000001", 4, None), ("0000002", 26, None)]
    notice = tmp_path / "2026.csv"
    notice.write_text("date,kind,notice\n2026,complete,BOE\n2026-01-06,holiday,BOE\n")
    ingest_calendar(store.engine, notice)
    assert [used for _, used, _ in store.sql(USED)][:2] == [3, 25]


def test_a_profile_of_other_working_days_than_the_hall_s_counts_none(store):
    entry = ingest_file(store.engine, "cases", EXPORT, load("barcelona-iris"))
    assert any('calendar = "weekdays" under [hall]' in note for note in entry.notes)
    assert {used for _, used, _ in store.sql(USED)} == {None}


def test_a_usual_day_counts_cases_without_a_time(elsewhere, store):
    rows = [
        {
            "case_no": f"{day}-{n}",
            "item": "x",
            "channel": "hall",
            "accepted_on": str(day),
            "completed_on": str(day),
        }
        for week in range(6)
        for day in [date.fromordinal(date(2026, 9, 7).toordinal() + 7 * week)]
        for n in range(10)
    ]
    store.ingest("cases", rows)
    with application(store) as site:
        usual = site.test_client().get("/api/v1/live?day=2026-10-12").json["data"]["usual"]
    assert usual["completed_by_now"] == 10


def test_weekdays_are_known_for_every_year():
    calendar = weekdays([(date(2031, 1, 1), "holiday", 2031)], [2031])
    assert calendar.count(date(2030, 12, 31), date(2031, 1, 8)) == 5
    assert calendar.kind(date(2026, 10, 1)) == "workday"


def test_a_setting_that_there_is_not_is_named(elsewhere):
    elsewhere.write_text(elsewhere.read_text().replace('"weekdays"', '"weeks"'))
    with pytest.raises(ValueError, match=r"hall\.calendar.*'weeks' is none of china, weekdays"):
        settings.load(elsewhere)


def test_what_is_reported_by_no_hall_is_no_subject_to_leave_out(elsewhere):
    elsewhere.write_text(elsewhere.read_text().replace('"satisfaction"', '"ratings"'))
    with pytest.raises(ValueError, match=r"hall\.without.*takes satisfaction, disclosure, reform,"):
        settings.load(elsewhere)


def test_data_of_a_day_is_as_of_that_day():
    midnight, today = datetime(2026, 3, 3), date(2026, 3, 5)
    assert words.as_of(midnight, today, "en") == "Data as of 3\u00a0March"
    assert words.as_of(midnight.replace(minute=1), today, "en") == "Data as of 3\u00a0March 00:01"
