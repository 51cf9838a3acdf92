"""高效办成一件事: which matters of the list are handled as one, what that cut, and how it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import html

from api.answer.answers import Page, Records, Values
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.reform.together.run import titles
from dashboard.pages.reform.together.runs import NOTHING, RUNS, last_year, total
from dashboard.parts import bars, blocks, downloads, notes, sections
from dashboard.parts.bars import MOST, Bar
from dashboard.parts.blocks import View
from dashboard.parts.sections import Number, Section
from dashboard.words import Lang, Unit
from data.catalog import INDICATORS
from data.definitions import Text
from data.hall import today
from data.rollups.plan import NONE

Row = Mapping[str, Any]
MATTERS = Unit("项", "matter", "matters")
LISTED_MOST = 1_000
MATTER, BATCH = Text("一件事", "Matter"), Text("批次", "Batch")
LAUNCHED, PAPERS = Text("上线", "Launched"), Text("材料", "Papers")
STEPS, DAYS = Text("环节", "Steps"), Text("时限（工作日）", "Limit (working days)")
COUNT, TOGETHER = Text("受理", "Accepted"), Text("联办率", "Handled as one")
MEDIAN, ON_TIME = Text("用时中位数", "Median time"), Text("按时办结率", "On time")
LIMIT = Text("承诺时限", "Promised")


def now(ask: Ask, id: str) -> Row:
    return (ask(Values(id, grain="total"))["data"] or [NOTHING])[0]


def view_list(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    """The list: launched of listed by batch, and what each matter took and takes."""
    del arguments
    answer = ask(Records("one-matters", page=Page(LISTED_MOST)))
    on = today().isoformat()
    rows = [r for r in answer["data"] if r["listed_on"] and (r["until_on"] is None or r["until_on"] >= on)]  # fmt: skip
    batches = titles("one-matters", "batch", lang)
    groups = [(name, [r for r in rows if r["batch"] == id]) for id, name in batches.items()]
    how = Text(
        "按列入清单的批次；条形为已上线的占比。表内为整合前 → 整合后。",
        "By the batch in which they were listed; bars: the share launched. The table: before → after.",
    )
    return {
        "matter-numbers": {"children": sections.numbers(_numbers(ask, lang), lang)},
        **bars.view(
            "matters",
            finding=(_title(rows)[lang], how[lang]),
            bars=[
                Bar(name, f"{words.number(_launched(of))} / {words.number(len(of))}", _launched(of) / len(of))
                for name, of in groups
                if of
            ],
            columns=[MATTER[lang], BATCH[lang], LAUNCHED[lang], PAPERS[lang], STEPS[lang], DAYS[lang]],
            rows=[_cells(row, batches, lang) for row in sorted(rows, key=_order)],
            downloads=[
                *downloads.with_json(answer["links"]),
                *downloads.explained("matters-launched-rate", None, lang),
            ],
            as_of=notes.as_of(answer["meta"], today(), lang),
        ),
    }  # fmt: skip


def _launched(rows: Sequence[Row]) -> int:
    return sum(row["launched_on"] is not None for row in rows)


def _order(row: Row) -> tuple[str, str, str]:
    return (row["listed_on"], row["launched_on"] or "9999", row["matter"])


def _cells(row: Row, batches: Mapping[str, str], lang: Lang) -> list[str]:
    def change(what: str) -> str:
        before, after = (words.number(row[f"{what}_{when}"]) for when in ("before", "after"))
        return f"{before} → {after}"

    launched = row["launched_on"]
    day = words.day(date.fromisoformat(launched), lang) if launched else Text("未上线", "not yet")[lang]  # fmt: skip
    batch = batches.get(row["batch"], words.MISSING)
    return [row[f"title_{lang}"], batch, day, *(change(what) for what in ("papers", "steps", "days"))]  # fmt: skip


def _numbers(ask: Ask, lang: Lang) -> list[Number]:
    """Launched, and what it cut: of the matters that are launched."""
    launched, listed = now(ask, "matters-launched")["value"], now(ask, "matters-listed")["value"]
    of = Text(f"清单共{words.number(listed)}项", f"of {words.number(listed)} listed")[lang]
    cuts = (
        ("matter-papers-cut", Text("材料减少", "Papers cut by"), Unit("份", "paper", "papers")),
        ("matter-steps-cut", Text("环节减少", "Steps cut by"), Unit("个", "step", "steps")),
        ("matter-days-cut", Text("时限压缩", "Limits cut by"), words.WORKING_DAYS),
    )
    return [
        Number(Text("已上线", "Launched"), words.number(launched), words.unit_of(launched, MATTERS, lang), of, "matters-launched"),
        *(_cut(now(ask, id), id, title, unit, lang) for id, title, unit in cuts),
    ]  # fmt: skip


def _cut(cell: Row, id: str, title: Text, unit: Unit, lang: Lang) -> Number:
    before, cut = cell["denominator"], cell["numerator"]
    if not before:
        return Number(title, words.MISSING, "", "", id)
    after = words.counted(before - cut, unit, lang)
    note = Text(f"合计{words.number(before)} → {after}", f"{words.number(before)} → {after} in all")  # fmt: skip
    return Number(title, words.percentage(cell), "", note[lang], id)


def _title(rows: Sequence[Row]) -> Text:
    """清单55项已上线48项."""
    n, k = len(rows), _launched(rows)
    if not n:
        return Text("清单暂无事项", "No matter is listed at present")
    listed, launched = words.number(n), words.number(k)
    en = f"{words.counted(n, MATTERS, 'en')} listed"
    if k == n:
        return Text(
            f"清单{listed}项全部上线",
            f"All of {en} are launched" if n > 1 else f"{en}, and launched",
        )
    if not k:
        return Text(f"清单{listed}项均未上线", f"None of {en} is launched yet")
    return Text(
        f"清单{listed}项已上线{launched}项",
        f"{launched} of {en} {words.plural(k, 'is', 'are')} launched",
    )


def layout_list(place: Place, v: View) -> list[Any]:
    return [
        blocks.live(html.Dl, "matter-numbers", v, className="figures numbers"),
        bars.figure("matters", v, place.lang),
    ]


# --- the applications ----------------------------------------------------------------------------


def view_runs(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    """Applications of the last year by matter, with the share that was handled as one."""
    del arguments
    answer = ask(Values("together-rate", *last_year(), "total", ("matter",)))
    of_median = ask(Values("one-matter-days-median", *last_year(), "total", ("matter",)))
    of_list = ask(Records("one-matters", page=Page(LISTED_MOST)))
    limits = {row["matter"]: row["days_after"] for row in of_list["data"]}
    times = {row["matter"]: Time(row, limits.get(row["matter"])) for row in of_median["data"]}
    of_limit = ask(Values("one-matter-on-time", *last_year(), "total", ("matter",)))
    on_time = {row["matter"]: row for row in of_limit["data"]}
    rows = [row for row in answer["data"] if row["denominator"] and row["matter"] != NONE]
    rows.sort(key=lambda row: -row["denominator"])
    top = max([1, *(row["denominator"] for row in rows)])
    whole = total(ask, "together-rate")
    late = sum(times[row["matter"]].is_late for row in rows if row["matter"] in times)
    left = len(rows) - MOST
    most = words.number(MOST)
    zh, en = (f"列出办件最多的{most}项；", f"The {most} with most. ") if left > 0 else ("", "")
    how = Text(
        f"{words.between(*last_year(), 'zh')}受理；{zh}右侧为联办率。{_late_in_all(late, 'zh')}",
        f"Accepted {words.between(*last_year(), 'en')}. {en}Beside each: the share handled as one.{_late_in_all(late, 'en')}",
    )
    figure = bars.view(
        "matter-runs",
        finding=(_title_of_runs(whole)[lang], how[lang]),
        bars=[
            Bar(row["matter_label"], words.number(row["denominator"]), row["denominator"] / top,
                note=_rate(row), missed=times[row["matter"]].beyond(lang) if row["matter"] in times else "")
            for row in rows[:MOST]
        ],
        columns=[MATTER[lang], COUNT[lang], TOGETHER[lang], ON_TIME[lang], LIMIT[lang], MEDIAN[lang]],
        rows=[
            [row["matter_label"], words.number(row["denominator"]), _rate(row) or words.MISSING,
             _rate(on_time.get(row["matter"])) or words.MISSING, words.number(limits.get(row["matter"])),
             times[row["matter"]].written(lang) if row["matter"] in times else words.MISSING]
            for row in rows
        ],
        downloads=[
            *downloads.of_answer(answer, "together-rate", lang),
            *downloads.titled(INDICATORS["one-matter-on-time"].title, downloads.of_answer(of_limit, "one-matter-on-time", lang), lang),
            *downloads.titled(INDICATORS["one-matter-days-median"].title, downloads.of_answer(of_median, "one-matter-days-median", lang), lang),
            *downloads.titled(LIMIT, downloads.with_json(of_list["links"]), lang),
        ],
        as_of=notes.as_of(answer["meta"], today(), lang),
    )  # fmt: skip
    return blocks.with_n(figure, whole["denominator"], "matter-runs")


def _rate(row: Row | None) -> str:
    rate = words.rate(row)
    return "" if rate == words.MISSING else f"{rate}%"


@dataclass(frozen=True)
class Time:
    """How long a matter takes: a cell of the median, and its limit, both in working days."""

    median: Row
    limit: float | None

    @property
    def is_late(self) -> bool:
        """Whether it usually takes longer than promised; of too few nothing is said."""
        days, limit = self.median["value"], self.limit
        if days is None or limit is None or not words.enough(self.median["denominator"]):
            return False
        return days > limit

    def beyond(self, lang: Lang) -> str:
        """中位数12个工作日，超过承诺的9个; "" where it is within the limit."""
        if not self.is_late:
            return ""
        days, limit = words.days_used(self.median["value"], lang), words.number(self.limit)
        return Text(f"中位数{days}，超过承诺的{limit}个", f"median {days}, {limit} promised")[lang]

    def written(self, lang: Lang) -> Any:
        """The median in a table; one beyond the limit is marked."""
        if not words.enough(self.median["denominator"]):
            return words.MISSING
        days = words.days_used(self.median["value"], lang)
        beyond = Text(f"{days}，超过承诺", f"{days}, over the limit")[lang]
        return html.Span(beyond, className="late") if self.is_late else days


def _late_in_all(n: int, lang: Lang) -> str:
    """Of how many matters the median is beyond the limit; "" of none."""
    if not n:
        return ""
    matters = words.counted(n, MATTERS, "en")
    said = Text(
        f"{words.number(n)}项的用时中位数超过承诺时限。",
        f" Median beyond the limit: {matters}.",
    )
    return said[lang]


def _title_of_runs(whole: Row) -> Text:
    if not whole["denominator"]:
        return Text("近一年没有“一件事”申请", "No application for such a matter in the last year")
    share, n = words.in_title(whole, RUNS), whole["numerator"] or whole["denominator"]
    return Text(f"近一年“一件事”申请：{share.zh}联办", f"Of the last year's applications {share.en} {words.plural(n, 'was', 'were')} handled as one")  # fmt: skip


def layout_runs(place: Place, v: View) -> list[Any]:
    return [bars.figure("matter-runs", v, place.lang)]


_STYLES = ("explore.css", "reform.css")
LIST = Section(
    "one-matter",
    Text("高效办成一件事", "Matters handled as one"),
    ("one-matters",),
    view_list,
    layout_list,
    ("matters",),
    styles=_STYLES,
)
APPLICATIONS = Section(
    "one-matter-runs",
    Text("一件事办件", "Applications for these matters"),
    ("one-matter-runs",),
    view_runs,
    layout_runs,
    ("matter-runs",),
    styles=_STYLES,
)
