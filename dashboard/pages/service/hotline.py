"""热线: calls month by month and hour by hour, and what came of those passed on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.service import follow_ups, orders
from dashboard.parts import bars, downloads
from dashboard.parts.blocks import View
from dashboard.parts.drawings import svg
from dashboard.parts.drawings.columns import Column, picture
from dashboard.parts.sections import Section, has_data
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
from data.hall import hall

TITLE = Text("热线", "Hotline")
CALLS = Unit("次", "call", "calls")
NUMBERS = ("answered-rate", "answered-15s", "settled-at-once", "order-on-time", "orders-overdue", "reopened-rate")  # fmt: skip
MONTH, COUNT, HOUR = Text("月份", "Month"), Text("来电", "Calls"), Text("时段", "Hour")
OLD_LINE = Text("其中96196", "Of them to 96196")
CHANGED = Text("改为12345，前后不可比", "12345 from here: not comparable")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    """The calls of twelve months, their hours, and those passed on."""
    of = months(ask, "calls")
    followed = follow_ups.view(ask, lang) if has_data(ask, "hotline-follow-ups") else {}
    return {
        **numbers_view(ask, NUMBERS, of, lang),
        **_by_month(ask, of, lang),
        **_by_hour(ask, of, lang),
        **orders.view(ask, of, lang),
        **followed,
    }


def _by_month(ask: Ask, of: Months, lang: Lang) -> View:
    answered = total(ask, "answered-rate", of)
    old = {row["period"]: row["value"] for row in months(ask, "calls-96196").rows}
    change = changed_at(of.rows, old)
    n = words.counted(sum(row["value"] for row in of.rows), CALLS, lang)
    title = n
    if answered["denominator"]:
        share = words.in_title(answered, CALLS)
        title = Text(f"来电{n}，接通{share.zh}", f"{n}, {share.en} answered")[lang]
    names = [words.period(row["period"], lang) for row in of.rows]
    drawn = [
        Column(
            words.brief_month(int(row["period"][5:]), lang) if (len(of.rows) - i) % 2 else "",
            row["value"],
            f"{name} · {words.counted(row['value'], CALLS, lang)}",
            bool(row["partial"]),
        )
        for i, (name, row) in enumerate(zip(names, of.rows, strict=True))
    ]
    largest = words.number(max((row["value"] for row in of.rows), default=0))
    return svg.view(
        "calls-months",
        finding=(title, _lines(of, change is not None, lang)),
        picture=picture(drawn, largest, (change, CHANGED[lang]) if change else None),
        columns=[MONTH[lang], COUNT[lang], OLD_LINE[lang]],
        rows=[
            [
                words.unfinished(name, lang) if row["partial"] else name,
                words.number(row["value"]),
                words.number(old.get(row["period"])),
            ]
            for name, row in zip(names, of.rows, strict=True)
        ],
        downloads=downloads.of_answer(of.document, "calls", lang),
        as_of=of.as_of(lang),
    )


def changed_at(rows: Sequence[Row], old: dict[str, float]) -> int | None:
    """The first month in which most calls are no longer to the old line, after one in which they were."""
    to_old = [2 * (old.get(row["period"]) or 0) > row["value"] for row in rows]
    return next((i for i in range(1, len(rows)) if to_old[i - 1] and not to_old[i]), None)


def _lines(of: Months, is_drawn: bool, lang: Lang) -> str:
    hatched = any(row["partial"] for row in of.rows)
    part = Text("；斜纹的月份未满", "; hatched: a month that is not complete") if hatched else None
    line = Text(
        "竖线处热线由96196改为12345，前后分别统计，不可比",
        "at the line 96196 became 12345: two series that are not compared",
    )
    if not is_drawn:
        line = Text(
            "96196于2018年底并入12345（待大厅确认），与此前的来电不可比",
            "96196 became 12345 at the end of 2018 (to be confirmed by the hall): calls before are "
            "another series",
        )
    return Text(
        f"{of.named('zh')}，含未接通的{part.zh if part else ''}；{line.zh}。",
        f"{of.named('en')}, unanswered calls included{part.en if part else ''}; {line.en}.",
    )[lang]


def _is_open(hour: int) -> bool:
    return any(start.hour <= hour < end.hour for start, end in hall().hours)


def _by_hour(ask: Ask, of: Months, lang: Lang) -> View:
    document = by(ask, "calls", of, "hour")
    counts = {row["hour"]: row["value"] or 0 for row in document["data"]}
    hours = [(hour, counts.get(str(hour), 0)) for hour in range(24)]
    off = total(ask, "out-of-hours-share", of)
    untimed = sum(counts.values()) - sum(n for _, n in hours)
    drawn = [
        Column(
            words.brief_hour(hour, lang) if hour % 3 == 0 else "",
            n,
            f"{words.hours(hour, hour)} · {words.counted(n, CALLS, lang)}",
            off=not _is_open(hour),
        )
        for hour, n in hours
    ]
    return svg.view(
        "calls-hours",
        finding=(_busiest(hours, lang), _when(of, off, untimed, lang)),
        picture=picture(drawn, words.number(max(n for _, n in hours))),
        columns=[HOUR[lang], COUNT[lang]],
        rows=[[words.hours(hour, hour), words.number(n)] for hour, n in hours],
        downloads=downloads.of_answer(document, "calls", lang),
        as_of=of.as_of(lang),
    )


def _busiest(hours: Sequence[tuple[int, float]], lang: Lang) -> str:
    """来电最多的是上午9时，占10%; of hours that are alike all are said."""
    whole, most = sum(n for _, n in hours), max(n for _, n in hours)
    if not whole:
        return Text("来电没有时刻，分不出时段", "Calls have no time of day")[lang]
    which = [words.hour_of_day(hour, lang) for hour, n in hours if n == most]
    share = words.in_title({"numerator": most, "denominator": whole}, CALLS, None)
    if len(which) > 3:
        return Text(
            f"{words.number(len(which))}个时段来电同样多",
            f"{words.number(len(which))} hours have most calls",
        )[lang]
    named = Text("、", ", ")[lang].join(which)
    each = Text("各", "each ")[lang] if len(which) > 1 else ""
    part = Text(f"{each}{words.makes_up(share)}", f"{each}{share.en}")[lang]
    return Text(f"来电最多的是{named}，{part}", f"Most calls come at {named}: {part}")[lang]


def _when(of: Months, off: Row, untimed: float, lang: Lang) -> str:
    when = ""
    if off["denominator"]:
        share = words.in_title(off, CALLS, favourable=False)
        when = Text(
            f"；非工作时间、公休日和节假日的来电{words.makes_up(share)}",
            f"; out of hours, at weekends and on holidays: {share.en}",
        )[lang]
    more = ""
    if untimed:
        n = words.number(untimed)
        more = Text(
            f"；另有{n}次没有来电时刻",
            f"; another {n} {words.plural(untimed, 'has', 'have')} no time of day",
        )[lang]
    pale = Text("；浅色为窗口不办公的时段。", "; pale: while the windows are closed.")[lang]
    return f"{of.named(lang)}{when}{more}{pale}"


def layout(place: Place, v: View) -> Sequence[Any]:
    lang = place.lang
    followed = [bars.figure("followed", v, lang)] if "followed-as-of" in v else []
    return [
        numbers(NUMBERS, v, lang),
        pair(svg.figure("calls-months", v, lang), svg.figure("calls-hours", v, lang)),
        bars.figure("orders", v, lang),
        *followed,
    ]


SECTION = Section(
    "hotline",
    TITLE,
    ("hotline-calls",),
    view,
    layout,
    ("calls-months", "calls-hours", "orders", "followed"),
    styles=("explore.css", "drawings.css", "service.css"),
)
