"""Reports for tests: a real one, records that give its tables, and its tables as sheets."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from data.disclosure.forms import FORM_2019, Form
from data.disclosure.layout import APPLICANTS, COLUMN_TITLES, GROUPS, REVIEW_TITLES

REAL = Path(__file__).parent / "real" / "annual-report-2025.json"
RESULTS = ("upheld", "corrected", "other", None)
Row = dict[str, Any]


def real() -> dict[str, Any]:
    return json.loads(REAL.read_text("utf-8"))["report"]


def requests(report: Mapping[str, Any], form: Form) -> Iterator[Row]:
    """As many records as the cells of table 三 say, received and answered on the edges of the year."""
    year, table = report["year"], report["table3"]
    for i, applicant in enumerate(APPLICANTS):
        carried = table["r02"][i]
        ends = [row for row in form.outcomes for _ in range(table[row][i])]
        ends += [None] * table["r25"][i]
        for n, outcome in enumerate(ends):
            received = f"{year - 1}-12-31" if n < carried else f"{year}-01-01"
            yield {
                "request_no": f"{year}-{applicant}-{n}",
                "department": report["id"],
                "applicant_kind": applicant,
                "received_on": received,
                "answered_on": f"{year}-12-31" if outcome else None,
                "outcome": "r23" if outcome == "r21_23" else outcome,
            }


def reviews(report: Mapping[str, Any]) -> Iterator[Row]:
    year = report["year"]
    for group in GROUPS:
        for result, count in zip(RESULTS, report["table4"][group], strict=False):
            for n in range(count):
                yield {
                    "review_no": f"{year}-{group}-{result}-{n}",
                    "department": report["id"],
                    "kind": group,
                    "filed_on": f"{year}-06-03",
                    "concluded_on": f"{year}-12-31" if result else None,
                    "result": result,
                }


def sheets(report: Mapping[str, Any], form: Form) -> list[list[list[Any]]]:
    """The tables as an organ prints them: merged labels stand in their first cell only."""
    top = [["年度", report["year"]], ["机关编码", report["id"]], ["机关名称", "某市"],
           ["公布网址", "https://example.org/report"]]  # fmt: skip
    two = [["第二十条第（一）项"], ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
           ["规章", 3, 5, "/"], ["第二十条第（八）项"], ["信息内容", "本年收费金额（单位：万元）"],
           ["行政事业性收费", 12.5]]  # fmt: skip
    if form is FORM_2019:
        two = [["第二十条第（五）项"], ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
               ["行政许可", 40, -2, 5096], ["第二十条第（九）项"],
               ["信息内容", "采购项目数量", "采购总金额"], ["政府集中采购", 7, "1,234.5"]]  # fmt: skip
    names = [title.zh for title in COLUMN_TITLES.values()]
    three: list[list[Any]] = [
        ["（本列数据的勾稽关系为…）", "", "", "申请人情况"],
        ["", "", "", names[0], "法人或其他组织", "", "", "", "", names[-1]],
        ["", "", "", "", *[f"{name[:2]}\n{name[2:]}" for name in names[1:-1]]],
    ]
    group = None
    for row in form.rows:
        heading = row.group.zh if row.group and row.group != group else ""
        group = row.group
        label = ["", heading, row.title.zh] if row.group else ["", row.title.zh, ""]
        if not row.handled:
            label = [row.title.zh, "", ""]
        three.append([*label, *report["table3"][row.id]])
    four = [["行政复议", *[""] * 4, "行政诉讼"], [*[""] * 5, "未经复议直接起诉", *[""] * 4, "复议后起诉"],
            [title.zh for title in REVIEW_TITLES.values()] * 3,
            [n for group in GROUPS for n in report["table4"][group]]]  # fmt: skip
    return [[*top, *two], three, four]


def workbook(path: Path, content: Sequence[Sequence[Sequence[Any]]]) -> Path:
    with Workbook(path) as book:
        for rows in content:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                for i, value in enumerate(row):
                    if value != "":
                        sheet.write(at, i, value)
    return path
