"""Rules of electronic supervision, as a small hall has them: of two versions one is over."""

from __future__ import annotations

from datetime import date
from typing import Any

SINCE, CHANGED = date(2026, 1, 1), date(2026, 10, 1)


def rule(
    id: str, level: str, days: int, *, of: str = "case", counted_from: str = "promised", **more: Any
) -> dict[str, Any]:
    return {
        "rule": id,
        "title_zh": f"规则{sum(map(ord, id))}",
        "title_en": f"Rule {id}",
        "applies_to": of,
        "level": level,
        "counted_from": counted_from,
        "days": days,
        "since": SINCE,
        "basis": "本厅电子监察办法",
    } | more


RULES = [
    rule("w-short", "warning", 0, promised_from=4, promised_to=5),
    rule("w-long", "warning", -2, promised_from=6, until=date(2026, 9, 30)),
    rule("w-long-2", "warning", -1, promised_from=6, since=CHANGED),
    rule("y", "yellow", 1),
    rule("r", "red", 2, counted_from="legal"),
    rule("rw", "warning", -3, of="disclosure", counted_from="legal"),
    rule("ry", "yellow", 1, of="disclosure", counted_from="legal"),
    rule("rr", "red", 5, of="disclosure", counted_from="legal"),
]
