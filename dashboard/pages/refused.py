"""The page for an address whose query cannot be answered: which part, why, and what would do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.answer import answers
from dashboard import words
from dashboard.asking import parameters
from dashboard.asking.address import Place
from dashboard.asking.parameters import Pairs, Refused
from dashboard.parts.page import Page
from dashboard.words import Lang
from data.catalog import PUBLISHED
from data.definitions import Text
from data.questions import TooCostly

TITLE = Text("网址中的查询条件无效", "This address asks for something that cannot be shown")
BACK = Text("回到", "Back to ")
ALLOWED = Text("可以选择：", "You can choose:")
AGAIN = Text("重新查询", "Ask again")
SEVERAL = 12
LONGEST = 200

# What a reader chooses by, by the name that it has in an address.
NAMES = {
    "from": Text("开始日期", "First day"),
    "to": Text("结束日期", "Last day"),
    "period": Text("时间", "Time"),
    "grain": Text("统计周期", "Cut"),
    "measure": Text("指标", "Measure"),
    "by": Text("分列方式", "Broken down by"),
    "compare": Text("比较", "Comparison"),
    "department": Text("部门", "Department"),
    "district": Text("县（市、区）", "District"),
    "item": Text("事项", "Item"),
    "item_kind": Text("事项类型", "Kind of item"),
    "window": Text("窗口", "Window"),
    "channel": Text("渠道", "Channel"),
    "sort": Text("排序", "Order"),
    "after": Text("翻页位置", "Place in the list"),
    "request": Text("申请编号", "Number of the request"),
    "list": Text("列表", "List"),
    "year": Text("年度", "Year"),
    "cell": Text("年报中的格", "Cell of the report"),
    "scene": Text("画面", "Scene"),
    "rotate": Text("画面轮播", "Turning of scenes"),
    "q": Text("所写的内容", "What was typed"),
    "claim": Text("公开报道的数字", "Reported figure"),
    "indicator": Text("指标", "Indicator"),
    "version": Text("数据版本", "Data version"),
    "dataset": Text("数据集", "Dataset"),
    "n": Text("抽取条数", "How many records"),
    "seed": Text("种子", "Seed"),
    "stratify": Text("分层字段", "Field to stratify by"),
}
# What a reader types, and can type again; a place in a list is nobody's to type.
TYPED = ("from", "to", "request", "year")
CONDITION = Text("条件", "Condition")
NARROWER = Text(
    "查询范围过大，请缩短时间或减少条件。",
    "This asks for too much at once; choose a shorter time or fewer conditions.",
)


def _why(error: Exception, lang: Lang, detail: Text) -> str:
    if isinstance(error, Refused):
        named, message = error.parameter, error.said
    elif isinstance(error, answers.Unanswerable):
        named, message = error.parameter, error.message
    else:
        return (NARROWER if isinstance(error, TooCostly) else detail)[lang]
    name = (NAMES.get(named) or _dimension(named) or CONDITION)[lang]
    return f"{name}：{message.zh}" if lang == "zh" else f"{name}: {message.en}"


def _dimension(name: str) -> Text | None:
    """What the catalogue calls a condition."""
    known = (one for dataset in PUBLISHED.values() for one in dataset.dimensions)
    return next((one.title for one in known if one.id == name), None)


def _named(error: Exception, lang: Lang) -> dict[str, str]:
    """What would do, by its name; a code that has none is nothing to choose by."""
    if isinstance(error, Refused):
        return {value: _read(title, lang) for value, title in error.titles.items()}
    named = {}
    for value in getattr(error, "allowed", ()):
        try:
            named[value] = words.day(date.fromisoformat(value), lang)
        except ValueError:
            continue
    return named


def _read(title: Text | str, lang: Lang) -> str:
    return title if isinstance(title, str) else title[lang]


def _choices(error: Exception, given: dict[str, str], lang: Lang) -> dict[str, str]:
    """`SEVERAL` choices at most; of more than those, the ones nearest to what was asked."""
    named = _named(error, lang)
    if len(named) <= SEVERAL:
        return named
    typed = given.get(getattr(error, "parameter", ""), "")
    near = get_close_matches(typed, named, n=SEVERAL, cutoff=0.5)
    near += [value for value, name in named.items() if typed and typed in name]
    return {value: named[value] for value in (near or list(named))[:SEVERAL]}


def _without(page: Page, given: Pairs, parameter: str) -> Pairs:
    """What else the address asks for, as far as it can be used."""
    others = [(name, value) for name, value in given if name != parameter]
    try:
        return parameters.read(page.parameters, others)[0]
    except Refused:
        return ()


def layout(place: Place, page: Page, given: Pairs, error: Exception, detail: Text) -> html.Main:
    """The page; choices are links that keep what else was asked for, typed values stay in a form."""
    lang = place.lang
    parameter = getattr(error, "parameter", "")
    choices = _choices(error, dict(given), lang)
    others = _without(page, given, parameter)
    back = place.elsewhere(place.page).path
    links = [
        html.Li(html.A(name, href=_with(place, page, (*others, (parameter, value)))))
        for value, name in choices.items()
    ]
    ways: list[Any] = [html.P(ALLOWED[lang]), html.Ul(links)] if links else []
    if parameter in TYPED:
        ways.append(_form(back, parameter, dict(given).get(parameter, ""), others, lang))
    return html.Main(
        [
            html.H1(TITLE[lang], className="plain"),
            html.P(_why(error, lang, detail)),
            *ways,
            html.P([BACK[lang], html.A(page.title[lang], href=back)], className="onward"),
        ],
        id="main",
        className="missing",
    )


def _with(place: Place, page: Page, pairs: Pairs) -> str:
    """The address of the page with these conditions, in the page's own order."""
    return replace(place, query=parameters.read(page.parameters, pairs)[0]).url


def _form(path: str, parameter: str, typed: str, others: Pairs, lang: Lang) -> html.Form:
    field = f"{parameter}-field"
    return html.Form(
        [
            dbc.Label(NAMES[parameter][lang], html_for=field),
            dbc.Input(id=field, type="text", name=parameter, value=typed[:LONGEST]),
            *(dbc.Input(type="hidden", name=name, value=value) for name, value in others),
            dbc.Button(AGAIN[lang], type="submit"),
        ],
        action=path,
        method="get",
    )
