"""What the list of items says for applicants: for whom, how far online, how often to come, fee, window."""

from __future__ import annotations

from data.catalog.codes import ONLINE_DEPTHS
from data.definitions import Field, Text, codes

SERVICE_OBJECTS = codes(
    person=("自然人", "persons"),
    organisation=("法人或其他组织", "organisations"),
    both=("自然人、法人或其他组织", "persons and organisations"),
)
FEES = codes(free=("不收费", "free of charge"), fee=("收费", "a fee is charged"))
_COUNTED = Text(
    "按入库时有效的清单计算，每日更新；暂无清单的为空",
    "of what is in force, renewed every day; empty while no list was taken in",
)


def _count(id: str, title: Text) -> Field:
    return Field(id, "integer", title, computed=True, minimum=0, note=_COUNTED)


GUIDE_FIELDS = (
    Field(
        "service_object",
        "code",
        Text("服务对象", "For whom"),
        codes=SERVICE_OBJECTS,
        header="服务对象",
    ),
    Field(
        "online_depth",
        "code",
        Text("网上办理程度", "How far online"),
        codes=ONLINE_DEPTHS,
        note=Text(
            "本厅分级，与国家标准的网上办理深度不对应",
            "this hall's own levels, not those of the national standard",
        ),
        header="网上办理程度",
    ),
    Field(
        "visits",
        "integer",
        Text("到办事现场次数", "Visits to the hall"),
        minimum=0,
        maximum=20,
        note=Text("申请人至少到现场的次数", "how often an applicant has to come at least"),
        header="到办事现场次数",
    ),
    Field("fee", "code", Text("是否收费", "Fee"), codes=FEES, header="是否收费"),
    Field(
        "fee_basis",
        "text",
        Text("收费标准及依据", "Amount and basis of the fee"),
        note=Text("清单所载，待大厅确认", "as listed; to be confirmed by the hall"),
        header="收费标准及依据",
    ),
    Field(
        "window",
        "text",
        Text("受理窗口", "Window"),
        refers="windows",
        header="受理窗口编号",
        label="受理窗口名称",
    ),
    _count("forms_n", Text("格式文本数", "Forms")),
    _count("samples_n", Text("示范文本数", "Filled samples")),
    _count("papers_n", Text("申请材料数", "Papers")),
    _count("papers_shared_n", Text("免提交材料数", "Papers that need not be brought")),
)
