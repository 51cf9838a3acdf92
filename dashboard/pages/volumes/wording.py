"""What /volumes says in words: numbers of each kind, titles that state the finding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard import spans, words
from dashboard.pages.volumes.choice import TITLES, Measure
from dashboard.pages.volumes.found import Found
from dashboard.words import Lang
from data.catalog import INDICATORS
from data.definitions import Text

Cell = dict[str, Any]


def number(measure: Measure, cell: Cell | None, lang: Lang) -> str:
    """A value without its unit."""
    if cell is None or cell["value"] is None:
        return words.MISSING
    if measure.kind == "rate":
        low = INDICATORS[measure.indicator].favourable == "low"
        return words.rate(cell, favourable=not low)
    return words.number(cell["value"])


def valued(measure: Measure, cell: Cell | None, lang: Lang) -> str:
    """A value with its unit: 1,234 件 · 99.83% · 0.5 个工作日."""
    said = number(measure, cell, lang)
    if said == words.MISSING:
        return said
    if measure.kind == "rate":
        return f"{said}%"
    if measure.kind == "days":
        return f"{said} 个工作日" if lang == "zh" else f"{said} working days"
    return f"{said} 件" if lang == "zh" else said


def change(measure: Measure, now: Cell | None, before: Cell | None, lang: Lang) -> str:
    """比去年同期多 6%; for rates in percentage points; "" where there is nothing to compare."""
    if not now or not before or now["value"] is None or before["value"] is None:
        return ""
    if measure.kind == "rate":
        points = round((now["value"] - before["value"]) * 100, 2)
        size = f"{abs(points):.2f}"
        if not points:
            return Text("与去年同期持平", "the same as a year before")[lang]
        zh = f"比去年同期{'高' if points > 0 else '低'} {size} 个百分点"
        way = "above" if points > 0 else "below"
        return zh if lang == "zh" else f"{size} percentage points {way} the year before"
    percent = words.difference(now["value"], before["value"])
    if percent is None:
        return Text("去年同期为 0", "0 the year before")[lang]
    if not percent:
        return Text("与去年同期持平", "the same as a year before")[lang]
    more, less = ("长", "短") if measure.kind == "days" else ("多", "少")
    zh = f"比去年同期{more if percent > 0 else less} {abs(percent)}%"
    return (
        zh
        if lang == "zh"
        else f"{abs(percent)}% {'above' if percent > 0 else 'below'} the year before"
    )


def series(found: Found, lang: Lang) -> tuple[str, str]:
    """The main finding, and what the chart shows."""
    choice = found.choice
    measure, when = choice.measure, spans.title(choice.span, lang)
    amount = valued(measure, found.total, lang)
    who = "、".join(_chosen(found)) if lang == "zh" else ", ".join(_chosen(found))
    compared = change(measure, found.total, found.total_before, lang)
    if lang == "zh":
        at = "期末" if measure.kind == "stock" and choice.span.last < choice.span.anchor else "现在"
        lead = f"{when}，{at}" if measure.kind == "stock" else when
        title = f"{who + '：' if who else ''}{lead}{measure.title.zh} {amount}"
        title += f"，{compared}" if compared else ""
    else:
        at = "at the end of the time" if choice.span.last < choice.span.anchor else "now"
        lead = at if measure.kind == "stock" else spans.phrase(choice.span)
        what = measure.title.en[0].lower() + measure.title.en[1:]
        title = f"{who + ': ' if who else ''}{amount} {what} {lead}"
        title += f", {compared}" if compared else ""
    return title, _shown(found, lang)


def _chosen(found: Found) -> list[str]:
    return [found.names[name][code] for name, code in found.choice.filters.items()]


def _shown(found: Found, lang: Lang) -> str:
    choice, rows = found.choice, found.series["data"]
    cut = Text("按时段", "by hour") if choice.hourly else spans.GRAINS[choice.grain]
    parts = [spans.dates(choice.span, lang), cut[lang].lower()]
    if found.before is not None:
        parts.append(Text("空框为去年同期", "outline: the year before")[lang])
    elif choice.compare:
        parts.append(Text("这段时间没有去年同期", "this time has no year before")[lang])
    if any(row["partial"] for row in rows) and not choice.hourly:
        parts.append(Text("斜纹为还不完整的时期", "hatched: not complete")[lang])
    return "；".join(parts) + "。" if lang == "zh" else "; ".join(parts) + "."


def ranking(
    found: Found, cells: Sequence[tuple[str, Cell]], count: int, whole: float, lang: Lang
) -> tuple[str, str]:
    """Who comes first, and of how many; `cells` in the order shown, `whole` what they are part of."""
    choice = found.choice
    measure, by = choice.measure, TITLES[choice.by][lang]
    said = f"{spans.dates(choice.span, lang)}，{by}共 {count} 个有数据。"
    if lang == "en":
        said = f"{spans.dates(choice.span, lang)}; {count} with data."
    if not cells:
        title = f"按{by}还没有数据" if lang == "zh" else f"No data by {by.lower()} yet"
        return title, said
    name, first = found.names[choice.by].get(cells[0][0], cells[0][0]), cells[0][1]
    share = words.share(first["value"], whole)
    if lang == "zh":
        most = {"rate": "最低", "days": "最长"}.get(measure.kind, "最多")
        return f"{measure.title.zh}{most}：{name}{f'，占 {share}' if share else ''}", said
    most = {"rate": "Lowest", "days": "Longest"}.get(measure.kind, "Most")
    title = f"{most} {measure.title.en.lower()}: {name}{f' ({share})' if share else ''}"
    return title, said


def used(rows: Sequence[Cell], lang: Lang) -> tuple[str, str]:
    """How long the completed cases took: the share done in the same visit, and within three days."""
    counts = {row["used_bucket"]: row["value"] or 0 for row in rows}
    whole = sum(counts.values())
    said = Text("期内办结的办件，按所用工作日分档。", "Cases completed, by the working days used.")[
        lang
    ]
    if not whole:
        return Text("还没有办结的办件", "No case completed yet")[lang], said
    visit = counts.get("same_visit", 0)
    three = visit + counts.get("le1", 0) + counts.get("le3", 0)
    a, b = words.share(visit, whole), words.share(three, whole)
    title = Text(
        f"{a} 当场办结，{b} 在 3 个工作日内", f"{a} done in the same visit, {b} within 3 days"
    )
    return title[lang], said
