"""What cannot change is one component to Dash, and the same elements to everybody else."""

from typing import Any

import pytest
from dash import dcc, html

from dashboard import site_map
from dashboard.asking.address import Place
from dashboard.parts import inputs
from dashboard.serve import live_views, prerender
from dashboard.serve.fewer_components import gathered, gathered_view
from tests.contracts import for_each

KINDS = {(page.like or page.path): page for page in reversed(list(site_map.PAGES.values()))}


def components(node: Any) -> int:
    """How many components Dash keeps."""
    if isinstance(node, list | tuple):
        return sum(components(child) for child in node)
    if not hasattr(node, "to_plotly_json"):
        return 0
    return 1 + components(getattr(node, "children", None))


def with_id(node: Any) -> int:
    """How many of them can change."""
    if isinstance(node, list | tuple):
        return sum(with_id(child) for child in node)
    if not hasattr(node, "to_plotly_json"):
        return 0
    return ("id" in node.to_plotly_json()["props"]) + with_id(getattr(node, "children", None))


def test_a_table_without_ids_is_one_component():
    rows = [html.Tr([html.Th("9时", scope="row"), html.Td("485", className="n")])] * 24
    tree = html.Details([html.Summary("数据表"), html.Table(html.Tbody(rows))], open=True)
    found = gathered(tree)
    assert isinstance(found, inputs.Part)
    assert components(found) == 1
    assert prerender.html(found) == prerender.html(tree)


def test_what_has_an_id_stays_a_component_and_so_does_what_is_around_it():
    tree = html.Div(
        [
            html.P(["今天 ", html.Strong("41", id="today")], className="label"),
            html.Ul([html.Li("一"), html.Li("二")], className="list"),
            dcc.Graph(id="graph"),
        ]
    )
    found = gathered(tree)
    label, items, graph = found.children
    assert [part.to_plotly_json()["type"] for part in (label, items, graph)] == [
        "P",
        "Part",
        "Graph",
    ]
    assert label.children[1].id == "today"
    assert tree.children[1].to_plotly_json()["type"] == "Ul"  # the layout itself is left alone


@pytest.mark.parametrize("id", [None, "rows"])
def test_a_part_keeps_what_a_view_may_change_at_hand(id):
    more = {"id": id} if id else {}
    body = html.Tbody([html.Tr(html.Td("1"))], className="n", lang="zh", **more)
    props = (
        gathered(html.Table([body, html.Caption("一", id="said")]))
        .children[0]
        .to_plotly_json()["props"]
    )
    assert props["own"] == ({"lang": "zh"} if id else {"className": "n", "lang": "zh"})
    assert props.get("id") == id
    assert props.get("className") == ("n" if id else None)


def test_rows_that_a_view_brings_are_a_component_each():
    rows = [html.Tr([html.Th("一"), html.Td("1")]), html.Tr([html.Th("二"), html.Td("2")])]
    view = {"rows": {"children": rows, "className": "n"}, "number": {"children": "41"}}
    found = gathered_view(view)
    assert components(found["rows"]["children"]) == 2
    assert found["rows"]["className"] == "n"
    assert found["number"] == {"children": "41"}


@for_each("lang", ["zh", "en"])
@for_each("page", KINDS.values())
def test_a_page_is_the_same_element_for_element(client, page, lang):
    place = Place(page.path, lang)
    with client.application.test_request_context(place.path):
        tree = page.layout(place, live_views.view(page, lang))
    found = gathered(tree)
    assert prerender.html(found) == prerender.html(tree)
    # Every id is in a few that are around it; and no page is more than a browser keeps with ease.
    assert components(found) < min(700, 40 + 8 * with_id(found))
