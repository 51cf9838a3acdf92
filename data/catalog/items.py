"""事项: the items handled in the hall, with their limits as the law words them and in working days."""

from __future__ import annotations

from datetime import date

from sqlalchemy import case

from data.catalog.codes import ITEM_KINDS, LIMIT_CHECKS, LIMIT_UNITS
from data.catalog.guides.item_fields import GUIDE_FIELDS
from data.catalog.guides.item_indicators import GUIDE_INDICATORS
from data.catalog.reference import CASE_KINDS, DEPARTMENT, LISTED, titles
from data.definitions import (
    FIRST_VERSION,
    WHEN_IT_CHANGES,
    Dataset,
    Dimension,
    Field,
    Indicator,
    Need,
    Text,
    Version,
)
from data.derive.items import derive_items
from data.measures import Share, Total, Unused

# What legal limits are divided by has changed with them.
SHORTER_LIMITS = (
    FIRST_VERSION,
    Version(
        date(2026, 11, 28),
        Text(
            "法定时限按条文单位折算为工作日；公司、个体工商户登记由15个工作日更正为3个工作日"
            "（市场主体登记管理条例第十九条，2022年3月1日起施行）。各期数值均下降",
            "legal limits are converted from the unit that the law words them in; registration of "
            "companies and sole traders is 3 working days, not 15 (Regulation on the Registration of "
            "Market Entities, Art. 19, in force since 1 March 2022). Lower in all periods",
        ),
    ),
)

DATASETS = (
    Dataset(
        id="items",
        title=Text("事项", "Items"),
        description=Text(
            "在大厅办理的行政审批事项和公共服务事项，含法定时限与承诺时限（工作日）。",
            "The administrative-approval and public-service items handled in the hall, with their "
            "legal and promised limits in working days.",
        ),
        key=("item",),
        counted=Text("项", "items"),
        fields=(
            Field("item", "text", Text("事项编码", "Item code"), required=True, header="事项编码"),
            *titles("事项名称", "Item name"),
            Field(
                "kind",
                "code",
                Text("事项类别", "Kind of item"),
                codes=ITEM_KINDS,
                derived=True,
                header="事项类型",
            ),
            DEPARTMENT,
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
                note=Text(
                    "以法定时限单位计，按条文所写",
                    "in the unit of the legal limit, as the law words it",
                ),
                header="法定时限数值",
            ),
            Field(
                "article",
                "text",
                Text("法定时限依据", "Article of the legal limit"),
                note=Text(
                    "清单所载；是否与法律条文核对过，见“法定时限核对情况”",
                    "as the list has it; whether it was compared with the law, `limit_check` says",
                ),
                header="法定时限依据",
            ),
            Field(
                "limit_since",
                "date",
                Text("法定时限施行日期", "Legal limit in force from"),
                scheduled=True,
                header="法定时限施行日期",
            ),
            Field(
                "checked_on",
                "date",
                Text("法定时限核对日期", "Legal limit checked on"),
                # A list may be loaded while the hall's clock stands earlier: a time-lapse.
                scheduled=True,
                note=Text(
                    "与现行条文核对的日期；空为未核对。核对过的时限优先于办件自带的更长时限",
                    "when it was compared with the law in force; empty: not checked. A limit that was "
                    "checked goes before a longer one that a case states",
                ),
                header="法定时限核对日期",
            ),
            Field(
                "limit_check",
                "code",
                Text("法定时限核对情况", "Whether the legal limit was checked"),
                codes=LIMIT_CHECKS,
                derived=True,
            ),
            Field(
                "legal_days",
                "integer",
                Text("法定时限", "Legal limit"),
                minimum=0,
                maximum=2000,
                unit=Text("工作日", "working days"),
                derived=True,
                note=Text(
                    "有法定时限单位和数值的，按“时限换算规则”折算为工作日",
                    "converted by the list of conversions where unit and value are given",
                ),
                header="法定时限",
            ),
            Field(
                "promised_days",
                "integer",
                Text("承诺时限", "Promised limit"),
                minimum=0,
                maximum=2000,
                unit=Text("工作日", "working days"),
                header="承诺时限",
            ),
            Field(
                "case_kind",
                "code",
                Text("办件类型", "Kind of case"),
                codes=CASE_KINDS,
                header="办件类型",
            ),
            Field(
                "belongs_on_site",
                "boolean",
                Text("应在大厅办理", "Belongs in the hall"),
                header="应现场办理",
            ),
            Field("basis", "text", Text("依据", "Legal basis"), header="设定依据"),
            *GUIDE_FIELDS,
            LISTED,
        ),
        dimensions=(
            Dimension("department", Text("部门", "Department")),
            Dimension("kind", Text("事项类别", "Kind of item")),
        ),
        indicators=(
            Indicator(
                id="promised-speed-up",
                title=Text("承诺提速", "Promised speed-up"),
                formula=Text(
                    "（法定时限合计 − 承诺时限合计）÷ 法定时限合计，限两种时限都有的行政审批事项",
                    "(Σ legal limits − Σ promised limits) ÷ Σ legal limits, over approval items having both",
                ),
                measure=Total(
                    of=lambda r: r.legal_days - r.promised_days,
                    over=lambda r: r.legal_days,
                    among=lambda r: (r.kind == "approval") & r.promised_days.is_not(None),
                ),
                unit="fraction",
                dimensions=("department", "kind"),
                favourable="high",
                reference=Text("本厅事项清单", "this hall's list of items"),
                versions=SHORTER_LIMITS,
            ),
            Indicator(
                id="limits-checked-rate",
                title=Text("法定时限核对率", "Legal limits checked"),
                formula=Text(
                    "法定时限注明核对日期的事项 ÷ 有法定时限的事项",
                    "items whose legal limit says when it was checked ÷ items with a legal limit",
                ),
                measure=Share(
                    of=lambda r: r.checked_on.is_not(None),
                    among=lambda r: r.legal_days.is_not(None),
                ),
                unit="fraction",
                dimensions=("department", "kind"),
                favourable="high",
                reference=Text("本厅事项清单", "this hall's list of items"),
            ),
            Indicator(
                id="on-hall-rate",
                title=Text("进驻率", "Items handled in the hall"),
                formula=Text(
                    "清单内应在大厅办理的事项 ÷ 清单内注明是否应在大厅办理的事项",
                    "listed items that belong in the hall ÷ listed items that say whether they do",
                ),
                measure=Share(
                    of=lambda r: r.belongs_on_site == True,  # noqa: E712
                    among=lambda r: (r.listed == True) & r.belongs_on_site.is_not(None),  # noqa: E712
                ),
                unit="fraction",
                dimensions=("department", "kind"),
                favourable="high",
                reference=Text("本厅事项清单", "this hall's list of items"),
                versions=(Version(date(2026, 11, 28), Text("首次公布", "first published")),),
            ),
            Indicator(
                id="zero-handling-items",
                title=Text("零办件事项", "Items without a case"),
                formula=Text(
                    "此前24个月没有受理过办件的清单内事项数",
                    "listed items for which no case was accepted in the 24 months before",
                ),
                measure=Unused(of="cases-accepted", by="item", months=24),
                favourable="low",
                reference=Text("事项清理规则", "the clean-up of the item list"),
            ),
            *GUIDE_INDICATORS,
        ),
        cadence=WHEN_IT_CHANGES,
        reference=True,
        derive=derive_items,
        fills={
            "limit_check": lambda r: case(
                (r.legal_days.is_(None), None),
                (r.checked_on.is_(None), "unchecked"),
                else_="checked",
            )
        },
        needs=(
            Need("limit-conversions", "unit", "limit_unit"),
            Need("item-forms", "item", renews=True, whole=True),
            Need("item-papers", "item", renews=True, whole=True),
        ),
        # Forms and papers come into force and end on a day.
        daily=lambda r: r.papers_n.is_not(None) | r.forms_n.is_not(None),
        label=("title_zh", "title_en"),
    ),
)
