"""The identities of an annual report in documents: of the records, and of a print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypedDict

from api.documents.json_types import Count, OneOf
from data.definitions import Text
from data.disclosure.identities import NOT_CHECKED, NOT_PRINTED, PRINT_RULES, Checked
from data.disclosure.report import NOT_COVERED

NOT_PUBLISHED = "not-published"
_MISSING = {NOT_COVERED: NOT_CHECKED, NOT_PUBLISHED: NOT_PRINTED}


class Identity(TypedDict):
    """Two sums that must be equal; null where the records do not reach back far enough."""

    id: str
    rule: Annotated[str, OneOf(PRINT_RULES)]
    at: str
    title: str
    left: float | None
    right: float | None
    holds: bool | None
    reason: Annotated[str, OneOf(_MISSING)] | None
    reason_text: str | None


class Rule(TypedDict):
    """In how many of its places a rule was checked, failed, and could not be checked."""

    id: Annotated[str, OneOf(PRINT_RULES)]
    title: str
    checked: Count
    failed: Count
    unchecked: Count


def identity(one: Checked, lang: str, missing: str = NOT_COVERED) -> Identity:
    """`missing`: why it cannot be checked, where it cannot."""
    return {
        "id": one.id,
        "rule": one.rule,
        "at": one.at,
        "title": one.title[lang],
        "left": one.left,
        "right": one.right,
        "holds": one.holds,
        "reason": missing if one.holds is None else None,
        "reason_text": _MISSING[missing][lang] if one.holds is None else None,
    }


def rule(id: str, title: Text, checked: Sequence[Checked], lang: str) -> Rule:
    places = [one for one in checked if one.rule == id]
    return {
        "id": id,
        "title": title[lang],
        "checked": sum(one.holds is not None for one in places),
        "failed": sum(one.holds is False for one in places),
        "unchecked": sum(one.holds is None for one in places),
    }
