"""`/verify` takes one number apart, whoever comes with it: a claim, a printed figure, an indicator."""

from __future__ import annotations

import html
import io
import math
import re
import shutil
import subprocess
import zipfile

import pytest

from tests.contracts import for_each
from tests.hall_data import SOURCES, Store, application

CASE = {"item": "scjg-01", "department": "scjg", "channel": "hall"}


def case(no, done, due="2026-01-09", accepted="2026-01-05"):
    return CASE | {"case_no": no, "accepted_on": accepted, "due_on": due, "completed_on": done}


# Completed in January 2026: 28 on time, 14 late, one without a due date; used 3, 4 and 5 days.
CASES = (
    *(case(f"A-{i}", "2026-01-08") for i in range(14)), *(case(f"B-{i}", "2026-01-09") for i in range(14)),
    *(case(f"C-{i}", "2026-01-12") for i in range(14)),
    case("D-1", "2026-01-05", due="") | {"item": "x-1", "department": ""},
)  # fmt: skip
CLAIM = {
    "claim": "on-time", "title_zh": "按时办结率", "title_en": "On time", "report_zh": "报道", "comparator": "eq",
    "period_from": "2026-01-01", "period_to": "2026-01-31", "indicator": "on-time-rate", "value": "1",
    "decimals": "0", "unit": "fraction",
}  # fmt: skip
JANUARY = "from=2026-01-01&to=2026-01-31"
AT = f"/en/verify?indicator=on-time-rate&{JANUARY}"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("verify"))
    for name in ("departments", "items"):
        store.ingest(name, SOURCES / f"{name}.csv")
    store.ingest("cases", CASES)
    store.ingest("reported-figures", [CLAIM])
    with application(store) as site:
        yield site.test_client()


def text_of(answer):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


def test_a_number_is_shown_with_all_that_it_is_made_of(client):
    answer = client.get(AT)
    text = text_of(answer)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "66.66%" in text  # cut down, not rounded up
    assert re.search(r"Numerator 28 Denominator 42", text)
    assert "completed in the period and having a due date" in text
    assert re.search(r"Version of the definition .* first published", text)
    assert re.search(r"Filter none Data version \d+", text)
    assert "Numerator: 28 rows, the first 5 of them" in text
    assert "Denominator: 42 rows, the first 5 of them" in text
    assert "A-3" in text
    assert "D-1" not in text  # it has no due date: it is in neither part
    assert "What this does not prove" in text
    assert (
        "=COUNTA(Numerator!$A$2:$A$29)/COUNTA(Denominator!$A$2:$A$43)" in text
    )  # all rows, and no more
    assert "numerator / denominator" in text


def test_the_script_on_the_page_prints_the_number(client, serve):
    """As a reader runs it: against the site, and nothing but Python."""
    address = serve(client.application)
    page = html.unescape(client.get(AT, base_url=address).text)
    (script,) = re.findall(r"<code>(import csv.*?)</code>", page, re.DOTALL)
    ran = subprocess.run(
        ["python3", "-I", "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.split() == ["28", "42", str(28 / 42)]


def test_a_filter_is_kept_in_value_rows_and_addresses(client):
    text = text_of(client.get(f"{AT}&department=scjg"))
    assert "department=scjg" in text
    none = text_of(client.get(f"/en/verify?indicator=cases-completed&{JANUARY}&department=none"))
    assert "D-1" in none
    assert "A-1" not in none


@for_each(
    ("typed", "shown"),
    [
        ("按时办结率，2026年1月，100%", "不一致"),
        ("按时办结率 2026年1月 66.66%", "与所写的66.66%一致"),
        ("按时办结率 2026年1月 66.7%", "一致"),
        ("办结量 2026年1月 43", "与所写的43一致"),
        ("按时办结率 2013年 100%", "按时办结率 2013年"),
        ("没有这样的东西", "没有认出指标"),
        # As the pages, their addresses and reports write a period.
        ("办结量 2026年1月1日至1月31日 43件", "与所写的43一致"),
        ("办结量 2026年1月1日至31日 43", "与所写的43一致"),
        ("办结量 2026年1至2月 43", "2026年1月1日至2月28日"),
        ("办结量 2025年12月30日至2026年1月31日 43", "与所写的43一致"),
        ("cases-completed 2026-01-01 to 2026-01-31 43", "与所写的43一致"),
        ("Completed on time 1 January to 31 January 2026 66.66%", "与所写的66.66%一致"),
        ("Completed on time, January 2026, 66.66%", "与所写的66.66%一致"),
        ("Completed on time 8 Jan 2026", "按时办结率 2026年1月8日"),
        ("按时办结率 2026年1月 - 66.66%", "66.66%"),
        # Several are called so: whose number differs is not said as if it were this one's.
        ("按时 2026年1月 100%", "请先确认是否所指"),
    ],
)
def test_a_printed_figure_is_held_against_the_same_period(client, typed, shown):
    answer = client.get("/verify", query_string={"q": typed})
    assert answer.status_code == 200
    assert shown in text_of(answer)


@for_each(
    ("typed", "offered"),
    [
        ("南充政务大厅 2026年1月办件量", ("受理量", "办结量")),
        ("信息公开 申请 2026年1月", ("新收申请", "已答复申请")),
    ],
)
def test_who_names_no_indicator_is_offered_what_may_be_meant(client, typed, offered):
    page = client.get("/verify", query_string={"q": typed}).text
    assert "没有认出指标" in page
    for title in offered:
        assert re.search(
            rf'<a href="/verify\?indicator=[^"]*from=2026-01-01[^"]*to=2026-01-31[^"]*">{title}</a>',
            page,
        )
    assert "</a>；<a" in page
    # The form, above what was not understood, stays open.
    assert re.search(r"<details[^>]* open", page)


def test_a_department_that_is_named_is_a_filter(client):
    answer = client.get("/verify", query_string={"q": "市市场监督管理局 办结量 2026年1月 42"})
    assert "department=scjg" in text_of(answer)
    assert "与所写的42一致" in text_of(answer)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_departments_number_is_not_held_against_the_whole_halls(client, prefix):
    typed = "市市场监督管理局 等候时长中位数 2026年1月 12"
    text = text_of(client.get(f"{prefix}/verify", query_string={"q": typed}))
    assert (
        "This indicator is not published by department" if prefix else "这个指标不按部门公布"
    ) in text
    assert not re.search("所写的12|the 12 that you wrote", text)


def test_a_claim_says_what_was_reported_and_what_it_is(client):
    text = text_of(client.get("/en/verify?claim=on-time"))
    assert "Reported: On time" in text
    assert "66.66%" in text
    assert re.search("differs", text, re.IGNORECASE)


def test_a_number_of_before_is_said_to_have_moved(client):
    assert "it is" in text_of(client.get(f"{AT}&version=1"))
    assert "is of data version" in text_of(client.get(f"{AT}&version=1"))


def test_of_a_dataset_without_records_it_says_that_there_are_none(client):
    text = text_of(client.get("/en/verify?indicator=enterprise-visits"))
    assert "Single rows are not published" in text
    assert "A script" not in text


@for_each(
    ("query", "named"),
    [
        ("indicator=no-such", "Cases accepted"),
        ("claim=no-such", "there is no such figure You can choose: On time"),
        ("indicator=on-time-rate&from=2026-02-30", "First day: is not a date"),
        ("indicator=on-time-rate&from=2026-02-01&to=2026-01-01", "Last day: is before the first"),
        ("indicator=on-time-rate&topic=x", "Topic: is no dimension"),
        (f"q={'x' * 200}", "more than 120 characters"),
        ("indicator=on-time-rate&version=soon", "not a whole number"),
    ],
)
def test_what_cannot_be_verified_is_refused_by_name(client, query, named):
    answer = client.get(f"/en/verify?{query}")
    assert answer.status_code == 400
    assert named in text_of(answer)


# --- the workbook ---------------------------------------------------------------------------------


def book(client, indicator):
    answer = client.get(f"/api/v1/indicators/{indicator}/proof.xlsx?{JANUARY}&lang=en")
    assert answer.status_code == 200
    return answer.data


def test_the_workbook_has_formulas_and_no_numbers_beside_the_rows(client):
    """What it shows is what a spreadsheet computes from the rows in it, not what we say."""
    with zipfile.ZipFile(io.BytesIO(book(client, "on-time-rate"))) as archive:
        sheets = "".join(
            archive.read(name).decode()
            for name in archive.namelist()
            if name.startswith("xl/worksheets/")
        )
    assert re.search(r"<f>[^<]*COUNTA\(Numerator!\$A\$2:\$A\$29\)[^<]*</f>", sheets)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
def test_a_spreadsheet_computes_the_published_number(client, tmp_path):
    expected = {"on-time-rate": 28 / 42, "handling-days-median": 4, "cases-completed": 43}
    for indicator in expected:
        (tmp_path / f"{indicator}.xlsx").write_bytes(book(client, indicator))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "csv",
         "--outdir", str(tmp_path), *(str(tmp_path / f"{one}.xlsx") for one in expected)],
        capture_output=True, check=True, timeout=240,
    )  # fmt: skip
    for indicator, value in expected.items():
        shown = (tmp_path / f"{indicator}.csv").read_text("latin-1")
        numbers = [float(one) for one in re.findall(r"(?<![\w.-])\d+(?:\.\d+)?(?![\w.-])", shown)]
        assert any(math.isclose(one, value, rel_tol=1e-6) for one in numbers), shown
