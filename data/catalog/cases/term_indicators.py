"""What the law asks of a case beside its promise: first notice, delivery, extensions; and cases online."""

from __future__ import annotations

from data.definitions import Indicator, Text
from data.measures import Share

LIMITS = Text(
    "行政许可法第四十二条、第四十五条、第八十二条；公共服务事项和承诺时限依本厅事项清单",
    "Administrative Licensing Law, Art. 42, 45 and 82; public services and promised limits by this "
    "hall's item list",
)
_WHERE = ("department", "item", "item_kind")

TERM_INDICATORS = (
    Indicator(
        id="first-notice-on-time",
        title=Text("一次性告知及时率", "First notice on time"),
        formula=Text(
            "收件后5个工作日内受理或一次性告知补正的办件 ÷ 告知截止日期在期内（早于今天）的办件；"
            "限登记收件日期、已受理的办件",
            "accepted or told at once what is missing within 5 working days of the handing in ÷ cases "
            "whose 5 days ended in the period and before today; of cases that say when the papers came "
            "and that were accepted",
        ),
        measure=Share(
            of=lambda r: (
                (r.accepted_on <= r.notice_due_on)
                | (r.notified_on.is_not(None) & (r.notified_on <= r.notice_due_on))
            ),
            among=lambda r: r.submitted_on.is_not(None),
        ),
        unit="fraction",
        dated="notice_due_on",
        dimensions=_WHERE,
        settled=True,
        favourable="high",
        reference=Text("行政许可法第三十二条", "Administrative Licensing Law, Art. 32"),
    ),
    Indicator(
        id="delivery-on-time",
        title=Text("证照送达及时率", "Decisions delivered on time"),
        formula=Text(
            "作出准予决定后10个工作日内送达的办件 ÷ 送达截止日期在期内（早于今天）的准予行政许可办件",
            "delivered within 10 working days of the decision ÷ approvals granted whose 10 days ended in "
            "the period and before today",
        ),
        measure=Share(of=lambda r: r.delivered_on <= r.delivery_due_on),
        unit="fraction",
        dated="delivery_due_on",
        dimensions=_WHERE,
        settled=True,
        favourable="high",
        reference=Text("行政许可法第四十四条", "Administrative Licensing Law, Art. 44"),
    ),
    Indicator(
        id="extended-rate",
        title=Text("延期办理率", "Cases extended"),
        formula=Text(
            "经批准延长期限的办件 ÷ 期内办结的承诺件",
            "promised cases whose term was extended ÷ promised cases completed in the period",
        ),
        measure=Share(
            of=lambda r: r.extension_basis.in_(("dated", "undated")),
            among=lambda r: r.case_kind == "promised",
        ),
        unit="fraction",
        dated="completed_on",
        dimensions=_WHERE,
        favourable="low",
        reference=Text("行政许可法第四十二条", "Administrative Licensing Law, Art. 42"),
    ),
    Indicator(
        id="online-rate",
        title=Text("网上受理率", "Accepted online"),
        formula=Text("网上受理的办件 ÷ 期内受理的办件", "accepted online ÷ accepted in the period"),
        measure=Share(of=lambda r: r.channel == "online"),
        unit="fraction",
        dated="accepted_on",
        dimensions=("department", "item", "item_kind", "case_kind", "applicant_kind"),
        favourable="high",
        reference=Text("本厅统计口径", "this hall's counting rules"),
    ),
)
