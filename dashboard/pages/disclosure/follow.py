"""One request by its receipt number: its strip, where it stands, and every day of its count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dash import html

from api.answer import answers
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.pages.disclosure import case_receipt
from dashboard.pages.disclosure.listing import NO_TITLE
from dashboard.pages.disclosure.receipt_number import form, readings
from dashboard.parts import blocks
from dashboard.parts.blocks import View
from dashboard.parts.page import frame
from dashboard.parts.two_languages import marked
from dashboard.parts.working_days import days, strips
from dashboard.parts.working_days.vocabulary import standing
from dashboard.words import WORKING_DAYS, Lang
from data.catalog.disclosure.codes import EVENT_KINDS
from data.definitions import Text

BACK = Text("全部在办申请", "All open requests")
NOT_FOUND = Text("没有查到这个编号", "Nothing under this number")
UNKNOWN = Text(
    "没有查到这个编号。请对照收件回执再看一遍；"
    "当天提交的申请可能尚未入库，也可到依申请公开受理窗口或拨打热线询问。",
    "There is no request with this number, nor a case. Please compare it with your receipt; one handed in "
    "today may not be on record yet. The disclosure window or the hotline can help too.",
)
FACTS = (
    ("department_label", Text("部门", "Department")),
    ("title", Text("题名", "Title")),
    ("topic", Text("主题", "Topic")),
    ("applicant_kind_label", Text("申请人类别", "Applicant")),
    ("channel_label", Text("提交方式", "Channel")),
    ("outcome_label", Text("办理结果", "Outcome")),
)
RECEIVED, STARTED = Text("收到申请", "Received"), Text("重新起算", "Restarted from")
DUE, ANSWERED = Text("答复期限", "Due"), Text("答复", "Answered")
LATEST = Text("答复期限（最迟）", "Due at the latest")
LIMIT, CLOSED = (
    Text("申请人补正或缴费期限", "The applicant's limit"),
    Text("结案（未作答复）", "Closed without an answer"),
)
ENDED = Text("结案", "Closed")
# Working days drawn of one request on either side of its line.
MOST = (60, 40)
KINDS = {code.id: code.title for code in EVENT_KINDS}
RECORD = Text("原始记录", "Record")
EVENTS = Text("办理节点", "Events")
COUNTED = Text("逐日数据", "Days as data")


def view(ask: Ask, lang: Lang, typed: str) -> View:
    """The request, or that there is none; the parts of the page that can change."""
    for number in readings(typed):
        try:
            document = ask(answers.OpenRequests(request=number))
            course = ask(answers.Deadline(request=number))["data"]
            break
        except answers.Unknown:
            continue
    else:
        meta = ask(answers.OpenRequests(limit=1))["meta"]
        cases = (case_receipt.found(ask, lang, number) for number in readings(typed))
        case = next(filter(None, cases), None)
        return {"followed": {"children": case or _unknown(lang)}, **frame(meta)}
    one, meta = document["data"]["requests"][0], document["meta"]
    asked_on = document["data"]["asked_on"]
    return {
        "followed": {"children": _request(one | {"asked_on": asked_on}, course, lang)},
        **frame(meta),
    }


def _unknown(lang: Lang) -> list[Any]:
    return [
        html.H1(NOT_FOUND[lang], className="plain"),
        html.P(UNKNOWN[lang], className="notice", role="status"),
    ]


def _request(one: dict[str, Any], course: Mapping[str, Any], lang: Lang) -> list[Any]:
    title = one["title"] or one["topic"] or NO_TITLE[lang]
    return [
        html.P([one["request"], " · ", html.Span(marked(title, lang))], className="label"),
        html.H1(standing(one, lang), className=f"answer left--{one['standing']}"),
        html.P(sentence(one, lang), className="compared"),
        *_strip(one, lang),
        *days.flags(one),
        html.Div([_facts(one, lang), _events(one, course, lang)], className="facts"),
        *days.section(one, lang),
        _links(one, lang),
    ]


def _strip(one: Mapping[str, Any], lang: Lang) -> list[Any]:
    """The strip under its calendar. Its line is today; of one that is over the day of its end."""
    ended, line = one["answered_on"] or one["closed_on"], None
    if ended:
        line = (ANSWERED if one["answered_on"] else ENDED)[lang]
    shared = strips.board([one], date.fromisoformat(ended or one["asked_on"]), most=MOST)
    if not shared.days:
        return []
    return [
        strips.axis(shared, lang, line),
        strips.strip(one, shared, lang),
        strips.legend(lang, strips.looks([one]) - {"still"}),
    ]


def sentence(one: Mapping[str, Any], lang: Lang) -> str:
    """Received when, due when, how much is used: the answer to what someone comes for."""
    on = {
        name: words.day(date.fromisoformat(one[name]), lang)
        for name in ("received_on", "due_on", "answered_on", "closed_on")
        if one[name]
    }
    zh, en = f"{on['received_on']}收到", f"Received {on['received_on']}"
    if "due_on" in on:
        latest = one["state"] == "stopped"
        zh = f"{zh}，{'最迟答复期限' if latest else '答复期限'}{on['due_on']}"
        en = f"{en}, due {on['due_on']}{' at the latest' if latest else ''}"
    elif one["reason_text"]:
        zh, en = f"{zh}；{one['reason_text']}", f"{en}. {one['reason_text']}"
    if "answered_on" in on:
        zh, en = f"{zh}，{on['answered_on']}答复", f"{en}, answered {on['answered_on']}"
    elif "closed_on" in on:
        zh = f"{zh}，{on['closed_on']}结案，未作答复"
        en = f"{en}, closed {on['closed_on']} without an answer"
    if one["used_days"] is not None:
        used, term = one["used_days"], one["term"]
        zh = f"{zh}；期限{words.counted(term, WORKING_DAYS, 'zh')}，已用{words.number(used)}个。"
        en = f"{en}; {words.number(used)} of {words.counted(term, WORKING_DAYS, 'en')} used."
    return Text(zh, en)[lang]


def _facts(one: Mapping[str, Any], lang: Lang) -> html.Dl:
    known = [(title, one[name]) for name, title in FACTS if one[name]]
    return html.Dl(
        [
            part
            for title, value in known
            for part in (html.Dt(title[lang]), html.Dd(marked(value, lang)))
        ],
        className="how",
    )


def _events(one: Mapping[str, Any], course: Mapping[str, Any], lang: Lang) -> html.Dl:
    """Receipt, events and end by date, the due date and the applicant's limit among them."""
    dated = [(one["received_on"], RECEIVED[lang])]
    dated += [(event["on"], KINDS[event["kind"]][lang]) for event in course["events"]]
    due = LATEST if one["state"] == "stopped" else DUE
    end = ("answered_on", ANSWERED) if one["answered_on"] else ("closed_on", CLOSED)
    dated += [
        (one[name], title[lang])
        for name, title in (("due_on", due), ("applicant_limit_on", LIMIT), end)
        if one[name]
    ]
    rows = [
        part
        for on, what in sorted(dated, key=lambda pair: pair[0])
        for part in (html.Dt(words.day(date.fromisoformat(on), lang)), html.Dd(what))
    ]
    return html.Dl(rows, className="how")


def _links(one: Mapping[str, Any], lang: Lang) -> html.Div:
    links = one["links"]
    return html.Div(
        html.Span(
            [
                html.A("JSON", href=links["self"]),
                html.A(COUNTED[lang], href=links["deadline"]),
                html.A(RECORD[lang], href=links["record"]),
                html.A(EVENTS[lang], href=links["events"]),
            ],
            className="links",
        ),
        className="under",
    )


def layout(place: Place, v: View) -> html.Main:
    lang = place.lang
    number = dict(place.query)["request"]
    return html.Main(
        [
            html.P(html.A(BACK[lang], href=Place("disclosure", lang).path), className="back"),
            blocks.live(html.Section, "followed", v, className="followed"),
            html.Section(form(place, number), className="find"),
        ],
        id="main",
    )
