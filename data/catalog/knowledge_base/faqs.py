"""知识库条目: questions that people ask, each with its answer, its items and its legal basis."""

from __future__ import annotations

from typing import Any

from data.catalog.knowledge_base.reviews import FIRST, RECORDED, REVIEWS
from data.catalog.reference import DEPARTMENT, LISTED
from data.definitions import (
    WHEN_IT_CHANGES,
    Dataset,
    Dimension,
    Field,
    Indicator,
    Text,
    codes,
)
from data.derive.reference import derive_reference
from data.measures import Count, Flow, Stock

RULES = Text(
    "本厅知识库管理规定（待大厅确认）", "the hall's rules on the knowledge base (to be confirmed)"
)
# Under this code is counted what matched no entry: it is on the list of entries, and has no answer.
UNMATCHED = "unmatched"
TOPICS = codes(
    general=("办事指南", "how things are done"),
    business=("开办企业和经营许可", "setting up and licensing a business"),
    construction=("投资和建设", "investment and construction"),
    social=("社保、医保和就业", "social and medical insurance, employment"),
    housing=("公积金和不动产", "housing fund and real estate"),
    papers=("户政和出入境", "identity and travel documents"),
    transport=("车辆、驾驶证和运输", "vehicles, driving licences and transport"),
    civil=("民政、法律和信用", "welfare, legal aid and credit"),
    disclosure=("政府信息公开", "disclosure of government information"),
    supervision=("评价和投诉", "ratings and complaints"),
)
BREAKDOWN = ("topic", "department")
_SEVERAL = Text("多个问法以竖线分隔", "several, with bars between them")


def _text(id: str, zh: str, en: str, note: Text | None = None, **more: Any) -> Field:
    return Field(id, "text", Text(zh, en), note=note, header=zh, **more)


FIELDS = (
    Field("faq", "text", Text("条目编号", "Entry"), required=True, header="条目编号"),
    _text("title_zh", "问题", "Question (Chinese)", required=True),
    _text("title_en", "问题（英文）", "Question (English)", derived=True),
    _text("answer_zh", "答案", "Answer (Chinese)"),
    _text("answer_en", "答案（英文）", "Answer (English)"),
    _text("similar_zh", "相似问法", "Asked otherwise (Chinese)", _SEVERAL),
    _text("similar_en", "相似问法（英文）", "Asked otherwise (English)", _SEVERAL),
    Field("topic", "code", Text("主题", "Topic"), codes=TOPICS, header="主题"),
    Field(
        "item",
        "text",
        Text("事项", "Item"),
        refers="items",
        header="事项编码",
        label="事项名称",
    ),
    _text(
        "other_items",
        "其他相关事项",
        "Other items",
        Text("事项编码，以分号分隔", "codes of items, with semicolons between them"),
    ),
    DEPARTMENT,
    _text("basis_zh", "依据", "Basis (Chinese)"),
    _text("basis_en", "依据（英文）", "Basis (English)"),
    Field(
        "live_from",
        "date",
        Text("上线日期", "Live from"),
        indexed=True,
        header="上线日期",
    ),
    Field(
        "retired_on",
        "date",
        Text("停用日期", "Retired on"),
        indexed=True,
        note=Text("自该日起不再用于答复", "from this day on it answers nothing"),
        header="停用日期",
    ),
    Field(
        "reviewed_on",
        "date",
        Text("最近复核日期", "Last reviewed on"),
        indexed=True,
        header="最近复核日期",
    ),
    LISTED,
    RECORDED,
)
INDICATORS = (
    Indicator(
        id="faq-entries",
        title=Text("知识库条目", "Entries of the knowledge base"),
        formula=Text("期末在用的条目数", "entries in use at the end of the period"),
        measure=Stock(
            Flow("live_from"), Flow("retired_on", where=lambda r: r.live_from.is_not(None))
        ),
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="faq-entries-added",
        title=Text("新增知识库条目", "Entries added"),
        formula=Text("期内上线的条目数", "entries that went live in the period"),
        measure=Count(),
        dated="live_from",
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
)

DATASETS = (
    Dataset(
        id="faqs",
        title=Text("知识库", "Knowledge base"),
        description=Text(
            "常见问题和标准答案，附事项、部门、法律依据和复核日期。“问答”页据此自动答复。",
            "Frequent questions with their answers, items, departments, legal basis and the day of their "
            "last review. The page that answers questions answers from it.",
        ),
        key=("faq",),
        counted=Text("条", "entries"),
        fields=FIELDS,
        indicators=INDICATORS,
        dimensions=(
            Dimension("topic", Text("主题", "Topic")),
            Dimension("department", Text("部门", "Department")),
        ),
        newest=("retired_on", "live_from"),
        subject="service",
        cadence=WHEN_IT_CHANGES,
        reference=True,
        label=("title_zh", "title_en"),
        derive=derive_reference,
        ordered=(("live_from", "retired_on"),),
    ),
    REVIEWS,
)
