"""What became of bad ratings: one bar that is all of them, and those not put right in time."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html

from dashboard import words
from dashboard.pages.satisfaction.ask import Ratings
from dashboard.parts import blocks, downloads
from dashboard.parts.blocks import View
from dashboard.parts.drawings import bad_ratings, svg, whole
from dashboard.parts.drawings.whole import Part
from dashboard.words import PER_CENT, RATINGS, WORKING_DAYS, Lang
from data.catalog import INDICATORS
from data.definitions import Text
from data.hall import hall

# Beside each rate, which ratings it is of: not those of the bar above.
OF = {
    "rectification-rate": Text("整改期限在这段时间内的", "whose limit fell into this time"),
    "call-back-rate": Text("含近期新增、仍在回访期内的", "the latest may still be called back"),
}
# The file of the bar: what its parts are made of, and those that were late.
COUNTS = (*bad_ratings.COUNTS, "rectification-rate")
STEP, COUNT = Text("去向", "What became of them"), Text("条数", "Ratings")
# No part of the others: of those whose limit fell into the time, whenever they were given.
NOT_KEPT = Text("另按整改期限：超期未整改", "Apart, by their limits: not put right in time")


def parts(ratings: Ratings, lang: Lang) -> list[Part]:
    """All bad ratings, each in one part."""
    bad, rectified, pending = (ratings.cell(id)["value"] or 0 for id in bad_ratings.COUNTS)
    return bad_ratings.parts(bad, rectified, pending, lang)


def late(ratings: Ratings) -> int | None:
    """How many whose limit has come were not put right by it; None where nothing was due."""
    cell = ratings.cell("rectification-rate")
    return cell["denominator"] - cell["numerator"] if cell["denominator"] else None


def view(ratings: Ratings, as_of: str, lang: Lang) -> View:
    """Where the bad ratings are now, those that were late, and the two rates with their limits."""
    every = parts(ratings, lang)
    bad = ratings.cell("bad-ratings")["value"] or 0
    limit = words.counted(hall().thresholds["rectification_days"].value, WORKING_DAYS, lang)
    when = ratings.when(lang)
    n = words.number(bad)
    title = Text("这段时间没有差评", "No bad ratings in this time")
    if bad:
        title = Text(f"{n}条差评的去向", f"What became of {words.counted(bad, RATINGS, lang).replace(' rating', ' bad rating')}")  # fmt: skip
    note = Text(
        f"{when}给出的差评，逐件核实；属实的须在{limit}内整改，实名的须回访。",
        f"Bad ratings given: {when}. Each is verified; those upheld are to be put right within "
        f"{limit}, named ones are called back.",
    )
    missed = late(ratings)
    rows = [[part.name, words.number(part.count)] for part in every]
    figure = svg.view(
        "follow",
        finding=(title[lang], note[lang]),
        picture=[*whole.picture(every), _not_kept(ratings, lang)] if bad else None,
        columns=[STEP[lang], COUNT[lang]],
        rows=[*rows, [NOT_KEPT[lang], words.number(missed)]],
        downloads=[
            *downloads.of_totals(ratings.totals["bad-ratings"], list(COUNTS), lang),
            *downloads.explained(
                "bad-ratings", downloads.question_of(ratings.totals["bad-ratings"]), lang
            ),
        ],
        as_of=as_of,
    )
    return (
        blocks.with_n(figure, bad, "follow")
        | _number(ratings, "rectification-rate", lang)
        | _number(ratings, "call-back-rate", lang)
    )


def _not_kept(ratings: Ratings, lang: Lang) -> html.P | None:
    """到期1,187条，85条超期未整改: the number that matters, in the colour of what is late."""
    missed, due = late(ratings), ratings.cell("rectification-rate")["denominator"]
    if missed is None:
        return None
    n, of = words.number(missed), words.counted(due, RATINGS, lang)
    if not missed:
        said = Text(f"整改到期{of}，均已按期整改", f"{of} due, all put right in time")[lang]
        return html.P(said, className="not-kept")
    before = Text(f"整改到期{of}，", f"{of} due, ")[lang]
    after = Text(f"{n}条超期未整改", f"{n} not put right in time")[lang]
    return html.P([before, html.Strong(after, className="late")], className="not-kept")


def _number(ratings: Ratings, indicator: str, lang: Lang) -> View:
    cell, gap = ratings.cell(indicator), Text("，", ", ")[lang]
    rate, made_of = words.stated(cell, RATINGS, RATINGS, lang)
    none = Text("暂无到期的", "none due yet")[lang]
    note = f"{OF[indicator][lang]}{gap}{made_of}" if cell["denominator"] else none
    return {indicator: {"children": rate}, f"{indicator}-note": {"children": note}}


def figures(v: View, over: Mapping[str, str], lang: Lang) -> html.Dl:
    ids = ("rectification-rate", "call-back-rate")
    return html.Dl(
        [
            blocks.number(
                id,
                v,
                label=blocks.named(id, INDICATORS[id].title[lang], lang, **over),
                unit=PER_CENT[lang],
            )
            for id in ids
        ],
        className="figures",
    )
