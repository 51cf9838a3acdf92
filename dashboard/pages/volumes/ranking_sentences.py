"""What /volumes says of its parts: who comes first, of how many, and how long the cases took."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import words
from dashboard.asking import time_span
from dashboard.pages.volumes.ask import Caseload, Cell
from dashboard.pages.volumes.cells import favourable, valued
from dashboard.pages.volumes.choice import TITLES, Measure
from dashboard.pages.volumes.sentences import condition
from dashboard.parts.ranking import Places, apart, first, only
from dashboard.parts.two_languages import sentence
from dashboard.words import Lang
from data.definitions import Text
from data.rollups.plan import NONE


def ranking(caseload: Caseload, rows: Sequence[Cell], whole: float, lang: Lang) -> tuple[str, str]:
    """Who comes first, and of how many; `rows` the first first, `whole` what they are part of."""
    measure, by = caseload.choice.measure, caseload.choice.by
    note = _with_data(caseload, len(rows), lang, whole)
    if len(rows) == 1:
        return only(rows[0][f"{by}_label"], valued(measure, rows[0], lang))[lang], note
    # Most of "not stated" is no finding, unless it is all there is.
    rows = [row for row in rows if row[by] != NONE] or rows
    if not rows:
        return _nobody(by, lang), note
    most = _most(caseload, lang, Text("最多", "Most"))

    def value(row: Cell) -> str:
        if not words.enough(whole):
            return valued(measure, row, lang)
        share = words.in_title({"numerator": row["value"], "denominator": whole}, favourable=None)
        return words.makes_up(share) if lang == "zh" else share.en

    return first(rows, most, lambda row: row[f"{by}_label"], value)[lang], note


def placed(caseload: Caseload, places: Places, lang: Lang) -> tuple[str, str]:
    """Whose rate can be told from the overall one, and who is shown; of medians nobody is named."""
    measure, by = caseload.choice.measure, caseload.choice.by
    ranks, worse = measure.kind == "rate", _worse(measure)
    note = _with_data(caseload, len(places.every), lang)
    which = places.which(Text(f"{worse.zh}整体", f"{worse.en} the overall rate"))
    more = [which[lang]] if which else []
    if not ranks:
        more.append(UNRANKED[lang])
    if places.few:
        least = words.number(words.least())
        few = Text(f"不足{least}件的不比较", f"below {least} cases nobody is compared")
        more.append(few[lang])
    if more:
        note += f"{'；'.join(more)}。" if lang == "zh" else f" {sentence('; '.join(more))}."
    if not places.every:
        return _nobody(by, lang), note
    if not places.compared:
        return Text("办件还太少，不作比较", "Too few cases to compare")[lang], note
    limited = condition(caseload.choice, caseload.names, lang, beside=by)
    what = _limited(measure.title, limited)
    if not ranks:
        title = Text(f"{what.zh}，按{TITLES[by].zh}", f"{what.en} by {TITLES[by].en.lower()}")
        return title[lang], note
    good = favourable(measure)
    title = apart(places, what, TITLES[by], lambda row: row[f"{by}_label"], worse, good)
    return title[lang], f"{note}{INTERVALS[lang]}"


LANGS: tuple[Lang, Lang] = ("zh", "en")
INTERVALS = Text(
    "横线为95%区间，只有整个区间在整体一侧的才点名，其余不分高低。",
    " Line: 95% interval; only those all of whose interval is beyond the overall rate are named.",
)
UNRANKED = Text(
    "中位数没有区间，按件数排列，不分高低",
    "medians have no interval: in the order of N, not ranked",
)


def _worse(measure: Measure) -> Text:
    return Text("低于", "below") if favourable(measure) else Text("高于", "above")


def _limited(what: Text, limited: str) -> Text:
    """What is said, with the conditions that it is limited by."""
    zh = f"{limited}，" if limited else ""
    return Text(f"{zh}{what.zh}", f"{what.en} ({limited})" if limited else what.en)


def _with_data(caseload: Caseload, count: int, lang: Lang, whole: float = 0) -> str:
    """The time and what limits it, and of how many there is anything."""
    choice, by = caseload.choice, TITLES[caseload.choice.by]
    dates = time_span.dates(caseload.named or choice.span, lang)
    if choice.measure.kind == "stock":  # what is open is so at the end of the time, or now
        dates = words.day(min(choice.span.last, choice.span.anchor), lang)
    if limited := condition(choice, caseload.names, lang, beside=choice.by):
        dates = f"{limited}{Text('，', ', ')[lang]}{dates}"
    n, zh, en = words.number(count), *(words.counted(whole, words.CASES, to) for to in LANGS)
    sum_zh, sum_en = (f"，合计{zh}", f", {en} in all") if whole else ("", "")
    return Text(f"{dates}，{by.zh}共{n}个有数据{sum_zh}。", f"{dates}; {n} with data{sum_en}.")[
        lang
    ]


def _nobody(by: str, lang: Lang) -> str:
    title = TITLES[by]
    return Text(f"按{title.zh}暂无数据", f"No data by {title.en.lower()} yet")[lang]


def _most(caseload: Caseload, lang: Lang, most: Text) -> Text:
    """What comes first of whom: 网上办结最多的部门 · Most completed by department (online)."""
    measure, by = caseload.choice.measure, TITLES[caseload.choice.by]
    what = Text(f"{measure.title.zh}{most.zh}", f"{most.en} {measure.title.en.lower()}")
    limited = condition(caseload.choice, caseload.names, lang, beside=caseload.choice.by)
    zh = f"{limited}，" if "：" in limited or " · " in limited else limited
    en = f" ({limited})" if limited else ""
    return Text(
        f"{zh}{what.zh}的{by.zh}",
        f"{what.en} by {by.en.lower()}{en}",
    )


def used(caseload: Caseload, rows: Sequence[Cell], lang: Lang) -> tuple[str, str]:
    """How long the completed cases took: the shares done within half a day and within three days."""
    counts = {row["used_bucket"]: row["value"] or 0 for row in rows}
    whole = sum(counts.values())
    limited = condition(caseload.choice, caseload.names, lang)
    n, of = (
        words.counted(whole, words.CASES, lang),
        f"{limited}{Text('，', ', ')[lang]}" if limited else "",
    )
    note = Text(
        f"{of}期内办结且用时已知的{n}，按所用工作日分档。",
        f"{of}{n} completed whose time is known, by the working days used.",
    )[lang]
    if not whole:
        return Text("暂无用时已知的办件", "No case whose time is known")[lang], note
    visit = counts.get("same_visit", 0) + counts.get("half_day", 0)
    three = visit + counts.get("le1", 0) + counts.get("le3", 0)
    if not words.enough(whole):
        return words.few(whole, words.CASES, lang), note
    return _within(visit, three, whole)[lang], note


def _within(visit: float, three: float, whole: float) -> Text:
    """What share was done within half a day and within three days."""
    if visit == whole:
        return Text("全部当场或半日内办结", "All done within half a day")
    if not three:
        return Text("没有3个工作日内办结的", "None done within 3 working days")
    if words.in_counts(whole):
        return _counted(visit, three, whole)
    a, b = (words.in_title({"numerator": n, "denominator": whole}) for n in (visit, three))
    zh, en = ("全部", "all") if three == whole else (b.zh, b.en)
    if not visit:
        return Text(
            f"没有半日内办结的，{zh}在3个工作日内",
            f"None done within half a day, {en} within 3 working days",
        )
    if a == b:
        return Text(f"{a.zh}半日内办结", f"{a.en} done within half a day")
    return Text(
        f"{a.zh}半日内办结，{zh}在3个工作日内",
        f"{a.en} done within half a day, {en} within 3 working days",
    )


def _counted(visit: float, three: float, whole: float) -> Text:
    """The same in counts: 577件中170件半日内办结，296件在3个工作日内."""
    of, a, b = (words.number(n) for n in (whole, visit, three))
    zh, en = ("全部", "all") if three == whole else (f"{b}件", b)
    first = Text(f"{a}件半日内办结", f"{a} of {of} done within half a day")
    if not visit:
        first = Text("没有半日内办结的", f"None of {of} done within half a day")
    return Text(f"{of}件中{first.zh}，{zh}在3个工作日内", f"{first.en}, {en} within 3 working days")
