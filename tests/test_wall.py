"""What the wall says at each hour, which scenes it turns, and where its short addresses lead."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from dashboard.asking.ask import Ask
from dashboard.parts import findings
from dashboard.parts.charts import HourBar
from dashboard.wall import curve, disclosure, hour, scenes, service, today
from dashboard.wall.satisfaction import in_thousand
from dashboard.words import Lang
from data import hall
from data.answers.opening import opening
from data.rules.workdays import china, none
from tests.fake_answers import LIVE, Answers, installed, pages

TUESDAY, SATURDAY = "2026-11-24", "2026-11-28"


def live(at: str, **more: Any) -> dict[str, Any]:
    """The live answer at an instant of the hall, its opening as the real one has it."""
    now = datetime.fromisoformat(f"{at}+08:00")
    return LIVE | {"now": now.isoformat()} | opening(china(), now) | more


def shown(data: dict[str, Any], lang: Lang = "zh") -> dict[str, Any]:
    """*Today* of a live answer."""
    fake = Answers()
    fake.live = data
    ask: Ask = lambda question: fake.answer(question, lang)  # noqa: E731
    return today.view(ask, fake.answer(Answers.Live(), lang), lang)


@pytest.mark.parametrize(
    ("at", "workday", "opens", "last"),
    [
        (f"{TUESDAY}T07:10", True, f"{TUESDAY}T09:00:00+08:00", "2026-11-23"),
        (f"{TUESDAY}T10:00", True, f"{TUESDAY}T13:00:00+08:00", "2026-11-23"),
        (f"{TUESDAY}T18:30", True, "2026-11-25T09:00:00+08:00", "2026-11-23"),
        (f"{SATURDAY}T09:28", False, "2026-11-30T09:00:00+08:00", "2026-11-27"),
        ("2026-10-01T10:00", False, "2026-10-08T09:00:00+08:00", "2026-09-30"),
        ("2026-10-10T10:00", True, "2026-10-10T13:00:00+08:00", "2026-10-09"),  # a Saturday worked
    ],
)
def test_the_next_opening_follows_the_notices(at, workday, opens, last):
    found = opening(china(), datetime.fromisoformat(f"{at}+08:00"))
    assert (found["workday"], found["next_opening"], found["last_workday"]) == (
        workday,
        opens,
        last,
    )


def test_in_a_year_without_a_notice_nothing_is_claimed():
    now = datetime.fromisoformat(f"{TUESDAY}T10:00+08:00")
    assert opening(none(), now) == dict.fromkeys(
        ("open", "workday", "next_opening", "last_workday")
    )
    assert hour.face(LIVE | opening(none(), now)) == "open"


@pytest.mark.parametrize(
    ("at", "face", "zh", "en"),
    [
        (f"{TUESDAY}T07:10", "before", "今天09:00开门", "Opens at 09:00"),
        (f"{TUESDAY}T10:42", "open", "", ""),
        (f"{TUESDAY}T12:10", "noon", "午间休息，13:00继续办理", "Lunch break, open again at 13:00"),
        (f"{TUESDAY}T18:30", "after", "大厅今日已下班", "Closed for the day"),
        (f"{SATURDAY}T09:28", "closed", "今天不办公，周一09:00开门", "Closed today, opens Mon 09:00"),
        ("2026-10-01T09:28", "closed", "今天不办公，10月8日09:00开门", "Closed today, opens 8\u00a0Oct 09:00"),
    ],
)  # fmt: skip
def test_each_hour_has_a_face_and_one_line(at, face, zh, en):
    data = live(at)
    assert hour.face(data) == face
    assert (hour.status(data, "zh"), hour.status(data, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("until", "silent", "notice", "kind", "compared"),
    [
        ("2026-11-24T18:30:00+08:00", False, "", "notice", "比往常星期二此时多6%（往常1,742件）"),
        ("2026-11-24T10:41:00+08:00", True, "数据只到10:41", "notice late", "比往常星期二截至10:41多6%（往常1,742件）"),
        ("2026-11-23T16:59:00+08:00", True, "数据只到11月23日 16:59", "notice late", "比往常星期二截至16:59多6%（往常1,742件）"),
    ],
)  # fmt: skip
def test_records_that_end_too_early_are_not_a_quiet_day(until, silent, notice, kind, compared):
    """Intake is alive all the while, so nothing else says that the numbers stopped in the morning."""
    view = shown(live(f"{TUESDAY}T18:30", counted_until=until, silent=silent))
    assert view["wall-notice"]["children"] == notice
    assert view["wall-notice"]["className"] == kind
    assert view["wall-compared"]["children"] == compared


def test_a_closed_day_says_when_it_opens_and_how_the_last_working_day_was():
    data = live(f"{SATURDAY}T09:28", day=SATURDAY, completed=60)
    view = shown(data)
    assert view["wall-today"]["className"] == "scene scene--today face--closed waiting"
    assert view["wall-next"]["children"] == "周一09:00"
    assert view["wall-next-note"]["children"] == "预约办理、网上申请和热线照常"
    assert view["wall-last-title"]["children"] == "上一个工作日 · 11月27日 星期五"
    assert view["wall-curve-title"]["children"] == "往常星期二每小时办结：13时较少"
    drawn = str(view["wall-hours"]["children"])
    assert "usual" in drawn
    assert "done" not in drawn


def test_numbers_of_an_older_day_are_not_called_the_last_working_days():
    view = shown(live(f"{SATURDAY}T09:28", day="2026-11-20", is_today=False))
    assert view["wall-last-title"]["children"] == "最近有数据的一天 · 11月20日 星期五"
    assert view["wall-online-today"]["hidden"]


def bars(usual: Mapping[int, float], completed: int | None = None) -> list[HourBar]:
    return [HourBar(f"{h}时", h, h, completed, n, False) for h, n in usual.items()]


def test_quiet_hours_are_hours_of_opening_and_clearly_below_the_others():
    day = {8: 5, 9: 90, 10: 100, 11: 95, 12: 3, 13: 40, 14: 98, 15: 92, 16: 50, 17: 2}
    assert findings.quiet_hours(bars(day)) == [13, 16]  # not noon, nor the hours before and after
    assert findings.quiet_hours(bars(dict.fromkeys(range(9, 17), 50))) == []
    assert findings.quiet_hours(bars({9: 10, 10: 90})) == []


def test_above_twelve_columns_every_third_hour_is_named_and_the_unit_once():
    many = bars(dict.fromkeys(range(7, 22), 10.0))
    named = [curve._hour(many, i, "zh") for i in range(len(many))]
    assert [name for name in named if name] == ["9", "12", "15", "18", "21时"]
    few = bars(dict.fromkeys(range(8, 18), 10.0))
    assert [curve._hour(few, i, "zh") for i in range(10)] == [f"{h}时" for h in range(8, 18)]


@pytest.mark.parametrize(
    ("n", "bad", "dots"),
    [(37_627, 490, (1000, 14)), (1000, 13, (1000, 13)), (405, 3, (405, 3)), (90_000, 1, (1000, 1))],
)
def test_bad_ratings_in_a_thousand_are_rounded_up(n, bad, dots):
    assert in_thousand(n, bad) == dots


# --- hall.toml and short addresses ------------------------------------------------------------------


def test_the_hall_sets_order_and_weight_of_the_scenes(monkeypatch):
    assert scenes.turns()[::3] == ("today", "today", "today", "today")
    of = lambda *ids: dataclasses.replace(hall.hall(), wall_scenes=ids)  # noqa: E731
    changed = of("disclosure", "today")
    monkeypatch.setattr(scenes, "hall", lambda: changed)
    assert scenes.turns() == ("disclosure", "today")
    empty = of()
    monkeypatch.setattr(scenes, "hall", lambda: empty)
    assert scenes.turns() == scenes.DEFAULT
    wrong = of("today", "weather")
    monkeypatch.setattr(scenes, "hall", lambda: wrong)
    with pytest.raises(ValueError, match=r"'wall.scenes': 'weather' is no scene"):
        scenes.turns()


@pytest.fixture
def client(monkeypatch) -> Any:
    installed(monkeypatch)
    return pages().test_client()


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/s/1", "/"), ("/en/s/1", "/en/"), ("/s/2", "/satisfaction?period=30d"), ("/en/s/3", "/en/disclosure"),
        ("/s/4", "/indicators/actual-speed-up?period=30d"), ("/s/5", "/volumes"), ("/s/6", "/reform"),
        ("/s/8", "/service"), ("/en/s/9", "/en/supervision/overview"),
    ],
)  # fmt: skip
def test_a_short_address_leads_to_the_page_of_its_scene(client, path, to):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, to)


@pytest.mark.parametrize("path", ["/s/0", "/s/99", "/s/01", "/s/x", "/s/²", "/s/1/2", "/s"])
def test_no_other_number_is_a_scene(client, path):
    assert client.get(path).status_code == 404


def test_the_code_of_a_short_address_is_small(client):
    """Level L in version 2: 25 modules of 8 px and more on the wall."""
    from dashboard.asking.address import Place

    code = client.get(f"/qr/{Place('s/1', 'zh').token}.svg")
    assert code.status_code == 200
    assert 'viewBox="0 0 29 29"' in code.text
    assert client.get(f"/qr/{Place('s/10', 'zh').token}.svg").status_code == 404


@pytest.mark.parametrize(
    ("late", "zh", "en"),
    [
        ([], "没有逾期的", "none past its limit"),
        ([0], "逾期都不满一个工作日", "each by less than a working day"),
        ([-5], "逾期5个工作日", "5 working days over"),
        ([-5, -39], "最久的逾期39个工作日", "the oldest: 39 working days over"),
    ],
)
def test_by_how_much_requests_are_past_their_limit_is_told_by_the_oldest(late, zh, en):
    requests = [{"standing": "overdue", "left": left} for left in late]
    requests.append({"standing": "on_track", "left": 9})
    assert disclosure.longest(requests, "zh") == zh
    assert disclosure.longest(requests, "en") == en


def test_on_a_day_off_the_usual_hours_are_those_of_the_next_opening():
    """A Saturday has no usual day: half of the scene was empty."""
    saturday = live(f"{SATURDAY}T09:28", day=SATURDAY, usual={"days": [], "weekday": None})
    asked = []

    def ask(question: Any) -> Any:
        asked.append(question)
        return {"data": LIVE}

    assert service._of_hours(ask, saturday) is LIVE
    assert [f"{one.day}" for one in asked] == ["2026-11-30"]
    assert service._of_hours(ask, LIVE) is LIVE
    assert len(asked) == 1
