"""What the simulated hall is like: volumes, mixes and habits. Invented, of a plausible size.

Codes of items, departments and districts that a hall's own reference files do not have are passed
over: the lists below then simply put fewer of them first.
"""

from __future__ import annotations

from typing import Final

# --- how much, when -----------------------------------------------------------------------------
CASES_A_YEAR: Final = 890_000
REQUESTS_A_YEAR: Final = 330
DAY_NOISE: Final = 0.05  # standard deviation of the log of a day's volume

WEEKDAYS: Final = (1.15, 1.05, 1.0, 0.97, 0.90)  # Monday … Friday, relative to a plain working day
MAKE_UP_WORKDAY: Final = 0.75
FREE_WEEKEND: Final = 0.19
HOLIDAY: Final = 0.10
AFTER_A_BREAK: Final = 1.22  # first working day after three or more free ones
AROUND_SPRING_FESTIVAL: Final = 0.62
MONTHS: Final = (0.95, 0.93, 1.20, 1.08, 1.00, 1.02, 0.96, 0.92, 1.12, 1.02, 1.00, 0.98)

CHANNELS: Final = ("hall", "online", "hotline", "appointment", "self_service", "other")
CHANNEL_MIX: Final = {  # by kind of day, in the order of CHANNELS
    "workday": (0.625, 0.245, 0.030, 0.012, 0.084, 0.004),
    "weekend": (0.0, 0.54, 0.09, 0.22, 0.15, 0.0),
    "holiday": (0.0, 0.66, 0.16, 0.0, 0.18, 0.0),
}

# Weight of each half hour of the day, from midnight.
_NIGHT = (2.4, 2.2, 2.0, 1.8, 1.6, 1.5, 1.4, 1.4, 1.5, 1.6, 1.9, 2.2, 2.6, 3.0)
_WINDOW_HOURS = (5, 8, 9.5, 9, 7, 4.5, 0, 0, 4, 7.5, 9, 8.5, 7, 5.5, 4, 1.8)  # 9:00 … 17:00
HALF_HOURS: Final = {
    "hall": (0.0,) * 18 + _WINDOW_HOURS + (0.0,) * 14,
    "appointment": (0.0,) * 18 + (6, 8, 8, 8, 7, 5, 0, 0, 5, 7, 7, 6, 5, 3, 0, 0) + (0.0,) * 14,
    "online": (
        *_NIGHT,
        *(3.5, 4.5, 6, 7.5),
        *(9, 10, 10, 9, 7.5, 6, 4.5, 4.5, 6, 8, 9, 9, 8, 7, 6, 5),
        *(4, 3.5, 3.5, 3.6, 3.8, 4, 4, 3.8, 3.5, 3.3, 3.1, 2.9, 2.7, 2.5),
    ),
    "hotline": (
        *_NIGHT,
        *(3, 4, 5, 6),
        *(9, 9, 9, 8, 7, 6, 5, 5, 7, 8, 8, 8, 7, 6, 5, 4),
        *(3.5, 3.5, 3.2, 3, 3, 2.8, 2.6, 2.5, 2.5, 2.5, 2.4, 2.4, 2.3, 2.3),
    ),
    "self_service": (
        *(0.4,) * 14,
        *(1.5, 2, 3, 4),
        *(8, 8, 8, 8, 7, 6, 5, 5, 6, 7, 7, 7, 6, 6, 5, 5),
        *(4, 3.5, 3, 3, 2.5, 2.5, 2, 2, 1.5, 1.2, 1, 0.8, 0.6, 0.5),
    ),
}
HALF_HOURS["other"] = HALF_HOURS["hall"]

# --- what and who -------------------------------------------------------------------------------
INSTANT_SHARE: Final = 0.80
APPROVAL_SHARE: Final = 0.666  # of the cases; the rest are public services
TAIL_EXPONENT: Final = 1.05
TAIL_FADE: Final = 42.0  # ranks after which the tail thins out further

_BUSY = """
jjzd-03 sbj-02 scjg-03 jjzd-04 ybj-02 tax-02 scjg-02 gjj-01 bdc-03 scjg-01 jjzd-02 crj-03 jtj-04
jjzd-01 sbj-04 tax-01 bdc-04 wjw-03 zjj-09 ybj-01 jtj-03 rmyh-01 jtj-06 jyj-01 wjw-02 sbj-05 jtj-02
sbj-01 gjj-03 wjw-04 scjg-06 wjw-05
bdc-02 crj-01 crj-02 scjg-04 yc-01 gaj-05 jyt-02 bdc-01 gaj-07 crj-04 ybj-03 gjj-02 jyj-02 sbj-03
scjg-05 ybj-04 gaj-06 jyj-03 tyj-01 cl-01 mzj-04 cgj-01 rsj-02 wjw-01
"""
BUSY_ITEMS: Final = tuple(_BUSY.split())  # instant ones first, then promised ones
# Items for which nobody comes: the clean-up of the list should find them.
QUIET_ITEMS: Final = frozenset({"jxj-01", "jyt-03", "gaj-04", "zrzy-04", "swu-01", "hwj-02"})

# Windows for certain items only; all other items of a department go to its remaining windows.
WINDOWS_FOR: Final = {
    "W08": ("jxj-03",),
    "W13": ("gaj-05", "gaj-06", "gaj-07"),
    "W14": ("jjzd-01", "jjzd-02", "jjzd-04"),
    "W15": ("jjzd-03",),
    "W24": ("sbj-04",),
    "W29": ("bdc-04",),
    "W31": ("zjj-02", "zjj-09", "zjj-10"),
    "W32": ("zjj-11",),
    "W33": ("gjj-01", "gjj-03"),
    "W34": ("gjj-02",),
    "W37": ("jtj-06",),
    "W40": ("swj-03",),
    "W45": ("wgl-03",),
    "W52": ("scjg-04", "scjg-05"),
    "W53": ("scjg-03",),
    "W56": ("zwfw-01",),
    "W60": ("tax-01", "tax-02"),
}
DISCLOSURE_WINDOW_TITLE: Final = "依申请公开"

DISTRICTS: Final = {
    "511302": 0.30, "511303": 0.14, "511304": 0.13, "511381": 0.10, "511321": 0.10,
    "511324": 0.08, "511322": 0.06, "511323": 0.05, "511325": 0.04,
}  # fmt: skip
_PEOPLE = "crj jjzd bdc sbj jyj ybj gjj mzj tyj cl gaj rmyh wjw daj jyt"
SERVES_PEOPLE: Final = frozenset(_PEOPLE.split())
INDIVIDUALS: Final = (0.30, 0.92)  # share of individuals at other departments, and at those above
UNKNOWN_APPLICANT: Final = 0.004

# --- how it goes --------------------------------------------------------------------------------
NIGHT_WAITS: Final = (
    0.35  # online, outside hours: an instant case that a person handles next morning
)
COMES_BACK: Final = 0.006  # an instant case at a window that is not finished in the same visit
USED_OF_PROMISE: Final = (
    2.4,
    1.9,
)  # Kumaraswamy's a and b: mostly well under the promise, mean 0.6
LATE: Final = 0.002
AT_THE_LIMIT: Final = 0.015
HAS_STOPS: Final = 0.03
# Belongs in the hall, yet completed at the department: instant cases, promised ones.
ELSEWHERE: Final = (0.0003, 0.0045)
TOLD_OF_STOP: Final = 0.97  # of the stops; of these some are told days after they began
TOLD_LATE: Final = 0.03
STOP_KINDS: Final = {
    "hearing": 0.03, "tender": 0.01, "auction": 0.01, "inspection": 0.14, "testing": 0.17,
    "quarantine": 0.02, "appraisal": 0.08, "expert_review": 0.54,
}  # fmt: skip
EXTENDED: Final = 0.0012  # of the promised cases
EXTENSION_NOT_TOLD: Final = 0.06
JOINT: Final = 0.02  # of the promised cases, handled by several bodies together
TOLD_WHAT_IS_MISSING: Final = 0.07  # of the promised cases, before they are accepted
FIRST_LOOK_LATE: Final = 0.003  # accepted or told later than five working days after handing in
DELIVERED_LATE: Final = 0.008
PICKED_UP: Final = 0.72  # of the promised approvals, fetched or sent within days
FULLY_ONLINE: Final = 0.58  # of the cases that come online
LATE_ENTRY: Final = 0.0015  # entered into the system a day or more after acceptance (补录)
ENDS_LATE_ENTERED: Final = 0.001  # of the promised cases, whose end is entered days later (补录)
OUTCOMES: Final = {"granted": 0.972, "refused": 0.011, "withdrawn": 0.012, "other": 0.005}

# --- ratings ------------------------------------------------------------------------------------
RATED: Final = 0.61
BY_SILENCE: Final = 0.15  # of the ratings
SILENCE_DAYS: Final = 5
BAD: Final = 0.013  # of the active ratings
NAMED: Final = (0.32, 0.55)  # share of named ratings: good ones, bad ones
NOT_UPHELD: Final = 0.22
NEVER_VERIFIED: Final = 0.02
RECTIFIED_LATE: Final = 0.04
NEVER_RECTIFIED: Final = 0.03
NOT_CALLED_BACK: Final = 0.02
SET_ASIDE: Final = 0.4  # of the bad ratings found not upheld
NOT_REPLIED: Final = 0.03
SATISFIED_AFTER: Final = 0.88
