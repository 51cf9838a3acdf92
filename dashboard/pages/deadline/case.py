"""A case typed in on the explainer's form: its fields, and the question that they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from api.answer import answers
from dashboard.asking import parameters
from dashboard.asking.parameters import Parameter, choice
from data.definitions import Text
from data.rules.disclosure import EXTENSION

LONGEST = 40


def _typed(name: str) -> Parameter:
    """A field of the form: what is wrong with it is said beside it, not on a page of its own."""
    fault = Text("输入内容过长", "is too long")
    return Parameter(name, lambda value: fault if len(value) > LONGEST else None)


# Fields of the form by part; the names are those of the API.
RECEIVED = ("received_on", Text("收到申请", "Request received"))
# What may happen on the way; each part stays folded until it is wanted.
PARTS = (
    (
        Text("补正（第三十条）", "Correction (Art. 30)"),
        (
            ("correction_asked_on", Text("告知补正", "Correction asked for")),
            ("correction_limit_on", Text("补正期限", "Limit to correct")),
            ("corrected_on", Text("收到补正", "Correction received")),
        ),
    ),
    (
        Text("征求意见（第三十二条至第三十四条）", "Consultation (Art. 32 to 34)"),
        (
            ("third_party_asked_on", Text("征求第三方意见", "Third party asked")),
            (
                "third_party_served_on",
                Text("第三方收到征求意见书", "Letter received by the third party"),
            ),
            ("third_party_replied_on", Text("第三方提出意见", "Third party replied")),
            ("agency_asked_on", Text("征求其他机关意见", "Another agency asked")),
            ("agency_served_on", Text("其他机关收到征求意见函", "Letter received by the agency")),
            ("agency_replied_on", Text("其他机关提出意见", "The agency replied")),
        ),
    ),
    (
        Text("延期（第三十三条）", "Extension (Art. 33)"),
        (
            ("extension_approved_on", Text("负责人同意延期", "Extension approved")),
            ("extension_notified_on", Text("告知申请人延期", "Applicant notified")),
            ("extension_days", Text("延长工作日数", "Working days of the extension")),
        ),
    ),
    (
        Text("收费（第四十二条）", "Fee (Art. 42)"),
        (
            ("fee_notified_on", Text("发出收费通知", "Fee notified")),
            ("fee_paid_on", Text("缴费", "Fee paid")),
        ),
    ),
    (
        Text("答复", "Answer"),
        (("answered_on", Text("答复日期", "Answered")),),
    ),
    (
        Text("计算截止日期", "As of which day"),
        (("asked_on", Text("不填默认为当日", "Today if left empty")),),
    ),
)
LABELS = dict((RECEIVED, *(field for _, fields in PARTS for field in fields)))
# Of an address that says nothing the example is shown; `empty` is the form without it.
FORM = choice(
    "form",
    {"example": Text("示例", "An example"), "empty": Text("空白表单", "An empty form")},
    "example",
)
PARAMETERS = (*(_typed(name) for name in LABELS), FORM)
DATES = tuple(name for name in LABELS if name != "extension_days")
EVENTS = tuple(
    name.removesuffix("_on")
    for name in DATES
    if name not in ("received_on", "answered_on", "asked_on", "correction_limit_on")
)
MISSING = Text("请填写收到申请的日期", "Please give the day of receipt")
EXAMPLE = {
    "received_on": "2025-09-12",
    "answered_on": "2025-10-20",
    "third_party_asked_on": "2025-09-18",
    "third_party_replied_on": "2025-09-28",
}


@dataclass(frozen=True)
class Case:
    """A case as typed in: the question that it makes, or what is wrong with its fields."""

    question: answers.Deadline | None
    faults: Mapping[str, Text]


def shown(arguments: Mapping[str, str]) -> Mapping[str, str]:
    """What stands in the fields: what was typed; of nothing typed in, the example."""
    typed = any(arguments.get(name) for name in LABELS)
    if typed or arguments.get(FORM.name) == "empty":
        return arguments
    return {**arguments, **EXAMPLE}


def read(arguments: Mapping[str, str]) -> Case:
    """The question that the fields make. Nothing typed in at all: no question, no fault."""
    faults: dict[str, Text] = {}
    for name in DATES:
        fault = parameters.day(name).wrong(arguments[name]) if arguments[name] else None
        if fault:
            faults[name] = Text(f"“{arguments[name]}”{fault.zh}", f"'{arguments[name]}' {fault.en}")
    span = parameters.whole("extension_days", 1, EXTENSION)
    if arguments["extension_days"] and (fault := span.wrong(arguments["extension_days"])):
        faults["extension_days"] = fault
    typed = any(arguments[name] for name in LABELS)
    if typed and not arguments["received_on"]:
        faults["received_on"] = MISSING
    if faults or not typed:
        return Case(None, faults)
    on = {name: date.fromisoformat(arguments[name]) for name in DATES if arguments[name]}
    question = answers.Deadline(
        received_on=on["received_on"],
        events=tuple((kind, on[f"{kind}_on"]) for kind in EVENTS if f"{kind}_on" in on),
        extension_days=int(arguments["extension_days"] or 0),
        answered_on=on.get("answered_on"),
        correction_limit_on=on.get("correction_limit_on"),
        asked_on=on.get("asked_on"),
    )
    return Case(question, {})
