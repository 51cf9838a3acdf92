"""Where the pages of items and of their forms are, and the files of the forms."""

from __future__ import annotations

from dashboard.asking.address import ROOT, Place
from dashboard.words import Lang
from data.hall import hall

ITEMS, FORMS = "service/items", "service/forms"
FILES = f"{ROOT}/forms/"
# What an address cannot have in one piece of its path.
_BREAKS = frozenset("/?#%\\")


def of_item(item: str, lang: Lang) -> str | None:
    """The page of an item; None where there are none, and for a code that an address cannot have."""
    there = hall().reports("service") and not _BREAKS & set(item)
    return Place(f"{ITEMS}/{item}", lang).path if there else None


def of_form(name: str, lang: Lang) -> str:
    """The page on which a form and its sample can be read and printed."""
    return Place(f"{FORMS}/{name}", lang).path
