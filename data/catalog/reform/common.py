"""What the datasets of the reform share."""

from __future__ import annotations

from datetime import date

from data.definitions import Field, Text, Version, codes

FIRST = (Version(date(2026, 11, 28), Text("首次公布", "first published")),)
# The schemes by which several departments decide side by side.
SCHEMES = codes(
    enterprise=("企业设立登记", "setting up an enterprise"),
    government=("政府投资建设项目", "government-invested construction"),
    private=("社会投资建设项目", "privately invested construction"),
)
RECORDED = Field(
    "recorded_at", "instant", Text("入库时间", "Recorded at"), precision="day", header="入库时间"
)
