"""Pictures drawn as SVG: that each mark stands for its number, and that nothing is drawn for nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard import words
from dashboard.pages import today
from dashboard.pages.today import closed
from dashboard.pages.volumes import chart, ranking_sentences
from dashboard.parts import charts, ranking
from dashboard.parts.bars import Bar, entry
from dashboard.parts.drawings import axes, dots, plan, tiles, weekdays, whole, year
from dashboard.parts.drawings.plan import Window
from dashboard.parts.drawings.tiles import Tile
from dashboard.parts.drawings.whole import Part
from dashboard.parts.drawings.year import Day
from dashboard.serve.prerender import html
from tests.fake_answers import LIVE, Answers

LAST = date(2026, 11, 24)


def said(value: float) -> str:
    return f"{value:,.0f}件"


def href(on: date) -> str:
    return f"/volumes?from={on}&to={on}"


def drawn(days: list[Day]) -> str:
    return html(year.picture(days, said, href, "zh"))


def every_day(value: float) -> list[Day]:
    first = year.first(LAST)
    n = (LAST - first).days + 1
    return [Day(first + timedelta(days=i), value, i == n - 1) for i in range(n)]


def test_the_table_of_windows_leads_where_their_squares_do(client: FlaskClient):
    """The picture is for the eyes and the pointer; the table for everybody."""
    shown = client.get("/live/today?lang=zh").get_json()
    leads = [
        set(re.findall(r"/volumes[^\"\\]*window=[^\"\\&]+", json.dumps(shown[id])))
        for id in ("plan-drawing", "plan-rows")
    ]
    assert leads[0] == leads[1] != set()


# --- a year -------------------------------------------------------------------------------------


def test_a_year_is_53_weeks_and_each_square_leads_to_its_day():
    days = every_day(100)
    picture = drawn(days)
    assert days[0].on.weekday() == 0
    assert len(re.findall(r"<a [^>]*href=", picture)) == len(days) == 366
    assert 'href="/volumes?from=2026-10-08&amp;to=2026-10-08"' in picture
    assert "2026年11月24日 星期二 · 100件" in picture


def test_two_halves_are_the_year_in_the_shades_of_the_year():
    days = [Day(day.on, 4_000 if day.on.month == 1 else 100) for day in every_day(100)]
    halves = [html(half) for half in year.halves(days, said, href, "zh")]
    squares = [re.findall(r'href="/volumes\?from=([0-9-]+)', half) for half in halves]
    assert [len(each) for each in squares] == [26 * 7, 26 * 7 + 2]
    assert [*squares[0], *squares[1]] == [str(day.on) for day in days]
    shades = re.findall(r'class="(day-\d+)', drawn(days))
    assert re.findall(r'class="(day-\d+)', "".join(halves)) == shades[: len(days)]
    assert len(year.halves(days[-30:], said, href, "zh")) == 1


@pytest.mark.parametrize("last", [date(2026, 11, 24), date(2026, 11, 30), date(2026, 12, 14)])
def test_no_name_of_a_holiday_begins_before_the_drawing_or_ends_after_it(last):
    """The Dragon Boat Festival is in the first weeks of a half year, and its name longer than they."""
    first = year.first(last)
    days = [Day(first + timedelta(days=i), 100, False) for i in range((last - first).days + 1)]
    for half in year.halves(days, said, href, "en"):
        drawing = html(half)
        wide = float(re.search(r'viewbox="0 0 ([\d.]+)', drawing)[1])  # type: ignore[index]
        names = re.findall(r'<text[^>]*class="middle strong"[^>]*>[^<]*', drawing)
        assert names
        for name in names:
            text = name.partition(">")[2]
            middle = float(re.search(r' x="([\d.]+)"', name)[1])  # type: ignore[index]
            # Type of 13 units, 0.58 of that a letter.
            half_width = len(text) * 13 * 0.58 / 2
            assert middle - half_width >= 0, text
            assert middle + half_width <= wide, text


def test_long_holidays_are_named_and_those_that_meet_together():
    names = re.findall(r">([^<]*节[^<]*)<", drawn(every_day(100)))
    assert "春节" in names
    assert "中秋、国庆节" in names
    assert "清明" not in "".join(names)  # three days by now and then, but never its own name alone


def test_what_is_not_known_is_not_drawn_and_a_day_of_nothing_is_an_empty_square():
    days = every_day(100)
    quiet = [Day(d.on, None if i < 300 else 0 if i == 300 else 50) for i, d in enumerate(days)]
    picture = drawn(quiet)
    assert len(re.findall("<a ", picture)) == 66
    assert len(re.findall("day-0", picture)) == 1
    assert "春节" not in picture  # before the data begins


@pytest.mark.parametrize(("value", "shade"), [(0, 0), (1, 1), (500, 1), (501, 2), (99_999, 10)])
def test_the_more_the_darker_in_ten_steps(value, shade):
    assert year.shade(value, 500) == shade


@pytest.mark.parametrize(
    ("most", "width"), [(0, 1), (7, 1), (43, 5), (5038, 500), (99_999, 10_000)]
)
def test_shades_are_round_and_reach_to_the_busiest_day(most, width):
    assert year.step([most, 0]) == width


# --- weeks, districts, windows ------------------------------------------------------------------


def test_a_day_of_the_week_stands_at_its_median():
    picture = html(weekdays.picture({0: [1, 100, 40], 5: []}, said, "zh"))
    assert "星期一 · 40件" in picture
    assert len(re.findall('class="column"', picture)) == 1
    assert len(re.findall('class="week', picture)) == 3


@pytest.mark.parametrize(("n", "across", "down"), [(1, 1, 1), (4, 2, 2), (9, 3, 3), (13, 4, 4)])
def test_districts_of_any_hall_lay_themselves_out(n, across, down):
    some = [Tile(f"第{i}区", 10, [("2026年10月", 10, False)]) for i in range(n)]
    picture = html(tiles.picture(some, "zh"))
    rects = re.findall(r'class="tile" x="([\d.]+)" y="([\d.]+)"', picture)
    assert len({x for x, _ in rects}) == across
    assert len({y for _, y in rects}) == down


def test_tiles_have_one_scale_and_no_bar_for_nothing():
    two = [Tile("甲", 100, [("10月", 100, False)]), Tile("乙", 50, [("10月", 50, False), ("11月", 0, True)])]  # fmt: skip
    heights = re.findall(r'class="column"[^>]* height="([\d.]+)"', html(tiles.picture(two, "zh")))
    assert [float(h) for h in heights] == [52, 26]


def test_floors_run_from_the_top_down_and_windows_by_their_codes():
    some = [Window(c, c, f, 1) for c, f in (("W2", "1"), ("W1", "1"), ("W9", "10"), ("W0", "-1"))]
    assert [(f, [w.code for w in ws]) for f, ws in plan.floors(some)] == [
        ("10", ["W9"]), ("1", ["W1", "W2"]), ("-1", ["W0"]),
    ]  # fmt: skip
    assert "closed" in html(plan.picture(some, str, False, "zh"))
    assert "closed" not in html(plan.picture(some, str, True, "zh"))


# --- ratings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("n", "bad"), [(1000, 13), (69, 0), (1, 1)])
def test_there_are_as_many_dots_as_ratings_and_the_bad_are_apart(n, bad):
    picture = html(dots.picture(n, bad))
    paths = re.findall(r'<path class="([^"]*)" d="([^"]*)"', picture)
    counted = {kind: len(re.findall("h0", d)) for kind, d in paths}
    assert counted.get("dots dots--bad", 0) == bad
    assert sum(counted.values()) == n


def test_one_bar_is_the_whole_and_nothing_has_no_part():
    bar, names = whole.picture([Part("已整改", 3, "kept"), Part("正在整改", 0, "open"), Part("正在核实", 1, "running")])  # fmt: skip
    widths = re.findall(r"width:([\d.]+)%", html(bar))
    assert [float(w) for w in widths] == [75, 25]
    assert re.findall(r"<strong[^>]*>(\d)", html(names)) == ["3", "0", "1"]


# --- bars, rates, hours -------------------------------------------------------------------------


def test_no_mark_for_nothing():
    assert 'class="bar"' not in html(entry(Bar("甲", "0", 0.0)))
    assert 'class="bar"' in html(entry(Bar("甲", "1", 0.01)))


@pytest.mark.parametrize(("numerator", "kind"), [(40, "kept"), (39, "")])
def test_a_rate_is_coloured_only_where_nothing_was_missed(numerator, kind):
    row = {"value": numerator / 40, "numerator": numerator, "denominator": 40}
    assert ranking.bar(row, "甲", 0.5, "", None, "zh").kind == kind


@pytest.mark.parametrize("low", [0.0, 0.45, 0.5, 0.85, 0.95])
def test_the_marks_of_a_scale_are_whole_and_in_their_places(low):
    marks = ranking.marks(low)
    assert 2 <= len(marks) <= 3
    for where, name in marks:
        assert float(name[:-1]) == pytest.approx(100 * (low + where * (1 - low)))
    assert marks[-1] == (1.0, "100%")


@pytest.mark.parametrize(("hours", "named"), [(range(8, 18), 10), (range(18), 7)])
def test_hours_on_an_axis_do_not_run_into_each_other(hours, named):
    """Above twelve every third is named; the unit stands once, at the end."""
    bars = [charts.HourBar(f"{h}时", h, h, 1, None, False) for h in hours]
    axis = charts.hours(bars, "zh")["layout"]["xaxis"]
    assert len(axis["ticktext"]) == named
    assert [text.endswith("时") for text in axis["ticktext"]] == [False] * (named - 1) + [True]


# --- a day off ----------------------------------------------------------------------------------


def answers(question: Any) -> dict[str, Any]:
    day = question.day or date(2026, 11, 28)
    return {"data": LIVE | {"day": day.isoformat(), "is_today": False, "completed": 2854, "hours": list(usual())}}  # fmt: skip


def usual() -> Iterator[dict[str, Any]]:
    for h, n in {9: 40, 10: 90, 11: 80, 12: 2, 13: 30, 14: 85, 15: 70, 16: 50}.items():
        yield {"hour": h, "completed": None, "usual": n, "partial": False}


SATURDAY = LIVE | {
    "now": "2026-11-28T09:28:00+08:00", "day": "2026-11-28", "open": False, "completed": 60,
    "usual": {"days": [], "weekday": None}, "workday": False,
    "next_opening": "2026-11-30T09:00:00+08:00", "last_workday": "2026-11-27",
}  # fmt: skip


def test_a_day_off_says_when_the_hall_opens_and_how_it_was():
    off = closed.closed(answers, SATURDAY)
    assert off is not None
    view = closed.shown(off, SATURDAY, "zh")
    assert view["today-completed"]["children"] == "星期一\u200909:00"
    assert view["today-unit"]["children"] == ""
    compared = view["today-compared"]["children"]
    assert compared.startswith("上一个工作日（11月27日 星期五）办结2,854件")
    assert compared.endswith("今天办结60件。")
    (title, _), bars = closed.hours(off, "zh")
    assert title == "星期一往常9时、13时办结较少"  # not over noon, when the windows are closed
    assert all(bar.completed is None for bar in bars)


def test_a_day_off_shows_windows_and_ratings_of_the_last_working_day():
    """The plan of a day off would be empty, and its ratings five names without a bar."""
    made = Answers()
    made.live |= SATURDAY | {"scores": [], "ratings": 0}
    on_friday = LIVE | {"day": "2026-11-27", "is_today": False}

    def ask(question: Any) -> dict[str, Any]:
        document = made.answer(question, "zh")
        if getattr(question, "day", None):
            document["data"] = on_friday | {"day": question.day.isoformat()}
        return document

    view = today.view(ask, "zh", {})
    assert view["ratings-title"]["children"].startswith("11月27日的")
    assert view["plan-title"]["children"].startswith("11月27日")
    assert not view["ratings-picture"]["hidden"]
    # So are the numbers beside the opening: the day's own, each with its date, and no dash among them.
    for id, value in (("accepted", "2,013"), ("on-time", "99.83"), ("good", "98.58")):
        assert view[f"today-{id}"]["children"] == value
        note = view[f"today-{id}-note"]["children"]
        assert "".join(note if isinstance(note, str) else note[0]).startswith("11月27日，")


def test_before_the_windows_open_stands_when_they_do_and_not_an_older_day():
    now = {
        "now": "2026-11-30T08:30:00+08:00",
        "day": "2026-11-29",
        "is_today": False,
        "open": False,
    }
    morning = (
        LIVE | now | {"next_opening": "2026-11-30T09:00:00+08:00", "last_workday": "2026-11-27"}
    )
    off = closed.closed(answers, morning)
    assert off is not None
    view = closed.shown(off, morning, "zh")
    assert view["today-completed"]["children"] == "09:00"
    assert view["today-label"]["children"] == "今天开门 · 今天2026年11月30日 星期一"
    assert view["today-notice"]["children"] == "大厅09:00开门。网上申请和热线照常。"


@pytest.mark.parametrize(
    ("trace", "nothing"),
    [
        ({"type": "bar", "y": [None, 0, 0.0]}, True),
        ({"type": "bar", "orientation": "h", "x": [None, 3], "y": ["a", "b"]}, False),
        ({"type": "bar", "orientation": "h", "x": [None, None], "y": ["a", "b"]}, True),
        ({"type": "scatter", "y": [None, 0.0]}, False),
        ({"type": "scatter", "y": [None]}, True),
        ({"type": "bar", "y": [71]}, True),
    ],
)
def test_a_picture_of_nothing_is_not_shown(trace, nothing):
    assert charts.is_empty({"data": [trace]}) is nothing
    assert charts.is_empty({"data": []})


@pytest.mark.parametrize(
    "live",
    [
        LIVE,  # a working day
        # a year whose notice is not known
        SATURDAY | {"workday": None, "next_opening": None, "last_workday": None},
        SATURDAY | {"day": "2024-05-27", "is_today": False},  # an archive
        SATURDAY | {"day": None},
    ],
)
def test_nothing_is_said_of_a_day_off_where_there_is_none_or_it_is_not_known(live):
    assert closed.closed(answers, live) is None


# --- sentences of the pages ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("visit", "three", "whole", "title"),
    [
        (69, 69, 69, "全部当场或半日内办结"),
        (0, 69, 100, "100件中没有半日内办结的，69件在3个工作日内"),
        (20, 100, 100, "100件中20件半日内办结，全部在3个工作日内"),
        (0, 6_900, 10_000, "没有半日内办结的，69%在3个工作日内"),
        (0, 0, 100, "没有3个工作日内办结的"),
        (7999, 8999, 10_000, "79%半日内办结，89%在3个工作日内"),  # cut, never rounded up
    ],
)
def test_no_false_precision_in_a_title(visit, three, whole, title):
    assert ranking_sentences._within(visit, three, whole)["zh"] == title


def test_beside_many_bars_the_year_before_is_one_outline():
    few, many = ([10] * n for n in (31, 32))
    boxes = chart._bars(few, few, ([], []), [False] * 31)
    steps = chart._bars(many, many, ([], []), [False] * 32)
    assert [trace["type"] for trace in boxes] == ["bar", "bar"]
    assert [trace["type"] for trace in steps] == ["bar", "scatter"]
    assert steps[1]["line"]["shape"] == "hvh"


@pytest.mark.parametrize(
    ("names", "most"),
    [
        ([f"{y}年{m}月" for y in (2025, 2026) for m in range(1, 13)], 4),
        (["2025年第3季度", "2025年第4季度", "2026年第1季度", "2026年第2季度"], 4),
        ([f"{h}时" for h in range(24)], 12),
        (["11月2日", "11月9日", "11月16日", "11月23日"], 4),
    ],
)
def test_the_names_on_an_axis_never_touch_on_a_phone(names, most):
    axis = axes.places(names, most)
    step = 260 / len(names)
    ends = [
        (at * step, axes.width(text) / 2)
        for at, text in zip(axis["tickvals"], axis["ticktext"], strict=True)
    ]
    assert axis["ticktext"]
    assert all(b - b_half - a - a_half >= 10 for (a, a_half), (b, b_half) in pairwise(ends))


def test_the_year_stands_under_the_first_name_of_each_year_where_there_are_several():
    weeks = ["2025-W50", "2025-W51", "2025-W52", "2026-W02"]
    years = words.unsaid_years(weeks)
    names = [words.period(week, "zh", brief=True) for week in weeks]
    assert axes.places(names, years=years)["ticktext"][-1] == "1月5日<br>2026"
    assert "<br>" not in "".join(axes.places(names[:2], years=years[:2])["ticktext"])
    assert words.unsaid_years(["2025-12", "2026-01"]) == []


def test_the_median_of_a_weekday_is_written_at_its_own_height():
    weeks = {i: [100.0, 110.0, 120.0, 900.0 if i == 3 else 130.0] for i in range(7)}
    written = html(weekdays.picture(weeks, str, "zh"))
    found = re.findall(r'y="([\d.]+)"[^>]*>110<', written)
    assert len(found) == 7
    assert len(set(found)) == 1


def test_a_scale_of_rates_near_the_top_uses_its_room():
    rows = [{"denominator": 30_000, "numerator": 29_800, "value": 29_800 / 30_000}]
    low = ranking.lowest_mark(rows)
    assert low == 0.99
    assert [label for _, label in ranking.marks(low)] == ["99%", "100%"]
    assert all(len(ranking.marks(one)) <= 3 for one in (0, 0.45, 0.75, 0.9, 0.95, 0.97))
