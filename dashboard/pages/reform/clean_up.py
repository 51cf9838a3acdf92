"""事项清理: what was on the list, what became of it and what is left; and the items without a case."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import html

from api.answer.answers import Values
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.clean_up import CHANGES, CUT, ITEMS, NEW, RESULT, CleanUp, gather
from dashboard.asking.parameters import Arguments
from dashboard.pages.reform import without_case
from dashboard.pages.reform.flow import Flow, picture
from dashboard.parts import bars, blocks, downloads, notes, sections
from dashboard.parts.blocks import View
from dashboard.parts.drawings import svg
from dashboard.parts.sections import Number, Section
from dashboard.words import Lang, Unit
from data.definitions import Text

ALL = Text("合计", "All")
DEPARTMENTS = Unit("个", "department", "departments")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    of = gather(ask)
    as_of = notes.newest_entry(of.answer["meta"], lang)
    return {
        "clean-up-numbers": {"children": sections.numbers(_numbers(ask, lang), lang)},
        **_flow(of, as_of, lang),
        **without_case.view(ask, of, as_of, lang),
    }


def _numbers(ask: Ask, lang: Lang) -> list[Number]:
    """What is in force now, and how far the departments' lists have been combed."""
    kept = ask(Values("items-kept", grain="total", by=("kind",)))["data"]
    parts = [
        f"{row['kind_label']}{'' if lang == 'zh' else ' '}{words.number(row['value'])}"
        for row in kept
        if row["value"]
    ]
    whole = sum(row["value"] or 0 for row in kept)
    first = Number(
        Text("现行保留事项", "Items kept, in force"),
        words.number(whole),
        words.unit_of(whole, ITEMS, lang),
        Text("、", ", ")[lang].join(parts),
        "items-kept",
    )
    if not sections.has_data(ask, "item-reviews"):
        return [first]
    cell = {
        id: (ask(Values(id, grain="total"))["data"] or [{"value": None}])[0]
        for id in ("departments-reviewed", "departments-in-review", "cut-rate", "on-hall-rate")
    }
    running = cell["departments-in-review"]["value"]
    note = Text("清单均已审核完毕", "all lists handed in are reviewed")[lang]
    if running:
        n = words.number(running)
        note = Text(f"另有{n}个正在审核", f"{n} more in review")[lang]
    rate, made_of = words.stated(cell["cut-rate"], ITEMS, ITEMS, lang)
    in_hall, of_items = words.stated(cell["on-hall-rate"], ITEMS, ITEMS, lang)
    reviewed = cell["departments-reviewed"]["value"]
    per_cent = "" if rate == words.MISSING else "%"
    departments = words.unit_of(reviewed, DEPARTMENTS, lang)
    return [
        first,
        Number(Text("进驻率", "Handled in the hall"), in_hall, "" if in_hall == words.MISSING else "%", of_items, "on-hall-rate"),
        Number(Text("精简率", "Items cut by"), rate, per_cent, made_of, "cut-rate"),
        Number(Text("已梳理部门", "Departments reviewed"), words.number(reviewed), departments, note, "departments-reviewed"),
    ]  # fmt: skip


# --- from the list before to the list after -----------------------------------------------------


def _flow(of: CleanUp, as_of: str, lang: Lang) -> View:
    titles = {code.id: code.title[lang] for code in CHANGES.field("action").codes}
    kinds = [c for c in CHANGES.field("kind").codes if any(r["kind"] == c.id for r in of.rows)]
    flows = [
        Flow(
            kind.title[lang],
            of.count("kept", kind=kind.id),
            [(titles[id], of.count(id, kind=kind.id)) for id in CUT],
            of.count(*NEW, kind=kind.id),
        )
        for kind in kinds
    ]
    order = ("kept", *CUT, *NEW)
    return svg.view(
        "clean-up",
        finding=(_title(of)[lang], _how(of, lang)),
        picture=picture(flows, titles["kept"], lang),
        columns=[RESULT[lang], *(kind.title[lang] for kind in kinds), ALL[lang]],
        rows=[
            [
                titles[id],
                *(words.number(of.count(id, kind=kind.id)) for kind in kinds),
                words.number(of.count(id)),
            ]
            for id in order
            if of.count(id)
        ],
        downloads=[
            *downloads.with_json(of.answer["links"]),
            *downloads.explained("items-cut", None, lang),
        ],
        as_of=as_of,
    )


def _title(of: CleanUp) -> Text:
    """清理前233项，精简108项，保留125项."""
    kept, cut, new = of.count("kept"), of.count(*CUT), of.count(*NEW)
    before, k, c, n = (words.number(x) for x in (kept + cut, kept, cut, new))
    if not kept + cut:
        return Text(f"新增和进驻{n}项", f"{words.counted(new, ITEMS, 'en')} added or moved in")
    if not cut:
        return Text(
            f"清理的{before}项全部保留",
            f"All {before} items gone through were kept"
            if kept > 1
            else "The one item gone through was kept",
        )
    rest = Text(f"保留{k}项", f"{k} kept") if kept else Text("没有保留的", "none kept")
    return Text(
        f"清理前{before}项，精简{c}项，{rest.zh}",
        f"Of {words.counted(kept + cut, ITEMS, 'en')} {c} cut, {rest.en}",
    )


def _how(of: CleanUp, lang: Lang) -> str:
    decided = [date.fromisoformat(row["decided_on"]) for row in of.rows]
    first, last = min(decided), max(decided)
    when = words.day(first, lang) if first == last else words.between(first, last, lang)
    new = of.count(*NEW)
    n = words.number(new)
    zh, en = (
        (f"；另有{n}项新增或进驻大厅", f"; {n} more added or moved into the hall")
        if new
        else ("", "")
    )
    name = f"{of.name}，" if of.name else ""
    return Text(
        f"{name}{when}决定；各类事项分列，用同一比例尺{zh}。",
        f"Decided {when}; kinds of item apart, on one scale{en}.",
    )[lang]


def layout(place: Place, v: View) -> list[Any]:
    lang = place.lang
    return [
        blocks.live(html.Dl, "clean-up-numbers", v, className="figures numbers"),
        svg.figure("clean-up", v, lang, "flow"),
        bars.figure("without-case", v, lang),
    ]


SECTION = Section(
    "items",
    Text("事项清理", "Items cleaned up"),
    ("item-changes",),
    view,
    layout,
    ("clean-up", "without-case"),
    styles=("explore.css", "drawings.css", "reform.css"),
)
