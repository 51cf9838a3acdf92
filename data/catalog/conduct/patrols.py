"""巡查: leaders on weekly duty, patrols on foot and by video, announced and not."""

from __future__ import annotations

from data.catalog.conduct.common import FIRST, HALF, PEOPLE, RECORDED, count, number
from data.definitions import (
    Dataset,
    Dimension,
    Expected,
    Field,
    Identity,
    Impossible,
    Indicator,
    Need,
    Text,
    codes,
)
from data.derive.supervision.conduct import derive_patrols
from data.measures import Count, Ratio, Sum, Total

RULES = Text(
    "本厅领导值周、现场巡查、视频巡查和明察暗访制度（待大厅确认）",
    "the hall's rules on leaders' weekly duty and on patrols (to be confirmed)",
)
KINDS = codes(
    leader=("领导值周", "leader on weekly duty"),
    duty=("值班长现场巡查", "head of shift, on foot"),
    video=("视频巡查", "by video"),
    unannounced=("明察暗访", "unannounced"),
)
WINDOWS, FINDINGS = Text("个次", "windows"), Text("个", "findings")
BREAKDOWN = ("kind", "half")

INDICATORS = (
    Indicator(
        id="patrols",
        title=Text("巡查次数", "Patrols"),
        formula=Text(
            "期内巡查次数；领导值周每周一次，某周没有值周记录的另列",
            "patrols in the period; a leader's duty is one a week, and weeks without are named",
        ),
        measure=Count(),
        dated="on",
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="windows-patrolled",
        title=Text("巡查窗口", "Windows seen"),
        formula=Text(
            "期内历次巡查看到的窗口数合计，同一窗口每次都计",
            "windows seen on the patrols of the period, each window as often as it was seen",
        ),
        measure=Sum(of=lambda r: r.windows_seen),
        counted=WINDOWS,
        dated="on",
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="patrol-coverage",
        title=Text("巡查窗口覆盖率", "Windows seen on a patrol, share"),
        formula=Text(
            "历次巡查看到的窗口数合计 ÷ 当时开放的窗口数合计",
            "Σ windows seen ÷ Σ windows open at the time of each patrol",
        ),
        measure=Total(of=lambda r: r.windows_seen, over=lambda r: r.windows_open),
        unit="fraction",
        dated="on",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="findings-noted",
        title=Text("巡查单记录的问题", "Findings noted on patrols"),
        formula=Text(
            "期内巡查单上登记的问题数合计", "findings stated on the sheets of the period's patrols"
        ),
        measure=Sum(of=lambda r: r.findings_n),
        counted=FINDINGS,
        dated="on",
        favourable="low",
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="findings-per-100",
        title=Text("每百个次发现问题", "Findings per 100 windows seen"),
        formula=Text(
            "巡查单记录的问题 ÷ 巡查窗口 × 100，同一时期",
            "findings noted ÷ windows seen × 100, in the same period",
        ),
        measure=Ratio("findings-noted", "windows-patrolled", per=100),
        unit="per_hundred",
        interval="poisson",
        favourable="low",
        dimensions=BREAKDOWN,
        reference=RULES,
        beside=("patrol-coverage",),
        versions=FIRST,
    ),
    Indicator(
        id="first-asked-kept",
        title=Text("首问负责落实率", "First-asked responsibility kept"),
        formula=Text(
            "落实首问负责的人次 ÷ 巡查时抽查的人次",
            "those whom the first clerk they asked took care of ÷ those asked about it on patrols",
        ),
        measure=Total(of=lambda r: r.first_asked_kept_n, over=lambda r: r.first_asked_n),
        unit="fraction",
        dated="on",
        dimensions=("kind",),
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
)

DATASETS = (
    Dataset(
        id="patrols",
        title=Text("值周与巡查", "Weekly duty and patrols"),
        description=Text(
            "领导值周、现场巡查、视频巡查和明察暗访：看了几个窗口、发现几个问题。不含任何人和窗口。",
            "Leaders' weekly duty, patrols on foot, by video and unannounced: how many windows were seen, how "
            "much was found. Without a person or a window.",
        ),
        key=("patrol_no",),
        counted=Text("次", "patrols"),
        fields=(
            number("patrol_no", "巡查编号", "Patrol number"),
            Field(
                "kind", "code", Text("巡查方式", "Kind"), codes=KINDS, required=True, header="巡查方式"
            ),
            Field("on", "date", Text("巡查日期", "Day"), required=True, indexed=True, header="巡查日期"),
            HALF,
            count("windows_seen", "巡查窗口数", "Windows seen", Text("个", "windows"), required=True),
            count(
                "windows_open",
                "开放窗口数",
                "Windows open",
                Text("个", "windows"),
                derived=True,
                note=Text(
                    "巡查单未填的，取入库时窗口清单当日开放的窗口数，此后不随清单变动",
                    "where the sheet does not say: those open that day by the list as it came in; a later "
                    "list changes nothing",
                ),
            ),
            count("findings_n", "发现问题数", "Findings", FINDINGS, required=True),
            count("first_asked_n", "首问负责抽查人次", "Asked about first-asked responsibility", PEOPLE),
            count("first_asked_kept_n", "首问负责落实人次", "First-asked responsibility kept", PEOPLE),
            RECORDED,
        ),
        indicators=INDICATORS,
        identities=(
            Identity(
                "findings-of-patrols",
                Text(
                    "巡查单记录的问题=逐条登记的问题", "findings noted on patrols = findings listed one by one"
                ),
                ("findings-noted",),
                ("patrol-findings",),
            ),
        ),
        dimensions=(
            Dimension("kind", Text("巡查方式", "Kind")),
            Dimension("half", Text("半日", "Half day")),
        ),
        newest=("on",),
        subject="supervision",
        derive=derive_patrols,
        # The list as a whole: a patrol names no window.
        needs=(Need("windows", "window", "windows_open", whole=True),),
        expects=Expected("kind", "week", among=("leader",)),
        impossible=(
            Impossible(
                "windows_seen",
                lambda c: c["windows_seen"] > c["windows_open"],
                "more windows seen than were open 巡查窗口数多于开放窗口数",
            ),
            Impossible(
                "first_asked_kept_n",
                lambda c: c["first_asked_kept_n"] > c["first_asked_n"],
                "kept for more people than were asked 首问负责落实人次多于抽查人次",
            ),
        ),
    ),
)  # fmt: skip
