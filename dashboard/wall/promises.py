"""提速承诺: what was legal, what was promised, what it took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from api.answer.answers import Records
from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.parts import blocks
from dashboard.parts.bars import length
from dashboard.parts.blocks import View
from dashboard.wall import parts
from dashboard.wall.ask import Document, LookBack, look_back, total, totals
from dashboard.words import PER_CENT, Lang
from data.definitions import Text

TITLE = Text("提速承诺", "Promised and actual speed")
FASTER = Text("比法定时限少用时", "Time saved")
PROMISED_FASTER = Text("承诺提速", "Promised to be faster by")
EARLY = Text("用时少于承诺", "Took less than promised")
NOTHING = Text("暂无带法定时限的办件", "No cases with a legal limit yet")
LEGAL = Text("法定", "legal limit")
PROMISED = Text("承诺", "promised")
TOOK = Text("实际（中位数）", "took (median)")
BUSIEST = Text("办得最多的承诺件", "The busiest promised items")
ORDER = Text("法定 → 承诺 → 实际，工作日", "law → promise → took, working days")
# In the column of working days, where there is room for little more than a number.
HALF_DAY = Text("半日内", "≤ ½")
BY_KIND = {
    "actual-speed-up-instant": Text("即办件", "instant "),
    "actual-speed-up-promised": Text("承诺件", "promised "),
}
ROWS = 6
_LOOKED_AT = 60


@dataclass(frozen=True)
class Item:
    """An item's limits and median, in working days."""

    title: str
    legal: float
    promised: float
    took: float


def view(ask: Ask, document: Document, lang: Lang) -> View:
    """The last thirty days, and the list of items as it stands."""
    days = look_back(document)
    actual = total(ask, "actual-speed-up", days.first, days.last) if days else {}
    if days is None or not actual.get("denominator"):
        return _nothing()
    shown = busiest(ask, days, lang)
    promised = total(ask, "promised-speed-up", None, None)
    early, made_of = words.stated(
        total(ask, "early-rate", days.first, days.last), Text("件", " cases"), words.CASES, lang
    )
    return {
        "wall-promises": parts.scene("promises", False),
        "wall-faster-label": {
            "children": Text(
                f"{FASTER.zh} · {days.named('zh')}",
                f"{FASTER.en}, {days.named('en')}",
            )[lang]
        },
        "wall-faster": {"children": words.rate(actual)},
        "wall-faster-note": {"children": _together(actual, _apart(ask, days, lang), lang)},
        "wall-promised": {"children": words.rate(promised)},
        "wall-promised-note": {"children": _listed(promised, lang)},
        "wall-early": {"children": early},
        "wall-early-note": {"children": f"{made_of} · {days.named(lang)}"},
        "wall-items": {"children": _rows(shown, lang), "hidden": not shown},
    }


def _nothing() -> View:
    numbers = ("faster", "promised", "early")
    names = [f"wall-{id}{part}" for id in numbers for part in ("", "-note")]
    empty: View = {id: {"children": words.MISSING} for id in (*names, "wall-faster-label")}
    return {
        **empty,
        "wall-items": {"children": [], "hidden": True},
        "wall-promises": parts.scene("promises", True),
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


def _apart(ask: Ask, days: LookBack, lang: Lang) -> str:
    """The same of instant and of promised cases: the total alone hides the slower ones."""
    apart = []
    for id, title in BY_KIND.items():
        share = total(ask, id, days.first, days.last)
        if share.get("denominator"):
            saved, legal = (words.large(share[k], lang) for k in ("numerator", "denominator"))
            of = Text(f"（{saved} / {legal}）", f" ({saved} / {legal})")[lang]
            apart.append(f"{title[lang]}{words.percentage(share)}{of}")
    return f"{Text('；', '; ')[lang]}{Text('，', ', ')[lang].join(apart)}" if apart else ""


def _together(share: Document, apart: str, lang: Lang) -> str:
    """Of which cases the number is: of more than the items in the rows below."""
    legal, saved = share["denominator"], share["numerator"]
    allowed, used = words.large(legal, lang), words.large(legal - saved, lang)
    return (
        Text(
            f"有法定时限的全部办件（含即办件）：依法可用{allowed}个工作日，实际用了{used}个",
            f"with a legal limit, instant items included: {used} of {allowed} working days used",
        )[lang]
        + apart
    )


def _listed(share: Mapping[str, Any], lang: Lang) -> str:
    if not share.get("denominator"):
        return words.MISSING
    legal = share["denominator"]
    ours = legal - share["numerator"]
    return Text(
        f"清单上的行政审批事项合计{words.number(legal)} → {words.number(ours)}个工作日",
        f"{words.number(legal)} → {words.number(ours)} working days, all approval items",
    )[lang]


def _rows(shown: Sequence[Item], lang: Lang) -> list[html.Li]:
    top = max([1.0, *(max(item.legal, item.promised, item.took) for item in shown)])

    def bar(kind: str, value: float) -> html.I:
        return html.I(className=kind, style={"width": length(value / top)})

    def row(item: Item) -> html.Li:
        took = words.number(item.took) if item.took else HALF_DAY[lang]
        return html.Li(
            [
                html.Span(item.title, className="what"),
                html.Span(
                    [
                        bar("legal", item.legal),
                        bar("promised", item.promised),
                        bar("took", item.took),
                    ],
                    className="three",
                ),
                html.Span(
                    [
                        html.Span(words.number(item.legal), className="legal-n"),
                        html.Span("→"),
                        html.Span(words.number(item.promised), className="promised-n"),
                        html.Span("→"),
                        html.Strong(took, className="n"),
                    ],
                    className="days",
                ),
            ]
        )

    return [row(item) for item in shown]


def _legend(lang: Lang) -> html.P:
    marks = (("legal", LEGAL), ("promised", PROMISED), ("took", TOOK))
    return html.P(
        [
            html.Span(BUSIEST[lang], className="title"),
            *(
                html.Span([html.I(className=kind), title[lang]], className="mark")
                for kind, title in marks
            ),
            html.Span(ORDER[lang], className="units"),
        ],
        className="legend",
    )


def layout(v: View, lang: Lang) -> html.Section:
    """The speed-up, what was promised and kept, and three lengths for each of the busiest items."""
    others = html.Div(
        [
            parts.number("wall-promised", v, PROMISED_FASTER[lang], PER_CENT[lang]),
            parts.number("wall-early", v, EARLY[lang], PER_CENT[lang], kept=True),
        ],
        className="others",
    )
    return parts.section(
        "promises",
        v,
        [
            parts.headline("wall-faster", v, PER_CENT[lang]),
            others,
            html.Div(
                [_legend(lang), blocks.live(html.Ul, "wall-items", v, className="items")],
                className="board",
            ),
            parts.nothing(NOTHING[lang]),
        ],
    )
