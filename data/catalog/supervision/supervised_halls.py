"""接入电子监察的服务大厅: the halls of public services under supervision, and since when."""

from __future__ import annotations

from data.catalog.reference import LISTED, titles
from data.catalog.supervision.common import FIRST
from data.definitions import WHEN_IT_CHANGES, Dataset, Dimension, Field, Indicator, Text
from data.derive.reference import derive_reference
from data.measures import Flow, Stock, in_force

_REFERENCE = Text("本厅接入清单", "this hall's list of the halls connected")

DATASETS = (
    Dataset(
        id="supervised-halls",
        title=Text("接入电子监察的服务大厅", "Supervised halls"),
        description=Text(
            "接入电子监察、视频监控的公共服务大厅及其接入日期。",
            "Halls of public services that are connected to electronic supervision or to its cameras, and "
            "since when.",
        ),
        key=("hall",),
        counted=Text("个", "halls"),
        fields=(
            Field("hall", "text", Text("大厅编码", "Hall code"), required=True, header="大厅编码"),
            *titles("大厅名称", "Hall"),
            Field(
                "cards",
                "boolean",
                Text("电子监察", "Under electronic supervision"),
                required=True,
                note=Text("适用预警、黄牌、红牌", "warnings and cards apply"),
                header="接入电子监察",
            ),
            Field(
                "video",
                "boolean",
                Text("视频监控", "Under video supervision"),
                required=True,
                header="接入视频监控",
            ),
            Field(
                "cameras",
                "integer",
                Text("摄像头", "Cameras"),
                minimum=0,
                unit=Text("个", "cameras"),
                header="摄像头数",
            ),
            Field(
                "joined_on",
                "date",
                Text("接入日期", "Connected on"),
                required=True,
                scheduled=True,
                header="接入日期",
            ),
            Field(
                "left_on",
                "date",
                Text("最后接入日期", "Last day connected"),
                scheduled=True,
                note=Text("空为仍在接入", "empty: still connected"),
                header="最后接入日期",
            ),
            LISTED,
        ),
        dimensions=(
            Dimension("cards", Text("电子监察", "Under electronic supervision")),
            Dimension("video", Text("视频监控", "Under video supervision")),
        ),
        indicators=(
            Indicator(
                id="supervised-halls",
                title=Text("接入电子监察的大厅", "Supervised halls"),
                formula=Text(
                    "期末已接入电子监察或视频监控的公共服务大厅数",
                    "halls connected to electronic or video supervision at the end of the period",
                ),
                measure=in_force("joined_on", "left_on"),
                dimensions=("cards", "video"),
                counted=Text("个", "halls"),
                reference=_REFERENCE,
                versions=FIRST,
            ),
            Indicator(
                id="supervised-cameras",
                title=Text("接入的摄像头", "Cameras connected"),
                formula=Text(
                    "期末已接入大厅的摄像头数",
                    "cameras of the halls connected at the end of the period",
                ),
                measure=Stock(
                    Flow("joined_on", of=lambda r: r.cameras),
                    Flow(
                        "left_on",
                        where=lambda r: r.joined_on.is_not(None),
                        lag=1,
                        of=lambda r: r.cameras,
                    ),
                ),
                counted=Text("个", "cameras"),
                reference=_REFERENCE,
                versions=FIRST,
            ),
        ),
        newest=("joined_on", "left_on"),
        ordered=(("joined_on", "left_on"),),
        cadence=WHEN_IT_CHANGES,
        reference=True,
        subject="supervision",
        derive=derive_reference,
        label=("title_zh", "title_en"),
    ),
)
