"""What of one indicator another leaves over."""

from __future__ import annotations

from dataclasses import dataclass

from data.definitions.measure import NO_DATA, Cell, Number
from data.measures.derived import Derived


@dataclass(frozen=True)
class Remainder(Derived):
    """(`over` − `of`) ÷ `over`: the share that is not rated, not answered, not listed.

    In a period in which `of` is more, since the two have dates of their own, there is none.
    """

    units = ("fraction",)

    def cell(self, of: Number, over: Number) -> Cell:
        if not over or of > over:
            return (None, None, over, NO_DATA)
        return ((over - of) / over, over - of, over, None)

    def shown(self, of: Number | None, over: Number | None) -> tuple[Number | None, Number | None]:
        return None, over
