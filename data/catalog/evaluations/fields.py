"""The fields of a rating, and the names of its levels."""

from __future__ import annotations

from data.catalog.codes import CHANNELS
from data.catalog.reference import CALENDAR, DEPARTMENT
from data.definitions import Field, Text, codes

SCORES = codes(
    **{
        "5": ("非常满意", "very satisfied"),
        "4": ("满意", "satisfied"),
        "3": ("基本满意", "fairly satisfied"),
        "2": ("不满意", "dissatisfied"),
        "1": ("非常不满意", "very dissatisfied"),
    }
)
FIELDS = (
    Field(
        "evaluation_no",
        "text",
        Text("评价编号", "Rating number"),
        required=True,
        keyed=True,
        note=Text(
            "由来源编号加密钥散列而成，无法据以查到办件",
            "a keyed hash of the source's number: no case can be looked up by it",
        ),
        header="评价编号",
    ),
    DEPARTMENT,
    Field(
        "window",
        "text",
        Text("窗口", "Window"),
        refers="windows",
        indexed=True,
        header="窗口编号",
        label="窗口名称",
    ),
    Field(
        "channel",
        "code",
        Text("渠道", "Channel"),
        codes=CHANNELS,
        header="评价渠道",
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
        "score",
        "integer",
        Text("星级", "Score"),
        required=True,
        minimum=1,
        maximum=5,
        note=Text("5＝非常满意 … 1＝非常不满意", "5 very satisfied … 1 very dissatisfied"),
        header="满意度",
        words={
            "非常满意": "5",
            "满意": "4",
            "基本满意": "3",
            "不满意": "2",
            "非常不满意": "1",
        },
    ),
    Field(
        "is_default",
        "boolean",
        Text("默认评价", "Default rating"),
        derived=True,
        note=Text(
            "逾期未评、系统按好评计入；不进入任何比率",
            "given by silence; never enters a rate",
        ),
        header="默认评价",
    ),
    Field("named", "boolean", Text("实名", "Named"), derived=True, header="实名评价"),
    Field(
        "rated_on",
        "date",
        Text("评价日期", "Rated on"),
        required=True,
        indexed=True,
        precision="month",
        note=Text(
            "只公布到月；行自次日起按编号排列，不按先后，以免评价与办件对上",
            "published to the month; rows come the day after, in the order of their numbers and not of "
            "time, so that no rating can be matched to a case",
        ),
        header="评价日期",
    ),
    Field(
        "verified",
        "code",
        Text("差评核实", "Verification of a bad rating"),
        codes=codes(
            upheld=("属实", "upheld"),
            not_upheld=("不属实", "not upheld"),
            pending=("核实中", "pending"),
        ),
        header="核实结果",
    ),
    Field(
        "set_aside",
        "boolean",
        Text("不予采纳", "Set aside"),
        derived=True,
        note=Text(
            "经核实为误评、恶意差评等，不予采纳；评价仍保留，含与不含两种比率并列公布",
            "found to be mistaken or malicious and set aside; the rating stays, and rates are published "
            "with and without it",
        ),
        header="不予采纳",
    ),
    Field(
        "replied_on",
        "date",
        Text("差评回复日期", "Replied to on"),
        precision="month",
        header="差评回复日期",
    ),
    Field(
        "rectify_due_on",
        "date",
        Text("整改期限", "To be rectified by"),
        derived=True,
        scheduled=True,
        indexed=True,
        precision="month",
        header="整改期限",
    ),
    Field(
        "rectified_on",
        "date",
        Text("整改完成日期", "Rectified on"),
        precision="month",
        header="整改完成日期",
    ),
    Field(
        "called_back_on",
        "date",
        Text("回访日期", "Called back on"),
        precision="month",
        header="回访日期",
    ),
    Field(
        "callback_satisfied",
        "boolean",
        Text("回访整改满意", "Satisfied when called back"),
        note=Text(
            "回访时对整改结果是否满意；空为未回访或未表态",
            "with what was put right; empty: not called back, or no answer",
        ),
        header="回访整改满意",
    ),
    Field(
        "recorded_at",
        "instant",
        Text("入库时间", "Recorded at"),
        precision="month",
        header="入库时间",
    ),
    Field(
        "rated_at",
        "instant",
        Text("评价时间", "Rated at"),
        published=False,
        header="评价时间",
    ),
    *(
        Field(
            f"given_{id}",
            "text",
            Text(f"来源给出的{zh}", f"{en} given by the source"),
            derived=True,
            published=False,
        )
        for id, zh, en in (
            ("department", "部门", "Department"),
            ("window", "窗口", "Window"),
            ("channel", "渠道", "Channel"),
        )
    ),
    Field(
        "place_settled",
        "boolean",
        Text("地点已定", "Place settled"),
        derived=True,
        published=False,
        note=Text(
            "当日结束后才判断部门、窗口、渠道能否公布",
            "whether department, window and channel can be published is decided once the day is over",
        ),
    ),
    Field("score_level", "text", Text("等级", "Level"), derived=True, published=False),
    Field(
        "reply_recorded",
        "boolean",
        Text("登记差评回复", "Replies recorded"),
        derived=True,
        published=False,
    ),
    Field(
        "source_rectify_due_on",
        "date",
        Text("来源给出的整改期限", "Limit given by the source"),
        published=False,
    ),
    CALENDAR,
)
