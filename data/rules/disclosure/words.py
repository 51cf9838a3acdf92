"""What the ids of the disclosure rules say, as (Chinese, English), and where they come from."""

Words = tuple[str, str]

WHY: dict[str, Words] = {
    "received": ("收到申请", "Request received"),
    "start_day": ("起算日，次一工作日起计", "Day 0: counted from the next working day"),
    "weekend": ("周末，不计", "Weekend, not counted"),
    "holiday": ("法定节假日放假，不计", "Public holiday, not counted"),
    "counted": ("工作日，计入", "Working day, counted"),
    "make_up": ("调休上班，计入", "Make-up working day, counted"),
    "extended": ("延长期限内，计入", "Within the extension, counted"),
    "over": ("已超过答复期限，计入", "Past the due date, counted"),
    "stopped_third_party": ("征求第三方意见，不计", "Third party being consulted, not counted"),
    "stopped_agency": ("征求其他机关意见，不计", "Another agency being consulted, not counted"),
    "third_party_silent": (
        "第三方逾期未提出意见，由行政机关决定，计入",
        "No opinion from the third party in its time: the agency decides, counted",
    ),
    "agency_silent": (
        "其他机关逾期未提出意见，视为同意公开，计入",
        "No opinion from the other agency in its time: taken to agree, counted",
    ),
    "awaiting_correction": (
        "待申请人补正，不计",
        "Waiting for the corrected request, not counted",
    ),
    "awaiting_fee": ("待申请人缴费，不计", "Waiting for the fee, not counted"),
    "restarted": ("期限已重新起算，此前不计", "Before the term restarted, not counted"),
    "excluded_undated": (
        "依法扣除（来源未记日期），不计",
        "Excluded by law (the source gives no date), not counted",
    ),
    "after_answer": ("已答复，不再计", "Answered, no longer counted"),
    "after_closing": (
        "已办结（未作答复），不再计",
        "Closed without an answer, no longer counted",
    ),
}
"""Why a day counts or not."""


def _article(numbers_zh: str, numbers_en: str) -> Words:
    """Articles of the Regulation on the Disclosure of Government Information (2019)."""
    return f"政府信息公开条例{numbers_zh}", f"Disclosure Regulation, {numbers_en}"


_RECEIPT = _article("第三十一条", "Art. 31")
_TERM = _article("第三十三条", "Art. 33")
_CORRECTION = _article("第三十条", "Art. 30")
_FEE_NOTICE = "国办函〔2020〕109号"
_HOLIDAYS = (
    "国务院办公厅年度节假日安排通知",
    "the holiday notice of the General Office of the State Council",
)

ARTICLES: dict[str, Words] = {
    "received": _RECEIPT,
    "start_day": _RECEIPT,
    "weekend": (
        "国务院关于职工工作时间的规定第七条",
        "State Council Provisions on Working Hours, Art. 7",
    ),
    "holiday": _HOLIDAYS,
    "counted": _TERM,
    "make_up": _HOLIDAYS,
    "extended": _TERM,
    "over": _TERM,
    "stopped_third_party": _article("第三十二条、第三十三条", "Art. 32 and 33"),
    "stopped_agency": _article("第三十三条、第三十四条", "Art. 33 and 34"),
    "third_party_silent": _article("第三十二条", "Art. 32"),
    "agency_silent": _article("第三十四条", "Art. 34"),
    "awaiting_correction": _CORRECTION,
    "awaiting_fee": (
        f"政府信息公开条例第四十二条；{_FEE_NOTICE}",
        f"Disclosure Regulation, Art. 42; {_FEE_NOTICE}",
    ),
    "restarted": _CORRECTION,
    "excluded_undated": _TERM,
    "after_answer": _TERM,
    "after_closing": _TERM,
}
"""The rule behind each reason, by article: (Chinese, English)."""

RESTARTS: dict[str, Words] = {"corrected": _CORRECTION, "fee_paid": (_FEE_NOTICE, _FEE_NOTICE)}
"""The rule by which a term restarts: its new day 0, and the days before it that no longer count."""

FLAGS: dict[str, Words] = {
    "late_correction_notice": (
        "补正告知晚于收到申请后7个工作日",
        "Correction asked for later than 7 working days after receipt",
    ),
    "repeated_correction_notice": (
        "不止一次告知补正：仅首次补正重新起算期限，其后照常计算",
        "More than one correction notice: only the first restarts the term, days go on counting",
    ),
    "repeated_fee_notice": (
        "不止一次发出收费通知：仅首次缴费重新起算期限，其后照常计算",
        "More than one fee notice: only the first restarts the term, days go on counting",
    ),
    "correction_notice_after_term": (
        "补正告知在答复期限届满后发出，不重新起算，答复期限不变",
        "Correction asked for after the term had run out: it restarts nothing, the due date stands",
    ),
    "fee_notice_after_term": (
        "收费通知在答复期限届满后发出，不重新起算，答复期限不变",
        "Fee notice sent after the term had run out: it restarts nothing, the due date stands",
    ),
    "correction_without_notice": (
        "收到补正而无相应的告知记录，不重新起算",
        "A correction without a notice for it on record: it restarts nothing",
    ),
    "fee_without_notice": (
        "有缴费而无相应的收费通知记录，不重新起算",
        "A payment without a fee notice on record: it restarts nothing",
    ),
    "no_correction_limit": (
        "补正告知未记载补正期限",
        "The correction notice has no limit on record",
    ),
    "correction_overdue": (
        "申请人未在补正期限内补正",
        "Not corrected within the limit that the notice set",
    ),
    "stop_after_term": (
        "征求意见在答复期限届满后开始，不予扣除",
        "Somebody was asked only after the term had run out: nothing is excluded for it",
    ),
    "late_delivery": (
        "征求意见书送达过晚：答复时间自发出之日起计算，送达后不另给时间",
        "A letter was delivered too late: the time to reply runs from its sending, and not anew",
    ),
    "overdue_when_closed": (
        "未作答复办结时，答复期限已过",
        "Closed without an answer after its due date had passed",
    ),
    "invalid_extension": (
        "延期缺少负责人同意或未告知申请人，不予计入",
        "Extension without consent or without notice: it does not count",
    ),
    "late_extension": (
        "延期在原答复期限届满后办理，不予计入",
        "Extension made after the term had run out: it does not count",
    ),
    "extension_capped": (
        "延期超过20个工作日，按20个工作日计",
        "Extension of more than 20 working days, counted as 20",
    ),
    "undated_extension": (
        "来源只有延期天数，未记同意和告知日期",
        "The source gives the extension's days without its dates",
    ),
    "undated_exclusion": (
        "来源只有扣除天数，未记日期",
        "The source gives excluded days without their dates",
    ),
    "fee_unpaid": (
        "收费通知后20个工作日内未缴费",
        "Not paid within 20 working days of the fee notice",
    ),
    "third_party_late": (
        "第三方逾期未提出意见：由行政机关依法决定是否公开（第三十二条），此后的工作日照常计入",
        "No opinion from the third party in its time: the agency decides (Art. 32), and working days "
        "after that count",
    ),
    "agency_late": (
        "其他机关逾期未提出意见：视为同意公开（第三十四条），此后的工作日照常计入",
        "No opinion from the other agency in its time: it is taken to agree (Art. 34), and working "
        "days after that count",
    ),
    "reply_without_request": (
        "有回复而无相应的征求记录",
        "A reply without a request for it on record",
    ),
    "event_out_of_span": (
        "有早于收到申请或晚于答复的记录，未计入",
        "Entries before receipt or after the answer were left out",
    ),
    "ended_before_receipt": ("办结日期早于收到日期", "Ended before the day of receipt"),
}
"""What is shown beside a clock."""

REASONS: dict[str, Words] = {
    "awaiting-correction": (
        "待申请人补正，收到补正后重新起算",
        "Waiting for the correction; the term restarts when it comes in",
    ),
    "awaiting-fee": (
        "待申请人缴费，缴费次日起重新起算",
        "Waiting for the fee; the term restarts the day after payment",
    ),
    "awaiting-correction-over": (
        "补正期限（{limit}）已过，申请人未补正：应不再处理该申请并结案，尚未结案",
        "Not corrected by the limit ({limit}): due to be closed, not closed yet",
    ),
    "awaiting-fee-over": (
        "缴费期限（{limit}）已过，申请人未缴费：应不再处理该申请并结案，尚未结案",
        "Not paid by the limit ({limit}): due to be closed, not closed yet",
    ),
    "closed": ("未作答复即结案，不再计算期限", "Closed without an answer; no term runs"),
    "no-calendar": (
        "数据来源未指定工作日历，不计算期限",
        "The source names no calendar of working days; no term is counted",
    ),
    "calendar": (
        "{year}年放假安排尚未公布或尚未录入，答复期限暂不能计算",
        "The holiday notice for {year} is not out or not loaded; the due date cannot be computed yet",
    ),
}


def reason_words(reason: str) -> Words:
    """Words for a clock's `reason`; `calendar-2027` names its year. KeyError if unknown."""
    id, _, year = reason.rpartition("-")
    if id == "calendar" and year.isdigit():
        zh, en = REASONS["calendar"]
        return zh.format(year=year), en.format(year=year)
    return REASONS[reason]


KNOWN: Words = (
    "；至{until}已计{known}个工作日，尚余{remaining}个",
    "; {known} working days are counted up to {until}, {remaining} remain",
)
"""How much of a term is known that runs into a year without a notice."""
