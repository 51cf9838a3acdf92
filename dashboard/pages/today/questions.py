"""The way from the first page to the knowledge base, where the hall has one."""

from __future__ import annotations

from dash import html

from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.parts import blocks, controls
from dashboard.parts.blocks import View
from dashboard.parts.sections import has_data
from dashboard.words import Lang
from data.definitions import Text
from data.hall import hall

ASK = Text("办事有疑问？向知识库提问", "A question? Ask the knowledge base")


def view(ask: Ask) -> View:
    if not hall().reports("service"):
        return {}
    return {"ask-link": {"hidden": not has_data(ask, "faqs")}}


def layout(v: View, lang: Lang) -> list[html.P]:
    if not hall().reports("service"):
        return []
    link = html.A(ASK[lang], href=Place(controls.ASK, lang).path)
    return [blocks.live(html.P, "ask-link", v, className="onward", children=link)]
