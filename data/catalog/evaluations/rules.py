"""Which ratings count, and by what: the rules that indicators of ratings cite."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.definitions import FIRST_VERSION, Text, Version

LEVELS = Text(
    "评价分五级、后两级为差评：国办发〔2019〕51号、川办发〔2019〕60号；只计主动评价：本厅统计口径",
    "five levels, the last two bad: Guobanfa [2019] No. 51, Chuanbanfa [2019] No. 60; active ratings "
    "only: this hall's counting rules",
)
STANDARD = Text(
    "名称依GB/T 39734—2020、GB/T 39735—2020（政务服务评价）；算法为本厅统计口径",
    "named as in GB/T 39734-2020 and 39735-2020 (evaluation of government services); counted by this "
    "hall's rules",
)
FOLLOW_UP = Text(
    "差评核实、整改、反馈和回访：国办发〔2019〕51号；算法为本厅统计口径",
    "verification, rectification and call-back of bad ratings: Guobanfa [2019] No. 51; counted by this "
    "hall's rules",
)
SET_ASIDE = Text(
    "误评、恶意差评不予采纳：国办发〔2019〕51号；两种口径并列公布为本厅规则",
    "mistaken and malicious bad ratings are set aside: Guobanfa [2019] No. 51; that both versions are "
    "published is this hall's rule",
)
HALL_RULE = Text("本厅统计口径", "this hall's counting rules")
NAMED_AS_MEASURED = (
    FIRST_VERSION,
    Version(
        date(2026, 11, 28),
        Text(
            "名称由“好评率”改为“主动评价好评率”，注明含基本满意；算法和各期数值不变",
            "called what it is: of active ratings, fairly satisfied included; neither the formula nor any "
            "value changes",
        ),
    ),
)
WHERE = ("department", "window", "channel")


def active(r: Any) -> Any:
    """Given by a visitor, not by silence."""
    return r.is_default == False  # noqa: E712  (an SQL comparison)


def bad(r: Any) -> Any:
    """An active rating of the two lowest levels (差评)."""
    return active(r) & (r.score <= 2)


def accepted(r: Any) -> Any:
    """An active rating that was not set aside (不予采纳)."""
    return active(r) & (r.set_aside == False)  # noqa: E712
