"""A layout as plain HTML, so that a page can be read before, or without, any script.

Dash draws the same layout again in the browser; `assets/boot.js` then takes this copy away. `html`
components and Bootstrap's have a plain form; a graph leaves its (sized) place empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from dash.development.base_component import Component

from dashboard.parts import bootstrap_markup, inputs

VOID = {"img", "br", "col", "hr", "input", "link", "meta", "source", "wbr"}
ANCHOR = "data-anchor"
NAMES = {"className": "class", "htmlFor": "for"}
# Ids stay out where both copies share a document for a moment, but for those of fields, whose labels
# name them, and of anchors, which links lead to; so does what only Dash understands.
DROPPED = {"id", "children", "n_clicks", "n_clicks_timestamp", "disable_n_clicks", "key", "figure",
           "config", "responsive", "loading_state", "options", "debounce", "element", "tree", "own"}  # fmt: skip


def _style(style: dict[str, Any]) -> str:
    def name(key: str) -> str:
        if key.startswith("--"):
            return key
        return "".join(f"-{c.lower()}" if c.isupper() else c for c in key)

    return ";".join(f"{name(key)}:{value}" for key, value in style.items())


def _attributes(component: Component, ids: bool) -> str:
    props = component.to_plotly_json()["props"]
    kept = "id" in props and (ids or ANCHOR in props)
    named = f' id="{escape(props["id"])}"' if kept else ""
    return named + _written({**props, **props.get("own", {})})


def _written(props: dict[str, Any]) -> str:
    written = []
    for prop, value in props.items():
        if prop in DROPPED or value is None or value is False:
            continue
        name: str = NAMES.get(prop) or prop.lower()
        if value is True:
            # In HTML `hidden` stands alone; aria- and data- attributes always have a value.
            written.append(f' {name}="true"' if "-" in name else f" {name}")
            continue
        text = _style(value) if prop == "style" else str(value)
        written.append(f' {name}="{escape(text)}"')
    return "".join(written)


def _field(node: Component) -> str:
    """An input or a select of Bootstrap's: the first of a select's options is its placeholder."""
    props = bootstrap_markup.field(node)
    named = f' id="{escape(props["id"])}"' if "id" in props else ""
    if node.to_plotly_json()["type"] == "Input":
        return f"<input{named}{_written(props)}>"
    chosen, placeholder = props.pop("value", ""), props.pop("placeholder", "")
    first = f'<option value="" disabled hidden>{escape(placeholder, quote=False)}</option>'
    inside = first + _options(props.get("options") or (), chosen)
    return f"<select{named}{_written(props)}>{inside}</select>"


def _options(options: Iterable[dict[str, Any]], chosen: str) -> str:
    written = []
    for one in options:
        mark = " selected" if one["value"] == chosen else ""
        label = escape(one["label"], quote=False)
        written.append(f'<option value="{escape(one["value"])}"{mark}>{label}</option>')
    return "".join(written)


def html(node: Any, ids: bool = False) -> str:
    """The HTML of a component, of a list of them, or of a text; with `ids` where it is the only copy."""
    if node is None:
        return ""
    if isinstance(node, list | tuple):
        return "".join(html(child, ids) for child in node)
    if not isinstance(node, Component):
        return escape(str(node), quote=False)
    if bootstrap_markup.is_field(node):
        return _field(node)
    if bootstrap_markup.is_bootstrap(node):
        return html(bootstrap_markup.as_html(node), ids)
    if isinstance(node, inputs.Input):
        props = node.to_plotly_json()["props"]
        return f'<input id="{escape(props["id"])}"{_attributes(node, False)}>'
    if isinstance(node, inputs.Part):
        props = node.to_plotly_json()["props"]
        inside = html(props.get("tree"), ids)
        return f"<{props['element']}{_attributes(node, ids)}>{inside}</{props['element']}>"
    described = node.to_plotly_json()
    if described["namespace"] != "dash_html_components":
        return f"<div{_attributes(node, ids)}></div>" if described["type"] == "Graph" else ""
    tag = described["type"].lower()
    if tag in VOID:
        return f"<{tag}{_attributes(node, ids)}>"
    return f"<{tag}{_attributes(node, ids)}>{html(getattr(node, 'children', None), ids)}</{tag}>"
