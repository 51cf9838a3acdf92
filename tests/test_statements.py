"""What the pages say, on every page and scene, in both languages, over stores of several kinds.

Every rate has its N in the same figure, no sample below the smallest makes a rate, nobody is ranked
without an interval, and of a kind of data that was never taken in nothing is stated.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from dashboard import words
from dashboard.asking import year_before
from dashboard.asking.time_span import Span
from dashboard.site_map import PAGES
from data.answers.newest_day import newest_day
from data.definitions import Text
from data.rules.intervals import beyond, overlap, wilson
from tests.contracts import one_in, some
from tests.hall_data import NOW, SAMPLE_LAST, Store, application, sample

TODAY = date(2026, 11, 24)
# One of the indicators' pages of each kind: count, stock, share, median, mean, sums of days.
INDICATORS = (
    "cases-completed", "cases-in-progress", "on-time-rate", "handling-days-median", "mean-score",
    "actual-speed-up", "good-rating-rate", "disclosure-on-time", "disclosure-days-median",
)  # fmt: skip
PATHS = (
    *(path for path in PAGES if not path.startswith("indicators/")),
    *(f"indicators/{id}" for id in INDICATORS),
    "volumes?measure=on-time&by=department&period=90d",
    "volumes?measure=median&by=item&period=90d&compare=year",
    "volumes?measure=on-time&department=fgw&compare=year",
    "satisfaction?by=window&department=fgw",
)


# --- stores ---------------------------------------------------------------------------------------


def _cases(n: int, day: date = SAMPLE_LAST) -> list[dict[str, Any]]:
    at = datetime(day.year, day.month, day.day, 9)
    return [
        {
            "case_no": f"K-{day:%m%d}-{i:03}", "item": "fgw-01", "department": "fgw",
            "channel": "hall", "accepted_at": at, "completed_at": at + timedelta(minutes=20),
            "outcome": "granted", "recorded_at": at,
        }
        for i in range(n)
    ]  # fmt: skip


def _of(*datasets: str) -> dict[str, Any]:
    return {id: rows for id, rows in sample().items() if id in datasets}


def _small() -> dict[str, Any]:
    """A hall of fewer than thirty of everything."""
    every = sample()
    few = {id: rows[-20:] for id, rows in every.items()}
    numbers = {row["case_no"] for row in few["cases"]}
    few["case-stops"] = [row for row in every["case-stops"] if row["case_no"] in numbers]
    requests = {row["request_no"] for row in few["disclosure-requests"]}
    few["disclosure-events"] = [
        row for row in every["disclosure-events"] if row["request_no"] in requests
    ]
    for id in COUNTERS:
        few[id] = [_at_most_one(row) for row in few[id]]
    for id in ("queue", "queue-waits"):
        few[id] = [row | {name: n for name, n in TICKETS.items() if name in row} for row in few[id]]
    return few


def _one() -> dict[str, Any]:
    """A hall that has one of everything, on its newest day where it is of a day."""
    every = sample()
    one = {id: [_at_most_one(row) for row in rows[-1:]] for id, rows in every.items()}
    one["evaluations"] = every["evaluations"][:1]  # the last is of the running day, and waits
    case, request = one["cases"][0], one["disclosure-requests"][0]
    one["case-stops"] = [row | {"case_no": case["case_no"]} for row in one["case-stops"]]
    one["disclosure-events"] = [
        row | {"request_no": request["request_no"]} for row in one["disclosure-events"]
    ]
    return one


# Datasets whose rows are themselves counts.
COUNTERS = (
    "faq-answers-daily", "assisted-services", "terminal-days", "patrols", "staffing", "training",
)  # fmt: skip
# Of a time with fewer than three windows open the queue says nothing: those stay as they are.
TICKETS = {"taken": 1, "served": 1, "left": 0, "waiting": 0, "n": 1}


def _at_most_one(row: dict[str, Any]) -> dict[str, Any]:
    """A row that is itself a count, of one: twenty of them are fewer than thirty."""
    return {id: min(value, 1) if isinstance(value, int) else value for id, value in row.items()}


STORES = {
    "only-cases": lambda: _of("cases"),
    "only-ratings": lambda: _of("evaluations"),
    "empty": dict,
    "small": _small,
    "straggler": lambda: {
        "cases": [
            *(case for n in range(9) for case in _cases(40, date(2026, 6, 1 + n))),
            *_cases(1, date(2026, 9, 1)),
        ]
    },
    "one": _one,
}


@pytest.fixture(scope="module", params=one_in(4, ["full", *STORES]))
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def pages(
    kind: str, _sample_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """Path with language → the page as it is sent, and `live`: the live answer."""
    folder = tmp_path_factory.mktemp(f"statements-{kind}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALL_NOW", NOW)
        if kind == "full":
            shutil.copy(_sample_file, folder / "hall.sqlite")
        store = Store(folder)
        if kind != "full":
            for dataset, rows in STORES[kind]().items():
                store.ingest(dataset, rows)
        with application(store) as server:
            client = server.test_client()
            shown: dict[str, Any] = {
                f"{lang}/{path}": client.get(f"{'/en' if lang == 'en' else ''}/{path}").text
                for lang in ("zh", "en")
                for path in PATHS
            }
            yield shown | {"live": client.get("/api/v1/live").json["data"]}
        store.close()


class _Figures(HTMLParser):
    """The texts of a page by the figure they stand in; what is hidden and what scripts read is no text."""

    FIGURES = re.compile(r"\b(figure-of|chart|measure|number|first|latest|days-head)\b")
    VOID = ("meta", "link", "img", "input", "br", "hr")

    def __init__(self, gap: str) -> None:
        super().__init__()
        self.gap = gap
        self.open: list[tuple[str, bool, int | None]] = []
        self.texts: list[str] = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.VOID:
            return
        given = dict(attrs)
        hidden = "hidden" in given or tag in ("script", "style", "noscript", "template")
        hidden = hidden or "scene--empty" in (given.get("class") or "")
        inside = self.open[-1] if self.open else ("", False, None)
        figure = inside[2]
        if self.FIGURES.search(given.get("class") or "") or (
            figure is None and tag in ("tr", "li", "section", "p")
        ):
            self.texts.append("")
            figure = len(self.texts) - 1
        self.open.append((tag, inside[1] or hidden, figure))
        if given.get("class") == "unit":
            at = figure or 0
            self.texts[at] = self.texts[at].removesuffix(self.gap) + " "

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and not self.open[-1][1]:
            self.texts[self.open[-1][2] or 0] += f"{data}{self.gap}"


def figures(page: str, gap: str = " ") -> list[str]:
    """Each figure's texts, with a `gap` between those of two elements; a unit follows its number."""
    parser = _Figures(gap)
    parser.feed(page)
    return [text for text in parser.texts if text.strip()]


# Not 131.2%E4, a text in an address.
RATE = re.compile(r"\d+\.\d+ ?%(?![0-9A-F]{2})")
# 1,843 / 1,846 · N = 120 · 120件 · 120 cases · a column of numbers under a head.
N_BESIDE = re.compile(
    r"\d / \d|N\s=\s\d|→ [\d,.]+(个|份| (working days|papers|steps))|\d ?([件份条](?!/)|人次?|次)"
    r"|应服务[\d,]+小时|of [\d,]+ hours|\d (people|questions)|\d (cases|ratings|requests|with a due date|fallen due)"
    r"|\bN\b|Ratings|Cases|Due|份数|条数|件数|到期|分母|Denominator"
)


def test_every_rate_has_its_number_in_the_same_figure(pages):
    bare = [
        (path, text)
        for path, page in pages.items()
        # Methods name percentages as examples; what others have printed is quoted as it was.
        if path != "live" and not path.endswith(("/about", "/claims"))
        for text in figures(page)
        if RATE.search(text) and not N_BESIDE.search(text)
    ]
    assert bare == []


def test_a_small_hall_prints_no_rate_anywhere(kind, pages):
    if kind != "small":
        pytest.skip("of a small hall")
    # Sums of working days and of items, of which there are more than thirty.
    days = ("speed-up", "screen", "reform")
    rated = [
        (path, text)
        for path, page in pages.items()
        # What others have printed is quoted as it was.
        if path != "live"
        and not path.endswith(("/about", "/claims", *days))
        and "speed" not in path
        for text in figures(page)
        if RATE.search(text)
        and "95%" not in text
        and "工作日" not in text
        and "working days" not in text
        and not re.search(r"/indicators$", path)
    ]
    assert rated == []


# A number one with a word for several, and what is said of all or none of so few.
OF_ONE = re.compile(
    r"(?<![\d.,/–-])(?<!of )(?<!/ )\b1 (?!is\b|was\b|has\b|ratings? given\b|others?\b)"
    r"([a-z]+[^s\W]s|people|were|are|have)\b|\b[Oo]f 1 [a-z]+s (due|asked|planned)\b"
    r"|\b[Nn]one of 1\b|\b[Aa]ll 1\b|\b0 of 0\b"
)


def test_of_one_nothing_is_said_as_of_several(tmp_path: Path, clock: Any) -> None:
    """A hall with one row of each kind of data."""
    store = Store(tmp_path)
    for dataset, rows in sample().items():
        store.ingest(dataset, rows[-1:])
    with application(store) as server:
        client = server.test_client()
        said = [
            (path, text[max(0, match.start() - 30) : match.end() + 30])
            for path in (*some(PATHS, 3), "volumes", "supervision", "service")
            # Tables of checks, where a row has columns of numbers beside words.
            if not path.endswith(("report", "checks", "claims", "data"))
            for text in (" ".join(t.split()) for t in figures(client.get(f"/en/{path}").text))
            for match in OF_ONE.finditer(text)
        ]
    store.close()
    assert said == []


def test_where_nothing_was_missed_the_titles_are_sentences(store: Store):
    store.ingest("cases", [case | {"promised_days": 5} for case in _cases(40)])
    with application(store) as server:
        address = "/en/volumes?measure=on-time&by=department&period=7d"
        titles = re.findall(r"(?s)<h2[^>]*>(.*?)</h2>", server.test_client().get(address).text)
    assert "All 40 on time in 7 days" in titles
    assert "On time: no department is clearly below the overall (all 40)" in titles
    assert [title for title in titles if title[:1].islower()] == []


# 1 cases, 1 late papers, 1 are late; no noun is: 1 is, 1 holds, 1 when it changes.
_NO_NOUN = r"(?!(?:is|was|has|its|this|as|of|in|the|when|basis)\b)"
MANY_OF_ONE = re.compile(
    rf"(?<![\d.,/–−=-])\b1 (?:{_NO_NOUN}[a-z-]+ ){{0,2}}?"
    rf"{_NO_NOUN}(?:[a-z-]+(?<!s)s|are|were|have|people)\b"
)


def test_one_is_not_said_as_many(pages):
    said = [
        (path, found.group())
        for path, page in pages.items()
        if path.startswith("en/")
        for text in figures(page, " | ")
        if (found := MANY_OF_ONE.search(text))
    ]
    assert said == []


RANKED = re.compile(
    r"最低|最差|最长|难分高下|\b[Ll]owest\b|\b[Ww]orst\b|\b[Ll]ongest\b|\b[Bb]est\b"
)


def test_nobody_is_ranked_without_an_interval(pages):
    named = [
        (path, RANKED.findall(text))
        for path, page in pages.items()
        if path != "live" and not (path.endswith(("/about", "/data")) or "/data/" in path)
        for text in figures(page)
        if RANKED.search(text) and not re.search(r"indicators|deadline|disclosure", path)
    ]
    assert named == []


# What would be said of a dataset as if it were known.
STATED = {
    "cases": r"共办结\d|超期在办0件|0 overdue|时办结最多|Most completed at",
    "evaluations": r"没有差评|无差评|0条差评|No bad ratings|none of them bad|好评率最低",
    "disclosure-requests": r"没有在办|无在办|没有逾期|均在|No request is|No disclosure request is"
    r"|None is overdue|都按期答复|All \d+ due this year",
}
ROWS = {
    "full": tuple(STATED),
    "small": tuple(STATED),
    "one": tuple(STATED),
    "only-cases": ("cases",),
    "straggler": ("cases",),
    "only-ratings": ("evaluations",),
    "empty": (),
}


def test_nothing_is_stated_of_what_was_never_taken_in(kind, pages):
    for dataset, stated in STATED.items():
        if dataset in ROWS[kind]:
            continue
        said = [
            (path, found.group())
            for path, page in pages.items()
            if path != "live"
            for text in figures(page)
            if (found := re.search(stated, text))
        ]
        assert said == [], dataset


def test_the_live_answer_says_why_there_is_no_number(kind, pages):
    live = pages["live"]
    reasons = {one["dataset"]: one["reason"] for one in live["datasets"]}
    assert reasons == {id: None if id in ROWS[kind] else "no-data" for id in STATED}
    newest = {one["dataset"]: one["as_of"] for one in live["datasets"]}
    assert all((newest[id] is None) == (id not in ROWS[kind]) for id in STATED)
    if "evaluations" not in ROWS[kind]:
        assert live["ratings"] is None
        assert set(live["bad"].values()) == {None}
    if "disclosure-requests" not in ROWS[kind]:
        assert live["disclosure"]["open"] is None
    if "cases" not in ROWS[kind]:
        assert live["completed"] is None
        assert live["hours"] == []


def test_one_record_makes_no_newest_day(kind, pages):
    if kind == "straggler":
        assert pages["live"]["day"] == "2026-06-09"
        assert "2026年5月11日至6月9日" in pages["zh/volumes"]


@pytest.mark.parametrize(
    ("days", "newest"),
    [
        ([], None),
        ([(1, 1)], 1),
        ([(1, 40), (2, 4)], 2),  # a tenth of the day before it
        ([(1, 40), (2, 40), (9, 1)], 2),
        ([(1, 3), (2, 1)], 2),  # a small hall's day of one
        ([(1, 40), (24, 1)], 24),  # today is running
        ([(1, 40), (2, 40), (28, 40)], 2),  # after today: a mistyped date
    ],
)
def test_the_newest_day_is_one_on_which_the_hall_was_at_work(store: Store, days, newest):
    for day, n in days:
        store.ingest("cases", _cases(n, date(2026, 11, day)))
    with store.engine.connect() as connection:
        expected = None if newest is None else date(2026, 11, newest)
        assert newest_day(connection, TODAY) == expected


def test_an_answer_is_as_recent_as_its_own_dataset(store: Store):
    store.ingest("cases", _cases(1))
    store.ingest("evaluations", _of("evaluations")["evaluations"][:1])
    with application(store) as server:
        client = server.test_client()
        as_of = {
            id: client.get(f"/api/v1/indicators/{id}/values").json["meta"]["as_of"]
            for id in ("cases-completed", "ratings", "disclosure-open")
        }
    assert str(as_of["cases-completed"]).startswith("2026-11-24T09:20")
    assert not str(as_of["ratings"]).startswith("2026-11-24T09:20")
    assert as_of["disclosure-open"] is None


# --- a year before --------------------------------------------------------------------------------

ON = datetime(2026, 11, 24, 10, 42)


def span(first: date, last: date) -> Span:
    return Span(first, last, TODAY, None)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 11, 24), date(2025, 11, 25)),  # Tuesday and Tuesday
        (date(2026, 11, 21), date(2025, 11, 22)),  # Saturday and Saturday
        (date(2026, 10, 9), year_before.UNLIKE),  # 10 October 2025 was worked, but 9 October 2026 …
        (date(2025, 10, 11), None),  # a Saturday worked: the weekday it stands in for, or nothing
        (date(2027, 3, 1), year_before.NO_NOTICE),
    ],
)
def test_a_day_is_compared_with_the_same_weekday(day, before):
    found = year_before.same_day(day)
    if isinstance(before, date) or before is year_before.NO_NOTICE:
        assert found == before
    elif isinstance(found, date):
        assert found.weekday() == (year_before.calendar().replaced_weekday(day))
        assert year_before.calendar().is_workday(found) == year_before.calendar().is_workday(day)


def test_of_a_running_day_only_the_hours_that_are_over_are_compared():
    today = span(TODAY, TODAY)
    pair = year_before.counterpart(today, "count", ON, by_hour=True)
    assert isinstance(pair, year_before.Counterpart)
    assert (pair.hours, pair.then.last) == (10, date(2025, 11, 25))
    for kind, by_hour in (("count", False), ("rate", False), ("days", False)):
        assert year_before.counterpart(today, kind, ON, by_hour) == year_before.RUNNING


def test_a_running_month_is_compared_up_to_yesterday_by_the_calendar():
    pair = year_before.counterpart(span(date(2026, 11, 1), TODAY), "count", ON, by_hour=False)
    assert isinstance(pair, year_before.Counterpart)
    assert (pair.now.last, pair.cut) == (date(2026, 11, 23), True)
    assert (pair.then.first, pair.then.last) == (date(2025, 11, 1), date(2025, 11, 23))
    assert pair.working_days == (16, 15)


@pytest.mark.parametrize(
    ("first", "last", "then"),
    [
        (date(2026, 9, 7), date(2026, 9, 13), (date(2025, 9, 8), date(2025, 9, 14))),
        (date(2025, 2, 1), date(2025, 2, 28), (date(2024, 2, 1), date(2024, 2, 29))),
        (date(2025, 1, 1), date(2025, 12, 31), (date(2024, 1, 1), date(2024, 12, 31))),
    ],
)
def test_weeks_keep_their_weekdays_and_months_their_dates(first, last, then):
    pair = year_before.counterpart(span(first, last), "count", ON, by_hour=False)
    assert isinstance(pair, year_before.Counterpart)
    assert (pair.then.first, pair.then.last) == then


def cell(numerator: float, denominator: float | None = None) -> dict[str, Any]:
    value = numerator / denominator if denominator else numerator
    return {"value": value, "numerator": numerator, "denominator": denominator}


DATES = Text("2025年11月", "November 2025")


@pytest.mark.parametrize(
    ("kind", "now", "then", "days", "zh"),
    [
        ("count", cell(106), cell(100), (20, 20), "比去年同期多6%（2025年11月，100件）"),
        (
            "count", cell(2100), cell(2200), (21, 22),
            "按每个工作日与去年同期持平（2025年11月，2,200件，22个工作日，今年21个工作日）",
        ),
        ("count", cell(3), cell(0), None, "去年同期为0（2025年11月，0件）"),
        ("stock", cell(50), cell(100), None, "比去年同期少50%（2025年11月，100件）"),
        (
            "rate", cell(980, 1000), cell(999, 1000), None,
            "比去年同期低1.90个百分点（2025年11月，99.90%，N\u00a0=\u00a01,000）",
        ),
        (
            "rate", cell(985, 1000), cell(990, 1000), None,
            "与去年同期无明显差别（2025年11月，99.00%，N\u00a0=\u00a01,000）",
        ),
        ("rate", cell(10, 20), cell(990, 1000), None, "样本不足，不与去年同期比较"),
        (
            "days", {"value": 2.5, "denominator": 40}, {"value": 5, "denominator": 90}, None,
            "比去年同期短50%（2025年11月，5个工作日，N\u00a0=\u00a090）",
        ),
        (
            "days", {"value": 2.5, "denominator": 40}, {"value": 5, "denominator": 29}, None,
            "样本不足，不与去年同期比较",
        ),
        ("count", cell(1), {"value": None}, None, ""),
    ],
)  # fmt: skip
def test_a_difference_has_its_direction_its_unit_and_last_years_number(kind, now, then, days, zh):
    assert words.year_before(words.YearBefore(kind, now, then, DATES, days), "zh") == zh


def test_a_running_morning_stands_against_the_same_morning(store: Store):
    def at(day: date, hour: int, n: int) -> list[dict[str, Any]]:
        moved = datetime(day.year, day.month, day.day, hour)
        return [
            case
            | {"case_no": f"{case['case_no']}-{hour}", "accepted_at": moved}
            | {"completed_at": moved + timedelta(minutes=20), "recorded_at": moved}
            for case in _cases(n, day)
        ]

    last_year = date(2025, 11, 25)
    now, before = at(TODAY, 9, 12), [*at(last_year, 9, 10), *at(last_year, 14, 50)]
    for n, case in enumerate(before):
        case["case_no"] += f"-2025-{n}"
    store.ingest("cases", [*now, *before])
    with application(store) as server:
        client = server.test_client()

        def title(query: str) -> str:
            view = client.get(f"/live/volumes?lang=zh&period=today&compare=year{query}").json
            return (
                view["volumes-series-title"]["children"] + view["volumes-series-said"]["children"]
            )

        assert "截至10时，比去年同期多20%（2025年11月25日 星期二，10件）" in title("")
        assert "去年同期多" not in title("&department=fgw")
        assert "今日尚未结束，不作比较" in title("&department=fgw")


def test_only_what_lies_wholly_beyond_the_whole_can_be_told_from_it():
    assert not beyond(None, 0.98)
    assert beyond(wilson(90, 100), 0.98)
    assert not beyond(wilson(96, 100), 0.98)
    assert beyond(wilson(10, 100), 0.02, lower_is_worse=False)
    assert overlap(wilson(96, 100), wilson(98, 100))
    assert not overlap(wilson(50, 100), wilson(98, 100))


# --- titles ---------------------------------------------------------------------------------------

TITLE = re.compile(r'<h2[^>]*>(.*?)</h2>|<p[^>]*class="title"[^>]*>(.*?)</p>', re.DOTALL)
# Of fewer than a thousand in the sample: all ratings, and the cases of one department.
COUNTED = ("satisfaction", "indicators/good-rating-rate", "department=fgw")
# The finding of the whole hall's year stands on pages of one department too.
WHOLE_HALL = re.compile(r"区最多|县最多|市最多|Most in ")


def titles(page: str) -> list[str]:
    """The titles of a page's figures, as they are read."""
    page = re.sub(r"<(script|noscript)\b.*?</\1>", "", page, flags=re.DOTALL)
    written = (first or second for first, second in TITLE.findall(page))
    return [re.sub(r"<[^>]+>", "", title) for title in written]


def test_a_title_claims_no_more_than_its_number_bears(pages, kind):
    """Whole per cent, of fewer than a thousand the counts, and all and none in words."""
    # The outcomes of requests are the one title that is still to be put so.
    shown = {
        p: text for p, text in pages.items() if p not in ("live", "zh/disclosure", "en/disclosure")
    }
    said = {path: titles(text) for path, text in shown.items()}
    precise = [(p, t) for p, ts in said.items() for t in ts if re.search(r"\d\.\d+%", t)]
    assert precise == []
    if kind == "full":
        assert any("%" in title for ts in said.values() for title in ts)
        of_few = [
            (path, title)
            for path, ts in said.items()
            for title in ts
            if "%" in title and any(c in path for c in COUNTED) and not WHOLE_HALL.search(title)
        ]
        assert of_few == []


CASES_OF = [
    ((0, 69), "69件中没有一件", "none of 69"),
    ((69, 69), "全部69件", "all 69"),
    ((68, 69), "69件中68件", "68 of 69"),
    ((999, 999_999), "不到1%", "under 1%"),
    ((999_998, 999_999), "超过99%", "over 99%"),
    ((7_609, 10_000), "76%", "76%"),
    ((1_000, 1_000), "全部1,000件", "all 1,000"),
    ((1, 1), "1件中1件", "1 of 1"),
    ((0, 1), "1件中0件", "0 of 1"),
]


@pytest.mark.parametrize(("share", "zh", "en"), CASES_OF)
def test_a_share_in_a_title(share, zh, en):
    assert words.in_title(dict(zip(("numerator", "denominator"), share, strict=True))) == Text(
        zh, en
    )


def test_a_bad_share_is_cut_up_and_shares_that_read_alike_are_told_apart():
    def share(n: int) -> dict[str, float]:
        return {"numerator": n, "denominator": 10_000, "value": n / 10_000}

    assert words.in_title(share(819), favourable=False).zh == "9%"
    told = words.told_apart([share(9_840), share(9_810), share(9_120), share(9_840)])
    assert [text.zh for text in told] == ["98.40%", "98.10%", "91%", "98.40%"]
