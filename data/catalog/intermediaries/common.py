"""What the three datasets of intermediary services share."""

from __future__ import annotations

from datetime import date

from data.definitions import Field, Text, Version, codes

FIRST = (Version(date(2026, 11, 28), Text("首次公布", "first published")),)
RULES = Text(
    "本厅中介服务管理办法（待大厅确认）；三项原则：服务最优、收费最低、办事最快",
    "the hall's rules on intermediary services (to be confirmed); three principles: best service, lowest "
    "fee, fastest",
)
CLEAN_UP = Text(
    "国办发〔2015〕31号：没有法律、行政法规、国务院决定依据的，不得作为行政审批的受理条件（待核）",
    "General Office, letter 31 of 2015: without a law, an administrative regulation or a decision of the "
    "State Council a service is no condition of an approval (to be checked)",
)
SERVICES = codes(
    eia=("环境影响评价", "environmental impact assessment"),
    survey=("测绘", "surveying and mapping"),
    appraisal=("评估", "appraisal"),
    safety=("安全评价", "safety assessment"),
    argument=("咨询论证", "expert reports"),
    personnel=("人事代理", "personnel agency"),
    audit=("审计验资", "audit and capital verification"),
    other=("其他", "other"),
)


def service(required: bool = True) -> Field:
    """The kind of service."""
    return Field(
        "kind",
        "code",
        Text("中介服务类别", "Kind of service"),
        codes=SERVICES,
        required=required,
        indexed=True,
        header="中介服务类别",
    )
