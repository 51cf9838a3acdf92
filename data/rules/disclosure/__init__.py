"""The clock of disclosure requests (依申请公开; 政府信息公开条例 of 2019, Art. 30–34).

`clock` says where a request stands, `explain` lists the days of its count. Everything here is
computed from `disclosure-events` and a calendar, for the day it is asked on.
"""

from data.rules.disclosure.buckets import BUCKETS, bucket
from data.rules.disclosure.days import Day, explain
from data.rules.disclosure.term import DUE_SOON, ENDED_UNANSWERED, EXTENSION, TERM, Clock, clock
from data.rules.disclosure.timeline import KINDS, Event
from data.rules.disclosure.words import ARTICLES, FLAGS, NO_CALENDAR, REASONS, WHY, reason_words

__all__ = [
    "ARTICLES",
    "BUCKETS",
    "DUE_SOON",
    "ENDED_UNANSWERED",
    "EXTENSION",
    "FLAGS",
    "KINDS",
    "NO_CALENDAR",
    "REASONS",
    "TERM",
    "WHY",
    "Clock",
    "Day",
    "Event",
    "bucket",
    "clock",
    "explain",
    "reason_words",
]
