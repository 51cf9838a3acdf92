"""联系卡: cards with a name and a number to call, given out in the zones, and what came of them.

Cards go to many more businesses than are visited, so their monthly numbers tell nothing of visits.
"""

from __future__ import annotations

from typing import Any

from data.catalog.enterprise.common import FIRST, RECORDED, ZONE, day
from data.definitions import Dataset, Dimension, Expected, Field, Impossible, Indicator, Text
from data.measures import Sum, Total

RULES = Text(
    "本厅企业服务联系卡制度（待大厅确认）",
    "the hall's rules on contact cards for businesses (to be confirmed)",
)
CARDS, CONTACTS = Text("张", "cards"), Text("次", "contacts")


def _count(id: str, header: str, en: str, unit: Text) -> Field:
    return Field(
        id, "integer", Text(header, en), unit=unit, minimum=0, required=True, header=header
    )


def _more(columns: Any) -> Any:
    return columns["answered_same_day"] > columns["contacts"]


DATASETS = (
    Dataset(
        id="contact-cards",
        title=Text("企业服务联系卡", "Contact cards"),
        description=Text(
            "各园区每月发放的联系卡、企业凭卡联系的次数和当日答复的次数。",
            "Cards given out in each zone and month, how often businesses called on them, and how often "
            "they were answered the same day.",
        ),
        key=("month", "zone"),
        fields=(
            day("month", "月份", "Month", required=True, indexed=True),
            ZONE,
            _count("issued", "发放张数", "Cards given out", CARDS),
            _count("contacts", "联系次数", "Contacts", CONTACTS),
            _count("answered_same_day", "当日答复", "Answered the same day", CONTACTS),
            RECORDED,
        ),
        dimensions=(Dimension("zone", Text("园区", "Zone")),),
        indicators=(
            Indicator(
                id="cards-issued",
                title=Text("发放联系卡", "Cards given out"),
                formula=Text("期内发放的联系卡张数", "cards given out in the period"),
                measure=Sum(lambda r: r.issued),
                dated="month",
                dimensions=("zone",),
                counted=CARDS,
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="card-contacts",
                title=Text("凭卡联系", "Contacts on a card"),
                formula=Text("期内企业凭卡联系的次数", "times that businesses called on a card in the period"),
                measure=Sum(lambda r: r.contacts),
                dated="month",
                dimensions=("zone",),
                counted=CONTACTS,
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                "contacts-same-day",
                Text("当日答复率", "Answered the same day"),
                Text("当日答复的联系 ÷ 期内联系次数", "contacts answered the same day ÷ contacts of the period"),
                Total(lambda r: r.answered_same_day, lambda r: r.contacts),
                "fraction", "month", ("zone",), favourable="high", reference=RULES, versions=FIRST,
            ),
        ),
        newest=("month",),
        grain="month",
        expects=Expected("zone", "month"),
        impossible=(Impossible("answered_same_day", _more, "答复多于联系 / more answers than contacts"),),
        subject="enterprise",
    ),
)  # fmt: skip
