"""What a number is in, and the word for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from data.definitions.text import Text

Unit = Literal[
    "count", "fraction", "percentage_points", "ratio", "per_hundred", "per_thousand",
    "per_ten_thousand", "days", "minutes", "person_hours", "score", "points", "yuan",
    "papers", "people",
]  # fmt: skip

# A count is in what its dataset has in each row (or `Indicator.counted`), so it has no word here.
UNITS: Mapping[Unit, Text] = {
    "fraction": Text("%", "%"),
    "percentage_points": Text("个百分点", "percentage points"),
    "ratio": Text("倍", "times"),
    "per_hundred": Text("/百", "per 100"),
    "per_thousand": Text("‰", "per 1,000"),
    "per_ten_thousand": Text("/万", "per 10,000"),
    "days": Text("工作日", "working days"),
    "minutes": Text("分钟", "minutes"),
    "person_hours": Text("学时", "person-hours"),
    "score": Text("星", "stars"),
    "points": Text("分", "points"),
    "yuan": Text("元", "yuan"),
    "papers": Text("份", "papers"),
    "people": Text("人", "people"),
}
# Of a ratio per so many: what its number is in.
PER: Mapping[int, tuple[Unit, ...]] = {
    1: ("fraction", "ratio", "score", "days", "minutes", "yuan", "points", "people"),
    100: ("per_hundred",),
    1_000: ("per_thousand",),
    10_000: ("per_ten_thousand",),
}
