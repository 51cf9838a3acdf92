"""/service: a section for each system that a hall has, in both languages, and nothing for the others."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.answer import answers
from dashboard.asking.address import Place
from dashboard.pages.service import orders
from dashboard.pages.service.hotline import changed_at
from dashboard.pages.service.page import PAGE, SECTIONS
from dashboard.parts.ranking import rates
from dashboard.serve import prerender
from tests.hall_data import REFERENCE, SOURCES, Store, application

NEEDS = {section.id: section.needs for section in SECTIONS}
# Of each section a word that stands in it alone, in both languages.
WORDS = {
    "items": ("找事项", "Find an item"),
    "knowledge-base": ("自动应答率", "Answered by machine"),
    "queue": ("等候时长第90百分位数", "Wait, 90th percentile"),
    "hotline": ("15秒接通率", "Calls answered within 15 seconds"),
    "appointments": ("预约履约率", "Appointments kept, share"),
    "assisted": ("服务方式", "Kind of help"),
    "terminals": ("自助终端故障", "Faults of terminals"),
    "stuck": ("“办不成事”按期解决率", "Stuck matters solved on time"),
    "intermediary-services": ("报名机构数与订单数之比", "Bidders per order"),
    "required-services": ("审批所需中介服务", "Services that approvals ask for"),
}


def drawn(lang: Any) -> str:
    view = PAGE.view(lambda query: answers.answer(query, lang), lang, {})
    return prerender.html(PAGE.layout(Place("service", lang), view), ids=True)


@pytest.mark.usefixtures("clock")
def test_all_sections_are_there_in_both_languages(sampled: Store) -> None:
    with application(sampled):
        for place, lang in enumerate(("zh", "en")):
            page = drawn(lang)
            for id, said in WORDS.items():
                assert f'id="{id}"' in page, (id, lang)
                assert said[place] in page, (id, lang)
            assert "None" not in page


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("only", sorted(NEEDS))
def test_a_section_whose_system_a_hall_has_not_is_not_there(tmp_path: Path, only: str) -> None:
    store = Store(tmp_path)
    for name in dict.fromkeys((*REFERENCE, *NEEDS[only])):
        store.ingest(name, SOURCES / f"{name}.csv" if name in REFERENCE else one_row(name))
    with application(store):
        for place, lang in enumerate(("zh", "en")):
            page = drawn(lang)
            assert WORDS[only][place] in page
            assert f'href="#{only}"' in page
            # The lists that items are searched in are taken in with every hall.
            for other in set(WORDS) - {only, "items"}:
                assert f'id="{other}"' not in page, (other, lang)
                assert WORDS[other][place] not in page, (other, lang)
    store.close()


def one_row(dataset: str) -> list[dict[str, Any]]:
    """As little as a section can stand on."""
    return {
        "hotline-calls": [{"call_no": "RX-1", "line": "12345", "called_on": "2026-11-20", "answered": True}],
        "queue-waits": [{"on": "2026-11-20", "hour": 9, "wait_up_to": 10, "n": 40, "windows_open": 9}],
        "appointments": [
            {"appointment_no": "YY-1", "kind": "hall", "booked_on": "2026-11-18", "for_on": "2026-11-21",
             "slot": "morning", "outcome": "kept", "served": True}
        ],
        "assisted-services": [{"on": "2026-11-20", "kind": "agency", "served_n": 3}],
        "terminals": [{"terminal": "ZD-01", "title_zh": "一号机", "opened_on": "2026-01-01"}],
        "terminal-days": [{"terminal": "ZD-01", "on": "2026-11-20", "due_minutes": 420, "up_minutes": 420}],
        "faqs": [{"faq": "WD-1", "title_zh": "周末办公吗", "answer_zh": "不办公。", "live_from": "2026-01-01"}],
        "faq-reviews": [
            {"review_no": "FH-1", "faq": "WD-1", "department": "fgw", "reviewed_on": "2026-11-02"}
        ],
        "faq-answers-daily": [
            {"faq": "WD-1", "on": "2026-11-20", "channel": "site", "asked": 2, "answered_by_machine": 1}
        ],
        "intermediary-orders": [
            {"order_no": "DD-1", "kind": "survey", "intermediary": "ZJ-1", "chosen_by": "draw",
             "ordered_on": "2026-10-12"}
        ],
        "intermediary-items": [{"item": "fgw-01", "kind": "eia", "title_zh": "环境影响评价"}],
        "stuck-matters": [
            {"matter_no": "FY-1", "received_on": "2026-11-18", "cause": "papers", "due_on": "2026-11-25"}
        ],
    }[dataset]  # fmt: skip


# --- the change of lines ---------------------------------------------------------------------------


def months(*calls: float) -> list[dict[str, Any]]:
    return [{"period": f"2018-{n:02d}", "value": n_calls} for n, n_calls in enumerate(calls, 1)]


@pytest.mark.parametrize(
    ("old", "at"),
    [
        ({}, None),
        ({"2018-01": 90, "2018-02": 100, "2018-03": 110}, None),  # the old line alone
        ({"2018-01": 90, "2018-02": 80, "2018-03": 2}, 2),
        ({"2018-01": 90}, 1),
    ],
)
def test_the_change_of_lines_is_drawn_where_it_was(old: dict[str, float], at: int | None) -> None:
    assert changed_at(months(90, 100, 110), old) == at


@pytest.mark.usefixtures("clock")
def test_a_chart_with_both_lines_says_that_they_are_not_compared(tmp_path: Path) -> None:
    store = Store(tmp_path)
    begin = date(2026, 8, 3)
    store.ingest(
        "hotline-calls",
        [
            {
                "call_no": f"RX-{n}",
                "line": "96196" if n < 40 else "12345",
                "called_on": (begin + timedelta(days=n)).isoformat(),
                "answered": True,
            }
            for n in range(90)
        ],
    )
    with application(store):
        assert "改为12345，前后不可比" in drawn("zh")
        assert "12345 from here: not comparable" in drawn("en")
        assert "2018年底并入" not in drawn("zh")
    store.close()


# --- bands, not ranks ------------------------------------------------------------------------------


def department(code: str, numerator: int, denominator: int) -> dict[str, Any]:
    return {
        "department": code, "department_label": code, "numerator": numerator, "denominator": denominator,
        "value": numerator / denominator,
    }  # fmt: skip


def test_departments_are_in_bands_by_their_intervals() -> None:
    rows = [
        department("worse", 700, 1_000),
        department("alike", 87, 100),
        department("better", 999, 1_000),
        department("few", 1, 29),
    ]
    placed = rates(rows, "department")
    assert [orders.band(placed, row) for row in rows] == ["below", "alike", "above", "few"]


# --- names met elsewhere -------------------------------------------------------------------------


@pytest.mark.usefixtures("clock")
def test_windows_that_only_items_name_are_no_list_of_windows(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for name in ("departments", "items", "districts"):
        store.ingest(name, SOURCES / f"{name}.csv")
    assert store.rows("windows")
    with application(store):
        page = drawn("en")
    store.close()
    assert 'id="items"' not in page
