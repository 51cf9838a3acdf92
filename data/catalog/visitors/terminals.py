"""自助终端: the machines, and of each day how long they worked and how often they were used."""

from __future__ import annotations

from data.catalog.reference import LISTED, titles
from data.catalog.visitors.common import FIRST, RECORDED
from data.definitions import (
    WHEN_IT_CHANGES,
    Dataset,
    Dimension,
    Expected,
    Field,
    Impossible,
    Indicator,
    Text,
    codes,
)
from data.derive.reference import derive_reference
from data.measures import Sum, Total, in_force

RULES = Text(
    "本厅自助服务终端管理规定（待大厅确认）",
    "the hall's rules on self-service terminals (to be confirmed)",
)
PLACES = codes(
    hall=("政务大厅", "the hall"),
    district=("县（市、区）", "districts"),
    township=("乡镇（街道）", "townships"),
    bank=("银行网点", "banks"),
)
TIMES = Text("次", "times")

_LIST = Dataset(
    id="terminals",
    title=Text("自助终端清单", "Self-service terminals"),
    description=Text(
        "政务服务自助终端的名称、所在场所和启用日期。",
        "The self-service terminals: what they are called, where they stand, from when on.",
    ),
    key=("terminal",),
    counted=Text("台", "terminals"),
    fields=(
        Field("terminal", "text", Text("终端编号", "Terminal"), required=True, header="终端编号"),
        *titles("终端名称", "Name"),
        Field("place", "code", Text("所在场所", "Place"), codes=PLACES, header="所在场所"),
        Field(
            "round_clock", "boolean", Text("24小时服务", "Round the clock"), header="是否24小时服务"
        ),
        Field("opened_on", "date", Text("启用日期", "From"), indexed=True, header="启用日期"),
        Field("closed_on", "date", Text("停用日期", "Until"), header="停用日期"),
        LISTED,
        RECORDED,
    ),
    indicators=(
        Indicator(
            id="terminals-in-service",
            title=Text("在用自助终端", "Terminals in service"),
            formula=Text(
                "期末已启用且未停用的终端",
                "terminals opened and not closed at the end of the period",
            ),
            measure=in_force("opened_on", "closed_on"),
            dimensions=("place",),
            reference=RULES,
            versions=FIRST,
        ),
    ),
    dimensions=(Dimension("place", Text("所在场所", "Place")),),
    newest=("opened_on",),
    subject="service",
    reference=True,
    label=("title_zh", "title_en"),
    derive=derive_reference,
    ordered=(("opened_on", "closed_on"),),
    cadence=WHEN_IT_CHANGES,
)


def _counter(id: str, zh: str, en: str, unit: Text = TIMES, **more: bool) -> Field:
    return Field(id, "integer", Text(zh, en), minimum=0, unit=unit, header=zh, **more)  # type: ignore[arg-type]


_MINUTES = Text("分钟", "minutes")
_BREAKDOWN = ("terminal",)
_DAYS = Dataset(
    id="terminal-days",
    title=Text("自助终端运行日报", "Terminals day by day"),
    description=Text(
        "每台自助终端每天应服务和实际可用的时长、使用次数和故障次数。",
        "Of each self-service terminal and day: minutes it was due to serve and did, uses and faults.",
    ),
    key=("terminal", "on"),
    counted=Text("份", "reports"),
    fields=(
        Field(
            "terminal",
            "text",
            Text("终端", "Terminal"),
            refers="terminals",
            required=True,
            header="终端编号",
            label="终端名称",
        ),
        Field("on", "date", Text("日期", "Day"), required=True, indexed=True, header="日期"),
        _counter("due_minutes", "应服务分钟", "Minutes due", _MINUTES, required=True),
        _counter("up_minutes", "可用分钟", "Minutes up", _MINUTES, required=True),
        _counter("uses", "使用次数", "Uses"),
        _counter("cases_n", "其中受理办件", "Cases accepted", Text("件", "cases")),
        _counter("easy_uses", "其中适老模式", "Uses in the mode for older people"),
        _counter("faults", "故障次数", "Faults"),
        RECORDED,
    ),
    indicators=(
        Indicator(
            id="terminal-uptime",
            title=Text("自助终端可用率", "Terminals up"),
            formula=Text(
                "可用分钟合计 ÷ 应服务分钟合计；没有上报的终端另列",
                "Σ minutes up ÷ Σ minutes due; terminals that did not report are named",
            ),
            measure=Total(of=lambda r: r.up_minutes, over=lambda r: r.due_minutes),
            unit="fraction",
            dated="on",
            dimensions=_BREAKDOWN,
            favourable="high",
            reference=RULES,
            versions=FIRST,
        ),
        Indicator(
            id="terminal-uses",
            title=Text("自助终端使用", "Uses of terminals"),
            formula=Text("期内使用次数合计", "uses in the period"),
            measure=Sum(of=lambda r: r.uses),
            dated="on",
            counted=Text("次", "uses"),
            dimensions=_BREAKDOWN,
            reference=RULES,
            versions=FIRST,
        ),
        Indicator(
            id="terminal-cases",
            title=Text("自助终端受理办件", "Cases accepted by terminals"),
            formula=Text("期内自助终端受理的办件合计", "cases accepted by terminals in the period"),
            measure=Sum(of=lambda r: r.cases_n),
            dated="on",
            counted=Text("件", "cases"),
            dimensions=_BREAKDOWN,
            reference=RULES,
            versions=FIRST,
        ),
        Indicator(
            id="easy-mode-share",
            title=Text("适老模式使用占比", "Used in the mode for older people"),
            formula=Text(
                "适老模式使用次数合计 ÷ 使用次数合计",
                "Σ uses in the mode for older people ÷ Σ uses",
            ),
            measure=Total(
                of=lambda r: r.easy_uses,
                over=lambda r: r.uses,
                among=lambda r: r.easy_uses.is_not(None),
            ),
            unit="fraction",
            dated="on",
            dimensions=_BREAKDOWN,
            reference=RULES,
            versions=FIRST,
        ),
        Indicator(
            id="terminal-faults",
            title=Text("自助终端故障", "Faults of terminals"),
            formula=Text("期内故障次数合计", "faults in the period"),
            measure=Sum(of=lambda r: r.faults),
            dated="on",
            counted=Text("次", "faults"),
            favourable="low",
            dimensions=_BREAKDOWN,
            reference=RULES,
            versions=FIRST,
        ),
    ),
    dimensions=(Dimension("terminal", Text("终端", "Terminal")),),
    newest=("on",),
    subject="service",
    expects=Expected("terminal", "day"),
    impossible=(
        Impossible(
            "up_minutes",
            lambda c: c["up_minutes"] > c["due_minutes"],
            "more minutes up than were due 可用分钟多于应服务分钟",
        ),
        Impossible(
            "cases_n",
            lambda c: c["cases_n"] > c["uses"],
            "more cases than uses 受理办件多于使用次数",
        ),
        Impossible(
            "easy_uses",
            lambda c: c["easy_uses"] > c["uses"],
            "more uses in a mode than uses 适老模式使用次数多于使用次数",
        ),
    ),
)

DATASETS = (_LIST, _DAYS)
