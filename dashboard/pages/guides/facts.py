"""What the list of items says of one: whose it is, where to go, what it costs."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import words
from dashboard.asking.address import Place
from dashboard.pages.guides.ask import Guide, Row
from dashboard.parts import notes
from dashboard.words import Lang
from data.catalog import DATASETS
from data.definitions import Text

WHERE, FEE = Text("办理地点和方式", "Where and how"), Text("收费", "Fee")
WINDOW, OTHERWISE = Text("受理窗口", "Window"), Text("清单未注明", "the list does not say")
BASIS, FOR = Text("设定依据", "Legal basis"), Text("服务对象", "For whom")
HOURS, HANDLED = Text("办公时间", "Opening hours"), Text("该窗口办件量", "caseload of this window")
CONFIRM = Text("收费标准以现场公示为准", "the amounts posted in the hall apply")
VISITS = words.Unit("次", "visit", "visits")


def title(item: Row, lang: Lang) -> str:
    return item[f"title_{lang}"] or item["title_zh"]


def coded(dataset: str, field: str, value: Any, lang: Lang) -> str:
    """A code by its title; `—` where there is none."""
    titles = {code.id: code.title[lang] for code in DATASETS[dataset].field(field).codes}
    return words.MISSING if value is None else titles.get(value, str(value))


def whose(guide: Guide, lang: Lang) -> list[Any]:
    """市公安局 · 行政审批 · 即办件 · crj-01"""
    item, parts = guide.item, []
    if guide.department:
        parts.append(title(guide.department, lang))
    parts.append(coded("items", "kind", item["kind"], lang))
    if item["case_kind"]:
        parts.append(coded("items", "case_kind", item["case_kind"], lang))
    return [" · ".join([*parts, item["item"]])]


def listed(heading: Text, lines: list[tuple[str, Any]], lang: Lang, note: str = "") -> html.Section:
    """A section of terms and what is said of each."""
    return html.Section(
        [
            html.H2(heading[lang]),
            html.Dl([part for name, said in lines for part in (html.Dt(name), html.Dd(said))]),
            *([html.P(note, className="note")] if note else []),
        ]
    )


def where(guide: Guide, lang: Lang) -> html.Section:
    item, window = guide.item, guide.window
    lines: list[tuple[str, Any]] = [
        (WINDOW[lang], _window(window, lang)),
        (HOURS[lang], notes.opening_hours(lang)),
    ]
    field = DATASETS["items"].field
    lines.append(
        (
            field("online_depth").title[lang],
            coded("items", "online_depth", item["online_depth"], lang),
        )
    )
    visits = words.counted(item["visits"], VISITS, lang)
    lines.append((field("visits").title[lang], visits))
    lines.append((FOR[lang], coded("items", "service_object", item["service_object"], lang)))
    lines.append((BASIS[lang], item["basis"] or OTHERWISE[lang]))
    return listed(WHERE, lines, lang)


def _window(window: Row, lang: Lang) -> Any:
    """Which window and where; what it has handled is a link of its own, for whoever wants that."""
    if not window:
        return OTHERWISE[lang]
    href = Place("volumes", lang, (("window", window["window"]),)).url
    parts: list[Any] = [f"{title(window, lang)} {window['window']}"]
    if window["floor"]:
        floor = window["floor"]
        parts.append(Text(f"，{floor}楼", f", floor {floor}")[lang])
    if window["kind"] not in (None, "unknown", "department"):
        kind = coded("windows", "kind", window["kind"], lang)
        parts.append(Text(f"（{kind}）", f" ({kind})")[lang])
    return [*parts, " · ", html.A(HANDLED[lang], href=href)]


def fee(guide: Guide, lang: Lang) -> html.Section:
    item = guide.item
    said = coded("items", "fee", item["fee"], lang) if item["fee"] else OTHERWISE[lang]
    lines: list[tuple[str, Any]] = [(DATASETS["items"].field("fee").title[lang], said)]
    if item["fee_basis"]:
        field = DATASETS["items"].field("fee_basis")
        lines.append((field.title[lang], html.Span(item["fee_basis"], lang="zh-Hans")))
    return listed(FEE, lines, lang, CONFIRM[lang] if item["fee"] == "fee" else "")
