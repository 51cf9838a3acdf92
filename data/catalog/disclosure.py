"""依申请公开: requests under the disclosure regulation of 2019 (国务院令第711号), and their events.

Outcomes are the official rows of the annual report's table 三 (国办公开办函〔2021〕30号).
"""

from __future__ import annotations

from typing import Any

from data.catalog.reference import DEPARTMENT
from data.definitions import Dataset, Dimension, Field, Indicator, Need, Text, codes
from data.derive.requests import CLOCK, REQUEST_BUCKETS, derive_requests
from data.measures import Count, Flow, Quantile, Share, Stock
from data.rules.disclosure.words import FLAGS

ART_33 = Text("政府信息公开条例第三十三条", "Disclosure Regulation, Art. 33")
REPORT = Text(
    "政府信息公开工作年度报告格式（国办公开办函〔2021〕30号）",
    "format of the annual disclosure report (General Office of the State Council, letter 30 of 2021)",
)
DAYS = Text("工作日", "working days")
# What the rules write, in the words of the rules.
FLAG_NOTE = Text(
    "可有多项，以英文逗号分隔：" + "；".join(f"{id} = {zh}" for id, (zh, _) in FLAGS.items()),
    "Several as a,b: " + "; ".join(f"{id} = {en}" for id, (_, en) in FLAGS.items()),
)

APPLICANTS = codes(
    person=("自然人", "natural person"),
    company=("商业企业", "commercial enterprise"),
    research=("科研机构", "research institution"),
    welfare=("社会公益组织", "public-benefit organisation"),
    legal=("法律服务机构", "legal-service institution"),
    other=("其他", "other"),
)
OUTCOMES = codes(
    r03=("予以公开", "disclosed"),
    r04=("部分公开", "disclosed in part"),
    r05=("不予公开：属于国家秘密", "refused: state secret"),
    r06=("不予公开：其他法律行政法规禁止公开", "refused: forbidden by another law or regulation"),
    r07=("不予公开：危及“三安全一稳定”", "refused: would endanger security or stability"),
    r08=("不予公开：保护第三方合法权益", "refused: rights of a third party"),
    r09=("不予公开：属于三类内部事务信息", "refused: internal administration"),
    r10=("不予公开：属于四类过程性信息", "refused: information on a process under way"),
    r11=("不予公开：属于行政执法案卷", "refused: enforcement case file"),
    r12=("不予公开：属于行政查询事项", "refused: open to enquiry by another procedure"),
    r13=("无法提供：本机关不掌握", "cannot be given: not held here"),
    r14=("无法提供：没有现成信息需另行制作", "cannot be given: would have to be made"),
    r15=("无法提供：补正后仍不明确", "cannot be given: unclear after correction"),
    r16=("不予处理：信访举报投诉类", "not processed: petition, report or complaint"),
    r17=("不予处理：重复申请", "not processed: repeated request"),
    r18=("不予处理：要求提供公开出版物", "not processed: asks for a publication"),
    r19=("不予处理：无正当理由大量反复申请", "not processed: mass requests without reason"),
    r20=("不予处理：要求确认或重新出具已获取信息", "not processed: asks to confirm what was given"),
    r21=("其他处理：逾期不补正", "otherwise: not corrected in time"),
    r22=("其他处理：逾期未缴费", "otherwise: fee not paid in time"),
    r23=("其他处理：其他", "otherwise: other"),
)
EVENT_KINDS = codes(
    correction_asked=("通知补正", "correction asked"),
    corrected=("收到补正", "corrected"),
    third_party_asked=("征求第三方意见", "third party asked"),
    third_party_replied=("第三方回复", "third party replied"),
    agency_asked=("征求其他机关意见", "other agency asked"),
    agency_replied=("其他机关回复", "other agency replied"),
    fee_notified=("通知缴费", "fee notified"),
    fee_paid=("缴费", "fee paid"),
    extension_approved=("批准延期", "extension approved"),
    extension_notified=("告知延期", "extension notified"),
)
BREAKDOWN = ("department", "applicant_kind", "channel")
ANSWERED = (*BREAKDOWN, "outcome", "used_bucket")


def _late(r: Any) -> Any:
    return r.answered_on.is_(None) | (r.answered_on > r.due_on)


def _waits(r: Any, first: int, last: int) -> Any:
    """Requests without a due date or used days for want of a year's notice, and all open ones."""
    return (
        r.answered_on.is_(None)
        | r.due_reason.like("calendar-%")
        | (r.used_days.is_(None) & r.answered_on.between(first, last))
    )


REQUEST_FIELDS = (
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
        indexed=True,
        scheduled=True,
        header="答复期限",
    ),
    Field(
        "answered_on",
        "date",
        Text("答复或结案日期", "Answered or closed on"),
        indexed=True,
        header="答复日期",
    ),
    Field(
        "used_days",
        "integer",
        Text("办理用时", "Used days"),
        unit=DAYS,
        derived=True,
        header="办理用时",
    ),
    Field(
        "outcome",
        "code",
        Text("办理结果", "Outcome"),
        codes=OUTCOMES,
        header="答复结果",
        words={
            "予以公开": "r03",
            "部分公开": "r04",
            "不予公开-国家秘密": "r05",
            "不予公开-法律行政法规禁止": "r06",
            "不予公开-三安全一稳定": "r07",
            "不予公开-第三方合法权益": "r08",
            "不予公开-三类内部事务信息": "r09",
            "不予公开-四类过程性信息": "r10",
            "不予公开-行政执法案卷": "r11",
            "不予公开-行政查询事项": "r12",
            "无法提供-本机关不掌握": "r13",
            "无法提供-需另行制作": "r14",
            "无法提供-补正后仍不明确": "r15",
            "不予处理-信访举报投诉": "r16",
            "不予处理-重复申请": "r17",
            "不予处理-公开出版物": "r18",
            "不予处理-大量反复申请": "r19",
            "不予处理-确认或重新出具": "r20",
            "其他处理-逾期不补正": "r21",
            "其他处理-逾期未缴费": "r22",
            "其他处理-其他": "r23",
        },
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
            closed=("已结束", "closed"),
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
            "stopped = 暂停计算；awaiting-correction = 待补正；awaiting-fee = 待缴费；closed = 未作答复即结案；"
            "calendar-2027 = 2027 年放假安排未装入",
            "stopped = the term stands still; awaiting-correction; awaiting-fee; closed = closed without an answer; "
            "calendar-2027 = that year's notice is not loaded",
        ),
    ),
    Field(
        "flags",
        "text",
        Text("提示", "Flags"),
        derived=True,
        note=FLAG_NOTE,
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
        "used_bucket", "text", Text("用时分档", "Time used, grouped"), derived=True, published=False
    ),
)

INDICATORS = (
    Indicator(
        id="disclosure-received",
        title=Text("收到申请", "Requests received"),
        formula=Text("收到日期在期内的申请数", "requests received in the period"),
        measure=Count(),
        dated="received_on",
        dimensions=BREAKDOWN,
        reference=REPORT,
    ),
    Indicator(
        id="disclosure-answered",
        title=Text("已答复或结案", "Requests answered or closed"),
        formula=Text(
            "答复或结案日期在期内的申请数（含逾期不补正、逾期未缴费而未作答复即结案的）",
            "requests answered or closed in the period (closed: without an answer, as not corrected "
            "or not paid in time)",
        ),
        measure=Count(),
        dated="answered_on",
        dimensions=ANSWERED,
        reference=REPORT,
    ),
    Indicator(
        id="disclosure-open",
        title=Text("在办申请", "Open requests"),
        formula=Text(
            "期末已收到、尚未答复或结案的申请数",
            "requests received and neither answered nor closed at the end of the period",
        ),
        measure=Stock(inflow=Flow("received_on"), outflow=Flow("answered_on")),
        dimensions=BREAKDOWN,
        reference=REPORT,
    ),
    Indicator(
        id="disclosure-overdue",
        title=Text("逾期未答复", "Overdue requests"),
        formula=Text(
            "期末答复期限已过、尚未答复或结案的申请数",
            "requests past their due date and neither answered nor closed at the end of the period",
        ),
        measure=Stock(
            inflow=Flow("due_on", where=_late, lag=1),
            outflow=Flow("answered_on", where=lambda r: r.answered_on > r.due_on),
        ),
        dimensions=BREAKDOWN,
        favourable="low",
        reference=ART_33,
    ),
    Indicator(
        id="disclosure-on-time",
        title=Text("按期答复率", "Answered on time"),
        formula=Text(
            "期内到期（早于今天）且按期答复的申请 ÷ 期内到期（早于今天）的申请",
            "answered by the due date ÷ all whose due date fell in the period and has passed",
        ),
        measure=Share(of=lambda r: r.answered_on <= r.due_on),
        unit="fraction",
        dated="due_on",
        dimensions=BREAKDOWN,
        settled=True,
        favourable="high",
        reference=ART_33,
    ),
    Indicator(
        id="disclosure-granted-rate",
        title=Text("公开率", "Disclosed in whole or in part"),
        formula=Text(
            "（予以公开 + 部分公开）÷ 办理结果总计",
            "(disclosed + disclosed in part) ÷ all outcomes",
        ),
        measure=Share(
            of=lambda r: r.outcome.in_(("r03", "r04")), among=lambda r: r.outcome.is_not(None)
        ),
        unit="fraction",
        dated="answered_on",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=REPORT,
    ),
    Indicator(
        id="disclosure-days-median",
        title=Text("答复用时中位数", "Median time to answer"),
        formula=Text(
            "期内答复申请的用时（工作日）中位数；未作答复即结案的不计",
            "median of used working days over requests answered; not over those closed without an answer",
        ),
        measure=Quantile(of="used_days", q=0.5, among=lambda r: r.state == "answered"),
        unit="days",
        dated="answered_on",
        dimensions=("department", "applicant_kind"),
        favourable="low",
        reference=ART_33,
    ),
)

DATASETS = (
    Dataset(
        id="disclosure-requests",
        title=Text("依申请公开", "Disclosure requests"),
        description=Text(
            "政府信息公开申请及其办理进度。不含申请人姓名、联系方式和申请内容。",
            "Requests for government information and their progress; without the applicant's name, contact or words.",
        ),
        key=("request_no",),
        counted=Text("件", "requests"),
        fields=REQUEST_FIELDS,
        indicators=INDICATORS,
        dimensions=(
            Dimension("department", Text("部门", "Department")),
            Dimension("applicant_kind", Text("申请人类别", "Kind of applicant")),
            Dimension("channel", Text("提交方式", "Channel")),
            Dimension("outcome", Text("办理结果", "Outcome")),
            Dimension("used_bucket", Text("用时分档", "Time used, grouped"), codes=REQUEST_BUCKETS),
        ),
        newest=("answered_on", "received_on"),
        derive=derive_requests,
        needs=(Need("disclosure-events", "request_no", renews=True),),
        restores=CLOCK,
        waits=_waits,
        ordered=(("received_on", "answered_on"),),
        cadence=Text("每个工作日", "every working day"),
        max_age_seconds=4 * 86400,
    ),
    Dataset(
        id="disclosure-events",
        title=Text("依申请公开办理节点", "Events of disclosure requests"),
        description=Text(
            "补正、征求意见、缴费、延期等影响答复期限的节点。",
            "Corrections, consultations, fees and extensions: what moves the due date of a request.",
        ),
        key=("request_no", "kind", "on"),
        fields=(
            Field(
                "request_no",
                "text",
                Text("申请编号", "Request number"),
                required=True,
                header="申请编号",
            ),
            Field(
                "kind",
                "code",
                Text("节点", "Event"),
                codes=EVENT_KINDS,
                required=True,
                header="节点",
                words={
                    "通知补正": "correction_asked",
                    "收到补正": "corrected",
                    "征求第三方意见": "third_party_asked",
                    "第三方答复": "third_party_replied",
                    "征求其他机关意见": "agency_asked",
                    "其他机关答复": "agency_replied",
                    "通知缴费": "fee_notified",
                    "缴费": "fee_paid",
                    "批准延期": "extension_approved",
                    "告知延期": "extension_notified",
                },
            ),
            Field("on", "date", Text("日期", "On"), required=True, indexed=True, header="节点日期"),
            Field("recorded_at", "instant", Text("入库时间", "Recorded at"), header="入库时间"),
        ),
        newest=("on",),
        cadence=Text("每个工作日", "every working day"),
        max_age_seconds=14 * 86400,
    ),
)
