"""Intermediary services: three principles worked out by hand, firms named, clients never."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from data.catalog import DATASETS, INDICATORS
from demo import SimulatedHall
from demo.export import write
from demo.states import state_at
from tests.hall_data import REFERENCE, SOURCES, Store, application

START, NOW = date(2024, 11, 25), datetime(2026, 11, 24, 10, 42)
API = "/api/v1"
YEAR = {"from": "2025-01-01", "to": "2025-12-31"}
EXPORT = """订单编号,中介服务类别,中介机构编号,选取方式,报名机构数,最高限价,成交价,下单日期,约定交付日期,交付日期,终止日期,评价星级,是否返工,入库时间
A1,测绘,F1,竞价,4,1000,700,2026-10-09,2026-10-16,2026-10-15,,5,否,2026-10-20 09:00:00
A2,测绘,F1,摇号,1,3000,2900,2026-10-12,2026-10-16,2026-10-19,,2,是,2026-10-20 09:00:00
A3,评估,F2,直接选取,1,500,500,2026-10-13,2026-10-20,,,,,2026-10-20 09:00:00
A4,评估,F2,摇号,2,,800,2026-10-13,2026-10-20,,2026-10-15,,,2026-10-20 09:00:00
A5,评估,F2,择优,3,100,900,2026-10-13,2026-10-20,2026-10-14,,4,否,2026-10-20 09:00:00
"""


def get(client: Any, path: str) -> Any:
    answer = client.get(f"{API}{path}")
    assert answer.status_code == 200, (path, answer.text)
    return answer.json


def total(client: Any, id: str, **asked: str) -> tuple[Any, Any, Any]:
    query = "&".join(f"{name}={value}" for name, value in {"grain": "total", **asked}.items())
    (row,) = get(client, f"/indicators/{id}/values?{query}")["data"]
    return row["value"], row["numerator"], row["denominator"]


@pytest.fixture
def five(store: Store, clock: Any) -> Iterator[Any]:
    """Five orders, of which the last has a price beyond its limit."""
    clock("2026-11-24T10:42:00+08:00")
    entry = store.ingest("intermediary-orders", store.file(EXPORT, "orders"), "hall")
    assert (entry.accepted, entry.rejected) == (4, 1)
    with application(store) as server:
        yield server.test_client()


def test_the_three_principles_are_as_counted_by_hand(five: Any) -> None:
    assert total(five, "intermediary-orders")[0] == 4
    assert total(five, "intermediary-good-rate") == (0.5, 1, 2)
    assert total(five, "intermediary-score") == (3.5, 7, 2)
    # (300 + 100 + 0) of (1,000 + 3,000 + 500): one states no limit.
    assert total(five, "intermediary-price-cut") == (pytest.approx(400 / 4500), 400, 4500)
    assert total(five, "intermediary-priced")[0] == 3
    # One on time, one late, one still out; what ended before its day is not among them.
    assert total(five, "intermediary-on-time") == (pytest.approx(1 / 3), 1, 3)
    # 10 October 2026 is worked: four working days from the 9th to the 15th, the 10th makes five.
    assert total(five, "intermediary-days-median")[0] == 5
    assert total(five, "intermediary-open")[0] == total(five, "intermediary-overdue")[0] == 1


def test_an_order_without_competitors_by_its_nature_is_no_single_bid(five: Any) -> None:
    assert total(five, "bidders-per-order") == (pytest.approx(7 / 3), 7, 3)
    assert total(five, "single-bid-share") == (pytest.approx(1 / 3), 1, 3)
    assert total(five, "intermediary-bids")[0] == 7


def test_a_service_without_a_basis_in_law_is_no_condition(store: Store) -> None:
    text = "事项编码,中介服务类别,中介服务名称,法定依据\na,测绘,测绘,某法第一条\nb,审计验资,验资,\n"
    store.ingest("intermediary-items", store.file(text, "services"), "hall")
    with application(store) as server:
        client = server.test_client()
        assert total(client, "services-asked-for")[0] == 2
        assert total(client, "services-with-basis") == (0.5, 1, 2)
        rows = get(client, "/datasets/intermediary-items/records")["data"]
        assert {row["item"]: row["standing"] for row in rows} == {"a": "required", "b": "no_basis"}


# --- the simulated market ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    hall = SimulatedHall(7, START)
    days = [(START - date(1970, 1, 1)).days + n for n in range((NOW.date() - START).days + 1)]
    lives = {
        "intermediaries": hall._market.firms(days),
        "intermediary-items": hall._market.services(days),
        "intermediary-orders": hall._orders.lives(days),
    }
    folder: Path = tmp_path_factory.mktemp("market")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HALL_NOW", "2026-11-24T10:42:00+08:00")
        store = Store(folder)
        for name in REFERENCE:
            store.ingest(name, SOURCES / f"{name}.csv")
        for name, frame in lives.items():
            path = write(name, state_at(name, frame, NOW), folder / f"{name}.csv")
            entry = store.ingest(name, path, "hall")
            assert not entry.refused
            assert entry.rejected < 30
        with application(store) as server:
            yield server.test_client()
        store.close()


def test_a_year_has_some_1800_orders_and_all_services_are_listed(client: Any) -> None:
    assert total(client, "intermediary-orders", **YEAR)[0] == pytest.approx(1800, rel=0.05)
    assert total(client, "services-asked-for")[0] == 18
    listed = get(client, "/indicators/intermediaries-listed/values?grain=total")["data"][0]["value"]
    assert listed == 45  # 47, of which two have left


def test_firms_are_plainly_invented_and_clients_are_nowhere(client: Any) -> None:
    firms = get(client, "/datasets/intermediaries/records?limit=100")["data"]
    assert all(row["title_zh"].startswith("虚构") for row in firms)
    assert all(row["title_en"].startswith("Fictitious") for row in firms)
    stored = {f.id for f in DATASETS["intermediary-orders"].fields}
    assert not {"client", "applicant", "project", "item", "address"} & stored


def test_no_chain_of_questions_tells_the_day_of_a_single_order(client: Any) -> None:
    """The day of a rare service names who had it made: months only, in rows, files and numbers."""
    text = client.get(f"{API}/datasets/intermediary-orders/records.csv").text
    assert not re.search(r"\d{4}-\d\d-\d\d", text)
    assert not re.search(r"ZJ\d{8}", text)
    ids = [one.id for one in DATASETS["intermediary-orders"].indicators]
    for id in ids:
        for name in INDICATORS[id].dimensions:
            for asked in (f"grain=day&by={name}", f"grain=week&by={name}"):
                answer = client.get(f"{API}/indicators/{id}/values?{asked}")
                assert answer.status_code == 400, (id, asked)
        days = f"{API}/indicators/{id}/values?from=2026-10-05&to=2026-10-05&grain=total&kind=other"
        assert client.get(days).status_code == 400, id
    first = get(client, "/datasets/intermediary-orders/records?limit=1000")["data"]
    assert [row["order_no"] for row in first] == sorted(row["order_no"] for row in first)


# --- the section of /service ---------------------------------------------------------------------------


def page(client: Any, lang: str) -> Any:
    answer = client.get(f"/live/service?lang={lang}")
    assert answer.status_code == 200, answer.text
    return answer.json


def written(view: Any, id: str, part: str = "title") -> str:
    return view[f"{id}-{part}"]["children"]


def test_the_section_names_whom_the_principles_tell_apart(client: Any) -> None:
    zh, en = page(client, "zh"), page(client, "en")
    # Two firms are late for a quarter of their orders, beside 5 % of the others.
    assert "虚构环评机构乙" in written(zh, "market-time")
    assert "Fictitious EIA firm B" in written(en, "market-time")
    assert re.search(r"成交价合计比限价低1\d\.\d%", written(zh, "market-fee"))
    assert re.search(r"^平均每单3\.\d\d家报名", written(zh, "market-choice"))
    assert written(zh, "required") == "审批所需的18项中介服务中，6项没有法定依据"
    assert written(en, "required").startswith("6 of 18 services")
    table = str(zh["required-rows"])
    assert "建设项目环境影响报告书审批" in table
    assert "无法定依据，不得作为审批前置" in table


def test_of_fewer_than_thirty_orders_no_rate_is_printed(five: Any) -> None:
    zh = page(five, "zh")
    assert written(zh, "market-service") == "服务：各机构样本不足，不作比较"
    assert written(zh, "market-fee") == "收费：样本不足，不计算降幅"
    assert written(zh, "market-choice") == "报名：样本不足"
    shown = [key for key in zh if key.startswith("market-") and key.endswith(("-rows", "-title"))]
    assert len(shown) == 8
    assert not [key for key in shown if "%" in str(zh[key])]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_orders_there_is_no_section(store: Store, clock: Any, lang: str) -> None:
    with application(store) as server:
        shown = page(server.test_client(), lang)
    assert not [key for key in shown if key.startswith(("market-", "required"))]
