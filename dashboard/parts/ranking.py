"""Rates and medians side by side: who has enough cases to be ranked, and who is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import words
from dashboard.parts import bars
from data.definitions import Text
from data.rollups.plan import NONE
from data.rules.intervals import MINIMUM_N

Row = dict[str, Any]


@dataclass(frozen=True)
class Places:
    """`ranked`: all of at least `MINIMUM_N`, the worst first; `few`: the others.

    Rows that do not say what they are of are `unstated` and have no place. `shown` are the
    `bars.MOST` largest of all, and the worst if it is not among them (`added`).
    """

    ranked: list[Row]
    few: list[Row]
    unstated: list[Row]
    shown: list[Row]
    added: bool

    @property
    def every(self) -> list[Row]:
        return [*self.ranked, *self.few, *self.unstated]

    def which(self, worst: Text) -> Text | None:
        """Which are shown, where not all are; `worst` says what comes first: 最低, the lowest."""
        if len(self.shown) == len(self.every):
            return None
        n = words.number(len(self.shown) - self.added)
        zh, en = (f"和{worst.zh}的一个", f" and {worst.en}") if self.added else ("", "")
        return Text(
            f"所示为量最大的{n}个{zh}，其余见数据表",
            f"shown: the {n} with the largest N{en}; the others are in the table",
        )


def places(rows: Sequence[Row], by: str, highest_first: bool = False) -> Places:
    """Rows with `value`, `denominator` and the code of `by`, in their places."""
    most = sorted(rows, key=lambda row: -row["denominator"])[: bars.MOST]
    stated = [row for row in rows if row[by] != NONE]
    unstated = [row for row in rows if row[by] == NONE]
    sign = -1 if highest_first else 1
    ranked = sorted(
        (row for row in stated if row["denominator"] >= MINIMUM_N),
        key=lambda row: sign * row["value"],
    )
    few = [row for row in stated if row["denominator"] < MINIMUM_N]
    added = [row for row in ranked[:1] if row not in most]
    shown = [row for row in (*ranked, *few, *unstated) if row in most or row in added]
    return Places(ranked, few, unstated, shown, bool(added))


def first(
    rows: Sequence[Row], what: Text, named: Callable[[Row], str], value: Callable[[Row], str]
) -> Text:
    """Who comes first, with its value: 按时办结率最低的部门：市档案局，93.33%. Ties are not hidden.

    `rows`, at least one, from the first to the last; `what` names what comes first of whom.
    """
    top = rows[0]
    ties = sum(row["value"] == top["value"] for row in rows) - 1
    name, number = named(top), value(top)
    if not ties:
        return Text(f"{what.zh}：{name}，{number}", f"{what.en}: {name}, {number}")
    return Text(
        f"{what.zh}：{name}等{words.number(ties + 1)}个并列，{number}",
        f"{what.en}: {name} and {words.number(ties)} more, {number} each",
    )
