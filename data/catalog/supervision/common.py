"""What the datasets of electronic supervision share."""

from __future__ import annotations

from datetime import date

from data.definitions import Text, Version, codes

FIRST = (Version(date(2026, 11, 29), Text("首次公布", "first published")),)
RULE_TABLE = Text(
    "本厅电子监察规则（“电子监察规则”数据集）；国家没有统一标准",
    "this hall's rules of electronic supervision (dataset alert-rules); there is no national one",
)
# A warning (预警) is no card: who gets one is still in time.
LEVELS = codes(
    warning=("预警", "warning"), yellow=("黄牌", "yellow card"), red=("红牌", "red card")
)
SOURCES = codes(
    case=("办件", "case"),
    disclosure=("依申请公开", "disclosure request"),
)
