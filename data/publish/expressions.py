"""Conditions and amounts of the catalogue as data: what a definition says, for who recomputes it without us.

A node is a JSON object with `op`. `{"op": "field", "name": …}` is a row's value, `{"op": "value",
"value": …}` a constant; all others have `of`, the list of what they are made of. Nothing of it is SQL: docs/snapshots.md
says what each `op` means, null included.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.sql import elements, functions, operators

from data.definitions.part import Expression
from data.store.tables import TABLES

Node = dict[str, Any]

_OPERATORS: dict[Any, str] = {
    operators.eq: "eq", operators.ne: "ne", operators.lt: "lt", operators.le: "le",
    operators.gt: "gt", operators.ge: "ge", operators.is_: "is", operators.is_not: "is_not",
    operators.add: "add", operators.sub: "sub", operators.mul: "mul", operators.truediv: "div",
    operators.floordiv: "floordiv", operators.mod: "mod", operators.in_op: "in",
    operators.not_in_op: "not_in", operators.is_distinct_from: "distinct",
    operators.is_not_distinct_from: "same", operators.concat_op: "concat",
    operators.between_op: "between", operators.like_op: "like",
}  # fmt: skip
_UNARY: dict[Any, str] = {
    operators.inv: "not",
    operators.neg: "neg",
    operators.distinct_op: "distinct_of",
}


def expression(of: Expression | None, dataset: str) -> Node | None:
    """An expression over a dataset's columns. Raises ValueError for what this format has no word for."""
    return None if of is None else node(of(TABLES[dataset].c))


def node(clause: Any) -> Node:
    """A clause of SQLAlchemy, or a number, as a node."""
    match clause:
        case None | bool() | int() | float() | str():
            return {"op": "value", "value": clause}
        case elements.Grouping():
            return node(clause.element)
        case elements.Null():
            return {"op": "value", "value": None}
        case elements.True_() | elements.False_():
            return {"op": "value", "value": isinstance(clause, elements.True_)}
        case elements.BindParameter():
            return {"op": "value", "value": _plain(clause.value)}
        case elements.Case():
            whens = [{"if": node(test), "then": node(value)} for test, value in clause.whens]
            otherwise = None if clause.else_ is None else node(clause.else_)
            return {"op": "case", "when": whens, "else": otherwise}
        case elements.Cast():
            return {"op": "cast", "to": str(clause.type).lower(), "of": [node(clause.clause)]}
        case functions.FunctionElement():
            return {"op": str(clause.name), "of": [node(one) for one in clause.clauses]}
        case elements.BooleanClauseList():
            name = "and" if clause.operator is operators.and_ else "or"
            return {"op": name, "of": [node(one) for one in clause.clauses]}
        case elements.ExpressionClauseList() | elements.ClauseList():
            return {"op": "list", "of": [node(one) for one in clause.clauses]}
        case elements.UnaryExpression():
            return _unary(clause)
        case elements.BinaryExpression():
            return _binary(clause)
        case elements.ColumnClause() if clause.is_literal:
            return {"op": "value", "value": _literal(clause.name)}
        case _ if getattr(clause, "table", None) is not None:
            return {"op": "field", "name": str(clause.name)}
    raise ValueError(f"no word for {type(clause).__name__}: {clause}")


def _unary(clause: elements.UnaryExpression[Any]) -> Node:
    name = _UNARY.get(clause.operator)
    if name is None and clause.operator in (operators.is_true, operators.is_false):
        name = "not" if clause.operator is operators.is_false else "true"
    if name is None:
        raise ValueError(f"no word for {clause.operator}: {clause}")
    return {"op": name, "of": [node(clause.element)]}


def _binary(clause: elements.BinaryExpression[Any]) -> Node:
    name = _OPERATORS.get(clause.operator)
    if name is None:
        raise ValueError(f"no word for {clause.operator}: {clause}")
    if name in ("in", "not_in") and isinstance(clause.right, elements.BindParameter):
        values = [{"op": "value", "value": _plain(v)} for v in clause.right.value or ()]
        return {"op": name, "of": [node(clause.left), {"op": "list", "of": values}]}
    return {"op": name, "of": [node(clause.left), node(clause.right)]}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _literal(text: str) -> Any:
    """What a literal column says: a number, a text in quotes, a truth value."""
    if text.startswith("'"):
        return text.strip("'")
    try:
        return int(text)
    except ValueError:
        return {"true": True, "false": False, "null": None}.get(text.lower(), text)


def fields_of(tree: Any) -> set[str]:
    """The fields that a node, or a list of nodes, looks at."""
    if isinstance(tree, list):
        return set().union(*(fields_of(one) for one in tree)) if tree else set()
    if not isinstance(tree, dict):
        return set()
    own = {tree["name"]} if tree.get("op") == "field" else set()
    return own.union(*(fields_of(value) for value in tree.values()))
