"""预约服务: the fields of an appointment. At which window and on what it was, is stored and not published."""

from __future__ import annotations

from data.catalog.reference import CALENDAR
from data.catalog.visitors.common import RECORDED, number
from data.definitions import Field, Text, codes

KINDS = codes(
    hall=("到厅预约", "at the hall"),
    home=("上门服务", "at home"),
)
SLOTS = codes(
    morning=("上午", "morning"),
    noon=("午间延时", "over noon"),
    afternoon=("下午", "afternoon"),
    evening=("晚间延时", "evening"),
)
DAY_KINDS = codes(
    workday=("工作日", "working days"),
    weekend=("公休日", "weekends"),
    holiday=("节假日", "public holidays"),
)
CHANNELS = codes(
    online=("网上", "online"),
    hotline=("热线", "by telephone"),
    hall=("现场", "at the hall"),
)
OUTCOMES = codes(
    kept=("已到", "kept"),
    no_show=("未到", "did not come"),
    cancelled_by_applicant=("申请人取消", "cancelled by the applicant"),
    cancelled_by_hall=("大厅取消", "cancelled by the hall"),
)
# An item leads to its department, and a department with one window to that window.
ONE_CLERK = Text(
    "不公布：不少窗口只有一名工作人员，可由取消和等候情况推知其是否到岗",
    "not published: many windows have one clerk, whose presence cancellations and waits would tell",
)

FIELDS = (
    number("appointment_no", "预约编号", "Appointment number"),
    Field("kind", "code", Text("预约类别", "Kind"), codes=KINDS, required=True, header="预约类别"),
    Field(
        "booked_on",
        "date",
        Text("提交预约日期", "Booked on"),
        required=True,
        indexed=True,
        header="提交预约日期",
    ),
    Field(
        "for_on",
        "date",
        Text("预约日期", "Booked for"),
        required=True,
        scheduled=True,
        indexed=True,
        header="预约日期",
    ),
    Field("slot", "code", Text("预约时段", "Time of day"), codes=SLOTS, required=True, header="预约时段"),
    Field(
        "day_kind",
        "code",
        Text("日期类别", "Kind of day"),
        codes=DAY_KINDS,
        computed=True,
        note=Text(
            "依节假日安排确定，调休上班日为工作日",
            "by the holiday notice; make-up working days are working days",
        ),
    ),
    Field(
        "item", "text", Text("事项", "Item"), refers="items", published=False, note=ONE_CLERK,
        header="事项编码", label="事项名称",
    ),
    Field(
        "window", "text", Text("窗口", "Window"), refers="windows", published=False, note=ONE_CLERK,
        header="窗口编号", label="窗口名称",
    ),
    Field("channel", "code", Text("预约方式", "Booked"), codes=CHANNELS, header="预约方式"),
    Field(
        "outcome", "code", Text("预约结果", "Outcome"), codes=OUTCOMES, indexed=True, header="预约结果"
    ),
    Field(
        "served",
        "boolean",
        Text("办理业务", "Served"),
        note=Text("到场并办理了业务", "came and was served"),
        header="是否办理",
    ),
    Field(
        "wait_minutes",
        "integer",
        Text("到场等候时长", "Wait on arrival"),
        minimum=0,
        unit=Text("分钟", "minutes"),
        header="等候分钟",
    ),
    Field(
        "lead_days",
        "integer",
        Text("提前预约天数", "Booked ahead"),
        computed=True,
        unit=Text("工作日", "working days"),
        note=Text("提交预约至预约日期的工作日数", "working days from the booking to the day booked"),
    ),
    RECORDED,
    CALENDAR,
)  # fmt: skip
