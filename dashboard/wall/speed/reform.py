"""提速增效: two rounds of limits cut, and what became of the list of items, of visits and of papers owed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dash import html

from api.answer.answers import Values
from dashboard import words
from dashboard.asking import clean_up
from dashboard.asking.ask import Ask
from dashboard.asking.clean_up import CUT, ITEMS
from dashboard.parts import blocks, sections
from dashboard.parts.blocks import View
from dashboard.parts.drawings import whole
from dashboard.parts.drawings.whole import Part
from dashboard.wall import parts
from dashboard.wall.ask import Document, total
from dashboard.words import Lang, Unit
from data.catalog import DATASETS
from data.definitions import Text
from data.hall import today

TITLE = Text("提速增效", "Reform")
TOGETHER = Text("两轮压缩办理时限合计", "Limits cut in two rounds together")
NOTHING = Text("暂无改革数据", "Nothing of the reform yet")
VISITS = Unit("次", "visit", "visits")
KEPT, UNUSED, VISIT, OWED = (
    Text("现行事项", "Items in force"),
    Text("零办件事项清理", "Unused items cut"),
    Text("联合踏勘用时中位数", "Joint visits, median"),
    Text("先办后补，材料待补", "Granted, papers owed"),
)
# Each number with what it is of and its unit.
NUMBERS = (
    ("kept", KEPT, "item-changes", Unit("项", "item", "items")),
    ("unused", UNUSED, "item-changes", Unit("项", "item", "items")),
    ("visits", VISIT, "joint-inspections", words.WORKING_DAYS),
    ("owed", OWED, "deferred-approvals", Unit("项", "open", "open")),
)


def view(ask: Ask, document: Document, lang: Lang) -> View:
    """What there is data of; the others are left out."""
    del document
    ids = ("time-commitments", *dict.fromkeys(dataset for _, _, dataset, _ in NUMBERS))
    there = {id for id in ids if sections.has_data(ask, id)}
    shown = {
        "wall-reform": parts.scene("reform", not there & {"time-commitments", "item-changes"}),
        **_rounds(ask, "time-commitments" in there, lang),
        **{f"wall-reform-{id}-box": {"hidden": of not in there} for id, _, of, _ in NUMBERS},
        **(_items(ask, lang) if "item-changes" in there else _empty("kept", "unused")),
        **(_visits(ask, today(), lang) if "joint-inspections" in there else _empty("visits")),
        **(_owed(ask, lang) if "deferred-approvals" in there else _empty("owed")),
        **_list(ask, "item-changes" in there, lang),
    }
    return blocks.with_units(shown, {f"wall-reform-{id}": unit for id, _, _, unit in NUMBERS}, lang)


def _empty(*ids: str) -> View:
    return {f"wall-reform-{id}{part}": {"children": ""} for id in ids for part in ("", "-note")}


def _rounds(ask: Ask, there: bool, lang: Lang) -> View:
    """The cut of both rounds, and that they multiply; of few limits no per cent."""
    second = {"value": None}
    if there:
        second = next(iter(_by_round(ask)), second)
    if not there or not words.enough(second["value"]):
        return {"wall-reform-first": {"hidden": True}, **_empty("cut"), "wall-reform-cut-label": {"children": ""}}  # fmt: skip
    one, two, both = (total(ask, id, None, None) for id in ("round-cut-1", "round-cut-2", "cut-together"))  # fmt: skip
    first, then, cut = (words.per_cent(share.get("value") or 0) for share in (one, two, both))
    return {
        "wall-reform-first": {"hidden": False},
        "wall-reform-cut-label": {"children": TOGETHER[lang]},
        "wall-reform-cut": parts.value(cut[lang]),
        "wall-reform-cut-note": {
            "children": Text(
                # The years are those of the rounds' codes.
                f"2009年压缩{first.zh}，2013年再压缩余下的{then.zh}：相乘，不相加",
                f"2009 by {first.en}, 2013 by {then.en} of what was left: rounds multiply",
            )[lang]
        },
    }


def _by_round(ask: Ask) -> list[Document]:
    """How many limits the second round cut."""
    of = Values("limits-cut", grain="total", where=(("round", ("r2013",)),))
    return list(ask(of)["data"])


def _items(ask: Ask, lang: Lang) -> View:
    """What is on the list now, and what went because nobody had asked for it."""
    kinds = [
        row
        for row in ask(Values("items-kept", grain="total", by=("kind",)))["data"]
        if row["value"]
    ]
    gap = "" if lang == "zh" else " "
    made_of = [f"{row['kind_label']}{gap}{words.number(row['value'])}" for row in kinds]
    unused = total(ask, "zero-handling-cut", None, None)
    return {
        "wall-reform-kept": parts.value(words.number(sum(row["value"] for row in kinds))),
        "wall-reform-kept-note": {"children": Text("、", ", ")[lang].join(made_of)},
        "wall-reform-unused": parts.value(words.number(unused.get("value"))),
        "wall-reform-unused-note": {
            "children": Text("清理前两年没有办件", "no case in two years")[lang]
        },
    }


def _visits(ask: Ask, on: date, lang: Lang) -> View:
    year = on - timedelta(364), on
    median = total(ask, "joint-inspection-days-median", *year)
    n, saved = median.get("denominator"), total(ask, "joint-inspection-saved", *year)
    enough = words.enough(n)
    count = words.counted(n or 0, VISITS, lang)
    note = Text(f"近一年{count}", f"{count} in a year")[lang]
    if enough and saved.get("denominator"):
        faster = words.per_cent(saved["value"])
        note += Text(f"，省时{faster.zh}", f", {faster.en} faster")[lang]
    return {
        "wall-reform-visits": parts.value(
            words.number(median["value"]) if enough else words.MISSING
        ),
        "wall-reform-visits-note": {"children": note},
    }


def _owed(ask: Ask, lang: Lang) -> View:
    still, late = (
        total(ask, f"deferred-{id}", None, None).get("value") for id in ("open", "overdue")
    )
    note: dict[str, Any] = {"children": Text("均未逾期", "none overdue")[lang], "className": "note"}
    if late:
        n = words.number(late)
        note = {"children": Text(f"其中逾期{n}项", f"{n} overdue")[lang], "className": "note late"}
    elif not still:
        note["children"] = Text("材料均已补齐", "all papers are in")[lang]
    return {
        "wall-reform-owed": parts.value(words.number(still)),
        "wall-reform-owed-note": note,
    }  # fmt: skip


def _list(ask: Ask, there: bool, lang: Lang) -> View:
    """The list before the clean-up as one bar: what stayed, and what went by how."""
    if not there:
        return {"wall-reform-board": {"hidden": True}, "wall-reform-list": {"children": ""}}
    of = clean_up.gather(ask)
    titles = {c.id: c.title[lang] for c in DATASETS["item-changes"].field("action").codes}
    kept = of.count("kept")
    shown = [Part(titles["kept"], kept, "plain"), *(Part(titles[id], of.count(id), "open") for id in CUT)]  # fmt: skip
    before = words.counted(kept + of.count(*CUT), ITEMS, lang)
    title = Text(f"清理前{before}", f"{before} before the clean-up")[lang]
    drawn = whole.picture([part for part in shown if part.count])
    return {
        "wall-reform-board": {"hidden": not kept + of.count(*CUT)},
        "wall-reform-list": {"children": [html.P(title, className="title"), *drawn]},
    }


def layout(v: View, lang: Lang) -> html.Section:
    """Both rounds in the largest type, four numbers beside them, the list as one bar below."""
    numbers = [
        blocks.live(
            html.Div,
            f"wall-reform-{id}-box",
            v,
            children=parts.number(f"wall-reform-{id}", v, title[lang], unit),
        )
        for id, title, _, unit in NUMBERS
    ]
    first = parts.headline("wall-reform-cut", v, "")
    inside = blocks.live(html.Div, "wall-reform-list", v, className="became")
    return parts.section(
        "reform",
        v,
        [
            blocks.live(html.Div, "wall-reform-first", v, children=first, className="of-rounds"),
            html.Div(numbers, className="others"),
            blocks.live(html.Div, "wall-reform-board", v, children=inside, className="board"),
            parts.nothing(NOTHING[lang]),
        ],
    )
