"""依申请公开 as pages: the API's numbers, one request, a case typed in, the annual report."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from dashboard.pages.annual_report import checks
from dashboard.pages.disclosure import charts, years
from dashboard.parts.working_days import strips, vocabulary
from dashboard.parts.working_days.strips import Run
from dashboard.serve import prerender
from dashboard.serve.live_views import encode
from data.disclosure.identities import RULES
from data.disclosure.layout import COLUMNS
from tests.browsing import complaints_in_both_themes, expect, opened
from tests.hall_data import Site, Store, application

if TYPE_CHECKING:
    from playwright.sync_api import Page

CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
LANGS = ("zh", "en")
PATHS = ("/disclosure", "/disclosure/deadline", "/disclosure/report")
CASE = {
    "received_on": "2025-09-12",
    "third_party_asked_on": "2025-09-18",
    "third_party_replied_on": "2025-09-28",
}


def view(client: FlaskClient, name: str, **query: str) -> dict[str, Any]:
    answer = client.get(f"/live/{name}?{urlencode(query)}")
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def api(client: FlaskClient, path: str, **query: Any) -> dict[str, Any]:
    answer = client.get(f"/api/v1/{path}?{urlencode(query)}")
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def parts(node: Any, kind: str = "") -> Iterator[dict[str, Any]]:
    """Every component of a view's JSON, or those of one kind, in reading order."""
    if isinstance(node, list):
        for child in node:
            yield from parts(child, kind)
    elif isinstance(node, dict) and "props" in node:
        if kind in ("", node["type"]):
            yield node["props"]
        yield from parts(node["props"].get("children"), kind)
        yield from parts(node["props"].get("tree"), kind)


def said(node: Any) -> str:
    """The text of components."""
    if isinstance(node, list):
        return "".join(said(child) for child in node)
    if isinstance(node, dict):
        return said(node.get("props", {}).get("children"))
    return "" if node is None else str(node)


def read(markup: str) -> str:
    """What is read on a page, without what is marked as Chinese and without the language switch."""
    body = re.sub(r"(?s)<(script|style|title)\b.*?</\1>", " ", markup)
    body = re.sub(r'(?s)<(\w+)[^>]* lang="zh-CN"[^>]*>.*?</\1>', " ", body.partition("<body")[2])
    return re.sub(r"<[^>]+>", " ", body)


def plain(component: Any) -> str:
    return prerender.html(component)


# --- the overview ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_the_numbers_are_those_of_the_api(client: FlaskClient, lang: str):
    shown = view(client, "disclosure", lang=lang)
    found = api(client, "disclosure/open")["data"]
    (year,) = api(client, "indicators/disclosure-on-time/values", grain="year")["data"]
    (median,) = api(client, "indicators/disclosure-days-median/values", grain="year")["data"]
    assert shown["open-n"]["children"] == str(found["summary"]["open"])
    assert shown["overdue-n"]["children"] == str(found["summary"]["overdue"])
    assert shown["soon-n"]["children"] == str(found["summary"]["due_soon"])
    made_of = said(shown["rate-n-note"]["children"])
    assert f"{year['numerator']} / {year['denominator']}" in made_of
    assert str(year["denominator"] - year["numerator"]) in made_of
    # Cut, not rounded: a favourable rate never looks better than it is.
    assert float(shown["rate-n"]["children"]) <= 100 * year["value"]
    assert 100 * year["value"] - float(shown["rate-n"]["children"]) < 0.01
    assert float(shown["median-n"]["children"]) == median["value"]


def test_a_year_that_is_not_whole_says_why():
    """The records begin on 24 November 2024, 2025 is whole, 2026 runs until the end of the year."""

    def ask(query: Any) -> dict[str, Any]:
        assert query.page.sort == "received_on"
        return {"data": [{"received_on": "2024-11-24"}]}

    found = [("2024", True, 5, 5), ("2025", False, 298, 331), ("2026", True, 220, 241)]
    rows = [
        {"period": year, "partial": cut, "value": met / due, "numerator": met, "denominator": due}
        for year, cut, met, due in found
    ]
    shown = years.view(ask, {"data": rows}, date(2026, 11, 24), "zh")
    heads = [plain(row.children[0]) for row in shown["years-rows"]["children"]]
    assert ["截至目前" in head for head in heads] == [True, False, True]
    assert shown["years-note"]["children"] == (
        "截至目前：2026年尚未结束，只计今天以前到期的；2024年的记录从11月24日开始。"
    )
    english = years.view(ask, {"data": rows[:1]}, date(2026, 11, 24), "en")["years-note"]
    assert english["children"] == "Not complete: the records of 2024 begin on 24\u00a0November."
    assert years.view(ask, {"data": rows[1:2]}, date(2026, 11, 24), "zh")["years-note"]["hidden"]


def listed(shown: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of the list, those folded under it last."""
    return [row for id in ("strips", "strips-later") for row in parts(shown[id]["tree"], "Tr")]


def test_every_open_request_has_its_strip_on_one_calendar(client: FlaskClient):
    """Days that are past end at the line of today, those left begin there: for every request of the
    API, the cells on either side of it are as many as the API says."""
    document = api(client, "disclosure/open", limit=1000)["data"]
    requests = {one["request"]: one for one in document["requests"]}
    rows = {
        said(row["children"][0]): row
        for row in listed(view(client, "disclosure", lang="zh", list="all"))
    }
    assert sorted(rows) == sorted(requests)
    for number, row in rows.items():
        cells = requests[number]["cells"]
        for side, kept in (
            ("past", [cell for cell in cells if cell["date"] <= document["asked_on"]]),
            ("future", [cell for cell in cells if cell["date"] > document["asked_on"]]),
        ):
            (drawn,) = [
                p
                for p in parts(row["children"][2], "Span")
                if p.get("className", "").startswith(side)
            ]
            runs = [run["props"] for run in drawn["children"]]
            n = sum(run["style"]["--n"] for run in runs if run["className"] != "run run--none")
            most = strips.MOST_PAST if side == "past" else strips.MOST_LEFT
            assert n == min(len(kept), most), (number, side)


def test_what_has_time_is_folded_and_what_waits_is_not(client: FlaskClient):
    """More than ten working days left: under the list; overdue, near and waiting: in it."""
    requests = {
        one["request"]: one
        for one in api(client, "disclosure/open", limit=1000)["data"]["requests"]
    }
    shown = view(client, "disclosure", lang="zh", list="all")
    folded = [said(row["children"][0]) for row in parts(shown["strips-later"]["tree"], "Tr")]
    later = [n for n, one in requests.items() if one["standing"] == "on_track" and one["left"] > 10]
    assert folded == later
    assert later
    least = min(requests[number]["left"] for number in later)
    assert shown["strips-summary"]["children"] == f"另有{len(later)}件，剩余{least}个工作日以上"
    assert "<details" in client.get("/disclosure").text.partition("strips-later")[0]


def test_a_long_list_is_short_until_asked_for(client: FlaskClient):
    every = api(client, "disclosure/open")["data"]["summary"]["open"]
    short = view(client, "disclosure", lang="zh")
    assert len(listed(short)) == min(every, 40)
    assert short["strips-more"]["hidden"] is (every <= 40)


def test_the_figures_draw_the_rows_of_their_downloads(client: FlaskClient):
    shown = view(client, "disclosure", lang="zh")
    for id in ("cohort", "buckets", "outcomes"):
        linked = parts(shown[f"{id}-links"]["children"], "A")
        # The chart's own come first, then those of a number in its sentence.
        hrefs = {said(a["children"]): a["href"] for a in reversed(list(linked))}
        rows = client.get(hrefs["JSON"]).get_json()["data"]
        csv = client.get(hrefs["CSV"])
        assert len(csv.data.decode("utf-8-sig").splitlines()) == len(rows) + 1
        drawn = shown[f"{id}-graph"]["figure"]["data"]
        if id == "cohort":
            assert drawn[0]["y"] == [row["numerator"] or None for row in rows]
            late = [(row["denominator"] or 0) - (row["numerator"] or 0) for row in rows]
            # Below the axis: told apart in grey print and without red and green.
            assert drawn[1]["y"] == [-n or None for n in late]
        else:
            assert sum(sum(n or 0 for n in bars["x"]) for bars in drawn) == sum(
                row["value"] or 0 for row in rows
            )


@pytest.mark.parametrize("lang", LANGS)
def test_the_numbers_at_the_bars_add_up_to_those_of_the_title(client: FlaskClient, lang: str):
    shown = view(client, "disclosure", lang=lang)
    title = shown["cohort-title"]["children"]
    met, late = shown["cohort-graph"]["figure"]["data"]
    labels = [[int(n) for n in re.findall(r"\d+", " ".join(bars["text"]))] for bars in (met, late)]
    assert len(labels[1]) == sum(n is not None for n in late["y"]) > 0
    form = {
        "zh": r"近13个月到期的(\d+)件里，(\d+)件",
        "en": r"Of (\d+) requests due in 13 months, (\d+)",
    }
    due, missed = map(int, re.match(form[lang], title).groups())
    assert (sum(map(sum, labels)), sum(labels[1])) == (due, missed)
    name = {"zh": "逾期", "en": "late"}[lang]
    assert sum(name in text for text in late["text"]) == 1


def test_a_bars_name_stands_where_no_neighbour_is_in_its_way():
    """On a phone it is wider than its bar: over a lower one it would lie upon the next bar's number."""
    named = charts._named([23, 34, 27, None, 8], charts.ON_TIME, False, "en")
    assert named == ["23", "on time<br>34", "27", "", "8"]
    assert charts._named([5, 4, None], charts.OVERDUE, True, "zh")[0] == "5<br>逾期"


def test_the_chart_of_outcomes_puts_the_official_rows_under_their_items(client: FlaskClient):
    (drawn,) = view(client, "disclosure", lang="zh")["outcomes-graph"]["figure"]["data"]
    rows = api(client, "indicators/disclosure-closed/values", grain="year", by="outcome")["data"]
    n = {row["outcome"]: row["value"] for row in rows}
    assert drawn["y"][2] == "（三）不予公开"
    assert drawn["x"][2] == sum(n[f"r{row:02d}"] for row in range(5, 13))
    assert drawn["x"][3] == n["r13"] + n["r14"] + n["r15"]
    assert sum(n or 0 for n in drawn["x"]) == sum(n[f"r{row:02d}"] for row in range(3, 24))


@pytest.mark.parametrize("lang", LANGS)
def test_due_soon_has_one_name_and_says_how_soon(client: FlaskClient, lang: str):
    name, days = {
        "zh": ("临近期限", "3个工作日以内"),
        "en": ("Due soon", "within 3 working days"),
    }[lang]
    markup = client.get(f"{'' if lang == 'zh' else '/en'}/disclosure").text
    label = re.search(rf"<dt[^>]*>([^/]*){name}", markup)
    assert label
    assert "<a" not in label[1]  # no definition is its own
    assert days in view(client, "disclosure", lang=lang)["soon-n-note"]["children"]
    standings = api(client, "disclosure/open", lang=lang)["data"]["standings"]
    assert standings["due_soon"].capitalize() == name


def test_a_stopped_term_is_called_alike_on_pages_and_in_records(client: FlaskClient):
    one = api(client, "disclosure/open", standing="stopped")["data"]["requests"][0]
    assert one["state_text"] == one["standing_text"] == "暂停计算"


def test_the_sum_over_departments_does_not_pass_for_an_organs_report(client: FlaskClient):
    own = "年度报告由各行政机关自行编制、公布（条例第四十九条）"
    assert own in client.get("/disclosure/report?year=2026").text
    assert own not in client.get("/disclosure/report?year=2026&department=fgw").text


@pytest.mark.parametrize("lang", LANGS)
def test_requests_closed_without_an_answer_are_not_called_answered(store: Store, lang: str):
    def ended(number: str, outcome: str) -> dict[str, Any]:
        on = {"received_on": date(2026, 11, 2), "answered_on": date(2026, 11, 9)}
        return {"request_no": number, "applicant_kind": "person", "outcome": outcome, **on}

    rows = [ended(f"A{n}", "r03") for n in range(29)]
    rows += [ended("B", "r13"), ended("C", "r21"), ended("D", "r22")]
    rows.append(ended("E", "r23"))
    store.ingest("disclosure-requests", rows)
    with application(store) as server:
        client = server.test_client()
        shown = view(client, "disclosure", lang=lang)
        (median,) = api(client, "indicators/disclosure-days-median/values", grain="year")["data"]
    # Of the 33, thirty were answered: 3-6 and 9 November.
    assert (median["value"], median["denominator"]) == (5, 30)
    assert ("个工作日，30件已答复" if lang == "zh" else "working days, over 30 answered") == shown[
        "median-n-note"
    ]["children"]
    title, note = (shown[f"buckets-{part}"]["children"] for part in ("title", "said"))
    if lang == "zh":
        assert title == "今年答复的30件里，30件在20个工作日以内，逾期答复0件"
        assert note.endswith("另有3件未作答复而结案（撤回、逾期不补正或逾期未缴费），不在其中。")
    else:
        assert title == "Of 30 answered this year, 30 took 20 working days or fewer; 0 were late"
        assert note.endswith(
            "3 others were closed without an answer: withdrawn, not corrected or not paid in time."
        )


@pytest.mark.parametrize("lang", LANGS)
def test_the_overdue_can_be_subscribed_to(client: FlaskClient, lang: str):
    shown = view(client, "disclosure", lang=lang)["strips-links"]["children"]
    feed = next(a["href"] for a in parts(shown, "A") if "Atom" in said(a["children"]))
    assert client.get(feed).mimetype == "application/atom+xml"


# --- strips ---------------------------------------------------------------------------------------


TUESDAY = date(2026, 11, 24)


def one_request(*days: tuple[str, str], extension: int = 0) -> dict[str, Any]:
    """A request of which each of some days is of a kind."""
    cells = [{"date": f"2026-11-{day}", "kind": kind} for day, kind in days]
    return {
        "cells": cells,
        "extension_days": extension,
        "used_days": 1,
        "left": 3,
        "standing": "on_track",
    }


# Asked for its correction on the 17th; started anew on the 20th, which is day 0 and no cell.
RESTARTED = one_request(
    ("16", "restarted"), ("17", "restarted"), ("18", "correction"), ("19", "correction"),
    ("23", "used"), ("24", "used"), ("25", "left"),
)  # fmt: skip
WHOLE = one_request(*((f"{day}", "used") for day in (18, 19, 20, 23, 24)))


def test_strips_of_a_list_have_their_days_under_each_other():
    """Day 0 is no cell: beside another strip it is a gap, so what is before it does not move."""
    board = strips.board([RESTARTED, WHOLE], TUESDAY)
    assert (board.line, len(board.days)) == (7, 8)
    assert strips.runs(RESTARTED, board) == (
        [Run("still", 4), Run("none", 1), Run("used", 2)],
        [Run("left", 1)],
    )
    assert strips.runs(WHOLE, board) == ([Run("used", 5)], [])


def test_a_strip_that_ended_or_begins_elsewhere_stands_off_the_line():
    ended, future = one_request(("19", "used")), one_request(("26", "left"))
    board = strips.board([WHOLE, ended, future], TUESDAY)
    assert strips.runs(ended, board) == ([Run("used", 1), Run("none", 3)], [])
    assert strips.runs(future, board) == ([], [Run("left", 1)])


def test_a_long_strip_fades_and_a_short_one_keeps_its_scale():
    def sized(gone: int, left: int) -> dict[str, str]:
        first, day = TUESDAY.toordinal() - gone + 1, date.fromordinal
        days = [{"date": f"{day(first + i)}", "kind": "used"} for i in range(gone + left)]
        return strips.board([{"cells": days}], TUESDAY).style

    assert sized(90, 0) == {"--past": "30", "--left": "8"}
    assert sized(3, 17) == {"--past": "20", "--left": "17"}
    assert strips.board([], TUESDAY).style == {"--past": "20", "--left": "8"}
    drawn = plain(strips.strip(WHOLE, strips.board([WHOLE], TUESDAY, most=(3, 3)), "zh"))
    assert "past cut" in drawn
    assert "--n: 3" in drawn or "--n:3" in drawn


def test_why_days_do_not_count_is_said_beside_them():
    assert vocabulary.not_counted(RESTARTED, TUESDAY, "zh") == "重新起算前2、等补正2个工作日"
    assert vocabulary.not_counted(RESTARTED, date(2026, 11, 18), "en") == (
        "restarted 2, correction 1 working day"
    )
    assert vocabulary.in_words(RESTARTED | {"extension_days": 20}, TUESDAY, "zh") == (
        "已用1个工作日，剩余3个工作日；不计：重新起算前2、等补正2个工作日；延期20个工作日"
    )


def test_on_the_wall_the_reason_stands_in_the_line_where_there_is_room():
    board = strips.board([RESTARTED], TUESDAY)
    assert "<b>等补正</b>" in plain(strips.strip(RESTARTED, board, "zh", within=1.1))
    assert "<b>" not in plain(strips.strip(RESTARTED, board, "zh", within=0.5))


def test_months_are_named_over_the_strips_unless_the_line_is_named_there():
    def axis(*days: str) -> list[tuple[str, int]]:
        one = {"cells": [{"date": day, "kind": "used"} for day in days]}
        board = strips.board([one], date.fromisoformat(days[-1]))
        *ticks, line = list(strips.axis(board, "zh").children or ())
        assert line.children == "今天"
        return [(tick.children, int(tick.style["--at"]) - board.past) for tick in ticks]

    early = [f"2026-11-{day:02}" for day in range(2, 14)]
    assert axis("2026-10-30", *early) == [("11月", -12)]
    assert axis("2026-11-30", "2026-12-01") == [("", -1)]


@pytest.mark.parametrize(
    ("standing", "left", "zh", "en"),
    [
        ("overdue", -3, "逾期3个工作日", "3 working days over"),
        ("overdue", 0, "期限已过", "past its due date"),  # on the day off after its last day
        ("due_soon", 0, "今天到期", "due today"),
        ("due_soon", 1, "剩余1个工作日", "1 working day left"),
        ("on_track", 14, "剩余14个工作日", "14 working days left"),
        ("stopped", 12, "暂停计算，剩余12个工作日", "stopped, 12 working days left"),
        ("awaiting", None, "待申请人补正", "correction awaited"),
        ("unknown", None, "暂无法计算", "not known yet"),
        ("ended", None, "已结束", "已结束"),
    ],
)
def test_where_a_request_stands_in_few_words(standing, left, zh, en, clock):
    one = {
        "due_on": "2026-11-24",
        "standing": standing,
        "left": left,
        "reason": "awaiting-correction",
        "standing_text": "已结束",
    }
    assert (vocabulary.standing(one, "zh"), vocabulary.standing(one, "en")) == (zh, en)


# --- one request ----------------------------------------------------------------------------------


def test_a_request_is_found_by_its_number_with_every_day_of_its_count(client: FlaskClient):
    for number in ("YSQ-0003", "YSQ-0080"):
        days = api(client, "disclosure/deadline", request=number)["data"]["days"]
        markup = client.get(f"/disclosure?request={number}").text
        listed = markup.partition("every-day")[2]
        assert listed.count("<tr>") == len(days) + 1  # and the head
        assert markup.count('class="day day--') == len(days)
        for why in {day["why_text"] for day in days} | {day["article"] for day in days}:
            assert why in markup


def test_the_number_can_be_typed_in_without_scripts(client: FlaskClient):
    markup = client.get("/disclosure").text
    form = re.search(r'<form[^>]*action="/disclosure"[^>]*method="get"[^>]*>(.*?)</form>', markup)
    assert form
    assert 'name="request"' in form[1]
    assert re.search(r'<button[^>]* type="submit"', form[1])


@pytest.mark.parametrize("path", ["/disclosure", "/en/disclosure"])
def test_an_unknown_number_is_answered_kindly(client: FlaskClient, path: str):
    answer = client.get(f"{path}?request=YSQ-9999")
    assert answer.status_code == 200
    assert (
        "没有查到这个编号" if path == "/disclosure" else "no request with this number"
    ) in answer.text
    assert 'value="YSQ-9999"' in answer.text


@pytest.mark.parametrize(
    "typed",
    [
        "ysq-0003",
        " YSQ-0003 ",
        "ＹＳＱ－０００３",
        "ysq 0003",
        "YSQ—0003",
        "YSQ 0003".replace(" ", " - "),
        "\u200bYSQ‑0003",
    ],
)
def test_a_receipt_number_is_found_however_it_is_typed(client: FlaskClient, typed: str):
    page = client.get("/disclosure", query_string={"request": typed})
    assert page.status_code == 200
    assert re.search(r">YSQ-0003(?!\d)", page.text)


@pytest.mark.parametrize("number", ["%3Cscript%3E1", "a" * 65, "%20"])
def test_a_number_that_cannot_be_one_does_no_harm(client: FlaskClient, number: str):
    answer = client.get(f"/disclosure?request={number}")
    assert answer.status_code in (200, 400)
    assert "<script>1" not in answer.text


# --- the explainer --------------------------------------------------------------------------------


def test_a_typed_in_case_is_counted_day_by_day(client: FlaskClient):
    """15–18 Sep are 1–4; 19–28 Sep wait for the third party (28: a make-up workday); 29 and 30
    are 5 and 6; 1–8 Oct are off; 9–11 are 7–9 (11: make-up); 13–17 are 10–14; 20–24 are 15–19;
    27 Oct is 20."""
    markup = client.get(f"/disclosure/deadline?{urlencode(CASE | {'asked_on': '2025-09-30'})}").text
    assert "2025年10月27日 星期一" in markup
    cells = (
        dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        for tag in re.findall(r'<span[^>]*class="day day--[^>]*>', markup)
    )
    by_day = {
        cell["title"][:10]: (
            cell["class"].removeprefix("day day--"),
            f"{cell.get('data-n', '')} {cell.get('data-mark', '')}".strip(),
        )
        for cell in cells
    }
    assert by_day["2025-09-12"] == ("start", "起")
    assert by_day["2025-09-18"] == ("used", "4")
    assert by_day["2025-09-28"][0] == "stop"
    assert by_day["2025-09-30"] == ("used", "6")
    assert by_day["2025-10-03"] == ("off", "休")
    assert by_day["2025-10-11"] == ("left", "9 班")
    assert by_day["2025-10-27"] == ("left day--due", "20 限")
    assert len(by_day) == 46


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"received_on": "2025-02-30"}, "received_on", "不是日期"),
        ({"corrected_on": "2025-10-01"}, "received_on", "请填写收到申请的日期"),
        (
            {"received_on": "2025-09-12", "answered_on": "2025-09-01"},
            "answered_on",
            "答复（2025-09-01）早于收到申请（2025-09-12）",
        ),
        (CASE | {"extension_days": "21"}, "extension_days", "不是1到20之间的整数"),
        (
            {"received_on": "2025-09-12", "agency_replied_on": "2025-09-20"},
            "agency_replied_on",
            "征求其他机关意见",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client, given, field, words):
    answer = client.get(f"/disclosure/deadline?{urlencode(given)}", follow_redirects=True)
    assert answer.status_code == 200
    shown = view(client, "disclosure-deadline", lang="zh", **given)
    faults = {id: props for id, props in shown.items() if id.endswith("-fault")}
    assert [id for id, props in faults.items() if not props["hidden"]] == [f"{field}-fault"]
    assert words in faults[f"{field}-fault"]["children"]
    assert not re.search(r"[a-z]+_on\b", faults[f"{field}-fault"]["children"])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("received", ["2026-12-10", "2027-03-01"])
def test_a_year_without_its_holiday_notice_is_nobodys_mistake(client: FlaskClient, received, lang):
    shown = view(client, "disclosure-deadline", lang=lang, received_on=received)
    assert all(p["hidden"] for id, p in shown.items() if id.endswith("-fault"))
    explained = said(shown["explained"]["children"])
    assert explained.startswith(
        "2027年放假安排尚未公布或尚未录入，答复期限暂不能计算"
        if lang == "zh"
        else "The holiday notice for 2027 is not out or not loaded; the due date cannot be "
        "computed yet"
    )
    # 11 December and 14-31: fifteen of twenty are known.
    if received == "2026-12-10":
        known = (
            "至2026-12-31已计15个工作日，尚余5个" if lang == "zh" else "15 working days are counted"
        )
        assert known in explained


def fields_of(markup: str) -> dict[str, dict[str, str]]:
    """The form's fields by their names, each with its attributes."""
    form = markup.partition('class="case"')[2].partition("</form>")[0]
    tags = (
        dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall("<input[^>]*>", form)
    )
    return {tag["name"]: tag for tag in tags}


def test_the_explainer_opens_with_an_example_filled_in_and_counted(client: FlaskClient):
    markup = client.get("/disclosure/deadline").text
    assert "2025年10月27日 星期一" in markup
    assert "按期答复" in markup
    assert "逾期" not in markup
    assert {name: tag["value"] for name, tag in fields_of(markup).items() if tag.get("value")} == {
        "received_on": "2025-09-12",
        "third_party_asked_on": "2025-09-18",
        "third_party_replied_on": "2025-09-28",
        "answered_on": "2025-10-20",
    }


def test_only_the_day_of_receipt_is_asked_for_until_more_is_wanted(client: FlaskClient):
    """What else may have happened is folded, without scripts too; a part with something in it is not."""
    empty = client.get("/disclosure/deadline?form=empty").text
    form = empty.partition('class="case"')[2].partition("</form>")[0]
    assert re.findall(r"<details[^>]*>", form) == ["<details>"] * 6
    unfolded = re.sub(r"(?s)<details>.*?</details>", "", form)
    assert re.findall(r'name="(\w+)"', unfolded) == ["received_on"]
    typed = client.get("/disclosure/deadline?received_on=2025-09-12&fee_paid_on=x").text
    (opened_part,) = re.findall(r"(?s)<details open[^>]*>.*?</details>", typed)
    assert "收费" in opened_part


def test_what_was_refused_stays_in_its_field(client: FlaskClient):
    given = {"received_on": "2025-02-30", "corrected_on": "2025-03-04", "extension_days": "many"}
    shown_fields = fields_of(client.get(f"/disclosure/deadline?{urlencode(given)}").text)
    assert {name: (shown_fields[name]["type"], shown_fields[name]["value"]) for name in given} == {
        "received_on": ("text", "2025-02-30"),
        "corrected_on": ("date", "2025-03-04"),
        "extension_days": ("text", "many"),
    }


def test_one_working_day_is_one(client: FlaskClient):
    given = CASE | {"third_party_asked_on": "2025-09-26", "asked_on": "2025-10-31"}
    markup = client.get(f"/en/disclosure/deadline?{urlencode(given)}").text
    # Of the stop only 28 September, a Sunday worked, is a working day.
    assert "1 working day does not count by law" in markup
    one = {"used_days": 1, "cells": [], "left": 19, "standing": "on_track", "extension_days": 0}
    assert vocabulary.in_words(one, TUESDAY, "en") == "1 working day used, 19 working days left"
    assert "1 working days" not in markup


def test_an_empty_form_asks_for_nothing_and_finds_no_fault(client: FlaskClient):
    blank = "received_on=&answered_on=&corrected_on="
    assert client.get(f"/disclosure/deadline?{blank}").headers["Location"].endswith("/deadline")
    shown = view(client, "disclosure-deadline", lang="zh", form="empty")
    assert "按期" not in said(shown["explained"]["children"])
    assert all(p["hidden"] for id, p in shown.items() if id.endswith("-fault"))


@pytest.mark.parametrize("lang", LANGS)
def test_an_open_stop_has_its_latest_due_date_and_says_what_a_reply_would_make_of_it(client, lang):
    given = {"received_on": "2025-09-12", "agency_asked_on": "2025-09-18", "asked_on": "2025-09-28"}
    markup = client.get(
        f"{'' if lang == 'zh' else '/en'}/disclosure/deadline?{urlencode(given)}"
    ).text
    assert ("暂停计算" if lang == "zh" else "The term stands still") in markup
    assert ("2025年10月27日" if lang == "zh" else "27\u00a0October 2025") in markup
    # Fifteen working days after 18 September end on 15 October; 16 are left, 6 November is the last.
    assert ("2025年11月6日" if lang == "zh" else "6\u00a0November 2025") in markup
    assert ("最迟答复期限" if lang == "zh" else "at the latest") in markup


# --- the annual report ----------------------------------------------------------------------------


@pytest.mark.parametrize("department", ["", "fgw"])
def test_the_tables_are_those_of_the_api_and_every_cell_opens_its_records(client, department):
    asked = {"department": department} if department else {}
    data = api(client, "disclosure/annual-report/2026", **asked)["data"]
    markup = client.get(f"/disclosure/report?{urlencode({'year': '2026', **asked})}").text
    shown = {
        at: int(n.replace(",", ""))
        for at, n in re.findall(r'href="[^"]*cell=([a-z0-9_]+\.[a-z]+)"[^>]*>([\d,]+)</a>', markup)
    }
    expected = {
        f"{row['id']}.{column}": n
        for row in data["table3"]["rows"]
        for column, n in zip(COLUMNS, row["cells"], strict=True)
        if n is not None
    }
    for group, values in zip(data["table4"]["groups"], data["table4"]["cells"], strict=True):
        expected |= {
            f"{group}.{c}": n for c, n in zip(data["table4"]["columns"], values, strict=True)
        }
    assert shown == expected
    # The records begin in 2026: what was carried over is not known, and opens nothing.
    assert len(shown) == 24 * 7 + 15
    assert not any(at.startswith("r02") for at in shown)
    for at in (
        "r01.total",
        "r03.person",
        "r24.legal",
        "r25.total",
        "reconsideration.total",
    ):
        listed = client.get(
            f"/disclosure/report?{urlencode({'year': '2026', 'cell': at, **asked})}",
            follow_redirects=True,
        ).text
        rows = listed.partition("<tbody>")[2].partition("</tbody>")[0].count("<tr>")
        assert rows == min(shown[at], 100), at


def grid(markup: str) -> list[list[str]]:
    """A table as the rectangle of its merged cells; fails where they overlap or leave gaps."""
    filled: dict[tuple[int, int], str] = {}
    rows = re.findall(r"(?s)<tr[^>]*>(.*?)</tr>", markup)
    for y, row in enumerate(rows):
        for tag, inner in re.findall(r"(?s)<(t[hd][^>]*)>(.*?)</t[hd]>", row):
            x = next(x for x in range(99) if (y, x) not in filled)
            wide = int((re.search(r'colspan="(\d+)"', tag) or [0, 1])[1])
            deep = int((re.search(r'rowspan="(\d+)"', tag) or [0, 1])[1])
            for place in ((y + dy, x + dx) for dy in range(deep) for dx in range(wide)):
                assert place not in filled, (place, inner)
                filled[place] = re.sub(r"<[^>]+>", "", inner)
    width = max(x for _, x in filled) + 1
    assert len(filled) == len(rows) * width
    return [[filled[y, x] for x in range(width)] for y in range(len(rows))]


def test_the_tables_are_laid_out_as_the_official_format_has_them(client: FlaskClient):
    markup = client.get("/disclosure/report?year=2026").text
    tables3, tables4 = re.findall(
        r'(?s)<table[^>]*class="official[^"]*"[^>]*>(.*?)</table>', markup
    )
    found = grid(tables3)
    assert len(found) == 3 + 25
    assert found[0][3:] == ["申请人情况"] * 7
    assert found[1][4:9] == ["法人或其他组织"] * 5
    assert found[2][3:] == [
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
    ]
    noted = "一、本年新收政府信息公开申请数量自2026年8月25日起统计"
    assert found[3][:3] == [noted] * 3
    assert found[5][:3] == ["三、本年度办理结果", "（一）予以公开", "（一）予以公开"]
    assert found[7][:3] == ["三、本年度办理结果", "（三）不予公开", "1.属于国家秘密"]
    assert found[26][:3] == ["三、本年度办理结果", "（七）总计", "（七）总计"]
    assert found[27][:3] == ["四、结转下年度继续办理"] * 3
    found = grid(tables4)
    assert found[0][5:] == ["行政诉讼"] * 10
    assert found[1] == ["行政复议"] * 5 + ["未经复议直接起诉"] * 5 + ["复议后起诉"] * 5
    assert len(found) == 4


def test_identities_are_worked_out_in_public(client: FlaskClient):
    data = api(client, "disclosure/annual-report/2026")["data"]
    markup = client.get("/disclosure/report?year=2026").text
    assert "能核对的勾稽关系全部成立，15处不能核对" in markup
    assert len(data["identities"]) == 7 * 3 + 25 + 3
    for one in data["identities"]:
        assert one["title"].replace("&", "&amp;") in markup


@pytest.mark.parametrize("lang", LANGS)
def test_an_identity_that_fails_is_red_with_both_sides(client: FlaskClient, lang):
    data = copy.deepcopy(api(client, "disclosure/annual-report/2026", lang=lang)["data"])
    data["identities"][0] |= {"left": 14629, "right": 14628, "holds": False}
    data["rules"][0]["failed"] = 1
    markup = plain(checks.identities(data, lang))
    title = "勾稽关系有不相符的" if lang == "zh" else "Not all identities hold"
    assert f'<h2 class="late">{title}</h2>' in markup
    failed = re.search(r'<ul class="failed">(.*?)</ul>', markup)
    assert failed
    assert 'class="late"' in failed[1]
    assert "14,629" in failed[1]
    assert "14,628" in failed[1]


def test_the_running_year_says_of_which_day_it_is(client: FlaskClient):
    markup = client.get("/disclosure/report").text
    assert "2026年未满，数据截至2026年11月24日" in markup
    since = date.fromisoformat(api(client, "disclosure/annual-report/2026")["data"]["since"])
    since_zh = f"2026年{since.month}月{since.day}日"
    assert f"记录从{since_zh}开始，“本年新收”自这一天起统计" in markup
    assert re.search(rf">一、本年新收政府信息公开申请数量<br>.*?自{since_zh}起统计", markup)
    open_now = api(client, "disclosure/open")["data"]["summary"]["open"]
    assert re.search(rf'cell=r25\.total"[^>]*>{open_now}</a>', markup)


@pytest.mark.parametrize("lang", LANGS)
def test_what_cannot_be_checked_is_not_said_to_hold(client: FlaskClient, lang):
    markup = client.get(f"{'' if lang == 'zh' else '/en'}/disclosure/report?year=2026").text
    said = {"zh": "无上年记录，不能核对", "en": "no records of the year before; cannot be checked"}
    rules = re.search(r'<ul class="rules">(.*?)</ul>', markup)
    assert rules
    listed = dict(zip(RULES, re.findall(r"<li>(.*?)</li>", rules[1]), strict=True))
    for rule in ("balance", "carried"):
        assert "✓" not in listed[rule]
        assert said[lang] in listed[rule]
    assert "✓" in listed["outcomes"]
    assert said[lang] not in listed["outcomes"]
    refused = client.get("/disclosure/report?year=2026&cell=r02.total")
    assert refused.status_code == 400
    assert "上年结转不可知" in refused.text


def test_last_years_open_requests_are_carried_over(store: Store):
    row = {"applicant_kind": "person", "department": "fgw"}
    store.ingest(
        "disclosure-requests",
        [
            row | {"request_no": "A", "received_on": date(2025, 12, 29)},
            row
            | {
                "request_no": "B",
                "received_on": date(2025, 12, 30),
                "answered_on": date(2026, 1, 20),
                "outcome": "r03",
            },
        ],
    )
    with application(store) as server:
        client = server.test_client()
        before, now = (client.get(f"/disclosure/report?year={y}").text for y in (2025, 2026))
    for markup, row_id in ((before, "r25"), (now, "r02")):
        assert re.search(rf'cell={row_id}\.person"[^>]*>2</a>', markup)
    assert re.search(r'cell=r25\.total"[^>]*>1</a>', now)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("year=2019", 200), ("year=1999", 400), ("year=x", 400), ("cell=r99.person", 400),
        ("cell=r03.all", 400), ("department=nowhere", 400), ("year=2026&year=2025", 400),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said_and_no_error(client: FlaskClient, query: str, status: int):
    answer = client.get(f"/disclosure/report?{query}")
    assert answer.status_code == status
    if query == "year=2019":
        assert "没有2019年的记录" in answer.text


def test_an_empty_store_has_pages_too(store: Store):
    with application(store) as server:
        client = server.test_client()
        for path in PATHS:
            for prefix in ("", "/en"):
                assert client.get(prefix + path).status_code == 200, path
        assert "目前没有在办的申请" in client.get("/disclosure").text


# --- both languages -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/disclosure",
        "/disclosure?request=YSQ-0003",
        "/disclosure?request=none",
        f"/disclosure/deadline?{urlencode(CASE)}",
        "/disclosure/deadline?received_on=2027-01-04",
        "/disclosure/report",
        "/disclosure/report?cell=r03.total",
        "/disclosure/report?year=2001&year=",
    ],
)
def test_english_pages_mark_what_is_chinese(client: FlaskClient, address: str):
    text = read(client.get(f"/en{address}").text)
    assert CJK.findall(text) == []


# --- in a browser ---------------------------------------------------------------------------------


@pytest.fixture
def shown(sample_site: str) -> str:
    return sample_site


@pytest.mark.browser
def test_a_person_with_a_receipt_finds_their_request(shown: str, page: Page):
    opened(page, shown + "/disclosure")
    page.get_by_label("申请编号（收件回执上的号码）").fill("YSQ-0003")
    page.get_by_role("button", name="查询").click()
    page.wait_for_url("**/disclosure?request=YSQ-0003")
    expect(page.locator("#followed .months").last).to_be_visible()
    page.go_back()
    expect(page.locator("#strips tr").first).to_be_visible()


@pytest.mark.browser
def test_strips_follow_what_is_taken_in(site: Site, page: Page):
    def request(number: str) -> dict[str, Any]:
        received = date(2026, 11, 20)
        return {"request_no": number, "applicant_kind": "person", "received_on": received}

    site.ingest("disclosure-requests", [request("A"), request("B")])
    opened(page, site.url + "/disclosure")
    expect(page.locator("#open-n")).to_have_text("2")
    site.ingest("disclosure-requests", [request("C")])
    expect(page.locator("#open-n")).to_have_text("3", timeout=15_000)
    expect(page.locator("#strips-later tr")).to_have_count(3)
    expect(page.locator("#strips-later tr th").last).to_have_text("C")
    page.locator("#strips-summary").click()
    expect(page.locator("#strips-later .strip").last).to_be_visible()


@pytest.mark.browser
def test_a_case_is_typed_in_and_counted(shown: str, page: Page):
    opened(page, shown + "/en/disclosure/deadline")
    for label, day in (
        ("Request received", "2025-09-12"),
        ("Third party asked", "2025-09-18"),
        ("Third party replied", "2025-09-28"),
    ):
        page.get_by_label(label).fill(day)
    page.get_by_role("button", name="Count").click()
    expect(page.locator(".due-on").last).to_have_text("Monday 27 October 2025")
    assert "corrected_on" not in page.url


@pytest.mark.browser
@pytest.mark.parametrize(
    "address",
    [
        # As they come, these are looked at with all other pages.
        pytest.param("/disclosure", marks=pytest.mark.full),
        pytest.param("/disclosure/report", marks=pytest.mark.full),
        "/disclosure?request=YSQ-0003",
        f"/disclosure/deadline?{urlencode(CASE | {'extension_days': '99'})}",
        f"/disclosure/deadline?{urlencode(CASE)}",
        "/disclosure/report?cell=r24.total",
    ],
)
@pytest.mark.parametrize("prefix", ["", pytest.param("/en", marks=pytest.mark.full)])
def test_pages_fit_a_phone_and_axe_finds_nothing(shown: str, page: Page, prefix, address):
    page.set_viewport_size({"width": 360, "height": 800})
    opened(page, shown + prefix + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert complaints_in_both_themes(page) == []


@pytest.mark.browser
@pytest.mark.usefixtures("chinese_font")
@pytest.mark.parametrize("prefix", ["/en", pytest.param("", marks=pytest.mark.full)])
def test_on_a_phone_the_header_is_low_and_the_menu_scrolls_on_one_line(shown, page: Page, prefix):
    """Name and tools on a line, the pages on another; the page that is shown is seen in it."""
    page.set_viewport_size({"width": 360, "height": 800})
    opened(page, f"{shown}{prefix}/disclosure")
    page.evaluate("document.getElementById('demo-banner').hidden = false")
    assert page.evaluate("document.querySelector('.top').getBoundingClientRect().bottom") <= 96
    menu = page.locator(".top .nav")
    assert menu.evaluate("n => n.scrollWidth > n.clientWidth")
    expect(page.locator(".top .nav [aria-current]")).to_be_in_viewport(ratio=0.6)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.browser
def test_on_a_phone_the_labels_stay_while_the_table_scrolls(shown: str, page: Page):
    page.set_viewport_size({"width": 360, "height": 800})
    opened(page, shown + "/disclosure/report")
    region = page.locator("#report .wide:has(.official)").first
    assert region.evaluate("r => r.scrollWidth > r.clientWidth")
    region.evaluate("r => { r.scrollLeft = 300; }")
    left = region.evaluate("r => r.getBoundingClientRect().left")
    label = region.locator("th.item").nth(5)
    assert label.evaluate("l => l.getBoundingClientRect().left") == pytest.approx(left, abs=2)


@pytest.mark.browser
def test_the_report_prints_on_a4_landscape(shown: str, page: Page):
    opened(page, shown + "/disclosure/report")
    printed = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+) ?\]", printed)
    assert boxes
    for width, height in boxes:
        assert (round(float(width)), round(float(height))) == (842, 595)


def test_views_are_small_enough_to_be_polled(client: FlaskClient):
    """A strip is a few elements, however many days it has."""
    shown = view(client, "disclosure", lang="zh")
    requests = listed(shown)
    assert len(encode(requests)) < 3_000 * len(requests)
