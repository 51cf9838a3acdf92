"""What `/verify` says of a figure that somebody typed: which indicators may be meant, and whether it agrees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import html

from api.documents.proof.verification import question
from dashboard import words
from dashboard.pages.proof import number
from dashboard.pages.proof.printed_figure import PrintedFigure
from dashboard.words import Lang
from data.answers.proof.claims import reproduces
from data.catalog import INDICATORS
from data.definitions import Text
from data.questions import Values

NOTHING = Text(
    "没有认出指标。请写指标名称、时期和数，如“按时办结率，2025年，99.36%”，或在上面选。",
    "No indicator was recognised. Write its name, a period and the number, such as “on-time-rate 2025 99.36%”, or choose above.",
)
NEAR = Text("可能是指：", "Perhaps this is meant: ")
OTHERS = Text("也可能是：", "It may also be: ")
SAME, OTHER = (
    Text("与所写的{said}一致。", "It agrees with the {said} that you wrote."),
    Text("与所写的{said}不一致。", "It differs from the {said} that you wrote."),
)
IF_MEANT = Text(
    "所写的名称不止一个指标相符，请先确认是否所指。",
    "More than one indicator fits the name that you wrote: see first whether this is the one.",
)
WHOLE_HALL = Text(
    "这个指标不按部门公布，以下是全大厅的数，与一个部门的数不能比。",
    "This indicator is not published by department. Below is the number of the whole hall, which a department's cannot be held against.",
)


def meant(figure: PrintedFigure, id: str) -> Values:
    """The question about an indicator that was typed; a filter that it does not have is left out."""
    where = tuple((n, codes) for n, codes in figure.where if n in INDICATORS[id].dimensions)
    return question(id, figure.first, figure.last, where)


def is_wider(figure: PrintedFigure, id: str) -> bool:
    """Whether the number of an indicator is of more than what was typed: it has not that filter."""
    return any(name not in INDICATORS[id].dimensions for name, _ in figure.where)


def choices(lead: Text, ids: Iterable[str], figure: PrintedFigure, lang: Lang) -> list[Any]:
    """Indicators that may be meant, each with what was typed of a period and a department."""
    links: list[Any] = []
    for id in ids:
        href = number.address(meant(figure, id), lang)
        # Titles have commas and blanks of their own.
        links += [Text("；", "; ")[lang]] if links else []
        links.append(html.A(INDICATORS[id].title[lang], href=href))
    return [html.P([lead[lang], *links], className="links")] if links else []


def agrees(row: Any, figure: PrintedFigure, indicator: str, lang: Lang) -> list[Any]:
    """Whether the number is the one that was written, to the digits that were written."""
    if is_wider(figure, indicator):
        return [html.P(WHOLE_HALL[lang], className="note", role="status")]
    if figure.value is None or row is None or row["value"] is None:
        return []
    rate = INDICATORS[indicator].unit == "fraction"
    same = reproduces(
        figure.value, "eq", "fraction" if rate else "count", figure.decimals, row["value"]
    )
    said = (
        words.printed_share(figure.value, figure.decimals) if rate else words.amount(figure.value)
    )
    kind = "kept" if same else "late"
    verdict = (SAME if same else OTHER)[lang].format(said=said)
    if not figure.named:
        verdict += ("" if lang == "zh" else " ") + IF_MEANT[lang]
    return [html.P(verdict, className=kind if figure.named else "note", role="status")]
