"""What the charts of /volumes and /satisfaction say: who comes first, of what, and why not."""

import re
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard import words
from dashboard.asking import time_span
from dashboard.pages.satisfaction import sections, titles
from dashboard.parts import charts, printed, ranking
from dashboard.parts.drawings import axes
from data.catalog import INDICATORS
from data.definitions import Text
from data.rules.intervals import wilson
from data.store.tables import from_day_number
from tests.hall_data import Store
from tests.test_explore import inside


@pytest.mark.parametrize(
    ("top", "step", "whole"),
    [
        (0, 1, 1), (1, 0.25, 1), (3, 1, 1), (9, 2.5, 2), (10, 2.5, 2), (12, 5, 5), (100, 25, 25),
        (4321, 2000, 2000), (90_000, 25_000, 25_000),
    ],
)  # fmt: skip
def test_an_axis_is_cut_into_round_steps(top, step, whole):
    assert axes.nice(top) == step
    assert axes.nice(top, whole=True) == whole


@pytest.mark.parametrize(
    ("low", "top", "unit", "whole", "said"),
    [
        (99, 100, "%", False, ["99.25", "99.50", "99.75", "100.00%"]),
        (98, 100, "%", False, ["98.5", "99.0", "99.5", "100.0%"]),
        (0, 100, "%", False, ["25", "50", "75", "100%"]),
        (35, 100, "%", False, ["40", "60", "80", "100%"]),
        (0, 0.3, "%", False, ["0.1", "0.2", "0.3%"]),
        (0, 1, "件", True, ["1件"]),
        (0, 3, "件", True, ["1", "2", "3件"]),
        (0, 90_000, "件", True, ["2.5万", "5万", "7.5万件"]),
    ],
)
def test_the_ticks_of_an_axis_are_printed_exactly(low, top, unit, whole, said):
    assert axes.values(low, top, unit, "zh", whole)["ticktext"] == said


def test_a_cut_axis_ends_just_above_its_top():
    (low, top) = axes.values(98, 100, "%", "zh")["range"]
    assert low == 98
    assert 100 < top < 100.2


# --- who comes first ------------------------------------------------------------------------------


def of_hundred(name: str, share: float, denominator: int) -> dict[str, Any]:
    return {
        "department": name, "department_label": name, "value": share,
        "numerator": round(share * denominator), "denominator": denominator,
    }  # fmt: skip


BELOW = Text("低于整体", "below the overall rate")


def test_who_can_be_told_from_the_whole_is_shown_beside_the_largest():
    large = [of_hundred(f"d{i:02}", 0.99, 1000 - i) for i in range(13)]
    small, tiny = of_hundred("small", 0, 30), of_hundred("tiny", 0, 29)
    placed = ranking.rates([*large, small, tiny], "department")
    assert [row["department_label"] for row in placed.apart] == ["small"]
    assert [row["department_label"] for row in placed.few] == ["tiny"]
    names = [row["department_label"] for row in placed.shown]
    assert names == ["small", *(f"d{i:02}" for i in range(12))]
    which = placed.which(BELOW)
    assert which
    assert which.zh == "所示为量最大的12个和其余1个低于整体的，其余见数据表"


def test_none_of_those_that_overlap_with_the_whole_is_singled_out():
    rows = [of_hundred(f"d{i:02}", 0.9 + i / 200, 40) for i in range(14)]
    placed = ranking.rates(rows, "department")
    assert placed.apart == []
    assert len(placed.shown) == 12
    said = ranking.apart(
        placed, Text("好评率", "Good"), Text("部门", "Department"), lambda row: row["department"],
        Text("低于", "below"),
    )  # fmt: skip
    assert said.zh == "好评率：没有部门明显低于整体（560件中522件）"


def test_medians_have_no_interval_and_are_not_ranked():
    rows = [of_hundred("none", 0, 5000), of_hundred("a", 0.2, 40), of_hundred("b", 0.5, 90)]
    placed = ranking.medians(rows, "department")
    assert [row["department"] for row in placed.every] == ["b", "a", "none"]
    assert placed.apart == []
    assert placed.shown == placed.every


@pytest.mark.parametrize(
    ("shares", "title"),
    [([0, 0.5], "最低：a，0.0"), ([0.5, 0.5, 0.6], "最低：a等2个并列，0.5")],
)
def test_who_shares_the_first_place_is_counted(shares, title):
    rows = [of_hundred(name, share, 30) for name, share in zip("abc", shares, strict=False)]
    said = ranking.first(
        rows,
        Text("最低", "Lowest"),
        lambda row: row["department_label"],
        lambda row: f"{row['value']:.1f}",
    )
    assert said.zh == title


def ranked(client: FlaskClient, query: str) -> tuple[Any, Any]:
    """A ranking's view, and the rows of the answer that it links to."""
    view = client.get(f"/live/volumes?lang=zh&{query}").json
    links = {
        a["props"]["children"]: a["props"]["href"]
        for a in view["volumes-ranking-links"]["children"]
    }
    return view, client.get(links["JSON"]).json["data"]


@pytest.mark.parametrize("measure", ["on-time", "median", "p90"])
def test_a_value_of_0_is_not_left_out(client: FlaskClient, measure):
    view, rows = ranked(client, f"period=90d&measure={measure}&by=department")
    known = [row for row in rows if row["value"] is not None]
    assert len(view["volumes-ranking-rows"]["children"]) == len(known)
    assert f"共{len(known)}个有数据" in view["volumes-ranking-said"]["children"]


@pytest.mark.parametrize("measure", ["median", "p90"])
def test_how_long_cases_took_is_drawn_as_named_shares_by_week(client: FlaskClient, measure):
    view = client.get(f"/live/volumes?lang=zh&measure={measure}").json
    figure = view["volumes-series-graph"]["figure"]
    parts = [trace["y"] for trace in figure["data"]]
    assert len(parts) == 4
    sums = [sum(share or 0 for share in column) for column in zip(*parts, strict=True)]
    assert sums
    assert all(total == 0 or total == pytest.approx(100) for total in sums)
    named = [(one["text"], one["y"]) for one in figure["layout"]["annotations"]]
    assert {name for name, _ in named} <= {"半日内", "3日内", "10日内", "超过10日"}
    assert all(b - a >= 7.9 for (_, a), (_, b) in pairwise(named))
    assert "起一周" in str(view["volumes-series-rows"])
    assert view["volumes-unit"]["children"].endswith("）")


@pytest.mark.parametrize(
    "query", ["", "period=today", "window=W01", "from=2031-01-01&to=2031-02-01"]
)
def test_the_line_under_the_number_judges_the_number(client: FlaskClient, query):
    """What is usual on a Monday says nothing of a day, of one window, or of no data."""
    view = client.get(f"/live/volumes?lang=zh&{query}").json
    said = view["volumes-finding"]["children"]
    assert "星期" not in said.split("（")[0]
    assert said == "" or "去年同期" in said
    if "2031" in query:
        assert said == ""


def test_what_is_overdue_is_late_in_every_picture_and_of_now(client: FlaskClient):
    view = client.get("/live/volumes?lang=zh&measure=overdue").json
    (bars,) = view["volumes-series-graph"]["figure"]["data"]
    assert bars["marker"]["color"] == bars["marker"]["pattern"]["fgcolor"] == charts.LATE
    rows = view["volumes-ranking-bars"]["children"]
    assert rows
    assert all("row--late" in row["props"]["own"]["className"] for row in rows)
    assert view["volumes-ranking-said"]["children"].startswith("2026年11月24日，")


def test_the_hour_that_is_running_is_hatched(client: FlaskClient):
    view = client.get("/live/volumes?lang=zh&period=today").json
    (bars,) = view["volumes-series-graph"]["figure"]["data"]
    assert [i for i, shape in enumerate(bars["marker"]["pattern"]["shape"]) if shape] == [10]
    assert "斜纹为尚未结束的一小时" in view["volumes-series-said"]["children"]


def test_the_title_of_times_and_its_parts_agree(client: FlaskClient):
    view = client.get("/live/volumes?lang=zh&period=all").json
    rows = [[inside(cell) for cell in inside(row)] for row in view["volumes-used-rows"]["children"]]
    n = [int(row[1].replace(",", "")) for row in rows]
    visit = words.in_title({"numerator": sum(n[:2]), "denominator": sum(n)})
    assert view["volumes-used-title"]["children"].startswith(f"{visit.zh}半日内")


def test_a_time_is_never_compared_with_0():
    then = {"value": 0, "denominator": 100}
    for now, said in ((0, "与去年同期相同"), (0.5, "比去年同期长")):
        pair = words.YearBefore(
            "days", {"value": now, "denominator": 90}, then, Text("去年", "then")
        )
        assert words.year_before(pair, "zh").startswith(said)


def test_one_part_alone_has_no_first_place(client: FlaskClient):
    path = "/api/v1/indicators/cases-completed/values?grain=total&by=item"
    item = max(client.get(path).json["data"], key=lambda row: row["value"] or 0)["item"]
    view = client.get(f"/live/volumes?lang=zh&period=all&item={item}&by=department").json
    assert view["volumes-ranking-title"]["children"].startswith("只有")
    assert "100.0%" not in str(inside(view["volumes-ranking-bars"]["children"][0]))


@pytest.mark.parametrize("measure", ["on-time", "median", "completed"])
def test_an_axis_that_does_not_begin_at_0_says_so(client: FlaskClient, measure):
    view = client.get(f"/live/volumes?lang=zh&measure={measure}").json
    said = view["volumes-series-said"]["children"]
    low = view["volumes-series-graph"]["figure"]["layout"]["yaxis"]["range"][0]
    assert ("纵轴不从0开始" in said) == (low > 0)


@pytest.mark.parametrize("page", ["volumes", "satisfaction"])
def test_a_mistyped_code_is_answered_with_near_ones(client: FlaskClient, page):
    refused = client.get(f"/{page}?department=fgww")
    assert refused.status_code == 400
    near = re.search(rf'<a href="/{page}\?department=fgw"[^>]*>([^<]+)</a>', refused.text)
    assert near
    assert near[1].startswith("市发展")


def test_a_department_is_named_only_where_all_of_its_interval_is_below_the_whole(
    client: FlaskClient,
):
    view, rows = ranked(client, "period=90d&measure=on-time&by=department")
    known = [row for row in rows if row["denominator"]]
    whole = sum(r["numerator"] for r in known) / sum(r["denominator"] for r in known)
    apart = [
        row["department_label"]
        for row in known
        if row["denominator"] >= 30
        and row["department"] != "none"
        and (wilson(row["numerator"], row["denominator"]) or (0, 1))[1] < whole
    ]
    title = view["volumes-ranking-title"]["children"]
    assert title.startswith("按时办结率低于整体（")
    assert 0 < len(apart) <= ranking.NAMES_MOST
    assert [row["department_label"] for row in known if f"{row['department_label']}，" in title]
    assert all(name in title for name in apart)
    assert "不足30件的不比较" in view["volumes-ranking-said"]["children"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("channel=online", ("网上：", "网上办结最多的部门：")),
        (
            "channel=hall&by=department",  # a channel that is called as a dimension is
            ("渠道：窗口，", "渠道：窗口，办结最多的部门："),
        ),
        ("department=fgw&by=department", ("市发展和改革委员会：", "办结最多的部门：")),
        (
            "channel=hall&window=W01&by=channel",  # the filter that is broken down is no condition
            ("渠道：窗口 · 窗口：企业登记统一受理窗口，", "企业登记统一受理窗口办结最多的渠道："),
        ),
    ],
)  # fmt: skip
def test_titles_name_the_condition_that_they_hold_for(client: FlaskClient, query, titles):
    view = client.get(f"/live/volumes?lang=zh&period=90d&{query}").json
    for part, title in zip(("series", "ranking"), titles, strict=True):
        assert view[f"volumes-{part}-title"]["children"].startswith(title)


def test_a_year_before_without_records_is_not_said_to_be_drawn(client: FlaskClient):
    def said(query: str) -> str:
        view = client.get(f"/live/volumes?lang=zh&{query}&compare=year").json
        return view["volumes-series-said"]["children"]

    assert "去年同期数据不全，不作比较" in said("period=90d")
    assert "空框为去年同期" not in said("period=90d")
    assert "这段时间没有去年同期" in said("period=all")


def measures(client: FlaskClient, query: str) -> dict[str, tuple[str, str]]:
    """The number and what stands beside it, by title."""
    view = client.get(f"/live/volumes?lang=zh&{query}").json
    found = {}
    (row,) = inside(view["volumes-measures"]["children"])
    for column in inside(row):
        title, amount = inside(inside(column))[:2]
        number, beside = (inside(span) for span in inside(amount))
        found[inside(title)] = (number, beside)
    return found


def test_a_measure_without_a_value_says_why(client: FlaskClient):
    two = measures(client, "period=90d&department=fgw&channel=online")
    assert two["用时中位数"] == ("—", "只能按一项条件看")
    assert two["办结"][1] == "件"
    past = measures(client, "from=2020-01-01&to=2020-01-31")
    assert past["按时办结率"] == ("—", "没有这段时间的数据")
    idle = measures(client, "period=90d&department=bb")
    assert idle["按时办结率"] == ("—", "没有可计的办件")
    assert measures(client, "period=90d&window=W01")["用时中位数"] == ("—", "不按窗口统计")


@pytest.mark.parametrize("query", ["department=fgw", "item=fgw-01", "channel=online", "window=W01"])
def test_the_time_taken_is_offered_for_any_one_condition(client: FlaskClient, query):
    view = client.get(f"/live/volumes?lang=zh&period=90d&{query}").json
    assert "半日内办结" in view["volumes-used-title"]["children"]


def test_the_time_taken_is_not_offered_for_two_conditions(client: FlaskClient):
    view = client.get("/live/volumes?lang=zh&period=90d&channel=online&department=fgw").json
    assert "只能按一项条件看" in view["volumes-used-said"]["children"]


@pytest.mark.parametrize(
    ("path", "part", "dataset", "dated"),
    [
        ("volumes", "volumes-series-said", "cases", "accepted_on"),
        ("volumes", "volumes-ranking-said", "cases", "accepted_on"),
        ("volumes-records", "records-said", "cases", "accepted_on"),
        ("satisfaction", "levels-said", "evaluations", "rated_on"),
    ],
)
def test_all_the_time_is_named_with_its_first_day(
    client: FlaskClient, sampled: Store, path, part, dataset, dated
):
    first = from_day_number(min(row[dated] for row in sampled.rows(dataset)))
    said = client.get(f"/live/{path}?lang=zh&period=all").json[part]["children"]
    assert said.startswith(f"{first.year}年{first.month}月{first.day}日至11月24日")


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 10, 1), date(2026, 10, 9), 2),  # after the holiday 8 and 9 October
        (date(2025, 10, 1), date(2025, 10, 11), 3),  # 9 and 10 October and a Saturday worked
        (date(2027, 1, 4), date(2027, 1, 8), None),  # a year without a notice
        (None, date(2026, 10, 9), None),
    ],
)
def test_the_working_days_of_a_time(first, last, days):
    assert time_span.working_days(time_span.Span(first, last, last, None)) == days


@pytest.mark.parametrize(("n", "shown"), [(29, "—"), (30, "100.00")])
def test_too_few_ratings_make_no_share(n, shown):
    number, note = sections.rate_or_few({"numerator": n, "denominator": n}, "zh")
    assert number == shown
    assert ("不足30条" in note) == (n < 30)
    good = {"numerator": n, "denominator": n}
    assert ("全是好评" in titles.of_all(n, good, "zh")) == (n >= 30)


@pytest.mark.parametrize(
    ("numerator", "denominator", "said"),
    [
        (4856, 1000, "4.85"),
        (145, 30, "4.83"),
        (145, 29, "—"),
        (150, 30, "5.00"),
        (0, 0, "—"),
    ],
)
def test_a_mean_score_is_cut_everywhere(numerator, denominator, said):
    row = {
        "value": numerator / denominator if denominator else None,
        "numerator": numerator, "denominator": denominator,
    }  # fmt: skip
    assert words.score(row) == said
    few = bool(row["denominator"]) and said == words.MISSING
    assert printed.shown(row, INDICATORS["mean-score"]) == ("样本不足" if few else said)


def test_the_series_is_titled_by_its_highest_period_or_its_change(client: FlaskClient):
    """Not by the number that stands above it."""

    def series(query: str) -> tuple[str, list[float]]:
        view = client.get(f"/live/volumes?lang=zh&{query}").json
        (trace,) = view["volumes-series-graph"]["figure"]["data"]
        return view["volumes-series-title"]["children"], trace["y"]

    title, counts = series("period=90d&grain=month")
    assert title.startswith("办结最多的一个月：")
    assert title.endswith(f"，{max(counts):,}件")
    title, levels = series("period=30d&measure=overdue")
    way = "增到" if levels[-1] > levels[0] else "减到"
    assert title == f"超期在办从{levels[0]}件{way}{levels[-1]}件，最高{max(levels)}件"


def test_each_overall_rate_of_ratings_has_its_own_dates(client: FlaskClient):
    """Of complete weeks, and of whole months: not of the days that the page is about."""
    for by in ("department", "window"):
        view = client.get(f"/live/satisfaction?lang=zh&by={by}").json
        assert view["compared-said"]["children"].startswith("2026年8月1日至11月24日；")
    said = view["rates-said"]["children"]
    assert said.startswith("2026年8月27日至11月24日；整体为2026年8月31日至11月22日；")


def test_readers_without_scripts_are_told_first_and_everybody_finds_the_search(client: FlaskClient):
    page = client.get("/en/volumes").text
    assert page.index("<noscript>") < page.index('id="first-paint"')
    head = page[page.index("<header") : page.index("</header>")]
    assert 'href="/en/search"' in head
