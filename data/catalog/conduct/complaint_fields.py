"""效能投诉: the fields of a complaint. Of which department it is, is stored and not published."""

from __future__ import annotations

from data.catalog.conduct.common import RECORDED, number
from data.catalog.reference import CALENDAR
from data.definitions import Field, Text, codes

# A call passed on has its department and its days (`hotline-calls`): what comes from the hotline is not told
# apart, else a row here could be laid beside one there.
CHANNELS = codes(
    box=("举报箱", "complaint box"),
    hall=("现场", "at the hall"),
    phone=("电话（含热线转办）", "by telephone, passed on by the hotline included"),
    online=("网上", "online"),
    letter=("来信", "by letter"),
    rating=("差评转投诉", "from a bad rating"),
)
# Integrity has a dataset of its own: with a day, a row of it would tell who is complained of.
KINDS = codes(
    manner=("服务态度", "manner"),
    delay=("超时办理", "delay"),
    refusal=("推诿扯皮", "passed from one to another"),
    fee=("违规收费", "fees"),
    procedure=("程序不当", "procedure"),
    other=("其他", "other"),
)
VERDICTS = codes(
    upheld=("属实", "upheld"),
    partly=("部分属实", "upheld in part"),
    not_upheld=("不属实", "not upheld"),
    withdrawn=("撤回", "withdrawn"),
)
MEASURES = codes(
    corrected=("纠正", "put right"),
    apology=("道歉", "apology"),
    discipline=("追责", "disciplined"),
    none=("无需处理", "none"),
)
DAYS = Text("工作日", "working days")


def _date(id: str, zh: str, en: str, **more: bool) -> Field:
    return Field(id, "date", Text(zh, en), indexed=True, header=zh, **more)  # type: ignore[arg-type]


def _due(id: str, zh: str, en: str, note: Text) -> Field:
    return Field(id, "date", Text(zh, en), computed=True, scheduled=True, indexed=True, note=note)


def _limit(id: str, zh: str, en: str) -> Field:
    note = Text("收到当日施行的规则所定", "by the rule in force on the day it came")
    return Field(id, "integer", Text(zh, en), computed=True, unit=DAYS, note=note)


FIELDS = (
    number("complaint_no", "投诉编号", "Complaint number"),
    _date("received_on", "收到日期", "Received on", required=True),
    Field("channel", "code", Text("投诉渠道", "Channel"), codes=CHANNELS, required=True, header="投诉渠道"),
    Field(
        "kind", "code", Text("投诉类别", "Kind"), codes=KINDS, required=True, header="投诉类别",
        note=Text("廉洁类投诉不在此列，另行按年公布", "those on integrity are apart, published by the year"),
    ),
    Field(
        "department", "text", Text("被投诉部门", "Department"), refers="departments", published=False,
        header="被投诉部门编码", label="被投诉部门名称",
        note=Text(
            "不公布：不少部门只有一个窗口、一两名工作人员",
            "not published: many departments have one window with one clerk or two",
        ),
    ),
    Field("named", "boolean", Text("实名", "Named"), header="是否实名"),
    Field(
        "rule", "text", Text("时限规则", "Rule"), refers="complaint-limits", computed=True,
        note=Text("收到当日施行的规则", "the one in force on the day it came"),
    ),
    _limit("acceptance_days", "受理时限", "To be accepted within"),
    _limit("answer_days", "答复时限", "To be answered within"),
    _due("accept_due_on", "应受理日期", "To be accepted by",
         Text("收到后第“受理时限”个工作日", "so many working days after it came")),
    _date("accepted_on", "受理日期", "Accepted on"),
    _due("due_on", "应答复日期", "To be answered by",
         Text("收到后第“答复时限”个工作日", "so many working days after it came")),
    _date("answered_on", "答复日期", "Answered on"),
    Field("verdict", "code", Text("核查结论", "Verdict"), codes=VERDICTS, header="核查结论"),
    Field("measure", "code", Text("处理措施", "Measure"), codes=MEASURES, header="处理措施"),
    Field(
        "used_days", "integer", Text("答复用时", "Days used"), computed=True, unit=DAYS,
        note=Text("收到至答复的工作日数", "working days from the day it came to the answer"),
    ),
    _due("reopen_until_on", "再次投诉统计截止日", "Watched until",
         Text("答复后第30日", "the thirtieth day after the answer")),
    _date("reopened_on", "再次投诉日期", "Raised again on"),
    RECORDED,
    CALENDAR,
)  # fmt: skip
