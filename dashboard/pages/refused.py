"""The page for an address whose query cannot be answered: which part, why, and what would do."""

from __future__ import annotations

from difflib import get_close_matches

from dash import html

from api.answer import answers
from dashboard.asking.address import Place
from dashboard.asking.parameters import Refused
from data.definitions import Text
from data.questions import TooCostly

TITLE = Text("网址中的查询条件无效", "This address asks for something that cannot be shown")
BACK = Text("回到", "Back to ")
ALLOWED = Text("可以用：", "Possible: ")
SEVERAL = 12


# What a reader chooses by, by the name that it has in an address.
NAMES = {
    "from": Text("开始日期", "First day"),
    "to": Text("结束日期", "Last day"),
    "period": Text("时间", "Time"),
    "grain": Text("统计周期", "Cut"),
    "by": Text("分列方式", "Broken down by"),
    "department": Text("部门", "Department"),
    "district": Text("县（市、区）", "District"),
    "item": Text("事项", "Item"),
    "window": Text("窗口", "Window"),
    "channel": Text("渠道", "Channel"),
    "sort": Text("排序", "Order"),
    "after": Text("翻页位置", "Place in the list"),
    "request": Text("申请编号", "Number of the request"),
    "year": Text("年度", "Year"),
    "cell": Text("年报中的格", "Cell of the report"),
}
CONDITION = Text("条件", "Condition")
NARROWER = Text(
    "查询范围过大，请缩短时间或减少条件。",
    "This asks for too much at once; choose a shorter time or fewer conditions.",
)


def _why(error: Exception, lang: str, detail: Text) -> str:
    if isinstance(error, Refused):
        named, message = error.parameter, error.said
    elif isinstance(error, answers.Unanswerable):
        named, message = error.parameter, error.message
    else:
        return (NARROWER if isinstance(error, TooCostly) else detail)[lang]
    name = NAMES.get(named, CONDITION)[lang]
    return f"{name}：{message.zh}" if lang == "zh" else f"{name}: {message.en}"


def _allowed(place: Place, error: Exception) -> list[str]:
    """What would do, `SEVERAL` at most; of more than those, the ones nearest to what was asked."""
    known: tuple[str, ...] = getattr(error, "allowed", ())
    allowed = list(known)
    if len(allowed) <= SEVERAL:
        return allowed
    value = dict(place.query).get(getattr(error, "parameter", ""), "")
    return get_close_matches(value, allowed, n=SEVERAL, cutoff=0.5) or allowed[:SEVERAL]


def layout(place: Place, page: Text, error: Exception, detail: Text) -> html.Main:
    lang = place.lang
    allowed = _allowed(place, error)
    words = [part for word in allowed for part in (html.Code(word), " ")]
    plain = place.elsewhere(place.page).path
    return html.Main(
        [
            html.H1(TITLE[lang], className="plain"),
            html.P(_why(error, lang, detail)),
            *([html.P([ALLOWED[lang], *words])] if allowed else []),
            html.P([BACK[lang], html.A(page[lang], href=plain)]),
        ],
        id="main",
        className="missing",
    )
