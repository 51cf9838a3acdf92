"""What a question is answered with: an entry of the knowledge base, others that may be meant, or nobody's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from api.answer import answers
from api.answer.answers import Page, Records
from api.search.entries import QUESTIONS as FAQS
from api.search.entries import in_use, index
from data.definitions import Text

ITEMS, DEPARTMENTS = "items", "departments"
# Items that belong to an entry stand in one text.
_BETWEEN = ";"
# Where a person answers, beside the hotline.
WINDOW = Text("大厅咨询窗口", "the enquiries window in the hall")
_ALL = 5_000


@dataclass(frozen=True)
class Reply:
    """The entry that certainly answers a question, if one does, and those that may be meant."""

    certain: str | None
    near: tuple[str, ...]


def reply(typed: str) -> Reply:
    """The reply to a question as it was typed, which is kept nowhere. Raises `Unreadable`."""
    matches = index().ask(typed)
    certain = next((match.entry.id for match in matches if not match.guessed), None)
    near = tuple(match.entry.id for match in matches if match.guessed)
    return Reply(certain, near)


def rows(faqs: tuple[str, ...], lang: str) -> list[dict[str, Any]]:
    """The records of entries, in their order; those that there are not are left out."""
    if not faqs:
        return []
    query = Records(FAQS, where=(("faq", tuple(sorted(faqs))),), page=Page(len(faqs)))
    by_id = {row["faq"]: row for row in answers.answer(query, lang)["data"]}
    return [by_id[faq] for faq in faqs if faq in by_id]


def listed(lang: str) -> list[dict[str, Any]]:
    """The entries in use, as they are listed."""
    fields = ("faq", "title_zh", "title_en", "answer_zh", "topic", "live_from", "retired_on")
    query = Records(FAQS, fields=fields, page=Page(_ALL))
    rows: list[dict[str, Any]] = answers.answer(query, lang)["data"]
    return sorted(filter(in_use, rows), key=lambda row: row["faq"])


def in_use_only(each: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of some entries that answer today."""
    return [row for row in each if in_use(row)]


@dataclass(frozen=True)
class Item:
    """An item with its name, and within how many working days the hall promises it, if it does."""

    code: str
    title: str
    promised_days: float | None


def items(row: dict[str, Any], lang: str) -> list[Item]:
    """The items that an entry is about; what is on no list is left out."""
    codes = (row["item"], *(row["other_items"] or "").split(_BETWEEN))
    listed = _on_list(ITEMS, "item", tuple(code for code in codes if code), lang)
    return [Item(one["item"], _name(one, lang), one["promised_days"]) for one in listed]


def department(row: dict[str, Any], lang: str) -> str | None:
    """The name of the department that answers for an entry."""
    code = row["department"]
    named = _on_list(DEPARTMENTS, "department", (code,), lang) if code else []
    return _name(named[0], lang) if named else None


def _on_list(list_: str, key: str, codes: tuple[str, ...], lang: str) -> list[dict[str, Any]]:
    """The records of codes on a list, in the order given."""
    if not codes:
        return []
    query = Records(list_, where=((key, tuple(sorted(codes))),), page=Page(len(codes)))
    by_code = {row[key]: row for row in answers.answer(query, lang)["data"]}
    return [by_code[code] for code in codes if code in by_code]


def _name(row: dict[str, Any], lang: str) -> str:
    return str(row[f"title_{lang}"] or row["title_zh"])


def text(row: dict[str, Any], name: str, lang: str) -> str:
    """A text of an entry in the language asked for, else in the hall's own; "" where there is none."""
    return row[f"{name}_{lang}"] or row[f"{name}_zh"] or ""
