"""窗口人员: how many work at the windows, by kind of post and, apart from it, by department.

Kind of post and department meet in no row: in a department with one clerk they would say whose post is a
temporary one. The sizes of departments are under disclosure control.
"""

from __future__ import annotations

from sqlalchemy import case

from data.catalog.people.common import FIRST, PEOPLE, RECORDED, month, whole
from data.definitions import Dataset, Dimension, Expected, Field, Indicator, Text, Threshold, codes
from data.measures import Level, Ratio, Sum

RULES = Text(
    "本厅窗口人员管理规定（待大厅确认）", "the hall's rules on window staff (to be confirmed)"
)
POST_KINDS = codes(
    official=("在编", "established posts"),
    contract=("聘用", "contract posts"),
    seconded=("借调", "seconded"),
    temporary=("临时聘用", "temporary posts"),
)
LEAST = 3
POST, DEPARTMENT = Text("用工类别", "Kind of post"), Text("部门", "Department")

_POSTS = Dataset(
    id="staffing",
    title=Text("窗口人员", "Window staff"),
    description=Text(
        "每月末全厅窗口人员数，按用工类别；不分部门和窗口。",
        "Window staff of the hall at the end of each month, by kind of post; not by department or window.",
    ),
    key=("month", "post_kind"),
    fields=(
        month(),
        Field("post_kind", "code", POST, codes=POST_KINDS, required=True, header="用工类别"),
        whole("people", "月末人数", "At the month's end", PEOPLE, required=True),
        RECORDED,
    ),
    dimensions=(Dimension("post_kind", POST),),
    indicators=(
        Indicator(
            id="staff",
            title=Text("窗口人员", "People at the windows"),
            formula=Text(
                "期内最后一次上报的各类窗口人员数之和",
                "people at the windows, as last reported in the period, all kinds of post together",
            ),
            measure=Level(lambda r: r.people, "post_kind"),
            dated="month",
            dimensions=("post_kind",),
            counted=PEOPLE,
            reference=RULES,
            versions=FIRST,
        ),
        Indicator(
            id="temporary-staff",
            title=Text("临时聘用人员", "People in temporary posts"),
            formula=Text(
                "期内最后一次上报的临时聘用人员数",
                "people in temporary posts, as last reported in the period",
            ),
            measure=Level(
                lambda r: case((r.post_kind == "temporary", r.people)), "post_kind"
            ),
            dated="month",
            counted=PEOPLE,
            favourable="low",
            reference=RULES,
            versions=FIRST,
        ),
        Indicator(
            id="temporary-share",
            title=Text("临时聘用占比", "Share of temporary posts"),
            formula=Text(
                "期末临时聘用人员 ÷ 期末窗口人员",
                "people in temporary posts ÷ people at the windows, at the end of the period",
            ),
            measure=Ratio("temporary-staff", "staff"),
            unit="fraction",
            favourable="low",
            reference=RULES,
            versions=FIRST,
        ),
        Indicator(
            id="staff-per-window",
            title=Text("窗均人员", "Staff per window"),
            formula=Text(
                "期末窗口人员 ÷ 期末开放的窗口",
                "people at the windows ÷ windows open, at the end of the period",
            ),
            measure=Ratio("staff", "windows-open"),
            unit="people",
            reference=RULES,
            versions=FIRST,
        ),
    ),
    newest=("month",),
    grain="month",
    expects=Expected("post_kind", "month"),
    subject="supervision",
)  # fmt: skip

_CHANGES = Dataset(
    id="staff-changes",
    title=Text("窗口人员进出", "Window staff who came and left"),
    description=Text(
        "每月到岗和离岗的窗口人员数，只有全厅的数，不分用工类别和部门。",
        "How many of the window staff came and left in each month: numbers of the hall as a whole, by neither "
        "kind of post nor department.",
    ),
    key=("month",),
    fields=(
        month(),
        whole("joined", "新到岗人数", "Came", PEOPLE, required=True),
        whole("left", "离岗人数", "Left", PEOPLE, required=True),
        RECORDED,
    ),
    indicators=(
        Indicator(
            id="staff-joined",
            title=Text("新到岗人员", "People who came"),
            formula=Text("期内新到岗的窗口人员数", "people who came to the windows in the period"),
            measure=Sum(lambda r: r.joined),
            dated="month",
            counted=PEOPLE,
            reference=RULES,
            versions=FIRST,
        ),
        Indicator(
            id="staff-left",
            title=Text("离岗人员", "People who left"),
            formula=Text("期内离岗的窗口人员数", "people who left the windows in the period"),
            measure=Sum(lambda r: r.left),
            dated="month",
            counted=PEOPLE,
            reference=RULES,
            versions=FIRST,
        ),
    ),
    newest=("month",),
    grain="month",
    subject="supervision",
)

_DEPARTMENTS = Dataset(
    id="department-staffing",
    title=Text("各部门窗口人员", "Window staff of departments"),
    description=Text(
        "每月末各部门窗口人员总数，不分用工类别。少于3人的不公布，与其相邻的一个部门一并不公布。",
        "Window staff of each department at the end of a month, of no kind of post. Fewer than three are not "
        "published, nor is the department beside them.",
    ),
    key=("month", "department"),
    fields=(
        month(),
        Field(
            "department", "text", DEPARTMENT, refers="departments", required=True, indexed=True,
            header="部门编码", label="部门名称",
        ),
        whole("people", "月末人数", "At the month's end", PEOPLE, required=True),
        RECORDED,
    ),
    dimensions=(Dimension("department", DEPARTMENT),),
    indicators=(
        Indicator(
            id="department-staff",
            title=Text("部门窗口人员", "People at a department's windows"),
            formula=Text(
                "期内最后一次上报的部门窗口人员数",
                "people at the windows of the department, as last reported in the period",
            ),
            measure=Level(lambda r: r.people, "department"),
            dated="month",
            dimensions=("department",),
            counted=PEOPLE,
            reference=RULES,
            versions=FIRST,
        ),
    ),
    newest=("month",),
    grain="month",
    expects=Expected("department", "month"),
    control=Threshold(LEAST, "month", ("department",)),
    records=False,
    subject="supervision",
)  # fmt: skip

DATASETS = (_POSTS, _CHANGES, _DEPARTMENTS)
