"""表彰: windows commended month by month, and how many of the staff, as counts of the hall as a whole.

Of a window only the month, the kind and its number in the list are published: at a window with one clerk, a post of party
members would tell of which party the clerk is.
"""

from __future__ import annotations

from data.catalog.people.common import FIRST, RECORDED, month, whole
from data.definitions import Dataset, Dimension, Expected, Field, Indicator, Text, codes
from data.measures import Count, DistinctCount, Ratio, Sum

RULES = Text(
    "本厅窗口和工作人员评先评优办法（待大厅确认）",
    "the hall's rules on commending windows and staff (to be confirmed)",
)
WINDOW_KINDS = codes(
    party_window=("党员示范窗口", "party members' model windows"),
    red_flag=("红旗窗口", "red-flag windows"),
)
STAFF_KINDS = codes(
    pioneer=("党员先锋岗", "party members' pioneer posts"),
    excellent=("优秀窗口工作人员", "excellent window staff"),
)
TIMES, WINDOWS, PERSONS = Text("个次", "times"), Text("个", "windows"), Text("人次", "times")
KIND = Text("表彰类别", "Kind of commendation")


def _kind(kinds: tuple) -> Field:
    return Field("kind", "code", KIND, codes=kinds, required=True, header="表彰类别")


_WINDOWS = Dataset(
    id="commendations",
    title=Text("窗口表彰", "Windows commended"),
    description=Text(
        "每月表彰的党员示范窗口和红旗窗口。公布月份、类别和序号，不公布窗口：有的窗口只有一名工作人员。",
        "Windows commended each month. Published are month, kind and the number in the list, and not the window: some have one clerk.",
    ),
    key=("month", "kind", "number"),
    counted=TIMES,
    fields=(
        month(),
        _kind(WINDOW_KINDS),
        Field(
            "number",
            "integer",
            Text("序号", "Number"),
            required=True,
            minimum=1,
            note=Text("当月同类名单中的序号", "in the month's list of its kind"),
            header="序号",
        ),
        Field(
            "window",
            "text",
            Text("窗口", "Window"),
            refers="windows",
            required=True,
            published=False,
            header="窗口编号",
            label="窗口名称",
        ),
        RECORDED,
    ),
    dimensions=(Dimension("kind", KIND),),
    indicators=(
        Indicator(
            id="commended-windows",
            title=Text("表彰窗口", "Windows commended"),
            formula=Text(
                "期内表彰窗口的个次；同一窗口多次受表彰的分别计算",
                "how many times windows were commended in the period; each time counts",
            ),
            measure=Count(),
            dated="month",
            dimensions=("kind",),
            reference=RULES,
            versions=FIRST,
        ),
        Indicator(
            id="distinct-windows-commended",
            title=Text("受表彰的不同窗口", "Different windows commended"),
            formula=Text(
                "期内受过表彰的窗口数；同一窗口只计一次",
                "windows commended at least once in the period, each counted once",
            ),
            measure=DistinctCount("window"),
            dated="month",
            counted=WINDOWS,
            reference=RULES,
            versions=FIRST,
        ),
        Indicator(
            id="share-of-windows",
            title=Text("受表彰窗口占比", "Share of windows commended"),
            formula=Text(
                "期内受过表彰的不同窗口 ÷ 期末开放的窗口",
                "different windows commended in the period ÷ windows open at its end",
            ),
            measure=Ratio("distinct-windows-commended", "windows-open"),
            unit="fraction",
            reference=RULES,
            versions=FIRST,
        ),
    ),
    newest=("month",),
    grain="month",
    subject="supervision",
)

_STAFF = Dataset(
    id="staff-commendations",
    title=Text("工作人员表彰", "Staff commended"),
    description=Text(
        "每月表彰工作人员的人次，只有全厅的数。",
        "How many times staff were commended each month, as numbers of the hall as a whole.",
    ),
    key=("month", "kind"),
    fields=(
        month(),
        _kind(STAFF_KINDS),
        whole("persons", "表彰人次", "Times", PERSONS, required=True),
        RECORDED,
    ),
    dimensions=(Dimension("kind", KIND),),
    indicators=(
        Indicator(
            id="commended-staff",
            title=Text("表彰人员", "Staff commended"),
            formula=Text(
                "期内表彰工作人员的人次；同一人多次受表彰的分别计算",
                "how many times staff were commended in the period; each time counts",
            ),
            measure=Sum(lambda r: r.persons),
            dated="month",
            dimensions=("kind",),
            counted=PERSONS,
            reference=RULES,
            versions=FIRST,
        ),
    ),
    newest=("month",),
    grain="month",
    expects=Expected("kind", "month"),
    subject="supervision",
)

DATASETS = (_WINDOWS, _STAFF)
