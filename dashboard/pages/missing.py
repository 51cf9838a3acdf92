"""The page for an address that leads nowhere."""

from __future__ import annotations

from dash import html

from dashboard.asking import address
from dashboard.asking.address import Place
from data.definitions import Text

TITLE = Text("没有这个页面", "No such page")
NOTHING_HERE = Text(
    "这个地址下没有内容。您可以从这里继续：", "There is nothing at this address. Go on from here:"
)
HOME = Text("今日大厅", "Today")
DATA = Text("开放数据接口", "Open data API")


def layout(place: Place) -> html.Main:
    lang = place.lang
    return html.Main(
        [
            html.H1(TITLE[lang], className="plain"),
            html.P(NOTHING_HERE[lang]),
            html.Ul(
                [
                    html.Li(html.A(HOME[lang], href=place.elsewhere("").path)),
                    html.Li(html.A(DATA[lang], href=address.API)),
                ]
            ),
        ],
        id="main",
        className="missing",
    )
