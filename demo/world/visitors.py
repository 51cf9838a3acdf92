"""How people reach the simulated hall otherwise: its hotline, appointments, terminals. Invented.

What the press report says: the hotline 96196 round the clock, appointments on days off; no figures. So
all volumes here are the demo's own, but for what is drawn from the cases of these channels.
"""

from __future__ import annotations

from typing import Final

# --- the hotline --------------------------------------------------------------------------------
CALLS_A_YEAR: Final = 72_000
# Of calls that are no application, by kind: share, share passed on, working days to close it.
CALL_KINDS: Final = {
    "enquiry": (0.66, 0.08, 3),
    "complaint": (0.10, 0.80, 10),
    "help": (0.14, 0.55, 5),
    "suggestion": (0.03, 0.70, 10),
    "report": (0.02, 0.95, 15),
    "other": (0.05, 0.20, 5),
}
UNANSWERED: Final = (0.04, 0.10)  # of calls that are no application: usually, in the busiest hours
BUSIEST_HOURS: Final = (9, 10, 15)
WAIT: Final = (7.0, 13.0)  # seconds, mean: usually, in the busiest hours
ORDER_LATE, ORDER_LEFT = 0.025, 0.001  # closed after its limit; never closed
REOPENED: Final = 0.045
ENTERED_NEXT_DAY: Final = 0.003
BROKEN_CALL: Final = 0.0002  # lines with a wait below 0, never put right
FOLLOWED_UP: Final = 0.55  # of the calls passed on and closed
SOLVED: Final = 0.87
RATINGS: Final = (0.02, 0.04, 0.10, 0.30, 0.54)  # 1 … 5

# --- appointments -------------------------------------------------------------------------------
NOT_KEPT: Final = 0.117  # beside each that is kept: 25,000 booked at the hall a year
NOT_KEPT_AS: Final = {
    "no_show": 0.56,
    "cancelled_by_applicant": 0.39,
    "cancelled_by_hall": 0.05,
}
BOOKED_BY: Final = {"online": 0.62, "hotline": 0.25, "hall": 0.13}
AHEAD: Final = 3.2  # working days, mean
ARRIVAL_WAIT: Final = 4.0  # minutes, mean
AT_HOME: Final = 0.27  # of the cases that come by no other channel
PUT_RIGHT: Final = 0.015  # entered as not kept, were cancelled
BROKEN_APPOINTMENT: Final = 0.002  # of those not kept: lines booked after their day

# --- matters that are stuck ---------------------------------------------------------------------
STUCK_A_YEAR: Final = 400
STUCK_LIMIT: Final = 5  # working days
STUCK_CAUSES: Final = {
    "legacy": 0.17, "system": 0.14, "papers": 0.31, "cross_department": 0.24, "rigid": 0.08,
    "other": 0.06,
}  # fmt: skip
STUCK_OUTCOMES: Final = {"solved": 0.84, "explained": 0.12, "cannot": 0.04}
STUCK_LATE, STUCK_LEFT = 0.06, 0.004

# --- terminals and help -------------------------------------------------------------------------
# Title in both languages, place, round the clock, weight, from when on.
TERMINALS: Final = (
    ("政务大厅24小时自助区一号机", "Hall, 24-hour area 1", "hall", True, 20, "2021-03-01"),
    ("政务大厅24小时自助区二号机", "Hall, 24-hour area 2", "hall", True, 17, "2021-03-01"),
    ("政务大厅一楼东侧自助机", "Hall, ground floor, east", "hall", False, 14, "2021-03-01"),
    ("政务大厅一楼西侧自助机", "Hall, ground floor, west", "hall", False, 12, "2021-03-01"),
    ("政务大厅三楼自助机", "Hall, second floor", "hall", False, 9, "2022-06-01"),
    ("顺庆区便民服务点自助机", "Shunqing service point", "district", True, 8, "2022-06-01"),
    ("高坪区便民服务点自助机", "Gaoping service point", "district", True, 6, "2022-06-01"),
    ("嘉陵区便民服务点自助机", "Jialing service point", "district", True, 5, "2022-06-01"),
    ("阆中市便民服务点自助机", "Langzhong service point", "district", False, 4, "2023-09-01"),
    (
        "城区街道便民服务中心自助机",
        "Subdistrict service centre",
        "township",
        False,
        3,
        "2023-09-01",
    ),
    ("乡镇便民服务中心自助机", "Township service centre", "township", False, 2, "2023-09-01"),
    ("银行网点政务自助机", "Bank branch", "bank", False, 2, "2024-05-06"),
)
SILENT: Final = 0.004  # of a terminal's days: no report
USES_A_CASE: Final = 1.6  # uses for each case; the others look something up or print it
EASY: Final = 0.11  # of the uses, in the mode for older people
FAULTS_A_DAY: Final = 0.035
REPORTED_LATE, REPORT_WRONG = 0.01, 0.002
# By kind of help: for each case at a window, share of people of 60 and over.
HELP: Final = {
    "agency": (0.0045, 0.46),
    "guidance": (0.055, 0.31),
    "companion": (0.0012, 0.72),
    "priority": (0.018, 0.81),
    "remote": (0.0011, 0.08),
}
HELP_PUT_RIGHT: Final = 0.03
