"""时限压缩: limits cut below the law's, round by round, with the arithmetic of two rounds."""

from __future__ import annotations

from typing import Any

from data.catalog.codes import LIMIT_UNITS
from data.catalog.reference import DEPARTMENT, LISTED, titles
from data.catalog.reform.common import FIRST, RECORDED, SCHEMES
from data.definitions import (
    WHEN_IT_CHANGES,
    Dataset,
    Dimension,
    Field,
    Indicator,
    Need,
    Text,
    codes,
)
from data.derive.reform import derive_time_commitments
from data.measures import Count, Total

DECISIONS = Text(
    "本厅公布的时限压缩目录（待大厅确认）",
    "the hall's published list of limits cut (to be confirmed)",
)
ROUNDS = codes(
    r2009=("第一轮（2009年，压缩50%）", "first round (2009, cut by 50%)"),
    r2013=("第二轮（2013年，再压缩40%）", "second round (2013, cut by 40% more)"),
    later=("其他批次", "other rounds"),
)
WORKING_DAYS = Text("工作日", "working days")
BREAKDOWN = ("round", "department")


def _cut_in(*rounds: str) -> Total:
    """(Σ before − Σ promised) ÷ Σ before, over the commitments of some rounds (none named: of all)."""

    def among(r: Any) -> Any:
        has_before = r.before_days.is_not(None)
        return has_before & r.round.in_(rounds) if rounds else has_before

    return Total(
        of=lambda r: r.before_days - r.promised_days, over=lambda r: r.before_days, among=among
    )


def _days(id: str, zh: str, en: str, note: Text | None = None, **more: Any) -> Field:
    return Field(
        id, "number", Text(zh, en), minimum=0, unit=WORKING_DAYS, note=note, header=zh, **more
    )


FIELDS = (
    Field(
        "commitment_no",
        "text",
        Text("承诺编号", "Commitment number"),
        required=True,
        header="承诺编号",
    ),
    *titles("事项名称", "Item name"),
    Field(
        "item",
        "text",
        Text("事项编码", "Item code"),
        refers="items",
        note=Text("空为不对应单个事项，如并联审批", "empty: of no single item, as a scheme"),
        header="事项编码",
    ),
    Field(
        "scheme",
        "code",
        Text("并联审批方案", "Parallel-approval scheme"),
        codes=SCHEMES,
        header="并联审批方案",
    ),
    DEPARTMENT,
    Field(
        "round",
        "code",
        Text("压缩批次", "Round"),
        codes=ROUNDS,
        required=True,
        header="压缩批次",
        words={"第一轮": "r2009", "第二轮": "r2013", "其他": "later"},
    ),
    Field(
        "effective_on",
        "date",
        Text("实施日期", "In force from"),
        required=True,
        scheduled=True,
        header="实施日期",
    ),
    Field(
        "limit_unit",
        "code",
        Text("法定时限单位", "Unit of the legal limit"),
        codes=LIMIT_UNITS,
        note=Text("法律条文所用的单位", "as the law words it"),
        header="法定时限单位",
    ),
    Field(
        "limit_value",
        "number",
        Text("法定时限数值", "Legal limit as worded"),
        minimum=0,
        note=Text("以法定时限单位计", "in the unit of the legal limit"),
        header="法定时限数值",
    ),
    _days(
        "legal_days", "法定时限", "Legal limit",
        Text(
            "未填报的，按实施之日的“时限换算规则”由法定时限单位和数值折算",
            "where not stated: from unit and value, by the conversion in force on the first day",
        ),
        derived=True,
    ),
    _days(
        "before_days", "压缩前时限", "Before",
        Text(
            "本批次实施前的时限；未填报的为法定时限",
            "the limit before this round; where not stated, the legal one",
        ),
        derived=True,
    ),
    _days("promised_days", "压缩后时限", "Promised", required=True),
    Field("basis", "text", Text("法定时限依据", "Basis of the legal limit"), header="法定时限依据"),
    LISTED,
    RECORDED,
)  # fmt: skip
INDICATORS = (
    Indicator(
        id="commitment-cut",
        title=Text("时限压缩幅度", "Limits cut by"),
        formula=Text(
            "（压缩前时限合计 − 压缩后时限合计）÷ 压缩前时限合计",
            "(Σ limits before − Σ limits promised) ÷ Σ limits before",
        ),
        measure=_cut_in(),
        unit="fraction",
        dimensions=(
            *BREAKDOWN,
            "scheme",
        ),
        favourable="high",
        reference=DECISIONS,
        versions=FIRST,
    ),
    Indicator(
        id="round-cut-1",
        title=Text("第一轮压缩幅度", "Limits cut in the first round"),
        formula=Text(
            "第一轮事项：（压缩前时限合计 − 压缩后时限合计）÷ 压缩前时限合计",
            "items of the first round: (Σ limits before − Σ limits promised) ÷ Σ limits before",
        ),
        measure=_cut_in("r2009"),
        unit="fraction",
        dimensions=("department",),
        favourable="high",
        reference=DECISIONS,
        versions=FIRST,
    ),
    Indicator(
        id="round-cut-2",
        title=Text("第二轮压缩幅度", "Limits cut in the second round"),
        formula=Text(
            "第二轮事项：（压缩前时限合计 − 压缩后时限合计）÷ 压缩前时限合计，压缩前时限为第一轮承诺时限",
            "items of the second round: (Σ limits before − Σ limits promised) ÷ Σ limits before, which "
            "are those promised in the first round",
        ),
        measure=_cut_in("r2013"),
        unit="fraction",
        dimensions=("department",),
        favourable="high",
        reference=DECISIONS,
        versions=FIRST,
    ),
    Indicator(
        id="cut-together",
        title=Text("两轮累计压缩幅度", "Limits cut in both rounds together"),
        formula=Text(
            "第二轮事项：（法定时限合计 − 压缩后时限合计）÷ 法定时限合计。两轮相乘，不相加："
            "1 −（1 − 50%）×（1 − 40%）= 70%",
            "items of the second round: (Σ legal limits − Σ limits promised) ÷ Σ legal limits. Two "
            "rounds multiply, they do not add: 1 − (1 − 50%) × (1 − 40%) = 70%",
        ),
        measure=Total(
            of=lambda r: r.legal_days - r.promised_days,
            over=lambda r: r.legal_days,
            among=lambda r: (r.round == "r2013") & r.legal_days.is_not(None),
        ),
        unit="fraction",
        dimensions=("department",),
        favourable="high",
        reference=DECISIONS,
        versions=FIRST,
    ),
    Indicator(
        id="limits-cut",
        title=Text("实施的时限压缩", "Limits cut, by first day"),
        formula=Text(
            "实施日期在期内的时限压缩项数；同一事项每批次计一次",
            "limits cut whose first day lies in the period; an item counts once in each round",
        ),
        measure=Count(),
        dated="effective_on",
        settled=True,
        dimensions=(*BREAKDOWN, "scheme"),
        reference=DECISIONS,
        versions=FIRST,
    ),
)

DATASETS = (
    Dataset(
        id="time-commitments",
        title=Text("时限压缩承诺", "Limits cut"),
        description=Text(
            "各批次公布的办理时限：法定时限、压缩前时限和压缩后时限（工作日，可为半日）。",
            "The limits published in each round: the legal one, the one before and the one promised, in "
            "working days and halves of them.",
        ),
        key=("commitment_no",),
        subject="reform",
        counted=Text("项", "limits"),
        fields=FIELDS,
        indicators=INDICATORS,
        dimensions=(
            Dimension("round", Text("压缩批次", "Round")),
            Dimension("department", Text("部门", "Department")),
            Dimension("scheme", Text("并联审批方案", "Parallel-approval scheme")),
        ),
        newest=("effective_on",),
        reference=True,
        label=("title_zh", "title_en"),
        derive=derive_time_commitments,
        needs=(Need("limit-conversions", "unit", "limit_unit"),),
        cadence=WHEN_IT_CHANGES,
    ),
)
