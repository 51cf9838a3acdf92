"""Conduct at the simulated hall: patrols, complaints, presence. Invented but for what the press report says.

That report names leaders' weekly duty, patrols, video patrols, the complaint box, badges and whereabouts posted;
it has no figures of them.
"""

from __future__ import annotations

from typing import Final

# --- presence ------------------------------------------------------------------------------------
# Clerks of a window → share of windows.
CLERKS: Final = {1: 0.12, 2: 0.24, 3: 0.28, 4: 0.20, 5: 0.10, 6: 0.06}
OFF_ROSTER: Final = 0.04  # of clerks, a half day: not on the roster
LATE: Final = {"am": 0.009, "pm": 0.004}
AWAY: Final = 0.052
POSTED: Final = 0.93  # of those away
BADGE: Final = 0.988
SILENT: Final = 0.0012  # of half days of a window: no report
REPORT_WRONG: Final = 0.0004  # lines that do not add up, put right the day after

# --- patrols -------------------------------------------------------------------------------------
UNANNOUNCED_A_YEAR: Final = 24
LEADER_MISSED: Final = 0.04  # of weeks
# Least and most of the open windows that are seen, as shares.
SEEN: Final = {
    "leader": (0.55, 1.0),
    "duty": (0.35, 0.75),
    "video": (0.60, 0.95),
    "unannounced": (0.10, 0.25),
}
# Of what is there to be seen at a window, how much is noted: by kind of patrol.
NOTED: Final = {"leader": 0.42, "duty": 0.35, "video": 0.21, "unannounced": 0.95}
BADGE_NOTED: Final = 0.4  # of that, a missing badge
OTHER_FINDINGS: Final = 0.0068  # for each window seen
OTHER_KINDS: Final = {"manner": 0.22, "order": 0.38, "equipment": 0.29, "other": 0.11}
RIGHT_WITHIN: Final = {"equipment": 10}  # working days; of other findings:
RIGHT_WITHIN_ELSE: Final = 5
RIGHT_LATE, RIGHT_NEVER = 0.045, 0.008
FIRST_ASKED: Final = (2, 6)  # people asked on a patrol on foot
FIRST_ASKED_KEPT: Final = 0.965

# --- complaints ----------------------------------------------------------------------------------
COMPLAINTS_A_YEAR: Final = 150  # beside letters in the box and bad ratings
INTEGRITY_A_YEAR: Final = 11
LETTERS_A_WEEK: Final = 0.55
BOX_MISSED: Final = 0.02  # of weeks
RATINGS_TURNED: Final = 0.0115  # of the ratings found upheld
CHANNELS: Final = {"hall": 0.27, "phone": 0.45, "online": 0.22, "letter": 0.06}
KINDS: Final = {
    "manner": 0.31, "delay": 0.24, "refusal": 0.20, "fee": 0.04, "procedure": 0.15, "other": 0.06,
}  # fmt: skip
VERDICTS: Final = {"upheld": 0.31, "partly": 0.21, "not_upheld": 0.43, "withdrawn": 0.05}
MEASURES: Final = {"corrected": 0.62, "apology": 0.31, "discipline": 0.07}
ACCEPT_WITHIN, ANSWER_WITHIN = 5, 15  # working days
ACCEPTED_LATE, ANSWERED_LATE, NEVER_ANSWERED = 0.03, 0.05, 0.008
NAMED: Final = 0.58
REOPENED: Final = 0.05
FOLLOWED_UP: Final = 0.68
SATISFIED: Final = {
    True: (0.03, 0.06, 0.14, 0.36, 0.41), False: (0.16, 0.22, 0.28, 0.22, 0.12),
}  # 1 … 5, of those upheld and not  # fmt: skip
PASSED_ON: Final = 0.55
