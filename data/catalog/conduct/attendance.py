"""到岗: presence at the windows by half day, in counts; published for floors and the hall, never a window.

A source gives counts of each window. Twenty-eight of the departments have one window, many with one
clerk or two: a window's number is a person's. So what leaves are months, by floor or half day,
each alone (`Threshold`), and no row. Why somebody was away is asked of nobody and stored nowhere.
"""

from __future__ import annotations

from typing import Any

from data.catalog.conduct.common import FIRST, FLOOR, HALF, RECORDED, WINDOW, count
from data.definitions import (
    Dataset,
    Dimension,
    Expected,
    Field,
    Impossible,
    Indicator,
    Need,
    Text,
    Threshold,
)
from data.derive.supervision.conduct import derive_attendance
from data.measures import Total

RULES = Text(
    "本厅考勤、挂牌上岗和去向公示制度（待大厅确认）；只按半日汇总人次，不含指纹数据",
    "the hall's rules on attendance, badges and posting one's whereabouts (to be confirmed); counts by half "
    "day, no fingerprints",
)
BREAKDOWN = ("floor", "half")
LEAST = 5
_PARTS = ("present", "late", "absent_posted", "absent_unposted")


def _absent(r: Any) -> Any:
    return r.absent_posted + r.absent_unposted


def _unequal(c: Any) -> Any:
    parts = [c[name] for name in _PARTS]
    return sum(parts[1:], parts[0]) != c["rostered"]


INDICATORS = (
    Indicator(
        id="attendance-rate",
        title=Text("到岗率", "At the post on time"),
        formula=Text(
            "按时到岗人次 ÷ 应到岗人次；迟到的不计为到岗",
            "person-times at the post on time ÷ person-times on the roster; who came late does not count",
        ),
        measure=Total(of=lambda r: r.present, over=lambda r: r.rostered),
        unit="fraction",
        dated="on",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="late-rate",
        title=Text("迟到率", "Late at the post"),
        formula=Text("迟到人次 ÷ 应到岗人次", "person-times late ÷ person-times on the roster"),
        measure=Total(of=lambda r: r.late, over=lambda r: r.rostered),
        unit="fraction",
        dated="on",
        dimensions=BREAKDOWN,
        favourable="low",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="posted-rate",
        title=Text("去向公示率", "Whereabouts posted"),
        formula=Text(
            "离岗已公示去向的人次 ÷ 离岗人次",
            "person-times absent with whereabouts posted ÷ person-times absent",
        ),
        measure=Total(of=lambda r: r.absent_posted, over=_absent),
        unit="fraction",
        dated="on",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="badge-rate",
        title=Text("挂牌上岗率", "With a badge"),
        formula=Text(
            "挂牌上岗的人次 ÷ 在岗人次（含迟到）",
            "person-times with a badge ÷ person-times at the post, late ones included",
        ),
        measure=Total(of=lambda r: r.badge_ok, over=lambda r: r.present + r.late),
        unit="fraction",
        dated="on",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="windows-open-rate",
        title=Text("开窗率", "Windows open on working days"),
        formula=Text(
            "开放的窗口半日数 ÷ 上报的窗口半日数",
            "half days a window was open ÷ half days of windows reported",
        ),
        measure=Total(of=lambda r: r.open_n, over=lambda r: r.due_n),
        unit="fraction",
        dated="on",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
)

DATASETS = (
    Dataset(
        id="attendance",
        title=Text("到岗情况", "Presence at the windows"),
        description=Text(
            "窗口每半日应到岗、按时到岗、迟到和离岗的人次。按月公布全厅、各楼层和上下午的汇总数，"
            "不公布窗口，不含任何人和缺勤原因。",
            "Of each half day how many were on the roster, on time, late and away. Published by month for the "
            "hall, by floor and by half day; without windows, people, or reasons for being away.",
        ),
        key=("window", "on", "half"),
        counted=Text("条", "half days of windows"),
        fields=(
            WINDOW,
            FLOOR,
            Field("on", "date", Text("日期", "Day"), required=True, indexed=True, header="日期"),
            HALF,
            count("rostered", "应到岗", "On the roster", required=True),
            count("present", "按时到岗", "On time", required=True),
            count("late", "迟到", "Late", required=True),
            count("absent_posted", "离岗已公示", "Away, posted", required=True),
            count("absent_unposted", "离岗未公示", "Away, not posted", required=True),
            count("badge_ok", "挂牌上岗", "With a badge"),
            Field("closed", "boolean", Text("停开", "Closed"), required=True, header="是否停开"),
            Field(
                "open_n", "integer", Text("开放", "Open"), computed=True, always=True, published=False
            ),
            Field(
                "due_n", "integer", Text("应开放", "Due"), computed=True, always=True, published=False
            ),
            RECORDED,
        ),
        indicators=INDICATORS,
        dimensions=(
            Dimension("floor", Text("楼层", "Floor")),
            Dimension("half", Text("半日", "Half day")),
        ),
        newest=("on",),
        subject="supervision",
        derive=derive_attendance,
        needs=(Need("windows", "window"),),
        expects=Expected("window", "day", workdays=True),
        control=Threshold(n=LEAST, finest="month", alone=BREAKDOWN, wait_days=10),
        records=False,
        impossible=(
            Impossible(
                "rostered",
                _unequal,
                "on time, late and away do not add up to the roster 按时、迟到、离岗之和不等于应到岗",
            ),
            Impossible(
                "badge_ok",
                lambda c: c["badge_ok"] > c["present"] + c["late"],
                "more badges than people at the post 挂牌人次多于在岗人次",
            ),
        ),
    ),
)  # fmt: skip
