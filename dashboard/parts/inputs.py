"""The browser's own input as a component, and many elements as one: `assets/native.js` draws them.

Fields are those of dash-bootstrap-components, which take no `aria-…`. Where a field has to say that
it is wrong and what says why, the browser's own stays: it keeps what a reader has typed and sends
nothing to the server.
"""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from dashboard.parts import bootstrap_markup

_SHARED = (
    "id",
    "name",
    "value",
    "className",
    "disabled",
    "required",
    "form",
    "title",
    "autoComplete",
)


class _Native(Component):
    _children_props: tuple[str, ...] = ()
    _base_nodes: tuple[str, ...] = ()
    _namespace = "hall_native"
    _prop_names: list[str] = []  # noqa: RUF012 - as Dash has it
    _valid_wildcard_attributes: list[str] = ["data-", "aria-"]  # noqa: RUF012 - as Dash has it
    available_wildcard_properties = _valid_wildcard_attributes

    def __init__(self, **props: Any) -> None:
        """Raises TypeError for a name that is no property.

        Dash's own would look for a Python package by the namespace's name, on the whole path, at
        each property: a third of the time that a view of thousands of elements took.
        """
        for name, value in props.items():
            if not self._takes(name):
                raise TypeError(f"{self._type} has no property {name!r}")
            if value is not None:
                setattr(self, name, value)

    @classmethod
    def _takes(cls, name: str) -> bool:
        return name in cls._prop_names or name.startswith(tuple(cls._valid_wildcard_attributes))


class Input(_Native):
    """`<input>`. `type`: date, radio, checkbox, text, number, search, hidden …"""

    _type = "Input"
    _prop_names = [  # noqa: RUF012 - as Dash has it
        *_SHARED, "type", "min", "max", "step", "placeholder", "pattern", "inputMode", "maxLength",
        "size", "list", "checked", "spellCheck",
    ]  # fmt: skip
    available_properties = _prop_names


class Part(_Native):
    """Many elements that are one component to Dash: `element` names the outer one, `tree` is what is
    inside, a list of `html` components (or texts).

    Dash keeps a record of every component and asks all of them when one changes, so a page of
    thousands stands still for seconds. Nothing inside a part has an id; a view gives a new `tree`.
    `own`: attributes of the outer element that are no properties of a component.
    """

    _type = "Part"
    _prop_names = [  # noqa: RUF012 - as Dash has it
        *_SHARED, "element", "tree", "own", "role", "hidden", "style", "tabIndex", "href",
    ]  # fmt: skip
    available_properties = _prop_names


def part(component: Component) -> Part:
    """An `html` component with all that is in it. With an id, what a view may change is a property."""
    described = bootstrap_markup.plain(component).to_plotly_json()
    own = dict(described["props"])
    inside = own.pop("children", None)
    tree = list(inside) if isinstance(inside, list | tuple) else [] if inside is None else [inside]
    changing = (
        {name: own.pop(name) for name in list(own) if Part._takes(name)} if "id" in own else {}
    )
    return Part(element=described["type"].lower(), tree=tree, own=own, **changing)
