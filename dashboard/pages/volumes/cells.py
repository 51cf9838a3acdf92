"""One value of /volumes in words: its number, its unit, or why there is none."""

from __future__ import annotations

from dashboard import words
from dashboard.pages.volumes.ask import Cell
from dashboard.pages.volumes.choice import Choice, Measure, why_not
from dashboard.words import CASES, HALF_DAY, WORKING_DAYS, Lang
from data.catalog import INDICATORS
from data.definitions import Text

NO_DATA = "no-data"
# Why the API has no value.
REASONS = {
    "not-covered": Text("没有这段时间的数据", "no data of this time"),
    NO_DATA: Text("没有可计的办件", "no case to count"),
    "history-too-short": Text("历史数据不足", "not enough history"),
    "not-reported": Text("未报", "not reported"),
    "withheld": Text("数量过少，不公布", "too few, not published"),
}


def number(measure: Measure, cell: Cell | None, lang: Lang) -> str:
    """A value without its unit."""
    if cell is None or cell["value"] is None:
        return words.MISSING
    if measure.kind == "rate":
        low = INDICATORS[measure.indicator].favourable == "low"
        return words.rate(cell, favourable=not low)
    return words.number(cell["value"])


def missing(choice: Choice, measure: Measure, cell: Cell | None) -> Text:
    """Why there is no value, in a word or two; `cell` None: the question cannot be asked."""
    if cell is None:
        return why_not(measure, frozenset(choice.filters))
    return REASONS.get(cell.get("reason") or NO_DATA, REASONS[NO_DATA])


def unit(choice: Choice, measure: Measure) -> Text:
    """A measure's unit; of what stands at the end of a time that is over, with that."""
    if measure.kind != "stock" or choice.span.last >= choice.span.anchor:
        return measure.unit
    zh, en = (words.short_day(choice.span.last, lang) for lang in ("zh", "en"))
    return Text(f"{measure.unit.zh}（{zh}）", f"{measure.unit.en} on {en}")


def valued(measure: Measure, cell: Cell | None, lang: Lang) -> str:
    """A value with its unit: 1,234件 · 99.83% · 0.5个工作日."""
    if cell is None or cell["value"] is None:
        return words.MISSING
    value = cell["value"]
    if measure.kind == "rate":
        return f"{number(measure, cell, lang)}%"
    if measure.kind == "days":
        half = Text(f"（{HALF_DAY.zh}）", f" ({HALF_DAY.en})")[lang] if value == 0 else ""
        return words.counted(value, WORKING_DAYS, lang) + half
    return words.counted(value, CASES, lang) if lang == "zh" else words.number(value)
