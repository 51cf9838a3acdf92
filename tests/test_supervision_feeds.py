"""Feeds of supervision: cards as given and as withdrawn, complaints past their limit; linked from the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dashboard.pages.overview.page import _named
from dashboard.words import Lang
from data.catalog import OWNERS, PUBLISHED_INDICATORS
from tests.alert_rules import RULES
from tests.hall_data import SOURCES, Store, application
from tests.test_feeds import ATOM, checked, texts

CASE = {"case_no": "C1", "item": "i", "channel": "hall", "department": "d", "promised_days": 7,
        "legal_days": 9, "accepted_on": "2026-11-02"}  # fmt: skip
STOP = {"case_no": "C1", "kind": "hearing", "from_on": "2026-11-05", "until_on": "2026-11-10",
        "notified_on": "2026-11-05"}  # fmt: skip


def feed(store: Store, name: str, lang: str = "en") -> Any:
    with application(store) as site:
        answer = site.test_client().get(f"/feeds/{name}.atom?lang={lang}")
        assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
        return checked(answer.data)


def titles(tree: Any) -> list[str]:
    return texts(tree, "//a:entry/a:title")


def test_a_card_is_news_when_it_is_given_and_when_it_is_withdrawn(
    store: Store, clock: Callable[[str], None]
) -> None:
    """Not ahead of its day, and no warning; the entry keeps its id, and leads to its rows."""
    clock("2026-11-11T10:00:00+08:00")
    store.ingest("alert-rules", RULES)
    store.ingest("cases", [CASE])
    assert titles(feed(store, "cards")) == []
    clock("2026-11-13T10:00:00+08:00")
    given = feed(store, "cards")
    assert titles(given) == ["C1: yellow card of 2026-11-12"]
    store.ingest("case-stops", [STOP])
    withdrawn = feed(store, "cards")
    assert titles(withdrawn) == ["C1: yellow card of 2026-11-12 (withdrawn)"]
    assert texts(given, "//a:entry/a:id") == texts(withdrawn, "//a:entry/a:id")
    assert texts(withdrawn, "//a:entry/a:updated") == ["2026-11-13T00:00:00+08:00"]
    assert "limit moved" in texts(withdrawn, "//a:entry/a:summary")[0]
    assert titles(feed(store, "cards", "zh")) == ["C1 黄牌：2026-11-12（已撤销）"]
    (link,) = withdrawn.xpath("//a:entry/a:link/@href", namespaces=ATOM)
    with application(store) as site:
        rows = site.test_client().get(link).json["data"]
    assert [row["given_on"] for row in rows] == ["2026-11-12"]


def test_complaints_past_their_limit_are_in_the_feed_until_they_are_answered(store: Store) -> None:
    """Fifteen working days from 2 November end on the 23rd; of whom and of which department nothing is told."""
    of = {"channel": "hall", "kind": "delay", "department": "fgw", "accepted_on": "2026-11-03"}
    store.ingest("complaint-limits", SOURCES / "complaint-limits.csv")
    store.ingest("complaints", [
        of | {"complaint_no": "late", "received_on": "2026-11-02"},
        of | {"complaint_no": "in time", "received_on": "2026-11-05"},
        of | {"complaint_no": "done", "received_on": "2026-11-02", "answered_on": "2026-11-24",
              "verdict": "upheld", "measure": "apology"},
    ])  # fmt: skip
    tree = feed(store, "complaints")
    assert [title.partition(" was ")[2] for title in titles(tree)] == ["due on 2026-11-23"]
    assert "fgw" not in str(texts(tree, "//a:summary"))


def test_supervision_leads_on_to_its_other_pages_and_feeds(client: Any) -> None:
    for prefix in ("", "/en"):
        page = client.get(f"{prefix}/supervision").text
        for path in ("overview", "bulletin", "checks"):
            assert f'href="{prefix}/supervision/{path}"' in page
            assert client.get(f"{prefix}/supervision/{path}").status_code == 200
        for name in ("cards", "complaints"):
            assert f'href="/feeds/{name}.atom"' in page
            assert f">{name}.atom<" not in page  # a link says what it brings
            assert f'href="/feeds/{name}.atom"' in client.get(f"{prefix}/data").text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_overdue_says_of_which_system_it_is(lang: Lang) -> None:
    """In a list of all systems 逾期未答复 could be a request's, a complaint's or a letter's."""
    late = [one for one in PUBLISHED_INDICATORS.values() if one.past_limit and one.is_stock]
    named = [_named(one.id, lang) for one in late]
    assert len(set(named)) == len(named) > 5
    assert all(OWNERS[one.id].title[lang] in said for one, said in zip(late, named, strict=True))
