"""The annual report's tables as the official format lays them out (国办公开办函〔2021〕30号)."""

from __future__ import annotations

from dataclasses import dataclass

from data.definitions import Text

FORMAT = Text(
    "《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）",
    "Format of the annual report on government information disclosure "
    "(General Office of the State Council, letter 30 of 2021)",
)
TABLE3_TITLE = Text(
    "收到和处理政府信息公开申请情况", "Requests for government information received and handled"
)
TABLE4_TITLE = Text(
    "政府信息公开行政复议、行政诉讼情况",
    "Administrative reconsiderations and lawsuits over government information",
)
TABLE2_TITLE = Text("主动公开政府信息情况", "Information published without request")
FEES_TITLE = Text("收取信息处理费情况", "Information fees")

APPLICANTS = ("person", "company", "research", "welfare", "legal", "other")
TOTAL = "total"
COLUMNS = (*APPLICANTS, TOTAL)
"""Of table 三; all but the first and the last stand under 法人或其他组织."""
COLUMN_TITLES = {
    "person": Text("自然人", "Natural persons"),
    "company": Text("商业企业", "Commercial enterprises"),
    "research": Text("科研机构", "Research institutions"),
    "welfare": Text("社会公益组织", "Public-benefit organisations"),
    "legal": Text("法律服务机构", "Legal-service institutions"),
    "other": Text("其他", "Other"),
    "total": Text("总计", "Total"),
}
APPLICANTS_TITLE = Text("申请人情况", "Applicants")
LEGAL_PERSONS_TITLE = Text("法人或其他组织", "Legal persons and other organisations")
RULE_TITLE = Text(
    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
    "(In each column, item I plus item II equals item III plus item IV)",
)
HANDLED = Text("三、本年度办理结果", "III. Handled in the year")


@dataclass(frozen=True)
class Row:
    """A row of table 三. `group`: the heading within 三 that it stands under, if any."""

    id: str
    title: Text
    group: Text | None = None

    @property
    def handled(self) -> bool:
        """Whether the row stands under 三、本年度办理结果."""
        return self.id not in ("r01", "r02", "r25")

    @property
    def is_outcome(self) -> bool:
        return "r03" <= self.id <= "r23"


_REFUSED = Text("（三）不予公开", "(iii) Refused")
_IMPOSSIBLE = Text("（四）无法提供", "(iv) Cannot be given")
_UNPROCESSED = Text("（五）不予处理", "(v) Not processed")
_OTHERWISE = Text("（六）其他处理", "(vi) Handled otherwise")


def _row(n: int, zh: str, en: str, group: Text | None = None) -> Row:
    return Row(f"r{n:02d}", Text(zh, en), group)


ROWS = (
    _row(1, "一、本年新收政府信息公开申请数量", "I. New requests received in the year"),
    _row(2, "二、上年结转政府信息公开申请数量", "II. Requests carried over from the year before"),
    _row(3, "（一）予以公开", "(i) Disclosed"),
    _row(
        4,
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        "(ii) Disclosed in part (counted here only)",
    ),
    _row(5, "1.属于国家秘密", "1. State secret", _REFUSED),
    _row(6, "2.其他法律行政法规禁止公开", "2. Forbidden by another law or regulation", _REFUSED),
    _row(7, "3.危及“三安全一稳定”", "3. Would endanger security or stability", _REFUSED),
    _row(8, "4.保护第三方合法权益", "4. Rights of a third party", _REFUSED),
    _row(9, "5.属于三类内部事务信息", "5. Internal administration", _REFUSED),
    _row(10, "6.属于四类过程性信息", "6. Information on a process under way", _REFUSED),
    _row(11, "7.属于行政执法案卷", "7. Enforcement case file", _REFUSED),
    _row(12, "8.属于行政查询事项", "8. Open to enquiry by another procedure", _REFUSED),
    _row(13, "1.本机关不掌握相关政府信息", "1. Not held here", _IMPOSSIBLE),
    _row(14, "2.没有现成信息需要另行制作", "2. Would have to be made", _IMPOSSIBLE),
    _row(15, "3.补正后申请内容仍不明确", "3. Unclear after correction", _IMPOSSIBLE),
    _row(16, "1.信访举报投诉类申请", "1. Petition, report or complaint", _UNPROCESSED),
    _row(17, "2.重复申请", "2. Repeated request", _UNPROCESSED),
    _row(18, "3.要求提供公开出版物", "3. Asks for a publication", _UNPROCESSED),
    _row(19, "4.无正当理由大量反复申请", "4. Many repeated requests without reason", _UNPROCESSED),
    _row(
        20,
        "5.要求行政机关确认或重新出具已获取信息",
        "5. Asks to confirm or reissue what was given",
        _UNPROCESSED,
    ),
    _row(
        21,
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "1. Not corrected in time, handled no further",
        _OTHERWISE,
    ),
    _row(
        22,
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "2. Fee not paid in time, handled no further",
        _OTHERWISE,
    ),
    _row(23, "3.其他", "3. Other", _OTHERWISE),
    _row(24, "（七）总计", "(vii) Total"),
    _row(25, "四、结转下年度继续办理", "IV. Carried over to the next year"),
)
ROW_IDS = tuple(row.id for row in ROWS)

GROUPS = ("reconsideration", "direct_litigation", "litigation_after_reconsideration")
"""Of table 四, with its five columns each; the last two stand under 行政诉讼."""
GROUP_TITLES = {
    "reconsideration": Text("行政复议", "Administrative reconsideration"),
    "direct_litigation": Text("未经复议直接起诉", "Without reconsideration"),
    "litigation_after_reconsideration": Text("复议后起诉", "After reconsideration"),
}
LITIGATION_TITLE = Text("行政诉讼", "Administrative litigation")
REVIEW_COLUMNS = ("upheld", "corrected", "other", "pending", TOTAL)
REVIEW_TITLES = {
    "upheld": Text("结果维持", "Upheld"),
    "corrected": Text("结果纠正", "Corrected"),
    "other": Text("其他结果", "Other result"),
    "pending": Text("尚未审结", "Pending"),
    "total": Text("总计", "Total"),
}

# Table 二: article of the regulation → (what, figures of `disclosure-statements` by column).
STATEMENTS = (
    (
        Text("第二十条第（一）项", "Art. 20 (1)"),
        (
            (Text("规章", "Government rules"), ("rules_made", "rules_repealed", "rules_in_force")),
            (
                Text("行政规范性文件", "Normative documents"),
                ("normative_made", "normative_repealed", "normative_in_force"),
            ),
        ),
    ),
    (
        Text("第二十条第（五）项", "Art. 20 (5)"),
        ((Text("行政许可", "Administrative licences"), ("licences",)),),
    ),
    (
        Text("第二十条第（六）项", "Art. 20 (6)"),
        (
            (Text("行政处罚", "Administrative penalties"), ("penalties",)),
            (Text("行政强制", "Administrative coercion"), ("coercion",)),
        ),
    ),
    (
        Text("第二十条第（八）项", "Art. 20 (8)"),
        ((Text("行政事业性收费", "Administrative charges"), ("charges",)),),
    ),
)
FEES = ("fee_notices", "fee_charged", "fee_received")
