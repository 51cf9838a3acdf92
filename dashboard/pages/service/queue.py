"""排队叫号: how long people wait, by month and by hour of the day, and how many leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.parts import downloads
from dashboard.parts.blocks import View
from dashboard.parts.drawings import svg
from dashboard.parts.drawings.columns import Column, picture
from dashboard.parts.sections import Section, has_data
from dashboard.parts.sections.floors import MINUTES
from dashboard.parts.sections.months import (
    Months,
    Row,
    by,
    months,
    numbers,
    numbers_view,
    pair,
    total,
)
from dashboard.words import Lang, Unit
from data.definitions import Text

TITLE = Text("排队叫号", "The queue")
WAITED, P90 = "queue-wait-median", "queue-wait-p90"
OF_WAITS = (WAITED, P90)
OF_TICKETS = ("tickets-taken", "tickets-served", "tickets-left-rate")
TICKETS = Unit("张", "ticket", "tickets")
MONTH, HOUR = Text("月份", "Month"), Text("时段", "Hour")
COLUMNS = Text("中位数（分钟）", "Median, minutes"), Text("叫号数", "Tickets called")
BINNED = Text(
    "等候时长取所在区间上限", "a wait counts as the upper bound of the bin in which it lies"
)


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    """The waits of twelve months; tickets too, where the system reports them."""
    of = months(ask, WAITED)
    tickets = numbers_view(ask, OF_TICKETS, of, lang) if has_data(ask, "queue") else {}
    return {
        **numbers_view(ask, OF_WAITS, of, lang),
        **tickets,
        **_by_month(ask, of, lang),
        **_by_hour(ask, of, lang),
    }


def _minutes(row: Row, lang: Lang) -> str:
    """A median over enough tickets, or the mark that there is none."""
    if not words.enough(row["denominator"]):
        return words.MISSING
    return words.counted(row["value"], MINUTES, lang)


def _by_month(ask: Ask, of: Months, lang: Lang) -> View:
    whole = total(ask, WAITED, of)
    n = words.counted(whole["denominator"] or 0, TICKETS, lang)
    waited = _minutes(whole, lang)
    title = Text(
        f"叫到的{n}号，一半等候不超过{waited}", f"Of {n} called, half waited {waited} or less"
    )
    about = Text(f"{of.named('zh')}；{BINNED.zh}。", f"{of.named('en')}; {BINNED.en}.")
    names = [words.period(row["period"], lang) for row in of.rows]
    marks = [
        words.brief_month(int(row["period"][5:]), lang) if (len(of.rows) - i) % 2 else ""
        for i, row in enumerate(of.rows)
    ]
    finding = (title[lang], about[lang])
    return _figure("waits-months", finding, MONTH, of.rows, names, marks, of, of.document, lang)


def _by_hour(ask: Ask, of: Months, lang: Lang) -> View:
    document = by(ask, WAITED, of, "hour")
    rows = [row for row in document["data"] if row["value"] is not None and row["hour"] != "none"]
    rows.sort(key=lambda row: int(row["hour"]))
    names = [words.hours(int(row["hour"]), int(row["hour"])) for row in rows]
    marks = [words.brief_hour(int(row["hour"]), lang) for row in rows]
    finding = (_longest(rows, lang), Text(f"{of.named('zh')}。", f"{of.named('en')}.")[lang])
    return _figure("waits-hours", finding, HOUR, rows, names, marks, of, document, lang)


def _longest(rows: Sequence[Row], lang: Lang) -> str:
    """上午10时等候最久; of hours that are alike how many they are."""
    enough = [row for row in rows if words.enough(row["denominator"])]
    if not enough:
        return Text("叫号太少，分不出时段", "Too few tickets to tell hours apart")[lang]
    most = max(row["value"] for row in enough)
    which = [words.hour_of_day(int(r["hour"]), lang) for r in enough if r["value"] == most]
    n = words.number(most)
    if len(which) == len(enough):
        return Text(
            f"各时段等候中位数均为{n}分钟",
            f"Median wait of every hour: {words.counted(most, MINUTES, 'en')}",
        )[lang]
    named = Text("、", ", ")[lang].join(which)
    return Text(
        f"{named}的等候中位数为{n}分钟，高于其他时段",
        f"At {named} half waited {words.counted(most, MINUTES, 'en')} or more, above every other hour",
    )[lang]


def _figure(
    id: str,
    finding: tuple[str, str],
    head: Text,
    rows: Sequence[Row],
    names: Sequence[str],
    marks: Sequence[str],
    of: Months,
    document: Any,
    lang: Lang,
) -> View:
    """Medians as columns, and with how many tickets each is of in the table."""
    drawn = [
        Column(
            mark,
            row["value"] if words.enough(row["denominator"]) else None,
            f"{name} · {_minutes(row, lang)}",
            bool(row["partial"]),
        )
        for name, mark, row in zip(names, marks, rows, strict=True)
    ]
    largest = max((column.value or 0 for column in drawn), default=0)
    return svg.view(
        id,
        finding=finding,
        picture=picture(drawn, words.number(largest)) if drawn else None,
        columns=[head[lang], *(column[lang] for column in COLUMNS)],
        rows=[
            [
                name,
                words.number(row["value"]) if words.enough(row["denominator"]) else words.MISSING,
                words.number(row["denominator"]),
            ]
            for name, row in zip(names, rows, strict=True)
        ],
        downloads=downloads.of_answer(document, WAITED, lang),
        as_of=of.as_of(lang),
    )


def layout(place: Place, v: View) -> Sequence[Any]:
    lang = place.lang
    tickets = OF_TICKETS if f"of-{OF_TICKETS[0]}" in v else ()
    return [
        numbers((*OF_WAITS, *tickets), v, lang),
        pair(svg.figure("waits-months", v, lang), svg.figure("waits-hours", v, lang)),
    ]


SECTION = Section(
    "queue",
    TITLE,
    ("queue-waits",),
    view,
    layout,
    ("waits-months", "waits-hours"),
    styles=("explore.css", "drawings.css", "service.css"),
)
