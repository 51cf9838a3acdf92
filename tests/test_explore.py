"""Pages with parameters: what an address may say, and that what is shown is the API's own answer."""

import re
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard import parameters, spans
from dashboard.pages.volumes import chart, choice, ranking
from dashboard.parameters import Refused
from data.definitions import Text

ON = date(2026, 11, 24)
PLAIN = parameters.filled(choice.PARAMETERS, ())
EXPLORED = ("/volumes", "/volumes/records", "/satisfaction")


def given(query: str) -> tuple[tuple[str, str], ...]:
    pairs = [pair.partition("=") for pair in query.split("&")] if query else []
    return tuple((name, value) for name, _, value in pairs)


# --- addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "written", "unknown"),
    [
        ("", "", ()),
        ("period=30d", "", ()),  # the default
        ("department=&item=", "", ()),  # a form's empty fields
        ("item=a-1&period=year", "period=year&item=a-1", ()),  # the page's order
        ("utm=1&period=year", "period=year", ("utm",)),
    ],
)
def test_a_view_has_one_address(query, written, unknown):
    assert parameters.read(choice.PARAMETERS, given(query)) == (given(written), unknown)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("period=decade", "period"),
        ("from=2026-02-30", "from"),
        ("from=2026-2-3", "from"),
        ("to=0001-01-01", "to"),
        ("to=9999-12-31", "to"),
        ("department=a'b", "department"),
        ("department=" + "a" * 80, "department"),
        ("period=year&period=year", "period"),
    ],
)
def test_what_is_bad_or_repeated_is_refused_by_name(query, name):
    with pytest.raises(Refused) as refused:
        parameters.read(choice.PARAMETERS, given(query))
    assert refused.value.parameter == name


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ({"period": "today"}, ON, ON),
        ({"period": "7d"}, date(2026, 11, 18), ON),
        ({"period": "month"}, date(2026, 11, 1), ON),
        ({"period": "last-year"}, date(2025, 1, 1), date(2025, 12, 31)),
        ({"period": "all"}, None, ON),
        ({"from": "2026-03-01"}, date(2026, 3, 1), ON),
        ({"from": "2024-02-29", "to": "2024-03-01"}, date(2024, 2, 29), date(2024, 3, 1)),
    ],
)
def test_the_time_that_an_address_names(asked, first, last):
    found = spans.span(PLAIN | asked, ON)
    assert (found.first, found.last) == (first, last)


def test_a_year_before_29_february_is_the_28th():
    before = spans.span(PLAIN | {"from": "2024-02-29", "to": "2024-02-29"}, ON).year_before()
    assert before is not None
    assert before.first == date(2023, 2, 28)


def test_a_time_that_ends_before_it_begins_is_refused():
    with pytest.raises(Refused, match="to"):
        spans.span(PLAIN | {"from": "2026-03-02", "to": "2026-03-01"}, ON)


@pytest.mark.parametrize(
    ("measure", "names", "together"),
    [
        ("completed", {"department", "item"}, True),
        ("completed", {"item", "channel"}, True),
        ("completed", {"window", "channel"}, True),
        ("completed", {"item", "window"}, True),
        ("completed", {"department", "item", "channel"}, False),
        ("median", {"department"}, True),
        ("median", {"window"}, False),  # the indicator has no such dimension
        ("median", {"department", "item"}, False),
    ],
)
def test_two_conditions_go_together_where_their_sums_are_kept(measure, names, together):
    assert choice.combinable(choice.MEASURES[measure], frozenset(names)) is together


def test_a_filter_is_set_aside_in_its_own_breakdown():
    found = choice.read(PLAIN | {"department": "fgw", "by": "department"}, ON)
    assert found.by == "department"
    assert found.beside("department") == frozenset()


def test_a_filtered_page_breaks_down_by_something_else():
    assert choice.read(PLAIN | {"department": "fgw"}, ON).by == "item"


@pytest.mark.parametrize(
    ("top", "step", "whole"),
    [
        (0, 1, 1), (1, 0.25, 1), (3, 1, 1), (9, 2.5, 2), (10, 2.5, 2), (12, 5, 5), (100, 25, 25),
        (4321, 2000, 2000), (90_000, 25_000, 25_000),
    ],
)  # fmt: skip
def test_an_axis_is_cut_into_round_steps(top, step, whole):
    assert chart.nice(top) == step
    assert chart.nice(top, whole=True) == whole


@pytest.mark.parametrize(
    ("low", "top", "unit", "whole", "said"),
    [
        (99, 100, "%", False, ["99.25", "99.50", "99.75", "100.00%"]),
        (98, 100, "%", False, ["98.5", "99.0", "99.5", "100.0%"]),
        (0, 100, "%", False, ["25", "50", "75", "100%"]),
        (0, 0.3, "%", False, ["0.1", "0.2", "0.3%"]),
        (0, 1, "件", True, ["1 件"]),
        (0, 3, "件", True, ["1", "2", "3 件"]),
        (0, 90_000, "件", True, ["2.5万", "5万", "7.5万 件"]),
    ],
)
def test_the_ticks_of_an_axis_are_printed_exactly(low, top, unit, whole, said):
    assert chart.axis(low, top, unit, "zh", whole)["ticktext"] == said


def test_a_cut_axis_ends_just_above_its_top():
    (low, top) = chart.axis(98, 100, "%", "zh")["range"]
    assert low == 98
    assert 100 < top < 100.2


# --- pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", EXPLORED)
@pytest.mark.parametrize("lang", ["", "/en"])
def test_a_page_leads_to_the_one_address_of_a_view(client: FlaskClient, lang, path):
    answer = client.get(f"{lang}{path}?utm=1&department=&period=year")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{lang}{path}?period=year"


@pytest.mark.parametrize("path", EXPLORED)
@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("period=decade", "period"),
        ("department=nosuch", "department"),
        ("from=2026-03-02&to=2026-03-01", "to"),
        ("period=year&period=year", "period"),
    ],
)
def test_what_cannot_be_shown_is_a_page_that_says_so(client: FlaskClient, path, query, named):
    page = client.get(f"{path}?{query}")
    assert page.status_code == 400
    assert page.mimetype == "text/html"
    assert f"<code>{named}</code>" in page.text
    assert f'href="{path}"' in page.text
    live = client.get(f"/live/{path[1:].replace('/', '-')}?lang=zh&{query}")
    assert live.status_code == 400
    assert live.json["errors"][0]["parameter"] == named


def test_conditions_that_do_not_go_together_are_refused(client: FlaskClient):
    page = client.get("/volumes?item=fgw-01&channel=hall&window=W01")
    assert page.status_code == 400
    assert "不能与其他条件同时使用" in page.text


def test_a_live_view_refuses_what_it_does_not_know(client: FlaskClient):
    answer = client.get("/live/volumes?lang=zh&utm=1")
    assert answer.status_code == 400
    assert answer.json["errors"][0]["parameter"] == "utm"


def test_a_place_of_another_list_is_refused(client: FlaskClient):
    assert client.get("/volumes/records?after=WyIvYXBpIl0.abcdefgh").status_code == 400


@pytest.mark.parametrize("measure", choice.MEASURES)
@pytest.mark.parametrize("query", ["period=90d", "period=90d&department=fgw", "period=all"])
def test_what_is_shown_is_what_the_api_answers(client: FlaskClient, measure, query):
    view = client.get(f"/live/volumes?lang=en&{query}&measure={measure}&grain=month").json
    links = {
        a["props"]["children"]: a["props"]["href"] for a in view["volumes-series-links"]["children"]
    }
    rows = client.get(links["JSON"]).json["data"]
    (*_, trace) = view["volumes-series-graph"]["figure"]["data"]
    scale = 100 if measure == "on-time" else 1
    assert rows
    assert trace["y"] == [None if r["value"] is None else r["value"] * scale for r in rows]
    csv = client.get(links["CSV"])
    assert csv.status_code == 200
    assert int(csv.headers["X-Total-Count"]) == len(rows)
    assert client.get(links["XLSX"]).status_code == 200


def test_a_breakdown_adds_up(client: FlaskClient):
    view = client.get("/live/volumes?lang=en&period=90d").json
    links = {
        a["props"]["children"]: a["props"]["href"]
        for a in view["volumes-ranking-links"]["children"]
    }
    whole = sum(row["value"] for row in client.get(links["JSON"]).json["data"])
    title = view["volumes-series-title"]["children"]
    assert title.startswith(f"{whole:,} completed")


def inside(node: dict) -> Any:
    """What a component or a part of a view has in it."""
    props = node["props"]
    return props["tree"] if "tree" in props else props["children"]


def test_the_records_of_a_number_are_as_many_as_it_says(client: FlaskClient):
    seen, url = [], "/live/volumes-records?lang=en&period=90d&department=fgw"
    title = client.get(url).json["records-title"]["children"]
    count = int(re.search(r"([\d,]+) cases", title).group(1).replace(",", ""))
    while url:
        view = client.get(url).json
        seen += [inside(inside(row)[0]) for row in view["records-rows"]["children"]]
        ways = inside(view["records-pages"]["children"])
        onward = [a["props"]["href"] for a in ways if a["props"]["children"] == "Next"]
        url = f"/live/volumes-records?lang=en&{onward[0].partition('?')[2]}" if onward else ""
    assert len(seen) == len(set(seen)) == count > 25


def test_departments_with_few_ratings_are_not_ranked(client: FlaskClient):
    view = client.get("/live/satisfaction?lang=en&period=all").json
    links = {a["props"]["children"]: a["props"]["href"] for a in view["compared-links"]["children"]}
    rows = {r["department_label"]: r for r in client.get(links["JSON"]).json["data"]}
    table = [[inside(cell) for cell in inside(row)] for row in view["compared-rows"]["children"]]
    assert table
    few = [name for name, rate, *_ in table if rate == "too few"]
    assert few == [name for name, *_ in table if rows[name]["denominator"] < 30]
    assert [name for name, *_ in table][len(table) - len(few) :] == few


def test_a_question_that_costs_too_much_is_a_page_that_says_so(client: FlaskClient, monkeypatch):
    from api import answers
    from data.deadline import TooCostly

    def costly(*_: object) -> None:
        raise TooCostly

    monkeypatch.setattr(answers, "answer", costly)
    page = client.get("/volumes?from=2020-01-01&to=2020-01-03")
    assert page.status_code == 422
    assert "查询范围太大" in page.text
    assert client.get("/live/volumes?lang=zh&from=2020-01-01&to=2020-01-03").status_code == 422


def test_views_in_memory_are_bounded(client: FlaskClient, monkeypatch):
    from dashboard import live

    monkeypatch.setattr(live, "KEPT", 3)
    for days in range(1, 9):
        client.get(f"/live/satisfaction?lang=zh&from=2026-11-0{days}")
    assert len(live._snapshots) <= 3


def test_a_form_keeps_what_it_does_not_show(client: FlaskClient):
    page = client.get("/volumes?measure=accepted&period=year").text
    form = re.search(r'(?s)<form[^>]*class="filters".*?</form>', page).group(0)
    assert "measure" in form
    assert 'value="accepted"' in form


# --- who comes first ------------------------------------------------------------------------------


def of_hundred(name: str, share: float, denominator: int) -> dict[str, Any]:
    return {"department_label": name, "value": share, "denominator": denominator}


def test_the_lowest_rate_is_of_all_that_are_ranked_and_is_shown():
    large = [of_hundred(f"d{i:02}", 0.99, 1000 - i) for i in range(13)]
    placed = ranking.rates([*large, of_hundred("small", 0, 30), of_hundred("tiny", 0, 29)])
    assert [row["department_label"] for row in placed.ranked[:2]] == ["small", "d00"]
    assert [row["department_label"] for row in placed.few] == ["tiny"]
    names = [row["department_label"] for row in placed.shown]
    assert names == ["small", *(f"d{i:02}" for i in range(12))]
    assert placed.which().zh == "所示为量最大的 12 个和最低的一个，其余见数据表"


def test_the_lowest_is_not_said_to_be_added_where_it_is_among_the_largest():
    rows = [of_hundred(f"d{i:02}", i / 100, 1000 - i) for i in range(13)]
    assert ranking.rates(rows).which().zh == "所示为量最大的 12 个，其余见数据表"
    assert ranking.rates(rows[:12]).which() is None


@pytest.mark.parametrize(
    ("shares", "title"),
    [([0, 0.5], "最低：a，0.0"), ([0.5, 0.5, 0.6], "最低：a等 2 个并列，0.5")],
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


def ranked(client: FlaskClient, query: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
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
    assert f"共 {len(known)} 个有数据" in view["volumes-ranking-said"]["children"]


def test_the_lowest_on_time_rate_is_named_with_its_value(client: FlaskClient):
    view, rows = ranked(client, "period=90d&measure=on-time&by=department")
    least = min(row["value"] for row in rows if (row["denominator"] or 0) >= 30)
    names = [r["department_label"] for r in rows if r["value"] == least and r["denominator"] >= 30]
    title = view["volumes-ranking-title"]["children"]
    assert title.startswith("按时办结率最低的部门：")
    assert any(name in title for name in names)
    assert title.endswith("%")
    assert "不足 30 件的不排名" in view["volumes-ranking-said"]["children"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("channel=online", ("网上：近 90 天办结", "网上办结最多的部门：")),
        (
            "channel=hall&by=department",  # a channel that is called as a dimension is
            ("渠道：窗口，近 90 天办结", "渠道：窗口，办结最多的部门："),
        ),
        ("department=fgw&by=department", ("市发展和改革委员会：近 90 天办结", "办结最多的部门：")),
        (
            "channel=hall&window=W01&by=channel",  # the filter that is broken down is no condition
            ("渠道：窗口 · 窗口：工商登记统一受理窗口，近 90 天", "工商登记统一受理窗口办结最多的渠道："),
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

    assert "这段时间没有去年同期" in said("period=90d")
    assert "空框为去年同期" not in said("period=90d")
    assert "这段时间没有去年同期" in said("period=all")
    assert "空框为去年同期" in said("from=2027-09-01&to=2027-09-30")
    assert "细线为去年同期" in said("from=2027-09-01&to=2027-09-30&measure=on-time")


def measures(client: FlaskClient, query: str) -> dict[str, tuple[str, str]]:
    """The number and what stands beside it, by title."""
    view = client.get(f"/live/volumes?lang=zh&{query}").json
    found = {}
    for card in inside(view["volumes-measures"]["children"]):
        title, amount = inside(card)
        number, beside = (inside(span) for span in inside(amount))
        found[inside(title)] = (number, beside)
    return found


def test_a_measure_without_a_value_says_why(client: FlaskClient):
    two = measures(client, "period=90d&department=fgw&channel=online")
    assert two["用时中位数"] == ("–", "只能按一项条件看")
    assert two["办结"][1] == "件"
    past = measures(client, "from=2020-01-01&to=2020-01-31")
    assert past["按时办结率"] == ("–", "没有这段时间的数据")
    idle = measures(client, "period=90d&department=bb")
    assert idle["按时办结率"] == ("–", "没有可计的办件")
    assert measures(client, "period=90d&window=W01")["用时中位数"] == ("–", "不按窗口统计")


@pytest.mark.parametrize("query", ["department=fgw", "item=fgw-01", "channel=online", "window=W01"])
def test_the_time_taken_is_offered_for_any_one_condition(client: FlaskClient, query):
    view = client.get(f"/live/volumes?lang=zh&period=90d&{query}").json
    assert "当场办结" in view["volumes-used-title"]["children"]


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
def test_all_the_time_is_named_with_its_first_day(client: FlaskClient, path, part, dataset, dated):
    rows = client.get(f"/api/v1/datasets/{dataset}/records?sort={dated}&limit=1").json["data"]
    first = date.fromisoformat(rows[0][dated])
    said = client.get(f"/live/{path}?lang=zh&period=all").json[part]["children"]
    assert said.startswith(f"{first.year}年{first.month}月{first.day}日至11月24日")
