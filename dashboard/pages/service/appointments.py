"""预约服务: what came of appointments, and who was served while the hall was closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.parts import downloads
from dashboard.parts.blocks import View
from dashboard.parts.drawings import svg, whole
from dashboard.parts.drawings.columns import Column, picture
from dashboard.parts.drawings.whole import Part
from dashboard.parts.sections import Section
from dashboard.parts.sections.months import (
    PEOPLE,
    Months,
    by,
    months,
    numbers,
    numbers_view,
    pair,
    total,
)
from dashboard.parts.two_languages import sentence
from dashboard.words import Lang, Unit
from data.catalog import DATASETS
from data.definitions import Text

TITLE = Text("预约服务", "Appointments")
APPOINTMENTS = Unit("个", "appointment", "appointments")
NUMBERS = ("kept-appointments-rate", "booking-lead-median", "appointment-wait-median", "hall-cancelled-rate")  # fmt: skip
OUTCOME, COUNT = Text("预约结果", "Outcome"), Text("预约", "Appointments")
MONTH, SERVED = Text("月份", "Month"), Text("办理人次", "Served")
LOOKS = {
    "kept": "done",
    "no_show": "open",
    "cancelled_by_applicant": "plain",
    "cancelled_by_hall": "running",
}
UNKNOWN = Text("结果未登记", "not noted")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    of = months(ask, "appointments")
    return {
        **numbers_view(ask, NUMBERS, of, lang),
        **_became(ask, of, lang),
        **_off_days(ask, lang),
    }


def _became(ask: Ask, of: Months, lang: Lang) -> View:
    document = by(ask, "appointments", of, "outcome")
    counts = {row["outcome"]: row["value"] or 0 for row in document["data"]}
    codes = DATASETS["appointments"].field("outcome").codes
    parts = [
        Part(sentence(code.title[lang]), counts.get(code.id, 0), LOOKS[code.id]) for code in codes
    ]
    if counts.get("none"):
        parts.append(Part(UNKNOWN[lang], counts["none"], "plain"))
    n = sum(part.count for part in parts)
    return svg.view(
        "booked",
        finding=(_title(n, counts.get("kept", 0), lang), _about(of, lang)),
        picture=whole.picture(parts) if n else None,
        columns=[OUTCOME[lang], COUNT[lang]],
        rows=[[part.name, words.number(part.count)] for part in parts],
        downloads=downloads.of_answer(document, "appointments", lang),
        as_of=of.as_of(lang),
    )


def _title(n: float, kept: float, lang: Lang) -> str:
    if not n:
        return Text("暂无已到期的预约", "No appointment has come due yet")[lang]
    share = words.in_title({"numerator": kept, "denominator": n}, APPOINTMENTS)
    written = words.counted(n, APPOINTMENTS, lang)
    if words.in_counts(n):
        noun = words.plural(n, "appointment was", "appointments were")
        noun = noun if kept != 1 else noun.replace("were", "was")
        return Text(f"{share.zh}预约已到场", f"{sentence(share.en)} {noun} kept")[lang]
    came = words.number(kept)
    return Text(f"预约{written}，{came}个到场", f"{written}, {came} kept")[lang]


def _about(of: Months, lang: Lang) -> str:
    return Text(
        f"预约日期在{of.named('zh')}的，含上门服务；自次日起计入。",
        f"Booked for {of.named('en')}, visits at home included; each counts from the day after.",
    )[lang]


def _off_days(ask: Ask, lang: Lang) -> View:
    """Those served on days off, month by month, and besides how many at home."""
    of = months(ask, "off-day-served")
    home = total(ask, "home-visits", of)["value"]
    extended = total(ask, "extended-hours-served", of)["value"]
    names = [words.period(row["period"], lang) for row in of.rows]
    drawn = [
        Column(
            words.brief_month(int(row["period"][5:]), lang) if (len(of.rows) - i) % 2 else "",
            row["value"],
            f"{name} · {words.counted(row['value'], PEOPLE, lang)}",
            bool(row["partial"]),
        )
        for i, (name, row) in enumerate(zip(names, of.rows, strict=True))
    ]
    n = sum(row["value"] for row in of.rows)
    return svg.view(
        "off-days",
        finding=(_served(n, home, lang), _besides(of, extended, lang)),
        picture=picture(drawn, words.number(max((row["value"] for row in of.rows), default=0))),
        columns=[MONTH[lang], SERVED[lang]],
        rows=[
            [words.unfinished(name, lang) if row["partial"] else name, words.number(row["value"])]
            for name, row in zip(names, of.rows, strict=True)
        ],
        downloads=downloads.of_answer(of.document, "off-day-served", lang),
        as_of=of.as_of(lang),
    )


def _served(n: float, home: float | None, lang: Lang) -> str:
    off = words.counted(n, PEOPLE, lang)
    title = Text(f"公休日、节假日预约办理{off}", f"{off} served on days off")[lang]
    if home:
        at_home = words.number(home)
        title += Text(f"，上门办理{at_home}人次", f", {at_home} visited at home")[lang]
    return title


def _besides(of: Months, extended: float | None, lang: Lang) -> str:
    zh, en = of.named("zh"), of.named("en")
    if any(row["partial"] for row in of.rows):
        zh, en = f"{zh}；斜纹的月份未满", f"{en}; hatched: a month that is not complete"
    if extended:
        n = words.number(extended)
        zh, en = (
            f"{zh}；午间、晚间延时另办理{n}人次",
            f"{en}; another {n} over noon and in the evening",
        )
    return Text(f"{zh}。图为公休日和节假日办理的。", f"{en}. Drawn: those on days off.")[lang]


def layout(place: Place, v: View) -> Sequence[Any]:
    lang = place.lang
    return [
        numbers(NUMBERS, v, lang),
        pair(svg.figure("booked", v, lang, "whole"), svg.figure("off-days", v, lang)),
    ]


SECTION = Section(
    "appointments",
    TITLE,
    ("appointments",),
    view,
    layout,
    ("booked", "off-days"),
    styles=("explore.css", "drawings.css", "service.css"),
)
