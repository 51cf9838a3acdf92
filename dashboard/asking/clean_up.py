"""The changes of the newest clean-up of the list of items, as page and wall look at them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.answer.answers import Page, Records
from dashboard.asking.ask import Ask
from dashboard.words import Unit
from data.catalog import DATASETS
from data.definitions import Text
from data.rollups.plan import NONE

Row = Mapping[str, Any]
CHANGES = DATASETS["item-changes"]
CUT = ("merged", "cancelled", "delegated", "changed")
NEW = ("moved_in", "added")
ITEMS = Unit("项", "item", "items")
ROWS_MOST = 10_000
RESULT = Text("清理结果", "What became of it")


@dataclass(frozen=True)
class CleanUp:
    """The newest round: its name, its changes, and the answer they are of."""

    name: str | None
    rows: Sequence[Row]
    answer: Mapping[str, Any]

    def count(self, *actions: str, kind: str | None = None) -> int:
        return sum(r["action"] in actions and kind in (None, r["kind"]) for r in self.rows)

    @property
    def without_case(self) -> list[Row]:
        return [row for row in self.rows if row["zero_24m"]]


def gather(ask: Ask) -> CleanUp:
    """The changes of the round that was decided on last."""
    newest = Page(1, sort="decided_on", descending=True)
    name = ask(Records("item-changes", page=newest))["data"][0]["round"]
    of_round = (("round", (name or NONE,)),)
    answer = ask(Records("item-changes", where=of_round, page=Page(ROWS_MOST)))
    return CleanUp(name, answer["data"], answer)
