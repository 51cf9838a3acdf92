"""The parts of /satisfaction: the five levels, and over time."""

from __future__ import annotations

from math import ceil
from typing import Any

from dashboard import words
from dashboard.asking import time_span
from dashboard.pages.satisfaction import chart
from dashboard.pages.satisfaction.ask import Ratings
from dashboard.pages.satisfaction.titles import of_all
from dashboard.parts import bars, blocks, controls, downloads
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.controls import Asking
from dashboard.parts.drawings import dots, svg
from dashboard.parts.ranking import apart, cells, rates
from dashboard.parts.two_languages import sentence
from dashboard.words import RATINGS, Lang
from data import periods
from data.catalog.evaluations.fields import SCORES
from data.definitions import Text

LEVEL, COUNT, SHARE = Text("等级", "Level"), Text("条数", "Ratings"), Text("占比", "Share")
PERIOD, RATE = Text("时期", "Period"), Text("好评率", "Share of good ratings")
INTERVAL = Text("95%区间", "95% interval")
BELOW = Text("低于", "below")
# What a period is held against: without a running one, so that it is not the page's own number.
OF_WHOLE_PERIODS = Text("已满各期合计", "that of all whole periods")
WHOLE = Text("合计", "In all")
# What is said above the levels.
TOLD = ("ratings", "good-rating-rate", "default-ratings")


def levels(ratings: Ratings, as_of: str, lang: Lang) -> View:
    rows = {row["score"]: row["value"] or 0 for row in ratings.levels["data"]}
    counts = [(code, rows.get(code.id, 0)) for code in SCORES]
    whole, top = sum(n for _, n in counts), max([1, *(n for _, n in counts)])
    title = of_all(whole, ratings.cell("good-rating-rate"), lang)
    when = ratings.when(lang)
    by_silence = ratings.cell("default-ratings")["value"]
    silent, verb = words.number(by_silence), words.plural(by_silence, "was", "were")
    note = Text(
        f"{when}。另有{silent}条默认评价（逾期未评），单独统计，不进入任何比率。",
        f"{when}. Another {silent} {verb} given by silence: counted apart, never in a rate.",
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
        downloads=[
            *downloads.of_answer(ratings.levels, "ratings", lang),
            *downloads.titled(WHOLE, downloads.of_totals(ratings.levels, TOLD, lang), lang),
        ],
        as_of=as_of,
    )


def in_thousand(ratings: Ratings) -> tuple[int, int]:
    """How many dots are drawn, and how many of them are bad; a part of one is a whole one."""
    rows = {row["score"]: row["value"] or 0 for row in ratings.levels["data"]}
    whole = sum(rows.get(code.id, 0) for code in SCORES)
    bad = rows.get("1", 0) + rows.get("2", 0)
    return (whole, bad) if whole < dots.MOST else (dots.MOST, ceil(bad * dots.MOST / whole))


def bad_of_all(ratings: Ratings, lang: Lang) -> str:
    """每1,000条评价里有13条差评; of fewer the counts themselves."""
    n, bad = in_thousand(ratings)
    of = words.number(n)
    if not n:
        return Text("这段时间暂无主动评价", "No ratings in this time yet")[lang]
    if not bad:
        none = f"None of {of} ratings is bad" if n > 1 else "1 rating, which is not bad"
        return Text(f"{of}条评价里没有差评", none)[lang]
    count = words.number(bad)
    if n < dots.MOST:
        return Text(
            f"{of}条评价里有{count}条差评",
            f"{count} of {words.counted(n, words.RATINGS, 'en')} {words.plural(bad, 'is', 'are')} bad",
        )[lang]
    return Text(
        f"每1,000条评价里有{count}条差评",
        f"{count} in a thousand ratings {words.plural(bad, 'is', 'are')} bad",
    )[lang]


def thousand(ratings: Ratings, as_of: str, lang: Lang) -> View:
    """The ratings as dots, the bad ones in the colour of what is bad."""
    n, bad = in_thousand(ratings)
    rows = {row["score"]: row["value"] or 0 for row in ratings.levels["data"]}
    each = Text("每点代表总数的千分之一，差评只进不舍", "a dot is a thousandth of all, bad ones rounded up") if n == dots.MOST else Text("每点一条评价", "a dot is a rating")  # fmt: skip
    known = Text("大红点为不满意和非常不满意", "large and red: dissatisfied or very dissatisfied")
    return svg.view(
        "dots",
        finding=(
            bad_of_all(ratings, lang),
            Text(f"{ratings.when(lang)}；{each.zh}，{known.zh}。", f"{ratings.when(lang)}; {each.en}; {known.en}.")[lang],
        ),
        picture=dots.picture(n, bad) if n else None,
        columns=[LEVEL[lang], COUNT[lang]],
        rows=[[sentence(c.title[lang]), words.number(rows.get(c.id, 0))] for c in SCORES],
        downloads=downloads.of_answer(ratings.levels, "ratings", lang),
        as_of=as_of,
    )  # fmt: skip


def rate_or_few(good: dict[str, Any], lang: Lang) -> tuple[str, str]:
    """The share of good ratings with N and its interval; of too few ratings none."""
    what = Text(f"{RATINGS.zh}主动评价", " ratings given")
    rate, note = words.stated(good, what, RATINGS, lang)
    bounds = words.interval_of(good)
    if bounds is None or rate == words.MISSING:
        return rate, note
    gap = Text("，", ", ")[lang]
    return rate, f"{note}{gap}{words.full_interval(bounds, lang)}"


def over_time(asking: Asking, ratings: Ratings, as_of: str) -> View:
    """The bad ratings in a thousand of each period, and the share of good ones."""
    lang = asking.lang
    titles = {code.id: sentence(code.title[lang]) for code in SCORES}
    names = [
        words.unfinished(name, lang) if row["partial"] else name
        for name, row in zip(chart.names(ratings, lang), ratings.rates["data"], strict=True)
    ]
    counted, absent = chart.by_level(ratings), chart.bad_left_out(ratings, lang)
    order, when = [code.id for code in SCORES], ratings.when(lang)
    worse = blocks.figure_view(
        "bad",
        finding=(
            Text("每1,000条评价里的差评", "Bad ratings in a thousand")[lang],
            Text(
                f"{when}；竖线为95%区间，斜纹的时期还不完整；不足{words.number(words.least())}条的不画"
                f"{f'；{absent}' if absent else ''}。",
                f"{when}; line: 95% interval; hatched: not complete yet; of fewer than "
                f"{words.number(words.least())} ratings nothing is drawn{f'; {absent}' if absent else ''}.",
            )[lang],
        ),
        figure=chart.bad(ratings, lang),
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
    return worse | _rates(ratings, names, as_of, lang) | how


def _rates(ratings: Ratings, names: list[str], as_of: str, lang: Lang) -> View:
    rows = ratings.rates["data"]
    when = ratings.when(lang)
    whole = [
        {**row, "period_name": name}
        for name, row in zip(names, rows, strict=True)
        if row["denominator"] and not row["partial"]
    ]
    placed = rates(whole, "period")
    title, overall = RATE[lang], ""
    if len(placed.compared) > 1:
        named = apart(
            placed,
            RATE,
            PERIOD,
            lambda row: row["period_name"],
            BELOW,
            unit=RATINGS,
            of_all=OF_WHOLE_PERIODS,
        )
        title = named[lang]
        # Only periods that are complete make it up: not all of the time that the page is about.
        first, last = (periods.of_name(whole[at]["period"])[end] for at, end in ((0, 0), (-1, 1)))
        over = words.between(first, last, lang)
        overall = Text(f"整体为{over}；", f"overall: {over}; ")[lang]
    left_out = chart.left_out(ratings, lang)
    absent = f"{left_out}{Text('。', '. ')[lang]}" if left_out else ""
    return blocks.figure_view(
        "rates",
        finding=(
            title,
            Text(
                f"{when}；{overall}点为好评率，竖线为95%区间：评价越少，线越长；空心点的时期还不完整。"
                f"{absent}纵轴不从0开始。",
                f"{when}; {overall}point: share of good ratings, hollow: not complete yet; line: 95% interval, the "
                f"longer the fewer ratings. {absent}The axis does not begin at 0.",
            )[lang],
        ),
        figure=chart.rates(ratings, lang),
        rows=[[name, *cells(row, lang)] for name, row in zip(names, rows, strict=True)],
        columns=[PERIOD[lang], RATE[lang], INTERVAL[lang], COUNT[lang]],
        downloads=downloads.of_answer(ratings.rates, "good-rating-rate", lang),
        as_of=as_of,
    )
