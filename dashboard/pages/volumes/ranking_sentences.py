"""What /volumes says of its parts: who comes first, of how many, and how long the cases took."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import words
from dashboard.asking import time_span
from dashboard.pages.volumes.ask import Caseload, Cell
from dashboard.pages.volumes.cells import valued
from dashboard.pages.volumes.choice import TITLES
from dashboard.pages.volumes.sentences import condition
from dashboard.parts.ranking import Places, first
from dashboard.parts.two_languages import sentence
from dashboard.words import Lang
from data.definitions import Text
from data.rollups.plan import NONE
from data.rules.intervals import MINIMUM_N


def ranking(caseload: Caseload, rows: Sequence[Cell], whole: float, lang: Lang) -> tuple[str, str]:
    """Who comes first, and of how many; `rows` the first first, `whole` what they are part of."""
    measure, by = caseload.choice.measure, caseload.choice.by
    note = _with_data(caseload, len(rows), lang)
    # Most of "not stated" is no finding, unless it is all there is.
    rows = [row for row in rows if row[by] != NONE] or rows
    if not rows:
        return _nobody(by, lang), note
    most = _most(caseload, lang, Text("最多", "Most"))

    def value(row: Cell) -> str:
        share = words.share(row["value"], whole)
        if not share:
            return valued(measure, row, lang)
        return f"占{share}" if lang == "zh" else share

    return first(rows, most, lambda row: row[f"{by}_label"], value)[lang], note


def placed(caseload: Caseload, places: Places, lang: Lang) -> tuple[str, str]:
    """Who has the lowest rate or the longest median of all that are ranked, and who is shown."""
    measure, by = caseload.choice.measure, caseload.choice.by
    note = _with_data(caseload, len(places.every), lang)
    longest = measure.kind == "days"
    worst = Text("最长", "the longest") if longest else Text("最低", "the lowest")
    which = places.which(worst)
    more = [which[lang]] if which else []
    if places.few:
        least = words.number(MINIMUM_N)
        few = Text(f"不足{least}件的不排名", f"below {least} cases nobody is ranked")
        more.append(few[lang])
    if more:
        note += f"{'；'.join(more)}。" if lang == "zh" else f" {sentence('; '.join(more))}."
    if not places.every:
        return _nobody(by, lang), note
    if not places.ranked:
        return Text("办件还太少，不作比较", "Too few cases to compare")[lang], note
    title = first(
        places.ranked,
        _most(caseload, lang, Text("最长", "Longest") if longest else Text("最低", "Lowest")),
        lambda row: row[f"{by}_label"],
        lambda row: valued(measure, row, lang),
    )
    return title[lang], note


def _with_data(caseload: Caseload, count: int, lang: Lang) -> str:
    dates, by = (
        time_span.dates(caseload.named or caseload.choice.span, lang),
        TITLES[caseload.choice.by],
    )
    n = words.number(count)
    return Text(f"{dates}，{by.zh}共{n}个有数据。", f"{dates}; {n} with data.")[lang]


def _nobody(by: str, lang: Lang) -> str:
    title = TITLES[by]
    return Text(f"按{title.zh}还没有数据", f"No data by {title.en.lower()} yet")[lang]


def _most(caseload: Caseload, lang: Lang, most: Text) -> Text:
    """What comes first of whom: 网上办结最多的部门 · Most completed by department (online)."""
    measure, by = caseload.choice.measure, TITLES[caseload.choice.by]
    what = measure.superlative or Text(
        f"{measure.title.zh}{most.zh}", f"{most.en} {measure.title.en.lower()}"
    )
    limited = condition(caseload.choice, caseload.names, lang, beside=caseload.choice.by)
    zh = f"{limited}，" if "：" in limited or " · " in limited else limited
    en = f" ({limited})" if limited else ""
    return Text(
        f"{zh}{what.zh}的{by.zh}",
        f"{what.en} by {by.en.lower()}{en}",
    )


def used(rows: Sequence[Cell], lang: Lang) -> tuple[str, str]:
    """How long the completed cases took: the shares done within half a day and within three days."""
    counts = {row["used_bucket"]: row["value"] or 0 for row in rows}
    whole = sum(counts.values())
    note = Text("期内办结的办件，按所用工作日分档。", "Cases completed, by the working days used.")[
        lang
    ]
    if not whole:
        return Text("还没有办结的办件", "No case completed yet")[lang], note
    visit = counts.get("same_visit", 0) + counts.get("half_day", 0)
    three = visit + counts.get("le1", 0) + counts.get("le3", 0)
    a, b = (words.percentage({"numerator": n, "denominator": whole}) for n in (visit, three))
    title = Text(
        f"{a}半日内办结，{b}在3个工作日内",
        f"{a} done within half a day, {b} within 3 working days",
    )
    return title[lang], note
