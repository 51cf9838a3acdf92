"""Pages with parameters: what an address may say, and that what is shown is the API's own answer."""

import html
import re
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard import site_map
from dashboard.asking import parameters, time_span
from dashboard.asking.address import Place
from dashboard.asking.parameters import Refused
from dashboard.pages import refused as refused_page
from dashboard.pages.volumes import choice
from tests.hall_data import application

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
        ("department=a,b", "department"),
        ("department=" + "a" * 201, "department"),
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
    found = time_span.span(PLAIN | asked, ON)
    assert (found.first, found.last) == (first, last)


def test_a_year_before_29_february_is_the_28th():
    before = time_span.span(PLAIN | {"from": "2024-02-29", "to": "2024-02-29"}, ON).year_before()
    assert before is not None
    assert before.first == date(2023, 2, 28)


def test_a_time_that_ends_before_it_begins_is_turned_round():
    turned = time_span.span(PLAIN | {"from": "2026-03-02", "to": "2026-03-01"}, ON)
    assert (turned.first, turned.last, turned.turned) == (date(2026, 3, 1), date(2026, 3, 2), True)


@pytest.mark.parametrize("path", ["/volumes", "/satisfaction", "/volumes/records"])
def test_dates_the_wrong_way_round_keep_the_page(client: FlaskClient, path: str):
    page = client.get(f"{path}?from=2026-11-20&to=2026-11-02")
    right = client.get(f"{path}?from=2026-11-02&to=2026-11-20")
    assert page.status_code == 200
    if path != "/volumes/records":
        assert "已对调显示" in page.text
        assert "已对调显示" not in right.text
    assert "2026年11月2日" in page.text


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
        ("period=decade", ("period", "时间：")),
        ("department=nosuch", ("department", "部门：")),
        ("from=2026-03-41", ("from", "开始日期：")),
        ("period=year&period=year", ("period", "时间：")),
    ],
)
def test_what_cannot_be_shown_is_a_page_that_says_so(client: FlaskClient, path, query, named):
    """To people in their words, to programs by the parameter's name."""
    parameter, words = named
    page = client.get(f"{path}?{query}")
    assert page.status_code == 400
    assert page.mimetype == "text/html"
    assert words in page.text
    assert f"<code>{parameter}</code>" not in page.text
    assert "数据版本" not in page.text  # it has none, so the footer does not begin to name one
    assert f'href="{path}"' in page.text
    live_views = client.get(f"/live/{path[1:].replace('/', '-')}?lang=zh&{query}")
    assert live_views.status_code == 400
    assert live_views.json["errors"][0]["parameter"] == parameter


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.full)])
def test_what_would_do_is_a_link_by_its_name(client: FlaskClient, lang: Any):
    """Of every page and parameter with a few values: no code is to be read, each link is answered."""
    for page in (page for page in site_map.PAGES.values() if not page.like):
        links = []
        for parameter in page.parameters:
            if not parameter.titles:
                continue
            place = Place(page.path, lang)
            refused = client.get(f"{place.path}?{parameter.name}=nosuch")
            assert refused.status_code == 400, place
            main = refused.text.partition("<main")[2].partition("</main>")[0]
            assert "<code" not in main
            links = re.findall(r'<li><a href="([^"]+)">([^<]+)</a>', main)
            assert len(links) == min(len(parameter.titles), refused_page.SEVERAL), parameter
            for href, name in links:
                assert name not in parameter.titles, (place, parameter.name)
                assert lang == "en" or re.search("[\u4e00-\u9fff]", name), name
                assert href.startswith(place.path)
        if page.parameters and links:
            assert client.get(html.unescape(links[0][0])).status_code == 200, links[0]


def test_what_was_typed_stays_and_so_does_the_rest(client: FlaskClient):
    page = client.get("/volumes?period=month&department=fgw&from=2026-13-01")
    assert page.status_code == 400
    main = page.text.partition("<main")[2]
    fields = [dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in re.findall("<input[^>]*>", main)]
    assert {field["name"]: (field["type"], field["value"]) for field in fields} == {
        "from": ("text", "2026-13-01"),
        "period": ("hidden", "month"),
        "department": ("hidden", "fgw"),
    }
    chosen = client.get("/volumes?period=decade&department=fgw").text
    assert "/volumes?period=7d&amp;department=fgw" in chosen


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
    links: dict[str, str] = {}
    for a in view["volumes-series-links"][
        "children"
    ]:  # the first: those of the distribution follow
        links.setdefault(a["props"]["children"], a["props"].get("href", ""))
    rows = client.get(links["JSON"]).json["data"]
    (*_, trace) = view["volumes-series-graph"]["figure"]["data"]
    scale = 100 if measure == "on-time" else 1
    assert rows
    # A rate or a median of fewer than thirty is not drawn.
    drawn = [
        r["denominator"] is None or r["denominator"] >= 30 or measure == "completed" for r in rows
    ]
    if measure in ("median", "p90"):  # drawn as shares by the time taken
        assert len(trace["y"]) == len(view["volumes-series-rows"]["children"]) == len(rows)
        assert "Distribution" in str(view["volumes-series-links"])
        return
    assert trace["y"] == [
        r["value"] * scale if r["value"] is not None and enough else None
        for r, enough in zip(rows, drawn, strict=True)
    ]
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
    assert view["volumes-number"]["children"] == f"{whole:,}"


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
    # Those of no department stand last of all.
    named = [name for name, *_ in table if name != "not stated"]
    assert named[len(named) - len(few) :] == few


def test_a_question_that_costs_too_much_is_a_page_that_says_so(
    sample_copy, tmp_path, clock, monkeypatch
):
    """Asked of a site of its own: what another test has asked for before would come from memory."""
    from api.answer import answers
    from data.questions import TooCostly

    def costly(*_: object) -> None:
        raise TooCostly

    with application(store := sample_copy(tmp_path)) as server:
        client = server.test_client()
        monkeypatch.setattr(answers, "answer", costly)
        page = client.get("/volumes?from=2020-01-01&to=2020-01-03")
        assert page.status_code == 422
        assert "查询范围过大" in page.text
        live = client.get("/live/volumes?lang=zh&from=2020-01-01&to=2020-01-03")
        assert live.status_code == 422
        # Of an address without conditions there is nothing to ask for less of: it is no fault of it.
        plain = client.get("/volumes")
        assert (plain.status_code, "Retry-After" in plain.headers) == (503, True)
        assert "查询条件" not in plain.text
        assert "稍候再试" in plain.text
    store.close()


def test_a_form_keeps_what_it_does_not_show(client: FlaskClient):
    page = client.get("/volumes?measure=accepted&period=year").text
    form = re.search(r'(?s)<form[^>]*class="filters".*?</form>', page).group(0)
    assert "measure" in form
    assert 'value="accepted"' in form


def test_the_time_is_a_word_that_takes_the_place_of_dates(client: FlaskClient):
    """Without scripts too: the form of the time keeps the rest of the view, but no dates."""
    page = client.get("/volumes?measure=accepted&from=2026-11-02&to=2026-11-20").text
    form = re.search(r'(?s)<form[^>]*class="when".*?</form>', page).group(0)
    assert 'name="period"' in form
    assert "2026年11月2日至11月20日" in form
    assert 'value="accepted"' in form
    assert 'name="from"' not in form
    assert "<button" in form


@pytest.mark.parametrize("query", ["", "&department=fgw", "&measure=on-time"])
def test_the_year_is_the_apis_and_each_number_leads_to_its_day(client: FlaskClient, query: str):
    view = client.get(f"/live/volumes?lang=en{query}").json
    links = {
        a["props"]["children"]: a["props"]["href"] for a in view["volumes-year-links"]["children"]
    }
    rows = client.get(links["JSON"]).json["data"]
    written = [cell for row in view["volumes-year-rows"]["children"] for cell in inside(row)[1:]]
    shown = [inside(cell) for cell in written if inside(cell)]
    known = [row for row in rows if row["value"] is not None]
    assert [a["props"]["children"] for a in shown] == [f"{row['value']:,}" for row in known]
    busy = max(range(len(known)), key=lambda i: known[i]["value"])
    day = client.get(
        shown[busy]["props"]["href"].replace("/en/volumes", "/live/volumes") + "&lang=en"
    )
    assert day.json["volumes-number"]["children"] == f"{known[busy]['value']:,}"
