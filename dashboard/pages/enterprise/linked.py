"""市区联动审批: the days of the city and of the district, side by side, and of both together."""

from __future__ import annotations

from typing import Any

from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.enterprise import years
from dashboard.pages.enterprise.years import newest, when
from dashboard.parts import bars
from dashboard.parts.blocks import View
from dashboard.parts.sections import Section
from dashboard.words import Lang, Unit
from data.definitions import Text

REVIEWS, TRIPS = Unit("件", "review", "reviews"), Unit("次", "trip", "trips")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    done = newest(ask, "linked-reviews")
    year, n = when(done.year, lang), done.whole["value"]
    if n is None:
        title = Text(
            f"{year}办结的联动审批过少，不公布", f"Linked reviews of {year} are too few to publish"
        )
    else:
        title = Text(
            f"{year}市区联动审批办结{words.counted(n, REVIEWS, 'zh')}",
            f"City and district completed {words.counted(n, REVIEWS, 'en')} side by side in {year}",
        )
    said = _said(ask, lang)
    return years.breakdown(
        ask, "linked-areas", ("linked-reviews", "area"), (title[lang], said), REVIEWS, lang
    )


def _said(ask: Ask, lang: Lang) -> str:
    """How many began together, how many were in time, the trips saved; that days are of too few."""
    together, on_time = (newest(ask, id).whole for id in ("simultaneous-rate", "linked-on-time"))
    trips = newest(ask, "linked-trips-saved").whole["value"]
    parts = []
    if together["denominator"]:
        share = years.rate(together, REVIEWS, lang)
        parts.append(Text(f"市、区同步开始的：{share}", f"begun side by side: {share}")[lang])
    if on_time["denominator"]:
        share = years.rate(on_time, REVIEWS, lang)
        parts.append(Text(f"到期的按期办结：{share}", f"of those due, on time: {share}")[lang])
    if trips is not None:
        count = [words.counted(trips, TRIPS, one) for one in ("zh", "en")]
        parts.append(Text(f"申请人少跑{count[0]}", f"{count[1]} saved")[lang])
    medians = {
        Text("市级", "city"): years.days(newest(ask, "linked-city-days").whole, lang),
        Text("区级", "district"): years.days(newest(ask, "linked-district-days").whole, lang),
        Text("总用时", "together"): years.days(newest(ask, "linked-days-median").whole, lang),
    }
    if all(medians.values()):
        parts += [
            Text(f"{name.zh}中位数{text}", f"median {name.en} {text}")[lang]
            for name, text in medians.items()
        ]
    how = Text("只分市辖区和县（市）公布。", "Districts and counties each together.")[lang]
    return Text("；", "; ")[lang].join(parts) + (Text("。", ". ")[lang] if parts else "") + how


def layout(place: Place, v: View) -> list[Any]:
    return [bars.figure("linked-areas", v, place.lang)]


SECTION = Section(
    "linked", Text("市区联动审批", "Linked reviews of city and district"), ("linked-reviews",), view, layout,
    ("linked-areas",), styles=("explore.css",),
)  # fmt: skip
