"""The fields of a case's term: limits, stops, extension, first notice and delivery (行政许可法)."""

from __future__ import annotations

from data.definitions import Field, FieldType, Text, codes

DAYS = Text("工作日", "working days")
# What a source says itself, kept so that the term can be computed anew when stops arrive.
STATED: tuple[tuple[str, FieldType, str, str], ...] = (
    ("due_on", "date", "截止日期", "due date"),
    ("excluded_days", "integer", "扣除工作日", "excluded days"),
    ("used_days", "number", "办理用时", "used days"),
)
DUE_ON = Field(
    "due_on",
    "date",
    Text("承诺截止日期", "Due on"),
    derived=True,
    indexed=True,
    scheduled=True,
    note=Text(
        "承诺时限加不计时限的工作日和经批准的延长；暂停期间不确定",
        "the promised days, the excluded ones and the extension; none while a stop goes on",
    ),
    header="承诺截止日期",
)
TERM_FIELDS = (
    Field(
        "legal_days",
        "integer",
        Text("法定时限", "Legal limit"),
        minimum=0,
        maximum=2000,
        unit=DAYS,
        derived=True,
        header="法定时限",
    ),
    Field(
        "promised_days",
        "integer",
        Text("承诺时限", "Promised limit"),
        minimum=0,
        maximum=2000,
        unit=DAYS,
        derived=True,
        header="承诺时限",
    ),
    Field(
        "excluded_days",
        "integer",
        Text("不计时限的工作日", "Excluded days"),
        minimum=0,
        maximum=2000,
        unit=DAYS,
        derived=True,
        note=Text(
            "听证、检验、检测、专家评审等八种情形，书面告知申请人之日起计（行政许可法第四十五条）；"
            "起止日期见“办件期限扣除”",
            "hearing, testing, expert review and five more, from the day the applicant was told in "
            "writing (Art. 45); their dates are in case-stops",
        ),
        header="不计时限天数",
    ),
    Field(
        "joint_handling",
        "boolean",
        Text("统一、联合、集中办理", "Handled jointly"),
        note=Text(
            "法律未另作规定的，法定时限45个工作日，可延长15个工作日（第四十二条第二款）",
            "45 working days where no law says otherwise, 15 more at most (Art. 42 ¶2)",
        ),
        header="联合办理",
    ),
    Field(
        "excluded_basis",
        "code",
        Text("扣除依据", "Basis of the excluded days"),
        codes=codes(
            dated=("有起止日期", "stops with their dates"),
            undated=("来源仅有天数", "the source states only how many"),
        ),
        computed=True,
    ),
    Field(
        "extension_days",
        "integer",
        Text("延长期限", "Extension"),
        minimum=0,
        maximum=2000,
        unit=DAYS,
        note=Text(
            "经行政机关负责人批准并告知申请人方为有效，不超过10个工作日，统一、联合、集中办理的不超过15个"
            "（行政许可法第四十二条）；超出部分和期限届满后作出的不计",
            "valid with the consent of the head and notice to the applicant, 10 working days at most, 15 "
            "where handled jointly (Art. 42); what goes beyond, or comes after the term, does not count",
        ),
        header="延长工作日数",
    ),
    Field(
        "extension_approved_on",
        "date",
        Text("延期批准日期", "Extension approved on"),
        header="延期批准日期",
    ),
    Field(
        "extension_notified_on",
        "date",
        Text("延期告知日期", "Extension notified on"),
        header="延期告知日期",
    ),
    Field(
        "extension_basis",
        "code",
        Text("延期依据", "Basis of the extension"),
        codes=codes(
            dated=("已批准并告知", "approved and notified"),
            undated=("来源仅有天数", "the source states only how many days"),
            not_valid=(
                "未批准或未在期限内告知，不计",
                "not approved or not notified in time: not counted",
            ),
        ),
        computed=True,
    ),
    Field(
        "legal_due_on",
        "date",
        Text("法定截止日期", "Legally due on"),
        computed=True,
        scheduled=True,
        note=Text(
            "法定时限加不计时限的工作日和延长期限",
            "the legal limit, the excluded days and the extension",
        ),
    ),
    Field(
        "submitted_on",
        "date",
        Text("收件日期", "Papers handed in"),
        header="收件日期",
    ),
    Field(
        "notified_on",
        "date",
        Text("一次性告知日期", "Told what is missing on"),
        note=Text("行政许可法第三十二条", "Administrative Licensing Law, Art. 32"),
        header="一次性告知日期",
    ),
    Field(
        "notice_due_on",
        "date",
        Text("告知截止日期", "First notice due on"),
        computed=True,
        scheduled=True,
        note=Text(
            "收件后5个工作日（第三十二条）", "5 working days after the papers came (Art. 32)"
        ),
    ),
    Field(
        "counted_from_on",
        "date",
        Text("期限起算日期", "Term counts from"),
        computed=True,
        note=Text(
            "受理日期；收件后5个工作日内既未受理也未告知的，收件之日即为受理（第三十二条）",
            "the day of acceptance; of the handing in, where five working days passed without "
            "acceptance or notice (Art. 32)",
        ),
    ),
    Field(
        "delivered_on", "date", Text("证照送达日期", "Decision delivered on"), header="证照送达日期"
    ),
    Field(
        "delivery_due_on",
        "date",
        Text("送达截止日期", "Delivery due on"),
        computed=True,
        scheduled=True,
        note=Text(
            "作出准予行政许可决定之日起10个工作日（第四十四条）；来源不登记送达的不计",
            "10 working days from the decision to grant (Art. 44); none where the source records no deliveries",
        ),
    ),
    Field(
        "due_reason",
        "text",
        Text("未算出期限的原因", "Why there is no due date"),
        derived=True,
        note=Text(
            "calendar-2027 = 2027年节假日安排尚未公布或尚未录入；stopped = 期限暂停计算；"
            "no-calendar = 数据来源未指定工作日历",
            "calendar-2027 = that year's notice is not loaded; stopped = a stop goes on; no-calendar = the "
            "source names none",
        ),
    ),
    Field(
        "delivery_recorded",
        "boolean",
        Text("登记送达", "Deliveries recorded"),
        derived=True,
        published=False,
    ),
    *(
        Field(
            f"source_{name}",
            type,
            Text(f"来源{zh}", f"Source's {en}"),
            derived=True,
            published=False,
        )
        for name, type, zh, en in STATED
    ),
)
