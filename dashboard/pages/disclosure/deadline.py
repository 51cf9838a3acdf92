"""How a deadline is counted: a case typed in, its due date, and why each day counts or does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import html

from api import answers
from dashboard import blocks, native, parameters, words
from dashboard.address import Place
from dashboard.blocks import View
from dashboard.pages.disclosure import days
from dashboard.pages.disclosure.follow import of_every_page
from dashboard.pages.disclosure.numbers import Ask
from dashboard.parameters import Parameter
from dashboard.words import Lang
from data.definitions import Text
from data.rules.disclosure import EXTENSION

TITLE = Text("答复期限怎样算", "How a deadline is counted")
LONGEST = 40


def _typed(name: str) -> Parameter:
    """A field of the form: what is wrong with it is said beside it, not on a page of its own."""
    said = Text("太长了", "is too long")
    return Parameter(name, lambda value: said if len(value) > LONGEST else None)


# Fields of the form by part; the names are those of the API.
PARTS = (
    (
        Text("收到与答复", "Receipt and answer"),
        (
            ("received_on", Text("收到申请", "Request received")),
            ("answered_on", Text("答复（还没有答复就不填）", "Answered (leave empty if not yet)")),
        ),
    ),
    (
        Text("补正（第三十条）", "Correction (Art. 30)"),
        (
            ("correction_asked_on", Text("通知补正", "Correction asked for")),
            ("corrected_on", Text("收到补正", "Correction received")),
        ),
    ),
    (
        Text("征求意见（第三十二条至第三十四条）", "Consultation (Art. 32 to 34)"),
        (
            ("third_party_asked_on", Text("征求第三方意见", "Third party asked")),
            ("third_party_replied_on", Text("第三方回复", "Third party replied")),
            ("agency_asked_on", Text("征求其他机关意见", "Another agency asked")),
            ("agency_replied_on", Text("其他机关回复", "The agency replied")),
        ),
    ),
    (
        Text("延期（第三十三条）", "Extension (Art. 33)"),
        (
            ("extension_approved_on", Text("负责人同意延期", "Extension approved")),
            ("extension_notified_on", Text("告知申请人延期", "Applicant notified")),
            ("extension_days", Text("延长几个工作日", "Working days of the extension")),
        ),
    ),
    (
        Text("收费（第四十二条）", "Fee (Art. 42)"),
        (
            ("fee_notified_on", Text("通知缴费", "Fee notified")),
            ("fee_paid_on", Text("缴费", "Fee paid")),
        ),
    ),
    (
        Text("按哪一天计算", "As of which day"),
        (("asked_on", Text("不填就是今天", "Today if left empty")),),
    ),
)
LABELS = {name: label for _, fields in PARTS for name, label in fields}
PARAMETERS = tuple(_typed(name) for name in LABELS)
DATES = tuple(name for name in LABELS if name != "extension_days")
EVENTS = tuple(
    name.removesuffix("_on")
    for name in DATES
    if name not in ("received_on", "answered_on", "asked_on")
)
MISSING = Text("请填写收到申请的日期", "Please give the day of receipt")
EXAMPLE = (
    ("received_on", "2025-09-12"),
    ("third_party_asked_on", "2025-09-18"),
    ("third_party_replied_on", "2025-09-28"),
)
INTRO = Text(
    "填上日期，就能看到答复期限是哪一天，以及每一天为什么计入、为什么不计入。填写的内容不会保存。",
    "Give the dates of a case to see the day by which it has to be answered, and why each day counts or "
    "does not. Nothing that you type is kept.",
)


@dataclass(frozen=True)
class Case:
    """A case as typed in: the question it makes, if it makes one, and what is wrong with its fields."""

    question: answers.Deadline | None
    faults: Mapping[str, Text]


def read(asked: Mapping[str, str]) -> Case:
    """The question that the fields make. Nothing typed in at all: no question, no fault."""
    faults: dict[str, Text] = {}
    for name in DATES:
        said = parameters.day(name).wrong(asked[name]) if asked[name] else None
        if said:
            faults[name] = Text(f"“{asked[name]}”{said.zh}", f"“{asked[name]}” {said.en}")
    span = parameters.whole("extension_days", 1, EXTENSION)
    if asked["extension_days"] and (said := span.wrong(asked["extension_days"])):
        faults["extension_days"] = said
    typed = any(asked[name] for name in LABELS)
    if typed and not asked["received_on"]:
        faults["received_on"] = MISSING
    if faults or not typed:
        return Case(None, faults)
    on = {name: date.fromisoformat(asked[name]) for name in DATES if asked[name]}
    question = answers.Deadline(
        received_on=on["received_on"],
        events=tuple((kind, on[f"{kind}_on"]) for kind in EVENTS if f"{kind}_on" in on),
        extension_days=int(asked["extension_days"] or 0),
        answered_on=on.get("answered_on"),
        asked_on=on.get("asked_on"),
    )
    return Case(question, {})


def in_labels(said: str, lang: Lang) -> str:
    """A message of the API with the names of parameters as the form calls them."""
    for name in sorted(LABELS, key=len, reverse=True):
        said = said.replace(name, LABELS[name][lang].partition("（" if lang == "zh" else " (")[0])
    return said


def view(ask: Ask, lang: Lang, asked: Mapping[str, str]) -> View:
    """The answer, or beside which fields what is wrong."""
    case = read(asked)
    faults = {name: said[lang] for name, said in case.faults.items()}
    found: list[Any] = []
    if case.question:
        try:
            document = ask(case.question)
            found = _answer(document["data"], document["links"]["self"], lang)
        except answers.Unanswerable as refused:
            at = refused.parameter if refused.parameter in LABELS else "received_on"
            faults[at] = in_labels(refused.message, lang)
    meta = ask(answers.OpenRequests(limit=1))["meta"]
    told = {f"{name}-fault": _fault(faults.get(name)) for name in LABELS}
    return {
        "explained": {"children": found or _empty(bool(faults), lang)},
        **told,
        **of_every_page(meta),
    }


def _fault(said: str | None) -> dict[str, Any]:
    return {"children": said or "", "hidden": not said}


def _empty(wrong: bool, lang: Lang) -> list[Any]:
    if wrong:
        said = Text("请先改正标出的日期。", "Please correct the dates that are marked first.")[lang]
        return [html.P(said, className="notice", role="status")]
    there = Place("disclosure/deadline", lang, EXAMPLE)
    example = Text(
        "看一个例子：2025年9月12日收到，征求过第三方意见",
        "An example: received on 12 September 2025, a third party consulted",
    )
    return [html.P(html.A(example[lang], href=there.url))]


def _answer(data: Mapping[str, Any], link: str, lang: Lang) -> list[Any]:
    flags = days.flags(data)
    return [
        *_headline(data, lang),
        html.P(_course(data, lang), className="compared"),
        *([html.Ul(flags, className="flags")] if flags else []),
        *days.section(data, lang),
        html.Div(html.Span(html.A("JSON", href=link), className="links"), className="under"),
    ]


def _headline(data: Mapping[str, Any], lang: Lang) -> list[Any]:
    label = html.P(Text("答复期限", "To be answered by")[lang], className="label")
    if data["due_on"] is None:
        said = html.P(data["reason_text"], className="due-on")
        replied = data["due_if_replied"]
        if not replied:
            return [label, said]
        on = words.long_day(date.fromisoformat(replied), lang)
        return [
            label,
            said,
            html.P(
                Text(
                    f"如果当天收到回复，期限就是 {on}。", f"With a reply that day it would be {on}."
                )[lang]
            ),
        ]
    on = date.fromisoformat(data["due_on"])
    late = data["on_time"] is False or (data["left"] is not None and data["left"] < 0)
    return [label, html.P(words.long_day(on, lang), className="due-on late" if late else "due-on")]


def _course(data: Mapping[str, Any], lang: Lang) -> str:
    """How many days of how many, and how it ended or stands on the day asked about."""
    used, term, left = data["used_days"], data["term"], data["left"]
    zh, en = [f"期限 {term} 个工作日"], [f"A term of {term} working days"]
    if data["excluded_days"]:
        zh.append(f"依法不计 {data['excluded_days']} 个工作日")
        en.append(f"{data['excluded_days']} working days do not count by law")
    day = words.day(date.fromisoformat(data["answered_on"] or data["asked_on"]), lang)
    if used is not None:
        zh.append(f"到 {day} 用了 {used} 个")
        en.append(f"{used} used by {day}")
    if data["on_time"] is not None:
        zh.append("按期答复" if data["on_time"] else "逾期答复")
        en.append("answered on time" if data["on_time"] else "answered late")
    elif left is not None:
        zh.append(f"还剩 {left} 个" if left >= 0 else f"超期 {-left} 个")
        en.append(f"{left} left" if left >= 0 else f"{-left} over")
    return Text("，".join(zh) + "。", ", ".join(en) + ".")[lang]


# --- markup -------------------------------------------------------------------------------------


def layout(place: Place, v: View) -> html.Main:
    lang = place.lang
    asked = dict(place.query)
    back = Text("依申请公开", "Disclosure requests")[lang]
    return html.Main(
        [
            html.P(html.A(back, href=Place("disclosure", lang).path), className="back"),
            html.H1(TITLE[lang], className="plain"),
            html.P(INTRO[lang]),
            html.Div(
                [
                    _form(asked, v, lang),
                    blocks.live(html.Section, "explained", v, className="followed"),
                ],
                className="explainer",
            ),
        ],
        id="main",
    )


def _form(asked: Mapping[str, str], v: View, lang: Lang) -> html.Form:
    parts = [
        html.Fieldset(
            [
                html.Legend(title[lang]),
                *(_field(name, label, asked, v, lang) for name, label in fields),
            ]
        )
        for title, fields in PARTS
    ]
    here = Place("disclosure/deadline", lang).path
    buttons = html.P(
        [
            html.Button(Text("计算", "Count")[lang], type="submit"),
            html.A(Text("清空", "Clear")[lang], href=here),
        ]
    )
    return html.Form([*parts, buttons], action=here, method="get", className="case")


def _field(name: str, label: Text, asked: Mapping[str, str], v: View, lang: Lang) -> html.Div:
    wrong = not v[f"{name}-fault"]["hidden"]
    number = name == "extension_days"
    shape = {"min": "1", "max": str(EXTENSION), "step": "1"} if number else {}
    described = {"aria-describedby": f"{name}-fault", "aria-invalid": "true"} if wrong else {}
    field = native.Input(
        id=f"{name}-field",
        type="number" if number else "date",
        name=name,
        value=asked.get(name, ""),
        required=True if name == "received_on" else None,
        **shape,
        **blocks.extra(described),
    )
    fault = blocks.live(html.Span, f"{name}-fault", v, className="fault")
    return html.Div([html.Label([html.Span(label[lang]), field]), fault], className="field")
