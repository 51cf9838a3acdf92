"""What is published apart from complaints: how satisfied complainants are, and integrity by the year."""

from __future__ import annotations

from collections.abc import Sequence

from api.answer.answers import Values
from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.parts import bars, downloads
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.sections import has_data
from dashboard.parts.sections.months import PEOPLE, Row
from dashboard.words import Lang, Unit
from data.definitions import Text

COMPLAINTS = Unit("件", "complaint", "complaints")
NOT_SHOWN = Text("不公布", "not published")
FIGURES = ("complainants", "integrity")


def view(ask: Ask, lang: Lang) -> View:
    shown: View = {}
    if has_data(ask, "complaint-follow-ups"):
        shown |= _satisfied(ask, lang)
    if has_data(ask, "integrity-complaints"):
        shown |= _integrity(ask, lang)
    return shown


def _until(rows: Sequence[Row], lang: Lang) -> str:
    if not rows:
        return Text("暂无数据", "no data yet")[lang]
    period = words.period(rows[-1]["period"], lang)
    return Text(f"数据截至{period}", f"Data up to {period}")[lang]


def _satisfied(ask: Ask, lang: Lang) -> View:
    """Quarter by quarter, the newest last; one that is withheld is said to be."""
    document = ask(Values("complainant-satisfied", grain="quarter"))
    rows = document["data"][-8:]
    known = [row for row in rows if row["value"] is not None]
    title = Text(
        "投诉人满意情况暂无可公布的季度", "No quarter of complainants' answers can be published yet"
    )
    if known:
        quarter = known[-1]["period"]
        share = words.in_title(known[-1], PEOPLE)
        title = Text(
            f"{words.period(quarter, 'zh')}回访的投诉人，{share.zh}满意（含基本满意）",
            f"Complainants called back in {words.period(quarter, 'en')}: {share.en} at least fairly satisfied",
        )
    sentence = Text(
        "按季度公布，不与投诉对应；满意、不满意或合计不足5人的季度不公布。",
        "By quarter, not tied to complaints; of fewer than five satisfied, not satisfied or called back, nothing.",
    )
    return bars.view(
        "complainants",
        finding=(title[lang], sentence[lang]),
        bars=[
            Bar(
                words.period(row["period"], lang),
                words.of(row) if row["value"] is not None else NOT_SHOWN[lang],
                row["value"],
            )
            for row in rows
        ],
        columns=[
            Text("季度", "Quarter")[lang],
            Text("满意 / 回访", "Satisfied / called back")[lang],
        ],
        rows=[
            [
                words.period(row["period"], lang),
                words.of(row) if row["value"] is not None else NOT_SHOWN[lang],
            ]
            for row in rows
        ],
        downloads=downloads.of_answer(document, "complainant-satisfied", lang),
        as_of=_until(rows, lang),
    )


def _integrity(ask: Ask, lang: Lang) -> View:
    document = ask(Values("integrity-complaints", grain="year"))
    rows = document["data"]
    most = max((row["value"] or 0 for row in rows), default=0)
    newest = rows[-1] if rows else None
    title = Text("廉洁类投诉尚无公布的年份", "No year of complaints on integrity is published yet")
    if newest:
        year = [words.year(newest["period"], one) for one in ("zh", "en")]
        title = Text(
            f"{year[0]}廉洁类投诉不足5件，不公布",
            f"Complaints on integrity in {year[1]} are too few to publish",
        )
        if newest["value"] is not None:
            title = Text(
                f"{year[0]}收到廉洁类投诉{words.counted(newest['value'], COMPLAINTS, 'zh')}",
                f"{words.counted(newest['value'], COMPLAINTS, 'en')} on integrity in {year[1]}",
            )
    sentence = Text(
        "只按年公布全厅件数，不足5件的不公布；纪检监察机关直接受理的不在此列。",
        "By the year and for the hall as a whole; fewer than five are not published; without those that "
        "discipline inspection took up itself.",
    )
    written = [
        words.number(row["value"]) if row["value"] is not None else NOT_SHOWN[lang] for row in rows
    ]
    return bars.view(
        "integrity",
        finding=(title[lang], sentence[lang]),
        bars=[
            Bar(words.year(row["period"], lang), n, row["value"] / most if row["value"] else None)
            for row, n in zip(rows, written, strict=True)
        ],
        columns=[Text("年份", "Year")[lang], Text("件数", "Complaints")[lang]],
        rows=[[words.year(row["period"], lang), n] for row, n in zip(rows, written, strict=True)],
        downloads=downloads.of_answer(document, "integrity-complaints", lang),
        as_of=_until(rows, lang),
    )
