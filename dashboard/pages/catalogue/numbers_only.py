"""Of datasets whose records are not published: what is said of that."""

from __future__ import annotations

from dashboard.words import Lang
from data.definitions import Dataset, Text

NOTICE = Text(
    "只公布统计数，不公布逐条记录；少于{n}条的数不公布。",
    "Numbers are published, not single records; none of fewer than {n} records.",
)


def notice(dataset: Dataset, lang: Lang) -> str:
    """That numbers leave and no rows, and which numbers do not."""
    assert dataset.control
    return NOTICE[lang].format(n=dataset.control.n)
