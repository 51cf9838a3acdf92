"""自助终端: how long each of them was down, and how often they were used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.parts import bars, downloads
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.sections import Section
from dashboard.parts.sections.months import Months, Row, by, months, numbers, numbers_view, total
from dashboard.words import Lang, Unit
from data.definitions import Text

TITLE = Text("自助终端", "Self-service terminals")
NUMBERS = ("terminals-in-service", "terminal-uses", "terminal-cases", "easy-mode-share", "terminal-faults")  # fmt: skip
HOURS = Unit("小时", "hour", "hours")
TERMINAL, DOWN = Text("终端", "Terminal"), Text("不可用", "Down")
UP, DUE = Text("可用率", "Up"), Text("应服务", "Due")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    of = months(ask, "terminal-uptime")
    document = by(ask, "terminal-uptime", of, "terminal")
    rows = [row for row in document["data"] if row["denominator"]]
    longest = max((_down(row) for row in rows), default=0)
    return {
        **numbers_view(ask, NUMBERS, of, lang),
        **bars.view(
            "uptime",
            finding=(_title(total(ask, "terminal-uptime", of), lang), _about(of, document, lang)),
            bars=[
                Bar(
                    row["terminal_label"],
                    words.counted(_down(row), HOURS, lang),
                    _down(row) / longest if longest else None,
                    note=_up(row, lang),
                )
                for row in rows
            ],
            columns=[TERMINAL[lang], DOWN[lang], DUE[lang], UP[lang]],
            rows=[
                [
                    row["terminal_label"],
                    words.counted(_down(row), HOURS, lang),
                    words.counted(round(row["denominator"] / 60), HOURS, lang),
                    words.percentage(row),
                ]
                for row in rows
            ],
            downloads=downloads.of_answer(document, "terminal-uptime", lang),
            as_of=of.as_of(lang),
        ),
    }


def _down(row: Row) -> int:
    """Hours in which it was due to serve and did not, begun ones whole."""
    return -int(-(row["denominator"] - row["numerator"]) // 60)


def _up(row: Row, lang: Lang) -> str:
    due, up = round(row["denominator"] / 60), words.percentage(row)
    zh = f"应服务{words.counted(due, HOURS, 'zh')}，可用{up}"
    return Text(zh, f"up {up} of {words.counted(due, HOURS, 'en')}")[lang]


def _title(uptime: Row, lang: Lang) -> str:
    if uptime["value"] is None:
        return Text("自助终端暂无应服务的时间", "No terminal was due to serve yet")[lang]
    if uptime["numerator"] == uptime["denominator"]:
        return Text("应服务时间内自助终端全部可用", "Terminals were up all of the time due")[lang]
    up = words.per_cent(uptime["value"])
    return Text(f"应服务时间内自助终端{up.zh}可用", f"Terminals were up {up.en} of the time due")[
        lang
    ]


def _about(of: Months, document: Mapping[str, Any], lang: Lang) -> str:
    """What is drawn, and whose reports are missing: a silent terminal is not one that works."""
    silent = document["meta"].get("not_reported") or []
    missing = ""
    if silent:
        n = sum(one["missing"] for one in silent)
        days = words.number(n)
        missing = Text(
            f"另有{words.number(len(silent))}台共{days}天没有上报，不计在内。",
            f" Another {words.counted(n, words.DAYS, 'en')} of {words.counted(len(silent), Unit('台', 'terminal', 'terminals'), 'en')} "
            f"{words.plural(n, 'was', 'were')} not reported and {words.plural(n, 'does', 'do')} not count.",
        )[lang]
    drawn = Text(
        f"{of.named('zh')}；条为应服务而不可用的小时数，不足一小时的计一小时，按编号排列。",
        f"{of.named('en')}; bars: hours in which it was due to serve and did not, begun ones whole, by number.",
    )[lang]
    return f"{drawn}{missing}"


def layout(place: Place, v: View) -> Sequence[Any]:
    return [numbers(NUMBERS, v, place.lang), bars.figure("uptime", v, place.lang)]


SECTION = Section(
    "terminals",
    TITLE,
    ("terminal-days", "terminals"),
    view,
    layout,
    ("uptime",),
    styles=("explore.css", "drawings.css", "service.css"),
)
