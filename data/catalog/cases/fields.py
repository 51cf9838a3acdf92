"""The fields of a case.

A case has three dates, hence three series, never one word: accepted (受理), completed (办结), due
(承诺截止). Stops that do not count towards a limit: 行政许可法 Art. 45.
"""

from __future__ import annotations

from data.catalog.cases.term_fields import DAYS, DUE_ON, TERM_FIELDS
from data.catalog.codes import CHANNELS, ITEM_KINDS, ONLINE_DEPTHS
from data.catalog.reference import CALENDAR, CASE_KINDS, DEPARTMENT
from data.definitions import Field, Text, codes
from data.derive.cases import USED_BUCKETS

FIELDS = (
    Field("case_no", "text", Text("办件编号", "Case number"), required=True, header="办件编号"),
    Field(
        "item",
        "text",
        Text("事项", "Item"),
        refers="items",
        required=True,
        indexed=True,
        header="事项编码",
        label="事项名称",
    ),
    DEPARTMENT,
    Field(
        "district",
        "text",
        Text("县（市、区）", "District"),
        refers="districts",
        header="行政区划代码",
        label="行政区划名称",
    ),
    Field(
        "window",
        "text",
        Text("窗口", "Window"),
        refers="windows",
        header="窗口编号",
        label="窗口名称",
    ),
    Field(
        "channel",
        "code",
        Text("渠道", "Channel"),
        codes=CHANNELS,
        required=True,
        header="受理渠道",
        words={
            "窗口": "hall",
            "网上": "online",
            "热线": "hotline",
            "预约": "appointment",
            "自助": "self_service",
            "其他": "other",
        },
    ),
    Field(
        "applicant_kind",
        "code",
        Text("申请人类别", "Kind of applicant"),
        derived=True,
        codes=codes(
            individual=("个人", "individual"),
            organisation=("单位", "organisation"),
            unknown=("未注明", "not stated"),
        ),
        header="申请人类型",
    ),
    Field(
        "case_kind",
        "code",
        Text("办件类型", "Kind of case"),
        codes=CASE_KINDS,
        derived=True,
        header="办件类型",
    ),
    Field(
        "item_kind",
        "code",
        Text("事项类别", "Kind of item"),
        codes=ITEM_KINDS,
        derived=True,
        note=Text(
            "来源未注明的，取入库时事项清单所列类别",
            "where the source does not say, that of the list of items when the case came in",
        ),
        header="事项类型",
    ),
    Field(
        "online_depth",
        "code",
        Text("网上办理程度", "How far online"),
        codes=ONLINE_DEPTHS,
        note=Text(
            "本厅自定的三级，不同于国家标准的网上办理深度等级",
            "three levels of this hall, not those of the national standard",
        ),
        header="网上办理程度",
    ),
    Field(
        "accepted_on",
        "date",
        Text("受理日期", "Accepted on"),
        required=True,
        indexed=True,
        header="受理日期",
    ),
    DUE_ON,
    Field(
        "completed_on", "date", Text("办结日期", "Completed on"), indexed=True, header="办结日期"
    ),
    Field(
        "outcome",
        "code",
        Text("办理结果", "Outcome"),
        codes=codes(
            granted=("准予（办结）", "granted"),
            refused=("不予许可（不予办理）", "refused"),
            withdrawn=("申请人撤回", "withdrawn"),
            other=("其他", "other"),
        ),
        header="办理结果",
        words={"准予": "granted", "不予": "refused", "撤回": "withdrawn", "其他": "other"},
    ),
    *TERM_FIELDS,
    Field(
        "used_days",
        "number",
        Text("办理用时", "Used days"),
        minimum=0,
        unit=DAYS,
        derived=True,
        note=Text(
            "当场办结为0；有时刻的以半日计（以正午为界），只有日期的以整工作日计；自起算日期计，"
            "扣除不计时限的工作日",
            "0 in the same visit; in half days (split at noon) where instants are known, else whole "
            "days; from the day the term counts from, less the excluded days",
        ),
        header="实际用时",
    ),
    Field(
        "used_bucket",
        "code",
        Text("用时分档", "Time used, grouped"),
        codes=USED_BUCKETS,
        computed=True,
        note=Text(
            "按办理用时分档，各档含上限、不含下限：0；0至0.5；0.5至1；1至3；3至5；5至10；10至20；"
            "20以上（工作日）",
            "by the days used, each with its upper and without its lower bound: 0; 0–0.5; 0.5–1; 1–3; "
            "3–5; 5–10; 10–20; over 20 working days",
        ),
    ),
    Field(
        "belongs_on_site",
        "boolean",
        Text("应在大厅办理", "Belongs in the hall"),
        derived=True,
        note=Text(
            "事项清单列为进驻大厅办理，且由大厅窗口受理或预约到大厅办理；网上、热线、自助终端受理的"
            "不属于现场办理",
            "the item is on the list of those handled in the hall, and the case was handed in at a "
            "window or by appointment; what comes online, by hotline or at a terminal does not belong",
        ),
        header="应现场办理",
    ),
    Field(
        "completed_on_site",
        "boolean",
        Text("在大厅办结", "Completed in the hall"),
        note=Text(
            "办理结果在大厅作出，未转回部门办理；由来源注明，不推算",
            "the decision was made in the hall, not back at the department; as the source states it, "
            "never computed",
        ),
        header="现场办结",
    ),
    Field(
        "recorded_at",
        "instant",
        Text("入库时间", "Recorded at"),
        precision="day",
        note=Text(
            "精确到日（当天零时），避免通过时间比对将评价与办件关联",
            "to the day (its beginning), so that no rating can be matched to a case by the second",
        ),
        header="入库时间",
    ),
    Field(
        "accepted_at",
        "instant",
        Text("受理时间", "Accepted at"),
        published=False,
        header="受理时间",
    ),
    Field(
        "completed_at",
        "instant",
        Text("办结时间", "Completed at"),
        published=False,
        header="办结时间",
    ),
    Field(
        "completion_recorded_at",
        "instant",
        Text("办结登记时间", "Completion entered at"),
        published=False,
        note=Text(
            "据以区分按时登记与补录；来源未登记的，视为当日登记",
            "tells an end that was entered late from others; where the source does not say, it was entered "
            "on its day",
        ),
        header="办结登记时间",
    ),
    CALENDAR,
    Field(
        "accepted_hour", "integer", Text("受理时段", "Hour accepted"), derived=True, published=False
    ),
    Field(
        "completed_hour",
        "integer",
        Text("办结时段", "Hour completed"),
        derived=True,
        published=False,
    ),
)
