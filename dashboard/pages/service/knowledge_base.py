"""The knowledge base: a box to ask it, what it is asked, how often it answers, what is to be looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dash import html

from api.answer.answers import Page, Records, Values
from api.search.tally import UNMATCHED
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.parts import bars, blocks, controls, downloads, notes
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.ranking import first
from dashboard.parts.sections import Section
from dashboard.parts.sections.months import unit_for
from dashboard.words import Lang, Unit
from data.catalog import INDICATORS
from data.definitions import Text
from data.hall import today

TITLE = Text("知识库", "Knowledge base")
ASKED = "faq-asked"
NUMBERS = ("faq-entries", "self-answer-rate", "faq-out-of-hours", "faq-helpful-rate")
STALE = "faq-stale"
YEAR_DAYS = 365
QUESTIONS = Unit("次", "question", "questions")
MOST = Text("问得最多的问题", "Asked most")
ENTRY, COUNT, SHARE = Text("问题", "Question"), Text("提问次数", "Asked"), Text("占比", "Share")
ENTRIES = Unit("条", "entry", "entries")
DUE = Text("应于{}前复核", "was due on {}")
Row = Mapping[str, Any]
NOTHING: Row = {"value": None, "numerator": None, "denominator": None}
# No knowledge base has more entries that wait.
_ALL = 500


@dataclass(frozen=True)
class Year:
    """The days up to the newest that was reported, a year of them or as many as there are."""

    first: date
    last: date

    def named(self, lang: Lang) -> str:
        return words.between(self.first, self.last, lang)


def year(ask: Ask) -> Year:
    document = ask(Values(ASKED, grain="year"))
    newest = document["meta"]["as_of"]
    last = min(datetime.fromisoformat(newest).date() if newest else today(), today())
    begun = ask(Values(ASKED, grain="day", from_=last - timedelta(days=YEAR_DAYS - 1), to=last))
    days = [row["period"] for row in begun["data"] if row["value"] is not None]
    return Year(date.fromisoformat(days[0]) if days else last, last)


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    of = year(ask)
    return {**_numbers(ask, of, lang), **_asked(ask, of, lang), **_stale(ask, lang)}


def _numbers(ask: Ask, of: Year, lang: Lang) -> View:
    shown: View = {}
    for id in NUMBERS:
        stock = INDICATORS[id].is_stock
        begin, end = (None, None) if stock else (of.first, of.last)
        rows = ask(Values(id, begin, end, "total"))["data"]
        row = rows[0] if rows else NOTHING
        value, note = _stock(row, lang) if stock else _rate(id, row, of, lang)
        shown |= {f"kb-{id}": value, f"kb-{id}-note": {"children": note}}
    return blocks.with_units(shown, {f"kb-{id}": unit_for(id) for id in NUMBERS}, lang)


def _stock(row: Row, lang: Lang) -> tuple[dict[str, Any], str]:
    end = words.short_day(today(), lang)
    return blocks.stated(words.number(row["value"])), Text(f"截至{end}", f"on {end}")[lang]


def _rate(id: str, row: Row, of: Year, lang: Lang) -> tuple[dict[str, Any], str]:
    number = words.rate(row, INDICATORS[id].favourable != "low")
    return blocks.stated(number), words.of(row) if row["denominator"] else of.named(lang)


def _asked(ask: Ask, of: Year, lang: Lang) -> View:
    """The entries asked for most, and how many questions matched none."""
    document = ask(Values(ASKED, of.first, of.last, "total", ("faq",)))
    rows = sorted((row for row in document["data"] if row["value"]), key=lambda row: -row["value"])
    entries = [row for row in rows if row["faq"] != UNMATCHED]
    unmatched = [row for row in rows if row["faq"] == UNMATCHED]
    whole = sum(row["value"] for row in rows)
    top = max((row["value"] for row in rows), default=1)
    shown = [*entries[: bars.MOST], *unmatched]
    n = words.counted(whole, QUESTIONS, lang)
    about = Text(
        f"{of.named('zh')}共提问{n}；只计次数，不保存问题。",
        f"{of.named('en')}: {n}; counted only, no question is kept.",
    )[lang]
    view = bars.view(
        "faqs-asked",
        finding=(_title(entries, lang), about),
        bars=[_bar(row, top, whole, lang) for row in shown],
        columns=[ENTRY[lang], COUNT[lang], SHARE[lang]],
        rows=[
            [row["faq_label"], words.number(row["value"]), words.share(row["value"], whole)]
            for row in rows
        ],
        downloads=downloads.of_answer(document, ASKED, lang),
        as_of=notes.as_of(document["meta"], today(), lang),
    )
    return blocks.with_n(view, whole, "faqs-asked")


def _bar(row: Row, top: float, whole: float, lang: Lang) -> Bar:
    entry = row["faq"] != UNMATCHED
    return Bar(
        row["faq_label"],
        words.number(row["value"]),
        row["value"] / top,
        kind="" if entry else "rest",
        href=_entry(row["faq"], lang) if entry else None,
        note=words.share(row["value"], whole),
    )


def _entry(faq: str, lang: Lang) -> str:
    """The address of an entry."""
    return Place(controls.ASK, lang, (("faq", faq),)).url


def _title(rows: Sequence[dict[str, Any]], lang: Lang) -> str:
    if not rows:
        return Text("这段时间没有提问", "Nothing was asked in this time")[lang]

    def value(row: Row) -> str:
        return words.counted(row["value"], QUESTIONS, lang)

    return first(rows, MOST, lambda row: f"“{row['faq_label']}”", value)[lang]


def _stale(ask: Ask, lang: Lang) -> View:
    """The entries whose review is past due, by name."""
    yesterday = today() - timedelta(days=1)
    query = Records(
        "faq-reviews",
        ranges=(("due_on", None, yesterday), ("followed_on", date.max, None)),
        fields=("faq", "due_on"),
        page=Page(_ALL),
        or_missing=("followed_on",),
    )
    waiting = {row["faq"]: row["due_on"] for row in ask(query)["data"]}
    named = {row["faq"]: row[f"title_{lang}"] or row["title_zh"] for row in _titles(ask)}
    lines = [
        html.Li(
            [
                html.A(named[faq], href=_entry(faq, lang)),
                html.Span(_was_due(due, lang), className="late"),
            ]
        )
        for faq, due in sorted(waiting.items(), key=lambda pair: pair[1])
        if faq in named
    ]
    return {
        "faqs-stale-title": {"children": _stale_title(len(lines), lang)},
        "faqs-stale-list": {"children": lines},
    }


def _stale_title(n: int, lang: Lang) -> str:
    if not n:
        return Text("无复核期限已过的条目", "No entry is past its review")[lang]
    written = words.counted(n, ENTRIES, lang)
    was = words.plural(n, "was", "were")
    return Text(f"{written}超过12个月未复核", f"{written} {was} not reviewed for 12 months")[lang]


def _titles(ask: Ask) -> list[dict[str, Any]]:
    return ask(Records("faqs", fields=("faq", "title_zh", "title_en"), page=Page(_ALL)))["data"]


def _was_due(due: str, lang: Lang) -> str:
    return DUE[lang].format(words.day(date.fromisoformat(due), lang))


def layout(place: Place, v: View) -> Sequence[Any]:
    lang = place.lang
    numbers = html.Dl(
        [
            blocks.number(
                f"kb-{id}",
                v,
                label=blocks.named(id, INDICATORS[id].title[lang], lang),
                unit=unit_for(id),
            )
            for id in NUMBERS
        ],
        className="figures numbers",
    )
    title = blocks.live(html.Span, "faqs-stale-title", v)
    waiting = html.Div(
        [
            html.H3(blocks.named(STALE, title, lang)),
            blocks.live(html.Ul, "faqs-stale-list", v, className="questions"),
        ],
        className="replied",
    )
    return [
        controls.search(place, "ask-field", page=controls.ASK),
        numbers,
        bars.figure("faqs-asked", v, lang),
        waiting,
    ]


SECTION = Section(
    "knowledge-base",
    TITLE,
    ("faqs", "faq-reviews", "faq-answers-daily"),
    view,
    layout,
    ("faqs-asked",),
    styles=("data.css", "explore.css", "drawings.css", "ask.css"),
)
