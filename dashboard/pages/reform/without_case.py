"""零办件: the items without a case in the two years before the clean-up, and since when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from api.answer.answers import Values
from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.asking.clean_up import CHANGES, CUT, ITEMS, RESULT, CleanUp, Row
from dashboard.parts import bars, downloads
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.words import Lang, Unit
from data.definitions import Text

ITEM = Text("事项", "Item")
MONTHS = Unit("个月", "month", "months")
LAST, LONG = Text("最后一次办件", "Last case"), Text("此后（月）", "Months since")


def months_since(row: Row) -> int | None:
    """Whole months from the last case to the decision; None where no case is on record."""
    if row["last_case_on"] is None:
        return None
    last, on = (date.fromisoformat(row[id]) for id in ("last_case_on", "decided_on"))
    return (on.year - last.year) * 12 + on.month - last.month - (on.day < last.day)


def view(ask: Ask, of: CleanUp, as_of: str, lang: Lang) -> View:
    # Without a last case on record the longest; then as long as there was none.
    rows = sorted(of.without_case, key=lambda row: -(months_since(row) or 10_000))
    shown, top = rows[: bars.MOST], max([1, *(months_since(row) or 0 for row in rows)])
    results = {code.id: code.title[lang] for code in CHANGES.field("action").codes}
    answer = ask(Values("zero-handling-cut", grain="total", by=("department",)))
    return bars.view(
        "without-case",
        finding=(_title(of, rows)[lang], _how(rows, shown, lang)),
        bars=[
            Bar(
                row[f"title_{lang}"],
                words.counted(months_since(row), MONTHS, lang),
                (months_since(row) or 0) / top,
                note=_month(row["last_case_on"], lang),
            )
            for row in shown
        ],
        columns=[ITEM[lang], LAST[lang], LONG[lang], RESULT[lang]],
        rows=[
            [
                row[f"title_{lang}"],
                _month(row["last_case_on"], lang),
                words.number(months_since(row)),
                results[row["action"]],
            ]
            for row in rows
        ],
        downloads=downloads.of_answer(answer, "zero-handling-cut", lang),
        as_of=as_of,
    )


def _month(on: str | None, lang: Lang) -> str:
    if on is None:
        return words.MISSING
    day = date.fromisoformat(on)
    return words.month(day.year, day.month, lang)


def _title(of: CleanUp, rows: Sequence[Row]) -> Text:
    if not rows:
        known = any(row["zero_24m"] is not None for row in of.rows)
        if not known:
            return Text("最后一次办件的日期未填报", "When items were last handled was not stated")
        return Text("没有零办件事项", "No item was without a case")
    n, cut = len(rows), Counter(row["action"] in CUT for row in rows)[True]
    count, gone = words.number(n), words.number(cut)
    if cut == n:
        return Text(
            f"{count}项两年没有办件，全部精简",
            f"{words.counted(n, ITEMS, 'en')} without a case in two years, all cut",
        )
    return Text(
        f"{count}项两年没有办件，其中{gone}项精简",
        f"{words.counted(n, ITEMS, 'en')} without a case in two years, {gone} of them cut",
    )


def _how(rows: Sequence[Row], shown: Sequence[Row], lang: Lang) -> str:
    n = words.number(len(shown))
    zh, en = "", "Bars"
    if len(rows) > len(shown):
        zh, en = (
            f"列出时间最长的{n}项，其余见数据表；",
            f"The {n} longest, the others in the table; bars",
        )
    return Text(
        f"{zh}条长为决定前没有办件的月数，右为最后一次办件的年月。",
        f"{en}: months without a case before the decision; beside them the last case.",
    )[lang]
