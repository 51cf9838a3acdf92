"""What became of bad ratings: verified, upheld, put right, and the two rates with their limits."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.pages.satisfaction.ask import Ratings
from dashboard.parts import bars, blocks, downloads
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.words import PER_CENT, RATINGS, WORKING_DAYS, Lang
from data.catalog import INDICATORS
from data.definitions import Text
from data.hall import hall

# Beside each rate, which ratings it is of: not those of the steps above.
OF = {
    "rectification-rate": Text("整改期限在这段时间内的", "whose limit fell into this time"),
    "call-back-rate": Text("含最近给出、还可能回访的", "the latest may still be called back"),
}
STEP, COUNT = Text("环节", "Step"), Text("条数", "Ratings")
FUNNEL = (
    ("bad-ratings", Text("差评", "Bad ratings")),
    ("bad-ratings-verified", Text("已核实", "Verified")),
    ("bad-ratings-upheld", Text("其中属实", "Of these upheld")),
    ("bad-ratings-rectified", Text("已整改", "Put right")),
)


def view(ratings: Ratings, as_of: str, lang: Lang) -> View:
    """From the bad ratings given to those put right, and the two rates with their limits."""
    counts = [ratings.cell(id)["value"] or 0 for id, _ in FUNNEL]
    bad, verified, _, done = counts
    limit = words.counted(hall().thresholds["rectification_days"].value, WORKING_DAYS, lang)
    when = ratings.when(lang)
    if bad:
        title = Text(f"{words.number(bad)}条差评，{words.number(done)}条已整改",
                     f"{words.number(bad)} bad ratings, {words.number(done)} put right")  # fmt: skip
    else:
        title = Text("这段时间没有差评", "No bad ratings in this time")
    note = Text(
        f"{when}给出的差评。逐件核实，{words.number(bad - verified)}条还在核实；属实的须在{limit}内整改，"
        "实名的须回访。",
        f"Bad ratings given: {when}. Each is verified, {words.number(bad - verified)} are still being; those upheld are to be "
        f"put right within {limit}, named ones are called back.",
    )
    named = [(title_[lang], n) for (_, title_), n in zip(FUNNEL, counts, strict=True)]
    figure = bars.view(
        "follow",
        finding=(title[lang], note[lang]),
        bars=[
            Bar(name, words.number(n), n / max(1, bad), "level-2" if i == 0 else "")
            for i, (name, n) in enumerate(named)
        ],
        columns=[STEP[lang], COUNT[lang]],
        rows=[[name, words.number(n)] for name, n in named],
        downloads=[
            *downloads.of_totals(ratings.totals["bad-ratings"], [id for id, _ in FUNNEL], lang),
            *downloads.explained(
                "bad-ratings", downloads.rows_of(ratings.totals["bad-ratings"]), lang
            ),
        ],
        as_of=as_of,
    )
    return (
        figure
        | _number(ratings, "rectification-rate", lang)
        | _number(ratings, "call-back-rate", lang)
    )


def _number(ratings: Ratings, indicator: str, lang: Lang) -> View:
    cell, gap = ratings.cell(indicator), Text("，", ", ")[lang]
    rate, made_of = words.stated(cell, Text(RATINGS.zh, " ratings"), RATINGS, lang)
    none = Text("暂无到期的", "none due yet")[lang]
    note = f"{OF[indicator][lang]}{gap}{made_of}" if cell["denominator"] else none
    return {indicator: {"children": rate}, f"{indicator}-note": {"children": note}}


def figures(v: View, lang: Lang) -> html.Dl:
    ids = ("rectification-rate", "call-back-rate")
    return html.Dl(
        [
            blocks.number(
                id,
                v,
                label=blocks.named(id, INDICATORS[id].title[lang], lang),
                unit=PER_CENT[lang],
            )
            for id in ids
        ],
        className="figures",
    )
