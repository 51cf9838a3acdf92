"""The annual report: a published report's totals built from records and counted back; its proof.

The totals are those of a report for 2025 (14069 + 560 = 13810 + 819 = 14629; reviews 376 + 97 + 196
+ 121 = 790, 16 + 1 + 12 + 27 = 56, 74 + 1 + 30 + 51 = 156); how they divide is invented here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from api.answer import answers
from api.answer.answers import AnnualReport, Unknown
from tests.hall_data import NOW, Store, application, fill

APPLICANTS = ("person", "company", "research", "welfare", "legal", "other")
RECEIVED = (10_200, 2_530, 305, 214, 615, 205)  # 14,069
CARRIED = (400, 90, 15, 15, 25, 15)  # 560
ANSWERED = (10_000, 2_500, 300, 210, 600, 200)  # 13,810
OPEN = (600, 120, 20, 19, 40, 20)  # 819
REVIEWS = {
    "reconsideration": (376, 97, 196, 121, 790),
    "direct_litigation": (16, 1, 12, 27, 56),
    "litigation_after_reconsideration": (74, 1, 30, 51, 156),
}
DEPARTMENTS = ("gaj", "zrzy", "fgw")


def with_total(six: tuple[int, ...]) -> list[int]:
    return [*six, sum(six)]


def outcomes() -> dict[str, tuple[int, ...]]:
    """The answered ones by outcome: 1, 2, 3 … thousandths for r05 to r23, the rest r03 and r04."""
    rows = {f"r{k:02d}": tuple(n * (k - 4) // 1000 for n in ANSWERED) for k in range(5, 24)}
    rest = tuple(n - sum(row[i] for row in rows.values()) for i, n in enumerate(ANSWERED))
    rows["r04"] = tuple(n // 4 for n in rest)
    rows["r03"] = tuple(n - part for n, part in zip(rest, rows["r04"], strict=True))
    return rows


def table() -> dict[str, list[int]]:
    rows = {id: with_total(six) for id, six in outcomes().items()}
    ends = {"r01": RECEIVED, "r02": CARRIED, "r24": ANSWERED, "r25": OPEN}
    return dict(sorted((rows | {id: with_total(six) for id, six in ends.items()}).items()))


def requests() -> Iterator[dict[str, Any]]:
    """Records that give the table, with first and last days of the year among them."""
    number = 0

    def request(
        kind: str, received: str, answered: str | None, outcome: str | None
    ) -> dict[str, Any]:
        nonlocal number
        number += 1
        return {
            "request_no": f"YSQ-{number:05d}",
            "department": DEPARTMENTS[number % 3],
            "applicant_kind": kind,
            "received_on": received,
            "answered_on": answered,
            "outcome": outcome,
        }

    rows = outcomes()
    for i, kind in enumerate(APPLICANTS):
        done = [outcome for outcome, six in rows.items() for _ in range(six[i])]
        for n, outcome in enumerate(done):
            if n < CARRIED[i]:
                received = "2024-12-31" if n % 2 else "2024-11-04"
            else:
                received = "2025-01-01" if n % 2 else "2025-06-10"
            yield request(kind, received, ("2025-12-31", "2025-08-20")[n % 2], outcome)
        for n in range(OPEN[i]):  # some are answered on the first day of the year after
            answered = ("2026-01-01", None)[n % 2]
            yield request(kind, "2025-12-31", answered, "r03" if answered else None)
        # Of no concern to 2025: over before it began, or come after it.
        yield request(kind, "2024-10-08", "2024-12-31", "r13")
        yield request(kind, "2026-01-01", "2026-01-05", "r03")


def reviews() -> Iterator[dict[str, Any]]:
    number = 0
    for kind, (*counts, _) in REVIEWS.items():
        for result, count in zip(("upheld", "corrected", "other", None), counts, strict=True):
            for n in range(count):
                number += 1
                yield {
                    "review_no": f"FY-{number:04d}",
                    "department": DEPARTMENTS[number % 3],
                    "kind": kind,
                    "filed_on": ("2024-11-01", "2025-03-03")[n % 2],
                    "concluded_on": ("2025-01-01", "2025-12-31")[n % 2]
                    if result
                    else (None, "2026-01-01")[n % 2],
                    "result": result or (None, "upheld")[n % 2],
                }
        yield {"review_no": f"FY-{kind}", "kind": kind, "filed_on": "2024-02-01",
               "concluded_on": "2024-12-31", "result": "upheld"}  # fmt: skip


STATEMENTS = [
    {"year": 2025, "department": "gaj", "figure": "licences", "value": 100},
    {"year": 2025, "department": "fgw", "figure": "licences", "value": 23},
    {"year": 2025, "department": "fgw", "figure": "charges", "value": 12.5},
    {"year": 2025, "department": "gaj", "figure": "fee_notices", "value": 3},
    {"year": 2024, "department": "gaj", "figure": "penalties", "value": 7},
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALL_NOW", NOW)
        store = Store(tmp_path_factory.mktemp("report"))
        records = {
            "disclosure-requests": list(requests()),
            "disclosure-reviews": list(reviews()),
            "disclosure-statements": STATEMENTS,
        }
        fill(store, records)
        with application(store) as server:
            yield server.test_client()
        store.close()


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALL_NOW", NOW)


def report(client: FlaskClient, year: int = 2025, **asked: str) -> dict[str, Any]:
    response = client.get(f"/api/v1/disclosure/annual-report/{year}", query_string=asked)
    assert response.status_code == 200, response.get_json()
    return response.get_json()["data"]


def cells(found: dict[str, Any]) -> dict[str, list[int]]:
    return {row["id"]: row["cells"] for row in found["table3"]["rows"]}


def test_a_published_reports_totals_come_back_cell_for_cell(client):
    found = report(client)
    assert found["table3"]["columns"] == [*APPLICANTS, "total"]
    assert cells(found) == table()
    total = {id: row[-1] for id, row in cells(found).items()}
    assert (total["r01"], total["r02"], total["r24"], total["r25"]) == (14_069, 560, 13_810, 819)
    assert found["table4"]["groups"] == list(REVIEWS)
    assert found["table4"]["columns"] == ["upheld", "corrected", "other", "pending", "total"]
    assert found["table4"]["cells"] == [list(row) for row in REVIEWS.values()]


def test_all_identities_hold_with_both_sides_shown(client):
    found = report(client)["identities"]
    assert len(found) == 3 * 7 + 25 + 3
    assert all(one["holds"] and one["left"] == one["right"] for one in found)
    sides = {one["id"]: one["left"] for one in found}
    assert sides["balance-total"] == 14_629
    assert sides["outcomes-person"] == 10_000
    assert sides["carried-total"] == 560
    assert sides["applicants-r01"] == 14_069
    assert [sides[f"reviews-{group}"] for group in REVIEWS] == [790, 56, 156]


def test_the_year_after_begins_with_what_was_carried_over(client):
    found = report(client, 2026)
    assert cells(found)["r02"] == with_total(OPEN)
    assert cells(found)["r01"] == [1] * 6 + [6]
    assert all(one["holds"] for one in found["identities"])


def test_the_year_that_is_running_is_as_of_now(client, clock):
    found = report(client, 2026)
    assert (found["as_of"], found["partial"]) == ("2026-11-24", True)
    # Half of those carried over are still open, 300 + 60 + 10 + 9 + 20 + 10.
    assert cells(found)["r25"] == [300, 60, 10, 9, 20, 10, 409]
    past = report(client, 2025)
    assert (past["as_of"], past["partial"]) == ("2025-12-31", False)


def test_departments_add_up_to_the_city(client):
    parts = [cells(report(client, department=department)) for department in DEPARTMENTS]
    whole = cells(report(client))
    for id, row in whole.items():
        assert [sum(column) for column in zip(*(part[id] for part in parts), strict=True)] == row
    one = report(client, department="gaj")
    assert one["department_label"] == "市公安局"
    assert "市公安局" in one["title"]
    assert all(identity["holds"] for identity in one["identities"])
    assert 0 < cells(one)["r01"][-1] < 14_069
    nothing = report(client, department="yc")
    assert {n for row in cells(nothing).values() for n in row} == {0}


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ({}, "2025年政府信息公开申请情况（按年度报告格式：表三、表四、表二）"),
        (
            {"department": "gaj"},
            "市公安局2025年政府信息公开申请情况（按年度报告格式：表三、表四、表二）",
        ),
        (
            {"lang": "en"},
            "Disclosure in 2025, in the format of the annual report (tables 3, 4 and 2)",
        ),
    ],
)
def test_the_title_claims_no_report_that_the_law_leaves_to_each_organ(client, asked, title):
    assert report(client, **asked)["title"] == title


@pytest.mark.parametrize("asked", [{}, {"department": "zrzy"}])
@pytest.mark.parametrize("year", [2025, 2026])
def test_every_cell_opens_its_records(client, year, asked):
    found = report(client, year, **asked)
    checked = 0
    pairs = [
        (n, link)
        for row in found["table3"]["rows"]
        for n, link in zip(row["cells"], row["links"], strict=True)
    ]
    for counts, links in zip(found["table4"]["cells"], found["table4"]["links"], strict=True):
        pairs += zip(counts, links, strict=True)
    for count, link in pairs:
        response = client.get(f"{link}&limit=1")
        assert response.status_code == 200, link
        assert response.get_json()["meta"]["total"] == count, link
        checked += 1
    assert checked == 25 * 7 + 15


def test_the_records_behind_a_cell_are_those_and_no_others(client):
    found = report(client)
    rows = {row["id"]: row for row in found["table3"]["rows"]}

    def behind(row: str, column: str) -> list[dict[str, Any]]:
        link = rows[row]["links"][found["table3"]["columns"].index(column)]
        return client.get(f"{link}&limit=1000").get_json()["data"]

    carried = behind("r02", "company")
    assert len(carried) == 90
    assert all(r["received_on"] < "2025-01-01" for r in carried)
    assert all(r["answered_on"] is None or r["answered_on"] >= "2025-01-01" for r in carried)
    refused = behind("r12", "person")
    assert {(r["outcome"], r["applicant_kind"]) for r in refused} == {("r12", "person")}
    assert {r["answered_on"][:4] for r in refused} == {"2025"}
    left = behind("r25", "other")
    assert {r["answered_on"] for r in left} == {None, "2026-01-01"}


# --- what is not there ---------------------------------------------------------------------------


@pytest.mark.parametrize("year", ["2023", "2027", "1999", "0", "99999", "twenty", "2025.pdf"])
def test_a_year_without_records_is_404_and_says_which_there_are(client, year):
    response = client.get(f"/api/v1/disclosure/annual-report/{year}")
    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"
    if year.isdigit():
        (error,) = response.get_json()["errors"]
        assert error["parameter"] == "year"
        assert error["allowed"] == ["2026", "2025", "2024"]
        for suffix in ("csv", "xlsx"):
            address = f"/api/v1/disclosure/annual-report/{year}.{suffix}"
            assert client.get(address).status_code == 404


def test_an_empty_store_has_no_report_and_no_open_requests(store):
    with application(store) as server:
        client = server.test_client()
        assert client.get("/api/v1/disclosure/annual-report/2025").status_code == 404
        assert client.get("/api/v1/disclosure/annual-report").get_json()["data"] == []
        assert client.get("/api/v1/disclosure/open").get_json()["data"]["requests"] == []
        assert b"<entry>" not in client.get("/feeds/overdue.atom").data
        with pytest.raises(Unknown):
            answers.answer(AnnualReport(2025))


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("department=nobody", "department"),
        ("department=gaj,fgw", "department"),
        ("department=", "department"),
        ("month=2025-01", "month"),
        ("lang=fr", "lang"),
        ("lang=zh&lang=en", "lang"),
    ],
)
@pytest.mark.parametrize("suffix", ["", ".json", ".csv", ".xlsx"])
def test_bad_parameters_are_named(client, suffix, query, parameter):
    response = client.get(f"/api/v1/disclosure/annual-report/2025{suffix}?{query}")
    assert response.status_code == 400
    assert response.get_json()["errors"][0]["parameter"] == parameter


def test_the_years_are_listed_newest_first(client):
    found = client.get("/api/v1/disclosure/annual-report").get_json()["data"]
    assert [(one["year"], one["partial"]) for one in found] == [
        (2026, True),
        (2025, False),
        (2024, True),  # its first records are of October
    ]
    assert all(client.get(one["links"]["xlsx"]).status_code == 200 for one in found)


# --- the year in which the records begin ---------------------------------------------------------

# The records begin on 8 October 2024.
UNCHECKED = {
    *(f"{rule}-{column}" for rule in ("balance", "carried") for column in (*APPLICANTS, "total")),
    "applicants-r02",
}


@pytest.mark.parametrize("asked", [{}, {"department": "gaj"}])
def test_what_was_carried_into_the_first_year_is_not_known_and_not_0(client, asked):
    found = report(client, 2024, **asked)
    assert (found["partial"], found["since"], found["as_of"]) == (True, "2024-10-08", "2024-12-31")
    rows = {row["id"]: row for row in found["table3"]["rows"]}
    assert rows["r02"]["cells"] == rows["r02"]["links"] == [None] * 7
    assert rows["r02"]["reason"] == "not-covered"
    assert "2024-10-08" in rows["r02"]["note"]
    assert rows["r01"]["note"] == "自2024-10-08起统计"
    known = [row for id, row in rows.items() if id != "r02"]
    assert all(type(n) is int for row in known for n in row["cells"])
    assert {row["reason"] for row in known} == {None}
    if not asked:
        assert rows["r01"]["cells"][-1] == 560 + 6
        assert rows["r25"]["cells"][-1] == 560


def test_what_needs_the_year_before_neither_holds_nor_fails(client):
    found = report(client, 2024)
    unknown = [one for one in found["identities"] if one["holds"] is None]
    assert {one["id"] for one in unknown} == UNCHECKED
    assert {one["reason"] for one in unknown} == {"not-covered"}
    assert {one["reason_text"] for one in unknown} == {"无上年记录，不能核对"}
    sides = {one["id"]: (one["left"], one["right"]) for one in unknown}
    assert sides["balance-total"] == (None, 6 + 560)  # of the two sides, one is known
    assert sides["carried-total"] == sides["applicants-r02"] == (None, None)
    counted = {r["id"]: (r["checked"], r["failed"], r["unchecked"]) for r in found["rules"]}
    assert counted == {
        "balance": (0, 0, 7),
        "outcomes": (7, 0, 0),
        "applicants": (24, 0, 1),
        "carried": (0, 0, 7),
        "reviews": (3, 0, 0),
    }
    en = report(client, 2024, lang="en")["identities"]
    assert {one["reason_text"] for one in en if one["holds"] is None} == {
        "no records of the year before; cannot be checked"
    }
    assert all(one["reason"] is None for one in report(client, 2025)["identities"])


def test_files_leave_what_is_not_known_empty(client):
    address = "/api/v1/disclosure/annual-report/2024"
    _, *rows = lines(client, f"{address}.csv")
    assert {row[0]: row[3:] for row in rows}["r02"] == [""] * 7
    _, *rows = lines(client, f"{address}.csv?table=identities")
    told = {row[0]: row[2:] for row in rows}
    assert told["carried-total"] == ["", "", ""]
    assert told["outcomes-total"][-1] == "true"
    book = sheets(client, f"{address}.xlsx")
    three, checked = book["表三 申请办理"], book["勾稽关系"]
    assert three[7][0].startswith("二、上年结转")
    assert "2024-10-08" in three[7][0]
    assert three[7][3:10] == [""] * 7
    (carried,) = (row for row in checked if row[0].startswith("总计：上年的四"))
    assert carried[1:4] == ["", "", "无上年记录，不能核对"]


@pytest.mark.parametrize(("first", "whole"), [("2025-01-01", True), ("2025-01-02", False)])
def test_records_from_the_first_of_january_on_are_a_whole_year(store, first, whole):
    one = {"request_no": "a", "applicant_kind": "person", "received_on": first}
    fill(store, {"disclosure-requests": [one]})
    with application(store) as server:
        found = report(server.test_client())
    assert found["partial"] is not whole
    assert cells(found)["r02"] == [0 if whole else None] * 7


# --- an identity that fails is shown -------------------------------------------------------------


def broken(store: Store, **wrong: Any) -> dict[str, dict[str, Any]]:
    """The failed identities of 2025 in a hall with one sound request and one that is not."""
    sound = {"request_no": "a", "applicant_kind": "person", "received_on": "2025-03-03",
             "answered_on": "2025-03-10", "outcome": "r03"}  # fmt: skip
    fill(store, {"disclosure-requests": [sound, sound | {"request_no": "b"} | wrong]})
    with application(store) as server:
        found = report(server.test_client())
    return {one["id"]: one for one in found["identities"] if one["holds"] is False}


def test_an_answer_without_an_outcome_breaks_the_sum_of_outcomes_in_public(store):
    failed = broken(store, outcome=None)
    assert set(failed) == {"outcomes-person", "outcomes-total"}
    assert (failed["outcomes-total"]["left"], failed["outcomes-total"]["right"]) == (1, 2)
    assert "总计" in failed["outcomes-total"]["title"]


def test_an_answer_before_receipt_breaks_the_balance_in_public(store):
    # No source can bring this in; a hand in the store can.
    fill(store, {"disclosure-requests": [
        {"request_no": "a", "applicant_kind": "person", "received_on": "2024-03-04"},
        {"request_no": "b", "applicant_kind": "legal", "received_on": "2025-03-03",
         "answered_on": "2025-03-10", "outcome": "r03"},
    ]})  # fmt: skip
    with store.engine.begin() as connection:
        connection.exec_driver_sql(
            "update disclosure_requests set received_on = received_on + 400 where request_no = 'b'"
        )
    with application(store) as server:
        found = report(server.test_client())
    failed = {one["id"]: one for one in found["identities"] if not one["holds"]}
    assert set(failed) == {"balance-legal", "balance-total"}
    assert (failed["balance-legal"]["left"], failed["balance-legal"]["right"]) == (0, 1)


def test_a_conclusion_without_a_result_breaks_the_reviews_in_public(store):
    fill(store, {
        "disclosure-requests": [
            {"request_no": "a", "applicant_kind": "person", "received_on": "2025-03-03"}
        ],
        "disclosure-reviews": [
            {"review_no": "x", "kind": "direct_litigation", "filed_on": "2025-03-03",
             "concluded_on": "2025-05-06"},
        ],
    })  # fmt: skip
    with application(store) as server:
        found = report(server.test_client())
    (failed,) = (one for one in found["identities"] if one["holds"] is False)
    assert (failed["id"], failed["left"], failed["right"]) == ("reviews-direct_litigation", 0, 1)


# --- files, words --------------------------------------------------------------------------------


def sheets(client: FlaskClient, address: str) -> dict[str, list[list[Any]]]:
    response = client.get(address)
    assert response.status_code == 200
    assert "annual-report-20" in response.headers["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.data))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }


def test_the_workbook_has_the_official_layout_with_numbers_in_it(client):
    found = sheets(client, "/api/v1/disclosure/annual-report/2025.xlsx")
    assert list(found)[:2] == ["表三 申请办理", "表四 复议诉讼"]
    three = found["表三 申请办理"]
    assert three[0][0] == "收到和处理政府信息公开申请情况"
    assert three[3][3] == "申请人情况"
    assert (three[4][3], three[4][4], three[4][9]) == ("自然人", "法人或其他组织", "总计")
    assert three[5][4:9] == ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    assert [row[3:10] for row in three[6:31]] == list(table().values())
    assert all(type(n) in (int, float) for row in three[6:31] for n in row[3:10])
    assert three[6][0].startswith("一、本年新收")
    assert three[8][:2] == ["三、本年度办理结果", "（一）予以公开"]
    assert three[10][1:3] == ["（三）不予公开", "1.属于国家秘密"]
    assert three[30][0] == "四、结转下年度继续办理"
    four = found["表四 复议诉讼"]
    assert (four[3][0], four[3][5]) == ("行政复议", "行政诉讼")
    assert (four[4][5], four[4][10]) == ("未经复议直接起诉", "复议后起诉")
    assert four[5] == ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    assert four[6] == [n for row in REVIEWS.values() for n in row]


def test_the_workbooks_heads_are_merged(client):
    content = client.get("/api/v1/disclosure/annual-report/2025.xlsx").data
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    merged = set(book.get_sheet_by_index(0).merged_cell_ranges or [])
    assert {
        ((3, 0), (5, 2)),  # the rule of the columns
        ((3, 3), (3, 9)),  # 申请人情况
        ((4, 4), (4, 8)),  # 法人或其他组织
        ((8, 0), (29, 0)),  # 三、本年度办理结果
        ((10, 1), (17, 1)),  # （三）不予公开
        ((30, 0), (30, 2)),
    } <= merged
    again = client.get("/api/v1/disclosure/annual-report/2025.xlsx")
    assert again.data == content


def lines(client: FlaskClient, address: str) -> list[list[str]]:
    response = client.get(address)
    assert response.status_code == 200
    text = response.get_data(as_text=True)
    assert text.startswith("\ufeff")
    found = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert response.headers["X-Total-Count"] == str(len(found) - 1)
    return found


def test_csv_and_workbook_have_the_numbers_of_the_json(client):
    head, *rows = lines(client, "/api/v1/disclosure/annual-report/2025.csv")
    assert head == ["id", "group", "label", *APPLICANTS, "total"]
    assert {row[0]: [int(n) for n in row[3:]] for row in rows} == table()
    head, *rows = lines(client, "/api/v1/disclosure/annual-report/2025.csv?table=4&header=zh")
    assert head == ["编号", "项目", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    assert {row[0]: tuple(int(n) for n in row[2:]) for row in rows} == REVIEWS
    _, *rows = lines(client, "/api/v1/disclosure/annual-report/2025.csv?table=identities")
    assert len(rows) == 49
    assert {row[-1] for row in rows} == {"true"}


def test_words_follow_the_language_and_numbers_do_not(client):
    zh, en = report(client), report(client, lang="en")
    assert cells(zh) == cells(en)
    assert zh["table3"]["rows"][0]["label"] == "一、本年新收政府信息公开申请数量"
    for a, b in zip(zh["table3"]["rows"], en["table3"]["rows"], strict=True):
        assert b["label"].isascii()
        assert (a["group"] is None) == (b["group"] is None)
    three = sheets(client, "/api/v1/disclosure/annual-report/2025.xlsx?lang=en")["Table 3 Requests"]
    assert [row[3:10] for row in three[6:31]] == list(table().values())
    assert three[3][3] == "Applicants"


def test_what_departments_stated_is_added_up_and_what_nobody_stated_is_missing(client):
    found = report(client)
    stated = {f["id"]: f["value"] for row in found["table2"]["rows"] for f in row["figures"]}
    assert (stated["licences"], stated["charges"], stated["penalties"]) == (123, 12.5, None)
    assert [f["value"] for f in found["fees"]["figures"]] == [3, None, None]
    link = client.get(found["table2"]["link"]).get_json()["data"]
    assert sorted(r["value"] for r in link) == [12.5, 23, 100]
    of_one = report(client, department="fgw")
    assert {f["id"]: f["value"] for r in of_one["table2"]["rows"] for f in r["figures"]}[
        "licences"
    ] == 23
    assert of_one["fees"] is None
    assert report(client, 2026)["table2"] is None
    assert "表二 主动公开" in sheets(client, "/api/v1/disclosure/annual-report/2025.xlsx")
    _, *rows = lines(client, "/api/v1/disclosure/annual-report/2025.csv?table=2")
    assert ("licences", 123) in {(row[0], float(row[-1])) for row in rows if row[-1]}


def test_an_answer_can_be_kept_and_is_not_sent_twice(client):
    for suffix in ("", ".csv", ".xlsx"):
        address = f"/api/v1/disclosure/annual-report/2025{suffix}"
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304, suffix
        assert client.get(f"{address}?department=gaj").headers["ETag"] != first.headers["ETag"]
