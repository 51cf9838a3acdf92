"""帮办代办: how many people were helped by whom, day by day; counts, never a person."""

from __future__ import annotations

from data.catalog.visitors.common import FIRST, RECORDED
from data.definitions import Dataset, Dimension, Field, Impossible, Indicator, Text, codes
from data.measures import Sum, Total

RULES = Text(
    "本厅帮办代办和老年人、残疾人服务规定（待大厅确认）；便利老年人：国办发〔2020〕45号（待核）",
    "the hall's rules on help for whoever needs it (to be confirmed); service to older people: "
    "Guobanfa [2020] No. 45 (to be checked)",
)
KINDS = codes(
    agency=("帮办代办", "done on their behalf"),
    guidance=("导办", "shown the way"),
    companion=("全程陪办", "accompanied throughout"),
    priority=("老年人、残疾人等优先办理", "served first: older and disabled people"),
    remote=("远程帮办", "helped over video"),
)
PEOPLE = Text("人次", "people")

DATASETS = (
    Dataset(
        id="assisted-services",
        title=Text("帮办代办", "Help at the hall"),
        description=Text(
            "每天得到导办、帮办代办、陪办和优先办理的人次，其中60岁以上的人次。只有人次，不含任何人。",
            "How many people a day were shown the way, helped, accompanied or served first, and how many of "
            "them were 60 and over. Counts only.",
        ),
        key=("on", "kind"),
        counted=Text("份", "reports"),
        fields=(
            Field("on", "date", Text("日期", "Day"), required=True, indexed=True, header="日期"),
            Field(
                "kind",
                "code",
                Text("服务方式", "Kind"),
                codes=KINDS,
                required=True,
                header="服务方式",
            ),
            Field(
                "served_n",
                "integer",
                Text("服务人次", "People helped"),
                required=True,
                minimum=0,
                unit=PEOPLE,
                header="服务人次",
            ),
            Field(
                "older_n",
                "integer",
                Text("其中60岁以上", "Of them 60 and over"),
                minimum=0,
                unit=PEOPLE,
                header="其中60岁以上",
            ),
            RECORDED,
        ),
        indicators=(
            Indicator(
                id="people-assisted",
                title=Text("帮办代办服务", "People helped"),
                formula=Text(
                    "期内各种服务方式的人次合计，同一人得到几种服务的各计一次",
                    "people helped in the period, once for each kind of help",
                ),
                measure=Sum(of=lambda r: r.served_n),
                dated="on",
                counted=PEOPLE,
                dimensions=("kind",),
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="older-assisted-share",
                title=Text("60岁以上占比", "Of them 60 and over"),
                formula=Text(
                    "60岁以上人次合计 ÷ 服务人次合计，限填报了年龄的",
                    "Σ people of 60 and over ÷ Σ people helped, where that is stated",
                ),
                measure=Total(
                    of=lambda r: r.older_n,
                    over=lambda r: r.served_n,
                    among=lambda r: r.older_n.is_not(None),
                ),
                unit="fraction",
                dated="on",
                dimensions=("kind",),
                reference=RULES,
                versions=FIRST,
            ),
        ),
        dimensions=(Dimension("kind", Text("服务方式", "Kind")),),
        newest=("on",),
        subject="service",
        impossible=(
            Impossible(
                "older_n",
                lambda c: c["older_n"] > c["served_n"],
                "more people of 60 and over than people 60岁以上人次多于服务人次",
            ),
        ),
    ),
)
