"""办件抽查: how many of the cases read again had an error, how sure that is, and which errors they were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html

from api.answer.answers import Page, Records, Values
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.supervision.people.ask import STYLES
from dashboard.parts import bars, downloads, sections
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.sections import Section
from dashboard.parts.sections.months import (
    NOTHING,
    Months,
    Row,
    by,
    months,
    numbers,
    numbers_view,
    total,
    with_value,
)
from dashboard.parts.two_languages import sentence
from dashboard.words import CASES, Lang
from data.definitions import Text

TITLE = Text("办件抽查", "Spot checks of cases")
KIND, COUNT = Text("差错类别", "Kind of error"), Text("件次", "Cases")
METHOD = Text("抽查方式", "How drawn")
SAMPLED = Text("随机抽查", "Drawn at random")
CENSUS = Text("全部检查", "All cases read")
READ, WRONG = Text("抽查件数", "Cases read"), Text("差错件数", "With an error")
RATE, INTERVAL = Text("差错率", "Error rate"), Text("95%区间", "95% interval")
RATES = ("error-rate", "error-rate-census")
NUMBERS = ("spot-checks", "cases-checked")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    of = months(ask, "spot-checks")
    shown = {**numbers_view(ask, NUMBERS, of, lang), **_checks(ask, of, lang)}
    if sections.has_data(ask, "spot-check-findings"):
        shown |= _kinds(ask, of, lang)
    return shown


def _checks(ask: Ask, of: Months, lang: Lang) -> View:
    """Samples of twelve months together, and beside them a census of the same time."""
    document = ask(Values(RATES[0], of.first, of.last, "total"))
    rate = document["data"][0] if document["data"] else NOTHING
    census = total(ask, RATES[1], of)
    waiting = total(ask, "spot-checks-unpublished", of)["value"]
    rows = document["links"].get("rows")
    return bars.view(
        "checks",
        finding=(_title(rate, lang), _said(of, waiting, lang) + _census(ask, lang)),
        bars=_rates(rate, census, lang),
        columns=[name[lang] for name in (METHOD, RATE, INTERVAL, WRONG, READ)],
        rows=[_line(row, name, lang) for row, name in ((rate, SAMPLED), (census, CENSUS)) if row["denominator"]],
        downloads=[
            *downloads.of_totals(document, RATES, lang),
            html.A("JSON", href=document["links"]["self"]),
            *downloads.explained(RATES[0], rows, lang),
        ],
        as_of=of.as_of(lang),
    )  # fmt: skip


def _rates(rate: Row, census: Row, lang: Lang) -> list[Bar]:
    """The rate of samples with its interval, and that of a census, which has none."""
    known = [row for row in (rate, census) if words.enough(row["denominator"])]
    if not known:
        return []
    longest = max(row.get("high", row["value"]) for row in known) * 1.1 or 1
    drawn = []
    for row, name in ((rate, SAMPLED), (census, CENSUS)):
        if row not in known:
            continue
        bounds = row.get("low"), row.get("high")
        drawn.append(
            Bar(
                name[lang],
                words.percentage(row, False),
                row["value"] / longest,
                note=_note(row, lang),
                low=None if bounds[0] is None else bounds[0] / longest,
                high=None if bounds[1] is None else bounds[1] / longest,
            )
        )
    return drawn


def _title(rate: Row, lang: Lang) -> str:
    n, k = rate["denominator"], rate["numerator"]
    if not n:
        return Text("这段时间没有随机抽查", "No random sample was read in this time")[lang]
    read, wrong = words.counted(n, CASES, "zh"), words.number(k)
    return Text(
        f"随机抽查{read}，{wrong}件有差错", f"Of {words.counted(n, CASES, 'en')} drawn at random {wrong} had an error"
    )[lang]  # fmt: skip


def _note(row: Row, lang: Lang) -> str:
    """What a rate is made of, and how sure it is of all cases."""
    if "low" not in row:
        return words.of(row)
    return f"{words.of(row)} · {words.full_interval((row['low'], row['high']), lang)}"


def _said(of: Months, waiting: float | None, lang: Lang) -> str:
    """What a census is, and whether results are kept back."""
    parts = [
        Text(f"{of.named('zh')}的办件", f"cases of {of.named('en')}")[lang],
        Text("全部检查的没有区间", "where all cases were read there is no interval")[lang],
    ]
    if waiting:
        n = words.number(waiting)
        parts.append(Text(f"{n}次抽查的结果尚未公布", f"results of checks not published yet: {n}")[lang])  # fmt: skip
    return sentence(Text("；", "; ")[lang].join(parts)) + Text("。", ".")[lang]


def _census(ask: Ask, lang: Lang) -> str:
    """The newest time of which all cases were read; it may lie before the months of the figure."""
    rows = ask(Records("spot-checks", (("method", ("all",)),), page=Page(_MOST)))["data"]
    if not rows:
        return ""
    one = max(rows, key=lambda row: row["to_on"])
    zh, en = (
        words.between(date.fromisoformat(one["from_on"]), date.fromisoformat(one["to_on"]), tongue)
        for tongue in ("zh", "en")
    )
    n, wrong = words.number(one["sampled_n"]), words.number(one["findings_n"])
    return Text(
        f"最近一次全部检查：{zh}的办件{n}件，{wrong}件有差错。",
        f" All cases were last read for {en}: {words.counted(one['sampled_n'], CASES, 'en')}, {wrong} with an error.",
    )[lang]


def _line(row: Row, name: Text, lang: Lang) -> list[str]:
    enough = words.enough(row["denominator"])
    bounds = words.interval((row["low"], row["high"]), lang) if enough and "low" in row else words.MISSING  # fmt: skip
    k, n = words.number(row["numerator"]), words.number(row["denominator"])
    return [name[lang], words.percentage(row, False), bounds, k, n]


def _kinds(ask: Ask, of: Months, lang: Lang) -> View:
    document = by(ask, "errors-found", of, "kind")
    rows = sorted(with_value(document), key=lambda row: -row["value"])
    n = sum(row["value"] for row in rows)
    found = ask(Values("items-found-without-a-case", grain="total"))["data"]
    items = found[0]["value"] if found else 0
    title = Text("这段时间没有发现差错", "No error was found in this time")
    if rows:
        k = words.number(rows[0]["value"])
        title = Text(
            f"差错以{rows[0]['kind_label']}最多，{words.number(n)}件次中{k}件次",
            f"Most of {words.numbered(n, 'error', 'errors')}: {rows[0]['kind_label']}, {k}",
        )
    said = Text("一件有几种差错的分别计入。", "A case with several errors counts for each.")[lang]
    if items:
        count = words.number(items)
        said += Text(
            f"历次检查发现零办件事项{count}项。",
            f" All checks found {words.numbered(items, 'item', 'items')} without a case.",
        )[lang]
    return bars.view(
        "error-kinds",
        finding=(title[lang], said),
        bars=[
            Bar(sentence(row["kind_label"]), words.number(row["value"]), row["value"] / rows[0]["value"])
            for row in rows
        ],
        columns=[KIND[lang], COUNT[lang]],
        rows=[[row["kind_label"], words.number(row["value"])] for row in rows],
        downloads=downloads.of_answer(document, "errors-found", lang),
        as_of=of.as_of(lang),
    )  # fmt: skip


def layout(place: Place, v: View) -> Sequence[Any]:
    figures = [bars.figure(id, v, place.lang) for id in FIGURES if f"{id}-title" in v]
    return [numbers(NUMBERS, v, place.lang), *figures]


# Checks of all cases come once in years.
_MOST = 100
FIGURES = ("checks", "error-kinds")
SECTION = Section("spot-checks", TITLE, ("spot-checks",), view, layout, FIGURES, styles=STYLES)
