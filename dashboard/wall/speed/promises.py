"""提速承诺: what was legal, what was promised, what it took: in working days, an item at a time.

Each visit of the scene tells one of the items in the rows below (`assets/wall.js` counts them).
"""

from __future__ import annotations

from dash import html

from api.answer.answers import Records
from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.parts import blocks
from dashboard.parts.blocks import View
from dashboard.wall import parts
from dashboard.wall.ask import Document, LookBack, look_back, total, totals
from dashboard.wall.speed.lengths import Item, rows, told
from dashboard.words import CASES, Lang
from data.definitions import Text

TITLE = Text("提速承诺", "Promised and actual speed")
FASTER = Text("实际提速", "Faster than the legal limit by")
PROMISED_FASTER = Text("承诺提速", "Promised to be faster by")
EARLY = Text("提前办结率", "Took less than promised")
NOTHING = Text("暂无带法定时限的办件", "No cases with a legal limit yet")
BUSIEST = Text("办得最多的承诺件", "The busiest promised items")
ROWS = 6
_LOOKED_AT = 60


def view(ask: Ask, document: Document, lang: Lang) -> View:
    """The last thirty days, and the list of items as it stands."""
    days = look_back(document)
    actual = total(ask, "actual-speed-up", days.first, days.last) if days else {}
    if days is None or not actual.get("denominator"):
        return _nothing()
    shown = busiest(ask, days, lang)
    return {
        "wall-promises": parts.scene("promises", False),
        "wall-told": {"children": [told(item, lang) for item in shown], "hidden": not shown},
        **_rates(ask, actual, days, lang),
        "wall-items": {"children": rows(shown, lang), "hidden": not shown},
        "wall-board-title": {
            "children": Text(
                f"{BUSIEST.zh} · {days.named('zh')}", f"{BUSIEST.en}, {days.named('en')}"
            )[lang]
        },
    }


def _nothing() -> View:
    names = [f"wall-{id}{part}" for id in ("faster", "promised", "early") for part in ("", "-note")]
    empty: View = {id: {"children": ""} for id in (*names, "wall-board-title")}
    return {
        **empty,
        "wall-told": {"children": [], "hidden": True},
        "wall-items": {"children": [], "hidden": True},
        "wall-promises": parts.scene("promises", True),
    }


def _rates(ask: Ask, actual: Document, days: LookBack, lang: Lang) -> View:
    """Three rates in a line each, with what they are made of."""
    listed = total(ask, "promised-speed-up", None, None)
    early, made_of = words.stated(
        total(ask, "early-rate", days.first, days.last), Text("件", " cases"), CASES, lang
    )
    return {
        "wall-faster": parts.value(words.percentage(actual)),
        "wall-faster-note": {"children": _together(actual, lang)},
        "wall-promised": parts.value(words.percentage(listed)),
        "wall-promised-note": {"children": _listed(listed, lang)},
        "wall-early": parts.value(early if early == words.MISSING else f"{early}%"),
        "wall-early-note": {"children": f"{made_of} · {days.named(lang)}"},
    }


def busiest(ask: Ask, days: LookBack, lang: Lang) -> list[Item]:
    """The items with a promise that most cases were completed of, most first."""
    done = {row["item"]: row for row in totals(ask, "cases-completed", days, "item")}
    codes = sorted(done, key=lambda code: -(done[code]["value"] or 0))[:_LOOKED_AT]
    if not codes:
        return []
    listed = ask(Records("items", where=(("item", tuple(codes)),)))["data"]
    limits = {row["item"]: row for row in listed}
    took = {
        row["item"]: row["value"]
        for row in totals(ask, "handling-days-median", days, "item")
        if words.enough(row["denominator"])
    }
    items = []
    for code in codes:
        legal, promised = (limits.get(code, {}).get(f"{k}_days") for k in ("legal", "promised"))
        if legal and promised and took.get(code) is not None:
            items.append(Item(done[code]["item_label"], legal, promised, took[code]))
    return items[:ROWS]


def _together(share: Document, lang: Lang) -> str:
    """Of which cases the rate is: of more than the items in the rows below."""
    legal, saved = share["denominator"], share["numerator"]
    allowed, used = words.large(legal, lang), words.large(legal - saved, lang)
    return Text(
        f"依法可用{allowed}个工作日，用了{used}个",
        f"{used} of {allowed} working days used",
    )[lang]


def _listed(share: Document, lang: Lang) -> str:
    if not share.get("denominator"):
        return words.MISSING
    legal = share["denominator"]
    ours = legal - share["numerator"]
    return Text(
        f"行政审批事项合计{words.number(legal)} → {words.number(ours)}个工作日",
        f"{words.number(legal)} → {words.number(ours)} working days, all approval items",
    )[lang]


def layout(v: View, lang: Lang) -> html.Section:
    """One item in three numbers, three rates in a line each, and three lengths for each item."""
    rates = (("faster", FASTER), ("promised", PROMISED_FASTER), ("early", EARLY))
    lines = [
        html.P(
            [
                html.Span(name[lang], className="title"),
                blocks.live(html.Strong, f"wall-{id}", v),
                blocks.live(html.Span, f"wall-{id}-note", v, className="note"),
            ],
            className="rate",
        )
        for id, name in rates
    ]
    board = html.Div(
        [
            blocks.live(html.P, "wall-board-title", v, className="title"),
            blocks.live(html.Ul, "wall-items", v, className="items"),
        ],
        className="board",
    )
    each = blocks.live(html.Ul, "wall-told", v, className="told")
    return parts.section(
        "promises",
        v,
        [
            html.Div(each, className="first"),
            html.Div(lines, className="others"),
            board,
            parts.nothing(NOTHING[lang]),
        ],
    )
