"""The short lines above and under the day's numbers, the same on the page and on the wall."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dashboard import words
from dashboard.parts import blocks
from dashboard.words import Lang
from data.definitions import Text


def label(live: Mapping[str, Any], lang: Lang) -> str:
    """今日办结 · 2026年11月24日 星期二; without 今日 when the day shown is another."""
    shown = blocks.day_of(live)
    done = Text("办结", "Completed")[lang]
    if shown is None:
        return done
    if live.get("is_today"):
        done = Text("今日办结", "Completed today")[lang]
    return f"{done} · {words.long_day(shown, lang)}"


def of_total(share: Mapping[str, Any] | None, lang: Lang) -> str:
    """1,843 / 1,846件有期限的, or why there is no rate: not every case has a due date."""
    if not share or not share.get("denominator"):
        return Text("还没有可算的办件", "nothing to count yet")[lang]
    parts = words.of(share)
    return Text(f"{parts}件有期限的", f"{parts} with a due date")[lang]


def overdue(count: int | None, lang: Lang) -> dict[str, Any]:
    """The note on overdue cases; marked as late only where there are any."""
    if count is None:
        return {"children": words.MISSING, "className": "note"}
    note = Text(f"超期在办{words.number(count)}件", f"{words.number(count)} overdue")[lang]
    return {"children": note, "className": "note late" if count else "note"}


def online(live: Mapping[str, Any], lang: Lang) -> str:
    count = words.number(live.get("accepted_online"))
    return Text(f"其中网上{count}件", f"{count} of them online")[lang]


def active(live: Mapping[str, Any], lang: Lang) -> str:
    count = words.number(live.get("ratings"))
    return Text(f"{count}份主动评价", f"{count} ratings given")[lang]


def written_as_of(answer: Mapping[str, Any], lang: Lang) -> str:
    """数据截至…, of the live answer, by the hall's date."""
    return as_of(answer["meta"], datetime.fromisoformat(answer["data"]["now"]).date(), lang)


def as_of(meta: Mapping[str, Any], today: date, lang: Lang) -> str:
    """数据截至 …, of an answer that has no clock of its own."""
    instant = meta.get("as_of")
    return words.as_of(datetime.fromisoformat(instant) if instant else None, today, lang)
