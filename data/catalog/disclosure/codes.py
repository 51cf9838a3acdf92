"""What the coded fields of disclosure requests and their events can be, and where the rules stand.

Outcomes are the official rows of the annual report's table 三 (国办公开办函〔2021〕30号).
"""

from __future__ import annotations

from data.definitions import Text, codes

ART_33 = Text("政府信息公开条例第三十三条", "Disclosure Regulation, Art. 33")
REPORT = Text(
    "政府信息公开工作年度报告格式（国办公开办函〔2021〕30号）",
    "format of the annual disclosure report (General Office of the State Council, letter 30 of 2021)",
)
DAYS = Text("工作日", "working days")

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
OUTCOME_WORDS = {
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
}
"""What the hall's own systems write for outcomes."""

EVENT_KINDS = codes(
    correction_asked=("告知补正", "correction asked"),
    corrected=("收到补正", "corrected"),
    third_party_asked=("征求第三方意见", "third party asked"),
    third_party_served=("第三方收到征求意见书", "letter received by the third party"),
    third_party_replied=("第三方提出意见", "third party replied"),
    agency_asked=("征求其他机关意见", "other agency asked"),
    agency_served=("其他机关收到征求意见函", "letter received by the other agency"),
    agency_replied=("其他机关提出意见", "other agency replied"),
    fee_notified=("发出收费通知", "fee notified"),
    fee_paid=("缴费", "fee paid"),
    extension_approved=("负责人同意延期", "extension approved"),
    extension_notified=("告知延期", "extension notified"),
)
TIMELINESS = codes(
    on_time=("按期答复", "answered on time"),
    late=("逾期答复", "answered late"),
)
