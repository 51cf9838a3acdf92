"""中介服务事项: which approvals ask for which service, and by which law."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case

from data.catalog.intermediaries.common import CLEAN_UP, FIRST, service
from data.catalog.reference import LISTED, titles
from data.catalog.reform.common import RECORDED
from data.definitions import WHEN_IT_CHANGES, Dataset, Dimension, Field, Indicator, Text, codes
from data.derive.services.intermediaries import derive_required_services
from data.measures import Share, Sum

PAYERS = codes(
    applicant=("申请人", "the applicant"),
    department=("审批部门", "the department"),
    unknown=("未注明", "not stated"),
)
STANDINGS = codes(
    required=("有法定依据", "required by law"),
    no_basis=("无法定依据，不得作为审批前置", "no basis in law: no condition of the approval"),
)


def _each(r: Any) -> Any:
    """One for every entry."""
    return case((r.item.is_not(None), 1))


DATASETS = (
    Dataset(
        id="intermediary-items",
        title=Text("审批所需中介服务", "Services that approvals ask for"),
        description=Text(
            "各审批事项所需的中介服务及其法定依据。没有依据的，不得作为审批前置。",
            "Which approvals ask for which intermediary service, and by which law. Without a basis it is no "
            "condition of the approval.",
        ),
        key=("item", "kind"),
        counted=Text("项", "services"),
        subject="service",
        fields=(
            Field(
                "item",
                "text",
                Text("事项", "Item"),
                refers="items",
                required=True,
                header="事项编码",
                label="事项名称",
            ),
            service(),
            *titles("中介服务名称", "Service"),
            Field("basis", "text", Text("法定依据", "Basis in law"), header="法定依据"),
            Field(
                "standing",
                "code",
                Text("依据情况", "Standing"),
                codes=STANDINGS,
                computed=True,
                note=Text("依“法定依据”是否填报", "by whether a basis is stated"),
            ),
            Field(
                "paid_by",
                "code",
                Text("付费方", "Paid by"),
                codes=PAYERS,
                derived=True,
                header="付费方",
            ),
            LISTED,
            RECORDED,
        ),
        indicators=(
            Indicator(
                id="services-asked-for",
                title=Text("审批所需中介服务事项", "Services that approvals ask for"),
                formula=Text(
                    "清单内审批事项所需的中介服务项数，一事项的一类服务计一项",
                    "services that approvals on the list ask for; each kind of an item once",
                ),
                measure=Sum(of=_each),
                dimensions=("kind", "standing"),
                reference=CLEAN_UP,
                versions=FIRST,
            ),
            Indicator(
                id="services-with-basis",
                title=Text("中介服务有法定依据占比", "Services with a basis in law"),
                formula=Text(
                    "有法定依据的中介服务 ÷ 审批所需的中介服务",
                    "services with a basis in law ÷ services that approvals ask for",
                ),
                measure=Share(of=lambda r: r.standing == "required"),
                unit="fraction",
                dimensions=("kind",),
                favourable="high",
                reference=CLEAN_UP,
                versions=FIRST,
            ),
        ),
        dimensions=(
            Dimension("kind", Text("中介服务类别", "Kind of service")),
            Dimension("standing", Text("依据情况", "Standing")),
        ),
        reference=True,
        label=("title_zh", "title_en"),
        derive=derive_required_services,
        cadence=WHEN_IT_CHANGES,
    ),
)
