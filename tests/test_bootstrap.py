"""Bootstrap's components are drawn alike before and after scripts, and styled by a file cut to them."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import dash_bootstrap_components as dbc
import pytest
from dash import html
from playwright.sync_api import Page

from dashboard import site_map
from dashboard.asking.address import Place
from dashboard.parts import bootstrap_markup
from dashboard.serve import live_views, prerender
from tests.contracts import some
from tools import bootstrap

KINDS = {(page.like or page.path): page for page in reversed(list(site_map.PAGES.values()))}
SITE = [page.path for page in KINDS.values() if not page.wall and not page.typed]
# The first copy has no ids but those of fields, and says in attributes what a script sets.
COPY = """html => {
  const parsed = html ? new DOMParser().parseFromString(html, 'text/html') : document;
  const root = parsed.querySelector(html ? '#first-paint' : '#react-entry-point');
  const lines = [];
  (function walk(node) {
    for (const child of node.children) {
      if (child.closest('.picture')) continue;
      const own = [...child.attributes].filter(a =>
        !['id', 'value', 'selected', 'data-dash-is-loading'].includes(a.name) && a.value !== '')
        .map(a => a.name + '=' + (a.name === 'style' ? child.style.cssText : a.value)).sort();
      const value = ['INPUT', 'SELECT'].includes(child.tagName) ? ' is ' + child.value : '';
      lines.push(child.tagName + ' ' + own.join(' ') + value);
      walk(child);
    }
  })(root);
  return lines;
}"""


def test_the_stylesheet_is_what_the_script_cuts_from_the_package():
    assert bootstrap.TRIMMED.read_text("utf-8") == bootstrap.trimmed(
        bootstrap.WHOLE.read_text("utf-8")
    )


def test_the_stylesheet_is_of_the_version_that_the_components_are_made_for():
    assert re.search(r"bootstrap@([\d.]+)/", dbc.themes.BOOTSTRAP)[1] in bootstrap.HEAD


def test_the_stylesheet_has_the_classes_of_bootstrap_that_pages_bear_and_no_others(client: Any):
    whole = set(re.findall(r"\.([a-z][\w-]*)", bootstrap.WHOLE.read_text("utf-8")))
    borne = set()
    for path in SITE:
        for words in re.findall(r' class="([^"]*)"', client.get(f"/{path}").text):
            borne |= set(words.split())
    assert borne & whole == bootstrap.USED


def test_a_property_that_no_page_uses_yet_is_not_left_out_silently():
    with pytest.raises(LookupError, match="striped"):
        bootstrap_markup.as_html(dbc.Table(html.Tbody(), striped=True))


def test_a_select_is_readable_without_scripts():
    options: Any = [{"value": "", "label": "全部"}, {"value": "a", "label": "甲"}]
    chosen = dbc.Select(id="one", name="one", options=options, value="a", placeholder="全部")
    assert prerender.html(chosen) == (
        '<select id="one" name="one" class="form-select">'
        '<option value="" disabled hidden>全部</option>'
        '<option value="">全部</option><option value="a" selected>甲</option></select>'
    )


def _fields(node: Any) -> Iterator[str]:
    """The names of the fields in a part of a view, those that nobody sees left out."""
    if isinstance(node, list):
        for child in node:
            yield from _fields(child)
    elif isinstance(node, dict):
        props = node.get("props", {})
        if node.get("type") in ("Input", "Select") and props.get("type") != "hidden":
            yield props["name"]
        yield from _fields(list(props.values()))


@pytest.mark.parametrize("path", SITE)
def test_no_view_draws_a_field_anew_that_waits_for_its_button(client: Any, path: str):
    """Or what a reader has put into it would be gone before it is sent."""
    live = site_map.PAGES[path].live
    view = client.get(f"/live/{live}?lang=zh").json if live else {}
    drawn = {id: list(_fields([*props.values()])) for id, props in view.items()}
    waits = {id: names for id, names in drawn.items() if names and not id.endswith("-filters")}
    assert not waits


@pytest.mark.parametrize("name", ["bootstrap.css", "bootstrap.js"])
def test_the_wall_loads_none_of_it(client: Any, name: str):
    assert name in client.get("/volumes").text
    assert name not in client.get("/screen").text


@pytest.fixture
def address(_sample: Any, sampled: Any, serve: Callable[[Any], str], monkeypatch) -> str:
    monkeypatch.setattr(live_views, "heartbeat_age", lambda: 1.0)
    return serve(_sample[1])


@pytest.mark.browser
def test_both_copies_of_a_page_are_the_same_element_for_element(address: str, page: Page):
    """Element, attributes and values; how a graph is drawn is plotly's."""
    for path in some(SITE, 3):
        url = address + Place(path, "zh").path
        page.goto(url)
        page.wait_for_selector("#react-entry-point #page")
        text = page.evaluate("async url => (await fetch(url)).text()", url)
        assert page.evaluate(COPY, None) == page.evaluate(COPY, text), path
