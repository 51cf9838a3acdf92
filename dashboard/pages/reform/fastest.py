"""Which limits are drawn as slopes: those promised by the hall itself, and the items it handles most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from api.answer.answers import Values
from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.pages.reform.slopes import Slope
from dashboard.words import Lang
from data.catalog import PUBLISHED_INDICATORS
from data.definitions import Text
from data.hall import today

Row = Mapping[str, Any]
OWN_MOST, ITEMS_MOST = 3, 4
# Shorter limits lie on each other at the foot of the picture.
LEAST_DAYS = 10
HOW = Text(
    "工作日，从0起；近一年办件最多、法定时限不少于10个工作日的事项，和本厅另行承诺的时限。实际为近一年的中位数，"
    "不超过承诺的为绿点，超过的为红线；件数不足的不画。",
    "Working days from 0: the busiest items of the last year whose legal limit is 10 days or more, and limits "
    "promised apart from them. Actual: median of the last year, green if within what was promised, red if "
    "beyond it; of too few cases none.",
)


def slopes(ask: Ask, rows: Sequence[Row], lang: Lang) -> list[Slope]:
    """Limits of their own first, then items, those of which most cases were completed."""
    listed = [r for r in rows if r["listed"] is not False and r["legal_days"] is not None]
    own = [r for r in listed if r["round"] == "later"]
    own.sort(key=lambda row: row["promised_days"] / row["legal_days"] if row["legal_days"] else 1)
    return [
        *(_own(ask, row, lang) for row in own[:OWN_MOST] if row["legal_days"]),
        *_items(ask, listed, lang),
    ]


def handled(ask: Ask, indicator: str = "cases-completed", by: str = "item") -> dict[str, Any]:
    """The answer of the last year's total by code."""
    on = today()
    return ask(Values(indicator, on - timedelta(364), on, "total", (by,)))


def _last_year(ask: Ask, indicator: str, by: str) -> dict[str, Row]:
    """The same by code; nothing where the hall has no such number."""
    if indicator not in PUBLISHED_INDICATORS:
        return {}
    return {row[by]: row for row in handled(ask, indicator, by)["data"]}


def _own(ask: Ask, row: Row, lang: Lang) -> Slope:
    """A limit that no round set: of a scheme the runs, of a visit the visits say how long it takes."""
    took: Row = {}
    if row["scheme"]:
        took = _last_year(ask, "parallel-days-median", "scheme").get(row["scheme"], {})
    elif row["item"] and "踏勘" in row["title_zh"]:  # a limit of the item itself is not the visit's
        took = _last_year(ask, "joint-inspection-days-median", "item").get(row["item"], {})
    return _slope(row, None, took, lang)


def _items(ask: Ask, rows: Iterable[Row], lang: Lang) -> list[Slope]:
    first = {r["item"]: r for r in rows if r["round"] == "r2009" and r["item"]}
    second = {r["item"]: r for r in rows if r["round"] == "r2013" and r["item"]}
    done = _last_year(ask, "cases-completed", "item")
    took = _last_year(ask, "handling-days-median", "item")
    busiest = sorted(second, key=lambda item: -(done.get(item, {}).get("value") or 0))
    eligible = [
        item
        for item in busiest
        if second[item]["legal_days"] >= LEAST_DAYS
        and words.enough(took.get(item, {}).get("denominator"))
    ]
    return [
        _slope(second[item], first.get(item), took[item], lang) for item in eligible[:ITEMS_MOST]
    ]


def _slope(row: Row, first: Row | None, took: Row, lang: Lang) -> Slope:
    """A commitment as a slope; `first` is that of the round before, where there was one."""
    n = took.get("denominator")
    return Slope(
        row[f"title_{lang}"],
        row["legal_days"],
        first["promised_days"] if first else None,
        row["promised_days"],
        took["value"] if words.enough(n) else None,
        n,
        first["effective_on"][:4] if first else "",
        row["effective_on"][:4],
    )
