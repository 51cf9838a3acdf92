"""What the page of one round of a survey says: what its organiser states, and what a place can mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.files.survey.evidence import DATASET, Evidence, Placed
from dashboard import words
from dashboard.asking.address import Place
from dashboard.pages.satisfaction.survey_sentences import ANSWERS, NOT_STATED, listed
from dashboard.words import Lang
from data.catalog import DATASETS, INDICATORS
from data.definitions import Text

FOLDER = "satisfaction/survey"
INTERVAL, N = Text("95%区间", "95% interval"), Text("有效答卷", "Answers")
RATE, SOURCE, PARTS = (
    Text("比率", "Share"),
    Text("来源", "Source"),
    Text("满意 / 有效答卷", "Satisfied / answers"),
)
RANKED = (Text("公布名次", "Rank as published"), Text("参评部门数", "Ranked among"))
PLACE, OPEN = Text("按答卷数的位次", "Place by answers"), Text("区间容许的位次", "Places open")
HEADS = (Text("满意率", "Satisfied"), INTERVAL, N, *RANKED, PLACE, OPEN)
HOW = Text(
    "满意率由公布的答卷数算出；位次在表中样本足够的部门之间排列，满意率相等的并列。95%区间重叠的两个部门分不出先后，"
    "“区间容许的位次”从区间全部较高的部门之后，到区间全部较低的部门之前。",
    "Shares are counted from the published answers; places are among the departments here with enough of them, equal "
    "shares sharing one. Two whose 95% intervals overlap have no order: the places open reach from behind those whose "
    "whole interval is higher to before those whose whole interval is lower.",
)
NOT_RATED = Text(
    "本厅未列入，或答卷样本不足，不排位次。",
    "This hall was not rated, or by too few to be placed.",
)
NOT_BESIDE = Text(
    "本厅未列入，或答卷样本不足，不与好差评对照",
    "This hall was not rated, or by too few to set beside its ratings",
)
UNLIKE = Text(
    "两者对象、问法和等级不同，只作对照，不合并。",
    "People asked, question and scale differ: set side by side, never put together.",
)
_STATED = (
    "survey", "conducted_by", "population", "method", "wording", "scale", "from_on", "to_on", "published_on",
    "sample_n", "file_sha256",
)  # fmt: skip
_BREAKS = frozenset("/?#%\\")
_IN_BOTH = {"conducted_by", "population", "method", "wording", "scale"}


def address_of(survey: str, lang: Lang) -> str | None:
    """The page of a round; None of an id that an address cannot have in one piece of its path."""
    return None if _BREAKS & set(survey) else Place(f"{FOLDER}/{survey}", lang).path


def named(round_: Evidence, lang: Lang) -> str:
    """民意调查：市政协，2026年9月1日—30日."""
    by = round_.about[f"conducted_by_{lang}"] or round_.survey
    first, last = round_.span
    when = words.between(first, last, lang)
    return Text(f"民意调查：{by}，{when}", f"Survey by {by}, {when}")[lang]


def place(round_: Evidence, lang: Lang) -> str:
    """The hall's share, its published rank with what is known of it, and which places its interval leaves open."""
    one = round_.hall
    if one is None:
        return NOT_RATED[lang]
    share, k = words.in_title(one.share, ANSWERS), words.number(len(round_.placed))
    rank, tied, reached = published(one.record, lang), _same(one, lang), _reach(one, lang)
    here = listed([*(other.record for other in round_.placed), *round_.few])
    said = Text(
        f"{share.zh}对本厅满意。{rank}。按答卷数，在所列{k}个部门中居第{one.place}{tied}；{reached}。",
        f"{share.en} satisfied with this hall. {rank}. By answers it is in place {one.place}{tied} of the {k} "
        f"departments listed; {reached}.",
    )[lang]
    if here is None:
        return said
    more = Text(f"{here.zh}。", f" {here.en[:1].upper()}{here.en[1:]}.")[lang]
    return said + more


def published(record: Mapping[str, Any], lang: Lang) -> str:
    """公布为第1名，参评部门数未公布."""
    if record["rank"] is None:
        return Text("未公布名次", "No rank was published")[lang]
    rank, tied = words.number(record["rank"]), ""
    if record["ties"]:
        ties = words.number(record["ties"])
        tied = Text(f"，另{ties}个并列", f", tied with {ties} more")[lang]
    if record["of"] is None:
        return Text(
            f"公布为第{rank}名{tied}，参评部门数未公布",
            f"The published rank is {rank}{tied}, among how many is not stated",
        )[lang]
    of = words.number(record["of"])
    return Text(
        f"在{of}个部门中公布为第{rank}名{tied}", f"The published rank is {rank} of {of}{tied}"
    )[lang]


def _same(one: Placed, lang: Lang) -> str:
    """How many more have the same share; "" for none."""
    if not one.ties:
        return ""
    n = words.number(one.ties)
    return Text(f"（另{n}个满意率相同）", f" ({n} more with the same share)")[lang]


def _reach(one: Placed, lang: Lang) -> str:
    """Which places the intervals leave open."""
    if one.best == one.worst:
        return Text(
            "区间与所列各部门都不重叠，位次可以确定",
            "its interval overlaps with none of theirs, so that its place is certain",
        )[lang]
    return Text(
        f"区间有重叠，第{one.best}至第{one.worst}都有可能",
        f"as intervals overlap it may be anywhere from {one.best} to {one.worst}",
    )[lang]


def stated(round_: Evidence, lang: Lang) -> list[tuple[str, str]]:
    """Field by field what the organiser states of the round; what it does not state, by name."""
    field, about = DATASETS[DATASET].field, round_.about
    lines = []
    for id in _STATED:
        name = f"{id}_{lang}" if id in _IN_BOTH else id
        title = field(f"{id}_zh").title if id in _IN_BOTH else field(id).title
        bare = Text(title.zh.removesuffix("（中文）"), title.en.removesuffix(" (Chinese)"))
        lines.append((bare[lang], _said(about[name], lang)))
    return [*lines, *_answered(round_, lang)]


def _said(value: Any, lang: Lang) -> str:
    if value in (None, ""):
        return NOT_STATED[lang]
    if isinstance(value, int):
        return words.number(value)
    if len(value) == 10 and value[4] == "-":
        return words.day(date.fromisoformat(value), lang)
    return str(value)


def _answered(round_: Evidence, lang: Lang) -> list[tuple[str, str]]:
    """Of the sample how many gave a valid answer about this hall."""
    record = round_.about
    if record["rated"] != "hall" or not record["sample_n"]:
        return [(N[lang], words.number(record["responses"]))]
    share = {"numerator": record["responses"], "denominator": record["sample_n"]}
    rate = f"{words.rate(share)}%（{words.of(share)}）" if lang == "zh" else f"{words.rate(share)}% ({words.of(share)})"  # fmt: skip
    return [(INDICATORS["survey-response-rate"].title[lang], rate)]


def cells(one: Placed, lang: Lang) -> list[str]:
    """A department's line of the table, after its name: as `HEADS`."""
    open_ = str(one.best) if one.best == one.worst else f"{one.best}–{one.worst}"
    place = f"{one.place}{Text('（并列）', ' (tied)')[lang]}" if one.ties else str(one.place)
    rate = words.percentage(one.share)
    return [rate, words.interval(one.interval, lang), words.number(one.record["responses"]), *ranked(one.record, lang), place, open_]  # fmt: skip


def ranked(record: Mapping[str, Any], lang: Lang) -> list[str]:
    """Its rank, with those in the same place, and among how many; as `RANKED`, each as its source states it."""
    if record["rank"] is None:
        return [words.MISSING, words.MISSING]
    rank, ties = words.number(record["rank"]), record["ties"]
    if ties:
        n = words.number(ties)
        rank += Text(f"（另{n}个并列）", f" ({n} more tied)")[lang]
    return [rank, NOT_STATED[lang] if record["of"] is None else words.number(record["of"])]


def share(record: Mapping[str, Any], lang: Lang) -> str:
    """Satisfied of answers, where the organiser states both."""
    if record["satisfied"] is None:
        return Text(f"{NOT_STATED.zh} / {record['responses']}", f"{NOT_STATED.en} / {record['responses']}")[lang]  # fmt: skip
    return words.of({"numerator": record["satisfied"], "denominator": record["responses"]})
