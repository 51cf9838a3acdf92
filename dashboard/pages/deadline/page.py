"""How a deadline is counted: a case typed in, its due date, and why each day counts or does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.answer import answers
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.pages.deadline.case import (
    FORM,
    LABELS,
    PARAMETERS,
    PARTS,
    RECEIVED,
    read,
    shown,
)
from dashboard.parts import blocks, inputs
from dashboard.parts.blocks import View
from dashboard.parts.page import Page, frame
from dashboard.parts.working_days import days
from dashboard.words import WORKING_DAYS, Lang
from data.definitions import Text
from data.disclosure.explainer import NotLoaded
from data.rules.disclosure import EXTENSION

TITLE = Text("答复期限计算", "How a deadline is counted")
INTRO = Text(
    "填写日期后，可查看答复期限是哪一天，以及每一天为什么计入、为什么不计入。填写的内容不会保存。",
    "Give the dates of a case to see the day by which it has to be answered, and why each day "
    "counts or does not. Nothing that you type is kept.",
)


OF_EXAMPLE = Text(
    "这是一个示例：9月12日收到，征求过第三方意见，10月20日答复。改成您的日期，再点“计算”。",
    "This is an example: received on 12 September, a third party consulted, answered on 20 October. "
    "Put in your own dates and count.",
)


def view(ask: Ask, lang: Lang, arguments: Mapping[str, str]) -> View:
    """The answer, or beside which fields what is wrong."""
    case, example = read(shown(arguments)), shown(arguments) is not arguments
    faults = {name: fault[lang] for name, fault in case.faults.items()}
    explained: list[Any] = []
    if case.question:
        try:
            document = ask(case.question)
            explained = _answer(document["data"], document["links"]["self"], lang)
            explained = (
                [html.P(OF_EXAMPLE[lang], className="notice"), *explained] if example else explained
            )
        except NotLoaded as refused:  # no date is at fault: the notice is not there
            explained = [_notice(f"{refused.message[lang]}{Text('。', '.')[lang]}")]
        except answers.Unanswerable as refused:
            at = refused.parameter if refused.parameter in LABELS else "received_on"
            faults[at] = refused.message[lang]
    meta = ask(answers.OpenRequests(limit=1))["meta"]
    beside = {f"{name}-fault": _fault(faults.get(name)) for name in LABELS}
    return {
        "explained": {"children": explained or _empty(bool(faults), lang)},
        **beside,
        **frame(meta),
    }


def _fault(text: str | None) -> dict[str, Any]:
    return {"children": text or "", "hidden": not text}


def _notice(text: str) -> html.P:
    return html.P(text, className="notice", role="status")


def _empty(wrong: bool, lang: Lang) -> list[Any]:
    if wrong:
        fault = Text("请先改正标出的日期。", "Please correct the dates that are marked first.")[
            lang
        ]
        return [_notice(fault)]
    there = Place("disclosure/deadline", lang)
    return [html.P(html.A(Text("查看示例", "See an example")[lang], href=there.url))]


def _answer(data: Mapping[str, Any], link: str, lang: Lang) -> list[Any]:
    return [
        *_headline(data, lang),
        html.P(_course(data, lang), className="compared"),
        *days.flags(data),
        *days.section(data, lang),
        html.Div(html.Span(html.A("JSON", href=link), className="links"), className="under"),
    ]


def _headline(data: Mapping[str, Any], lang: Lang) -> list[Any]:
    label, latest = (
        Text("答复期限", "To be answered by"),
        Text("最迟答复期限", "To be answered at the latest by"),
    )
    replied = data["due_if_replied"]
    head = [html.P((latest if replied else label)[lang], className="label")]
    if data["due_on"] is None:
        head.append(html.P(data["reason_text"], className="due-on"))
    else:
        on = words.long_day(date.fromisoformat(data["due_on"]), lang)
        late = data["on_time"] is False or (data["on_time"] is None and (data["left"] or 0) < 0)
        head.append(html.P(on, className="due-on late" if late else "due-on"))
    if replied:
        on = words.long_day(date.fromisoformat(replied), lang)
        note = Text(
            f"正在征求意见，暂停计算；如果当天收到回复，期限就是{on}。",
            f"The term stands still while an opinion is awaited. With a reply that day it would be {on}.",
        )
        head.append(html.P(note[lang]))
    return head


def _course(data: Mapping[str, Any], lang: Lang) -> str:
    """How many days of how many, and how it ended or stands on the day asked about."""
    used, term, left = data["used_days"], data["term"], data["left"]
    whole = words.counted(term, WORKING_DAYS, lang)
    zh, en = [f"期限{whole}"], [f"A term of {whole}"]
    if data["excluded_days"]:
        one = data["excluded_days"] == 1
        n = words.counted(data["excluded_days"], WORKING_DAYS, lang)
        zh.append(f"依法不计{n}")
        en.append(f"{n} {'does' if one else 'do'} not count by law")
    day = words.day(date.fromisoformat(data["closed_on"] or data["asked_on"]), lang)
    if used is not None:
        n = words.counted(used, WORKING_DAYS, lang)
        zh.append(f"截至{day}已用{n}")
        en.append(f"{n} used by {day}")
    if data["answered_at_once"]:
        zh.append("当场答复")
        en.append("answered on the spot")
    elif data["on_time"] is not None:
        zh.append("按期答复" if data["on_time"] else "逾期答复")
        en.append("answered on time" if data["on_time"] else "answered late")
    elif left is not None:
        n = words.counted(abs(left), WORKING_DAYS, lang)
        zh.append(f"剩余{n}" if left >= 0 else f"逾期{n}")
        en.append(f"{n} left" if left >= 0 else f"{n} over")
    return Text("，".join(zh) + "。", ", ".join(en) + ".")[lang]


# --- markup -------------------------------------------------------------------------------------


def layout(place: Place, v: View) -> html.Main:
    lang = place.lang
    arguments = dict(place.query)
    back = Text("依申请公开", "Disclosure requests")[lang]
    return html.Main(
        [
            html.P(html.A(back, href=Place("disclosure", lang).path), className="back"),
            html.H1(TITLE[lang], className="plain"),
            html.P(INTRO[lang]),
            dbc.Row(
                [
                    dbc.Col(_form(arguments, v, lang), lg=4),
                    dbc.Col(blocks.live(html.Section, "explained", v, className="followed"), lg=8),
                ],
                className="explainer",
            ),
        ],
        id="main",
    )


def _form(arguments: Mapping[str, str], v: View, lang: Lang) -> html.Form:
    """The day of receipt; what else may have happened is folded away, unless something is in it."""
    values = shown(arguments)
    here = Place("disclosure/deadline", lang)
    clear = Place("disclosure/deadline", lang, ((FORM.name, "empty"),))
    buttons = html.P(
        [
            dbc.Button(Text("计算", "Count")[lang], type="submit"),
            html.A(Text("清空", "Clear")[lang], href=clear.url),
        ]
    )
    parts = [_part(title, fields, values, v, lang) for title, fields in PARTS]
    return html.Form(
        [_field(*RECEIVED, values, v, lang), *parts, buttons],
        action=here.path,
        method="get",
        className="case",
    )


def _part(
    title: Text,
    fields: Sequence[tuple[str, Text]],
    values: Mapping[str, str],
    v: View,
    lang: Lang,
) -> html.Details:
    filled = any(values.get(name) or not v[f"{name}-fault"]["hidden"] for name, _ in fields)
    return html.Details(
        [
            html.Summary(title[lang]),
            *(_field(name, label, values, v, lang) for name, label in fields),
        ],
        open=filled,
    )


def _field(name: str, label: Text, values: Mapping[str, str], v: View, lang: Lang) -> html.Div:
    """A field with its label. One that was refused is a field of text, which keeps what was typed: a
    field of dates or numbers would show nothing."""
    wrong = not v[f"{name}-fault"]["hidden"]
    number = name == "extension_days"
    limits = {"min": "1", "max": str(EXTENSION), "step": "1"} if number and not wrong else {}
    described = {"aria-describedby": f"{name}-fault", "aria-invalid": "true"} if wrong else {}
    field = inputs.Input(
        id=f"{name}-field",
        type="text" if wrong else "number" if number else "date",
        name=name,
        value=values.get(name, ""),
        required=True if name == "received_on" else None,
        **limits,
        **blocks.extra(described),
    )
    fault = blocks.live(html.Span, f"{name}-fault", v, className="fault")
    return html.Div(
        [dbc.Label([html.Span(label[lang]), field], html_for=f"{name}-field"), fault],
        className="field",
    )


PAGE = Page(
    "disclosure/deadline",
    TITLE,
    "disclosure-deadline",
    view,
    layout,
    parameters=PARAMETERS,
    every=60,
    charts=False,
    menu=False,
    styles=("disclosure.css",),
)
