"""Lists of codes that several datasets share."""

from __future__ import annotations

from data.definitions import codes

# The hours of a day: 9 is from 9:00 to 10:00.
HOURS = codes(**{str(hour): (f"{hour}时", f"{hour}:00") for hour in range(24)})
CHANNELS = codes(
    hall=("窗口", "at the window"),
    online=("网上", "online"),
    hotline=("热线", "hotline"),
    appointment=("预约", "by appointment"),
    self_service=("自助终端", "self-service terminal"),
    other=("其他", "other"),
)
ITEM_KINDS = codes(
    approval=("行政审批", "administrative approval"),
    service=("公共服务", "public service"),
    unknown=("未注明", "not stated"),
)
LIMIT_UNITS = codes(
    workday=("工作日", "working days"),
    calendar_day=("日", "calendar days"),
    month=("月", "months"),
    year=("年", "years"),
)
ONLINE_DEPTHS = codes(
    **{
        "0": ("线下办理", "offline"),
        "1": ("网上预审", "checked online beforehand"),
        "2": ("全程网办", "online from beginning to end"),
    }
)
# 行政许可法 Art. 45: what is not part of the term, once the applicant was told of it in writing.
STOP_KINDS = codes(
    hearing=("听证", "hearing"),
    tender=("招标", "tender"),
    auction=("拍卖", "auction"),
    inspection=("检验", "inspection"),
    testing=("检测", "testing"),
    quarantine=("检疫", "quarantine"),
    appraisal=("鉴定", "appraisal"),
    expert_review=("专家评审", "expert review"),
)
# The smallest first: where the number of a zone is withheld, the next one in this order that is not small
# is withheld with it.
ZONES = codes(
    jly=("嘉陵工业园区", "Jialing Industrial Park"),
    hgy=("化工园区", "Chemical Park"),
    gpy=("高坪工业园区", "Gaoping Industrial Park"),
    sqy=("顺庆工业园区", "Shunqing Industrial Park"),
    jkq=("经济技术开发区", "Economic and Technological Development Zone"),
)

# What a list of items says of its limits.
LIMIT_CHECKS = codes(
    checked=("已与法律条文核对", "compared with the law"),
    unchecked=("未与法律条文核对", "not compared with the law"),
)
