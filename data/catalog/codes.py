"""Lists of codes that several datasets share."""

from __future__ import annotations

from data.definitions import codes

CHANNELS = codes(
    hall=("窗口", "at the window"),
    online=("网上", "online"),
    hotline=("热线", "hotline"),
    appointment=("预约", "by appointment"),
    self_service=("自助终端", "self-service terminal"),
    other=("其他", "other"),
)
