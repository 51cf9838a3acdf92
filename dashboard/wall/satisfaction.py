"""满意度: the five levels with their numbers, and what became of the bad ratings."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.parts import blocks, notes
from dashboard.parts.bars import length
from dashboard.parts.blocks import View
from dashboard.wall import parts
from dashboard.wall.ask import Document, LookBack, look_back, total, totals
from dashboard.words import PER_CENT, RATINGS, WORKING_DAYS, Lang
from data.catalog.evaluations.fields import SCORES
from data.definitions import Text
from data.hall import hall

TITLE = Text("政务服务“好差评”", "Satisfaction")
NOTHING = Text("暂无评价数据", "No ratings yet")
LEVELS = tuple((int(code.id), code.title) for code in SCORES)
BAD = Text("差评", "Bad ratings")
RECTIFIED = Text("已整改", "Put right")
# Of the bad ratings: given, found upheld or not, found upheld, put right, and still open: what was
# found not upheld is closed, nobody will put it right.
STEPS = (
    "bad-ratings",
    "bad-ratings-verified",
    "bad-ratings-upheld",
    "bad-ratings-rectified",
    "bad-ratings-pending",
)


def view(ask: Ask, document: Document, lang: Lang) -> View:
    """The last thirty days, and today beside them."""
    live, days = document["data"], look_back(document)
    if days is None or notes.is_missing(live, "evaluations"):
        return _nothing()
    share = total(ask, "good-rating-rate", days.first, days.last)
    counted = {row["score"]: row["value"] or 0 for row in totals(ask, "ratings", days, "score")}
    levels = [(level, title, counted.get(str(level), 0)) for level, title in LEVELS]
    n = sum(count for _, _, count in levels)
    return {
        "wall-satisfaction": parts.scene("satisfaction", n == 0),
        **_headline(share, days, lang),
        "wall-levels": {"children": _bars(levels, lang), "aria-label": _in_words(levels, lang)},
        **_today(live, days, lang),
        **_bad(ask, days, lang),
    }


def _nothing() -> View:
    numbers = ("good30", "today-good", "bad", "rectified", "in-time")
    names = [f"wall-{id}{part}" for id in numbers for part in ("", "-note")]
    empty: View = {id: {"children": words.MISSING} for id in (*names, "wall-good30-label")}
    return {
        **empty,
        "wall-today-good-title": {"children": ""},
        "wall-in-time-title": {"children": ""},
        "wall-levels": {"children": [], "aria-label": ""},
        "wall-satisfaction": parts.scene("satisfaction", True),
    }


def _headline(share: Document, days: LookBack, lang: Lang) -> View:
    when = days.named(lang)
    silence = Text("主动评价，默认评价不计", " ratings given; silence does not count")
    rate, note = words.stated(share, Text(f"{RATINGS.zh}{silence.zh}", silence.en), RATINGS, lang)
    label = Text(f"好评率 · {when}", f"Rated good, {when}")[lang]
    return {
        "wall-good30-label": {"children": label},
        "wall-good30": {"children": rate},
        "wall-good30-note": {"children": note},
    }


def _bars(levels: Sequence[tuple[int, Text, int]], lang: Lang) -> list[html.Li]:
    top = max([1, *(n for _, _, n in levels)])
    return [
        html.Li(
            [
                html.Span(title[lang].capitalize(), className="name"),
                html.Span(
                    html.Span(className=f"bar level--{level}", style={"width": length(n / top)}),
                    className="track",
                ),
                html.Span(words.number(n), className="n"),
            ]
        )
        for level, title, n in levels
    ]


def _in_words(levels: Sequence[tuple[int, Text, int]], lang: Lang) -> str:
    between = Text("，", ", ")[lang]
    return between.join(f"{title[lang]} {words.number(n)}" for _, title, n in levels)


def _today(live: Document, days: LookBack, lang: Lang) -> View:
    rate, note = notes.good(live, lang)
    when = (
        Text("今天好评", "Rated good today")[lang]
        if days.is_today
        else Text(
            f"{words.short_day(days.last, 'zh')}好评",
            f"Rated good on {words.short_day(days.last, 'en')}",
        )[lang]
    )
    return {
        "wall-today-good-title": {"children": when},
        "wall-today-good": {"children": rate},
        "wall-today-good-note": {"children": note},
    }


def _bad(ask: Ask, days: LookBack, lang: Lang) -> View:
    """The bad ratings of these days, and of those whose limit has passed how many were in time."""
    bad, verified, upheld, done, left = (
        total(ask, indicator, days.first, days.last).get("value") for indicator in STEPS
    )
    in_time = total(ask, "rectification-rate", days.first, days.last)
    dismissed = None if verified is None or upheld is None else verified - upheld
    # Not those of these days: those whose limit fell into them.
    when = days.named(lang)
    rate, made_of = words.stated(in_time, Text(RATINGS.zh, " ratings"), RATINGS, lang)
    fell_due = Text(f"整改期限在{when}的差评", f"bad ratings whose limit fell into the {when}")[
        lang
    ]
    return {
        "wall-bad": {"children": words.number(bad)},
        "wall-bad-note": {"children": _dismissed(days, dismissed, lang)},
        "wall-rectified": {"children": words.number(done)},
        "wall-rectified-note": {
            "children": Text(
                f"另{words.number(left)}条核实或整改中",
                f"{words.number(left)} still open",
            )[lang]
        },
        "wall-in-time": {"children": rate},
        "wall-in-time-title": {"children": _in_time(lang)},
        "wall-in-time-note": {
            "children": Text(f"{fell_due}：{made_of}", f"{fell_due}: {made_of}")[lang]
        },
    }


def _dismissed(days: LookBack, n: int | None, lang: Lang) -> str:
    """近30天给出的，其中92条不属实: these are not the ones of the rate beside."""
    named = days.named(lang)
    when = Text(f"{named}给出的", f"given in the {named}")[lang]
    count = words.number(n)
    more = Text(f"，其中{count}条不属实", f", {count} not upheld")[lang]
    return f"{when}{more}" if n else when


def _in_time(lang: Lang) -> str:
    limit = words.counted(hall().thresholds["rectification_days"].value, WORKING_DAYS, lang)
    return Text(f"{limit}内整改", f"Put right within {limit}")[lang]


def layout(v: View, lang: Lang) -> html.Section:
    """The rate, the five levels beside it, and four numbers below."""
    number = parts.number
    others = html.Div(
        [
            number("wall-today-good", v, None, PER_CENT[lang]),
            number("wall-bad", v, BAD[lang], RATINGS[lang]),
            number("wall-rectified", v, RECTIFIED[lang], RATINGS[lang]),
            number("wall-in-time", v, None, PER_CENT[lang], kept=True),
        ],
        className="others",
    )
    return parts.section(
        "satisfaction",
        v,
        [
            parts.headline("wall-good30", v, PER_CENT[lang]),
            blocks.live(html.Ul, "wall-levels", v, className="levels"),
            others,
            parts.nothing(NOTHING[lang]),
        ],
    )
