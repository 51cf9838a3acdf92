"""好差评: the bad ratings in a thousand as dots, and what became of the bad ones as one bar."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.parts import blocks, notes
from dashboard.parts.blocks import View
from dashboard.parts.drawings import bad_ratings, dots, whole
from dashboard.wall import parts
from dashboard.wall.ask import Document, LookBack, look_back, total, totals
from dashboard.words import RATINGS, WORKING_DAYS, Lang
from data.definitions import Text
from data.hall import hall

TITLE = Text("好差评", "Ratings")
NOTHING = Text("暂无评价数据", "No ratings yet")
# Scores of a bad rating: not satisfied, and not satisfied at all.
_BAD = ("1", "2")


def view(ask: Ask, document: Document, lang: Lang) -> View:
    """The last thirty days, and today's rate beside them."""
    live, days = document["data"], look_back(document)
    if days is None or notes.is_missing(live, "evaluations"):
        return _nothing()
    counts = {row["score"]: row["value"] or 0 for row in totals(ask, "ratings", days, "score")}
    n, bad = sum(counts.values()), sum(counts.get(score, 0) for score in _BAD)
    return {
        "wall-satisfaction": parts.scene("satisfaction", n == 0),
        **_headline(n, bad, days, lang),
        **_rates(ask, live, days, lang),
        **_became(ask, days, lang),
    }


def _nothing() -> View:
    ids = ("bad-label", "bad-note", "good30", "today-good", "became-title", "not-kept")
    empty: View = {f"wall-{id}": {"children": ""} for id in ids}
    return {
        **empty,
        "wall-bad": parts.value(words.MISSING),
        "wall-bad-unit": {"children": ""},
        "wall-dots": {"children": None, "aria-label": ""},
        "wall-became": {"children": None},
        "wall-satisfaction": parts.scene("satisfaction", True),
    }


def in_thousand(n: float, bad: float) -> tuple[int, int]:
    """How many dots, and how many of them bad: of a thousand rounded up, of fewer each one."""
    if n <= dots.MOST:
        return int(n), int(bad)
    return dots.MOST, -int(-bad * dots.MOST // n)


def _headline(n: float, bad: float, days: LookBack, lang: Lang) -> View:
    """每1,000条里 13 条差评."""
    shown, marked = in_thousand(n, bad)
    of, when = words.number(shown), days.named(lang)
    sentence = Text(f"{when}，每{of}条评价里", f"Of every {of} ratings, {when}")
    if n <= dots.MOST:
        sentence = Text(
            f"{when}，{of}条评价里", f"Of {words.counted(shown, words.RATINGS, 'en')}, {when}"
        )
    alike = Text(
        f"{of}个点，{words.number(marked)}个为差评",
        f"{words.numbered(shown, 'dot', 'dots')}, {words.number(marked)} of them bad",
    )
    all_ = Text(
        f"共{words.number(n)}条主动评价，差评{words.number(bad)}条；默认评价不计",
        f"{words.number(bad)} of {words.counted(n, words.RATINGS, 'en')} {words.plural(bad, 'is', 'are')} bad; silence does not count",
    )[lang]
    if (
        n > dots.MOST
    ):  # 512 of 38,552 are 13.3 in a thousand, and 14 are shown: who divides is told why
        all_ += Text("；千分数只进不舍", "; rounded up")[lang]
    return {
        "wall-bad-label": {"children": sentence[lang]},
        "wall-bad": parts.value(words.number(marked)),
        "wall-bad-unit": {"children": Text("条差评", "bad")[lang]},
        "wall-bad-note": {"children": all_},
        "wall-dots": {
            "children": dots.picture(shown, marked) if shown else None,
            "aria-label": alike[lang],
        },
    }


def _rates(ask: Ask, live: Document, days: LookBack, lang: Lang) -> View:
    """The share of good ratings of these days and of the day, each in a line with its N."""
    share = total(ask, "good-rating-rate", days.first, days.last)
    gap, what = Text("，", ", ")[lang], RATINGS
    rate, made_of = words.stated(share, what, RATINGS, lang)
    day, day_of = notes.good(live, lang)
    when = Text("今天", "today")[lang] if days.is_today else words.brief_day(days.last, lang)

    def line(name: str, rate: str, of: str) -> str:
        written = f"{rate}%{gap}{of}" if rate != words.MISSING else of
        return f"{name}{'' if lang == 'zh' else ': '}{written}"

    # Of earlier days the label above says which: another time they would take a second line.
    over = f", {days.named('en')}" if days.is_today else ""
    good = Text(f"好评率 · {days.named('zh')} ", f"Rated good{over}")[lang]
    return {
        "wall-good30": {"children": line(good, rate, made_of)},
        "wall-today-good": {
            "children": line(Text(f"好评率 · {when} ", f"Rated good, {when}")[lang], day, day_of)
        },
    }


def _became(ask: Ask, days: LookBack, lang: Lang) -> View:
    """One bar of the bad ratings given in these days, and those not put right in time."""
    bad, rectified, pending = (
        total(ask, indicator, days.first, days.last).get("value") or 0
        for indicator in bad_ratings.COUNTS
    )
    bar = [part for part in bad_ratings.parts(bad, rectified, pending, lang) if part.count]
    when, n = days.named(lang), words.number(bad)
    title = Text(
        f"{when}的{n}条差评去了哪里",
        f"What became of the {words.numbered(bad, 'bad rating', 'bad ratings')}, {when}",
    )
    none = Text(f"{when}没有差评", f"No bad ratings, {when}")
    return {
        "wall-became-title": {"children": (title if bad else none)[lang]},
        "wall-became": {"children": whole.picture(bar) if bar else None},
        "wall-not-kept": {"children": _not_kept(ask, days, lang)},
    }


def _not_kept(ask: Ask, days: LookBack, lang: Lang) -> list[html.Strong | str]:
    """整改期限到了的50条里，5条没有按期整改: those whose limit fell into these days."""
    share = total(ask, "rectification-rate", days.first, days.last)
    due, kept = share.get("denominator"), share.get("numerator")
    if not due or kept is None:
        return []
    limit = words.counted(hall().thresholds["rectification_days"].value, WORKING_DAYS, lang)
    of, late = words.number(due), words.number(due - kept)
    before = Text(f"整改期限（{limit}）已到的{of}条", f"Of {of} whose limit of {limit} has passed")[
        lang
    ]
    gap = Text("，", ", ")[lang]
    if kept == due:
        return [f"{before}{gap}{Text('都按期整改了', 'all were put right in time')[lang]}"]
    missed = Text(
        f"{late}条没有按期整改",
        f"{late} {words.plural(due - kept, 'was', 'were')} not put right in time",
    )[lang]
    return [f"{before}{gap}", html.Strong(missed, className="late")]


def layout(v: View, lang: Lang) -> html.Section:
    """The bad ones in a thousand, the dots beside them, and below what became of them."""
    first = html.Div(
        [
            blocks.live(html.P, "wall-bad-label", v, className="title"),
            html.P(
                [
                    blocks.live(html.Strong, "wall-bad", v),
                    blocks.live(html.Span, "wall-bad-unit", v, className="unit"),
                ],
                className="headline",
            ),
            *(
                blocks.live(html.P, f"wall-{id}", v, className="compared")
                for id in ("bad-note", "good30", "today-good")
            ),
        ],
        className="first",
    )
    became = html.Div(
        [
            blocks.live(html.P, "wall-became-title", v, className="title"),
            blocks.live(html.Div, "wall-became", v, className="became"),
            blocks.live(html.P, "wall-not-kept", v, className="not-kept"),
        ],
        className="board",
    )
    drawn = blocks.live(html.Div, "wall-dots", v, className="thousand", role="img")
    return parts.section("satisfaction", v, [first, drawn, became, parts.nothing(NOTHING[lang])])
