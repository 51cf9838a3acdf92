"""培训与研讨: sessions of twelve months by kind, hours of training, and how many of those invited came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.supervision.people.ask import STYLES
from dashboard.parts import bars, downloads
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.sections import Section
from dashboard.parts.sections.months import by, months, numbers, numbers_view, with_value
from dashboard.parts.two_languages import sentence
from dashboard.words import Lang, Unit
from data.definitions import Text

TITLE = Text("培训与研讨", "Training and seminars")
SESSIONS = Unit("次", "session", "sessions")
NUMBERS = ("training-sessions", "training-hours", "training-coverage")
KIND, COUNT = Text("培训类别", "Kind"), Text("次数", "Sessions")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    of = months(ask, "training-sessions")
    document = by(ask, "training-sessions", of, "kind")
    rows = sorted(with_value(document), key=lambda row: -row["value"])
    n = sum(row["value"] for row in rows)
    count = words.counted(n, SESSIONS, "zh"), words.counted(n, SESSIONS, "en")
    title = Text(f"培训和研讨{count[0]}", f"{count[1]} of training and seminars held")
    none = Text("这段时间没有培训", "No session was held in this time")
    said = Text(
        f"{of.named('zh')}。应到人数由主办方确定，不是全体窗口人员；不含参加人员和考核成绩。",
        f"{of.named('en')}. The organiser says who is invited, which is not all of the staff; neither who came nor how "
        "they did is taken in.",
    )
    return {
        **numbers_view(ask, NUMBERS, of, lang),
        **bars.view(
            "sessions",
            finding=((title if n else none)[lang], said[lang]),
            bars=[
                Bar(
                    sentence(row["kind_label"]),
                    words.number(row["value"]),
                    row["value"] / rows[0]["value"],
                    note=words.share(row["value"], n),
                )
                for row in rows
            ],
            columns=[KIND[lang], COUNT[lang]],
            rows=[[row["kind_label"], words.number(row["value"])] for row in rows],
            downloads=downloads.of_answer(document, "training-sessions", lang),
            as_of=of.as_of(lang),
        ),
    }


def layout(place: Place, v: View) -> Sequence[Any]:
    return [numbers(NUMBERS, v, place.lang), bars.figure("sessions", v, place.lang)]


SECTION = Section("training", TITLE, ("training",), view, layout, ("sessions",), styles=STYLES)
