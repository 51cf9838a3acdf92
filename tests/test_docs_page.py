"""The page to try the API: Swagger UI from here, under a policy that lets nothing else in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from flask.testing import FlaskClient

from api.openapi.docs_page import POLICY
from tests.browsing import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.browser
@pytest.mark.parametrize(
    ("lang", "word"),
    [
        ("zh", "指标的数值"),
        pytest.param("en", "The values of an indicator", marks=pytest.mark.full),
    ],
)
def test_an_operation_can_be_tried_on_the_page(page: Page, sample_site: str, lang: str, word: str):
    """The browser reports no error, no request off the machine and nothing stopped."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{sample_site}/api/docs?lang={lang}")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN" if lang == "zh" else "en")
    summary = page.get_by_text(word, exact=True)
    # A list this long is drawn where it is scrolled to, as a reader would; a click that scrolls
    # by itself has its line taken away from under it.
    expect(page.locator(".opblock").first).to_be_visible(timeout=30_000)
    for screen in range(20):
        page.evaluate(f"scrollTo(0, {400 * screen})")
        page.wait_for_timeout(150)
        if summary.count():
            break
    summary.scroll_into_view_if_needed()
    expect(summary).to_be_in_viewport()
    summary.click()
    block = page.locator(".opblock.is-open")
    block.get_by_role("button", name="Execute", exact=True).click()
    expect(block.locator(".live-responses-table .response .response-col_status")).to_have_text(
        re.compile("^200")
    )
    assert asked[-1].startswith(f"{sample_site}/api/v1/indicators/cases-completed/values?")
    assert all(url.startswith((sample_site, "data:")) for url in asked)


def test_the_page_runs_no_script_of_its_own(client: FlaskClient):
    answer = client.get("/api/docs")
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "script-src 'self';" in POLICY
    assert re.findall(r"<script(?![^>]*\bsrc=)", answer.text) == []
    assert re.findall(r"\son\w+=|style=|https?://", answer.text) == []


def test_files_of_the_page_never_change_at_their_address(client: FlaskClient):
    addresses = re.findall(r'(?:href|src)="(/api/docs/[^"]+)"', client.get("/api/docs").text)
    assert len(addresses) == 7
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert (
            client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code
            == 304
        )
        other = address.replace(address.split("/")[3], "0" * 16)
        assert (client.get(other).status_code, client.get(other).mimetype) == (
            404,
            "application/problem+json",
        )


@pytest.mark.parametrize(("lang", "home"), [("zh", "/"), ("en", "/en/")])
def test_the_page_has_the_sites_header_and_says_what_the_data_is(client: FlaskClient, lang, home):
    """Under the site's own stylesheet, with its choice of theme and its banner."""
    page = client.get(f"/api/docs?lang={lang}").text
    header = page.partition('<header class="top">')[2].partition("</header>")[0]
    assert f'class="name" href="{home}"' in header
    assert "data-theme-switch" in header
    assert re.search(r"/hall\.css", page)
    demo = client.get("/api/v1/status").get_json()["meta"]["demo"]
    assert ('class="banner"' in page) is demo


def test_a_language_that_is_none_is_refused(client: FlaskClient):
    assert client.get("/api/docs?lang=fr").status_code == 400


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_link_of_the_page_and_of_the_description_leads_somewhere(client: FlaskClient, lang):
    page = client.get(f"/api/docs?lang={lang}").text
    described = client.get(f"/api/v1/openapi.json?lang={lang}")
    links = set(re.findall(r'(?:href|src|data-description)="(/[^"]*)"', page))
    links |= set(re.findall(r'"url":\s*"(/[^"]*)"', described.text))
    links |= set(re.findall(r"\]\((/[^)]*)\)", described.text))
    assert {"/api/docs", f"/api/v1/openapi.json?lang={lang}"} <= links
    assert {
        link: client.get(link).status_code for link in links if client.get(link).status_code != 200
    } == {}
