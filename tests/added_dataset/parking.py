"""停车: cars in and out of the hall's garage, by gate. A dataset that only the tests add."""

from __future__ import annotations

from data.definitions import Dataset, Dimension, Field, Indicator, Text, codes
from data.measures import Difference, Flow, Ratio, Stock, Sum

RULE = Text("停车场管理办法", "rules of the garage")
CARS = Text("辆次", "cars")
GATES = codes(north=("北门", "north gate"), south=("南门", "south gate"))

DATASETS = (
    Dataset(
        id="parking",
        title=Text("停车", "Parking"),
        description=Text(
            "停车场各门每日进出车辆。", "Cars in and out of the garage by gate and day."
        ),
        key=("gate", "on"),
        counted=Text("条", "rows"),
        fields=(
            Field("gate", "code", Text("门", "Gate"), codes=GATES, required=True, header="出入口"),
            Field("on", "date", Text("日期", "On"), required=True, indexed=True, header="日期"),
            Field("arrivals", "integer", Text("驶入", "Arrivals"), minimum=0, header="驶入"),
            Field("departures", "integer", Text("驶出", "Departures"), minimum=0, header="驶出"),
            Field("spots", "integer", Text("车位增减", "Spots opened"), header="车位增减"),
            Field("recorded_at", "instant", Text("入库时间", "Recorded at"), header="入库时间"),
        ),
        dimensions=(Dimension("gate", Text("门", "Gate")),),
        indicators=(
            Indicator(
                id="cars-arrived",
                title=Text("驶入车辆", "Cars arrived"),
                formula=Text("期内驶入车辆合计", "sum of cars that arrived in the period"),
                measure=Sum(of=lambda r: r.arrivals),
                counted=CARS,
                dated="on",
                dimensions=("gate",),
                reference=RULE,
            ),
            Indicator(
                id="cars-departed",
                title=Text("驶出车辆", "Cars departed"),
                formula=Text("期内驶出车辆合计", "sum of cars that departed in the period"),
                measure=Sum(of=lambda r: r.departures),
                counted=CARS,
                dated="on",
                dimensions=("gate",),
                reference=RULE,
            ),
            Indicator(
                id="cars-inside",
                title=Text("在场车辆", "Cars inside"),
                formula=Text("累计驶入减累计驶出", "cars arrived so far less cars departed so far"),
                measure=Stock(
                    Flow("on", of=lambda r: r.arrivals), Flow("on", of=lambda r: r.departures)
                ),
                counted=CARS,
                dimensions=("gate",),
                reference=RULE,
            ),
            Indicator(
                id="parking-spots",
                title=Text("车位", "Spots"),
                formula=Text("累计启用减停用的车位", "spots opened less spots closed, cars each"),
                measure=Stock(Flow("on", of=lambda r: r.spots)),
                counted=CARS,
                dimensions=("gate",),
                reference=RULE,
            ),
            Indicator(
                id="parking-occupancy",
                title=Text("车位占用率", "Occupancy"),
                formula=Text("期末在场车辆 ÷ 期末车位", "cars inside ÷ spots, both at the end"),
                measure=Ratio("cars-inside", "parking-spots"),
                unit="fraction",
                dimensions=("gate",),
                favourable="low",
                reference=RULE,
            ),
            Indicator(
                id="parking-turnover",
                title=Text("车位周转", "Turnover"),
                formula=Text("同期驶入车辆 ÷ 期末车位", "cars arrived ÷ spots in the same period"),
                measure=Ratio("cars-arrived", "parking-spots", per=100),
                unit="per_hundred",
                dimensions=("gate",),
                reference=RULE,
            ),
            Indicator(
                id="parking-net",
                title=Text("净驶入", "Net arrivals"),
                formula=Text(
                    "同期驶入减驶出", "cars arrived less cars departed in the same period"
                ),
                measure=Difference("cars-arrived", "cars-departed"),
                counted=CARS,
                dimensions=("gate",),
                reference=RULE,
            ),
        ),
        newest=("on",),
        max_age_seconds=86_400,
    ),
)
