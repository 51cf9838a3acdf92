"""值周与巡查: a leader every week or not, and what patrols found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from api.answer.answers import Values
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.parts import bars, downloads
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.drawings import svg
from dashboard.parts.drawings.columns import Column, picture
from dashboard.parts.sections import Section, has_data
from dashboard.parts.sections.months import (
    Months,
    Row,
    by,
    months,
    numbers,
    numbers_view,
    total,
    with_value,
)
from dashboard.words import Lang, Unit
from data import periods
from data.definitions import Text

TITLE = Text("值周与巡查", "Weekly duty and patrols")
NUMBERS = (
    "patrols", "patrol-coverage", "findings-per-100", "findings-right-on-time", "findings-open",
    "findings-overdue", "first-asked-kept",
)  # fmt: skip
WEEKS, WINDOWS = Unit("周", "week", "weeks"), Unit("个", "window", "windows")
FINDINGS = Unit("个", "finding", "findings")
WEEK, SEEN = Text("周", "Week"), Text("领导看到的窗口", "Windows seen by the leader")
NO_LEADER = Text("没有值周记录", "no leader on duty")
KIND, COUNT = Text("问题类别", "Kind"), Text("问题数", "Findings")
ON_TIME = Text("按期整改率", "Put right on time")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    """A leader's duty week by week, and where the findings are listed, their kinds."""
    of = months(ask, "patrols")
    found = _findings(ask, of, lang) if has_data(ask, "patrol-findings") else {}
    return {**numbers_view(ask, NUMBERS, of, lang), **_weeks(ask, of, lang), **found}


def _weeks(ask: Ask, of: Months, lang: Lang) -> View:
    leader = (("kind", ("leader",)),)
    document = ask(Values("windows-patrolled", of.first, of.last, "week", (), leader))
    # A week that is cut or not over yet is no gap.
    rows = [row for row in document["data"] if row["value"] or not row["partial"]]
    gaps = [row for row in rows if not row["value"]]
    drawn = [_column(row, i, len(rows), lang) for i, row in enumerate(rows)]
    largest = max((row["value"] or 0 for row in rows), default=0)
    return svg.view(
        "leader-weeks",
        finding=(_title(len(rows), gaps, lang), _how(of, gaps, lang)),
        picture=picture(drawn, words.number(largest) if _has_room(drawn, largest) else ""),
        columns=[WEEK[lang], SEEN[lang]],
        rows=[
            [
                words.period(row["period"], lang),
                words.number(row["value"]) if row["value"] else NO_LEADER[lang],
            ]
            for row in rows
        ],
        downloads=downloads.of_answer(document, "windows-patrolled", lang),
        as_of=of.as_of(lang),
    )


def _has_room(drawn: Sequence[Column], largest: float) -> bool:
    """Whether the largest has columns on both sides: at an edge its number would be cut off."""
    at = next((i for i, one in enumerate(drawn) if one.value == largest), 0)
    return 0 < at < len(drawn) - 1


def _column(row: Row, i: int, n: int, lang: Lang) -> Column:
    """A week; a month's name under the first of every second month."""
    first, _ = periods.of_name(row["period"])
    before = first - timedelta(days=7)
    named = first.month != before.month and first.month % 2 == 0 and 1 < i < n - 1
    value = row["value"] or None
    over = words.counted(value, WINDOWS, lang) if value else NO_LEADER[lang]
    return Column(
        words.brief_month(first.month, lang) if named else "",
        value,
        f"{words.period(row['period'], lang)} · {over}",
        bool(row["partial"]),
    )


def _title(n: int, gaps: Sequence[Row], lang: Lang) -> str:
    if not n:
        return Text("领导值周暂无记录", "No week of a leader's duty is recorded yet")[lang]
    weeks = [words.counted(n, WEEKS, one) for one in ("zh", "en")]
    if not gaps:
        return Text(
            f"{weeks[0]}每周都有领导值周记录", f"A leader was on duty in each of {weeks[1]}"
        )[lang]
    missing = words.number(len(gaps))
    return Text(
        f"{weeks[0]}中{missing}周没有领导值周记录",
        f"No leader's duty is recorded in {missing} of {weeks[1]}",
    )[lang]


def _how(of: Months, gaps: Sequence[Row], lang: Lang) -> str:
    drawn = Text(
        f"{of.named('zh')}，每柱一周，为领导值周当周看到的窗口数；空缺为没有值周记录的周",
        f"{of.named('en')}; a column is a week, its height the windows that the leader saw; gaps are weeks "
        "without a record",
    )[lang]
    if not gaps:
        return drawn + Text("。", ".")[lang]
    newest = words.period(gaps[-1]["period"], lang)
    return drawn + Text(f"，最近一次是{newest}。", f", the last one {newest}.")[lang]


def _findings(ask: Ask, of: Months, lang: Lang) -> View:
    # By kind there are whole months only.
    _, end = periods.of_name(of.last.isoformat()[:7])
    whole = replace(of, last=end)
    document = by(ask, "patrol-findings", whole, "kind")
    rows = sorted(with_value(document), key=lambda row: -row["value"])
    right = by(ask, "findings-right-on-time", whole, "kind")["data"]
    rates = {row["kind"]: row for row in right}
    overdue = total(ask, "findings-overdue", of)["value"]
    n = sum(row["value"] for row in rows)
    return bars.view(
        "findings",
        finding=(_found(rows, n, overdue, lang), _privacy(of, lang)),
        bars=[
            Bar(
                row["kind_label"],
                words.number(row["value"]),
                row["value"] / rows[0]["value"],
                note=words.share(row["value"], n),
            )
            for row in rows
        ],
        columns=[KIND[lang], COUNT[lang], ON_TIME[lang]],
        rows=[
            [
                row["kind_label"],
                words.number(row["value"]),
                words.percentage(rates.get(row["kind"])),
            ]
            for row in rows
        ],
        downloads=downloads.of_answer(document, "patrol-findings", lang),
        as_of=of.as_of(lang),
    )


def _found(rows: Sequence[Row], n: float, overdue: float | None, lang: Lang) -> str:
    if not rows:
        return Text("这段时间巡查没有发现问题", "Patrols found nothing in this time")[lang]
    left = Text("；没有逾期未整改的", "; none is overdue")
    if overdue:
        n_late = words.number(overdue)
        left = Text(
            f"；{n_late}个逾期未整改", f"; {n_late} {words.plural(overdue, 'is', 'are')} overdue"
        )
    if overdue is None:
        left = Text("；整改情况不可知", "; what became of them is not known")
    return Text(
        f"巡查发现{words.counted(n, FINDINGS, 'zh')}问题{left.zh}",
        f"Patrols made {words.counted(n, FINDINGS, 'en')}{left.en}",
    )[lang]


def _privacy(of: Months, lang: Lang) -> str:
    return Text(
        f"{of.named('zh')}，按类别；逾期的为期末期限已过仍未整改的全部问题。只公布类别、楼层和月份，不公布窗口、日期和任何人。",
        f"{of.named('en')}, by kind; overdue: all that are past their limit at the end. Kind, floor and month are published; no "
        "window, no day, no person.",
    )[lang]


def layout(place: Place, v: View) -> Sequence[Any]:
    lang = place.lang
    found = [bars.figure("findings", v, lang)] if "findings-as-of" in v else []
    return [numbers(NUMBERS, v, lang), svg.figure("leader-weeks", v, lang), *found]


SECTION = Section(
    "patrols",
    TITLE,
    ("patrols",),
    view,
    layout,
    ("leader-weeks", "findings"),
    styles=("explore.css", "drawings.css", "service.css"),
)
