"""How long something took, period by period: shares stacked to 100 %, their parts named beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import words
from dashboard.parts import charts
from dashboard.parts.charts import INK, QUIET, SLATE
from dashboard.parts.drawings import axes
from dashboard.words import Lang
from data.definitions import Text
from data.rollups.plan import NONE

# Parts of a distribution that are drawn as one: more greys than these nobody can tell apart.
GROUPS = (
    (Text("半日内", "half a day"), ("same_visit", "half_day")),
    (Text("3日内", "to 3 days"), ("le1", "le3")),
    (Text("10日内", "to 10 days"), ("le5", "le10")),
    (Text("超过10日", "over 10 days"), ("le20", "gt20")),
)
# How far apart names stand, in per cent of the height.
_ROOM = 8
Counts = list[tuple[str, list[float]]]


@dataclass(frozen=True)
class Spread:
    """`counts`: each part's name and its number by period, from the foot; `over`: what is said over a
    period beside the share; `axis` that of the periods."""

    counts: dict[Lang, Counts]
    over: Sequence[str]
    partial: Sequence[bool]
    axis: Mapping[str, Any]


def grouped(
    rows: Iterable[Mapping[str, Any]], dimension: str, periods: Sequence[str]
) -> dict[Lang, Counts]:
    """The numbers of a distribution by part and period; parts that belong together as one."""
    known: dict[str, dict[str, float]] = {}
    names: dict[str, str] = {}
    for row in rows:
        if row[dimension] != NONE:
            known.setdefault(row[dimension], {})[row["period"]] = row["value"] or 0
            names[row[dimension]] = row[f"{dimension}_label"]
    groups = [(Text(name, name), (code,)) for code, name in names.items()]
    if set(known) <= {code for _, codes in GROUPS for code in codes}:
        groups = list(GROUPS)
    sums = [
        (name, [sum(known.get(code, {}).get(period, 0) for code in codes) for period in periods])
        for name, codes in groups
    ]
    return {"zh": [(name.zh, n) for name, n in sums], "en": [(name.en, n) for name, n in sums]}


def shares(counts: Counts) -> list[list[str]]:
    """By period the share of each part as it is printed; of too few none."""
    columns = list(zip(*(n for _, n in counts), strict=True))
    return [[words.share(n, sum(column)) or words.MISSING for n in column] for column in columns]


def figure(of: Spread, lang: Lang) -> dict[str, Any]:
    """The shares of each period; of too few none. The thin line at one half is where the median lies."""
    counts = of.counts[lang]
    sums = [sum(column) for column in zip(*(n for _, n in counts), strict=True)]
    traces = []
    for k, (name, by_period) in enumerate(counts):
        opacity = 1 - 0.8 * k / max(1, len(counts) - 1)
        pairs = list(zip(by_period, sums, strict=True))
        traces.append({
            "type": "bar", "x": list(range(len(sums))), "width": 0.86,
            "y": [100 * n / whole if n and words.enough(whole) else None for n, whole in pairs],
            "customdata": [f"{over}<br>{name} {words.share(n, whole)}" for over, (n, whole) in zip(of.over, pairs, strict=True)],
            "hovertemplate": charts.HOVER,
            "marker": {"color": SLATE, "line": {"width": 0}, "opacity": [opacity * (0.7 if cut else 1) for cut in of.partial]},
        })  # fmt: skip
    labels = _labels(counts, sums)
    wide = max([0, *(axes.width(text) for text, _ in labels)])
    half = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 50, "y1": 50, "line": {"color": INK, "width": 1, "dash": "dot"}}  # fmt: skip
    return {
        "data": traces,
        "layout": charts.layout(
            barmode="stack",
            margin={"l": 4, "r": round(wide) + 12, "t": 14, "b": 28},
            xaxis=dict(of.axis),
            yaxis=axes.values(0, 100, "%", lang),
            shapes=[half],
            annotations=[_beside(text, at) for text, at in labels],
        ),
    }


def _labels(counts: Counts, sums: Sequence[float]) -> list[tuple[str, float]]:
    """Each part's name and where it stands: at the part's middle in the last column, none over another."""
    last = next((i for i in reversed(range(len(sums))) if words.enough(sums[i])), None)
    if last is None:
        return []
    middles, foot = [], 0.0
    for name, by_period in counts:
        share = 100 * by_period[last] / sums[last]
        if any(by_period):
            middles.append((name, foot + share / 2))
        foot += share
    placed: list[tuple[str, float]] = []
    for i, (name, middle) in enumerate(middles):
        lowest = placed[-1][1] + _ROOM if placed else _ROOM / 2
        highest = 100 - _ROOM / 2 - _ROOM * (len(middles) - 1 - i)
        placed.append((name, min(max(middle, lowest), highest)))
    return placed


def _beside(text: str, at: float) -> dict[str, Any]:
    return {
        "text": text, "xref": "paper", "x": 1, "xanchor": "left", "xshift": 6, "y": at, "yanchor": "middle",
        "showarrow": False, "font": {"size": 12, "color": QUIET},
    }  # fmt: skip
