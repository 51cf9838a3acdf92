"""What people ask about an item, and where a person answers."""

from __future__ import annotations

from dash import html

from dashboard.asking.address import Place
from dashboard.pages.guides.ask import Guide
from dashboard.pages.guides.facts import title
from dashboard.parts import controls
from dashboard.words import Lang
from data.definitions import Text
from data.hall import hall

TITLE = Text("常见问题和咨询", "Questions and answers")
BY_PHONE = Text("电话咨询：", "By phone: ")


def section(guide: Guide, lang: Lang) -> html.Section | None:
    """The questions of the knowledge base, each a link to its answer, and the hotline."""
    lines = [
        html.Li(
            html.A(title(row, lang), href=Place(controls.ASK, lang, (("faq", row["faq"]),)).url)
        )
        for row in guide.questions
    ]
    line = html.P([BY_PHONE[lang], html.A(hall().hotline, href=f"tel:{hall().hotline}")])
    return html.Section([html.H2(TITLE[lang]), *([html.Ul(lines)] if lines else []), line])
