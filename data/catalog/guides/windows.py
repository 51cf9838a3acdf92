"""Kinds of windows and since when they are open, and how many are."""

from __future__ import annotations

from data.catalog.reform.common import FIRST
from data.definitions import Dimension, Field, Indicator, Text, codes
from data.measures import in_force

KINDS = codes(
    department=("部门窗口", "department window"),
    unified=("集中受理窗口", "unified window"),
    utility=("公共企事业单位窗口", "window of a public utility"),
    disclosure=("依申请公开受理窗口", "window for disclosure requests"),
    agency=("投资代办窗口", "window that acts for investors"),
    stuck=("“办不成事”反映窗口", "window for what got stuck"),
    intermediary=("中介服务窗口", "window of an intermediary"),
    unknown=("未注明", "not stated"),
)
_CONFIRM = Text("待大厅确认", "to be confirmed by the hall")

WINDOW_FIELDS = (
    Field(
        "kind",
        "code",
        Text("窗口类别", "Kind of window"),
        codes=KINDS,
        derived=True,
        header="窗口类别",
    ),
    Field(
        "opened_on",
        "date",
        Text("启用日期", "Opened on"),
        scheduled=True,
        note=_CONFIRM,
        header="启用日期",
    ),
    Field(
        "closed_on",
        "date",
        Text("最后开放日期", "Last day open"),
        scheduled=True,
        note=Text("空为仍在开放", "empty: still open"),
        header="最后开放日期",
    ),
)
WINDOW_DIMENSIONS = (
    Dimension("kind", Text("窗口类别", "Kind of window")),
    Dimension("floor", Text("楼层", "Floor")),
)
WINDOW_INDICATORS = (
    Indicator(
        id="windows-open",
        title=Text("开放窗口", "Windows open"),
        formula=Text(
            "期末已启用且未关闭的窗口数",
            "windows that have opened and not closed by the end of the period",
        ),
        measure=in_force("opened_on", "closed_on"),
        dimensions=("kind", "floor"),
        counted=Text("个", "windows"),
        reference=Text("本厅窗口清单", "this hall's list of windows"),
        versions=FIRST,
    ),
)
