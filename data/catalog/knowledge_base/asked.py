"""知识库问答: how often each entry was asked for, by day. Counts only: no question is ever stored."""

from __future__ import annotations

from typing import Any

from data.catalog.knowledge_base.reviews import FIRST, RECORDED
from data.definitions import (
    Dataset,
    Dimension,
    Expected,
    Field,
    Impossible,
    Indicator,
    Text,
    codes,
)
from data.measures import Sum, Total

COUNTERS = Text(
    "各问答渠道的计数；只计次数，不存问题内容（待大厅确认）",
    "the counters of each channel; counts only, no question is stored (to be confirmed)",
)
QUESTIONS = Text("次", "questions")
CHANNELS = codes(
    knowledge_base=("网上知识库", "the hall's online knowledge base"),
    site=("本平台", "this site"),
)
BREAKDOWN = ("faq", "channel")


def _count(id: str, zh: str, en: str, note: Text | None = None, **more: Any) -> Field:
    return Field(
        id, "integer", Text(zh, en), minimum=0, unit=QUESTIONS, note=note, header=zh, **more
    )


def _rated(r: Any) -> Any:
    return r.helpful + r.not_helpful


FIELDS = (
    Field(
        "faq",
        "text",
        Text("条目", "Entry"),
        refers="faqs",
        required=True,
        note=Text(
            "没有匹配到条目的提问记在专设的编码下",
            "unmatched: questions that matched none of the entries",
        ),
        header="条目编号",
        label="问题",
    ),
    Field("on", "date", Text("日期", "On"), required=True, indexed=True, header="日期"),
    Field("channel", "code", Text("渠道", "Channel"), codes=CHANNELS, required=True, header="渠道"),
    _count(
        "asked",
        "提问次数",
        "Asked",
        Text("当日无人提问的条目不报", "an entry that nobody asked for on the day is not reported"),
        required=True,
    ),
    _count("answered_by_machine", "自动应答次数", "Answered by machine", required=True),
    _count("passed_to_person", "转人工次数", "Passed to a person"),
    _count("helpful", "有用评价", "Said to be helpful"),
    _count("not_helpful", "无用评价", "Said not to be helpful"),
    _count(
        "out_of_hours",
        "非工作时间提问次数",
        "Asked outside hours",
        Text("窗口不对外办公的时间", "while the windows were closed"),
    ),
    RECORDED,
)
INDICATORS = (
    Indicator(
        id="faq-asked",
        title=Text("知识库提问", "Questions to the knowledge base"),
        formula=Text("期内提问次数合计", "sum of the questions of the period"),
        measure=Sum(of=lambda r: r.asked),
        counted=QUESTIONS,
        dated="on",
        dimensions=BREAKDOWN,
        reference=COUNTERS,
        versions=FIRST,
    ),
    Indicator(
        id="self-answer-rate",
        title=Text("自动应答率", "Answered by machine"),
        formula=Text(
            "期内自动应答次数 ÷ 期内提问次数",
            "questions of the period answered by machine ÷ questions asked",
        ),
        measure=Total(of=lambda r: r.answered_by_machine, over=lambda r: r.asked),
        unit="fraction",
        interval="wilson",
        dated="on",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=COUNTERS,
        versions=FIRST,
    ),
    Indicator(
        id="faq-helpful-rate",
        title=Text("答案有用率", "Answers said to be helpful"),
        formula=Text(
            "期内“有用”评价 ÷ 期内“有用”“无用”评价合计；不作评价的不计入",
            "answers said to be helpful ÷ answers said to be helpful or not; most are not rated",
        ),
        measure=Total(
            of=lambda r: r.helpful,
            over=_rated,
            among=lambda r: r.helpful.is_not(None) & r.not_helpful.is_not(None),
        ),
        unit="fraction",
        interval="wilson",
        dated="on",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=COUNTERS,
        versions=FIRST,
    ),
    Indicator(
        id="faq-out-of-hours",
        title=Text("非工作时间提问占比", "Asked outside hours"),
        formula=Text(
            "期内窗口不对外办公时的提问 ÷ 期内提问次数",
            "questions asked while the windows were closed ÷ questions asked in the period",
        ),
        measure=Total(
            of=lambda r: r.out_of_hours,
            over=lambda r: r.asked,
            among=lambda r: r.out_of_hours.is_not(None),
        ),
        unit="fraction",
        interval="wilson",
        dated="on",
        dimensions=BREAKDOWN,
        reference=COUNTERS,
        versions=FIRST,
    ),
    Indicator(
        id="faq-passed-on",
        title=Text("转人工提问", "Questions passed to a person"),
        formula=Text(
            "期内转热线或窗口的提问次数合计",
            "sum of the questions of the period that went on to the hotline or a window",
        ),
        measure=Sum(of=lambda r: r.passed_to_person),
        counted=QUESTIONS,
        dated="on",
        dimensions=BREAKDOWN,
        reference=COUNTERS,
        versions=FIRST,
    ),
)


def _more(part: str) -> Any:
    return lambda columns: columns[part] > columns["asked"]


DATASETS = (
    Dataset(
        id="faq-answers-daily",
        title=Text("知识库每日问答", "Questions answered by day"),
        description=Text(
            "各条目每日的提问、自动应答、转人工和评价次数。只有次数：不存问题内容、地址或提问人。",
            "How often each entry was asked for, answered by machine, passed on and rated on a day. Counts "
            "only: no question, address or person is stored.",
        ),
        key=("faq", "on", "channel"),
        counted=Text("行", "rows"),
        fields=FIELDS,
        indicators=INDICATORS,
        dimensions=(
            Dimension("faq", Text("条目", "Entry")),
            Dimension("channel", Text("渠道", "Channel")),
        ),
        newest=("on",),
        subject="service",
        expects=Expected("channel", "day"),
        impossible=(
            Impossible("answered_by_machine", _more("answered_by_machine"),
                       "more answered than asked 自动应答多于提问"),
            Impossible("out_of_hours", _more("out_of_hours"),
                       "more outside hours than asked 非工作时间提问多于提问"),
        ),
    ),
)  # fmt: skip
