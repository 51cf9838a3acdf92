"""热线来电: the fields of a call. No number, no word of what was said; the hour in no row."""

from __future__ import annotations

from data.catalog.reference import CALENDAR
from data.catalog.visitors.common import RECORDED, number
from data.definitions import Field, Text, codes
from data.derive.services.visitors import REOPEN_DAYS

LINES = codes(
    **{
        "96196": ("96196（原政务服务热线）", "96196 (the former line)"),
        "12345": ("12345政务服务便民热线", "12345"),
    }
)
KINDS = codes(
    enquiry=("咨询", "enquiry"),
    application=("提出办件申请", "application"),
    complaint=("投诉", "complaint"),
    help=("求助", "request for help"),
    suggestion=("建议", "suggestion"),
    report=("举报", "report of wrongdoing"),
    other=("其他", "other"),
)
PERIODS = codes(
    work=("工作时间", "while the windows are open"),
    off=("工作日非工作时间", "on working days, windows closed"),
    weekend=("公休日", "at weekends"),
    holiday=("节假日", "on public holidays"),
)
SETTLED = codes(
    at_once=("直接答复", "answered at once"), work_order=("转办", "passed on to a department")
)

_ORDER = (
    Field(
        "settled",
        "code",
        Text("处理方式", "Dealt with"),
        codes=SETTLED,
        indexed=True,
        header="处理方式",
    ),
    Field(
        "department",
        "text",
        Text("承办部门", "Passed on to"),
        refers="departments",
        computed=True,
        indexed=True,
        note=Text(
            "只有转办的来电列承办部门；提出办件申请和举报的一律不列，避免与办件或举报人对上",
            "only of calls passed on; never of applications and reports of wrongdoing, which could be "
            "tied to a case or to who called",
        ),
    ),
    Field(
        "given_department",
        "text",
        Text("填报的承办部门", "Passed on to, as stated"),
        refers="departments",
        published=False,
        header="承办部门编码",
        label="承办部门名称",
    ),
    Field(
        "order_due_on",
        "date",
        Text("办理期限", "To be closed by"),
        scheduled=True,
        indexed=True,
        note=Text("转办时由热线系统确定", "set by the hotline's system as the call is passed on"),
        header="办理期限",
    ),
    Field(
        "order_closed_on", "date", Text("办结日期", "Closed on"), indexed=True, header="办结日期"
    ),
    Field(
        "reopened_on",
        "date",
        Text("重复反映日期", "Raised again on"),
        note=Text(
            "办结后就同一事项再次来电", "called again about the same matter after it was closed"
        ),
        header="重复反映日期",
    ),
    Field(
        "reopen_until_on",
        "date",
        Text("重复反映观察截止日", "Watched until"),
        computed=True,
        scheduled=True,
        indexed=True,
        note=Text(
            f"办结后第{REOPEN_DAYS}日（自然日，本厅统计口径）",
            f"{REOPEN_DAYS} calendar days after it was closed, by this hall's counting rules",
        ),
    ),
)

FIELDS = (
    number("call_no", "来电编号", "Call number"),
    Field("line", "code", Text("热线号码", "Line"), codes=LINES, required=True, header="热线号码"),
    Field(
        "called_on",
        "date",
        Text("来电日期", "Called on"),
        required=True,
        indexed=True,
        header="来电日期",
    ),
    Field("called_at", "instant", Text("来电时间", "Called at"), published=False, header="来电时间"),
    Field(
        "called_hour", "integer", Text("来电时段", "Hour of the call"), computed=True, published=False
    ),
    Field(
        "time_kind",
        "code",
        Text("时间类别", "When"),
        codes=PERIODS,
        computed=True,
        note=Text(
            "依节假日安排和窗口办公时间确定",
            "by the holiday notice and the opening hours of the windows",
        ),
    ),
    Field("answered", "boolean", Text("接通", "Answered"), required=True, header="是否接通"),
    Field(
        "wait_seconds",
        "integer",
        Text("等待时长", "Wait"),
        minimum=0,
        unit=Text("秒", "seconds"),
        header="等待秒数",
    ),
    Field(
        "kind",
        "code",
        Text("诉求类别", "Kind"),
        codes=KINDS,
        note=Text("未接通的无诉求类别", "none of a call that was not answered"),
        header="诉求类别",
    ),
    *_ORDER,
    RECORDED,
    CALENDAR,
)  # fmt: skip
