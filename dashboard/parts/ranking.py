"""Rates and medians side by side: who can be told from the whole, who is too few, who is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard import words
from dashboard.parts import bars
from dashboard.parts.bars import Bar
from dashboard.words import Lang
from data.definitions import Text
from data.rollups.plan import NONE
from data.rules.intervals import beyond

Row = dict[str, Any]
# From here on a scale of 5 % would have all points in one corner.
_NEAR_TOP = 0.95
# More names than these make no title.
NAMES_MOST = 3


OVERALL = Text("整体", "the overall")


@dataclass(frozen=True)
class Places:
    """`compared`: all of enough records, the worst first; `few`: the others.

    Rows that do not say what they are of are `unstated` and have no place. `apart` are those of
    `compared` all of whose interval is on the worse side of the `whole`: nobody else is named, since
    nobody else can be told from it. What has no interval, as a median, is not ranked: the largest
    come first and nobody is apart. `shown` are the `bars.MOST` largest of all and those apart.
    """

    compared: list[Row]
    few: list[Row]
    unstated: list[Row]
    shown: list[Row]
    apart: list[Row] = field(default_factory=list)
    whole: Row = field(default_factory=dict)

    @property
    def every(self) -> list[Row]:
        return [*self.compared, *self.few, *self.unstated]

    @property
    def total(self) -> Row:
        """The whole with its value."""
        return self.whole | {"value": self.whole["numerator"] / self.whole["denominator"]}

    def which(self, worse: Text) -> Text | None:
        """Which are shown, where not all are; `worse` says of those apart: 低于整体, below it."""
        if len(self.shown) == len(self.every):
            return None
        most = sorted(self.every, key=lambda row: -row["denominator"])[: bars.MOST]
        added = sum(row not in most for row in self.apart)
        n, more = words.number(len(self.shown) - added), words.number(added)
        zh, en = (f"和其余{more}个{worse.zh}的", f" and {more} {worse.en}") if added else ("", "")
        return Text(
            f"所示为量最大的{n}个{zh}，其余见数据表",
            f"shown: the {n} with the largest N{en}; the others are in the table",
        )


def rates(rows: Sequence[Row], by: str, lower_is_worse: bool = True) -> Places:
    """Shares with `numerator`, `denominator` and the code of `by`, in their places."""
    whole = {key: sum(row[key] for row in rows) for key in ("numerator", "denominator")}
    sign = 1 if lower_is_worse else -1
    placed = _placed(rows, by, lambda row: sign * row["value"])
    if not words.enough(whole["denominator"]):
        return placed
    overall = whole["numerator"] / whole["denominator"]
    apart = [
        row for row in placed.compared if beyond(words.interval_of(row), overall, lower_is_worse)
    ]
    shown = [row for row in placed.every if row in placed.shown or row in apart]
    return Places(placed.compared, placed.few, placed.unstated, shown, apart, whole)


def medians(rows: Sequence[Row], by: str) -> Places:
    """Medians, which have no interval: in the order of their N."""
    return _placed(rows, by, lambda row: -row["denominator"])


def _placed(rows: Sequence[Row], by: str, order: Callable[[Row], float]) -> Places:
    most = sorted(rows, key=lambda row: -row["denominator"])[: bars.MOST]
    stated = [row for row in rows if row[by] != NONE]
    compared = sorted((row for row in stated if words.enough(row["denominator"])), key=order)
    few = [row for row in stated if not words.enough(row["denominator"])]
    unstated = [row for row in rows if row[by] == NONE]
    shown = [row for row in (*compared, *few, *unstated) if row in most]
    return Places(compared, few, unstated, shown)


def apart(
    places: Places,
    title: Text,
    by: Text,
    named: Callable[[Row], str],
    worse: Text,
    favourable: bool = True,
    unit: words.Unit | Text = words.CASES,
    of_all: Text = OVERALL,
) -> Text:
    """Who can be told from the whole, each with its rate, or that nobody can.

    按时办结率低于整体（98%）的部门：市档案局，120件中112件.
    """
    named_rows = places.apart[:NAMES_MOST]
    whole, *rates = words.told_apart([places.total, *named_rows], unit, favourable)
    overall = Text(f"{of_all.zh}（{whole.zh}）", f"{of_all.en} ({whole.en})")
    if not places.apart:
        return Text(
            f"{title.zh}：没有{by.zh}明显{worse.zh}{overall.zh}",
            f"{title.en}: no {by.en.lower()} is clearly {worse.en} {overall.en}",
        )
    each = [(named(row), rate) for row, rate in zip(named_rows, rates, strict=True)]
    zh = "；".join(f"{name}，{rate.zh}" for name, rate in each)
    en = "; ".join(f"{name}, {rate.en}" for name, rate in each)
    rest = len(places.apart) - NAMES_MOST
    if rest > 0:
        zh, en = f"{zh}；另{words.number(rest)}个", f"{en}; {words.number(rest)} more"
    return Text(
        f"{title.zh}{worse.zh}{overall.zh}的{by.zh}：{zh}",
        f"{title.en} {worse.en} {overall.en}, by {by.en.lower()}: {en}",
    )


def cells(row: Row, lang: Lang, favourable: bool = True) -> list[str]:
    """A rate, its interval and its N, as a table has them."""
    n = row["denominator"]
    if not words.enough(n):
        return [words.TOO_FEW[lang] if n else words.MISSING, words.MISSING, words.number(n)]
    bounds = words.interval_of(row) or (0.0, 1.0)
    return [words.percentage(row, favourable), words.interval(bounds, lang), words.number(n)]


def lowest_mark(rows: Sequence[Row], highest: float = 0.99) -> float:
    """Where a scale of rates begins: at a mark of 5 % below all intervals; above 95 % at one of 1 %."""
    bounds = [words.interval_of(row) for row in rows if words.enough(row["denominator"])]
    low = min([highest, *(low for low, _ in filter(None, bounds))])
    return int(low * 100) / 100 if low >= _NEAR_TOP else int(low * 20) / 20


def bar(
    row: Row,
    name: str,
    low: float,
    kind: str,
    href: str | None,
    lang: Lang,
    favourable: bool = True,
    overall: float | None = None,
) -> Bar:
    """A rate as a point with its interval, on a scale from `low` to 100 %; of too few only its N."""
    n = row["denominator"]
    note = words.sample(n)
    if not words.enough(n):
        return Bar(name, words.TOO_FEW[lang], None, kind or "few", href, note)
    bounds = words.interval_of(row) or (0.0, 1.0)
    at = [(share - low) / (1 - low) for share in (row["value"], *bounds)]
    # A rate is coloured only where nothing was missed.
    if favourable and not kind and row["numerator"] == n:
        kind = "kept"
    line = None if overall is None else (overall - low) / (1 - low)
    return Bar(name, words.percentage(row, favourable), at[0], kind, href, note, at[1], at[2], line)


def marks(low: float) -> list[tuple[float, str]]:
    """Marks of a scale of rates from `low` to 100 %, down from the top in round steps: where on it, 0–1,
    and what they say."""
    room = round((1 - low) * 100)
    # Three marks at most: on a phone four touch one another.
    step = next(each for each in (1, 2, 5, 10, 20, 25, 50) if room <= each * 2)
    places = reversed(range(0, room + 1, step))
    return [(1 - down / room, words.whole_percentage(1 - down / 100)) for down in places]


def only(name: str, value: str) -> Text:
    """Where there is one part, it has no first place and no share: 只有市档案局，360件."""
    return Text(f"只有{name}，{value}", f"Only {name}: {value}")


def first(
    rows: Sequence[Row], what: Text, named: Callable[[Row], str], value: Callable[[Row], str]
) -> Text:
    """Who has most of a count, with its value: 办结最多的部门：市档案局，占9.3%. Ties are not hidden.

    `rows`, at least one, from the first to the last; `what` names what comes first of whom.
    """
    top = rows[0]
    ties = sum(row["value"] == top["value"] for row in rows) - 1
    name, number = named(top), value(top)
    if not ties:
        return Text(f"{what.zh}：{name}，{number}", f"{what.en}: {name}, {number}")
    return Text(
        f"{what.zh}：{name}等{words.number(ties + 1)}个并列，{number}",
        f"{what.en}: {name} and {words.number(ties)} more, {number} each",
    )
