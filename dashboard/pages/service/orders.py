"""转办: how many of the calls passed on were closed on time, by department: in bands, not in ranks."""

from __future__ import annotations

from dashboard import words
from dashboard.asking import short_names
from dashboard.asking.ask import Ask
from dashboard.parts import bars, downloads
from dashboard.parts.blocks import View
from dashboard.parts.ranking import Places, apart, bar, cells, lowest_mark, marks, rates
from dashboard.parts.sections.months import Months, Row, by
from dashboard.words import Lang, Unit
from data.definitions import Text
from data.rules.intervals import beyond

ORDERS = Unit("件", "call", "calls")
RATE = Text("转办按时办结率", "Calls passed on, closed on time")
DEPARTMENT, INTERVAL = Text("部门", "Department"), Text("95%区间", "95% interval")
COUNT, BAND = Text("到期转办", "Fallen due"), Text("分档", "Band")
BELOW, BELOW_IT = Text("低于", "below"), Text("低于整体", "below the overall rate")
BANDS = {
    "below": Text("明显低于整体", "clearly below the overall rate"),
    "alike": Text("与整体差别不明显", "not told apart from it"),
    "above": Text("明显高于整体", "clearly above the overall rate"),
    "few": Text("样本不足", "too few"),
}
NOT_STATED = Text("未列承办部门", "no department named")


def view(ask: Ask, of: Months, lang: Lang) -> View:
    document = by(ask, "order-on-time", of, "department")
    rows = [row for row in document["data"] if row["denominator"]]
    placed = rates(rows, "department")
    low = lowest_mark(placed.shown)
    # Bands, and within each the largest first: an order by the rate would be a league table.
    order = list(BANDS)
    shown, every = (
        sorted(some, key=lambda row: (order.index(band(placed, row)), -row["denominator"]))
        for some in (placed.shown, placed.every)
    )
    overall = placed.total["value"] if placed.whole.get("denominator") else None

    def marked(row: Row) -> str:
        return "late" if row in placed.apart else ""

    return bars.view(
        "orders",
        finding=(_title(placed, lang), _how(of, placed, low, lang)),
        bars=bars.shortened(
            [
                bar(row, _name(row, lang), low, marked(row), None, lang, overall=overall)
                for row in shown
            ],
            short_names.of_bars(ask, shown, "department", lang),
        ),
        columns=[DEPARTMENT[lang], BAND[lang], RATE[lang], INTERVAL[lang], COUNT[lang]],
        rows=[
            [_name(row, lang), BANDS[band(placed, row)][lang], *cells(row, lang)] for row in every
        ],
        downloads=downloads.of_answer(document, "order-on-time", lang),
        as_of=of.as_of(lang),
        marks=marks(low) if shown else (),
    )


def band(placed: Places, row: Row) -> str:
    """Below, alike or above the overall rate by all of its interval; few where it has no rate."""
    if not words.enough(row["denominator"]):
        return "few"
    if row in placed.apart:
        return "below"
    above = placed.whole and beyond(
        words.interval_of(row), placed.total["value"], lower_is_worse=False
    )
    return "above" if above else "alike"


def _name(row: Row, lang: Lang) -> str:
    return NOT_STATED[lang] if row["department"] == "none" else row["department_label"]


def _title(placed: Places, lang: Lang) -> str:
    if not placed.compared:
        return Text("到期转办不足，不作比较", "Too few calls passed on to compare")[lang]
    return apart(placed, RATE, DEPARTMENT, lambda row: _name(row, lang), BELOW, unit=ORDERS)[lang]


def _how(of: Months, placed: Places, low: float, lang: Lang) -> str:
    which, least = placed.which(BELOW_IT), words.number(words.least())
    scale = words.whole_percentage(low)
    return Text(
        f"{of.named('zh')}期限届满的；{which.zh + '；' if which else ''}只分档，不排名：整个95%区间低于或高于整体"
        f"（竖线）的各为一档，其余不分高低，档内按件数排列；不足{least}件的不比较。举报不列承办部门。"
        f"横轴从{scale}到100%。",
        f"{of.named('en')}, of those fallen due; {which.en + '; ' if which else ''}bands, not ranks: those all of "
        f"whose 95% interval is below or above the overall rate (line); within a band by number; fewer than "
        f"{least} are not compared. Reports of wrongdoing name no department. The scale runs from {scale} to 100%.",
    )[lang]
