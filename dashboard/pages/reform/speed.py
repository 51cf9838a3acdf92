"""办结时效: how much faster than the law allows, how much of it on time, how much in the hall; none of it alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.parts import bars, downloads, printed
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.sections import Section
from dashboard.parts.sections.months import Months, Row, months, total
from dashboard.words import Lang
from data.catalog import INDICATORS
from data.definitions import Text

TITLE = Text("办结时效", "Faster, on time, in the hall")
FASTER, PROMISED = "actual-speed-up", "actual-speed-up-promised"
ON_TIME, IN_HALL = "on-time-rate-due", "on-site-rate"
# Each with those that it is not shown without.
RATES = (
    FASTER, PROMISED, "actual-speed-up-instant",
    ON_TIME, IN_HALL, "on-site-rate-instant",
)  # fmt: skip
HEADS = Text("指标", "Indicator"), Text("比率", "Share"), Text("构成", "Of")
HOW = Text(
    "提速按工作日合计：法定时限减去实际用时，除以法定时限；即办件与承诺件分列。按时以到期办件为分母，现场办结以"
    "应在大厅办理的窗口和预约办件为分母。比率只舍不入，有一件未达到即不写作100%。",
    "Faster: working days that the law allows less those used, of those allowed; instant and promised cases apart. "
    "On time: of all that fell due. In the hall: of what belongs there and was handed in at a window or by "
    "appointment. Shares are cut down: with one missed it is not 100%.",
)


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    of = months(ask, FASTER)
    found = {id: total(ask, id, of) for id in RATES}
    known = {id: row for id, row in found.items() if row["denominator"]}
    return bars.view(
        "speed-rates",
        finding=(_title(known)[lang], f"{_when(of, lang)}{HOW[lang]}"),
        bars=[
            Bar(
                INDICATORS[id].title[lang],
                printed.shown(row, INDICATORS[id], lang),
                row["value"] if words.enough(row["denominator"]) else None,
                note=words.of(row),
            )
            for id, row in known.items()
        ],
        columns=[one[lang] for one in HEADS],
        rows=[
            [
                INDICATORS[id].title[lang],
                printed.shown(row, INDICATORS[id], lang),
                words.of(row),
            ]
            for id, row in known.items()
        ],
        downloads=[
            *downloads.of_totals(of.document, RATES, lang),
            html.A("JSON", href=of.document["links"]["self"]),
            *downloads.explained(FASTER, of.document["links"].get("rows"), lang),
        ],
        as_of=of.as_of(lang),
    )


def _when(of: Months, lang: Lang) -> str:
    return Text(f"{of.named('zh')}。", f"{of.named('en')}. ")[lang]


def _title(known: Mapping[str, Row]) -> Text:
    """近一年较法定时限提速89%，其中承诺件80%，到期办件超过99%按时办结，应在大厅办理的94%在大厅办结."""
    said = [
        Text(phrase.zh.format(share.zh), phrase.en.format(share.en))
        for id, phrase in _PHRASES.items()
        if (row := known.get(id)) and words.enough(row["denominator"])
        for share in [words.per_cent(row["value"])]
    ]
    if not said:
        return Text("近一年办件过少，不算比率", "Too few cases in the last year for a rate")
    return Text(
        f"近一年{'，'.join(one.zh for one in said)}",
        f"Last year: {', '.join(one.en for one in said)}",
    )


_PHRASES = {
    FASTER: Text("较法定时限提速{}", "{} faster than the law allows"),
    PROMISED: Text("其中承诺件{}", "promised cases {}"),
    ON_TIME: Text("到期办件{}按时办结", "{} on time"),
    IN_HALL: Text("应在大厅办理的{}在大厅办结", "{} of what belongs in the hall completed there"),
}


def layout(place: Place, v: View) -> Sequence[Any]:
    return [bars.figure("speed-rates", v, place.lang)]


SECTION = Section(
    "speed",
    TITLE,
    ("cases", "time-commitments"),
    view,
    layout,
    ("speed-rates",),
    styles=("explore.css",),
)
