"""满意度: the five levels with their numbers, and what became of the bad ratings."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.parts import blocks
from dashboard.parts.blocks import View
from dashboard.wall import parts
from dashboard.wall.ask import Document, Span, span, total, totals
from dashboard.words import Lang
from data.catalog.evaluations import SCORES
from data.definitions import Text
from data.hall import hall

TITLE = Text("群众满意度", "Satisfaction")
COPIES = Text("份", "ratings")
NOTHING = Text("还没有评价数据", "No ratings yet")
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
    live, days = document["data"], span(document)
    if days is None or live.get("ratings") is None:
        return _nothing()
    share = total(ask, "good-rating-rate", days.first, days.last)
    counted = {row["score"]: row["value"] or 0 for row in totals(ask, "ratings", days, "score")}
    levels = [(level, title, counted.get(str(level), 0)) for level, title in LEVELS]
    n = sum(count for _, _, count in levels)
    return {
        "wall-satisfaction": parts.scene("satisfaction", n == 0),
        **_headline(share, n, days, lang),
        "wall-levels": {"children": _bars(levels, lang), "aria-label": _said(levels, lang)},
        **_today(live, days, lang),
        **_bad(ask, days, lang),
    }


def _nothing() -> View:
    numbers = ("good30", "today-good", "bad", "rectified", "in-time")
    said = [f"wall-{id}{part}" for id in numbers for part in ("", "-note")]
    empty: View = {id: {"children": words.MISSING} for id in (*said, "wall-good30-label")}
    return {
        **empty,
        "wall-today-good-title": {"children": ""},
        "wall-in-time-title": {"children": ""},
        "wall-levels": {"children": [], "aria-label": ""},
        "wall-satisfaction": parts.scene("satisfaction", True),
    }


def _headline(share: Document, n: int, days: Span, lang: Lang) -> View:
    least = hall().thresholds["minimum_n"].value
    when, count = days.said(lang), words.number(n)
    few = n < least
    label = Text(f"群众好评 · {when}", f"Rated good, {when}")[lang]
    said = Text(f"{count} 份主动评价，默认评价不计", f"of {count} ratings; silence does not count")[
        lang
    ]
    if few:
        said = Text(
            f"{count} 份主动评价，不足 {least} 份，不算比例",
            f"{count} ratings: fewer than {least} make no rate",
        )[lang]
    return {
        "wall-good30-label": {"children": label},
        "wall-good30": {"children": words.MISSING if few else words.rate(share)},
        "wall-good30-note": {"children": said},
    }


def _bars(levels: Sequence[tuple[int, Text, int]], lang: Lang) -> list[html.Li]:
    top = max([1, *(n for _, _, n in levels)])
    return [
        html.Li(
            [
                html.Span(title[lang].capitalize(), className="name"),
                html.Span(
                    html.Span(
                        className=f"bar level--{level}", style={"width": f"{n / top * 100:.2f}%"}
                    ),
                    className="track",
                ),
                html.Span(words.number(n), className="n"),
            ]
        )
        for level, title, n in levels
    ]


def _said(levels: Sequence[tuple[int, Text, int]], lang: Lang) -> str:
    between = Text("，", ", ")[lang]
    return between.join(f"{title[lang]} {words.number(n)}" for _, title, n in levels)


def _today(live: Document, days: Span, lang: Lang) -> View:
    n = words.number(live.get("ratings"))
    when = (
        Text("今天好评", "Rated good today")[lang]
        if days.is_today
        else Text(
            f"{words.short_day(days.last, 'zh')} 好评",
            f"Rated good on {words.short_day(days.last, 'en')}",
        )[lang]
    )
    return {
        "wall-today-good-title": {"children": when},
        "wall-today-good": {"children": words.rate(live.get("good"))},
        "wall-today-good-note": {"children": Text(f"{n} 份评价", f"{n} ratings")[lang]},
    }


def _bad(ask: Ask, days: Span, lang: Lang) -> View:
    """The bad ratings of these days, and of those whose limit has passed how many were in time."""
    given, verified, upheld, done, left = (
        total(ask, indicator, days.first, days.last).get("value") for indicator in STEPS
    )
    kept = total(ask, "rectification-rate", days.first, days.last)
    dismissed = None if verified is None or upheld is None else verified - upheld
    due, met = (words.number(kept.get(k)) for k in ("denominator", "numerator"))
    return {
        "wall-bad": {"children": words.number(given)},
        "wall-bad-note": {"children": _dismissed(days, dismissed, lang)},
        "wall-rectified": {"children": words.number(done)},
        "wall-rectified-note": {
            "children": Text(
                f"另 {words.number(left)} 份核实或整改中",
                f"{words.number(left)} still open",
            )[lang]
        },
        "wall-in-time": {"children": words.rate(kept)},
        "wall-in-time-title": {"children": _in_time(lang)},
        # Not those of these days: those whose limit fell into them.
        "wall-in-time-note": {
            "children": Text(f"{met} / {due} 份到期的", f"{met} / {due} now due")[lang]
        },
    }


def _dismissed(days: Span, n: int | None, lang: Lang) -> str:
    """近 30 天，其中 92 份不属实."""
    when = days.said(lang)
    return Text(f"{when}，其中 {n} 份不属实", f"{when}, {n} not upheld")[lang] if n else when


def _in_time(lang: Lang) -> str:
    limit = hall().thresholds["rectification_days"].value
    return Text(f"{limit} 个工作日内整改", f"Put right within {limit} working days")[lang]


def layout(v: View, lang: Lang) -> html.Section:
    """The rate, the five levels beside it, and four numbers below."""
    number = parts.number
    others = html.Div(
        [
            number("wall-today-good", v, None, "%"),
            number("wall-bad", v, BAD[lang], COPIES[lang]),
            number("wall-rectified", v, RECTIFIED[lang], COPIES[lang]),
            number("wall-in-time", v, None, "%", kept=True),
        ],
        className="others",
    )
    return parts.section(
        "satisfaction",
        v,
        [
            parts.headline("wall-good30", v, "%"),
            blocks.live(html.Ul, "wall-levels", v, className="levels"),
            others,
            parts.nothing(NOTHING[lang]),
        ],
    )
