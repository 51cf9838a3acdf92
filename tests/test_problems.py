"""Errors in the language of the reader, the same error in both."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from dashboard.asking.address import Place
from data.questions import Busy, TooCostly

V1 = "/api/v1"
CASES, ON_TIME, DUE = f"{V1}/datasets/cases", f"{V1}/indicators/on-time-rate", f"{V1}/disclosure"
CHINESE = re.compile(r"[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")

# Each kind of error once: the address without `lang`, the status, the parameter named.
WRONG = [
    (f"{V1}/status?colour=red", 400, "colour"),
    (f"{V1}/live?day=2026-11-31", 400, "day"),
    (f"{ON_TIME}/values?by=outcome&by=item", 400, "by"),
    (f"{ON_TIME}/values?from=1889-01-01", 400, "from"),
    (f"{ON_TIME}/values?from=2026-11-02&to=2026-11-01", 400, "to"),
    (f"{ON_TIME}/values?grain=decade", 400, "grain"),
    (f"{ON_TIME}/values?grain=day&from=2010-01-01", 400, "grain"),
    (f"{ON_TIME}/values?by=colour", 400, "by"),
    (f"{ON_TIME}/values?by=item,item", 400, "by"),
    (f"{ON_TIME}/values?department=a,,b", 400, "department"),
    (f"{ON_TIME}/values?department=nosuch", 400, "department"),
    (f"{ON_TIME}/values?channel=pigeon", 400, "channel"),
    (f"{ON_TIME}/values?limit=0", 400, "limit"),
    (f"{V1}/indicators/cases-accepted/values?by=hour,department", 400, "by"),
    (f"{ON_TIME}/rows?cursor=abc", 400, "cursor"),
    (f"{CASES}/records?sort=outcome", 400, "sort"),
    (f"{CASES}/records?fields=name", 400, "fields"),
    (f"{CASES}/records?fields=item,item", 400, "fields"),
    (f"{CASES}/records?channel=pigeon", 400, "channel"),
    (f"{CASES}/records?legal_days=many", 400, "legal_days"),
    (f"{CASES}/records?legal_days=1.5", 400, "legal_days"),
    (f"{CASES}/records?belongs_on_site=1", 400, "belongs_on_site"),
    (f"{CASES}/records?recorded_at__from=noon", 400, "recorded_at__from"),
    (f"{CASES}/records?due_on__or=none", 400, "due_on__or"),
    (f"{CASES}/records?legal_days=1e15", 400, "legal_days"),
    (f"{CASES}/facets", 400, "field"),
    (f"{CASES}/facets?field=title", 400, "field"),
    (f"{DUE}/open?standing=lost", 400, "standing"),
    (f"{DUE}/open?department=", 400, "department"),
    (f"{DUE}/open?request=A&limit=2", 400, "limit"),
    (f"{DUE}/open?request=A", 404, "request"),
    (f"{DUE}/deadline", 400, "received_on"),
    (f"{DUE}/deadline?request=A&received_on=2026-11-02", 400, "received_on"),
    (f"{DUE}/deadline?received_on=2026-11-02&answered_on=2026-11-01", 400, "answered_on"),
    (f"{DUE}/deadline?received_on=2031-11-03", 400, "received_on"),
    (f"{DUE}/annual-report/1999", 404, "year"),
    (f"{DUE}/annual-report/2026?department=nosuch", 400, "department"),
    (f"{V1}/indicators/on-time", 404, "indicator"),
    (f"{V1}/datasets/case/citation", 404, "dataset"),
    (f"{CASES}/records.cvs", 404, "format"),
    ("/api/v2", 404, "address"),
    ("/feeds/nothing.atom", 404, "address"),
    ("/api", 404, "address"),
    ("/live/nothing", 404, "live view"),
    ("/live/today?colour=red", 400, "colour"),
    ("/live/volumes?from=soon", 400, "from"),
]


def both(ask: Callable[..., Any], address: str) -> tuple[Any, Any]:
    """The problem without `lang`, and in English."""
    joint = "&" if "?" in address else "?"
    answers = ask(address), ask(f"{address}{joint}lang=en")
    assert {answer.mimetype for answer in answers} == {"application/problem+json"}
    return answers[0].json, answers[1].json


def texts(problem: Any) -> list[str]:
    return [problem["title"], problem["detail"], *(e["message"] for e in problem["errors"])]


def same_in_both(zh: Any, en: Any) -> None:
    assert all(CHINESE.search(text) for text in texts(zh)), zh
    assert not any(re.search(r"[,;:] ", text) for text in texts(zh)), zh
    assert not any(CHINESE.search(text) for text in texts(en)), en
    left, right = (
        (p["status"], p["type"], [(e["parameter"], e["allowed"]) for e in p["errors"]])
        for p in (zh, en)
    )
    assert left == right


@pytest.mark.parametrize(("address", "status", "parameter"), WRONG)
def test_an_error_is_said_in_the_language_asked_for(
    client: FlaskClient, address: str, status: int, parameter: str
) -> None:
    zh, en = both(client.get, address)
    same_in_both(zh, en)
    assert (zh["status"], [e["parameter"] for e in zh["errors"]]) == (status, [parameter])


@pytest.mark.parametrize("address", [f"{V1}/live", "/healthz", "/catalog.jsonld"])
def test_a_refused_method_is_said_in_both(client: FlaskClient, address: str) -> None:
    same_in_both(*both(client.post, address))


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (TooCostly(), 422),
        (OperationalError("select", {}, Exception("locked")), 503),
        (ZeroDivisionError("secret"), 500),
    ],
)
@pytest.mark.parametrize("address", [f"{ON_TIME}/values?to=2026-11-03", f"{CASES}/records?limit=9"])
def test_a_failure_is_said_in_both(
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    error: Exception,
    status: int,
) -> None:
    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setitem(client.application.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr("api.documents.dispatch.document", fail)
    zh, en = both(client.get, address)
    same_in_both(zh, en)
    assert zh["status"] == status


@pytest.mark.parametrize("lang", ["fr", "EN", "", "zh&lang=zh"])
def test_an_unknown_language_is_refused_in_chinese(client: FlaskClient, lang: str) -> None:
    problem = client.get(f"{V1}/datasets?lang={lang}").json
    assert all(CHINESE.search(text) for text in texts(problem))
    assert problem["errors"][0]["parameter"] == "lang"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (f"{ON_TIME}/values?to=yesterday", "“yesterday”不是日期，应如2026-11-24"),
        (f"{ON_TIME}/values?by=item,item", "“item,item”：至多两个维度，且不能重复"),
        (f"{CASES}/records?fields=item,outcome,item", "“item”重复写出"),
        (f"{CASES}/records?legal_days=many", "“many”不是数字，应如12或0.5"),
        (
            f"{CASES}/records?legal_days=1e999",
            "1e999 超出范围：-999,999,999,999,999至999,999,999,999,999",
        ),
        (f"{CASES}/facets?field=title", "不能按“title”计数"),
    ],
)
def test_what_was_wrong_and_what_would_be_right_are_quoted(
    client: FlaskClient, address: str, words: str
) -> None:
    assert [error["message"] for error in client.get(address).json["errors"]] == [words]


def test_an_id_that_is_not_there_is_answered_with_those_near_to_it(client: FlaskClient) -> None:
    problem = client.get(f"{V1}/datasets/case").json
    assert problem["detail"].startswith("没有“case”这个数据集；相近的有 cases")


def test_a_page_says_what_is_wrong_with_a_case_in_its_own_language(client: FlaskClient) -> None:
    query = "received_on=2026-11-02&answered_on=2026-11-01"
    assert "早于" in client.get(f"/disclosure/deadline?{query}").text
    assert "is before" in client.get(f"/en/disclosure/deadline?{query}").text


# --- what is not repeated, and what is everywhere -------------------------------------------------

LONG = "q" * 3_000


@pytest.mark.parametrize(
    "address",
    [
        f"{CASES}/records?channel={LONG}", f"{CASES}/records?accepted_on={LONG}",
        f"{CASES}/records?limit={LONG}", f"{CASES}/records?fields={LONG}",
        f"{CASES}/records?sort={LONG}", f"{CASES}/records?department={LONG}",
        f"{CASES}/records?legal_days={LONG}", f"{CASES}/records?{LONG}=1",
        f"{CASES}/facets?field={LONG}", f"{ON_TIME}/values?by={LONG}",
        f"{ON_TIME}/values?department={LONG}", f"{ON_TIME}/values?grain={LONG}",
        f"{V1}/disclosure/deadline?request={LONG}", f"{V1}/datasets/{LONG}",
        f"/live/{LONG}", f"/live/today?lang={LONG}",
    ],
)  # fmt: skip
def test_a_long_bad_value_is_not_repeated_whole(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code in (400, 404)
    assert "q" * 100 not in answer.text


@pytest.mark.parametrize("address", ["/?x=", "/live/today?x=", f"{CASES}/records?case_no=", "/qr/"])
def test_an_address_too_long_is_neither_read_nor_repeated(
    client: FlaskClient, address: str
) -> None:
    answer = client.get(address + 3 * LONG)
    assert (answer.status_code, answer.mimetype) == (414, "application/problem+json")
    assert "qqq" not in answer.text


@pytest.mark.parametrize("size", [1_000, 2_000, 2_960, 5_000])
def test_a_code_of_a_long_place_is_made_or_refused(client: FlaskClient, size: int) -> None:
    token = Place("", "zh", (("x", "中" * (size // 9)), ("y", "q" * size))).token
    assert client.get(f"/qr/{token}.svg").status_code in (200, 404, 414)


@pytest.mark.parametrize("address", ["/en", "/en?x=1", "/en//volumes"])
def test_a_redirect_names_no_host(client: FlaskClient, address: str) -> None:
    answer = client.get(address, headers={"Host": "evil.example"})
    assert "evil.example" not in f"{answer.headers}{answer.text}"
    assert answer.headers.get("Location", "/en/").startswith("/en/")


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "OPTIONS", "TRACE", "QUERY"])
def test_nothing_is_guessed_at_and_no_machine_is_told_in_html(
    client: FlaskClient, method: str
) -> None:
    for address in ("/", "/en", "/live/today", "/live/none", "/qr/x.svg", "/healthz", "/assets/a/b",
                    "/_dash/x/y", "/api/docs", f"{V1}/live"):  # fmt: skip
        answer = client.open(address, method=method)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        if answer.status_code == 405:
            assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    "address", [f"{ON_TIME}/values?to=2026-11-02", "/en/volumes", "/live/today"]
)
def test_who_finds_all_places_taken_is_told_when_to_come_again(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    def busy(*_: Any) -> None:
        raise Busy

    monkeypatch.setattr("api.answer.answers._of_one", busy)
    monkeypatch.setattr("api.http.edge_store.Store.get", lambda *_: None)
    answer = client.get(address)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
