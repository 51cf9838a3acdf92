"""The nine sections of the bulletin, the only place where it is said what they contain.

An indicator that is in no catalogue, or of which nothing was ever taken in, has no line; so a section
appears with the dataset that it is about. `tests/test_bulletin.py` names those that are in none.
"""

from __future__ import annotations

from api.bulletin.declared import Line, Section, Table, lines
from data.definitions import Text

QUALITY = "quality"

SECTIONS: tuple[Section, ...] = (
    Section(
        "cases",
        Text("办件", "Cases"),
        (
            Table(
                "cases",
                Text("全厅", "The hall"),
                lines(
                    "cases-accepted",
                    "cases-completed",
                    "cases-in-progress",
                    "cases-overdue",
                    "cases-past-legal-limit",
                    "cases-due-unknown",
                ),
            ),
            Table(
                "cases-by-department",
                Text("按部门", "By department"),
                lines("cases-accepted", "cases-completed", "cases-in-progress", "cases-overdue"),
                by="department",
            ),
        ),
    ),
    Section(
        "limits",
        Text("时限", "Time limits"),
        (
            Table(
                "limits",
                Text("全厅", "The hall"),
                lines(
                    "on-time-rate",
                    "on-time-rate-due",
                    "early-rate",
                    "actual-speed-up",
                    "actual-speed-up-promised",
                    "handling-days-median",
                    "handling-days-p90",
                    "extended-rate",
                    "first-notice-on-time",
                    "delivery-on-time",
                    "on-site-rate",
                ),
            ),
        ),
    ),
    Section(
        "ratings",
        Text("好差评", "Ratings"),
        (
            Table(
                "ratings",
                Text("评价", "Ratings"),
                (
                    Line("ratings", by="score"),
                    *lines(
                        "active-rating-rate",
                        "unrated-rate",
                        "good-rating-rate",
                        "bad-rating-rate",
                        "mean-score",
                    ),
                ),
            ),
            Table(
                "bad-ratings",
                Text("差评闭环", "What became of bad ratings"),
                lines(
                    "bad-ratings",
                    "bad-ratings-verified",
                    "bad-ratings-upheld",
                    "bad-ratings-rectified",
                    "bad-ratings-pending",
                    "rectification-rate",
                    "bad-reply-rate",
                    "call-back-rate",
                ),
            ),
        ),
    ),
    Section(
        "cards",
        Text("预警、黄牌、红牌", "Warnings and cards"),
        (
            Table(
                "cards",
                Text("电子监察", "Electronic supervision"),
                lines(
                    "warnings",
                    "yellow-cards",
                    "red-cards",
                    "warnings-per-thousand",
                    "yellow-cards-per-thousand",
                    "red-cards-per-thousand",
                    "alerts-withdrawn",
                    "cards-withdrawn-share",
                    "warning-resolved-rate",
                    "supervised-halls",
                ),
            ),
        ),
        absent=Text(
            "暂无电子监察数据；这不表示没有预警、黄牌和红牌。",
            "No data of electronic supervision is loaded, which does not mean that there were no warnings or cards.",
        ),
    ),
    Section(
        "disclosure",
        Text("依申请公开", "Disclosure on request"),
        (
            Table(
                "disclosure",
                Text("全市", "The city"),
                (
                    Line("disclosure-received", by="applicant_kind"),
                    *lines(
                        "disclosure-answered",
                        "disclosure-closed",
                        "disclosure-open",
                        "disclosure-overdue",
                        "disclosure-on-time",
                        "disclosure-days-median",
                        "disclosure-granted-rate",
                        "disclosure-corrected-rate",
                    ),
                ),
            ),
            Table(
                "disclosure-outcomes",
                Text("办理结果", "Outcomes"),
                (Line("disclosure-closed", by="outcome"),),
            ),
        ),
    ),
    Section(
        "voices",
        Text("热线、预约和投诉", "Hotline, appointments and complaints"),
        (
            Table(
                "hotline",
                Text("热线", "Hotline"),
                lines(
                    "calls",
                    "answered-rate",
                    "answered-15s",
                    "settled-at-once",
                    "order-on-time",
                    "orders-open",
                    "orders-overdue",
                    "reopened-rate",
                ),
            ),
            Table(
                "appointments",
                Text("预约", "Appointments"),
                lines(
                    "appointments",
                    "appointments-kept",
                    "off-day-served",
                    "kept-appointments-rate",
                    "hall-cancelled-rate",
                ),
            ),
            Table(
                "complaints",
                Text("投诉", "Complaints"),
                lines(
                    "complaints",
                    "complaints-per-10000",
                    "complaint-on-time",
                    "upheld-rate",
                    "complaints-open",
                    "complaints-overdue",
                    "complaint-days-median",
                    "box-openings",
                    "stuck-matters",
                    "stuck-open",
                    "stuck-overdue",
                    "stuck-solved-rate",
                ),
            ),
        ),
        absent=Text(
            "暂无热线、预约和投诉数据；这不表示没有投诉。",
            "No data on calls, appointments or complaints is loaded, which does not mean that nobody complained.",
        ),
    ),
    Section(
        "presence",
        Text("到岗和巡查", "Presence and patrols"),
        (
            Table(
                "presence",
                Text("到岗", "Presence"),
                lines("attendance-rate", "posted-rate", "windows-open", "first-asked-kept"),
            ),
            Table(
                "patrols",
                Text("巡查", "Patrols"),
                (
                    Line("patrols", by="kind"),
                    *lines(
                        "patrol-coverage",
                        "patrol-findings",
                        "findings-per-100",
                        "findings-open",
                        "findings-right-on-time",
                    ),
                ),
            ),
        ),
        absent=Text(
            "暂无到岗和巡查数据。", "No data on presence or patrols is loaded."
        ),
    ),
    Section(
        "conduct",
        Text("表彰和窗口考核", "Commendations and the assessment of windows"),
        (
            Table(
                "commendations",
                Text("表彰", "Commendations"),
                lines("commended-windows", "commended-staff", "share-of-windows"),
            ),
            Table(
                "assessment",
                Text("窗口考核分档", "Windows by band"),
                lines(
                    "windows-assessed", "windows-in-band-a", "windows-in-band-b", "windows-in-band-c", "assessment-score",
                ),
                weights="assessment-rules",
            ),
        ),
    ),
    Section(
        QUALITY,
        Text("数据质量", "Quality of the data"),
        (),
    ),
)  # fmt: skip


def declared() -> set[str]:
    """Every indicator that the bulletin would have."""
    return {id for section in SECTIONS for id in section.indicators()}
