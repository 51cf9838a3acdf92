"""民意调查: a survey by others, such as the CPPCC, of how content people are with departments.

A survey is a stated value of others. Its shares are counted from its counts; its ranks are shown and
never added up.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from data.catalog.survey.fields import FIELDS
from data.definitions import Dataset, Dimension, Impossible, Indicator, Text, Version
from data.derive.survey import derive_survey
from data.measures import Difference, Sum, Total

FIRST = (Version(date(2026, 11, 28), Text("首次公布", "first published")),)
RULE = Text(
    "调查由其单位组织，算法为本厅统计口径；公布方式待大厅确认",
    "a survey by its own organiser, counted by this hall's rules; how it is published is to be confirmed",
)
BREAKDOWN = ("department",)


def _overall(r: Any) -> Any:
    return (r.question == "overall") & r.satisfied.is_not(None)


INDICATORS = (
    Indicator(
        id="survey-answers",
        title=Text("调查有效答卷数", "Valid answers of a survey"),
        formula=Text(
            "调查结束日期在期内的，对总体满意度一问的有效答卷数；一人评价几个部门的，每个部门各一份",
            "valid answers on overall satisfaction, of surveys that ended in the period; who rated several "
            "departments gave an answer on each",
        ),
        measure=Sum(of=lambda r: r.responses, among=lambda r: r.question == "overall"),
        dated="to_on",
        dimensions=BREAKDOWN,
        counted=Text("份", "answers"),
        reference=RULE,
        versions=FIRST,
    ),
    Indicator(
        id="survey-share",
        title=Text("调查满意率", "Satisfied in a survey"),
        formula=Text(
            "满意的有效答卷 ÷ 有效答卷，限总体满意度一问、调查结束日期在期内的",
            "satisfied ÷ valid answers on overall satisfaction, of surveys that ended in the period",
        ),
        measure=Total(of=lambda r: r.satisfied, over=lambda r: r.responses, among=_overall),
        unit="fraction",
        dated="to_on",
        dimensions=BREAKDOWN,
        interval="wilson",
        favourable="high",
        reference=RULE,
        versions=FIRST,
    ),
    Indicator(
        id="survey-share-hall",
        title=Text("调查满意率（本厅）", "Satisfied with this hall in a survey"),
        formula=Text(
            "对本厅满意的有效答卷 ÷ 对本厅的有效答卷，限总体满意度一问、调查结束日期在期内的",
            "satisfied with this hall ÷ valid answers about it, on overall satisfaction, of surveys that "
            "ended in the period",
        ),
        measure=Total(
            of=lambda r: r.satisfied,
            over=lambda r: r.responses,
            among=lambda r: _overall(r) & (r.rated == "hall"),
        ),
        unit="fraction",
        dated="to_on",
        interval="wilson",
        favourable="high",
        reference=RULE,
        versions=FIRST,
    ),
    Indicator(
        id="survey-gap",
        title=Text("调查满意率与主动评价好评率之差", "Survey less good ratings"),
        formula=Text(
            "调查满意率（本厅）− 同一时期本厅主动评价好评率，以百分点计。两者对象、问法和等级不同，只作对照，"
            "不合并",
            "satisfied with this hall in a survey − share of good ratings in the same period, in percentage "
            "points. People asked, question and scale differ: set side by side, never put together",
        ),
        measure=Difference("survey-share-hall", "good-rating-rate"),
        unit="percentage_points",
        reference=RULE,
        versions=FIRST,
    ),
    Indicator(
        id="survey-response-rate",
        title=Text("调查有效答卷率", "Answered in a survey"),
        formula=Text(
            "有效答卷 ÷ 样本数，限总体满意度一问、调查结束日期在期内的",
            "valid answers ÷ sample, on overall satisfaction, of surveys that ended in the period",
        ),
        measure=Total(
            of=lambda r: r.responses,
            over=lambda r: r.sample_n,
            among=lambda r: (r.question == "overall") & r.sample_n.is_not(None),
        ),
        unit="fraction",
        dated="to_on",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULE,
        versions=FIRST,
    ),
)

DATASETS = (
    Dataset(
        id="survey-results",
        title=Text("民意调查结果", "Survey results"),
        description=Text(
            "政协等单位组织的民意调查对各部门的评价：满意的答卷数、有效答卷数、公布的名次，以及调查单位、"
            "对象、方法和日期。数字由调查单位公布，与好差评分列，不合并；不含答卷人信息。",
            "What a survey by others, such as the CPPCC, found of departments: satisfied and valid answers, "
            "the rank as published, and who asked whom, how and when. The numbers are its organiser's; they "
            "stand beside the ratings and are never put together with them. Nothing about who answered.",
        ),
        key=("survey", "department", "question"),
        counted=Text("条", "results"),
        fields=FIELDS,
        indicators=INDICATORS,
        dimensions=(Dimension("department", Text("被评部门", "Department rated")),),
        newest=("to_on",),
        derive=derive_survey,
        ordered=(("from_on", "to_on"), ("to_on", "published_on")),
        impossible=(
            Impossible(
                "satisfied",
                lambda c: c["satisfied"] > c["responses"],
                "more were satisfied than answered 满意的不能多于有效答卷",
            ),
            Impossible(
                "of",
                lambda c: c["of"] < c["rank"],
                "a rank beyond the number ranked 名次不能大于参评部门数",
            ),
            Impossible(
                "of_reason",
                lambda c: c["of"].is_not_null() & c["of_reason"].is_not_null(),
                "a number or a reason for none, not both 有数的不能同时标为未公布",
            ),
        ),
        cadence=Text("每次调查公布后", "after each survey"),
        subject="satisfaction",
    ),
)
