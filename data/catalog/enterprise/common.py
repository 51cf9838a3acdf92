"""What the datasets about businesses share.

A hall visits 45 of them a year and accompanies 17 projects: a day, a zone and a size name the firm, with
or without its name. So no row leaves, numbers are of whole years, each breakdown stands alone, and no
number about fewer than five is published (`Threshold`); with it goes the next of the list, so lists begin
with a middling one and have the small ones last. A year is answered from a month after its end,
when what came late is in.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from data.definitions import Field, Text, Version, codes

FIRST = (Version(date(2026, 11, 28), Text("首次公布", "first published")),)
LEAST = 5
ZONES = codes(
    jkq=("经济技术开发区", "Economic and Technological Development Zone"),
    hgy=("化工园区", "Chemical Park"),
    sqy=("顺庆工业园区", "Shunqing Industrial Park"),
    gpy=("高坪工业园区", "Gaoping Industrial Park"),
    jly=("嘉陵工业园区", "Jialing Industrial Park"),
)
INDUSTRIES = codes(
    electronics=("电子信息", "electronics"),
    vehicles=("汽车汽配", "vehicles and parts"),
    chemicals=("化工", "chemicals"),
    silk=("丝纺服装", "silk, textiles and garments"),
    food=("农产品加工", "food processing"),
    materials=("建材", "building materials"),
    other=("其他", "other"),
)
ZONE = Field("zone", "code", Text("园区", "Zone"), codes=ZONES, required=True, header="园区")
RECORDED = Field(
    "recorded_at", "instant", Text("入库时间", "Recorded at"), precision="day", header="入库时间"
)


def number(id: str, header: str, en: str) -> Field:
    """The number of a row in its own system: hashed under a field of its own, and published nowhere.

    A different one in every dataset: the same would put together all that is known of a firm.
    """
    return Field(
        id, "text", Text(header, en), required=True, keyed=True, published=False, header=header
    )


def between(begin: str, end: str) -> Callable[[Any, int, int], Any]:
    """`waits` of rows that count working days from one date to another, which may be to come."""
    return lambda r, first, last: (r[begin] <= last) & (r[end].is_(None) | (r[end] >= first))


def day(id: str, header: str, en: str, **more: Any) -> Field:
    return Field(id, "date", Text(header, en), header=header, **more)
