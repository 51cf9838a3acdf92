"""The parts of /satisfaction: the five levels, over time, and who is compared."""

from __future__ import annotations

from typing import Any

from dashboard import words
from dashboard.asking import time_span
from dashboard.pages.satisfaction import chart
from dashboard.pages.satisfaction.ask import BREAKDOWNS, Ratings
from dashboard.parts import bars, blocks, controls, downloads
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.controls import Asking
from dashboard.parts.ranking import Places, first, places
from dashboard.parts.two_languages import sentence
from dashboard.words import RATINGS, Lang
from data.catalog import DATASETS
from data.catalog.evaluations.fields import SCORES
from data.definitions import Text
from data.rules.intervals import MINIMUM_N, wilson

LEVEL, COUNT, SHARE = Text("等级", "Level"), Text("份数", "Ratings"), Text("占比", "Share")
PERIOD, RATE = Text("时期", "Period"), Text("好评率", "Good ratings")
INTERVAL = Text("95%区间", "95% interval")
TOO_FEW = Text("样本不足", "too few")
BREAKDOWN = Text("分列", "Breakdown")


def levels(ratings: Ratings, as_of: str, lang: Lang) -> View:
    rows = {row["score"]: row["value"] or 0 for row in ratings.levels["data"]}
    counts = [(code, rows.get(code.id, 0)) for code in SCORES]
    whole, top = sum(n for _, n in counts), max([1, *(n for _, n in counts)])
    title = _of_all(whole, words.percentage(ratings.cell("good-rating-rate")), lang)
    silent = words.number(ratings.cell("default-ratings")["value"])
    note = Text(
        f"{time_span.dates(ratings.named, lang)}。另有{silent}份默认评价（逾期未评），单独统计，不进入任何比率。",
        f"{time_span.dates(ratings.named, lang)}. Another {silent} were given by silence; they are "
        "counted apart and never enter a rate.",
    )[lang]
    names = [sentence(code.title[lang]) for code, _ in counts]
    return bars.view(
        "levels",
        finding=(title, note),
        bars=[
            Bar(name, words.number(n), n / top, f"level-{code.id}", note=words.share(n, whole))
            for name, (code, n) in zip(names, counts, strict=True)
        ],
        columns=[LEVEL[lang], COUNT[lang], SHARE[lang]],
        rows=[
            [name, words.number(n), words.share(n, whole)]
            for name, (_, n) in zip(names, counts, strict=True)
        ],
        downloads=downloads.of_answer(ratings.levels, "ratings", lang),
        as_of=as_of,
    )


def _of_all(whole: int, good: str, lang: Lang) -> str:
    if not whole:
        return Text("这段时间还没有主动评价", "No ratings in this time yet")[lang]
    n = words.counted(whole, RATINGS, lang)
    if whole < MINIMUM_N:
        return Text(f"{n}主动评价，太少，不算比率", f"{n}: too few for a share")[lang]
    return Text(f"{n}主动评价里，{good}是好评", f"{good} of {n} are good")[lang]


def rate_or_few(good: dict[str, Any], lang: Lang) -> tuple[str, str]:
    """The share of good ratings and its interval; of too few ratings none."""
    n = good["denominator"]
    if not n:
        return words.MISSING, Text("还没有评价", "no ratings yet")[lang]
    if n < MINIMUM_N:
        count, least = words.counted(n, RATINGS, lang), words.number(MINIMUM_N)
        few = Text(f"{TOO_FEW.zh}：{count}，不足{least}份", f"{TOO_FEW.en}: {count}, below {least}")
        return words.MISSING, few[lang]
    bounds = wilson(good["numerator"], n) or (0.0, 1.0)
    return words.rate(good), words.full_interval(bounds, lang)


def over_time(asking: Asking, ratings: Ratings, as_of: str) -> View:
    """The five levels in each period, and the share of good ones."""
    lang = asking.lang
    titles = {code.id: sentence(code.title[lang]) for code in SCORES}
    names = [
        words.unfinished(name, lang) if row["partial"] else name
        for name, row in zip(chart.names(ratings, lang), ratings.rates["data"], strict=True)
    ]
    counted = chart.by_level(ratings)
    order = [code.id for code in SCORES]
    stacked = blocks.figure_view(
        "stacked",
        finding=(
            Text("五个等级的评价数", "Ratings by level")[lang],
            Text(
                "自下而上从非常不满意到非常满意；颜色浅的时期还不完整。",
                "From very dissatisfied at the foot to very satisfied; paler: not complete yet.",
            )[lang],
        ),
        figure=chart.stacked(ratings, titles, lang),
        rows=[
            [name, *(words.number(counted[score][i]) for score in order)]
            for i, name in enumerate(names)
        ],
        columns=[PERIOD[lang], *(titles[score] for score in order)],
        downloads=downloads.of_answer(ratings.series, "ratings", lang),
        as_of=as_of,
    )
    cuts = [
        (time_span.GRAINS[g][lang], asking.href(grain=g), g == ratings.grain)
        for g in ratings.grains
    ]
    how = {"satisfaction-how": {"children": controls.links(PERIOD[lang], cuts)}}
    return stacked | _rates(ratings, names, as_of, lang) | how


def _rates(ratings: Ratings, names: list[str], as_of: str, lang: Lang) -> View:
    rows = ratings.rates["data"]
    known = [(name, row) for name, row in zip(names, rows, strict=True) if row["denominator"]]
    title = RATE[lang]
    whole = [(n, r) for n, r in known if not r["partial"]]
    enough = [(n, r) for n, r in whole if r["denominator"] >= MINIMUM_N]
    if len(enough) > 1:
        enough.sort(key=lambda pair: pair[1]["value"])
        worst, row = enough[0]
        alike = _alike([row for _, row in enough], lang)
        title = Text(
            f"好评率最低：{worst}，{words.percentage(row)}{alike}",
            f"Lowest: {worst}, {words.percentage(row)} good{alike}",
        )[lang]
    return blocks.figure_view(
        "rates",
        finding=(
            title,
            Text(
                "点为好评率，竖线为95%区间：评价越少，线越长；空心点的时期还不完整。"
                "纵轴不从0开始。",
                "Point: share of good ratings, hollow: not complete yet; line: 95% interval, the "
                "longer the fewer ratings. The axis does not begin at 0.",
            )[lang],
        ),
        figure=chart.rates(ratings, lang),
        rows=[[name, *_cells(row, lang)] for name, row in zip(names, rows, strict=True)],
        columns=[PERIOD[lang], RATE[lang], INTERVAL[lang], COUNT[lang]],
        downloads=downloads.of_answer(ratings.rates, "good-rating-rate", lang),
        as_of=as_of,
    )


def _cells(row: dict[str, Any], lang: Lang) -> list[str]:
    """Rate, interval and N of a row of good ratings."""
    n = row["denominator"]
    if not n:
        return [words.MISSING, words.MISSING, words.number(n)]
    bounds = wilson(row["numerator"], n) or (0.0, 1.0)
    return [words.percentage(row), words.interval(bounds, lang), words.number(n)]


# --- compared -----------------------------------------------------------------------------------


def compared(asking: Asking, ratings: Ratings, as_of: str) -> View:
    """Departments or windows with intervals; below the smallest number nobody is ranked."""
    lang, by = asking.lang, ratings.by
    rows = [row for row in ratings.compared["data"] if row["denominator"]]
    placed = places(rows, by)
    drawn = [row for row in placed.shown if row["denominator"] >= MINIMUM_N]
    lows = [(wilson(r["numerator"], r["denominator"]) or (0, 1))[0] for r in drawn]
    low = int(min([0.95, *lows]) * 20) / 20
    title = DATASETS["evaluations"].dimension(by).title[lang]
    choices = [
        (DATASETS["evaluations"].dimension(d).title[lang], asking.href(by=d), d == by)
        for d in BREAKDOWNS
    ]
    return bars.view(
        "compared",
        finding=(
            _lowest(placed.ranked, by, lang),
            _how_compared(placed, low, time_span.dates(ratings.months, lang), lang),
        ),
        bars=[_interval(asking, ratings, row, low) for row in placed.shown],
        columns=[title, RATE[lang], INTERVAL[lang], COUNT[lang]],
        rows=[[row[f"{by}_label"], *_few(row, lang)] for row in placed.every],
        downloads=downloads.of_answer(ratings.compared, "good-rating-rate", lang),
        as_of=as_of,
        above=controls.links(BREAKDOWN[lang], choices),
    )


def _few(row: dict[str, Any], lang: Lang) -> list[str]:
    cells = _cells(row, lang)
    return cells if row["denominator"] >= MINIMUM_N else [TOO_FEW[lang], words.MISSING, cells[2]]


def _lowest(ranked: list[dict[str, Any]], by: str, lang: Lang) -> str:
    if not ranked:
        return Text("评价还太少，不作比较", "Too few ratings to compare")[lang]
    lowest = Text("好评率最低", "Lowest share of good ratings")
    named = first(ranked, lowest, lambda row: row[f"{by}_label"], words.percentage)
    return named[lang] + _alike(ranked, lang)


def _alike(ranked: list[dict[str, Any]], lang: Lang) -> str:
    """From how many others the lowest cannot be told, because their intervals overlap its own."""
    bounds = [wilson(row["numerator"], row["denominator"]) or (0.0, 1.0) for row in ranked]
    worst = ranked[0]["value"]
    others = zip(ranked[1:], bounds[1:], strict=True)
    alike = sum(low <= bounds[0][1] for row, (low, _) in others if row["value"] != worst)
    if not alike:
        return ""
    n = words.number(alike)
    return Text(f"，与另外{n}个难分高下", f", not to be told from {n} others")[lang]


def _how_compared(placed: Places, low: float, months: str, lang: Lang) -> str:
    which, least = placed.which(Text("最低", "the lowest")), words.number(MINIMUM_N)
    return Text(
        f"{which.zh + '；' if which else ''}横线为95%区间，区间重叠的不宜分高下；"
        f"不足{least}份的不排名。横轴从{words.whole_percentage(low)}到100%。只按整月公布：{months}。",
        f"{sentence(which.en) + '; line' if which else 'Line'}: 95% interval; where these overlap "
        f"there is no telling who is better; below {least} ratings nobody is ranked. "
        f"The scale runs from {words.whole_percentage(low)} to 100%. By whole months only: {months}.",
    )[lang]


def _interval(asking: Asking, ratings: Ratings, row: dict[str, Any], low: float) -> Bar:
    lang, by, n = asking.lang, ratings.by, row["denominator"]
    name, note = row[f"{by}_label"], f"N = {words.number(n)}"
    href = asking.href(department=row[by], by="") if by == "department" else None
    if n < MINIMUM_N:
        return Bar(name, TOO_FEW[lang], None, "few", href, note)
    bounds = wilson(row["numerator"], n) or (0.0, 1.0)
    at = [(share - low) / (1 - low) for share in (row["value"], *bounds)]
    kind = "chosen" if ratings.department == row[by] else ""
    return Bar(name, words.percentage(row), at[0], kind, href, note, at[1], at[2])
