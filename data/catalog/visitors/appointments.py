"""预约服务: appointments at the hall, on days off too, and visits at home.

Each falls into the period of the day it is booked for, once that day is over: before, nobody knows who
comes. How many still stand is known in the morning.
"""

from __future__ import annotations

from typing import Any

from data.catalog.visitors.appointment_fields import FIELDS
from data.catalog.visitors.common import FIRST, yes
from data.definitions import Dataset, Dimension, Indicator, Text
from data.derive.services.visitors import derive_appointments
from data.measures import Count, Quantile, Share

RULES = Text("本厅预约服务规定（待大厅确认）", "the hall's rules on appointments (to be confirmed)")
BREAKDOWN = ("kind", "day_kind", "slot")
OFF = ("weekend", "holiday")
BOOKED_OUT = ("noon", "evening")


def _came_or_not(r: Any) -> Any:
    return r.outcome.in_(("kept", "no_show"))


def _stands(r: Any) -> Any:
    return r.outcome.is_(None) | r.outcome.not_in(("cancelled_by_applicant", "cancelled_by_hall"))


def _looks_at(r: Any, first: int, last: int) -> Any:
    """Appointments of which the day or the days ahead may lie among those from `first` to `last`."""
    return (r.booked_on <= last) & (r.for_on >= first)


INDICATORS = (
    Indicator(
        id="appointments",
        title=Text("预约量", "Appointments"),
        formula=Text(
            "预约日期在期内的预约数，含未到和取消的",
            "appointments booked for the period, those cancelled or not kept included",
        ),
        measure=Count(),
        dated="for_on",
        settled=True,
        dimensions=(*BREAKDOWN, "outcome"),
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="appointments-standing",
        title=Text("未取消的预约", "Appointments not cancelled"),
        formula=Text(
            "预约日期在期内（截至今天，含今天）且未取消的预约数",
            "appointments booked for the period, until today and with it, and not cancelled",
        ),
        measure=Count(where=_stands),
        dated="for_on",
        matured=True,
        dimensions=("kind", "slot"),
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="appointments-kept",
        title=Text("预约到场量", "Appointments kept"),
        formula=Text("预约日期在期内且已到的预约数", "appointments booked for the period and kept"),
        measure=Count(where=lambda r: r.outcome == "kept"),
        dated="for_on",
        settled=True,
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="off-day-served",
        title=Text("非工作日预约办理量", "Served on days off"),
        formula=Text(
            "公休日、节假日经预约办理业务的人次（含上门）",
            "appointments served at weekends and on public holidays, visits at home included",
        ),
        measure=Count(where=lambda r: yes(r.served) & r.day_kind.in_(OFF)),
        dated="for_on",
        settled=True,
        dimensions=("kind",),
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="extended-hours-served",
        title=Text("错时延时预约办理量", "Served over noon and in the evening"),
        formula=Text(
            "午间、晚间延时时段经预约办理业务的人次",
            "appointments served over noon and in the evening",
        ),
        measure=Count(where=lambda r: yes(r.served) & r.slot.in_(BOOKED_OUT)),
        dated="for_on",
        settled=True,
        dimensions=("kind",),
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="home-visits",
        title=Text("上门服务量", "Visits at home"),
        formula=Text("期内上门办理业务的人次", "appointments served at home in the period"),
        measure=Count(where=lambda r: yes(r.served) & (r.kind == "home")),
        dated="for_on",
        settled=True,
        dimensions=("day_kind", "slot"),
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="kept-appointments-rate",
        title=Text("预约履约率", "Appointments kept, share"),
        formula=Text(
            "已到的 ÷ 预约日期在期内且未取消的预约",
            "kept ÷ appointments booked for the period and not cancelled",
        ),
        measure=Share(of=lambda r: r.outcome == "kept", among=_came_or_not),
        unit="fraction",
        dated="for_on",
        settled=True,
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="hall-cancelled-rate",
        title=Text("大厅取消率", "Cancelled by the hall"),
        formula=Text(
            "大厅取消的 ÷ 预约日期在期内的预约", "cancelled by the hall ÷ appointments booked for the period"
        ),
        measure=Share(
            of=lambda r: r.outcome == "cancelled_by_hall", among=lambda r: r.outcome.is_not(None)
        ),
        unit="fraction",
        dated="for_on",
        settled=True,
        dimensions=BREAKDOWN,
        favourable="low",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="booking-lead-median",
        title=Text("提前预约天数中位数", "Booked ahead, median"),
        formula=Text(
            "预约日期在期内的预约，提交预约至预约日期的工作日数中位数",
            "median of working days from the booking to the day booked, of appointments booked for the period",
        ),
        measure=Quantile("lead_days", 0.5),
        unit="days",
        dated="for_on",
        settled=True,
        favourable="low",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="appointment-wait-median",
        title=Text("预约到场等候时长中位数", "Wait with an appointment, median"),
        formula=Text(
            "期内已到的到厅预约，到场等候分钟数中位数",
            "median of minutes waited on arrival, of appointments at the hall kept in the period",
        ),
        measure=Quantile("wait_minutes", 0.5, among=lambda r: r.kind == "hall"),
        unit="minutes",
        dated="for_on",
        settled=True,
        dimensions=("slot",),
        favourable="low",
        reference=RULES,
        versions=FIRST,
    ),
)  # fmt: skip

DATASETS = (
    Dataset(
        id="appointments",
        title=Text("预约服务", "Appointments"),
        description=Text(
            "到大厅办事的预约和上门服务的预约，含非工作日预约，及其结果。不含办事人、事项和窗口。",
            "Appointments at the hall, on days off too, and at home, and what came of them; without who "
            "made them, and without item and window.",
        ),
        key=("appointment_no",),
        counted=Text("个", "appointments"),
        fields=FIELDS,
        indicators=INDICATORS,
        dimensions=(
            Dimension("kind", Text("预约类别", "Kind")),
            Dimension("day_kind", Text("日期类别", "Kind of day")),
            Dimension("slot", Text("预约时段", "Time of day")),
            Dimension("outcome", Text("预约结果", "Outcome")),
        ),
        newest=("for_on",),
        subject="service",
        derive=derive_appointments,
        waits=_looks_at,
        settings=("calendar",),
        ordered=(("booked_on", "for_on"),),
    ),
)
