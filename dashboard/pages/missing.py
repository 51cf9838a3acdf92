"""The page for an address that leads nowhere."""

from __future__ import annotations

from dash import html

from dashboard.asking import address
from dashboard.asking.address import Place
from data.definitions import Text

TITLE = Text("您访问的页面不存在", "No such page")
NOTHING_HERE = Text("您可以访问以下栏目：", "There is nothing at this address. Go on from here:")
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
