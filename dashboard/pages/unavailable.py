"""The page for as long as there is nothing to show: the store is away, or an answer took too long."""

from __future__ import annotations

from dash import html

from dashboard.asking.address import Place
from data.definitions import Text

TITLE = Text("数据暂时无法读取", "The data cannot be read just now")
WAIT = Text(
    "数据恢复后即可正常查看，请稍候再试：",
    "It will be shown again as soon as it can be; try again in a moment:",
)
# Of an address without conditions no reader can ask for less.
UNFINISHED = Text("本页暂时未能生成", "This page could not be made just now")
LATER = Text(
    "统计未能及时完成，请稍候再试：",
    "Its numbers took too long to count; try again in a moment:",
)
AGAIN = Text("重新打开本页", "Open this page again")


def layout(place: Place, title: Text = TITLE, why: Text = WAIT) -> html.Main:
    lang = place.lang
    return html.Main(
        [
            html.H1(title[lang], className="plain"),
            html.P(why[lang]),
            html.Ul(html.Li(html.A(AGAIN[lang], href=place.url))),
        ],
        id="main",
        className="missing",
    )
