"""The fields of disclosure requests."""

from __future__ import annotations

from data.catalog.disclosure.codes import APPLICANTS, DAYS, OUTCOME_WORDS, OUTCOMES
from data.catalog.reference import CALENDAR, DEPARTMENT
from data.definitions import Field, Text, codes
from data.rules.disclosure import FLAGS

FIELDS = (
    Field(
        "request_no", "text", Text("申请编号", "Request number"), required=True, header="申请编号"
    ),
    Field(
        "title",
        "text",
        Text("公开用题名", "Public title"),
        note=Text("仅限大厅为公开另写的题名", "only a title that the hall wrote for the public"),
        header="公开用题名",
    ),
    Field("topic", "text", Text("主题", "Topic"), header="主题分类"),
    DEPARTMENT,
    Field(
        "applicant_kind",
        "code",
        Text("申请人类别", "Kind of applicant"),
        codes=APPLICANTS,
        required=True,
        header="申请人类别",
    ),
    Field(
        "channel",
        "code",
        Text("提交方式", "Channel"),
        codes=codes(
            hall=("当面", "in person"),
            post=("邮寄", "by post"),
            online=("网上", "online"),
            fax=("传真", "by fax"),
            other=("其他", "other"),
        ),
        header="提交方式",
    ),
    Field(
        "received_on",
        "date",
        Text("收到日期", "Received on"),
        required=True,
        indexed=True,
        header="收到日期",
    ),
    Field(
        "corrected_on",
        "date",
        Text("收到补正日期", "Corrected on"),
        derived=True,
        header="收到补正日期",
    ),
    Field(
        "excluded_days",
        "integer",
        Text("不计期限的工作日", "Excluded days"),
        note=Text(
            "答复期限已含的扣除天数；征求意见尚未回复的，按最长可扣除天数计",
            "what the due date takes in; of somebody who was asked and has not replied, the most it can be",
        ),
        minimum=0,
        maximum=2000,
        unit=DAYS,
        derived=True,
        header="不计期限天数",
    ),
    Field(
        "extension_days",
        "integer",
        Text("延长的工作日", "Extension"),
        minimum=0,
        maximum=20,
        unit=DAYS,
        derived=True,
        header="延长天数",
    ),
    Field(
        "due_on",
        "date",
        Text("答复期限", "Due on"),
        derived=True,
        note=Text(
            "暂停计算（征求意见）期间为最迟期限，收到意见后提前",
            "while somebody is asked, the latest day; a reply brings it forward",
        ),
        indexed=True,
        scheduled=True,
        header="答复期限",
    ),
    Field(
        "applicant_limit_on",
        "date",
        Text("申请人补正或缴费期限", "Applicant's limit"),
        derived=True,
        scheduled=True,
        note=Text(
            "待补正、待缴费时申请人的最后一日；过后应不再处理并结案",
            "the applicant's last day while a correction or a fee is awaited; after it the request is "
            "due to be closed",
        ),
    ),
    Field(
        "answered_on",
        "date",
        Text("答复日期", "Answered on"),
        indexed=True,
        header="答复日期",
    ),
    Field(
        "closed_on",
        "date",
        Text("办结日期", "Closed on"),
        indexed=True,
        note=Text(
            "答复之日，或未作答复而结案之日（r21至r23）",
            "the day of the answer, or of the end without one (r21 to r23)",
        ),
        header="办结日期",
    ),
    Field(
        "used_days",
        "integer",
        Text("办理用时", "Used days"),
        unit=DAYS,
        derived=True,
        note=Text(
            "至答复之日；未作答复即结案的没有用时",
            "up to the answer; none where a request was closed without one",
        ),
        header="办理用时",
    ),
    Field(
        "outcome",
        "code",
        Text("办理结果", "Outcome"),
        codes=OUTCOMES,
        header="答复结果",
        words=OUTCOME_WORDS,
    ),
    Field(
        "state",
        "code",
        Text("状态", "State"),
        derived=True,
        codes=codes(
            open=("办理中", "open"),
            awaiting_correction=("待补正", "awaiting correction"),
            stopped=("暂停计算", "the term stands still"),
            answered=("已答复", "answered"),
            closed=("已结案（未作答复）", "closed without an answer"),
        ),
        header="办理状态",
        words={
            "办理中": "open",
            "待补正": "awaiting_correction",
            "计时停止": "stopped",
            "已答复": "answered",
            "已结束": "closed",
        },
    ),
    Field(
        "due_reason",
        "text",
        Text("未算出期限的原因", "Why there is no due date"),
        derived=True,
        note=Text(
            "awaiting-correction = 待补正；awaiting-fee = 待缴费；closed = 未作答复即结案；"
            "calendar-2027 = 2027年放假安排未录入；no-calendar = 数据来源未指定工作日历",
            "awaiting-correction; awaiting-fee; closed = closed without an answer; "
            "calendar-2027 = that year's notice is not loaded; no-calendar = the source names none",
        ),
    ),
    Field(
        "flags",
        "code",
        Text("提示", "Flags"),
        codes=codes(**FLAGS),
        several=True,
        computed=True,
        note=Text("可有多项，以英文逗号分隔", "Any number of them, as a,b"),
    ),
    Field("recorded_at", "instant", Text("入库时间", "Recorded at"), header="入库时间"),
    Field(
        "source_due_on",
        "date",
        Text("来源给出的期限", "Due date given by the source"),
        published=False,
        scheduled=True,
    ),
    Field(
        "source_excluded_days",
        "integer",
        Text("来源给出的不计天数", "Excluded days given by the source"),
        published=False,
    ),
    Field(
        "source_extension_days",
        "integer",
        Text("来源给出的延期", "Extension given by the source"),
        published=False,
    ),
    Field(
        "source_corrected_on",
        "date",
        Text("来源给出的补正日期", "Correction date given by the source"),
        published=False,
    ),
    Field(
        "source_answered_on",
        "date",
        Text("来源给出的答复日期", "Day of the answer given by the source"),
        published=False,
    ),
    Field(
        "source_closed_on",
        "date",
        Text("来源给出的办结日期", "Day of the end given by the source"),
        published=False,
    ),
    CALENDAR,
    Field("timeliness", "text", Text("是否按期", "On time or late"), derived=True, published=False),
    Field(
        "used_bucket", "text", Text("用时分档", "Time used, grouped"), derived=True, published=False
    ),
)
