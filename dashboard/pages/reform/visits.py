"""联合踏勘: departments that look at a place together, and the half days that it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dash import html

from api.answer.answers import Facets, Page, Records, Values
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.reform import half_days
from dashboard.parts import bars, blocks, downloads, notes, sections
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.drawings import svg
from dashboard.parts.sections import Number, Section
from dashboard.words import Lang, Unit
from data.definitions import Text
from data.hall import today

Row = Mapping[str, Any]
VISITS = Unit("次", "visit", "visits")
NOTHING: Row = {"value": None, "numerator": None, "denominator": None}
KIND, N, MEDIAN = (
    Text("踏勘类别", "Kind"),
    Text("出具结论", "Concluded"),
    Text("用时中位数", "Median"),
)
SINGLE, SAVED = Text("分别踏勘所需", "One by one"), Text("节省", "Saved")
USED, COUNT = Text("用时（工作日）", "Working days"), Text("次数", "Visits")


@dataclass(frozen=True)
class Visits:
    """A year of visits: totals by indicator, by kind, and how many took so many half days."""

    first: date
    last: date
    totals: Mapping[str, Row]
    kinds: Sequence[Mapping[str, Any]]
    half_days: Sequence[tuple[float, int]]
    of_kinds: Mapping[str, Any]
    records: Mapping[str, Any]

    @property
    def median(self) -> Row:
        return self.totals["joint-inspection-days-median"]


TOTALS = (
    "joint-inspections", "joint-inspection-days-median", "joint-inspection-saved", "one-visit-rate",
    "joint-inspection-departments",
)  # fmt: skip


def gather(ask: Ask) -> Visits:
    """The last twelve months."""
    last = today()
    first = last - timedelta(364)
    concluded = (("concluded_on", first, last),)
    counts = ask(Facets("joint-inspections", "used_days", ranges=concluded))["data"]
    by_kind = {
        id: ask(Values(id, first, last, "total", ("kind",)))
        for id in ("joint-inspection-days-median", "joint-inspection-saved")
    }
    saved = {row["kind"]: row for row in by_kind["joint-inspection-saved"]["data"]}
    medians = by_kind["joint-inspection-days-median"]
    kinds = [
        {**row, "saved": saved.get(row["kind"], NOTHING), "single": _single(ask, row["kind"], first, last)}
        for row in medians["data"]
        if row["denominator"]
    ]  # fmt: skip
    return Visits(
        first,
        last,
        {id: (ask(Values(id, first, last, "total"))["data"] or [NOTHING])[0] for id in TOTALS},
        sorted(kinds, key=lambda row: -row["denominator"]),
        sorted((row["value"], row["count"]) for row in counts if row["value"] is not None),
        medians,
        ask(Records("joint-inspections", ranges=concluded, page=Page(1))),
    )


def _single(ask: Ask, kind: str, first: date, last: date) -> list[float]:
    """The limits of visits one by one that occur among those of a kind, shortest first."""
    of = Facets(
        "joint-inspections", "single_days", (("kind", (kind,)),), (("concluded_on", first, last),)
    )
    return sorted(row["value"] for row in ask(of)["data"] if row["value"] is not None)


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    of = gather(ask)
    as_of = notes.as_of(of.of_kinds["meta"], today(), lang)
    figures = {**_used(of, as_of, lang), **_kinds(of, as_of, lang)}
    return {
        "visits-numbers": {"children": sections.numbers(_numbers(of, lang), lang)},
        **blocks.with_n(figures, of.median["denominator"], "visits", "visit-kinds"),
    }


def _when(of: Visits, lang: Lang) -> str:
    return words.between(of.first, of.last, lang)


def _numbers(of: Visits, lang: Lang) -> list[Number]:
    made = of.totals["joint-inspections"]["value"]
    took_part = of.totals["joint-inspection-departments"]["value"]
    each = {"value": took_part / made if made and took_part else None}
    per = words.decimal(each) if words.enough(made) else words.MISSING
    there = Text(f"平均每次{per}个部门到场", f"{per} departments at each, on average")[lang]
    saved, rate = of.totals["joint-inspection-saved"], of.totals["one-visit-rate"]
    n = of.median["denominator"]
    days = words.counted(saved["denominator"], words.WORKING_DAYS, lang)
    used = (saved["denominator"] or 0) - (saved["numerator"] or 0)
    enough = words.enough(n) and saved["denominator"]
    passed, made_of = words.stated(rate, VISITS, VISITS, lang)
    return [
        Number(Text("近一年联合踏勘", "Visits of the last year"), words.number(made), words.unit_of(made, VISITS, lang),
               there if per != words.MISSING else "", "joint-inspections"),
        Number(Text("节省时间", "Time saved"), words.percentage(saved) if enough else words.MISSING, "",
               Text(f"分别踏勘{days}，联合踏勘{words.number(used)}个", f"one by one {days}, together {words.number(used)}")[lang] if enough else "",
               "joint-inspection-saved"),
        Number(Text("一次踏勘通过率", "Passed in one visit"), passed, "%" if passed != words.MISSING else "", made_of, "one-visit-rate"),
    ]  # fmt: skip


# --- in half days -------------------------------------------------------------------------------


def _used(of: Visits, as_of: str, lang: Lang) -> View:
    n, median = of.median["denominator"], of.median["value"]
    count = words.counted(n or 0, VISITS, lang)
    if not n:
        title = Text("近一年没有出具结论的踏勘", "No visit was concluded in the last year")
    elif not words.enough(n):
        title = Text(f"近一年{count}踏勘出具结论", f"{count} concluded in the last year")
    else:
        used = words.days_used(median, lang)
        title = Text(
            f"近一年{count}踏勘，一半在{used}{'' if median == 0 else '以内'}出具结论",
            f"Of {count} in the last year half were concluded within {used.removeprefix('within ')}",
        )
    how = Text(
        f"{_when(of, lang)}出具结论的，自提请起计，以半个工作日为一格。",
        f"Concluded {_when(of, lang)}, from the request, by half working days.",
    )
    return svg.view(
        "visits",
        finding=(title[lang], how[lang]),
        picture=half_days.picture(of.half_days, median if words.enough(n) else None, lang),
        columns=[USED[lang], COUNT[lang]],
        rows=[[words.number(days), words.number(count)] for days, count in of.half_days],
        downloads=[
            *downloads.with_json(of.records["links"]),
            *downloads.explained("joint-inspection-days-median", None, lang),
        ],
        as_of=as_of,
    )


def _kinds(of: Visits, as_of: str, lang: Lang) -> View:
    """What visits one by one would take, and what it took together, by kind; of too few no median."""
    shown = [row for row in of.kinds if words.enough(row["denominator"]) and row["single"]]
    top = max((row["single"][-1] for row in shown), default=1)
    marks = [
        bar
        for row in shown
        for bar in (
            Bar(f"{row['kind_label']}{Text('，分别踏勘', ', one by one')[lang]}", _span(row["single"]), row["single"][-1] / top, "pale"),
            Bar(Text("联合踏勘（中位数）", "together (median)")[lang], words.number(row["value"]), row["value"] / top,
                note=words.counted(row["denominator"], VISITS, lang)),
        )
    ]  # fmt: skip
    few = [row["kind_label"] for row in of.kinds if row not in shown]
    least = words.number(words.least())
    names = Text("、", ", ")[lang].join(few)
    zh, en = (
        (f"；{names}不足{least}次，不列", f"; {names}: fewer than {least}, not drawn")
        if few
        else ("", "")
    )
    return bars.view(
        "visit-kinds",
        finding=(_title(shown)[lang], Text(f"工作日，{_when(of, lang)}{zh}。", f"Working days, {_when(of, lang)}{en}.")[lang]),
        bars=marks,
        columns=[KIND[lang], SINGLE[lang], MEDIAN[lang], SAVED[lang], N[lang]],
        rows=[
            [
                row["kind_label"],
                _span(row["single"]),
                words.number(row["value"]) if words.enough(row["denominator"]) else words.MISSING,
                words.percentage(row["saved"]) if words.enough(row["denominator"]) else words.MISSING,
                words.number(row["denominator"]),
            ]
            for row in of.kinds
        ],
        downloads=downloads.of_answer(of.of_kinds, "joint-inspection-days-median", lang),
        as_of=as_of,
    )  # fmt: skip


def _span(days: Sequence[float]) -> str:
    if not days:
        return words.MISSING
    ends = dict.fromkeys((words.number(days[0]), words.number(days[-1])))
    return "–".join(ends)


def _title(shown: Sequence[Row]) -> Text:
    """娱乐场所：分别踏勘30个工作日，联合踏勘3.5个: of the kind with most visits."""
    if not shown:
        return Text("各类踏勘样本不足，不作比较", "Too few visits of any kind to compare")
    one = shown[0]
    single, used = _span(one["single"]), words.number(one["value"])
    name = one["kind_label"]
    took = Text(f"{used}个", used) if one["value"] else Text("半日内", "half a day")
    return Text(
        f"{name}：分别踏勘{single}个工作日，联合踏勘中位数{took.zh}",
        f"{name[:1].upper()}{name[1:]}: {single} working days one by one, {took.en} together (median)",
    )


def layout(place: Place, v: View) -> list[Any]:
    lang = place.lang
    return [
        blocks.live(html.Dl, "visits-numbers", v, className="figures numbers"),
        bars.figure("visit-kinds", v, lang),
        svg.figure("visits", v, lang, "halves"),
    ]


SECTION = Section(
    "joint-visits",
    Text("联合踏勘", "Joint inspections"),
    ("joint-inspections",),
    view,
    layout,
    ("visit-kinds", "visits"),
    styles=("explore.css", "drawings.css", "reform.css"),
)
