"""高效办成一件事: the list of matters that the hall handles as one, and what that cut."""

from __future__ import annotations

from data.catalog.reference import LISTED, titles
from data.catalog.reform.common import FIRST, RECORDED
from data.definitions import WHEN_IT_CHANGES, Dataset, Dimension, Field, Indicator, Text, codes
from data.derive.reference import derive_reference
from data.measures import Ratio, Total, in_force

RULES = Text(
    "国务院办公厅“高效办成一件事”重点事项清单（五批，待核）；本厅上线台账（待大厅确认）",
    "the State Council's lists of matters to be handled as one (five batches, to be checked); the hall's "
    "own record of launches (to be confirmed)",
)
BATCHES = codes(
    b2024a=("2024年第一批", "2024, first batch"),
    b2024b=("2024年新一批", "2024, second batch"),
    b2025a=("2025年第一批", "2025, first batch"),
    b2025b=("2025年第二批", "2025, second batch"),
    b2026a=("2026年第一批", "2026, first batch"),
    local=("本市特色", "the city's own"),
)
BREAKDOWN = ("batch", "lead_department")
_PAIRS = {
    "papers": (("整合前材料", "整合后材料"), ("Papers before", "Papers after"), ("份", "papers")),
    "steps": (("整合前环节", "整合后环节"), ("Steps before", "Steps after"), ("个", "steps")),
    "days": (
        ("整合前时限", "整合后时限"),
        ("Limit before", "Limit after"),
        ("工作日", "working days"),
    ),
}


def _before_and_after() -> tuple[Field, ...]:
    """What a matter took one by one, and takes as one."""
    return tuple(
        Field(
            f"{id}_{when}",
            "number" if id == "days" else "integer",
            Text(zh, en),
            minimum=0,
            unit=Text(*unit),
            header=zh,
        )
        for id, (titles_zh, titles_en, unit) in _PAIRS.items()
        for when, zh, en in zip(("before", "after"), titles_zh, titles_en, strict=True)
    )


FIELDS = (
    Field("matter", "text", Text("一件事编码", "Matter code"), required=True, header="一件事编码"),
    *titles("一件事名称", "Matter name"),
    Field("batch", "code", Text("批次", "Batch"), codes=BATCHES, header="批次"),
    Field(
        "lead_department",
        "text",
        Text("牵头部门", "Led by"),
        refers="departments",
        header="牵头部门编码",
        label="牵头部门名称",
    ),
    Field(
        "departments_n",
        "integer",
        Text("参加部门数", "Departments taking part"),
        minimum=1,
        unit=Text("个", "departments"),
        header="参加部门数",
    ),
    Field("listed_on", "date", Text("列入清单日期", "Listed on"), header="列入清单日期"),
    Field("launched_on", "date", Text("上线日期", "Launched on"), header="上线日期"),
    Field(
        "until_on",
        "date",
        Text("停办日期", "Handled as one until"),
        scheduled=True,
        note=Text("含当日；空为继续办理", "inclusive; empty: until further notice"),
        header="停办日期",
    ),
    *_before_and_after(),
    LISTED,
    RECORDED,
)
INDICATORS = (
    Indicator(
        id="matters-listed",
        title=Text("列入清单的一件事", "Matters listed"),
        formula=Text(
            "期末清单内的“一件事”数",
            "matters to be handled as one, on the list at the end of the period",
        ),
        measure=in_force("listed_on", "until_on"),
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="matters-launched",
        title=Text("已上线的一件事", "Matters launched"),
        formula=Text(
            "期末已上线的“一件事”数", "matters handled as one in the hall at the end of the period"
        ),
        measure=in_force("launched_on", "until_on"),
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="matters-launched-rate",
        title=Text("一件事上线率", "Matters launched, of those listed"),
        formula=Text(
            "期末已上线的“一件事”÷ 同期清单内的“一件事”",
            "matters launched ÷ matters listed, at the end of the same period",
        ),
        measure=Ratio("matters-launched", "matters-listed"),
        unit="fraction",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="matter-papers-cut",
        title=Text("一件事减材料", "Papers cut by handling as one"),
        formula=Text(
            "（整合前材料合计 − 整合后材料合计）÷ 整合前材料合计，限已上线的事项",
            "(Σ papers before − Σ papers after) ÷ Σ papers before, of matters launched",
        ),
        measure=Total(
            of=lambda r: r.papers_before - r.papers_after,
            over=lambda r: r.papers_before,
            among=lambda r: (
                r.launched_on.is_not(None)
                & r.papers_before.is_not(None)
                & r.papers_after.is_not(None)
            ),
        ),
        unit="fraction",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="matter-steps-cut",
        title=Text("一件事减环节", "Steps cut by handling as one"),
        formula=Text(
            "（整合前环节合计 − 整合后环节合计）÷ 整合前环节合计，限已上线的事项",
            "(Σ steps before − Σ steps after) ÷ Σ steps before, of matters launched",
        ),
        measure=Total(
            of=lambda r: r.steps_before - r.steps_after,
            over=lambda r: r.steps_before,
            among=lambda r: (
                r.launched_on.is_not(None)
                & r.steps_before.is_not(None)
                & r.steps_after.is_not(None)
            ),
        ),
        unit="fraction",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="matter-days-cut",
        title=Text("一件事减时限", "Limits cut by handling as one"),
        formula=Text(
            "（整合前时限合计 − 整合后时限合计）÷ 整合前时限合计，限已上线的事项",
            "(Σ days before − Σ days after) ÷ Σ days before, of matters launched",
        ),
        measure=Total(
            of=lambda r: r.days_before - r.days_after,
            over=lambda r: r.days_before,
            among=lambda r: (
                r.launched_on.is_not(None) & r.days_before.is_not(None) & r.days_after.is_not(None)
            ),
        ),
        unit="fraction",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
)

DATASETS = (
    Dataset(
        id="one-matters",
        title=Text("一件事清单", "Matters handled as one"),
        description=Text(
            "“高效办成一件事”清单：批次、牵头部门、上线日期，整合前后的材料、环节和时限。",
            "The list of matters that departments handle as one: batch, leading department, launch, and "
            "papers, steps and limits before and after.",
        ),
        key=("matter",),
        subject="reform",
        counted=Text("项", "matters"),
        fields=FIELDS,
        indicators=INDICATORS,
        dimensions=(
            Dimension("batch", Text("批次", "Batch")),
            Dimension("lead_department", Text("牵头部门", "Led by")),
        ),
        newest=("launched_on", "listed_on"),
        reference=True,
        label=("title_zh", "title_en"),
        derive=derive_reference,
        ordered=(("listed_on", "launched_on"), ("launched_on", "until_on")),
        cadence=WHEN_IT_CHANGES,
    ),
)
