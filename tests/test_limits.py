"""Limits per address: who is counted, for what, and what they are told."""

import pytest

from api.http import rate_limits
from tests.hall_data import application

HERE = "192.0.2.1"


@pytest.fixture
def limited(store, monkeypatch):
    """The site with three computed answers a minute for each address; clients by settings."""
    monkeypatch.setenv("RATE_LIMIT", "3 per minute")

    def open_site(**settings):
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        return application(store)

    return open_site


def ask(server, url="/api/v1/datasets", peer=HERE, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return server.test_client().get(url, environ_base={"REMOTE_ADDR": peer}, headers=named)


def urls(number):
    """Addresses that nobody has asked before."""
    return [
        f"/api/v1/indicators/cases-accepted/values?to=2026-11-{n + 1:02}" for n in range(number)
    ]


def test_the_fourth_computed_answer_is_refused_and_says_when_to_come_again(limited):
    with limited() as server:
        found = [ask(server, url) for url in urls(4)]
        preflight = server.test_client().options(urls(1)[0], environ_base={"REMOTE_ADDR": HERE})
        english = ask(server, f"{urls(5)[-1]}&lang=en")
    assert [answer.status_code for answer in found] == [200, 200, 200, 429]
    assert (preflight.status_code, "RateLimit" in preflight.headers) == (204, False)
    assert [answer.headers["RateLimit"].partition(";t=")[0] for answer in found] == [
        '"address";r=2', '"address";r=1', '"address";r=0', '"address";r=0',
    ]  # fmt: skip
    assert {answer.headers["RateLimit-Policy"] for answer in found} == {'"address";q=3;w=60'}
    refused = found[-1]
    assert refused.mimetype == "application/problem+json"
    assert refused.json["status"] == 429
    assert refused.json["title"] == "访问过于频繁"
    assert "每60秒至多3次" in refused.json["detail"]
    assert "more than 3 requests in 60 s" in english.json["detail"]
    assert 1 <= int(refused.headers["Retry-After"]) <= 61
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    assert refused.headers["Cache-Control"] == "no-store"


def test_answers_from_memory_are_free_and_carry_nobody_elses_count(limited):
    with limited() as server:
        first, *others = [ask(server, "/api/v1/live") for _ in range(20)]
    assert "RateLimit" in first.headers
    assert {answer.status_code for answer in others} == {200}
    assert not any("RateLimit" in answer.headers for answer in others)


@pytest.mark.parametrize("url", ["/", "/en/", "/screen", "/live/today", "/healthz", "/readyz"])
def test_pages_and_screens_are_not_counted(limited, url):
    with limited() as server:
        found = [ask(server, url) for _ in range(5)]
    assert {answer.status_code for answer in found} == {200}
    assert not any("RateLimit" in answer.headers for answer in found)


def test_each_address_has_its_own_count(limited):
    with limited() as server:
        for url in urls(4):
            last = ask(server, url)
        other = ask(server, urls(5)[-1], peer="192.0.2.2")
    assert (last.status_code, other.status_code) == (429, 200)


@pytest.mark.parametrize(
    ("peer", "same"),
    [("2001:db8::1", "2001:db8::ffff"), (HERE, f"::ffff:{HERE}")],
)
def test_an_ipv6_network_is_one_address(limited, peer, same):
    with limited() as server:
        for url in urls(3):
            ask(server, url, peer=peer)
        again = ask(server, urls(4)[-1], peer=same)
        other = ask(server, urls(4)[-1], peer="2001:db8:0:1::1")
    assert (again.status_code, other.status_code) == (429, 200)


# --- proxies --------------------------------------------------------------------------------------


def behind():
    """The proxies' layer before an application, and what that was asked."""
    seen = {}
    return rate_limits.Proxies(
        lambda asked, _: seen.update(asked) or (), rate_limits.trusted_proxies()
    ), seen


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "client"),
    [
        ("", HERE, "203.0.113.9", HERE),
        ("10.0.0.0/8", HERE, "203.0.113.9", HERE),
        ("10.0.0.0/8", "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.0/8", "10.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.0/8", "10.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.0/8", "10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.0/8", "10.0.0.1", "", "10.0.0.1"),
        ("127.0.0.1, ::1", "::1", "203.0.113.9", "203.0.113.9"),
    ],
)
def test_the_client_is_the_nearest_address_that_is_no_trusted_proxy(
    monkeypatch, trusted, peer, forwarded, client
):
    monkeypatch.setenv("TRUSTED_PROXIES", trusted)
    seen = {}
    proxies = rate_limits.Proxies(
        lambda environ, _: seen.update(environ) or (), rate_limits.trusted_proxies()
    )
    proxies({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}, None)
    assert seen["REMOTE_ADDR"] == client


@pytest.mark.parametrize(("peer", "believed"), [("10.0.0.1", True), (HERE, False)])
def test_scheme_and_host_are_believed_of_a_trusted_proxy_only(monkeypatch, peer, believed):
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.1")
    seen = {}
    proxies = rate_limits.Proxies(
        lambda environ, _: seen.update(environ) or (), rate_limits.trusted_proxies()
    )
    said = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_HOST": "hall.example"}
    proxies({"REMOTE_ADDR": peer, "wsgi.url_scheme": "http", "HTTP_HOST": "inner", **said}, None)
    found = (seen["wsgi.url_scheme"], seen["HTTP_HOST"])
    assert found == (("https", "hall.example") if believed else ("http", "inner"))
    assert not any(name.startswith("HTTP_X_FORWARDED") for name in seen)


def test_behind_a_trusted_proxy_its_clients_are_counted_apart(limited):
    with limited(TRUSTED_PROXIES="127.0.0.1") as server:
        for url in urls(4):
            last = ask(server, url, peer="127.0.0.1", X_Forwarded_For="203.0.113.9")
        other = ask(server, urls(5)[-1], peer="127.0.0.1", X_Forwarded_For="203.0.113.10")
    assert (last.status_code, other.status_code) == (429, 200)


# --- settings -------------------------------------------------------------------------------------


def test_without_redis_each_process_counts_and_answers_for_itself(limited):
    """Nothing listens on port 1."""
    with limited(CACHE_REDIS_URL="redis://127.0.0.1:1/0") as server:
        found = [ask(server, url).status_code for url in urls(4)]
    assert found == [200, 200, 200, 429]


@pytest.mark.parametrize(
    ("name", "value"), [("RATE_LIMIT", "many"), ("TRUSTED_PROXIES", "10.0.0.1, proxy")]
)
def test_a_setting_that_cannot_be_read_is_named(limited, name, value):
    with pytest.raises(ValueError, match=name), limited(**{name: value}):
        pass
