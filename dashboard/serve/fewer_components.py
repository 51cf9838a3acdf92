"""What never changes on a page becomes one component: Dash then has a tenth of the parts to keep.

Dash keeps a record of every component, wraps each in several of React's, and asks all of them when
one changes. Only what has an id can change; so a subtree of `html` components (and of Bootstrap's,
which become the elements that they draw) without any id but its root's is sent as one `inputs.Part`.
The page in the browser is the same element for element.
"""

from __future__ import annotations

import copy
from typing import Any

from dash.development.base_component import Component

from dashboard.parts import bootstrap_markup, inputs
from dashboard.parts.blocks import View


def gathered(node: Any) -> Any:
    """A layout, or what is inside a component, with its unchanging subtrees as parts."""
    found, settled = _walk(node)
    return _parts(found) if settled else found


def gathered_view(view: View) -> View:
    """A view with the same done to the `children` that it brings."""
    return {
        id: {
            name: gathered(value) if name == "children" else value for name, value in props.items()
        }
        for id, props in view.items()
    }


def _walk(node: Any) -> tuple[Any, bool]:
    """The node, and whether nothing in it can change; where it can, what cannot is gathered."""
    if isinstance(node, list | tuple):
        walked = [_walk(child) for child in node]
        if all(settled for _, settled in walked):
            return [child for child, _ in walked], True
        return [_parts(child) if settled else child for child, settled in walked], False
    if not isinstance(node, Component):
        return node, True
    children = getattr(node, "children", None)
    inner, settled = _walk(children)
    if settled and _is_bootstrap(node):
        node = bootstrap_markup.as_html(node)
    if settled and _is_plain(node):
        return _holding(node, inner), True
    if settled and _is_html(node) and _has_components(inner):
        return inputs.part(_holding(node, inner)), False
    return _holding(node, _parts(inner) if settled else inner), False


def _holding(node: Component, inner: Any) -> Component:
    """The component with other children; the layout itself is left alone."""
    if inner is None:
        return node
    changed = copy.copy(node)
    changed.children = inner  # pyright: ignore[reportAttributeAccessIssue]
    return changed


def _is_bootstrap(node: Component) -> bool:
    return bootstrap_markup.is_bootstrap(node) and not bootstrap_markup.is_field(node)


def _is_html(node: Component) -> bool:
    # Not by `to_plotly_json`, which goes over all properties of each of thousands.
    return node._namespace == "dash_html_components"


def _is_plain(node: Component) -> bool:
    return _is_html(node) and not hasattr(node, "id")


def _parts(node: Any) -> Any:
    """Each component that has others in it as one part; a single one costs the same as it is."""
    if isinstance(node, list | tuple):
        return [_parts(child) for child in node]
    if not isinstance(node, Component) or not _has_components(getattr(node, "children", None)):
        return node
    return inputs.part(node)


def _has_components(inside: Any) -> bool:
    several = inside if isinstance(inside, list | tuple) else [inside]
    return any(isinstance(child, Component) for child in several)
