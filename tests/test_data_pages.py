"""Pages about the data: every indicator and dataset has its place, and no link leads nowhere."""

import csv
import io
import re
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest

from dashboard.asking.parameters import Refused
from dashboard.asking.time_span import Span
from dashboard.pages import refused
from dashboard.pages.indicators.ask import Found, _printable
from dashboard.pages.indicators.choice import Choice
from dashboard.pages.indicators.latest import latest
from dashboard.pages.indicators.series import chart, sentences
from dashboard.parts import charts, printed
from dashboard.site_map import PAGES
from data.catalog import DATASETS, INDICATORS, PUBLISHED
from data.definitions import Text
from data.hall import hall
from tests.contracts import for_each, no_finer, some
from tests.hall_data import application

LANGS = ("", "/en")


@for_each("lang", LANGS)
@for_each("id", INDICATORS)
def test_an_indicator_has_a_page_with_its_formula_and_newest_value(client, id, lang):
    found = client.get(f"{lang}/indicators/{id}")
    assert found.status_code == 200
    text = unescape(found.text)
    assert INDICATORS[id].formula["en" if lang else "zh"] in text
    assert not re.search(r">(None|nan)<|\{[a-z_]+\}", text[: text.index("<script id")])
    values = client.get(f"/api/v1/indicators/{id}/values?grain={no_finer(id, 'month')}").json[
        "data"
    ]
    known = [row for row in values if row["value"] is not None]
    if known and INDICATORS[id].unit == "count":
        assert f"{known[-1]['value']:,}" in text


@pytest.mark.parametrize(
    ("lang", "marked"), [("", "2026年（截至目前）"), ("/en", "2026 (not complete)")]
)
def test_the_running_year_is_marked_in_the_list_of_indicators(client, lang, marked):
    """Where all numbers of a table are of one period, its head says it once."""
    text = client.get(f"{lang}/indicators").text
    assert f">{marked}</th>" in text
    assert ">2026</th>" not in text


def test_a_whole_period_is_not_marked():
    assert printed.period({"period": "2025", "partial": False}, "zh") == "2025年"
    assert printed.period({"period": None, "partial": False}, "en") == "no period"


@pytest.mark.parametrize(
    ("id", "heads"),
    [
        ("joint-inspection-days-median", ["时期", "数值", "件数", "说明"]),
        ("on-time-rate", ["时期", "数值", "分子", "分母", "说明"]),
        ("cases-accepted", ["时期", "数值", "说明"]),
    ],
)
def test_the_table_of_a_series_has_only_the_parts_that_its_values_have(client, id, heads):
    text = client.get(f"/indicators/{id}").text
    table = text[text.index("<thead>") : text.index("</table>")]
    assert re.findall(r"<th[^>]*>([^<]*)</th>", table.partition("</thead>")[0]) == heads
    first = table[table.index("<tbody") :].partition("</tr>")[0]
    assert len(re.findall(r"<t[hd]", first.partition("<tr")[2])) == len(heads)


def test_without_a_dimension_there_is_no_breakdown_and_nothing_to_filter_by(client):
    assert INDICATORS["zero-handling-items"].dimensions == ()
    assert "分列" not in client.get("/indicators/zero-handling-items").text
    assert "筛选" not in client.get("/indicators/zero-handling-items").text
    assert "分列" in client.get("/indicators/cases-accepted").text


def test_a_median_has_its_unit_its_records_and_no_numerator(client):
    text = client.get("/indicators/handling-days-median").text
    assert "个工作日</span>" in text
    assert "计入的记录" in text
    assert "分子的记录" not in text
    assert "分母的记录" not in text
    share = client.get("/indicators/on-time-rate").text
    assert "分子的记录" in share
    assert "分母的记录" in share


@pytest.mark.parametrize(
    ("id", "value", "zh", "en"),
    [
        ("zero-handling-items", 6, "项", "items"),
        ("zero-handling-items", 1, "项", "item"),
        ("cases-overdue", 0, "件", "cases"),
        ("handling-days-median", 1.0, "个工作日", "working day"),
        ("on-time-rate", 0.99, "", ""),
    ],
)
def test_after_a_number_stands_what_it_counts(id, value, zh, en):
    """After a share nothing does: its per cent sign is part of the number."""
    row = {"value": value, "denominator": 100}
    said = [printed.after(INDICATORS[id], row, lang) for lang in ("zh", "en")]
    assert said == [zh, en]


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("zero-handling-items", ("单位</dt><dd>项</dd>",)),
        ("good-rating-rate", ("单位</dt><dd>%</dd>", "小数</dt><dd>两位，只舍不入</dd>")),
        ("bad-rating-rate", ("单位</dt><dd>%</dd>", "小数</dt><dd>两位，只入不舍</dd>")),
    ],
)
def test_a_definition_says_the_unit_and_which_way_a_rate_is_cut(client, id, said):
    text = client.get(f"/indicators/{id}").text
    for part in said:
        assert part in text


@pytest.mark.parametrize("lang", LANGS)
def test_without_an_address_the_example_works_where_the_site_was_started(client, lang):
    """Whatever host is asked: the page is kept and sent to others."""
    text = unescape(client.get(f"{lang}/data", headers={"Host": "elsewhere.example"}).text)
    # Into what is printed a script writes the address that the reader asked at.
    assert "example.invalid" not in re.sub(r"<p [^>]*data-address.*?</p>", "", text)
    assert "elsewhere.example" not in text
    example = re.search(r"curl 'http://127\.0\.0\.1:8050([^']+)'", text)
    assert client.get(example[1]).status_code == 200
    assert "http://127.0.0.1:8050/api/v1/datasets/cases" in text.partition(example[0])[2]
    assert "hall.toml" in text


def test_the_example_and_citation_name_the_address_of_the_hall_where_it_is_set(store, monkeypatch):
    named = replace(hall(), address="https://data.hall.example")
    monkeypatch.setattr("api.documents.public_address.hall", lambda: named)
    with application(store) as server:
        text = unescape(server.test_client().get("/data").text)
    assert "curl 'https://data.hall.example/api/v1/" in text
    assert "https://data.hall.example/api/v1/datasets/cases." in text
    assert "127.0.0.1" not in text
    assert "hall.toml" not in text


def _links(text):
    return {unescape(a) for a in re.findall(r'(?:href|src)="(/[^"#]*)', text)}


def _without_values(link):
    """A link without the values in its query."""
    return re.sub(r"=[^&]*", "", link)


def _without_ids(link):
    """The same, whichever indicator or dataset it is of."""
    return re.sub(
        rf"/({'|'.join([*INDICATORS, *DATASETS])})(?=[/.?]|$)", "/*", _without_values(link)
    )


FULL = pytest.mark.full


@pytest.mark.parametrize(
    "lang", [LANGS[0], *(pytest.param(lang, marks=FULL) for lang in LANGS[1:])]
)
@pytest.mark.parametrize("kind", [_without_ids, pytest.param(_without_values, marks=FULL)])
def test_no_link_on_any_page_leads_nowhere(client, kind, lang):
    """Of the links of one kind, which is nearly every one where indicators and datasets are told apart, one is
    followed."""
    seen, broken = set(), []
    for path in some(PAGES, 2):
        address = f"{lang}/{path}"
        page = client.get(address)
        assert page.status_code == 200, address
        for link in sorted(_links(page.text)):
            if kind(link) in seen:
                continue
            seen.add(kind(link))
            if client.get(link).status_code != 200:
                broken.append((address, link))
    assert not broken


def test_a_refused_choice_is_answered_with_those_near_it():
    """Of forty choices those like the one asked; without one like it the first twelve."""
    values = [f"d{n:02d}" for n in range(37)] + ["gaj", "gjj", "zjj"]
    error = Refused(
        "kind", Text("没有这一种", "no such kind"), {one: f"第{one}种" for one in values}
    )
    assert set(refused._choices(error, {"kind": "gajj"}, "zh")) == {"gaj", "gjj", "zjj"}
    assert list(refused._choices(error, {}, "zh")) == values[:12]


def few(months: int, n: int) -> Found:
    """A median by month, each of `n`, and the whole time's of all."""
    rows = [
        {"period": f"2026-{m:02}", "value": 3.5, "numerator": None, "denominator": n, "partial": m == months}
        for m in range(1, months + 1)
    ]  # fmt: skip
    today = date(2026, months, 20)
    chosen = Choice(
        INDICATORS["joint-inspection-days-median"], Span(None, today, today, "all"), "month", {}
    )
    whole = {
        "period": None,
        "value": 3.5,
        "numerator": None,
        "denominator": n * months,
        "partial": True,
    }
    return Found(chosen, {"data": rows}, whole, begins=date(2026, 1, 12))


def test_where_no_period_can_be_printed_the_whole_time_is_and_nothing_is_drawn() -> None:
    found = few(months=6, n=17)
    title, shown = sentences.series(found, "zh")
    assert title == "各期样本均不足，全期3.5个工作日"
    assert "细横线" not in shown
    assert charts.is_empty(chart.figure(found, "zh"))
    hero = latest(found, "zh")
    assert [part.children for part in hero[:3]] == ["2026年1月12日至6月20日", "3.5", "个工作日"]


def test_the_line_of_the_whole_lies_within_the_axis() -> None:
    found = few(months=6, n=40)
    found.whole = {**found.whole, "value": 9}
    axis = chart.figure(found, "zh")["layout"]["yaxis"]["range"]
    assert axis[0] <= 9 <= axis[1]
    assert latest(found, "zh")[1].children == "3.5"


def test_the_first_days_of_a_record_set_no_scale_and_it_is_said_that_they_are_not_drawn() -> None:
    found = few(months=6, n=400)
    found.rows[0] |= {"partial": True, "value": 30.0, "denominator": 40}  # type: ignore[operator]
    layout = chart.figure(found, "zh")
    assert layout["layout"]["yaxis"]["range"][1] < 6
    assert layout["data"][-1]["y"] == [None, 3.5, 3.5, 3.5, 3.5, 3.5]
    _, shown = sentences.series(found, "zh")
    assert "2026年1月（N\u00a0=\u00a040）未满且数量少，未画出，见数据表" in shown


def test_dates_are_those_that_there_is_data_of() -> None:
    found = few(months=6, n=40)
    assert sentences.dates(found, "en") == "12\u00a0January to 20\u00a0June 2026"


def test_an_indicator_is_cut_so_that_most_of_its_periods_can_be_printed() -> None:
    asked = []

    def ask(question: Any) -> dict[str, Any]:
        asked.append(question.grain)
        n = {"month": 17, "quarter": 51}[question.grain]
        row = {"period": "2026-01", "value": 3.5, "denominator": n, "partial": False}
        return {"data": [row, row]}

    found = few(months=6, n=17)
    chosen, series = _printable(ask, found.choice, found.series)
    assert chosen.grain == "quarter"
    assert series["data"][0]["denominator"] == 51
    assert asked == ["quarter"]
    assert _printable(ask, found.choice, few(6, 40).series)[0].grain == "month"


@for_each("lang", LANGS)
@for_each("id", PUBLISHED)
def test_a_dataset_has_a_page_that_begins_as_its_files_do(client, id, lang):
    dataset = PUBLISHED[id]
    text = unescape(client.get(f"{lang}/data/{id}").text)
    assert f'href="{lang}/data/{id}"' in client.get(f"{lang}/data").text
    for field in dataset.public_fields:
        assert f"<code>{field.id}</code>" in text, field.id
    for indicator in dataset.indicators:
        assert f'href="{lang}/indicators/{indicator.id}"' in text
    if not dataset.records:
        return
    assert f"/api/v1/datasets/{id}/records.csv" in text
    body = text.split('<tbody lang="mul">')[1].partition("</tbody>")[0]
    shown = [re.findall(r"<td>(.*?)</td>", row) for row in body.split("</tr>") if "<td" in row]
    file = csv.reader(io.StringIO(client.get(f"/api/v1/datasets/{id}/records.csv?limit=10").text))
    # A file keeps a spreadsheet from computing =1+1; a page needs no such mark.
    assert shown == [[re.sub("^'(?=[=+@-])", "", cell) for cell in row] for row in list(file)[1:]]
