"""`/supervision/overview` 监督首页: what got worse, is overdue now, was corrected, fails a check. Worst first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from api.answer import answers
from api.answer.answers import Values
from api.bulletin import worse
from api.bulletin.reading import addresses
from api.bulletin.worse import Judged, Line
from api.documents import links
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.overview import corrected
from dashboard.parts import blocks, months, notes, printed
from dashboard.parts.blocks import View, extra
from dashboard.parts.downloads import rows_of
from dashboard.parts.page import Page, frame
from dashboard.parts.two_languages import hinted
from dashboard.words import Lang
from data.catalog import INDICATORS, OWNERS, PUBLISHED_INDICATORS
from data.definitions import Text
from data.hall import today
from data.questions import Checks

PATH = "supervision/overview"
TITLE = Text("监督首页", "Overview for supervisors")
LEAD = Text(
    "哪些指标变差、哪些事项现已逾期、哪些数值作过更正、哪些核对不符，逐项列全，变差多的在前。",
    "What got worse, what is overdue now, what was corrected, which checks fail: all, the largest change first.",
)
LEADS = Text("点击数字查看明细记录。", "Each number leads to its rows.")
RULE = Text(
    "列出全部有优劣方向的比率和用时指标。比率须两个月的95%区间不重叠才算变化（合计之比按分子、分母计算区间）；"
    "样本不足的不比较；中位数和90分位数没有区间，按显示的数值比较。两项比较都变差的在前，其余按变化幅度排列。",
    "Listed is every rate and time that has a good direction. A rate has changed only where the 95% intervals of both "
    "months do not meet (of shares of sums those of numerator and denominator); too few are not compared; medians "
    "and 90th percentiles have no interval and are compared as printed. Worse against both months comes first, then "
    "the larger change.",
)
OVERDUE, CHECKS = Text("现已逾期", "Overdue now"), Text("核对不符", "Checks that fail")
NO_DATA = Text("暂无数据。", "No data yet.")
NONE_KNOWN = Text("暂无可核对的数据。", "There is nothing to check yet.")
HEADS = (
    Text("指标", "Indicator"),
    Text("比上月", "On the month before"),
    Text("比上年同月", "On a year before"),
)


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    meta = ask(answers.Live())["meta"]
    judged = worse.judged()
    return {
        "worse-title": {"children": _finding(judged, lang)},
        "worse": {"children": _worse(judged, lang)},
        "others": {"children": _others(judged, lang)},
        "overdue": {"children": _overdue(ask, lang)},
        "corrected": {"children": corrected.items(lang)},
        "checks": {"children": _checks(ask, lang)},
        "overview-as-of": {"children": notes.as_of(meta, today(), lang)},
        **frame(meta),
    }


def _finding(judged: Judged, lang: Lang) -> str:
    month, n = words.period(judged.month, lang), len(judged.worse)
    every = n + sum(judged.counts.values())
    if not every:
        return Text(f"{month}暂无可比的指标", f"{month}: nothing to compare")[lang]
    return Text(
        f"{month}变差的指标：{every}项中{n}项",
        f"Worse in {month}: {n} of {words.numbered(every, 'indicator', 'indicators')}",
    )[lang]


def _others(judged: Judged, lang: Lang) -> str:
    """What the other indicators are, so that the list is seen to be complete."""
    titles = {
        "better": Text("变好", "better"),
        "alike": Text("持平或无明显差别", "no clear difference"),
        "few": words.TOO_FEW,
        "none": Text("没有可比的月份", "no month to compare with"),
    }
    said = [
        Text(f"{title.zh}{judged.counts[key]}项", f"{title.en}: {judged.counts[key]}")[lang]
        for key, title in titles.items()
        if judged.counts.get(key)
    ]
    if not said:
        return ""
    rest = Text("其余：", "The others: ")[lang]
    return rest + Text("，", "; ")[lang].join(said) + Text("。", ".")[lang]


def _worse(judged: Judged, lang: Lang) -> list[Any]:
    if not judged.worse:
        return []
    heads = [HEADS[0][lang], words.period(judged.month, lang), HEADS[1][lang], HEADS[2][lang]]
    return [
        html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
        html.Tbody([_line(one, judged.month, lang) for one in judged.worse]),
    ]


def _line(line: Line, month: str, lang: Lang) -> html.Tr:
    number = line.number
    where = addresses(number, month, lang)
    cell = number["cells"][0]
    value = html.A(months.valued(number, cell, lang), href=where.get("rows") or where["self"])
    return html.Tr(
        [
            html.Th(blocks.named(number["indicator"], number["label"][lang], lang), scope="row"),
            html.Td(
                [value, html.Span(months.made_of(number, cell), className="of")],
                **extra({"data-head": words.period(month, lang)}),
            ),
            *(_against(line, i, lang) for i in (1, 2)),
        ]
    )


def _against(line: Line, at: int, lang: Lang) -> html.Td:
    said = line.before if at == 1 else line.year
    then = line.number["cells"][at]
    beside = months.valued(line.number, then, lang)
    if of := months.made_of(line.number, then):
        beside = f"{beside} ({of})" if lang == "en" else f"{beside}（{of}）"
    known = said.kind not in ("none", "few")
    inside = [months.change(said, line.number["unit"], lang)]
    return html.Td(
        [*inside, html.Span(beside, className="of")] if known else inside,
        className="worse" if said.worse else "",
        **extra({"data-head": HEADS[at][lang]}),
    )


def _overdue(ask: Ask, lang: Lang) -> list[Any]:
    """Every stock of what is past its limit, as it is now; those that are 0 by their names."""
    lines, nothing = [], []
    for id, indicator in PUBLISHED_INDICATORS.items():
        if not (indicator.past_limit and indicator.is_stock):
            continue
        document = ask(Values(id, grain="total"))
        rows = [row for row in document["data"] if row["value"] is not None]
        if rows and rows[-1]["value"]:
            lines.append((rows[-1]["value"], html.Li(_late(id, rows[-1], rows_of(document), lang))))
        elif rows:
            nothing.append(_named(id, lang))
    listed: list[Any] = (
        [html.Ul([li for _, li in sorted(lines, key=lambda one: -one[0])])] if lines else []
    )
    if nothing:
        none = Text("为0的：", "At 0: ")[lang] + Text("、", ", ")[lang].join(nothing)
        listed.append(html.P(none, className="note"))
    return listed or [html.P(NO_DATA[lang])]


def _late(id: str, row: Any, href: str | None, lang: Lang) -> list[Any]:
    value = printed.valued(row, INDICATORS[id], lang)
    number = (
        html.A(value, href=href, className="late") if href else html.Span(value, className="late")
    )
    return [blocks.named(id, _named(id, lang), lang), Text("：", ": ")[lang], number]


def _named(id: str, lang: Lang) -> str:
    """依申请公开 · 逾期未答复: in a list of all systems nobody knows by the title alone whose it is."""
    return f"{OWNERS[id].title[lang]} · {INDICATORS[id].title[lang]}"


def _checks(ask: Ask, lang: Lang) -> list[Any]:
    checks: Sequence[Any] = ask(Checks())["data"]
    failing = [one for one in checks if one["holds"] is False]
    known = sum(one["holds"] is not None for one in checks)
    if not known:
        return [html.P(NONE_KNOWN[lang])]
    said = Text(
        f"核对{words.number(known)}项，不符{words.number(len(failing))}项。",
        f"{words.number(known)} checked, {words.number(len(failing))} fail.",
    )[lang]
    items = [
        html.Li(f"{words.period(one['period'], lang)} {one['title']}: {words.amount(one['left'])} ≠ {words.amount(one['right'])}", className="late")
        for one in reversed(failing)
    ]  # fmt: skip
    return [html.P([html.A(said, href=links.checks())]), *([html.Ul(items)] if items else [])]


def layout(place: Place, shown: View) -> html.Main:
    lang = place.lang

    def link(path: str, title: Text) -> html.A:
        return html.A(title[lang], href=Place(path, lang).path)

    table = blocks.live(html.Table, "worse", shown, className="table lines")
    named = {"className": "wide", "role": "region", "aria-label": TITLE[lang]}
    return html.Main(
        [
            html.H1(TITLE[lang], className="page-title"),
            html.P(hinted(LEAD[lang], LEADS[lang], lang), className="preface"),
            html.P(
                [
                    link("supervision", Text("监督", "Supervision")), " · ",
                    link("supervision/bulletin", Text("月报", "Monthly bulletin")), " · ",
                    link("supervision/checks", Text("公开核对", "Checks in public")),
                ],
                className="links",
            ),
            html.Section(
                [
                    blocks.live(html.H2, "worse-title", shown),
                    html.Div(table, tabIndex="0", **extra(named)),
                    blocks.live(html.P, "others", shown, className="note"),
                    html.P(RULE[lang], className="note"),
                ]
            ),
            html.Section([html.H2(OVERDUE[lang]), blocks.live(html.Div, "overdue", shown)]),
            html.Section(
                [html.H2(corrected.TITLE[lang]), blocks.live(html.Div, "corrected", shown)]
            ),
            html.Section([html.H2(CHECKS[lang]), blocks.live(html.Div, "checks", shown)]),
            html.P(
                [blocks.source(lang), " · ", blocks.live(html.Span, "overview-as-of", shown)],
                className="note",
            ),
        ],
        id="main",
        className="bulletin overview",
    )  # fmt: skip


PAGE = Page(
    PATH,
    TITLE,
    "supervision-overview",
    view,
    layout,
    every=60,
    charts=False,
    menu=False,
    styles=("bulletin.css",),
    finding=lambda view, lang: str(view["worse-title"]["children"]),
    kept="date",
)
