"""The page for as long as there is no data to show: the store is away, or cannot be read."""

from __future__ import annotations

from dash import html

from dashboard.asking.address import Place
from data.definitions import Text

TITLE = Text("数据暂时无法读取", "The data cannot be read just now")
WAIT = Text(
    "数据恢复后即可正常查看，请稍候再试：",
    "It will be shown again as soon as it can be; try again in a moment:",
)
AGAIN = Text("重新打开本页", "Open this page again")


def layout(place: Place) -> html.Main:
    lang = place.lang
    return html.Main(
        [
            html.H1(TITLE[lang], className="plain"),
            html.P(WAIT[lang]),
            html.Ul(html.Li(html.A(AGAIN[lang], href=place.url))),
        ],
        id="main",
        className="missing",
    )
