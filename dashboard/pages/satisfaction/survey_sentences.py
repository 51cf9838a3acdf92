"""What the section on a survey says: a rank with what is known of it, a gap with what it is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard import words
from dashboard.parts.ranking import Places, Row, apart
from dashboard.words import Lang, Unit
from data.definitions import Text
from data.rules.intervals import overlap

ANSWERS = Unit("份", "answer", "answers")
NOT_STATED = Text("未公布", "not stated")
SATISFIED, DEPARTMENT = Text("调查满意率", "Satisfied"), Text("部门", "Department")
BELOW = Text("低于", "below")
STATED_BY_OTHERS = Text(
    "答卷数和名次由调查单位公布，满意率由答卷数算出，不与好差评合并；横线为95%区间，区间重叠的分不出先后",
    "answers and ranks are the organiser's, shares are counted from the answers; nothing is put together "
    "with the ratings; line: 95% interval, those that overlap have no order",
)


def found(
    results: Sequence[Row],
    own: Row | None,
    hall: Sequence[Row],
    placed: Places,
    close: list[Row],
    lang: Lang,
) -> tuple[str, str]:
    """The hall's share and published rank, or who can be told from the whole; then how it is read."""
    here = listed(results)
    said = [_dates(results[0], lang), STATED_BY_OTHERS[lang], *([here[lang]] if here else [])]
    if own is None or not hall or not words.enough(hall[0]["denominator"]):
        title = apart(placed, SATISFIED, DEPARTMENT, _label, BELOW, unit=ANSWERS)[lang]
        few = Text("答卷样本不足，不作比较", "Too few answers to compare")[lang]
        return (title if placed.apart or placed.whole else few), _line(said, lang)
    share = words.in_title(hall[0], ANSWERS)
    title = Text(
        f"调查：{share.zh}对本厅满意{_rank(own).zh}",
        f"Survey: {share.en} satisfied with this hall{_rank(own).en}",
    )
    said.insert(1, _close(close)[lang])
    return title[lang], _line(said, lang)


def listed(results: Sequence[Mapping[str, Any]]) -> Text | None:
    """How many were ranked and how many of them are here; None where these are all, or no rank is published.

    Ranks are the organiser's, of all that it asked about; results are on record of those in the hall's list of
    departments. Where it does not state how many there were, there were at least as many as the last rank says.
    """
    known = [row for row in results if row["rank"] is not None]
    if not known:
        return None
    of = next((row["of"] for row in known if row["of"] is not None), None)
    last = max(row["rank"] + (row["ties"] or 0) for row in known)
    n, here = of or last, len(results)
    if n <= here:
        return None
    ranked, shown = words.number(n), words.number(here)
    if of is not None:
        return Text(
            f"参评{ranked}个部门，这里列出有结果记录的{shown}个",
            f"{ranked} departments were ranked; listed are the {shown} with a result on record",
        )
    return Text(
        f"公布的名次到第{ranked}名，即至少{ranked}个部门参评，这里列出有结果记录的{shown}个",
        f"published ranks go down to {ranked}, so that at least {ranked} departments were ranked; listed are the "
        f"{shown} with a result on record",
    )


def _label(row: Row) -> str:
    return row["department_label"]


def _rank(own: Row) -> Text:
    """，公布为第1名（参评部门数未公布）."""
    if own["rank"] is None:
        return Text("，未公布名次", "; no rank published")
    rank = words.number(own["rank"])
    if own["of"] is None:
        return Text(
            f"，公布为第{rank}名（参评部门数未公布）",
            f"; published rank {rank}, among how many is not stated",
        )
    of = words.number(own["of"])
    return Text(f"，在{of}个部门中公布为第{rank}名", f"; published rank {rank} of {of}")


def _close(close: list[Row]) -> Text:
    """How many departments cannot be told from the hall."""
    n = len(close)
    if not n:
        return Text(
            "本厅的区间与所列各部门都不重叠",
            "this hall's interval overlaps with that of no department listed",
        )
    count, verb = words.number(n), words.plural(n, "department", "departments")
    return Text(
        f"所列部门中，本厅的区间与{count}个重叠，和它们分不出先后",
        f"this hall's interval overlaps with those of {count} {verb} listed: their order is not known",
    )


def _dates(about: Row, lang: Lang) -> str:
    first, last = (date.fromisoformat(about[end]) for end in ("from_on", "to_on"))
    return Text(
        f"调查日期：{words.between(first, last, 'zh')}",
        f"asked from {words.between(first, last, 'en')}".replace("from from", "from"),
    )[lang]


def _line(parts: Sequence[str], lang: Lang) -> str:
    text = Text("；", "; ")[lang].join(parts) + Text("。", ".")[lang]
    return text[:1].upper() + text[1:]


def beside(rows: Sequence[Row], gap: float | None, about: Row, lang: Lang) -> tuple[str, str]:
    """The gap in percentage points where the two can be told apart; what differs between them."""
    why = Text(
        "两者对象、问法和等级不同，只作对照",
        "people asked, question and scale differ: set side by side only",
    )
    note = _line(
        [_dates(about, lang), why[lang], Text("横线为95%区间", "line: 95% interval")[lang]], lang
    )
    if len(rows) < 2 or gap is None:
        return Text("调查期间没有好差评可作对照", "No ratings of the survey's days to set beside")[
            lang
        ], note
    if not all(words.enough(row["denominator"]) for row in rows):
        return Text("样本不足，不与好差评对照", "Too few to set beside the ratings")[lang], note
    points = words.decimal({"value": abs(gap)})
    if overlap(words.interval_of(rows[0]), words.interval_of(rows[1])):
        return Text(
            f"调查满意率与同期主动评价好评率无明显差别（相差{points}个百分点）",
            f"The survey and the ratings of the same days do not differ clearly ({points} percentage points)",
        )[lang], note
    up = gap > 0
    return Text(
        f"调查满意率比同期主动评价好评率{'高' if up else '低'}{points}个百分点",
        f"The survey is {points} percentage points {'above' if up else 'below'} the ratings of the same days",
    )[lang], note  # fmt: skip


def method(about: Row, lang: Lang) -> str:
    """Who asked whom, how, with which question and scale; what is not stated is left out."""
    sample = about["sample_n"]
    parts: list[tuple[Text, Any]] = [
        (Text("调查单位", "Conducted by"), about[f"conducted_by_{lang}"]),
        (Text("对象", "People asked"), about[f"population_{lang}"]),
        (Text("方法", "Method"), about[f"method_{lang}"]),
        (Text("样本", "Sample"), None if sample is None else words.number(sample)),
        (Text("问题", "Question"), about[f"wording_{lang}"]),
        (Text("等级", "Scale"), about[f"scale_{lang}"]),
    ]
    colon = Text("：", ": ")[lang]
    stated = [f"{name[lang]}{colon}{text}" for name, text in parts if text]
    return " · ".join(stated)
