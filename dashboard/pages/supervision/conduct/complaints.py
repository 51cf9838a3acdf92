"""效能投诉: how many came, what was found, what is overdue; and the complaint box, empty or never opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.answer.answers import Values
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.supervision.conduct import apart
from dashboard.parts import bars, downloads
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.sections import Section, has_data
from dashboard.parts.sections.months import (
    Months,
    Row,
    by,
    months,
    numbers,
    numbers_view,
    pair,
    total,
    with_value,
)
from dashboard.words import Lang, Unit
from data.definitions import Text

TITLE = Text("效能投诉", "Complaints")
COMPLAINTS = Unit("件", "complaint", "complaints")
NUMBERS = (
    "complaints-per-10000", "complaint-accepted-on-time", "complaint-on-time", "complaint-days-median",
    "complaints-open", "complaints-overdue", "upheld-rate", "complaint-reopened-rate",
)  # fmt: skip
HEADS = {"kind": Text("投诉类别", "Kind"), "verdict": Text("核查结论", "Verdict")}
COUNT = Text("件数", "Complaints")
LETTERS = Unit("件", "letter", "letters")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    """Complaints by kind, answers by verdict, the box, what complainants say, and integrity by the year."""
    of = months(ask, "complaints")
    return {
        **numbers_view(ask, NUMBERS, of, lang),
        **_received(ask, of, lang),
        **_answered(ask, of, lang),
        **(_box(ask, lang) if has_data(ask, "box-openings") else {}),
        **apart.view(ask, lang),
    }


def _received(ask: Ask, of: Months, lang: Lang) -> View:
    document = by(ask, "complaints", of, "kind")
    n = sum(row["value"] for row in with_value(document))
    title = _title(n, total(ask, "complaints-overdue", of), lang)
    about = Text(
        f"{of.named('zh')}，按类别；不含廉洁类，不公布部门、窗口、内容和任何人。",
        f"{of.named('en')}, by kind; without those on integrity; no department, window, text or person is "
        "published.",
    )
    return _bars("complaints", (title, about[lang]), document, "complaints", "kind", of, lang)


def _answered(ask: Ask, of: Months, lang: Lang) -> View:
    document = by(ask, "complaints-answered", of, "verdict")
    upheld = total(ask, "upheld-rate", of)
    title = Text("这段时间没有经核查的投诉", "No complaint was investigated in this time")
    if upheld["denominator"]:
        share = words.in_title(upheld, COMPLAINTS, favourable=False)
        title = Text(
            f"核查的投诉中，{share.zh}属实或部分属实",
            f"Of the complaints investigated, {share.en} upheld, in part included",
        )
    about = Text(
        f"{of.named('zh')}答复的投诉，按核查结论；其中有此前收到的。",
        f"Answered from {of.named('en')}, by verdict; some of them had come before.",
    )
    return _bars(
        "verdicts", (title[lang], about[lang]), document, "complaints-answered", "verdict", of, lang
    )


def _bars(
    id: str,
    finding: tuple[str, str],
    document: Mapping[str, Any],
    indicator: str,
    dimension: str,
    of: Months,
    lang: Lang,
) -> View:
    """Counts by one dimension, the largest first."""
    rows = sorted(with_value(document), key=lambda row: -row["value"])
    n = sum(row["value"] for row in rows)
    return bars.view(
        id,
        finding=finding,
        bars=[
            Bar(
                row[f"{dimension}_label"],
                words.number(row["value"]),
                row["value"] / rows[0]["value"],
                note=words.share(row["value"], n),
            )
            for row in rows
        ],
        columns=[HEADS[dimension][lang], COUNT[lang]],
        rows=[[row[f"{dimension}_label"], words.number(row["value"])] for row in rows],
        downloads=downloads.of_answer(document, indicator, lang),
        as_of=of.as_of(lang),
    )


def _title(n: float, overdue: Row, lang: Lang) -> str:
    if not n:
        return Text("这段时间没有收到效能投诉", "No complaint was received in this time")[lang]
    late = words.number(overdue["value"])
    left = Text(
        f"{late}件逾期未答复", f"{late} {words.plural(overdue['value'], 'is', 'are')} overdue"
    )
    if not overdue["value"]:
        left = Text("没有逾期未答复的", "none is overdue")
    return Text(
        f"收到投诉{words.counted(n, COMPLAINTS, 'zh')}；{left.zh}",
        f"{words.counted(n, COMPLAINTS, 'en').capitalize()} received; {left.en}",
    )[lang]


# --- the complaint box ------------------------------------------------------------------------------


def _box(ask: Ask, lang: Lang) -> View:
    of = months(ask, "box-letters")
    document = ask(Values("box-letters", of.first, of.last, "week"))
    weeks = [row for row in document["data"] if row["value"] is not None or not row["partial"]]
    closed = [row for row in weeks if row["value"] is None]
    empty = [row for row in weeks if row["value"] == 0]
    held = [row for row in weeks if row["value"]]
    letters = sum(row["value"] for row in held)
    groups = (
        (Text("开箱，有信件", "opened, with letters"), len(held), ""),
        (Text("开箱，没有信件", "opened, no letters"), len(empty), "pale"),
        (Text("没有开箱", "not opened"), len(closed), "late"),
    )
    most = max(n for _, n, _ in groups) or 1
    return bars.view(
        "box",
        finding=(_opened(len(weeks), closed, letters, lang), _unknown(of, closed, lang)),
        bars=[
            Bar(name[lang], words.number(n), n / most if n else None, kind if n else "")
            for name, n, kind in groups
        ],
        columns=[Text("每周情况", "Week")[lang], Text("周数", "Weeks")[lang]],
        rows=[[name[lang], words.number(n)] for name, n, _ in groups],
        downloads=downloads.of_answer(document, "box-letters", lang),
        as_of=of.as_of(lang),
    )


def _opened(weeks: int, closed: Sequence[Row], letters: float, lang: Lang) -> str:
    written = Text(words.counted(letters, LETTERS, "zh"), words.counted(letters, LETTERS, "en"))
    if closed:
        n = words.number(len(closed))
        return Text(
            f"举报箱{words.number(weeks)}周中{n}周没有开箱，其余各周取出{written.zh}信件",
            f"The complaint box was not opened in {n} of {words.numbered(weeks, 'week', 'weeks')}; the others gave {written.en}",
        )[lang]
    return Text(
        f"举报箱{words.number(weeks)}周每周开箱，取出{written.zh}信件",
        f"The complaint box was opened in each of {words.number(weeks)} weeks: {written.en}"
        if weeks > 1
        else f"The complaint box was opened in the one week on record: {written.en}",
    )[lang]


def _unknown(of: Months, closed: Sequence[Row], lang: Lang) -> str:
    rule = Text(
        f"{of.named('zh')}；没有信件是0件，没有开箱是不知道，两者分开统计",
        f"{of.named('en')}; no letters is 0, not opened is unknown: they are counted apart",
    )[lang]
    if not closed:
        return rule + Text("。", ".")[lang]
    named = Text("、", ", ")[lang].join(words.period(row["period"], lang) for row in closed[-4:])
    return rule + Text(f"。最近没有开箱的周：{named}。", f". Not opened last: {named}.")[lang]


def layout(place: Place, v: View) -> Sequence[Any]:
    lang = place.lang
    more = [bars.figure(id, v, lang) for id in ("box", *apart.FIGURES) if f"{id}-as-of" in v]
    return [
        numbers(NUMBERS, v, lang),
        pair(bars.figure("complaints", v, lang), bars.figure("verdicts", v, lang)),
        *more,
    ]


SECTION = Section(
    "complaints",
    TITLE,
    ("complaints",),
    view,
    layout,
    ("complaints", "verdicts", "box", *apart.FIGURES),
    styles=("explore.css", "drawings.css", "service.css"),
)
