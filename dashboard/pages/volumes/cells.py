"""One value of /volumes in words: its number, its unit, or why there is none."""

from __future__ import annotations

from dashboard import words
from dashboard.pages.volumes.ask import Cell
from dashboard.pages.volumes.choice import Choice, Measure, why_not
from dashboard.parts import notes
from dashboard.words import CASES, HALF_DAY, Lang
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
    if is_few(measure, cell):
        return words.MISSING
    if measure.kind == "rate":
        return words.rate(cell, favourable(measure))
    if measure.kind == "days" and cell["value"] == 0:
        return HALF_DAY[lang]
    return words.number(cell["value"])


def favourable(measure: Measure) -> bool:
    """Whether more of it is better."""
    return INDICATORS[measure.indicator].favourable != "low"


def is_few(measure: Measure, cell: Cell) -> bool:
    """Whether a rate or a median is of too few cases to be printed."""
    return not measure.is_sum and not words.enough(cell["denominator"])


def made_of(measure: Measure, cell: Cell, lang: Lang) -> str:
    """What a rate or a median is of: 1,843 / 1,846件有期限的 · 按120件计; of too few, that."""
    if measure.kind == "rate":
        return words.stated(cell, notes.WITH_DUE_DATE, CASES, lang, favourable(measure))[1]
    n = cell["denominator"]
    count = words.counted(n, CASES, lang)
    return words.few(n, CASES, lang) or Text(f"按{count}计", f"of {count}")[lang]


def missing(choice: Choice, measure: Measure, cell: Cell | None) -> Text:
    """Why there is no value, in a word or two; `cell` None: the question cannot be asked."""
    if cell is None:
        return why_not(measure, frozenset(choice.filters))
    return REASONS.get(cell.get("reason") or NO_DATA, REASONS[NO_DATA])


def unit(choice: Choice, measure: Measure, cell: Cell) -> Text | None:
    """A measure's unit; of what stands at the end of a time that is over, with that.

    None after a word (within half a day), and where there is no number.
    """
    if not measure.is_sum and (
        (cell["value"] == 0 and measure.kind == "days") or is_few(measure, cell)
    ):
        return None
    if measure.kind != "stock" or choice.span.last >= choice.span.anchor:
        return _going_with(cell, measure)
    zh, en = (words.short_day(choice.span.last, lang) for lang in ("zh", "en"))
    unit = _going_with(cell, measure)
    return Text(f"{unit.zh}（{zh}）", f"{unit.en} on {en}")


def _going_with(cell: Cell, measure: Measure) -> Text:
    """A measure's unit as it goes with a number: 1 case, 2 cases."""
    unit = words.of_catalogue(measure.unit)
    return Text(unit.zh, words.unit_of(cell["value"], unit, "en"))


def valued(measure: Measure, cell: Cell | None, lang: Lang) -> str:
    """A value with its unit: 1,234件 · 99.83% · 0.5个工作日."""
    if cell is None or cell["value"] is None:
        return words.MISSING
    value = cell["value"]
    if is_few(measure, cell):
        return words.TOO_FEW[lang]
    if measure.kind == "rate":
        return f"{number(measure, cell, lang)}%"
    if measure.kind == "days":
        return words.days_used(value, lang)
    return words.counted(value, CASES, lang) if lang == "zh" else words.number(value)
