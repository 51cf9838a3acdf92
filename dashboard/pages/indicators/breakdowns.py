"""An indicator by one of its dimensions: all parts as bars or dots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard import words
from dashboard.pages.indicators import multiples
from dashboard.pages.indicators.ask import Found, Row, occurs
from dashboard.pages.indicators.multiples import by_the_clock, link
from dashboard.pages.indicators.series import sentences
from dashboard.pages.indicators.series.scale import is_columns
from dashboard.parts import bars, controls, downloads, ranking
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.controls import Asking
from dashboard.parts.printed import (
    NOTHING,
    certainty,
    is_few,
    made_of,
    shown,
    unit_of_rows,
    valued,
)
from dashboard.words import Lang
from data.catalog import owner
from data.definitions import Dimension, Indicator, Text
from data.rollups.plan import NONE

# Bars, title with sentence, where the line of the whole stands on the dots' scale, and its marks.
Drawn = tuple[list[Bar], tuple[str, str], dict[str, str], list[tuple[float, str]]]
ID = "breakdown"
BREAKDOWN, SHARE = Text("分列", "Breakdown"), Text("占比", "Share")
INTERVAL, OF = Text("95%区间", "95% interval"), Text("依据", "Of")
BELOW, ABOVE = Text("低于", "below"), Text("高于", "above")


def view(asking: Asking, found: Found, as_of: str, short: Mapping[str, str]) -> View:
    """The live half of the breakdown and of the small charts below it; `short`: names by full ones."""
    lang, choice = asking.lang, found.choice
    rows = _in_order([row for row in found.parts if occurs(row)], _dimension(found), lang)
    links = [
        (owner(choice.indicator).dimension(d).title[lang], asking.href(by=d), d == choice.by)
        for d in choice.breakdowns
    ]
    parts, finding, style, marks = _drawn(asking, found, rows)
    shown_view = bars.view(
        ID,
        finding=finding,
        bars=bars.shortened(parts, short),
        columns=_heads(found, lang),
        rows=[_cells(row, rows, found, lang) for row in rows],
        downloads=downloads.with_json(found.breakdown["links"]) if found.breakdown else [],
        as_of=as_of,
        above=controls.links(BREAKDOWN[lang], links),
        marks=marks,
    )
    shown_view[f"{ID}-bars"] |= {"style": style}
    return shown_view | {"multiples": {"children": multiples.drawn(asking, found, short)}}


def _dimension(found: Found) -> Dimension:
    return owner(found.choice.indicator).dimension(found.choice.by)


def _in_order(rows: list[Row], dimension: Dimension, lang: Lang) -> list[Row]:
    """The largest first; a closed list (levels) has an order of its own, and the hours theirs."""
    if dimension.id == "hour":
        return by_the_clock(rows, lang)
    if dimension.codes:
        return rows
    return sorted(rows, key=lambda row: -(row["denominator"] or row["value"] or 0))


def _heads(found: Found, lang: Lang) -> list[str]:
    indicator = found.choice.indicator
    heads = [_dimension(found).title[lang], indicator.title[lang]]
    if indicator.is_count:
        return [*heads, *([SHARE[lang]] if indicator.measure.additive else [])]
    return [*heads, *([INTERVAL[lang]] if indicator.interval else []), OF[lang]]


def _cells(row: Row, rows: Sequence[Row], found: Found, lang: Lang) -> list[str]:
    indicator = found.choice.indicator
    cells = [row[f"{found.choice.by}_label"], shown(row, indicator, lang)]
    if indicator.is_count:
        whole = sum(other["value"] for other in rows)
        return [*cells, *([words.share(row["value"], whole)] if indicator.measure.additive else [])]
    interval = [certainty(row, indicator, lang)] if indicator.interval else []
    return [*cells, *interval, made_of(row, indicator)]


# --- bars and dots --------------------------------------------------------------------------------


def _drawn(asking: Asking, found: Found, rows: list[Row]) -> Drawn:
    lang, indicator, by = asking.lang, found.choice.indicator, _dimension(found).title
    title = Text(f"按{by.zh}", f"By {by.en.lower()}")
    said = [sentences.condition(found, lang, beside=found.choice.by), sentences.time(found, lang)]
    if not rows:
        return [], (title[lang], NOTHING[lang]), {}, []
    if is_columns(indicator):
        most = _most(found, rows, lang)
        return _lengths(asking, found, rows), (most, _sentence(said, lang)), {}, []
    if indicator.interval and indicator.unit == "fraction":
        return _rates(asking, found, rows, said)
    low, high = _scale(rows, found)
    said.append(_between(low, high, found, lang))
    if not _dimension(found).codes and found.choice.by != "hour":
        said.append(Text("按依据的数量从多到少排列", "in the order of N, not ranked")[lang])
    drawn = []
    for row in rows:
        at = None if is_few(row, indicator) else (row["value"] - low) / (high - low)
        drawn.append(_bar(asking, found, row, at, at, made_of(row, indicator)))
    finding = _range(title, rows, indicator)[lang]
    return _shortened(drawn, found), (finding, _sentence(said, lang)), {}, []


def _range(title: Text, rows: Sequence[Row], indicator: Indicator) -> Text:
    """Between which values the parts lie: what has no interval is ranked nowhere."""
    enough = [row for row in rows if not is_few(row, indicator)]
    if not enough:
        return Text(f"{title.zh}：样本均不足", f"{title.en}: too few in each")
    low, high = (end(enough, key=lambda row: row["value"]) for end in (min, max))
    zh, en = ([valued(row, indicator, lang) for row in (low, high)] for lang in ("zh", "en"))
    if indicator.unit == "fraction":  # the one cut down, the other up: all lie between
        ends = words.per_cent(low["value"]), words.per_cent(high["value"], False)
        zh, en = [one.zh for one in ends], [one.en for one in ends]
    if low["value"] == high["value"]:
        return Text(f"{title.zh}：均为{zh[0]}", f"{title.en}: {en[0]} each")
    return Text(f"{title.zh}：{zh[0]}至{zh[1]}", f"{title.en}: {en[0]} to {en[1]}")


def _sentence(said: list[str], lang: Lang) -> str:
    return Text("；", "; ")[lang].join(filter(None, said)) + Text("。", ".")[lang]


def _most(found: Found, rows: list[Row], lang: Lang) -> str:
    """Who has most of a count."""
    indicator, by, title = found.choice.indicator, found.choice.by, _dimension(found).title
    stated = [dict(row) for row in rows if row[by] != NONE]
    ordered = sorted(stated, key=lambda row: -row["value"])
    if len(rows) == 1:
        return ranking.only(rows[0][f"{by}_label"], valued(rows[0], indicator, lang))[lang]
    if not ordered:
        return Text(f"按{title.zh}", f"By {title.en.lower()}")[lang]
    return ranking.first(
        ordered,
        Text(f"最多的{title.zh}", f"Most by {title.en.lower()}"),
        lambda row: row[f"{by}_label"],
        lambda row: valued(row, indicator, lang),
    )[lang]


def _lengths(asking: Asking, found: Found, rows: list[Row]) -> list[Bar]:
    indicator = found.choice.indicator
    top = max([1, *(abs(row["value"]) for row in rows)])
    whole = sum(row["value"] for row in rows) if indicator.measure.additive else 0
    drawn = [
        _bar(
            asking,
            found,
            row,
            max(0.0, row["value"] / top) or None,
            None,
            words.share(row["value"], whole) if whole > 0 and len(rows) > 1 else "",
        )
        for row in rows
    ]
    return _shortened(drawn, found)


def _shortened(drawn: list[Bar], found: Found) -> list[Bar]:
    """The first of a long list; the others are in the table."""
    return drawn if _dimension(found).codes else drawn[: bars.MOST]


def _bar(
    asking: Asking, found: Found, row: Row, at: float | None, end: float | None, note: str
) -> Bar:
    """A length (`end` None) or a dot; its name leads to the view that it alone is in."""
    indicator, by = found.choice.indicator, found.choice.by
    picked = found.choice.filters.get(by)
    kind = "chosen" if picked == row[by] else "pale" if picked else ""
    late = indicator.past_limit and not kind
    return Bar(
        row[f"{by}_label"],
        shown(row, indicator, asking.lang),
        at,
        "late" if late else kind,
        link(asking, found, row[by]),
        note,
        end,
        end,
    )


def _rates(asking: Asking, found: Found, rows: list[Row], said: list[str]) -> Drawn:
    """Shares with their intervals, on a scale that may be cut, and the line of the whole."""
    lang, indicator, by = asking.lang, found.choice.indicator, found.choice.by
    favourable, title = indicator.favourable != "low", _dimension(found).title
    places = ranking.rates([dict(row) for row in rows], by, lower_is_worse=favourable)
    low = ranking.lowest_mark(places.shown)
    drawn = []
    for row in places.shown:
        href, kind = link(asking, found, row[by]), "late" if row in places.apart else ""
        name = row[f"{by}_label"]
        drawn.append(ranking.bar(row, name, low, kind, href, lang, favourable))
    worse = BELOW if favourable else ABOVE
    if not places.whole:
        finding = Text(f"按{title.zh}", f"By {title.en.lower()}")
    elif places.apart:
        name = Text(indicator.title.zh, indicator.title.en)
        finding = ranking.apart(
            places,
            name,
            title,
            lambda row: row[f"{by}_label"],
            worse,
            favourable,
            unit_of_rows(indicator),
        )
    else:
        overall = words.in_title(places.whole, unit_of_rows(indicator), favourable)
        finding = Text(
            f"没有哪个{title.zh}明显{worse.zh}整体（{overall.zh}）",
            f"No {title.en.lower()} is clearly {worse.en} the overall ({overall.en})",
        )
    if which := places.which(worse):
        said.append(which[lang])
    said.append(
        Text(
            f"横轴{words.whole_percentage(low)}～100%，竖线为整体，横线为95%区间",
            f"scale {words.whole_percentage(low)}–100%; upright line: the overall; bars: 95% intervals",
        )[lang]
    )
    whole = places.whole
    at = (whole["numerator"] / whole["denominator"] - low) / (1 - low) if whole else -1
    style = {"--whole": bars.length(at)} if at >= 0 else {}
    return drawn, (finding[lang], _sentence(said, lang)), style, ranking.marks(low)


def _scale(rows: Sequence[Row], found: Found) -> tuple[float, float]:
    """From 0 to 100 %, or to the largest value; wider only where values lie beyond."""
    values = [row["value"] for row in rows if not is_few(row, found.choice.indicator)]
    least = 1.0 if found.choice.indicator.unit == "fraction" else 0.0
    low, high = min([0.0, *values]), max([least, *values])
    return low, high if high > low else low + 1


def _between(low: float, high: float, found: Found, lang: Lang) -> str:
    if found.choice.indicator.unit != "fraction":
        return ""
    ends = words.whole_percentage(low), words.whole_percentage(high)
    return Text(f"横轴{ends[0]}～{ends[1]}", f"scale {ends[0]}–{ends[1]}")[lang]
