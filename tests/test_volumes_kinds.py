"""Approvals and services on /volumes, and the law's limits: as counted, and nothing without data."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.hall_data import Store, application

CASES = (
    "case_no,item,item_kind,channel,submitted_on,accepted_on,completed_on,outcome,delivered_on\n"
)
# 40 approvals, one of them looked at on the sixth working day; 20 services, half of them online.
SAMPLE = CASES + "".join(
    f"A{n},a,approval,hall,2026-10-12,2026-10-{20 if n == 0 else 16},2026-10-21,granted,2026-10-22\n"
    for n in range(40)
) + "".join(
    f"S{n},s,service,{'online' if n % 2 else 'hall'},2026-10-12,2026-10-13,2026-10-13,granted,\n"
    for n in range(20)
) + "S20,s,service,hall,,2026-11-20,2026-11-24,granted,\n"  # fmt: skip


def view(client: FlaskClient, lang: str, query: str = "period=all") -> Any:
    answer = client.get(f"/live/volumes?lang={lang}&{query}")
    assert answer.status_code == 200, answer.text
    return answer.json


def title(shown: Any, id: str) -> str:
    return shown[f"{id}-title"]["children"]


def test_the_two_kinds_and_the_two_limits_are_as_counted(store: Store) -> None:
    store.ingest("cases", SAMPLE)
    with application(store) as server:
        client = server.test_client()
        zh, en = view(client, "zh"), view(client, "en")
    assert title(zh, "volumes-kinds") == "受理61件，行政审批40件，公共服务21件"
    assert title(en, "volumes-kinds").startswith("61 cases accepted: 40 ")
    assert title(zh, "volumes-online") == "网上受理：行政审批40件中没有一件"
    assert title(zh, "volumes-law") == (
        "60件中59件在收件后5个工作日内受理或一次性告知补正，全部40件在决定后10个工作日内送达"
    )
    assert title(en, "volumes-law") == (
        "59 of 60 were accepted or told what is missing within 5 working days; "
        "all 40 were delivered within 10 working days of the decision"
    )
    assert zh["volumes-law-part"] == {"hidden": False}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_no_record_says_is_hidden_and_no_zero(store: Store, lang: str) -> None:
    store.ingest("cases", "case_no,item,channel,accepted_on\n1,x,hall,2026-11-20\n")
    with application(store) as server:
        client = server.test_client()
        shown = view(client, lang)
    assert shown["volumes-kinds-part"] == shown["volumes-law-part"] == {"hidden": True}
    assert "0" not in title(shown, "volumes-law")


def test_the_figures_follow_a_department_and_say_what_they_do_not_follow(
    client: FlaskClient,
) -> None:
    whole, limited = view(client, "zh"), view(client, "zh", "period=all&department=scjg")
    assert title(limited, "volumes-kinds") != title(whole, "volumes-kinds")
    other = view(client, "zh", "period=all&channel=online")
    assert title(other, "volumes-kinds") == title(whole, "volumes-kinds")
    assert "不随其他条件变化" in other["volumes-kinds-said"]["children"]
