"""What Bootstrap's components draw in a browser, as `html` components: for the copy that is read
before any script has run, and for what never changes on a page.

Only the properties that pages use are known here. `tests/test_bootstrap.py` compares both copies of
each kind of page in a browser.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from dash import html
from dash.development.base_component import Component

NAMESPACE = "dash_bootstrap_components"
# In the order in which the classes stand.
_WIDTHS = ("xxl", "xl", "lg", "md", "sm", "width")


def is_bootstrap(node: Component) -> bool:
    """Whether it is one of dash-bootstrap-components."""
    return getattr(node, "_namespace", "") == NAMESPACE


def is_field(node: Component) -> bool:
    """What a reader fills in: the browser keeps its state."""
    return is_bootstrap(node) and node.to_plotly_json()["type"] in ("Input", "Select")


def as_html(node: Component) -> Component:
    """The element that a component of Bootstrap's is; its children stay as they are.

    Raises `LookupError` for a component or a property that no page uses yet.
    """
    described = node.to_plotly_json()
    props = dict(described["props"])
    tag, own = _DRAWN[described["type"]](props)
    unknown = props.keys() - {"children", "id", "className", "style"}
    if unknown:
        raise LookupError(f"{described['type']}: {', '.join(sorted(unknown))}")
    classes = " ".join(filter(None, (props.pop("className", None), own.pop("className"))))
    return tag(**props, **own, className=classes)


def plain(node: Any) -> Any:
    """What is inside a part, with the elements in the place of Bootstrap's components."""
    if isinstance(node, list | tuple):
        return [plain(child) for child in node]
    if not isinstance(node, Component) or is_field(node):
        return node
    drawn = as_html(node) if is_bootstrap(node) else node
    inside = getattr(node, "children", None)
    if isinstance(inside, list | tuple | Component):
        drawn = copy.copy(drawn)
        drawn.children = plain(inside)  # pyright: ignore[reportAttributeAccessIssue]
    return drawn


def field(node: Component) -> dict[str, Any]:
    """The attributes of an input or select; of a select with its `options` and `placeholder`."""
    described = node.to_plotly_json()
    own = "form-select" if described["type"] == "Select" else "form-control"
    props = dict(described["props"])
    props["className"] = " ".join(filter(None, (props.get("className"), own)))
    return props if described["type"] == "Select" else {"step": "any", **props}


_Drawn = tuple[Callable[..., Component], dict[str, Any]]


def _plain(tag: Callable[..., Component], base: str) -> Callable[[dict[str, Any]], _Drawn]:
    return lambda props: (tag, {"className": base})


def _row(props: dict[str, Any]) -> _Drawn:
    aligned = f"align-items-{props.pop('align')} " if "align" in props else ""
    return html.Div, {"className": f"{aligned}row"}


def _column(props: dict[str, Any]) -> _Drawn:
    spans = [(name, props.pop(name)) for name in _WIDTHS if name in props]
    named = [("col" if name == "width" else f"col-{name}", span) for name, span in spans]
    classes = [name if span is True else f"{name}-{span}" for name, span in named]
    return html.Div, {"className": " ".join(classes) or "col"}


def _label(props: dict[str, Any]) -> _Drawn:
    return html.Label, {"className": "form-label", "htmlFor": props.pop("html_for", None)}


def _button(props: dict[str, Any]) -> _Drawn:
    return html.Button, {"className": "btn btn-primary", "type": props.pop("type", "button")}


_DRAWN: dict[str, Callable[[dict[str, Any]], _Drawn]] = {
    "Container": _plain(html.Div, "container"),
    "Row": _row,
    "Col": _column,
    "Nav": _plain(html.Div, "nav"),
    "NavItem": _plain(html.Div, "nav-item"),
    "Label": _label,
    "Button": _button,
    "Table": _plain(html.Table, "table"),
}
