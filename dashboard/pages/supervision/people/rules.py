"""制度: the rules in force by kind; in the table each with its number and dates, those repealed last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from api.answer.answers import Values
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.supervision.people.ask import STYLES
from dashboard.parts import bars, downloads, notes
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.sections import Section
from dashboard.parts.sections.months import with_value
from dashboard.parts.sections.rulebook import HEADS, every, is_in_force, line
from dashboard.parts.two_languages import sentence
from dashboard.words import Lang, Unit
from data.definitions import Text
from data.hall import today

TITLE = Text("制度", "Rules of the hall")
RULES = Unit("项", "rule", "rules")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    on = today()
    document = ask(Values("rules-in-force", grain="total", by=("kind",)))
    rows = sorted(with_value(document), key=lambda row: -row["value"])
    n = sum(row["value"] for row in rows)
    return bars.view(
        "rules-by-kind",
        finding=(_title(n, lang), _said(ask, on, lang)),
        bars=[
            Bar(sentence(row["kind_label"]), words.number(row["value"]), row["value"] / rows[0]["value"])
            for row in rows
        ],
        columns=[head[lang] for head in HEADS],
        rows=[line(row, lang) for row in every(ask, on)],
        downloads=downloads.of_answer(document, "rules-in-force", lang),
        as_of=notes.as_of(document["meta"], on, lang),
    )  # fmt: skip


def _title(n: float, lang: Lang) -> str:
    if not n:
        return Text("暂无现行制度", "No rule is in force")[lang]
    count = words.counted(n, RULES, "en")
    verb = words.plural(n, "is", "are")
    return Text(f"现行制度{words.counted(n, RULES, 'zh')}", f"{count} {verb} in force")[lang]


def _said(ask: Ask, on: date, lang: Lang) -> str:
    gone = sum(not is_in_force(row, on) for row in every(ask, on))
    listed = Text(
        "表中列出每项制度的文号和日期。", "The table has the number and the dates of each rule."
    )[lang]
    if not gone:
        return listed
    n = words.number(gone)
    return listed + Text(f"另列出未施行或已废止的{n}项。", f" It also has {n} that {words.plural(gone, 'is', 'are')} not, or no longer, in force.")[lang]  # fmt: skip


def layout(place: Place, v: View) -> Sequence[Any]:
    return [bars.figure("rules-by-kind", v, place.lang)]


SECTION = Section("rules", TITLE, ("hall-rules",), view, layout, ("rules-by-kind",), styles=STYLES)
