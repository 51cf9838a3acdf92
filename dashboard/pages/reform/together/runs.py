"""并联审批: how long applications take that departments decide side by side, and one of them as bars."""

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
from dashboard.pages.reform.together import lengths, run
from dashboard.parts import blocks, downloads, notes, sections
from dashboard.parts.blocks import View
from dashboard.parts.drawings import svg
from dashboard.parts.sections import Number, Section
from dashboard.words import Lang, Unit
from data.definitions import Text
from data.hall import today

Row = Mapping[str, Any]
RUNS = Unit("件", "application", "applications")
NOTHING: Row = {"value": None, "numerator": None, "denominator": None}
DECIDED = ("granted", "refused")
USED, COUNT = Text("用时（工作日）", "Working days"), Text("件数", "Applications")
PROMISED, LEGAL = Text("承诺", "promised "), Text("法定合计", "by law, one by one: ")


def last_year() -> tuple[date, date]:
    return today() - timedelta(364), today()


def total(ask: Ask, id: str, **where: str) -> Row:
    """An indicator's value of the last twelve months."""
    asked = tuple((name, (code,)) for name, code in where.items())
    return (ask(Values(id, *last_year(), "total", where=asked))["data"] or [NOTHING])[0]


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    return {
        "parallel-numbers": {"children": sections.numbers(_numbers(ask, lang), lang)},
        **run.view(ask, lang, arguments),
        **_lengths(ask, lang),
    }


def _numbers(ask: Ask, lang: Lang) -> list[Number]:
    accepted, on_time = total(ask, "parallel-runs"), total(ask, "parallel-on-time")
    saved, decided = total(ask, "parallel-saved"), total(ask, "parallel-days-median")
    open_ = (ask(Values("parallel-open", grain="total"))["data"] or [NOTHING])[0]["value"]
    late = (ask(Values("parallel-overdue", grain="total"))["data"] or [NOTHING])[0]["value"]
    rate, made_of = words.stated(on_time, Text("件到期的", " due"), RUNS, lang)
    enough = words.enough(decided["denominator"]) and saved["denominator"]
    alone = words.counted(saved["denominator"], words.WORKING_DAYS, lang)
    used = words.number((saved["denominator"] or 0) - (saved["numerator"] or 0))
    overdue = Text("均未超期", "none overdue")
    if late:
        n = words.number(late)
        overdue = Text(f"其中{n}件超期", f"{n} of them overdue")
    return [
        Number(Text("近一年并联办件", "Accepted in the last year"), words.number(accepted["value"]), words.unit_of(accepted["value"], RUNS, lang), "", "parallel-runs"),
        Number(Text("并联在办", "In progress"), words.number(open_), words.unit_of(open_, RUNS, lang), overdue[lang] if open_ else "", "parallel-open"),
        Number(Text("按时办结率", "On time"), rate, "%" if rate != words.MISSING else "", made_of, "parallel-on-time"),
        Number(Text("节省时间", "Time saved"), words.percentage(saved) if enough else words.MISSING, "",
               Text(f"分别办理{alone}，并联用时{used}个", f"one after another {alone}, side by side {used}")[lang] if enough else "",
               "parallel-saved"),
    ]  # fmt: skip


# --- how long ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lengths:
    """Of the scheme with most applications: how many took so many days; its limits; its median."""

    scheme: str
    counts: Sequence[tuple[float, int]]
    median: Row
    limits: Sequence[tuple[float, Text]]
    links: Mapping[str, str]
    meta: Mapping[str, Any]


def _gather(ask: Ask) -> Lengths:
    first, last = last_year()
    medians = ask(Values("parallel-days-median", first, last, "total", ("scheme",)))["data"]
    most = max(medians, key=lambda row: row["denominator"] or 0, default=None)
    scheme = most["scheme"] if most else "enterprise"
    where = (("scheme", (scheme,)), ("outcome", DECIDED))
    when = (("completed_on", first, last),)
    counts = ask(Facets("parallel-approvals", "used_days", where, when))["data"]
    records = ask(Records("parallel-approvals", where, when, page=Page(1)))
    return Lengths(
        scheme,
        sorted((row["value"], row["count"]) for row in counts if row["value"] is not None),
        most or NOTHING,
        _limits(ask, scheme),
        records["links"],
        records["meta"],
    )


def _limits(ask: Ask, scheme: str) -> list[tuple[float, Text]]:
    """What is promised and what the law allows, by the scheme in force."""
    if not sections.has_data(ask, "parallel-schemes"):
        return []
    rows = ask(Records("parallel-schemes", (("scheme", (scheme,)),), page=Page(100)))["data"]
    on = today().isoformat()
    valid = [r for r in rows if r["issued_on"] <= on and (r["until_on"] is None or on <= r["until_on"])]  # fmt: skip
    named = ((PROMISED, "promised_days"), (LEGAL, "legal_days"))
    return [(row[field], name) for row in valid[-1:] for name, field in named if row[field]]


def _lengths(ask: Ask, lang: Lang) -> View:
    of = _gather(ask)
    when = words.between(*last_year(), lang)
    how = Text(
        f"{when}作出决定的，自受理至办结的工作日数。竖线为承诺时限，和各审批事项法定时限之和。",
        f"Decided {when}; working days from acceptance to completion. Upright: what is promised, and the legal "
        "limits of all its approvals added up.",
    )
    figure = svg.view(
        "run-lengths",
        finding=(_title(of)[lang], how[lang]),
        picture=lengths.picture(of.counts, of.limits, lang),
        columns=[USED[lang], COUNT[lang]],
        rows=[[words.number(days), words.number(n)] for days, n in of.counts],
        downloads=[
            *downloads.with_json(of.links),
            *downloads.explained("parallel-days-median", None, lang),
        ],
        as_of=notes.as_of(of.meta, today(), lang),
    )
    return blocks.with_n(figure, of.median["denominator"], "run-lengths")


def _title(of: Lengths) -> Text:
    """企业设立登记：1,251件，一半在11个工作日以内，承诺34个."""
    schemes = {one: run.titles("parallel-approvals", "scheme", one)[of.scheme] for one in ("zh", "en")}  # fmt: skip
    n, median = of.median["denominator"], of.median["value"]
    name = Text(schemes["zh"], f"{schemes['en'][:1].upper()}{schemes['en'][1:]}")
    if not n:
        return Text(f"近一年没有作出决定的{name.zh}", f"{name.en}: none decided in the last year")
    count = Text(words.counted(n, RUNS, "zh"), words.counted(n, RUNS, "en"))
    if not words.enough(n):
        return Text(f"{name.zh}：近一年{count.zh}作出决定", f"{name.en}: {count.en} decided in the last year")  # fmt: skip
    used = Text(words.days_used(median, "zh", words.SAME_DAY), words.days_used(median, "en", words.SAME_DAY))  # fmt: skip
    promised = next((days for days, text in of.limits if text is PROMISED), None)
    limit = words.number(promised)
    zh, en = (f"，承诺{limit}个", f"; {limit} promised") if promised else ("", "")
    until, within = ("", "") if median == 0 else ("以内", "within ")
    return Text(
        f"{name.zh}{count.zh}，一半在{used.zh}{until}办结{zh}",
        f"{name.en}: half of {count.en} were done {within}{used.en}{en}",
    )


def layout(place: Place, v: View) -> list[Any]:
    lang = place.lang
    choice = blocks.live(html.Div, "run-filters", v)
    chosen = html.Div([choice, svg.figure("run", v, lang, "gantt")], **blocks.extra({"data-explore": ""}))  # fmt: skip
    return [
        blocks.live(html.Dl, "parallel-numbers", v, className="figures numbers"),
        svg.figure("run-lengths", v, lang, "lengths"),
        chosen,
    ]


SECTION = Section(
    run.ANCHOR,
    Text("并联审批", "Parallel approval"),
    ("parallel-approvals", "parallel-steps"),
    view,
    layout,
    ("run-lengths", "run"),
    parameters=(run.RUN,),
    styles=("explore.css", "drawings.css", "reform.css", "together.css"),
)
