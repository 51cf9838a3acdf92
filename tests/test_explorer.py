"""Any indicator by any period and part: what its page offers is answered, in every state of the data."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.asking.parameters import Refused
from dashboard.asking.time_span import PRESETS
from dashboard.pages.indicators import choice
from dashboard.pages.indicators.ask import Found
from dashboard.pages.indicators.multiples import by_the_clock
from dashboard.pages.indicators.page import state_of
from dashboard.parts import charts
from dashboard.site_map import PAGES
from data.catalog import DATASETS, INDICATORS, PUBLISHED_INDICATORS, owner
from data.definitions import Indicator, Threshold
from tests.contracts import for_each, offered, some
from tests.hall_data import application, sample

LANGS = ("zh", "en")
TODAY = date(2026, 11, 24)
# What the address of every page is asked for beside its dimensions.
OWN = {"period", "from", "to", "grain", "by", "compare"}


def address(id: str, lang: str, query: str = "") -> str:
    return f"{'/en' if lang == 'en' else ''}/indicators/{id}{query}"


def live(client: Any, id: str, query: str = "", lang: str = "zh") -> dict[str, Any]:
    return client.get(f"/live/indicator-{id}?lang={lang}{query}").json


def graph(client: Any, id: str, query: str = "") -> dict[str, Any]:
    return live(client, id, query)["series-graph"]["figure"]


# --- every indicator, whatever there is -----------------------------------------------------------


def _shows(client: Any, id: str, lang: str) -> None:
    page = client.get(address(id, lang))
    assert page.status_code == 200
    text = unescape(page.text)
    assert INDICATORS[id].formula[lang] in text
    assert not re.search(r">(None|nan)<|\{[a-z_]+\}", text[: text.index("<script id")])


def _elsewhere() -> dict[str, Any]:
    """Cases and ratings of a hall whose departments, items and windows are on no list."""
    return {
        name: [row | {"department": "局-7", "item": "事-1", "window": "窗-2"} for row in rows[:90]]
        for name, rows in sample().items()
        if name in ("cases", "evaluations")
    }


@pytest.mark.parametrize("kind", ["empty", "elsewhere"])
def test_every_indicator_has_a_page_whatever_there_is(kind, store, subtests):
    for dataset, rows in {"empty": dict, "elsewhere": _elsewhere}[kind]().items():
        known = {field.id for field in DATASETS[dataset].fields}
        store.ingest(dataset, [{k: v for k, v in row.items() if k in known} for row in rows])
    with application(store) as server:
        client = server.test_client()
        for n, id in enumerate(some(PUBLISHED_INDICATORS, 3)):
            with subtests.test(id=id):
                _shows(client, id, LANGS[n % 2])


# One of each kind of measure, unit and grain; `full` are all.
KINDS = {
    (type(i.measure), i.unit, i.of_list, i.is_stock, owner(i).grains): id
    for id, i in PUBLISHED_INDICATORS.items()
}


@pytest.mark.parametrize(
    "ids", [KINDS.values(), pytest.param(PUBLISHED_INDICATORS, marks=pytest.mark.full)]
)
def test_every_choice_that_a_page_offers_is_answered(client, ids):
    """Of each kind of link to itself one: times, cuts, breakdowns, parts; and every filter it has."""
    pages = {id: offered(client, address(id, "zh")) for id in ids}
    lacking = {id: _due(id) - {re.split("[?=]", at)[1] for at in pages[id]} for id in ids}
    assert {id: names for id, names in lacking.items() if names} == {}
    links = [link for of_page in pages.values() for link in of_page]
    assert len(links) > 3 * len(ids)
    assert [link for link in links if client.get(link).status_code != 200] == []


def _due(id: str) -> set[str]:
    """What a page offers at least: of a list as it stands no times, of a plain number no parts."""
    indicator = INDICATORS[id]
    times = set() if indicator.of_list else {"period", "grain"}
    return times | ({"by"} if indicator.dimensions else set())


@for_each("id", PUBLISHED_INDICATORS)
def test_no_dimension_is_called_like_what_else_an_address_says(id):
    assert not OWN & set(INDICATORS[id].dimensions)
    names = [parameter.name for parameter in PAGES[f"indicators/{id}"].parameters]
    assert len(names) == len(set(names))


@for_each("id", KINDS.values())
def test_the_table_has_the_values_that_the_api_has(client, id):
    if INDICATORS[id].of_list:
        return
    grain = owner(INDICATORS[id]).usual_grain
    values = client.get(f"/api/v1/indicators/{id}/values?grain={grain}").json["data"]
    rows = live(client, id)["series-rows"]["children"]
    assert len(rows) == len(values)


# --- what is drawn, and what is not ---------------------------------------------------------------


def test_a_rate_has_its_intervals_the_line_of_all_the_time_and_an_axis_to_100(client):
    figure = graph(client, "on-time-rate")
    (dots,) = figure["data"]
    assert dots["mode"] == "markers"
    assert any(dots["error_y"]["array"])
    (line,) = figure["layout"]["shapes"]
    whole = client.get("/api/v1/indicators/on-time-rate/values?grain=total").json["data"][0]
    assert line["y0"] == pytest.approx(100 * whole["value"])
    assert max(figure["layout"]["yaxis"]["tickvals"]) <= 100


@for_each(
    ("id", "colour"),
    [
        ("cases-completed", charts.SLATE),
        ("cases-overdue", charts.LATE),
        ("bad-ratings", charts.SLATE),  # unwelcome, and past no limit
    ],
)
def test_only_what_is_past_a_limit_is_vermilion(client, id, colour):
    columns = graph(client, id)["data"][-1]
    assert columns["marker"]["color"] == colour


def test_nothing_is_drawn_for_0_and_it_is_written_where_there_is_room(client):
    figure = graph(client, "cases-due-unknown")
    columns, zeros = figure["data"]
    assert 0 not in columns["y"]
    assert [i for i, height in enumerate(columns["y"]) if height is None] == zeros["x"] != []
    assert set(zeros["text"]) == {"0"}


def test_without_a_period_there_is_no_chart_but_the_breakdown(client):
    view = live(client, "promised-speed-up")
    assert "series-graph" not in view
    assert len(view["breakdown-bars"]["children"]) > 1
    assert "data-needs" not in client.get("/indicators/promised-speed-up").text


def test_a_median_shows_how_its_values_are_spread(client):
    figure = graph(client, "handling-days-median")
    assert figure["layout"]["barmode"] == "stack"
    whole = [sum(trace["y"][2] or 0 for trace in figure["data"])]
    assert whole == [pytest.approx(100)]
    # With two conditions no sums of that are kept: the medians alone.
    two = graph(client, "handling-days-median", "&department=fgw&channel=online")
    assert all(trace["type"] == "scatter" for trace in two["data"])


def test_a_title_says_what_is_to_be_seen_and_not_the_name_again(client):
    for id in ("on-time-rate", "cases-completed", "cases-in-progress", "handling-days-median"):
        view = live(client, id)
        assert INDICATORS[id].title.zh != view["series-title"]["children"]
        assert re.search(r"\d", view["series-title"]["children"])


def test_months_are_told_apart_only_by_their_intervals(store):
    """Of 40 ratings a month: one month is far from the others, one looks so but may be chance."""
    bad_of_month = {6: 0, 7: 1, 8: 0, 9: 20, 10: 4}
    ratings = [
        {
            "evaluation_no": f"PJ-{month}-{n}",
            "score": 1 if n < bad else 5,
            "rated_on": f"2026-{month:02d}-15",
            "is_default": False,
        }
        for month, bad in bad_of_month.items()
        for n in range(40)
    ]
    store.ingest("evaluations", ratings)
    with application(store) as server:
        title = live(server.test_client(), "good-rating-rate")["series-title"]["children"]
    assert "2026年9月，40条中20条" in title
    assert "2026年10月" not in title


def test_hours_are_in_the_order_of_the_day_and_named_as_a_clock_does():
    """Records of the queue have bare numbers, and "10" comes before "9" among letters."""
    rows = [{"hour": hour, "hour_label": hour} for hour in ("10", "none", "9", "10", "9")]
    named = by_the_clock(rows, "zh")
    assert [row["hour_label"] for row in named] == ["9时", "9时", "10时", "10时", "none"]


def test_numbers_that_there_are_do_not_stand_over_a_source_without_data():
    """The newest day of what is controlled is not published: then the last period is said."""
    rows = [{"period": "2024", "value": 12}, {"period": "2025", "value": 11}]
    chosen: Any = SimpleNamespace(indicator=SimpleNamespace(of_list=False))
    found = Found(chosen, {"data": rows, "meta": {"as_of": None}}, rows[0])
    assert state_of(found, "zh") == "2025年数据"
    found.series["data"] = []
    assert state_of(found, "zh") == "暂无数据"


# --- what cannot be asked -------------------------------------------------------------------------


@for_each(
    ("query", "said"),
    [
        ("period=never", "本月"),
        ("grain=hour", "按月"),
        ("by=colour", "部门"),
        ("department=atlantis", "市"),
    ],
)
def test_what_is_refused_is_answered_with_choices_as_links(client, query, said):
    page = client.get(f"/indicators/cases-accepted?{query}")
    assert page.status_code == 400
    name = query.partition("=")[0]
    choices = re.findall(rf'<a href="(/indicators/cases-accepted\?{name}=[^"]+)">([^<]+)</a>', page.text)  # fmt: skip
    assert said in "".join(words for _, words in choices)
    assert {client.get(link).status_code for link, _ in choices[:2]} <= {200, 303}


def test_three_conditions_are_too_many_and_hours_stand_alone(client):
    for query in ("department=fgw&channel=hall&item=fgw-01", "hour=9&channel=hall"):
        assert client.get(f"/indicators/cases-accepted?{query}").status_code == 400


def test_what_is_published_by_the_month_is_asked_by_whole_months(client):
    view = live(client, "good-rating-rate", "&channel=hall&period=7d")
    assert view["from-field"]["value"] == "2026-11-01"
    assert "按日" not in str(view["how"]["children"])


def _arguments(indicator: Indicator, **given: str) -> dict[str, str]:
    known = {parameter.name: parameter.default for parameter in choice.parameters_of(indicator)}
    return known | given


def test_of_what_is_controlled_only_whole_periods_and_one_condition(monkeypatch):
    indicator = INDICATORS["deferred-approvals"]
    dataset = owner(indicator)
    control = Threshold(5, "quarter", ("ground",))
    object.__setattr__(dataset, "control", control)
    try:
        assert set(choice.presets(indicator)) == {"year", "last-year", "all"}
        assert choice.cuts(indicator) == ("quarter", "year")
        chosen = choice.read(indicator, _arguments(indicator, period="year"), TODAY)
        assert (str(chosen.span.first), str(chosen.span.last)) == ("2026-01-01", "2026-12-31")
        assert chosen.grain == "quarter"
        assert not choice.combinable(indicator, {"ground", "kind"})
    finally:
        object.__setattr__(dataset, "control", None)
    assert set(choice.presets(indicator)) == set(PRESETS)
    with pytest.raises(Refused):
        choice.read(
            INDICATORS["cases-accepted"],
            _arguments(INDICATORS["cases-accepted"], hour="9", channel="hall"),
            TODAY,
        )


def test_a_code_that_is_on_no_list_can_be_chosen(store):
    """Whatever a source calls it: the page once failed to write the address of a Chinese one."""
    rows = [row | {"department": "局-7"} for row in sample()["cases"][:40]]
    known = {field.id for field in DATASETS["cases"].fields}
    store.ingest("cases", [{k: v for k, v in row.items() if k in known} for row in rows])
    with application(store) as server:
        client = server.test_client()
        for page in ("indicators/cases-accepted", "volumes"):
            chosen = client.get(f"/{page}", query_string={"department": "局-7"})
            assert chosen.status_code == 200, page


def test_a_comparison_has_its_own_unit_and_its_reason(client):
    view = live(client, "ratings", "&period=30d&compare=year")
    assert "去年同期数据不全，不作比较" in view["series-said"]["children"]
    assert "compare=year" not in str(live(client, "ratings")["how"]["children"])
