"""Numbers, dates and comparisons as they are printed."""

from datetime import date, datetime

import pytest

from dashboard import words
from dashboard.parts import findings
from dashboard.parts.charts import HourBar, hour_bars
from data.catalog import DATASETS
from tests.fake_answers import LIVE


def test_one_of_whatever_the_catalogue_counts_is_a_word_for_one():
    many = {d.unit_of(one).en for d in DATASETS.values() for one in d.indicators}
    many |= {d.counted.en for d in DATASETS.values()}
    same = {word for word in many if words.singular(word) == word}
    assert same == {"%", "per 100", "per 1,000", "per 10,000"}
    pairs = {"entries": "entry", "businesses": "business", "people": "person", "cases": "case",
             "half days of windows": "half day of a window", "working days": "working day"}  # fmt: skip
    assert {word: words.singular(word) for word in pairs} == pairs


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, "—"), (0, "0"), (1846, "1,846"), (602.5, "602.5"), (1234567, "1,234,567")],
)
def test_numbers_are_grouped_and_a_missing_one_is_not_zero(value, written):
    assert words.number(value) == written


@pytest.mark.parametrize(
    ("value", "lang", "written"),
    [
        (891_999, "zh", "89.2万"),
        (74_549, "zh", "7.5万"),
        (74_500, "zh", "7.5万"),
        (74_499, "zh", "7.4万"),
        (99_960, "zh", "9.9万"),  # 10万 are not reached
        (-74_619, "zh", "−7.5万"),
        (890_000, "zh", "89万"),
        (9_999, "zh", "9,999"),
        (891_999, "en", "891,999"),
        (None, "zh", "—"),
    ],
)
def test_large_counts_in_chinese_are_in_units_of_ten_thousand(value, lang, written):
    assert words.large(value, lang) == written


@pytest.mark.parametrize(
    ("numerator", "denominator", "favourable", "written"),
    [
        (24_999, 25_000, True, "99.99"),  # 99.996% is not 100%
        (1, 25_000, False, "0.01"),  # 0.004% is not 0%
        (1843, 1846, True, "99.83"),
        (30, 30, True, "100.00"),
        (29, 29, True, "—"),  # too few for a rate
        (0, 0, True, "—"),
        (None, None, True, "—"),
    ],
)
def test_a_printed_percentage_never_flatters(numerator, denominator, favourable, written):
    share = {"numerator": numerator, "denominator": denominator}
    assert words.rate(share, favourable) == written


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [
        (60, 90, "66.7%"),
        (30, 90, "33.3%"),
        (10, 160, "6.3%"),  # 6.25: half up, not to the even
        (50, 100_000, "0.1%"),
        (49, 100_000, "<0.1%"),
        (0, 90, "0.0%"),
        (999_999, 1_000_000, ">99.9%"),
        (99_949, 100_000, "99.9%"),
        (90, 90, "100.0%"),
        (9, 29, ""),
        (0, 0, ""),
    ],
)
def test_a_part_of_a_whole_is_rounded_and_never_nothing_or_all(part, whole, written):
    assert words.share(part, whole) == written


@pytest.mark.parametrize(
    ("instant", "lang", "written"),
    [
        ("2026-11-24T10:41:58+08:00", "zh", "数据截至10:41"),
        ("2026-11-24T10:41:58+08:00", "en", "Data as of 10:41"),
        ("2026-11-20T17:03:00+08:00", "zh", "数据截至11月20日17:03"),
        ("2024-05-27T02:08:00+08:00", "en", "Data as of 27\u00a0May 2024 02:08"),
        (None, "zh", "暂无数据"),
    ],
)
def test_as_of_names_the_day_when_it_is_not_today(instant, lang, written):
    at = datetime.fromisoformat(instant) if instant else None
    assert words.as_of(at, date(2026, 11, 24), lang) == written


def test_no_line_ends_between_a_day_and_its_month():
    on, then = date(2026, 11, 24), date(2026, 10, 9)
    written = [
        words.day(on, "en"),
        words.short_day(on, "en"),
        words.brief_day(on, "en"),
        words.long_day(on, "en"),
        words.between(then, on, "en"),
        words.period("2026-W48", "en"),
    ]
    assert written == [
        "24\u00a0November 2026",
        "24\u00a0November",
        "24\u00a0Nov",
        "Tuesday 24\u00a0November 2026",
        "9\u00a0October to 24\u00a0November 2026",
        "week from 23\u00a0November 2026",
    ]


@pytest.mark.parametrize(
    ("completed", "usual", "lang", "written"),
    [
        (1846, 1742, "zh", "比往常星期二此时多6%（往常1,742件）"),
        (1700, 2000, "zh", "比往常星期二此时少15%（往常2,000件）"),
        (2000, 2000, "zh", "与往常星期二此时持平（往常2,000件）"),
        (1846, 1742, "en", "6% above a usual Tuesday by now (1,742)"),
        (1846, 0, "zh", "暂无常日数据可比"),
        (None, None, "en", "No usual day to compare with yet"),
    ],
)
def test_a_day_is_compared_with_a_usual_one(completed, usual, lang, written):
    live = LIVE | {
        "completed": completed,
        "usual": LIVE["usual"] | {"completed_by_now": usual},
    }
    assert words.compared(live, "completed", lang) == written


@pytest.mark.parametrize("is_today", [True, False])
def test_a_silent_source_is_compared_up_to_where_it_fell_silent(is_today):
    until = {"silent": True, "counted_until": "2026-11-24T10:41:00+08:00"}
    live = LIVE | until | {"is_today": is_today}
    assert words.compared(live, "completed", "zh") == "比往常星期二截至10:41多6%（往常1,742件）"
    assert words.compared(live, "completed", "en") == "6% above a usual Tuesday by 10:41 (1,742)"


def test_a_day_without_a_usual_day_is_no_working_day():
    live = LIVE | {"usual": {"completed_by_now": None, "days": [], "weekday": None}}
    assert words.compared(live, "completed", "zh") == "非工作日，无常日数据可比"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, ""),
        ({"open": None}, ""),  # a year whose holidays are not known: nothing is claimed
        ({"open": False, "now": "2026-11-24T07:10:00+08:00"}, "大厅09:00开门。"),
        ({"open": False, "now": "2026-11-24T12:10:00+08:00"}, "午间休息，13:00继续办理。"),
        ({"open": False, "now": "2026-11-24T17:10:00+08:00"}, "大厅今日已下班。"),
        (
            {"open": False, "workday": False, "usual": {"days": [], "weekday": None}},
            "今天不是工作日，窗口不对外办公。",
        ),
        ({"is_today": False, "day": "2024-05-27"}, "今天暂无数据"),
        ({"day": None}, "暂无数据"),
    ],
)
def test_the_notice_says_why_the_numbers_are_not_of_a_day_under_way(changed, said):
    assert findings.notice(LIVE | changed, "zh", brief=True) == said


def hour(at, completed, usual, partial=False):
    return {"hour": at, "completed": completed, "usual": usual, "partial": partial}


def test_bars_add_up_to_the_day_and_quiet_hours_share_one():
    hours = [hour(h, 3, 4.5) for h in range(8)] + [hour(8, 10, 12)]
    hours += [hour(h, 100, 90) for h in range(9, 17)]
    hours += [hour(17, 20, 15), hour(18, 30, 5), hour(19, 4, 5, partial=True)]
    hours += [hour(h, None, 5) for h in range(20, 24)]
    bars = hour_bars(hours, (8, 17), "zh")
    assert [bar.label for bar in bars] == [
        "0–8", *(f"{h}时" for h in range(8, 19)), "19–24",
    ]  # fmt: skip
    assert sum(bar.completed or 0 for bar in bars) == 24 + 10 + 800 + 20 + 30 + 4
    assert bars[0] == HourBar("0–8", 0, 7, 24, None, False)  # a sum of medians is no median
    assert bars[-1].partial


def test_the_finding_names_the_busiest_hour_that_is_over():
    bars = hour_bars([hour(9, 50, 40), hour(10, 80, 90), hour(11, 99, 50, True)], (8, 17), "zh")
    title, said = findings.hours(LIVE, bars, "zh")
    assert title == "上午10时办结最多，已过的2小时里1小时比往常多、1小时比往常少"
    assert said.endswith("斜纹为尚未结束的一小时。")


@pytest.mark.parametrize(
    ("changed", "title"),
    [
        ({}, "今天的1,204条评价里，17条是差评"),
        ({"bad": {"n": 0, "rectified": 0, "pending": 0}}, "今天的1,204条评价里没有差评"),
        ({"ratings": 0}, "今天暂无主动评价"),
        ({"ratings": None}, "今天的评价尚未公布"),
        (
            {"is_today": False, "day": "2026-11-20"},
            "11月20日的1,204条评价里，17条是差评",
        ),
    ],
)
def test_the_finding_on_ratings_counts_the_bad_ones(changed, title):
    assert findings.ratings(LIVE | changed, "zh")[0] == title


@pytest.mark.parametrize(("n", "said"), [(0, "0 were"), (1, "1 was"), (2, "2 were")])
def test_a_verb_goes_with_its_number(n, said):
    assert f"{n} {words.plural(n, 'was', 'were')}" == said


def test_sentences_with_one_of_something_are_english():
    live = {
        "day": "2026-11-24",
        "ratings": 1,
        "bad": {"n": 3, "rectified": 1, "not_upheld": 1, "pending": 1},
    }
    title, said = findings.ratings(live, "en")
    assert title.startswith("1 rating ")
    assert "1 has been put right, 1 was not upheld and 1 is being dealt with" in said
    for one in ({"overdue": 1}, {"due_soon": 1}, {}):
        said = findings.disclosure({"disclosure": {"open": 1, **one}}, "en")
        assert "requests" not in said
        assert " are " not in said
